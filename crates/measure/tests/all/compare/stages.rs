//! The way of deals through the stages: the engine's passages against the oracle's entries and visits.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use trechter_measure::horizon::{Basis, Horizon, Ruler};
use trechter_measure::stages::{Order, Walk};
use uuid::Uuid;

use super::check;
use crate::oracle::sales::registered_afterwards;
use crate::oracle::{horizon, stages};

#[test]
fn deals_pass_through_the_same_stages() {
    check(6, |case| {
        let (world, view) = (case.world(), case.view());
        let order = Order::of(&view);
        let mut walk = Walk::default();
        for deal in view.deals() {
            let story = &world.deals[&deal.id()];
            let followed = walk.follow(&order, &deal, case.as_of);
            let impossible = story.steps.iter().any(|step| step.when.0 < story.created());
            if let Err(why) = followed {
                let expected = match why {
                    "undated" => story.undated,
                    "registered_afterwards" => registered_afterwards(story),
                    _ => !horizon::moved(story),
                };
                prop_assert!(expected, "{} is left out: {why}\n{}", story.id, case.story(story.id));
                continue;
            }
            prop_assert!(!registered_afterwards(story) && !story.undated);
            if impossible {
                continue;
            }
            let stage = |number: usize| order.stage(&view, number).1.id.0;
            let theirs: BTreeMap<Uuid, (i64, bool, i64)> = walk
                .passages
                .iter()
                .map(|passage| (stage(passage.stage), (passage.entered.0, passage.jumped, passage.stood)))
                .collect();
            let entries = stages::entries(&world, story);
            let ours: BTreeMap<Uuid, (i64, bool, i64)> = entries
                .iter()
                .map(|entry| {
                    (entry.stage, (entry.at.0, entry.skipped, horizon::stood(&world, story, entry.stage)))
                })
                .collect();
            prop_assert_eq!(theirs, ours, "passages of {}\n{}", story.id, case.story(story.id));
            let rework = stages::rework(&world, story);
            prop_assert_eq!(walk.returns.len(), rework, "rework of {}\n{}", story.id, case.story(story.id));
        }
        Ok(())
    });
}

/// "entrants of s won within H", for every stage and some H.
#[test]
fn as_many_entrants_are_won_within_the_horizon() {
    check(6, |case| {
        let (world, view) = (case.world(), case.view());
        let order = Order::of(&view);
        let mut walk = Walk::default();
        for days in [7, 30, 120] {
            let horizon = Horizon { days, basis: Basis::Typed, learned_from: 0 };
            let ruler = Ruler { as_of: case.as_of, horizon };
            let mut theirs: BTreeMap<Uuid, (u64, u64)> = BTreeMap::new();
            let mut members: BTreeMap<Uuid, Vec<horizon::Member>> = BTreeMap::new();
            let mut seen = BTreeSet::new();
            for deal in view.deals() {
                let story = &world.deals[&deal.id()];
                let impossible = story.steps.iter().any(|step| step.when.0 < story.created());
                if impossible || walk.follow(&order, &deal, case.as_of).is_err() {
                    continue;
                }
                for passage in &walk.passages {
                    let stage = order.stage(&view, passage.stage).1.id.0;
                    seen.insert(stage);
                    if let Some(hit) = ruler.within(&walk.to_win(&order, passage)) {
                        let row = theirs.entry(stage).or_default();
                        *row = (row.0 + u64::from(hit), row.1 + 1);
                    }
                }
                for entry in stages::entries(&world, story) {
                    members.entry(entry.stage).or_default().push(horizon::to_win(story, &entry));
                }
            }
            for stage in seen {
                let none = Vec::new();
                let ours = horizon::rate(members.get(&stage).unwrap_or(&none), case.as_of, i64::from(days));
                prop_assert_eq!(
                    theirs.get(&stage).copied().unwrap_or_default(),
                    ours,
                    "{} in {} days",
                    stage,
                    days
                );
            }
        }
        Ok(())
    });
}
