//! `GET /measure/series`: numbers over time.

use axum::http::{Method, header};
use schemars::JsonSchema;
use serde::Serialize;
use trechter_domain::permission::Act;
use trechter_measure::answer::{Answer as Numbers, Figure, Row};
use trechter_measure::definitions::Metric;
use trechter_measure::evaluate;
use trechter_measure::measures::Measure;
use trechter_measure::period::{AsOf, Unit};
use trechter_measure::question::{Asked, Question};
use trechter_measure::slice::Dimension;

use super::{ready, wanted};
use crate::http::{Access, Answer, Call, Nothing, Operation, Problem};
use crate::numbers::{Asking, Ready, aside};

/// One step of a series.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Point {
    /// The step's period, like `2017-03`.
    pub period: String,
    /// Only a part of a day, week, month, quarter or year: the period begins or ends within it.
    pub partial: bool,
    /// Its figures, in the order of the metrics.
    pub totals: Vec<Figure>,
    /// The same by row.
    pub rows: Vec<Row>,
}

/// Numbers over time.
#[derive(Debug, Serialize, JsonSchema)]
pub struct SeriesReply {
    /// In the order of time.
    pub points: Vec<Point>,
    /// What the rows are.
    pub by: Vec<Dimension>,
    /// The currency of all money.
    pub currency: String,
}

/// The most steps of a series.
const LONGEST: usize = 400;

/// The most figures of a series without rows.
const MOST: usize = 1_000;

/// Numbers over time.
pub struct Series;

impl Operation for Series {
    const METHOD: Method = Method::GET;
    const ACCESS: Access = Access::May(Act::ReadRecords);
    type Path = Nothing;
    type Query = Asking;
    type Body = Nothing;
    type Reply = SeriesReply;

    fn id() -> String {
        "measure_series".into()
    }
    fn path() -> String {
        "/measure/series".into()
    }
    fn summary() -> String {
        "Metrics over time: one step per day, week, month, quarter or year of the period, the first and last one cut \
         to it and marked. Steps that are still to come are left out."
            .into()
    }

    async fn run(call: Call<Self>) -> Result<Answer<SeriesReply>, Problem> {
        let ready = ready(&call).await?;
        let etag = ready.etag.clone();
        let reply = aside(move || Self::told(ready, call.query)).await??;
        Ok(Answer::of(reply).header(header::ETAG, etag))
    }
}

impl Series {
    /// The answer to a question that is ready.
    pub(super) fn told(ready: Ready, asking: Asking) -> Result<SeriesReply, Problem> {
        let measures = wanted(&asking, &[Metric::WonValue])?;
        let unit = match asking.step.as_deref() {
            None | Some("month") => Unit::Month,
            Some("day") => Unit::Day,
            Some("week") => Unit::Week,
            Some("quarter") => Unit::Quarter,
            Some("year") => Unit::Year,
            Some(_) => return Err(Problem::field("step", "unknown")),
        };
        let Ready { facts, question, .. } = ready;
        let workspace = facts.set_up().current().workspace.clone();
        let zone = workspace.zone();
        let before = question.as_of.instant(&zone);
        let steps: Vec<_> = question.period.steps(unit).take(LONGEST + 1).collect();
        if steps.len() > LONGEST || steps.len() * measures.len() > MOST {
            return Err(Problem::field("step", "too_many"));
        }
        let happened = steps.into_iter().filter(|(step, _)| step.instants(&zone).0 < before);
        let points = happened.map(|(period, whole)| {
            // What stands is told at the end of each step.
            let end = period.instants(&zone).1;
            let stands = AsOf::At(end.min(before));
            let question = Question { period, compare_to: None, ..question.clone() };
            let standing = Question { as_of: stands, ..question.clone() };
            let asked = (question.ask(&facts), standing.ask(&facts));
            let answer = step(&asked.0, &asked.1, &measures);
            Point { period: answer.period, partial: !whole, totals: answer.totals, rows: answer.rows }
        });
        Ok(SeriesReply {
            points: points.collect(),
            by: question.group_by.clone(),
            currency: workspace.currency.to_string(),
        })
    }
}

/// One step: what happened as of the question's date, what stands as of the step's end. Metrics of both kinds are asked
/// apart, and put back into their order.
fn step(flows: &Asked<'_>, stands: &Asked<'_>, measures: &[&Measure]) -> Numbers {
    let (standing, flowing): (Vec<&Measure>, Vec<&Measure>) =
        measures.iter().copied().partition(|measure| measure.stands());
    if standing.is_empty() {
        return evaluate::answer(flows, measures);
    }
    if flowing.is_empty() {
        return evaluate::answer(stands, measures);
    }
    let mut answer = evaluate::answer(flows, &flowing);
    let there = evaluate::answer(stands, &standing);
    let place = |figure: &Figure| measures.iter().position(|measure| measure.metric == figure.metric);
    answer.totals.extend(there.totals);
    answer.totals.sort_by_key(place);
    for mut row in there.rows {
        match answer.rows.iter_mut().find(|known| known.values == row.values) {
            Some(known) => known.figures.append(&mut row.figures),
            None => answer.rows.push(row),
        }
    }
    answer.rows.iter_mut().for_each(|row| row.figures.sort_by_key(place));
    answer
}
