use proptest::prelude::*;
use trechter_measure::stats::counts::{
    against_month_ends, dispersion, flow, flow_against_norm, flow_money, mid_p, money_against_norm,
    overdispersed, standing,
};
use trechter_measure::stats::mean::Sums;
use trechter_measure::stats::{Side, more_needed};

use crate::{Chance, binomial, near};

#[test]
fn six_against_thirteen_can_be_chance() {
    // "7 more needed (the difference can be chance): p is 0.17": a standing number after 26 entries and exits.
    assert_eq!(more_needed(13.0, 6), 7);
    near(standing(6, 13, 11, 15, Side::Both).unwrap().p, 0.17, 0.005);
    // As a flow, the exact conditional test would say 0.167 as well; mid-p gives half of the chance of the very 6 back.
    let exact: f64 = (0..=6).map(|k| binomial(19, k, 0.5)).sum::<f64>() * 2.0;
    near(exact, 0.167, 0.0005);
    near(mid_p(6, 13, 1.0, Side::Both).unwrap().p, exact - binomial(19, 6, 0.5), 1e-12);
}

#[test]
fn bursts_take_the_normal_test() {
    let weeks = [0, 12, 0, 0, 14, 0, 10, 0, 0, 16];
    let phi = dispersion(&weeks).unwrap();
    assert!(phi > 5.0);
    assert_eq!(flow(40, 66, 1.0, phi, Side::Both), overdispersed(40, 66, 1.0, phi, Side::Both));
    // Evener than chance is still judged as chance.
    assert_eq!(flow(40, 66, 1.0, 0.4, Side::Both), mid_p(40, 66, 1.0, Side::Both));
    // z² = (40 - 0.9·66)²/(4·0.9·106)
    let test = overdispersed(40, 66, 0.9, 4.0, Side::Both).unwrap();
    near(test.statistic.powi(2), 19.4_f64.powi(2) / (4.0 * 0.9 * 106.0), 1e-12);
}

#[test]
fn what_cannot_be_told() {
    assert_eq!(mid_p(0, 0, 1.0, Side::Both), None);
    assert_eq!(mid_p(1, 2, 0.0, Side::Both), None);
    assert_eq!(overdispersed(0, 0, 1.0, 2.0, Side::Both), None);
    assert_eq!(standing(6, 6, 0, 0, Side::Both), None);
    assert_eq!(dispersion(&[7]), None);
    assert_eq!(against_month_ends(3.0, &Sums::of([5.0, 5.0, 5.0]), Side::Both), None);
    assert_eq!(flow_money(&Sums::default(), &Sums::default(), 1.0, Side::Both), None);
    assert_eq!(flow_money(&Sums::of([5.0]), &Sums::of([5.0]), 0.0, Side::Both), None);
    assert_eq!(money_against_norm(&Sums::default(), 10.0, Side::Both), None);
    assert_eq!(flow_against_norm(3, 0.0, 1.0, Side::Both), None);
}

#[test]
fn a_count_against_a_norm() {
    // SciPy 1.17: poisson.cdf(6, 13) - poisson.pmf(6, 13)/2.
    near(flow_against_norm(6, 13.0, 1.0, Side::Below).unwrap().p, 0.018310402685431763, 1e-12);
    near(flow_against_norm(6, 13.0, 4.0, Side::Both).unwrap().statistic, -7.0 / 52.0_f64.sqrt(), 1e-12);
    near(flow_against_norm(1_000_100, 1e6, 1.0, Side::Above).unwrap().p, 0.4602, 0.001);
}

#[test]
fn money_counts_the_deals_that_it_came_in() {
    // The same sums in ten deals and in one: only the first is more than noise.
    let small = flow_money(&Sums::of([10.0; 30]), &Sums::of([10.0; 10]), 1.0, Side::Both).unwrap();
    let large = flow_money(&Sums::of([300.0]), &Sums::of([100.0]), 1.0, Side::Both).unwrap();
    near(small.statistic, 200.0 / 4_000.0_f64.sqrt(), 1e-12);
    near(large.statistic, 200.0 / 100_000.0_f64.sqrt(), 1e-12);
    assert!(small.p < 0.01 && large.p > 0.5);
}

/// Without a difference a test at 5% may speak up in at most about 5% of cases.
#[test]
fn equal_periods_seldom_differ() {
    let mut chance = Chance(1);
    let (mut flows, mut money, rounds) = (0, 0, 4_000);
    for _ in 0..rounds {
        // Twice the working days in the reference.
        let (now, then) = (chance.poisson(15.0), chance.poisson(30.0));
        flows += u32::from(mid_p(now.into(), then.into(), 0.5, Side::Both).unwrap().p < 0.05);
        let mut values = |n| Sums::of((0..n).map(|_| 100.0 + 900.0 * chance.next()).collect::<Vec<_>>());
        let (now, then) = (values(now), values(then));
        money += u32::from(flow_money(&now, &then, 0.5, Side::Both).unwrap().p < 0.05);
    }
    let share = |count: u32| f64::from(count) / f64::from(rounds);
    assert!((0.03..0.06).contains(&share(flows)), "flows {}", share(flows));
    assert!((0.03..0.06).contains(&share(money)), "money {}", share(money));
}

fn naive_mid_p(now: u64, then: u64, exposure: f64, side: Side) -> f64 {
    let chance = |k| binomial(now + then, k, exposure / (1.0 + exposure));
    let low = (0..now).map(chance).sum::<f64>() + chance(now) / 2.0;
    match side {
        Side::Both => (2.0 * low.min(1.0 - low)).min(1.0),
        Side::Below => low,
        Side::Above => 1.0 - low,
    }
}

proptest! {
    #[test]
    fn mid_p_is_the_sum_over_counts(now in 0u64..40, then in 0u64..40, exposure in 0.05..4.0f64) {
        prop_assume!(now + then > 0);
        for side in [Side::Both, Side::Below, Side::Above] {
            let p = mid_p(now, then, exposure, side).unwrap().p;
            prop_assert!((p - naive_mid_p(now, then, exposure, side)).abs() < 1e-9);
        }
    }

    #[test]
    fn the_reference_may_be_the_period(now in 0u64..400, then in 0u64..400, exposure in 0.05..4.0f64) {
        prop_assume!(now + then > 0);
        let there = mid_p(now, then, exposure, Side::Both).unwrap().p;
        let back = mid_p(then, now, 1.0 / exposure, Side::Both).unwrap().p;
        prop_assert!((there - back).abs() < 1e-9);
    }
}
