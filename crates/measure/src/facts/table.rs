//! A table of records that readers may hold while it grows.
//!
//! Records stand in chunks of [`CHUNK`]; a reader holds the chunks it saw, the keeper copies those it changes. So
//! there is no second place for what is new, and every scan is one loop.

use std::sync::Arc;

use trechter_domain::Instant;
use uuid::Uuid;

use super::chunk::{Chunk, Entry};

/// Records per chunk: small enough to rewrite one for a single event, large enough to scan quickly.
pub(super) const CHUNK: usize = 1024;

/// What was known at some time: events recorded up to a number, and imported history up to an instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Known {
    /// The last event that was known.
    pub seq: i64,
    /// When that was. Imported events count as known when they occurred (metrics.md, section 1).
    pub at: Instant,
}

/// The two axes of time: what had happened, and what was known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cut {
    /// Only what happened before this instant exists.
    pub before: Instant,
    /// Only what was known; `None`: all that we know.
    pub known: Option<Known>,
}

impl Cut {
    /// Everything that happened before an instant, as far as we know now.
    pub fn before(before: Instant) -> Self {
        Self { before, known: None }
    }

    /// Everything.
    pub fn everything() -> Self {
        Self::before(Instant(i64::MAX))
    }

    /// The same knowledge, at another instant.
    pub fn at(self, before: Instant) -> Self {
        Self { before, ..self }
    }

    pub(super) fn knows(&self, seq: u32, imported: bool, at: i64) -> bool {
        match self.known {
            None => true,
            Some(known) if imported => at <= known.at.0,
            Some(known) => i64::from(seq) <= known.seq,
        }
    }
}

/// Values by number that readers may hold while more are added.
#[derive(Debug, Clone)]
pub(super) struct Shelf<T> {
    full: Vec<Arc<Vec<T>>>,
    last: Arc<Vec<T>>,
}

impl<T> Default for Shelf<T> {
    fn default() -> Self {
        Self { full: Vec::new(), last: Arc::new(Vec::new()) }
    }
}

impl<T: Copy> Shelf<T> {
    const SIZE: usize = 4096;

    /// How many values there are.
    pub fn len(&self) -> usize {
        self.full.len() * Self::SIZE + self.last.len()
    }

    /// The value with a number from 0 up.
    pub fn get(&self, at: u32) -> T {
        let at = at as usize;
        match self.full.get(at / Self::SIZE) {
            Some(shelf) => shelf[at % Self::SIZE],
            None => self.last[at % Self::SIZE],
        }
    }

    /// Adds a value; gives its number.
    pub fn push(&mut self, value: T) -> u32 {
        let number = self.len();
        let last = Arc::make_mut(&mut self.last);
        last.push(value);
        if last.len() == Self::SIZE {
            self.full.push(std::mem::take(&mut self.last));
        }
        number as u32
    }
}

/// Records of one kind, in the order in which they became known.
#[derive(Debug, Clone, Default)]
pub struct Table {
    pub(super) chunks: Vec<Arc<Chunk>>,
    pub(super) len: u32,
}

impl Table {
    /// How many records were ever known, those that are gone included.
    pub fn len(&self) -> u32 {
        self.len
    }

    /// About how much memory it takes, in bytes.
    pub(super) fn bytes(&self) -> usize {
        self.chunks.iter().map(|chunk| chunk.bytes()).sum()
    }

    /// True when no record was ever known.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// A record as of a cut; `None` when it did not exist then. Records in the bin and those taken over by another one
    /// exist; see [`At::counts`].
    pub fn at(&self, place: u32, cut: Cut) -> Option<At<'_>> {
        let at = self.peek(place, cut);
        at.exists().then_some(at)
    }

    /// A record that others point at, also before it was created: companies and persons are often imported with
    /// deals that are older than they are. Then it is what it first was. `None` when it was never created, or taken
    /// back.
    pub fn linked(&self, place: u32, cut: Cut) -> Option<At<'_>> {
        let at = self.peek(place, cut);
        at.was_ever_created().then_some(at)
    }

    /// A record whether it existed then or not.
    pub(crate) fn peek(&self, place: u32, cut: Cut) -> At<'_> {
        let (chunk, local) = (place as usize / CHUNK, place as usize % CHUNK);
        At { chunk: &self.chunks[chunk], local, place, cut }
    }

    /// The records that count as of a cut: they existed, were not in the bin and not taken over by another one.
    pub fn iter(&self, cut: Cut) -> impl Iterator<Item = At<'_>> {
        self.all(cut).filter(At::counts)
    }

    /// The records that existed as of a cut, also those in the bin or taken over.
    pub fn all(&self, cut: Cut) -> impl Iterator<Item = At<'_>> {
        self.chunks.iter().enumerate().flat_map(move |(number, chunk)| {
            (0..chunk.len()).filter_map(move |local| {
                let at = At { chunk, local, place: (number * CHUNK + local) as u32, cut };
                at.exists().then_some(at)
            })
        })
    }

    /// The records that existed as of a cut and to which anything may have happened in `from..until`: all of those, and
    /// some others. Records in the bin or taken over are told too.
    pub fn within(&self, cut: Cut, from: Instant, until: Instant) -> impl Iterator<Item = At<'_>> {
        // What was taken back since is in no chunk's span of time.
        let all = cut.known.is_some();
        let chunks = self.chunks.iter().enumerate();
        let chunks = chunks.filter(move |(_, chunk)| all || chunk.may_have(from.0, until.0));
        chunks.flat_map(move |(number, chunk)| {
            (0..chunk.len()).filter_map(move |local| {
                if !all && !chunk.has_news(local, from.0) {
                    return None;
                }
                let at = At { chunk, local, place: (number * CHUNK + local) as u32, cut };
                at.exists().then_some(at)
            })
        })
    }

    /// The records that count as of a cut and have a code in a column then.
    pub fn standing(&self, cut: Cut, field: u16, code: u32) -> impl Iterator<Item = At<'_>> {
        let chunks = self.chunks.iter().enumerate();
        let chunks = chunks
            .filter(move |(_, chunk)| cut.known.is_some() || !chunk.never_has(field, code, cut.before.0));
        chunks.flat_map(move |(number, chunk)| {
            (0..chunk.len()).filter_map(move |local| {
                let at = At { chunk, local, place: (number * CHUNK + local) as u32, cut };
                (at.exists() && at.code(field) == code && at.counts()).then_some(at)
            })
        })
    }

    /// The id of a record.
    pub fn id(&self, place: u32) -> Uuid {
        self.chunks[place as usize / CHUNK].ids[place as usize % CHUNK]
    }

    /// When a record was created, whatever the cut.
    pub fn created(&self, place: u32) -> Instant {
        Instant(self.chunks[place as usize / CHUNK].created[place as usize % CHUNK])
    }
}

/// A change of a column, or a mark: when, and what it is from then on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Change {
    /// When it happened.
    pub at: Instant,
    /// The column or mark ([`fields`](super::fields)).
    pub field: u16,
    /// The value from then on.
    pub code: u32,
}

/// A record as of a cut.
#[derive(Debug, Clone, Copy)]
pub struct At<'a> {
    chunk: &'a Chunk,
    local: usize,
    /// Its place in the table.
    pub place: u32,
    cut: Cut,
}

impl<'a> At<'a> {
    /// Its id.
    pub fn id(&self) -> Uuid {
        self.chunk.ids[self.local]
    }

    /// When it was created.
    pub fn created(&self) -> Instant {
        Instant(self.chunk.created[self.local])
    }

    /// Imported without a creation date: it exists from its import on.
    pub fn undated(&self) -> bool {
        self.chunk.is_undated(self.local)
    }

    /// May anything have happened to it at or after an instant?
    pub fn has_news(&self, from: Instant) -> bool {
        self.cut.known.is_some() || self.chunk.has_news(self.local, from.0)
    }

    /// Was anything of it ever taken back?
    pub(super) fn has_undone(&self) -> bool {
        self.chunk.has_undone(self.local)
    }

    /// Did it come with an import?
    pub fn imported(&self) -> bool {
        self.chunk.is_imported(self.local)
    }

    /// The cut it is seen through.
    pub fn cut(&self) -> Cut {
        self.cut
    }

    fn exists(&self) -> bool {
        self.chunk.created[self.local] < self.cut.before.0 && self.chunk.is_known(self.local, &self.cut)
    }

    fn was_ever_created(&self) -> bool {
        self.chunk.created[self.local] != i64::MAX && self.chunk.is_known(self.local, &self.cut)
    }

    /// Neither in the bin nor taken over by another record.
    pub fn counts(&self) -> bool {
        use super::fields::record::{MERGED_INTO, REMOVED};
        self.code(REMOVED) == 0 && self.code(MERGED_INTO) == 0
    }

    /// Does nothing lie beyond the cut, so that the columns hold its state?
    fn is_current(&self) -> bool {
        self.cut.known.is_none() && self.chunk.last_change(self.local) < self.cut.before.0
    }

    /// The code in a column, as of the cut.
    pub fn code(&self, field: u16) -> u32 {
        if self.is_current() {
            return self.chunk.code(self.local, field);
        }
        self.code_before(field, self.cut.before)
    }

    /// The code in a column just before an instant (and before the cut).
    pub fn code_before(&self, field: u16, before: Instant) -> u32 {
        let before = before.min(self.cut.before).0;
        let mut found: Option<Entry> = None;
        for entry in self.known_entries().filter(|entry| entry.field() == field && entry.at < before) {
            if found.is_none_or(|found| (found.at, found.seq) <= (entry.at, entry.seq)) {
                found = Some(entry);
            }
        }
        match found {
            Some(entry) => entry.code,
            None => self.chunk.first_code(self.local, field),
        }
    }

    /// The code in a column from an instant on: changes at that very instant included.
    pub fn code_at(&self, field: u16, at: Instant) -> u32 {
        self.code_before(field, Instant(at.0.saturating_add(1)))
    }

    /// The code at its creation.
    pub fn first_code(&self, field: u16) -> u32 {
        self.chunk.first_code(self.local, field)
    }

    /// What changed before the cut, in the order of (time, event): columns and marks. What it was created with is not
    /// a change; see [`At::first_code`].
    pub fn changes(&self) -> Changes<'a> {
        if self.cut.known.is_some() && self.chunk.has_undone(self.local) {
            let mut all: Vec<Entry> = self
                .known_entries()
                .filter(|entry| entry.at != i64::MIN && entry.at < self.cut.before.0)
                .collect();
            all.sort_by_key(|entry| (entry.at, entry.seq));
            return Changes::Sorted(all.into_iter());
        }
        Changes::Plain { at: *self, next: self.chunk.span(self.local).start }
    }

    /// The changes of one column before the cut.
    pub fn changes_of(&self, field: u16) -> impl Iterator<Item = Change> + use<'a> {
        self.changes().filter(move |change| change.field == field)
    }

    fn known_entries(&self) -> impl Iterator<Item = Entry> + use<'a> {
        let (chunk, local, cut) = (self.chunk, self.local, self.cut);
        let there =
            move |entry: &Entry| cut.known.is_none_or(|known| !chunk.was_away(local, entry, known.seq));
        let gone = cut.known.is_some().then(|| chunk.gone(local)).into_iter().flatten();
        chunk
            .entries(local)
            .chain(gone)
            .filter(there)
            .filter(move |entry| entry.at == i64::MIN || cut.knows(entry.seq, entry.imported(), entry.at))
    }
}

/// Iterates the changes of a record.
#[derive(Debug)]
pub enum Changes<'a> {
    /// As they stand in the chunk.
    #[doc(hidden)]
    Plain {
        /// The record.
        at: At<'a>,
        /// The next entry.
        next: usize,
    },
    /// With some that were taken back since.
    #[doc(hidden)]
    Sorted(std::vec::IntoIter<Entry>),
}

impl Iterator for Changes<'_> {
    type Item = Change;

    fn next(&mut self) -> Option<Change> {
        match self {
            Changes::Plain { at, next } => loop {
                if *next >= at.chunk.span(at.local).end {
                    return None;
                }
                let entry = at.chunk.entry(*next);
                *next += 1;
                if entry.at == i64::MIN || !at.cut.knows(entry.seq, entry.imported(), entry.at) {
                    continue;
                }
                if entry.at >= at.cut.before.0 {
                    return None;
                }
                return Some(entry.change());
            },
            Changes::Sorted(entries) => entries.next().map(|entry| entry.change()),
        }
    }
}
