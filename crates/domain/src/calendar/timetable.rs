//! A calendar worked out, day by day, in a time zone.

use jiff::Timestamp;
use jiff::civil::{Date as Day, date};
use jiff::tz::TimeZone;

use crate::Instant;
use crate::catalogue::{Calendar, OpenHours};
use crate::time::{DAY, Date};

/// The first year that a timetable knows; before it nothing is open.
pub const FIRST_YEAR: i16 = 1970;
/// The last year that a timetable knows; after it nothing is open.
pub const LAST_YEAR: i16 = 2099;

/// Milliseconds in a minute.
const MINUTE: i64 = 60_000;

/// A calendar worked out in a time zone, for [`FIRST_YEAR`] to [`LAST_YEAR`]. Answers are exact when the
/// clock is changed: an hour that the clock skips is not worked, an hour that it shows twice counts twice.
#[derive(Debug, Clone, PartialEq)]
pub struct Timetable {
    zone: TimeZone,
    /// Open stretches of real time, in order.
    open: Vec<Stretch>,
    /// Worked days before each day, from the first of [`FIRST_YEAR`] to the one after [`LAST_YEAR`].
    worked: Vec<u32>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Stretch {
    from: i64,
    to: i64,
    /// Open milliseconds before it.
    before: i64,
}

impl Timetable {
    /// Works a calendar out. Takes a few milliseconds; keep it.
    pub fn new(calendar: &Calendar, zone: &TimeZone) -> Self {
        let first = first_day();
        let mut days = Vec::new();
        let mut worked = vec![0];
        let mut sum = 0;
        for year in FIRST_YEAR..=LAST_YEAR {
            year_of(calendar, year, |hours| {
                sum += u32::from(!hours.is_empty());
                worked.push(sum);
                days.push(hours);
            });
        }
        let mut open = Vec::with_capacity(days.len());
        let mut before = 0;
        for (begin, end, offset) in segments(zone, first, days.len()) {
            let naive_first = (begin + offset - midnight(first)).div_euclid(DAY).max(0);
            let naive_last = (end + offset - midnight(first)).div_euclid(DAY).min(days.len() as i64 - 1);
            for day in naive_first..=naive_last {
                for hours in days[day as usize] {
                    let start = midnight(first) + day * DAY - offset;
                    let from = (start + i64::from(hours.from) * MINUTE).max(begin);
                    let to = (start + i64::from(hours.to) * MINUTE).min(end);
                    if from < to {
                        open.push(Stretch { from, to, before });
                        before += to - from;
                    }
                }
            }
        }
        Self { zone: zone.clone(), open, worked }
    }

    /// The zone that its days begin in.
    pub fn zone(&self) -> &TimeZone {
        &self.zone
    }

    /// The day that a moment falls on.
    pub fn day_of(&self, at: Instant) -> Date {
        Date(self.zone.to_datetime(at.timestamp()).date())
    }

    /// Is this a working day: does it have open hours?
    pub fn is_open(&self, day: Date) -> bool {
        let place = place_of(day);
        (FIRST_YEAR..=LAST_YEAR).contains(&day.0.year()) && self.worked[place + 1] > self.worked[place]
    }

    /// Whole open minutes from one moment to another; a rest of less than a minute is dropped. 0 when `to`
    /// is not after `from`.
    pub fn open_minutes(&self, from: Instant, to: Instant) -> i64 {
        self.open_millis(from, to) / MINUTE
    }

    /// Open milliseconds from one moment to another; 0 when `to` is not after `from`.
    pub fn open_millis(&self, from: Instant, to: Instant) -> i64 {
        (self.before(to) - self.before(from)).max(0)
    }

    /// The moment at which so many open minutes have passed since `from`: a deadline. Without minutes to
    /// pass, `from` itself. `None` when the calendar never has that many.
    pub fn after_open_minutes(&self, from: Instant, minutes: i64) -> Option<Instant> {
        self.after_open_millis(from, minutes * MINUTE)
    }

    /// The same for open milliseconds.
    pub fn after_open_millis(&self, from: Instant, millis: i64) -> Option<Instant> {
        if millis <= 0 {
            return Some(from);
        }
        let wanted = self.before(from) + millis;
        let place =
            self.open.partition_point(|stretch| stretch.before + (stretch.to - stretch.from) < wanted);
        self.open.get(place).map(|stretch| Instant(stretch.from + wanted - stretch.before))
    }

    /// Working days from `from` up to, and not including, `to`; 0 when `to` is not after `from`.
    pub fn working_days(&self, from: Date, to: Date) -> i64 {
        let (from, to) = (self.worked[place_of(from)], self.worked[place_of(to)]);
        i64::from(to.saturating_sub(from))
    }

    /// Working days passed at a moment, since the beginning of the day `start`: the whole ones before the
    /// moment's own day, and of that day the share of its open hours that has passed. 0 before `start`.
    pub fn working_days_elapsed(&self, start: Date, at: Instant) -> f64 {
        let today = self.day_of(at);
        if today < start {
            return 0.0;
        }
        let whole = self.working_days(start, today) as f64;
        let Ok(tomorrow) = today.0.tomorrow() else { return whole };
        let (begin, end) = (self.begin(today), self.begin(Date(tomorrow)));
        match self.open_millis(begin, end) {
            0 => whole,
            all => whole + self.open_millis(begin, at) as f64 / all as f64,
        }
    }

    /// The moment that a day begins in the zone; the first one when the clock shows midnight twice.
    fn begin(&self, day: Date) -> Instant {
        match day.0.to_zoned(self.zone.clone()) {
            Ok(begin) => Instant(begin.timestamp().as_millisecond()),
            Err(_) => Instant(midnight(day.0)),
        }
    }

    /// Open milliseconds before a moment.
    fn before(&self, at: Instant) -> i64 {
        let place = self.open.partition_point(|stretch| stretch.from < at.0);
        match place.checked_sub(1).map(|place| self.open[place]) {
            None => 0,
            Some(stretch) => stretch.before + at.0.min(stretch.to) - stretch.from,
        }
    }
}

fn first_day() -> Day {
    date(FIRST_YEAR, 1, 1)
}

/// Days since the first day that a timetable knows, held within it.
fn place_of(day: Date) -> usize {
    let last = date(LAST_YEAR + 1, 1, 1);
    let day = day.0.clamp(first_day(), last);
    day.duration_since(first_day()).as_hours() as usize / 24
}

/// Midnight in UTC, in milliseconds.
fn midnight(day: Day) -> i64 {
    day.duration_since(date(1970, 1, 1)).as_millis() as i64
}

/// Gives the hours of each day of a year, in order. Looks the holidays up once a year.
fn year_of<'c>(calendar: &'c Calendar, year: i16, mut each: impl FnMut(&'c [OpenHours])) {
    let off = super::holidays(calendar.holidays, calendar.liberation_day, year);
    let mut day = date(year, 1, 1);
    while day.year() == year {
        let date = Date(day);
        let usual = calendar.hours.on(day.weekday());
        let open = calendar.open_days.iter().find(|open| open.date == date);
        let closed = || off.iter().any(|holiday| holiday.date == date) || calendar.closed_day(date).is_some();
        each(match open {
            Some(open) if !open.hours.is_empty() => &open.hours,
            Some(_) => usual,
            None if closed() => &[],
            None => usual,
        });
        match day.tomorrow() {
            Ok(next) => day = next,
            Err(_) => return,
        }
    }
}

/// Stretches of one offset to UTC, covering so many days: begin, end and offset in milliseconds.
fn segments(zone: &TimeZone, first: Day, days: usize) -> Vec<(i64, i64, i64)> {
    // A day's margin on both sides, for zones ahead of and behind UTC.
    let (begin, end) = (midnight(first) - DAY, midnight(first) + (days as i64 + 1) * DAY);
    let at = |millis: i64| Timestamp::from_millisecond(millis).unwrap_or(Timestamp::UNIX_EPOCH);
    let offset = |millis: i64| i64::from(zone.to_offset(at(millis)).seconds()) * 1000;
    let mut segments = Vec::new();
    let mut from = begin;
    for change in zone.following(at(begin)) {
        let to = change.timestamp().as_millisecond();
        if to >= end {
            break;
        }
        segments.push((from, to, offset(from)));
        from = to;
    }
    segments.push((from, end, offset(from)));
    segments
}
