//! `GET /measure/explain`: the records behind a number.

use std::collections::HashMap;

use axum::http::{Method, header};
use schemars::JsonSchema;
use serde::Serialize;
use trechter_domain::permission::Act;
use trechter_measure::answer::{Counted, Figure};
use trechter_measure::evaluate;
use trechter_store::Ref;
use uuid::Uuid;

use super::{metric, ready};
use crate::http::{Access, Answer, Call, Nothing, Operation, Problem};
use crate::numbers::{Asking, Ready, aside};

/// Records in one answer.
const PAGE: usize = 200;

/// The records behind a number.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ExplainReply {
    /// The number, as in the answer.
    pub figure: Figure,
    /// How many records it counts.
    pub count: usize,
    /// A page of them, in the order in which they became known.
    pub records: Vec<Counted>,
    /// What they are called; those that the reader may not open have no name.
    pub refs: HashMap<Uuid, Ref>,
    /// How many to `skip` for the next page; null at the end.
    pub next: Option<usize>,
}

/// The records behind a number.
pub struct Explain;

impl Operation for Explain {
    const METHOD: Method = Method::GET;
    const ACCESS: Access = Access::May(Act::ReadRecords);
    type Path = Nothing;
    type Query = Asking;
    type Body = Nothing;
    type Reply = ExplainReply;

    fn id() -> String {
        "explain_measure".into()
    }
    fn path() -> String {
        "/measure/explain".into()
    }
    fn summary() -> String {
        "The records behind one number of an answer to the same question; for a row with its values in `row`."
            .into()
    }

    async fn run(call: Call<Self>) -> Result<Answer<ExplainReply>, Problem> {
        let [key] = call.query.metric.as_slice() else { return Err(Problem::field("metric", "required")) };
        let measure = trechter_measure::measures::of(metric(key)?)
            .ok_or_else(|| Problem::field("metric", "unknown"))?;
        let (row, skip) = (call.query.row_values(), call.query.skip.unwrap_or(0) as usize);
        let Ready { facts, question, etag } = ready(&call).await?;
        let explained = aside(move || evaluate::explain(&question.ask(&facts), measure, &row)).await?;
        let count = explained.records.len();
        let records: Vec<Counted> = explained.records.into_iter().skip(skip).take(PAGE).collect();
        let ids: Vec<Uuid> = records.iter().map(|record| record.id).collect();
        let deed = call.deed()?;
        let refs = call.app.store.read(call.caller()?.workspace, move |tx| deed.refs(tx, &ids)).await?;
        let next = (skip + records.len() < count).then_some(skip + records.len());
        let reply = ExplainReply { figure: explained.figure, count, records, refs, next };
        Ok(Answer::of(reply).header(header::ETAG, etag))
    }
}
