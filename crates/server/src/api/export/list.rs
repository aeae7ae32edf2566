//! `GET /export/deals.csv` and `.xlsx`: a list as a file, all its pages.

use std::io::Seek;
use std::marker::PhantomData;
use std::sync::Arc;

use axum::body::Body;
use axum::http::Method;
use axum::response::Response;
use jiff::tz::TimeZone;
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::Value;
use trechter_domain::permission::Act;
use trechter_domain::{FieldError, MemberId, Refusal, WorkspaceId};
use trechter_store::{Filter, Query, Sort};
use uuid::Uuid;

use crate::api::files::saved;
use crate::api::records::{Resource, mentioned, parse_filters, sort};
use crate::app::App;
use crate::caller::Deed;
use crate::export::cells::{Cell, Names, row};
use crate::export::columns::{Column, chosen};
use crate::export::delimited::Writer;
use crate::export::sheet::{Book, MOST_ROWS};
use crate::export::tongue;
use crate::http::{Bytes, Nothing, Problem, RawCall, RawOperation};

/// Which rows and columns, in whose language.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ExportQuery {
    /// `field:operator:value`; all must hold.
    #[serde(default)]
    pub filter: Vec<String>,
    /// A field, `-` in front for descending.
    pub sort: Option<String>,
    /// Names of columns, separated by commas; all when left out.
    pub columns: Option<String>,
    /// `nl` or `en`: titles and words; the member's own when left out.
    pub language: Option<String>,
}

/// Records that are read at once.
const STEP: usize = 500;

/// A list that is being exported.
#[derive(Clone)]
struct Export<R> {
    app: App,
    workspace: WorkspaceId,
    deed: Deed,
    filters: Vec<Filter>,
    sort: Sort,
    columns: Arc<Vec<Column>>,
    tongue: usize,
    zone: TimeZone,
    record: PhantomData<fn() -> R>,
}

/// Some rows, and where the next ones begin.
struct Part {
    rows: Vec<Vec<Cell>>,
    next: Option<(Value, Uuid)>,
}

impl<R: Resource> Export<R> {
    async fn new<O>(call: RawCall<O>) -> Result<Self, Problem>
    where
        O: RawOperation<Query = ExportQuery>,
    {
        let deed = call.deed();
        let (workspace, member) = (call.caller.workspace, call.caller.member);
        let catalogue = call.app.store.read(workspace, |tx| Ok(tx.catalogue())).await?;
        let columns = chosen(R::KIND, &catalogue, call.query.columns.as_deref()).map_err(|name| {
            let error = FieldError::new("columns", "unknown_field").with("field", name);
            Problem::from(Refusal::invalid(vec![error]))
        })?;
        let language = language(call.query.language.as_deref(), member, &catalogue);
        Ok(Self {
            workspace,
            deed,
            filters: parse_filters(&call.query.filter)?,
            sort: sort(call.query.sort.as_deref(), R::KIND),
            columns: Arc::new(columns),
            tongue: tongue(&language),
            zone: catalogue.workspace.zone(),
            record: PhantomData,
            app: call.app,
        })
    }

    fn titles(&self) -> Vec<String> {
        self.columns.iter().map(|column| column.title[self.tongue].clone()).collect()
    }

    async fn part(&self, after: Option<(Value, Uuid)>) -> Result<Part, Problem> {
        let this = self.clone();
        let read = self.app.store.read(self.workspace, move |tx| {
            let catalogue = tx.catalogue();
            let reach = this.deed.reach(&catalogue)?;
            let (filters, sort) = (this.filters.clone(), this.sort.clone());
            let page = tx.list::<R>(&Query { reach, filters, sort, limit: STEP, after })?;
            let ids: Vec<Uuid> = page.items.iter().flat_map(|item| mentioned(&item.record)).collect();
            let refs = this.deed.refs(tx, &ids)?;
            let names = Names { kind: R::KIND, catalogue: &catalogue, refs: &refs, tongue: this.tongue };
            let rows = page.items.iter().map(|item| row(item, &this.columns, &names)).collect();
            Ok(Part { rows, next: page.next })
        });
        Ok(read.await?)
    }

    /// `deals-2026-03-02`.
    fn file_name(&self, ending: &str) -> String {
        let today = self.deed.now.timestamp().to_zoned(self.zone.clone()).date();
        format!("{}-{today}.{ending}", R::plural())
    }

    fn response(&self, ending: &str, media_type: &'static str, body: Body) -> Response {
        saved(&self.file_name(ending), media_type, body)
    }
}

/// What was asked for, else what the member reads, else what the workspace speaks.
pub(super) fn language(
    asked: Option<&str>,
    member: MemberId,
    catalogue: &trechter_domain::Catalogue,
) -> String {
    let own = catalogue.member(member).and_then(|member| member.language.as_deref());
    asked.or(own).unwrap_or(&catalogue.workspace.language).to_owned()
}

pub struct ExportCsv<R>(PhantomData<R>);

impl<R: Resource> RawOperation for ExportCsv<R> {
    const METHOD: Method = Method::GET;
    const ACT: Act = Act::Export;
    const SENDS: &'static str = "text/csv; charset=utf-8";
    type Path = Nothing;
    type Query = ExportQuery;
    type Body = Nothing;
    type Reply = Bytes;

    fn id() -> String {
        format!("export_{}_csv", R::plural())
    }
    fn path() -> String {
        format!("/export/{}.csv", R::plural())
    }
    fn summary() -> String {
        format!("All {} that the filters let through, as CSV.", R::plural())
    }

    async fn run(call: RawCall<Self>) -> Result<Response, Problem> {
        let export = Export::<R>::new(call).await?;
        let mut writer = Writer::new(export.tongue, export.zone.clone());
        let titles: Vec<Cell> = export.titles().into_iter().map(Cell::Text).collect();
        // What is wrong with the question is said before the first byte.
        let first = export.part(None).await?;
        let head = writer.rows(&[titles]).map_err(std::io::Error::from);
        let (send, receive) = tokio::sync::mpsc::channel::<std::io::Result<Vec<u8>>>(2);
        let rest = export.clone();
        tokio::spawn(async move {
            // The reader went away, or hears that the file is not whole.
            let _ended = send_parts(rest, writer, head, first, send).await;
        });
        let body = Body::from_stream(tokio_stream::wrappers::ReceiverStream::new(receive));
        Ok(export.response("csv", Self::SENDS, body))
    }
}

async fn send_parts<R: Resource>(
    export: Export<R>,
    mut writer: Writer,
    head: std::io::Result<Vec<u8>>,
    first: Part,
    send: tokio::sync::mpsc::Sender<std::io::Result<Vec<u8>>>,
) -> Option<()> {
    send.send(head).await.ok()?;
    let mut part = first;
    loop {
        send.send(writer.rows(&part.rows).map_err(std::io::Error::from)).await.ok()?;
        let next = part.next?;
        part = match export.part(Some(next)).await {
            Ok(part) => part,
            Err(problem) => {
                send.send(Err(std::io::Error::other(problem.code))).await.ok()?;
                return None;
            }
        };
    }
}

pub struct ExportXlsx<R>(PhantomData<R>);

impl<R: Resource> RawOperation for ExportXlsx<R> {
    const METHOD: Method = Method::GET;
    const ACT: Act = Act::Export;
    const SENDS: &'static str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    type Path = Nothing;
    type Query = ExportQuery;
    type Body = Nothing;
    type Reply = Bytes;

    fn id() -> String {
        format!("export_{}_xlsx", R::plural())
    }
    fn path() -> String {
        format!("/export/{}.xlsx", R::plural())
    }
    fn summary() -> String {
        format!("The {} that the filters let through, as XLSX; at most {MOST_ROWS}.", R::plural())
    }

    async fn run(call: RawCall<Self>) -> Result<Response, Problem> {
        let export = Export::<R>::new(call).await?;
        let mut book = Book::new(R::plural(), &export.titles(), export.tongue, export.zone.clone())
            .map_err(|error| broken(&error))?;
        let mut after = None;
        let mut count = 0;
        loop {
            let part = export.part(after).await?;
            count += part.rows.len();
            if count > MOST_ROWS {
                return Err(Problem::of(422, "too_many_rows").with("most", MOST_ROWS));
            }
            for row in &part.rows {
                book.row(row).map_err(|error| broken(&error))?;
            }
            match part.next {
                Some(next) => after = Some(next),
                None => break,
            }
        }
        let saved = tokio::task::spawn_blocking(move || -> anyhow::Result<std::fs::File> {
            let mut file = tempfile::tempfile()?;
            book.save(&mut file)?;
            file.rewind()?;
            Ok(file)
        });
        let file = saved.await.map_err(|_| Problem::of(500, "defect"))?.map_err(|error| broken(&*error))?;
        Ok(export.response("xlsx", Self::SENDS, crate::files::stream(file)))
    }
}

/// A file that could not be written.
pub(super) fn broken(error: &dyn std::fmt::Display) -> Problem {
    tracing::error!(%error, "an export could not be written");
    Problem::of(500, "defect")
}
