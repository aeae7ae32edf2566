//! A transaction of one workspace: load, decide, save. Saves are gathered and written together, so that
//! a thousand imported rows take a few statements and one click takes no more than it needs.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use serde_json::Value;
use trechter_domain::decide::Decided;
use trechter_domain::event::{EventKind, Kind, NewEvent};
use trechter_domain::fold;
use trechter_domain::{Catalogue, WorkspaceId, text};
use uuid::Uuid;

use crate::catalogue::Head;
use crate::engine::{Conn, Row, Val};
use crate::error::{Error, Result};
use crate::idempotency::KeptReply;
use crate::packed::pack;
use crate::table::{Stored, Table, sort_key};

/// What a closure of `store.read` and `store.write` works with.
pub struct Tx<'a> {
    pub(crate) conn: &'a mut Conn,
    pub(crate) workspace: WorkspaceId,
    pub(crate) catalogue: Arc<Catalogue>,
    /// Where the workspace stands for this transaction.
    pub(crate) head: Head,
    pub(crate) writes: bool,
    /// Words to find records by are written when the database is filled, all at once.
    pub(crate) filling: bool,
    pub(crate) events: Vec<NewEvent>,
    /// Events of commands before this one that share its commit and have no number yet.
    pub(crate) waiting: &'a [NewEvent],
    pub(crate) catalogue_changed: bool,
    /// Replies to keep, once the number of the last event is known.
    pub(crate) kept: Vec<KeptReply>,
    rows: HashMap<(Kind, Uuid), PendingRow>,
    order: Vec<(Kind, Uuid)>,
    touched: Touched,
}

/// A record that is to be written.
struct PendingRow {
    /// `None`: the row is to go.
    doc: Option<String>,
    values: Vec<Val>,
    title: String,
    owner: Option<Uuid>,
    gone: bool,
    fresh: bool,
    words: Option<BTreeSet<String>>,
    custom: Option<Vec<CustomValue>>,
}

/// One value of a custom field, tag or list of ids: field, number, text.
type CustomValue = (String, Option<f64>, Option<String>);

/// Deals and leads whose next activity or first answer must be looked up again.
#[derive(Default)]
struct Touched {
    deals: BTreeSet<Uuid>,
    leads: BTreeSet<Uuid>,
}

impl<'a> Tx<'a> {
    /// In a write, with the events of the commands before it in the same commit; else in a read.
    pub(crate) fn new(
        conn: &'a mut Conn,
        workspace: WorkspaceId,
        catalogue: Arc<Catalogue>,
        head: Head,
        waiting: Option<&'a [NewEvent]>,
    ) -> Self {
        Self {
            conn,
            workspace,
            catalogue,
            head,
            writes: waiting.is_some(),
            filling: false,
            events: Vec::new(),
            waiting: waiting.unwrap_or_default(),
            catalogue_changed: false,
            kept: Vec::new(),
            rows: HashMap::new(),
            order: Vec::new(),
            touched: Touched::default(),
        }
    }

    pub fn workspace(&self) -> WorkspaceId {
        self.workspace
    }

    /// The workspace's set-up as of this transaction.
    pub fn catalogue(&self) -> Arc<Catalogue> {
        Arc::clone(&self.catalogue)
    }

    /// The number of the last event that this transaction sees.
    pub fn seq(&self) -> i64 {
        self.head.seq
    }

    pub(crate) fn query(&mut self, sql: &str, values: &[Val]) -> Result<Vec<Row>> {
        self.flush()?;
        self.conn.query(sql, values)
    }

    pub(crate) fn execute(&mut self, sql: &str, values: &[Val]) -> Result<u64> {
        self.flush()?;
        self.conn.execute(sql, values)
    }

    pub(crate) fn ws(&self) -> Val {
        self.workspace.into()
    }

    /// A record by id, in the bin or not; in a write it is locked until the commit.
    ///
    /// # Errors
    /// The database's.
    pub fn load<R: Stored>(&mut self, id: impl Into<Uuid>) -> Result<Option<R>> {
        let id = id.into();
        if let Some(pending) = self.rows.get(&(R::KIND, id)) {
            return Ok(pending.doc.as_deref().map(serde_json::from_str).transpose()?);
        }
        let lock = if self.writes && self.conn.is_postgres() { " FOR UPDATE" } else { "" };
        let sql = format!("SELECT doc FROM {} WHERE workspace_id = $1 AND id = $2{lock}", R::TABLE.name);
        let rows = self.conn.query(&sql, &[self.ws(), id.into()])?;
        match rows.first() {
            Some(row) => Ok(Some(serde_json::from_str(&row.json(0)?)?)),
            None => Ok(None),
        }
    }

    /// Several records by id; those that are not there are left out.
    ///
    /// # Errors
    /// The database's.
    pub fn load_all<R: Stored>(&mut self, ids: &[Uuid]) -> Result<Vec<R>> {
        self.flush()?;
        let mut found = Vec::with_capacity(ids.len());
        let lock = if self.writes && self.conn.is_postgres() { " ORDER BY id FOR UPDATE" } else { "" };
        for chunk in chunks(ids) {
            let list = placeholders(2, chunk.len());
            let sql =
                format!("SELECT doc FROM {} WHERE workspace_id = $1 AND id IN ({list}){lock}", R::TABLE.name);
            let mut values = vec![self.ws()];
            values.extend(chunk.iter().map(|id| Val::Id(*id)));
            for row in self.conn.query(&sql, &values)? {
                found.push(serde_json::from_str(&row.json(0)?)?);
            }
        }
        Ok(found)
    }

    /// Keeps a decided record and its events. Nothing happens when nothing differed.
    ///
    /// # Errors
    /// In a read.
    pub fn save<R: Stored>(&mut self, decided: &Decided<R>) -> Result<()> {
        if decided.events.is_empty() {
            return Ok(());
        }
        self.put(&decided.record, &decided.events)?;
        self.push(&decided.events)
    }

    /// Makes a record disappear whose creation was undone.
    ///
    /// # Errors
    /// In a read.
    pub fn erase_row<R: Stored>(&mut self, record: &R, events: &[NewEvent]) -> Result<()> {
        let row = PendingRow {
            doc: None,
            values: Vec::new(),
            title: String::new(),
            owner: None,
            gone: true,
            fresh: false,
            words: Some(BTreeSet::new()),
            custom: Some(Vec::new()),
        };
        self.touch_links(record, events);
        self.enter((R::KIND, record.id()), row);
        self.push(events)
    }

    /// Adds events to the log without a record of their own (batches, files).
    ///
    /// # Errors
    /// In a read.
    pub fn push(&mut self, events: &[NewEvent]) -> Result<()> {
        if !self.writes {
            return Err(Error::Internal("a read cannot write events".into()));
        }
        self.events.extend_from_slice(events);
        Ok(())
    }

    fn put<R: Stored>(&mut self, record: &R, events: &[NewEvent]) -> Result<()> {
        let created = events.iter().any(|event| event.kind == EventKind::Created);
        self.put_row(record, events, created)
    }

    /// Gathers a row; one that is `fresh` is written with all that hangs on it.
    pub(crate) fn put_row<R: Stored>(&mut self, record: &R, events: &[NewEvent], fresh: bool) -> Result<()> {
        let renamed =
            fresh || events.iter().any(|event| event.personal.is_some() || event.kind == EventKind::Erased);
        let custom = fresh || events.iter().any(touches_custom);
        let doc = fold::document(record);
        let values = R::TABLE.written().map(|column| column.value(record, &doc)).collect();
        let row = PendingRow {
            values,
            title: record.label().chars().take(300).collect(),
            owner: record.owner().map(Uuid::from),
            gone: record.removed() || record.merged_into().is_some(),
            fresh,
            words: renamed.then(|| search_words(record)),
            custom: custom.then(|| custom_values(record, &self.catalogue)),
            doc: Some(serde_json::to_string(&strip(doc))?),
        };
        self.touch_links(record, events);
        self.enter((R::KIND, record.id()), row);
        Ok(())
    }

    fn enter(&mut self, key: (Kind, Uuid), mut row: PendingRow) {
        match self.rows.remove(&key) {
            Some(earlier) => {
                row.fresh |= earlier.fresh;
                row.words = row.words.or(earlier.words);
                row.custom = row.custom.or(earlier.custom);
            }
            None => self.order.push(key),
        }
        self.rows.insert(key, row);
    }

    /// An activity that changed may change what is next for its deal and lead.
    fn touch_links<R: Stored>(&mut self, record: &R, events: &[NewEvent]) {
        if R::KIND != Kind::Activity {
            return;
        }
        for (_, link) in record.links() {
            match link.kind {
                Kind::Deal => self.touched.deals.insert(link.id),
                Kind::Lead => self.touched.leads.insert(link.id),
                _ => false,
            };
        }
        let was = |event: &NewEvent, field: &str| event.data.was.get(field)?.as_str()?.parse::<Uuid>().ok();
        for event in events {
            self.touched.deals.extend(was(event, "deal"));
            self.touched.leads.extend(was(event, "lead"));
        }
    }

    /// Writes what was saved so far, so that queries see it.
    pub(crate) fn flush(&mut self) -> Result<()> {
        if self.order.is_empty() {
            return Ok(());
        }
        let order = std::mem::take(&mut self.order);
        let rows = std::mem::take(&mut self.rows);
        for table in crate::table::TABLES {
            let mine: Vec<(Uuid, &PendingRow)> =
                order.iter().filter(|(kind, _)| *kind == table.kind).map(|key| (key.1, &rows[key])).collect();
            if !mine.is_empty() {
                self.flush_table(table, &mine)?;
            }
        }
        let all: Vec<(Kind, Uuid, &PendingRow)> =
            order.iter().map(|key| (key.0, key.1, &rows[key])).collect();
        self.flush_words(&all)?;
        self.flush_subjects(&all)?;
        self.flush_custom(&all)?;
        let touched = std::mem::take(&mut self.touched);
        self.refresh_next("deals", "deal", &touched.deals)?;
        self.refresh_next("leads", "lead", &touched.leads)
    }

    fn flush_table(&mut self, table: &'static Table, rows: &[(Uuid, &PendingRow)]) -> Result<()> {
        let mut names = vec!["workspace_id", "id", "doc", "gone"];
        names.extend(table.written().map(|column| column.column));
        let ranked = table.kind == Kind::Deal;
        if ranked {
            names.push("board_rank");
        }
        let updates: Vec<&str> = names[2..].iter().copied().filter(|name| *name != "board_rank").collect();
        let mut values = Vec::new();
        for (id, row) in rows.iter().filter(|(_, row)| row.doc.is_some()) {
            let doc = pack(row.doc.as_deref().unwrap_or_default());
            let mut row_values = vec![self.ws(), (*id).into(), doc.into(), row.gone.into()];
            row_values.extend(row.values.iter().cloned());
            if ranked {
                row_values.push(Val::Text(first_rank(table, *id, row)));
            }
            values.push(row_values);
        }
        self.insert(table.name, &names, Conflict::Update(&updates), values)?;
        let erased: Vec<Uuid> = rows.iter().filter(|(_, row)| row.doc.is_none()).map(|(id, _)| *id).collect();
        self.delete(table.name, "id", &erased)
    }

    fn flush_subjects(&mut self, rows: &[(Kind, Uuid, &PendingRow)]) -> Result<()> {
        let erased: Vec<Uuid> =
            rows.iter().filter(|(_, _, row)| row.doc.is_none()).map(|(_, id, _)| *id).collect();
        self.delete("subjects", "id", &erased)?;
        let names = ["workspace_id", "id", "kind", "title", "owner", "gone", "words"];
        // Words that are not known now stay as they are.
        for (renamed, updates) in [(true, &names[3..]), (false, &names[3..6])] {
            let chosen =
                rows.iter().filter(|(_, _, row)| row.doc.is_some() && row.words.is_some() == renamed);
            let values = chosen.map(|(kind, id, row)| {
                vec![
                    self.ws(),
                    (*id).into(),
                    kind.as_str().into(),
                    row.title.as_str().into(),
                    row.owner.into(),
                    row.gone.into(),
                    row.words.iter().flatten().map(String::as_str).collect::<Vec<_>>().join(" ").into(),
                ]
            });
            let values = values.collect();
            self.insert("subjects", &names, Conflict::Update(updates), values)?;
        }
        Ok(())
    }

    /// The words of a record stand in `search_words`, to look it up by, and beside its title, to know which
    /// of them to take away again.
    fn flush_words(&mut self, rows: &[(Kind, Uuid, &PendingRow)]) -> Result<()> {
        if self.filling {
            return Ok(());
        }
        let renamed = rows.iter().filter_map(|(_, id, row)| Some((*id, row.fresh, row.words.as_ref()?)));
        let renamed: Vec<(Uuid, bool, &BTreeSet<String>)> = renamed.collect();
        let known: Vec<Uuid> = renamed.iter().filter(|(_, fresh, _)| !fresh).map(|(id, ..)| *id).collect();
        let before = self.words_of(&known)?;
        let (mut gone, mut new) = (Vec::new(), Vec::new());
        for (id, _, words) in renamed {
            let before: BTreeSet<&str> =
                before.get(&id).into_iter().flat_map(|words| words.split(' ')).collect();
            gone.extend(before.iter().filter(|word| !words.contains(**word)).map(|word| (*word, id)));
            let added = words.iter().filter(|word| !before.contains(word.as_str()));
            new.extend(added.map(|word| vec![self.ws(), word.as_str().into(), id.into()]));
        }
        for chunk in chunks(&gone) {
            let (mut values, mut pairs) = (vec![self.ws()], Vec::new());
            for (word, id) in chunk {
                pairs.push(format!("(word = ${} AND subject = ${})", values.len() + 1, values.len() + 2));
                values.extend([Val::from(*word), (*id).into()]);
            }
            let sql =
                format!("DELETE FROM search_words WHERE workspace_id = $1 AND ({})", pairs.join(" OR "));
            self.conn.execute(&sql, &values)?;
        }
        self.insert("search_words", &["workspace_id", "word", "subject"], Conflict::Ignore, new)
    }

    /// The words that records are found by as yet.
    fn words_of(&mut self, ids: &[Uuid]) -> Result<HashMap<Uuid, String>> {
        let mut found = HashMap::new();
        for chunk in chunks(ids) {
            let list = placeholders(2, chunk.len());
            let sql = format!("SELECT id, words FROM subjects WHERE workspace_id = $1 AND id IN ({list})");
            let mut values = vec![self.ws()];
            values.extend(chunk.iter().map(|id| Val::Id(*id)));
            for row in self.conn.query(&sql, &values)? {
                found.insert(row.id(0)?, row.text(1)?.to_owned());
            }
        }
        Ok(found)
    }

    fn flush_custom(&mut self, rows: &[(Kind, Uuid, &PendingRow)]) -> Result<()> {
        let changed = rows.iter().filter(|(_, _, row)| row.custom.is_some());
        let stale: Vec<Uuid> =
            changed.clone().filter(|(_, _, row)| !row.fresh).map(|(_, id, _)| *id).collect();
        self.delete("custom_values", "subject", &stale)?;
        let mut values = Vec::new();
        for (kind, id, row) in changed {
            for (field, num, key) in row.custom.iter().flatten() {
                let number = (*num).map_or(Val::Null, Val::Real);
                let field = field.as_str().into();
                values.push(vec![
                    self.ws(),
                    kind.as_str().into(),
                    field,
                    (*id).into(),
                    number,
                    key.clone().into(),
                ]);
            }
        }
        let names = ["workspace_id", "kind", "field", "subject", "num", "text_key"];
        self.insert("custom_values", &names, Conflict::Fail, values)
    }

    fn refresh_next(&mut self, table: &str, link: &str, ids: &BTreeSet<Uuid>) -> Result<()> {
        let ids: Vec<Uuid> = ids.iter().copied().collect();
        let planned = format!(
            "next_activity_at = (SELECT MIN(a.due_at) FROM activities a WHERE a.workspace_id = {table}.workspace_id \
             AND a.{link} = {table}.id AND a.status = 'planned' AND a.gone = 0)"
        );
        let answered = if link == "lead" {
            ", answered_at = (SELECT MIN(a.done_at) FROM activities a WHERE a.workspace_id = leads.workspace_id \
             AND a.lead = leads.id AND a.answer = 1 AND a.gone = 0 AND a.done_at >= leads.created_at)"
        } else {
            ""
        };
        for chunk in chunks(&ids) {
            let list = placeholders(2, chunk.len());
            let sql =
                format!("UPDATE {table} SET {planned}{answered} WHERE workspace_id = $1 AND id IN ({list})");
            let mut values = vec![self.ws()];
            values.extend(chunk.iter().map(|id| Val::Id(*id)));
            self.conn.execute(&sql, &values)?;
        }
        Ok(())
    }

    /// Inserts rows, many per statement.
    pub(crate) fn insert(
        &mut self,
        table: &str,
        columns: &[&str],
        conflict: Conflict<'_>,
        rows: Vec<Vec<Val>>,
    ) -> Result<()> {
        insert(self.conn, table, columns, conflict, rows)
    }

    fn delete(&mut self, table: &str, column: &str, ids: &[Uuid]) -> Result<()> {
        for chunk in chunks(ids) {
            let list = placeholders(2, chunk.len());
            let sql = format!("DELETE FROM {table} WHERE workspace_id = $1 AND {column} IN ({list})");
            let mut values = vec![self.ws()];
            values.extend(chunk.iter().map(|id| Val::Id(*id)));
            self.conn.execute(&sql, &values)?;
        }
        Ok(())
    }
}

/// What to do when a row is there already.
#[derive(Clone, Copy)]
pub(crate) enum Conflict<'a> {
    Fail,
    Ignore,
    /// Overwrite these columns of the row with the same (workspace_id, id).
    Update(&'a [&'a str]),
    /// Overwrite these columns (second) of the row with the same key (first).
    UpdateOn(&'a str, &'a [&'a str]),
}

/// Statement sizes: few different texts, so that prepared statements are used again.
const BATCHES: [usize; 4] = [64, 16, 4, 1];
/// SQLite keeps a journal of its own for every statement that writes several rows, and there is no way to
/// the database that could be saved.
const ONE_BY_ONE: [usize; 1] = [1];

pub(crate) fn insert(
    conn: &mut Conn,
    table: &str,
    columns: &[&str],
    conflict: Conflict<'_>,
    rows: Vec<Vec<Val>>,
) -> Result<()> {
    let mut rows = rows.into_iter();
    let mut left = rows.len();
    let ending = match conflict {
        Conflict::Fail => String::new(),
        Conflict::Ignore => " ON CONFLICT DO NOTHING".into(),
        Conflict::Update(names) => overwrite("workspace_id, id", names),
        Conflict::UpdateOn(key, names) => overwrite(key, names),
    };
    for size in if conn.is_postgres() { &BATCHES[..] } else { &ONE_BY_ONE } {
        let size = *size;
        if left < size {
            continue;
        }
        let tuples: Vec<String> =
            (0..size).map(|i| format!("({})", placeholders(i * columns.len() + 1, columns.len()))).collect();
        let sql =
            format!("INSERT INTO {table} ({}) VALUES {}{ending}", columns.join(", "), tuples.join(", "));
        let times = left / size;
        left -= times * size;
        if size == 1 {
            conn.execute_each(&sql, rows.by_ref().take(times))?;
            continue;
        }
        for _ in 0..times {
            let values: Vec<Val> = rows.by_ref().take(size).flatten().collect();
            conn.execute(&sql, &values)?;
        }
    }
    Ok(())
}

fn overwrite(key: &str, names: &[&str]) -> String {
    let sets: Vec<String> = names.iter().map(|name| format!("{name} = excluded.{name}")).collect();
    format!(" ON CONFLICT ({key}) DO UPDATE SET {}", sets.join(", "))
}

/// `$3, $4, $5`: `count` placeholders from `first` on.
pub(crate) fn placeholders(first: usize, count: usize) -> String {
    let mut names = String::with_capacity(count * 6);
    for number in first..first + count {
        if number > first {
            names.push_str(", ");
        }
        names.push('$');
        names.push_str(&number.to_string());
    }
    names
}

/// Ids or keys in groups of few different sizes.
pub(crate) fn chunks<T>(all: &[T]) -> impl Iterator<Item = &[T]> {
    let mut rest = all;
    std::iter::from_fn(move || {
        let size = *BATCHES.iter().find(|size| **size <= rest.len())?;
        let (chunk, left) = rest.split_at(size);
        rest = left;
        Some(chunk)
    })
}

/// A document without what is empty: reading fills it in again.
pub(crate) fn strip(mut doc: serde_json::Map<String, Value>) -> serde_json::Map<String, Value> {
    doc.retain(|_, value| match value {
        Value::Null => false,
        Value::Array(items) => !items.is_empty(),
        Value::Object(entries) => !entries.is_empty(),
        _ => true,
    });
    doc
}

/// New deals come on top of their column. A part of the id keeps those of one instant (an import) apart,
/// so that a card can be dropped between them.
fn first_rank(table: &Table, id: Uuid, row: &PendingRow) -> String {
    let created = table.written().position(|column| column.column == "created_at");
    let Some(Val::Int(at)) = created.and_then(|i| row.values.get(i)) else { return String::new() };
    let mut rank = trechter_domain::board::rank_on_top(trechter_domain::Instant(*at));
    let mut left = id.as_u128();
    for _ in 0..4 {
        rank.push(char::from(b"0123456789abcdefghijklmnopqrstuvwxyz"[(left % 36) as usize]));
        left /= 36;
    }
    // A rank does not end with the smallest digit: nothing would fit before it.
    rank.push('i');
    rank
}

fn touches_custom(event: &NewEvent) -> bool {
    let personal = event.personal.iter().flat_map(|personal| personal.set.keys());
    event
        .data
        .set
        .keys()
        .chain(personal)
        .any(|field| field.starts_with("custom.") || field == "tags" || field == "products")
        || matches!(event.kind, EventKind::Merged | EventKind::Erased)
}

fn search_words<R: Stored>(record: &R) -> BTreeSet<String> {
    let mut words: BTreeSet<String> = record.search_texts().into_iter().flat_map(text::words).collect();
    for phone in record.phones() {
        let digits = text::phone_digits(phone);
        if digits.len() >= 4 {
            words.insert(format!("#{}", digits.chars().rev().collect::<String>()));
        }
    }
    words
}

fn custom_values<R: Stored>(record: &R, catalogue: &Catalogue) -> Vec<CustomValue> {
    use trechter_domain::catalogue::FieldKind;
    let mut values: Vec<CustomValue> =
        record.tags().iter().map(|tag| ("tags".to_owned(), None, Some(tag.to_string()))).collect();
    for (slug, value) in record.custom() {
        let Some(field) = catalogue.field(R::KIND, slug) else { continue };
        let name = format!("custom.{slug}");
        match (field.kind, value) {
            (FieldKind::Number, value) => values.push((name, value.as_f64(), None)),
            (FieldKind::Money, value) => {
                values.push((name, value["amount"].as_f64(), value["currency"].as_str().map(str::to_owned)))
            }
            (FieldKind::MultiChoice, Value::Array(keys)) => {
                values.extend(keys.iter().map(|key| (name.clone(), None, key.as_str().map(str::to_owned))));
            }
            (FieldKind::YesNo, value) => values.push((name, None, Some(value.to_string()))),
            (FieldKind::Text | FieldKind::Link, Value::String(text)) => {
                values.push((name, None, Some(sort_key(text))))
            }
            (_, Value::String(text)) => values.push((name, None, Some(text.clone()))),
            _ => {}
        }
    }
    values
}
