//! Many comparisons in one answer: which differences hold when that many were looked at.

use super::answer::{Test, Verdict};

/// The false discovery rate that we accept over all comparisons in one answer.
pub const LEVEL: f64 = 0.1;

/// Which of a family of p-values are discoveries when at most the share `level` of discoveries may be false: the step-up
/// procedure of Benjamini & Hochberg (1995). In the order of `p`. Ties are decided alike; a p that is no number never
/// holds and still counts for the family.
///
/// ```
/// use trechter_measure::stats::multiple::discoveries;
/// // 0.04 alone would hold; among four it does not.
/// assert_eq!(discoveries(&[0.004, 0.04, 0.3, 0.02], 0.05), [true, false, false, true]);
/// ```
pub fn discoveries(p: &[f64], level: f64) -> Vec<bool> {
    let mut order: Vec<f64> = p.to_vec();
    order.sort_unstable_by(f64::total_cmp);
    let size = p.len() as f64;
    let last = order.iter().enumerate().rev().find(|(rank, p)| **p <= level * (*rank as f64 + 1.0) / size);
    let limit = last.map_or(f64::NEG_INFINITY, |(_, p)| *p);
    p.iter().map(|p| *p <= limit).collect()
}

/// The verdicts over one answer's comparisons: Benjamini-Hochberg at [`LEVEL`] over all that could be tested. `None`, a
/// comparison with too few to tell, takes no part in the family.
///
/// ```
/// use trechter_measure::stats::{Test, Verdict, multiple::verdicts};
/// let test = |p| Some(Test { statistic: 0.0, p });
/// assert_eq!(
///     verdicts(&[test(0.001), None, test(0.5)]),
///     [Verdict::MoreThanNoise, Verdict::TooFewToTell, Verdict::CanBeChance],
/// );
/// ```
pub fn verdicts(tests: &[Option<Test>]) -> Vec<Verdict> {
    let family: Vec<f64> = tests.iter().flatten().map(|test| test.p).collect();
    let mut held = discoveries(&family, LEVEL).into_iter();
    let verdict = |test: &Option<Test>| match test.and_then(|_| held.next()) {
        None => Verdict::TooFewToTell,
        Some(true) => Verdict::MoreThanNoise,
        Some(false) => Verdict::CanBeChance,
    };
    tests.iter().map(verdict).collect()
}
