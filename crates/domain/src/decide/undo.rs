//! Undo: earlier events are retracted by a new one.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::{Ctx, Decided, folded};
use crate::event::{Event, EventKind, Subject};
use crate::fold::{self, Document};
use crate::refusal::{FieldError, Refusal};

/// Takes back events of one record: its fields become what they were. `events` are in the order of
/// the log; `story` is all that ever happened to the record, in the same order. Undoing a creation makes
/// the record disappear (`record` is `None` then).
///
/// What was told late and lies before the undone events is history only while they stand. Once they are
/// taken back it is the last that happened, so a field that it speaks of takes its value.
///
/// # Errors
/// `changed_since` with the fields that somebody changed after those events; `stage_gone` when it would
/// stand where nothing stands any more. The state is left as it is.
pub fn undo_events<R: Document>(
    ctx: &Ctx<'_>,
    before: &R,
    events: &[Event],
    story: &[Event],
) -> Result<Decided<Option<R>>, Refusal> {
    let subject = Subject { kind: R::KIND, id: before.id() };
    let seqs: Vec<i64> = events.iter().map(|event| event.seq).collect();
    let mut event = ctx.event(subject, EventKind::Retracted, before.version() + 1);
    event.data.about.insert("seqs".into(), json!(seqs));
    if events.iter().any(|event| event.event.kind == EventKind::Created) {
        let last = events.iter().map(|event| event.event.version).max();
        let told_late = |event: &Event| event.event.data.history && !seqs.contains(&event.seq);
        if last != Some(before.version()) || valid(story, &seqs).into_iter().any(told_late) {
            return Err(Refusal::state("changed_since"));
        }
        event.data.about.insert("creation".into(), Value::Bool(true));
        return Ok(Decided { record: None, events: vec![event] });
    }
    let after = taken_back(before, events, &valid(story, &seqs))?;
    if !after.homed(ctx)?.events.is_empty() {
        return Err(Refusal::state("stage_gone"));
    }
    if let Some(changes) = fold::event(ctx, Some(before), &after, EventKind::Retracted) {
        event.data.set = changes.data.set;
        event.data.was = changes.data.was;
        event.personal = changes.personal;
    }
    let record = folded(Some(before.clone()), &event)?;
    Ok(Decided { record: Some(record), events: vec![event] })
}

/// The events of a story that are to be read as having happened, were these taken back too: not the
/// retracted ones, and not the retractions, unless a retraction was itself retracted.
fn valid<'s>(story: &'s [Event], undone: &[i64]) -> Vec<&'s Event> {
    let mut void: BTreeSet<i64> = undone.iter().copied().collect();
    let retractions = story.iter().rev().filter(|event| event.event.kind == EventKind::Retracted);
    for event in retractions.filter(|event| !undone.contains(&event.seq)) {
        if event.seq == 0 || void.insert(event.seq) {
            let seqs = event.event.data.about.get("seqs").and_then(Value::as_array).into_iter().flatten();
            void.extend(seqs.filter_map(Value::as_i64));
        }
    }
    let retraction = |event: &Event| event.event.kind == EventKind::Retracted;
    story.iter().filter(|event| !retraction(event) && !void.contains(&event.seq)).collect()
}

/// The record with what the events set put back, from the last event to the first.
fn taken_back<R: Document>(before: &R, events: &[Event], valid: &[&Event]) -> Result<R, Refusal> {
    let mut doc: Map<String, Value> = fold::document(before);
    let empty = fold::document(&R::default());
    let mut changed = Vec::new();
    let mut names = BTreeSet::new();
    for undone in events.iter().rev().filter(|event| !event.event.data.history) {
        let (set, was) = fold::told(&undone.event);
        for (name, value) in set {
            let now = fold::value_of(&doc, &name);
            if now != value {
                changed.push(FieldError::new(&name, "changed_since").with("now", now));
            }
            let was = was.get(&name).cloned().unwrap_or(Value::Null);
            let was = if was.is_null() { fold::value_of(&empty, &name) } else { was };
            fold::put(&mut doc, &name, was);
            names.insert(name);
        }
    }
    if !changed.is_empty() {
        return Err(Refusal { fields: changed, ..Refusal::state("changed_since") });
    }
    for name in names {
        if let Some(value) = told_late(&name, valid) {
            fold::put(&mut doc, &name, value);
        }
    }
    serde_json::from_value(Value::Object(doc)).map_err(|_| Refusal::state("does_not_fold"))
}

/// The last value of a field in the order of happening, when something that was told late speaks of it.
/// What is said to have happened before the record came to exist does not count.
fn told_late(name: &str, valid: &[&Event]) -> Option<Value> {
    let born = valid.iter().find(|event| event.event.kind == EventKind::Created)?.event.occurred_at;
    let mut telling: Vec<(&Event, Value)> = Vec::new();
    for event in valid.iter().filter(|event| !event.event.data.history || event.event.occurred_at >= born) {
        let (mut set, _) = fold::told(&event.event);
        if let Some(value) = set.remove(name) {
            telling.push((event, value));
        }
    }
    if !telling.iter().any(|(event, _)| event.event.data.history) {
        return None;
    }
    // Of two that happened at once, the later told one counts: `max_by_key` gives the last.
    telling.into_iter().max_by_key(|(event, _)| event.event.occurred_at).map(|(_, value)| value)
}
