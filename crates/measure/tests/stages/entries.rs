//! Entries and moves back, compared with the slow second implementation.

use std::collections::BTreeMap;

use proptest::prelude::*;
use trechter_domain::Instant;
use trechter_measure::stages::{Order, Walk};
use uuid::Uuid;

use crate::compare::check;
use crate::oracle::sales::registered_afterwards;
use crate::oracle::stages;

#[test]
fn every_deal_enters_and_comes_back_as_the_oracle_says() {
    check(6, |case| {
        let (world, view) = (case.world(), case.view());
        let order = Order::of(&view);
        let engine: BTreeMap<Uuid, _> = view.deals().map(|deal| (deal.id(), deal)).collect();
        let mut walk = Walk::default();
        for story in world.deals() {
            let impossible = story.steps.iter().any(|step| step.when.0 < story.created());
            if impossible || story.undated || registered_afterwards(story) {
                continue;
            }
            let followed = walk.follow(&order, &engine[&story.id], view.cut.before);
            if followed == Err("no_stage_history") {
                continue;
            }
            prop_assert_eq!(followed, Ok(()), "{}", story.id);
            let mut ours: Vec<(Uuid, Instant, bool)> = stages::entries(&world, story)
                .iter()
                .map(|entry| (entry.stage, entry.at, entry.skipped))
                .collect();
            let stage = |number| order.stage(&view, number).1.id.0;
            let mut theirs: Vec<(Uuid, Instant, bool)> = walk
                .passages
                .iter()
                .map(|passage| (stage(passage.stage), passage.entered, passage.jumped))
                .collect();
            ours.sort();
            theirs.sort();
            prop_assert_eq!(&theirs, &ours, "entries of {}", story.id);
            // A stage that the pipeline no longer has is neither before nor after another one.
            let visits = stages::visits(&world, story);
            let known = |visit: &stages::Visit| stages::order(&world, visit.pipeline).contains(&visit.stage);
            if visits.iter().all(known) {
                prop_assert_eq!(
                    walk.returns.len(),
                    stages::rework(&world, story),
                    "moves back of {}",
                    story.id
                );
            }
        }
        Ok(())
    });
}
