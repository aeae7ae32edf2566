//! When a workspace, a team or a member works. What follows from it is in [`crate::calendar`].

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::entry;
use crate::record::Check;
use crate::time::Date;

/// A stretch of a day that people work in, in minutes after midnight on the clock of the wall: 540 to
/// 1020 is 9:00 to 17:00. It begins at `from` and ends before `to`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OpenHours {
    /// 0 to 1439.
    pub from: u16,
    /// More than `from`, at most 1440: midnight at the end of the day.
    pub to: u16,
}

/// The working hours of each day of the week, in their order, without overlap. An empty day is closed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct WeekHours {
    pub monday: Vec<OpenHours>,
    pub tuesday: Vec<OpenHours>,
    pub wednesday: Vec<OpenHours>,
    pub thursday: Vec<OpenHours>,
    pub friday: Vec<OpenHours>,
    pub saturday: Vec<OpenHours>,
    pub sunday: Vec<OpenHours>,
}

impl Default for WeekHours {
    /// Monday to Friday from 9:00 to 17:00.
    fn default() -> Self {
        let day = || vec![OpenHours { from: 540, to: 1020 }];
        Self {
            monday: day(),
            tuesday: day(),
            wednesday: day(),
            thursday: day(),
            friday: day(),
            saturday: Vec::new(),
            sunday: Vec::new(),
        }
    }
}

impl WeekHours {
    /// The hours of a day of the week.
    pub fn on(&self, weekday: jiff::civil::Weekday) -> &[OpenHours] {
        self.days()[weekday.to_monday_zero_offset() as usize].1
    }

    /// The days with their names, Monday first.
    pub fn days(&self) -> [(&'static str, &Vec<OpenHours>); 7] {
        [
            ("monday", &self.monday),
            ("tuesday", &self.tuesday),
            ("wednesday", &self.wednesday),
            ("thursday", &self.thursday),
            ("friday", &self.friday),
            ("saturday", &self.saturday),
            ("sunday", &self.sunday),
        ]
    }
}

/// Whose public holidays are days off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Holidays {
    #[default]
    None,
    /// The Netherlands.
    Nl,
    /// Belgium.
    Be,
}

/// When Dutch Liberation Day, 5 May, is a day off: that is for each company to say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum LiberationDay {
    #[default]
    Never,
    /// Every five years: 2025, 2030.
    Lustrum,
    EveryYear,
}

/// A day off of the workspace's own, like a company outing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ClosedDay {
    pub date: Date,
    pub name: String,
}

/// A day that is worked though the week or the holidays say otherwise, like a Saturday of a fair.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OpenDay {
    pub date: Date,
    /// Empty: the hours of its day of the week.
    #[serde(default)]
    pub hours: Vec<OpenHours>,
}

entry! {
    /// Working hours and days off.
    Calendar(CalendarId), Calendar, label: name, personal: [],
    {
        name: String,
        hours: WeekHours,
        holidays: Holidays,
        /// Only where `holidays` is `nl`.
        liberation_day: LiberationDay,
        /// Days off of its own; they win from the week.
        closed_days: Vec<ClosedDay>,
        /// Days that are worked; they win from the week and from the holidays.
        open_days: Vec<OpenDay>,
    }
    check(this, check) {
        check.required_name("name", &mut this.name);
        for (day, hours) in this.hours.days() {
            if !in_order(hours) {
                check.wrong(&format!("hours.{day}"), "not_hours");
            }
        }
        this.closed_days.sort_by_key(|day| day.date);
        this.open_days.sort_by_key(|day| day.date);
        for (i, day) in this.closed_days.iter_mut().enumerate() {
            check.required_name(&format!("closed_days.{i}.name"), &mut day.name);
        }
        for (i, day) in this.open_days.iter().enumerate() {
            let usual = this.hours.on(day.date.0.weekday());
            if !in_order(&day.hours) || (day.hours.is_empty() && usual.is_empty()) {
                check.wrong(&format!("open_days.{i}.hours"), "not_hours");
            }
        }
        days_apart(&mut check, this);
    }
}

/// Each stretch ends after it begins, and before the next one.
fn in_order(hours: &[OpenHours]) -> bool {
    hours.len() <= 10
        && hours.iter().all(|hours| hours.from < hours.to && hours.to <= 1440)
        && hours.windows(2).all(|pair| pair[0].to <= pair[1].from)
}

/// A day is named once, as closed or as open.
fn days_apart(check: &mut Check<'_, '_>, calendar: &Calendar) {
    if calendar.closed_days.len() > 1_000 || calendar.open_days.len() > 1_000 {
        check.wrong(if calendar.closed_days.len() > 1_000 { "closed_days" } else { "open_days" }, "too_many");
        return;
    }
    let twice = |dates: &[Date]| dates.windows(2).any(|pair| pair[0] == pair[1]);
    let closed: Vec<Date> = calendar.closed_days.iter().map(|day| day.date).collect();
    let open: Vec<Date> = calendar.open_days.iter().map(|day| day.date).collect();
    if twice(&closed) {
        check.wrong("closed_days", "day_named_twice");
    }
    if twice(&open) || open.iter().any(|date| closed.binary_search(date).is_ok()) {
        check.wrong("open_days", "day_named_twice");
    }
}
