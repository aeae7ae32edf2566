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

/// A test of a difference that could be chance.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Test {
    /// The test's statistic, in its own unit (z, t, chi-squared or a count); its sign is the direction of the difference
    /// wherever the test has one.
    pub statistic: f64,
    /// The chance of a difference at least as large when there is none, 0..=1.
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
