//! What is undone, undone again and written to disk.

use serde_json::{Map, Value, json};
use trechter_domain::event::{Event, EventKind, Kind, NewEvent, Origin, Payload, Subject};
use trechter_domain::{BatchId, Instant};
use uuid::Uuid;

use super::fields::deal;
use super::{Cut, Facts, Keeper, Known, Unusable};

const DEAL: Uuid = Uuid::from_u128(7);

/// A log by hand: events a second apart.
#[derive(Default)]
struct Log {
    events: Vec<Event>,
    batch: Option<BatchId>,
}

impl Log {
    fn push(&mut self, kind: Kind, id: Uuid, what: EventKind, set: Value, about: Value) -> i64 {
        let seq = self.events.len() as i64 + 1;
        let object = |value: Value| value.as_object().cloned().unwrap_or_else(Map::new);
        let origin = if self.batch.is_some() { Origin::Import } else { Origin::Member };
        self.events.push(Event {
            seq,
            event: NewEvent {
                occurred_at: Instant(seq * 1_000),
                recorded_at: Instant(seq * 1_000),
                actor: None,
                origin,
                batch: self.batch,
                subject: Subject { kind, id },
                kind: what,
                version: 1,
                data: Payload { set: object(set), about: object(about), ..Payload::default() },
                personal: None,
            },
        });
        seq
    }

    fn deal(&mut self, id: Uuid) -> i64 {
        self.push(Kind::Deal, id, EventKind::Created, json!({ "status": "open" }), Value::Null)
    }

    fn win(&mut self) -> i64 {
        self.push(Kind::Deal, DEAL, EventKind::Won, json!({ "status": "won" }), Value::Null)
    }

    fn undo(&mut self, seq: i64) -> i64 {
        self.push(Kind::Deal, DEAL, EventKind::Retracted, Value::Null, json!({ "seqs": [seq] }))
    }

    fn batch(&mut self, batch: BatchId, what: EventKind) -> i64 {
        self.push(Kind::Batch, batch.0, what, Value::Null, Value::Null)
    }

    fn keeper(&self) -> Keeper {
        let mut keeper = Keeper::new([]);
        while let Some(release) = keeper.apply(&self.events) {
            let of_batch = self.events.iter().filter(|event| event.event.batch == Some(release.batch));
            let of_batch = of_batch.filter(|event| release.after < event.seq && event.seq < release.before);
            keeper.release(&of_batch.cloned().collect::<Vec<_>>());
        }
        keeper
    }

    fn known(&self, seq: i64) -> Cut {
        let at = self.events[seq as usize - 1].event.recorded_at;
        Cut { known: Some(Known { seq, at }), ..Cut::everything() }
    }
}

fn status(facts: &Facts, cut: Cut) -> u32 {
    facts.deals.at(0, cut).map_or(0, |at| at.code(deal::STATUS))
}

fn count(facts: &Facts, cut: Cut) -> usize {
    facts.deals.iter(cut).count()
}

#[test]
fn what_is_undone_redone_undone_and_redone_again_holds_each_time_as_it_was_told() {
    let mut log = Log::default();
    log.deal(DEAL);
    let mut seqs = vec![log.win()];
    for _ in 0..4 {
        seqs.push(log.undo(seqs[seqs.len() - 1]));
    }
    let facts = log.keeper().facts();
    for (undos, seq) in seqs.iter().enumerate() {
        let wanted = if undos % 2 == 0 { deal::WON } else { deal::OPEN };
        assert_eq!(status(&facts, log.known(*seq)), wanted, "after {undos} undos");
    }
    assert_eq!(status(&facts, Cut::everything()), deal::WON);
}

#[test]
fn an_import_that_was_undone_never_was_for_those_who_ask_what_was_known_before() {
    let (first, second) = (BatchId(Uuid::from_u128(1)), BatchId(Uuid::from_u128(2)));
    let (one, again) = (Uuid::from_u128(11), Uuid::from_u128(12));
    let mut log = Log::default();
    let before = log.deal(DEAL);
    for (batch, id) in [(first, one), (second, again)] {
        log.batch(batch, EventKind::BatchStarted);
        log.batch = Some(batch);
        let seq = log.deal(id);
        // It happened before anything was recorded.
        log.events[seq as usize - 1].event.occurred_at = Instant(1);
        log.batch = None;
        log.batch(batch, EventKind::BatchFinished);
        if batch == first {
            log.batch = Some(batch);
            let about = json!({ "creation": true, "seqs": [seq] });
            log.push(Kind::Deal, id, EventKind::Retracted, Value::Null, about);
            log.batch = None;
            log.batch(batch, EventKind::BatchUndone);
        }
    }
    let facts = log.keeper().facts();
    assert_eq!(count(&facts, Cut::everything()), 2);
    assert_eq!(count(&facts, log.known(before)), 2, "the one by hand, and the import that stands");
}

#[test]
fn what_is_undone_while_its_import_runs_stays_undone() {
    let batch = BatchId(Uuid::from_u128(1));
    let mut log = Log::default();
    log.batch(batch, EventKind::BatchStarted);
    log.batch = Some(batch);
    log.deal(DEAL);
    let won = log.win();
    log.batch = None;
    log.undo(won);
    log.batch(batch, EventKind::BatchFinished);
    assert_eq!(status(&log.keeper().facts(), Cut::everything()), deal::OPEN);
}

#[test]
fn an_entry_of_the_catalogue_that_was_undone_is_there_for_those_who_ask_what_was_known_before() {
    let source = Uuid::from_u128(5);
    let mut log = Log::default();
    log.push(Kind::Source, source, EventKind::Created, json!({ "name": "Web" }), Value::Null);
    let renamed = log.push(Kind::Source, source, EventKind::Changed, json!({ "name": "Site" }), Value::Null);
    log.push(Kind::Source, source, EventKind::Retracted, Value::Null, json!({ "seqs": [renamed] }));
    let facts = log.keeper().facts();
    let name = |cut: Cut| facts.set_up().at(cut).sources[0].name.clone();
    assert_eq!((name(Cut::everything()), name(log.known(renamed))), ("Web".to_owned(), "Site".to_owned()));
}

#[test]
fn a_snapshot_is_read_back_and_goes_on_with_the_log() {
    let mut log = Log::default();
    log.push(Kind::Source, Uuid::from_u128(5), EventKind::Created, json!({ "name": "Web" }), Value::Null);
    log.deal(DEAL);
    let won = log.win();
    log.undo(won);
    // An import that runs while the snapshot is written, and ends afterwards.
    let batch = BatchId(Uuid::from_u128(1));
    log.batch(batch, EventKind::BatchStarted);
    log.batch = Some(batch);
    log.deal(Uuid::from_u128(11));
    log.batch = None;
    let mut bytes = Vec::new();
    log.keeper().snapshot().write(&mut bytes).expect("a list takes it");

    log.batch(batch, EventKind::BatchFinished);
    log.deal(Uuid::from_u128(12));
    let mut keeper = Keeper::read(&mut bytes.as_slice(), [batch]).expect("it was just written");
    assert_eq!(keeper.last_subject(), Some(Uuid::from_u128(11)));
    while let Some(release) = keeper.apply(&log.events) {
        let of_batch = log.events.iter().filter(|event| event.event.batch == Some(release.batch));
        keeper.release(&of_batch.cloned().collect::<Vec<_>>());
    }
    let (restored, whole) = (keeper.facts(), log.keeper().facts());
    for cut in [Cut::everything(), log.known(won), log.known(won + 1)] {
        let told = |facts: &Facts| {
            let deals = facts.deals.iter(cut).map(|at| (at.id(), at.code(deal::STATUS)));
            let mut deals: Vec<_> = deals.collect();
            deals.sort_unstable();
            (deals, facts.set_up().at(cut).sources.clone(), facts.seq)
        };
        assert_eq!(told(&restored), told(&whole));
    }
}

#[test]
fn a_snapshot_that_is_damaged_cut_off_or_of_another_version_is_refused() {
    let mut log = Log::default();
    log.deal(DEAL);
    let mut bytes = Vec::new();
    log.keeper().snapshot().write(&mut bytes).expect("a list takes it");
    let read = |bytes: &[u8]| Keeper::read(&mut &bytes[..], []).map(|keeper| keeper.seq());
    assert_eq!(read(&bytes).ok(), Some(1));
    for place in 0..bytes.len() {
        let mut damaged = bytes.clone();
        damaged[place] ^= 0x10;
        assert!(read(&damaged).is_err(), "byte {place}");
        assert!(read(&bytes[..place]).is_err(), "cut off at {place}");
    }
    bytes[8] += 1;
    assert!(matches!(read(&bytes), Err(Unusable::OtherVersion)));
}
