//! What only an import does: bring in records of another program, with their own past.

use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::{Ctx, Decided, overlay, settle, settle_dated};
use crate::event::{EventKind, NewEvent, Subject};
use crate::fold;
use crate::record::{External, Lead, LeadStatus, Record};
use crate::refusal::Refusal;
use crate::{CompanyId, ContactId, DealId};

/// A record of another program, created at `ctx.occurred`. With `undated` its creation is not known: it
/// exists from its import on, and its event says so (`about.undated`).
///
/// # Errors
/// As [`create`](super::create).
pub fn bring_in<R: Record>(
    ctx: &Ctx<'_>,
    id: Uuid,
    input: &Map<String, Value>,
    external: External,
    undated: bool,
) -> Result<Decided<R>, Refusal> {
    let mut base = fold::document(&R::default());
    base.insert("id".into(), Value::String(id.to_string()));
    base.insert("created_at".into(), Value::String(ctx.occurred.to_string()));
    let mut record: R = overlaid(base, input)?;
    record.set_external(Some(external));
    let mut decided = settle(ctx, None, record, EventKind::Created)?;
    if undated && let Some(event) = decided.events.first_mut() {
        event.data.about.insert("undated".into(), Value::Bool(true));
    }
    Ok(decided)
}

/// Lays the fields over the document in one go; only when that fails, one by one, to name the wrong one.
fn overlaid<R: Record>(base: Map<String, Value>, input: &Map<String, Value>) -> Result<R, Refusal> {
    let allowed = |name: &str| R::EDITABLE.contains(&name) || R::AT_CREATION.contains(&name);
    if input.iter().all(|(name, value)| allowed(name) && !value.is_null()) {
        let mut all = base.clone();
        for (name, value) in input {
            match (all.get_mut(name), value) {
                (Some(Value::Object(here)), Value::Object(more)) => here.extend(more.clone()),
                _ => {
                    all.insert(name.clone(), value.clone());
                }
            }
        }
        if let Ok(record) = serde_json::from_value(Value::Object(all)) {
            return Ok(record);
        }
    }
    overlay(base, input, allowed)
}

/// A lead that the other program had turned into a deal already, at `ctx.occurred`; which deal may not
/// be known.
///
/// # Errors
/// `lead_closed` when it is disqualified or converted.
pub fn known_conversion(
    ctx: &Ctx<'_>,
    before: &Lead,
    deal: Option<DealId>,
    company: Option<CompanyId>,
    contact: Option<ContactId>,
) -> Result<Decided<Lead>, Refusal> {
    if !before.is_open() {
        return Err(Refusal::state("lead_closed"));
    }
    let mut after = before.clone();
    after.status = LeadStatus::Qualified;
    after.converted_at = Some(ctx.occurred);
    after.deal = deal;
    after.company = company.or(before.company);
    after.contact = contact.or(before.contact);
    settle_dated(ctx, before, after, super::lead::STATUS, EventKind::Converted)
}

/// The event that takes back the creation of a record and with it all that happened to it, `seqs`.
pub fn retract_creation<R: Record>(ctx: &Ctx<'_>, before: &R, seqs: &[i64]) -> NewEvent {
    let subject = Subject { kind: R::KIND, id: before.id() };
    let mut event = ctx.event(subject, EventKind::Retracted, before.version() + 1);
    event.data.about.insert("seqs".into(), json!(seqs));
    event.data.about.insert("creation".into(), Value::Bool(true));
    event
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::{Company, Deal, DealStatus};
    use crate::{Catalogue, Instant, Money, Origin};

    fn with<T>(check: impl FnOnce(&Ctx<'_>) -> T) -> T {
        let mut catalogue = Catalogue::default();
        let pipeline =
            crate::template::pipeline(crate::template::Template::Short, "en", &|| Uuid::from_u128(1));
        let mut stages = pipeline.stages;
        for (stage, id) in stages.iter_mut().zip(10u128..) {
            stage.id = Uuid::from_u128(id).into();
        }
        let id = Uuid::from_u128(2).into();
        catalogue.pipelines.push(crate::catalogue::Pipeline { id, stages, ..Default::default() });
        let catalogue = catalogue.indexed();
        let (now, ids) = (Instant(1_000_000), || Uuid::from_u128(7));
        let ctx = Ctx {
            actor: None,
            origin: Origin::Import,
            batch: None,
            now,
            occurred: now,
            catalogue: &catalogue,
            ids: &ids,
        };
        check(&ctx)
    }

    fn external() -> External {
        External { system: "old".into(), id: "7".into() }
    }

    #[test]
    fn a_record_of_another_program_remembers_where_it_came_from() {
        with(|ctx| {
            let fields = json!({ "name": "Smits", "address": { "city": "Gent" } });
            let made =
                bring_in::<Company>(ctx, Uuid::from_u128(3), fields.as_object().unwrap(), external(), true)
                    .unwrap();
            assert_eq!(made.record.external, Some(external()));
            assert_eq!(made.record.address.city.as_deref(), Some("Gent"));
            assert_eq!(made.events[0].data.about["undated"], json!(true));
            let wrong = json!({ "name": "Smits", "employees": "many", "version": 3 });
            let refused =
                bring_in::<Company>(ctx, Uuid::from_u128(3), wrong.as_object().unwrap(), external(), false);
            let fields: Vec<String> =
                refused.unwrap_err().fields.into_iter().map(|error| error.field).collect();
            assert_eq!(fields, ["employees", "version"]);
        });
    }

    #[test]
    fn a_deal_closed_before_it_was_created_is_closed() {
        with(|ctx| {
            let fields = json!({
                "title": "x", "pipeline": Uuid::from_u128(2), "stage": Uuid::from_u128(10),
                "value": Money::new(5, Default::default()),
            });
            let made =
                bring_in::<Deal>(ctx, Uuid::from_u128(3), fields.as_object().unwrap(), external(), false)
                    .unwrap();
            let earlier = ctx.at(Some(Instant(5))).unwrap();
            let won = super::super::win_deal(&earlier, &made.record, None).unwrap();
            assert_eq!((won.record.status, won.record.closed_at), (DealStatus::Won, Some(Instant(5))));
            assert!(!won.events[0].data.history);
        });
    }
}
