//! Decisions: (state, wish, [`Ctx`]) → new state with its events, or a [`Refusal`].

mod activity;
mod deal;
mod import;
mod lead;
mod merge;
mod undo;

use serde_json::{Map, Value};
use uuid::Uuid;

pub use activity::{cancel_activity, complete_activity};
pub use deal::{Loss, MoveTo, home_deal, lose_deal, mark_result, move_deal, reopen_deal, win_deal};
pub use import::{bring_in, known_conversion, retract_creation};
pub use lead::{Conversion, Converted, contact_lead, convert_lead, disqualify_lead, qualify_lead};
pub use merge::{Merge, merge_records};
pub use undo::undo_events;

use crate::catalogue::Catalogue;
use crate::event::{Actor, EventKind, NewEvent, Origin, Payload, Subject};
use crate::fold::{self, Document};
use crate::record::Record;
use crate::refusal::{FieldError, Refusal};
use crate::{BatchId, Instant};

/// Everything a decision may know beside the record itself.
pub struct Ctx<'a> {
    pub actor: Actor,
    pub origin: Origin,
    pub batch: Option<BatchId>,
    /// When we are told.
    pub now: Instant,
    /// When it happened; not after `now`.
    pub occurred: Instant,
    pub catalogue: &'a Catalogue,
    /// Makes ids.
    pub ids: &'a dyn Fn() -> Uuid,
}

impl<'a> Ctx<'a> {
    /// The same, for something that happened at another time.
    ///
    /// # Errors
    /// `in_the_future` when that is after now.
    pub fn at(&self, occurred: Option<Instant>) -> Result<Ctx<'a>, Refusal> {
        let occurred = occurred.unwrap_or(self.occurred);
        if occurred > self.now {
            return Err(Refusal::field("occurred_at", "in_the_future"));
        }
        Ok(Ctx { occurred, ..*self })
    }

    /// A new id of the wanted type.
    pub fn id<T: From<Uuid>>(&self) -> T {
        (self.ids)().into()
    }

    /// The envelope of an event.
    pub fn event(&self, subject: Subject, kind: EventKind, version: u32) -> NewEvent {
        NewEvent {
            occurred_at: self.occurred,
            recorded_at: self.now,
            actor: self.actor,
            origin: self.origin,
            batch: self.batch,
            subject,
            kind,
            version,
            data: Payload::default(),
            personal: None,
        }
    }
}

/// A decided change of one record: what it is now and the events that made it so.
#[derive(Debug, Clone, PartialEq)]
pub struct Decided<R> {
    pub record: R,
    /// Empty when nothing differed.
    pub events: Vec<NewEvent>,
}

impl<R: Document> Decided<R> {
    /// The same, with what brings the record to a place that is in use.
    pub(crate) fn homed(mut self, ctx: &Ctx<'_>) -> Result<Self, Refusal> {
        let home = self.record.homed(ctx)?;
        self.record = home.record;
        self.events.extend(home.events);
        Ok(self)
    }
}

/// Checks the wished state, writes its event and folds it: the state that is kept is the event's.
///
/// # Errors
/// What [`Document::check`] finds wrong.
pub fn settle<R: Document>(
    ctx: &Ctx<'_>,
    before: Option<&R>,
    mut after: R,
    kind: EventKind,
) -> Result<Decided<R>, Refusal> {
    checked(ctx, before, &mut after)?;
    let Some(event) = fold::event(ctx, before, &after, kind) else {
        return Ok(Decided { record: after, events: Vec::new() });
    };
    let record = folded(before.cloned(), &event)?;
    Ok(Decided { record, events: vec![event] })
}

/// Brings the wished state into its normal form. What this change leaves as it was is not held against
/// it: the set-up may have changed since (a field went to the bin, a choice is no longer offered).
fn checked<R: Document>(ctx: &Ctx<'_>, before: Option<&R>, after: &mut R) -> Result<(), Refusal> {
    let mut errors = after.check(ctx);
    if let Some(before) = before.filter(|_| !errors.is_empty()) {
        let (was, is) = (fold::document(before), fold::document(after));
        errors.retain(|error| {
            let custom = error.field.starts_with("custom.");
            let of_set_up = custom || ["unknown", "unknown_field"].contains(&error.code);
            let outer = error.field.split('.').next().unwrap_or_default();
            let field = if custom { error.field.as_str() } else { outer };
            !(of_set_up && fold::value_of(&was, field) == fold::value_of(&is, field))
        });
    }
    if errors.is_empty() { Ok(()) } else { Err(Refusal::invalid(errors)) }
}

/// The state after an event that was just written from a valid state.
fn folded<R: Document>(before: Option<R>, event: &NewEvent) -> Result<R, Refusal> {
    match fold::apply(before, event) {
        Ok(Some(record)) => Ok(record),
        _ => Err(Refusal::state("does_not_fold")),
    }
}

/// A new record from the fields somebody filled in.
///
/// # Errors
/// Unknown or wrong fields, each named.
pub fn create<R: Document>(
    ctx: &Ctx<'_>,
    id: Uuid,
    input: &Map<String, Value>,
) -> Result<Decided<R>, Refusal> {
    let allowed = |name: &str| R::EDITABLE.contains(&name) || R::AT_CREATION.contains(&name);
    let mut base = fold::document(&R::default());
    base.insert("id".into(), Value::String(id.to_string()));
    base.insert("created_at".into(), Value::String(ctx.occurred.to_string()));
    let record: R = overlay(base, input, allowed)?;
    settle(ctx, None, record, EventKind::Created)
}

/// Changes fields by JSON Merge Patch: null empties a field, `custom` is merged by slug.
///
/// # Errors
/// Unknown, protected or wrong fields, each named; `removed` when it is in the bin, `merged_already` when
/// another record took it over.
pub fn edit<R: Document>(
    ctx: &Ctx<'_>,
    before: &R,
    patch: &Map<String, Value>,
) -> Result<Decided<R>, Refusal> {
    if before.removed() {
        return Err(Refusal::state("removed"));
    }
    let doc = fold::document(before);
    if doc.get("merged_into").is_some_and(|survivor| !survivor.is_null()) {
        return Err(Refusal::state("merged_already"));
    }
    let after: R = overlay(doc, patch, |name| R::EDITABLE.contains(&name))?;
    let kind = match patch.keys().map(String::as_str).collect::<Vec<_>>()[..] {
        ["owner"] => EventKind::Assigned,
        _ => EventKind::Changed,
    };
    settle(ctx, Some(before), after, kind)
}

/// Puts a record in the bin.
///
/// # Errors
/// `removed` when it is there already.
pub fn remove<R: Document>(ctx: &Ctx<'_>, before: &R) -> Result<Decided<R>, Refusal> {
    if before.removed() {
        return Err(Refusal::state("removed"));
    }
    let mut after = before.clone();
    after.set_removed(Some(ctx.occurred));
    unchecked(ctx, before, &after, EventKind::Removed)
}

/// Takes a record out of the bin. When what it stood in is gone, it moves to where its kind begins.
///
/// # Errors
/// `not_removed` when it is not there; `stage_gone` when there is no such place.
pub fn restore<R: Document>(ctx: &Ctx<'_>, before: &R) -> Result<Decided<R>, Refusal> {
    if !before.removed() {
        return Err(Refusal::state("not_removed"));
    }
    let mut after = before.clone();
    after.set_removed(None);
    unchecked(ctx, before, &after, EventKind::Restored)?.homed(ctx)
}

/// A change by the program that leaves what people typed alone, so nothing needs checking again.
pub(crate) fn unchecked<R: Document>(
    ctx: &Ctx<'_>,
    before: &R,
    after: &R,
    kind: EventKind,
) -> Result<Decided<R>, Refusal> {
    match fold::event(ctx, Some(before), after, kind) {
        None => Ok(Decided { record: before.clone(), events: Vec::new() }),
        Some(event) => Ok(Decided { record: folded(Some(before.clone()), &event)?, events: vec![event] }),
    }
}

/// Fields that change at their own time and tell one thing together; the first one is dated.
pub(crate) type Dated = &'static [&'static str];

/// A dated field (stage, status) changes at `ctx.occurred`. Something that happened before the field's
/// last change is history only: the event is written, the row stays.
pub(crate) fn settle_dated<R: Record>(
    ctx: &Ctx<'_>,
    before: &R,
    mut after: R,
    dated: Dated,
    kind: EventKind,
) -> Result<Decided<R>, Refusal> {
    let history = is_history(ctx, before, dated);
    after.since_mut().insert(dated[0].to_owned(), ctx.occurred);
    checked(ctx, Some(before), &mut after)?;
    let Some(mut event) = fold::event_with(ctx, Some(before), &after, kind, dated) else {
        return Ok(Decided { record: before.clone(), events: Vec::new() });
    };
    let record = if history {
        event.data.history = true;
        event.version = before.version();
        before.clone()
    } else {
        folded(Some(before.clone()), &event)?
    };
    Ok(Decided { record, events: vec![event] })
}

/// Does the moment of `ctx` lie before the last change of a dated field?
///
/// Old files hold deals that were closed before they were created. Such dates are kept as they are: in an
/// import, a field that never changed has no last change.
pub(crate) fn is_history<R: Record>(ctx: &Ctx<'_>, before: &R, dated: Dated) -> bool {
    let never = if ctx.origin == Origin::Import { Instant(i64::MIN) } else { before.created_at() };
    ctx.occurred < before.since(dated[0]).unwrap_or(never)
}

fn overlay<R: Document>(
    mut base: Map<String, Value>,
    patch: &Map<String, Value>,
    allowed: impl Fn(&str) -> bool,
) -> Result<R, Refusal> {
    let empty = fold::document(&R::default());
    let mut errors = Vec::new();
    for (name, value) in patch {
        if !empty.contains_key(name) {
            errors.push(FieldError::new(name, "unknown_field"));
        } else if !allowed(name) {
            errors.push(FieldError::new(name, "read_only"));
        } else if let Err(error) = put::<R>(&mut base, &empty, name, value) {
            errors.push(error);
        }
    }
    if !errors.is_empty() {
        return Err(Refusal::invalid(errors));
    }
    serde_json::from_value(Value::Object(base)).map_err(|_| Refusal::field("", "wrong_type"))
}

/// Puts one field into the document; on a value that does not fit, names the field.
fn put<R: Document>(
    base: &mut Map<String, Value>,
    empty: &Map<String, Value>,
    name: &str,
    value: &Value,
) -> Result<(), FieldError> {
    let value = match (value, &empty[name]) {
        (Value::Null, default) => default.clone(),
        (Value::Object(patch), Value::Object(_)) => {
            let mut merged = base.get(name).and_then(Value::as_object).cloned().unwrap_or_default();
            for (key, value) in patch {
                if value.is_null() {
                    merged.remove(key);
                } else {
                    merged.insert(key.clone(), value.clone());
                }
            }
            Value::Object(merged)
        }
        (value, _) => value.clone(),
    };
    let alone = Value::Object(Map::from_iter([(name.to_owned(), value.clone())]));
    if let Err(error) = serde_json::from_value::<R>(alone) {
        return Err(FieldError::new(name, "wrong_type").with("expected", error.to_string()));
    }
    base.insert(name.to_owned(), value);
    Ok(())
}
