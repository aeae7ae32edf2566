//! `PUT /catalogue/exchange-rates`, `PUT /catalogue/targets`: many entries at once, each known by what it
//! is about. What is there already gets the new value; asking twice changes nothing.

use std::collections::{BTreeMap, BTreeSet};
use std::marker::PhantomData;

use axum::http::Method;
use schemars::JsonSchema;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use trechter_domain::decide::{self, Decided};
use trechter_domain::fold::Document;
use trechter_domain::refusal::RefusalKind;
use trechter_domain::{Catalogue, FieldError, Refusal};
use trechter_store::{Error, Result, Tx};

use super::Entry;
use crate::caller::Deed;
use crate::http::{Access, Answer, Call, Nothing, Operation, Problem};

/// The most entries of one request.
pub const MOST: usize = 1_000;

/// A kind of entry that needs no id to be found.
pub trait Many: Entry {
    type Item: Serialize + DeserializeOwned + JsonSchema + Clone + Send + Sync + 'static;
    type Key: Ord;
    /// Field and code for a key that a request names twice.
    const TWICE: (&'static str, &'static str);

    fn all(catalogue: &Catalogue) -> &[Self];
    fn key(&self) -> Self::Key;
    fn key_of(item: &Self::Item) -> Self::Key;
    /// The fields that an entry of this key gets; `None` takes it away.
    fn says(item: &Self::Item) -> Option<Map<String, Value>>;
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Many{T}")]
pub struct ManyBody<T> {
    /// At most 1,000. All are put, or none.
    pub items: Vec<T>,
}

/// What became of them.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ManyReply {
    pub added: usize,
    pub changed: usize,
    pub removed: usize,
    pub unchanged: usize,
}

pub struct PutEntries<E>(PhantomData<E>);

impl<E: Many> Operation for PutEntries<E> {
    const METHOD: Method = Method::PUT;
    const ACCESS: Access = Access::May(E::ACT);
    type Path = Nothing;
    type Query = Nothing;
    type Body = ManyBody<E::Item>;
    type Reply = ManyReply;

    fn id() -> String {
        format!("put_{}s", E::KIND.as_str())
    }
    fn path() -> String {
        format!("/catalogue/{}", E::PLURAL)
    }
    fn summary() -> String {
        format!("Adds, changes and takes away many of the {} at once; all or none.", E::PLURAL)
    }

    async fn run(call: Call<Self>) -> Result<Answer<ManyReply>, Problem> {
        if call.body.items.len() > MOST {
            return Err(Problem::field("items", "too_many"));
        }
        let (deed, items) = (call.deed()?, call.body.items.clone());
        let written = call
            .app
            .store
            .write(call.caller()?.workspace, move |tx| {
                let (decided, reply) = decide_all::<E>(tx, &deed, &items)?;
                tx.save_entries(&decided)?;
                Ok(reply)
            })
            .await?;
        Ok(Answer::written(written.value, written.seq))
    }
}

/// Decides each against the set-up as it is; what is wrong with them is told together.
fn decide_all<E: Many>(
    tx: &mut Tx<'_>,
    deed: &Deed,
    items: &[E::Item],
) -> Result<(Vec<Decided<E>>, ManyReply)> {
    let catalogue = tx.catalogue();
    deed.reach(&catalogue)?;
    let present = E::all(&catalogue).iter().filter(|entry| !entry.removed());
    let known: BTreeMap<E::Key, &E> = present.map(|entry| (entry.key(), entry)).collect();
    let (mut seen, mut errors) = (BTreeSet::new(), Vec::new());
    let (mut all, mut reply) = (Vec::with_capacity(items.len()), ManyReply::default());
    for (i, item) in items.iter().enumerate() {
        let key = E::key_of(item);
        let before = known.get(&key).copied();
        if !seen.insert(key) {
            errors.push(FieldError::new(format!("items.{i}.{}", E::TWICE.0), E::TWICE.1));
            continue;
        }
        let ctx = deed.ctx(&catalogue);
        let outcome = match (before, E::says(item)) {
            (None, None) => Ok(None),
            (Some(before), None) => decide::remove(&ctx, before).map(Some),
            (Some(before), Some(says)) => decide::edit(&ctx, before, &says).map(Some),
            (None, Some(_)) => decide::create(&ctx, deed.id(), &fields(item)?).map(Some),
        };
        let guarded = outcome.map_err(Error::from).and_then(|decided| {
            if let Some(decided) = &decided {
                E::guard(tx, deed, before, Some(&decided.record))?;
            }
            Ok(decided)
        });
        match guarded {
            Ok(Some(decided)) => {
                *count(&mut reply, before.is_some(), &decided) += 1;
                all.push(decided);
            }
            Ok(None) => reply.unchanged += 1,
            Err(Error::Refused(refusal)) if refusal.kind == RefusalKind::Invalid => {
                errors.extend(
                    refusal
                        .fields
                        .into_iter()
                        .map(|error| FieldError { field: format!("items.{i}.{}", error.field), ..error }),
                );
            }
            Err(error) => return Err(error),
        }
    }
    if errors.is_empty() { Ok((all, reply)) } else { Err(Refusal::invalid(errors).into()) }
}

fn count<'r, E: Document>(reply: &'r mut ManyReply, known: bool, decided: &Decided<E>) -> &'r mut usize {
    match (known, decided.events.is_empty(), decided.record.removed()) {
        (_, true, _) => &mut reply.unchanged,
        (_, _, true) => &mut reply.removed,
        (true, ..) => &mut reply.changed,
        (false, ..) => &mut reply.added,
    }
}

fn fields<T: Serialize>(item: &T) -> Result<Map<String, Value>> {
    match serde_json::to_value(item)? {
        Value::Object(fields) => Ok(fields),
        _ => Err(Error::Internal("an entry is an object".into())),
    }
}
