//! The numbers of the funnel: what they are, how they stand, and the records behind each.

mod dashboard;
mod definitions;
pub mod explain;
mod findings;
mod losses;
mod people;
mod series;
mod stages;
pub mod tables;

use trechter_measure::definitions::Metric;
use trechter_measure::measures::{self, Measure};

use crate::http::{Call, Operation, Problem, Routes};
use crate::numbers::{Asking, Ready};

/// The operations on numbers.
pub fn routes(routes: Routes) -> Routes {
    routes
        .add::<definitions::Definitions>()
        .add::<dashboard::Dashboard>()
        .add::<findings::Findings>()
        .add::<series::Series>()
        .add::<stages::Stages>()
        .add::<stages::Benchmark>()
        .add::<stages::Funnel>()
        .add::<stages::Leaks>()
        .add::<stages::Expected>()
        .add::<stages::Changes>()
        .add::<people::People>()
        .add::<people::Channels>()
        .add::<losses::Losses>()
        .add::<people::Conversion>()
        .add::<people::Responses>()
        .add::<people::FollowUps>()
        .add::<people::Workload>()
        .add::<people::Touches>()
        .add::<people::Season>()
        .add::<people::Targets>()
        .add::<explain::Explain>()
}

/// An operation that asks one question of the facts.
macro_rules! measured {
    (
        $(#[$doc:meta])*
        $name:ident = $id:literal at $path:literal for $act:ident -> $reply:ty,
        $summary:literal,
        |$ready:ident, $asking:ident| $compute:expr
    ) => {
        $(#[$doc])*
        pub struct $name;

        impl $name {
            /// The answer to a question that is ready.
            pub(super) fn told(
                $ready: crate::numbers::Ready,
                $asking: crate::numbers::Asking,
            ) -> Result<$reply, crate::http::Problem> {
                $compute
            }
        }

        impl crate::http::Operation for $name {
            const METHOD: axum::http::Method = axum::http::Method::GET;
            const ACCESS: crate::http::Access =
                crate::http::Access::May(trechter_domain::permission::Act::$act);
            type Path = crate::http::Nothing;
            type Query = crate::numbers::Asking;
            type Body = crate::http::Nothing;
            type Reply = $reply;

            fn id() -> String {
                $id.into()
            }
            fn path() -> String {
                $path.into()
            }
            fn summary() -> String {
                $summary.into()
            }

            async fn run(
                call: crate::http::Call<Self>,
            ) -> Result<crate::http::Answer<$reply>, crate::http::Problem> {
                let ready = super::ready(&call).await?;
                let etag = ready.etag.clone();
                let told = crate::numbers::aside(move || Self::told(ready, call.query)).await??;
                Ok(crate::http::Answer::of(told).header(axum::http::header::ETAG, etag))
            }
        }
    };
}
use measured;

/// Reads the facts for the caller's question.
async fn ready<O: Operation<Query = Asking>>(call: &Call<O>) -> Result<Ready, Problem> {
    let caller = call.caller()?;
    call.query.ready(&call.app, caller.workspace, Some(caller.member), call.deed()?).await
}

/// The metrics that a question names, each once.
fn named(asking: &Asking) -> Result<Vec<Metric>, Problem> {
    if asking.metric.len() > 60 {
        return Err(Problem::field("metric", "too_many"));
    }
    let named: Result<Vec<Metric>, Problem> = asking.metric.iter().map(|key| metric(key)).collect();
    let mut named = named?;
    let mut met = std::collections::HashSet::new();
    named.retain(|metric| met.insert(*metric));
    Ok(named)
}

/// The metrics that a question names, or these when it names none.
fn wanted(asking: &Asking, usual: &[Metric]) -> Result<Vec<&'static Measure>, Problem> {
    let named = named(asking)?;
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
