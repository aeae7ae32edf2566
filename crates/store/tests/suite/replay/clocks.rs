//! Two clocks: the fold in the order of happening ends where the fold in the order of telling does.

use std::collections::BTreeSet;

use proptest::prelude::*;
use serde_json::{Map, Value};
use trechter_domain::event::{Event, EventKind};
use trechter_domain::fold::{self, Document};
use trechter_domain::record::{Activity, Company, Contact, Deal, Lead};

use super::folded;

pub fn both_orders_lead_to_the_same_state(log: &[Event]) -> Result<(), TestCaseError> {
    of::<Company>(log)?;
    of::<Contact>(log)?;
    of::<Lead>(log)?;
    of::<Deal>(log)?;
    of::<Activity>(log)
}

/// As facts read the log: what was retracted never happened, the rest in the order of happening, what
/// was told late included; nothing before the record came to exist. Only `data` counts.
fn of<D: Document>(log: &[Event]) -> Result<(), TestCaseError> {
    let void = retracted(log);
    for (id, told) in folded::<D>(log) {
        let mine: Vec<&Event> = log.iter().filter(|event| event.event.subject.id == id).collect();
        let mut happened: Vec<&Event> =
            mine.iter().copied().filter(|event| !void.contains(&event.seq)).collect();
        happened.sort_by_key(|event| (event.event.occurred_at, event.seq));
        let mut state: Option<D> = None;
        for event in happened {
            if state.is_none() && event.event.kind != EventKind::Created {
                continue;
            }
            let mut event = event.event.clone();
            event.data.history = false;
            event.personal = None;
            state = fold::apply(state, &event).unwrap();
        }
        let state = state.expect("a record that is there was created");
        let story: Vec<String> = mine.iter().map(|event| line(event)).collect();
        prop_assert_eq!(
            data_of(&told),
            data_of(&state),
            "{} {}:\n{}",
            D::KIND.as_str(),
            id,
            story.join("\n")
        );
    }
    Ok(())
}

/// The facts of a record: no names and words, and not what the order of telling decides (version, time
/// of recording).
fn data_of<D: Document>(record: &D) -> Map<String, Value> {
    let mut doc = fold::document(record);
    doc.retain(|name, _| !D::PERSONAL.contains(&name.as_str()));
    for name in ["version", "updated_at"] {
        doc.remove(name);
    }
    if let Some(custom) = doc.get_mut("custom").and_then(Value::as_object_mut) {
        custom.retain(|slug, _| !["remark", "site"].contains(&slug.as_str()));
    }
    for line in doc.get_mut("lines").and_then(Value::as_array_mut).into_iter().flatten() {
        line["description"] = Value::Null;
    }
    doc
}

/// Numbers of events that are to be read as never having happened: the retracted ones and the
/// retractions, unless a retraction was itself retracted.
fn retracted(log: &[Event]) -> BTreeSet<i64> {
    let mut void = BTreeSet::new();
    for event in log.iter().rev().filter(|event| event.event.kind == EventKind::Retracted) {
        if void.insert(event.seq) {
            let seqs = event.event.data.about["seqs"].as_array().unwrap();
            void.extend(seqs.iter().map(|seq| seq.as_i64().unwrap()));
        }
    }
    void
}

fn line(Event { seq, event }: &Event) -> String {
    let data = serde_json::to_string(&event.data).unwrap();
    format!("{seq} {} at {} {data}", event.kind.as_str(), event.occurred_at)
}
