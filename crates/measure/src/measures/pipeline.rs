//! The open pipeline: what stands at a moment (metrics.md, section 5.6).

use trechter_domain::Instant;

use super::{Each, Measure};
use crate::definitions::Metric;
use crate::facts::fields::{day_number, deal};
use crate::question::Scene;
use crate::sample::{Part, Scale, Sum};
use crate::view::{Converted, Deal};

pub(super) const ALL: &[Measure] = &[
    Measure {
        turnover: Some(turnover),
        ..Measure::new(Metric::OpenCount, Sum::Standing, Scale::COUNT, open_count)
    },
    Measure::new(Metric::OpenValue, Sum::StandingTotal, Scale::MONEY, open_value),
    Measure::new(Metric::WeightedGut, Sum::StandingTotal, Scale::MONEY, open_value_gut),
    Measure::new(Metric::WeightedStage, Sum::StandingTotal, Scale::MONEY, open_value_stage),
    Measure::new(Metric::GutGiven, Sum::Share, Scale::SHARE, gut_given),
    EXPECTED,
    OVERDUE,
    Measure::new(Metric::SizeMean, Sum::Mean { smallest: 0.0 }, Scale::MONEY, open_value),
    Measure::new(Metric::SizeMedian, Sum::Quantile(0.5), Scale::MONEY, open_value),
];

/// What is open and expected before the period's end, overdue included.
pub(crate) const EXPECTED: Measure =
    Measure::new(Metric::OpenValueExpected, Sum::StandingTotal, Scale::MONEY, expected_value);
/// The overdue part of what is open.
pub(crate) const OVERDUE: Measure =
    Measure::new(Metric::OverdueValue, Sum::StandingTotal, Scale::MONEY, overdue_value);

/// The part of an open deal: attributed to its owner now.
fn part<'c>(scene: &Scene<'_>, deal: &'c Deal<'_>) -> Part<'c> {
    Part::deal(deal, deal.owner(), Instant(scene.view.cut.before.0.saturating_sub(1)))
}

fn open_count(scene: &Scene<'_>, each: Each<'_>) {
    for deal in scene.view.open_deals() {
        each(part(scene, &deal));
    }
}

fn open_value(scene: &Scene<'_>, each: Each<'_>) {
    for deal in scene.view.open_deals() {
        each(part(scene, &deal).money(deal.value()));
    }
}

/// Value x the seller's own percentage, rounded half-even. Deals without a percentage are left out and counted.
fn open_value_gut(scene: &Scene<'_>, each: Each<'_>) {
    for deal in scene.view.open_deals() {
        each(by_gut(part(scene, &deal), &deal, deal.value()));
    }
}

/// What a deal adds to the value weighted by gut feeling.
pub(crate) fn by_gut<'c>(part: Part<'c>, deal: &Deal<'_>, value: Converted) -> Part<'c> {
    match (value, deal.gut_feeling()) {
        (Converted::Known(_), None) => part.left_out("no_gut_feeling"),
        (Converted::Known(minor), Some(percent)) => part.amount(percent_of(minor, percent)),
        (value, _) => part.money(value),
    }
}

/// Value x the weight of the stage it stands in. Deals in a stage without a past to weigh by are left out and counted.
fn open_value_stage(scene: &Scene<'_>, each: Each<'_>) {
    for deal in scene.view.open_deals() {
        each(by_stage(part(scene, &deal), &deal, deal.value()));
    }
}

/// What a deal adds to the value weighted by stage.
pub(crate) fn by_stage<'c>(part: Part<'c>, deal: &Deal<'_>, value: Converted) -> Part<'c> {
    match value {
        Converted::Known(minor) => match deal.view().stage_weights().weigh(deal, minor) {
            Some(weighed) => part.amount(weighed),
            None => part.left_out("no_stage_weight"),
        },
        value => part.money(value),
    }
}

/// How many open deals have a percentage of their seller's own.
fn gut_given(scene: &Scene<'_>, each: Each<'_>) {
    for deal in scene.view.open_deals() {
        each(part(scene, &deal).hit(deal.gut_feeling().is_some()));
    }
}

/// Open deals whose expected date lies before the end of the scene's period.
fn expected_value(scene: &Scene<'_>, each: Each<'_>) {
    let end = day_number(scene.period.end());
    for deal in scene.view.open_deals() {
        if deal.expected_close().is_some_and(|day| day < end) {
            each(part(scene, &deal).money(deal.value()));
        }
    }
}

/// Open deals whose expected date lies before the day of the question.
fn overdue_value(scene: &Scene<'_>, each: Each<'_>) {
    let today = day_number(scene.day());
    for deal in scene.view.open_deals() {
        if deal.expected_close().is_some_and(|day| day < today) {
            each(part(scene, &deal).money(deal.value()));
        }
    }
}

/// A percentage of an amount, rounded half-even.
pub(super) fn percent_of(minor: i64, percent: u32) -> i64 {
    let full = i128::from(minor) * i128::from(percent);
    let (whole, rest) = (full.div_euclid(100), full.rem_euclid(100));
    let up = rest > 50 || (rest == 50 && whole % 2 != 0);
    (whole + i128::from(up)) as i64
}

/// Deals that were opened and that ended between two instants: created and reopened, won, lost and removed.
fn turnover(scene: &Scene<'_>, from: Instant, to: Instant) -> (u64, u64) {
    use crate::facts::fields::record::REMOVED;
    let within = |at: Instant| from <= at && at < to;
    let (mut entries, mut exits) = (0, 0);
    for at in scene.view.facts.deals.within(scene.view.cut, from, to) {
        let Some(deal) = scene.view.deal(at.place).filter(|deal| {
            let owner = deal.owner();
            scene.slice.takes(deal, owner, to)
        }) else {
            continue;
        };
        entries += u64::from(within(deal.created()));
        for change in at.changes() {
            match (change.field, change.code) {
                (deal::STATUS, deal::OPEN) if within(change.at) => entries += 1,
                (deal::STATUS, _) if within(change.at) => exits += 1,
                (REMOVED, 1) if within(change.at) => exits += 1,
                (REMOVED, 0) if within(change.at) => entries += 1,
                _ => {}
            }
        }
    }
    (entries, exits)
}
