//! Working days as the workspace's calendar has them.

use jiff::ToSpan as _;
use jiff::civil::Date;
use trechter_domain::Instant;
use trechter_domain::calendar::{LAST_YEAR, Timetable};
use trechter_domain::time;

use super::{Period, Unit, WorkingDays, first_instant};

/// Outside the years that a timetable knows no day is worked.
///
/// ```
/// use jiff::civil::date;
/// use trechter_domain::calendar::Timetable;
/// use trechter_domain::catalogue::{Calendar, Holidays};
/// use trechter_measure::period::{Period, Window};
///
/// let zone = jiff::tz::TimeZone::get("Europe/Amsterdam").unwrap();
/// let calendar = Timetable::new(&Calendar { holidays: Holidays::Nl, ..Calendar::default() }, &zone);
/// // Thursday 4 May 2017 at 13:00: King's Day lies in April, so three and a half days of May have passed.
/// let may: Period = "2017-05".parse().unwrap();
/// let window = Window::of(may, "2017-05-04T11:00:00Z".parse().unwrap(), &zone, &calendar);
/// assert_eq!(window.working_days, 3.5);
/// // In April that was Thursday the sixth, at the same hour.
/// let april = window.alike(may.previous(), &zone, &calendar);
/// assert_eq!(april.end, "2017-04-06T11:00:00Z".parse().unwrap());
/// ```
impl WorkingDays for Timetable {
    fn elapsed(&self, start: Date, at: Instant) -> f64 {
        self.working_days_elapsed(time::Date(start), at)
    }

    fn instant_after(&self, start: Date, elapsed: f64) -> Instant {
        if elapsed <= 0.0 {
            return first_instant(start, self.zone());
        }
        // The day on which it is reached is still going on, or just over: 3.0 is the end of the third.
        let whole = elapsed.ceil() - 1.0;
        let day = nth_working_day(self, start, whole as i64);
        let (begin, end) = Period::containing(Unit::Day, day).instants(self.zone());
        let passed = ((elapsed - whole) * self.open_millis(begin, end) as f64).round() as i64;
        self.after_open_millis(begin, passed).map_or(end, |at| at.min(end))
    }
}

/// The first working day since `start` with so many working days before it; past the timetable's end, the day after it.
fn nth_working_day(table: &Timetable, start: Date, before: i64) -> Date {
    let end = jiff::civil::date(LAST_YEAR + 1, 1, 1);
    let day = |offset: i32| start.saturating_add(offset.days());
    let (mut low, mut high) = (0, (end - start).get_days().max(0));
    while low < high {
        let middle = low + (high - low) / 2;
        if table.working_days(time::Date(start), time::Date(day(middle + 1))) > before {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    day(low)
}

#[cfg(test)]
mod tests {
    use jiff::tz::TimeZone;
    use proptest::prelude::*;
    use std::sync::LazyLock;
    use trechter_domain::catalogue::{Calendar, Holidays};

    use super::*;

    /// Between open hours, in nights, over weekends, holidays and both changes of the clock.
    static TABLE: LazyLock<Timetable> = LazyLock::new(|| {
        let zone = TimeZone::get("Europe/Amsterdam").unwrap();
        Timetable::new(&Calendar { holidays: Holidays::Nl, ..Calendar::default() }, &zone)
    });

    fn at(text: &str) -> Instant {
        text.parse().unwrap()
    }

    #[test]
    fn whole_days_end_when_the_doors_close() {
        let check = |start: Date, elapsed: f64, reached: &str| {
            assert_eq!(TABLE.instant_after(start, elapsed), at(reached), "{start} {elapsed}");
            assert!((TABLE.elapsed(start, at(reached)) - elapsed).abs() < 1e-9);
        };
        let day = jiff::civil::date;
        check(day(2017, 3, 1), 0.0, "2017-02-28T23:00:00Z");
        check(day(2017, 3, 1), 0.5, "2017-03-01T12:00:00Z");
        check(day(2017, 3, 1), 3.0, "2017-03-03T16:00:00Z");
        // Over the weekend and into summer time.
        check(day(2017, 3, 24), 1.25, "2017-03-27T09:00:00Z");
        // Good Friday is worked in the Netherlands, Easter Monday is not.
        check(day(2017, 4, 14), 2.0, "2017-04-18T15:00:00Z");
    }

    #[test]
    fn past_the_last_year_nothing_more_passes() {
        let start = jiff::civil::date(LAST_YEAR, 12, 1);
        let end = first_instant(jiff::civil::date(LAST_YEAR + 1, 1, 1), TABLE.zone());
        assert!(TABLE.instant_after(start, 1000.0) >= end);
    }

    proptest! {
        #[test]
        fn there_and_back(days in 0..3000i32, after in 0..400i64 * time::DAY) {
            let start = jiff::civil::date(2016, 1, 1).saturating_add(days.days());
            let asked = Instant(first_instant(start, TABLE.zone()).0 + after);
            let elapsed = TABLE.elapsed(start, asked);
            let found = TABLE.instant_after(start, elapsed);
            prop_assert!((TABLE.elapsed(start, found) - elapsed).abs() < 1e-9);
            // The first instant by which so much has passed: nothing was open since.
            prop_assert!(found <= asked);
            prop_assert_eq!(TABLE.open_millis(found, asked), 0);
        }

        #[test]
        fn back_and_there(days in 0..3000i32, elapsed in 0.0..300.0f64) {
            let start = jiff::civil::date(2016, 1, 1).saturating_add(days.days());
            let found = TABLE.elapsed(start, TABLE.instant_after(start, elapsed));
            // A millisecond of an eight-hour day.
            prop_assert!((found - elapsed).abs() < 1.0 / (8.0 * 3_600_000.0), "{found} for {elapsed}");
        }
    }
}
