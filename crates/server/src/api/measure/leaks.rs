//! `GET /measure/leaks`: where the funnel leaks.

use axum::http::{Method, header};
use trechter_domain::permission::Act;
use trechter_measure::leaks;

use super::ready;
use crate::http::{Access, Answer, Call, Nothing, Operation, Problem};
use crate::numbers::{Asking, Ready, aside};

/// Where the funnel leaks.
pub struct Leaks;

impl Operation for Leaks {
    const METHOD: Method = Method::GET;
    const ACCESS: Access = Access::May(Act::ReadRecords);
    type Path = Nothing;
    type Query = Asking;
    type Body = Nothing;
    type Reply = leaks::Leaks;

    fn id() -> String {
        "measure_leaks".into()
    }
    fn path() -> String {
        "/measure/leaks".into()
    }
    fn summary() -> String {
        "Where deals fall out more than elsewhere, ranked by what can be recovered per month; what may be chance is \
         listed apart. For those who see all records."
            .into()
    }

    async fn run(call: Call<Self>) -> Result<Answer<leaks::Leaks>, Problem> {
        let Ready { facts, question, etag, .. } = ready(&call).await?.whole()?;
        let leaks = aside(move || leaks::leaks(&facts, &question)).await?;
        Ok(Answer::of(leaks).header(header::ETAG, etag))
    }
}
