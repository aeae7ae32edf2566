//! The engine's numbers, with the records behind them, against the oracle's.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use trechter_measure::answer::Explanation;
use trechter_measure::definitions::Metric;
use trechter_measure::evaluate::{answer, explain};
use trechter_measure::measures;
use trechter_measure::slice::{Dimension, Value};
use uuid::Uuid;

use super::{Case, Month, check};
use crate::oracle::sales::{self, Case as Sale};
use crate::oracle::{World, activity, mean, median};

/// The engine's number and its records.
pub fn ask(case: &Case, month: Month, metric: Metric) -> Explanation {
    let measure = measures::of(metric).expect("a measure");
    explain(&case.asked(month, &[]), measure, &[])
}

pub fn records(told: &Explanation) -> BTreeSet<Uuid> {
    told.records.iter().map(|counted| counted.id).collect()
}

/// The number, its n and its records are those of the oracle.
pub fn same(
    case: &Case,
    month: Month,
    metric: Metric,
    value: Option<f64>,
    ids: &BTreeSet<Uuid>,
) -> Result<(), TestCaseError> {
    let told = ask(case, month, metric);
    let theirs = records(&told);
    if let Some(odd) = theirs.symmetric_difference(ids).next() {
        let ours = ids.contains(odd);
        let story = case.story(*odd);
        return Err(TestCaseError::fail(format!("{metric:?}: {odd} counts for the oracle: {ours}\n{story}")));
    }
    let close = match (told.figure.value, value) {
        (Some(theirs), Some(ours)) => (theirs - ours).abs() <= 1e-9 * ours.abs().max(1.0),
        (None, None) => true,
        _ => false,
    };
    prop_assert!(
        close,
        "{:?}: {:?}, the oracle has {:?} of {} records",
        metric,
        told.figure.value,
        value,
        ids.len()
    );
    Ok(())
}

fn with_value<'w>(cases: &[Sale<'w>]) -> Vec<Sale<'w>> {
    cases.iter().filter(|case| case.value.is_some()).cloned().collect()
}

/// Closed at one instant and changed at the same one: the engine's times know no order within a millisecond.
pub fn odd_ties(world: &World) -> bool {
    world.deals().any(|story| {
        let closed = sales::closing(story);
        let impossible = story.steps.iter().any(|step| step.when.0 < story.created());
        let twice = story.steps.windows(2).any(|pair| pair[0].when.0 == pair[1].when.0);
        impossible || (closed.is_some() && twice)
    })
}

#[test]
fn sales_and_win_rates_are_the_same() {
    check(4, |case| {
        let world = case.world();
        if odd_ties(&world) {
            return Ok(());
        }
        for (month, period) in case.months() {
            let closed = sales::closed(&world, period);
            let (won, judged) = (sales::won(&closed), sales::judged(&closed));
            let ids = sales::ids(&won);
            same(case, month, Metric::WonCount, Some(won.len() as f64), &ids)?;
            let valued = with_value(&won);
            same(case, month, Metric::WonValue, sales::value(&won).value, &sales::ids(&valued))?;
            same(case, month, Metric::WonSizeMean, sales::mean_value(&won), &sales::ids(&valued))?;
            let rate = sales::win_rate(&closed);
            same(case, month, Metric::WinRate, rate.value, &sales::ids(&judged))?;
            let by_value = sales::win_rate_by_value(&closed);
            same(case, month, Metric::WinRateByValue, by_value.value, &by_value.ids)?;
        }
        Ok(())
    });
}

#[test]
fn days_to_close_are_the_same() {
    check(4, |case| {
        let world = case.world();
        if odd_ties(&world) || world.deals().any(super::deals::closed_twice) {
            return Ok(());
        }
        for (month, period) in case.months() {
            let closed = sales::closed(&world, period);
            let of = |cases: &[Sale<'_>]| -> BTreeMap<Uuid, f64> {
                let days =
                    cases.iter().filter_map(|case| Some((case.id(), sales::days_to_close(case.story)?)));
                days.collect()
            };
            let (all, won) = (of(&closed), of(&sales::won(&closed)));
            let values = |days: &BTreeMap<Uuid, f64>| days.values().copied().collect::<Vec<_>>();
            let ids = |days: &BTreeMap<Uuid, f64>| days.keys().copied().collect::<BTreeSet<_>>();
            same(case, month, Metric::DaysToClose, mean(&values(&all)), &ids(&all))?;
            same(case, month, Metric::DaysToWonMean, mean(&values(&won)), &ids(&won))?;
            same(case, month, Metric::DaysToWonMedian, median(&values(&won)), &ids(&won))?;
        }
        Ok(())
    });
}

#[test]
fn the_open_pipeline_is_the_same() {
    check(4, |case| {
        let world = case.world();
        let (month, _) = case.months()[0];
        let open = sales::open(&world);
        let valued = with_value(&open);
        same(case, month, Metric::OpenCount, Some(open.len() as f64), &sales::ids(&open))?;
        same(case, month, Metric::OpenValue, sales::value(&open).value, &sales::ids(&valued))?;
        same(case, month, Metric::SizeMean, sales::mean_value(&open), &sales::ids(&valued))?;
        same(case, month, Metric::SizeMedian, sales::median_value(&open), &sales::ids(&valued))?;
        let told = ask(case, month, Metric::WeightedGut).figure.value.unwrap_or(0.0);
        let ours = sales::weighted_by_gut(&open).value.unwrap_or(0.0);
        prop_assert!((told - ours).abs() <= open.len() as f64 / 2.0, "by gut: {told}, the oracle has {ours}");
        Ok(())
    });
}

#[test]
fn leads_and_touches_are_the_same() {
    check(4, |case| {
        let world = case.world();
        for (month, period) in case.months() {
            let count = |ids: &BTreeSet<Uuid>| Some(ids.len() as f64);
            let created: BTreeSet<Uuid> =
                activity::created(&world, period).iter().map(|lead| lead.id).collect();
            same(case, month, Metric::LeadsCreated, count(&created), &created)?;
            let open: BTreeSet<Uuid> = activity::workload(&world).iter().map(|lead| lead.id).collect();
            same(case, month, Metric::LeadWorkload, count(&open), &open)?;
            let touches: BTreeSet<Uuid> =
                activity::touched(&world, period).iter().map(|touch| touch.story.id).collect();
            same(case, month, Metric::Touches, count(&touches), &touches)?;
        }
        Ok(())
    });
}

#[test]
fn leads_are_received_by_the_same_people() {
    check(4, |case| {
        let world = case.world();
        for (month, period) in case.months() {
            let received = activity::received(&world, period);
            if received.iter().any(|lead| lead.parts.len() > 1) {
                continue;
            }
            let told = records(&ask(case, month, Metric::LeadsReceived));
            let ours: BTreeSet<Uuid> = received.iter().map(|lead| lead.id).collect();
            let merged = crate::oracle::leads::all(&world);
            let alone = |id: &Uuid| merged.iter().any(|lead| lead.id == *id && lead.parts.len() == 1);
            let told: BTreeSet<Uuid> = told.into_iter().filter(alone).collect();
            prop_assert_eq!(told, ours);
        }
        Ok(())
    });
}

#[test]
fn answers_come_after_the_same_time() {
    check(4, |case| {
        let world = case.world();
        for (month, period) in case.months() {
            let waits = activity::waits(&world, period);
            let ids: BTreeSet<Uuid> = waits.iter().map(|wait| wait.lead).collect();
            let minutes: Vec<(i64, bool)> =
                waits.iter().map(|wait| (wait.millis / 60_000, wait.answered)).collect();
            for (metric, q) in [(Metric::ResponseClockMedian, 0.5), (Metric::ResponseClockNinetieth, 0.9)] {
                same(case, month, metric, activity::kaplan_meier(&minutes, q), &ids)?;
            }
        }
        Ok(())
    });
}

#[test]
fn follow_ups_and_touches_to_win_are_the_same() {
    check(4, |case| {
        let world = case.world();
        let all = crate::oracle::touches::all(&world);
        let ties = all.windows(2).any(|pair| pair[0].at == pair[1].at);
        for (month, period) in case.months() {
            if !ties {
                let ours = activity::follow_ups(&world, period);
                let told = ask(case, month, Metric::FollowUps);
                prop_assert_eq!(records(&told), ours);
            }
            for (metric, won) in [(Metric::TouchesToWin, true), (Metric::TouchesToLoss, false)] {
                let told = ask(case, month, metric).figure.value;
                let ours = mean(&activity::touches_of_closed(&world, period, won));
                prop_assert_eq!(told, ours, "{:?}", metric);
            }
        }
        Ok(())
    });
}

/// Rows: whose result, of which team, from which source, with which tags.
#[test]
fn rows_hold_the_same_records() {
    check(4, |case| {
        let world = case.world();
        if odd_ties(&world) {
            return Ok(());
        }
        for (month, period) in case.months() {
            let won = sales::won(&sales::closed(&world, period));
            let open = sales::open(&world);
            for (metric, cases) in [(Metric::WonCount, &won), (Metric::OpenCount, &open)] {
                for dimension in [Dimension::Owner, Dimension::Team, Dimension::Source, Dimension::Tag] {
                    let asked = case.asked(month, std::slice::from_ref(&dimension));
                    let answer = answer(&asked, &[measures::of(metric).expect("a measure")]);
                    let theirs: BTreeMap<Value, f64> = answer
                        .rows
                        .iter()
                        .map(|row| (row.values[0].clone(), row.figures[0].value.unwrap_or(0.0)))
                        .filter(|(_, count)| *count > 0.0)
                        .collect();
                    prop_assert_eq!(theirs, rows(&world, cases, &dimension), "{:?} by {}", metric, dimension);
                }
            }
        }
        Ok(())
    });
}

/// "a record counts in each row": how many by value of a dimension.
fn rows(world: &World, cases: &[Sale<'_>], dimension: &Dimension) -> BTreeMap<Value, f64> {
    let mut rows = BTreeMap::new();
    for case in cases {
        let one = |id: Option<Uuid>| vec![id.map_or(Value::None, Value::Id)];
        let now = case.story.now();
        let values = match dimension {
            Dimension::Owner => one(case.owner()),
            Dimension::Team => one(case.owner().and_then(|owner| world.team_of(owner, case.when))),
            Dimension::Source => one(now.origin.source.map(|source| source.0)),
            _ if now.tags.is_empty() => one(None),
            _ => now.tags.iter().map(|tag| Value::Id(tag.0)).collect(),
        };
        for value in values {
            *rows.entry(value).or_insert(0.0) += 1.0;
        }
    }
    rows
}
