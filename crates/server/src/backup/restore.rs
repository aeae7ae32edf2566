//! Bringing back: a backup into an empty place, or the archive of one workspace beside the others.

use std::fs::File;
use std::io::BufReader;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use trechter_domain::Instant;
use trechter_store::Location;
use zip::ZipArchive;

use super::{DATABASE, FORMAT, Manifest, VERSION};
use crate::app::{App, Settings};
use crate::export::unpack::{self, open, shelve, verify};
use crate::files::{Shelf, sync_folder, unhex};

/// What was brought back.
#[derive(Debug, Clone, PartialEq)]
pub enum Restored {
    /// A whole installation, as it was then.
    Installation { created_at: Instant, files: usize, workspaces: usize },
    /// One workspace.
    Workspace { name: String, seq: i64 },
}

/// Brings back what a file holds. Every checksum is compared before anything is changed. With `force` a
/// SQLite database that is there is set aside under another name.
///
/// # Errors
/// The file is damaged or of a newer program; there is data already; the disk is full.
pub async fn restore(
    settings: &Settings,
    from: &Path,
    force: bool,
    app: impl AsyncFnOnce() -> anyhow::Result<App>,
) -> anyhow::Result<Restored> {
    let (path, reading) = (from.to_owned(), from.to_owned());
    let backup = tokio::task::spawn_blocking(move || check(&reading)).await??;
    let Some(manifest) = backup else {
        let checked = tokio::task::spawn_blocking(move || unpack::check(&path)).await??;
        let manifest = unpack::unpack(&app().await?, checked).await?;
        return Ok(Restored::Workspace { name: manifest.name, seq: manifest.seq });
    };
    if manifest.engine == "sqlite" {
        let settings = settings.clone();
        return tokio::task::spawn_blocking(move || into_sqlite(&settings, &path, &manifest, force)).await?;
    }
    into_any(app().await?, &path, &manifest).await
}

/// The manifest of a backup whose every part is what it says; `None` when it is no backup.
fn check(path: &Path) -> anyhow::Result<Option<Manifest>> {
    let mut zip = open(path)?;
    let not_ours = || format!("{} is not a backup of Trechter, or not whole", path.display());
    let text: serde_json::Value =
        serde_json::from_reader(zip.by_name("manifest.json").with_context(not_ours)?)
            .with_context(not_ours)?;
    if text["format"] != FORMAT {
        return Ok(None);
    }
    let manifest: Manifest = serde_json::from_value(text).with_context(not_ours)?;
    if manifest.version > VERSION {
        bail!("{} was made by a newer Trechter; use that one", path.display());
    }
    verify(&mut zip, &manifest.parts)?;
    Ok(Some(manifest))
}

fn into_sqlite(
    settings: &Settings,
    from: &Path,
    manifest: &Manifest,
    force: bool,
) -> anyhow::Result<Restored> {
    let Location::Sqlite(database) = &settings.location else {
        bail!(
            "this backup holds a SQLite database; bring it back with --data, then move each workspace with \
             `trechter export` and `trechter restore --database`"
        );
    };
    if database.exists() && !force {
        bail!("there is a database at {} already; --force sets it aside", database.display());
    }
    let folder = database.parent().unwrap_or(Path::new("."));
    std::fs::create_dir_all(folder)?;
    let mut zip = open(from)?;
    let fresh = tempfile::Builder::new().prefix(".trechter-restore-").tempfile_in(folder)?;
    std::io::copy(&mut zip.by_name(DATABASE)?, &mut fresh.as_file())?;
    fresh.as_file().sync_all()?;
    trechter_store::backup::check_sqlite(fresh.path()).context("the database in the backup is not sound")?;
    let files = files(&mut zip, settings, manifest)?;
    set_aside(database)?;
    fresh.persist(database)?;
    sync_folder(database)?;
    Ok(Restored::Installation { created_at: manifest.created_at, files, workspaces: count(database)? })
}

fn count(database: &Path) -> anyhow::Result<usize> {
    Ok(trechter_store::backup::workspaces_of_sqlite(database)?)
}

/// Puts the contents of files on the shelf; gives how many.
fn files(
    zip: &mut ZipArchive<BufReader<File>>,
    settings: &Settings,
    manifest: &Manifest,
) -> anyhow::Result<usize> {
    let root = Shelf::of(settings).root().to_owned();
    let mut count = 0;
    for part in &manifest.parts {
        let Some(name) = part.name.strip_prefix("files/") else { continue };
        let Some((workspace, hash)) = name.split_once('/') else { continue };
        // Names become paths: nothing but an id and a hash may pass.
        if workspace.parse::<uuid::Uuid>().is_err() || unhex(hash).is_none() || hash != part.sha256 {
            bail!("{} is not a file of a workspace", part.name);
        }
        shelve(zip.by_name(&part.name)?, &root.join(workspace).join(hash), uuid::Uuid::nil())?;
        count += 1;
    }
    Ok(count)
}

/// Gives the old database, with its log of changes, another name.
fn set_aside(database: &Path) -> anyhow::Result<()> {
    let named = |number: u32, ending: &str| -> PathBuf {
        let mut name = database.as_os_str().to_owned();
        name.push(format!(".replaced-{number}{ending}"));
        name.into()
    };
    let number = (1..).find(|number| !named(*number, "").exists()).unwrap_or(1);
    for ending in ["", "-wal", "-shm"] {
        let mut old = database.as_os_str().to_owned();
        old.push(ending);
        match std::fs::rename(&old, named(number, ending)) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error.into()),
            _ => {}
        }
    }
    Ok(())
}

/// A backup of workspaces, into a database of either kind that holds none of them.
async fn into_any(app: App, from: &Path, manifest: &Manifest) -> anyhow::Result<Restored> {
    let known = app.store.system_read(|directory| directory.workspaces()).await?;
    if !known.is_empty() {
        bail!("there are workspaces in this database already; bring the backup back into an empty one");
    }
    let mut workspaces = 0;
    for part in manifest.parts.iter().filter(|part| part.name.starts_with("workspaces/")) {
        let (from, name) = (from.to_owned(), part.name.clone());
        let taken = tokio::task::spawn_blocking(move || -> anyhow::Result<_> {
            let mut one = tempfile::NamedTempFile::new()?;
            std::io::copy(&mut open(&from)?.by_name(&name)?, &mut one)?;
            let checked = unpack::check(one.path())?;
            Ok((one, checked))
        });
        let (_one, checked) = taken.await??;
        unpack::unpack(&app, checked).await?;
        workspaces += 1;
    }
    Ok(Restored::Installation { created_at: manifest.created_at, files: 0, workspaces })
}
