use proptest::prelude::*;
use trechter_measure::stats::quantile::{Ranks, of_counts, of_values, ranks};

use crate::binomial;

/// The definition, word for word.
fn naive_ranks(n: u64, q: f64) -> Ranks {
    let chances: Vec<f64> = (0..=n).map(|k| binomial(n, k, q)).collect();
    let below = |rank: u64| chances[..rank as usize].iter().sum::<f64>();
    let from = |rank: u64| chances[rank as usize..].iter().sum::<f64>();
    let low = (0..=n).rev().find(|rank| below(*rank) <= 0.025).unwrap();
    let high = (0..=n + 1).find(|rank| from(*rank) <= 0.025).unwrap();
    Ranks { low: (low >= 1).then_some(low), high: (high <= n).then_some(high) }
}

#[test]
fn ranks_as_the_definition_says() {
    for q in [0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95] {
        for n in 1..=120 {
            assert_eq!(ranks(n, q), naive_ranks(n, q), "n = {n}, q = {q}");
        }
    }
}

#[test]
fn ranks_as_published() {
    // The metrics' own: n = 10, and the first n at which a 90th percentile has an upper bound.
    assert_eq!(ranks(10, 0.5), Ranks { low: Some(2), high: Some(9) });
    assert!((1..36).all(|n| ranks(n, 0.9).high.is_none()));
    assert_eq!(ranks(36, 0.9).high, Some(36));
    // Conover, *Practical Nonparametric Statistics*: a median of 5 is open, of 6 lies between the smallest and the
    // largest; of 20, 50 and 100 between these.
    let median = |n| ranks(n, 0.5);
    assert_eq!(median(5), Ranks { low: None, high: None });
    assert_eq!(median(6), Ranks { low: Some(1), high: Some(6) });
    assert_eq!(median(20), Ranks { low: Some(6), high: Some(15) });
    assert_eq!(median(50), Ranks { low: Some(18), high: Some(33) });
    assert_eq!(median(100), Ranks { low: Some(40), high: Some(61) });
    // SciPy 1.17, binom, the definition word for word.
    assert_eq!(ranks(1_000, 0.75), Ranks { low: Some(723), high: Some(778) });
    assert_eq!(ranks(1_000, 0.9), Ranks { low: Some(881), high: Some(919) });
    // Nothing to order, no quantile.
    assert_eq!(ranks(0, 0.5), Ranks { low: None, high: None });
    assert_eq!(ranks(100, 1.0), Ranks { low: None, high: None });
}

#[test]
fn large_numbers_come_close_to_the_normal_curve() {
    let n = 4_000_000_u64;
    let Ranks { low: Some(low), high: Some(high) } = ranks(n, 0.5) else { panic!("open") };
    // n/2 ∓ 1.95996·√n/2, to a rank.
    assert!(low.abs_diff(2_000_000 - 1_960) <= 1 && high.abs_diff(2_000_000 + 1_961) <= 1, "{low} {high}");
}

/// By sorting.
fn naive(values: &[u32], q: f64) -> (f64, Option<f64>, Option<f64>) {
    let mut sorted = values.to_vec();
    sorted.sort_unstable();
    let at = |rank: u64| f64::from(sorted[rank as usize - 1]);
    let n = values.len() as u64;
    // Twenty steps of 5%: whole arithmetic.
    let twentieths = (q * 20.0).round() as u64 * n;
    let value = if twentieths.is_multiple_of(20) {
        let rank = twentieths / 20;
        (at(rank.max(1)) + at((rank + 1).min(n))) / 2.0
    } else {
        at(twentieths / 20 + 1)
    };
    let ranks = naive_ranks(n, q);
    (value, ranks.low.map(at), ranks.high.map(at))
}

proptest! {
    #[test]
    fn selection_and_histogram_agree_with_sorting(
        values in prop::collection::vec(0u32..60, 1..90),
        twentieth in 1u32..20,
    ) {
        let q = f64::from(twentieth) / 20.0;
        let (value, low, high) = naive(&values, q);
        let mut counts = vec![0; 60];
        values.iter().for_each(|value| counts[*value as usize] += 1);
        let mut reals: Vec<f64> = values.iter().map(|value| f64::from(*value)).collect();
        let mut whole: Vec<i64> = values.iter().map(|value| i64::from(*value)).collect();
        let mut units = values.clone();
        for estimate in [
            of_values(&mut reals, q),
            of_values(&mut whole, q),
            of_values(&mut units, q),
            of_counts(&counts, q),
        ] {
            let estimate = estimate.unwrap();
            prop_assert_eq!((estimate.value, estimate.interval.low, estimate.interval.high), (value, low, high));
        }
    }
}

#[test]
fn nothing_has_no_quantile() {
    assert_eq!(of_values::<f64>(&mut [], 0.5), None);
    assert_eq!(of_counts(&[], 0.5), None);
}
