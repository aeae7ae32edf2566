//! From the parts of a number to the number with all that belongs to it.

use crate::answer::{Comparison, Figure, Interval, Note, Verdict};
use crate::measures::Measure;
use crate::question::Handle;
use crate::sample::{Sample, Sum};
use crate::stats::concentration::{FEW_EFFECTIVE, Weights};
use crate::stats::mean::Sums;
use crate::stats::survival::{kaplan_meier, log_rank};
use crate::stats::{self, FEW, Share, Side, Test, counts, mean, proportion, quantile, velocity};
use crate::view::View;

/// What a sample comes to.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Worth {
    /// The value, in the measure's unit.
    pub value: Option<f64>,
    /// Its interval.
    pub interval: Option<stats::Interval>,
}

/// Sums a sample up.
pub fn worth(measure: &Measure, sample: &mut Sample) -> Worth {
    let fact = |value: f64| Worth { value: Some(value), interval: None };
    let fact_or_none = |value: Option<f64>| Worth { value, interval: None };
    let share = Share::new(sample.hits, sample.n);
    match measure.sum {
        Sum::Count | Sum::Standing => fact(sample.n as f64),
        Sum::Total | Sum::StandingTotal => fact(sample.sum as f64 / measure.scale.per),
        Sum::Share => {
            Worth { value: share.rate(), interval: (sample.n > 0).then(|| proportion::wilson(share)) }
        }
        Sum::WeightedShare => {
            let rate = (sample.sum != 0).then(|| sample.hit_sum as f64 / sample.sum as f64);
            let interval = rate.map(|rate| proportion::wilson_weighted(rate, sample.weights.n_eff()));
            Worth { value: rate, interval }
        }
        Sum::Mean { smallest } => {
            let value = sample.sums.mean();
            Worth { value, interval: value.map(|_| sample.sums.interval(Some(smallest))) }
        }
        Sum::Quantile(q) => {
            let found = quantile::of_values(&mut sample.values, q);
            let scaled = |value: f64| value / measure.scale.per;
            Worth {
                value: found.map(|found| scaled(found.value)),
                interval: found.map(|found| stats::Interval {
                    low: found.interval.low.map(scaled),
                    high: found.interval.high.map(scaled),
                }),
            }
        }
        Sum::PerDay => {
            let sum = sample.sum as f64 / measure.scale.per;
            fact_or_none((sample.days > 0.0).then(|| sum / sample.days))
        }
        Sum::Velocity => match &sample.speed {
            None => Worth::default(),
            Some(sums) => {
                let value = sums.per_day();
                let error = value.filter(|value| *value > 0.0).and_then(|_| sums.closed.relative_error());
                let interval = value.zip(error).map(|(value, error)| velocity::interval(value, error));
                Worth { value, interval }
            }
        },
        Sum::Duration(q) => match kaplan_meier(&sample.lifetimes) {
            None => Worth::default(),
            Some(curve) => {
                let found = curve.quantile(q);
                Worth { value: found.value, interval: Some(found.interval) }
            }
        },
    }
}

/// The number of a row, with interval and notes; without comparison.
pub fn figure(measure: &Measure, view: &View<'_>, sample: &mut Sample, handle: Handle) -> Figure {
    let Worth { value, mut interval } = worth(measure, sample);
    let mut notes: Vec<Note> =
        sample.left_out.iter().map(|(code, count)| Note::about(code, *count)).collect();
    let is_ratio = !matches!(
        measure.sum,
        Sum::Count | Sum::Standing | Sum::Total | Sum::StandingTotal | Sum::PerDay | Sum::Velocity
    );
    if measure.sum == Sum::Velocity && value.is_some() && interval.is_none() {
        let wins = sample.speed.as_ref().map_or(0, |sums| sums.closed.value.n);
        notes.push(Note::about("no_interval", wins));
    }
    if is_ratio && sample.n < FEW {
        notes.push(Note::about("too_few_to_tell", sample.n));
        interval = None;
    }
    if let Some((place, share)) = carried(measure, &sample.weights) {
        let record = view.facts.deals.id(place);
        notes.push(Note { record: Some(record), ..Note::new("carried_by_few").with(share) });
        interval = None;
    }
    let (numerator, denominator) = match measure.sum {
        Sum::Share => (Some(sample.hits as f64), Some(sample.n as f64)),
        Sum::WeightedShare => (Some(sample.hit_sum as f64), Some(sample.sum as f64)),
        _ => (None, None),
    };
    Figure {
        metric: measure.metric,
        unit: measure.scale.unit,
        value,
        n: sample.n,
        numerator,
        denominator,
        interval: interval.map(Interval::from),
        comparison: None,
        notes,
        explain: handle,
    }
}

/// Whether few deals carry a sum of money or a mean.
fn carried(measure: &Measure, weights: &Weights) -> Option<(u32, f64)> {
    use crate::answer::Unit;
    let is_money = matches!(measure.scale.unit, Unit::Money | Unit::MoneyPerDay);
    let is_money = is_money || measure.sum == Sum::WeightedShare;
    let by_weight = matches!(
        measure.sum,
        Sum::Total | Sum::StandingTotal | Sum::WeightedShare | Sum::Mean { .. } | Sum::PerDay
    );
    if is_money && by_weight { weights.carried_by_few() } else { None }
}

/// What a number is held against.
pub struct Against<'r> {
    /// The parts of the reference.
    pub sample: &'r mut Sample,
    /// Working days of the period over those of the reference.
    pub exposure: f64,
    /// Variance over mean of the weekly counts of the year before; 1 where it does not matter.
    pub dispersion: f64,
    /// The reference is longer: its flows are scaled to the period.
    pub scaled: bool,
    /// Of what stands: what came and went in between.
    pub turnover: Option<(u64, u64)>,
    /// Of what stands, against an average of month-ends: their values.
    pub month_ends: Option<Sums>,
}

/// A comparison, before the verdicts of the whole answer; with the test that leads to one.
pub fn compare(
    measure: &Measure,
    now: &mut Sample,
    against: Against<'_>,
) -> (Comparison, Option<Option<Test>>) {
    let here = worth(measure, now).value;
    let mut there = worth(measure, against.sample).value;
    let is_flow = matches!(measure.sum, Sum::Count | Sum::Total);
    if is_flow && against.scaled {
        there = there.map(|value| value * against.exposure);
    }
    if let Some(ends) = &against.month_ends {
        there = ends.mean();
    }
    let test = test(measure, now, &against, here);
    let is_count = matches!(measure.sum, Sum::Count | Sum::Standing);
    let comparison = Comparison {
        value: there,
        n: against.sample.n,
        change: here.zip(there).map(|(here, there)| here - there),
        p: test.flatten().map(|test| test.p),
        verdict: Verdict::Fact,
        more_needed: there.filter(|_| is_count).map(|there| stats::more_needed(there, now.n)),
    };
    (comparison, test)
}

/// The test of a difference: `None` when there is none for such a number, `Some(None)` when there are too few to tell.
fn test(measure: &Measure, now: &Sample, against: &Against<'_>, here: Option<f64>) -> Option<Option<Test>> {
    let then = &*against.sample;
    let enough = stats::enough(now.n, then.n);
    let weighty = |sample: &Sample| sample.weights.n_eff() >= FEW_EFFECTIVE;
    let side = Side::Both;
    if let Some(ends) = &against.month_ends {
        return here.map(|here| counts::against_month_ends(here, ends, side));
    }
    match measure.sum {
        Sum::Count => Some(
            enough.then(|| counts::flow(now.n, then.n, against.exposure, against.dispersion, side)).flatten(),
        ),
        Sum::Standing => against
            .turnover
            .map(|(came, went)| counts::standing(now.n, then.n, came, went, side).filter(|_| enough)),
        Sum::StandingTotal | Sum::Quantile(_) | Sum::Velocity => None,
        Sum::Total | Sum::PerDay => {
            let tested = counts::flow_money(&now.sums, &then.sums, against.exposure, side);
            Some(tested.filter(|_| enough && weighty(now) && weighty(then)))
        }
        Sum::Share => {
            let (a, b) = (Share::new(now.hits, now.n), Share::new(then.hits, then.n));
            Some(enough.then(|| proportion::compare(a, b, side)).flatten())
        }
        Sum::WeightedShare => {
            let rate = |s: &Sample| s.hit_sum as f64 / s.sum as f64;
            let (a, b) = ((rate(now), now.weights.n_eff()), (rate(then), then.weights.n_eff()));
            let usable = enough && weighty(now) && weighty(then);
            Some(usable.then(|| proportion::compare_weighted(a, b, side)).flatten())
        }
        Sum::Mean { .. } => Some(enough.then(|| mean::welch(&now.sums, &then.sums, side)).flatten()),
        Sum::Duration(_) => Some(enough.then(|| log_rank(&now.lifetimes, &then.lifetimes, side)).flatten()),
    }
}

/// Verdicts over all comparisons of an answer: Benjamini-Hochberg at 10%.
pub fn judge<'f>(compared: impl IntoIterator<Item = (&'f mut Comparison, Option<Option<Test>>)>) {
    let mut family: Vec<(&mut Comparison, Option<Test>)> =
        compared.into_iter().filter_map(|(comparison, test)| test.map(|test| (comparison, test))).collect();
    let tests: Vec<Option<Test>> = family.iter().map(|(_, test)| *test).collect();
    for ((comparison, _), verdict) in family.iter_mut().zip(stats::multiple::verdicts(&tests)) {
        comparison.verdict = match verdict {
            stats::Verdict::MoreThanNoise if comparison.change.is_some_and(|change| change < 0.0) => {
                Verdict::Lower
            }
            stats::Verdict::MoreThanNoise => Verdict::Higher,
            stats::Verdict::CanBeChance => Verdict::CanBeChance,
            stats::Verdict::TooFewToTell => Verdict::TooFewToTell,
        };
    }
}

/// The verdicts over all comparisons of one answer, from the p-values that they have: Benjamini-Hochberg at 10%.
pub(crate) fn judge_again<'f>(figures: impl Iterator<Item = &'f mut Figure>) {
    judge_all(figures.filter_map(|figure| figure.comparison.as_mut()));
}

pub(crate) fn judge_all<'c>(comparisons: impl Iterator<Item = &'c mut Comparison>) {
    judge(comparisons.map(|comparison| {
        let test = match (comparison.p, comparison.verdict) {
            (Some(p), _) => Some(Some(Test { statistic: 0.0, p })),
            (None, Verdict::TooFewToTell) => Some(None),
            (None, _) => None,
        };
        (comparison, test)
    }));
}
