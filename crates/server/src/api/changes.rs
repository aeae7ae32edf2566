//! `GET /changes?after=seq`: what changed, for programs that keep a copy; with tombstones.

use axum::http::Method;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use trechter_domain::permission::Act;

use crate::http::{Access, Answer, Call, Nothing, Operation, Problem};
use crate::live::{Batches, Message, messages};

/// From where on.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangesQuery {
    /// The last number that is known; 0 from the beginning.
    pub after: i64,
    /// Events to look at, 1 to 1,000, 500 when left out.
    pub limit: Option<u32>,
}

/// What changed. Read the records themselves by id.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ChangesReply {
    pub items: Vec<Message>,
    /// Ask on with this. It rises also over events that the caller may not see.
    pub seq: i64,
    /// There is more already.
    pub more: bool,
}

pub struct Changes;

impl Operation for Changes {
    const METHOD: Method = Method::GET;
    const ACCESS: Access = Access::May(Act::ReadRecords);
    type Path = Nothing;
    type Query = ChangesQuery;
    type Body = Nothing;
    type Reply = ChangesReply;

    fn id() -> String {
        "list_changes".into()
    }
    fn path() -> String {
        "/changes".into()
    }
    fn summary() -> String {
        "Which records changed after a number, those that are gone included.".into()
    }

    async fn run(call: Call<Self>) -> Result<Answer<ChangesReply>, Problem> {
        let deed = call.deed()?;
        let (after, limit) =
            (call.query.after.max(0), i64::from(call.query.limit.unwrap_or(500).clamp(1, 1_000)));
        let reply = call
            .app
            .store
            .read(call.caller()?.workspace, move |tx| {
                let (items, seq) = messages(tx, &deed, (after, limit), Batches::OneByOne)?;
                Ok(ChangesReply { items, seq, more: seq < tx.seq() })
            })
            .await?;
        Ok(Answer::of(reply))
    }
}
