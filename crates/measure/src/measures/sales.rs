//! Sales and win rate: deals that closed (metrics.md, sections 5.4 and 5.7).

use super::{Each, Measure};

use crate::definitions::Metric;
use crate::question::Scene;
use crate::sample::{Part, Scale, Sum};
use crate::view::{Closing, Deal};

pub(super) const ALL: &[Measure] = &[
    WON_VALUE,
    Measure::new(Metric::WonCount, Sum::Count, Scale::COUNT, won_count),
    Measure::new(Metric::WinRate, Sum::Share, Scale::SHARE, win_rate),
    WIN_RATE_BY_VALUE,
    Measure::new(Metric::WonSizeMean, Sum::Mean { smallest: 0.0 }, Scale::MONEY, won_value),
    Measure::new(Metric::DaysToWonMedian, Sum::Quantile(0.5), Scale::DAYS, days_to_won),
    Measure::new(Metric::DaysToWonMean, Sum::Mean { smallest: 0.0 }, Scale::DAYS, days_to_won),
    Measure::new(Metric::DaysToClose, Sum::Mean { smallest: 0.0 }, Scale::DAYS, days_to_close),
];

/// What was won in the window.
pub(crate) const WON_VALUE: Measure = Measure::new(Metric::WonValue, Sum::Total, Scale::MONEY, won_value);
/// The won part of the value that was decided in the window.
pub(crate) const WIN_RATE_BY_VALUE: Measure =
    Measure::new(Metric::WinRateByValue, Sum::WeightedShare, Scale::SHARE, win_rate_by_value);

/// Deals whose last closing lies in the window.
pub(crate) fn closed(scene: &Scene<'_>, mut each: impl FnMut(&Deal<'_>, Closing)) {
    scene.view.each_closed(scene.window.start, scene.window.end, &mut each);
}

/// The part of a closed deal: attributed to its owner at the closing.
fn part<'c>(deal: &'c Deal<'_>, closing: Closing) -> Part<'c> {
    Part::deal(deal, deal.owner_at(closing.at), closing.at).hit(closing.won)
}

fn won_count(scene: &Scene<'_>, each: Each<'_>) {
    closed(scene, |deal, closing| {
        if closing.won {
            each(part(deal, closing));
        }
    });
}

pub(super) fn won_value(scene: &Scene<'_>, each: Each<'_>) {
    closed(scene, |deal, closing| {
        if closing.won {
            each(part(deal, closing).money(deal.value_at(closing.at)));
        }
    });
}

/// Deals registered afterwards are in sales, not in win rate or days; they are counted apart.
fn decided<'c>(deal: &'c Deal<'_>, closing: Closing) -> Part<'c> {
    let part = part(deal, closing);
    if closing.at == deal.created() { part.left_out("registered_afterwards") } else { part }
}

pub(super) fn win_rate(scene: &Scene<'_>, each: Each<'_>) {
    closed(scene, |deal, closing| each(decided(deal, closing)));
}

fn win_rate_by_value(scene: &Scene<'_>, each: Each<'_>) {
    closed(scene, |deal, closing| {
        let part = decided(deal, closing);
        each(if part.left_out.is_some() { part } else { part.money(deal.value_at(closing.at)) });
    });
}

fn days(deal: &Deal<'_>, closing: Closing, each: &mut dyn FnMut(Part<'_>)) {
    let part = decided(deal, closing);
    each(match (part.left_out, deal.at.undated(), deal.open_time()) {
        (Some(_), ..) => part,
        (None, true, _) => part.left_out("undated"),
        (None, false, ..0) => part.left_out("impossible_dates"),
        (None, false, open) => part.amount(open),
    });
}

fn days_to_won(scene: &Scene<'_>, each: Each<'_>) {
    closed(scene, |deal, closing| {
        if closing.won {
            days(deal, closing, each);
        }
    });
}

fn days_to_close(scene: &Scene<'_>, each: Each<'_>) {
    closed(scene, |deal, closing| days(deal, closing, each));
}
