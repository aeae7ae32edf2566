//! The catalogue of a workspace: kept entry by entry, read whole.

use serde_json::Value;
use trechter_domain::decide::Decided;
use trechter_domain::event::Kind;
use trechter_domain::fold::{self, Document};
use trechter_domain::{Catalogue, WorkspaceId};
use uuid::Uuid;

use crate::engine::Conn;
use crate::error::Result;
use crate::tx::{Tx, strip};

/// The workspace's last event number and catalogue version; `None` when there is no such workspace.
pub(crate) fn head(conn: &mut Conn, workspace: WorkspaceId) -> Result<Option<(i64, i64)>> {
    let sql = "SELECT seq, catalogue_version FROM workspaces WHERE id = $1";
    let rows = conn.query(sql, &[workspace.into()])?;
    rows.first().map(|row| Ok((row.int(0)?, row.int(1)?))).transpose()
}

/// Reads the whole catalogue.
pub(crate) fn load(conn: &mut Conn, workspace: WorkspaceId) -> Result<Catalogue> {
    let mut catalogue = Catalogue::default();
    let sql = "SELECT kind, doc FROM catalogue WHERE workspace_id = $1";
    for row in conn.query(sql, &[workspace.into()])? {
        let doc = row.text(1)?;
        match Kind::parse(row.text(0)?) {
            Some(Kind::Workspace) => catalogue.workspace = serde_json::from_str(doc)?,
            Some(Kind::Pipeline) => catalogue.pipelines.push(serde_json::from_str(doc)?),
            Some(Kind::Team) => catalogue.teams.push(serde_json::from_str(doc)?),
            Some(Kind::Member) => catalogue.members.push(serde_json::from_str(doc)?),
            Some(Kind::Source) => catalogue.sources.push(serde_json::from_str(doc)?),
            Some(Kind::Campaign) => catalogue.campaigns.push(serde_json::from_str(doc)?),
            Some(Kind::Product) => catalogue.products.push(serde_json::from_str(doc)?),
            Some(Kind::LossReason) => catalogue.loss_reasons.push(serde_json::from_str(doc)?),
            Some(Kind::Competitor) => catalogue.competitors.push(serde_json::from_str(doc)?),
            Some(Kind::Tag) => catalogue.tags.push(serde_json::from_str(doc)?),
            Some(Kind::Field) => catalogue.fields.push(serde_json::from_str(doc)?),
            Some(Kind::View) => catalogue.views.push(serde_json::from_str(doc)?),
            _ => {}
        }
    }
    Ok(catalogue.indexed())
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
        if decided.events.is_empty() {
            return Ok(());
        }
        self.push(&decided.events)?;
        let doc = serde_json::to_string(&Value::Object(strip(fold::document(&decided.record))))?;
        let sql = "INSERT INTO catalogue (workspace_id, kind, id, doc) VALUES ($1, $2, $3, $4) \
                   ON CONFLICT (workspace_id, kind, id) DO UPDATE SET doc = excluded.doc";
        self.execute(sql, &[self.ws(), E::KIND.as_str().into(), decided.record.id().into(), doc.into()])?;
        if !self.catalogue_changed {
            let sql = "UPDATE workspaces SET catalogue_version = catalogue_version + 1 WHERE id = $1";
            self.execute(sql, &[self.ws()])?;
            self.catalogue_changed = true;
        }
        if E::KIND == Kind::Workspace {
            let name = decided.record.label();
            self.execute("UPDATE workspaces SET name = $2 WHERE id = $1", &[self.ws(), name.into()])?;
        }
        self.catalogue = std::sync::Arc::new(load(self.conn, self.workspace)?);
        Ok(())
    }
}
