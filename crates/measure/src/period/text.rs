//! How periods are written: `2017`, `2017-H1`, `2017-Q1`, `2017-03`, `2017-W12`, `2017-03-15`, `2017-03-01..2017-03-15`.

use std::fmt;
use std::str::FromStr;

use jiff::ToSpan as _;
use jiff::civil::{Date, ISOWeekDate, Weekday};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::{Period, Unit};

/// Why something is not a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InvalidPeriod {
    /// It is written in no known way.
    Unreadable,
    /// It would contain no day.
    EndsBeforeItStarts,
    /// It contains days before 1900 or after 2199.
    OutOfReach,
}

impl fmt::Display for InvalidPeriod {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Unreadable => {
                "write a period as 2017, 2017-H1, 2017-Q1, 2017-03, 2017-W12, 2017-03-15 or 2017-03-01..2017-03-15"
            }
            Self::EndsBeforeItStarts => "the last day of a period is on or after its first day",
            Self::OutOfReach => "a period lies between 1900 and 2199",
        })
    }
}

impl std::error::Error for InvalidPeriod {}

impl fmt::Display for Period {
    /// The shortest way to write it; reading it gives the same period.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (start, year, month) = (self.start, self.start.year(), self.start.month());
        match self.unit() {
            Some(Unit::Day) => write!(f, "{start}"),
            Some(Unit::Week) => {
                let week = start.iso_week_date();
                write!(f, "{:04}-W{:02}", week.year(), week.week())
            }
            Some(Unit::Month) => write!(f, "{year:04}-{month:02}"),
            Some(Unit::Quarter) => write!(f, "{year:04}-Q{}", (month - 1) / 3 + 1),
            Some(Unit::Half) => write!(f, "{year:04}-H{}", (month - 1) / 6 + 1),
            Some(Unit::Year) => write!(f, "{year:04}"),
            None => write!(f, "{start}..{}", self.last_day()),
        }
    }
}

impl FromStr for Period {
    type Err = InvalidPeriod;

    /// Reads what [`Period`]'s `Display` writes, and any range of days; the last day written is included.
    ///
    /// ```
    /// use trechter_measure::period::Period;
    ///
    /// let range: Period = "2017-01-01..2017-03-31".parse().unwrap();
    /// assert_eq!(range, "2017-Q1".parse().unwrap());
    /// assert_eq!(range.days(), 90);
    /// ```
    fn from_str(text: &str) -> Result<Self, InvalidPeriod> {
        let (start, end) = match text.split_once("..") {
            Some((first, last)) => {
                let (first, last) = (day(first), day(last));
                (
                    first.ok_or(InvalidPeriod::Unreadable)?,
                    last.ok_or(InvalidPeriod::Unreadable)?.saturating_add(1.day()),
                )
            }
            None => {
                let found = calendar_unit(text).ok_or(InvalidPeriod::Unreadable)?;
                (found.start, found.end)
            }
        };
        Self::new(start, end)
    }
}

/// A day as `2017-03-15` and in no other way.
pub(super) fn day(text: &str) -> Option<Date> {
    let mut parts = text.split('-');
    let (year, month, day) =
        (digits(parts.next()?, 4)?, digits(parts.next()?, 2)?, digits(parts.next()?, 2)?);
    if parts.next().is_some() {
        return None;
    }
    Date::new(year, month as i8, day as i8).ok()
}

fn calendar_unit(text: &str) -> Option<Period> {
    let Some((year, rest)) = text.split_once('-') else {
        return Some(Period::containing(Unit::Year, Date::new(digits(text, 4)?, 1, 1).ok()?));
    };
    let year = digits(year, 4)?;
    let starting = |unit, month: i16| Some(Period::containing(unit, Date::new(year, month as i8, 1).ok()?));
    match rest.as_bytes().first()? {
        b'Q' => starting(Unit::Quarter, at_most(4, digits(&rest[1..], 1)?)? * 3 - 2),
        b'H' => starting(Unit::Half, at_most(2, digits(&rest[1..], 1)?)? * 6 - 5),
        b'W' => {
            let week = ISOWeekDate::new(year, digits(&rest[1..], 2)? as i8, Weekday::Monday).ok()?;
            Some(Period::containing(Unit::Week, week.date()))
        }
        _ if rest.len() == 2 => starting(Unit::Month, digits(rest, 2)?),
        _ => Some(Period::containing(Unit::Day, day(text)?)),
    }
}

fn at_most(limit: i16, number: i16) -> Option<i16> {
    (1..=limit).contains(&number).then_some(number)
}

/// Exactly so many digits; a sign or a space is none.
fn digits(text: &str, count: usize) -> Option<i16> {
    (text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit())).then(|| text.parse().ok())?
}

impl Serialize for Period {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Period {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(de::Error::custom)
    }
}
