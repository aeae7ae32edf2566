//! Imports and bulk edits: their progress, and what each file row became.

use serde_json::Value;
use trechter_domain::event::Kind;
use trechter_domain::{Actor, BatchId, Instant};
use uuid::Uuid;

use crate::engine::Row;
use crate::error::Result;
use crate::tx::{Conflict, Tx, chunks, placeholders};

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

    /// The batches in a state that were made before a moment, the oldest first, at most `limit`.
    ///
    /// # Errors
    /// The database's.
    pub fn batches_before(&mut self, state: &str, before: Instant, limit: i64) -> Result<Vec<Batch>> {
        let sql = "SELECT id, state, created_at, created_by, doc FROM batches WHERE workspace_id = $1 \
                   AND state = $2 AND created_at < $3 ORDER BY created_at, id LIMIT $4";
        let values = [self.ws(), state.into(), before.into(), limit.into()];
        self.query(sql, &values)?.iter().map(read_batch).collect()
    }

    /// Forgets a batch that nothing came of, with its remarks.
    ///
    /// # Errors
    /// The database's.
    pub fn forget_batch(&mut self, id: BatchId) -> Result<()> {
        let key = [self.ws(), id.into()];
        self.execute("DELETE FROM import_notes WHERE workspace_id = $1 AND batch = $2", &key)?;
        self.execute("DELETE FROM batches WHERE workspace_id = $1 AND id = $2", &key)?;
        Ok(())
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
        for chunk in chunks(external_ids) {
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
        let mut values = Vec::with_capacity(rows.len());
        for row in rows {
            values.push(vec![
                self.ws(),
                row.system.as_str().into(),
                row.kind.as_str().into(),
                row.external_id.as_str().into(),
                row.subject.into(),
                row.batch.into(),
                serde_json::to_string(&row.doc)?.into(),
            ]);
        }
        let names = ["workspace_id", "system", "kind", "external_id", "subject", "batch", "doc"];
        let key = "workspace_id, system, kind, external_id";
        self.insert("imported_rows", &names, Conflict::UpdateOn(key, &["subject", "batch", "doc"]), values)
    }

    /// What a batch imported or changed last, in no order, at most `limit`.
    ///
    /// # Errors
    /// The database's.
    pub fn imported_by(&mut self, batch: BatchId, limit: i64) -> Result<Vec<ImportedRow>> {
        let sql = "SELECT system, kind, external_id, subject, batch, doc FROM imported_rows \
                   WHERE workspace_id = $1 AND batch = $2 LIMIT $3";
        let rows = self.query(sql, &[self.ws(), batch.into(), limit.into()])?;
        let damaged = || crate::error::Error::Internal("an imported row has an unknown kind".into());
        rows.iter()
            .map(|row| {
                Ok(ImportedRow {
                    system: row.text(0)?.to_owned(),
                    kind: Kind::parse(row.text(1)?).ok_or_else(damaged)?,
                    external_id: row.text(2)?.to_owned(),
                    subject: row.id(3)?,
                    batch: row.id(4)?,
                    doc: serde_json::from_str(row.text(5)?)?,
                })
            })
            .collect()
    }

    /// Forgets that a row of another program was imported.
    ///
    /// # Errors
    /// The database's.
    pub fn forget_imported_row(&mut self, row: &ImportedRow) -> Result<()> {
        let sql = "DELETE FROM imported_rows WHERE workspace_id = $1 AND system = $2 AND kind = $3 \
                   AND external_id = $4";
        let key = [
            self.ws(),
            row.system.as_str().into(),
            row.kind.as_str().into(),
            row.external_id.as_str().into(),
        ];
        self.execute(sql, &key)?;
        Ok(())
    }

    /// Keeps remarks about rows of an import, numbered by who runs it; the same number again replaces.
    ///
    /// # Errors
    /// The database's.
    pub fn save_import_notes(&mut self, batch: BatchId, notes: &[(i64, &str, Value)]) -> Result<()> {
        let mut values = Vec::with_capacity(notes.len());
        for (number, kind, doc) in notes {
            let doc = serde_json::to_string(doc)?;
            values.push(vec![self.ws(), batch.into(), (*number).into(), (*kind).into(), doc.into()]);
        }
        let names = ["workspace_id", "batch", "number", "kind", "doc"];
        let conflict = Conflict::UpdateOn("workspace_id, batch, number", &["kind", "doc"]);
        self.insert("import_notes", &names, conflict, values)
    }

    /// Remarks of one kind about an import after a number, in order, at most `limit`.
    ///
    /// # Errors
    /// The database's.
    pub fn import_notes(
        &mut self,
        batch: BatchId,
        kind: &str,
        after: i64,
        limit: i64,
    ) -> Result<Vec<(i64, Value)>> {
        let sql = "SELECT number, doc FROM import_notes WHERE workspace_id = $1 AND batch = $2 AND kind = $3 \
                   AND number > $4 ORDER BY number LIMIT $5";
        let rows = self.query(sql, &[self.ws(), batch.into(), kind.into(), after.into(), limit.into()])?;
        rows.iter().map(|row| Ok((row.int(0)?, serde_json::from_str(row.text(1)?)?))).collect()
    }

    /// Contacts or leads with one of these e-mail addresses (folded): address and id.
    ///
    /// # Errors
    /// The database's.
    pub fn ids_by_email<R: crate::Stored>(&mut self, emails: &[String]) -> Result<Vec<(String, Uuid)>> {
        self.ids_by_key::<R>("email_key", emails)
    }

    /// Records outside a batch that point at one of these: field of a link, and where it points.
    ///
    /// # Errors
    /// The database's.
    pub fn pointed_at(&mut self, ids: &[Uuid]) -> Result<Vec<(Kind, Uuid, Uuid)>> {
        const LINKS: [(&str, Kind, &[&str]); 5] = [
            ("companies", Kind::Company, &["parent"]),
            ("contacts", Kind::Contact, &["company"]),
            ("leads", Kind::Lead, &["company", "contact", "deal"]),
            ("deals", Kind::Deal, &["company", "contact", "lead"]),
            ("activities", Kind::Activity, &["company", "contact", "lead", "deal"]),
        ];
        let mut found = Vec::new();
        for (table, kind, columns) in LINKS {
            for column in columns {
                for chunk in chunks(ids) {
                    let list = placeholders(2, chunk.len());
                    let sql = format!(
                        "SELECT id, {column} FROM {table} WHERE workspace_id = $1 AND {column} IN ({list})"
                    );
                    let mut values = vec![self.ws()];
                    values.extend(chunk.iter().map(|id| crate::engine::Val::Id(*id)));
                    for row in self.query(&sql, &values)? {
                        found.push((kind, row.id(0)?, row.id(1)?));
                    }
                }
            }
        }
        Ok(found)
    }

    /// Of these records, those with an event after a number that is not of this batch.
    ///
    /// # Errors
    /// The database's.
    pub fn touched_outside(&mut self, batch: BatchId, ids: &[Uuid]) -> Result<Vec<Uuid>> {
        let mut found = Vec::new();
        for chunk in chunks(ids) {
            let list = placeholders(3, chunk.len());
            let sql = format!(
                "SELECT DISTINCT subject FROM events WHERE workspace_id = $1 AND subject IN ({list}) \
                 AND (batch IS NULL OR batch <> $2) AND kind <> 'ranked'"
            );
            let mut values = vec![self.ws(), batch.into()];
            values.extend(chunk.iter().map(|id| crate::engine::Val::Id(*id)));
            for row in self.query(&sql, &values)? {
                found.push(row.id(0)?);
            }
        }
        Ok(found)
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
        self.ids_by_key::<R>("match_key", keys)
    }

    fn ids_by_key<R: crate::Stored>(&mut self, column: &str, keys: &[String]) -> Result<Vec<(String, Uuid)>> {
        let mut found = Vec::new();
        for chunk in chunks(keys) {
            let list = placeholders(2, chunk.len());
            // The plus sign keeps SQLite from walking through all that is not gone, as it did.
            let sql = format!(
                "SELECT {column}, id FROM {} WHERE workspace_id = $1 AND +gone = 0 AND {column} IN ({list})",
                R::TABLE.name
            );
            let mut values = vec![self.ws()];
            values.extend(chunk.iter().map(|key| key.as_str().into()));
            for row in self.query(&sql, &values)? {
                found.push((row.text(0)?.to_owned(), row.id(1)?));
            }
        }
        found.sort_unstable_by_key(|(_, id): &(String, Uuid)| *id);
        Ok(found)
    }
}
