//! An import as it is kept: the document of its batch.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use trechter_domain::{BatchId, Instant, Refusal};
use trechter_store::{Batch, Error, Result, Tx};
use uuid::Uuid;

use super::mapping::Mapping;
use super::report::{FileInfo, ImportView, Progress, Report, State};

/// Told apart from other batches, like those of the demo.
pub const KIND: &str = "import";

/// What is kept of an import beside its state.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Doc {
    pub kind: String,
    pub files: Vec<FileInfo>,
    pub mapping: Mapping,
    pub dry_run: Option<Report>,
    pub report: Option<Report>,
    pub progress: Progress,
    /// The next row: step of the plan and place in it.
    pub position: (usize, usize),
    /// Columns of the files, by name.
    pub headers: BTreeMap<String, Vec<String>>,
    /// Remarks that were kept.
    pub notes: i64,
    pub error: Option<String>,
    /// The task that works on it, and when it last did.
    pub runner: Option<Uuid>,
    pub beat: Instant,
}

/// A loaded import.
#[derive(Debug, Clone)]
pub struct Import {
    pub batch: Batch,
    pub state: State,
    pub doc: Doc,
}

impl Import {
    /// Loads an import.
    ///
    /// # Errors
    /// 404 when there is none with this id; the database's.
    pub fn load(tx: &mut Tx<'_>, id: BatchId) -> Result<Self> {
        let batch = tx.batch(id)?.ok_or_else(Refusal::not_found)?;
        Ok(Self::of(batch)?.ok_or_else(Refusal::not_found)?)
    }

    /// A batch as an import, when it is one.
    ///
    /// # Errors
    /// A damaged document.
    pub fn of(batch: Batch) -> Result<Option<Self>> {
        if batch.doc["kind"] != KIND {
            return Ok(None);
        }
        let state = State::parse(&batch.state)
            .ok_or_else(|| Error::Internal(format!("an import has the state {}", batch.state)))?;
        let doc = Doc::deserialize(&batch.doc)?;
        Ok(Some(Self { batch, state, doc }))
    }

    /// Keeps it.
    ///
    /// # Errors
    /// The database's.
    pub fn save(&self, tx: &mut Tx<'_>) -> Result<()> {
        let doc = serde_json::to_value(&self.doc)?;
        tx.save_batch(&Batch { state: self.state.as_str().into(), doc, ..self.batch.clone() })
    }

    pub fn id(&self) -> BatchId {
        self.batch.id
    }

    /// How it is shown.
    pub fn view(self) -> ImportView {
        ImportView {
            id: self.batch.id,
            state: self.state,
            created_at: self.batch.created_at,
            created_by: self.batch.created_by,
            system: self.doc.mapping.system.clone(),
            files: self.doc.files,
            progress: self.doc.progress,
            dry_run: self.doc.dry_run,
            report: self.doc.report,
            error: self.doc.error,
        }
    }
}
