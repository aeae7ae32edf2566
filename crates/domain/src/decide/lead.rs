//! What happens to a lead: it is contacted, qualified, disqualified, converted.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, json};

use super::{Ctx, Dated, Decided, create, is_history, settle_dated};
use crate::event::EventKind;
use crate::record::{Company, Contact, Deal, Labelled, Lead, LeadStatus};
use crate::refusal::Refusal;
use crate::{CompanyId, ContactId, LossReasonId, Money, PipelineId, StageId};

/// How far a lead is.
pub(super) const STATUS: Dated = &["status", "disqualify_reason", "disqualify_note", "converted_at", "deal"];

/// Marks that somebody was in touch.
///
/// # Errors
/// `removed`; `merged_already`; `lead_closed` when it is disqualified or converted.
pub fn contact_lead(ctx: &Ctx<'_>, before: &Lead) -> Result<Decided<Lead>, Refusal> {
    require_open(before)?;
    if before.status != LeadStatus::New {
        return Ok(Decided { record: before.clone(), events: Vec::new() });
    }
    set_status(ctx, before, LeadStatus::Contacted, EventKind::Contacted)
}

/// Marks that the interest is real and fits.
///
/// # Errors
/// `removed`; `merged_already`; `lead_closed`.
pub fn qualify_lead(ctx: &Ctx<'_>, before: &Lead) -> Result<Decided<Lead>, Refusal> {
    require_open(before)?;
    set_status(ctx, before, LeadStatus::Qualified, EventKind::Qualified)
}

/// Closes a lead that will not become a deal. It needs a reason; an import may have none to give.
///
/// # Errors
/// `removed`; `merged_already`; `lead_closed`; `required` on `reason`.
pub fn disqualify_lead(
    ctx: &Ctx<'_>,
    before: &Lead,
    reason: Option<LossReasonId>,
    note: Option<String>,
) -> Result<Decided<Lead>, Refusal> {
    require_open(before)?;
    if reason.is_none() && ctx.origin != crate::Origin::Import {
        return Err(Refusal::field("reason", "required"));
    }
    let mut after = before.clone();
    after.status = LeadStatus::Disqualified;
    after.disqualify_reason = reason;
    after.disqualify_note = note;
    settle_dated(ctx, before, after, STATUS, EventKind::Disqualified)
}

fn set_status(
    ctx: &Ctx<'_>,
    before: &Lead,
    status: LeadStatus,
    kind: EventKind,
) -> Result<Decided<Lead>, Refusal> {
    let mut after = before.clone();
    after.status = status;
    if after.status == before.status {
        return Ok(Decided { record: after, events: Vec::new() });
    }
    settle_dated(ctx, before, after, STATUS, kind)
}

/// How a lead is to become a deal.
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Conversion {
    /// The known company; without it one is made from the lead's company name.
    pub company: Option<CompanyId>,
    /// The known contact; without it one is made from the lead's person.
    pub contact: Option<ContactId>,
    pub title: Option<String>,
    pub pipeline: Option<PipelineId>,
    pub stage: Option<StageId>,
    pub value: Option<Money>,
}

/// What a lead became.
#[derive(Debug, Clone, PartialEq)]
pub struct Converted {
    pub lead: Decided<Lead>,
    /// `None` when it was known already or there is nothing to make one from.
    pub company: Option<Decided<Company>>,
    pub contact: Option<Decided<Contact>>,
    pub deal: Decided<Deal>,
}

/// Turns a lead into contact, company and deal in one step; source, owner and history go along.
///
/// # Errors
/// `removed`; `merged_already`; `lead_closed`; `before_last_change` on `occurred_at` when its status changed after that time; what is
/// not valid in the records it makes.
pub fn convert_lead(ctx: &Ctx<'_>, before: &Lead, how: &Conversion) -> Result<Converted, Refusal> {
    require_open(before)?;
    if is_history(ctx, before, STATUS) {
        return Err(Refusal::field("occurred_at", "before_last_change"));
    }
    let mut after = before.clone();
    let company = match how.company.or(before.company) {
        Some(known) => {
            after.company = Some(known);
            None
        }
        None => company_of(ctx, before)?,
    };
    if let Some(made) = &company {
        after.company = Some(made.record.id);
    }
    let contact = match how.contact.or(before.contact) {
        Some(known) => {
            after.contact = Some(known);
            None
        }
        None => contact_of(ctx, before, after.company)?,
    };
    if let Some(made) = &contact {
        after.contact = Some(made.record.id);
    }
    let deal = deal_of(ctx, &after, how)?;
    after.status = LeadStatus::Qualified;
    after.converted_at = Some(ctx.occurred);
    after.deal = Some(deal.record.id);
    let lead = settle_dated(ctx, before, after, STATUS, EventKind::Converted)?;
    Ok(Converted { lead, company, contact, deal })
}

fn company_of(ctx: &Ctx<'_>, lead: &Lead) -> Result<Option<Decided<Company>>, Refusal> {
    let Some(name) = &lead.company_name else { return Ok(None) };
    let fields = json!({
        "name": name, "owner": lead.owner, "website": lead.website, "region": lead.region, "country": lead.country,
        "industry": lead.industry, "origin": lead.origin, "address": { "city": lead.city },
    });
    create(ctx, (ctx.ids)(), fields.as_object().unwrap_or(&Map::new())).map(Some)
}

fn contact_of(
    ctx: &Ctx<'_>,
    lead: &Lead,
    company: Option<CompanyId>,
) -> Result<Option<Decided<Contact>>, Refusal> {
    if lead.person_name().is_none() && lead.email.is_none() && lead.phone.is_none() {
        return Ok(None);
    }
    let list = |value: &Option<String>| -> Vec<Labelled> {
        value.iter().map(|value| Labelled { value: value.clone(), label: None }).collect()
    };
    let fields = json!({
        "first_name": lead.first_name, "last_name": lead.last_name, "job_title": lead.job_title,
        "emails": list(&lead.email), "phones": list(&lead.phone), "company": company, "owner": lead.owner,
        "region": lead.region, "country": lead.country, "origin": lead.origin,
    });
    create(ctx, (ctx.ids)(), fields.as_object().unwrap_or(&Map::new())).map(Some)
}

fn deal_of(ctx: &Ctx<'_>, lead: &Lead, how: &Conversion) -> Result<Decided<Deal>, Refusal> {
    let pipeline = match (how.stage.and_then(|stage| ctx.catalogue.stage(stage)), how.pipeline) {
        (Some((pipeline, _)), _) => Some(pipeline),
        (None, Some(id)) => ctx.catalogue.pipeline(id),
        (None, None) => ctx.catalogue.default_pipeline(),
    };
    let pipeline = pipeline.ok_or_else(|| Refusal::field("pipeline", "unknown"))?;
    let stage = how.stage.or(pipeline.stages.first().map(|stage| stage.id));
    let title = how.title.clone().or_else(|| lead.title.clone()).unwrap_or_else(|| lead_name(lead));
    let fields = json!({
        "title": title, "pipeline": pipeline.id, "stage": stage, "lead": lead.id, "company": lead.company,
        "contact": lead.contact, "owner": lead.owner, "value": how.value.or(lead.value), "origin": lead.origin,
        "last_touch": lead.last_touch, "tags": lead.tags,
    });
    create(ctx, (ctx.ids)(), fields.as_object().unwrap_or(&Map::new()))
}

fn lead_name(lead: &Lead) -> String {
    use crate::fold::Document;
    lead.company_name.clone().unwrap_or_else(|| lead.label())
}

fn require_open(lead: &Lead) -> Result<(), Refusal> {
    if lead.removed_at.is_some() {
        return Err(Refusal::state("removed"));
    }
    if lead.merged_into.is_some() {
        return Err(Refusal::state("merged_already"));
    }
    if lead.is_open() { Ok(()) } else { Err(Refusal::state("lead_closed")) }
}
