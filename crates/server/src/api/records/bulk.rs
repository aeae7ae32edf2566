//! `POST /deals/bulk`: one change to many records.

use std::marker::PhantomData;

use axum::http::Method;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use trechter_domain::permission::Act;
use trechter_domain::{Refusal, decide};
use trechter_store::{Error, Result, Tx};
use uuid::Uuid;

use super::Resource;
use crate::caller::Deed;
use crate::http::{Access, Answer, Call, Nothing, Operation, Problem};

/// Most records of one call.
const MOST: usize = 1_000;

/// What to do with each record.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum BulkChange {
    /// Fields to change, as in PATCH.
    Patch(Map<String, Value>),
    /// Into the bin.
    Remove,
    /// Out of the bin.
    Restore,
}

/// All records or each on its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum BulkMode {
    /// One refusal refuses all.
    #[default]
    All,
    /// What can be done is done.
    Each,
}

#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BulkBody {
    pub ids: Vec<Uuid>,
    pub change: BulkChange,
    #[serde(default)]
    pub mode: BulkMode,
}

/// What became of each record.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct BulkReply {
    pub changed: Vec<Uuid>,
    pub refused: Vec<Refused>,
}

/// A record that was not changed, and why.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct Refused {
    pub id: Uuid,
    pub code: String,
    /// The field that is wrong, when it is one.
    pub field: Option<String>,
}

pub struct Bulk<R>(PhantomData<R>);

impl<R: Resource> Operation for Bulk<R> {
    const METHOD: Method = Method::POST;
    const ACCESS: Access = Access::May(Act::BulkEdit);
    type Path = Nothing;
    type Query = Nothing;
    type Body = BulkBody;
    type Reply = BulkReply;

    fn id() -> String {
        format!("bulk_change_{}", R::plural())
    }
    fn path() -> String {
        format!("/{}/bulk", R::plural())
    }
    fn summary() -> String {
        format!("Changes, removes or restores up to {MOST} {} at once.", R::plural())
    }

    async fn run(call: Call<Self>) -> Result<Answer<BulkReply>, Problem> {
        let (mut deed, once) = (call.deed()?, call.once()?);
        let body = call.body.clone();
        if body.ids.len() > MOST {
            return Err(Problem::field("ids", "too_many"));
        }
        deed.batch = Some(deed.id().into());
        let total = body.ids.len();
        let all = body.mode == BulkMode::All;
        let written = call
            .app
            .store
            .write(call.caller()?.workspace, move |tx| {
                once.run(tx, &deed, |tx| {
                    let reply = change_all::<R>(tx, &deed, &body)?;
                    if all && !reply.refused.is_empty() {
                        let refusal = Refusal::state("partly_refused")
                            .with("refused", reply.refused.len())
                            .with("total", total)
                            .with("results", serde_json::json!(reply.refused));
                        return Err(refusal.into());
                    }
                    Ok(reply)
                })
            })
            .await?;
        Ok(Answer::written(written.value, written.seq))
    }
}

fn change_all<R: Resource>(tx: &mut Tx<'_>, deed: &Deed, body: &BulkBody) -> Result<BulkReply> {
    let mut reply = BulkReply { changed: Vec::new(), refused: Vec::new() };
    let catalogue = tx.catalogue();
    let mut ids = body.ids.clone();
    ids.sort_unstable();
    ids.dedup();
    for id in ids {
        match change_one::<R>(tx, deed, &catalogue, id, &body.change) {
            Ok(()) => reply.changed.push(id),
            Err(Error::Refused(refusal)) => {
                let field = refusal.fields.first();
                let code = field.map_or(refusal.code, |field| field.code).to_owned();
                reply.refused.push(Refused { id, code, field: field.map(|field| field.field.clone()) });
            }
            Err(error) => return Err(error),
        }
    }
    Ok(reply)
}

fn change_one<R: Resource>(
    tx: &mut Tx<'_>,
    deed: &Deed,
    catalogue: &trechter_domain::Catalogue,
    id: Uuid,
    change: &BulkChange,
) -> Result<()> {
    let act = match change {
        BulkChange::Patch(_) => Act::WriteRecords,
        BulkChange::Remove | BulkChange::Restore => Act::RemoveRecords,
    };
    let deed = Deed { act, ..deed.clone() };
    let before: R = deed.load(tx, id)?;
    let ctx = deed.ctx(catalogue);
    let decided = match change {
        BulkChange::Patch(fields) => decide::edit(&ctx, &before, fields)?,
        BulkChange::Remove => decide::remove(&ctx, &before)?,
        BulkChange::Restore => decide::restore(&ctx, &before)?,
    };
    deed.check_links(tx, Some(&before), &decided.record)?;
    tx.save(&decided)
}
