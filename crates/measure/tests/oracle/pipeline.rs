//! The weighted pipeline, what is expected when, and the speed (sections 5.6, 6 and 7).

use std::collections::BTreeSet;

use jiff::civil::Date;
use trechter_domain::Instant;
use trechter_domain::record::{Deal, DealStatus};
use uuid::Uuid;

use super::sales::{self, Case};
use super::world::{Story, World};
use super::{Period, mean};

/// A deal that stood in a stage at the end of a month.
#[derive(Debug, Clone, Copy)]
pub struct Standing {
    pub deal: Uuid,
    /// "won within H days" of that month-end.
    pub won: bool,
}

/// "of the deals *standing* in s at the month-ends of the 12 months before `A` − H", with H given.
pub fn standings(world: &World, pipeline: Uuid, stage: Uuid, days: i64) -> Vec<Standing> {
    let h = days * 86_400_000;
    let mut standings = Vec::new();
    for end in month_ends(world, Instant(world.as_of.0 - h)) {
        for story in world.deals().filter(|story| story.created() < end) {
            let then = story.at((Instant(end.0 - 1), i64::MAX));
            let stands =
                then.status == DealStatus::Open && then.stage.0 == stage && then.pipeline.0 == pipeline;
            if stands && !sales::registered_afterwards(story) {
                standings.push(Standing { deal: story.id, won: won_after(story, pipeline, end, h) });
            }
        }
    }
    standings
}

/// "neither won nor lost" is a deal that went to another pipeline.
fn won_after(story: &Story<Deal>, pipeline: Uuid, end: Instant, h: i64) -> bool {
    let here = story.now().pipeline.0 == pipeline;
    let won = sales::closing(story).filter(|step| here && step.state.status == DealStatus::Won);
    won.is_some_and(|step| step.when.0 >= end && step.when.0.0 - end.0 <= h)
}

/// The last twelve midnights that begin a month, up to and with an instant.
fn month_ends(world: &World, until: Instant) -> Vec<Instant> {
    let mut first = world.day(until).first_of_month();
    let mut ends = Vec::new();
    while ends.len() < 12 {
        ends.push(midnight(world, first));
        first = first.yesterday().expect("a day").first_of_month();
    }
    ends
}

fn midnight(world: &World, day: Date) -> Instant {
    Instant(day.to_zoned(world.zone.clone()).expect("a midnight").timestamp().as_millisecond())
}

/// "the share won within H days (fewer than 30 distinct deals: shrunk to the pipeline)": by as many deals as there are
/// too few.
pub fn weight(own: &[Standing], pipeline: &[Standing]) -> Option<f64> {
    let share = |standings: &[Standing]| {
        let won = standings.iter().filter(|standing| standing.won).count();
        (!standings.is_empty()).then(|| won as f64 / standings.len() as f64)
    };
    let whole = share(pipeline)?;
    let deals = distinct(own).len().min(30) as f64;
    Some((deals * share(own).unwrap_or(0.0) + (30.0 - deals) * whole) / 30.0)
}

pub fn distinct(standings: &[Standing]) -> BTreeSet<Uuid> {
    standings.iter().map(|standing| standing.deal).collect()
}

/// "open value expected before the period's end (overdue included […])": open deals with a date before a day.
pub fn expected_before<'w>(open: &[Case<'w>], day: Date) -> Vec<Case<'w>> {
    let dated = |case: &&Case<'_>| case.deal.expected_close.is_some_and(|expected| expected.0 < day);
    open.iter().filter(dated).cloned().collect()
}

/// "open deals at `A` x win rate x mean won value / mean days to *close* (won and lost), the last three over deals closed
/// in the period".
pub fn velocity(world: &World, period: Period) -> Option<f64> {
    let closed = sales::closed(world, period);
    let days: Vec<f64> = closed.iter().filter_map(|case| sales::days_to_close(case.story)).collect();
    let days = mean(&days).filter(|days| *days > 0.0)?;
    let rate = sales::win_rate(&closed).value?;
    let size = sales::mean_value(&sales::won(&closed))?;
    Some(sales::open(world).len() as f64 * rate * size / days)
}

/// "the won value per day really achieved".
pub fn won_per_day(world: &World, period: Period) -> Option<f64> {
    let end = period.end.min(world.as_of);
    let days = (end.0 - period.start.0) as f64 / sales::DAY;
    let won = sales::value(&sales::won(&sales::closed(world, period))).value?;
    (days > 0.0).then(|| won / days)
}
