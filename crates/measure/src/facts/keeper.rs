//! Keeps the facts of a workspace current: takes events in, in the order of their numbers.

use std::collections::{BTreeMap, HashMap};
use std::hash::BuildHasher;
use std::io::{self, Read, Write};
use std::sync::Arc;

use hashbrown::{DefaultHashBuilder, HashTable};
use trechter_domain::event::{Event, EventKind, Kind};
use trechter_domain::{BatchId, Currency, Instant};
use uuid::Uuid;

use super::chunk::{Chunk, Edit};
use super::disk::{self, Page, Pages, Unusable};
use super::table::{CHUNK, Cut, Table};
use super::{Amount, Facts, SetUp, Words, fields};

/// Where the records of one table stand, by id.
#[derive(Debug, Default)]
struct Index {
    places: HashTable<u32>,
    hasher: DefaultHashBuilder,
}

impl Index {
    /// Of all records of a table.
    fn of(table: &Table) -> Self {
        let mut index = Self { places: HashTable::with_capacity(table.len as usize), ..Self::default() };
        for place in 0..table.len {
            let hash = index.hasher.hash_one(table.id(place));
            let hasher = &index.hasher;
            index.places.insert_unique(hash, place, |place| hasher.hash_one(table.id(*place)));
        }
        index
    }
}

/// Events of an import that are taken in only when it is whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Release {
    /// The import.
    pub batch: BatchId,
    /// Its events after this number …
    pub after: i64,
    /// … and before this one are to be given to [`Keeper::release`].
    pub before: i64,
}

/// How far an import is, as the log tells it.
#[derive(Debug, Clone, Copy)]
enum Batch {
    /// Running since this event.
    Running(i64),
    /// Whole since this event; what comes after it is its undoing.
    Finished(i64),
}

/// Takes events in and hands out [`Facts`].
///
/// Events may be taken in as they come or all at once: the facts are the same. Those of an import count from its end
/// on; [`Keeper::apply`] says when they are to be read again.
#[derive(Debug, Default)]
pub struct Keeper {
    pub(super) facts: Facts,
    indexes: BTreeMap<Kind, Index>,
    edits: BTreeMap<(Kind, u32), BTreeMap<u16, Vec<Edit>>>,
    waiting: usize,
    batches: HashMap<BatchId, Batch>,
    whole: std::collections::HashSet<BatchId>,
    /// The subject of the last event, so that a snapshot can tell its own log from another one.
    last: Option<Uuid>,
    /// Where activities point at, for those met since the last flush.
    pub(super) links: HashMap<u32, [u32; 2]>,
}

/// Edits that wait before chunks are rewritten; large, so that a cold start writes each chunk a few times only.
const PAGE: usize = 400_000;

impl Keeper {
    /// A keeper without facts. `whole` are imports whose end is in the log: their events are taken in as they come.
    pub fn new(whole: impl IntoIterator<Item = BatchId>) -> Self {
        Self { whole: whole.into_iter().collect(), ..Self::default() }
    }

    /// The facts as they are now.
    pub fn facts(&mut self) -> Facts {
        self.flush();
        self.facts.clone()
    }

    /// The last event that was taken in.
    pub fn seq(&self) -> i64 {
        self.facts.seq
    }

    /// The subject of the last event that was taken in: with [`Keeper::seq`] it tells one log from another.
    pub fn last_subject(&self) -> Option<Uuid> {
        self.last
    }

    /// Everything as it is now, to be written while the keeper goes on.
    pub fn snapshot(&mut self) -> Snapshot {
        Snapshot { facts: self.facts(), batches: self.batches.clone(), last: self.last }
    }

    /// Reads a snapshot. `whole` as for [`Keeper::new`].
    ///
    /// # Errors
    /// When it cannot be used; then the log is to be read from its beginning.
    pub fn read(from: &mut impl Read, whole: impl IntoIterator<Item = BatchId>) -> Result<Self, Unusable> {
        disk::open(from)?;
        let mut pages = Pages::new(from);
        let mut keeper = Self::default();
        let mut told = pages.next()?;
        keeper.facts.seq = told.number()? as i64;
        keeper.facts.recorded = told.instant()?;
        keeper.last = told.ids()?.first().copied();
        let (batches, states) = (told.ids()?, told.signed()?);
        for (id, state) in batches.into_iter().zip(states.chunks_exact(2)) {
            let state = if state[0] == 0 { Batch::Running(state[1]) } else { Batch::Finished(state[1]) };
            keeper.batches.insert(BatchId(id), state);
        }
        // What ran when this was written was held back: it is read again when it ends.
        let known = &keeper.batches;
        keeper.whole = whole.into_iter().filter(|batch| !known.contains_key(batch)).collect();
        let (amounts, currencies) = (told.signed()?, told.bytes()?);
        for (minor, currency) in amounts.into_iter().zip(currencies.chunks_exact(3)) {
            let currency = std::str::from_utf8(currency).ok().and_then(Currency::parse);
            keeper.learn_amount(Amount { minor, currency: currency.ok_or(Unusable::Damaged)? });
        }
        keeper.facts.words = Arc::new(Words::read(&mut told)?);
        keeper.facts.set_up = Arc::new(SetUp::read(&mut told)?);
        for kind in Kind::RECORDS {
            let count = pages.next()?.number()?;
            let table = table_mut(&mut keeper.facts, kind).ok_or(Unusable::Damaged)?;
            for _ in 0..count {
                let chunk = Chunk::read(&mut pages.next()?)?;
                table.len += chunk.len() as u32;
                table.chunks.push(Arc::new(chunk));
            }
            let full = table.chunks.iter().rev().skip(1).all(|chunk| chunk.len() == CHUNK);
            if !full || table.chunks.last().is_some_and(|chunk| chunk.len() > CHUNK) {
                return Err(Unusable::Damaged);
            }
        }
        Ok(keeper)
    }

    /// Takes events in, in the order of the log, until an import becomes whole or is undone. Then it answers which of
    /// its events are to be read again and given to [`Keeper::release`]; after that, `apply` is to be called again with
    /// the same events (or those after [`Keeper::seq`]), until it answers `None`.
    pub fn apply(&mut self, events: &[Event]) -> Option<Release> {
        let known = self.facts.seq;
        for event in events.iter().filter(|event| event.seq > known) {
            self.facts.seq = event.seq;
            self.facts.recorded = self.facts.recorded.max(event.event.recorded_at);
            self.last = Some(event.event.subject.id);
            if event.event.subject.kind == Kind::Batch {
                if let Some(release) = self.batch(event) {
                    return Some(release);
                }
            } else if !self.is_held(event) {
                self.take(event);
            }
        }
        None
    }

    /// Takes in events of an import that was held back.
    pub fn release(&mut self, events: &[Event]) {
        self.flush();
        let records = || events.iter().filter(|event| event.event.subject.kind.is_record());
        let created = records().filter(|event| event.event.kind == EventKind::Created);
        let mut met: Vec<(&Event, u32)> = Vec::new();
        for event in created.filter(|event| event.event.subject.kind == Kind::Activity) {
            let Some(place) = self.known_place(Kind::Activity, event.event.subject.id) else { continue };
            let at = self.facts.activities.peek(place, Cut::everything());
            if at.changes().next().is_some() || at.has_undone() {
                met.push((event, place));
            }
        }
        records().for_each(|event| self.take(event));
        // Somebody changed these while their import ran, before they were created here.
        for (event, place) in met {
            self.note_afresh(event, place);
        }
    }

    fn batch(&mut self, event: &Event) -> Option<Release> {
        let batch = BatchId(event.event.subject.id);
        let was = self.batches.get(&batch).copied();
        match (event.event.kind, was) {
            (EventKind::BatchStarted, _) => {
                self.batches.insert(batch, Batch::Running(event.seq));
                None
            }
            (EventKind::BatchFinished, Some(Batch::Running(after))) => {
                self.batches.insert(batch, Batch::Finished(event.seq));
                (!self.whole.contains(&batch)).then_some(Release { batch, after, before: event.seq })
            }
            (EventKind::BatchUndone, Some(Batch::Finished(after) | Batch::Running(after))) => {
                self.batches.remove(&batch);
                Some(Release { batch, after, before: event.seq })
            }
            _ => None,
        }
    }

    /// Does it wait for the end of its import? Entries of the catalogue never do: they are no result.
    fn is_held(&self, event: &Event) -> bool {
        let batch = event.event.batch.filter(|_| event.event.subject.kind.is_record());
        match batch.and_then(|batch| self.batches.get(&batch).map(|state| (batch, state))) {
            None => false,
            Some((batch, Batch::Running(_))) => !self.whole.contains(&batch),
            Some((_, Batch::Finished(_))) => true,
        }
    }

    /// The place of a record, kept for it when it is not known yet.
    pub(super) fn place(&mut self, kind: Kind, id: Uuid) -> u32 {
        let facts = &self.facts;
        let made = || facts.table(kind).map_or_else(Index::default, Index::of);
        let index = self.indexes.entry(kind).or_insert_with(made);
        let hash = index.hasher.hash_one(id);
        let Some(table) = table_mut(&mut self.facts, kind) else { return 0 };
        if let Some(place) = index.places.find(hash, |place| table.id(*place) == id) {
            return *place;
        }
        if table.len as usize == table.chunks.len() * CHUNK {
            table.chunks.push(Arc::new(Chunk::new(columns(kind))));
        }
        if let Some(last) = table.chunks.last_mut() {
            Arc::make_mut(last).reserve(id);
        }
        let place = table.len;
        table.len += 1;
        let hasher = &index.hasher;
        index.places.insert_unique(hash, place, |place| hasher.hash_one(table.id(*place)));
        place
    }

    /// The place of a record that is known.
    pub fn known_place(&mut self, kind: Kind, id: Uuid) -> Option<u32> {
        let table = self.facts.table(kind)?;
        let index = self.indexes.entry(kind).or_insert_with(|| Index::of(table));
        index.places.find(index.hasher.hash_one(id), |place| table.id(*place) == id).copied()
    }

    pub(super) fn stage(&mut self, kind: Kind, place: u32, edit: Edit) {
        let (chunk, local) = (place / CHUNK as u32, (place % CHUNK as u32) as u16);
        self.edits.entry((kind, chunk)).or_default().entry(local).or_default().push(edit);
        self.waiting += 1;
        if self.waiting >= PAGE {
            self.flush();
        }
    }

    /// Writes what waits into the chunks.
    pub(super) fn flush(&mut self) {
        for ((kind, chunk), edits) in std::mem::take(&mut self.edits) {
            if let Some(table) = table_mut(&mut self.facts, kind) {
                Arc::make_mut(&mut table.chunks[chunk as usize]).edit(edits);
            }
        }
        self.waiting = 0;
        self.links.clear();
    }

    /// Writes an amount down; gives its code.
    pub(super) fn learn_amount(&mut self, amount: Amount) -> u32 {
        self.facts.amounts.push(amount) + 1
    }

    /// Where an activity points at: place + 1 of its lead and its deal.
    pub(super) fn links_of(&self, activity: u32) -> [u32; 2] {
        self.links.get(&activity).copied().unwrap_or_else(|| {
            let at = self.facts.activities.peek(activity, Cut::everything());
            [at.code(fields::activity::LEAD), at.code(fields::activity::DEAL)]
        })
    }

    /// When an activity was done, each time it was.
    pub(super) fn done_times(&mut self, activity: u32) -> Vec<Instant> {
        self.flush();
        let at = self.facts.activities.peek(activity, Cut::everything());
        let done = |code: u32| code == fields::activity::DONE;
        let first = Some(at.created()).filter(|_| done(at.first_code(fields::activity::STATUS)));
        let later = at.changes_of(fields::activity::STATUS).filter(|change| done(change.code));
        first.into_iter().chain(later.map(|change| change.at)).collect()
    }
}

fn columns(kind: Kind) -> u16 {
    match kind {
        Kind::Deal => fields::deal::COLUMNS,
        Kind::Lead => fields::lead::COLUMNS,
        Kind::Activity => fields::activity::COLUMNS,
        Kind::Company => fields::company::COLUMNS,
        _ => fields::contact::COLUMNS,
    }
}

fn table_mut(facts: &mut Facts, kind: Kind) -> Option<&mut Table> {
    match kind {
        Kind::Deal => Some(&mut facts.deals),
        Kind::Lead => Some(&mut facts.leads),
        Kind::Activity => Some(&mut facts.activities),
        Kind::Company => Some(&mut facts.companies),
        Kind::Contact => Some(&mut facts.contacts),
        _ => None,
    }
}

/// What a keeper knew at some moment, to be written down.
#[derive(Debug, Clone)]
pub struct Snapshot {
    facts: Facts,
    batches: HashMap<BatchId, Batch>,
    last: Option<Uuid>,
}

impl Snapshot {
    /// The last event that is in it.
    pub fn seq(&self) -> i64 {
        self.facts.seq
    }

    /// Writes it.
    ///
    /// # Errors
    /// The writer's.
    pub fn write(&self, to: &mut impl Write) -> io::Result<()> {
        disk::begin(to)?;
        let mut page = Page::default();
        page.number(self.facts.seq as u64);
        page.number(self.facts.recorded.0 as u64);
        page.ids(self.last.as_slice());
        let state = |batch: &Batch| match batch {
            Batch::Running(seq) => [0, *seq],
            Batch::Finished(seq) => [1, *seq],
        };
        page.ids(&self.batches.keys().map(|batch| batch.0).collect::<Vec<_>>());
        page.signed(&self.batches.values().flat_map(state).collect::<Vec<_>>());
        let amounts = (0..self.facts.amounts.len() as u32).map(|place| self.facts.amounts.get(place));
        page.signed(&amounts.clone().map(|amount| amount.minor).collect::<Vec<_>>());
        let currencies: Vec<u8> =
            amounts.flat_map(|amount| amount.currency.as_str().as_bytes().to_vec()).collect();
        page.bytes(&currencies);
        self.facts.words.write(&mut page)?;
        self.facts.set_up.write(&mut page)?;
        page.finish(to)?;
        for kind in Kind::RECORDS {
            let chunks = self.facts.table(kind).map_or(&[][..], |table| table.chunks.as_slice());
            page.number(chunks.len() as u64);
            page.finish(to)?;
            for chunk in chunks {
                chunk.write(&mut page);
                page.finish(to)?;
            }
        }
        Ok(())
    }
}
