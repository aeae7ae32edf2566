//! `DELETE /deals/{id}` puts a record in the bin, `POST /deals/{id}/restore` takes it out.

use std::marker::PhantomData;

use axum::http::Method;
use trechter_domain::permission::Act;
use trechter_domain::{FieldError, decide};

use super::{Resource, shown};
use crate::http::{Access, Answer, ById, Call, Nothing, Operation, Problem, View};

pub struct Remove<R>(PhantomData<R>);

impl<R: Resource> Operation for Remove<R> {
    const METHOD: Method = Method::DELETE;
    const ACCESS: Access = Access::May(Act::RemoveRecords);
    type Path = ById;
    type Query = Nothing;
    type Body = Nothing;
    type Reply = View<R>;

    fn id() -> String {
        format!("remove_{}", R::singular())
    }
    fn path() -> String {
        format!("/{}/{{id}}", R::plural())
    }
    fn summary() -> String {
        format!("Puts {} in the bin; nothing of it is lost.", R::one())
    }

    async fn run(call: Call<Self>) -> Result<Answer<View<R>>, Problem> {
        let (deed, id, version) = (call.deed()?, call.path.id, call.if_match()?);
        let written = call
            .app
            .store
            .write(call.caller()?.workspace, move |tx| {
                let before: R = deed.load(tx, id)?;
                if before.version() != version {
                    return Ok(false);
                }
                let catalogue = tx.catalogue();
                tx.save(&decide::remove(&deed.ctx(&catalogue), &before)?)?;
                Ok(true)
            })
            .await?;
        let answer = shown(&call.app, call.caller()?, id, written.seq).await?;
        if !written.value {
            let mut problem =
                Problem::of(412, "changed_meanwhile").and("current", serde_json::json!(answer.body));
            problem.errors = vec![FieldError::new("version", "changed_meanwhile")];
            return Err(problem);
        }
        Ok(answer)
    }
}

pub struct Restore<R>(PhantomData<R>);

impl<R: Resource> Operation for Restore<R> {
    const METHOD: Method = Method::POST;
    const ACCESS: Access = Access::May(Act::RemoveRecords);
    type Path = ById;
    type Query = Nothing;
    type Body = Nothing;
    type Reply = View<R>;

    fn id() -> String {
        format!("restore_{}", R::singular())
    }
    fn path() -> String {
        format!("/{}/{{id}}/restore", R::plural())
    }
    fn summary() -> String {
        format!("Takes {} out of the bin.", R::one())
    }

    async fn run(call: Call<Self>) -> Result<Answer<View<R>>, Problem> {
        let (deed, once, id) = (call.deed()?, call.once()?, call.path.id);
        let written = call
            .app
            .store
            .write(call.caller()?.workspace, move |tx| {
                once.run(tx, &deed, |tx| {
                    let before: R = deed.load(tx, id)?;
                    let catalogue = tx.catalogue();
                    tx.save(&decide::restore(&deed.ctx(&catalogue), &before)?)
                })
            })
            .await?;
        shown(&call.app, call.caller()?, id, written.seq).await
    }
}
