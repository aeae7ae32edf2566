//! From the tally of a stage to its numbers, their comparisons and their records.

use trechter_domain::time::DAY;
use uuid::Uuid;

use super::funnel::{CurvePoint, ExitShare, Quartile, StageRow};
use super::passage::Exit;
use super::tally::{self, Horizons, KIND, StageTally};
use crate::answer::{Comparison, Counted, Figure, Interval, Note};
use crate::definitions::Metric;
use crate::figure;
use crate::measures::Measure;
use crate::period::Reference;
use crate::question::{Handle, Scene};
use crate::sample::{Part, Sample, Sum};
use crate::stats::competing::aalen_johansen;
use crate::stats::mean::Sums;
use crate::stats::survival::kaplan_meier;
use crate::stats::{FEW, Test, counts, quantile};

fn handle(metric: Metric, stage: Uuid) -> Handle {
    Handle { metric, part: Some(stage.to_string()), row: Vec::new() }
}

/// The numbers of a stage.
pub(super) fn of(scene: &Scene<'_>, tally: &mut StageTally, horizons: Horizons, stage: Uuid) -> StageRow {
    let slow = slow_after(&mut tally.onward);
    let mut attention = attention(scene, tally, slow, false);
    let mut figures = Vec::with_capacity(18);
    for measure in SUMMED {
        let sample = sample(tally, measure.metric);
        let figure =
            sample.map(|sample| figure::figure(measure, &scene.view, sample, handle(measure.metric, stage)));
        figures.extend(figure);
    }
    for figure in figures.iter_mut().filter(|figure| figure.metric == Metric::StageDaysMedian) {
        not_reached(figure, &tally.days);
    }
    figures.extend(scene.view.stage_weights().figure(&scene.view, stage));
    figures.push(tally.close.figure(horizons.close, handle(Metric::StageCloseRate, stage)));
    figures.push(tally.next.figure(horizons.next, handle(Metric::StageConversion, stage)));
    for (of, per_win) in PER_WIN {
        let sample = sample(tally, of.metric).map(|sample| (sample.n, sample.sum));
        let (n, sum) = sample.unwrap_or_default();
        figures.push(by_win(of, n, sum, tally.wins, handle(per_win, stage)));
    }
    let of_attention = handle(Metric::NeedsAttention, stage);
    figures.push(figure::figure(&tally::ATTENTION, &scene.view, &mut attention, of_attention));
    StageRow {
        stage,
        close_horizon: horizons.close,
        next_horizon: horizons.next,
        figures,
        to_win: tally.close.parts(),
        to_next: tally.next.parts(),
        quartiles: quartiles(&tally.days),
        curve: curve(&tally.days),
        exits: exits(tally),
        slow_after_days: slow.map(|millis| millis as f64 / DAY as f64),
    }
}

/// The numbers that are sums of parts.
const SUMMED: [&Measure; 13] = [
    &tally::ENTRANTS,
    &tally::SKIPS,
    &tally::REWORK,
    &tally::STANDING,
    &tally::VALUE,
    &tally::BY_GUT,
    &tally::BY_STAGE,
    &tally::SIZE_MEAN,
    &tally::SIZE_MEDIAN,
    &tally::DAYS,
    &tally::TOUCHES,
    &tally::MINUTES,
    &tally::COST,
];

/// Effort per entrant, with its number per win.
const PER_WIN: [(&Measure, Metric); 3] = [
    (&tally::TOUCHES, Metric::StageTouchesPerWin),
    (&tally::MINUTES, Metric::StageMinutesPerWin),
    (&tally::COST, Metric::StageCostPerWin),
];

fn sample(tally: &mut StageTally, metric: Metric) -> Option<&mut Sample> {
    Some(match metric {
        Metric::StageEntrants => &mut tally.entrants,
        Metric::StageSkips => &mut tally.skips,
        Metric::StageRework => &mut tally.returns,
        Metric::StageStanding => &mut tally.standing,
        Metric::StageValue | Metric::StageSizeMean | Metric::StageSizeMedian => &mut tally.money,
        Metric::WeightedGut => &mut tally.by_gut,
        Metric::WeightedStage => &mut tally.by_stage,
        Metric::StageDaysMedian => &mut tally.days,
        Metric::StageTouchesPerEntrant | Metric::StageTouchesPerWin => &mut tally.touches,
        Metric::StageMinutesPerEntrant | Metric::StageMinutesPerWin => &mut tally.minutes,
        Metric::StageCostPerEntrant | Metric::StageCostPerWin => &mut tally.cost,
        _ => return None,
    })
}

/// Σ over all entrants ÷ the won ones among them: the effort for those that were lost is in it. A ratio of two sums
/// over the same records; no interval is defined for it.
fn by_win(of: &Measure, n: u64, sum: i128, wins: u64, handle: Handle) -> Figure {
    let sum = sum as f64 / of.scale.per;
    Figure {
        metric: handle.metric,
        unit: of.scale.unit,
        value: (wins > 0).then(|| sum / wins as f64),
        n,
        numerator: Some(sum),
        denominator: Some(wins as f64),
        interval: None,
        comparison: None,
        notes: if wins < FEW { vec![Note::about("too_few_to_tell", wins)] } else { Vec::new() },
        explain: handle,
    }
}

/// A median that the curve never reaches is "more than" the longest stay.
fn not_reached(figure: &mut Figure, days: &Sample) {
    if let Some(curve) = kaplan_meier(&days.lifetimes).filter(|_| figure.value.is_none()) {
        figure.notes.push(Note::new("not_reached").with(f64::from(curve.longest)));
    }
}

/// The 75th percentile of the time in the stage of those that left it onward, in milliseconds.
fn slow_after(onward: &mut [i64]) -> Option<i64> {
    if (onward.len() as u64) < FEW {
        return None;
    }
    quantile::of_values(onward, 0.75).map(|found| found.value as i64)
}

/// The deals that stand there longer than most that got on, or with nothing planned.
fn attention(scene: &Scene<'_>, tally: &StageTally, slow: Option<i64>, with_records: bool) -> Sample {
    let mut sample = Sample::default();
    for stander in &tally.standers {
        let is_slow = stander.stood.zip(slow).is_some_and(|(stood, slow)| stood > slow);
        if !is_slow && stander.has_next_step {
            continue;
        }
        if let Some(deal) = scene.view.deal(stander.place) {
            let part = Part::deal(&deal, deal.owner(), tally::last(scene.view.cut.before));
            // "Above the line" are those that are slow; the others have nothing planned.
            let part = part.hit(is_slow).amount(stander.stood.unwrap_or(0));
            sample.add(tally::ATTENTION.sum, tally::ATTENTION.scale, &part, with_records);
        }
    }
    sample
}

fn quartiles(days: &Sample) -> Vec<Quartile> {
    let Some(curve) = kaplan_meier(&days.lifetimes) else { return Vec::new() };
    let quartile = |share: f64| {
        let found = curve.quantile(share);
        Quartile {
            share,
            days: found.value,
            longest: found.longest,
            interval: Interval::from(found.interval),
        }
    };
    [0.25, 0.5, 0.75].map(quartile).to_vec()
}

fn curve(days: &Sample) -> Vec<CurvePoint> {
    let steps = kaplan_meier(&days.lifetimes).map(|curve| curve.steps).unwrap_or_default();
    let point = |step: crate::stats::survival::Step| CurvePoint {
        day: step.unit,
        share: step.survival,
        low: step.band.low,
        high: step.band.high,
    };
    steps.into_iter().map(point).collect()
}

fn exits(tally: &StageTally) -> Vec<ExitShare> {
    let fates = aalen_johansen(&tally.exits);
    let shares = fates.last().map_or([0.0; 5], |fate| fate.ended);
    let exit = |exit: Exit| {
        let number = exit as usize;
        ExitShare { exit, count: tally.exit_counts[number], share: shares[number] }
    };
    Exit::ALL.map(exit).to_vec()
}

/// The records behind a number of a tally that kept them.
pub(super) fn records(
    scene: &Scene<'_>,
    tally: &mut StageTally,
    metric: Metric,
    stage: Uuid,
) -> Option<Vec<Counted>> {
    let of_rate = |records: &[(u32, bool)]| {
        let counted = |(place, hit): &(u32, bool)| Counted {
            kind: KIND,
            id: scene.view.facts.deals.id(*place),
            hit: *hit,
            amount: None,
        };
        records.iter().map(counted).collect()
    };
    match metric {
        Metric::StageWeight => scene.view.stage_weights().records(&scene.view, stage),
        Metric::StageCloseRate => Some(of_rate(&tally.close_records)),
        Metric::StageConversion => Some(of_rate(&tally.next_records)),
        Metric::NeedsAttention => {
            let slow = slow_after(&mut tally.onward);
            // With the time it stands there, which a count alone would leave out.
            let how = Sum::StandingTotal;
            Some(attention(scene, tally, slow, true).counted(&scene.view, how))
        }
        _ => {
            let how = SUMMED.iter().find(|measure| measure.metric == metric).map(|measure| measure.sum);
            let how = how.unwrap_or(Sum::Mean { smallest: 0.0 });
            sample(tally, metric).map(|sample| sample.counted(&scene.view, how))
        }
    }
}

/// The stages of a reference.
pub(super) struct Against {
    pub reference: Reference,
    pub stages: Vec<StageTally>,
    pub exposure: f64,
    /// Of the trailing 12 months: how many stood in each stage at each month's end.
    pub month_ends: Option<Vec<Vec<u64>>>,
}

/// A comparison before its verdict, with its test as in [`figure::compare`].
pub(super) type Compared = (Comparison, Option<Option<Test>>);

impl Against {
    /// What stood in a stage at the month-ends.
    pub(super) fn ends(&self, place: usize) -> Option<Sums> {
        let ends = self.month_ends.as_ref()?;
        Some(Sums::of(ends.iter().map(|stages| stages[place] as f64)))
    }

    /// A number of a stage held against the reference's; `None` for those that are not compared.
    pub(super) fn compare(&mut self, metric: Metric, place: usize, now: &mut StageTally) -> Option<Compared> {
        let ends = self.ends(place);
        let then = &mut self.stages[place];
        match metric {
            Metric::StageCloseRate => return Some(now.close.compare(&then.close)),
            Metric::StageConversion => return Some(now.next.compare(&then.next)),
            // The mean of twelve month-ends is that of the count alone; values then are not kept.
            Metric::StageValue | Metric::WeightedGut | Metric::WeightedStage if ends.is_some() => {
                return None;
            }
            _ => {}
        }
        let measure = SUMMED.into_iter().find(|measure| measure.metric == metric)?;
        let against = figure::Against {
            exposure: self.exposure,
            dispersion: if metric == Metric::StageEntrants { dispersion(&now.weeks) } else { 1.0 },
            scaled: self.reference == Reference::Trailing12Months,
            turnover: (metric == Metric::StageStanding).then_some(now.turnover),
            month_ends: ends.filter(|_| metric == Metric::StageStanding),
            sample: sample(then, metric)?,
        };
        Some(figure::compare(measure, sample(now, metric)?, against))
    }
}

fn dispersion(weeks: &[u32]) -> f64 {
    counts::dispersion(weeks).unwrap_or(1.0)
}
