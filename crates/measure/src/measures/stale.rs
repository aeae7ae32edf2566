//! Deals that nobody touches any more, and the win rate that counts them as not won (metrics.md, section 5.4).

use trechter_domain::Instant;
use trechter_domain::time::DAY;

use super::{Each, Measure, sales};
use crate::definitions::Metric;
use crate::facts::fields::deal;
use crate::horizon::months_before;
use crate::question::Scene;
use crate::sample::{Part, Scale, Sum};
use crate::stats::quantile;
use crate::view::{Deal, View};

pub(super) const ALL: &[Measure] = &[
    Measure::new(Metric::WinRateStrict, Sum::Share, Scale::SHARE, win_rate_strict),
    Measure::new(Metric::DealsStale, Sum::Standing, Scale::COUNT, stale),
];

/// Days without touch or move after which an open deal is stale, when history cannot tell.
const USUAL: i64 = 60 * DAY;
/// Fewer gaps than this have no upper bound of their 90th percentile: history cannot tell.
const FEWEST: usize = 36;

/// Milliseconds without touch or move after which an open deal is stale: the 90th percentile of the time between
/// events (creation, touches, moves, winning) of deals won in the 12 months before the cut; 60 days with too few.
fn limit(view: &View<'_>) -> i64 {
    let from = months_before(view.cut.before, 12, &view.zone);
    let mut gaps: Vec<i64> = Vec::new();
    view.each_closed(from, view.cut.before, |deal, closing| {
        if !closing.won {
            return;
        }
        let mut events: Vec<i64> = events(deal).filter(|at| *at < closing.at).map(|at| at.0).collect();
        events.extend([deal.created().0, closing.at.0]);
        events.sort_unstable();
        gaps.extend(events.windows(2).map(|pair| pair[1] - pair[0]));
    });
    let found = if gaps.len() < FEWEST { None } else { quantile::of_values(&mut gaps, 0.9) };
    found.map_or(USUAL, |found| found.value as i64)
}

/// When a deal was touched or moved.
fn events<'a>(deal: &Deal<'a>) -> impl Iterator<Item = Instant> + use<'a> {
    let moves = deal.at.changes_of(deal::STAGE).map(|change| change.at);
    deal.touches().map(|touch| touch.at).chain(moves)
}

fn stale(scene: &Scene<'_>, each: Each<'_>) {
    let before = scene.view.cut.before;
    let limit = limit(&scene.view);
    for deal in scene.view.open_deals() {
        let opened = deal.at.changes_of(deal::STATUS).last().map_or(deal.created(), |change| change.at);
        let last = events(&deal).fold(opened, Instant::max);
        if before.0 - last.0 > limit {
            each(Part::deal(&deal, deal.owner(), Instant(before.0 - 1)));
        }
    }
}

/// Won / (won + lost + stale): of deals closed in the window, and those that are stale at the cut.
fn win_rate_strict(scene: &Scene<'_>, each: Each<'_>) {
    sales::win_rate(scene, each);
    stale(scene, each);
}
