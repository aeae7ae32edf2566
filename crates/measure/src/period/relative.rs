//! Periods that move with today, for saved views.

use std::fmt;
use std::str::FromStr;

use jiff::ToSpan as _;
use jiff::civil::Date;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::{InvalidPeriod, Period, Unit};

/// A period told from today. What is called `this-…` is running; what is called `last-…` is finished, today excluded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Relative {
    /// The month of today.
    ThisMonth,
    /// The month before.
    LastMonth,
    /// The quarter of today.
    ThisQuarter,
    /// The quarter before.
    LastQuarter,
    /// The year of today.
    ThisYear,
    /// The year before.
    LastYear,
    /// The twelve whole months before this one.
    Last12Months,
    /// The thirty days before today.
    Last30Days,
}

impl Relative {
    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::ThisMonth,
        Self::LastMonth,
        Self::ThisQuarter,
        Self::LastQuarter,
        Self::ThisYear,
        Self::LastYear,
        Self::Last12Months,
        Self::Last30Days,
    ];

    /// The word for it in an address and on the command line.
    pub fn key(self) -> &'static str {
        match self {
            Self::ThisMonth => "this-month",
            Self::LastMonth => "last-month",
            Self::ThisQuarter => "this-quarter",
            Self::LastQuarter => "last-quarter",
            Self::ThisYear => "this-year",
            Self::LastYear => "last-year",
            Self::Last12Months => "last-12-months",
            Self::Last30Days => "last-30-days",
        }
    }

    /// The days that it means on a local day.
    ///
    /// ```
    /// use jiff::civil::date;
    /// use trechter_measure::period::Relative;
    ///
    /// let today = date(2017, 3, 15);
    /// assert_eq!(Relative::LastQuarter.on(today).to_string(), "2016-Q4");
    /// assert_eq!(Relative::Last30Days.on(today).to_string(), "2017-02-13..2017-03-14");
    /// ```
    pub fn on(self, today: Date) -> Period {
        let this = |unit| Period::containing(unit, today);
        match self {
            Self::ThisMonth => this(Unit::Month),
            Self::LastMonth => this(Unit::Month).previous(),
            Self::ThisQuarter => this(Unit::Quarter),
            Self::LastQuarter => this(Unit::Quarter).previous(),
            Self::ThisYear => this(Unit::Year),
            Self::LastYear => this(Unit::Year).previous(),
            Self::Last12Months => this(Unit::Month).trailing_12_months(),
            Self::Last30Days => Period { start: today.saturating_sub(30.days()), end: today },
        }
    }
}

/// A period as somebody asks for it: fixed days, or a word that moves with today.
///
/// ```
/// use jiff::civil::date;
/// use trechter_measure::period::Asked;
///
/// let asked: Asked = "this-month".parse().unwrap();
/// assert_eq!(asked.on(date(2017, 3, 15)).to_string(), "2017-03");
/// assert_eq!(asked.to_string(), "this-month");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Asked {
    /// Always the same days.
    Fixed(Period),
    /// Days that move with today.
    Relative(Relative),
}

impl Asked {
    /// The days that are meant on a local day.
    pub fn on(self, today: Date) -> Period {
        match self {
            Self::Fixed(period) => period,
            Self::Relative(relative) => relative.on(today),
        }
    }
}

impl fmt::Display for Asked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Fixed(period) => period.fmt(f),
            Self::Relative(relative) => f.write_str(relative.key()),
        }
    }
}

impl FromStr for Asked {
    type Err = InvalidPeriod;
    fn from_str(text: &str) -> Result<Self, InvalidPeriod> {
        match Relative::ALL.into_iter().find(|relative| relative.key() == text) {
            Some(relative) => Ok(Self::Relative(relative)),
            None => text.parse().map(Self::Fixed),
        }
    }
}

impl Serialize for Asked {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Asked {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(de::Error::custom)
    }
}
