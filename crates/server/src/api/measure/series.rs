//! `GET /measure/series`: numbers over time.

use axum::http::{Method, header};
use schemars::JsonSchema;
use serde::Serialize;
use trechter_domain::permission::Act;
use trechter_measure::answer::{Figure, Row};
use trechter_measure::definitions::Metric;
use trechter_measure::evaluate;
use trechter_measure::period::Unit;
use trechter_measure::question::Question;

use super::{ready, wanted};
use crate::http::{Access, Answer, Call, Nothing, Operation, Problem};
use crate::numbers::{Asking, Ready, aside};

/// One step of a series.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Point {
    /// The step's period, like `2017-03`.
    pub period: String,
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
    /// The currency of all money.
    pub currency: String,
}

/// The most steps of a series.
const LONGEST: usize = 400;

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
        "Metrics over time: one step per day, week, month, quarter or year of the period. Steps that are still to \
         come are left out."
            .into()
    }

    async fn run(call: Call<Self>) -> Result<Answer<SeriesReply>, Problem> {
        let measures = wanted(&call.query, &[Metric::WonValue])?;
        let unit = match call.query.step.as_deref() {
            None | Some("month") => Unit::Month,
            Some("day") => Unit::Day,
            Some("week") => Unit::Week,
            Some("quarter") => Unit::Quarter,
            Some("year") => Unit::Year,
            Some(_) => return Err(Problem::field("step", "unknown")),
        };
        let Ready { facts, question, etag, .. } = ready(&call).await?;
        let workspace = facts.set_up().current().workspace.clone();
        let zone = workspace.zone();
        let before = question.as_of.instant(&zone);
        let steps: Vec<_> = question.period.whole(unit).take(LONGEST + 1).collect();
        if steps.len() > LONGEST {
            return Err(Problem::field("step", "too_many"));
        }
        let points = aside(move || {
            let happened = steps.into_iter().filter(|step| step.instants(&zone).0 < before);
            let points = happened.map(|period| {
                let question = Question { period, compare_to: None, ..question.clone() };
                let answer = evaluate::answer(&question.ask(&facts), &measures);
                Point { period: answer.period, totals: answer.totals, rows: answer.rows }
            });
            points.collect()
        });
        let reply = SeriesReply { points: points.await?, currency: workspace.currency.to_string() };
        Ok(Answer::of(reply).header(header::ETAG, etag))
    }
}
