//! `POST /activities/{id}/complete` and `/cancel`.

use axum::http::Method;
use schemars::JsonSchema;
use serde::Deserialize;
use trechter_domain::permission::Act;
use trechter_domain::record::Activity;
use trechter_domain::{Instant, decide};

use crate::api::command;
use crate::http::{Access, Answer, ById, Call, Nothing, Operation, Problem, View};

/// How it went.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct CompleteBody {
    /// What came of it.
    pub outcome: Option<String>,
    pub minutes: Option<i64>,
    pub occurred_at: Option<Instant>,
}

pub struct Complete;

impl Operation for Complete {
    const METHOD: Method = Method::POST;
    const ACCESS: Access = Access::May(Act::WriteRecords);
    type Path = ById;
    type Query = Nothing;
    type Body = CompleteBody;
    type Reply = View<Activity>;

    fn id() -> String {
        "complete_activity".into()
    }
    fn path() -> String {
        "/activities/{id}/complete".into()
    }
    fn summary() -> String {
        "Marks a planned activity as done.".into()
    }

    async fn run(call: Call<Self>) -> Result<Answer<View<Activity>>, Problem> {
        let CompleteBody { outcome, minutes, occurred_at } = call.body.clone();
        command(call, occurred_at, move |ctx, activity: &Activity| {
            decide::complete_activity(ctx, activity, outcome.clone(), minutes)
        })
        .await
    }
}

pub struct Cancel;

impl Operation for Cancel {
    const METHOD: Method = Method::POST;
    const ACCESS: Access = Access::May(Act::WriteRecords);
    type Path = ById;
    type Query = Nothing;
    type Body = Nothing;
    type Reply = View<Activity>;

    fn id() -> String {
        "cancel_activity".into()
    }
    fn path() -> String {
        "/activities/{id}/cancel".into()
    }
    fn summary() -> String {
        "Cancels a planned activity.".into()
    }

    async fn run(call: Call<Self>) -> Result<Answer<View<Activity>>, Problem> {
        command(call, None, |ctx, activity: &Activity| decide::cancel_activity(ctx, activity)).await
    }
}
