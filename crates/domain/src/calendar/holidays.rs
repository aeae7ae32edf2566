//! The public holidays of the Netherlands and Belgium.

use jiff::civil::{Date as Day, Weekday, date};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::catalogue::{Holidays, LiberationDay};
use crate::time::Date;

/// A public holiday in a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Holiday {
    pub date: Date,
    pub name: HolidayName,
}

/// What a holiday is called; the edges have the words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum HolidayName {
    NewYear,
    EasterSunday,
    EasterMonday,
    /// Until 2013.
    QueensDay,
    KingsDay,
    LabourDay,
    LiberationDay,
    Ascension,
    WhitSunday,
    WhitMonday,
    BelgianNationalDay,
    Assumption,
    AllSaints,
    Armistice,
    Christmas,
    BoxingDay,
}

/// Easter Sunday of a year in the Gregorian calendar (the algorithm of Meeus, Jones and Butcher).
pub fn easter(year: i16) -> Date {
    let y = i32::from(year);
    let (a, b, c) = (y.rem_euclid(19), y.div_euclid(100), y.rem_euclid(100));
    let (d, e) = (b / 4, b % 4);
    let f = (b + 8) / 25;
    let g = (b - f + 1) / 3;
    let h = (19 * a + b - d - g + 15) % 30;
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k) % 7;
    let m = (a + 11 * h + 22 * l) / 451;
    let n = h + l - 7 * m + 114;
    Date(date(year, (n / 31) as i8, (n % 31 + 1) as i8))
}

/// The holidays of a year, in the order of their days. Empty for a country that is not built in and for
/// years before 1583.
pub fn holidays(whose: Holidays, liberation_day: LiberationDay, year: i16) -> Vec<Holiday> {
    if !(1583..=9998).contains(&year) {
        return Vec::new();
    }
    let mut all = match whose {
        Holidays::None => Vec::new(),
        Holidays::Nl => dutch(year, liberation_day),
        Holidays::Be => belgian(year),
    };
    all.sort_by_key(|holiday| holiday.date);
    all
}

fn on(day: Day, name: HolidayName) -> Holiday {
    Holiday { date: Date(day), name }
}

/// A day so many days after Easter Sunday.
fn after_easter(year: i16, days: i64, name: HolidayName) -> Holiday {
    let span = jiff::Span::new().days(days);
    on(easter(year).0.checked_add(span).expect("the year is not the last one"), name)
}

fn dutch(year: i16, liberation_day: LiberationDay) -> Vec<Holiday> {
    use HolidayName::{
        Ascension, BoxingDay, Christmas, EasterMonday, EasterSunday, NewYear, WhitMonday, WhitSunday,
    };
    let mut all = vec![
        on(date(year, 1, 1), NewYear),
        after_easter(year, 0, EasterSunday),
        after_easter(year, 1, EasterMonday),
        monarchs_day(year),
        after_easter(year, 39, Ascension),
        after_easter(year, 49, WhitSunday),
        after_easter(year, 50, WhitMonday),
        on(date(year, 12, 25), Christmas),
        on(date(year, 12, 26), BoxingDay),
    ];
    let liberated = match liberation_day {
        LiberationDay::Never => false,
        LiberationDay::Lustrum => year % 5 == 0,
        LiberationDay::EveryYear => true,
    };
    if liberated {
        all.push(on(date(year, 5, 5), HolidayName::LiberationDay));
    }
    all
}

/// King's Day is 27 April, or the Saturday before when that is a Sunday; until 2013 it was Queen's Day,
/// 30 April by the same rule.
fn monarchs_day(year: i16) -> Holiday {
    let (day, name) = match year {
        2014.. => (date(year, 4, 27), HolidayName::KingsDay),
        _ => (date(year, 4, 30), HolidayName::QueensDay),
    };
    match day.weekday() {
        Weekday::Sunday => on(day.yesterday().expect("there is a day before"), name),
        _ => on(day, name),
    }
}

fn belgian(year: i16) -> Vec<Holiday> {
    use HolidayName::*;
    vec![
        on(date(year, 1, 1), NewYear),
        after_easter(year, 1, EasterMonday),
        on(date(year, 5, 1), LabourDay),
        after_easter(year, 39, Ascension),
        after_easter(year, 50, WhitMonday),
        on(date(year, 7, 21), BelgianNationalDay),
        on(date(year, 8, 15), Assumption),
        on(date(year, 11, 1), AllSaints),
        on(date(year, 11, 11), Armistice),
        on(date(year, 12, 25), Christmas),
    ]
}
