//! Answers that are kept: `GET` and `POST /snapshots`.

use axum::http::Method;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use trechter_domain::paper::Snapshot;
use trechter_domain::permission::{Act, Reach};
use trechter_domain::{Catalogue, Instant, MemberId, Refusal, SnapshotId, decide};
use trechter_store::{Result, Tx};

use super::paper::{Paper, load};
use crate::api::measure::tables::Table;
use crate::caller::Deed;
use crate::http::{Access, Answer, Call, Nothing, Operation, Problem};
use crate::numbers::{Asking, aside};

/// Most snapshots of one workspace.
const MOST: usize = 500;
/// The largest answer that is kept, in bytes.
const LARGEST: usize = 1 << 20;

impl Paper for Snapshot {
    const PLURAL: &'static str = "snapshots";
    const ACT: Act = Act::SaveViews;

    fn shown_to(&self, deed: &Deed, catalogue: &Catalogue) -> bool {
        let may = |act| Deed { act, ..deed.clone() }.reach(catalogue);
        let (Some(reader), Ok(reach)) = (deed.actor, may(Act::ReadRecords)) else { return false };
        self.is_open_to(reader, &reach, may(Act::SetNorms).is_ok())
    }

    /// One's own are one's own; what was answered never changes.
    fn guard(_: &mut Tx<'_>, deed: &Deed, before: &Self, after: Option<&Self>) -> Result<()> {
        if deed.actor != Some(before.owner) {
            return Err(Refusal::forbidden().into());
        }
        let Some(after) = after else { return Ok(()) };
        let kept = |it: &Self| {
            let Self { owner, table, asked, answer, results_of, costs, .. } = it.clone();
            (owner, table, asked, answer, results_of, costs)
        };
        if kept(before) == kept(after) { Ok(()) } else { Err(Refusal::field("answer", "read_only").into()) }
    }
}

/// A snapshot in a list: without its answer.
#[derive(Debug, Serialize, JsonSchema)]
pub struct SnapshotRow {
    pub id: SnapshotId,
    pub version: u32,
    pub created_at: Instant,
    pub name: String,
    pub owner: MemberId,
    pub shared: bool,
    /// Which answer: `dashboard`, `people` …
    pub table: String,
    /// The question.
    pub asked: Asking,
}

#[derive(Debug, Serialize, JsonSchema)]
pub struct SnapshotsReply {
    /// The latest first.
    pub items: Vec<SnapshotRow>,
}

/// The snapshots that somebody may open.
pub struct Snapshots;

impl Operation for Snapshots {
    const METHOD: Method = Method::GET;
    const ACCESS: Access = Access::May(Act::ReadRecords);
    type Path = Nothing;
    type Query = Nothing;
    type Body = Nothing;
    type Reply = SnapshotsReply;

    fn id() -> String {
        "list_snapshots".into()
    }
    fn path() -> String {
        "/snapshots".into()
    }
    fn summary() -> String {
        "Answers that were kept, the latest first: the caller's own, and those that are shared with whoever sees all \
         records. Compare with one by `compare_to=snapshot:ID`."
            .into()
    }

    async fn run(call: Call<Self>) -> Result<Answer<SnapshotsReply>, Problem> {
        let deed = call.deed()?;
        let read = call.app.store.read(call.caller()?.workspace, move |tx| {
            let catalogue = tx.catalogue();
            let mut kept: Vec<Snapshot> = tx.papers()?;
            kept.retain(|kept| kept.removed_at.is_none() && kept.shown_to(&deed, &catalogue));
            kept.into_iter().rev().map(row).collect::<Result<_>>()
        });
        Ok(Answer::of(SnapshotsReply { items: read.await? }))
    }
}

fn row(kept: Snapshot) -> Result<SnapshotRow> {
    let Snapshot { id, version, created_at, name, owner, shared, table, asked, .. } = kept;
    let asked = serde_json::from_value(asked)?;
    Ok(SnapshotRow { id, version, created_at, name, owner, shared, table, asked })
}

/// What is kept, under which name.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SnapshotBody {
    pub name: String,
    /// Which answer: the last part of its address under `/measure`.
    pub table: String,
    /// The question, with the parameters of that address.
    #[serde(default)]
    pub question: Asking,
    /// Open to everybody who sees all records.
    #[serde(default)]
    pub shared: bool,
}

/// Keeps an answer as it is now.
pub struct KeepSnapshot;

impl Operation for KeepSnapshot {
    const METHOD: Method = Method::POST;
    const ACCESS: Access = Access::May(Act::SaveViews);
    const STATUS: u16 = 201;
    type Path = Nothing;
    type Query = Nothing;
    type Body = SnapshotBody;
    type Reply = Snapshot;

    fn id() -> String {
        "create_snapshot".into()
    }
    fn path() -> String {
        "/snapshots".into()
    }
    fn summary() -> String {
        "Keeps an answer as it is now, with its question: the days of its period, its date and what was known.".into()
    }

    async fn run(call: Call<Self>) -> Result<Answer<Snapshot>, Problem> {
        let (deed, once, id) = (call.deed()?, call.once()?, call.app.ids.id());
        let SnapshotBody { name, table, question: asking, shared } = call.body.clone();
        let table = Table::named(&table).map_err(|_| Problem::field("table", "unknown"))?;
        let caller = call.caller()?;
        let ready = asking.ready(&call.app, caller.workspace, Some(caller.member), deed.clone()).await?;
        let asked = asking.fixed(&ready);
        let results_of = match &ready.reach {
            Reach::All => None,
            Reach::Owners(owners) => Some(owners.clone()),
        };
        let costs = ready.sees_costs && table.name == "stages";
        let answer = aside(move || table.tell(ready, asking)).await??;
        if answer.to_string().len() > LARGEST {
            return Err(Problem::of(413, "too_large").with("most", format!("{} MB", LARGEST >> 20)));
        }
        let fields = json!({
            "name": name, "owner": deed.actor, "shared": shared, "table": table.name, "asked": asked,
            "answer": answer, "results_of": results_of, "costs": costs,
        });
        let fields: Map<String, Value> = fields.as_object().cloned().unwrap_or_default();
        let write = call.app.store.write(caller.workspace, move |tx| {
            let id = once.run(tx, &deed, |tx| {
                if tx.papers::<Snapshot>()?.iter().filter(|kept| kept.removed_at.is_none()).count() >= MOST {
                    return Err(Refusal::field("name", "too_many").into());
                }
                let catalogue = tx.catalogue();
                tx.save_paper(&decide::create::<Snapshot>(&deed.ctx(&catalogue), id, &fields)?)?;
                Ok(id)
            })?;
            load::<Snapshot>(tx, &deed, id)
        });
        let written = write.await?;
        let version = written.value.version;
        Ok(Answer::written(written.value, written.seq).version(version))
    }
}
