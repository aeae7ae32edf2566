//! Attachments: their content lies outside the database, under its hash, a folder per workspace.

mod sweep;

use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use axum::body::Body;
use sha2::{Digest, Sha256};
use tokio::io::AsyncWriteExt;
use tokio_stream::StreamExt;
use trechter_domain::WorkspaceId;
use uuid::Uuid;

pub use sweep::{keep_tidy, sweep};

use crate::app::{App, Settings};
use crate::http::Problem;

/// Largest attachment, in bytes.
pub const LARGEST: u64 = 50 << 20;

/// How a file is called that is still coming in.
pub const INCOMING: &str = "incoming-";

/// Where attachments lie.
#[derive(Debug, Clone)]
pub struct Shelf {
    root: PathBuf,
}

/// Content that is on disk under its hash.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Received {
    pub sha256: Vec<u8>,
    pub size: i64,
}

/// A hash as it is written in names of files.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The hash that a name says.
pub fn unhex(name: &str) -> Option<Vec<u8>> {
    if name.len() != 64 || !name.is_ascii() {
        return None;
    }
    (0..64).step_by(2).map(|i| u8::from_str_radix(&name[i..i + 2], 16).ok()).collect()
}

impl Shelf {
    pub fn of(settings: &Settings) -> Self {
        Self::in_folder(&settings.data)
    }

    /// The shelf of a data folder.
    pub fn in_folder(data: &Path) -> Self {
        Self { root: data.join("files") }
    }

    pub fn root(&self) -> &Path {
        &self.root
    }

    fn folder(&self, workspace: WorkspaceId) -> PathBuf {
        self.root.join(workspace.to_string())
    }

    /// Where content with this hash lies.
    pub fn path(&self, workspace: WorkspaceId, sha256: &[u8]) -> PathBuf {
        self.folder(workspace).join(hex(sha256))
    }

    /// Takes a body in: under a temporary name, synced, renamed to its hash, the folder synced. Only then
    /// may a transaction refer to it.
    ///
    /// # Errors
    /// 413 when it is larger than [`LARGEST`]; 422 when it breaks off; the disk's.
    pub async fn receive(&self, workspace: WorkspaceId, name: Uuid, body: Body) -> Result<Received, Problem> {
        let folder = self.folder(workspace);
        tokio::fs::create_dir_all(&folder).await.map_err(|error| disk(&error))?;
        let incoming = folder.join(format!("{INCOMING}{name}"));
        let outcome = self.write(workspace, &incoming, body).await;
        if outcome.is_err() {
            drop(tokio::fs::remove_file(&incoming).await);
        }
        outcome
    }

    async fn write(&self, workspace: WorkspaceId, incoming: &Path, body: Body) -> Result<Received, Problem> {
        let mut file = tokio::fs::File::create(incoming).await.map_err(|error| disk(&error))?;
        let (mut hash, mut size) = (Sha256::new(), 0u64);
        let mut chunks = body.into_data_stream();
        while let Some(chunk) = chunks.next().await {
            let chunk = chunk.map_err(|_| Problem::of(422, "broken_off"))?;
            size += chunk.len() as u64;
            if size > LARGEST {
                return Err(Problem::of(413, "too_large").with("most", format!("{} MB", LARGEST >> 20)));
            }
            hash.update(&chunk);
            file.write_all(&chunk).await.map_err(|error| disk(&error))?;
        }
        file.flush().await.map_err(|error| disk(&error))?;
        file.sync_all().await.map_err(|error| disk(&error))?;
        drop(file);
        let sha256 = hash.finalize().to_vec();
        let (path, incoming) = (self.path(workspace, &sha256), incoming.to_owned());
        let placed = tokio::task::spawn_blocking(move || place(&incoming, &path)).await;
        placed.map_err(|_| Problem::of(500, "defect"))?.map_err(|error| disk(&error))?;
        Ok(Received { sha256, size: size as i64 })
    }

    /// Starts the time of grace of content that a record just let go.
    pub fn release(&self, workspace: WorkspaceId, sha256: &[u8]) {
        let outcome = touch(&self.path(workspace, sha256));
        if let Err(error) = outcome {
            tracing::warn!(%error, "the time of a released file could not be set");
        }
    }

    /// The content as a body that is read bit by bit; `None` when it is not on disk.
    ///
    /// # Errors
    /// The disk's.
    pub async fn body(&self, workspace: WorkspaceId, sha256: &[u8]) -> Result<Option<Body>, Problem> {
        let path = self.path(workspace, sha256);
        let opened = tokio::task::spawn_blocking(move || std::fs::File::open(path)).await;
        match opened.map_err(|_| Problem::of(500, "defect"))? {
            Ok(file) => Ok(Some(stream(file))),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(disk(&error)),
        }
    }
}

/// A reader as a body: a thread reads ahead a few pieces, no more.
pub fn stream(mut from: impl Read + Send + 'static) -> Body {
    let (send, receive) = tokio::sync::mpsc::channel::<io::Result<Vec<u8>>>(4);
    tokio::task::spawn_blocking(move || {
        loop {
            let mut piece = vec![0; 64 << 10];
            let sent = match from.read(&mut piece) {
                Ok(0) => return,
                Ok(count) => {
                    piece.truncate(count);
                    send.blocking_send(Ok(piece))
                }
                Err(error) => send.blocking_send(Err(error)),
            };
            if sent.is_err() {
                return;
            }
        }
    });
    Body::from_stream(tokio_stream::wrappers::ReceiverStream::new(receive))
}

/// Gives a synced file its final name, and makes the name itself safe against a power cut. Content that
/// is there already only begins its time of grace anew.
pub fn place(incoming: &Path, path: &Path) -> io::Result<()> {
    if touch(path).is_ok() {
        return std::fs::remove_file(incoming);
    }
    std::fs::rename(incoming, path)?;
    sync_folder(path)?;
    // The first file of a workspace: its folder's own name must last too.
    path.parent().map_or(Ok(()), sync_folder)
}

/// Syncs the folder that holds a path.
pub fn sync_folder(path: &Path) -> io::Result<()> {
    path.parent().map_or(Ok(()), |folder| std::fs::File::open(folder)?.sync_all())
}

#[allow(clippy::disallowed_methods, reason = "the time of a file is compared with the machine's own time")]
fn touch(path: &Path) -> io::Result<()> {
    std::fs::File::options().append(true).open(path)?.set_modified(SystemTime::now())
}

/// What a failing disk means for the one who asks.
fn disk(error: &io::Error) -> Problem {
    tracing::error!(%error, "a file could not be written or read");
    match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Problem::of(507, "disk_full"),
        _ => Problem::of(500, "defect"),
    }
}

/// The shelf of the running program.
pub fn shelf(app: &App) -> Shelf {
    Shelf::of(&app.settings)
}
