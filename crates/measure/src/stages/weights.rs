//! What a place in the pipeline was really worth: the weight of each stage (metrics.md, section 5.6).
//!
//! Of the deals that *stood* in a stage at past month-ends the share that was won within H days of that month-end. It
//! is lower than the close rate, which is asked of all that enter: deals that linger stand there at more month-ends, and
//! win less. H is that of the stage's close rate; the month-ends are the last twelve that have H days behind them, so
//! that every one of those deals had its time.

use std::collections::HashMap;

use trechter_domain::Instant;
use trechter_domain::time::DAY;
use uuid::Uuid;

use super::order::Order;
use super::passage::Walk;
use super::tally::horizons;
use crate::answer::{Counted, Figure, Note, Unit};
use crate::definitions::Metric;
use crate::horizon::{End, Horizon};
use crate::period::first_instant;
use crate::question::Handle;
use crate::view::{Deal, View};

/// A stage with fewer deals than this is drawn towards its pipeline.
pub const ENOUGH_DEALS: u64 = 30;

/// Month-ends that are looked at.
const MONTHS: i32 = 12;

/// What is known of the deals that stood in one stage.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StageWeight {
    /// The days that each of them got.
    pub horizon: Horizon,
    /// How often a deal stood there at a month-end: a deal that stood there at three counts three times.
    pub stood: u64,
    /// How many of these were followed by a win within H days.
    pub won: u64,
    /// How many deals that were.
    pub deals: u64,
}

/// The weights of all stages, as of a view's date. They are those of the whole workspace: every slice is weighed alike.
#[derive(Debug, Clone)]
pub struct StageWeights {
    order: Order,
    stages: Vec<StageWeight>,
    /// By stage.
    weights: Vec<Option<f64>>,
}

impl StageWeights {
    /// The weights in a view: two passes over the deals, kept by [`View::stage_weights`].
    pub fn of(view: &View<'_>) -> Self {
        let order = Order::of(view);
        let of_stage = |horizon| StageWeight { horizon, stood: 0, won: 0, deals: 0 };
        let mut stages: Vec<StageWeight> =
            horizons(view, &order).into_iter().map(|horizons| of_stage(horizons.close)).collect();
        each_standing(view, &order, &stages.clone(), |_, number, stood, won| {
            let stage = &mut stages[number];
            stage.stood += stood;
            stage.won += won;
            stage.deals += 1;
        });
        let weights = (0..stages.len()).map(|number| weight(&order, &stages, number)).collect();
        Self { order, stages, weights }
    }

    /// The weight of a stage by the codes of its pipeline and itself, `0..=1`; `None` when nothing ever stood in that
    /// pipeline for long enough to tell, or the stage is not in the set-up.
    pub fn weight(&self, pipeline: u32, stage: u32) -> Option<f64> {
        self.weights[self.order.number(pipeline, stage)?]
    }

    /// The value of an amount at the weight of the stage that a deal stands in, in minor units, rounded half-even.
    pub fn weigh(&self, deal: &Deal<'_>, minor: i64) -> Option<i64> {
        let weight = self.weight(deal.pipeline(), deal.stage())?;
        Some((minor as f64 * weight).round_ties_even() as i64)
    }

    /// The weight of a stage of the set-up as a figure. `n` is the number of deals; above the line how often standing
    /// there was followed by a win within H days, below it how often one stood there. No interval is defined for it:
    /// the same deal counts at several month-ends.
    pub fn figure(&self, view: &View<'_>, stage: Uuid) -> Option<Figure> {
        let number = self.number(view, stage)?;
        let known = self.stages[number];
        let mut notes = Vec::new();
        if known.deals < ENOUGH_DEALS && self.weights[number].is_some() {
            notes.push(Note::about("shrunk_to_pipeline", known.deals));
        }
        Some(Figure {
            metric: Metric::StageWeight,
            unit: Unit::Share,
            value: self.weights[number],
            n: known.deals,
            numerator: Some(known.won as f64),
            denominator: Some(known.stood as f64),
            interval: None,
            comparison: None,
            notes,
            explain: Handle { metric: Metric::StageWeight, part: Some(stage.to_string()), row: Vec::new() },
        })
    }

    /// The deals behind the weight of a stage: with how many month-ends they stood there, and marked when one of these
    /// was followed by the win within H days.
    pub fn records(&self, view: &View<'_>, stage: Uuid) -> Option<Vec<Counted>> {
        let wanted = self.number(view, stage)?;
        let mut records = Vec::new();
        each_standing(view, &self.order, &self.stages, |deal, number, stood, won| {
            if number == wanted {
                let (kind, id) = (super::tally::KIND, deal.id());
                records.push(Counted { kind, id, hit: won > 0, amount: Some(stood as i64) });
            }
        });
        Some(records)
    }

    fn number(&self, view: &View<'_>, stage: Uuid) -> Option<usize> {
        (0..self.stages.len()).find(|number| self.order.stage(view, *number).1.id.0 == stage)
    }
}

/// The stage's own share; with fewer than [`ENOUGH_DEALS`] deals drawn to the share over all stages of its pipeline, by
/// as many deals as there are too few: 10 deals of which 20% won, in a pipeline where 50% did, weigh
/// (10 · 20% + 20 · 50%) / 30 = 40%.
fn weight(order: &Order, stages: &[StageWeight], number: usize) -> Option<f64> {
    let own = stages[number];
    let all = &stages[order.of_pipeline(order.slots()[number].pipeline)];
    let (won, stood) = all.iter().fold((0, 0), |(won, stood), stage| (won + stage.won, stood + stage.stood));
    if stood == 0 {
        return None;
    }
    let pipeline = won as f64 / stood as f64;
    let share = if own.stood > 0 { own.won as f64 / own.stood as f64 } else { pipeline };
    let (deals, enough) = (own.deals.min(ENOUGH_DEALS) as f64, ENOUGH_DEALS as f64);
    Some((deals * share + (enough - deals) * pipeline) / enough)
}

/// Gives each deal that stood in a stage at one of its month-ends: at how many, and how many of these were followed by
/// winning it, in that pipeline, within H days. Deals that are not in the stages are not in here either.
fn each_standing<'v>(
    view: &'v View<'_>,
    order: &Order,
    stages: &[StageWeight],
    mut each: impl FnMut(&Deal<'v>, usize, u64, u64),
) {
    let as_of = view.cut.before;
    let mut by_horizon: HashMap<u32, Vec<Instant>> = HashMap::new();
    for stage in stages {
        by_horizon.entry(stage.horizon.days).or_insert_with(|| month_ends(view, stage.horizon));
    }
    let ends: Vec<&[Instant]> =
        stages.iter().map(|stage| by_horizon[&stage.horizon.days].as_slice()).collect();
    let latest = ends.iter().filter_map(|ends| ends.first()).max().copied().unwrap_or(Instant(i64::MIN));
    let mut walk = Walk::default();
    for deal in view.deals().filter(|deal| deal.created() < latest) {
        if walk.follow(order, &deal, as_of).is_err() {
            continue;
        }
        for passage in walk.passages.iter().filter(|passage| passage.visits > 0 && !passage.impossible) {
            let number = passage.stage;
            let millis = i64::from(stages[number].horizon.days) * DAY;
            let won_at = walk.to_win(order, passage).end.filter(|(_, end)| *end == End::Reached);
            let (mut stood, mut won) = (0, 0);
            for end in ends[number] {
                let there = walk.visits.iter().any(|visit| {
                    order.number(visit.pipeline, visit.stage) == Some(number)
                        && visit.from < *end
                        && visit.left.is_none_or(|(at, _)| at >= *end)
                });
                if there {
                    stood += 1;
                    won += u64::from(won_at.is_some_and(|(at, _)| at >= *end && at.0 - end.0 <= millis));
                }
            }
            if stood > 0 {
                each(&deal, number, stood, won);
            }
        }
    }
}

/// The last twelve ends of months that have H days behind them, the latest first: instants that begin a month.
fn month_ends(view: &View<'_>, horizon: Horizon) -> Vec<Instant> {
    use jiff::ToSpan as _;
    let limit = Instant(view.cut.before.0.saturating_sub(i64::from(horizon.days) * DAY));
    let first = limit.timestamp().to_zoned(view.zone.clone()).date().first_of_month();
    (0..MONTHS).map(|back| first_instant(first.saturating_sub(back.months()), &view.zone)).collect()
}
