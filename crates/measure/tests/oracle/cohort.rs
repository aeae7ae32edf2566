//! From lead to customer, with H given (sections 2 and 4), and the leads that were taken up (section 5.1).

use std::collections::{BTreeMap, BTreeSet};

use trechter_domain::Instant;
use trechter_domain::event::{EventKind, Kind};
use trechter_domain::record::DealStatus;
use uuid::Uuid;

use super::leads::{LeadCase, all};
use super::world::{When, World};
use super::{Period, activity, sales, touches};

/// What became of a lead.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// "converted when at least one deal created from it […] is won: once, at the first win".
    Won(Instant),
    /// "Decided without result: disqualified, or all its deals lost and none open."
    Lost(Instant),
    Undecided,
}

pub fn fate(world: &World, lead: &LeadCase<'_>) -> Fate {
    let deals = lead.deals(world);
    let closings: Vec<_> = deals.iter().filter_map(|deal| sales::closing(deal)).collect();
    let wins = closings.iter().filter(|step| step.state.status == DealStatus::Won);
    if let Some(first) = wins.map(|step| step.when.0).min() {
        return Fate::Won(first);
    }
    if let Some(at) = lead.disqualified(world) {
        return Fate::Lost(at);
    }
    match closings.iter().map(|step| step.when.0).max() {
        Some(last) if closings.len() == deals.len() => Fate::Lost(last),
        _ => Fate::Undecided,
    }
}

/// "Leads of parties already customer at creation": by a win before, or since before it was known here.
pub fn of_customer(world: &World, lead: &LeadCase<'_>) -> bool {
    let then = (lead.first().created(), i64::MAX);
    let (company, contact) = (lead.now.company.map(|id| id.0), lead.now.contact.map(|id| id.0));
    let Some(party) = sales::party_of(world, company, contact, then) else { return false };
    let won = sales::wins_by_party(world).get(&party).map(|wins| wins[0].when.0);
    let since = match party {
        (Kind::Company, id) => world.companies.get(&id).and_then(|story| story.now().customer_since),
        _ => None,
    };
    won.is_some_and(|at| at < lead.created())
        || since.is_some_and(|day| {
            day.0
                .to_zoned(jiff::tz::TimeZone::UTC)
                .is_ok_and(|day| day.timestamp().as_millisecond() < lead.created().0)
        })
}

/// The leads of a period that are in the headline, with what became of them; those whose dates cannot be are not.
pub fn headline(world: &World, period: Period) -> BTreeMap<Uuid, (Instant, Fate)> {
    let mut members = BTreeMap::new();
    for lead in activity::created(world, period) {
        let fate = fate(world, &lead);
        let ended = match fate {
            Fate::Won(at) | Fate::Lost(at) => Some(at),
            Fate::Undecided => None,
        };
        if !of_customer(world, &lead) && ended.is_none_or(|at| at >= lead.created()) {
            members.insert(lead.id, (lead.created(), fate));
        }
    }
    members
}

/// "*Handled*: received, with his first touch, qualification or disqualification in the period": by lead, the sellers who
/// did. One who had done something with it before it came to him takes it up when it does.
pub fn handled(world: &World, period: Period) -> BTreeMap<Uuid, BTreeSet<Uuid>> {
    let mut handled: BTreeMap<Uuid, BTreeSet<Uuid>> = BTreeMap::new();
    for lead in all(world) {
        let mut since: BTreeMap<Uuid, When> = BTreeMap::new();
        for (seller, when) in activity::assignments(&lead) {
            let first = since.entry(seller).or_insert(when);
            *first = when.min(*first);
        }
        for (seller, since) in since {
            let taken = first_act(world, &lead, seller).map(|at| at.max(since.0));
            if taken.is_some_and(|at| period.has(at)) {
                handled.entry(lead.id).or_default().insert(seller);
            }
        }
    }
    handled
}

fn first_act(world: &World, lead: &LeadCase<'_>, seller: Uuid) -> Option<Instant> {
    let story = &world.leads[&lead.id];
    let mut acts: Vec<Instant> = Vec::new();
    for touch in touches::of_lead(world, lead.id) {
        let own = touch.activity.owner.or(story.at((touch.at, i64::MAX)).owner);
        acts.extend((own.map(|owner| owner.0) == Some(seller)).then_some(touch.at));
    }
    for step in &story.steps {
        let decides = matches!(step.kind, EventKind::Qualified | EventKind::Disqualified);
        acts.extend(
            (decides && step.state.owner.map(|owner| owner.0) == Some(seller)).then_some(step.when.0),
        );
    }
    acts.into_iter().min()
}
