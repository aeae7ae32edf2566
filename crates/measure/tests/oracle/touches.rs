//! Touches: what was done with whom.

use trechter_domain::Instant;
use trechter_domain::event::Kind;
use trechter_domain::record::{Activity, ActivityStatus};
use uuid::Uuid;

use super::world::{Story, World, there};

/// "a completed call, e-mail, message, meeting, visit or demo with the lead or customer, by or with a person. Planned,
/// cancelled and automatic sends are not touches."
#[derive(Debug, Clone)]
pub struct Touch<'w> {
    pub at: Instant,
    pub story: &'w Story<Activity>,
    pub activity: &'w Activity,
}

/// All touches, in the order of happening.
pub fn all(world: &World) -> Vec<Touch<'_>> {
    let stories = world.activities.values().filter(|story| there(story.now()) && story.now().is_touch());
    let mut touches: Vec<Touch<'_>> = stories
        .map(|story| {
            let activity = story.now();
            Touch { at: activity.done_at.unwrap_or(story.created()), story, activity }
        })
        .collect();
    touches.sort_by_key(|touch| (touch.at, done(touch.story)));
    touches
}

/// Touches of a deal.
pub fn of_deal(world: &World, deal: Uuid) -> Vec<Touch<'_>> {
    all(world).into_iter().filter(|touch| touch.activity.deal.is_some_and(|id| id.0 == deal)).collect()
}

/// Touches of a lead, and of those that were merged into it.
pub fn of_lead(world: &World, lead: Uuid) -> Vec<Touch<'_>> {
    let is_it = |id: Uuid| world.survivor(Kind::Lead, id) == lead;
    all(world).into_iter().filter(|touch| touch.activity.lead.is_some_and(|id| is_it(id.0))).collect()
}

/// The number of the event that last made it done.
fn done(story: &Story<Activity>) -> i64 {
    let is_done = |at: usize| story.steps[at].state.status == ActivityStatus::Done;
    let turned = (0..story.steps.len()).rev().find(|at| is_done(*at) && (*at == 0 || !is_done(at - 1)));
    turned.map_or(0, |at| story.steps[at].when.1)
}
