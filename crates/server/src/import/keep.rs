//! Uploaded files, kept in the data folder until the import is over.

use std::io::Write;
use std::path::{Path, PathBuf};

use trechter_domain::{BatchId, WorkspaceId};

/// Where the files of an import lie.
#[derive(Debug, Clone)]
pub struct Folder(PathBuf);

impl Folder {
    pub fn of(data: &Path, workspace: WorkspaceId, import: BatchId) -> Self {
        Self(data.join("imports").join(workspace.to_string()).join(import.to_string()))
    }

    fn path(&self, number: usize) -> PathBuf {
        self.0.join(number.to_string())
    }

    /// Writes a file: under another name, synced, then renamed, so that it is whole or not there.
    ///
    /// # Errors
    /// The disk's.
    pub fn put(&self, number: usize, bytes: &[u8]) -> std::io::Result<()> {
        std::fs::create_dir_all(&self.0)?;
        let fresh = self.0.join(format!("{number}.new"));
        let mut file = std::fs::File::create(&fresh)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        std::fs::rename(&fresh, self.path(number))?;
        std::fs::File::open(&self.0)?.sync_all()
    }

    /// # Errors
    /// The disk's; the file is gone.
    pub fn get(&self, number: usize) -> std::io::Result<Vec<u8>> {
        std::fs::read(self.path(number))
    }

    /// Removes the files. One that stays costs only space, so nobody needs to hear about it.
    pub fn clear(&self) {
        drop(std::fs::remove_dir_all(&self.0));
    }
}
