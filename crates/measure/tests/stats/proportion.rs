use proptest::prelude::*;
use trechter_measure::stats::proportion::{
    against_norm, compare, compare_weighted, difference, difference_at_least, fisher, wilson, wilson_weighted,
};
use trechter_measure::stats::{Interval, Share, Side};

use crate::{binomial, choose, near};

#[track_caller]
fn interval(interval: Interval, low: f64, high: f64, allowed: f64) {
    near(interval.low.unwrap(), low, allowed);
    near(interval.high.unwrap(), high, allowed);
}

#[test]
fn wilson_as_published() {
    // Newcombe, "Two-sided confidence intervals for the single proportion", Statistics in Medicine 17 (1998), table I,
    // method 3.
    interval(wilson(Share::new(81, 263)), 0.2553, 0.3662, 0.00005);
    interval(wilson(Share::new(15, 148)), 0.0624, 0.1605, 0.00005);
    interval(wilson(Share::new(0, 20)), 0.0, 0.1611, 0.00005);
    interval(wilson(Share::new(1, 29)), 0.0061, 0.1718, 0.00005);
    // The metrics' own: of 100 leads with 30 won, 22-40%.
    interval(wilson(Share::new(30, 100)), 0.22, 0.40, 0.005);
    assert_eq!(wilson(Share::new(20, 20)).high, Some(1.0));
    assert_eq!(wilson(Share::new(0, 0)), Interval::OPEN);
    assert_eq!(wilson_weighted(0.5, 0.0), Interval::OPEN);
}

#[test]
fn newcombe_as_published() {
    // Newcombe, "Interval estimation for the difference between independent proportions", Statistics in Medicine 17
    // (1998), table II, method 10.
    interval(difference(Share::new(56, 70), Share::new(48, 80), 0.95), 0.0524, 0.3339, 0.00005);
    interval(difference(Share::new(9, 10), Share::new(3, 10), 0.95), 0.1705, 0.8090, 0.00005);
    interval(difference(Share::new(6, 7), Share::new(2, 7), 0.95), 0.0582, 0.8062, 0.00005);
    interval(difference(Share::new(5, 56), Share::new(0, 29), 0.95), -0.0381, 0.1926, 0.00005);
    interval(difference(Share::new(0, 10), Share::new(0, 20), 0.95), -0.1611, 0.2775, 0.00005);
    interval(difference(Share::new(10, 10), Share::new(0, 10), 0.95), 0.6075, 1.0, 0.00005);
    assert_eq!(difference(Share::new(0, 0), Share::new(1, 2), 0.95), Interval::OPEN);
}

#[test]
fn one_sided_90_is_the_lower_end_of_two_sided_80() {
    let (slow, quick) = (Share::new(30, 200), Share::new(50, 200));
    let bound = difference_at_least(quick, slow, 0.9).unwrap();
    near(bound, difference(quick, slow, 0.8).low.unwrap(), 1e-12);
    assert_eq!(difference_at_least(quick, Share::new(0, 0), 0.9), None);
}

#[test]
fn score_test_as_elsewhere() {
    // statsmodels 0.15, proportions_ztest([90, 136], [93, 200]); the first group of R's `smokers` example.
    let test = compare(Share::new(90, 93), Share::new(136, 200), Side::Both).unwrap();
    near(test.statistic, 5.458858309861994, 1e-9);
    near(test.p, 4.792059794818974e-8, 1e-16);
}

#[test]
fn fisher_as_elsewhere() {
    let p = |a: (u64, u64), b: (u64, u64), side| {
        fisher(Share::new(a.0, a.1), Share::new(b.0, b.1), side).unwrap().p
    };
    // Fisher, *The Design of Experiments* (1935): the lady tasting tea. Two-sided as in R's `fisher.test`.
    near(p((3, 4), (1, 4), Side::Above), 17.0 / 70.0, 1e-12);
    near(p((3, 4), (1, 4), Side::Both), 34.0 / 70.0, 1e-12);
    // Convictions of like-sex twins, R's example for `fisher.test`: 2 of 17 dizygotic, 10 of 13 monozygotic.
    near(p((2, 17), (10, 13), Side::Below), 0.0004651809, 1e-9);
    near(p((10, 12), (3, 18), Side::Both), 0.0005367241191434357, 1e-12);
    // SciPy 1.17, fisher_exact, with larger groups.
    near(p((2, 1000), (40, 9000), Side::Below), 0.19451280542187155, 1e-9);
    near(p((2, 1000), (40, 9000), Side::Both), 0.4338189090731813, 1e-9);
}

#[test]
fn exact_test_takes_over_below_five_expected() {
    let exact = |a, b| compare(a, b, Side::Both).unwrap() == fisher(a, b, Side::Both).unwrap();
    // 10 of 200 over two halves: exactly 5 expected hits in each.
    assert!(!exact(Share::new(3, 100), Share::new(7, 100)));
    assert!(exact(Share::new(3, 100), Share::new(6, 100)));
    // As few misses as hits would be.
    assert!(exact(Share::new(97, 100), Share::new(94, 100)));
    assert_eq!(compare(Share::new(0, 0), Share::new(1, 2), Side::Both), None);
}

#[test]
fn against_a_norm() {
    let p = |k, n, norm| against_norm(Share::new(k, n), norm, Side::Both).unwrap().p;
    // SciPy 1.17, binomtest.
    near(p(3, 15, 0.1), 0.18406106910639106, 1e-12);
    near(p(0, 12, 0.3), 0.02333065833100001, 1e-12);
    // Mendel's peas, 682 of 925 against 3/4 (Conover): z = -0.892.
    near(p(682, 925, 0.75), 0.37228, 0.00001);
    // A norm of nothing or everything is broken by one record, and kept otherwise.
    assert_eq!((p(0, 10, 0.0), p(1, 10, 0.0), p(10, 10, 1.0), p(9, 10, 1.0)), (1.0, 0.0, 1.0, 0.0));
    assert_eq!(against_norm(Share::new(0, 0), 0.5, Side::Both), None);
    assert_eq!(against_norm(Share::new(1, 2), 1.5, Side::Both), None);
}

#[test]
fn few_effective_cases_cannot_be_told() {
    assert!(compare_weighted((0.1, 10.0), (0.5, 10.0), Side::Both).is_some());
    assert_eq!(compare_weighted((0.1, 9.9), (0.5, 1000.0), Side::Both), None);
    // Equal values weigh like records.
    let records = compare(Share::new(30, 200), Share::new(50, 200), Side::Both);
    assert_eq!(compare_weighted((0.15, 200.0), (0.25, 200.0), Side::Both), records);
}

/// Every table with these margins, its chance from binomial coefficients.
fn naive_fisher(first: Share, second: Share, side: Side) -> f64 {
    let marked = first.k() + second.k();
    let weight = |x: u64| choose(first.n(), x) * choose(second.n(), marked - x);
    let tables = marked.saturating_sub(second.n())..=marked.min(first.n());
    let counts = |x: u64| match side {
        Side::Both => weight(x) <= weight(first.k()) * (1.0 + 1e-7),
        Side::Below => x <= first.k(),
        Side::Above => x >= first.k(),
    };
    let all: f64 = tables.clone().map(weight).sum();
    tables.filter(|x| counts(*x)).map(weight).sum::<f64>() / all
}

fn share(largest: u64) -> impl Strategy<Value = Share> {
    (1..=largest).prop_flat_map(|n| (0..=n).prop_map(move |k| Share::new(k, n)))
}

fn side() -> impl Strategy<Value = Side> {
    prop_oneof![Just(Side::Both), Just(Side::Below), Just(Side::Above)]
}

proptest! {
    #[test]
    fn fisher_is_the_sum_over_tables(first in share(40), second in share(40), side in side()) {
        let p = fisher(first, second, side).unwrap().p;
        prop_assert!((p - naive_fisher(first, second, side)).abs() < 1e-9);
    }

    #[test]
    fn exact_norm_is_the_sum_over_counts(share in share(40), norm in 0.01..0.12f64) {
        prop_assume!(share.n() as f64 * norm < 5.0);
        let chance = |k| binomial(share.n(), k, norm);
        let rare: f64 = (0..=share.n()).map(chance).filter(|p| *p <= chance(share.k()) * (1.0 + 1e-7)).sum();
        let below: f64 = (0..=share.k()).map(chance).sum();
        prop_assert!((against_norm(share, norm, Side::Both).unwrap().p - rare).abs() < 1e-9);
        prop_assert!((against_norm(share, norm, Side::Below).unwrap().p - below).abs() < 1e-9);
    }

    #[test]
    fn a_proportion_lies_in_its_interval(share in share(5_000)) {
        let Interval { low: Some(low), high: Some(high) } = wilson(share) else { panic!("open") };
        prop_assert!(0.0 <= low && high <= 1.0 && low < high);
        prop_assert!(wilson(share).contains(share.rate().unwrap()));
    }

    #[test]
    fn turning_a_comparison_round_turns_its_answer(first in share(400), second in share(400)) {
        let there = compare(first, second, Side::Below).unwrap();
        let back = compare(second, first, Side::Above).unwrap();
        prop_assert!((there.p - back.p).abs() < 1e-9 && (there.statistic + back.statistic).abs() < 1e-9);
        let Interval { low, high } = difference(first, second, 0.95);
        let turned = difference(second, first, 0.95);
        prop_assert!((low.unwrap() + turned.high.unwrap()).abs() < 1e-12);
        prop_assert!((high.unwrap() + turned.low.unwrap()).abs() < 1e-12);
    }
}
