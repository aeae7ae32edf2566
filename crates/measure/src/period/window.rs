//! What of a period has happened, and the same stretch of the period it is compared with.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use trechter_domain::Instant;

use super::Period;

/// Counts working days: whole ones, and of the day that is going on the share of its open hours that has passed.
pub trait WorkingDays {
    /// Working days from the first instant of a local day until an instant; 0 when the instant lies before.
    fn elapsed(&self, start: Date, at: Instant) -> f64;

    /// The first instant by which so many working days have passed since the first instant of a local day: with
    /// `elapsed` above 0, the inverse of [`elapsed`](Self::elapsed) up to a millisecond.
    fn instant_after(&self, start: Date, elapsed: f64) -> Instant;
}

/// The part of a period that has happened as of a moment, in instants.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Window {
    /// The period's first instant.
    pub start: Instant,
    /// The first instant that does not count: the period's end, or where it is cut. Standing numbers are those at it.
    pub end: Instant,
    /// Whether it ends before its period does.
    pub cut: bool,
    /// Its working days: the exposure by which flows are scaled.
    pub working_days: f64,
}

impl Window {
    /// What of `period` lies before `as_of`; without an instant in it when the period is still to come.
    pub fn of(period: Period, as_of: Instant, zone: &TimeZone, calendar: &impl WorkingDays) -> Self {
        let (start, full_end) = period.instants(zone);
        let end = as_of.clamp(start, full_end);
        Self { start, end, cut: end < full_end, working_days: calendar.elapsed(period.start(), end) }
    }

    /// The same stretch of a reference: whole if this window is, else cut after as many working days since the
    /// reference's own start, and never later than its end.
    ///
    /// A quarter that has seen 13 of its working days is held against the first 13 of the quarter before, whatever
    /// the holidays. The whole reference, shown beside it, is [`Window::whole`]. The trailing twelve months are never
    /// cut: there flows are scaled by [`working_days`](Self::working_days).
    pub fn alike(&self, reference: Period, zone: &TimeZone, calendar: &impl WorkingDays) -> Self {
        let whole = Self::whole(reference, zone, calendar);
        if !self.cut {
            return whole;
        }
        let end = if self.working_days > 0.0 {
            calendar.instant_after(reference.start(), self.working_days).clamp(whole.start, whole.end)
        } else {
            whole.start
        };
        let working_days = calendar.elapsed(reference.start(), end);
        Self { end, cut: end < whole.end, working_days, ..whole }
    }

    /// All of a period.
    pub fn whole(period: Period, zone: &TimeZone, calendar: &impl WorkingDays) -> Self {
        let (start, end) = period.instants(zone);
        Self { start, end, cut: false, working_days: calendar.elapsed(period.start(), end) }
    }

    /// Whether something that happened at an instant belongs to it.
    pub fn contains(&self, at: Instant) -> bool {
        self.start <= at && at < self.end
    }
}
