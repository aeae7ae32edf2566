//! `POST /deals`: a new record.

use std::marker::PhantomData;

use axum::http::Method;
use serde_json::Value;
use trechter_domain::permission::Act;
use trechter_domain::{Refusal, decide};

use super::{Resource, shown};
use crate::http::{Access, Answer, Call, Input, Nothing, Operation, Problem, View};

pub struct Create<R>(PhantomData<R>);

impl<R: Resource> Operation for Create<R> {
    const METHOD: Method = Method::POST;
    const ACCESS: Access = Access::May(Act::WriteRecords);
    const STATUS: u16 = 201;
    type Path = Nothing;
    type Query = Nothing;
    type Body = Input<R, true>;
    type Reply = View<R>;

    fn id() -> String {
        format!("create_{}", R::singular())
    }
    fn path() -> String {
        format!("/{}", R::plural())
    }
    fn summary() -> String {
        format!("A new {}. Without an owner it is the caller's.", R::singular())
    }

    async fn run(call: Call<Self>) -> Result<Answer<View<R>>, Problem> {
        let (deed, once) = (call.deed()?, call.once()?);
        let mut fields = call.body.fields.clone();
        let occurred = match fields.remove("occurred_at") {
            None | Some(Value::Null) => None,
            Some(at) => {
                Some(serde_json::from_value(at).map_err(|_| Problem::field("occurred_at", "wrong_type"))?)
            }
        };
        fields.entry("owner").or_insert_with(|| serde_json::json!(deed.default_owner()));
        let id = deed.id();
        let written = call
            .app
            .store
            .write(call.caller()?.workspace, move |tx| {
                once.run(tx, &deed, |tx| {
                    let catalogue = tx.catalogue();
                    let ctx = deed.ctx(&catalogue).at(occurred)?;
                    let mut fields = fields.clone();
                    R::prepare(tx, &mut fields);
                    let decided = decide::create::<R>(&ctx, id, &fields)?;
                    deed.check_links(tx, None, &decided.record)?;
                    let reach = deed.reach(&catalogue)?;
                    if !reach.covers(decided.record.owner()) {
                        return Err(Refusal::field("owner", "unknown").into());
                    }
                    tx.save(&decided)?;
                    Ok(id)
                })
            })
            .await?;
        shown(&call.app, call.caller()?, written.value, written.seq).await
    }
}
