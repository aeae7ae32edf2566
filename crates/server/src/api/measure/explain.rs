//! `GET /measure/explain`: the records behind a number.

use std::collections::{HashMap, HashSet};

use axum::http::{Method, header};
use schemars::JsonSchema;
use serde::Serialize;
use trechter_domain::Origin;
use trechter_domain::permission::Act;
use trechter_measure::answer::{Counted, Explanation, Figure};
use trechter_measure::definitions::{Area, Metric};
use trechter_measure::question::Handle;
use trechter_measure::{
    changes, channels, conversion, evaluate, expected, leaks, losses, measures, people, phases, season,
    stages, targets, touches, workload,
};
use trechter_store::{Ref, Tx};
use uuid::Uuid;

use super::people::channel_kind;
use super::{metric, ready};
use crate::caller::Deed;
use crate::export::numbers::opens;
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
    /// How many of them the reader can no longer open: given to somebody else since, or gone.
    pub hidden: usize,
    /// A page of those that he can open, in the order in which they became known.
    pub records: Vec<Counted>,
    /// Of a number made of other numbers: these, so that the formula can be filled in.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub terms: Vec<Figure>,
    /// What they are called.
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
        let caller = call.caller()?.clone();
        let skip = call.query.skip.unwrap_or(0) as usize;
        let ready = ready(&call).await?;
        let etag = ready.etag.clone();
        let explained = aside(move || explained(ready, &call.query)).await??;
        let deed = Deed::new(&call.app, Some(caller.member), Origin::Member, Act::ReadRecords);
        let Explanation { figure, records, terms } = explained;
        let count = records.len();
        let opened = call.app.store.read(caller.workspace, move |tx| page(tx, &deed, records, skip)).await?;
        let (records, refs, open) = opened;
        let next = (skip + records.len() < open).then_some(skip + records.len());
        let reply = ExplainReply { figure, count, hidden: count - open, records, terms, refs, next };
        Ok(Answer::of(reply).header(header::ETAG, etag))
    }
}

/// What a page of records is made of: the records, their names, and how many there are in all that may be opened.
type Page = (Vec<Counted>, HashMap<Uuid, Ref>, usize);

/// A page of the records that the reader may open.
fn page(tx: &mut Tx<'_>, deed: &Deed, records: Vec<Counted>, skip: usize) -> trechter_store::Result<Page> {
    let ids: Vec<Uuid> = records.iter().map(|record| record.id).collect();
    let mut refs = deed.refs(tx, &ids)?;
    let open: Vec<Counted> = records.into_iter().filter(|record| opens(refs.get(&record.id))).collect();
    let count = open.len();
    let records: Vec<Counted> = open.into_iter().skip(skip).take(PAGE).collect();
    let shown: HashSet<Uuid> = records.iter().map(|record| record.id).collect();
    refs.retain(|id, _| shown.contains(id));
    Ok((records, refs, count))
}

/// The records behind one number, for whoever asks.
///
/// # Errors
/// What is wrong with the question; 403 for numbers that are not the reader's to see.
pub fn explained(ready: Ready, asking: &Asking) -> Result<Explanation, Problem> {
    let [key] = asking.metric.as_slice() else { return Err(Problem::field("metric", "required")) };
    let handle = Handle { metric: metric(key)?, part: asking.part.clone(), row: asking.row_values()? };
    let whole = matches!(handle.metric.area(), Area::Phases | Area::Leaks | Area::Sellers | Area::Channels);
    let is_cost = matches!(handle.metric, Metric::StageCostPerEntrant | Metric::StageCostPerWin);
    if is_cost && !ready.sees_costs {
        return Err(Problem::of(403, "forbidden"));
    }
    let ready = if whole { ready.whole()? } else { ready };
    explanation(&ready, &handle).ok_or_else(|| Problem::field("metric", "unknown"))
}

/// The records behind the number that a handle points at; `None` when it points at none.
fn explanation(ready: &Ready, handle: &Handle) -> Option<Explanation> {
    let (facts, question) = (&ready.facts, &ready.question);
    if by_channel(handle) {
        return channels::explain(&question.ask(facts), channel_kind(question), handle);
    }
    let part = handle.part.as_deref();
    let of_target =
        matches!(handle.metric, Metric::Coverage | Metric::CoverageNeeded | Metric::PipelineYield);
    match (handle.metric.area(), measures::of(handle.metric)) {
        (Area::Targets, _) => targets::explain(facts, question, handle, |whom| ready.shows(whom)),
        _ if of_target => targets::explain(facts, question, handle, |whom| ready.shows(whom)),
        // A part of a number by itself: of a stage or a pipeline, or of a month in which it is expected.
        (_, Some(_)) if part.is_some_and(|part| part.parse::<Uuid>().is_ok()) => {
            stages::explain(facts, question, handle)
        }
        (Area::Pipeline, Some(_)) if part.is_some() => expected::explain(facts, question, handle),
        (Area::Pipeline, None) => stages::explain(facts, question, handle),
        (Area::Stages, _) => stages::explain(facts, question, handle),
        (Area::Phases, _) => phases::explain(facts, question, handle),
        (Area::Leaks, _) => leaks::explain(facts, question, handle),
        (_, None) if handle.metric == Metric::LossShare => losses::explain(&question.ask(facts), handle),
        (Area::Leads, None) if handle.metric == Metric::LeadWorkloadShare => {
            workload::explain(question, &question.ask(facts), handle)
        }
        (Area::Leads, None) => season::explain(&question.ask(facts), handle),
        (Area::Leads, Some(_)) if part.is_some() => workload::explain(question, &question.ask(facts), handle),
        (Area::FollowUps, _) if part.is_some() => touches::explain(&question.ask(facts), handle),
        (Area::Changes, _) => changes::explain(facts, question, handle),
        (Area::Channels, _) => channels::explain(&question.ask(facts), channel_kind(question), handle),
        (Area::Sellers, _) => people::explain(&question.ask(facts), handle),
        (_, Some(measure)) => Some(evaluate::explain(&question.ask(facts), measure, &handle.row)),
        (_, None) => conversion::explain(&question.ask(facts), handle),
    }
}

/// Is it about the leads that a channel is credited with, by their first or last touch?
fn by_channel(handle: &Handle) -> bool {
    handle.part.as_deref().is_some_and(|part| part.ends_with("_touch"))
}
