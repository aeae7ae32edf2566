//! `PATCH /deals/{id}`: fields change; a stale version is no obstacle when other fields changed.

use std::marker::PhantomData;

use axum::http::Method;
use serde_json::{Map, Value, json};
use trechter_domain::fold::Document;
use trechter_domain::permission::Act;
use trechter_domain::{FieldError, Refusal, decide, fold};
use trechter_store::{Error, Tx};

use super::{Resource, just_changed, shown};
use crate::http::{Access, Answer, ById, Call, Input, Nothing, Operation, Problem, View};

pub struct Change<R>(PhantomData<R>);

impl<R: Resource> Operation for Change<R> {
    const METHOD: Method = Method::PATCH;
    const ACCESS: Access = Access::May(Act::WriteRecords);
    type Path = ById;
    type Query = Nothing;
    type Body = Input<R, false>;
    type Reply = View<R>;

    fn id() -> String {
        format!("change_{}", R::singular())
    }
    fn path() -> String {
        format!("/{}/{{id}}", R::plural())
    }
    fn summary() -> String {
        format!("Changes fields of {} (JSON Merge Patch).", R::one())
    }

    async fn run(call: Call<Self>) -> Result<Answer<View<R>>, Problem> {
        let (deed, id, version) = (call.deed()?, call.path.id, call.if_match()?);
        let fields = call.body.fields.clone();
        let written = call
            .app
            .store
            .write(call.caller()?.workspace, move |tx| {
                let before: R = deed.load(tx, id)?;
                if before.version() != version
                    && let Some(conflict) = conflict(tx, &before, version, &fields)?
                {
                    return Ok(Err(conflict));
                }
                let catalogue = tx.catalogue();
                let decided = decide::edit(&deed.ctx(&catalogue), &before, &fields)?;
                deed.check_links(tx, Some(&before), &decided.record)?;
                tx.save(&decided)?;
                Ok(Ok(()))
            })
            .await?;
        if let Err(conflict) = written.value {
            let current = shown::<R>(&call.app, call.caller()?, id, written.seq).await?;
            return Err(conflict.into_problem(&current.body));
        }
        just_changed(&call.app, call.caller()?, id, written.seq).await
    }
}

/// The same fields were changed by somebody else meanwhile.
#[derive(Debug, Clone)]
pub struct Conflict {
    fields: Vec<FieldError>,
}

impl Conflict {
    fn into_problem<R: Document>(self, current: &View<R>) -> Problem {
        let mut problem: Problem = Problem::of(412, "changed_meanwhile").and("current", json!(current));
        problem.errors = self.fields;
        problem
    }
}

/// Which of the wished fields changed after the version that the caller knows: both values and who.
///
/// # Errors
/// `wrong_type` on a version that never was; the database's.
fn conflict<R: Resource>(
    tx: &mut Tx<'_>,
    before: &R,
    version: u32,
    fields: &Map<String, Value>,
) -> Result<Option<Conflict>, Error> {
    if version > before.version() {
        return Err(Refusal::field("If-Match", "unknown").into());
    }
    let doc = fold::document(before);
    let mut clashes: Vec<FieldError> = Vec::new();
    for event in tx.events_since_version(before.id(), version)? {
        let personal = event.event.personal.iter().flat_map(|personal| personal.set.keys());
        for name in event.event.data.set.keys().chain(personal) {
            if let Some((outer, yours)) = wished(fields, name) {
                let now = fold::value_of(&doc, name);
                if now == yours {
                    continue;
                }
                clashes.retain(|clash| clash.field != *name);
                let clash = FieldError::new(name, "changed_meanwhile")
                    .with("field", outer)
                    .with("yours", yours)
                    .with("now", now)
                    .with("by", json!(event.event.actor))
                    .with("at", json!(event.event.recorded_at));
                clashes.push(clash);
            }
        }
    }
    Ok((!clashes.is_empty()).then_some(Conflict { fields: clashes }))
}

/// The value that the caller wishes for a changed field, if he wishes one.
fn wished<'f>(fields: &'f Map<String, Value>, name: &str) -> Option<(&'f str, Value)> {
    let (outer, inner) = name.split_once('.').map_or((name, None), |(outer, inner)| (outer, Some(inner)));
    let (key, value) = fields.get_key_value(outer)?;
    match inner {
        None => Some((key, value.clone())),
        Some(inner) => value.get(inner).map(|value| (key.as_str(), value.clone())),
    }
}
