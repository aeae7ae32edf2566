//! Undo: earlier events are retracted by a new one.

use serde_json::{Value, json};

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
    let doc = fold::document(before);
    let subject = Subject { kind: R::KIND, id: before.id() };
    let mut event = ctx.event(subject, EventKind::Retracted, before.version() + 1);
    let seqs: Vec<i64> = events.iter().map(|event| event.seq).collect();
    event.data.about.insert("seqs".into(), json!(seqs));
    if events.iter().any(|event| event.event.kind == EventKind::Created) {
        event.data.about.insert("creation".into(), Value::Bool(true));
        return Ok(Decided { record: None, events: vec![event] });
    }
    let mut personal = crate::event::Personal { persons: before.persons(), ..Default::default() };
    let mut changed = Vec::new();
    for undone in events.iter().rev().filter(|event| !event.event.data.history) {
        let parts = [
            Some((&undone.event.data.set, &undone.event.data.was)),
            undone.event.personal.as_ref().map(|p| (&p.set, &p.was)),
        ];
        for (is_personal, (set, was)) in
            parts.into_iter().enumerate().filter_map(|(i, part)| part.map(|p| (i == 1, p)))
        {
            let into = if is_personal { &mut personal.set } else { &mut event.data.set };
            for (name, value) in set {
                let now = into.get(name).cloned().unwrap_or_else(|| fold::value_of(&doc, name));
                if now != *value {
                    changed.push(FieldError::new(name, "changed_since").with("now", now));
                }
                into.insert(name.clone(), was.get(name).cloned().unwrap_or(Value::Null));
            }
        }
    }
    if !changed.is_empty() {
        return Err(Refusal { fields: changed, ..Refusal::state("changed_since") });
    }
    for (name, _) in event.data.set.clone() {
        event.data.was.insert(name.clone(), fold::value_of(&doc, &name));
    }
    for (name, _) in personal.set.clone() {
        personal.was.insert(name.clone(), fold::value_of(&doc, &name));
    }
    event.personal = (!personal.set.is_empty()).then_some(personal);
    let record = folded(Some(before.clone()), &event)?;
    Ok(Decided { record: Some(record), events: vec![event] })
}
