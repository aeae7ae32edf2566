//! Removes content that no record holds any more.

use std::path::Path;
use std::time::{Duration, SystemTime};

use trechter_domain::WorkspaceId;

use super::{INCOMING, shelf, unhex};
use crate::app::App;

/// How long content stays after the last record let it go: a backup that copies the database first finds
/// all its files, and whoever uploads the same content again finds it too.
const GRACE: Duration = Duration::from_secs(24 * 3_600);

/// How often the shelves are looked through.
const EVERY: Duration = Duration::from_secs(3_600);

/// Looks through the shelves every hour, for as long as the program runs.
pub async fn keep_tidy(app: App) {
    let mut clock = tokio::time::interval(EVERY);
    loop {
        clock.tick().await;
        match sweep(&app, GRACE).await {
            Ok(0) => {}
            Ok(removed) => tracing::info!(removed, "removed files that no record holds"),
            Err(error) => tracing::warn!(%error, "the files could not be looked through"),
        }
        match crate::import::tidy::clear_drafts(&app).await {
            Ok(0) => {}
            Ok(cleared) => tracing::info!(cleared, "cleared imports that were begun and left"),
            Err(error) => tracing::warn!(%error, "imports that were left could not be cleared"),
        }
    }
}

/// Removes what no record holds and nobody touched for so long; gives how many files went.
///
/// # Errors
/// The folder cannot be read; the database's.
pub async fn sweep(app: &App, grace: Duration) -> anyhow::Result<usize> {
    let root = shelf(app).root().to_owned();
    let mut removed = 0;
    for folder in names(&root).await? {
        let Ok(workspace) = folder.parse::<WorkspaceId>() else { continue };
        let folder = root.join(&folder);
        for name in names(&folder).await? {
            let path = folder.join(&name);
            if !rests(&path, grace).await {
                continue;
            }
            let loose = match unhex(&name) {
                Some(sha256) => !in_use(app, workspace, sha256).await?,
                None => name.starts_with(INCOMING),
            };
            // A new upload of the same content touches it first; look again just before it goes.
            if loose && rests(&path, grace).await {
                tokio::fs::remove_file(&path).await?;
                removed += 1;
            }
        }
    }
    Ok(removed)
}

async fn in_use(app: &App, workspace: WorkspaceId, sha256: Vec<u8>) -> anyhow::Result<bool> {
    match app.store.read(workspace, move |tx| tx.file_in_use(&sha256)).await {
        Ok(used) => Ok(used),
        // A workspace that is not in this database may be somebody else's: its files are left alone.
        Err(trechter_store::Error::Refused(_)) => Ok(true),
        Err(error) => Err(error.into()),
    }
}

/// The names in a folder; none when it is not there.
async fn names(folder: &Path) -> std::io::Result<Vec<String>> {
    let mut entries = match tokio::fs::read_dir(folder).await {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(error),
    };
    let mut names = Vec::new();
    while let Some(entry) = entries.next_entry().await? {
        names.extend(entry.file_name().into_string());
    }
    Ok(names)
}

#[allow(clippy::disallowed_methods, reason = "the time of a file is compared with the machine's own time")]
async fn rests(path: &Path, grace: Duration) -> bool {
    let modified = tokio::fs::metadata(path).await.and_then(|about| about.modified());
    modified.is_ok_and(|at| SystemTime::now().duration_since(at).is_ok_and(|age| age >= grace))
}
