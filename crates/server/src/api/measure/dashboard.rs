//! `GET /measure/dashboard`: the numbers at a glance.

use axum::http::{Method, header};
use trechter_domain::permission::Act;
use trechter_measure::answer::Answer as Numbers;
use trechter_measure::definitions::Metric;
use trechter_measure::evaluate;

use super::{ready, wanted};
use crate::http::{Access, Answer, Call, Nothing, Operation, Problem};
use crate::numbers::{Asking, Ready, aside};

/// What the dashboard shows when nothing else is asked.
const USUAL: &[Metric] = &[
    Metric::OpenCount,
    Metric::OpenValue,
    Metric::WeightedGut,
    Metric::WonValue,
    Metric::WonCount,
    Metric::WinRate,
    Metric::WinRateByValue,
    Metric::WonSizeMean,
    Metric::DaysToWonMedian,
];

/// The numbers at a glance.
pub struct Dashboard;

impl Operation for Dashboard {
    const METHOD: Method = Method::GET;
    const ACCESS: Access = Access::May(Act::ReadRecords);
    type Path = Nothing;
    type Query = Asking;
    type Body = Nothing;
    type Reply = Numbers;

    fn id() -> String {
        "measure_dashboard".into()
    }
    fn path() -> String {
        "/measure/dashboard".into()
    }
    fn summary() -> String {
        "The numbers at a glance, or those named: value, n, interval, comparison and notes, by row.".into()
    }

    async fn run(call: Call<Self>) -> Result<Answer<Numbers>, Problem> {
        let measures = wanted(&call.query, USUAL)?;
        let Ready { facts, question, etag, .. } = ready(&call).await?;
        let numbers = aside(move || evaluate::answer(&question.ask(&facts), &measures)).await?;
        Ok(Answer::of(numbers).header(header::ETAG, etag))
    }
}
