//! Some hundred records as columns, with the history of each.

mod disk;

use std::collections::BTreeMap;
use std::ops::Range;

use trechter_domain::Instant;
use uuid::Uuid;

use super::fields::CUSTOM;
use super::table::{Change, Cut};

/// Set in the field of an entry that came with an import.
const IMPORTED: u16 = 0x8000;

/// One line in a record's history: from `at` on, `field` is `code`. With `at` = `i64::MIN` it says what a column that
/// changed later was created with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[doc(hidden)]
pub struct Entry {
    pub at: i64,
    pub seq: u32,
    field: u16,
    pub code: u32,
}

impl Entry {
    pub fn new(at: i64, seq: u32, field: u16, imported: bool, code: u32) -> Self {
        Self { at, seq, field: if imported { field | IMPORTED } else { field }, code }
    }

    pub fn field(&self) -> u16 {
        self.field & !IMPORTED
    }

    pub fn imported(&self) -> bool {
        self.field & IMPORTED != 0
    }

    pub fn change(&self) -> Change {
        Change { at: Instant(self.at), field: self.field(), code: self.code }
    }
}

/// How a record came to be known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Birth {
    pub at: i64,
    pub seq: u32,
    pub imported: bool,
    pub undated: bool,
    /// Changes may lie before it: what was done before somebody planned it (activities).
    pub early: bool,
}

/// What is to happen to a record of a chunk.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Edit {
    /// It was created, with these codes by column.
    Birth(Birth, Vec<(u16, u32)>),
    /// A column or mark gets a value at a time.
    Enter(Entry),
    /// Earlier events never happened.
    Retract(Undo),
    /// The record itself never was; known since event `by`.
    Vanish { by: u32 },
    /// Its plain marks of an activity are to be looked up from now on.
    Doubt { activity: u32 },
}

/// A retraction: what it takes back never happened, as far as the retraction itself was not taken back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Undo {
    /// The event that did it.
    pub by: u32,
    /// It counts whatever was known: the events of an import are known when they occurred, and so is its undoing.
    pub always: bool,
    /// What it takes back.
    pub seqs: Vec<u32>,
}

/// Is an event taken back, as far as was known at a number? Retractions may be taken back themselves, and so on.
fn is_away(undos: &[Undo], seq: u32, known: i64) -> bool {
    // What takes back has a higher number than what it takes back, so this ends.
    let hits = |undo: &&Undo| undo.by > seq && undo.seqs.contains(&seq);
    let told = |undo: &&Undo| undo.always || i64::from(undo.by) <= known;
    undos.iter().filter(hits).filter(told).any(|undo| !is_away(undos, undo.by, known))
}

const FLAG_IMPORTED: u8 = 1;
const FLAG_UNDATED: u8 = 2;
const FLAG_EARLY: u8 = 4;

#[derive(Debug, Clone, Default)]
pub(super) struct Chunk {
    pub ids: Vec<Uuid>,
    pub created: Vec<i64>,
    seq: Vec<u32>,
    flags: Vec<u8>,
    /// How many columns come before the workspace's own.
    fixed: u16,
    /// The earliest and the latest moment at which anything happened to its records.
    earliest: i64,
    latest: i64,
    /// Has any of its records taken over another one?
    merges: bool,
    /// Now, by column; a column that is not there holds nothing.
    columns: Vec<Vec<u32>>,
    /// Where each record's history begins in the arrays below, and where the last one ends.
    starts: Vec<u32>,
    at: Vec<i64>,
    seqs: Vec<u32>,
    fields: Vec<u16>,
    codes: Vec<u32>,
    /// Entries that are taken back now.
    gone: BTreeMap<u16, Vec<Entry>>,
    /// What took them back, and what took that back.
    undos: BTreeMap<u16, Vec<Undo>>,
    /// Records that were taken back, with the event that did.
    vanished: BTreeMap<u16, u32>,
}

impl Chunk {
    pub fn new(fixed: u16) -> Self {
        Self { fixed, starts: vec![0], earliest: i64::MAX, latest: i64::MIN, ..Self::default() }
    }

    pub fn len(&self) -> usize {
        self.ids.len()
    }

    /// About how much memory it takes, in bytes.
    pub fn bytes(&self) -> usize {
        let record = size_of::<Uuid>() + size_of::<i64>() + size_of::<u32>() * 2 + size_of::<u8>();
        let entry = size_of::<i64>() + size_of::<u32>() * 2 + size_of::<u16>();
        let columns: usize = self.columns.iter().map(|column| column.capacity() * size_of::<u32>()).sum();
        self.ids.capacity() * record + self.at.capacity() * entry + columns
    }

    fn column(&self, field: u16) -> usize {
        usize::from(if field >= CUSTOM { field - CUSTOM + self.fixed } else { field })
    }

    /// The present code.
    pub fn code(&self, local: usize, field: u16) -> u32 {
        self.columns.get(self.column(field)).and_then(|column| column.get(local)).copied().unwrap_or(0)
    }

    /// The code at creation.
    pub fn first_code(&self, local: usize, field: u16) -> u32 {
        let first = self.entries(local).take_while(|entry| entry.at == i64::MIN).find(|e| e.field() == field);
        first.map_or_else(|| self.code(local, field), |entry| entry.code)
    }

    pub fn span(&self, local: usize) -> Range<usize> {
        self.starts[local] as usize..self.starts[local + 1] as usize
    }

    pub fn entry(&self, at: usize) -> Entry {
        Entry { at: self.at[at], seq: self.seqs[at], field: self.fields[at], code: self.codes[at] }
    }

    pub fn entries(&self, local: usize) -> impl Iterator<Item = Entry> + use<'_> {
        self.span(local).map(|at| self.entry(at))
    }

    /// When a record last changed; the start of time when it never did.
    pub fn last_change(&self, local: usize) -> i64 {
        let span = self.span(local);
        if span.is_empty() { i64::MIN } else { self.at[span.end - 1] }
    }

    /// May anything have happened to one of its records in `from..until`? What a record took over is not looked at, so
    /// a chunk with mergers always says yes.
    pub fn may_have(&self, from: i64, until: i64) -> bool {
        self.merges || (self.latest >= from && self.earliest < until)
    }

    /// May anything have happened to a record at or after an instant?
    pub fn has_news(&self, local: usize, from: i64) -> bool {
        self.merges || self.created[local] >= from || self.last_change(local) >= from
    }

    /// Did everything in it happen before an instant, and has none of its records that code now?
    pub fn never_has(&self, field: u16, code: u32, before: i64) -> bool {
        let column = self.columns.get(self.column(field));
        self.latest < before && column.is_none_or(|column| !column.contains(&code))
    }

    pub fn is_undated(&self, local: usize) -> bool {
        self.flags[local] & FLAG_UNDATED != 0
    }

    pub fn is_imported(&self, local: usize) -> bool {
        self.flags[local] & FLAG_IMPORTED != 0
    }

    pub fn is_known(&self, local: usize, cut: &Cut) -> bool {
        let imported = self.flags[local] & FLAG_IMPORTED != 0;
        if !cut.knows(self.seq[local], imported, self.created[local]) {
            return false;
        }
        if self.vanished.is_empty() {
            return true;
        }
        match (self.vanished.get(&(local as u16)), cut.known) {
            (None, _) => true,
            (Some(_), None) => false,
            (Some(by), Some(known)) => known.seq < i64::from(*by),
        }
    }

    /// Was anything of a record ever taken back?
    pub fn has_undone(&self, local: usize) -> bool {
        self.undos.contains_key(&(local as u16))
    }

    /// Was an entry taken back, as far as was known at that number?
    pub fn was_away(&self, local: usize, entry: &Entry, seq: i64) -> bool {
        let undos = self.undos.get(&(local as u16));
        entry.at != i64::MIN && undos.is_some_and(|undos| is_away(undos, entry.seq, seq))
    }

    /// Entries that are taken back now.
    pub fn gone(&self, local: usize) -> impl Iterator<Item = Entry> + use<'_> {
        self.gone.get(&(local as u16)).into_iter().flatten().copied()
    }

    /// Keeps a place for a record whose creation is not known yet: it exists at no time.
    pub fn reserve(&mut self, id: Uuid) {
        self.ids.push(id);
        self.created.push(i64::MAX);
        self.seq.push(u32::MAX);
        self.flags.push(0);
        self.starts.push(self.at.len() as u32);
    }

    /// What a record was created with goes into its columns, or under what changed since. What was told about the time
    /// before its creation is no part of it.
    fn bear(&mut self, local: u16, entries: &mut Vec<Entry>, birth: Birth, codes: &[(u16, u32)]) {
        let place = usize::from(local);
        self.created[place] = birth.at;
        self.seq[place] = birth.seq;
        let flag = |is: bool, flag: u8| if is { flag } else { 0 };
        self.flags[place] = flag(birth.imported, FLAG_IMPORTED)
            | flag(birth.undated, FLAG_UNDATED)
            | flag(birth.early, FLAG_EARLY);
        entries.retain(|entry| !self.is_too_early(place, entry));
        for (field, code) in codes {
            match entries.iter_mut().find(|entry| entry.at == i64::MIN && entry.field() == *field) {
                Some(first) => {
                    first.code = *code;
                    self.refold(local, entries, *field);
                }
                None => self.set(place, *field, *code),
            }
        }
    }

    /// A change that somebody told of, of the time before the record came to exist. Imports may have closings before
    /// the creation; those are kept and listed as dates that cannot be.
    fn is_too_early(&self, local: usize, entry: &Entry) -> bool {
        let is_column = entry.field() < super::fields::mark::ABSORBED;
        let born = self.created[local] != i64::MAX && self.flags[local] & FLAG_EARLY == 0;
        is_column && born && !entry.imported() && entry.at != i64::MIN && entry.at < self.created[local]
    }

    fn set(&mut self, local: usize, field: u16, code: u32) {
        let column = self.column(field);
        // A column that is not there holds nothing.
        if code == 0 && self.columns.get(column).is_none_or(|column| column.len() <= local) {
            return;
        }
        if self.columns.len() <= column {
            self.columns.resize(column + 1, Vec::new());
        }
        let column = &mut self.columns[column];
        if column.len() <= local {
            column.resize(local + 1, 0);
        }
        column[local] = code;
    }

    /// Takes edits in, in the order of the log. `edits` are by record, in rising order of records.
    pub fn edit(&mut self, edits: BTreeMap<u16, Vec<Edit>>) {
        let mut old = std::mem::take(self);
        let mut new = Self { starts: Vec::with_capacity(old.starts.len()), ..Self::default() };
        let more: usize = edits.values().map(Vec::len).sum();
        new.at.reserve(old.at.len() + more);
        new.seqs.reserve(old.at.len() + more);
        new.fields.reserve(old.at.len() + more);
        new.codes.reserve(old.at.len() + more);
        let mut copied = 0;
        for (local, edits) in edits {
            let span = old.span(local.into());
            new.copy(&old, copied, usize::from(local));
            copied = usize::from(local) + 1;
            let mut entries: Vec<Entry> = span.map(|at| old.entry(at)).collect();
            for edit in edits {
                old.edit_one(local, &mut entries, edit);
            }
            new.starts.push(new.at.len() as u32);
            for entry in entries {
                new.push(entry);
            }
        }
        new.copy(&old, copied, old.len());
        new.starts.push(new.at.len() as u32);
        // Births and doubts need no place of their own.
        new.at.shrink_to_fit();
        new.seqs.shrink_to_fit();
        new.fields.shrink_to_fit();
        new.codes.shrink_to_fit();
        (old.at, old.seqs, old.fields, old.codes) = (new.at, new.seqs, new.fields, new.codes);
        old.starts = new.starts;
        *self = old;
        self.span_time();
    }

    /// Notes in what time it all happened.
    fn span_time(&mut self) {
        let created = || self.created.iter().copied().filter(|at| *at != i64::MAX);
        let changed = || self.at.iter().copied().filter(|at| *at != i64::MIN);
        self.earliest = created().chain(changed()).min().unwrap_or(i64::MAX);
        self.latest = created().chain(changed()).max().unwrap_or(i64::MIN);
        let absorbed = |field: &u16| field & !IMPORTED == super::fields::mark::ABSORBED;
        self.merges = self.fields.iter().any(absorbed);
    }

    fn push(&mut self, entry: Entry) {
        self.at.push(entry.at);
        self.seqs.push(entry.seq);
        self.fields.push(entry.field);
        self.codes.push(entry.code);
    }

    /// Copies the histories of a range of records.
    fn copy(&mut self, old: &Chunk, from: usize, to: usize) {
        let (start, end) = (old.starts[from] as usize, old.starts[to] as usize);
        let shift = self.at.len() as u32;
        self.starts.extend(old.starts[from..to].iter().map(|at| at - start as u32 + shift));
        self.at.extend_from_slice(&old.at[start..end]);
        self.seqs.extend_from_slice(&old.seqs[start..end]);
        self.fields.extend_from_slice(&old.fields[start..end]);
        self.codes.extend_from_slice(&old.codes[start..end]);
    }

    fn edit_one(&mut self, local: u16, entries: &mut Vec<Entry>, edit: Edit) {
        match edit {
            Edit::Birth(birth, codes) => self.bear(local, entries, birth, &codes),
            Edit::Enter(entry) => self.enter(local, entries, entry),
            Edit::Retract(undo) => self.retract(local, entries, undo),
            Edit::Vanish { by } => {
                self.vanished.entry(local).or_insert(by);
            }
            Edit::Doubt { activity } => {
                let plain = |e: &&mut Entry| e.field() >= super::fields::mark::PLAIN && e.code == activity;
                for entry in entries.iter_mut().filter(plain) {
                    *entry = Entry::new(
                        entry.at,
                        entry.seq,
                        super::fields::mark::DONE,
                        entry.imported(),
                        entry.code,
                    );
                }
            }
        }
    }

    /// Earlier events never happened. When one of them was a retraction, what it took back holds again.
    fn retract(&mut self, local: u16, entries: &mut Vec<Entry>, undo: Undo) {
        use super::fields::mark;
        let mut undos = self.undos.remove(&local).unwrap_or_default();
        undos.push(undo);
        let away = |entry: &Entry| entry.at != i64::MIN && is_away(&undos, entry.seq, i64::MAX);
        let was_gone = self.gone.remove(&local).unwrap_or_default();
        let (still, back): (Vec<Entry>, Vec<Entry>) = was_gone.into_iter().partition(away);
        let (gone, kept): (Vec<Entry>, Vec<Entry>) = entries.iter().partition(|entry| away(entry));
        *entries = kept;
        for entry in &back {
            let place = entries.partition_point(|other| (other.at, other.seq) <= (entry.at, entry.seq));
            entries.insert(place, *entry);
        }
        for field in gone.iter().chain(&back).map(Entry::field).filter(|field| *field < mark::ABSORBED) {
            self.refold(local, entries, field);
        }
        let gone: Vec<Entry> = still.into_iter().chain(gone).collect();
        if !gone.is_empty() {
            self.gone.insert(local, gone);
        }
        self.undos.insert(local, undos);
    }

    /// An entry goes to its place in time; what the column was created with is written down once.
    fn enter(&mut self, local: u16, entries: &mut Vec<Entry>, entry: Entry) {
        let field = entry.field();
        if self.is_too_early(local.into(), &entry) {
            return;
        }
        let is_column = field < super::fields::mark::ABSORBED;
        if is_column && !entries.iter().any(|other| other.field() == field) {
            let first = self.code(local.into(), field);
            entries.insert(0, Entry::new(i64::MIN, 0, field, false, first));
        }
        // Its retraction can be told before it: one that was written while its import was still running.
        if self.was_away(local.into(), &entry, i64::MAX) {
            self.gone.entry(local).or_default().push(entry);
            return;
        }
        let place = entries.partition_point(|other| (other.at, other.seq) <= (entry.at, entry.seq));
        let again =
            |other: &Entry| other.at == entry.at && other.field() == field && other.code == entry.code;
        if !is_column && entries[..place].iter().any(again) {
            return;
        }
        entries.insert(place, entry);
        if is_column {
            self.refold(local, entries, field);
        }
    }

    /// The last entry of a column is its present value.
    fn refold(&mut self, local: u16, entries: &[Entry], field: u16) {
        if let Some(last) = entries.iter().rev().find(|entry| entry.field() == field) {
            self.set(local.into(), field, last.code);
        }
    }
}
