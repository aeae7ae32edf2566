//! Backups: everything of an installation in one file, made while it runs, checked before it is used.
//!
//! On SQLite a backup holds a copy of the database; on PostgreSQL, whose own tools copy databases better,
//! it holds an archive of every workspace with who may log in. Files come after the database: what the
//! copied database refers to stays on disk for a day after it was let go.

mod restore;

use std::fs::File;
use std::io::{BufWriter, Read};
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use serde::{Deserialize, Serialize};
use trechter_domain::{Instant, WorkspaceId};
use trechter_store::{Location, Store};

pub use restore::{Restored, restore};

use crate::app::Settings;
use crate::export::archive::{Packer, Part, pack};
use crate::files::{Shelf, sync_folder, unhex};

/// What every backup calls itself.
pub const FORMAT: &str = "trechter-backup";
/// Rises when older programs could no longer read it.
pub const VERSION: u32 = 1;
/// The database in a backup of SQLite.
const DATABASE: &str = "trechter.sqlite";

/// What is in a backup.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Manifest {
    pub format: String,
    pub version: u32,
    /// The program that made it.
    pub program: String,
    /// `sqlite` or `postgres`.
    pub engine: String,
    pub created_at: Instant,
    pub parts: Vec<Part>,
}

/// Makes a backup while the server goes on; it is there whole or not at all.
///
/// # Errors
/// The file is there already; the database cannot be read; the disk is full.
pub async fn backup(settings: &Settings, to: &Path, now: Instant) -> anyhow::Result<Manifest> {
    backup_of(settings, to, now, |_| true).await
}

/// The same; on PostgreSQL only of the workspaces that are wanted.
///
/// # Errors
/// As for [`backup`].
pub async fn backup_of(
    settings: &Settings,
    to: &Path,
    now: Instant,
    wanted: impl Fn(WorkspaceId) -> bool,
) -> anyhow::Result<Manifest> {
    if to.exists() {
        bail!("{} is there already; choose another name", to.display());
    }
    let folder = to.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let beside = tempfile::Builder::new().prefix(".trechter-backup-").tempfile_in(folder);
    let beside = beside.with_context(|| format!("cannot write in {}", folder.display()))?;
    let file = beside.reopen()?;
    let manifest = match &settings.location {
        Location::Sqlite(path) => {
            let (path, shelf) = (path.clone(), Shelf::of(settings));
            let folder = folder.to_owned();
            tokio::task::spawn_blocking(move || of_sqlite(&path, &shelf, &folder, file, now)).await??
        }
        Location::Postgres(_) => of_postgres(settings, file, now, wanted).await?,
    };
    beside.as_file().sync_all()?;
    beside.persist_noclobber(to).with_context(|| format!("cannot write {}", to.display()))?;
    sync_folder(&folder.join("."))?;
    Ok(manifest)
}

fn manifest(engine: &str, now: Instant, parts: Vec<Part>) -> Manifest {
    Manifest {
        format: FORMAT.to_owned(),
        version: VERSION,
        program: env!("CARGO_PKG_VERSION").to_owned(),
        engine: engine.to_owned(),
        created_at: now,
        parts,
    }
}

fn of_sqlite(
    database: &Path,
    shelf: &Shelf,
    folder: &Path,
    to: File,
    now: Instant,
) -> anyhow::Result<Manifest> {
    if !database.exists() {
        bail!("there is no database at {}", database.display());
    }
    let space = tempfile::Builder::new().prefix(".trechter-copy-").tempdir_in(folder)?;
    let copy = space.path().join(DATABASE);
    trechter_store::backup::copy_sqlite(database, &copy)?;
    let mut packer = Packer::new(BufWriter::new(to));
    packer
        .part(DATABASE, true, |part| part.copy(File::open(&copy).map_err(crate::export::archive::broken)?))?;
    for (name, path) in contents(shelf)? {
        // What was removed since the list was made was let go more than a day ago.
        let Ok(content) = File::open(&path) else { continue };
        packer.part(&format!("files/{name}"), false, |part| part.copy(content))?;
        let whole = packer.parts.last().is_some_and(|part| name.ends_with(&part.sha256));
        if !whole {
            bail!("{} is damaged on disk: its content is not what its name says", path.display());
        }
    }
    finish(packer, manifest("sqlite", now, Vec::new()))
}

fn finish(packer: Packer<BufWriter<File>>, manifest: Manifest) -> anyhow::Result<Manifest> {
    let manifest = Manifest { parts: packer.parts.clone(), ..manifest };
    let written = packer.finish(&manifest)?;
    written.into_inner()?.sync_all()?;
    Ok(manifest)
}

/// All contents of files: `<workspace>/<sha256>` and where it lies.
fn contents(shelf: &Shelf) -> anyhow::Result<Vec<(String, PathBuf)>> {
    let mut all = Vec::new();
    let Ok(workspaces) = std::fs::read_dir(shelf.root()) else { return Ok(all) };
    for workspace in workspaces {
        let workspace = workspace?;
        for file in std::fs::read_dir(workspace.path())? {
            let file = file?;
            let (folder, name) = (workspace.file_name(), file.file_name());
            if let (Some(folder), Some(name)) = (folder.to_str(), name.to_str())
                && unhex(name).is_some()
            {
                all.push((format!("{folder}/{name}"), file.path()));
            }
        }
    }
    all.sort();
    Ok(all)
}

/// An archive of every workspace, each a snapshot of its own.
async fn of_postgres(
    settings: &Settings,
    to: File,
    now: Instant,
    wanted: impl Fn(WorkspaceId) -> bool,
) -> anyhow::Result<Manifest> {
    let store = Store::open(settings.location.clone()).await?;
    let mut packer = Packer::new(BufWriter::new(to));
    let all = store.system_read(|directory| directory.workspaces()).await?;
    for workspace in all.into_iter().filter(|row| wanted(row.id)) {
        let id = workspace.id;
        let access = store.system_read(move |directory| directory.access_of(id)).await?;
        let shelf = Shelf::of(settings);
        let packed = store.read(id, move |tx| {
            let file = tempfile::tempfile().map_err(crate::export::archive::broken)?;
            Ok(pack(tx, &shelf, now, Some(&access), file)?.0)
        });
        let mut file = packed.await?;
        std::io::Seek::rewind(&mut file)?;
        let name = format!("workspaces/{id}.zip");
        packer = tokio::task::spawn_blocking(move || {
            packer.part(&name, false, |part| part.copy(file.by_ref())).map(|()| packer)
        })
        .await??;
    }
    finish(packer, manifest("postgres", now, Vec::new()))
}
