//! The calendar of the demo company: its days, and when people work.

use jiff::civil;
use jiff::tz::TimeZone;
use trechter_domain::Instant;

/// When sellers begin and end their day, in minutes since midnight.
pub const OPENS: f64 = 510.0;
pub const CLOSES: f64 = 1050.0;

const MINUTE: f64 = 60_000.0;

/// Consecutive days in one time zone.
#[derive(Debug)]
pub struct Days {
    first: civil::Date,
    /// When each day begins.
    begins: Vec<i64>,
    /// The last instant there is.
    pub now: Instant,
}

impl Days {
    /// All days from `years` before now until half a year after it.
    pub fn new(zone: &TimeZone, now: Instant, years: u32) -> Self {
        let today = now.timestamp().to_zoned(zone.clone()).date();
        let first = today.saturating_sub(jiff::Span::new().years(i64::from(years)));
        let mut begins = Vec::new();
        let mut day = first;
        let last = today.saturating_add(jiff::Span::new().days(200));
        while day <= last {
            let begin = day.to_zoned(zone.clone()).map_or(0, |zoned| zoned.timestamp().as_millisecond());
            begins.push(begin);
            day = day.saturating_add(jiff::Span::new().days(1));
        }
        Self { first, begins, now }
    }

    /// The first instant of the history.
    pub fn start(&self) -> Instant {
        Instant(self.begins[0])
    }

    /// The day that an instant is in, as a number from 0.
    pub fn day_of(&self, at: Instant) -> usize {
        self.begins.partition_point(|begin| *begin <= at.0).saturating_sub(1)
    }

    /// Today's number.
    pub fn today(&self) -> usize {
        self.day_of(self.now)
    }

    pub fn date(&self, day: usize) -> civil::Date {
        self.first.saturating_add(jiff::Span::new().days(day as i64))
    }

    /// The number of a date; the first or last day when it lies outside.
    pub fn day(&self, date: civil::Date) -> usize {
        let days = date.since(self.first).map_or(0, |span| span.get_days());
        (days.max(0) as usize).min(self.begins.len() - 1)
    }

    /// Monday is 0.
    pub fn weekday(&self, day: usize) -> usize {
        (self.first.weekday().to_monday_zero_offset() as usize + day) % 7
    }

    pub fn is_workday(&self, day: usize) -> bool {
        self.weekday(day) < 5
    }

    /// A moment of a day.
    pub fn at(&self, day: usize, minute: f64) -> Instant {
        Instant(self.begins[day.min(self.begins.len() - 1)] + (minute * MINUTE) as i64)
    }

    fn minute(&self, day: usize, at: Instant) -> f64 {
        (at.0 - self.begins[day]) as f64 / MINUTE
    }

    /// The same moment when people work then, else the next morning that they do, `late` minutes in.
    pub fn working(&self, at: Instant, late: f64) -> Instant {
        let mut day = self.day_of(at);
        let minute = self.minute(day, at);
        if self.is_workday(day) && minute < CLOSES {
            return if minute < OPENS { self.at(day, OPENS + late) } else { at };
        }
        loop {
            day += 1;
            if self.is_workday(day) || day + 1 >= self.begins.len() {
                return self.at(day, OPENS + late);
            }
        }
    }

    /// What time it is after so many minutes of work.
    pub fn after_work(&self, from: Instant, mut minutes: f64) -> Instant {
        let mut at = self.working(from, 0.0);
        loop {
            let day = self.day_of(at);
            let left = CLOSES - self.minute(day, at);
            if minutes < left || day + 1 >= self.begins.len() {
                return Instant(at.0 + (minutes * MINUTE) as i64);
            }
            minutes -= left;
            at = self.working(self.at(day, CLOSES), 0.0);
        }
    }

    /// So many days later, at a time when people work.
    pub fn later(&self, from: Instant, days: f64, late: f64) -> Instant {
        self.working(Instant(from.0 + (days * 1_440.0 * MINUTE) as i64), late)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn days() -> Days {
        let now: Instant = "2026-03-04T12:00:00Z".parse().unwrap();
        Days::new(&TimeZone::get("Europe/Amsterdam").unwrap(), now, 2)
    }

    fn at(text: &str) -> Instant {
        text.parse().unwrap()
    }

    #[test]
    fn days_begin_at_local_midnight() {
        let days = days();
        assert_eq!(days.start(), at("2024-03-03T23:00:00Z"));
        assert_eq!(days.date(days.today()).to_string(), "2026-03-04");
        assert_eq!(days.day(days.date(400)), 400);
        assert_eq!(days.at(days.day_of(at("2025-07-01T12:00:00Z")), 0.0), at("2025-06-30T22:00:00Z"));
    }

    #[test]
    fn work_pauses_in_the_evening_and_at_the_weekend() {
        let days = days();
        // Friday 17:00 in Amsterdam and 60 minutes of work: Monday 9:00.
        let friday = at("2026-02-27T16:00:00Z");
        assert_eq!(days.after_work(friday, 60.0), at("2026-03-02T08:00:00Z"));
        assert_eq!(days.working(at("2026-03-01T12:00:00Z"), 5.0), at("2026-03-02T07:35:00Z"));
        assert_eq!(days.working(friday, 5.0), friday);
    }
}
