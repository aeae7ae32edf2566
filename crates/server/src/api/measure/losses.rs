//! `GET /measure/losses`: why deals are lost, and which are worth coming back to.

use std::collections::HashMap;

use axum::http::{Method, header};
use schemars::JsonSchema;
use serde::Serialize;
use trechter_domain::Instant;
use trechter_domain::permission::Act;
use trechter_measure::losses;
use trechter_store::Ref;
use uuid::Uuid;

use super::ready;
use crate::http::{Access, Answer, Call, Nothing, Operation, Problem};
use crate::numbers::{Asking, Ready, aside};

/// Why deals are lost.
#[derive(Debug, Serialize, JsonSchema)]
pub struct LossesReply {
    /// What was lost, by row and over time, and what is worth coming back to.
    #[serde(flatten)]
    pub losses: losses::Losses,
    /// The period, like `2017-Q1`.
    pub period: String,
    /// The instant before which everything happened that counts.
    pub as_of: Instant,
    /// The currency of all money.
    pub currency: String,
    /// What the deals to come back to are called; those that the reader may not open have no name.
    pub refs: HashMap<Uuid, Ref>,
}

/// Why deals are lost.
pub struct Losses;

impl Operation for Losses {
    const METHOD: Method = Method::GET;
    const ACCESS: Access = Access::May(Act::ReadRecords);
    type Path = Nothing;
    type Query = Asking;
    type Body = Nothing;
    type Reply = LossesReply;

    fn id() -> String {
        "measure_losses".into()
    }
    fn path() -> String {
        "/measure/losses".into()
    }
    fn summary() -> String {
        "Lost deals by reason, or by the dimensions asked for, over time; and lost deals worth coming back to.".into()
    }

    async fn run(call: Call<Self>) -> Result<Answer<LossesReply>, Problem> {
        let (deed, app, workspace) = (call.deed()?, call.app.clone(), call.caller()?.workspace);
        let ready = ready(&call).await?;
        let etag = ready.etag.clone();
        let mut reply = aside(move || Self::told(ready, call.query)).await??;
        let ids: Vec<Uuid> = reply.losses.come_back.iter().map(|back| back.deal).collect();
        reply.refs = app.store.read(workspace, move |tx| deed.refs(tx, &ids)).await?;
        Ok(Answer::of(reply).header(header::ETAG, etag))
    }
}

impl Losses {
    /// The answer to a question that is ready; what its deals are called is added by whoever tells it.
    pub(super) fn told(ready: Ready, _: Asking) -> Result<LossesReply, Problem> {
        let asked = ready.question.ask(&ready.facts);
        let view = &asked.now.view;
        Ok(LossesReply {
            losses: losses::losses(&asked),
            period: asked.now.period.to_string(),
            as_of: view.cut.before,
            currency: view.currency.to_string(),
            refs: HashMap::new(),
        })
    }
}
