//! Which files hang on which record. Their content lies outside the database, under its hash.

use trechter_domain::{Actor, FileId, Instant};
use uuid::Uuid;

use crate::engine::Row;
use crate::error::Result;
use crate::tx::Tx;

/// A file on a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredFile {
    pub id: FileId,
    pub subject: Uuid,
    pub name: String,
    pub media_type: String,
    /// Bytes.
    pub size: i64,
    pub sha256: Vec<u8>,
    pub added_at: Instant,
    pub added_by: Actor,
}

pub(crate) const COLUMNS: &str = "id, subject, name, media_type, size, sha256, added_at, added_by";

pub(crate) fn read(row: &Row) -> Result<StoredFile> {
    Ok(StoredFile {
        id: row.id(0)?,
        subject: row.id(1)?,
        name: row.text(2)?.to_owned(),
        media_type: row.text(3)?.to_owned(),
        size: row.int(4)?,
        sha256: row.bytes(5)?.to_vec(),
        added_at: Instant(row.int(6)?),
        added_by: row.opt_id(7)?,
    })
}

impl Tx<'_> {
    /// Hangs a file on a record.
    ///
    /// # Errors
    /// The database's.
    pub fn add_file(&mut self, file: &StoredFile) -> Result<()> {
        let sql = format!(
            "INSERT INTO files (workspace_id, {COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)"
        );
        let values = [
            self.ws(),
            file.id.into(),
            file.subject.into(),
            file.name.as_str().into(),
            file.media_type.as_str().into(),
            file.size.into(),
            file.sha256.as_slice().into(),
            file.added_at.into(),
            file.added_by.into(),
        ];
        self.execute(&sql, &values)?;
        Ok(())
    }

    /// A file by id.
    ///
    /// # Errors
    /// The database's.
    pub fn file(&mut self, id: FileId) -> Result<Option<StoredFile>> {
        let sql = format!("SELECT {COLUMNS} FROM files WHERE workspace_id = $1 AND id = $2");
        self.query(&sql, &[self.ws(), id.into()])?.first().map(read).transpose()
    }

    /// The files of a record, newest first.
    ///
    /// # Errors
    /// The database's.
    pub fn files_of(&mut self, subject: Uuid) -> Result<Vec<StoredFile>> {
        let sql = format!(
            "SELECT {COLUMNS} FROM files WHERE workspace_id = $1 AND subject = $2 ORDER BY added_at DESC, id"
        );
        self.query(&sql, &[self.ws(), subject.into()])?.iter().map(read).collect()
    }

    /// Takes a file off its record.
    ///
    /// # Errors
    /// The database's.
    pub fn remove_file(&mut self, id: FileId) -> Result<()> {
        self.execute("DELETE FROM files WHERE workspace_id = $1 AND id = $2", &[self.ws(), id.into()])?;
        Ok(())
    }

    /// Is any record still holding content with this hash?
    ///
    /// # Errors
    /// The database's.
    pub fn file_in_use(&mut self, sha256: &[u8]) -> Result<bool> {
        let sql = "SELECT size FROM files WHERE workspace_id = $1 AND sha256 = $2 LIMIT 1";
        Ok(!self.query(sql, &[self.ws(), sha256.into()])?.is_empty())
    }
}
