//! `POST /deals/{id}/win`, `/lose` and `/reopen`.

use axum::http::Method;
use schemars::JsonSchema;
use serde::Deserialize;
use trechter_domain::decide::{self, Loss};
use trechter_domain::permission::Act;
use trechter_domain::record::Deal;
use trechter_domain::time::Date;
use trechter_domain::{Instant, Money};

use crate::api::command;
use crate::http::{Access, Answer, ById, Call, Nothing, Operation, Problem, View};

/// How a deal was won.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
#[derive(Default)]
pub struct WinBody {
    /// What it is worth in the end; without it, the value it has.
    pub value: Option<Money>,
    pub occurred_at: Option<Instant>,
}

pub struct Win;

impl Operation for Win {
    const METHOD: Method = Method::POST;
    const ACCESS: Access = Access::May(Act::WriteRecords);
    type Path = ById;
    type Query = Nothing;
    type Body = WinBody;
    type Reply = View<Deal>;

    fn id() -> String {
        "win_deal".into()
    }
    fn path() -> String {
        "/deals/{id}/win".into()
    }
    fn summary() -> String {
        "Wins an open deal. It needs a value.".into()
    }

    async fn run(call: Call<Self>) -> Result<Answer<View<Deal>>, Problem> {
        let WinBody { value, occurred_at } = call.body.clone();
        command(call, occurred_at, move |ctx, deal: &Deal| decide::win_deal(ctx, deal, value)).await
    }
}

/// Why a deal was lost.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct LoseBody {
    pub reason: Option<trechter_domain::LossReasonId>,
    pub competitor: Option<trechter_domain::CompetitorId>,
    pub note: Option<String>,
    pub occurred_at: Option<Instant>,
}

pub struct Lose;

impl Operation for Lose {
    const METHOD: Method = Method::POST;
    const ACCESS: Access = Access::May(Act::WriteRecords);
    type Path = ById;
    type Query = Nothing;
    type Body = LoseBody;
    type Reply = View<Deal>;

    fn id() -> String {
        "lose_deal".into()
    }
    fn path() -> String {
        "/deals/{id}/lose".into()
    }
    fn summary() -> String {
        "Loses an open deal. It needs a reason.".into()
    }

    async fn run(call: Call<Self>) -> Result<Answer<View<Deal>>, Problem> {
        let LoseBody { reason, competitor, note, occurred_at } = call.body.clone();
        let loss = Loss { reason, competitor, note };
        command(call, occurred_at, move |ctx, deal: &Deal| decide::lose_deal(ctx, deal, &loss)).await
    }
}

/// When it is expected to close now.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ReopenBody {
    pub expected_close: Option<Date>,
    pub occurred_at: Option<Instant>,
}

pub struct Reopen;

impl Operation for Reopen {
    const METHOD: Method = Method::POST;
    const ACCESS: Access = Access::May(Act::WriteRecords);
    type Path = ById;
    type Query = Nothing;
    type Body = ReopenBody;
    type Reply = View<Deal>;

    fn id() -> String {
        "reopen_deal".into()
    }
    fn path() -> String {
        "/deals/{id}/reopen".into()
    }
    fn summary() -> String {
        "Opens a closed deal again, in the stage it was closed in.".into()
    }

    async fn run(call: Call<Self>) -> Result<Answer<View<Deal>>, Problem> {
        let ReopenBody { expected_close, occurred_at } = call.body.clone();
        command(call, occurred_at, move |ctx, deal: &Deal| decide::reopen_deal(ctx, deal, expected_close))
            .await
    }
}
