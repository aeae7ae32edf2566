//! Which events of a log exist for a question: the two axes of metrics.md, section 1.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;
use trechter_domain::event::{Event, EventKind, Kind, NewEvent};
use trechter_domain::{BatchId, Instant, Origin};
use uuid::Uuid;

/// What had been recorded by when.
///
/// "`known_at` `K` (a `seq` or an instant; default: all we know): only what had been recorded by then."
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Known {
    All,
    /// Up to and with this number.
    Seq(i64),
    /// Up to and with this instant.
    At(Instant),
}

/// One event as it is to be read.
#[derive(Debug, Clone)]
pub struct Fact {
    pub seq: i64,
    pub event: NewEvent,
}

/// The events that exist for (`A`, `K`), in the order of happening.
///
/// "only events with `occurred_at < A` exist" and "Ties follow `seq`."
pub fn facts(log: &[Event], as_of: Instant, known: Known) -> Vec<Fact> {
    let batches = Batches::of(log);
    let known: Vec<&Event> = log.iter().filter(|event| is_known(event, known, log, &batches)).collect();
    let undone = batches.undone(&known);
    let void = retracted(&known, &batches, &undone);
    let right = corrected(&known, &void);
    let mut facts: Vec<Fact> = known
        .into_iter()
        .filter(|event| moment(&event.event) < as_of && !void.contains(&event.seq))
        .filter(|event| !batches.unfinished(event) && !batches.gone(event, &undone))
        .filter(|event| event.event.kind != EventKind::Corrected)
        .map(|event| Fact { seq: event.seq, event: event.event.clone() })
        .collect();
    for fact in &mut facts {
        if let Some(set) = right.get(&fact.seq) {
            fact.event.data.set.extend(set.clone());
        }
    }
    facts.sort_by_key(|fact| (moment(&fact.event), fact.seq));
    facts
}

/// When it happened: "a call logged in the evening happened in the afternoon" (architecture.md), so what was done
/// happened when it was done.
pub fn moment(event: &NewEvent) -> Instant {
    let done = event.data.set.get("done_at").filter(|_| event.subject.kind == Kind::Activity);
    done.and_then(Value::as_str).and_then(|text| text.parse().ok()).unwrap_or(event.occurred_at)
}

/// "For events of an import batch, known = occurred": of what it brings in, not of its undoing.
fn is_known(event: &Event, known: Known, log: &[Event], batches: &Batches) -> bool {
    let brought = event.event.kind != EventKind::Retracted && event.event.subject.kind != Kind::Batch;
    let of_import = batches.of_import(event) && brought;
    match known {
        Known::All => true,
        Known::Seq(seq) if !of_import => event.seq <= seq,
        Known::Seq(seq) => {
            let then = log.iter().filter(|other| other.seq <= seq).map(|other| other.event.recorded_at).max();
            then.is_some_and(|then| moment(&event.event) <= then)
        }
        Known::At(then) if !of_import => event.event.recorded_at <= then,
        Known::At(then) => moment(&event.event) <= then,
    }
}

/// "Facts take the batch in at `batch_finished` and drop it at `batch_undone`" (architecture.md). Finished is asked of
/// the whole log: an import brings in a past that is known as if it had been told at the time.
struct Batches {
    begun: BTreeSet<BatchId>,
    finished: BTreeSet<BatchId>,
    /// Records that each batch made.
    made: BTreeMap<BatchId, BTreeSet<Uuid>>,
}

impl Batches {
    fn of(log: &[Event]) -> Self {
        let with = |kind: EventKind| {
            let events = log.iter().filter(move |event| event.event.kind == kind);
            events.filter_map(|event| event.event.batch).collect::<BTreeSet<_>>()
        };
        let mut made: BTreeMap<BatchId, BTreeSet<Uuid>> = BTreeMap::new();
        for event in log.iter().filter(|event| event.event.kind == EventKind::Created) {
            if let Some(batch) = event.event.batch {
                made.entry(batch).or_default().insert(event.event.subject.id);
            }
        }
        Self { begun: with(EventKind::BatchStarted), finished: with(EventKind::BatchFinished), made }
    }

    /// Merges and bulk edits are batches too, but not imports.
    fn of_import(&self, event: &Event) -> bool {
        event
            .event
            .batch
            .is_some_and(|batch| self.begun.contains(&batch) || event.event.origin == Origin::Import)
    }

    fn unfinished(&self, event: &Event) -> bool {
        event.event.subject.kind.is_record()
            && self.of_import(event)
            && event.event.batch.is_some_and(|batch| !self.finished.contains(&batch))
    }

    /// The undone batches with the records of theirs that stayed.
    fn undone(&self, known: &[&Event]) -> BTreeMap<BatchId, BTreeSet<Uuid>> {
        let undone = known.iter().filter(|event| event.event.kind == EventKind::BatchUndone);
        undone
            .filter_map(|event| {
                let kept = event.event.data.about.get("kept").and_then(Value::as_array);
                let kept = kept.into_iter().flatten().filter_map(|id| id.as_str()?.parse().ok());
                Some((event.event.batch?, kept.collect()))
            })
            .collect()
    }

    /// Of a record that went with the undo of its batch.
    fn gone(&self, event: &Event, undone: &BTreeMap<BatchId, BTreeSet<Uuid>>) -> bool {
        let id = event.event.subject.id;
        event.event.batch.is_some_and(|batch| {
            let made = self.made.get(&batch).is_some_and(|made| made.contains(&id));
            made && undone.get(&batch).is_some_and(|kept| !kept.contains(&id))
        })
    }
}

/// "**Retracted** (undone) events never happened": the retracted ones and the retractions themselves, unless a
/// retraction was itself retracted. What the undo of an import takes back is taken back at once, at its end.
fn retracted(
    known: &[&Event],
    batches: &Batches,
    undone: &BTreeMap<BatchId, BTreeSet<Uuid>>,
) -> BTreeSet<i64> {
    let mut void = BTreeSet::new();
    for event in known.iter().rev().filter(|event| event.event.kind == EventKind::Retracted) {
        let pending =
            batches.of_import(event) && event.event.batch.is_none_or(|batch| !undone.contains_key(&batch));
        if void.insert(event.seq) && !pending {
            let seqs = event.event.data.about.get("seqs").and_then(Value::as_array);
            void.extend(seqs.into_iter().flatten().filter_map(Value::as_i64));
        }
    }
    void
}

/// "`corrected{seq, data}`": the right values by the number of the event that had the wrong ones; the last one holds.
fn corrected(known: &[&Event], void: &BTreeSet<i64>) -> BTreeMap<i64, serde_json::Map<String, Value>> {
    let mut right: BTreeMap<i64, serde_json::Map<String, Value>> = BTreeMap::new();
    let corrections = known.iter().filter(|event| event.event.kind == EventKind::Corrected);
    for event in corrections.filter(|event| !void.contains(&event.seq)) {
        if let Some(seq) = event.event.data.about.get("seq").and_then(Value::as_i64) {
            right.entry(seq).or_default().extend(event.event.data.set.clone());
        }
    }
    right
}
