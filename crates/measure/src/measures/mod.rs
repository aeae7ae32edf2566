//! The measures: what each number counts, as a list of parts and a way to sum them.
//!
//! A measure says which records take part, whom they are attributed to and how; filters, rows, intervals, comparisons
//! and the records behind a number are the same for all ([`evaluate`](crate::evaluate)).

mod customers;
pub(crate) mod follow_ups;
mod leads;
pub(crate) mod losses;
pub(crate) mod pipeline;
mod response;
pub(crate) mod sales;
mod stale;
pub mod velocity;

use trechter_domain::Instant;

use crate::definitions::Metric;
use crate::question::Scene;
use crate::sample::{Part, Scale, Sum};

/// Receives the parts of a measure.
pub type Each<'e> = &'e mut dyn FnMut(Part<'_>);

/// How many came and how many went between two instants.
pub type Turnover = fn(&Scene<'_>, Instant, Instant) -> (u64, u64);

/// A number that is a sum of parts.
pub struct Measure {
    /// Which number it is; the definitions say what it means.
    pub metric: Metric,
    /// How its parts are summed.
    pub sum: Sum,
    /// What its value is counted in.
    pub scale: Scale,
    /// Gives its parts in a scene.
    pub parts: fn(&Scene<'_>, Each<'_>),
    /// For what stands at a moment: how much came and went between two instants, for the test of its change.
    pub turnover: Option<Turnover>,
}

impl Measure {
    /// Is it told at a moment, rather than over a period?
    pub fn stands(&self) -> bool {
        use Metric::*;
        let of_open = matches!(self.metric, SizeMean | SizeMedian | GutGiven | ResponseUnanswered);
        of_open || matches!(self.sum, Sum::Standing | Sum::StandingTotal | Sum::Velocity)
    }

    const fn new(metric: Metric, sum: Sum, scale: Scale, parts: fn(&Scene<'_>, Each<'_>)) -> Self {
        Self { metric, sum, scale, parts, turnover: None }
    }
}

/// All measures.
pub fn all() -> impl Iterator<Item = &'static Measure> {
    let tables = [
        leads::ALL,
        losses::ALL,
        response::ALL,
        follow_ups::ALL,
        sales::ALL,
        customers::ALL,
        stale::ALL,
        pipeline::ALL,
        velocity::ALL,
    ];
    tables.into_iter().flatten()
}

/// The measure of a metric; `None` for numbers that are no plain sum of parts.
pub fn of(metric: Metric) -> Option<&'static Measure> {
    all().find(|measure| measure.metric == metric)
}
