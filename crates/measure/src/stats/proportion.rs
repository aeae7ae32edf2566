//! Proportions of records: intervals, and what may be said about a difference.

use super::answer::{Interval, Side, Test};
use super::discrete;
use super::distribution::{Z95, normal_p, normal_quantile};

/// Expected cases below which the normal approximation is not trusted and the exact test is taken.
const SMALL_CELL: f64 = 5.0;

/// `k` of `n` records; k never exceeds n, the numerator of a ratio is always a subset of its denominator.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Share {
    k: u64,
    n: u64,
}

impl Share {
    /// `k` of `n`.
    ///
    /// # Panics
    /// When `k` is larger than `n`: then the two were not counted over the same records.
    ///
    /// ```
    /// use trechter_measure::stats::Share;
    /// assert_eq!(Share::new(30, 100).rate(), Some(0.3));
    /// assert_eq!(Share::new(0, 0).rate(), None);
    /// ```
    pub fn new(k: u64, n: u64) -> Self {
        assert!(k <= n, "{k} of {n} is no proportion");
        Share { k, n }
    }

    /// The numerator.
    pub fn k(self) -> u64 {
        self.k
    }

    /// The denominator.
    pub fn n(self) -> u64 {
        self.n
    }

    /// k/n, `0..=1`; `None` of nothing.
    pub fn rate(self) -> Option<f64> {
        (self.n > 0).then(|| self.k as f64 / self.n as f64)
    }

    /// The records of both, which must not overlap.
    ///
    /// ```
    /// use trechter_measure::stats::Share;
    /// assert_eq!(Share::new(1, 4).with(Share::new(2, 6)), Share::new(3, 10));
    /// ```
    pub fn with(self, other: Share) -> Self {
        Share { k: self.k + other.k, n: self.n + other.n }
    }

    /// These records without `part`, which must be among them.
    ///
    /// ```
    /// use trechter_measure::stats::Share;
    /// assert_eq!(Share::new(3, 10).without(Share::new(1, 4)), Share::new(2, 6));
    /// ```
    pub fn without(self, part: Share) -> Self {
        Share::new(self.k - part.k, self.n - part.n)
    }

    fn failures(self) -> u64 {
        self.n - self.k
    }
}

/// The 95% interval of a proportion of records (Wilson 1927). Open when there are none; 0 of n begins at exactly 0, n of
/// n ends at exactly 1.
///
/// ```
/// use trechter_measure::stats::{Share, proportion};
/// let of_leads = proportion::wilson(Share::new(30, 100));
/// assert_eq!((of_leads.low.unwrap() * 100.0).round(), 22.0);
/// assert_eq!((of_leads.high.unwrap() * 100.0).round(), 40.0);
/// ```
pub fn wilson(share: Share) -> Interval {
    share.rate().map_or(Interval::OPEN, |rate| wilson_at(rate, share.n as f64, Z95))
}

/// The 95% interval of a value-weighted ratio Σvy/Σv: Wilson's with the effective number of cases (Σv)²/Σv² in the
/// place of n (Kish 1965). `rate` is `0..=1`; open when `n_eff` is not positive.
///
/// Below ten effective cases the interval is not shown at all: see [`Weights`](super::concentration::Weights).
///
/// ```
/// use trechter_measure::stats::{Share, proportion};
/// // Equal values weigh like records.
/// assert_eq!(proportion::wilson_weighted(0.3, 100.0), proportion::wilson(Share::new(30, 100)));
/// ```
pub fn wilson_weighted(rate: f64, n_eff: f64) -> Interval {
    if n_eff > 0.0 { wilson_at(rate.clamp(0.0, 1.0), n_eff, Z95) } else { Interval::OPEN }
}

fn wilson_at(rate: f64, n: f64, z: f64) -> Interval {
    let shrink = 1.0 + z * z / n;
    let centre = (rate + z * z / (2.0 * n)) / shrink;
    let half = z / shrink * (rate * (1.0 - rate) / n + z * z / (4.0 * n * n)).sqrt();
    // At the ends the formula gives 0 and 1 but for rounding.
    let low = if rate <= 0.0 { 0.0 } else { (centre - half).max(0.0) };
    let high = if rate >= 1.0 { 1.0 } else { (centre + half).min(1.0) };
    Interval::closed(low, high)
}

/// Whether two proportions differ by more than noise: the score test without continuity correction (Pearson 1900), and
/// [`fisher`]'s exact test when one of the four expected cells is below 5. `None` when a side has no records.
///
/// The groups must share no record. The statistic of the score test is z; negative when the first rate is lower.
///
/// ```
/// use trechter_measure::stats::{Share, Side, proportion};
/// let test = proportion::compare(Share::new(30, 200), Share::new(50, 200), Side::Below).unwrap();
/// assert_eq!(format!("{:.2} {:.4}", test.statistic, test.p), "-2.50 0.0062");
/// ```
pub fn compare(first: Share, second: Share, side: Side) -> Option<Test> {
    let both = first.with(second);
    let smaller_group = first.n.min(second.n) as f64;
    let smaller_outcome = both.k.min(both.failures()) as f64;
    if smaller_group * smaller_outcome < SMALL_CELL * both.n as f64 {
        return fisher(first, second, side);
    }
    score(first.rate()?, first.n as f64, second.rate()?, second.n as f64, side)
}

/// The same for value-weighted ratios, with their effective numbers of cases; `None`, too few to tell, when one of these
/// is below 10.
///
/// ```
/// use trechter_measure::stats::{Side, proportion};
/// assert!(proportion::compare_weighted((0.15, 200.0), (0.25, 200.0), Side::Both).unwrap().p < 0.05);
/// assert!(proportion::compare_weighted((0.15, 9.9), (0.25, 200.0), Side::Both).is_none());
/// ```
pub fn compare_weighted(first: (f64, f64), second: (f64, f64), side: Side) -> Option<Test> {
    let enough =
        first.1 >= super::concentration::FEW_EFFECTIVE && second.1 >= super::concentration::FEW_EFFECTIVE;
    if enough { score(first.0, first.1, second.0, second.1, side) } else { None }
}

fn score(rate1: f64, n1: f64, rate2: f64, n2: f64, side: Side) -> Option<Test> {
    let pooled = (rate1 * n1 + rate2 * n2) / (n1 + n2);
    let error = (pooled * (1.0 - pooled) * (1.0 / n1 + 1.0 / n2)).sqrt();
    // All or none on both sides: there is no difference.
    let z = if error > 0.0 { (rate1 - rate2) / error } else { 0.0 };
    Some(Test { statistic: z, p: normal_p(z, side) })
}

/// Fisher's exact test (1934) of two groups that share no record. Two-sided: the tables no more likely than the one
/// seen, as in R's `fisher.test`. `None` when a side has no records.
///
/// The statistic is the first group's numerator minus what it would be without a difference, in records.
///
/// ```
/// use trechter_measure::stats::{Share, Side, proportion};
/// // The lady tasting tea: 3 of 4 cups called right.
/// let test = proportion::fisher(Share::new(3, 4), Share::new(1, 4), Side::Above).unwrap();
/// assert_eq!(format!("{:.4}", test.p), "0.2429");
/// ```
pub fn fisher(first: Share, second: Share, side: Side) -> Option<Test> {
    let both = first.with(second);
    let expected = both.rate()? * first.n as f64;
    if first.n == 0 || second.n == 0 {
        return None;
    }
    let tails = discrete::hypergeometric(first.n, second.n, both.k).tails(first.k);
    Some(exact(first.k as f64 - expected, tails, side))
}

/// Whether a proportion differs from a typed norm (`0..=1`) by more than noise: the score test, and the exact binomial
/// test when fewer than 5 hits or 5 misses are expected. `None` when there are no records or the norm is no proportion.
///
/// ```
/// use trechter_measure::stats::{Share, Side, proportion};
/// let test = proportion::against_norm(Share::new(18, 100), 0.25, Side::Both).unwrap();
/// assert_eq!(format!("{:.2} {:.3}", test.statistic, test.p), "-1.62 0.106");
/// ```
pub fn against_norm(share: Share, norm: f64, side: Side) -> Option<Test> {
    let rate = share.rate().filter(|_| (0.0..=1.0).contains(&norm))?;
    let n = share.n as f64;
    if n * norm.min(1.0 - norm) >= SMALL_CELL {
        return score_against(rate, n, norm, side);
    }
    let above_expected = share.k as f64 - n * norm;
    let certain = |at: f64| discrete::Tails {
        below: if above_expected > 0.0 { 1.0 } else { 0.0 },
        at,
        above: if above_expected < 0.0 { 1.0 } else { 0.0 },
        as_rare: at,
    };
    let tails = if norm == 0.0 || norm == 1.0 {
        // A norm of nothing or everything is broken by a single record.
        certain(if above_expected == 0.0 { 1.0 } else { 0.0 })
    } else {
        discrete::binomial(share.n, norm / (1.0 - norm)).tails(share.k)
    };
    Some(exact(above_expected, tails, side))
}

/// The same for a value-weighted ratio, with its effective number of cases: the score test. `None`, too few to tell, below
/// 10, and when the norm is not between 0 and 1.
///
/// ```
/// use trechter_measure::stats::{Side, proportion};
/// let test = proportion::against_norm_weighted((0.18, 100.0), 0.25, Side::Both).unwrap();
/// assert_eq!(format!("{:.2} {:.3}", test.statistic, test.p), "-1.62 0.106");
/// assert!(proportion::against_norm_weighted((0.18, 9.0), 0.25, Side::Both).is_none());
/// ```
pub fn against_norm_weighted(ratio: (f64, f64), norm: f64, side: Side) -> Option<Test> {
    let (rate, n_eff) = ratio;
    let possible = n_eff >= super::concentration::FEW_EFFECTIVE && norm > 0.0 && norm < 1.0;
    if possible { score_against(rate, n_eff, norm, side) } else { None }
}

fn score_against(rate: f64, n: f64, norm: f64, side: Side) -> Option<Test> {
    let z = (rate - norm) / (norm * (1.0 - norm) / n).sqrt();
    Some(Test { statistic: z, p: normal_p(z, side) })
}

fn exact(statistic: f64, tails: discrete::Tails, side: Side) -> Test {
    let p = match side {
        Side::Both => tails.as_rare,
        Side::Below => tails.below + tails.at,
        Side::Above => tails.at + tails.above,
    };
    Test { statistic, p: p.min(1.0) }
}

/// The interval of the difference first - second, in shares (0.1 = ten points): Newcombe's hybrid of two Wilson
/// intervals (Newcombe 1998, method 10), two-sided at `level` (0.95). Open when a side has no records.
///
/// ```
/// use trechter_measure::stats::{Share, proportion};
/// // Newcombe's own example: 56/70 - 48/80 = 0.2, from 0.0524 to 0.3339.
/// let difference = proportion::difference(Share::new(56, 70), Share::new(48, 80), 0.95);
/// assert_eq!(format!("{:.4}", difference.low.unwrap()), "0.0524");
/// assert_eq!(format!("{:.4}", difference.high.unwrap()), "0.3339");
/// ```
pub fn difference(first: Share, second: Share, level: f64) -> Interval {
    newcombe(first, second, normal_quantile(0.5 + level / 2.0))
}

/// The bound that the difference first - second exceeds with the given confidence (0.9: "lower 90% bound"), one-sided,
/// by [`difference`]'s method. `None` when a side has no records.
///
/// ```
/// use trechter_measure::stats::{Share, proportion};
/// let bound = proportion::difference_at_least(Share::new(50, 200), Share::new(30, 200), 0.9).unwrap();
/// assert_eq!(format!("{bound:.3}"), "0.049");
/// ```
pub fn difference_at_least(first: Share, second: Share, confidence: f64) -> Option<f64> {
    newcombe(first, second, normal_quantile(confidence)).low
}

fn newcombe(first: Share, second: Share, z: f64) -> Interval {
    let (Some(rate1), Some(rate2)) = (first.rate(), second.rate()) else { return Interval::OPEN };
    let one = wilson_at(rate1, first.n as f64, z);
    let two = wilson_at(rate2, second.n as f64, z);
    let reach = |from: f64, to: Option<f64>| to.map_or(0.0, |to| from - to);
    let below = reach(rate1, one.low).hypot(reach(rate2, two.high));
    let above = reach(rate1, one.high).hypot(reach(rate2, two.low));
    Interval::closed(rate1 - rate2 - below, rate1 - rate2 + above)
}
