//! The plan of an import: which rows of which tables in which order, and what must be known before the
//! first row: ids, stage history, which deal came from which lead.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use sha2::{Digest, Sha256};
use trechter_domain::decide::Ctx;
use trechter_domain::{Instant, Refusal};

use super::cells::{Cells, Columns};
use super::entity::Entity;
use super::entries::{self, Entries};
use super::mapping::{FileMap, Mapping, Repeats};
use super::read::Sheet;
use super::value;

/// One table as one kind of record.
#[derive(Debug, Clone)]
pub struct Step {
    /// Place in `mapping.file`.
    pub file: usize,
    pub table: usize,
    pub entity: Entity,
    /// What becomes of each row.
    pub rows: Vec<RowId>,
    /// The rows in the order in which they are imported: parents before their children.
    pub order: Vec<usize>,
}

/// How a row is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RowId {
    /// By this id, or a hash of its content.
    Known(String),
    /// Left out by the mapping, or said before.
    Skip,
    /// Another row has the same id and says something else.
    Repeated(String),
}

/// A stage that a deal came into.
#[derive(Debug, Clone, PartialEq)]
pub struct Visit {
    pub id: String,
    pub stage: String,
    pub at: Instant,
    pub line: u64,
}

/// Everything that stays the same from the first chunk to the last.
pub struct Plan {
    pub mapping: Mapping,
    pub sheets: Vec<Sheet>,
    pub entries: Entries,
    pub steps: Vec<Step>,
    pub zone: jiff::tz::TimeZone,
    pub currency: trechter_domain::Currency,
    /// Stage history by deal, oldest first.
    pub visits: HashMap<String, Vec<Visit>>,
    /// Rows of stage history: how many, and those that cannot be used (table, row, why).
    pub history: (u64, Vec<(usize, usize, &'static str)>),
    /// The lead that became a deal, by the deal's id.
    pub lead_of: HashMap<String, String>,
    /// Leads that some deal of the files came from.
    pub claimed: HashSet<String>,
}

impl Plan {
    /// Makes the plan.
    ///
    /// # Errors
    /// A list entry that the rules refuse.
    pub fn new(ctx: &Ctx<'_>, mapping: Mapping, sheets: Vec<Sheet>) -> Result<Self, Refusal> {
        let workspace = &ctx.catalogue.workspace;
        let zone = workspace.zone();
        let currency = mapping.currency.unwrap_or(workspace.currency);
        let cells = Cells::new(&sheets, zone.clone(), currency);
        let entries = entries::plan(ctx, &mapping, &cells)?;
        let mut steps = Vec::new();
        let (mut visits, mut history) = (HashMap::new(), (0, Vec::new()));
        let (mut lead_of, mut claimed) = (HashMap::new(), HashSet::new());
        for (file, map, table) in cells.pairs(&mapping) {
            let columns = cells.columns(file, map, table);
            match map.entity {
                Entity::StageHistory => {
                    read_visits(&cells, &mapping, map, &columns, table, &mut visits, &mut history);
                }
                entity if entity.is_record() => {
                    let rows = row_ids(&cells, &mapping, map, &columns, table);
                    if entity == Entity::Lead || entity == Entity::Deal {
                        read_origins(
                            &cells,
                            &mapping,
                            &columns,
                            entity,
                            (table, &rows),
                            &mut lead_of,
                            &mut claimed,
                        );
                    }
                    let order = parents_first(&cells, &mapping, &columns, table, &rows);
                    steps.push(Step { file, table, entity, rows, order });
                }
                _ => {}
            }
        }
        steps.sort_by_key(|step| step.entity);
        claimed.extend(lead_of.values().cloned());
        for list in visits.values_mut() {
            list.sort_by_key(|visit: &Visit| visit.at);
        }
        Ok(Self { mapping, sheets, entries, steps, zone, currency, visits, history, lead_of, claimed })
    }

    pub fn cells(&self) -> Cells<'_> {
        Cells::new(&self.sheets, self.zone.clone(), self.currency)
    }

    pub fn file(&self, step: &Step) -> &FileMap {
        &self.mapping.files[step.file]
    }

    /// Rows of all steps.
    pub fn total(&self) -> u64 {
        self.steps.iter().map(|step| step.rows.len() as u64).sum()
    }

    /// The plan can be shared with the writer.
    pub fn shared(self) -> Arc<Self> {
        Arc::new(self)
    }
}

/// Ids of all rows: the mapping's id columns, or a hash of the cells that are mapped, numbered when the
/// same row stands in the file several times.
fn row_ids(
    cells: &Cells<'_>,
    mapping: &Mapping,
    file: &FileMap,
    columns: &Columns<'_>,
    table: usize,
) -> Vec<RowId> {
    let mut seen: HashMap<String, (u32, [u8; 32])> = HashMap::new();
    let sectioned = mapping.files.iter().filter(|other| other.name == file.name).count() > 1;
    (0..cells.rows(table))
        .map(|row| {
            if cells.skipped(columns, table, row) || (sectioned && is_blank(cells, columns, table, row)) {
                return RowId::Skip;
            }
            let content = content_hash(cells, columns, table, row);
            let id = cells.id_text(columns, table, row);
            let (id, by_content) = if id.is_empty() { (hex(&content[..12]), true) } else { (id, false) };
            match seen.get_mut(&id) {
                None => {
                    let known = if by_content { format!("row:{id}") } else { id.clone() };
                    seen.insert(id, (1, content));
                    RowId::Known(known)
                }
                Some((count, _)) if by_content && file.repeats == Repeats::Refuse => {
                    *count += 1;
                    RowId::Known(format!("row:{id}#{count}"))
                }
                Some((_, first)) if *first == content || file.repeats == Repeats::Same => RowId::Skip,
                Some(_) => RowId::Repeated(id),
            }
        })
        .collect()
}

/// Rows whose parent stands in the same file come after it; a ring of parents stays as it is.
fn parents_first(
    cells: &Cells<'_>,
    mapping: &Mapping,
    columns: &Columns<'_>,
    table: usize,
    rows: &[RowId],
) -> Vec<usize> {
    use trechter_domain::text::match_key;
    let rule = |field: &str| columns.rules.iter().find(|(_, rule)| rule.field == field).copied();
    let Some((index, parent)) = rule("parent") else { return (0..rows.len()).collect() };
    let text = |(index, rule): (usize, _), row: usize| cells.text(mapping, rule, table, row, index, None);
    let mut places: HashMap<String, usize> = HashMap::new();
    for (row, id) in rows.iter().enumerate() {
        if let RowId::Known(id) = id {
            places.entry(id.clone()).or_insert(row);
        }
        if let Some(name) = rule("name") {
            places.entry(match_key(text(name, row))).or_insert(row);
        }
    }
    let above: Vec<Option<usize>> = (0..rows.len())
        .map(|row| {
            let named = text((index, parent), row);
            if named.is_empty() {
                return None;
            }
            places.get(value::id(named)).or_else(|| places.get(&match_key(named))).copied()
        })
        .collect();
    let depth = |row: usize| {
        let (mut at, mut depth) = (row, 0);
        while let Some(next) = above[at].filter(|_| depth < 50) {
            (at, depth) = (next, depth + 1);
        }
        depth
    };
    let mut order: Vec<usize> = (0..rows.len()).collect();
    order.sort_by_cached_key(|row| depth(*row));
    order
}

/// A row of a file of several kinds that says nothing of this kind.
fn is_blank(cells: &Cells<'_>, columns: &Columns<'_>, table: usize, row: usize) -> bool {
    let row = &cells.sheet(table).rows[row];
    let own = columns
        .rules
        .iter()
        .filter(|(_, rule)| !["company", "contact", "deal", "lead"].contains(&rule.field.as_str()));
    own.map(|(index, _)| *index).chain(columns.id.iter().copied()).all(|index| row.cell(index).is_empty())
}

fn content_hash(cells: &Cells<'_>, columns: &Columns<'_>, table: usize, row: usize) -> [u8; 32] {
    let row = &cells.sheet(table).rows[row];
    let mut hash = Sha256::new();
    let mut last = None;
    for (index, _) in &columns.rules {
        if last != Some(*index) {
            hash.update(row.cell(*index).as_bytes());
            hash.update([0x1f]);
            last = Some(*index);
        }
    }
    hash.finalize().into()
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _always = write!(text, "{byte:02x}");
        text
    })
}

fn read_visits(
    cells: &Cells<'_>,
    mapping: &Mapping,
    file: &FileMap,
    columns: &Columns<'_>,
    table: usize,
    visits: &mut HashMap<String, Vec<Visit>>,
    history: &mut (u64, Vec<(usize, usize, &'static str)>),
) {
    let rule = |field: &str| columns.rules.iter().find(|(_, rule)| rule.field == field).copied();
    let (Some(deal), Some(stage), Some(at)) = (rule("deal"), rule("stage"), rule("at")) else { return };
    let ids = row_ids(cells, mapping, file, columns, table);
    for (row, id) in ids.into_iter().enumerate() {
        let line = cells.sheet(table).rows[row].line;
        let text = |(index, rule): (usize, _)| cells.text(mapping, rule, table, row, index, None);
        history.0 += 1;
        let id = match id {
            RowId::Known(id) => id,
            RowId::Skip => continue,
            RowId::Repeated(_) => {
                history.1.push((table, row, "import_repeated_id"));
                continue;
            }
        };
        let Some(moment) = cells.instant(Some(at.1), text(at)) else {
            history.1.push((table, row, "import_not_a_date"));
            continue;
        };
        let (deal, stage) = (value::id(text(deal)).to_owned(), text(stage).to_owned());
        if deal.is_empty() || stage.is_empty() {
            history.1.push((table, row, "import_no_deal"));
            continue;
        }
        visits.entry(deal).or_default().push(Visit { id, stage, at: moment, line });
    }
}

/// Which deals came from which leads, said in either file.
fn read_origins(
    cells: &Cells<'_>,
    mapping: &Mapping,
    columns: &Columns<'_>,
    entity: Entity,
    (table, rows): (usize, &[RowId]),
    lead_of: &mut HashMap<String, String>,
    claimed: &mut HashSet<String>,
) {
    let field = if entity == Entity::Lead { "deal" } else { "lead" };
    let Some((index, rule)) = columns.rules.iter().find(|(_, rule)| rule.field == field) else { return };
    for (row, id) in rows.iter().enumerate() {
        let RowId::Known(id) = id else { continue };
        let other = value::id(cells.text(mapping, rule, table, row, *index, None));
        if other.is_empty() {
            continue;
        }
        if entity == Entity::Lead {
            lead_of.insert(other.to_owned(), id.clone());
        } else {
            claimed.insert(other.to_owned());
        }
    }
}
