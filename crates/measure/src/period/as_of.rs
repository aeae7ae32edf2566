//! The moment from which one looks back.

use std::fmt;
use std::str::FromStr;

use jiff::ToSpan as _;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use trechter_domain::Instant;

use super::{first_instant, text};

/// The moment before which everything counts that happened.
///
/// ```
/// use trechter_measure::period::{AsOf, Period};
///
/// // The last day of a period means all of it.
/// let amsterdam = jiff::tz::TimeZone::get("Europe/Amsterdam").unwrap();
/// let quarter: Period = "2017-Q1".parse().unwrap();
/// let as_of: AsOf = "2017-03-31".parse().unwrap();
/// assert_eq!(as_of.instant(&amsterdam), quarter.instants(&amsterdam).1);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum AsOf {
    /// The end of a local day.
    Day(Date),
    /// An instant: what happened at it or later does not count.
    At(Instant),
}

impl AsOf {
    /// The first instant that no longer counts.
    pub fn instant(self, zone: &TimeZone) -> Instant {
        match self {
            Self::Day(day) => first_instant(day.saturating_add(1.day()), zone),
            Self::At(instant) => instant,
        }
    }
}

/// It is neither a day nor an instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UnreadableAsOf;

impl fmt::Display for UnreadableAsOf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("write a day as 2017-03-31 or an instant as 2017-03-31T17:00:00Z")
    }
}

impl std::error::Error for UnreadableAsOf {}

impl fmt::Display for AsOf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Day(day) => day.fmt(f),
            Self::At(instant) => instant.fmt(f),
        }
    }
}

impl FromStr for AsOf {
    type Err = UnreadableAsOf;
    fn from_str(written: &str) -> Result<Self, UnreadableAsOf> {
        match text::day(written) {
            Some(day) => Ok(Self::Day(day)),
            None => written.parse().map(Self::At).map_err(|_| UnreadableAsOf),
        }
    }
}
