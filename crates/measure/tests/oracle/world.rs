//! What there is at (`A`, `K`): every record with its story, folded in the order of happening.

use std::collections::{BTreeMap, BTreeSet};

use jiff::tz::TimeZone;
use trechter_domain::catalogue::{Campaign, Member, Pipeline, Workspace};
use trechter_domain::event::{Event, EventKind, Kind};
use trechter_domain::fold::{self, Document};
use trechter_domain::record::{Activity, Company, Contact, Deal, Lead, Record};
use trechter_domain::{Currency, Instant};
use uuid::Uuid;

use super::log::{Fact, Known, facts, moment};
use super::money::Rates;

/// A moment with its place among the events of the same millisecond.
pub type When = (Instant, i64);

/// What happened to a record, and how it was after each time.
#[derive(Debug, Clone)]
pub struct Step<D> {
    pub when: When,
    pub kind: EventKind,
    pub state: D,
}

/// A record's whole story up to `A`; never empty, the creation first.
#[derive(Debug, Clone)]
pub struct Story<D> {
    pub id: Uuid,
    pub steps: Vec<Step<D>>,
    /// "No creation date: 'undated'": it exists from its import.
    pub undated: bool,
}

impl<D> Story<D> {
    /// How it is at `A`.
    pub fn now(&self) -> &D {
        &self.steps.last().expect("a story begins with a creation").state
    }

    pub fn created(&self) -> Instant {
        self.steps[0].when.0
    }

    /// How it was then; before its creation, as it was created.
    pub fn at(&self, when: When) -> &D {
        let before = self.steps.iter().rfind(|step| step.when <= when);
        &before.unwrap_or(&self.steps[0]).state
    }
}

/// A workspace as (`A`, `K`) sees it.
#[derive(Debug, Clone)]
pub struct World {
    pub as_of: Instant,
    pub zone: TimeZone,
    pub currency: Currency,
    pub rates: Rates,
    pub companies: BTreeMap<Uuid, Story<Company>>,
    pub contacts: BTreeMap<Uuid, Story<Contact>>,
    pub leads: BTreeMap<Uuid, Story<Lead>>,
    pub deals: BTreeMap<Uuid, Story<Deal>>,
    pub activities: BTreeMap<Uuid, Story<Activity>>,
    pub members: BTreeMap<Uuid, Story<Member>>,
    pub pipelines: BTreeMap<Uuid, Story<Pipeline>>,
    pub campaigns: BTreeMap<Uuid, Story<Campaign>>,
}

impl World {
    pub fn at(log: &[Event], as_of: Instant, known: Known, rates: &Rates) -> Self {
        let facts = facts(log, as_of, known);
        let set_up = with_what_was_there_first(log, &facts);
        let workspace = stories::<Workspace>(&set_up);
        let workspace = workspace.values().next().map(|story| story.now().clone()).unwrap_or_default();
        Self {
            as_of,
            zone: workspace.zone(),
            currency: workspace.currency,
            rates: rates.clone(),
            companies: stories(&facts),
            contacts: stories(&facts),
            leads: stories(&facts),
            deals: stories(&facts),
            activities: stories(&facts),
            members: stories(&set_up),
            pipelines: stories(&set_up),
            campaigns: stories(&set_up),
        }
    }

    /// The deals that are there: "for `A` at or after the removal the record is in no period, past ones included".
    pub fn deals(&self) -> impl Iterator<Item = &Story<Deal>> {
        self.deals.values().filter(|deal| there(deal.now()))
    }

    /// The record that stands for this one at `A`: itself, or what it was merged into.
    pub fn survivor(&self, kind: Kind, id: Uuid) -> Uuid {
        let (mut at, mut seen) = (id, BTreeSet::new());
        while seen.insert(at) {
            let into = match kind {
                Kind::Company => self.companies.get(&at).and_then(|story| story.now().merged_into),
                Kind::Contact => self.contacts.get(&at).and_then(|story| story.now().merged_into),
                Kind::Lead => self.leads.get(&at).and_then(|story| story.now().merged_into),
                _ => None,
            };
            match into {
                Some(into) => at = into,
                None => return at,
            }
        }
        at
    }

    /// The team of a member then: "Team = that owner's team at that event."
    pub fn team_of(&self, member: Uuid, when: When) -> Option<Uuid> {
        let member = self.members.get(&member)?;
        member.at(when).team.map(|team| team.0)
    }

    /// The local day of an instant.
    pub fn day(&self, at: Instant) -> jiff::civil::Date {
        at.timestamp().to_zoned(self.zone.clone()).date()
    }
}

/// Neither in the bin nor merged away.
pub fn there<R: Record>(record: &R) -> bool {
    !record.removed() && record.merged_into().is_none()
}

/// The set-up's events, with the creation of every entry: history that is older than the workspace has the set-up that
/// the workspace began with.
fn with_what_was_there_first(log: &[Event], facts: &[Fact]) -> Vec<Fact> {
    let births = log.iter().filter(|event| event.event.kind == EventKind::Created);
    let births = births.filter(|event| !event.event.subject.kind.is_record());
    let mut all: Vec<Fact> =
        births.map(|event| Fact { seq: event.seq, event: event.event.clone() }).collect();
    all.extend(facts.iter().filter(|fact| fact.event.kind != EventKind::Created).cloned());
    all
}

/// The stories of a kind. Only `data` is read. What happened to a record before it came to exist is no part of its
/// story, but for an import's: "Negative durations from back-dated imports" need a closing before the creation.
fn stories<D: Document>(facts: &[Fact]) -> BTreeMap<Uuid, Story<D>> {
    let mut mine: BTreeMap<Uuid, Vec<&Fact>> = BTreeMap::new();
    for fact in facts.iter().filter(|fact| fact.event.subject.kind == D::KIND) {
        mine.entry(fact.event.subject.id).or_default().push(fact);
    }
    let mut stories = BTreeMap::new();
    for (id, facts) in mine {
        let Some(birth) = facts.iter().find(|fact| fact.event.kind == EventKind::Created) else { continue };
        let undated = birth.event.data.about.contains_key("undated");
        let born = (moment(&birth.event), birth.seq);
        let (mut steps, mut state) = (Vec::new(), None);
        let later = facts.iter().filter(|fact| fact.seq != birth.seq);
        for fact in std::iter::once(birth).chain(later) {
            let when = (moment(&fact.event), fact.seq);
            if when < born && fact.event.data.history {
                continue;
            }
            let mut event = fact.event.clone();
            event.data.history = false;
            event.personal = None;
            state = fold::apply::<D>(state, &event).expect("a log that folds");
            if let Some(state) = &state {
                steps.push(Step { when, kind: event.kind, state: state.clone() });
            }
        }
        stories.insert(id, Story { id, steps, undated });
    }
    stories
}
