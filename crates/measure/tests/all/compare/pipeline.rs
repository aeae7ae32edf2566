//! The weighted pipeline and its speed, against the oracle's.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use trechter_measure::definitions::Metric;
use trechter_measure::period::{Period as Month, Unit};
use trechter_measure::stages::{Order, Walk, horizons};
use uuid::Uuid;

use super::measures::{ask, odd_ties, records, same};
use super::{Case, check};
use crate::oracle::pipeline::{self, Standing};
use crate::oracle::{World, sales};

/// Is there a deal whose dates cannot be, or that is not in the stages? These are left out of the weights, and have
/// tests of their own.
fn odd(case: &Case, world: &World) -> bool {
    let view = case.view();
    let order = Order::of(&view);
    let mut walk = Walk::default();
    let registered = |id: Uuid| sales::registered_afterwards(&world.deals[&id]);
    let left_out =
        view.deals().any(|deal| walk.follow(&order, &deal, case.as_of).is_err() && !registered(deal.id()));
    left_out || odd_ties(world)
}

#[test]
fn stages_weigh_the_same() {
    check(6, |case| {
        let world = case.world();
        if odd(case, &world) {
            return Ok(());
        }
        let view = case.view();
        let (order, weights) = (Order::of(&view), view.stage_weights());
        let found = horizons(&view, &order);
        let mut by_stage: BTreeMap<Uuid, Option<f64>> = BTreeMap::new();
        for number in 0..view.set_up.pipelines.len() {
            let stages: Vec<(Uuid, Vec<Standing>)> = order
                .of_pipeline(number)
                .map(|stage| {
                    let (pipeline, known) = order.stage(&view, stage);
                    let days = i64::from(found[stage].close.days);
                    (known.id.0, pipeline::standings(&world, pipeline.id.0, known.id.0, days))
                })
                .collect();
            let all: Vec<Standing> = stages.iter().flat_map(|(_, standings)| standings.clone()).collect();
            for (stage, own) in &stages {
                let told = weights.figure(&view, *stage).expect("a stage");
                let won = own.iter().filter(|standing| standing.won).count();
                let ours = (Some(won as f64), Some(own.len() as f64));
                prop_assert_eq!((told.numerator, told.denominator), ours, "standings of {}", stage);
                let deals = pipeline::distinct(own);
                let records = weights.records(&view, *stage).expect("a stage");
                prop_assert_eq!(records.iter().map(|record| record.id).collect::<BTreeSet<_>>(), deals);
                prop_assert_eq!(told.n, records.len() as u64);
                let weight = pipeline::weight(own, &all);
                let close = match (told.value, weight) {
                    (Some(theirs), Some(ours)) => (theirs - ours).abs() < 1e-12,
                    (theirs, ours) => theirs == ours,
                };
                prop_assert!(close, "weight of {}: {:?}, the oracle has {:?}", stage, told.value, weight);
                by_stage.insert(*stage, weight);
            }
        }
        let open = sales::open(&world);
        let weighed = open.iter().filter_map(|open| {
            let weight = (*by_stage.get(&open.deal.stage.0)?)?;
            Some(open.value? as f64 * weight)
        });
        let ours: f64 = weighed.sum();
        let told = ask(case, case.months()[0].0, Metric::WeightedStage).figure.value.unwrap_or(0.0);
        prop_assert!((told - ours).abs() <= open.len() as f64 / 2.0, "{told}, the oracle has {ours}");
        Ok(())
    });
}

#[test]
fn the_same_is_expected_before_the_end() {
    check(4, |case| {
        let world = case.world();
        let open = sales::open(&world);
        let today = world.day(trechter_domain::Instant(case.as_of.0 - 1));
        let month = Month::containing(Unit::Month, today);
        for (metric, day) in [(Metric::OpenValueExpected, month.end()), (Metric::OverdueValue, today)] {
            let mut cases = pipeline::expected_before(&open, day);
            cases.retain(|case| case.value.is_some());
            same(case, month, metric, sales::value(&cases).value, &sales::ids(&cases))?;
        }
        Ok(())
    });
}

#[test]
fn the_speed_is_the_same() {
    check(4, |case| {
        let world = case.world();
        if odd_ties(&world) || world.deals().any(super::deals::closed_twice) {
            return Ok(());
        }
        for (month, period) in case.months() {
            let told = ask(case, month, Metric::Velocity);
            let ours = pipeline::velocity(&world, period);
            let close = match (told.figure.value, ours) {
                (Some(theirs), Some(ours)) => (theirs - ours).abs() <= 1e-9 * ours.abs().max(1.0),
                (theirs, ours) => theirs == ours,
            };
            prop_assert!(close, "{:?}, the oracle has {:?}", told.figure.value, ours);
            let mut deals = sales::ids(&sales::open(&world));
            let closed = sales::closed(&world, period);
            let counts =
                |case: &&sales::Case<'_>| sales::is_won(case) || !sales::registered_afterwards(case.story);
            deals.extend(closed.iter().filter(counts).map(sales::Case::id));
            prop_assert_eq!(records(&told), deals);
            let told = ask(case, month, Metric::WonPerDay).figure.value;
            let ours = pipeline::won_per_day(&world, period);
            let close = match (told, ours) {
                (Some(theirs), Some(ours)) => (theirs - ours).abs() <= 1e-9 * ours.abs().max(1.0),
                (theirs, ours) => theirs == ours,
            };
            prop_assert!(close, "per day {:?}, the oracle has {:?}", told, ours);
        }
        Ok(())
    });
}
