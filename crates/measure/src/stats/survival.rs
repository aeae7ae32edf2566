//! Times to an event of which some have not happened yet: curves, their quantiles, and the comparison of two.
//!
//! Cases are counted per whole unit (days; minutes for response), so a curve is one pass over a histogram and no column is
//! ever sorted; long times, of which there are few, are counted apart. A time of 12.9 days belongs to unit 12. Within one unit events come before censorings, as is customary.

use std::collections::BTreeMap;

use super::answer::{Interval, Side, Test};
use super::distribution::{Z95, normal_p};
use super::proportion::against_norm_weighted;

/// How many cases ended, and how many were last seen still going, per whole unit.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Lifetimes {
    /// Short times, by unit: (ended, still going).
    near: Vec<(u32, u32)>,
    /// Long ones: a lead that waits for years has a place of its own, not one for each minute of them.
    far: BTreeMap<u32, (u32, u32)>,
}

/// Units that are counted in a list; the longer ones are few.
const NEAR: u32 = 4_096;

impl Lifetimes {
    /// A case that ended after `units`.
    pub fn add_event(&mut self, units: u32) {
        self.place(units).0 += 1;
    }

    /// A case that was still going after `units`, when we last looked.
    pub fn add_censored(&mut self, units: u32) {
        self.place(units).1 += 1;
    }

    fn place(&mut self, units: u32) -> &mut (u32, u32) {
        if units >= NEAR {
            return self.far.entry(units).or_default();
        }
        let unit = units as usize;
        if self.near.len() <= unit {
            self.near.resize(unit + 1, (0, 0));
        }
        &mut self.near[unit]
    }

    /// The units in which anything ended or was last seen, in rising order: (unit, ended, still going).
    fn units(&self) -> impl Iterator<Item = (u32, u64, u64)> {
        let near = (0..).zip(&self.near).filter(|(_, (events, censored))| events + censored > 0);
        let far = self.far.iter().map(|(unit, counts)| (*unit, counts));
        near.chain(far).map(|(unit, (events, censored))| (unit, u64::from(*events), u64::from(*censored)))
    }

    /// Adds the cases of another group.
    ///
    /// ```
    /// use trechter_measure::stats::survival::Lifetimes;
    /// let mut all = Lifetimes::default();
    /// all.add_event(3);
    /// let mut more = Lifetimes::default();
    /// more.add_censored(9);
    /// all.merge(&more);
    /// assert_eq!((all.cases(), all.events()), (2, 1));
    /// ```
    pub fn merge(&mut self, other: &Lifetimes) {
        for (unit, events, censored) in other.units() {
            let place = self.place(unit);
            place.0 += events as u32;
            place.1 += censored as u32;
        }
    }

    /// How many cases.
    pub fn cases(&self) -> u64 {
        self.units().map(|(_, events, censored)| events + censored).sum()
    }

    /// How many of them ended.
    pub fn events(&self) -> u64 {
        self.units().map(|(_, events, _)| events).sum()
    }
}

pub(super) fn count(histogram: &mut Vec<u32>, units: u32) {
    let unit = units as usize;
    if histogram.len() <= unit {
        histogram.resize(unit + 1, 0);
    }
    histogram[unit] += 1;
}

pub(super) fn merge(histogram: &mut Vec<u32>, other: &[u32]) {
    if histogram.len() < other.len() {
        histogram.resize(other.len(), 0);
    }
    histogram.iter_mut().zip(other).for_each(|(mine, theirs)| *mine += theirs);
}

pub(super) fn total(histogram: &[u32]) -> u64 {
    histogram.iter().map(|count| u64::from(*count)).sum()
}

pub(super) fn at(histogram: &[u32], unit: usize) -> u64 {
    histogram.get(unit).map_or(0, |count| u64::from(*count))
}

/// A unit in which cases ended.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Step {
    /// The unit.
    pub unit: u32,
    /// How many cases were still going when it began.
    pub at_risk: u64,
    /// How many ended in it.
    pub events: u64,
    /// The share still going after it, `0..=1`.
    pub survival: f64,
    /// Where that share can truly be (95%): the log-log band with Greenwood's variance (Kalbfleisch & Prentice 1980), which
    /// stays within 0 and 1. Open once nobody is left.
    pub band: Interval,
    /// How many cases without any censoring would tell the share as surely (Cutler & Ederer 1958): all of them when none
    /// was censored. Once nobody is left, as before the last ended.
    pub effective: f64,
}

/// A Kaplan-Meier curve (Kaplan & Meier 1958): 1 before the first step, level between steps.
#[derive(Debug, Clone, PartialEq)]
pub struct Curve {
    /// The steps in order of time.
    pub steps: Vec<Step>,
    /// The longest time of any case, ended or not; beyond it the curve says nothing.
    pub longest: u32,
}

/// When the share `q` of all cases has ended.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Quantile {
    /// The time; `None` when the curve never gets that far.
    pub value: Option<f64>,
    /// The longest time seen: without a value the answer is "more than this".
    pub longest: u32,
    /// Where the time can truly be (95%): where the band crosses the quantile; open where it never does.
    pub interval: Interval,
}

/// The curve of the share still going. `None` without cases.
///
/// ```
/// use trechter_measure::stats::survival::{Lifetimes, kaplan_meier};
/// let mut answers = Lifetimes::default();
/// [2, 5, 5, 8].into_iter().for_each(|minutes| answers.add_event(minutes));
/// answers.add_censored(6);
/// let curve = kaplan_meier(&answers).unwrap();
/// let shares: Vec<_> = curve.steps.iter().map(|step| (step.unit, step.at_risk, step.survival)).collect();
/// assert_eq!(shares, [(2, 5, 0.8), (5, 4, 0.4), (8, 1, 0.0)]);
/// ```
pub fn kaplan_meier(lifetimes: &Lifetimes) -> Option<Curve> {
    let mut at_risk = lifetimes.cases();
    let (longest, ..) = lifetimes.units().last()?;
    let (mut survival, mut greenwood, mut effective) = (1.0, 0.0, None);
    let mut steps = Vec::new();
    for (unit, events, censored) in lifetimes.units() {
        if events > 0 {
            let (n, d) = (at_risk as f64, events as f64);
            survival *= (n - d) / n;
            greenwood += d / (n * (n - d));
            let band = log_log_band(survival, greenwood);
            if survival > 0.0 {
                effective = Some((1.0 - survival) / (survival * greenwood));
            }
            let effective = effective.unwrap_or(n);
            steps.push(Step { unit, at_risk, events, survival, band, effective });
        }
        at_risk -= events + censored;
    }
    Some(Curve { steps, longest })
}

fn log_log_band(survival: f64, greenwood: f64) -> Interval {
    if survival <= 0.0 {
        return Interval::OPEN;
    }
    let spread = (Z95 * greenwood.sqrt() / survival.ln()).abs().exp();
    Interval::closed(survival.powf(spread), survival.powf(1.0 / spread))
}

impl Curve {
    /// The share still going after `unit` is over, `0..=1`. Beyond the longest time it stays where it was.
    ///
    /// ```
    /// # use trechter_measure::stats::survival::{Lifetimes, kaplan_meier};
    /// let mut answers = Lifetimes::default();
    /// [2, 5, 5, 8].into_iter().for_each(|minutes| answers.add_event(minutes));
    /// let curve = kaplan_meier(&answers).unwrap();
    /// assert_eq!((curve.survival(1), curve.survival(2), curve.survival(100)), (1.0, 0.75, 0.0));
    /// ```
    pub fn survival(&self, unit: u32) -> f64 {
        let passed = self.steps.partition_point(|step| step.unit <= unit);
        passed.checked_sub(1).map_or(1.0, |last| self.steps[last].survival)
    }

    /// When the share `q` has ended. Where the curve runs level at exactly 1-q the value is the middle of that level part,
    /// as for a median of an even number; the bounds are where the band comes down to 1-q (Brookmeyer & Crowley 1982).
    ///
    /// ```
    /// # use trechter_measure::stats::survival::{Lifetimes, kaplan_meier};
    /// let mut answers = Lifetimes::default();
    /// [2, 5, 6, 8].into_iter().for_each(|minutes| answers.add_event(minutes));
    /// (0..5).for_each(|_| answers.add_censored(10));
    /// let curve = kaplan_meier(&answers).unwrap();
    /// assert_eq!(curve.quantile(0.25).value, Some(6.0));
    /// // "More than 10 minutes": less than half were answered.
    /// let median = curve.quantile(0.5);
    /// assert_eq!((median.value, median.longest, median.interval.low), (None, 10, Some(2.0)));
    /// ```
    pub fn quantile(&self, q: f64) -> Quantile {
        let left = 1.0 - q;
        // Products of shares end within rounding of a round share.
        let reached = |share: f64| share <= left + 1e-9;
        let first = self.steps.iter().position(|step| reached(step.survival));
        let value = first.map(|first| {
            let step = self.steps[first];
            let level = (step.survival - left).abs() <= 1e-9;
            let until = self.steps.get(first + 1).filter(|_| level).map_or(step.unit, |next| next.unit);
            (f64::from(step.unit) + f64::from(until)) / 2.0
        });
        let crossing = |bound: fn(&Step) -> Option<f64>| {
            self.steps.iter().find(|step| bound(step).is_some_and(reached)).map(|step| f64::from(step.unit))
        };
        // When nobody is left, the lower edge of the band is down as well; how far the upper one reaches is unknown.
        let low = crossing(|step| step.band.low.or(Some(step.survival)));
        let high = crossing(|step| step.band.high);
        Quantile { value, longest: self.longest, interval: Interval { low, high } }
    }
}

impl Curve {
    /// Whether the quantile `q` differs from a typed norm (half answered within 60 minutes: 0.5, 60) by more than noise: a
    /// score test of the share that ended within `units` against `q`, with the effective number of cases behind it. The
    /// statistic is z; negative when less has ended by then, that is when it takes longer. `None`, too few to tell, with
    /// fewer than ten effective cases or nothing seen to end.
    ///
    /// ```
    /// use trechter_measure::stats::{Side, survival::{Lifetimes, kaplan_meier}};
    /// let mut answers = Lifetimes::default();
    /// (0..100).for_each(|minutes| answers.add_event(minutes));
    /// // 36 of 100 within 35 minutes, where half is the norm: z = -0.14/√(0.25/100).
    /// let test = kaplan_meier(&answers).unwrap().against_norm(0.5, 35, Side::Both).unwrap();
    /// assert_eq!(format!("{:.2} {:.4}", test.statistic, test.p), "-2.80 0.0051");
    /// ```
    pub fn against_norm(&self, q: f64, units: u32, side: Side) -> Option<Test> {
        let passed = self.steps.partition_point(|step| step.unit <= units);
        let effective = match passed.checked_sub(1) {
            Some(last) => self.steps[last].effective,
            // None has ended yet: whoever is still watched at the first end was watched until then.
            None => self.steps.first()?.at_risk as f64,
        };
        against_norm_weighted((1.0 - self.survival(units), effective), q, side)
    }
}

/// Whether two groups end at different times by more than noise: the log-rank test (Mantel 1966), with the hypergeometric
/// variance for ties. The statistic is z; negative when the first group ends later (it has fewer events than it would
/// have without a difference). `None` when a group is empty or no case ended while both were there. [`Side::Below`] asks
/// for the first ending later.
///
/// ```
/// use trechter_measure::stats::{Side, survival::{Lifetimes, log_rank}};
/// let (mut quick, mut slow) = (Lifetimes::default(), Lifetimes::default());
/// (1..=10).for_each(|minutes| quick.add_event(minutes));
/// (11..=20).for_each(|minutes| slow.add_event(minutes));
/// let test = log_rank(&quick, &slow, Side::Both).unwrap();
/// assert!(test.statistic > 0.0 && test.p < 0.001);
/// ```
pub fn log_rank(first: &Lifetimes, second: &Lifetimes, side: Side) -> Option<Test> {
    let (mut at_risk1, mut at_risk2) = (first.cases(), second.cases());
    let (mut surplus, mut variance) = (0.0, 0.0);
    let mut both: BTreeMap<u32, [u64; 4]> = BTreeMap::new();
    for (unit, events, censored) in first.units() {
        both.insert(unit, [events, censored, 0, 0]);
    }
    for (unit, events, censored) in second.units() {
        both.entry(unit).or_default()[2..].copy_from_slice(&[events, censored]);
    }
    for [events1, censored1, events2, censored2] in both.into_values() {
        if events1 + events2 > 0 {
            let (n1, n2, d) = (at_risk1 as f64, at_risk2 as f64, (events1 + events2) as f64);
            let n = n1 + n2;
            surplus += events1 as f64 - d * n1 / n;
            if n > 1.0 {
                variance += d * (n1 / n) * (n2 / n) * (n - d) / (n - 1.0);
            }
        }
        at_risk1 -= events1 + censored1;
        at_risk2 -= events2 + censored2;
        if at_risk1 == 0 || at_risk2 == 0 {
            break;
        }
    }
    let statistic = surplus / variance.sqrt();
    (variance > 0.0).then(|| Test { statistic, p: normal_p(statistic, side) })
}
