//! A whole workspace, out and in again: rows as they are kept, the log with its numbers.

use std::sync::Arc;

use trechter_domain::event::{Event, Kind};
use trechter_domain::{FileId, MemberId, WorkspaceId};
use uuid::Uuid;

use crate::engine::Val;
use crate::error::{Error, Result};
use crate::files::StoredFile;
use crate::table::Stored;
use crate::tx::{Conflict, Tx, insert};
use crate::{Directory, ImportedRow};

/// A record as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    pub id: Uuid,
    /// Its document, without what is empty.
    pub doc: String,
    /// Its place on the board (deals).
    pub rank: Option<String>,
}

/// Somebody who may log in to a workspace.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Access {
    pub member: MemberId,
    pub email: String,
    /// Argon2id hash in PHC form.
    pub password: Option<String>,
}

impl Tx<'_> {
    /// Records in the order of their ids, those in the bin too, after one of them.
    ///
    /// # Errors
    /// The database's.
    pub fn kept_after<R: Stored>(&mut self, after: Option<Uuid>, limit: i64) -> Result<Vec<Kept>> {
        let rank = if R::KIND == Kind::Deal { "board_rank" } else { "CAST(NULL AS TEXT)" };
        let sql = format!(
            "SELECT id, doc, {rank} FROM {} WHERE workspace_id = $1 AND id > $2 ORDER BY id LIMIT $3",
            R::TABLE.name
        );
        let rows = self.query(&sql, &[self.ws(), after.unwrap_or(Uuid::nil()).into(), limit.into()])?;
        let kept = rows.iter().map(|row| {
            Ok(Kept {
                id: row.id(0)?,
                doc: row.json(1)?.into_owned(),
                rank: row.opt_text(2)?.map(str::to_owned),
            })
        });
        kept.collect()
    }

    /// Every entry of the catalogue as it is kept: kind, id, document.
    ///
    /// # Errors
    /// The database's.
    pub fn kept_entries(&mut self) -> Result<Vec<(Kind, Uuid, String)>> {
        let sql = "SELECT kind, id, doc FROM catalogue WHERE workspace_id = $1 ORDER BY kind, id";
        let mut entries = Vec::new();
        for row in self.query(sql, &[self.ws()])? {
            if let Some(kind) = Kind::parse(row.text(0)?) {
                entries.push((kind, row.id(1)?, row.text(2)?.to_owned()));
            }
        }
        Ok(entries)
    }

    /// Files in the order of their ids, after one of them.
    ///
    /// # Errors
    /// The database's.
    pub fn files_after(&mut self, after: Option<FileId>, limit: i64) -> Result<Vec<StoredFile>> {
        let sql = format!(
            "SELECT {} FROM files WHERE workspace_id = $1 AND id > $2 ORDER BY id LIMIT $3",
            crate::files::COLUMNS
        );
        let after = after.map_or(Uuid::nil(), Uuid::from);
        self.query(&sql, &[self.ws(), after.into(), limit.into()])?.iter().map(crate::files::read).collect()
    }

    /// What file rows became, in the order of their keys, after one of them.
    ///
    /// # Errors
    /// The database's.
    pub fn imported_after(&mut self, after: Option<&ImportedRow>, limit: i64) -> Result<Vec<ImportedRow>> {
        let sql = "SELECT system, kind, external_id, subject, batch, doc FROM imported_rows \
                   WHERE workspace_id = $1 AND (system, kind, external_id) > ($2, $3, $4) \
                   ORDER BY system, kind, external_id LIMIT $5";
        let (system, kind, id) = after
            .map_or(("", "", ""), |row| (row.system.as_str(), row.kind.as_str(), row.external_id.as_str()));
        let values = [self.ws(), system.into(), kind.into(), id.into(), limit.into()];
        let mut found = Vec::new();
        for row in self.query(sql, &values)? {
            let Some(kind) = Kind::parse(row.text(1)?) else { continue };
            found.push(ImportedRow {
                system: row.text(0)?.to_owned(),
                kind,
                external_id: row.text(2)?.to_owned(),
                subject: row.id(3)?,
                batch: row.id(4)?,
                doc: serde_json::from_str(row.text(5)?)?,
            });
        }
        Ok(found)
    }

    /// Puts catalogue entries back as they were kept, into a workspace that was just founded.
    ///
    /// # Errors
    /// In a read; a document that does not read; the database's.
    pub fn restore_entries(&mut self, entries: &[(Kind, Uuid, String)]) -> Result<()> {
        self.must_write()?;
        let rows = entries
            .iter()
            .map(|(kind, id, doc)| vec![self.ws(), kind.as_str().into(), (*id).into(), doc.as_str().into()]);
        let rows: Vec<Vec<Val>> = rows.collect();
        self.insert("catalogue", &["workspace_id", "kind", "id", "doc"], Conflict::Fail, rows)?;
        let sql = "UPDATE workspaces SET catalogue_version = catalogue_version + 1 WHERE id = $1";
        self.execute(sql, &[self.ws()])?;
        self.catalogue_changed = true;
        self.catalogue = Arc::new(crate::catalogue::load(self.conn, self.workspace)?);
        Ok(())
    }

    /// Puts records back as they were kept, with all that is derived from them.
    ///
    /// # Errors
    /// In a read; a document that does not read; the database's.
    pub fn restore_records<R: Stored>(&mut self, kept: &[Kept]) -> Result<()> {
        self.must_write()?;
        for row in kept {
            let record: R = serde_json::from_str(&row.doc)?;
            self.put_row(&record, &[], true)?;
        }
        for row in kept {
            if let Some(rank) = &row.rank {
                let sql = "UPDATE deals SET board_rank = $3 WHERE workspace_id = $1 AND id = $2";
                self.execute(sql, &[self.ws(), row.id.into(), rank.as_str().into()])?;
            }
        }
        Ok(())
    }

    /// Puts events back under their numbers, which must go on where the last ones ended.
    ///
    /// # Errors
    /// In a read; a gap; the database's.
    pub fn restore_events(&mut self, events: &[Event]) -> Result<()> {
        self.must_write()?;
        let Some(last) = events.last() else { return Ok(()) };
        let sql = "UPDATE workspaces SET seq = seq + $2 WHERE id = $1 RETURNING seq";
        let rows = self.query(sql, &[self.ws(), (events.len() as i64).into()])?;
        let counter = rows.first().map_or(Ok(0), |row| row.int(0))?;
        let gapless = events.windows(2).all(|pair| pair[0].seq + 1 == pair[1].seq);
        if counter != last.seq || !gapless {
            return Err(Error::Internal(format!("the log has a gap before event {}", last.seq)));
        }
        let workspace = self.workspace;
        let rows: Result<Vec<Vec<Val>>> =
            events.iter().map(|event| crate::log::row(workspace, event.seq, &event.event)).collect();
        insert(self.conn, "events", &crate::log::COLUMNS, Conflict::Fail, rows?)
    }

    /// The number of the last event that was put back.
    ///
    /// # Errors
    /// The database's.
    pub fn restored_seq(&mut self) -> Result<i64> {
        let rows = self.query("SELECT seq FROM workspaces WHERE id = $1", &[self.ws()])?;
        rows.first().map_or(Ok(0), |row| row.int(0))
    }

    fn must_write(&self) -> Result<()> {
        if self.writes { Ok(()) } else { Err(Error::Internal("a read cannot restore".into())) }
    }
}

impl Directory<'_> {
    /// Who may log in to a workspace.
    ///
    /// # Errors
    /// The database's.
    pub fn access_of(&mut self, workspace: WorkspaceId) -> Result<Vec<Access>> {
        let sql = "SELECT m.member, i.email, i.password FROM memberships m \
                   JOIN identities i ON i.id = m.identity WHERE m.workspace_id = $1 ORDER BY i.email";
        self.all(sql, &[workspace.into()], |row| {
            let password = row.opt_text(2)?.map(str::to_owned);
            Ok(Access { member: row.id(0)?, email: row.text(1)?.to_owned(), password })
        })
    }

    /// Adds an identity unless its address is known; gives its id. A known one keeps its password.
    ///
    /// # Errors
    /// The database's.
    pub fn add_identity(&mut self, id: Uuid, email: &str, password: Option<&str>) -> Result<Uuid> {
        let sql =
            "INSERT INTO identities (id, email, password) VALUES ($1, $2, $3) ON CONFLICT (email) DO NOTHING";
        self.execute(sql, &[id.into(), email.into(), password.into()])?;
        let known = self.identity_by_email(email)?;
        Ok(known.map_or(id, |identity| identity.id))
    }
}
