//! Medians and percentiles, by selection or from histograms of whole units; nothing is sorted.

use std::cmp::Ordering;

use super::answer::{Estimate, Interval};
use super::discrete;

/// The chance that may lie outside each bound of a 95% interval.
const OUTSIDE: f64 = 0.025;

/// The ranks, counted from 1, of the values that bound a quantile; `None`: no value of these does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ranks {
    /// The rank of the lower bound.
    pub low: Option<u64>,
    /// The rank of the upper bound.
    pub high: Option<u64>,
}

/// Between which of `n` values in order the true quantile `q` lies with 95% confidence, whatever the distribution:
/// l = the largest with P(Bin(n, q) < l) <= 2.5%, u = the smallest with P(Bin(n, q) >= u) <= 2.5% (Thompson 1936;
/// David & Nagaraja, *Order Statistics*, 7.1). A rank outside `1..=n` is open. `q` lies between 0 and 1, neither
/// included; otherwise both are open.
///
/// ```
/// use trechter_measure::stats::quantile::{Ranks, ranks};
/// assert_eq!(ranks(10, 0.5), Ranks { low: Some(2), high: Some(9) });
/// assert_eq!(ranks(35, 0.9).high, None);
/// assert_eq!(ranks(36, 0.9).high, Some(36));
/// ```
pub fn ranks(n: u64, q: f64) -> Ranks {
    if n == 0 || q <= 0.0 || q >= 1.0 {
        return Ranks { low: None, high: None };
    }
    let (low, high) = discrete::binomial(n, q / (1.0 - q)).cut_off(OUTSIDE);
    Ranks { low: (low >= 1).then_some(low), high: (high <= n).then_some(high) }
}

/// The two ranks whose mean is the quantile: the same rank twice, or neighbours when exactly `q` of the values lie below
/// (Hyndman & Fan 1996, definition 2, so that the median of an even number is the mean of the middle two). `n` > 0.
fn middle(n: u64, q: f64) -> (u64, u64) {
    let position = n as f64 * q;
    // 30 · 0.1 is not 3 in binary.
    let whole = position.round();
    if (position - whole).abs() < 1e-9 {
        let rank = whole as u64;
        (rank.clamp(1, n), (rank + 1).clamp(1, n))
    } else {
        let rank = (position.ceil() as u64).clamp(1, n);
        (rank, rank)
    }
}

/// A number that quantiles can be taken of.
pub trait Value: Copy {
    /// The order of two values.
    fn order(&self, other: &Self) -> Ordering;
    /// The value as a real number.
    fn real(self) -> f64;
}

impl Value for f64 {
    fn order(&self, other: &Self) -> Ordering {
        self.total_cmp(other)
    }
    fn real(self) -> f64 {
        self
    }
}

impl Value for i64 {
    fn order(&self, other: &Self) -> Ordering {
        self.cmp(other)
    }
    fn real(self) -> f64 {
        self as f64
    }
}

impl Value for u32 {
    fn order(&self, other: &Self) -> Ordering {
        self.cmp(other)
    }
    fn real(self) -> f64 {
        f64::from(self)
    }
}

/// The quantile `q` of some values and its 95% interval (see [`ranks`]), in their unit, by selection: linear time, and the
/// values come back in another order. `None` of nothing. The median of an even number is the mean of the middle two.
///
/// Below five values it is too few to tell; that is for the caller to say.
///
/// ```
/// use trechter_measure::stats::{Interval, quantile};
/// let mut days = [9.0, 1.0, 8.0, 2.0, 7.0, 3.0, 6.0, 4.0, 5.0, 10.0];
/// let median = quantile::of_values(&mut days, 0.5).unwrap();
/// assert_eq!(median.value, 5.5);
/// assert_eq!(median.interval, Interval::closed(2.0, 9.0));
/// // "At least 7 days": the 90th percentile of ten values has no upper bound.
/// let slow = quantile::of_values(&mut days, 0.9).unwrap();
/// assert_eq!((slow.value, slow.interval.low, slow.interval.high), (9.5, Some(7.0), None));
/// ```
pub fn of_values<T: Value>(values: &mut [T], q: f64) -> Option<Estimate> {
    if values.is_empty() {
        return None;
    }
    // Each selection splits what is left at its rank, so that the next one looks through one side only.
    let n = values.len();
    let (mut from, mut until) = (0, n);
    let mut pick = |rank: u64, rest: Rest| {
        let at = rank as usize - 1;
        let picked = values[from..until].select_nth_unstable_by(at - from, |a, b| a.order(b)).1.real();
        match rest {
            Rest::UpToIt => until = at + 1,
            Rest::FromIt => from = at,
        }
        picked
    };
    Some(estimate(n as u64, q, &mut pick))
}

/// Where the ranks lie that are picked after this one.
enum Rest {
    UpToIt,
    FromIt,
}

/// The same from a histogram of whole units: `counts[i]` values of `i` days (or minutes). One pass.
///
/// ```
/// use trechter_measure::stats::quantile;
/// // Two leads answered in minute 0, one in minute 1, two in minute 3.
/// assert_eq!(quantile::of_counts(&[2, 1, 0, 2], 0.5).unwrap().value, 1.0);
/// assert_eq!(quantile::of_counts(&[0, 0], 0.5), None);
/// ```
pub fn of_counts(counts: &[u32], q: f64) -> Option<Estimate> {
    let n: u64 = counts.iter().map(|count| u64::from(*count)).sum();
    if n == 0 {
        return None;
    }
    let mut pick = |rank: u64, _: Rest| {
        let mut seen = 0;
        let unit = counts.iter().position(|count| {
            seen += u64::from(*count);
            seen >= rank
        });
        unit.unwrap_or(counts.len()) as f64
    };
    Some(estimate(n, q, &mut pick))
}

/// Picks from the outside inwards: low <= left <= right <= high.
fn estimate(n: u64, q: f64, pick: &mut impl FnMut(u64, Rest) -> f64) -> Estimate {
    let Ranks { low, high } = ranks(n, q);
    let (left, right) = middle(n, q);
    let high = high.map(|rank| pick(rank, Rest::UpToIt));
    let low = low.map(|rank| pick(rank, Rest::FromIt));
    let above = pick(right, Rest::UpToIt);
    let value = if left == right { above } else { (pick(left, Rest::FromIt) + above) / 2.0 };
    Estimate { value, interval: Interval { low, high } }
}
