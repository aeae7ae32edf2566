//! The units of the calendar.

use jiff::ToSpan as _;
use jiff::civil::{Date, ISOWeekDate, Weekday};

use super::Period;

/// A unit of the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Unit {
    /// One day.
    Day,
    /// Monday to Sunday, numbered as in ISO 8601.
    Week,
    /// A month.
    Month,
    /// Three months from January, April, July or October.
    Quarter,
    /// Six months from January or July.
    Half,
    /// A year.
    Year,
}

impl Unit {
    /// All of them, the shortest first.
    pub const ALL: [Self; 6] = [Self::Day, Self::Week, Self::Month, Self::Quarter, Self::Half, Self::Year];

    /// The first day of the unit in which a day lies.
    pub fn start_of(self, day: Date) -> Date {
        let month = |length: i8| (day.month() - 1) / length * length + 1;
        let first_of = |month: i8| Date::new(day.year(), month, 1).unwrap_or(day);
        match self {
            Self::Day => day,
            Self::Week => day.saturating_sub(i32::from(day.weekday().to_monday_zero_offset()).days()),
            Self::Month => day.first_of_month(),
            Self::Quarter => first_of(month(3)),
            Self::Half => first_of(month(6)),
            Self::Year => first_of(1),
        }
    }

    /// The first day of the next unit, given the first day of one.
    pub(super) fn after(self, start: Date) -> Date {
        start.saturating_add(match self {
            Self::Day => 1.day(),
            Self::Week => 1.week(),
            Self::Month => 1.month(),
            Self::Quarter => 3.months(),
            Self::Half => 6.months(),
            Self::Year => 1.year(),
        })
    }
}

/// The week with the same number in the year before.
pub(super) fn same_week_last_year(week: Period) -> Period {
    let iso = week.start().iso_week_date();
    let same = |number| ISOWeekDate::new(iso.year() - 1, number, Weekday::Monday);
    // Only a week 53 may be missing there.
    match same(iso.week()).or_else(|_| same(52)) {
        Ok(found) => Period::containing(Unit::Week, found.date()),
        Err(_) => Period::containing(Unit::Week, week.start().saturating_sub(52.weeks())),
    }
}
