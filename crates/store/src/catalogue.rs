//! The catalogue of a workspace: kept entry by entry, read whole.

use std::sync::Arc;

use serde_json::Value;
use trechter_domain::decide::Decided;
use trechter_domain::event::Kind;
use trechter_domain::fold::{self, Document};
use trechter_domain::{Catalogue, WorkspaceId};
use uuid::Uuid;

use crate::engine::Conn;
use crate::error::{Error, Result};
use crate::tx::{Conflict, Tx, strip};

/// Where a workspace stands.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Head {
    /// The number of its last event.
    pub seq: i64,
    /// Rises with every change of the catalogue.
    pub catalogue_version: i64,
}

/// Where the workspace stands; `None` when there is no such workspace.
pub(crate) fn head(conn: &mut Conn, workspace: WorkspaceId) -> Result<Option<Head>> {
    let sql = "SELECT seq, catalogue_version FROM workspaces WHERE id = $1";
    let rows = conn.query(sql, &[workspace.into()])?;
    rows.first().map(|row| Ok(Head { seq: row.int(0)?, catalogue_version: row.int(1)? })).transpose()
}

/// Reads the whole catalogue.
pub(crate) fn load(conn: &mut Conn, workspace: WorkspaceId) -> Result<Catalogue> {
    let mut catalogue = Catalogue::default();
    let kinds = Kind::CATALOGUE.map(|kind| format!("'{}'", kind.as_str())).join(", ");
    let sql = format!("SELECT kind, doc FROM catalogue WHERE workspace_id = $1 AND kind IN ({kinds})");
    for row in conn.query(&sql, &[workspace.into()])? {
        if let Some(kind) = Kind::parse(row.text(0)?) {
            put(&mut catalogue, kind, row.text(1)?, None)?;
        }
    }
    Ok(catalogue.indexed())
}

/// Puts an entry in its list, in the place of the one with the id `known`.
fn put(catalogue: &mut Catalogue, kind: Kind, doc: &str, known: Option<Uuid>) -> Result<()> {
    macro_rules! into {
        ($list:ident) => {{
            let entry = serde_json::from_str(doc)?;
            let place = known.and_then(|id| catalogue.$list.iter().position(|entry| entry.id.0 == id));
            match place {
                Some(place) => catalogue.$list[place] = entry,
                None => catalogue.$list.push(entry),
            }
        }};
    }
    match kind {
        Kind::Workspace => catalogue.workspace = serde_json::from_str(doc)?,
        Kind::Pipeline => into!(pipelines),
        Kind::Team => into!(teams),
        Kind::Member => into!(members),
        Kind::Source => into!(sources),
        Kind::Campaign => into!(campaigns),
        Kind::Product => into!(products),
        Kind::LossReason => into!(loss_reasons),
        Kind::Competitor => into!(competitors),
        Kind::Tag => into!(tags),
        Kind::Field => into!(fields),
        Kind::View => into!(views),
        Kind::Calendar => into!(calendars),
        Kind::ExchangeRate => into!(exchange_rates),
        Kind::Target => into!(targets),
        Kind::Spend => into!(spends),
        _ => {}
    }
    Ok(())
}

impl Tx<'_> {
    /// A catalogue entry by id, in the bin or not.
    ///
    /// # Errors
    /// The database's.
    pub fn load_entry<E: Document>(&mut self, id: impl Into<Uuid>) -> Result<Option<E>> {
        let sql = "SELECT doc FROM catalogue WHERE workspace_id = $1 AND kind = $2 AND id = $3";
        let rows = self.query(sql, &[self.ws(), E::KIND.as_str().into(), id.into().into()])?;
        rows.first().map(|row| Ok(serde_json::from_str(row.text(0)?)?)).transpose()
    }

    /// Keeps a decided catalogue entry and its events. [`Tx::catalogue`] shows it at once.
    ///
    /// # Errors
    /// In a read.
    pub fn save_entry<E: Document>(&mut self, decided: &Decided<E>) -> Result<()> {
        self.save_entries(std::slice::from_ref(decided))
    }

    /// Keeps many decided catalogue entries of one kind, each named once, and their events.
    ///
    /// # Errors
    /// In a read.
    pub fn save_entries<E: Document>(&mut self, decided: &[Decided<E>]) -> Result<()> {
        let changed: Vec<&Decided<E>> = decided.iter().filter(|one| !one.events.is_empty()).collect();
        if changed.is_empty() {
            return Ok(());
        }
        for one in &changed {
            self.push(&one.events)?;
        }
        self.claim_catalogue()?;
        let mut catalogue = Catalogue::clone(&self.catalogue);
        let mut rows = Vec::with_capacity(changed.len());
        for Decided { record, .. } in changed {
            let doc = serde_json::to_string(&Value::Object(strip(fold::document(record))))?;
            put(&mut catalogue, E::KIND, &doc, Some(record.id()))?;
            rows.push(vec![self.ws(), E::KIND.as_str().into(), record.id().into(), doc.into()]);
            if E::KIND == Kind::Workspace {
                let name = record.label();
                self.execute("UPDATE workspaces SET name = $2 WHERE id = $1", &[self.ws(), name.into()])?;
            }
        }
        let columns = ["workspace_id", "kind", "id", "doc"];
        self.insert("catalogue", &columns, Conflict::UpdateOn("workspace_id, kind, id", &["doc"]), rows)?;
        self.catalogue = Arc::new(catalogue.indexed());
        Ok(())
    }

    /// What was decided rests on the catalogue that was read; another process may have changed it.
    fn claim_catalogue(&mut self) -> Result<()> {
        if self.catalogue_changed {
            return Ok(());
        }
        let sql = "UPDATE workspaces SET catalogue_version = catalogue_version + 1 \
                   WHERE id = $1 AND catalogue_version = $2";
        if self.execute(sql, &[self.ws(), self.head.catalogue_version.into()])? == 0 {
            return Err(Error::Busy("the catalogue was changed meanwhile".into()));
        }
        self.catalogue_changed = true;
        Ok(())
    }
}
