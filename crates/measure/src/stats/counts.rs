//! Counts and sums of finished periods are facts; only their comparison with another period is uncertain.
//!
//! `exposure` is everywhere c = working days of the period / working days of the reference, so that c · k2 is what the
//! reference would have had in the period's days.

use super::answer::{Side, Test};
use super::discrete;
use super::distribution::{normal_p, student_p};
use super::mean::Sums;

/// Whether a flow (leads created, deals won) differs from a reference period's by more than noise: [`mid_p`], or
/// [`overdispersed`] when the weeks vary more than chance alone would make them (`dispersion` φ > 1, see [`dispersion`]).
/// `None` when both are 0 or the exposure is not positive.
///
/// ```
/// use trechter_measure::stats::{Side, counts};
/// // 40 leads in 20 working days against 66 in 22, in an even flow and in a bursty one.
/// let even = counts::flow(40, 66, 20.0 / 22.0, 1.0, Side::Both).unwrap();
/// let bursty = counts::flow(40, 66, 20.0 / 22.0, 4.0, Side::Both).unwrap();
/// assert!(even.p < 0.05 && bursty.p > 0.2);
/// ```
pub fn flow(now: u64, reference: u64, exposure: f64, dispersion: f64, side: Side) -> Option<Test> {
    if dispersion > 1.0 {
        overdispersed(now, reference, exposure, dispersion, side)
    } else {
        mid_p(now, reference, exposure, side)
    }
}

/// The mid-p test of k1 given k1 + k2 ~ Bin(k1 + k2, c/(1+c)) (Lancaster 1961): half of the chance of the very count seen
/// belongs to either tail; two-sided is twice the smaller tail. The statistic is k1 minus what it would be without a
/// difference, in records.
///
/// ```
/// use trechter_measure::stats::{Side, counts};
/// // 6 against 13 in equally long periods.
/// let test = counts::mid_p(6, 13, 1.0, Side::Both).unwrap();
/// assert_eq!(format!("{} {:.3}", test.statistic, test.p), "-3.5 0.115");
/// assert!(counts::mid_p(0, 0, 1.0, Side::Both).is_none());
/// ```
pub fn mid_p(now: u64, reference: u64, exposure: f64, side: Side) -> Option<Test> {
    let together = now + reference;
    if together == 0 || !possible(exposure) {
        return None;
    }
    let tails = discrete::binomial(together, exposure).tails(now);
    let expected = together as f64 * exposure / (1.0 + exposure);
    Some(halved(now as f64 - expected, tails, side))
}

/// The normal test of a flow whose weeks have variance/mean φ: z² = (k1 − c·k2)² / (φ·c·(k1 + k2)). The statistic is z.
/// `None` when both counts are 0, or c or φ is not positive.
///
/// ```
/// use trechter_measure::stats::{Side, counts};
/// let test = counts::overdispersed(40, 66, 1.0, 4.0, Side::Both).unwrap();
/// assert_eq!(format!("{:.3} {:.3}", test.statistic, test.p), "-1.263 0.207");
/// ```
pub fn overdispersed(now: u64, reference: u64, exposure: f64, dispersion: f64, side: Side) -> Option<Test> {
    if !possible(exposure) || !possible(dispersion) {
        return None;
    }
    let variance = dispersion * exposure * (now + reference) as f64;
    normal(now as f64 - exposure * reference as f64, variance, side)
}

/// φ, the variance/mean of the weekly counts of the trailing year: 1 when leads come by themselves, more when they come in
/// bursts. `None` below two weeks, or when nothing came.
///
/// ```
/// use trechter_measure::stats::counts::dispersion;
/// assert_eq!(dispersion(&[0, 10, 0, 10]), Some(100.0 / 3.0 / 5.0));
/// assert_eq!(dispersion(&[0, 0]), None);
/// ```
pub fn dispersion(weeks: &[u32]) -> Option<f64> {
    let sums = Sums::of(weeks.iter().map(|count| f64::from(*count)));
    let mean = sums.mean().filter(|mean| *mean > 0.0)?;
    Some(sums.variance()? / mean)
}

/// Whether a flow differs from a typed norm or target for the same days by more than noise: mid-p of a Poisson count, or
/// the normal test with φ when φ > 1. `None` when the norm or φ is not positive.
///
/// ```
/// use trechter_measure::stats::{Side, counts};
/// let test = counts::flow_against_norm(6, 13.0, 1.0, Side::Below).unwrap();
/// assert_eq!(format!("{} {:.4}", test.statistic, test.p), "-7 0.0183");
/// ```
pub fn flow_against_norm(now: u64, norm: f64, dispersion: f64, side: Side) -> Option<Test> {
    if !possible(norm) || !possible(dispersion) {
        return None;
    }
    let difference = now as f64 - norm;
    if dispersion > 1.0 {
        return normal(difference, dispersion * norm, side);
    }
    Some(halved(difference, discrete::poisson(norm).tails(now), side))
}

/// Whether a standing number (open deals) differs from another date's by more than noise: z² = (now − then)² / (entries +
/// exits between the two dates); whoever stood at both dates is no news. `None` when nobody came or went.
///
/// ```
/// use trechter_measure::stats::{Side, counts};
/// // 6 deals in a stage that had 13, after 9 entries and 16 exits: "the difference can be chance".
/// let test = counts::standing(6, 13, 9, 16, Side::Both).unwrap();
/// assert_eq!(format!("{:.2} {:.2}", test.statistic, test.p), "-1.40 0.16");
/// ```
pub fn standing(now: u64, then: u64, entries: u64, exits: u64, side: Side) -> Option<Test> {
    normal(now as f64 - then as f64, (entries + exits) as f64, side)
}

/// Whether a standing number or value differs from the average of month-ends by more than noise: the distance in SDs of
/// those month-ends, judged by Student's t with their number - 1 degrees of freedom, because the SD itself is estimated
/// from them. `None` below two month-ends, or when all are equal.
///
/// ```
/// use trechter_measure::stats::{Side, counts, mean::Sums};
/// let month_ends = Sums::of([10.0, 12.0, 14.0, 11.0, 13.0, 12.0]);
/// let test = counts::against_month_ends(6.0, &month_ends, Side::Both).unwrap();
/// assert_eq!(format!("{:.2} {:.3}", test.statistic, test.p), "-4.24 0.008");
/// ```
pub fn against_month_ends(now: f64, month_ends: &Sums, side: Side) -> Option<Test> {
    standing_against_norm(now, month_ends.mean()?, month_ends, side)
}

/// Whether a standing number or value differs from a typed norm by more than noise: the distance in SDs of the trailing
/// month-ends, as in [`against_month_ends`]. `None` below two month-ends, or when all are equal.
///
/// ```
/// use trechter_measure::stats::{Side, counts, mean::Sums};
/// let month_ends = Sums::of([10.0, 12.0, 14.0, 11.0, 13.0, 12.0]);
/// let test = counts::standing_against_norm(9.0, 12.0, &month_ends, Side::Both).unwrap();
/// assert_eq!(format!("{:.2}", test.statistic), "-2.12");
/// ```
pub fn standing_against_norm(now: f64, norm: f64, month_ends: &Sums, side: Side) -> Option<Test> {
    let variance = month_ends.variance().filter(|variance| *variance > 0.0)?;
    let statistic = (now - norm) / variance.sqrt();
    Some(Test { statistic, p: student_p(statistic, month_ends.n as f64 - 1.0, side) })
}

/// Whether a flow of money (won value) differs from a reference period's by more than noise: z = (S1 − c·S2) / √(c·(Σx1² +
/// Σx2²)), a sum of random values over a random number of deals. Any one unit. `None` when there is no value or the
/// exposure is not positive.
///
/// With few effective deals ([`Weights::carried_by_few`](super::concentration::Weights::carried_by_few)) it is too few to
/// tell; that is for the caller to say.
///
/// ```
/// use trechter_measure::stats::{Side, counts, mean::Sums};
/// let now = Sums::of([10.0, 20.0, 30.0]);
/// let reference = Sums::of([10.0, 10.0, 20.0]);
/// let test = counts::flow_money(&now, &reference, 1.0, Side::Both).unwrap();
/// assert_eq!(format!("{:.3}", test.statistic), "0.447");
/// ```
pub fn flow_money(now: &Sums, reference: &Sums, exposure: f64, side: Side) -> Option<Test> {
    let variance = exposure * (now.squares + reference.squares);
    possible(exposure).then(|| normal(now.sum - exposure * reference.sum, variance, side))?
}

/// Whether a flow of money differs from a typed target for the same days by more than noise: z = (S − target) / √Σx².
/// `None` when there is no value.
///
/// ```
/// use trechter_measure::stats::{Side, counts, mean::Sums};
/// let test = counts::money_against_norm(&Sums::of([30.0, 40.0]), 120.0, Side::Both).unwrap();
/// assert_eq!(test.statistic, -1.0);
/// ```
pub fn money_against_norm(now: &Sums, norm: f64, side: Side) -> Option<Test> {
    normal(now.sum - norm, now.squares, side)
}

fn possible(number: f64) -> bool {
    number > 0.0 && number.is_finite()
}

fn normal(difference: f64, variance: f64, side: Side) -> Option<Test> {
    let statistic = difference / variance.sqrt();
    (variance > 0.0).then(|| Test { statistic, p: normal_p(statistic, side) })
}

fn halved(statistic: f64, tails: discrete::Tails, side: Side) -> Test {
    let (low, high) = (tails.below + tails.at / 2.0, tails.above + tails.at / 2.0);
    let p = match side {
        Side::Both => 2.0 * low.min(high),
        Side::Below => low,
        Side::Above => high,
    };
    Test { statistic, p: p.min(1.0) }
}
