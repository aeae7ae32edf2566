//! `POST /leads/{id}/contact`, `/qualify` and `/disqualify`.

use axum::http::Method;
use schemars::JsonSchema;
use serde::Deserialize;
use trechter_domain::permission::Act;
use trechter_domain::record::Lead;
use trechter_domain::{Instant, LossReasonId, decide};

use crate::api::command;
use crate::http::{Access, Answer, ById, Call, Nothing, Operation, Problem, View};

/// When it happened, if earlier.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct WhenBody {
    pub occurred_at: Option<Instant>,
}

pub struct Contacted;

impl Operation for Contacted {
    const METHOD: Method = Method::POST;
    const ACCESS: Access = Access::May(Act::WriteRecords);
    type Path = ById;
    type Query = Nothing;
    type Body = WhenBody;
    type Reply = View<Lead>;

    fn id() -> String {
        "contact_lead".into()
    }
    fn path() -> String {
        "/leads/{id}/contact".into()
    }
    fn summary() -> String {
        "Marks that somebody was in touch with a lead.".into()
    }

    async fn run(call: Call<Self>) -> Result<Answer<View<Lead>>, Problem> {
        let occurred_at = call.body.occurred_at;
        command(call, occurred_at, |ctx, lead: &Lead| decide::contact_lead(ctx, lead)).await
    }
}

pub struct Qualify;

impl Operation for Qualify {
    const METHOD: Method = Method::POST;
    const ACCESS: Access = Access::May(Act::WriteRecords);
    type Path = ById;
    type Query = Nothing;
    type Body = WhenBody;
    type Reply = View<Lead>;

    fn id() -> String {
        "qualify_lead".into()
    }
    fn path() -> String {
        "/leads/{id}/qualify".into()
    }
    fn summary() -> String {
        "Marks that the interest is real and fits.".into()
    }

    async fn run(call: Call<Self>) -> Result<Answer<View<Lead>>, Problem> {
        let occurred_at = call.body.occurred_at;
        command(call, occurred_at, |ctx, lead: &Lead| decide::qualify_lead(ctx, lead)).await
    }
}

/// Why a lead is turned away.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct DisqualifyBody {
    pub reason: Option<LossReasonId>,
    pub note: Option<String>,
    pub occurred_at: Option<Instant>,
}

pub struct Disqualify;

impl Operation for Disqualify {
    const METHOD: Method = Method::POST;
    const ACCESS: Access = Access::May(Act::WriteRecords);
    type Path = ById;
    type Query = Nothing;
    type Body = DisqualifyBody;
    type Reply = View<Lead>;

    fn id() -> String {
        "disqualify_lead".into()
    }
    fn path() -> String {
        "/leads/{id}/disqualify".into()
    }
    fn summary() -> String {
        "Closes a lead that will not become a deal. It needs a reason.".into()
    }

    async fn run(call: Call<Self>) -> Result<Answer<View<Lead>>, Problem> {
        let DisqualifyBody { reason, note, occurred_at } = call.body.clone();
        command(call, occurred_at, move |ctx, lead: &Lead| {
            decide::disqualify_lead(ctx, lead, reason, note.clone())
        })
        .await
    }
}
