//! Working time: which days are worked, and how many open minutes lie between two moments.
//!
//! A [`Timetable`] is a [`Calendar`] worked out in a time zone. It is built once (a few milliseconds, about
//! a megabyte) and then answers every question in a handful of steps, however long the range.
//!
//! ```
//! use trechter_domain::calendar::Timetable;
//! use trechter_domain::catalogue::{Calendar, Holidays};
//!
//! let calendar = Calendar { holidays: Holidays::Nl, ..Calendar::default() };
//! let zone = jiff::tz::TimeZone::get("Europe/Amsterdam").unwrap();
//! let table = Timetable::new(&calendar, &zone);
//! // Friday 24 April 2026 at 16:30 to Tuesday at 9:10; Monday 27 April is King's Day.
//! let (from, to) = ("2026-04-24T14:30:00Z".parse().unwrap(), "2026-04-28T07:10:00Z".parse().unwrap());
//! assert_eq!(table.open_minutes(from, to), 40);
//! ```

mod holidays;
mod timetable;

use std::borrow::Cow;

pub use holidays::{Holiday, HolidayName, easter, holidays};
pub use timetable::{FIRST_YEAR, LAST_YEAR, Timetable};

use crate::catalogue::{Calendar, Catalogue, ClosedDay, Holidays, OpenHours, Workspace};
use crate::time::Date;
use crate::{MemberId, TeamId};

impl Calendar {
    /// What holds while nobody set up a calendar: Monday to Friday from 9:00 to 17:00, with the holidays of
    /// the country that the workspace's time zone is named after (Amsterdam, Brussels), else none.
    pub fn of_workspace(workspace: &Workspace) -> Calendar {
        let holidays = match workspace.time_zone.as_str() {
            "Europe/Brussels" => Holidays::Be,
            "Europe/Amsterdam" => Holidays::Nl,
            _ => Holidays::None,
        };
        Calendar { holidays, ..Calendar::default() }
    }

    /// The hours of a day; empty when it is off. An open day wins from a holiday and from the week; a
    /// closed day wins from the week.
    pub fn hours_on(&self, day: Date) -> &[OpenHours] {
        let usual = self.hours.on(day.0.weekday());
        if let Some(open) = self.open_days.iter().find(|open| open.date == day) {
            return if open.hours.is_empty() { usual } else { &open.hours };
        }
        if self.closed_day(day).is_some() || self.holiday(day).is_some() { &[] } else { usual }
    }

    /// Is it worked on this day?
    pub fn is_open(&self, day: Date) -> bool {
        !self.hours_on(day).is_empty()
    }

    /// The public holiday on this day, as far as this calendar keeps it. Two on one day: the first.
    pub fn holiday(&self, day: Date) -> Option<HolidayName> {
        let all = holidays(self.holidays, self.liberation_day, day.0.year());
        all.into_iter().find(|holiday| holiday.date == day).map(|holiday| holiday.name)
    }

    fn closed_day(&self, day: Date) -> Option<&ClosedDay> {
        self.closed_days.iter().find(|closed| closed.date == day)
    }
}

impl Catalogue {
    /// The workspace's calendar, or the default one.
    pub fn calendar_of_workspace(&self) -> Cow<'_, Calendar> {
        match self.workspace.calendar.and_then(|id| self.calendar(id)) {
            Some(calendar) => Cow::Borrowed(calendar),
            None => Cow::Owned(Calendar::of_workspace(&self.workspace)),
        }
    }

    /// The calendar of a team, else the workspace's.
    pub fn calendar_of_team(&self, team: Option<TeamId>) -> Cow<'_, Calendar> {
        let own = team.and_then(|id| self.team(id)).and_then(|team| team.calendar);
        match own.and_then(|id| self.calendar(id)) {
            Some(calendar) => Cow::Borrowed(calendar),
            None => self.calendar_of_workspace(),
        }
    }

    /// The calendar of a member, else his team's, else the workspace's.
    pub fn calendar_of_member(&self, member: MemberId) -> Cow<'_, Calendar> {
        let member = self.member(member);
        match member.and_then(|member| member.calendar).and_then(|id| self.calendar(id)) {
            Some(calendar) => Cow::Borrowed(calendar),
            None => self.calendar_of_team(member.and_then(|member| member.team)),
        }
    }
}
