//! Which days a number is about, and what they are held against.
//!
//! A [`Period`] is a half-open range of local days; a [`Reference`] says which other period it is compared with;
//! [`AsOf`] is the moment from which one looks; a [`Window`] is what of a period has happened by then.
//!
//! ```
//! use trechter_measure::period::{Period, Reference};
//!
//! let quarter: Period = "2017-Q1".parse().unwrap();
//! assert_eq!(quarter.previous().to_string(), "2016-Q4");
//! assert_eq!(Reference::LastYear.of(quarter).to_string(), "2016-Q1");
//! ```

mod as_of;
mod calendar;
mod relative;
mod text;
mod unit;
mod window;

pub use as_of::{AsOf, UnreadableAsOf};
pub use relative::{Asked, Relative};
pub use text::InvalidPeriod;
pub use unit::Unit;
pub use window::{Window, WorkingDays};

use jiff::ToSpan as _;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use trechter_domain::Instant;

/// The first day that a period may contain.
pub const EARLIEST: Date = jiff::civil::date(1900, 1, 1);
/// The day before which every period ends.
pub const LATEST: Date = jiff::civil::date(2200, 1, 1);

/// Local days from `start` up to, not including, `end`; at least one day.
///
/// Two periods with the same days are the same: `2017-01-01..2017-03-31` *is* the first quarter, with the quarter
/// before it as its previous one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Period {
    start: Date,
    end: Date,
}

impl Period {
    /// The days from `start` up to, not including, `end`.
    ///
    /// # Errors
    /// When it would contain no day, or days outside [`EARLIEST`]..[`LATEST`].
    pub fn new(start: Date, end: Date) -> Result<Self, InvalidPeriod> {
        if start >= end {
            return Err(InvalidPeriod::EndsBeforeItStarts);
        }
        if start < EARLIEST || end > LATEST {
            return Err(InvalidPeriod::OutOfReach);
        }
        Ok(Self { start, end })
    }

    /// The calendar unit in which a day lies.
    ///
    /// ```
    /// use jiff::civil::date;
    /// use trechter_measure::period::{Period, Unit};
    ///
    /// assert_eq!(Period::containing(Unit::Week, date(2021, 1, 3)).to_string(), "2020-W53");
    /// ```
    pub fn containing(unit: Unit, day: Date) -> Self {
        let start = unit.start_of(day);
        Self { start, end: unit.after(start) }
    }

    /// The first day.
    pub fn start(self) -> Date {
        self.start
    }

    /// The first day that no longer belongs to it.
    pub fn end(self) -> Date {
        self.end
    }

    /// The last day.
    pub fn last_day(self) -> Date {
        self.end.saturating_sub(1.day())
    }

    /// The calendar unit that it is; `None`: a range of its own making.
    pub fn unit(self) -> Option<Unit> {
        Unit::ALL.into_iter().find(|&unit| Self::containing(unit, self.start) == self)
    }

    /// Its number of days, at least 1.
    pub fn days(self) -> i32 {
        (self.end - self.start).get_days()
    }

    /// Whether a local day lies in it.
    pub fn contains(self, day: Date) -> bool {
        self.start <= day && day < self.end
    }

    /// Whether it has a day in common with another.
    pub fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// The calendar unit of the same kind just before; for a range of its own making the equally long one just before.
    ///
    /// ```
    /// use trechter_measure::period::Period;
    ///
    /// let before = |text: &str| text.parse::<Period>().unwrap().previous().to_string();
    /// assert_eq!(before("2017-03"), "2017-02");
    /// assert_eq!(before("2017-03-11..2017-03-20"), "2017-03-01..2017-03-10");
    /// ```
    #[must_use]
    pub fn previous(self) -> Self {
        let start = match self.unit() {
            Some(unit) => unit.start_of(self.start.saturating_sub(1.day())),
            None => self.start.saturating_sub(self.days().days()),
        };
        Self { start, end: self.start }
    }

    /// The same period a year before: the same calendar unit, or the same days. 29 February becomes 28 February, a
    /// week 53 the last week of a year without one. A range longer than a year goes back as many whole years as it
    /// takes not to overlap.
    ///
    /// ```
    /// use trechter_measure::period::Period;
    ///
    /// let before = |text: &str| text.parse::<Period>().unwrap().last_year().to_string();
    /// assert_eq!(before("2024-02"), "2023-02");
    /// assert_eq!(before("2024-02-29"), "2023-02-28");
    /// assert_eq!(before("2021-W01"), "2020-W01");
    /// ```
    #[must_use]
    pub fn last_year(self) -> Self {
        match self.unit() {
            Some(Unit::Week) => unit::same_week_last_year(self),
            Some(unit) => Self::containing(unit, self.start.saturating_sub(1.year())),
            None => {
                let mut years = 1;
                while self.years_back(years).end > self.start {
                    years += 1;
                }
                self.years_back(years)
            }
        }
    }

    fn years_back(self, years: i32) -> Self {
        let start = self.start.saturating_sub(years.years());
        // Whole months stay whole months; otherwise the last day decides, so that no day becomes two.
        let end = if self.start.day() == 1 && self.end.day() == 1 {
            self.end.saturating_sub(years.years())
        } else {
            self.last_day().saturating_sub(years.years()).saturating_add(1.day())
        };
        Self { start, end }
    }

    /// The twelve whole months before the period's start. It never overlaps the period, and abuts it when the period
    /// starts with a month.
    ///
    /// ```
    /// use trechter_measure::period::Period;
    ///
    /// let quarter: Period = "2017-Q2".parse().unwrap();
    /// assert_eq!(quarter.trailing_12_months().to_string(), "2016-04-01..2017-03-31");
    /// ```
    #[must_use]
    pub fn trailing_12_months(self) -> Self {
        let end = Unit::Month.start_of(self.start);
        Self { start: end.saturating_sub(12.months()), end }
    }

    /// The calendar units that lie wholly in the period, in order.
    ///
    /// ```
    /// use trechter_measure::period::{Period, Unit};
    ///
    /// let range: Period = "2017-01-15..2017-03-31".parse().unwrap();
    /// let months: Vec<String> = range.whole(Unit::Month).map(|month| month.to_string()).collect();
    /// assert_eq!(months, ["2017-02", "2017-03"]);
    /// ```
    pub fn whole(self, unit: Unit) -> impl Iterator<Item = Self> {
        let first = Self::containing(unit, self.start);
        let first = if first.start < self.start { Self::containing(unit, first.end) } else { first };
        std::iter::successors(Some(first), move |one| Some(Self::containing(unit, one.end)))
            .take_while(move |one| one.end <= self.end)
    }

    /// The calendar units of the period in order, the first and last one cut to it: all of its days, each once, with
    /// whether the unit lies wholly in it.
    ///
    /// ```
    /// use trechter_measure::period::{Period, Unit};
    ///
    /// let range: Period = "2017-01-15..2017-03-31".parse().unwrap();
    /// let steps: Vec<_> = range.steps(Unit::Month).map(|(step, whole)| (step.to_string(), whole)).collect();
    /// assert_eq!(steps[0], ("2017-01-15..2017-01-31".to_owned(), false));
    /// assert_eq!(steps[1], ("2017-02".to_owned(), true));
    /// assert_eq!(steps.len(), 3);
    /// ```
    pub fn steps(self, unit: Unit) -> impl Iterator<Item = (Self, bool)> {
        let first = Self::containing(unit, self.start);
        std::iter::successors(Some(first), move |one| Some(Self::containing(unit, one.end)))
            .take_while(move |one| one.start < self.end)
            .map(move |one| {
                let cut = Self { start: one.start.max(self.start), end: one.end.min(self.end) };
                (cut, cut == one)
            })
    }

    /// The first days of months that lie in the period.
    pub fn month_starts(self) -> impl Iterator<Item = Date> {
        let first = Unit::Month.start_of(self.start);
        std::iter::successors(Some(first), |&day| Some(Unit::Month.after(day)))
            .skip_while(move |&day| day < self.start)
            .take_while(move |&day| day < self.end)
    }

    /// The days at whose first instant a month that ends in the period is over: a trailing year has twelve, its own
    /// end included. Standing numbers "at a month's end" are those as of the start of these days.
    pub fn month_ends(self) -> impl Iterator<Item = Date> {
        let first = Unit::Month.after(Unit::Month.start_of(self.start));
        std::iter::successors(Some(first), |&day| Some(Unit::Month.after(day)))
            .take_while(move |&day| day <= self.end)
    }

    /// Its first instant and the first one after it, in a time zone.
    ///
    /// ```
    /// use trechter_measure::period::Period;
    ///
    /// let amsterdam = jiff::tz::TimeZone::get("Europe/Amsterdam").unwrap();
    /// let day: Period = "2017-03-26".parse().unwrap();
    /// let (start, end) = day.instants(&amsterdam);
    /// assert_eq!(end.0 - start.0, 23 * 3_600_000);
    /// ```
    pub fn instants(self, zone: &TimeZone) -> (Instant, Instant) {
        (first_instant(self.start, zone), first_instant(self.end, zone))
    }
}

/// The first instant of a local day: midnight, or where the clock jumps over midnight the first instant after the jump.
pub fn first_instant(day: Date, zone: &TimeZone) -> Instant {
    // Asked from noon: a zone may leave out midnight, never the middle of a day that exists.
    let start = day.at(12, 0, 0, 0).to_zoned(zone.clone()).and_then(|noon| noon.start_of_day());
    match start {
        Ok(start) => Instant::from_timestamp(start.timestamp()),
        // Only at the very ends of what jiff can count, where no zone rule matters any more.
        Err(_) => {
            Instant((day - jiff::civil::date(1970, 1, 1)).get_days() as i64 * trechter_domain::time::DAY)
        }
    }
}

/// Which other period a number is compared with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Reference {
    /// The calendar unit before, or the equally long range.
    Previous,
    /// The same period a year before.
    LastYear,
    /// The twelve whole months before: flows are scaled to the period's working days, standing numbers are the mean of
    /// the month-ends, rates and quantiles are pooled.
    Trailing12Months,
    /// What was kept under a name, with a period, date and knowledge of its own.
    Snapshot,
}

impl Reference {
    /// Those that follow from the period.
    pub const ALL: [Self; 3] = [Self::Previous, Self::LastYear, Self::Trailing12Months];

    /// The word for it in an address and on the command line.
    pub fn key(self) -> &'static str {
        match self {
            Self::Previous => "previous",
            Self::LastYear => "last-year",
            Self::Trailing12Months => "trailing-12-months",
            Self::Snapshot => "snapshot",
        }
    }

    /// The reference with this word.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reference| reference.key() == key)
    }

    /// The period that it points to; it never overlaps. A snapshot has its own, which the question knows.
    pub fn of(self, period: Period) -> Period {
        match self {
            Self::Previous => period.previous(),
            Self::LastYear => period.last_year(),
            Self::Trailing12Months => period.trailing_12_months(),
            Self::Snapshot => period,
        }
    }
}

#[cfg(test)]
mod tests;
