//! The numbers of the funnel: what they are, how they stand, and the records behind each.

mod dashboard;
mod definitions;
mod explain;
mod leaks;
mod series;
mod stages;

use trechter_measure::definitions::Metric;
use trechter_measure::measures::{self, Measure};

use crate::http::{Call, Operation, Problem, Routes};
use crate::numbers::{Asking, Ready};

/// The operations on numbers.
pub fn routes(routes: Routes) -> Routes {
    routes
        .add::<definitions::Definitions>()
        .add::<dashboard::Dashboard>()
        .add::<series::Series>()
        .add::<stages::Stages>()
        .add::<stages::Benchmark>()
        .add::<stages::Funnel>()
        .add::<leaks::Leaks>()
        .add::<explain::Explain>()
}

/// Reads the facts for the caller's question.
async fn ready<O: Operation<Query = Asking>>(call: &Call<O>) -> Result<Ready, Problem> {
    let caller = call.caller()?;
    call.query.ready(&call.app, caller.workspace, Some(caller.member), call.deed()?).await
}

/// The metrics that a question names, or these when it names none.
fn wanted(asking: &Asking, usual: &[Metric]) -> Result<Vec<&'static Measure>, Problem> {
    if asking.metric.len() > 60 {
        return Err(Problem::field("metric", "too_many"));
    }
    let named: Result<Vec<Metric>, Problem> = asking.metric.iter().map(|key| metric(key)).collect();
    let named = named?;
    let metrics = if named.is_empty() { usual } else { &named };
    metrics
        .iter()
        .map(|metric| measures::of(*metric).ok_or_else(|| Problem::field("metric", "unknown")))
        .collect()
}

fn metric(key: &str) -> Result<Metric, Problem> {
    Metric::ALL
        .iter()
        .copied()
        .find(|metric| metric.key() == key)
        .ok_or_else(|| Problem::field("metric", "unknown"))
}
