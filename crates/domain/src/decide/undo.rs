//! Undo: earlier events are retracted by a new one.

use serde_json::{Map, Value, json};

use super::{Ctx, Decided, folded};
use crate::event::{Event, EventKind, Subject};
use crate::fold::{self, Document};
use crate::refusal::{FieldError, Refusal};

/// Takes back events of one record: its fields become what they were. `events` are in the order of
/// the log. Undoing a creation makes the record disappear (`record` is `None` then).
///
/// # Errors
/// `changed_since` with the fields that somebody changed after those events; the state is left as it is.
pub fn undo_events<R: Document>(
    ctx: &Ctx<'_>,
    before: &R,
    events: &[Event],
) -> Result<Decided<Option<R>>, Refusal> {
    let subject = Subject { kind: R::KIND, id: before.id() };
    let seqs: Vec<i64> = events.iter().map(|event| event.seq).collect();
    let mut event = ctx.event(subject, EventKind::Retracted, before.version() + 1);
    event.data.about.insert("seqs".into(), json!(seqs));
    if events.iter().any(|event| event.event.kind == EventKind::Created) {
        let last = events.iter().map(|event| event.event.version).max();
        if last != Some(before.version()) {
            return Err(Refusal::state("changed_since"));
        }
        event.data.about.insert("creation".into(), Value::Bool(true));
        return Ok(Decided { record: None, events: vec![event] });
    }
    let after = taken_back(before, events)?;
    if let Some(changes) = fold::event(ctx, Some(before), &after, EventKind::Retracted) {
        event.data.set = changes.data.set;
        event.data.was = changes.data.was;
        event.personal = changes.personal;
    }
    let record = folded(Some(before.clone()), &event)?;
    Ok(Decided { record: Some(record), events: vec![event] })
}

/// The record with what the events set put back, from the last event to the first.
fn taken_back<R: Document>(before: &R, events: &[Event]) -> Result<R, Refusal> {
    let mut doc: Map<String, Value> = fold::document(before);
    let empty = fold::document(&R::default());
    let mut changed = Vec::new();
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
        }
    }
    if !changed.is_empty() {
        return Err(Refusal { fields: changed, ..Refusal::state("changed_since") });
    }
    serde_json::from_value(Value::Object(doc)).map_err(|_| Refusal::state("does_not_fold"))
}
