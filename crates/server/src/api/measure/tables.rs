//! Every answer by its name, for what takes any of them: files, snapshots.

use serde::Serialize;
use serde_json::Value;

use super::{dashboard, findings, losses, people, series, stages};
use crate::http::Problem;
use crate::numbers::{Asking, Ready};

/// How an answer is found.
type Told = fn(Ready, Asking) -> Result<Value, Problem>;

/// An answer that can be kept or saved as a file.
pub struct Table {
    /// Its name: the last part of its address under `/measure`.
    pub name: &'static str,
    /// Is it about the whole workspace, for those who see all of it?
    pub whole: bool,
    told: Told,
}

macro_rules! tables {
    ($($name:literal: $whole:literal, $told:path;)*) => {
        /// All of them.
        pub const TABLES: &[Table] =
            &[$(Table { name: $name, whole: $whole, told: |ready, asking| json($told(ready, asking)) }),*];
    };
}

tables! {
    "dashboard": false, dashboard::Dashboard::told;
    "findings": false, findings::Findings::told;
    "series": false, series::Series::told;
    "stages": false, stages::Stages::told;
    "benchmark": false, stages::Benchmark::told;
    "funnel": true, stages::Funnel::told;
    "leaks": true, stages::Leaks::told;
    "expected": false, stages::Expected::told;
    "changes": false, stages::Changes::told;
    "people": true, people::People::told;
    "channels": true, people::Channels::told;
    "losses": false, losses::Losses::told;
    "conversion": false, people::Conversion::told;
    "responses": false, people::Responses::told;
    "followups": false, people::FollowUps::told;
    "workload": false, people::Workload::told;
    "touches": false, people::Touches::told;
    "season": false, people::Season::told;
    "targets": false, people::Targets::told;
}

fn json<T: Serialize>(told: Result<T, Problem>) -> Result<Value, Problem> {
    serde_json::to_value(told?).map_err(|error| {
        tracing::error!(%error, "an answer cannot be written");
        Problem::of(500, "defect")
    })
}

impl Table {
    /// The table of this name.
    ///
    /// # Errors
    /// 404 when there is none.
    pub fn named(name: &str) -> Result<&'static Self, Problem> {
        TABLES.iter().find(|table| table.name == name).ok_or_else(Problem::not_found)
    }

    /// The answer as it is told over the API.
    ///
    /// # Errors
    /// 403 when it is about the whole workspace and the reader does not see all of it; what is wrong with the question.
    pub fn tell(&self, ready: Ready, asking: Asking) -> Result<Value, Problem> {
        let ready = if self.whole { ready.whole()? } else { ready };
        (self.told)(ready, asking)
    }
}
