use proptest::prelude::*;
use trechter_measure::stats::mean::{Sums, against_norm, welch};
use trechter_measure::stats::{Interval, Side};

use crate::near;

#[test]
fn student_as_published() {
    // Student, "The probable error of a mean" (1908): extra sleep with two drugs; R's `sleep`, `t.test(extra)` per group.
    let first = Sums::of([0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0]);
    let second = Sums::of([1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4]);
    // R: Welch, t = -1.8608, df = 17.776, p-value = 0.07939.
    let test = welch(&first, &second, Side::Both).unwrap();
    near(test.statistic, -1.8608, 0.00005);
    near(test.p, 0.07939, 0.000005);
    // R, one sample: t = 1.3257, df = 9, p-value = 0.2176, interval -0.5297804 to 2.0297804.
    let one = against_norm(&first, 0.0, Side::Both).unwrap();
    near(one.statistic, 1.3257, 0.00005);
    near(one.p, 0.2176, 0.00005);
    let interval = first.interval(None);
    near(interval.low.unwrap(), -0.5297804, 1e-7);
    near(interval.high.unwrap(), 2.0297804, 1e-7);
    assert_eq!(first.interval(Some(0.0)).low, Some(0.0));
}

#[test]
fn t_quantiles_as_tabled() {
    // Two values 0 and 2: mean 1, s/√n = 1, so the interval's half width is t itself; then tables of Student's t.
    let half = |values: &[f64]| {
        let sums = Sums::of(values.iter().copied());
        let error = (sums.variance().unwrap() / sums.n as f64).sqrt();
        (sums.interval(None).high.unwrap() - sums.mean().unwrap()) / error
    };
    let alternating = |n: u32| (0..n).map(|i| f64::from(i % 2)).collect::<Vec<_>>();
    for (n, t) in [
        (2, 12.706204736174694),
        (3, 4.302652729749462),
        (5, 2.7764451051977934),
        (10, 2.262157162798205),
        (31, 2.0422724563012378),
        (100, 1.9842169515864174),
        (201, 1.9718962236339088),
        (202, 1.971836506779859),
        (10_001, 1.960201239890626),
        (1_000_001, 1.959966356814107),
    ] {
        near(half(&alternating(n)), t, 1e-8 * t);
    }
}

#[test]
fn nothing_and_equal_values_cannot_be_told() {
    let none = Sums::default();
    assert_eq!((none.mean(), none.variance(), none.interval(None)), (None, None, Interval::OPEN));
    assert_eq!(Sums::of([4.0]).interval(None), Interval::OPEN);
    let equal = Sums::of([0.1; 1000]);
    assert_eq!(equal.variance(), Some(0.0));
    assert_eq!(welch(&equal, &equal, Side::Both), None);
    assert_eq!(against_norm(&equal, 0.2, Side::Both), None);
    // One side that varies is enough.
    assert!(welch(&equal, &Sums::of([1.0, 2.0]), Side::Both).is_some());
}

proptest! {
    #[test]
    fn running_sums_have_the_variance_of_two_passes(values in prop::collection::vec(0.0..1e6f64, 2..200)) {
        let sums = Sums::of(values.iter().copied());
        let mean = values.iter().sum::<f64>() / values.len() as f64;
        let spread: f64 = values.iter().map(|value| (value - mean).powi(2)).sum();
        let variance = spread / (values.len() as f64 - 1.0);
        prop_assert!((sums.variance().unwrap() - variance).abs() <= 1e-9 * (variance + mean * mean));
    }

    #[test]
    fn parts_sum_to_the_whole(values in prop::collection::vec(0u32..10_000, 2..50), at in 0usize..50) {
        let real = |values: &[u32]| Sums::of(values.iter().map(|value| f64::from(*value)));
        let (left, right) = values.split_at(at.min(values.len()));
        prop_assert_eq!(real(left).with(&real(right)), real(&values));
        prop_assert_eq!(real(&values).without(&real(left)), real(right));
    }

    #[test]
    fn sides_add_up(a in prop::collection::vec(0.0..9.0f64, 2..20), b in prop::collection::vec(0.0..9.0f64, 2..20)) {
        let (a, b) = (Sums::of(a), Sums::of(b));
        let p = |side| welch(&a, &b, side).unwrap().p;
        prop_assert!((p(Side::Below) + p(Side::Above) - 1.0).abs() < 1e-9);
        prop_assert!((2.0 * p(Side::Below).min(p(Side::Above)) - p(Side::Both)).abs() < 1e-9);
    }
}
