//! From lead to customer, and the leads that were taken up, against the oracle's.

use std::collections::BTreeSet;

use proptest::prelude::*;
use trechter_measure::conversion::{conversion, explain};
use trechter_measure::definitions::Metric;
use uuid::Uuid;

use super::check;
use super::measures::{ask, records, same};
use crate::oracle::cohort::{self, Fate};
use crate::oracle::{horizon, leads, sales};

#[test]
fn as_many_leads_become_customer_in_time() {
    check(4, |case| {
        let world = case.world();
        for (month, period) in case.months() {
            let asked = case.asked(month, &[]);
            let told = conversion(&asked);
            let ours = cohort::headline(&world, period);
            let members: Vec<horizon::Member> = ours
                .values()
                .map(|(entered, fate)| {
                    let reached = if let Fate::Won(at) = fate { Some(*at) } else { None };
                    horizon::Member { entered: *entered, reached }
                })
                .collect();
            let (won, all) = horizon::rate(&members, case.as_of, i64::from(told.horizon.days));
            let numbers = (told.total.rate.numerator, told.total.rate.denominator);
            prop_assert_eq!(numbers, (Some(won as f64), Some(all as f64)));
            let many = |wanted: fn(&Fate) -> bool| {
                Some(ours.values().filter(|(_, fate)| wanted(fate)).count() as f64)
            };
            prop_assert_eq!(told.total.won_so_far.numerator, many(|fate| matches!(fate, Fate::Won(_))));
            prop_assert_eq!(told.total.lost.numerator, many(|fate| matches!(fate, Fate::Lost(_))));
            prop_assert_eq!(told.total.undecided.numerator, many(|fate| *fate == Fate::Undecided));
            let explained = explain(&asked, &told.total.undecided.explain).expect("leads");
            let ids: BTreeSet<Uuid> = explained.records.iter().map(|record| record.id).collect();
            prop_assert_eq!(ids, ours.keys().copied().collect::<BTreeSet<_>>());
        }
        Ok(())
    });
}

#[test]
fn the_same_leads_are_taken_up() {
    check(4, |case| {
        let world = case.world();
        let merged = leads::all(&world).iter().any(|lead| lead.parts.len() > 1);
        if merged {
            return Ok(());
        }
        for (month, period) in case.months() {
            let told = records(&ask(case, month, Metric::LeadsHandled));
            let ours: BTreeSet<Uuid> = cohort::handled(&world, period).into_keys().collect();
            if let Some(odd) = told.symmetric_difference(&ours).next() {
                let story = case.story(*odd);
                return Err(TestCaseError::fail(format!(
                    "{odd}: the oracle has {}\n{story}",
                    ours.contains(odd)
                )));
            }
        }
        Ok(())
    });
}

#[test]
fn the_same_deals_are_lost() {
    check(4, |case| {
        let world = case.world();
        if super::measures::odd_ties(&world) {
            return Ok(());
        }
        for (month, period) in case.months() {
            let lost = sales::lost(&sales::closed(&world, period));
            same(case, month, Metric::LossCount, Some(lost.len() as f64), &sales::ids(&lost))?;
            let valued: Vec<_> = lost.iter().filter(|case| case.value.is_some()).cloned().collect();
            same(case, month, Metric::LossValue, sales::value(&lost).value, &sales::ids(&valued))?;
        }
        Ok(())
    });
}
