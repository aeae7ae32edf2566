//! Touches: what was done with a lead or a customer.

use trechter_domain::Instant;

use super::View;
use crate::facts::fields::{activity, mark, record};
use crate::facts::{At, Cut, Facts};

/// What kind of activity it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum TouchKind {
    /// A phone call.
    Call,
    /// A mail.
    Email,
    /// A message.
    Message,
    /// A meeting.
    Meeting,
    /// A visit.
    Visit,
    /// A demo.
    Demo,
}

/// A completed call, e-mail, message, meeting, visit or demo, by or with a person (metrics.md, section 1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Touch {
    /// When it was done.
    pub at: Instant,
    /// What it was.
    pub kind: TouchKind,
    /// The customer began it.
    pub inbound: bool,
    /// Place of the activity.
    pub activity: u32,
}

impl Touch {
    /// The code of whose activity it is as of the cut; `None` when it is nobody's.
    pub fn owner(&self, view: &View<'_>) -> Option<u32> {
        let activity = view.facts.activities.at(self.activity, view.cut)?;
        Some(activity.code(record::OWNER)).filter(|code| *code != 0)
    }

    /// A meeting, visit or demo: people were together.
    pub fn is_appointment(&self) -> bool {
        matches!(self.kind, TouchKind::Meeting | TouchKind::Visit | TouchKind::Demo)
    }

    /// Does it answer a lead? Outbound, or together: a meeting, visit or demo.
    pub fn is_answer(&self) -> bool {
        !self.inbound || self.is_appointment()
    }
}

pub(super) fn kind(code: u32) -> Option<TouchKind> {
    Some(match code {
        activity::CALL => TouchKind::Call,
        activity::EMAIL => TouchKind::Email,
        activity::MESSAGE => TouchKind::Message,
        activity::MEETING => TouchKind::Meeting,
        activity::VISIT => TouchKind::Visit,
        activity::DEMO => TouchKind::Demo,
        _ => return None,
    })
}

/// The touches noted with a record, in the order of time. `link` is the column of activities that points at it.
pub(super) fn touches<'a>(
    view: &'a View<'_>,
    at: At<'a>,
    link: u16,
) -> impl Iterator<Item = Touch> + use<'a> {
    done(view.facts, view.cut, at, link).filter_map(|(at, kind_code, direction, activity)| {
        Some(Touch { at, kind: kind(kind_code)?, inbound: direction == activity::IN, activity })
    })
}

/// Something that a person did with a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Logged {
    /// When it was done.
    pub at: Instant,
    /// Is it a touch? Tasks and notes are none.
    pub is_touch: bool,
    /// Place of the activity.
    pub activity: u32,
}

/// Everything that people did with a record, touch or not, in the order of time.
pub(super) fn logged<'a>(
    view: &'a View<'_>,
    at: At<'a>,
    link: u16,
) -> impl Iterator<Item = Logged> + use<'a> {
    done(view.facts, view.cut, at, link).map(|(at, code, _, activity)| Logged {
        at,
        is_touch: kind(code).is_some(),
        activity,
    })
}

/// Everything done by people that is noted with a record: (when, kind, direction, place of the activity).
pub(super) fn done<'a>(
    facts: &'a Facts,
    cut: Cut,
    at: At<'a>,
    link: u16,
) -> impl Iterator<Item = (Instant, u32, u32, u32)> + use<'a> {
    at.changes().filter_map(move |change| {
        let place = change.code.wrapping_sub(1);
        if change.field >= mark::PLAIN {
            let told = u32::from(change.field - mark::PLAIN);
            return Some((change.at, told / 4, told % 4, place));
        }
        if change.field != mark::DONE {
            return None;
        }
        let activity = facts.activities.at(place, cut).filter(At::counts)?;
        let holds = activity.code(activity::STATUS) == activity::DONE
            && activity.code(activity::AUTOMATIC) == 0
            && activity.code(link) == at.place + 1
            && done_at(&activity) == Some(change.at);
        holds.then(|| (change.at, activity.code(activity::KIND), activity.code(activity::DIRECTION), place))
    })
}

/// When an activity that is done was done.
pub fn done_at(activity: &At<'_>) -> Option<Instant> {
    if activity.code(activity::STATUS) != activity::DONE {
        return None;
    }
    let last = activity.changes_of(activity::STATUS).last();
    Some(last.map_or(activity.created(), |change| change.at))
}

/// Is an activity planned with the record, and neither done nor cancelled? Those whose place is given by a mark.
pub(super) fn has_plan(view: &View<'_>, at: At<'_>, link: u16) -> bool {
    at.changes_of(mark::PLANNED).any(|change| {
        let activity = view.facts.activities.at(change.code - 1, view.cut).filter(At::counts);
        activity.is_some_and(|activity| {
            activity.code(activity::STATUS) == activity::PLANNED && activity.code(link) == at.place + 1
        })
    })
}
