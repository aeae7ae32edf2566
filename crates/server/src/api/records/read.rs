//! `GET /deals/{id}`: one record.

use std::collections::HashMap;
use std::marker::PhantomData;

use axum::http::Method;
use schemars::JsonSchema;
use serde::Serialize;
use trechter_domain::Refusal;
use trechter_domain::permission::Act;
use trechter_store::Ref;
use uuid::Uuid;

use super::Resource;
use crate::http::{Access, Answer, ById, Call, Nothing, Operation, Problem, View};

pub struct Read<R>(PhantomData<R>);

/// A record with the names of what it points at.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "{R}Page")]
pub struct WithRefs<R: trechter_domain::fold::Document> {
    pub item: View<R>,
    /// What the records that it points at are called, by id.
    pub refs: HashMap<Uuid, Ref>,
    pub seq: i64,
}

impl<R: Resource> Operation for Read<R> {
    const METHOD: Method = Method::GET;
    const ACCESS: Access = Access::May(Act::ReadRecords);
    type Path = ById;
    type Query = Nothing;
    type Body = Nothing;
    type Reply = WithRefs<R>;

    fn id() -> String {
        format!("get_{}", R::singular())
    }
    fn path() -> String {
        format!("/{}/{{id}}", R::plural())
    }
    fn summary() -> String {
        format!(
            "One {}, with its version in `ETag`. In the bin or merged away it is still shown.",
            R::singular()
        )
    }

    async fn run(call: Call<Self>) -> Result<Answer<WithRefs<R>>, Problem> {
        let (deed, id) = (call.deed()?, call.path.id);
        let page = call
            .app
            .store
            .read(call.caller()?.workspace, move |tx| {
                deed.load::<R>(tx, id)?;
                let item: View<R> = tx.load_listed::<R>(id)?.ok_or_else(Refusal::not_found)?.into();
                let ids: Vec<Uuid> = super::mentioned(&item.record).collect();
                Ok(WithRefs { refs: deed.refs(tx, &ids)?, item, seq: tx.seq() })
            })
            .await?;
        let version = page.item.record.version();
        Ok(Answer::of(page).version(version))
    }
}
