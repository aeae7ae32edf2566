//! Deals as the engine sees them, one by one, against the oracle's.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use trechter_domain::event::EventKind;
use trechter_domain::record::DealStatus;
use trechter_measure::view::{Converted, Deal, View};
use uuid::Uuid;

use super::{Case, check};
use crate::oracle::sales::{Case as Sale, closed, closing, days_to_close, open, registered_afterwards};
use crate::oracle::world::Story;
use crate::oracle::{Period, World, stages, touches};

pub fn id(view: &View<'_>, code: u32) -> Option<Uuid> {
    view.facts.words().id(code)
}

fn by_id<'v>(view: &'v View<'_>) -> BTreeMap<Uuid, Deal<'v>> {
    view.deals().map(|deal| (deal.id(), deal)).collect()
}

/// Was it closed while it was closed? A closing told late may lie before one that was told at once.
pub fn closed_twice(story: &Story<trechter_domain::record::Deal>) -> bool {
    let open = story.steps.windows(2).filter(|pair| matches!(pair[1].kind, EventKind::Won | EventKind::Lost));
    open.into_iter().any(|pair| pair[0].state.status != DealStatus::Open)
}

/// Did something else happen to it in the very millisecond of its closing, after it? The engine's times know no more.
fn changed_again(case: &Sale<'_>) -> bool {
    case.story.steps.iter().any(|step| step.when.0 == case.when.0 && step.when.1 > case.when.1)
}

/// Asks both sides about every deal that is there.
fn each(
    case: &Case,
    ask: impl Fn(&View<'_>, &Deal<'_>, &World, &Story<trechter_domain::record::Deal>) -> Result<(), TestCaseError>,
) -> Result<(), TestCaseError> {
    let (world, view) = (case.world(), case.view());
    let engine = by_id(&view);
    let ours: BTreeSet<Uuid> = world.deals().map(|story| story.id).collect();
    let theirs: BTreeSet<Uuid> = engine.keys().copied().collect();
    if let Some(id) = ours.symmetric_difference(&theirs).next() {
        let there = ours.contains(id);
        return Err(TestCaseError::fail(format!("{id} is there: {there}\n{}", case.story(*id))));
    }
    for story in world.deals() {
        ask(&view, &engine[&story.id], &world, story)
            .map_err(|error| TestCaseError::fail(format!("{error}\n{}", case.story(story.id))))?;
    }
    Ok(())
}

#[test]
fn deals_are_what_they_were() {
    check(6, |case| {
        each(case, |view, engine, _, story| {
            let deal = story.now();
            prop_assert_eq!(engine.created(), story.created(), "created");
            prop_assert_eq!(engine.at.undated(), story.undated, "undated");
            prop_assert_eq!(engine.is_open(), deal.status == DealStatus::Open, "open {}", story.id);
            prop_assert_eq!(id(view, engine.owner()), deal.owner.map(|owner| owner.0), "owner");
            prop_assert_eq!(id(view, engine.stage()), Some(deal.stage.0), "stage {}", story.id);
            prop_assert_eq!(id(view, engine.pipeline()), Some(deal.pipeline.0), "pipeline");
            prop_assert_eq!(engine.gut_feeling().map(i64::from), deal.gut_feeling, "gut feeling");
            let expected = deal.expected_close.map(|day| trechter_measure::facts::fields::day_number(day.0));
            prop_assert_eq!(engine.expected_close(), expected, "expected");
            Ok(())
        })
    });
}

#[test]
fn closings_are_where_they_count() {
    check(6, |case| {
        each(case, |_, engine, _, story| {
            let step = closing(story);
            let ours = step.map(|step| (step.when.0, step.state.status == DealStatus::Won));
            let theirs = engine.closing().map(|closing| (closing.at, closing.won));
            prop_assert_eq!(theirs, ours, "closing of {}", story.id);
            prop_assert_eq!(
                engine.registered_afterwards(),
                registered_afterwards(story),
                "registered afterwards"
            );
            if let Some(days) = days_to_close(story).filter(|_| !closed_twice(story)) {
                prop_assert_eq!(
                    engine.open_time() as f64 / 86_400_000.0,
                    days,
                    "days to close of {}",
                    story.id
                );
            }
            Ok(())
        })
    });
}

#[test]
fn values_are_at_their_own_rate() {
    check(6, |case| {
        let (world, view) = (case.world(), case.view());
        let engine = by_id(&view);
        let known = |converted: Converted| converted.known();
        for open in open(&world) {
            prop_assert_eq!(known(engine[&open.id()].value()), open.value, "open {}", open.id());
        }
        let ever = Period { start: trechter_domain::Instant(i64::MIN), end: case.as_of };
        for closed in closed(&world, ever).into_iter().filter(|case| !changed_again(case)) {
            let deal = &engine[&closed.id()];
            prop_assert_eq!(known(deal.value_at(closed.when.0)), closed.value, "closed {}", closed.id());
            prop_assert_eq!(
                id(&view, deal.owner_at(closed.when.0)),
                closed.owner(),
                "owner of {}",
                closed.id()
            );
        }
        Ok(())
    });
}

#[test]
fn visits_are_the_same() {
    check(6, |case| {
        each(case, |view, engine, world, story| {
            let impossible = story.steps.iter().any(|step| step.when.0 < story.created());
            if registered_afterwards(story) || impossible {
                return Ok(());
            }
            let ours: Vec<_> = stages::visits(world, story)
                .iter()
                .map(|visit| (Some(visit.stage), visit.from, visit.left.map(|(at, _)| at)))
                .collect();
            let theirs: Vec<_> = engine
                .visits()
                .iter()
                .map(|visit| (id(view, visit.stage), visit.from, visit.left.map(|(at, _)| at)))
                .collect();
            prop_assert_eq!(theirs, ours, "visits of {}", story.id);
            Ok(())
        })
    });
}

#[test]
fn deals_have_the_same_touches() {
    check(6, |case| {
        each(case, |view, engine, world, story| {
            let mut ours: Vec<_> =
                touches::of_deal(world, story.id).iter().map(|touch| (touch.at, touch.story.id)).collect();
            let mut theirs: Vec<_> =
                engine.touches().map(|touch| (touch.at, view.facts.activities.id(touch.activity))).collect();
            ours.sort();
            theirs.sort();
            prop_assert_eq!(theirs, ours, "touches of {}", story.id);
            Ok(())
        })
    });
}
