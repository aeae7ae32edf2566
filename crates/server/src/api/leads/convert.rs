//! `POST /leads/{id}/convert`: one step to contact, company and deal.

use axum::http::Method;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use trechter_domain::decide::{self, Conversion};
use trechter_domain::fold::Document;
use trechter_domain::permission::Act;
use trechter_domain::record::{Company, Contact, Deal, Lead};
use trechter_domain::{DealId, Refusal, text};
use trechter_store::{Filter, Op, Query, Result, Sort, Tx};

use crate::api::records::shown;
use crate::caller::Deed;
use crate::http::{Access, Answer, ById, Call, Nothing, Operation, Problem, View};

/// The lead and the deal it became.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ConvertReply {
    pub lead: View<Lead>,
    pub deal: View<Deal>,
}

/// Ids that are kept for a repeated request.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
struct Made {
    deal: DealId,
}

pub struct Convert;

impl Operation for Convert {
    const METHOD: Method = Method::POST;
    const ACCESS: Access = Access::May(Act::WriteRecords);
    type Path = ById;
    type Query = Nothing;
    type Body = Conversion;
    type Reply = ConvertReply;

    fn id() -> String {
        "convert_lead".into()
    }
    fn path() -> String {
        "/leads/{id}/convert".into()
    }
    fn summary() -> String {
        "Turns a lead into contact, company (the known one when there is) and deal. Can be undone.".into()
    }

    async fn run(call: Call<Self>) -> Result<Answer<ConvertReply>, Problem> {
        let (mut deed, once, id) = (call.deed()?, call.once()?, call.path.id);
        // All that it makes is taken back together.
        deed.batch = Some(deed.id().into());
        let body = call.body.clone();
        let written = call
            .app
            .store
            .write(call.caller()?.workspace, move |tx| {
                once.run(tx, &deed, |tx| convert(tx, &deed, id, &body))
            })
            .await?;
        let caller = call.caller()?;
        let lead = shown::<Lead>(&call.app, caller, id, written.seq).await?;
        let deal = shown::<Deal>(&call.app, caller, written.value.deal.0, written.seq).await?;
        Ok(Answer::written(ConvertReply { lead: lead.body, deal: deal.body }, written.seq))
    }
}

fn convert(tx: &mut Tx<'_>, deed: &Deed, id: uuid::Uuid, how: &Conversion) -> Result<Made> {
    let lead: Lead = deed.load(tx, id)?;
    let catalogue = tx.catalogue();
    let ctx = deed.ctx(&catalogue);
    let mut how = how.clone();
    if how.company.or(lead.company).is_none() {
        how.company = known_company(tx, deed, &lead)?;
    }
    if how.contact.or(lead.contact).is_none() {
        how.contact = known_contact(tx, deed, &lead)?;
    }
    let converted = decide::convert_lead(&ctx, &lead, &how)?;
    if let Some(company) = &converted.company {
        tx.save(company)?;
    }
    if let Some(contact) = &converted.contact {
        tx.save(contact)?;
    }
    deed.check_links(tx, None, &converted.deal.record)?;
    tx.save(&converted.deal)?;
    tx.save(&converted.lead)?;
    Ok(Made { deal: converted.deal.record.id })
}

/// A company with the same name, legal form and spelling forgiven, that the caller may see.
fn known_company(tx: &mut Tx<'_>, deed: &Deed, lead: &Lead) -> Result<Option<trechter_domain::CompanyId>> {
    let Some(name) = &lead.company_name else { return Ok(None) };
    let found = tx.ids_by_match::<Company>(&[text::match_key(name)])?;
    for (_, id) in found {
        match deed.load::<Company>(tx, id) {
            Ok(company) if company.removed() || company.merged_into.is_some() => {}
            Ok(company) => return Ok(Some(company.id)),
            Err(trechter_store::Error::Refused(Refusal { .. })) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(None)
}

/// A contact with the same e-mail address.
fn known_contact(tx: &mut Tx<'_>, deed: &Deed, lead: &Lead) -> Result<Option<trechter_domain::ContactId>> {
    let Some(email) = &lead.email else { return Ok(None) };
    let filter = Filter { field: "email".into(), op: Op::Eq, values: vec![email.clone()] };
    let reach = deed.reach(&tx.catalogue())?;
    let sort = Sort { field: "created_at".into(), descending: false };
    let page = tx.list::<Contact>(&Query { reach, filters: vec![filter], sort, limit: 1, after: None })?;
    Ok(page.items.first().map(|item| item.record.id().into()))
}
