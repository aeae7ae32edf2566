//! `GET`, `PATCH` and `DELETE /talks/{id}`, and so on for every kind of paper.

use std::marker::PhantomData;

use axum::http::Method;
use serde_json::json;
use trechter_domain::fold::Document;
use trechter_domain::permission::Act;
use trechter_domain::{Catalogue, Refusal, decide};
use trechter_store::{Result, Tx};
use uuid::Uuid;

use crate::caller::Deed;
use crate::http::{Access, Answer, ById, Call, Input, Nothing, Operation, Problem};

/// A kind of paper at the API.
pub trait Paper: Document {
    /// In paths, like `talks`.
    const PLURAL: &'static str;
    /// The right to change and remove one.
    const ACT: Act;

    /// May this actor read it? Asked before anything of it is shown.
    fn shown_to(&self, deed: &Deed, catalogue: &Catalogue) -> bool;

    /// May this actor, who may read it, change it from what it was, or remove it?
    ///
    /// # Errors
    /// `forbidden`; the field that may not be as it is.
    fn guard(tx: &mut Tx<'_>, deed: &Deed, before: &Self, after: Option<&Self>) -> Result<()>;
}

/// Loads a paper for somebody who may read it.
///
/// # Errors
/// `not_found`: it is not there, in the bin, or not his to see.
pub fn load<P: Paper>(tx: &mut Tx<'_>, deed: &Deed, id: Uuid) -> Result<P> {
    let paper: Option<P> = tx.load_paper(id)?;
    let catalogue = tx.catalogue();
    let paper = paper.filter(|paper| !paper.removed() && paper.shown_to(deed, &catalogue));
    Ok(paper.ok_or_else(Refusal::not_found)?)
}

pub struct ReadPaper<P>(PhantomData<P>);

impl<P: Paper> Operation for ReadPaper<P> {
    const METHOD: Method = Method::GET;
    const ACCESS: Access = Access::May(Act::ReadRecords);
    type Path = ById;
    type Query = Nothing;
    type Body = Nothing;
    type Reply = P;

    fn id() -> String {
        format!("get_{}", P::KIND.as_str())
    }
    fn path() -> String {
        format!("/{}/{{id}}", P::PLURAL)
    }
    fn summary() -> String {
        format!("One of the {}.", P::PLURAL)
    }

    async fn run(call: Call<Self>) -> Result<Answer<P>, Problem> {
        let (deed, id) = (call.deed()?, call.path.id);
        let paper: P = call.app.store.read(call.caller()?.workspace, move |tx| load(tx, &deed, id)).await?;
        let version = paper.version();
        Ok(Answer::of(paper).version(version))
    }
}

pub struct ChangePaper<P>(PhantomData<P>);

impl<P: Paper> Operation for ChangePaper<P> {
    const METHOD: Method = Method::PATCH;
    const ACCESS: Access = Access::May(P::ACT);
    type Path = ById;
    type Query = Nothing;
    type Body = Input<P, false>;
    type Reply = P;

    fn id() -> String {
        format!("change_{}", P::KIND.as_str())
    }
    fn path() -> String {
        format!("/{}/{{id}}", P::PLURAL)
    }
    fn summary() -> String {
        format!("Changes one of the {}.", P::PLURAL)
    }

    async fn run(call: Call<Self>) -> Result<Answer<P>, Problem> {
        let (id, version, fields) = (call.path.id, call.if_match()?, call.body.fields.clone());
        write(call, id, Some(version), move |tx, deed, before: &P| {
            let catalogue = tx.catalogue();
            let decided = decide::edit(&deed.ctx(&catalogue), before, &fields)?;
            P::guard(tx, deed, before, Some(&decided.record))?;
            Ok(decided)
        })
        .await
    }
}

pub struct RemovePaper<P>(PhantomData<P>);

impl<P: Paper> Operation for RemovePaper<P> {
    const METHOD: Method = Method::DELETE;
    const ACCESS: Access = Access::May(P::ACT);
    type Path = ById;
    type Query = Nothing;
    type Body = Nothing;
    type Reply = P;

    fn id() -> String {
        format!("remove_{}", P::KIND.as_str())
    }
    fn path() -> String {
        format!("/{}/{{id}}", P::PLURAL)
    }
    fn summary() -> String {
        format!("Takes one of the {} away.", P::PLURAL)
    }

    async fn run(call: Call<Self>) -> Result<Answer<P>, Problem> {
        let (id, version) = (call.path.id, call.if_match()?);
        write(call, id, Some(version), move |tx, deed, before: &P| {
            P::guard(tx, deed, before, None)?;
            let catalogue = tx.catalogue();
            Ok(decide::remove(&deed.ctx(&catalogue), before)?)
        })
        .await
    }
}

/// Loads a paper, in the version that the caller knows when he must know it, lets the rule decide, saves.
pub(super) async fn write<O: Operation, P: Paper>(
    call: Call<O>,
    id: Uuid,
    version: Option<u32>,
    rule: impl Fn(&mut Tx<'_>, &Deed, &P) -> Result<decide::Decided<P>> + Send + 'static,
) -> Result<Answer<P>, Problem> {
    let deed = call.deed()?;
    let written = call
        .app
        .store
        .write(call.caller()?.workspace, move |tx| {
            deed.reach(&tx.catalogue())?;
            let before: P = load(tx, &deed, id)?;
            if version.is_some_and(|version| before.version() != version) {
                return Ok(Err(before));
            }
            let decided = rule(tx, &deed, &before)?;
            tx.save_paper(&decided)?;
            Ok(Ok(decided.record))
        })
        .await?;
    match written.value {
        Ok(paper) => {
            let version = paper.version();
            Ok(Answer::written(paper, written.seq).version(version))
        }
        Err(current) => Err(Problem::of(412, "changed_meanwhile").and("current", json!(current))),
    }
}
