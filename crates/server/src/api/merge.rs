//! `POST /companies/{id}/merge`: another record of the same thing is taken over.

use std::marker::PhantomData;

use axum::http::Method;
use schemars::JsonSchema;
use serde::Deserialize;
use trechter_domain::Refusal;
use trechter_domain::decide::{self, Decided};
use trechter_domain::event::{EventKind, Subject};
use trechter_domain::fold;
use trechter_domain::permission::{self, Act};
use trechter_domain::record::{Activity, Company, Contact, Deal, Lead};
use trechter_store::{Result, Stored, Tx};
use uuid::Uuid;

use crate::api::records::{Resource, shown};
use crate::caller::Deed;
use crate::http::{Access, Answer, ById, Call, Nothing, Operation, Problem, View};

/// Which record is taken over.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MergeBody {
    pub absorbed: Uuid,
    /// Fields whose value comes from the absorbed record.
    #[serde(default)]
    pub take: Vec<String>,
}

pub struct Merge<R>(PhantomData<R>);

impl<R: Resource> Operation for Merge<R> {
    const METHOD: Method = Method::POST;
    const ACCESS: Access = Access::May(Act::MergeRecords);
    type Path = ById;
    type Query = Nothing;
    type Body = MergeBody;
    type Reply = View<R>;

    fn id() -> String {
        format!("merge_{}", R::plural())
    }
    fn path() -> String {
        format!("/{}/{{id}}/merge", R::plural())
    }
    fn summary() -> String {
        format!(
            "Takes over another {}; what hung on that one hangs on this one, so the caller must reach all of that. \
             Can be undone.",
            R::singular()
        )
    }

    async fn run(call: Call<Self>) -> Result<Answer<View<R>>, Problem> {
        let (mut deed, once, id) = (call.deed()?, call.once()?, call.path.id);
        deed.batch = Some(deed.id().into());
        let body = call.body.clone();
        let written = call
            .app
            .store
            .write(call.caller()?.workspace, move |tx| {
                once.run(tx, &deed, |tx| merge::<R>(tx, &deed, id, &body))
            })
            .await?;
        shown(&call.app, call.caller()?, id, written.seq).await
    }
}

fn merge<R: Resource>(tx: &mut Tx<'_>, deed: &Deed, id: Uuid, body: &MergeBody) -> Result<()> {
    let survivor: R = deed.load(tx, id)?;
    let absorbed: R = deed.load(tx, body.absorbed)?;
    let from = Subject { kind: R::KIND, id: body.absorbed };
    let mut repointed = Vec::new();
    repoint::<Company>(tx, deed, from, id, &mut repointed)?;
    repoint::<Contact>(tx, deed, from, id, &mut repointed)?;
    repoint::<Lead>(tx, deed, from, id, &mut repointed)?;
    repoint::<Deal>(tx, deed, from, id, &mut repointed)?;
    repoint::<Activity>(tx, deed, from, id, &mut repointed)?;
    let catalogue = tx.catalogue();
    let merged = decide::merge_records(&deed.ctx(&catalogue), &survivor, &absorbed, &body.take, &repointed)?;
    tx.save(&merged.absorbed)?;
    tx.save(&merged.survivor)
}

/// Most records of one kind that hang on a record which is merged away.
const MOST: i64 = 100_000;

/// Lets all records of a kind that point at the absorbed record point at the survivor, those in the bin too.
fn repoint<R: Stored>(
    tx: &mut Tx<'_>,
    deed: &Deed,
    from: Subject,
    to: Uuid,
    repointed: &mut Vec<Uuid>,
) -> Result<()> {
    let field = match R::KIND == from.kind {
        true => "parent",
        false => from.kind.as_str(),
    };
    let catalogue = tx.catalogue();
    let ctx = deed.ctx(&catalogue);
    for id in tx.ids_linked_ever::<R>(field, from.id, MOST)? {
        let before: R = tx.load(id)?.ok_or_else(Refusal::not_found)?;
        let mut after = before.clone();
        if id == to || !after.relink(from, to) {
            continue;
        }
        // Who cannot reach it could not take the merge back either.
        if permission::require(deed.actor, deed.act, before.owner(), &catalogue).is_err() {
            return Err(Refusal { code: "merge_out_of_scope", ..Refusal::forbidden() }.into());
        }
        if let Some(event) = fold::event(&ctx, Some(&before), &after, EventKind::Repointed)
            && let Some(record) = fold::apply(Some(before), &event)?
        {
            tx.save(&Decided { record, events: vec![event] })?;
            repointed.push(id);
        }
    }
    Ok(())
}
