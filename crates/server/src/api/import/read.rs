//! Looking at imports and their mapping, and changing the mapping.

use axum::http::Method;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Map;
use trechter_domain::permission::Act;
use trechter_store::Result;

use super::{ByImport, desk, say, say_notes};
use crate::http::{Access, Answer, Call, Nothing, Operation, Problem, words};
use crate::import::batch::Import;
use crate::import::entity::{Entity, targets};
use crate::import::mapping::Mapping;
use crate::import::propose::{self, Looked};
use crate::import::report::{ImportView, Note, NoteKind, ProposalView, State, Table};
use crate::import::{check, job};

/// The latest imports, newest first.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Imports {
    pub items: Vec<ImportView>,
}

pub struct List;

impl Operation for List {
    const METHOD: Method = Method::GET;
    const ACCESS: Access = Access::May(Act::Import);
    type Path = Nothing;
    type Query = Nothing;
    type Body = Nothing;
    type Reply = Imports;

    fn id() -> String {
        "list_imports".into()
    }
    fn path() -> String {
        "/imports".into()
    }
    fn summary() -> String {
        "The latest imports, newest first.".into()
    }

    async fn run(call: Call<Self>) -> Result<Answer<Imports>, Problem> {
        let imports = call
            .app
            .store
            .read(call.caller()?.workspace, |tx| {
                let imports: Result<Vec<Option<Import>>> =
                    tx.batches(100)?.into_iter().map(Import::of).collect();
                Ok(imports?.into_iter().flatten().map(Import::view).collect::<Vec<_>>())
            })
            .await?;
        let items = imports.into_iter().map(|view| say(&call.headers, view)).collect();
        Ok(Answer::of(Imports { items }))
    }
}

pub struct Read;

impl Operation for Read {
    const METHOD: Method = Method::GET;
    const ACCESS: Access = Access::May(Act::Import);
    type Path = ByImport;
    type Query = Nothing;
    type Body = Nothing;
    type Reply = ImportView;

    fn id() -> String {
        "get_import".into()
    }
    fn path() -> String {
        "/imports/{id}".into()
    }
    fn summary() -> String {
        "An import: where it stands, how far it is, what it did. Ask again while it runs.".into()
    }

    async fn run(call: Call<Self>) -> Result<Answer<ImportView>, Problem> {
        let import = load(&call, call.path.id).await?;
        Ok(Answer::of(say(&call.headers, import.view())))
    }
}

pub(super) async fn load<O: Operation>(
    call: &Call<O>,
    id: trechter_domain::BatchId,
) -> Result<Import, Problem> {
    Ok(call.app.store.read(call.caller()?.workspace, move |tx| Import::load(tx, id)).await?)
}

pub struct Proposal;

impl Operation for Proposal {
    const METHOD: Method = Method::GET;
    const ACCESS: Access = Access::May(Act::Import);
    type Path = ByImport;
    type Query = Nothing;
    type Body = Nothing;
    type Reply = ProposalView;

    fn id() -> String {
        "get_import_proposal".into()
    }
    fn path() -> String {
        "/imports/{id}/proposal".into()
    }
    fn summary() -> String {
        "The files as they were read, the mapping as it is now, and what should be decided about it.".into()
    }

    async fn run(call: Call<Self>) -> Result<Answer<ProposalView>, Problem> {
        let import = load(&call, call.path.id).await?;
        Ok(Answer::of(proposal(&call, import).await?))
    }
}

pub struct PutMapping;

impl Operation for PutMapping {
    const METHOD: Method = Method::PUT;
    const ACCESS: Access = Access::May(Act::Import);
    type Path = ByImport;
    type Query = Nothing;
    type Body = Mapping;
    type Reply = ProposalView;

    fn id() -> String {
        "put_import_mapping".into()
    }
    fn path() -> String {
        "/imports/{id}/mapping".into()
    }
    fn summary() -> String {
        "Replaces the mapping of an import that has not run, and shows the files as it reads them.".into()
    }

    async fn run(call: Call<Self>) -> Result<Answer<ProposalView>, Problem> {
        let (desk, mapping) = (desk(&call.app, call.caller()?, call.path.id), call.body.clone());
        let mut import = load(&call, call.path.id).await?;
        // Another encoding or delimiter may not fit the file: say so before it is kept.
        import.doc.mapping = mapping.clone();
        desk.sheets(&import.doc).await?;
        let import = desk
            .change(&[State::Draft, State::Failed], move |import| {
                import.doc.mapping = mapping.clone();
                import.doc.dry_run = None;
                import.doc.error = None;
            })
            .await?;
        Ok(Answer::of(proposal(&call, import).await?))
    }
}

/// Rows of a table that are shown.
const SAMPLES: usize = 20;

async fn proposal<O: Operation>(call: &Call<O>, import: Import) -> Result<ProposalView, Problem> {
    let caller = call.caller()?;
    let desk = desk(&call.app, caller, import.id());
    let looked = desk.looked(&import.doc).await?;
    let catalogue = call.app.store.read(caller.workspace, |tx| Ok(tx.catalogue())).await?;
    let mapping = import.doc.mapping.clone();
    let language = words::language(&call.headers);
    let id = import.id();
    let view = tokio::task::spawn_blocking(move || {
        let proposals = propose::proposals(&looked, &mapping, &catalogue);
        let tables = looked.iter().map(table).collect();
        let sheets: Vec<_> = looked.into_iter().map(|looked| looked.sheet).collect();
        let mut problems = check::problems(&mapping, &sheets, &catalogue);
        for problem in &mut problems {
            problem.detail = words::field(language, problem.code, &Map::new());
        }
        let targets = Entity::ALL
            .into_iter()
            .map(|entity| (entity, targets(entity).into_iter().map(Into::into).collect()))
            .collect();
        ProposalView { id, tables, mapping, proposals, targets, problems }
    });
    view.await.map_err(|error| job::Stop::Store(trechter_store::Error::Internal(error.to_string())).into())
}

fn table(looked: &Looked) -> Table {
    let sheet = &looked.sheet;
    let shown = |row: &crate::import::read::Row| -> Vec<String> {
        (0..sheet.header.len()).map(|column| row.cell(column).chars().take(200).collect()).collect()
    };
    Table {
        file: sheet.file.clone(),
        sheet: sheet.sheet.clone(),
        rows: sheet.rows.len(),
        dress: sheet.dress.clone(),
        columns: looked.columns.clone(),
        samples: sheet.rows.iter().take(SAMPLES).map(shown).collect(),
    }
}

/// Which remarks.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NotesQuery {
    pub kind: NoteKind,
    /// The number where the last page ended.
    pub after: Option<i64>,
    /// 1 to 500, 100 when left out.
    pub limit: Option<u32>,
}

/// A page of remarks.
#[derive(Debug, Serialize, JsonSchema)]
pub struct NotesPage {
    pub items: Vec<Note>,
    /// `after` of the next page; `null` when this is the last.
    pub next: Option<i64>,
}

pub struct Notes;

impl Operation for Notes {
    const METHOD: Method = Method::GET;
    const ACCESS: Access = Access::May(Act::Import);
    type Path = ByImport;
    type Query = NotesQuery;
    type Body = Nothing;
    type Reply = NotesPage;

    fn id() -> String {
        "list_import_notes".into()
    }
    fn path() -> String {
        "/imports/{id}/notes".into()
    }
    fn summary() -> String {
        "All remarks of one kind about the rows of an import that ran.".into()
    }

    async fn run(call: Call<Self>) -> Result<Answer<NotesPage>, Problem> {
        let id = call.path.id;
        let limit = i64::from(call.query.limit.unwrap_or(100).clamp(1, 500));
        let after = call.query.after.unwrap_or(0);
        let kind = call.query.kind.as_str();
        let rows = call
            .app
            .store
            .read(call.caller()?.workspace, move |tx| {
                Import::load(tx, id)?;
                tx.import_notes(id, kind, after, limit)
            })
            .await?;
        let next = (rows.len() as i64 == limit).then(|| rows.last().map(|(number, _)| *number)).flatten();
        let notes: std::result::Result<Vec<Note>, _> =
            rows.into_iter().map(|(_, doc)| serde_json::from_value(doc)).collect();
        let mut items = notes.map_err(trechter_store::Error::from)?;
        say_notes(words::language(&call.headers), &mut items);
        Ok(Answer::of(NotesPage { items, next }))
    }
}
