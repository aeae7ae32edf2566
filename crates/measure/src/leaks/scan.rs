//! The pass over the deals that fills the counters, and the one that lists the deals of what was found.

use trechter_domain::Instant;
use trechter_domain::catalogue::FieldKind;

use super::Candidate;
use super::counters::{Cell, Counters};
use crate::facts::{Cut, Facts};
use crate::horizon::{Ruler, months_before};
use crate::question::Question;
use crate::slice::{Case, Dimension};
use crate::stages::{self, Horizons, Order, Passage, Walk};
use crate::view::{Deal, View};

/// What leaks are looked for in.
pub(super) struct Scan<'a> {
    pub view: View<'a>,
    pub order: Order,
    pub horizons: Vec<Horizons>,
    pub dimensions: Vec<Dimension>,
    /// Entrants from here on.
    pub from: Instant,
    /// Won values above this are counted as this.
    cap: i64,
}

/// The dimensions of the workspace, without those that only the outcome brings: the stage it stands in at the end, why
/// it was lost and to whom; without the pipeline, which a stage does not share with a rest; and without new or existing
/// customer, which nobody can mend (docs/decisions/0010).
fn dimensions(view: &View<'_>) -> Vec<Dimension> {
    let common = Dimension::COMMON.into_iter().filter(|dimension| {
        !matches!(
            dimension,
            Dimension::Stage
                | Dimension::Pipeline
                | Dimension::LossReason
                | Dimension::Competitor
                | Dimension::Customer
        )
    });
    let groups = view.set_up.fields.iter().filter(|field| {
        matches!(
            field.kind,
            FieldKind::Choice | FieldKind::MultiChoice | FieldKind::YesNo | FieldKind::Person
        )
    });
    common.chain(groups.map(|field| Dimension::Custom(field.on, field.slug.clone()))).collect()
}

impl<'a> Scan<'a> {
    pub fn of(facts: &'a Facts, question: &Question) -> Self {
        let zone = facts.set_up().current().workspace.zone();
        let before = question.as_of.instant(&zone);
        let view = View::new(facts, Cut { before, known: question.known_at });
        let order = Order::of(&view);
        let horizons = stages::horizons(&view, &order);
        let (dimensions, from) = (dimensions(&view), months_before(before, 12, &view.zone));
        let cap = cap(&view, from);
        Self { view, order, horizons, dimensions, from, cap }
    }

    /// One pass: every entrant of every stage in the last 12 months, in every value it has.
    pub fn count(&self) -> Counters {
        let mut counters = Counters::new(self.order.slots().len(), self.dimensions.len());
        let mut codes = Codes::default();
        self.each(|deal, walk, passage| {
            let one = self.cell(deal, walk, passage);
            counters.add(passage.stage, &one);
            codes.of(&self.dimensions, deal, passage.entered);
            for (dimension, code) in &codes.all {
                counters.add_value(passage.stage, *dimension, *code, &one);
            }
        });
        counters
    }

    fn each(&self, mut each: impl FnMut(&Deal<'_>, &Walk, &Passage)) {
        let mut walk = Walk::default();
        for deal in self.view.deals_within(self.from, self.view.cut.before) {
            if walk.follow(&self.order, &deal, self.view.cut.before).is_err() {
                continue;
            }
            // What never stood in a stage cannot leak there: deals of customers often begin further on.
            let stood = walk.passages.iter().filter(|passage| !passage.is_skipped());
            for passage in stood.filter(|passage| passage.entered >= self.from) {
                each(&deal, &walk, passage);
            }
        }
    }

    fn ruler(&self, horizon: crate::horizon::Horizon) -> Ruler {
        Ruler { as_of: self.view.cut.before, horizon }
    }

    /// Whether it got on within H days; `None` when it has not had them yet.
    fn on(&self, walk: &Walk, passage: &Passage) -> Option<bool> {
        let horizon = self.horizons[passage.stage].next;
        self.ruler(horizon).within(&walk.to_next(&self.order, passage))
    }

    fn cell(&self, deal: &Deal<'_>, walk: &Walk, passage: &Passage) -> Cell {
        let on = self.on(walk, passage);
        let close = self.ruler(self.horizons[passage.stage].close).within(&walk.to_win(&self.order, passage));
        let value = won_value(deal).map(|value| value.min(self.cap));
        Cell {
            entered: 1,
            n: u32::from(on.is_some()),
            hits: u32::from(on == Some(true)),
            close_n: u32::from(close.is_some()),
            close_hits: u32::from(close == Some(true)),
            wins: u32::from(value.is_some()),
            value: value.unwrap_or(0),
        }
    }

    /// The deals of each slice that had the time, by place, and whether they got on.
    pub fn members(&self, candidates: &[Candidate]) -> Vec<Vec<(u32, bool)>> {
        let mut members = vec![Vec::new(); candidates.len()];
        if !candidates.is_empty() {
            self.list(candidates, |number, is_in, place, hit| {
                if is_in {
                    members[number].push((place, hit));
                }
            });
        }
        members
    }

    /// The deals of the rest.
    pub fn rest(&self, candidate: &Candidate) -> Vec<(u32, bool)> {
        let mut rest = Vec::new();
        self.list(&[*candidate], |_, is_in, place, hit| {
            if !is_in {
                rest.push((place, hit));
            }
        });
        rest
    }

    fn list(&self, candidates: &[Candidate], mut each: impl FnMut(usize, bool, u32, bool)) {
        self.each(|deal, walk, passage| {
            let Some(hit) = self.on(walk, passage) else { return };
            let of_stage = candidates.iter().enumerate().filter(|(_, found)| found.stage == passage.stage);
            for (number, candidate) in of_stage {
                let owner = deal.owner_at(passage.entered);
                let mut is_in = false;
                let dimension = &self.dimensions[candidate.dimension];
                deal.codes(dimension, owner, passage.entered, &mut |code| is_in |= code == candidate.code);
                each(number, is_in, deal.place(), hit);
            }
        });
    }
}

/// The values of one deal by number of the dimension; its list is used again.
#[derive(Default)]
struct Codes {
    deal: Option<u32>,
    /// First those that are the same for all of its passages, then those that follow its owner.
    all: Vec<(usize, u32)>,
    fixed: usize,
}

impl Codes {
    fn of(&mut self, dimensions: &[Dimension], deal: &Deal<'_>, when: Instant) {
        let follows_owner = |dimension: &Dimension| matches!(dimension, Dimension::Owner | Dimension::Team);
        if self.deal != Some(deal.place()) {
            self.deal = Some(deal.place());
            self.all.clear();
            self.add(dimensions, |dimension| !follows_owner(dimension), deal, 0, when);
            self.fixed = self.all.len();
        }
        self.all.truncate(self.fixed);
        self.add(dimensions, follows_owner, deal, deal.owner_at(when), when);
    }

    fn add(
        &mut self,
        dimensions: &[Dimension],
        wanted: impl Fn(&Dimension) -> bool,
        deal: &Deal<'_>,
        owner: u32,
        when: Instant,
    ) {
        let all = &mut self.all;
        for (number, dimension) in dimensions.iter().enumerate().filter(|(_, dimension)| wanted(dimension)) {
            deal.codes(dimension, owner, when, &mut |code| all.push((number, code)));
        }
    }
}

/// Its value at winning, when it is won and has one.
fn won_value(deal: &Deal<'_>) -> Option<i64> {
    let closing = deal.closing().filter(|closing| closing.won)?;
    deal.value_at(closing.at).known()
}

/// The value that all but the largest 1% of what was won in the last 12 months stay below or at. Below a hundred wins
/// that is the largest one.
fn cap(view: &View<'_>, from: Instant) -> i64 {
    let mut values: Vec<i64> = Vec::new();
    view.each_closed(from, view.cut.before, |deal, closing| {
        if closing.won {
            values.extend(deal.value_at(closing.at).known());
        }
    });
    let above = values.len() / 100;
    match values.len().checked_sub(above + 1) {
        Some(rank) => *values.select_nth_unstable(rank).1,
        None => i64::MAX,
    }
}
