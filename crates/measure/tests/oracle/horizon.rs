//! Rates of things that take time: the fixed horizon (section 2), with H given.

use trechter_domain::Instant;
use trechter_domain::event::EventKind;
use trechter_domain::record::{Deal, DealStatus};
use uuid::Uuid;

use super::sales::closing;
use super::stages::{Entry, visits};
use super::world::{Story, World};

/// One member of a cohort: when it entered, and when it reached the result, if it did.
#[derive(Debug, Clone, Copy)]
pub struct Member {
    pub entered: Instant,
    pub reached: Option<Instant>,
}

/// "The **rate** = members with entry ≤ `A` − H that reached the result within H days / members with entry ≤ `A` − H.
/// Lost, disqualified or still open at day H all count as 'not within H days'": numerator and denominator.
pub fn rate(members: &[Member], as_of: Instant, days: i64) -> (u64, u64) {
    let h = days * 86_400_000;
    let old: Vec<&Member> = members.iter().filter(|member| member.entered.0 <= as_of.0 - h).collect();
    let within =
        old.iter().filter(|member| member.reached.is_some_and(|at| at.0 - member.entered.0 <= h)).count();
    (within as u64, old.len() as u64)
}

/// A deal among the entrants of a stage, asked for winning. "Change of pipeline: the old one ends as 'moved out'
/// (neither won nor lost)".
pub fn to_win(story: &Story<Deal>, entry: &Entry) -> Member {
    let here = story.now().pipeline.0 == entry.pipeline;
    let won = closing(story).filter(|step| here && step.state.status == DealStatus::Won);
    Member { entered: entry.at, reached: won.map(|step| step.when.0) }
}

/// How long it stood in a stage: "Days in s = elapsed ms / 86,400,000 over all visits while open", here in ms.
pub fn stood(world: &World, story: &Story<Deal>, stage: Uuid) -> i64 {
    let mine = visits(world, story).into_iter().filter(|visit| visit.stage == stage);
    mine.map(|visit| visit.left.map_or(world.as_of, |(at, _)| at).0 - visit.from.0).sum()
}

/// Did it ever move while it was open?
pub fn moved(story: &Story<Deal>) -> bool {
    story.steps.iter().any(|step| step.kind == EventKind::Moved)
}
