//! `POST /deals/{id}/results`: a result of the playbook is obtained, or is not after all.

use axum::http::Method;
use schemars::JsonSchema;
use serde::Deserialize;
use trechter_domain::permission::Act;
use trechter_domain::record::Deal;
use trechter_domain::{Instant, ResultId, decide};

use crate::http::{Access, Answer, ById, Call, Nothing, Operation, Problem, View};

/// Which result.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ResultBody {
    pub result: ResultId,
    pub obtained: bool,
    #[serde(default)]
    pub occurred_at: Option<Instant>,
}

pub struct MarkResult;

impl Operation for MarkResult {
    const METHOD: Method = Method::POST;
    const ACCESS: Access = Access::May(Act::WriteRecords);
    type Path = ById;
    type Query = Nothing;
    type Body = ResultBody;
    type Reply = View<Deal>;

    fn id() -> String {
        "mark_deal_result".into()
    }
    fn path() -> String {
        "/deals/{id}/results".into()
    }
    fn summary() -> String {
        "Signs that a result of the playbook was obtained, or takes the signature back.".into()
    }

    async fn run(call: Call<Self>) -> Result<Answer<View<Deal>>, Problem> {
        let ResultBody { result, obtained, occurred_at } = call.body.clone();
        crate::api::command(call, occurred_at, move |ctx, deal: &Deal| {
            decide::mark_result(ctx, deal, result, obtained)
        })
        .await
    }
}
