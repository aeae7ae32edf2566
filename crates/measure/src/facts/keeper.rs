//! Keeps the facts of a workspace current: takes events in, in the order of their numbers.

use std::collections::{BTreeMap, HashMap};
use std::hash::BuildHasher;
use std::sync::Arc;

use hashbrown::{DefaultHashBuilder, HashTable};
use trechter_domain::event::{Event, EventKind, Kind};
use trechter_domain::{BatchId, Instant};
use uuid::Uuid;

use super::chunk::{Chunk, Edit};
use super::fields;
use super::table::{CHUNK, Cut, Table};
use super::{Amount, Facts};

/// Where the records of one table stand, by id.
#[derive(Debug, Default)]
struct Index {
    places: HashTable<u32>,
    hasher: DefaultHashBuilder,
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

    /// Takes events in, in the order of the log, until an import becomes whole or is undone. Then it answers which of
    /// its events are to be read again and given to [`Keeper::release`]; after that, `apply` is to be called again with
    /// the same events (or those after [`Keeper::seq`]), until it answers `None`.
    pub fn apply(&mut self, events: &[Event]) -> Option<Release> {
        let known = self.facts.seq;
        for event in events.iter().filter(|event| event.seq > known) {
            self.facts.seq = event.seq;
            self.facts.recorded = self.facts.recorded.max(event.event.recorded_at);
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
        let met: Vec<(&Event, u32)> = created
            .filter(|event| event.event.subject.kind == Kind::Activity)
            .filter_map(|event| Some((event, self.known_place(Kind::Activity, event.event.subject.id)?)))
            .filter(|(_, place)| {
                self.facts.activities.peek(*place, Cut::everything()).changes().next().is_some()
            })
            .collect();
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
        let index = self.indexes.entry(kind).or_default();
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
    pub fn known_place(&self, kind: Kind, id: Uuid) -> Option<u32> {
        let (index, table) = (self.indexes.get(&kind)?, self.facts.table(kind)?);
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
