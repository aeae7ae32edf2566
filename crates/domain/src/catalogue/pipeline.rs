//! Pipelines, their stages and the playbook of each stage.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::entry;
use crate::money::Money;
use crate::record::Check;
use crate::{ResultId, StageId};

/// One step of a sales process.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Stage {
    pub id: StageId,
    pub name: String,
    /// How long a deal is expected to stand here, in days.
    pub expected_days: Option<i64>,
    /// Chance to win from here, in percent, until history says better.
    pub win_chance: Option<i64>,
    /// What the seller does here.
    pub actions: Vec<PlaybookAction>,
    /// What must be known or true to leave.
    pub results: Vec<PlaybookResult>,
    /// Within how many days of entering a deal counts as won from here; from history when empty.
    pub horizon_days: Option<i64>,
    /// What we want to see here, to hold the present against.
    pub norm: Option<StageNorm>,
}

/// A typed benchmark of one stage; what is empty is not held against anything.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct StageNorm {
    /// Deals standing here.
    pub deals: Option<i64>,
    /// Mean value of the deals standing here.
    pub average_size: Option<Money>,
    /// Share of those that enter which is won, 0 to 1.
    pub close_rate: Option<f64>,
    /// Days that a deal stands here.
    pub days: Option<f64>,
}

impl StageNorm {
    fn check(&self, field: &str, check: &mut Check<'_, '_>) {
        if self.deals.is_some_and(|deals| !(0..=10_000_000).contains(&deals)) {
            check.wrong(&format!("{field}.deals"), "out_of_range");
        }
        if self.average_size.is_some_and(|size| size.amount < 0 || !size.in_range()) {
            check.wrong(&format!("{field}.average_size"), "out_of_range");
        }
        if self.close_rate.is_some_and(|rate| !(0.0..=1.0).contains(&rate)) {
            check.wrong(&format!("{field}.close_rate"), "not_a_share");
        }
        if self.days.is_some_and(|days| !(0.0..=10_000.0).contains(&days)) {
            check.wrong(&format!("{field}.days"), "out_of_range");
        }
    }
}

/// Days within which something counts as reached: at least a week, at most ten years.
fn is_horizon(days: i64) -> bool {
    (7..=3_650).contains(&days)
}

/// An action of the playbook.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PlaybookAction {
    pub name: String,
    /// How many a day, when it is a quantity.
    pub per_day: Option<i64>,
}

/// A result of the playbook.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PlaybookResult {
    pub id: ResultId,
    pub name: String,
    /// Without it a deal should not leave the stage.
    pub required: bool,
}

entry! {
    /// The ordered steps of one sales process.
    Pipeline(PipelineId), Pipeline, label: name, personal: [],
    {
        name: String,
        /// In their order.
        stages: Vec<Stage>,
        /// Place among the pipelines.
        position: i64,
        /// Within how many days of creation a deal counts as won; from history when empty.
        horizon_days: Option<i64>,
    }
    check(this, check) {
        if this.horizon_days.is_some_and(|days| !is_horizon(days)) {
            check.wrong("horizon_days", "out_of_range");
        }
        check.required_name("name", &mut this.name);
        if this.stages.is_empty() {
            check.wrong("stages", "required");
        }
        if this.stages.len() > 50 {
            check.wrong("stages", "too_many");
        }
        let mut ids: Vec<_> = this.stages.iter().map(|stage| stage.id).collect();
        ids.sort_unstable();
        if ids.windows(2).any(|pair| pair[0] == pair[1]) || ids.iter().any(StageId::is_nil) {
            check.wrong("stages", "ids_must_differ");
        }
        for (i, stage) in this.stages.iter_mut().enumerate() {
            check.required_name(&format!("stages.{i}.name"), &mut stage.name);
            if stage.win_chance.is_some_and(|percent| !(0..=100).contains(&percent)) {
                check.wrong(&format!("stages.{i}.win_chance"), "not_a_percentage");
            }
            if stage.expected_days.is_some_and(|days| !(0..=10_000).contains(&days)) {
                check.wrong(&format!("stages.{i}.expected_days"), "out_of_range");
            }
            if stage.horizon_days.is_some_and(|days| !is_horizon(days)) {
                check.wrong(&format!("stages.{i}.horizon_days"), "out_of_range");
            }
            if let Some(norm) = &stage.norm {
                norm.check(&format!("stages.{i}.norm"), &mut check);
            }
        }
    }
}

impl Pipeline {
    pub fn stage(&self, id: StageId) -> Option<&Stage> {
        self.stages.iter().find(|stage| stage.id == id)
    }

    /// Place of a stage in the order, from 0.
    pub fn place(&self, id: StageId) -> Option<usize> {
        self.stages.iter().position(|stage| stage.id == id)
    }
}
