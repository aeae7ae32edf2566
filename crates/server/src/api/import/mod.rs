//! The import of an old CRM's files, for the wizard in the browser and for programs.

mod files;
mod read;
mod steer;

use axum::http::HeaderMap;
use schemars::JsonSchema;
use serde::Deserialize;
use trechter_domain::BatchId;

pub use files::{mapping_file, refused_rows, upload};
pub use read::{List, Notes, Proposal, PutMapping, Read};
pub use steer::{Cancel, DryRun, Run, Undo};

use crate::app::App;
use crate::caller::Caller;
use crate::http::words;
use crate::http::{Problem, Routes};
use crate::import::job::{Desk, Stop};
use crate::import::report::{ImportView, Note};

/// The operations of imports.
pub fn routes(routes: Routes) -> Routes {
    let routes = files::routes(routes);
    routes
        .add::<List>()
        .add::<Read>()
        .add::<Proposal>()
        .add::<PutMapping>()
        .add::<DryRun>()
        .add::<Run>()
        .add::<Cancel>()
        .add::<Undo>()
        .add::<Notes>()
}

/// The `{id}` of an import in a path.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema)]
pub struct ByImport {
    pub id: BatchId,
}

fn desk(app: &App, caller: &Caller, id: BatchId) -> Desk {
    Desk { app: app.clone(), workspace: caller.workspace, member: Some(caller.member), id }
}

impl From<Stop> for Problem {
    fn from(stop: Stop) -> Self {
        match stop {
            Stop::Store(error) => error.into(),
            Stop::File(name, unreadable) => {
                let status = if unreadable == crate::import::read::Unreadable::TooLarge { 413 } else { 422 };
                Problem::of(status, unreadable.code()).with("file", name)
            }
            Stop::Lost => Problem::of(409, "import_files_gone"),
        }
    }
}

/// Puts the sentences of the reader's language to the codes.
fn say(headers: &HeaderMap, mut view: ImportView) -> ImportView {
    let language = words::language(headers);
    for report in [&mut view.dry_run, &mut view.report].into_iter().flatten() {
        say_notes(language, &mut report.notes);
    }
    view
}

fn say_notes(language: &str, notes: &mut [Note]) {
    for note in notes {
        note.detail = words::field(language, &note.code, &note.params);
    }
}
