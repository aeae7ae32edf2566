//! `GET /measure/dashboard`: the numbers at a glance.

use axum::http::{Method, header};
use trechter_domain::permission::Act;
use trechter_measure::dashboard::{Dashboard as Numbers, dashboard, tells};

use super::{named, ready};
use crate::http::{Access, Answer, Call, Nothing, Operation, Problem};
use crate::numbers::{Asking, Ready, aside};

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
        "The seven numbers at a glance, each with the figures that belong to it, or those named: value, n, interval, \
         comparison and notes, by row."
            .into()
    }

    async fn run(call: Call<Self>) -> Result<Answer<Numbers>, Problem> {
        let ready = ready(&call).await?;
        let etag = ready.etag.clone();
        let numbers = aside(move || Self::told(ready, call.query)).await??;
        Ok(Answer::of(numbers).header(header::ETAG, etag))
    }
}

impl Dashboard {
    /// The answer to a question that is ready.
    pub(super) fn told(ready: Ready, asking: Asking) -> Result<Numbers, Problem> {
        let named = named(&asking)?;
        if !named.iter().all(|metric| tells(*metric)) {
            return Err(Problem::field("metric", "unknown"));
        }
        Ok(dashboard(&ready.facts, &ready.question, &named, |whom| ready.shows(whom)))
    }
}
