//! `GET /deals/{id}/files`: what hangs on a record.

use std::marker::PhantomData;

use axum::http::Method;
use schemars::JsonSchema;
use serde::Serialize;
use trechter_domain::permission::Act;

use super::FileView;
use crate::api::records::Resource;
use crate::http::{Access, Answer, ById, Call, Nothing, Operation, Problem};

/// The files of a record, newest first.
#[derive(Debug, Serialize, JsonSchema)]
pub struct FileList {
    pub items: Vec<FileView>,
    pub seq: i64,
}

pub struct List<R>(PhantomData<R>);

impl<R: Resource> Operation for List<R> {
    const METHOD: Method = Method::GET;
    const ACCESS: Access = Access::May(Act::ReadRecords);
    type Path = ById;
    type Query = Nothing;
    type Body = Nothing;
    type Reply = FileList;

    fn id() -> String {
        format!("list_{}_files", R::singular())
    }
    fn path() -> String {
        format!("/{}/{{id}}/files", R::plural())
    }
    fn summary() -> String {
        format!("The files of {}, newest first.", R::one())
    }

    async fn run(call: Call<Self>) -> Result<Answer<FileList>, Problem> {
        let (deed, id) = (call.deed()?, call.path.id);
        let workspace = call.caller()?.workspace;
        let read = call.app.store.read(workspace, move |tx| {
            deed.load::<R>(tx, id)?;
            let items = tx.files_of(id)?.into_iter().map(FileView::from).collect();
            Ok(FileList { items, seq: tx.seq() })
        });
        Ok(Answer::of(read.await?))
    }
}
