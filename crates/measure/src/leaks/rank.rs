//! What a leak costs, and in which order leaks are told.

use super::counters::{Cell, Counters};
use super::scan::Scan;
use super::{Candidate, Leak};
use crate::answer::{Figure, Interval, Unit};
use crate::definitions::Metric;
use crate::question::Handle;
use crate::slice;
use crate::stats::shrink::Team;
use crate::stats::{Share, proportion};

/// A slice's own mean won value is taken from so many wins on.
const OWN_VALUE: u32 = 20;

/// With fewer than three groups to learn from, a slice's share is drawn to the workspace's as if that were so many
/// more deals.
const DRAWN: f64 = 30.0;

/// All leaks, in their order.
pub(super) struct Ranking {
    pub family: u64,
    pub found: Vec<(Candidate, Leak)>,
    pub may_be_chance: Vec<(Candidate, Leak)>,
}

impl Ranking {
    pub fn of(scan: &Scan<'_>, counters: &Counters) -> Self {
        let family = counters.family();
        let size = family.len() as u64;
        let below = family.into_iter().filter(|found| found.slice.rate() < found.rest.rate());
        let mut leaks: Vec<(Candidate, Leak)> =
            below.map(|candidate| (candidate, leak(scan, counters, &candidate))).collect();
        leaks.sort_by(|(_, a), (_, b)| {
            let worth = |leak: &Leak| leak.recoverable.value.unwrap_or(0.0);
            b.at_least.total_cmp(&a.at_least).then(worth(b).total_cmp(&worth(a))).then(a.p.total_cmp(&b.p))
        });
        let (found, may_be_chance) = leaks.into_iter().partition(|(candidate, _)| candidate.survives);
        Self { family: size, found, may_be_chance }
    }
}

/// What one deal more that gets on is worth, and how that was found.
struct Worth {
    /// Share of the deals that reached the next stage that were won.
    won: f64,
    /// Mean value of a won deal, in minor units.
    value: f64,
}

impl Worth {
    fn of(scan: &Scan<'_>, counters: &Counters, candidate: &Candidate) -> Self {
        let cell = counters.value(candidate.stage, candidate.dimension, candidate.code);
        let all = counters.stage(candidate.stage);
        let from = if cell.wins >= OWN_VALUE { &cell } else { all };
        let value = if from.wins == 0 { 0.0 } else { from.value as f64 / f64::from(from.wins) };
        let won = if scan.order.slots()[candidate.stage].last { 1.0 } else { shrunk(counters, candidate) };
        Self { won, value }
    }
}

/// The share of a slice's deals in the next stage that were won, drawn to that of all.
fn shrunk(counters: &Counters, candidate: &Candidate) -> f64 {
    let next = candidate.stage + 1;
    let share = counters.value(next, candidate.dimension, candidate.code).won();
    let groups = counters.values(next, candidate.dimension).iter().map(Cell::won);
    let groups: Vec<Share> = groups.filter(|share| share.n() > 0).collect();
    match Team::of(&groups) {
        Some(team) => team.shrink(share).value,
        None => {
            let all = counters.stage(next).won().rate().unwrap_or(0.0);
            (share.k() as f64 + DRAWN * all) / (share.n() as f64 + DRAWN)
        }
    }
}

fn leak(scan: &Scan<'_>, counters: &Counters, candidate: &Candidate) -> Leak {
    let view = &scan.view;
    let (pipeline, stage) = scan.order.stage(view, candidate.stage);
    let dimension = &scan.dimensions[candidate.dimension];
    let value = slice::value(view, dimension, candidate.code);
    let handle = |metric| Handle {
        metric,
        part: Some(format!("{}/{dimension}", stage.id.0)),
        row: vec![value.clone()],
    };
    let worth = Worth::of(scan, counters, candidate);
    let cell = counters.value(candidate.stage, candidate.dimension, candidate.code);
    let per_month = f64::from(cell.entered) / 12.0 * worth.won * worth.value;
    let (p_slice, p_rest) = (candidate.slice.rate().unwrap_or(0.0), candidate.rest.rate().unwrap_or(0.0));
    let missing = (p_rest - p_slice).max(0.0);
    let bound = proportion::difference_at_least(candidate.rest, candidate.slice, 0.9).unwrap_or(0.0);
    let difference = proportion::difference(candidate.rest, candidate.slice, 0.95);
    let base = Figure {
        metric: Metric::LeakDifference,
        unit: Unit::Share,
        value: Some(missing),
        n: candidate.slice.n(),
        numerator: None,
        denominator: None,
        interval: Some(Interval::from(difference)),
        comparison: None,
        notes: Vec::new(),
        explain: handle(Metric::LeakDifference),
    };
    let recoverable = Figure {
        metric: Metric::LeakRecoverable,
        unit: Unit::MoneyPerMonth,
        value: Some(missing * per_month),
        interval: None,
        explain: handle(Metric::LeakRecoverable),
        ..base.clone()
    };
    Leak {
        pipeline: pipeline.id.0,
        stage: stage.id.0,
        dimension: dimension.clone(),
        value: value.clone(),
        rate: rate(candidate.slice, handle(Metric::LeakRate)),
        rest: rate(candidate.rest, handle(Metric::LeakRestRate)),
        difference: base,
        recoverable,
        at_least: bound.max(0.0) * per_month,
        p: candidate.p,
    }
}

fn rate(share: Share, handle: Handle) -> Figure {
    Figure {
        metric: handle.metric,
        unit: Unit::Share,
        value: share.rate(),
        n: share.n(),
        numerator: Some(share.k() as f64),
        denominator: Some(share.n() as f64),
        interval: Some(Interval::from(proportion::wilson(share))),
        comparison: None,
        notes: Vec::new(),
        explain: handle,
    }
}

/// Do two lists of places, each in rising order, share over half of the shorter one?
pub(super) fn overlap(one: &[u32], other: &[u32]) -> bool {
    let (mut left, mut right, mut shared) = (0, 0, 0);
    while left < one.len() && right < other.len() {
        match one[left].cmp(&other[right]) {
            std::cmp::Ordering::Less => left += 1,
            std::cmp::Ordering::Greater => right += 1,
            std::cmp::Ordering::Equal => {
                shared += 1;
                left += 1;
                right += 1;
            }
        }
    }
    2 * shared > one.len().min(other.len())
}
