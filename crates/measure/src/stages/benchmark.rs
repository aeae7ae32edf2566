//! The four numbers of every stage, held against what they should be (metrics.md, sections 3 and 6, "Benchmark").

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use trechter_domain::Instant;
use trechter_domain::catalogue::StageNorm;
use uuid::Uuid;

use super::funnel::{Ground, UnknownPipeline, of_pipeline, told};
use super::row::{self, Against};
use super::tally::{self, StageTally};
use crate::answer::{Comparison, Figure, Verdict};
use crate::definitions::Metric;
use crate::facts::{Amount, Facts};
use crate::figure::judge_all;
use crate::period::Reference;
use crate::question::{Question, Scene};
use crate::stats::concentration::FEW_EFFECTIVE;
use crate::stats::mean::{self, Sums};
use crate::stats::survival::kaplan_meier;
use crate::stats::{FEW, Side, Test, counts, more_needed};
use crate::{evaluate, measures};

/// What a number is held against.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Yardstick {
    /// The same period last year, cut alike.
    LastYear,
    /// The 12 whole months before the period.
    Trailing12Months,
    /// What was typed in for the stage.
    Norm,
}

/// A number with all that it is held against.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Held {
    /// The number now.
    pub figure: Figure,
    /// The difference from each yardstick that there is, its verdict, and for counts "n more needed".
    pub against: Vec<HeldAgainst>,
}

/// One comparison.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct HeldAgainst {
    /// With what.
    pub yardstick: Yardstick,
    /// How it compares; verdicts are over all comparisons of the benchmark.
    pub comparison: Comparison,
}

/// The four numbers of one stage: deals, average size, close rate and age.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct StageHeld {
    /// Which stage.
    pub stage: Uuid,
    /// Its numbers.
    pub numbers: Vec<Held>,
}

/// A pipeline and its stages held against their past and their norms.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Benchmark {
    /// Which pipeline.
    pub pipeline: Uuid,
    /// The period, like `2017-Q1`.
    pub period: String,
    /// The instant before which everything happened that counts.
    pub as_of: Instant,
    /// The currency of all money.
    pub currency: String,
    /// Deals, average size, win rate and days to won of the whole pipeline.
    pub whole: Vec<Held>,
    /// The stages in their order.
    pub stages: Vec<StageHeld>,
}

/// The four numbers of a stage.
const FOUR: [Metric; 4] =
    [Metric::StageStanding, Metric::StageSizeMean, Metric::StageCloseRate, Metric::StageDaysMedian];

/// The four numbers of the whole pipeline.
const WHOLE: [Metric; 4] = [Metric::OpenCount, Metric::SizeMean, Metric::WinRate, Metric::DaysToWonMean];

const REFERENCES: [(Reference, Yardstick); 2] =
    [(Reference::LastYear, Yardstick::LastYear), (Reference::Trailing12Months, Yardstick::Trailing12Months)];

/// A pipeline held against the same period last year, the trailing 12 months and the typed norms of its stages. What
/// the question itself compares with is left out.
///
/// ```text
/// 6 deals in stage 1, where the same period last year had 13: change -7, more_needed 7, verdict can_be_chance
/// ```
///
/// # Errors
/// When the set-up at the question's date has no such pipeline.
pub fn benchmark(facts: &Facts, question: &Question, pipeline: Uuid) -> Result<Benchmark, UnknownPipeline> {
    let asked_of = |reference| {
        Question { compare_to: Some(reference), group_by: Vec::new(), ..question.clone() }.ask(facts)
    };
    let asked = REFERENCES.map(|(reference, _)| asked_of(reference));
    let now = &asked[0].now;
    let ground = Ground::of(&asked[0], pipeline)?;
    let since = asked[0].reference.as_ref().map(|(_, scene)| scene.view.cut.before);
    let (mut tallies, _) = ground.tally(now, false, since);
    let mut references: Vec<(Yardstick, Against)> = Vec::new();
    for ((_, yardstick), asked) in REFERENCES.iter().zip(&asked) {
        if let Some((reference, scene)) = &asked.reference {
            references.push((*yardstick, ground.reference(asked, *reference, scene)));
        }
    }
    let stages = ground.stages(now);
    let first = ground.order.of_pipeline(ground.pipeline).start;
    let mut held: Vec<StageHeld> = Vec::with_capacity(stages.len());
    for (place, stage) in stages.into_iter().enumerate() {
        let tally = &mut tallies[place];
        let row = row::of(now, tally, ground.horizons[first + place], stage);
        let norm = ground.order.stage(&now.view, first + place).1.norm.clone().unwrap_or_default();
        let four = row.figures.into_iter().filter(|figure| FOUR.contains(&figure.metric));
        let numbers = four.map(|figure| hold(now, figure, place, tally, &mut references, &norm));
        held.push(StageHeld { stage, numbers: numbers.collect() });
    }
    let mut whole = whole(facts, question, pipeline);
    let numbers = held.iter_mut().flat_map(|stage| stage.numbers.iter_mut()).chain(whole.iter_mut());
    judge_all(numbers.flat_map(|held| held.against.iter_mut()).map(|against| &mut against.comparison));
    Ok(Benchmark {
        pipeline,
        period: now.period.to_string(),
        as_of: now.view.cut.before,
        currency: now.view.currency.to_string(),
        whole,
        stages: held,
    })
}

fn hold(
    now: &Scene<'_>,
    figure: Figure,
    place: usize,
    tally: &mut StageTally,
    references: &mut [(Yardstick, Against)],
    norm: &StageNorm,
) -> Held {
    let mut against = Vec::new();
    for (yardstick, reference) in references.iter_mut() {
        if let Some(compared) = reference.compare(figure.metric, place, tally) {
            against.push(HeldAgainst { yardstick: *yardstick, comparison: told(compared) });
        }
    }
    let ends = references.iter().find_map(|(_, reference)| reference.ends(place));
    if let Some(comparison) = against_norm(now, &figure, tally, norm, ends) {
        against.push(HeldAgainst { yardstick: Yardstick::Norm, comparison });
    }
    Held { figure, against }
}

/// A number of a stage held against what was typed for it; `None` when nothing was.
fn against_norm(
    now: &Scene<'_>,
    figure: &Figure,
    tally: &StageTally,
    norm: &StageNorm,
    month_ends: Option<Sums>,
) -> Option<Comparison> {
    let (value, test): (f64, Option<Test>) = match figure.metric {
        Metric::StageStanding => {
            let value = norm.deals? as f64;
            let standing = tally.standing.n as f64;
            let test = |ends: Sums| counts::standing_against_norm(standing, value, &ends, Side::Both);
            (value, month_ends.and_then(test))
        }
        Metric::StageSizeMean => {
            let size = norm.average_size?;
            let amount = Amount { minor: size.amount, currency: size.currency };
            let value =
                now.view.rates.convert(Some(amount), tally::last(now.view.cut.before)).known()? as f64;
            let money = &tally.money;
            let enough = money.n >= FEW && money.weights.n_eff() >= FEW_EFFECTIVE;
            (value, if enough { mean::against_norm(&money.sums, value, Side::Both) } else { None })
        }
        Metric::StageCloseRate => {
            return Some(told(tally.close.against_norm(norm.close_rate?)));
        }
        Metric::StageDaysMedian => {
            let value = norm.days?;
            let curve = kaplan_meier(&tally.days.lifetimes);
            let test = curve.and_then(|curve| curve.against_norm(0.5, value as u32, Side::Both));
            (value, test.filter(|_| tally.days.n >= FEW))
        }
        _ => return None,
    };
    let is_count = figure.metric == Metric::StageStanding;
    Some(Comparison {
        value: Some(value),
        n: 0,
        change: figure.value.map(|here| here - value),
        p: test.map(|test| test.p),
        verdict: if test.is_some() { Verdict::Fact } else { Verdict::TooFewToTell },
        more_needed: is_count.then(|| more_needed(value, tally.standing.n)),
    })
}

fn whole(facts: &Facts, question: &Question, pipeline: Uuid) -> Vec<Held> {
    let measures: Vec<_> = WHOLE.into_iter().filter_map(measures::of).collect();
    let mut held: Vec<Held> = Vec::new();
    for (reference, yardstick) in REFERENCES {
        let question = Question { compare_to: Some(reference), ..of_pipeline(question, pipeline) };
        let totals = evaluate::answer(&question.ask(facts), &measures).totals;
        for (place, mut figure) in totals.into_iter().enumerate() {
            let comparison = figure.comparison.take();
            figure.explain.part = Some(pipeline.to_string());
            if held.len() == place {
                held.push(Held { figure, against: Vec::new() });
            }
            held[place].against.extend(comparison.map(|comparison| HeldAgainst { yardstick, comparison }));
        }
    }
    held
}
