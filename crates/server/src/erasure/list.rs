//! Who was erased, in a file outside the database and outside backups: a backup brings back what it
//! held, so a restore erases once more. It holds ids only.

use std::io::Write;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use trechter_domain::event::{Kind, Subject};
use trechter_domain::permission::Act;
use trechter_domain::record::{Contact, Lead};
use trechter_domain::{Instant, Origin, WorkspaceId};
use uuid::Uuid;

use crate::app::App;
use crate::caller::Deed;

#[derive(Debug, Serialize, Deserialize)]
struct Line {
    workspace: WorkspaceId,
    persons: Vec<Uuid>,
    at: Instant,
}

fn path(data: &Path) -> PathBuf {
    data.join("erased.jsonl")
}

/// Adds to the list. The person is erased already, so a failing disk is said in the log only.
pub(super) fn note(app: &App, workspace: WorkspaceId, persons: &[Uuid]) {
    let line = Line { workspace, persons: persons.to_vec(), at: app.clock.now() };
    if let Err(error) = append(&path(&app.settings.data), &line) {
        tracing::error!(%error, ?persons, "the list of erased persons could not be written");
    }
}

fn append(path: &Path, line: &Line) -> std::io::Result<()> {
    let mut text = serde_json::to_string(line)?;
    text.push('\n');
    let mut file = std::fs::File::options().create(true).append(true).open(path)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}

/// Erases everybody on the list whom a restore brought back; gives how many persons that were.
///
/// # Errors
/// The list cannot be read; the database's, in words.
pub async fn replay(app: &App) -> anyhow::Result<usize> {
    let text = match std::fs::read_to_string(path(&app.settings.data)) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(0),
        Err(error) => return Err(error.into()),
    };
    let known = app.store.system_read(|directory| directory.workspaces()).await?;
    let deed = Deed::new(app, None, Origin::Automation, Act::ErasePersons);
    let mut count = 0;
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        let line: Line = serde_json::from_str(line)?;
        if !known.iter().any(|workspace| workspace.id == line.workspace) {
            continue;
        }
        for id in line.persons {
            let found = app.store.read(line.workspace, move |tx| {
                // Who is blank already stays as he is.
                if tx.subjects_about(&[id], 0)?.is_empty() {
                    return Ok(None);
                }
                let contact = tx.load::<Contact>(id)?.map(|_| Kind::Contact);
                Ok(contact.or(tx.load::<Lead>(id)?.map(|_| Kind::Lead)))
            });
            if let Some(kind) = found.await? {
                let erased = super::erase(app, line.workspace, &deed, Subject { kind, id }).await;
                erased.map_err(crate::http::Problem::into_words)?;
                count += 1;
            }
        }
    }
    Ok(count)
}
