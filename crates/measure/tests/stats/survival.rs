use proptest::prelude::*;
use trechter_measure::stats::competing::{Endings, aalen_johansen, fate};
use trechter_measure::stats::survival::{Curve, Lifetimes, kaplan_meier, log_rank};
use trechter_measure::stats::{Interval, Side};

use crate::near;

/// A case: its time, and in which way it ended, if it did.
type Case = (u32, Option<usize>);

fn lifetimes(cases: &[Case]) -> Lifetimes {
    let mut lifetimes = Lifetimes::default();
    for (units, end) in cases {
        match end {
            Some(_) => lifetimes.add_event(*units),
            None => lifetimes.add_censored(*units),
        }
    }
    lifetimes
}

fn ended(units: &[u32]) -> Vec<Case> {
    units.iter().map(|units| (*units, Some(0))).collect()
}

/// Freireich et al., "The effect of 6-mercaptopurine on the duration of steroid-induced remissions in acute leukemia",
/// Blood 21 (1963): weeks in remission with the drug, and with a placebo.
fn remission() -> (Vec<Case>, Vec<Case>) {
    let mut drug = ended(&[6, 6, 6, 7, 10, 13, 16, 22, 23]);
    drug.extend([6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35].map(|units| (units, None)));
    let placebo = ended(&[1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23]);
    (drug, placebo)
}

fn curve(cases: &[Case]) -> Curve {
    kaplan_meier(&lifetimes(cases)).unwrap()
}

#[test]
fn kaplan_meier_as_published() {
    let (drug, placebo) = remission();
    let curve_of_drug = curve(&drug);
    let expected =
        [(6, 0.8571), (7, 0.8067), (10, 0.7529), (13, 0.6902), (16, 0.6275), (22, 0.5378), (23, 0.4482)];
    assert_eq!(curve_of_drug.steps.len(), expected.len());
    for (step, (unit, survival)) in curve_of_drug.steps.iter().zip(expected) {
        assert_eq!(step.unit, unit);
        near(step.survival, survival, 0.00005);
    }
    // The log-log band as lifelines 0.30 has it.
    let Interval { low: Some(low), high: Some(high) } = curve_of_drug.steps[3].band else { panic!("open") };
    near(low, 0.431610, 0.0000005);
    near(high, 0.849066, 0.0000005);
    // Medians with R's survfit(conf.type = "log-log"): 23 (13, NA) and 8 (4, 11).
    let median = curve_of_drug.quantile(0.5);
    assert_eq!((median.value, median.interval), (Some(23.0), Interval { low: Some(13.0), high: None }));
    let median = curve(&placebo).quantile(0.5);
    assert_eq!((median.value, median.interval), (Some(8.0), Interval::closed(4.0, 11.0)));
    // The drug's curve never falls to 10%: "more than 35 weeks".
    let slowest = curve_of_drug.quantile(0.9);
    assert_eq!((slowest.value, slowest.longest), (None, 35));
}

#[test]
fn log_rank_as_published() {
    // Chi-squared 16.79 on one degree of freedom (Cox & Oakes, *Analysis of Survival Data*, 1984; R's survdiff).
    let (drug, placebo) = remission();
    let test = log_rank(&lifetimes(&drug), &lifetimes(&placebo), Side::Both).unwrap();
    near(test.statistic.powi(2), 16.792940989216547, 1e-9);
    near(test.p, 4.168809109334511e-05, 1e-12);
    assert!(test.statistic < 0.0, "the drug's remissions end later");
}

#[test]
fn a_quantile_against_a_norm() {
    let norm = |cases: &[Case], units| curve(cases).against_norm(0.5, units, Side::Both);
    let times: Vec<u32> = (1..=40).collect();
    // Without censoring it is the score test of the share within the norm.
    let plain = norm(&ended(&times), 13).unwrap();
    near(plain.statistic, (13.0 - 20.0) / 10.0_f64.sqrt(), 1e-9);
    // All were quick, or none was.
    near(norm(&ended(&times), 50).unwrap().statistic, 20.0 / 10.0_f64.sqrt(), 1e-9);
    near(norm(&ended(&times), 0).unwrap().statistic, -20.0 / 10.0_f64.sqrt(), 1e-9);
    near(norm(&ended(&[3; 40]), 5).unwrap().statistic, 20.0 / 10.0_f64.sqrt(), 1e-9);
    // Half of them unseen after day 5: less is known, not something else.
    let mut half = ended(&(1..=40).map(|i| 10 + i % 20).collect::<Vec<_>>());
    half.extend((0..40).map(|_| (5, None)));
    near(curve(&half).steps[0].effective, 40.0, 1e-9);
    assert_eq!(norm(&ended(&[1, 2, 3]), 2), None);
    assert_eq!(norm(&[(3, None); 40], 2), None);
}

#[test]
fn what_no_curve_can_tell() {
    assert_eq!(kaplan_meier(&Lifetimes::default()), None);
    // Nobody answered yet.
    let waiting = curve(&[(3, None), (9, None)]);
    assert_eq!((waiting.survival(100), waiting.longest), (1.0, 9));
    let median = waiting.quantile(0.5);
    assert_eq!((median.value, median.longest, median.interval), (None, 9, Interval::OPEN));
    let one = lifetimes(&[(3, Some(0))]);
    assert_eq!(log_rank(&one, &Lifetimes::default(), Side::Both), None);
    assert_eq!(log_rank(&lifetimes(&[(1, None)]), &lifetimes(&[(1, None)]), Side::Both), None);
    // Of the last two, ended together, nothing is left to compare.
    assert_eq!(log_rank(&one, &one, Side::Both), None);
    assert!(aalen_johansen(&Endings::<2>::default()).is_empty());
}

#[test]
fn a_level_part_at_half_has_its_middle_as_median() {
    assert_eq!(curve(&ended(&[1, 2, 7, 9])).quantile(0.5).value, Some(4.5));
    // Without a next step there is no middle.
    assert_eq!(curve(&[(1, Some(0)), (2, Some(0)), (7, None), (9, None)]).quantile(0.5).value, Some(2.0));
}

/// The share still going, record by record.
fn naive_survival(cases: &[Case], until: u32) -> f64 {
    let mut times: Vec<u32> =
        cases.iter().filter(|(_, end)| end.is_some()).map(|(units, _)| *units).collect();
    times.sort_unstable();
    times.dedup();
    let share = |time: u32| {
        let at_risk = cases.iter().filter(|(units, _)| *units >= time).count() as f64;
        let events = cases.iter().filter(|(units, end)| *units == time && end.is_some()).count() as f64;
        1.0 - events / at_risk
    };
    times.iter().filter(|time| **time <= until).map(|time| share(*time)).product()
}

/// The share that ended in a way, record by record: each end counts with the share that was still going just before it.
fn naive_incidence(cases: &[Case], cause: usize, until: u32) -> f64 {
    let ends = cases.iter().filter(|(units, end)| *units <= until && *end == Some(cause));
    ends.map(|(time, _)| {
        let at_risk = cases.iter().filter(|(units, _)| units >= time).count() as f64;
        let before = time.checked_sub(1).map_or(1.0, |before| naive_survival(cases, before));
        before / at_risk
    })
    .sum()
}

/// Observed minus expected and its variance, record by record.
fn naive_log_rank(first: &[Case], second: &[Case]) -> f64 {
    let (mut surplus, mut variance) = (0.0, 0.0);
    for time in 0..40 {
        let at_risk = |cases: &[Case]| cases.iter().filter(|(units, _)| *units >= time).count() as f64;
        let events = |cases: &[Case]| {
            cases.iter().filter(|(units, end)| *units == time && end.is_some()).count() as f64
        };
        let (n1, n, d) = (at_risk(first), at_risk(first) + at_risk(second), events(first) + events(second));
        if n > 1.0 {
            surplus += events(first) - d * n1 / n;
            variance += d * n1 / n * (1.0 - n1 / n) * (n - d) / (n - 1.0);
        }
    }
    if variance > 0.0 { surplus / variance.sqrt() } else { 0.0 }
}

fn cases() -> impl Strategy<Value = Vec<Case>> {
    prop::collection::vec((0u32..30, prop_oneof![Just(None), (0usize..3).prop_map(Some)]), 1..60)
}

proptest! {
    #[test]
    fn histograms_say_what_records_say(cases in cases()) {
        let curve = curve(&cases);
        let mut endings = Endings::<3>::default();
        for (units, end) in &cases {
            match end {
                Some(cause) => endings.add_event(*cause, *units),
                None => endings.add_censored(*units),
            }
        }
        let fates = aalen_johansen(&endings);
        for unit in 0..31 {
            prop_assert!((curve.survival(unit) - naive_survival(&cases, unit)).abs() < 1e-9);
            let fate = fate(&fates, unit);
            prop_assert!((fate.going - curve.survival(unit)).abs() < 1e-9);
            prop_assert!((fate.ended.iter().sum::<f64>() + fate.going - 1.0).abs() < 1e-9);
            for (cause, share) in fate.ended.iter().enumerate() {
                prop_assert!((share - naive_incidence(&cases, cause, unit)).abs() < 1e-9);
            }
        }
    }

    #[test]
    fn log_rank_is_the_sum_over_records(first in cases(), second in cases()) {
        let naive = naive_log_rank(&first, &second);
        let (first, second) = (lifetimes(&first), lifetimes(&second));
        let there = log_rank(&first, &second, Side::Both).map_or(0.0, |test| test.statistic);
        let back = log_rank(&second, &first, Side::Both).map_or(0.0, |test| test.statistic);
        prop_assert!((there - naive).abs() < 1e-9 && (there + back).abs() < 1e-9);
    }

    #[test]
    fn a_curve_falls_within_its_band(cases in cases()) {
        let curve = curve(&cases);
        for step in &curve.steps {
            prop_assert!(step.band.contains(step.survival));
        }
        prop_assert!(curve.steps.windows(2).all(|pair| pair[0].survival > pair[1].survival));
        for q in [0.25, 0.5, 0.9] {
            let quantile = curve.quantile(q);
            if let Some(value) = quantile.value {
                prop_assert!(quantile.interval.contains(value));
            }
        }
    }

    #[test]
    fn groups_may_be_counted_apart(first in cases(), second in cases()) {
        let mut merged = lifetimes(&first);
        merged.merge(&lifetimes(&second));
        let all: Vec<Case> = first.into_iter().chain(second).collect();
        prop_assert_eq!(merged, lifetimes(&all));
    }
}

#[test]
fn years_in_minutes_take_the_place_of_a_few_cases() {
    let mut waits = Lifetimes::default();
    let year = 365 * 24 * 60;
    for years in [1, 2, 3] {
        waits.add_event(years * year);
        waits.add_censored(years * year + 1);
    }
    waits.add_event(5);
    assert!(format!("{waits:?}").len() < 1_000, "a counter per case, not per minute");
    let curve = kaplan_meier(&waits).unwrap();
    let steps: Vec<_> = curve.steps.iter().map(|step| (step.unit, step.at_risk)).collect();
    assert_eq!(steps, [(5, 7), (year, 6), (2 * year, 4), (3 * year, 2)]);
    assert_eq!(curve.longest, 3 * year + 1);
}
