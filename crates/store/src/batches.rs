//! Imports and bulk edits: their progress, and what each file row became.

use serde_json::Value;
use trechter_domain::event::Kind;
use trechter_domain::{Actor, BatchId, Instant};
use uuid::Uuid;

use crate::engine::Row;
use crate::error::Result;
use crate::tx::{Conflict, Tx, placeholders};

/// An import or bulk edit.
#[derive(Debug, Clone, PartialEq)]
pub struct Batch {
    pub id: BatchId,
    /// `running`, `finished`, `cancelled`, `failed`, `undoing`, `undone`.
    pub state: String,
    pub created_at: Instant,
    pub created_by: Actor,
    /// What was asked, how far it is, what came of it; its shape belongs to who runs it.
    pub doc: Value,
}

/// What a row of a file became.
#[derive(Debug, Clone, PartialEq)]
pub struct ImportedRow {
    pub system: String,
    pub kind: Kind,
    pub external_id: String,
    pub subject: Uuid,
    pub batch: BatchId,
    /// The values as they came, by field.
    pub doc: Value,
}

fn read_batch(row: &Row) -> Result<Batch> {
    Ok(Batch {
        id: row.id(0)?,
        state: row.text(1)?.to_owned(),
        created_at: Instant(row.int(2)?),
        created_by: row.opt_id(3)?,
        doc: serde_json::from_str(row.text(4)?)?,
    })
}

impl Tx<'_> {
    /// Keeps the state of a batch.
    ///
    /// # Errors
    /// The database's.
    pub fn save_batch(&mut self, batch: &Batch) -> Result<()> {
        let values = vec![
            self.ws(),
            batch.id.into(),
            batch.state.as_str().into(),
            batch.created_at.into(),
            batch.created_by.into(),
            serde_json::to_string(&batch.doc)?.into(),
        ];
        let names = ["workspace_id", "id", "state", "created_at", "created_by", "doc"];
        self.insert("batches", &names, Conflict::Update(&["state", "doc"]), vec![values])
    }

    /// A batch by id.
    ///
    /// # Errors
    /// The database's.
    pub fn batch(&mut self, id: BatchId) -> Result<Option<Batch>> {
        let sql =
            "SELECT id, state, created_at, created_by, doc FROM batches WHERE workspace_id = $1 AND id = $2";
        self.query(sql, &[self.ws(), id.into()])?.first().map(read_batch).transpose()
    }

    /// The latest batches, newest first.
    ///
    /// # Errors
    /// The database's.
    pub fn batches(&mut self, limit: i64) -> Result<Vec<Batch>> {
        let sql = "SELECT id, state, created_at, created_by, doc FROM batches WHERE workspace_id = $1 \
                   ORDER BY created_at DESC, id DESC LIMIT $2";
        self.query(sql, &[self.ws(), limit.into()])?.iter().map(read_batch).collect()
    }

    /// What rows of another program became at earlier imports.
    ///
    /// # Errors
    /// The database's.
    pub fn imported_rows(
        &mut self,
        system: &str,
        kind: Kind,
        external_ids: &[String],
    ) -> Result<Vec<ImportedRow>> {
        let mut found = Vec::new();
        for chunk in external_ids.chunks(200) {
            let list = placeholders(4, chunk.len());
            let sql = format!(
                "SELECT external_id, subject, batch, doc FROM imported_rows \
                 WHERE workspace_id = $1 AND system = $2 AND kind = $3 AND external_id IN ({list})"
            );
            let mut values = vec![self.ws(), system.into(), kind.as_str().into()];
            values.extend(chunk.iter().map(|id| id.as_str().into()));
            for row in self.query(&sql, &values)? {
                found.push(ImportedRow {
                    system: system.to_owned(),
                    kind,
                    external_id: row.text(0)?.to_owned(),
                    subject: row.id(1)?,
                    batch: row.id(2)?,
                    doc: serde_json::from_str(row.text(3)?)?,
                });
            }
        }
        Ok(found)
    }

    /// Keeps what rows of another program became.
    ///
    /// # Errors
    /// The database's.
    pub fn save_imported_rows(&mut self, rows: &[ImportedRow]) -> Result<()> {
        let sql = "INSERT INTO imported_rows (workspace_id, system, kind, external_id, subject, batch, doc) \
                   VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (workspace_id, system, kind, external_id) \
                   DO UPDATE SET subject = excluded.subject, batch = excluded.batch, doc = excluded.doc";
        for row in rows {
            let values = [
                self.ws(),
                row.system.as_str().into(),
                row.kind.as_str().into(),
                row.external_id.as_str().into(),
                row.subject.into(),
                row.batch.into(),
                serde_json::to_string(&row.doc)?.into(),
            ];
            self.execute(sql, &values)?;
        }
        Ok(())
    }

    /// Forgets what a batch imported, so that its file can come again.
    ///
    /// # Errors
    /// The database's.
    pub fn forget_imported(&mut self, batch: BatchId) -> Result<()> {
        let sql = "DELETE FROM imported_rows WHERE workspace_id = $1 AND batch = $2";
        self.execute(sql, &[self.ws(), batch.into()])?;
        Ok(())
    }

    /// Ids of records with one of these match keys (folded names without spaces and legal forms).
    ///
    /// # Errors
    /// The database's.
    pub fn ids_by_match<R: crate::Stored>(&mut self, keys: &[String]) -> Result<Vec<(String, Uuid)>> {
        let mut found = Vec::new();
        for chunk in keys.chunks(200) {
            let list = placeholders(2, chunk.len());
            let sql = format!(
                "SELECT match_key, id FROM {} WHERE workspace_id = $1 AND gone = 0 AND match_key IN ({list}) ORDER BY id",
                R::TABLE.name
            );
            let mut values = vec![self.ws()];
            values.extend(chunk.iter().map(|key| key.as_str().into()));
            for row in self.query(&sql, &values)? {
                found.push((row.text(0)?.to_owned(), row.id(1)?));
            }
        }
        Ok(found)
    }
}
