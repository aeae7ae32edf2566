//! The funnel of a pipeline: the four numbers of metrics.md, section 6, whole and per stage.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use trechter_domain::Instant;
use uuid::Uuid;

use super::order::Order;
use super::passage::Exit;
use super::row::{self, Against};
use super::tally::{self, Horizons, StageTally, Tallied, Tally};
use crate::answer::{Comparison, Counted, Explanation, Figure, Interval, Note, Verdict};
use crate::definitions::Metric;
use crate::evaluate;
use crate::facts::Facts;
use crate::figure::judge_again;
use crate::horizon::{Horizon, Parts};
use crate::measures;
use crate::period::Reference;
use crate::question::{Asked, Handle, Question, Scene};
use crate::slice::{Condition, Dimension, Value};
use crate::stats::Test;

/// A pipeline, whole and stage by stage.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Funnel {
    /// Which pipeline.
    pub pipeline: Uuid,
    /// The period, like `2017-Q1`.
    pub period: String,
    /// The instant before which everything happened that counts.
    pub as_of: Instant,
    /// The currency of all money.
    pub currency: String,
    /// The period that it is held against.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub compared_with: Option<String>,
    /// Deals, average size, close rate and age of the whole pipeline: open count and value, the value weighted by gut
    /// feeling and by stage, mean and median size, win rate of the period, mean and median days from creation to won;
    /// then velocity with the inputs that are not among these, and what was really won per day.
    pub whole: Vec<Figure>,
    /// The stages in their order at `A`.
    pub stages: Vec<StageRow>,
    /// Deals that are not in the stages, and why.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<Note>,
}

/// One stage.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct StageRow {
    /// Which stage.
    pub stage: Uuid,
    /// H of the close rate.
    pub close_horizon: Horizon,
    /// H of the conversion to the next stage.
    pub next_horizon: Horizon,
    /// Its numbers: two of what *reached* it (entrants, conversion), those of what is *standing now* (deals, value,
    /// size), close rate, days, skips, rework, effort, and how many need attention.
    pub figures: Vec<Figure>,
    /// Of the entrants of the period: won so far, lost, moved out, undecided.
    pub to_win: Parts,
    /// The same for reaching the next stage.
    pub to_next: Parts,
    /// After how many days a quarter, half and three quarters had left.
    pub quartiles: Vec<Quartile>,
    /// The share still there, day by day.
    pub curve: Vec<CurvePoint>,
    /// How they left.
    pub exits: Vec<ExitShare>,
    /// Days in the stage beyond which a deal needs attention: the 75th percentile of those that left it onward. Not
    /// there with fewer than five of them.
    pub slow_after_days: Option<f64>,
}

/// When a share of the deals had left a stage.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Quartile {
    /// 0.25, 0.5 or 0.75.
    pub share: f64,
    /// Days; `None`: the curve never gets that far, the answer is "more than `longest`".
    pub days: Option<f64>,
    /// The longest stay there is.
    pub longest: u32,
    /// Where the band of the curve crosses the share; open where it does not.
    pub interval: Interval,
}

/// A step of the curve: level until the next one.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct CurvePoint {
    /// Whole days.
    pub day: u32,
    /// The share still there when that day is over.
    pub share: f64,
    /// The lower edge of the band; `None` when nobody is left.
    pub low: Option<f64>,
    /// Its upper edge.
    pub high: Option<f64>,
}

/// How many left a stage in one way.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ExitShare {
    /// Which way.
    pub exit: Exit,
    /// How many did.
    pub count: u64,
    /// The cumulative incidence by the longest time seen: what stands there counts as "not yet".
    pub share: f64,
}

/// A stage of the asked pipeline is not in the set-up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UnknownPipeline(pub Uuid);

impl std::fmt::Display for UnknownPipeline {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "there is no pipeline {}", self.0)
    }
}

impl std::error::Error for UnknownPipeline {}

/// What the stages of a pipeline are measured with: their order and horizons as of the question's date.
pub(super) struct Ground {
    pub order: Order,
    pub horizons: Vec<Horizons>,
    pub pipeline: usize,
}

impl Ground {
    pub(super) fn of(asked: &Asked<'_>, pipeline: Uuid) -> Result<Self, UnknownPipeline> {
        let view = &asked.now.view;
        let place = view.set_up.pipelines.iter().position(|known| known.id.0 == pipeline);
        let order = Order::of(view);
        let horizons = tally::horizons(view, &order);
        Ok(Self { order, horizons, pipeline: place.ok_or(UnknownPipeline(pipeline))? })
    }

    pub(super) fn tally(&self, scene: &Scene<'_>, with_records: bool, since: Option<Instant>) -> Tallied {
        Tally {
            order: &self.order,
            horizons: &self.horizons,
            pipeline: self.pipeline,
            with_records,
            turnover_since: since,
        }
        .over(scene)
    }

    /// The ids of the pipeline's stages.
    pub(super) fn stages(&self, scene: &Scene<'_>) -> Vec<Uuid> {
        let stages = self.order.of_pipeline(self.pipeline);
        stages.map(|number| self.order.stage(&scene.view, number).1.id.0).collect()
    }

    /// The tallies of a reference, with what its comparisons need beside.
    pub(super) fn reference(&self, asked: &Asked<'_>, reference: Reference, scene: &Scene<'_>) -> Against {
        let month_ends = (reference == Reference::Trailing12Months).then(|| {
            let ends = scene.period.month_ends();
            let ends = ends.map(|end| crate::period::first_instant(end, &scene.view.zone));
            let scenes = ends.map(|before| asked.now.of(scene.period, scene.window, before));
            scenes.map(|scene| tally::standing(&scene, &self.order, self.pipeline)).collect()
        });
        Against {
            reference,
            stages: self.tally(scene, false, None).0,
            exposure: asked.now.window.working_days / scene.window.working_days.max(f64::MIN_POSITIVE),
            month_ends,
        }
    }
}

/// The numbers of the whole pipeline.
const WHOLE: [Metric; 13] = [
    Metric::OpenCount,
    Metric::OpenValue,
    Metric::WeightedGut,
    Metric::WeightedStage,
    Metric::SizeMean,
    Metric::SizeMedian,
    Metric::WinRate,
    Metric::DaysToWonMean,
    Metric::DaysToWonMedian,
    Metric::WonSizeMean,
    Metric::DaysToClose,
    Metric::Velocity,
    Metric::WonPerDay,
];

/// The funnel of a pipeline in the period of a question, held against its reference. The question's rows are left out.
///
/// # Errors
/// When the set-up at the question's date has no such pipeline.
pub fn funnel(facts: &Facts, question: &Question, pipeline: Uuid) -> Result<Funnel, UnknownPipeline> {
    let asked = without_rows(question).ask(facts);
    let ground = Ground::of(&asked, pipeline)?;
    let since = asked.reference.as_ref().map(|(_, scene)| scene.view.cut.before);
    let (mut now, left_out) = ground.tally(&asked.now, false, since);
    let against =
        asked.reference.as_ref().map(|(reference, scene)| ground.reference(&asked, *reference, scene));
    let mut rows = rows(&asked, &ground, &mut now, against);
    let mut whole = whole(facts, question, pipeline);
    judge_again(whole.iter_mut().chain(rows.iter_mut().flat_map(|row| row.figures.iter_mut())));
    Ok(Funnel {
        pipeline,
        period: asked.now.period.to_string(),
        as_of: asked.now.view.cut.before,
        currency: asked.now.view.currency.to_string(),
        compared_with: asked.reference.as_ref().map(|(_, scene)| scene.period.to_string()),
        whole,
        stages: rows,
        notes: left_out.iter().map(|(why, count)| Note::about(why, *count)).collect(),
    })
}

fn without_rows(question: &Question) -> Question {
    Question { group_by: Vec::new(), ..question.clone() }
}

fn rows(
    asked: &Asked<'_>,
    ground: &Ground,
    now: &mut [StageTally],
    mut against: Option<Against>,
) -> Vec<StageRow> {
    let stages = ground.stages(&asked.now);
    let first = ground.order.of_pipeline(ground.pipeline).start;
    let rows = now.iter_mut().enumerate().map(|(place, tally)| {
        let horizons = ground.horizons[first + place];
        let mut row = row::of(&asked.now, tally, horizons, stages[place]);
        if let Some(against) = against.as_mut() {
            for figure in &mut row.figures {
                figure.comparison = against.compare(figure.metric, place, tally).map(told);
            }
        }
        row
    });
    rows.collect()
}

/// A comparison whose test says only that there are too few already has its verdict; the others wait for the family.
pub(super) fn told((comparison, test): (Comparison, Option<Option<Test>>)) -> Comparison {
    let verdict = if test == Some(None) { Verdict::TooFewToTell } else { comparison.verdict };
    Comparison { verdict, ..comparison }
}

/// The question about the deals of one pipeline.
pub(super) fn of_pipeline(question: &Question, pipeline: Uuid) -> Question {
    let mut question = without_rows(question);
    let only = Condition { dimension: Dimension::Pipeline, any_of: vec![Value::Id(pipeline)] };
    question.filter.push(only);
    question
}

pub(super) fn whole(facts: &Facts, question: &Question, pipeline: Uuid) -> Vec<Figure> {
    let asked = of_pipeline(question, pipeline).ask(facts);
    let measures: Vec<_> = WHOLE.into_iter().filter_map(measures::of).collect();
    let mut totals = evaluate::answer(&asked, &measures).totals;
    totals.iter_mut().for_each(|figure| figure.explain.part = Some(pipeline.to_string()));
    totals
}

/// The records behind a number of a stage or of a whole pipeline: `handle.part` is the id of either. `None` when it is no
/// number of a stage or pipeline, or neither is in the set-up.
pub fn explain(facts: &Facts, question: &Question, handle: &Handle) -> Option<Explanation> {
    let stage: Uuid = handle.part.as_deref()?.parse().ok()?;
    let asked = without_rows(question).ask(facts);
    let pipelines = &asked.now.view.set_up.pipelines;
    if pipelines.iter().any(|pipeline| pipeline.id.0 == stage) {
        let asked = of_pipeline(question, stage).ask(facts);
        let mut explained = evaluate::explain(&asked, measures::of(handle.metric)?, &[]);
        explained.figure.explain = handle.clone();
        return Some(explained);
    }
    let mut pipelines = pipelines.iter();
    let pipeline = pipelines.find(|pipeline| pipeline.stages.iter().any(|known| known.id.0 == stage))?.id.0;
    let ground = Ground::of(&asked, pipeline).ok()?;
    let place = ground.stages(&asked.now).iter().position(|known| *known == stage)?;
    let (mut now, _) = ground.tally(&asked.now, true, None);
    let horizons = ground.horizons[ground.order.of_pipeline(ground.pipeline).start + place];
    let tally = now.get_mut(place)?;
    let row = row::of(&asked.now, tally, horizons, stage);
    let shown = match handle.metric {
        Metric::StageDaysCurve | Metric::StageExits => Metric::StageDaysMedian,
        metric => metric,
    };
    let figure = row.figures.into_iter().find(|figure| figure.metric == shown)?;
    let records: Vec<Counted> = row::records(&asked.now, tally, shown, stage)?;
    Some(Explanation::new(figure, records))
}
