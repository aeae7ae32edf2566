//! `POST /contacts/{id}/erase` and `/leads/{id}/erase`: the person behind a record is forgotten.

use std::marker::PhantomData;

use axum::http::Method;
use schemars::JsonSchema;
use serde::Serialize;
use trechter_domain::event::Subject;
use trechter_domain::permission::Act;
use uuid::Uuid;

use crate::api::records::Resource;
use crate::erasure;
use crate::http::{Access, Answer, ById, Call, Nothing, Operation, Problem};

/// Who was erased, and where.
#[derive(Debug, Serialize, JsonSchema)]
pub struct EraseReply {
    /// Contacts and leads: all records of the same person.
    pub persons: Vec<Uuid>,
    /// Records that lost words which spoke of him, his own among them.
    pub blanked: Vec<Uuid>,
}

pub struct Erase<R>(PhantomData<R>);

impl<R: Resource> Operation for Erase<R> {
    const METHOD: Method = Method::POST;
    const ACCESS: Access = Access::May(Act::ErasePersons);
    type Path = ById;
    type Query = Nothing;
    type Body = Nothing;
    type Reply = EraseReply;

    fn id() -> String {
        format!("erase_{}", R::singular())
    }
    fn path() -> String {
        format!("/{}/{{id}}/erase", R::plural())
    }
    fn summary() -> String {
        format!(
            "Erases the person behind a {}: names, addresses, words and files go for ever, also those of his \
             other records, of his activities and in the log; ids, times and amounts stay. Cannot be undone.",
            R::singular()
        )
    }

    async fn run(call: Call<Self>) -> Result<Answer<EraseReply>, Problem> {
        let of = Subject { kind: R::KIND, id: call.path.id };
        let erased = erasure::erase(&call.app, call.caller()?.workspace, &call.deed()?, of).await?;
        let reply = EraseReply { persons: erased.persons, blanked: erased.blanked };
        Ok(Answer::written(reply, erased.seq))
    }
}
