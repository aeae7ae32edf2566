//! Targets and how far they are reached (metrics.md, section 5.5).

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use trechter_domain::Instant;
use trechter_domain::calendar::Timetable;
use trechter_domain::catalogue::{Target, TargetMetric, TargetUnit, TargetValue, Whom};
use uuid::Uuid;

use crate::answer::{Explanation, Figure, Note, Unit};
use crate::conversion;
use crate::coverage::{Coverage, Ground};
use crate::dashboard;
use crate::definitions::Metric;
use crate::evaluate::{self, answer};
use crate::facts::Facts;
use crate::measures::{self, Measure};
use crate::period::{AsOf, Period, Window};
use crate::question::{Handle, Question};
use crate::slice::{Dimension, Value};
use crate::stats::quantile;

/// A target with its result.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Attained {
    /// Which target.
    pub target: Uuid,
    /// For whom.
    pub whom: Whom,
    /// Of which number.
    #[schemars(with = "String")]
    pub metric: Metric,
    /// What was aimed for, in the unit of the result.
    pub aim: f64,
    /// The result in what of the period has happened; it opens to its records.
    pub result: Figure,
    /// Result / target.
    pub attainment: Figure,
    /// Target - result, never below 0.
    pub remaining: Figure,
    /// Result / (target x share of the working days that have passed); none for ratios and before the first one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pace: Option<Figure>,
    /// The median share of the final result that was reached at this point in the last 8 periods, for counts and money.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub usual_share: Option<Figure>,
    /// Of a target for won value: whether enough is open to reach it. Not there once the period is over.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub coverage: Option<Coverage>,
}

/// Periods that the usual share looks back on.
const LOOK_BACK: usize = 8;

/// Results by metric and for whom; the workspace is `None`.
type Results = BTreeMap<(Metric, Option<Uuid>), Figure>;

/// The targets of exactly the question's period, with their results at its date. `shown` says whose the reader may see.
pub fn targets(facts: &Facts, question: &Question, shown: impl Fn(Whom) -> bool) -> Vec<Attained> {
    of_period(facts, question, |target| shown(target.whom))
}

/// Those of the period's targets that are wanted.
pub(crate) fn of_period(
    facts: &Facts,
    question: &Question,
    wanted: impl Fn(&Target) -> bool,
) -> Vec<Attained> {
    let question = Question { compare_to: None, group_by: Vec::new(), ..question.clone() };
    let asked = question.ask(facts);
    let (start, end) = (question.period.start(), question.period.end());
    let of_period = |target: &&Target| {
        target.removed_at.is_none() && target.starts.0 == start && target.ends().0 == end && wanted(target)
    };
    let targets: Vec<&Target> = asked.now.view.set_up.targets.iter().filter(of_period).collect();
    let mut told = Vec::with_capacity(targets.len());
    for kind in targets.iter().map(|target| dimension(target.whom)).collect::<BTreeSet<_>>() {
        let mine: Vec<&&Target> = targets.iter().filter(|target| dimension(target.whom) == kind).collect();
        let metrics: BTreeSet<Metric> = mine.iter().map(|target| metric(target.metric)).collect();
        let now = results(facts, &question, kind.as_ref(), &metrics);
        let past = past(facts, &question, &asked.now.window, &asked.calendar, kind.as_ref(), &metrics);
        let by_kind = asked.grouped(kind.as_slice());
        let money = mine.iter().any(|target| target.metric == TargetMetric::WonValue);
        let ground = money.then(|| Ground::of(&by_kind)).flatten();
        for target in mine {
            let passed = passed(&asked, target.whom);
            let mut attained = attained(target, passed, &now, &past);
            attained.coverage = ground.as_ref().and_then(|ground| covered(ground, target, &attained));
            told.push(attained);
        }
    }
    told
}

/// Whether enough is open to reach a target for won value.
fn covered(ground: &Ground<'_>, target: &Target, attained: &Attained) -> Option<Coverage> {
    let won = attained.result.value.filter(|_| target.metric == TargetMetric::WonValue)?;
    Some(ground.tell(&row(target.whom), attained.aim, won, |metric| handle(metric, target)))
}

/// The row that a target's results stand in; the whole for the workspace.
pub(crate) fn row(whom: Whom) -> Vec<Value> {
    id(whom).map(Value::Id).into_iter().collect()
}

/// What is told of a target opens by the target.
fn handle(metric: Metric, target: &Target) -> Handle {
    Handle { metric, part: Some(target.id.0.to_string()), row: Vec::new() }
}

/// The records behind a number that is told of a target, which `handle.part` names, or else the row of the target for won
/// value: those of its result, or of its coverage. `None` when it is no such number, or the period has no such target that the reader may see.
pub fn explain(
    facts: &Facts,
    question: &Question,
    handle: &Handle,
    shown: impl Fn(Whom) -> bool,
) -> Option<Explanation> {
    let named: Option<Uuid> = handle.part.as_deref().and_then(|part| part.parse().ok());
    let whole = dashboard::whole(question);
    let is_it = |target: &Target| match (named, handle.row.is_empty()) {
        (Some(id), _) => target.id.0 == id,
        (None, is_whole) => {
            let of_row = dimension(target.whom).as_ref() == question.group_by.first()
                && row(target.whom) == handle.row;
            let is_his = if is_whole { whole == Some(target.whom) } else { of_row };
            target.metric == TargetMetric::WonValue && is_his
        }
    };
    let told = of_period(facts, question, |target| is_it(target) && shown(target.whom)).pop()?;
    let by: Vec<Dimension> = dimension(told.whom).into_iter().collect();
    let question = Question { compare_to: None, group_by: by, ..question.clone() };
    let asked = question.ask(facts);
    let of_coverage = told.coverage.as_ref().and_then(|coverage| {
        let figures = [&coverage.coverage, &coverage.needed, &coverage.pipeline_yield];
        figures.into_iter().find(|figure| figure.metric == handle.metric).cloned()
    });
    if let Some(figure) = of_coverage {
        let records = Ground::of(&asked)?.records(&row(told.whom), handle.metric)?;
        return Some(Explanation::new(figure, records));
    }
    let figure = match handle.metric {
        Metric::Attainment => told.attainment,
        Metric::TargetRemaining => told.remaining,
        Metric::Pace => told.pace?,
        _ => return None,
    };
    let result = Handle { metric: told.metric, part: None, row: row(told.whom) };
    let records = match measures::of(told.metric) {
        Some(measure) => evaluate::explain(&asked, measure, &result.row).records,
        None => conversion::explain(&asked, &result)?.records,
    };
    Some(Explanation { terms: vec![told.result], ..Explanation::new(figure, records) })
}

/// The dimension that a target's results stand in; none for the workspace.
pub(crate) fn dimension(whom: Whom) -> Option<Dimension> {
    match whom {
        Whom::Workspace => None,
        Whom::Team(_) => Some(Dimension::Team),
        Whom::Member(_) => Some(Dimension::Owner),
        Whom::Source(_) => Some(Dimension::Source),
        Whom::Campaign(_) => Some(Dimension::Campaign),
    }
}

fn id(whom: Whom) -> Option<Uuid> {
    match whom {
        Whom::Workspace => None,
        Whom::Team(id) => Some(id.0),
        Whom::Member(id) => Some(id.0),
        Whom::Source(id) => Some(id.0),
        Whom::Campaign(id) => Some(id.0),
    }
}

/// The number that a target is about.
fn metric(of: TargetMetric) -> Metric {
    match of {
        TargetMetric::WonValue => Metric::WonValue,
        TargetMetric::WonCount => Metric::WonCount,
        TargetMetric::NewCustomers => Metric::NewCustomers,
        TargetMetric::GrowthExisting => Metric::GrowthExisting,
        TargetMetric::LeadsHandled => Metric::LeadsHandled,
        TargetMetric::Touches => Metric::Touches,
        TargetMetric::Appointments => Metric::Appointments,
        TargetMetric::Conversion => Metric::CohortConversion,
        TargetMetric::WinRate => Metric::WinRate,
        TargetMetric::ResponseShare => Metric::ResponseInTime,
    }
}

/// The results of a period, by who they are attributed to.
fn results(
    facts: &Facts,
    question: &Question,
    by: Option<&Dimension>,
    metrics: &BTreeSet<Metric>,
) -> Results {
    let question = Question { group_by: by.cloned().into_iter().collect(), ..question.clone() };
    let asked = question.ask(facts);
    let plain: Vec<&Measure> = metrics.iter().filter_map(|metric| measures::of(*metric)).collect();
    let told = answer(&asked, &plain);
    let mut results = Results::new();
    let mut keep = |who: Option<Uuid>, figures: Vec<Figure>| {
        results.extend(figures.into_iter().map(|figure| ((figure.metric, who), figure)));
    };
    if by.is_none() {
        keep(None, told.totals);
    } else {
        for row in told.rows {
            if let Some(Value::Id(who)) = row.values.first() {
                keep(Some(*who), row.figures);
            }
        }
    }
    if metrics.contains(&Metric::CohortConversion) {
        let told = conversion::conversion(&asked);
        if by.is_none() {
            keep(None, vec![told.total.rate]);
        } else {
            for row in told.rows {
                if let Some(Value::Id(who)) = row.values.first() {
                    keep(Some(*who), vec![row.rate]);
                }
            }
        }
    }
    results
}

/// Of each of the last periods: the results at this point, and those of the whole.
fn past(
    facts: &Facts,
    question: &Question,
    window: &Window,
    calendar: &Timetable,
    by: Option<&Dimension>,
    metrics: &BTreeSet<Metric>,
) -> Vec<(Results, Results)> {
    let adding: BTreeSet<Metric> = metrics.iter().copied().filter(|metric| adds_up(*metric)).collect();
    if !window.cut || adding.is_empty() {
        return Vec::new();
    }
    let zone = calendar.zone();
    let before = std::iter::successors(Some(question.period.previous()), |period| Some(period.previous()));
    let at = |period: Period, at: Instant| {
        let question = Question { period, as_of: AsOf::At(at), ..question.clone() };
        results(facts, &question, by, &adding)
    };
    let periods = before.take(LOOK_BACK).map(|period| {
        let alike = window.alike(period, zone, calendar);
        (at(period, alike.end), at(period, period.instants(zone).1))
    });
    periods.collect()
}

/// Do its results add up over the period, so that it has a pace?
fn adds_up(metric: Metric) -> bool {
    !matches!(metric, Metric::CohortConversion | Metric::WinRate | Metric::ResponseInTime)
}

/// The share of the period's working days that has passed, by the calendar of whom the target is for.
fn passed(asked: &crate::question::Asked<'_>, whom: Whom) -> f64 {
    let (view, window, period) = (&asked.now.view, &asked.now.window, asked.now.period);
    let share = |calendar: &Timetable| {
        let whole = Window::whole(period, &view.zone, calendar).working_days;
        let now = Window::of(period, window.end, &view.zone, calendar).working_days;
        if whole > 0.0 { now / whole } else { 0.0 }
    };
    match whom {
        Whom::Member(id) if view.set_up.member(id).is_some_and(|member| member.calendar.is_some()) => {
            share(&Timetable::new(&view.set_up.calendar_of_member(id), &view.zone))
        }
        Whom::Member(id) => {
            let team = view.set_up.member(id).and_then(|member| member.team);
            share(&view.timetable_of_team(view.team_code(team)))
        }
        Whom::Team(id) => share(&view.timetable_of_team(view.team_code(Some(id)))),
        _ => share(&view.timetable()),
    }
}

fn attained(target: &Target, passed: f64, now: &Results, past: &[(Results, Results)]) -> Attained {
    let (metric, who) = (metric(target.metric), id(target.whom));
    let aim = match target.value {
        TargetValue::Money(money) => money.amount as f64,
        TargetValue::Number(number) => number,
    };
    let unit = match target.metric.unit() {
        TargetUnit::Money => Unit::Money,
        TargetUnit::Count => Unit::Count,
        TargetUnit::Share => Unit::Share,
    };
    let of_result = Handle { metric, part: None, row: row(target.whom) };
    let plain = |metric, unit, value: Option<f64>, n, result: Option<f64>| Figure {
        metric,
        unit,
        value,
        n,
        numerator: result,
        denominator: result.map(|_| aim),
        interval: None,
        comparison: None,
        notes: Vec::new(),
        explain: handle(metric, target),
    };
    // Nobody's row: nothing was done yet, which is 0 where results add up, and cannot be told where they do not.
    let nothing = || Figure {
        explain: of_result.clone(),
        ..plain(metric, unit, adds_up(metric).then_some(0.0), 0, None)
    };
    let result = now.get(&(metric, who)).cloned().unwrap_or_else(nothing);
    let (value, n) = (result.value, result.n);
    let is_met = aim <= 0.0 || value.is_some_and(|value| value >= aim);
    let share = |of: f64| value.filter(|_| of > 0.0).map(|value| value / of);
    let mut attainment = plain(Metric::Attainment, Unit::Ratio, share(aim), n, value);
    if is_met {
        attainment.notes.push(Note::new("target_met"));
    }
    let remaining = value.map(|value| (aim - value).max(0.0));
    let has_pace = adds_up(metric) && passed > 0.0 && aim > 0.0;
    let pace = has_pace.then(|| plain(Metric::Pace, Unit::Ratio, share(aim * passed), n, value));
    Attained {
        target: target.id.0,
        whom: target.whom,
        metric,
        aim,
        result,
        attainment,
        remaining: plain(Metric::TargetRemaining, unit, remaining, n, None),
        pace,
        coverage: None,
        usual_share: usual(past, (metric, who)).map(|(share, periods)| {
            let mut figure = plain(Metric::UsualShare, Unit::Share, Some(share), periods, None);
            if periods < LOOK_BACK as u64 {
                figure.notes.push(Note::about("indication", periods));
            }
            figure
        }),
    }
}

/// The median share of the final result that was reached at this point, and over how many periods that had one.
fn usual(past: &[(Results, Results)], key: (Metric, Option<Uuid>)) -> Option<(f64, u64)> {
    let value = |results: &Results| results.get(&key).and_then(|figure| figure.value).unwrap_or(0.0);
    let shares = past.iter().filter_map(|(then, whole)| {
        let whole = value(whole);
        (whole > 0.0).then(|| value(then) / whole)
    });
    let mut shares: Vec<f64> = shares.collect();
    let periods = shares.len() as u64;
    quantile::of_values(&mut shares, 0.5).map(|found| (found.value, periods))
}
