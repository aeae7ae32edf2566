//! `GET /measure/stages`, `/measure/benchmark`, `/measure/funnel`: how deals and parties get on.

use axum::http::{Method, header};
use trechter_domain::permission::Act;
use trechter_measure::phases::{self, Phases};
use trechter_measure::stages;

use super::ready;
use crate::http::{Access, Answer, Call, Nothing, Operation, Problem};
use crate::numbers::{Asking, Ready, aside};

/// A pipeline, whole and stage by stage.
pub struct Stages;

impl Operation for Stages {
    const METHOD: Method = Method::GET;
    const ACCESS: Access = Access::May(Act::ReadRecords);
    type Path = Nothing;
    type Query = Asking;
    type Body = Nothing;
    type Reply = stages::Funnel;

    fn id() -> String {
        "measure_stages".into()
    }
    fn path() -> String {
        "/measure/stages".into()
    }
    fn summary() -> String {
        "A pipeline, whole and stage by stage: reached, standing now, close rate, days, effort, who needs attention."
            .into()
    }

    async fn run(call: Call<Self>) -> Result<Answer<stages::Funnel>, Problem> {
        let Ready { facts, question, etag, .. } = ready(&call).await?;
        let pipeline = call.query.pipeline_of(&facts)?;
        let funnel = aside(move || stages::funnel(&facts, &question, pipeline)).await?;
        let funnel = funnel.map_err(|_| Problem::field("pipeline", "unknown"))?;
        Ok(Answer::of(funnel).header(header::ETAG, etag))
    }
}

/// The four numbers held against the past and the norms.
pub struct Benchmark;

impl Operation for Benchmark {
    const METHOD: Method = Method::GET;
    const ACCESS: Access = Access::May(Act::ReadRecords);
    type Path = Nothing;
    type Query = Asking;
    type Body = Nothing;
    type Reply = stages::Benchmark;

    fn id() -> String {
        "measure_benchmark".into()
    }
    fn path() -> String {
        "/measure/benchmark".into()
    }
    fn summary() -> String {
        "Deals, average size, close rate and age, whole and per stage, against last year, the trailing 12 months and \
         the norms, with \"n more needed\"."
            .into()
    }

    async fn run(call: Call<Self>) -> Result<Answer<stages::Benchmark>, Problem> {
        let Ready { facts, question, etag, .. } = ready(&call).await?;
        let pipeline = call.query.pipeline_of(&facts)?;
        let benchmark = aside(move || stages::benchmark(&facts, &question, pipeline)).await?;
        let benchmark = benchmark.map_err(|_| Problem::field("pipeline", "unknown"))?;
        Ok(Answer::of(benchmark).header(header::ETAG, etag))
    }
}

/// The phases of parties.
pub struct Funnel;

impl Operation for Funnel {
    const METHOD: Method = Method::GET;
    const ACCESS: Access = Access::May(Act::ReadRecords);
    type Path = Nothing;
    type Query = Asking;
    type Body = Nothing;
    type Reply = Phases;

    fn id() -> String {
        "measure_funnel".into()
    }
    fn path() -> String {
        "/measure/funnel".into()
    }
    fn summary() -> String {
        "The phases of companies and persons, from suspect to returning customer, and the steps between them. For \
         those who see all records."
            .into()
    }

    async fn run(call: Call<Self>) -> Result<Answer<Phases>, Problem> {
        let Ready { facts, question, etag, .. } = ready(&call).await?.whole()?;
        let phases = aside(move || phases::phases(&facts, &question)).await?;
        Ok(Answer::of(phases).header(header::ETAG, etag))
    }
}
