//! The speed of a pipeline: how much money per day it brings at its present size, and what it really brought (metrics.md,
//! section 6).

use trechter_domain::Instant;

use super::{Each, Measure, sales};
use crate::answer::Figure;
use crate::definitions::Metric;
use crate::question::{Handle, Scene};
use crate::sample::{Part, Scale, Speed, Sum};
use crate::slice::Value;

pub(super) const ALL: &[Measure] = &[
    Measure::new(Metric::Velocity, Sum::Velocity, Scale::MONEY_PER_DAY, velocity),
    Measure::new(Metric::WonPerDay, Sum::PerDay, Scale::MONEY_PER_DAY, sales::won_value),
];

/// What the velocity is made of, each a number of its own, and what its customary variant has instead of the fourth.
///
/// 20 open deals x 25% x € 1,000 / 45 days to close = € 111 a day; when won deals take 30 days, the customary variant
/// says € 167.
pub const INPUTS: [Metric; 5] =
    [Metric::OpenCount, Metric::WinRate, Metric::WonSizeMean, Metric::DaysToClose, Metric::DaysToWonMean];

/// The part of a handle that names the customary variant.
pub const CUSTOMARY: &str = "customary";

/// Deals closed in the window, won and lost, each with its value and days; and those open at the scene's date.
fn velocity(scene: &Scene<'_>, each: Each<'_>) {
    sales::closed(scene, |deal, closing| {
        let part = Part::deal(deal, deal.owner_at(closing.at), closing.at).hit(closing.won);
        let (value, judged) = (deal.value_at(closing.at), closing.at != deal.created());
        if !judged && !closing.won {
            return each(part.left_out("registered_afterwards"));
        }
        let open = Some(deal.open_time()).filter(|open| judged && !deal.at.undated() && *open >= 0);
        let amount = value.known().filter(|_| closing.won).unwrap_or(0);
        each(part.amount(amount).speed(Speed::Closed { won: closing.won, value, open, judged }));
    });
    for deal in scene.view.open_deals() {
        let now = Instant(scene.view.cut.before.0.saturating_sub(1));
        each(Part::deal(&deal, deal.owner(), now).speed(Speed::Open));
    }
}

/// The customary variant of the velocity, from its inputs: by days to *won* instead of days to close, which is off by the
/// ratio of the time that winning and losing take. `None` when an input cannot be told.
pub(crate) fn customary(inputs: &[Figure], row: &[Value]) -> Option<Figure> {
    let value = |metric| inputs.iter().find(|figure| figure.metric == metric)?.value;
    let days = value(Metric::DaysToWonMean).filter(|days| *days > 0.0)?;
    let per_day = value(Metric::OpenCount)? * value(Metric::WinRate)? * value(Metric::WonSizeMean)? / days;
    let part = Some(CUSTOMARY.to_owned());
    let handle = Handle { metric: Metric::Velocity, part, row: row.to_vec() };
    Some(crate::conversion::fact(handle, Scale::MONEY_PER_DAY.unit, Some(per_day), 0))
}
