//! The few shapes in which every statistic answers.

/// An interval, in the unit of the number it belongs to. A bound that is `None` is open: the data cannot tell how far
/// it goes ("at least 3.1 days").
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Interval {
    /// The lower bound; `None`: open below.
    pub low: Option<f64>,
    /// The upper bound; `None`: open above.
    pub high: Option<f64>,
}

impl Interval {
    /// Open on both sides: nothing is known.
    pub const OPEN: Interval = Interval { low: None, high: None };

    /// From `low` to `high`.
    ///
    /// ```
    /// use trechter_measure::stats::Interval;
    /// assert!(Interval::closed(0.2, 0.4).contains(0.3));
    /// ```
    pub fn closed(low: f64, high: f64) -> Self {
        Interval { low: Some(low), high: Some(high) }
    }

    /// Whether `value` lies inside; an open side excludes nothing, a bound itself is inside.
    ///
    /// ```
    /// use trechter_measure::stats::Interval;
    /// let at_least = Interval { low: Some(3.1), high: None };
    /// assert!(at_least.contains(1000.0) && !at_least.contains(3.0));
    /// ```
    pub fn contains(self, value: f64) -> bool {
        self.low.is_none_or(|low| low <= value) && self.high.is_none_or(|high| value <= high)
    }

    /// Bounds that cannot be are moved to the nearest value that can; open sides stay open.
    ///
    /// ```
    /// use trechter_measure::stats::Interval;
    /// assert_eq!(Interval::closed(-0.1, 1.2).cut(0.0, 1.0), Interval::closed(0.0, 1.0));
    /// ```
    pub fn cut(self, smallest: f64, largest: f64) -> Self {
        Interval {
            low: self.low.map(|low| low.clamp(smallest, largest)),
            high: self.high.map(|high| high.clamp(smallest, largest)),
        }
    }
}

/// A value with its 95% interval, in one unit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Estimate {
    /// The value in the data.
    pub value: f64,
    /// Where the true value can be.
    pub interval: Interval,
}

/// Which differences a test looks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// Any difference.
    Both,
    /// Only the first lower than the second ("slice below rest").
    Below,
    /// Only the first higher than the second.
    Above,
}

/// A test of a difference that could be chance.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Test {
    /// How far the first is from what it would be without a difference, in the test's own unit (z, t, F, or a count).
    /// Negative: the first is lower. Only F has no direction.
    pub statistic: f64,
    /// The chance of a difference at least as large when there is none, `0..=1`.
    pub p: f64,
}

/// What may be said about a difference.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// The difference is more than noise.
    MoreThanNoise,
    /// The difference can be chance.
    CanBeChance,
    /// Too few to tell.
    TooFewToTell,
}

/// Fewer cases than this are "too few to tell" for ratios, means and quantiles; never for counts, sums or lists.
pub const FEW: u64 = 5;

/// Whether two groups hold enough to be compared: not fewer than [`FEW`] on both sides. One small side is allowed, the
/// tests account for it. For a typed norm there is only one side: pass its size twice.
///
/// ```
/// use trechter_measure::stats::enough;
/// assert!(enough(3, 40));
/// assert!(!enough(4, 4));
/// ```
pub fn enough(n1: u64, n2: u64) -> bool {
    n1 >= FEW || n2 >= FEW
}

/// "n more needed": `max(0, ceil(benchmark) - now)`, in whole records. A benchmark that is a mean carries rounding, so
/// the billionth above a whole number is not rounded up.
///
/// ```
/// use trechter_measure::stats::more_needed;
/// assert_eq!(more_needed(13.0, 6), 7);
/// assert_eq!(more_needed(12.2, 6), 7);
/// assert_eq!(more_needed(6.000_000_000_1, 6), 0);
/// assert_eq!(more_needed(2.0, 6), 0);
/// ```
pub fn more_needed(benchmark: f64, now: u64) -> u64 {
    // The cast cuts at 0 and takes NaN for 0.
    ((benchmark - 1e-9).ceil().max(0.0) as u64).saturating_sub(now)
}
