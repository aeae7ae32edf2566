//! Working time: the holidays as they were and will be, and every answer against counting minute by minute.

use std::fmt::Write;

use jiff::civil::{Date as Day, date};
use jiff::tz::TimeZone;
use proptest::prelude::*;
use trechter_domain::Instant;
use trechter_domain::calendar::{Timetable, easter, holidays};
use trechter_domain::catalogue::{
    Calendar, Catalogue, ClosedDay, Holidays, LiberationDay, Member, OpenDay, OpenHours, Team, Workspace,
};
use trechter_domain::time::Date;

use crate::desk::id;

fn zone(name: &str) -> TimeZone {
    TimeZone::get(name).unwrap()
}

fn at(text: &str) -> Instant {
    text.parse().unwrap()
}

fn day(text: &str) -> Date {
    Date(text.parse().unwrap())
}

/// The days off of a year, as `month-day`.
fn off(whose: Holidays, liberation: LiberationDay, year: i16) -> String {
    holidays(whose, liberation, year).into_iter().fold(String::new(), |mut all, holiday| {
        let gap = if all.is_empty() { "" } else { " " };
        write!(all, "{gap}{}-{}", holiday.date.0.month(), holiday.date.0.day()).unwrap();
        all
    })
}

#[test]
fn dutch_holidays() {
    for (year, expected) in [
        (2024, "1-1 3-31 4-1 4-27 5-9 5-19 5-20 12-25 12-26"),
        (2025, "1-1 4-20 4-21 4-26 5-29 6-8 6-9 12-25 12-26"),
        (2026, "1-1 4-5 4-6 4-27 5-14 5-24 5-25 12-25 12-26"),
        (2027, "1-1 3-28 3-29 4-27 5-6 5-16 5-17 12-25 12-26"),
        // Queen's Day, moved from Sunday in 2006.
        (2006, "1-1 4-16 4-17 4-29 5-25 6-4 6-5 12-25 12-26"),
        (2013, "1-1 3-31 4-1 4-30 5-9 5-19 5-20 12-25 12-26"),
        (2014, "1-1 4-20 4-21 4-26 5-29 6-8 6-9 12-25 12-26"),
    ] {
        assert_eq!(off(Holidays::Nl, LiberationDay::Never, year), expected, "{year}");
    }
}

#[test]
fn liberation_day_is_for_each_company_to_say() {
    let free = |liberation, year| {
        let all = holidays(Holidays::Nl, liberation, year);
        all.iter().any(|holiday| holiday.date.0 == date(year, 5, 5))
    };
    let years = [2024, 2025, 2026, 2030];
    assert_eq!(years.map(|year| free(LiberationDay::Never, year)), [false; 4]);
    assert_eq!(years.map(|year| free(LiberationDay::Lustrum, year)), [false, true, false, true]);
    assert_eq!(years.map(|year| free(LiberationDay::EveryYear, year)), [true; 4]);
    assert!(!off(Holidays::Be, LiberationDay::EveryYear, 2025).contains("5-5"));
}

#[test]
fn belgian_holidays() {
    for (year, expected) in [
        (2024, "1-1 4-1 5-1 5-9 5-20 7-21 8-15 11-1 11-11 12-25"),
        (2025, "1-1 4-21 5-1 5-29 6-9 7-21 8-15 11-1 11-11 12-25"),
        (2026, "1-1 4-6 5-1 5-14 5-25 7-21 8-15 11-1 11-11 12-25"),
        (2027, "1-1 3-29 5-1 5-6 5-17 7-21 8-15 11-1 11-11 12-25"),
    ] {
        assert_eq!(off(Holidays::Be, LiberationDay::Never, year), expected, "{year}");
    }
    assert_eq!(off(Holidays::None, LiberationDay::EveryYear, 2026), "");
}

#[test]
fn easter_falls_where_it_fell() {
    for expected in ["1818-03-22", "1943-04-25", "1954-04-18", "1981-04-19", "2000-04-23", "2038-04-25"] {
        let expected = day(expected);
        assert_eq!(easter(expected.0.year()), expected);
    }
}

#[test]
fn own_days_win() {
    let calendar = Calendar {
        holidays: Holidays::Nl,
        closed_days: vec![ClosedDay { date: day("2026-06-05"), name: "Uitje".into() }],
        open_days: vec![
            OpenDay { date: day("2026-04-27"), hours: vec![] },
            OpenDay { date: day("2026-06-06"), hours: vec![OpenHours { from: 600, to: 660 }] },
        ],
        ..Calendar::default()
    };
    let table = Timetable::new(&calendar, &zone("Europe/Amsterdam"));
    for (date, open) in [
        ("2026-06-04", true),
        ("2026-06-05", false),
        ("2026-06-06", true),
        ("2026-06-07", false),
        ("2026-04-27", true),
        ("2026-04-06", false),
        ("1969-12-31", false),
        ("2100-01-01", false),
    ] {
        assert_eq!(table.is_open(day(date)), open, "{date}");
        assert!(date.starts_with("19") || date.starts_with("21") || calendar.is_open(day(date)) == open);
    }
    // Friday off, one hour on Saturday.
    assert_eq!(table.open_minutes(at("2026-06-04T22:00:00Z"), at("2026-06-07T22:00:00Z")), 60);
    assert_eq!(table.working_days(day("2026-06-01"), day("2026-06-08")), 5);
    assert_eq!(table.working_days(day("2026-06-08"), day("2026-06-01")), 0);
}

#[test]
fn days_passed_and_deadlines() {
    let table = Timetable::new(&Calendar::default(), &zone("Europe/Amsterdam"));
    let elapsed = |start: &str, moment: &str| table.working_days_elapsed(day(start), at(moment));
    // 1 July 2026 is a Wednesday; 13:00 local is half of 9 to 17.
    assert_eq!(elapsed("2026-07-01", "2026-07-01T11:00:00Z"), 0.5);
    assert_eq!(elapsed("2026-07-01", "2026-07-06T05:00:00Z"), 3.0);
    assert_eq!(elapsed("2026-07-01", "2026-07-05T11:00:00Z"), 3.0);
    assert_eq!(elapsed("2026-07-01", "2026-07-06T16:00:00Z"), 4.0);
    assert_eq!(elapsed("2026-07-01", "2026-06-30T11:00:00Z"), 0.0);
    let deadline = |from: &str, minutes| table.after_open_minutes(at(from), minutes).unwrap().to_string();
    // Friday 16:00 plus four open hours is Monday 12:00.
    assert_eq!(deadline("2026-07-03T14:00:00Z", 240), "2026-07-06T10:00:00.000Z");
    assert_eq!(deadline("2026-07-03T14:00:00Z", 60), "2026-07-03T15:00:00.000Z");
    assert_eq!(deadline("2026-07-04T14:00:00Z", 0), "2026-07-04T14:00:00.000Z");
    let never = Calendar { hours: hours(&[&[]; 7]), ..Calendar::default() };
    let never = Timetable::new(&never, &TimeZone::UTC);
    assert_eq!(never.after_open_minutes(at("2026-07-03T14:00:00Z"), 1), None);
}

#[test]
fn nights_when_the_clock_is_changed_have_an_hour_less_or_more() {
    let always: &[(u16, u16)] = &[(0, 1440)];
    let calendar = Calendar { hours: hours(&[always; 7]), ..Calendar::default() };
    let table = Timetable::new(&calendar, &zone("Europe/Brussels"));
    let of_day = |begin: &str, end: &str| table.open_minutes(at(begin), at(end));
    assert_eq!(of_day("2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z"), 23 * 60);
    assert_eq!(of_day("2026-10-24T22:00:00Z", "2026-10-25T23:00:00Z"), 25 * 60);
    assert_eq!(of_day("2026-10-24T22:00:00Z", "2026-10-24T22:00:59.999Z"), 0);
}

#[test]
fn a_members_calendar_goes_before_his_teams_and_that_before_the_workspaces() {
    let calendar = |name: &str| Calendar { id: id(name).into(), name: name.into(), ..Calendar::default() };
    let team = Team { id: id("south").into(), calendar: Some(id("be").into()), ..Team::default() };
    let other = Team { id: id("north").into(), ..Team::default() };
    let member = |name: &str, team: &str, own: Option<&str>| Member {
        id: id(name).into(),
        team: Some(id(team).into()),
        calendar: own.map(|own| id(own).into()),
        ..Member::default()
    };
    let mut catalogue = Catalogue::default();
    catalogue.workspace = Workspace { time_zone: "Europe/Brussels".into(), ..Workspace::default() };
    catalogue.calendars = ["be", "nl", "part"].map(calendar).to_vec();
    catalogue.teams = vec![team, other];
    catalogue.members = vec![
        member("anna", "south", Some("part")),
        member("bram", "south", None),
        member("cas", "north", None),
    ];
    let mut catalogue = catalogue.indexed();
    let of = |catalogue: &Catalogue, name: &str| {
        let calendar = catalogue.calendar_of_member(id(name).into()).into_owned();
        (calendar.name, calendar.holidays)
    };
    assert_eq!(of(&catalogue, "anna").0, "part");
    assert_eq!(of(&catalogue, "bram").0, "be");
    assert_eq!(of(&catalogue, "cas"), (String::new(), Holidays::Be));
    catalogue.workspace.calendar = Some(id("nl").into());
    assert_eq!(of(&catalogue, "cas").0, "nl");
    catalogue.workspace = Workspace { time_zone: "Europe/Berlin".into(), ..Workspace::default() };
    assert_eq!(of(&catalogue, "cas").1, Holidays::None);
}

fn hours(days: &[&[(u16, u16)]; 7]) -> trechter_domain::catalogue::WeekHours {
    let day = |place: usize| days[place].iter().map(|&(from, to)| OpenHours { from, to }).collect();
    trechter_domain::catalogue::WeekHours {
        monday: day(0),
        tuesday: day(1),
        wednesday: day(2),
        thursday: day(3),
        friday: day(4),
        saturday: day(5),
        sunday: day(6),
    }
}

/// The slow way: asks of each minute whether the clock on the wall stands in open hours.
fn minute_by_minute(calendar: &Calendar, zone: &TimeZone, from: i64, minutes: i64) -> i64 {
    let open = |minute: i64| {
        let wall = zone.to_datetime(Instant(minute * 60_000).timestamp());
        let clock = u16::from(wall.hour().unsigned_abs()) * 60 + u16::from(wall.minute().unsigned_abs());
        let today = Date(wall.date());
        calendar.hours_on(today).iter().any(|hours| (hours.from..hours.to).contains(&clock))
    };
    (from..from + minutes).filter(|minute| open(*minute)).count() as i64
}

fn any_hours() -> impl Strategy<Value = Vec<OpenHours>> {
    proptest::collection::btree_set(0u16..=1440, 0..5).prop_map(|cuts| {
        let cuts: Vec<u16> = cuts.into_iter().collect();
        cuts.chunks_exact(2).map(|pair| OpenHours { from: pair[0], to: pair[1] }).collect()
    })
}

/// Days around the changes of the clock in March and October, and holidays, of some years.
fn any_day() -> impl Strategy<Value = Day> {
    (2012i16..2031, prop_oneof![Just((3i8, 22i8)), Just((10, 22)), Just((4, 20)), Just((12, 24))], 0i64..12)
        .prop_map(|(year, (month, day), more)| date(year, month, day) + jiff::Span::new().days(more))
}

fn any_calendar() -> impl Strategy<Value = Calendar> {
    let whose = prop_oneof![Just(Holidays::None), Just(Holidays::Nl), Just(Holidays::Be)];
    let week = proptest::collection::vec(any_hours(), 7);
    let own = (
        proptest::collection::vec(any_day(), 0..4),
        proptest::collection::vec((any_day(), any_hours()), 0..4),
    );
    (whose, week, own).prop_map(|(holidays, week, (closed, open))| {
        let mut week = week.into_iter();
        let mut next = || week.next().unwrap();
        Calendar {
            hours: trechter_domain::catalogue::WeekHours {
                monday: next(),
                tuesday: next(),
                wednesday: next(),
                thursday: next(),
                friday: next(),
                saturday: next(),
                sunday: next(),
            },
            holidays,
            closed_days: closed
                .into_iter()
                .map(|day| ClosedDay { date: Date(day), name: "Dicht".into() })
                .collect(),
            open_days: open.into_iter().map(|(day, hours)| OpenDay { date: Date(day), hours }).collect(),
            ..Calendar::default()
        }
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, ..ProptestConfig::default() })]

    #[test]
    fn open_minutes_are_those_that_one_counts(
        calendar in any_calendar(),
        place in prop_oneof![Just("Europe/Amsterdam"), Just("Europe/Brussels"), Just("America/New_York"),
            Just("Australia/Lord_Howe"), Just("America/Sao_Paulo"), Just("Pacific/Apia"), Just("UTC")],
        first in any_day(),
        into_day in 0i64..1440,
        minutes in 0i64..20_000,
    ) {
        let zone = zone(place);
        let table = Timetable::new(&calendar, &zone);
        let midnight = first.to_zoned(TimeZone::UTC).unwrap().timestamp().as_millisecond() / 60_000;
        let from = midnight + into_day;
        let counted = minute_by_minute(&calendar, &zone, from, minutes);
        let (begin, end) = (Instant(from * 60_000), Instant((from + minutes) * 60_000));
        prop_assert_eq!(table.open_minutes(begin, end), counted);
        if counted > 0 {
            // The deadline after so many minutes is the first moment at which they have passed.
            let reached = table.after_open_minutes(begin, counted).unwrap();
            prop_assert_eq!(table.open_minutes(begin, reached), counted);
            prop_assert_eq!(table.open_minutes(begin, Instant(reached.0 - 1)), counted - 1);
        }
    }

    #[test]
    fn working_days_are_those_that_one_counts(calendar in any_calendar(), from in any_day(), days in 0i64..800) {
        let table = Timetable::new(&calendar, &zone("Europe/Amsterdam"));
        let to = from + jiff::Span::new().days(days);
        let counted = from.series(jiff::Span::new().days(1)).take(days as usize)
            .filter(|day| calendar.is_open(Date(*day))).count() as i64;
        prop_assert_eq!(table.working_days(Date(from), Date(to)), counted);
        let elapsed = table.working_days_elapsed(Date(from), Instant(
            to.at(12, 0, 0, 0).to_zoned(zone("Europe/Amsterdam")).unwrap().timestamp().as_millisecond(),
        ));
        prop_assert!(elapsed >= counted as f64 && elapsed <= counted as f64 + 1.0);
    }
}
