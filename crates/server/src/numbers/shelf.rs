//! Snapshots of facts in the data folder, so that a restart need not read the whole log.
//!
//! A snapshot is only ever a short cut: one that is missing, damaged, written by another version or of another log is
//! passed over, and the facts are read from the log. Names and other words about persons are in none.

use std::fs::{self, File};
use std::io::{BufReader, BufWriter, Write as _};
use std::path::{Path, PathBuf};

use trechter_domain::{BatchId, WorkspaceId};
use trechter_measure::facts::{Keeper, Snapshot};
use trechter_store::{Result, Store};

use super::aside;

/// Where the snapshots lie: a file per workspace.
#[derive(Debug, Clone)]
pub struct Shelf {
    folder: PathBuf,
}

impl Shelf {
    /// The shelf of a data folder.
    pub fn of(data: &Path) -> Self {
        Self { folder: data.join("facts") }
    }

    /// The file of a workspace.
    pub fn path(&self, workspace: WorkspaceId) -> PathBuf {
        self.folder.join(workspace.to_string())
    }

    /// What a workspace's snapshot holds, when it fits the log. `whole` as for [`Keeper::new`].
    ///
    /// # Errors
    /// The database's.
    pub async fn read(
        &self,
        store: &Store,
        workspace: WorkspaceId,
        whole: Vec<BatchId>,
    ) -> Result<Option<Keeper>> {
        let path = self.path(workspace);
        let read = move || {
            let file = File::open(&path).ok()?;
            let read = Keeper::read(&mut BufReader::with_capacity(1 << 20, file), whole);
            read.inspect_err(|error| tracing::info!(%error, "a snapshot of facts is passed over")).ok()
        };
        let Some(keeper) = aside(read).await? else { return Ok(None) };
        let (seq, subject) = (keeper.seq(), keeper.last_subject());
        let told = store.read(workspace, move |tx| tx.events_numbered(&[seq])).await?;
        // A database that was restored has another history, or none, from some event on.
        let fits = told.first().is_some_and(|event| Some(event.event.subject.id) == subject);
        if !fits {
            tracing::info!(seq, "a snapshot of facts is of another log and is passed over");
        }
        Ok(Some(keeper).filter(|_| fits))
    }

    /// Writes a snapshot: beside the old one, then in its place.
    ///
    /// # Errors
    /// The disk's.
    pub fn write(&self, workspace: WorkspaceId, snapshot: &Snapshot) -> std::io::Result<()> {
        fs::create_dir_all(&self.folder)?;
        let path = self.path(workspace);
        let beside = path.with_extension("incoming");
        let mut file = BufWriter::with_capacity(1 << 20, File::create(&beside)?);
        snapshot.write(&mut file)?;
        file.flush()?;
        file.get_ref().sync_data()?;
        fs::rename(&beside, &path)
    }
}
