use jiff::civil::{Date, date};
use jiff::tz::TimeZone;
use jiff::{ToSpan as _, civil};
use proptest::prelude::*;
use trechter_domain::Instant;
use trechter_domain::time::DAY;

use super::*;

fn period(text: &str) -> Period {
    text.parse().unwrap_or_else(|problem| panic!("{text}: {problem}"))
}

fn amsterdam() -> TimeZone {
    TimeZone::get("Europe/Amsterdam").unwrap()
}

#[test]
fn periods_are_read_and_written() {
    let check = |text: &str, start: Date, last: Date, unit: Option<Unit>| {
        let read = period(text);
        assert_eq!((read.start(), read.last_day(), read.unit()), (start, last, unit), "{text}");
        assert_eq!(read.to_string(), text);
    };
    check("2017", date(2017, 1, 1), date(2017, 12, 31), Some(Unit::Year));
    check("2017-H2", date(2017, 7, 1), date(2017, 12, 31), Some(Unit::Half));
    check("2017-Q1", date(2017, 1, 1), date(2017, 3, 31), Some(Unit::Quarter));
    check("2017-Q4", date(2017, 10, 1), date(2017, 12, 31), Some(Unit::Quarter));
    check("2017-03", date(2017, 3, 1), date(2017, 3, 31), Some(Unit::Month));
    check("2017-W12", date(2017, 3, 20), date(2017, 3, 26), Some(Unit::Week));
    check("2020-W53", date(2020, 12, 28), date(2021, 1, 3), Some(Unit::Week));
    check("2017-03-15", date(2017, 3, 15), date(2017, 3, 15), Some(Unit::Day));
    check("2017-03-11..2017-03-20", date(2017, 3, 11), date(2017, 3, 20), None);
    // Four whole weeks that are a month are a month.
    check("2021-02", date(2021, 2, 1), date(2021, 2, 28), Some(Unit::Month));
    assert_eq!(period("2017-01-01..2017-12-31").to_string(), "2017");
    assert_eq!(period("2017-03-15..2017-03-15").to_string(), "2017-03-15");
    assert_eq!(serde_json::to_string(&period("2017-Q1")).unwrap(), "\"2017-Q1\"");
    assert_eq!(serde_json::from_str::<Period>("\"2017-Q1\"").unwrap(), period("2017-Q1"));
}

#[test]
fn what_is_no_period_says_why() {
    let check = |text: &str, why: InvalidPeriod| assert_eq!(text.parse::<Period>(), Err(why), "{text}");
    for text in [
        "",
        "17",
        "2017-",
        "2017-Q",
        "2017-Q0",
        "2017-Q5",
        "2017-H3",
        "2017-13",
        "2017-W54",
        "2017-W00",
        "2019-W53",
        "2017-02-29",
        "2017-2-1",
        "+017",
        " 2017",
        "2017-Q1..2017-Q2",
        "2017-01-01..",
        "2017-01-01T10:00",
        "last-month",
        "2017-é",
        "2017-Qé",
    ] {
        check(text, InvalidPeriod::Unreadable);
    }
    check("2017-03-31..2017-03-01", InvalidPeriod::EndsBeforeItStarts);
    check("1899", InvalidPeriod::OutOfReach);
    check("2200", InvalidPeriod::OutOfReach);
    check("2017-01-01..9999-12-31", InvalidPeriod::OutOfReach);
}

#[test]
fn references_lie_before() {
    let check = |text: &str, previous: &str, last_year: &str, trailing: &str| {
        let one = period(text);
        let found = Reference::ALL.map(|reference| reference.of(one).to_string());
        assert_eq!(found, [previous, last_year, trailing], "{text}");
    };
    check("2017", "2016", "2016", "2016");
    check("2017-H1", "2016-H2", "2016-H1", "2016");
    check("2017-Q1", "2016-Q4", "2016-Q1", "2016");
    check("2017-01", "2016-12", "2016-01", "2016");
    check("2017-03", "2017-02", "2016-03", "2016-03-01..2017-02-28");
    check("2024-02", "2024-01", "2023-02", "2023-02-01..2024-01-31");
    // The trailing months are whole: the running one is left out.
    check("2024-02-29", "2024-02-28", "2023-02-28", "2023-02-01..2024-01-31");
    check("2024-02-28", "2024-02-27", "2023-02-28", "2023-02-01..2024-01-31");
    check(
        "2024-02-10..2024-02-29",
        "2024-01-21..2024-02-09",
        "2023-02-10..2023-02-28",
        "2023-02-01..2024-01-31",
    );
    check("2025-01-01..2025-02-28", "2024-11-03..2024-12-31", "2024-01-01..2024-02-29", "2024");
    check("2021-W01", "2020-W53", "2020-W01", "2020");
    // 2019 has no week 53; 2020's own starts in December.
    check("2020-W53", "2020-W52", "2019-W52", "2019-12-01..2020-11-30");
    // Equally long is as many days. Two years cannot be held against a year that they contain.
    check("2016-01-01..2017-12-31", "2013-12-31..2015-12-31", "2014-01-01..2015-12-31", "2015");
}

#[test]
fn reference_words_are_read_back() {
    for reference in Reference::ALL {
        assert_eq!(Reference::from_key(reference.key()), Some(reference));
    }
    assert_eq!(Reference::from_key("last-month"), None);
}

#[test]
fn words_move_with_today() {
    let check = |word: &str, expected: &str| {
        let asked: Asked = word.parse().unwrap();
        assert_eq!(asked.to_string(), word);
        assert_eq!(asked.on(date(2024, 1, 31)).to_string(), expected, "{word}");
    };
    check("this-month", "2024-01");
    check("last-month", "2023-12");
    check("this-quarter", "2024-Q1");
    check("last-quarter", "2023-Q4");
    check("this-year", "2024");
    check("last-year", "2023");
    check("last-12-months", "2023");
    check("last-30-days", "2024-01-01..2024-01-30");
    check("2017-Q1", "2017-Q1");
    assert_eq!("next-month".parse::<Asked>(), Err(InvalidPeriod::Unreadable));
}

#[test]
fn days_are_local_whatever_the_clock_does() {
    let check = |zone: &str, text: &str, start: &str, hours: i64| {
        let (from, until) = period(text).instants(&TimeZone::get(zone).unwrap());
        assert_eq!(from.to_string(), start, "{zone} {text}");
        assert_eq!((until.0 - from.0) / 3_600_000, hours, "{zone} {text}");
    };
    check("Europe/Amsterdam", "2017-03-25", "2017-03-24T23:00:00.000Z", 24);
    check("Europe/Amsterdam", "2017-03-26", "2017-03-25T23:00:00.000Z", 23);
    check("Europe/Amsterdam", "2017-10-29", "2017-10-28T22:00:00.000Z", 25);
    check("Europe/Amsterdam", "2017-03", "2017-02-28T23:00:00.000Z", 31 * 24 - 1);
    check("Europe/Amsterdam", "2017", "2016-12-31T23:00:00.000Z", 365 * 24);
    // Midnight itself is left out: the day begins at one o'clock.
    check("America/Sao_Paulo", "2017-10-15", "2017-10-15T03:00:00.000Z", 23);
    // Midnight comes twice: the day begins at the first one.
    check("America/Havana", "2017-11-05", "2017-11-05T04:00:00.000Z", 25);
    // Samoa went over the date line and left out a whole day.
    check("Pacific/Apia", "2011-12-30", "2011-12-30T10:00:00.000Z", 0);
}

#[test]
fn as_of_a_day_is_its_end() {
    let at = |text: &str| text.parse::<AsOf>().map(|as_of| as_of.instant(&amsterdam()).to_string());
    assert_eq!(at("2017-03-31").unwrap(), "2017-03-31T22:00:00.000Z");
    assert_eq!(at("2017-03-26").unwrap(), "2017-03-26T22:00:00.000Z");
    assert_eq!(at("2017-03-31T12:00:00+02:00").unwrap(), "2017-03-31T10:00:00.000Z");
    assert_eq!(at("2017-03"), Err(UnreadableAsOf));
    assert_eq!(at("2017-03-31T12:00"), Err(UnreadableAsOf));
}

#[test]
fn months_inside_a_range() {
    let days =
        |found: &mut dyn Iterator<Item = Date>| -> Vec<String> { found.map(|day| day.to_string()).collect() };
    let range = period("2017-01-15..2017-03-31");
    assert_eq!(days(&mut range.month_starts()), ["2017-02-01", "2017-03-01"]);
    assert_eq!(days(&mut range.month_ends()), ["2017-02-01", "2017-03-01", "2017-04-01"]);
    assert_eq!(period("2017-03-02..2017-03-30").month_ends().count(), 0);
    assert_eq!(period("2017-03").trailing_12_months().month_ends().count(), 12);
    assert_eq!(period("2017-03-02..2017-03-30").whole(Unit::Month).count(), 0);
    assert_eq!(period("2017-W12").whole(Unit::Day).count(), 7);
}

/// Monday to Friday, open day and night.
struct Weekdays;

impl WorkingDays for Weekdays {
    fn elapsed(&self, start: Date, at: Instant) -> f64 {
        let zone = amsterdam();
        let mut days = 0.0;
        let mut day = start;
        while first_instant(day, &zone) < at {
            let (from, until) = Period::containing(Unit::Day, day).instants(&zone);
            if works(day) {
                days += (at.min(until).0 - from.0) as f64 / (until.0 - from.0) as f64;
            }
            day = day.tomorrow().unwrap();
        }
        days
    }

    fn instant_after(&self, start: Date, elapsed: f64) -> Instant {
        let zone = amsterdam();
        let (mut left, mut day) = (elapsed, start);
        loop {
            let (from, until) = Period::containing(Unit::Day, day).instants(&zone);
            if works(day) && left <= 1.0 {
                return Instant(from.0 + (left * (until.0 - from.0) as f64).round() as i64);
            }
            left -= f64::from(u8::from(works(day)));
            day = day.tomorrow().unwrap();
        }
    }
}

fn works(day: Date) -> bool {
    day.weekday().to_monday_zero_offset() < 5
}

#[test]
fn a_running_period_is_held_against_as_many_working_days() {
    let check = |text: &str, as_of: &str, reference: &str, end: &str, days: f64, cut: bool| {
        let zone = amsterdam();
        let as_of = as_of.parse::<AsOf>().unwrap().instant(&zone);
        let window = Window::of(period(text), as_of, &zone, &Weekdays);
        let alike = window.alike(period(reference), &zone, &Weekdays);
        assert_eq!(alike.end, end.parse::<AsOf>().unwrap().instant(&zone), "{text} {reference}");
        assert!((alike.working_days - days).abs() < 1e-6, "{}", alike.working_days);
        assert_eq!(alike.cut, cut);
    };
    // Up to and including Friday 13 January 2017: ten days, in October reached on Friday the 14th.
    check("2017-Q1", "2017-01-13", "2016-Q4", "2016-10-14", 10.0, true);
    // Half of Monday.
    check("2017-Q1", "2017-01-16T11:00:00Z", "2016-Q4", "2016-10-17T10:00:00Z", 10.5, true);
    // A weekend adds nothing.
    check("2017-Q1", "2017-01-15", "2016-Q4", "2016-10-14", 10.0, true);
    // Finished: the whole reference, though it has fewer days.
    check("2017-03", "2017-03-31", "2017-02", "2017-02-28", 20.0, false);
    check("2017-03", "2018-03-31", "2017-02", "2017-02-28", 20.0, false);
    // On its last day March has seen more working days than February had.
    check("2017-03", "2017-03-30", "2017-02", "2017-02-28", 20.0, false);
    // Not begun, or no working day passed.
    check("2017-03", "2017-01-10", "2017-02", "2017-01-31", 0.0, true);
    check("2017-04", "2017-04-02", "2017-03", "2017-02-28", 0.0, true);
}

#[test]
fn a_window_holds_what_happened_in_it() {
    let zone = amsterdam();
    let noon = "2017-01-16T11:00:00Z".parse().unwrap();
    let window = Window::of(period("2017-01"), noon, &zone, &Weekdays);
    assert!(window.contains(window.start) && !window.contains(noon) && window.contains(Instant(noon.0 - 1)));
    assert!(!window.contains(Instant(window.start.0 - 1)));
    let before = Window::of(period("2017-02"), noon, &zone, &Weekdays);
    assert_eq!((before.start, before.working_days, before.cut), (before.end, 0.0, true));
}

fn day() -> impl Strategy<Value = Date> {
    (0..100_000i32).prop_map(|days| EARLIEST.saturating_add(days.days()))
}

fn any_period() -> impl Strategy<Value = Period> {
    let units = (proptest::sample::select(&Unit::ALL[..]), day())
        .prop_map(|(unit, day)| Period::containing(unit, day))
        .prop_filter("within reach", |period| Period::new(period.start, period.end).is_ok());
    let ranges = (day(), 1..1500i32)
        .prop_map(|(start, days)| Period::new(start, start.saturating_add(days.days())).unwrap());
    prop_oneof![units, ranges]
}

proptest! {
    #[test]
    fn written_and_read_it_is_the_same(period in any_period()) {
        prop_assert_eq!(period.to_string().parse::<Period>(), Ok(period));
    }

    #[test]
    fn references_never_overlap(period in any_period()) {
        let previous = period.previous();
        prop_assert_eq!(previous.end(), period.start());
        if period.unit().is_none() {
            prop_assert_eq!(previous.days(), period.days());
        } else {
            prop_assert_eq!(previous.unit(), period.unit());
        }
        for reference in Reference::ALL {
            let other = reference.of(period);
            prop_assert!(other.start() < other.end(), "{period}: {other}");
            prop_assert!(other.end() <= period.start(), "{period}: {other}");
            prop_assert!(!other.overlaps(period));
        }
        prop_assert_eq!(period.trailing_12_months().whole(Unit::Month).count(), 12);
    }

    #[test]
    fn units_tile_a_year(year in 1900i16..2200) {
        let year = Period::containing(Unit::Year, date(year, 6, 1));
        for (unit, count) in [(Unit::Half, 2), (Unit::Quarter, 4), (Unit::Month, 12)] {
            let parts: Vec<Period> = year.whole(unit).collect();
            prop_assert_eq!(parts.len(), count);
            prop_assert!(parts.windows(2).all(|two| two[0].end() == two[1].start()));
            prop_assert_eq!((parts[0].start(), parts[count - 1].end()), (year.start(), year.end()));
            prop_assert_eq!(parts.iter().map(|part| part.days()).sum::<i32>(), year.days());
        }
        prop_assert_eq!(year.month_starts().count(), 12);
        prop_assert_eq!(year.month_ends().last(), Some(year.end()));
    }

    #[test]
    fn neighbouring_periods_share_an_instant(period in any_period()) {
        let zone = amsterdam();
        prop_assert_eq!(period.previous().instants(&zone).1, period.instants(&zone).0);
        let (start, end) = period.instants(&zone);
        prop_assert!((end.0 - start.0 - i64::from(period.days()) * DAY).abs() <= 7_200_000);
        let last = civil::DateTime::from_parts(period.last_day(), civil::time(23, 59, 59, 0));
        let last = Instant::from_timestamp(last.to_zoned(zone).unwrap().timestamp());
        prop_assert!(start < last && last < end);
    }

    #[test]
    fn a_cut_reference_has_as_many_working_days(period in any_period(), share in 0.0..1.0f64) {
        let zone = amsterdam();
        prop_assume!(period.days() < 100);
        let (start, end) = period.instants(&zone);
        let as_of = Instant(start.0 + ((end.0 - start.0) as f64 * share) as i64);
        let window = Window::of(period, as_of, &zone, &Weekdays);
        for reference in [Reference::Previous, Reference::LastYear] {
            let alike = window.alike(reference.of(period), &zone, &Weekdays);
            let whole = Window::whole(reference.of(period), &zone, &Weekdays);
            prop_assert!(whole.start <= alike.end && alike.end <= whole.end);
            if alike.cut {
                prop_assert!((alike.working_days - window.working_days).abs() < 1e-6);
            } else {
                prop_assert!(alike.working_days <= window.working_days + 1e-6);
            }
        }
    }
}
