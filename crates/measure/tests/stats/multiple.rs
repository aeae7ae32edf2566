use proptest::prelude::*;
use trechter_measure::stats::multiple::{discoveries, verdicts};
use trechter_measure::stats::{Test, Verdict};

#[test]
fn as_published() {
    // Benjamini & Hochberg, "Controlling the false discovery rate", JRSS B 57 (1995), section 3.2: fifteen p-values, of
    // which the first four hold at 5%.
    let p = [
        0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719,
        0.6528, 0.7590, 1.0,
    ];
    let held = discoveries(&p, 0.05);
    assert_eq!(held.iter().filter(|held| **held).count(), 4);
    assert!(held[..4].iter().all(|held| *held));
}

#[test]
fn small_families() {
    assert!(discoveries(&[], 0.1).is_empty());
    assert_eq!(discoveries(&[0.1], 0.1), [true]);
    // A p-value carried by a better one below it: 0.09 <= 10% · 2/2.
    assert_eq!(discoveries(&[0.09, 0.001], 0.1), [true, true]);
    assert_eq!(discoveries(&[f64::NAN, 0.04, 0.2], 0.1), [false, false, false]);
    assert_eq!(verdicts(&[None, None]), [Verdict::TooFewToTell; 2]);
    // What cannot be tested does not make the others harder: 0.08 <= 10%.
    let tested = Some(Test { statistic: 1.0, p: 0.08 });
    assert_eq!(verdicts(&[None, tested, None])[1], Verdict::MoreThanNoise);
}

/// p holds when some p' >= p has at most p'·m/level values up to itself, by looking at every pair.
fn naive(p: &[f64], level: f64) -> Vec<bool> {
    let held = |at: f64| {
        p.iter().filter(|other| **other >= at).any(|other| {
            let up_to = p.iter().filter(|each| *each <= other).count();
            *other <= level * up_to as f64 / p.len() as f64
        })
    };
    p.iter().map(|at| held(*at)).collect()
}

proptest! {
    #[test]
    fn every_pair_says_the_same(p in prop::collection::vec(prop_oneof![0.0..0.05f64, 0.0..1.0f64], 0..40)) {
        prop_assert_eq!(discoveries(&p, 0.1), naive(&p, 0.1));
    }
}
