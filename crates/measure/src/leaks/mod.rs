//! Where it leaks: groups of deals that get on from a stage less often than the rest (metrics.md, section 7).

mod counters;
mod rank;
mod scan;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use trechter_domain::Instant;
use uuid::Uuid;

pub use counters::{Cell, Counters};

use crate::answer::{Counted, Explanation, Figure, Note};
use crate::definitions::Metric;
use crate::facts::Facts;
use crate::question::{Handle, Question};
use crate::slice::{Dimension, Value};
use crate::stats::Share;

/// A slice of a stage that was tested against the rest.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Candidate {
    /// Number of the stage.
    pub stage: usize,
    /// Number of the dimension.
    pub dimension: usize,
    /// Code of the value.
    pub code: u32,
    /// Got on within H days, in the slice.
    pub slice: Share,
    /// The same in the rest; they share no record.
    pub rest: Share,
    /// The chance of a slice so far below the rest when there is no difference.
    pub p: f64,
    /// Does it survive among all that were tested?
    pub survives: bool,
}

/// The leaks of a workspace.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Leaks {
    /// Entrants from here on …
    pub from: Instant,
    /// … and before this instant, those that had H days.
    pub as_of: Instant,
    /// The currency of all money.
    pub currency: String,
    /// How many slices were tested.
    pub family: u64,
    /// What leaks, the largest first. Their values are never to be added up.
    pub found: Vec<LeakRow>,
    /// What is below the rest, but may be chance.
    pub may_be_chance: Vec<Leak>,
    /// What to know about all of it.
    pub notes: Vec<Note>,
}

/// A leak, with those that are about the same deals.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct LeakRow {
    /// The largest of them.
    pub leak: Leak,
    /// Others that share over half of the smaller one's deals with it.
    pub also: Vec<Leak>,
}

/// One slice of one stage.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Leak {
    /// The pipeline.
    pub pipeline: Uuid,
    /// The stage that its deals do not get on from.
    pub stage: Uuid,
    /// What sets them apart …
    pub dimension: Dimension,
    /// … and which value of it.
    pub value: Value,
    /// Got on within H days, in the slice.
    pub rate: Figure,
    /// The same in the rest.
    pub rest: Figure,
    /// How much lower it is than the rest.
    pub difference: Figure,
    /// What it would bring per month if it did as well as the rest.
    pub recoverable: Figure,
    /// The same with the lower 90% bound of the difference: what leaks are ranked by.
    pub at_least: f64,
    /// The chance of such a difference when there is none.
    pub p: f64,
}

/// The leaks as of a question's date, over the whole workspace. The question's filter, period and rows are left out:
/// the family of tests must not depend on what is on the screen.
pub fn leaks(facts: &Facts, question: &Question) -> Leaks {
    let scan = scan::Scan::of(facts, question);
    let counters = scan.count();
    let ranked = rank::Ranking::of(&scan, &counters);
    let mut rows: Vec<(LeakRow, Vec<u32>)> = Vec::new();
    let survivors: Vec<Candidate> = ranked.found.iter().map(|(candidate, _)| *candidate).collect();
    let members = scan.members(&survivors);
    for ((_, leak), members) in ranked.found.into_iter().zip(members) {
        let places: Vec<u32> = members.into_iter().map(|(place, _)| place).collect();
        match rows.iter_mut().find(|(_, others)| rank::overlap(others, &places)) {
            Some((row, _)) => row.also.push(leak),
            None => rows.push((LeakRow { leak, also: Vec::new() }, places)),
        }
    }
    Leaks {
        from: scan.from,
        as_of: scan.view.cut.before,
        currency: scan.view.currency.to_string(),
        family: ranked.family,
        found: rows.into_iter().map(|(row, _)| row).collect(),
        may_be_chance: ranked.may_be_chance.into_iter().map(|(_, leak)| leak).collect(),
        notes: ["leaks_overlap", "largest_capped"].map(Note::new).to_vec(),
    }
}

/// The records behind a leak's rate: `handle.part` is `STAGE/DIMENSION`, its row the value. `None` when there is no
/// such slice. The rest is explained by its own metric.
pub fn explain(facts: &Facts, question: &Question, handle: &Handle) -> Option<Explanation> {
    let scan = scan::Scan::of(facts, question);
    let counters = scan.count();
    let ranked = rank::Ranking::of(&scan, &counters);
    let mut all = ranked.found.into_iter().chain(ranked.may_be_chance);
    let (candidate, leak) =
        all.find(|(_, leak)| leak.rate.explain.part == handle.part && leak.rate.explain.row == handle.row)?;
    let figure = match handle.metric {
        Metric::LeakRate => leak.rate,
        Metric::LeakRestRate => leak.rest,
        Metric::LeakDifference => leak.difference,
        Metric::LeakRecoverable => leak.recoverable,
        _ => return None,
    };
    let members = match handle.metric {
        Metric::LeakRestRate => scan.rest(&candidate),
        _ => scan.members(&[candidate]).pop()?,
    };
    let counted = |(place, hit): (u32, bool)| Counted {
        kind: trechter_domain::event::Kind::Deal,
        id: facts.deals.id(place),
        hit,
        amount: None,
    };
    Some(Explanation::new(figure, members.into_iter().map(counted).collect()))
}

#[cfg(test)]
mod tests;
