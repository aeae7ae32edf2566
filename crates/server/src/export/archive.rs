//! A workspace as an archive: a zip of JSON lines, with a manifest that says what is in it.
//!
//! `manifest.json`, `catalogue.jsonl`, `companies.jsonl` … `activities.jsonl`, `events.jsonl`,
//! `batches.jsonl`, `imported.jsonl`, `files.jsonl`, `files/<sha256>`; in backups also `access.jsonl`.

use std::io::{self, Read, Seek, Write};

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use trechter_domain::record::{Activity, Company, Contact, Deal, Lead};
use trechter_domain::{Instant, WorkspaceId};
use trechter_store::{Access, Error, Kept, Result, Stored, Tx};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use crate::files::{Shelf, hex};

/// What every archive of a workspace calls itself.
pub const FORMAT: &str = "trechter-workspace";
/// Rises when older programs could no longer read it.
pub const VERSION: u32 = 1;
/// Rows that are read at once.
const STEP: i64 = 1_000;

/// What is in an archive.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Manifest {
    pub format: String,
    pub version: u32,
    pub workspace: WorkspaceId,
    pub name: String,
    pub created_at: Instant,
    /// The number of the last event.
    pub seq: i64,
    pub exported_at: Instant,
    pub parts: Vec<Part>,
}

/// One file of the archive.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    pub name: String,
    /// Lines of a `.jsonl` file.
    pub lines: u64,
    pub bytes: u64,
    pub sha256: String,
}

/// A zip that keeps count of what goes into it.
pub struct Packer<W: Write + Seek> {
    zip: ZipWriter<W>,
    pub parts: Vec<Part>,
}

impl<W: Write + Seek> Packer<W> {
    pub fn new(to: W) -> Self {
        Self { zip: ZipWriter::new(to), parts: Vec::new() }
    }

    /// Adds a file that is written by `fill`, line by line or in pieces.
    ///
    /// # Errors
    /// The closure's; the zip cannot be written.
    pub fn part<T>(
        &mut self,
        name: &str,
        packed: bool,
        fill: impl FnOnce(&mut PartWriter<'_, W>) -> Result<T>,
    ) -> Result<T> {
        let method = if packed { CompressionMethod::Deflated } else { CompressionMethod::Stored };
        let options = SimpleFileOptions::default().compression_method(method).large_file(true);
        self.zip.start_file(name, options).map_err(broken)?;
        let mut writer = PartWriter { zip: &mut self.zip, hash: Sha256::new(), lines: 0, bytes: 0 };
        let value = fill(&mut writer)?;
        let PartWriter { hash, lines, bytes, .. } = writer;
        let sha256 = hex(&hash.finalize());
        self.parts.push(Part { name: name.to_owned(), lines, bytes, sha256 });
        Ok(value)
    }

    /// Adds the manifest and closes the zip.
    ///
    /// # Errors
    /// The zip cannot be written.
    pub fn finish(mut self, manifest: &impl Serialize) -> Result<W> {
        let text = serde_json::to_string_pretty(manifest)?;
        self.part("manifest.json", true, |part| part.piece(text.as_bytes()))?;
        self.zip.finish().map_err(broken)
    }
}

/// One file of a zip while it is written.
pub struct PartWriter<'a, W: Write + Seek> {
    zip: &'a mut ZipWriter<W>,
    hash: Sha256,
    lines: u64,
    bytes: u64,
}

impl<W: Write + Seek> PartWriter<'_, W> {
    /// Adds some bytes.
    ///
    /// # Errors
    /// The zip cannot be written.
    pub fn piece(&mut self, bytes: &[u8]) -> Result<()> {
        self.hash.update(bytes);
        self.bytes += bytes.len() as u64;
        self.zip.write_all(bytes).map_err(broken)
    }

    fn line(&mut self, line: &str) -> Result<()> {
        self.lines += 1;
        self.piece(line.as_bytes())?;
        self.piece(b"\n")
    }

    /// Adds all that a reader gives; gives its hash.
    ///
    /// # Errors
    /// It cannot be read; the zip cannot be written.
    pub fn copy(&mut self, mut from: impl Read) -> Result<()> {
        let mut piece = vec![0; 64 << 10];
        loop {
            match from.read(&mut piece).map_err(broken)? {
                0 => return Ok(()),
                count => self.piece(&piece[..count])?,
            }
        }
    }
}

/// A failing file, as the store says such things.
pub fn broken(error: impl std::fmt::Display + 'static) -> Error {
    let full = (&error as &dyn std::any::Any)
        .downcast_ref::<io::Error>()
        .is_some_and(|error| error.kind() == io::ErrorKind::StorageFull);
    if full { Error::DiskFull(error.to_string()) } else { Error::Internal(error.to_string()) }
}

/// Packs a whole workspace, as one snapshot. `access` adds who may log in, with the hashes of their
/// passwords: for backups only.
///
/// # Errors
/// The database's; a file is missing or damaged; the archive cannot be written.
pub fn pack<W: Write + Seek>(
    tx: &mut Tx<'_>,
    shelf: &Shelf,
    now: Instant,
    access: Option<&[Access]>,
    to: W,
) -> Result<(W, Manifest)> {
    let mut packer = Packer::new(to);
    let entries = tx.kept_entries()?;
    packer.part("catalogue.jsonl", true, |part| {
        entries.iter().try_for_each(|(kind, id, doc)| {
            part.line(&format!("{{\"kind\":\"{}\",\"id\":\"{id}\",\"entry\":{doc}}}", kind.as_str()))
        })
    })?;
    records::<Company, W>(tx, &mut packer)?;
    records::<Contact, W>(tx, &mut packer)?;
    records::<Lead, W>(tx, &mut packer)?;
    records::<Deal, W>(tx, &mut packer)?;
    records::<Activity, W>(tx, &mut packer)?;
    events(tx, &mut packer)?;
    batches(tx, &mut packer)?;
    files(tx, shelf, &mut packer)?;
    if let Some(access) = access {
        packer.part("access.jsonl", true, |part| {
            access.iter().try_for_each(|one| {
                let line = json!({ "member": one.member, "email": one.email, "password": one.password });
                part.line(&line.to_string())
            })
        })?;
    }
    let catalogue = tx.catalogue();
    let manifest = Manifest {
        format: FORMAT.to_owned(),
        version: VERSION,
        workspace: tx.workspace(),
        name: catalogue.workspace.name.clone(),
        created_at: catalogue.workspace.created_at,
        seq: tx.seq(),
        exported_at: now,
        parts: packer.parts.clone(),
    };
    Ok((packer.finish(&manifest)?, manifest))
}

fn records<R: Stored, W: Write + Seek>(tx: &mut Tx<'_>, packer: &mut Packer<W>) -> Result<()> {
    packer.part(&format!("{}.jsonl", R::TABLE.name), true, |part| {
        let mut after = None;
        loop {
            let rows = tx.kept_after::<R>(after, STEP)?;
            let Some(last) = rows.last() else { return Ok(()) };
            after = Some(last.id);
            for Kept { doc, rank, .. } in &rows {
                match rank {
                    Some(rank) => part.line(&format!("{{\"record\":{doc},\"rank\":{}}}", json!(rank)))?,
                    None => part.line(&format!("{{\"record\":{doc}}}"))?,
                }
            }
        }
    })
}

fn events<W: Write + Seek>(tx: &mut Tx<'_>, packer: &mut Packer<W>) -> Result<()> {
    packer.part("events.jsonl", true, |part| {
        let mut after = 0;
        loop {
            let events = tx.events_after(after, STEP)?;
            let Some(last) = events.last() else { return Ok(()) };
            after = last.seq;
            for event in &events {
                part.line(&serde_json::to_string(event)?)?;
            }
        }
    })
}

fn batches<W: Write + Seek>(tx: &mut Tx<'_>, packer: &mut Packer<W>) -> Result<()> {
    let batches = tx.batches(i64::from(i32::MAX))?;
    packer.part("batches.jsonl", true, |part| {
        batches.iter().try_for_each(|batch| {
            let line = json!({
                "id": batch.id, "state": batch.state, "created_at": batch.created_at,
                "created_by": batch.created_by, "doc": batch.doc,
            });
            part.line(&line.to_string())
        })
    })?;
    packer.part("imported.jsonl", true, |part| {
        let mut after = None;
        loop {
            let rows = tx.imported_after(after.as_ref(), STEP)?;
            if rows.is_empty() {
                return Ok(());
            }
            for row in &rows {
                let line = json!({
                    "system": row.system, "kind": row.kind, "external_id": row.external_id,
                    "subject": row.subject, "batch": row.batch, "doc": row.doc,
                });
                part.line(&line.to_string())?;
            }
            after = rows.into_iter().last();
        }
    })
}

/// Which files hang where, then each content once.
fn files<W: Write + Seek>(tx: &mut Tx<'_>, shelf: &Shelf, packer: &mut Packer<W>) -> Result<()> {
    let workspace = tx.workspace();
    let mut hashes = std::collections::BTreeSet::new();
    packer.part("files.jsonl", true, |part| {
        let mut after = None;
        loop {
            let files = tx.files_after(after, STEP)?;
            let Some(last) = files.last() else { return Ok::<_, Error>(()) };
            after = Some(last.id);
            for file in &files {
                part.line(&file_line(file).to_string())?;
                hashes.insert(file.sha256.clone());
            }
        }
    })?;
    for sha256 in hashes {
        let name = hex(&sha256);
        let content = std::fs::File::open(shelf.path(workspace, &sha256));
        let content = content.map_err(|error| Error::Internal(format!("file {name}: {error}")))?;
        packer.part(&format!("files/{name}"), false, |part| part.copy(content))?;
        if packer.parts.last().is_some_and(|part| part.sha256 != name) {
            return Err(Error::Internal(format!("file {name} is damaged on disk")));
        }
    }
    Ok(())
}

fn file_line(file: &trechter_store::StoredFile) -> Value {
    json!({
        "id": file.id, "subject": file.subject, "name": file.name, "media_type": file.media_type,
        "size": file.size, "sha256": hex(&file.sha256), "added_at": file.added_at, "added_by": file.added_by,
    })
}
