//! The one fold: how events make a record. Decisions, imports, undo and the replay test all use it.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use uuid::Uuid;

use crate::decide::{Ctx, Decided};
use crate::event::{EventKind, Kind, NewEvent, Payload, Personal, Subject};
use crate::refusal::{FieldError, Refusal};

/// Something whose every change is in the log: a record, or an entry of the catalogue.
pub trait Document:
    Clone
    + std::fmt::Debug
    + PartialEq
    + Default
    + Serialize
    + DeserializeOwned
    + schemars::JsonSchema
    + Send
    + Sync
    + 'static
{
    const KIND: Kind;
    /// Fields that hold names, addresses or free text; they go into the personal part of events.
    const PERSONAL: &'static [&'static str];
    /// Fields that a person may change by hand.
    const EDITABLE: &'static [&'static str];
    /// Fields that may also be given at creation, and later change by a command only.
    const AT_CREATION: &'static [&'static str] = &[];

    fn id(&self) -> Uuid;
    fn version(&self) -> u32;
    /// In the bin since then.
    fn removed(&self) -> bool;
    fn set_removed(&mut self, at: Option<crate::Instant>);
    /// What people call it.
    fn label(&self) -> String;
    /// The contacts and leads whose erasure blanks the personal part of its events.
    fn persons(&self) -> Vec<Uuid> {
        Vec::new()
    }
    /// What is in use but stands where the set-up has no place any more goes to where its kind begins;
    /// without events when it stands well.
    ///
    /// # Errors
    /// When there is no such place at all.
    fn homed(&self, _ctx: &Ctx<'_>) -> Result<Decided<Self>, Refusal> {
        Ok(Decided { record: self.clone(), events: Vec::new() })
    }
    /// Brings it into its normal form and says what is not valid.
    fn check(&mut self, ctx: &Ctx<'_>) -> Vec<FieldError>;
}

/// Fields that the envelope of an event carries; they are never in `set`.
const ENVELOPE: [&str; 4] = ["id", "version", "created_at", "updated_at"];
/// Maps whose entries are fields of their own.
const NESTED: [&str; 3] = ["custom", "since", "results"];

/// The document of a record. Serialising a record cannot fail: its keys are strings and its numbers finite.
pub fn document<R: Document>(record: &R) -> Map<String, Value> {
    match serde_json::to_value(record) {
        Ok(Value::Object(map)) => map,
        _ => unreachable!("a record serialises to an object"),
    }
}

/// The fields of a document with those of its nested maps, without the envelope's.
fn fields(document: Map<String, Value>) -> Vec<(String, Value)> {
    let mut all = Vec::with_capacity(document.len());
    for (name, value) in document {
        match value {
            _ if ENVELOPE.contains(&name.as_str()) => {}
            Value::Object(entries) if NESTED.contains(&name.as_str()) => {
                all.extend(entries.into_iter().map(|(key, value)| (format!("{name}.{key}"), value)));
            }
            value => all.push((name, value)),
        }
    }
    all
}

/// What differs between two states, as the `set` and `was` of an event. From nothing, only what is
/// filled in counts as set.
fn difference(before: Option<Map<String, Value>>, after: Map<String, Value>) -> Vec<(String, Value, Value)> {
    let Some(before) = before else {
        return fields(after)
            .into_iter()
            .filter(|(_, v)| !is_empty(v))
            .map(|(n, v)| (n, Value::Null, v))
            .collect();
    };
    let mut old: Map<String, Value> = fields(before).into_iter().collect();
    let mut changes = Vec::new();
    for (name, value) in fields(after) {
        let was = old.remove(&name).unwrap_or(Value::Null);
        if was != value {
            changes.push((name, was, value));
        }
    }
    changes.extend(
        old.into_iter().filter(|(_, was)| !was.is_null()).map(|(name, was)| (name, was, Value::Null)),
    );
    changes
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Array(items) => items.is_empty(),
        Value::Object(entries) => entries.is_empty(),
        Value::String(text) => text.is_empty(),
        _ => false,
    }
}

/// Writes the event that leads from `before` to `after`; `None` when nothing differs.
pub fn event<R: Document>(ctx: &Ctx<'_>, before: Option<&R>, after: &R, kind: EventKind) -> Option<NewEvent> {
    event_with(ctx, before, after, kind, &[])
}

/// The same, with fields that are written though they stayed as they were: those that tell one thing
/// together (stage and pipeline), so that the event can be read without the ones before it.
pub(crate) fn event_with<R: Document>(
    ctx: &Ctx<'_>,
    before: Option<&R>,
    after: &R,
    kind: EventKind,
    together: &[&str],
) -> Option<NewEvent> {
    let is = document(after);
    let mut changes = difference(before.map(document), is.clone());
    if changes.is_empty() && before.is_some() {
        return None;
    }
    for name in together {
        if !changes.iter().any(|(changed, ..)| changed == name) {
            let value = value_of(&is, name);
            changes.push(((*name).to_owned(), value.clone(), value));
        }
    }
    let mut event = ctx.event(Subject { kind: R::KIND, id: after.id() }, kind, after.version() + 1);
    let mut personal = Personal { persons: persons(before, after), ..Personal::default() };
    for (name, was, value) in changes {
        let was = before.is_some().then_some(was);
        if name == MIXED {
            split(&mut event.data, &mut personal, was, value);
        } else if is_personal::<R>(ctx, &name) {
            write(&mut personal.set, &mut personal.was, name, was, value);
        } else {
            write(&mut event.data.set, &mut event.data.was, name, was, value);
        }
    }
    event.personal = (!personal.set.is_empty()).then_some(personal);
    Some(event)
}

fn write(
    set: &mut Map<String, Value>,
    was_map: &mut Map<String, Value>,
    name: String,
    was: Option<Value>,
    value: Value,
) {
    if let Some(was) = was {
        was_map.insert(name.clone(), was);
    }
    set.insert(name, value);
}

/// Those whom the record spoke of before or speaks of now.
fn persons<R: Document>(before: Option<&R>, after: &R) -> Vec<Uuid> {
    let mut persons = after.persons();
    for person in before.map(R::persons).unwrap_or_default() {
        if !persons.contains(&person) {
            persons.push(person);
        }
    }
    persons
}

/// A field with amounts and words in it: the amounts are data; when there are words, the whole is
/// personal, and is read instead.
const MIXED: &str = "lines";

fn split(data: &mut Payload, personal: &mut Personal, was: Option<Value>, value: Value) {
    let (plain_was, plain) = (was.as_ref().map(without_words), without_words(&value));
    let wordy = plain != value || plain_was != was;
    if plain_was.as_ref() != Some(&plain) {
        write(&mut data.set, &mut data.was, MIXED.into(), plain_was, plain);
    }
    if wordy {
        write(&mut personal.set, &mut personal.was, MIXED.into(), was, value);
    }
}

fn without_words(lines: &Value) -> Value {
    let mut lines = lines.clone();
    for line in lines.as_array_mut().into_iter().flatten() {
        if let Some(description) = line.get_mut("description") {
            *description = Value::Null;
        }
    }
    lines
}

/// What an event set and what was there before: its data, and its personal part over it.
pub(crate) fn told(event: &NewEvent) -> (Map<String, Value>, Map<String, Value>) {
    let (mut set, mut was) = (event.data.set.clone(), event.data.was.clone());
    if let Some(personal) = &event.personal {
        set.extend(personal.set.clone());
        was.extend(personal.was.clone());
    }
    (set, was)
}

fn is_personal<R: Document>(ctx: &Ctx<'_>, field: &str) -> bool {
    match field.split_once('.') {
        Some(("custom", slug)) => {
            ctx.catalogue.field(R::KIND, slug).is_none_or(|field| field.kind.is_personal())
        }
        Some(_) => false,
        None => R::PERSONAL.contains(&field),
    }
}

/// The state after an event. `None` before a creation and after its retraction.
///
/// # Errors
/// A field that does not fit the record's type: only a damaged log has one.
pub fn apply<R: Document>(state: Option<R>, event: &NewEvent) -> Result<Option<R>, serde_json::Error> {
    let beside = matches!(event.kind, EventKind::Ranked | EventKind::FileAdded | EventKind::FileRemoved);
    if beside || event.data.history {
        return Ok(state);
    }
    if event.kind == EventKind::Retracted && event.data.about.contains_key("creation") {
        return Ok(None);
    }
    let mut doc = match &state {
        Some(record) => document(record),
        None => {
            let mut doc = document(&R::default());
            doc.insert("id".into(), Value::String(event.subject.id.to_string()));
            doc.insert("created_at".into(), Value::String(event.occurred_at.to_string()));
            doc
        }
    };
    let personal = event.personal.as_ref().map(|p| &p.set).into_iter().flatten();
    for (name, value) in event.data.set.iter().chain(personal) {
        put(&mut doc, name, value.clone());
    }
    doc.insert("version".into(), event.version.into());
    doc.insert("updated_at".into(), Value::String(event.recorded_at.to_string()));
    serde_json::from_value(Value::Object(doc)).map(Some)
}

pub(crate) fn put(doc: &mut Map<String, Value>, name: &str, value: Value) {
    let Some((outer, inner)) = name.split_once('.') else {
        doc.insert(name.into(), value);
        return;
    };
    if let Some(Value::Object(entries)) = doc.get_mut(outer) {
        if value.is_null() {
            entries.remove(inner);
        } else {
            entries.insert(inner.into(), value);
        }
    }
}

/// The present value of a field as events name it; null when it is not filled in.
pub fn value_of(doc: &Map<String, Value>, name: &str) -> Value {
    let found = match name.split_once('.') {
        Some((outer, inner)) => doc.get(outer).and_then(|entries| entries.get(inner)),
        None => doc.get(name),
    };
    found.cloned().unwrap_or(Value::Null)
}
