//! Response time: from a lead's arrival to the first answer (metrics.md, section 5.2).
//!
//! The clock stops at the first completed outbound touch by a person at or after the arrival. A meeting, visit or demo
//! stops it whatever its direction: whoever sat with the customer has answered, and section 1 takes the three together
//! with outbound touches for follow-ups too. It stops wherever the touch is noted, with the lead or with a deal made
//! from it. The result is the first owner's, and the hours are those of the team that he was in at the arrival.

use std::collections::HashMap;
use std::sync::Arc;

use trechter_domain::Instant;
use trechter_domain::calendar::Timetable;
use trechter_domain::catalogue::LossReason;

use super::leads::came_in;
use super::{Each, Measure};
use crate::definitions::Metric;
use crate::facts::fields::lead;
use crate::question::Scene;
use crate::sample::{Part, Scale, Sum};
use crate::view::{Lead, View};

pub(super) const ALL: &[Measure] = &[
    Measure::new(Metric::ResponseMedian, Sum::Duration(0.5), Scale::BUSINESS_MINUTES, in_open_time),
    Measure::new(Metric::ResponseNinetieth, Sum::Duration(0.9), Scale::BUSINESS_MINUTES, in_open_time),
    Measure::new(Metric::ResponseInTime, Sum::Share, Scale::SHARE, in_time),
    Measure::new(Metric::ResponseClockMedian, Sum::Duration(0.5), Scale::MINUTES, on_the_clock),
    Measure::new(Metric::ResponseClockNinetieth, Sum::Duration(0.9), Scale::MINUTES, on_the_clock),
    Measure::new(Metric::ResponseUnanswered, Sum::Standing, Scale::COUNT, unanswered),
    Measure::new(Metric::ResponseMissed, Sum::Count, Scale::COUNT, missed),
    Measure::new(Metric::ResponseOutsideClock, Sum::Count, Scale::COUNT, outside_clock),
    Measure::new(
        Metric::ResponseBeforeAssignment,
        Sum::Duration(0.5),
        Scale::BUSINESS_MINUTES,
        before_assignment,
    ),
];

const MINUTE: i64 = 60_000;

/// The working hours by which each lead is judged: those of its first owner's team at the arrival.
struct Hours<'v, 'a> {
    view: &'v View<'a>,
    by_team: HashMap<u32, Arc<Timetable>>,
}

impl<'v, 'a> Hours<'v, 'a> {
    fn new(view: &'v View<'a>) -> Self {
        Self { view, by_team: HashMap::new() }
    }

    fn of(&mut self, owner: u32, arrival: Instant) -> &Timetable {
        let team = self.view.team_of(owner, arrival);
        self.by_team.entry(team).or_insert_with(|| self.view.timetable_of_team(team))
    }
}

/// Reasons that say there was no lead at all: spam, a test or a duplicate, by their name.
struct NoRealLead(Vec<u32>);

impl NoRealLead {
    fn new(view: &View<'_>) -> Self {
        let such = view.set_up.loss_reasons.iter().filter(|reason| is_no_real_lead(reason));
        Self(such.map(|reason| view.facts.words().code(reason.id.0)).collect())
    }

    fn is(&self, lead: &Lead<'_>) -> bool {
        lead.status() == lead::DISQUALIFIED && self.0.contains(&lead.at.code(lead::REASON))
    }
}

/// A reason is a name only, so its words must do: spam and duplicate anywhere in it, test at its beginning ("lost after
/// a test" is a real lead).
fn is_no_real_lead(reason: &LossReason) -> bool {
    const ANYWHERE: [&str; 5] = ["spam", "duplic", "dubbel", "doublon", "junk"];
    const FIRST: [&str; 4] = ["test", "tests", "testlead", "testaanvraag"];
    let name = reason.name.to_lowercase();
    let mut words = name.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.clone().next().is_some_and(|first| FIRST.contains(&first))
        || words.any(|word| ANYWHERE.iter().any(|known| word.starts_with(known)))
}

/// Why a lead has no response time, as the code of a note; `None`: its clock runs.
fn why_outside(lead: &Lead<'_>, no_real: &NoRealLead) -> Option<&'static str> {
    if lead.first().undated() {
        return Some("undated");
    }
    match lead.first().first_code(lead::BORN) {
        lead::ARRIVED if no_real.is(lead) => Some("no_real_lead"),
        lead::ARRIVED => None,
        lead::CONVERSATION => Some("born_in_conversation"),
        lead::IMPORTED => Some("imported_without_arrival"),
        _ => Some("typed_in"),
    }
}

/// The leads that came in during the window; those outside the clock are left out with the reason.
fn arrived(scene: &Scene<'_>, mut each: impl FnMut(&Lead<'_>, Part<'_>)) {
    let no_real = NoRealLead::new(&scene.view);
    came_in(scene, |lead, part| match why_outside(lead, &no_real) {
        Some(why) => each(lead, part.left_out(why)),
        None => each(lead, part),
    });
}

/// Arrival to answer, or to the date of the question when there is none yet; a lead that was disqualified without an
/// answer was never answered and waits on.
fn waiting(scene: &Scene<'_>, each: Each<'_>, mut length: impl FnMut(&Part<'_>, Instant, Instant) -> i64) {
    let now = scene.view.cut.before;
    arrived(scene, |lead, part| {
        if part.left_out.is_some() {
            return each(part);
        }
        let (arrival, answer) = (part.when, lead.first_answer(part.when));
        let length = length(&part, arrival, answer.unwrap_or(now));
        each(part.amount(length).hit(answer.is_some()));
    });
}

fn in_open_time(scene: &Scene<'_>, each: Each<'_>) {
    let mut hours = Hours::new(&scene.view);
    waiting(scene, each, |part, arrival, end| hours.of(part.owner, arrival).open_millis(arrival, end));
}

fn on_the_clock(scene: &Scene<'_>, each: Each<'_>) {
    waiting(scene, each, |_, arrival, end| end.0 - arrival.0);
}

/// Only leads whose deadline has passed, answered or not: otherwise the quick answers of today would flatter. An answer
/// in closed hours adds no time, so one in the evening after the deadline's last open minute is in time.
fn in_time(scene: &Scene<'_>, each: Each<'_>) {
    let allowed = scene.view.set_up.workspace.response_minutes * MINUTE;
    let now = scene.view.cut.before;
    let mut hours = Hours::new(&scene.view);
    arrived(scene, |lead, part| {
        if part.left_out.is_some() {
            return each(part);
        }
        let arrival = part.when;
        let hours = hours.of(part.owner, arrival);
        if hours.open_millis(arrival, now) < allowed {
            return each(part.left_out("deadline_ahead"));
        }
        let answer = lead.first_answer(arrival);
        each(part.hit(answer.is_some_and(|answer| hours.open_millis(arrival, answer) <= allowed)));
    });
}

/// Open leads, of whatever period, whose clock runs on.
fn unanswered(scene: &Scene<'_>, each: Each<'_>) {
    let no_real = NoRealLead::new(&scene.view);
    for lead in scene.view.leads().filter(Lead::is_open) {
        let arrival = lead.created();
        if why_outside(&lead, &no_real).is_none() && lead.first_answer(arrival).is_none() {
            each(Part::lead(&lead, lead.first_owner().0, arrival));
        }
    }
}

/// Leads of the window that were disqualified without an answer.
fn missed(scene: &Scene<'_>, each: Each<'_>) {
    arrived(scene, |lead, part| {
        let missed = lead.status() == lead::DISQUALIFIED && lead.first_answer(part.when).is_none();
        if part.left_out.is_none() && missed {
            each(part);
        }
    });
}

/// Leads of the window without a response time, whatever the reason.
fn outside_clock(scene: &Scene<'_>, each: Each<'_>) {
    arrived(scene, |_, part| {
        if part.left_out.is_some() {
            each(Part { left_out: None, ..part });
        }
    });
}

/// Arrival to the first human owner; those that nobody has yet wait on.
fn before_assignment(scene: &Scene<'_>, each: Each<'_>) {
    let now = scene.view.cut.before;
    let mut hours = Hours::new(&scene.view);
    arrived(scene, |lead, part| {
        if part.left_out.is_some() {
            return each(part);
        }
        let (arrival, (owner, since)) = (part.when, lead.first_owner());
        let end = if owner == 0 { now } else { since };
        let length = hours.of(owner, arrival).open_millis(arrival, end);
        each(part.amount(length).hit(owner != 0));
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_says_by_its_words_that_there_was_no_lead() {
        let is = |name: &str| is_no_real_lead(&LossReason { name: name.to_owned(), ..LossReason::default() });
        for name in
            ["Spam", "is spam!", "Duplicate lead", "Duplicaat", "Dubbele aanvraag", "Test", "Test lead"]
        {
            assert!(is(name), "{name}");
        }
        for name in ["Geen budget", "Lost after a test", "Testimonial asked", "Concurrent"] {
            assert!(!is(name), "{name}");
        }
    }
}
