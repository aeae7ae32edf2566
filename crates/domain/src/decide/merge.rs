//! Two records of the same thing become one.

use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::{Ctx, Decided, settle, unchecked};
use crate::event::{EventKind, Subject};
use crate::fold;
use crate::record::Record;
use crate::refusal::Refusal;

/// The survivor with what it takes over, and the absorbed record that points at it from now on.
#[derive(Debug, Clone, PartialEq)]
pub struct Merge<R> {
    pub survivor: Decided<R>,
    pub absorbed: Decided<R>,
}

/// Merges `absorbed` into `survivor`. `take` names the fields whose value comes from the absorbed
/// record; fields that are empty on the survivor are filled in either way, tags are joined.
/// `repointed` are the records whose links the caller repoints in the same transaction.
///
/// # Errors
/// `points_at_itself`, `removed`, `merged_already`; unknown fields in `take`.
pub fn merge_records<R: Record>(
    ctx: &Ctx<'_>,
    survivor: &R,
    absorbed: &R,
    take: &[String],
    repointed: &[Uuid],
) -> Result<Merge<R>, Refusal> {
    if survivor.id() == absorbed.id() {
        return Err(Refusal::field("absorbed", "points_at_itself"));
    }
    for record in [survivor, absorbed] {
        if record.removed() {
            return Err(Refusal::state("removed"));
        }
        if record.merged_into().is_some() {
            return Err(Refusal::state("merged_already"));
        }
    }
    if let Some(unknown) = take.iter().find(|name| !R::EDITABLE.contains(&name.as_str())) {
        return Err(Refusal::field("take", "unknown_field").with("field", unknown.as_str()));
    }
    let merged = combined(survivor, absorbed, take)?;
    let mut survivor_decided = settle(ctx, Some(survivor), merged, EventKind::Merged)?;
    if survivor_decided.events.is_empty() {
        let subject = Subject { kind: R::KIND, id: survivor.id() };
        let event = ctx.event(subject, EventKind::Merged, survivor.version() + 1);
        survivor_decided.record = super::folded(Some(survivor.clone()), &event)?;
        survivor_decided.events.push(event);
    }
    let about = &mut survivor_decided.events[0].data.about;
    about.insert("absorbed".into(), json!(absorbed.id()));
    about.insert("repointed".into(), json!(repointed));
    let mut gone = absorbed.clone();
    gone.set_merged_into(Some(survivor.id()));
    let absorbed = unchecked(ctx, absorbed, &gone, EventKind::Absorbed)?;
    Ok(Merge { survivor: survivor_decided, absorbed })
}

fn combined<R: Record>(survivor: &R, absorbed: &R, take: &[String]) -> Result<R, Refusal> {
    let mut doc = fold::document(survivor);
    let other = fold::document(absorbed);
    let (survivor_id, absorbed_id) = (survivor.id().to_string(), absorbed.id().to_string());
    for name in R::EDITABLE {
        let (mine, theirs) = (doc[*name].clone(), other[*name].clone());
        let value = match (mine, theirs) {
            (Value::Array(mut mine), Value::Array(theirs)) if !take.iter().any(|t| t == name) => {
                mine.extend(
                    theirs
                        .into_iter()
                        .filter(|item| !doc[*name].as_array().is_some_and(|m| m.contains(item))),
                );
                Value::Array(mine)
            }
            (Value::Object(mine), Value::Object(theirs)) if *name != "value" => {
                Value::Object(joined(mine, theirs, take.iter().any(|t| t == name)))
            }
            (_, theirs) if take.iter().any(|t| t == name) => theirs,
            (mine, theirs) => {
                if mine.is_null() {
                    theirs
                } else {
                    mine
                }
            }
        };
        // A company and the one it belongs to become one: it does not belong to itself.
        let itself = value.as_str().is_some_and(|id| id == survivor_id || id == absorbed_id);
        doc.insert((*name).to_owned(), if itself { Value::Null } else { value });
    }
    serde_json::from_value(Value::Object(doc)).map_err(|_| Refusal::state("does_not_fold"))
}

fn joined(mine: Map<String, Value>, theirs: Map<String, Value>, theirs_first: bool) -> Map<String, Value> {
    let (first, second) = if theirs_first { (theirs, mine) } else { (mine, theirs) };
    let mut joined = second;
    joined.extend(first.into_iter().filter(|(_, value)| !value.is_null()));
    joined
}
