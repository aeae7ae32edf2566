//! The slow, obvious second implementation of the numbers, written from the page that defines them and from nothing
//! else. Each function quotes the sentence that it implements.

pub mod activity;
pub mod cohort;
pub mod horizon;
pub mod leads;
mod log;
mod money;
pub mod pipeline;
pub mod sales;
pub mod stages;
mod tests;
pub mod touches;
pub mod world;

pub use log::Known;
pub use money::Rates;
pub use world::World;

use std::collections::BTreeSet;

use trechter_domain::Instant;
use uuid::Uuid;

/// "half-open `[start, end)`".
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Period {
    pub start: Instant,
    pub end: Instant,
}

impl Period {
    pub fn has(self, at: Instant) -> bool {
        self.start <= at && at < self.end
    }
}

/// "Every answer carries its value, n, numerator and denominator where there are […]: the ids of the records".
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Answer {
    /// `None`: nothing to divide by, nothing to take the middle of.
    pub value: Option<f64>,
    pub n: usize,
    pub numerator: Option<f64>,
    pub denominator: Option<f64>,
    pub ids: BTreeSet<Uuid>,
}

impl Answer {
    pub fn count(ids: impl IntoIterator<Item = Uuid>) -> Self {
        let ids: BTreeSet<Uuid> = ids.into_iter().collect();
        Self { value: Some(ids.len() as f64), n: ids.len(), ids, ..Self::default() }
    }

    pub fn ratio(numerator: f64, denominator: f64, ids: BTreeSet<Uuid>) -> Self {
        Self {
            value: (denominator != 0.0).then(|| numerator / denominator),
            n: ids.len(),
            numerator: Some(numerator),
            denominator: Some(denominator),
            ids,
        }
    }
}

/// The middle: of an even number of values, the mean of the two in the middle.
pub fn median(values: &[f64]) -> Option<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    match sorted.len() {
        0 => None,
        n if n % 2 == 1 => Some(sorted[n / 2]),
        n => Some((sorted[n / 2 - 1] + sorted[n / 2]) / 2.0),
    }
}

pub fn mean(values: &[f64]) -> Option<f64> {
    (!values.is_empty()).then(|| values.iter().sum::<f64>() / values.len() as f64)
}
