//! An archive becomes a workspace again: checked first, then written in one transaction.

use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use serde_json::value::RawValue;
use sha2::{Digest, Sha256};
use trechter_domain::event::Kind;
use trechter_domain::record::{Activity, Company, Contact, Deal, Lead};
use trechter_domain::{Actor, BatchId, Event, FileId, Instant, MemberId, WorkspaceId};
use trechter_store::{Batch, Error, ImportedRow, Kept, Result, Stored, StoredFile, Tx};
use uuid::Uuid;
use zip::ZipArchive;

use super::archive::{FORMAT, Manifest, Part, VERSION, broken};
use crate::app::App;
use crate::files::{Shelf, hex, place, unhex};

/// Lines that are written at once.
const STEP: usize = 1_000;

/// An archive whose every part was compared with the manifest.
#[derive(Debug, Clone)]
pub struct Checked {
    path: PathBuf,
    pub manifest: Manifest,
}

/// Reads the manifest and compares every part with it.
///
/// # Errors
/// It is no archive, of a newer program, not whole, or damaged; in words.
pub fn check(path: &Path) -> anyhow::Result<Checked> {
    let mut zip = open(path)?;
    let manifest: Manifest =
        serde_json::from_reader(zip.by_name("manifest.json").with_context(|| no_archive(path))?)
            .with_context(|| no_archive(path))?;
    if manifest.format != FORMAT {
        bail!("{} is not an archive of a workspace but {:?}", path.display(), manifest.format);
    }
    if manifest.version > VERSION {
        bail!("{} was made by a newer Trechter; use that one", path.display());
    }
    verify(&mut zip, &manifest.parts)?;
    Ok(Checked { path: path.to_owned(), manifest })
}

pub fn open(path: &Path) -> anyhow::Result<ZipArchive<BufReader<File>>> {
    let file = File::open(path).with_context(|| format!("cannot open {}", path.display()))?;
    ZipArchive::new(BufReader::new(file)).with_context(|| no_archive(path))
}

fn no_archive(path: &Path) -> String {
    format!("{} is not an archive of Trechter, or not whole", path.display())
}

/// Compares every part with its size and checksum.
///
/// # Errors
/// A part is missing, not whole or damaged.
pub fn verify(zip: &mut ZipArchive<BufReader<File>>, parts: &[Part]) -> anyhow::Result<()> {
    for part in parts {
        let mut content = zip.by_name(&part.name).with_context(|| format!("{} is missing", part.name))?;
        let (mut hash, mut bytes, mut piece) = (Sha256::new(), 0u64, vec![0; 64 << 10]);
        loop {
            let count = content.read(&mut piece).with_context(|| format!("{} is damaged", part.name))?;
            if count == 0 {
                break;
            }
            bytes += count as u64;
            hash.update(&piece[..count]);
        }
        if bytes != part.bytes || hex(&hash.finalize()) != part.sha256 {
            bail!("{} is damaged: its checksum is not the one in the manifest", part.name);
        }
    }
    Ok(())
}

#[derive(Deserialize)]
struct EntryLine {
    kind: Kind,
    id: Uuid,
    entry: Box<RawValue>,
}

#[derive(Deserialize)]
struct RecordLine {
    record: Box<RawValue>,
    rank: Option<String>,
}

#[derive(Deserialize)]
struct BatchLine {
    id: BatchId,
    state: String,
    created_at: Instant,
    created_by: Actor,
    doc: Value,
}

#[derive(Deserialize)]
struct ImportedLine {
    system: String,
    kind: Kind,
    external_id: String,
    subject: Uuid,
    batch: BatchId,
    doc: Value,
}

#[derive(Deserialize)]
struct FileLine {
    id: FileId,
    subject: Uuid,
    name: String,
    media_type: String,
    size: i64,
    sha256: String,
    added_at: Instant,
    added_by: Actor,
}

#[derive(Deserialize)]
struct AccessLine {
    member: MemberId,
    email: String,
    password: Option<String>,
}

/// Makes the workspace of an archive anew: contents of files first, then everything in one transaction.
/// Without `access.jsonl` members come in by invitation or a reset of their password.
///
/// # Errors
/// The workspace is there already; the database's; the disk's.
pub async fn unpack(app: &App, checked: Checked) -> anyhow::Result<Manifest> {
    let (workspace, manifest) = (checked.manifest.workspace, checked.manifest.clone());
    let known = app.store.system_read(|directory| directory.workspaces()).await?;
    if known.iter().any(|row| row.id == workspace) {
        bail!("the workspace {:?} is in this installation already; it was left alone", manifest.name);
    }
    let (shelf, contents) = (crate::files::shelf(app), checked.clone());
    let ids = std::sync::Arc::clone(&app.ids);
    let from = ids.id();
    tokio::task::spawn_blocking(move || files(&contents, &shelf, from)).await??;
    let (name, created) = (manifest.name.clone(), manifest.created_at);
    let made = app.store.found(workspace, &name, created, move |tx| {
        let mut zip = open(&checked.path).map_err(|error| Error::Internal(format!("{error:#}")))?;
        fill(tx, &mut zip, &*ids)?;
        let seq = tx.restored_seq()?;
        if seq == checked.manifest.seq {
            Ok(())
        } else {
            Err(Error::Internal(format!("the log ends at {seq}, not at {}", checked.manifest.seq)))
        }
    });
    made.await?;
    Ok(manifest)
}

type Zip = ZipArchive<BufReader<File>>;

fn fill(tx: &mut Tx<'_>, zip: &mut Zip, ids: &dyn crate::clock::Ids) -> Result<()> {
    let mut entries = Vec::new();
    each::<EntryLine>(zip, "catalogue.jsonl", |lines| {
        entries.extend(lines.into_iter().map(|line| (line.kind, line.id, line.entry.get().to_owned())));
        Ok(())
    })?;
    tx.restore_entries(&entries)?;
    records::<Company>(tx, zip)?;
    records::<Contact>(tx, zip)?;
    records::<Lead>(tx, zip)?;
    records::<Deal>(tx, zip)?;
    records::<Activity>(tx, zip)?;
    each::<Event>(zip, "events.jsonl", |events| tx.restore_events(&events))?;
    each::<BatchLine>(zip, "batches.jsonl", |lines| {
        lines.into_iter().try_for_each(|BatchLine { id, state, created_at, created_by, doc }| {
            tx.save_batch(&Batch { id, state, created_at, created_by, doc })
        })
    })?;
    each::<ImportedLine>(zip, "imported.jsonl", |lines| {
        let row = |ImportedLine { system, kind, external_id, subject, batch, doc }| ImportedRow {
            system,
            kind,
            external_id,
            subject,
            batch,
            doc,
        };
        tx.save_imported_rows(&lines.into_iter().map(row).collect::<Vec<_>>())
    })?;
    each::<FileLine>(zip, "files.jsonl", |lines| {
        lines.into_iter().try_for_each(|line| {
            let FileLine { id, subject, name, media_type, size, sha256, added_at, added_by } = line;
            let sha256 = unhex(&sha256).ok_or_else(|| broken("a file without a hash"))?;
            tx.add_file(&StoredFile { id, subject, name, media_type, size, sha256, added_at, added_by })
        })
    })?;
    access(tx, zip, ids)
}

fn records<R: Stored>(tx: &mut Tx<'_>, zip: &mut Zip) -> Result<()> {
    each::<RecordLine>(zip, &format!("{}.jsonl", R::TABLE.name), |lines| {
        let kept: Result<Vec<Kept>> = lines
            .into_iter()
            .map(|RecordLine { record, rank }| {
                #[derive(Deserialize)]
                struct Id {
                    id: Uuid,
                }
                let Id { id } = serde_json::from_str(record.get())?;
                Ok(Kept { id, doc: record.get().to_owned(), rank })
            })
            .collect();
        tx.restore_records::<R>(&kept?)
    })
}

/// Who may log in: as the archive says, else every member with an address, for whom a password is set later.
fn access(tx: &mut Tx<'_>, zip: &mut Zip, ids: &dyn crate::clock::Ids) -> Result<()> {
    let workspace = tx.workspace();
    let mut all: Vec<(MemberId, String, Option<String>)> = Vec::new();
    if zip.index_for_name("access.jsonl").is_some() {
        each::<AccessLine>(zip, "access.jsonl", |lines| {
            all.extend(lines.into_iter().map(|line| (line.member, line.email, line.password)));
            Ok(())
        })?;
    } else {
        let members = tx.catalogue();
        let active = members.members.iter().filter(|member| member.active && member.removed_at.is_none());
        all.extend(active.filter_map(|member| Some((member.id, member.email.clone()?, None))));
    }
    let mut directory = tx.directory()?;
    for (member, email, password) in all {
        let identity = directory.add_identity(ids.id(), &email, password.as_deref())?;
        directory.join(identity, workspace, member)?;
    }
    Ok(())
}

/// Reads a part line by line, some at a time.
fn each<T: DeserializeOwned>(
    zip: &mut Zip,
    name: &str,
    mut take: impl FnMut(Vec<T>) -> Result<()>,
) -> Result<()> {
    let part = zip.by_name(name).map_err(broken)?;
    let mut some = Vec::with_capacity(STEP);
    for line in BufReader::new(part).lines() {
        some.push(serde_json::from_str(&line.map_err(broken)?)?);
        if some.len() == STEP {
            take(std::mem::take(&mut some))?;
        }
    }
    if some.is_empty() { Ok(()) } else { take(some) }
}

/// Puts the contents of files on the shelf.
fn files(checked: &Checked, shelf: &Shelf, temporary: Uuid) -> anyhow::Result<()> {
    let mut zip = open(&checked.path)?;
    let workspace: WorkspaceId = checked.manifest.workspace;
    for part in checked.manifest.parts.iter().filter(|part| part.name.starts_with("files/")) {
        let Some(sha256) = unhex(&part.sha256) else { bail!("{} has no hash", part.name) };
        shelve(zip.by_name(&part.name)?, &shelf.path(workspace, &sha256), temporary)?;
    }
    Ok(())
}

/// Writes a file under a temporary name, syncs it and gives it its own.
pub fn shelve(mut from: impl Read, path: &Path, temporary: Uuid) -> anyhow::Result<()> {
    let Some(folder) = path.parent() else { bail!("{} has no folder", path.display()) };
    std::fs::create_dir_all(folder)?;
    let incoming = folder.join(format!("{}{temporary}", crate::files::INCOMING));
    let mut file = File::create(&incoming)?;
    std::io::copy(&mut from, &mut file)?;
    file.sync_all()?;
    Ok(place(&incoming, path)?)
}
