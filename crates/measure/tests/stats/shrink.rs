use std::cmp::Ordering;

use proptest::prelude::*;
use trechter_measure::stats::shrink::Team;
use trechter_measure::stats::{Interval, Share};

use crate::{Chance, near};

/// The logarithm of a product of rising factors x·(x+1)·…: the Beta functions of whole counts without any Beta function.
fn ln_rising(from: f64, steps: u64) -> f64 {
    (0..steps).map(|i| (from + i as f64).ln()).sum()
}

/// Mean and quantiles by adding up the density over a fine grid of rates.
fn naive(results: &[Share], of: Share) -> (f64, f64, f64) {
    let all = results.iter().copied().fold(Share::default(), Share::with);
    let m = all.rate().unwrap();
    let strengths: Vec<f64> = (0..24).map(|i| 5.0 * 200.0_f64.powf(f64::from(i) / 23.0)).collect();
    let log_weight = |strength: f64| {
        let (a, b) = (m * strength, (1.0 - m) * strength);
        let likelihood: f64 = results
            .iter()
            .map(|r| ln_rising(a, r.k()) + ln_rising(b, r.n() - r.k()) - ln_rising(a + b, r.n()))
            .sum();
        let sd = (m * (1.0 - m) / (strength + 1.0)).sqrt();
        likelihood + (1.0 / (1.0 + (sd / 0.1).powi(2))).ln()
    };
    let largest = strengths.iter().map(|s| log_weight(*s)).fold(f64::NEG_INFINITY, f64::max);
    let cells = 10_000;
    let rate = |cell: usize| (cell as f64 + 0.5) / cells as f64;
    let mut density = vec![0.0; cells];
    for strength in &strengths {
        let (a, b) = (m * strength + of.k() as f64, (1.0 - m) * strength + (of.n() - of.k()) as f64);
        let log = |cell: usize| (a - 1.0) * rate(cell).ln() + (b - 1.0) * (1.0 - rate(cell)).ln();
        let peak = (0..cells).map(log).fold(f64::NEG_INFINITY, f64::max);
        let part: Vec<f64> = (0..cells).map(|cell| (log(cell) - peak).exp()).collect();
        let total: f64 = part.iter().sum();
        let weight = (log_weight(*strength) - largest).exp();
        density.iter_mut().zip(part).for_each(|(sum, part)| *sum += weight * part / total);
    }
    let total: f64 = density.iter().sum();
    let mean = density.iter().enumerate().map(|(cell, d)| rate(cell) * d).sum::<f64>() / total;
    let quantile = |chance: f64| {
        let mut below = 0.0;
        let cell = density.iter().position(|d| {
            below += d;
            below >= chance * total
        });
        rate(cell.unwrap())
    };
    (mean, quantile(0.025), quantile(0.975))
}

fn bounds(interval: Interval) -> (f64, f64) {
    (interval.low.unwrap(), interval.high.unwrap())
}

#[test]
fn the_mixture_added_up_by_hand() {
    let share = |(k, n)| Share::new(k, n);
    for results in [
        [(12, 40), (9, 50), (11, 45), (3, 4), (0, 6)].map(share).to_vec(),
        [(30, 100), (60, 100), (45, 100)].map(share).to_vec(),
        [(2, 300), (5, 280), (3, 310), (1, 20)].map(share).to_vec(),
    ] {
        let team = Team::of(&results).unwrap();
        for of in &results {
            let (mean, low, high) = naive(&results, *of);
            let shrunk = team.shrink(*of);
            near(shrunk.value, mean, 0.0001);
            near(bounds(shrunk.interval).0, low, 0.0001);
            near(bounds(shrunk.interval).1, high, 0.0001);
        }
    }
}

#[test]
fn baseball_as_published() {
    // Efron & Morris, "Stein's paradox in statistics" (1977): eighteen players after 45 times at bat, and what they
    // batted in the rest of the season. Shrunk rates came closer for the best and worst.
    let hits = [18, 17, 16, 15, 14, 14, 13, 12, 11, 11, 10, 10, 10, 10, 10, 9, 8, 7];
    let rest = [
        0.346, 0.298, 0.276, 0.222, 0.273, 0.270, 0.263, 0.210, 0.269, 0.230, 0.264, 0.256, 0.303, 0.264,
        0.226, 0.286, 0.316, 0.200,
    ];
    let results = hits.map(|k| Share::new(k, 45));
    let team = Team::of(&results).unwrap();
    let error = |rate: &dyn Fn(Share) -> f64| {
        results.iter().zip(rest).map(|(share, truth)| (rate(*share) - truth).powi(2)).sum::<f64>()
    };
    let raw = error(&|share| share.rate().unwrap());
    let shrunk = error(&|share| team.shrink(share).value);
    // Theirs: 3.5 times smaller.
    assert!(raw / shrunk > 3.0, "{raw} {shrunk}");
    // 18 of 45 against 26.5% is not enough to call anybody above.
    assert!(results.iter().all(|share| team.stands(&team.shrink(*share)).is_none()));
}

#[test]
fn who_differs_is_called_so() {
    let results = [Share::new(60, 400), Share::new(110, 400), Share::new(95, 400), Share::new(190, 400)];
    let team = Team::of(&results).unwrap();
    let stands = results.map(|share| team.stands(&team.shrink(share)));
    assert_eq!(stands[0], Some(Ordering::Less));
    assert_eq!(stands[3], Some(Ordering::Greater));
    assert_eq!(stands[1], None);
}

#[test]
fn groups_that_say_nothing() {
    let some = Share::new(3, 9);
    assert_eq!(Team::of(&[some, some, Share::new(0, 0)]), None);
    assert_eq!(Team::of(&[]), None);
    // Nobody won anything: nobody is called below or above, and nobody is certain never to win.
    let nothing = Team::of(&[Share::new(0, 9); 3]).unwrap();
    let shrunk = nothing.shrink(Share::new(0, 9));
    assert!(shrunk.value > 0.0 && shrunk.value < 0.05);
    assert_eq!(nothing.stands(&shrunk), None);
    // Somebody without a case stands where the team stands.
    let team = Team::of(&[some; 4]).unwrap();
    near(team.shrink(Share::new(0, 0)).value, 1.0 / 3.0, 1e-9);
}

/// Equal sellers are seldom called different.
#[test]
fn equal_people_are_seldom_called_different() {
    let mut chance = Chance(3);
    let mut called = 0;
    for _ in 0..40 {
        let results: Vec<Share> = (0..8)
            .map(|person| {
                let n = 20 + 15 * person;
                Share::new((0..n).filter(|_| chance.next() < 0.25).count() as u64, n)
            })
            .collect();
        let team = Team::of(&results).unwrap();
        called += results.iter().filter(|share| team.stands(&team.shrink(**share)).is_some()).count();
    }
    assert!(called <= 8, "{called} of 320");
}

#[test]
fn many_cases_need_no_drawing() {
    let results =
        [Share::new(300_000, 1_000_000), Share::new(320_000, 1_000_000), Share::new(280_000, 1_000_000)];
    let shrunk = Team::of(&results).unwrap().shrink(results[1]);
    let (low, high) = bounds(shrunk.interval);
    near(shrunk.value, 0.32, 0.0001);
    // ± 1.96 · √(0.32 · 0.68 / 1,000,000)
    near(low, 0.32 - 0.000914, 0.00003);
    near(high, 0.32 + 0.000914, 0.00003);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn between_oneself_and_the_team(results in prop::collection::vec((0u64..50, 0u64..50), 3..9)) {
        let results: Vec<Share> = results.iter().map(|(k, misses)| Share::new(*k, k + misses + 1)).collect();
        let team = Team::of(&results).unwrap();
        let turned: Vec<Share> = results.iter().map(|share| Share::new(share.n() - share.k(), share.n())).collect();
        let mirror = Team::of(&turned).unwrap();
        for (share, turned) in results.iter().zip(&turned) {
            let shrunk = team.shrink(*share);
            let own = share.rate().unwrap();
            prop_assert!(shrunk.value >= own.min(team.rate) - 1e-9 && shrunk.value <= own.max(team.rate) + 1e-9);
            prop_assert!(shrunk.interval.contains(shrunk.value));
            // Losing is winning, mirrored.
            let (low, high) = bounds(shrunk.interval);
            let (mirrored_low, mirrored_high) = bounds(mirror.shrink(*turned).interval);
            prop_assert!((low + mirrored_high - 1.0).abs() < 1e-6 && (high + mirrored_low - 1.0).abs() < 1e-6);
        }
    }
}
