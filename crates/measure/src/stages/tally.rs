//! One pass over the deals, filling everything that is known of each stage.

use std::collections::BTreeMap;

use trechter_domain::Instant;
use trechter_domain::event::Kind;
use trechter_domain::time::DAY;

use super::order::Order;
use super::passage::{Passage, Walk};
use crate::definitions::Metric;
use crate::facts::fields::{activity, record};
use crate::horizon::{Cohort, Horizon, Learning, Ruler, months_before};
use crate::measures::{Measure, pipeline};
use crate::question::Scene;
use crate::sample::{Part, Sample, Scale, Sum};
use crate::stats::competing::Endings;
use crate::view::{Deal, View};

/// A number of a stage that is a sum of parts; the parts come from the tally.
const fn shape(metric: Metric, sum: Sum, scale: Scale) -> Measure {
    Measure { metric, sum, scale, parts: |_, _| {}, turnover: None }
}

pub(super) const ENTRANTS: Measure = shape(Metric::StageEntrants, Sum::Count, Scale::COUNT);
pub(super) const SKIPS: Measure = shape(Metric::StageSkips, Sum::Count, Scale::COUNT);
pub(super) const REWORK: Measure = shape(Metric::StageRework, Sum::Count, Scale::COUNT);
pub(super) const STANDING: Measure = shape(Metric::StageStanding, Sum::Standing, Scale::COUNT);
pub(super) const VALUE: Measure = shape(Metric::StageValue, Sum::StandingTotal, Scale::MONEY);
pub(super) const SIZE_MEAN: Measure = shape(Metric::StageSizeMean, Sum::Mean { smallest: 0.0 }, Scale::MONEY);
pub(super) const SIZE_MEDIAN: Measure = shape(Metric::StageSizeMedian, Sum::Quantile(0.5), Scale::MONEY);
pub(super) const BY_GUT: Measure = shape(Metric::WeightedGut, Sum::StandingTotal, Scale::MONEY);
pub(super) const BY_STAGE: Measure = shape(Metric::WeightedStage, Sum::StandingTotal, Scale::MONEY);
pub(super) const DAYS: Measure = shape(Metric::StageDaysMedian, Sum::Duration(0.5), Scale::DAYS);
pub(super) const TOUCHES: Measure =
    shape(Metric::StageTouchesPerEntrant, Sum::Mean { smallest: 0.0 }, Scale::RATIO);
pub(super) const MINUTES: Measure =
    shape(Metric::StageMinutesPerEntrant, Sum::Mean { smallest: 0.0 }, Scale::MINUTES);
pub(super) const COST: Measure =
    shape(Metric::StageCostPerEntrant, Sum::Mean { smallest: 0.0 }, Scale::MONEY);
pub(super) const ATTENTION: Measure = shape(Metric::NeedsAttention, Sum::Standing, Scale::COUNT);

/// H of a stage, for its two rates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Horizons {
    /// From entering the stage to winning or losing.
    pub close: Horizon,
    /// From entering the stage to reaching the next one or losing.
    pub next: Horizon,
}

/// Learns the horizons of all stages, from the deals of the whole workspace: every slice is measured alike. What is
/// typed for a stage, else for its pipeline, holds for both of its rates.
pub fn horizons(view: &View<'_>, order: &Order) -> Vec<Horizons> {
    let as_of = view.cut.before;
    let learning = Learning::new(as_of, &view.zone);
    let mut learned = vec![(learning.clone(), learning); order.slots().len()];
    let until = months_before(as_of, 12, &view.zone);
    let mut walk = Walk::default();
    let from = months_before(as_of, 24, &view.zone);
    for deal in view.deals_within(from, until).filter(|deal| deal.created() < until) {
        if walk.follow(order, &deal, as_of).is_err() {
            continue;
        }
        for passage in &walk.passages {
            let (close, next) = &mut learned[passage.stage];
            if close.asks_for(passage.entered) {
                close.add(&walk.to_win(order, passage));
                next.add(&walk.to_next(order, passage));
            }
        }
    }
    let horizons = learned.into_iter().enumerate().map(|(number, (close, next))| {
        let (pipeline, stage) = order.stage(view, number);
        let typed = stage.horizon_days.or(pipeline.horizon_days);
        let of = |learning: Learning| learning.horizon(typed, stage.expected_days);
        Horizons { close: of(close), next: of(next) }
    });
    horizons.collect()
}

/// A deal that stands in a stage.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Stander {
    pub place: u32,
    /// Milliseconds over all its visits; `None` when it is not known since when.
    pub stood: Option<i64>,
    pub has_next_step: bool,
}

/// What is known of one stage in one scene.
#[derive(Debug, Default)]
pub(super) struct StageTally {
    pub entrants: Sample,
    pub skips: Sample,
    pub returns: Sample,
    pub standing: Sample,
    /// Values of the deals that stand there: sums, and the values themselves for the median.
    pub money: Sample,
    /// Their values weighted by their owners' own percentages, and by the weight of the stage.
    pub by_gut: Sample,
    pub by_stage: Sample,
    /// Time in the stage of the entrants of the trailing 12 months.
    pub days: Sample,
    pub exits: Endings<5>,
    pub exit_counts: [u64; 5],
    /// Milliseconds in the stage of the deals that left it onward.
    pub onward: Vec<i64>,
    pub close: Cohort,
    pub next: Cohort,
    /// The records of the two rates, when they are asked for: (place, hit).
    pub close_records: Vec<(u32, bool)>,
    pub next_records: Vec<(u32, bool)>,
    pub touches: Sample,
    pub minutes: Sample,
    pub cost: Sample,
    pub wins: u64,
    pub standers: Vec<Stander>,
    /// Arrivals of the last 52 weeks.
    pub weeks: Vec<u32>,
    /// Came and went since the reference's date.
    pub turnover: (u64, u64),
}

/// What is to be tallied.
pub(super) struct Tally<'t> {
    pub order: &'t Order,
    pub horizons: &'t [Horizons],
    /// Number of the pipeline.
    pub pipeline: usize,
    /// Keep the records?
    pub with_records: bool,
    /// Count what came and went from here on.
    pub turnover_since: Option<Instant>,
}

const WEEK: i64 = 7 * DAY;

/// All stages of a pipeline, and the deals that are not in the stages, by note.
pub(super) type Tallied = (Vec<StageTally>, BTreeMap<&'static str, u64>);

impl Tally<'_> {
    /// Goes over the deals once.
    pub fn over(&self, scene: &Scene<'_>) -> Tallied {
        let stages = self.order.of_pipeline(self.pipeline);
        let mut all: Vec<StageTally> = stages.clone().map(|_| StageTally::default()).collect();
        let mut left_out: BTreeMap<&'static str, u64> = BTreeMap::new();
        let as_of = scene.view.cut.before;
        let year = months_before(as_of, 12, &scene.view.zone);
        let mut walk = Walk::default();
        // What ended before all of this has no part in any of the numbers.
        let from = year.min(scene.window.start).min(self.turnover_since.unwrap_or(year));
        for deal in scene.view.deals().filter(|deal| deal.at.has_news(from) || deal.is_open()) {
            let followed = walk.follow(self.order, &deal, as_of);
            self.stand(scene, &deal, followed.is_ok().then_some(&walk), &mut all);
            if let Err(why) = followed {
                let mine = self.order.pipeline(deal.pipeline()) == Some(self.pipeline);
                if mine && scene.slice.takes(&deal, deal.owner(), last(as_of)) {
                    *left_out.entry(why).or_default() += 1;
                }
                continue;
            }
            if !walk.passages.iter().any(|passage| stages.contains(&passage.stage)) {
                continue;
            }
            self.pass(scene, &deal, &walk, year, &mut all);
            self.come_back(scene, &deal, &walk, &mut all);
            self.turn_over(scene, &deal, &walk, &mut all);
            self.work(scene, &deal, &walk, &mut all);
        }
        (all, left_out)
    }

    fn stage<'a>(&self, all: &'a mut [StageTally], number: usize) -> Option<&'a mut StageTally> {
        let first = self.order.of_pipeline(self.pipeline).start;
        all.get_mut(number.checked_sub(first)?)
    }

    /// Where it stands: attributed to its owner now.
    fn stand(&self, scene: &Scene<'_>, deal: &Deal<'_>, walk: Option<&Walk>, all: &mut [StageTally]) {
        if !deal.is_open() {
            return;
        }
        let Some(number) = self.order.number(deal.pipeline(), deal.stage()) else { return };
        let Some(stage) = self.stage(all, number) else { return };
        let part = Part::deal(deal, deal.owner(), last(scene.view.cut.before));
        if !scene.slice.takes(deal, part.owner, part.when) {
            return;
        }
        stage.standing.add(STANDING.sum, STANDING.scale, &part, self.with_records);
        let (value, again) = (deal.value(), || Part::deal(deal, part.owner, part.when));
        stage.money.add(SIZE_MEDIAN.sum, SIZE_MEDIAN.scale, &again().money(value), self.with_records);
        let by_gut = pipeline::by_gut(again(), deal, value);
        stage.by_gut.add(BY_GUT.sum, BY_GUT.scale, &by_gut, self.with_records);
        let by_stage = pipeline::by_stage(again(), deal, value);
        stage.by_stage.add(BY_STAGE.sum, BY_STAGE.scale, &by_stage, self.with_records);
        let passage = walk.and_then(|walk| walk.passage(number)).filter(|passage| !passage.impossible);
        stage.standers.push(Stander {
            place: deal.place(),
            stood: passage.map(|passage| passage.stood),
            has_next_step: deal.has_next_step(),
        });
    }

    /// Its passages: attributed to the owner on entering.
    fn pass(&self, scene: &Scene<'_>, deal: &Deal<'_>, walk: &Walk, year: Instant, all: &mut [StageTally]) {
        for passage in &walk.passages {
            let in_window = scene.window.contains(passage.entered);
            let in_year = passage.entered >= year;
            let Some(stage) = self.stage(all, passage.stage).filter(|_| in_window || in_year) else {
                continue;
            };
            let part = Part::deal(deal, deal.owner_at(passage.entered), passage.entered);
            if !scene.slice.takes(deal, part.owner, part.when) {
                continue;
            }
            let week = (scene.view.cut.before.0 - 1 - passage.entered.0) / WEEK;
            if (0..52).contains(&week) {
                stage.weeks.resize(52, 0);
                stage.weeks[week as usize] += 1;
            }
            if in_year {
                self.time(stage, deal, passage, &part);
            }
            if in_window {
                self.enter(scene, stage, walk, passage, &part);
            }
        }
    }

    /// How long it was there, and how it left.
    fn time(&self, stage: &mut StageTally, deal: &Deal<'_>, passage: &Passage, part: &Part<'_>) {
        if passage.visits == 0 {
            return;
        }
        let again = Part::deal(deal, part.owner, part.when);
        if passage.impossible {
            let why = again.left_out("impossible_dates");
            return stage.days.add(DAYS.sum, DAYS.scale, &why, self.with_records);
        }
        let part = again.amount(passage.stood).hit(passage.left.is_some());
        stage.days.add(DAYS.sum, DAYS.scale, &part, self.with_records);
        let days = (passage.stood.max(0) / DAY) as u32;
        match passage.left {
            None => stage.exits.add_censored(days),
            Some((_, exit)) => {
                stage.exits.add_event(exit as usize, days);
                stage.exit_counts[exit as usize] += 1;
                if exit == super::Exit::On {
                    stage.onward.push(passage.stood);
                }
            }
        }
    }

    fn enter(
        &self,
        scene: &Scene<'_>,
        stage: &mut StageTally,
        walk: &Walk,
        passage: &Passage,
        part: &Part<'_>,
    ) {
        stage.entrants.add(ENTRANTS.sum, ENTRANTS.scale, part, self.with_records);
        if passage.is_skipped() {
            stage.skips.add(SKIPS.sum, SKIPS.scale, part, self.with_records);
        }
        let horizons = self.horizons[passage.stage];
        let ruler = |horizon| Ruler { as_of: scene.view.cut.before, horizon };
        let (close, next) = (walk.to_win(self.order, passage), walk.to_next(self.order, passage));
        stage.close.add(&ruler(horizons.close), &close);
        stage.next.add(&ruler(horizons.next), &next);
        if self.with_records {
            let hit = |within: Option<bool>| within.map(|hit| (part.place, hit));
            stage.close_records.extend(hit(ruler(horizons.close).within(&close)));
            stage.next_records.extend(hit(ruler(horizons.next).within(&next)));
        }
    }

    /// Its moves back: attributed to the owner at the move.
    fn come_back(&self, scene: &Scene<'_>, deal: &Deal<'_>, walk: &Walk, all: &mut [StageTally]) {
        for (number, at) in walk.returns.iter().filter(|(_, at)| scene.window.contains(*at)) {
            let Some(stage) = self.stage(all, *number) else { continue };
            let part = Part::deal(deal, deal.owner_at(*at), *at);
            if scene.slice.takes(deal, part.owner, part.when) {
                stage.returns.add(REWORK.sum, REWORK.scale, &part, self.with_records);
            }
        }
    }

    /// Arrivals and leavings since the reference's date, for the test of what stands there.
    fn turn_over(&self, scene: &Scene<'_>, deal: &Deal<'_>, walk: &Walk, all: &mut [StageTally]) {
        let Some(since) = self.turnover_since else { return };
        for visit in &walk.visits {
            let came = visit.from >= since;
            let went = visit.left.is_some_and(|(at, _)| at >= since);
            if !came && !went {
                continue;
            }
            let Some(number) = self.order.number(visit.pipeline, visit.stage) else { continue };
            if let Some(stage) = self.stage(all, number)
                && scene.slice.takes(deal, deal.owner(), last(scene.view.cut.before))
            {
                stage.turnover.0 += u64::from(came);
                stage.turnover.1 += u64::from(went);
            }
        }
    }

    /// What was done during the visits of those that entered in the period.
    fn work(&self, scene: &Scene<'_>, deal: &Deal<'_>, walk: &Walk, all: &mut [StageTally]) {
        let first = self.order.of_pipeline(self.pipeline).start;
        // Touches, minutes and money by stage; pipelines have at most 50 stages.
        let mut effort = [(0i64, 0i64, 0i64); 50];
        let entered = |passage: &&Passage| {
            scene.window.contains(passage.entered)
                && passage.stage.checked_sub(first).is_some_and(|place| place < all.len().min(effort.len()))
        };
        if !walk.passages.iter().any(|passage| entered(&passage)) {
            return;
        }
        for logged in deal.logged() {
            let stage = walk.stage_at(self.order, logged.at).and_then(|number| number.checked_sub(first));
            let Some(effort) = stage.and_then(|place| effort.get_mut(place)) else { continue };
            let (minutes, cost) = spent(&scene.view, logged.activity, logged.at);
            effort.0 += i64::from(logged.is_touch);
            effort.1 += minutes;
            effort.2 += cost;
        }
        for passage in &walk.passages {
            let Some(place) = passage.stage.checked_sub(first).filter(|place| *place < all.len().min(50))
            else {
                continue;
            };
            if !scene.window.contains(passage.entered) {
                continue;
            }
            let owner = deal.owner_at(passage.entered);
            if !scene.slice.takes(deal, owner, passage.entered) {
                continue;
            }
            let won = deal.closing().is_some_and(|closing| closing.won)
                && self.order.pipeline(deal.pipeline()) == Some(self.pipeline);
            let stage = &mut all[place];
            stage.wins += u64::from(won);
            let part = |amount: i64| Part::deal(deal, owner, passage.entered).hit(won).amount(amount);
            let (touches, minutes, cost) = effort[place];
            stage.touches.add(TOUCHES.sum, TOUCHES.scale, &part(touches), self.with_records);
            stage.minutes.add(MINUTES.sum, MINUTES.scale, &part(minutes * 60_000), self.with_records);
            stage.cost.add(COST.sum, COST.scale, &part(cost), self.with_records);
        }
    }
}

/// Minutes of an activity, and what they cost at its owner's hourly cost, in minor units rounded half-even.
fn spent(view: &View<'_>, place: u32, at: Instant) -> (i64, i64) {
    let Some(done) = view.facts.activities.at(place, view.cut) else { return (0, 0) };
    let Some(minutes) = done.code(activity::MINUTES).checked_sub(1).map(i64::from) else { return (0, 0) };
    let owner = view.facts.words().id(done.code_at(record::OWNER, at));
    let member = owner.and_then(|id| view.set_up.members.iter().find(|member| member.id.0 == id));
    let hourly = member.and_then(|member| member.hourly_cost);
    let hourly = hourly.and_then(|money| {
        let amount = crate::facts::Amount { minor: money.amount, currency: money.currency };
        view.rates.convert(Some(amount), at).known()
    });
    let (whole, rest) = (minutes * hourly.unwrap_or(0) / 60, minutes * hourly.unwrap_or(0) % 60);
    let up = rest > 30 || (rest == 30 && whole % 2 != 0);
    (minutes, whole + i64::from(up))
}

/// The last instant before a date: what stands then is attributed to its owner then.
pub(super) fn last(before: Instant) -> Instant {
    Instant(before.0.saturating_sub(1))
}

/// How many deals stand in each stage of a pipeline, as of the scene's date.
pub(super) fn standing(scene: &Scene<'_>, order: &Order, pipeline: usize) -> Vec<u64> {
    let stages = order.of_pipeline(pipeline);
    let mut counts = vec![0; stages.len()];
    for deal in scene.view.open_deals() {
        let number = order.number(deal.pipeline(), deal.stage()).filter(|number| stages.contains(number));
        if let Some(number) = number
            && scene.slice.takes(&deal, deal.owner(), last(scene.view.cut.before))
        {
            counts[number - stages.start] += 1;
        }
    }
    counts
}

/// The kind of the records in the stages.
pub(super) const KIND: Kind = Kind::Deal;
