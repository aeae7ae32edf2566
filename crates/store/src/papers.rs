//! Papers: what people write down beside the records. Kept with the set-up's entries, read by kind, and no
//! part of the catalogue.

use serde_json::Value;
use trechter_domain::decide::Decided;
use trechter_domain::fold::{self, Document};
use uuid::Uuid;

use crate::error::{Error, Result};
use crate::tx::{Conflict, Tx, strip};

impl Tx<'_> {
    /// A paper by id, in the bin or not; in a write it is locked until the commit.
    ///
    /// # Errors
    /// The database's.
    pub fn load_paper<P: Document>(&mut self, id: Uuid) -> Result<Option<P>> {
        let lock = if self.writes && self.conn.is_postgres() { " FOR UPDATE" } else { "" };
        let sql =
            format!("SELECT doc FROM catalogue WHERE workspace_id = $1 AND kind = $2 AND id = $3{lock}");
        let rows = self.query(&sql, &[self.ws(), P::KIND.as_str().into(), id.into()])?;
        rows.first().map(|row| Ok(serde_json::from_str(row.text(0)?)?)).transpose()
    }

    /// All papers of a kind, those in the bin too, in the order of their ids: the oldest first.
    ///
    /// # Errors
    /// The database's.
    pub fn papers<P: Document>(&mut self) -> Result<Vec<P>> {
        let sql = "SELECT doc FROM catalogue WHERE workspace_id = $1 AND kind = $2 ORDER BY id";
        let rows = self.query(sql, &[self.ws(), P::KIND.as_str().into()])?;
        rows.iter().map(|row| Ok(serde_json::from_str(row.text(0)?)?)).collect()
    }

    /// Keeps a decided paper and its events.
    ///
    /// # Errors
    /// In a read; for a kind that is no paper.
    pub fn save_paper<P: Document>(&mut self, decided: &Decided<P>) -> Result<()> {
        if !P::KIND.is_paper() {
            return Err(Error::Internal(format!("{} is no paper", P::KIND.as_str())));
        }
        if decided.events.is_empty() {
            return Ok(());
        }
        self.push(&decided.events)?;
        let doc = serde_json::to_string(&Value::Object(strip(fold::document(&decided.record))))?;
        let row = vec![self.ws(), P::KIND.as_str().into(), decided.record.id().into(), doc.into()];
        let columns = ["workspace_id", "kind", "id", "doc"];
        self.insert("catalogue", &columns, Conflict::UpdateOn("workspace_id, kind, id", &["doc"]), vec![row])
    }
}
