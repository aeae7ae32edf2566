//! What is told about an import: its files, what is proposed, how far it is, what came of it.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use trechter_domain::event::Kind;
use trechter_domain::{Actor, BatchId, Instant};
use uuid::Uuid;

use super::detect::Column;
use super::entity::{Entity, TargetView};
use super::mapping::Mapping;
use super::read::Dress;

/// Where an import stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Files are there; the mapping is being made.
    Draft,
    /// A dry run goes on.
    Checking,
    Running,
    Finished,
    /// Stopped by a person; what was imported until then stays, and can be undone.
    Cancelled,
    /// Stopped by a defect or a lost file; it can be run again or undone.
    Failed,
    Undoing,
    Undone,
}

impl State {
    pub fn as_str(self) -> &'static str {
        match self {
            State::Draft => "draft",
            State::Checking => "checking",
            State::Running => "running",
            State::Finished => "finished",
            State::Cancelled => "cancelled",
            State::Failed => "failed",
            State::Undoing => "undoing",
            State::Undone => "undone",
        }
    }

    pub fn parse(word: &str) -> Option<Self> {
        [
            State::Draft,
            State::Checking,
            State::Running,
            State::Finished,
            State::Cancelled,
            State::Failed,
            State::Undoing,
            State::Undone,
        ]
        .into_iter()
        .find(|state| state.as_str() == word)
    }
}

/// A file that was sent.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct FileInfo {
    pub name: String,
    /// Bytes.
    pub size: u64,
}

/// Rows of one kind, by what became of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Counts {
    /// Rows of the files.
    pub rows: u64,
    pub created: u64,
    pub changed: u64,
    /// In the files as before.
    pub unchanged: u64,
    /// Left out, as the mapping says, or the same record again.
    pub skipped: u64,
    pub refused: u64,
    /// Without a creation date: they exist from the import on.
    pub undated: u64,
}

impl Counts {
    pub fn add(&mut self, other: &Counts) {
        self.rows += other.rows;
        self.created += other.created;
        self.changed += other.changed;
        self.unchanged += other.unchanged;
        self.skipped += other.skipped;
        self.refused += other.refused;
        self.undated += other.undated;
    }
}

/// What kind of remark.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum NoteKind {
    /// The row was not imported.
    Refused,
    /// Imported, but look at it.
    Warning,
    /// A field was edited here since the last import; the edit was kept.
    Conflict,
    /// Edited or used since the import; kept when it was undone.
    Kept,
}

impl NoteKind {
    pub fn as_str(self) -> &'static str {
        match self {
            NoteKind::Refused => "refused",
            NoteKind::Warning => "warning",
            NoteKind::Conflict => "conflict",
            NoteKind::Kept => "kept",
        }
    }
}

/// A remark about one row or record.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Note {
    pub kind: NoteKind,
    pub entity: Entity,
    pub file: String,
    /// Line in the file.
    pub line: u64,
    pub column: Option<String>,
    pub field: Option<String>,
    /// Stable, like `import_not_a_date`.
    pub code: String,
    pub params: Map<String, Value>,
    /// The cell, or for a conflict the file's value.
    pub value: Option<Value>,
    /// For a conflict: what stands here.
    pub ours: Option<Value>,
    /// The record, when there is one.
    pub subject: Option<Uuid>,
    /// The cells of a refused row.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub row: Option<Vec<String>>,
    /// What to do, in the reader's language.
    #[serde(default)]
    pub detail: String,
}

impl Note {
    pub fn new(kind: NoteKind, entity: Entity, file: &str, line: u64, code: &str) -> Self {
        Self {
            kind,
            entity,
            file: file.to_owned(),
            line,
            column: None,
            field: None,
            code: code.to_owned(),
            params: Map::new(),
            value: None,
            ours: None,
            subject: None,
            row: None,
            detail: String::new(),
        }
    }
}

/// What an import or dry run did.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Report {
    pub counts: BTreeMap<Entity, Counts>,
    /// Entries of lists that were made, by kind.
    pub entries: BTreeMap<Kind, Vec<String>>,
    /// How often each remark was made, by kind and code.
    pub remarks: BTreeMap<NoteKind, BTreeMap<String, u64>>,
    /// The first remarks of each kind.
    pub notes: Vec<Note>,
}

/// Remarks of each kind that are shown at once; the others are in the file of refused rows.
pub const SHOWN: usize = 100;

impl Report {
    pub fn note(&mut self, note: &Note) {
        *self.remarks.entry(note.kind).or_default().entry(note.code.clone()).or_default() += 1;
        if self.notes.iter().filter(|shown| shown.kind == note.kind).count() < SHOWN {
            self.notes.push(Note { row: None, ..note.clone() });
        }
    }

    pub fn count(&mut self, entity: Entity) -> &mut Counts {
        self.counts.entry(entity).or_default()
    }

    pub fn total(&self) -> Counts {
        let mut total = Counts::default();
        self.counts.values().for_each(|counts| total.add(counts));
        total
    }
}

/// How far it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Progress {
    pub done: u64,
    pub total: u64,
}

/// An import.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct ImportView {
    pub id: BatchId,
    pub state: State,
    pub created_at: Instant,
    pub created_by: Actor,
    pub system: String,
    pub files: Vec<FileInfo>,
    pub progress: Progress,
    /// What the last dry run found, for the mapping as it is now.
    pub dry_run: Option<Report>,
    /// What the import did so far.
    pub report: Option<Report>,
    /// Why it failed: a stable code.
    pub error: Option<String>,
}

/// A table in the files.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Table {
    pub file: String,
    pub sheet: Option<String>,
    pub rows: usize,
    /// Encoding and delimiter; `null` for a workbook.
    pub dress: Option<Dress>,
    pub columns: Vec<Column>,
    /// The first rows, cell by cell.
    pub samples: Vec<Vec<String>>,
}

/// Something for the person to decide, by changing the mapping.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Proposal {
    pub kind: ProposalKind,
    /// The file map it is about, by place in `mapping.file`; `null` for all.
    pub file: Option<usize>,
    pub column: Option<String>,
    /// For `same`: of which list.
    pub list: Option<Kind>,
    /// For `same`: this name (`from`) means that one (`to`). For `empty`: the text. For `date_order` and
    /// `decimal`: a cell that can be read in two ways.
    pub from: String,
    pub to: Option<String>,
    /// Rows that it is about.
    pub rows: usize,
    /// The mapping as it is now does it.
    pub accepted: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ProposalKind {
    /// Two names look like one thing: accept by `mapping.same.<list>.<from> = <to>`.
    Same,
    /// A text seems to mean that nothing was filled in: accept by adding it to `mapping.empty`.
    Empty,
    /// Day and month can be told apart in no cell: check `date` of the column.
    DateOrder,
    /// A point or comma may mark thousands or decimals: check `decimal` of the column.
    Decimal,
    /// Amounts end in K or M and are read as thousands or millions.
    Scaled,
    /// The encoding did not fit everywhere: choose another `encoding` of the file.
    Encoding,
}

/// What is proposed for the files: the mapping as it is now, with all that is needed to change it.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct ProposalView {
    pub id: BatchId,
    pub tables: Vec<Table>,
    pub mapping: Mapping,
    pub proposals: Vec<Proposal>,
    /// What columns can become, by entity.
    pub targets: BTreeMap<Entity, Vec<TargetView>>,
    /// What is wrong with the mapping; it must be empty to run.
    pub problems: Vec<MappingProblem>,
}

/// Something in the mapping that does not fit the files.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct MappingProblem {
    /// Place in `mapping.file`.
    pub file: Option<usize>,
    pub column: Option<String>,
    pub field: Option<String>,
    pub code: &'static str,
    /// In the reader's language.
    pub detail: String,
}
