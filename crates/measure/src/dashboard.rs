//! The seven numbers of the dashboard, each with the figures that belong to it (metrics.md, section 5).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use trechter_domain::catalogue::{TargetMetric, Whom};

use crate::answer::{Answer, Figure, Note, Row, Unit};
use crate::conversion::{self, fact};
use crate::definitions::Metric;
use crate::evaluate;
use crate::facts::Facts;
use crate::figure::judge_again;
use crate::measures::{self, Measure};
use crate::question::{Asked, Handle, Question};
use crate::slice::{Dimension, Value};
use crate::targets::{self, Attained};

/// Which of the seven.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Number {
    /// How many come in, and who has them.
    Leads,
    /// How long they wait.
    ResponseTime,
    /// How often we come back.
    FollowUps,
    /// What becomes of leads and deals.
    Conversion,
    /// How far we are.
    TargetAttainment,
    /// What is open.
    OpenPipeline,
    /// What was won.
    Sales,
}

/// One of the seven numbers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Section {
    /// Which one.
    pub number: Number,
    /// Its figures by name, in the order of the answer's totals; what there is no figure of is not among them.
    #[schemars(with = "Vec<String>")]
    pub metrics: Vec<Metric>,
}

/// The numbers at a glance.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Dashboard {
    /// All figures, whole and by row.
    #[serde(flatten)]
    pub answer: Answer,
    /// The seven numbers, in their order, when nothing else was asked.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sections: Vec<Section>,
}

/// The seven, each with what belongs to it. Those about a target are there when there is one for won value.
const SEVEN: [(Number, &[Metric]); 7] = [
    (
        Number::Leads,
        &[Metric::LeadsCreated, Metric::LeadsReceived, Metric::LeadsHandled, Metric::LeadWorkload],
    ),
    (
        Number::ResponseTime,
        &[
            Metric::ResponseMedian,
            Metric::ResponseNinetieth,
            Metric::ResponseInTime,
            Metric::ResponseUnanswered,
        ],
    ),
    (
        Number::FollowUps,
        &[
            Metric::FollowUps,
            Metric::FollowUpsPerLead,
            Metric::FollowUpsPerDeal,
            Metric::Touches,
            Metric::Appointments,
            Metric::TouchesToWin,
            Metric::TouchesToLoss,
        ],
    ),
    (
        Number::Conversion,
        &[Metric::CohortConversion, Metric::WinRate, Metric::WinRateByValue, Metric::WinRateStrict],
    ),
    (
        Number::TargetAttainment,
        &[Metric::Attainment, Metric::TargetRemaining, Metric::Pace, Metric::UsualShare],
    ),
    (
        Number::OpenPipeline,
        &[
            Metric::OpenCount,
            Metric::OpenValue,
            Metric::WeightedGut,
            Metric::WeightedStage,
            Metric::OpenValueExpected,
            Metric::OverdueValue,
            Metric::Coverage,
            Metric::CoverageNeeded,
        ],
    ),
    (
        Number::Sales,
        &[
            Metric::WonValue,
            Metric::WonCount,
            Metric::NewCustomers,
            Metric::WonValueNew,
            Metric::GrowthExisting,
        ],
    ),
];

/// What is told on the dashboard though it is no plain sum of parts.
const COMPOSED: [Metric; 7] = [
    Metric::CohortConversion,
    Metric::Attainment,
    Metric::TargetRemaining,
    Metric::Pace,
    Metric::UsualShare,
    Metric::Coverage,
    Metric::CoverageNeeded,
];

/// Can a number be asked on the dashboard, whole and by row?
pub fn tells(metric: Metric) -> bool {
    measures::of(metric).is_some() || COMPOSED.contains(&metric)
}

/// The numbers of a question: those that are named, or the seven. `shown` says whose targets the reader may see. A number
/// about a target is left out when there is none; attainment says so.
pub fn dashboard(
    facts: &Facts,
    question: &Question,
    named: &[Metric],
    shown: impl Fn(Whom) -> bool,
) -> Dashboard {
    let asked = question.ask(facts);
    let all: Vec<Metric> = match named {
        [] => SEVEN.iter().flat_map(|(_, metrics)| metrics.iter().copied()).collect(),
        named => named.to_vec(),
    };
    let plain: Vec<&Measure> = all.iter().filter_map(|metric| measures::of(*metric)).collect();
    let mut answer = evaluate::answer(&asked, &plain);
    if all.contains(&Metric::CohortConversion) {
        put(&mut answer, cohort_conversion(&asked));
    }
    if COMPOSED[1..].iter().any(|metric| all.contains(metric)) {
        let columns = of_targets(facts, question, shown).into_iter();
        columns
            .filter(|column| all.contains(&column.total.metric))
            .for_each(|column| put(&mut answer, column));
    }
    let place = |figure: &Figure| all.iter().position(|metric| *metric == figure.metric);
    answer.totals.sort_by_key(place);
    answer.rows.iter_mut().for_each(|row| row.figures.sort_by_key(place));
    let of_rows = answer.rows.iter_mut().flat_map(|row| &mut row.figures);
    judge_again(answer.totals.iter_mut().chain(of_rows));
    let seven = SEVEN.iter().filter(|_| named.is_empty());
    let told = |metric: &&Metric| answer.totals.iter().any(|figure| figure.metric == **metric);
    let sections = seven.map(|(number, metrics)| Section {
        number: *number,
        metrics: metrics.iter().filter(told).copied().collect(),
    });
    Dashboard { sections: sections.collect(), answer }
}

/// A figure of the whole and by row, for what is no plain sum of parts.
struct Column {
    total: Figure,
    rows: Vec<(Vec<Value>, Figure)>,
}

/// Puts a column beside the others: every row gets one, an empty one where there is none.
fn put(answer: &mut Answer, column: Column) {
    let (metric, unit) = (column.total.metric, column.total.unit);
    let mut rows = column.rows;
    for row in &mut answer.rows {
        let mine = rows.iter().position(|(values, _)| *values == row.values);
        let none = || fact(Handle { metric, part: None, row: row.values.clone() }, unit, None, 0);
        row.figures.push(mine.map_or_else(none, |place| rows.swap_remove(place).1));
    }
    // A row that nothing else has: leads of a year ago, a target of somebody who did nothing yet.
    for (values, figure) in rows {
        let blank = |total: &Figure| {
            let adds_up = matches!(total.unit, Unit::Count | Unit::Money);
            let handle = Handle { metric: total.metric, part: None, row: values.clone() };
            fact(handle, total.unit, adds_up.then_some(0.0), 0)
        };
        let mut figures: Vec<Figure> = answer.totals.iter().map(blank).collect();
        figures.push(figure);
        answer.rows.push(Row { values, figures });
    }
    answer.totals.push(column.total);
}

fn cohort_conversion(asked: &Asked<'_>) -> Column {
    let told = conversion::conversion(asked);
    let rows = told.rows.into_iter().map(|row| (row.values, row.rate));
    Column { total: told.total.rate, rows: rows.collect() }
}

/// How far the target for won value is reached: that of the whole, or of the one person, team or source that the
/// question is about; and by row those of whom the rows are.
fn of_targets(facts: &Facts, question: &Question, shown: impl Fn(Whom) -> bool) -> Vec<Column> {
    let of_total = whole(question);
    let of_rows = match question.group_by.as_slice() {
        [only] => Some(only.clone()),
        _ => None,
    };
    let of_row = |whom: Whom| of_rows.is_some() && targets::dimension(whom) == of_rows;
    let told = targets::of_period(facts, question, |target| {
        let asked_for = of_total == Some(target.whom) || of_row(target.whom);
        target.metric == TargetMetric::WonValue && asked_for && shown(target.whom)
    });
    let total = told.iter().find(|attained| Some(attained.whom) == of_total);
    let figures: [fn(&Attained) -> Option<&Figure>; 6] = [
        |told| Some(&told.attainment),
        |told| Some(&told.remaining),
        |told| told.pace.as_ref(),
        |told| told.usual_share.as_ref(),
        |told| told.coverage.as_ref().map(|coverage| &coverage.coverage),
        |told| told.coverage.as_ref().map(|coverage| &coverage.needed),
    ];
    let columns = figures.into_iter().filter_map(|figure| {
        let rows = told
            .iter()
            .filter(|attained| of_row(attained.whom))
            .filter_map(|attained| Some((targets::row(attained.whom), figure(attained)?.clone())));
        let rows: Vec<(Vec<Value>, Figure)> = rows.collect();
        let known = total.and_then(figure).cloned();
        let like = known.as_ref().or_else(|| rows.first().map(|(_, figure)| figure));
        let (metric, unit) = like.map(|figure| (figure.metric, figure.unit))?;
        let handle = Handle { metric, part: None, row: Vec::new() };
        Some(Column { total: known.unwrap_or_else(|| without_target(handle, unit)), rows })
    });
    let columns: Vec<Column> = columns.collect();
    if !columns.is_empty() {
        return columns;
    }
    let handle = Handle { metric: Metric::Attainment, part: None, row: Vec::new() };
    vec![Column { total: without_target(handle, Unit::Ratio), rows: Vec::new() }]
}

fn without_target(handle: Handle, unit: Unit) -> Figure {
    Figure { notes: vec![Note::new("no_target")], ..fact(handle, unit, None, 0) }
}

/// Whose target the totals are held against: the workspace's, or that of the one that is filtered on; of any other
/// selection nobody's.
pub(crate) fn whole(question: &Question) -> Option<Whom> {
    match question.filter.as_slice() {
        [] => Some(Whom::Workspace),
        [only] => match (&only.dimension, only.any_of.as_slice()) {
            (Dimension::Owner, [Value::Id(id)]) => Some(Whom::Member((*id).into())),
            (Dimension::Team, [Value::Id(id)]) => Some(Whom::Team((*id).into())),
            (Dimension::Source, [Value::Id(id)]) => Some(Whom::Source((*id).into())),
            (Dimension::Campaign, [Value::Id(id)]) => Some(Whom::Campaign((*id).into())),
            _ => None,
        },
        _ => None,
    }
}
