//! The histories themselves: valid, repeatable, and with everything in them that a number can stumble over.

use std::collections::BTreeMap;

use proptest::prelude::*;
use trechter_domain::event::{EventKind, Kind};

use super::history;

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    #[test]
    fn a_log_has_no_gaps_and_is_never_told_before_it_happened(seed: u64, steps in 0..120usize) {
        let history = history(seed, steps);
        let mut told = history.events[0].event.recorded_at;
        for (place, event) in history.events.iter().enumerate() {
            prop_assert_eq!(event.seq, place as i64 + 1);
            prop_assert!(event.event.occurred_at <= event.event.recorded_at);
            prop_assert!(told <= event.event.recorded_at);
            told = event.event.recorded_at;
        }
    }
}

#[test]
fn fewer_steps_are_the_beginning_of_more() {
    let (short, long) = (history(7, 40), history(7, 90));
    assert!(short.events.len() < long.events.len());
    assert_eq!(short.events[..], long.events[..short.events.len()]);
}

#[test]
fn everything_happens_somewhere() {
    let mut seen: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    let (mut late, mut impossible) = (0, 0);
    for seed in 0..25 {
        for event in history(seed, 150).events {
            *seen.entry((event.event.subject.kind.as_str(), event.event.kind.as_str())).or_default() += 1;
            late += usize::from(event.event.data.history);
            let about = &event.event.data.about;
            impossible += usize::from(about.contains_key("undated"));
        }
    }
    let expected = [
        (Kind::Deal, EventKind::Won),
        (Kind::Deal, EventKind::Lost),
        (Kind::Deal, EventKind::Reopened),
        (Kind::Deal, EventKind::Moved),
        (Kind::Deal, EventKind::Retracted),
        (Kind::Deal, EventKind::Removed),
        (Kind::Deal, EventKind::Restored),
        (Kind::Deal, EventKind::Repointed),
        (Kind::Lead, EventKind::Converted),
        (Kind::Lead, EventKind::Disqualified),
        (Kind::Lead, EventKind::Merged),
        (Kind::Lead, EventKind::Assigned),
        (Kind::Lead, EventKind::Retracted),
        (Kind::Company, EventKind::Merged),
        (Kind::Contact, EventKind::Changed),
        (Kind::Activity, EventKind::Completed),
        (Kind::Activity, EventKind::Cancelled),
        (Kind::Member, EventKind::Changed),
        (Kind::Pipeline, EventKind::Changed),
        (Kind::Batch, EventKind::BatchStarted),
        (Kind::Batch, EventKind::BatchFinished),
        (Kind::Batch, EventKind::BatchUndone),
    ];
    for (subject, kind) in expected {
        let times = seen.get(&(subject.as_str(), kind.as_str())).copied().unwrap_or(0);
        assert!(times >= 3, "{} {}: {times} times; seen {seen:#?}", subject.as_str(), kind.as_str());
    }
    assert!(late >= 5 && impossible >= 5, "{late} told late, {impossible} undated");
}
