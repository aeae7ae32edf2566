//! Stages: visits, entries, skips, rework (section 6).

use trechter_domain::Instant;
use trechter_domain::record::{Deal, DealStatus};
use uuid::Uuid;

use super::sales::registered_afterwards;
use super::world::{Story, World};

/// How a visit ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Left {
    /// To a later stage of the same pipeline, in the order at `A`, or to one that it does not have then.
    On,
    /// To an earlier one.
    Back,
    Won,
    Lost,
    /// "Change of pipeline: the old one ends as 'moved out'".
    MovedOut,
}

/// A stay in a stage "while open".
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Visit {
    pub stage: Uuid,
    pub pipeline: Uuid,
    pub from: Instant,
    pub left: Option<(Instant, Left)>,
}

impl Visit {
    /// "Days in s = elapsed ms / 86,400,000", up to `A` while it lasts.
    pub fn days(&self, as_of: Instant) -> f64 {
        let until = self.left.map_or(as_of, |(at, _)| at);
        (until.0 - self.from.0) as f64 / super::sales::DAY
    }
}

/// The stages of a pipeline "in their order at `A`".
pub fn order(world: &World, pipeline: Uuid) -> Vec<Uuid> {
    let pipeline = world.pipelines.get(&pipeline);
    pipeline.into_iter().flat_map(|story| &story.now().stages).map(|stage| stage.id.0).collect()
}

fn place(world: &World, pipeline: Uuid, stage: Uuid) -> Option<usize> {
    order(world, pipeline).iter().position(|id| *id == stage)
}

/// The stays of a deal in stages, in the order of time.
pub fn visits(world: &World, story: &Story<Deal>) -> Vec<Visit> {
    let mut visits: Vec<Visit> = Vec::new();
    let mut current: Option<Visit> = None;
    let steps = story.steps.iter().filter(|step| step.when >= story.steps[0].when);
    for step in steps {
        let (stage, pipeline, at) = (step.state.stage.0, step.state.pipeline.0, step.when.0);
        let open = step.state.status == DealStatus::Open;
        if let Some(visit) = current
            && (!open || visit.stage != stage)
        {
            let left = match (step.state.status, visit.pipeline == pipeline) {
                (DealStatus::Won, _) => Left::Won,
                (DealStatus::Lost, _) => Left::Lost,
                (DealStatus::Open, false) => Left::MovedOut,
                (DealStatus::Open, true) => {
                    let places = place(world, pipeline, visit.stage).zip(place(world, pipeline, stage));
                    if places.is_some_and(|(from, to)| to < from) { Left::Back } else { Left::On }
                }
            };
            visits.push(Visit { left: Some((at, left)), ..visit });
            current = None;
        }
        if open && current.is_none() {
            current = Some(Visit { stage, pipeline, from: at, left: None });
        }
    }
    visits.extend(current);
    visits
}

/// "Entry = first arrival *or passing* of s".
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Entry {
    pub stage: Uuid,
    pub pipeline: Uuid,
    pub at: Instant,
    /// "a skip enters all passed stages at the instant of the jump, without duration, marked as skipped".
    pub skipped: bool,
}

/// The entries of a deal, each stage once: "a deal created in stage 3 passed 1 and 2 at creation; moving back is
/// rework, counted apart, and adds no second entry". "*Registered afterwards* […] not in […] stages".
pub fn entries(world: &World, story: &Story<Deal>) -> Vec<Entry> {
    let mut entries: Vec<Entry> = Vec::new();
    if registered_afterwards(story) {
        return entries;
    }
    for visit in visits(world, story) {
        let order = order(world, visit.pipeline);
        let to = order.iter().position(|id| *id == visit.stage);
        let passed = order.iter().take(to.map_or(0, |to| to + 1));
        for stage in passed {
            if entries.iter().all(|entry| entry.stage != *stage) {
                let skipped = *stage != visit.stage;
                entries.push(Entry { stage: *stage, pipeline: visit.pipeline, at: visit.from, skipped });
            }
        }
    }
    entries
}

/// "moving back is rework": how often it was moved to an earlier stage of the same pipeline.
pub fn rework(world: &World, story: &Story<Deal>) -> usize {
    visits(world, story).iter().filter(|visit| matches!(visit.left, Some((_, Left::Back)))).count()
}
