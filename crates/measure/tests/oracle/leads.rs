//! Leads: what they are at `A`, merged ones as one.

use std::collections::BTreeMap;

use trechter_domain::Instant;
use trechter_domain::event::{EventKind, Kind};
use trechter_domain::record::{Deal, Lead, LeadStatus};
use uuid::Uuid;

use super::world::{Story, When, World, there};

/// "**Merged**: for `A` at or after the merge one record, with the earliest creation, that record's first owner and
/// source, all touches and deals of both; before it two; an undone merge never was."
#[derive(Debug, Clone)]
pub struct LeadCase<'w> {
    /// The one that the others were merged into.
    pub id: Uuid,
    /// All that became this one, in the order of creation.
    pub parts: Vec<&'w Story<Lead>>,
    /// How it is at `A`.
    pub now: &'w Lead,
}

/// The leads that are there.
pub fn all(world: &World) -> Vec<LeadCase<'_>> {
    let mut parts: BTreeMap<Uuid, Vec<&Story<Lead>>> = BTreeMap::new();
    for story in world.leads.values() {
        parts.entry(world.survivor(Kind::Lead, story.id)).or_default().push(story);
    }
    let cases = parts.into_iter().filter_map(|(id, mut parts)| {
        let now = world.leads.get(&id)?.now();
        parts.sort_by_key(|part| part.steps[0].when);
        there(now).then_some(LeadCase { id, parts, now })
    });
    cases.collect()
}

impl<'w> LeadCase<'w> {
    /// "the earliest creation".
    pub fn first(&self) -> &'w Story<Lead> {
        self.parts[0]
    }

    pub fn created(&self) -> Instant {
        self.first().created()
    }

    /// "the first human owner", with since when; `None`: "nobody yet".
    pub fn first_owner(&self) -> Option<(Uuid, When)> {
        let step = self.first().steps.iter().find(|step| step.state.owner.is_some())?;
        Some((step.state.owner?.0, step.when))
    }

    /// The source of the record that was there first.
    pub fn source(&self) -> Option<Uuid> {
        self.first().now().origin.source.map(|source| source.0)
    }

    /// "open lead (not disqualified, not converted)".
    pub fn is_open(&self) -> bool {
        self.now.status != LeadStatus::Disqualified && self.now.converted_at.is_none()
    }

    /// When it was disqualified, if it is.
    pub fn disqualified(&self, world: &World) -> Option<Instant> {
        let story = &world.leads[&self.id];
        let last = story.steps.iter().rfind(|step| step.kind == EventKind::Disqualified)?;
        (self.now.status == LeadStatus::Disqualified).then_some(last.when.0)
    }

    /// The deals that are there and were created from it or from one that was merged into it.
    pub fn deals(&self, world: &'w World) -> Vec<&'w Story<Deal>> {
        let mine = |id: Uuid| world.survivor(Kind::Lead, id) == self.id;
        world.deals().filter(|deal| deal.now().lead.is_some_and(|id| mine(id.0))).collect()
    }
}
