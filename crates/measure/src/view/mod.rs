//! The facts as of a cut, in the words of the trade: deals with their closing and visits, leads with their touches,
//! money in one currency.

mod activity;
mod case;
mod customers;
mod deal;
mod lead;
mod money;
mod party;
mod seen;
mod timetables;
mod touch;

use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

use jiff::tz::TimeZone;
use trechter_domain::catalogue::FieldKind;
use trechter_domain::event::Kind;
use trechter_domain::{Catalogue, Currency, Instant, TeamId};

pub use activity::Activity;
pub use case::owner_id;
pub use deal::{Closing, Deal, Left, Visit};
pub use lead::Lead;
pub use money::{Converted, Rates};
pub use party::Party;
pub use touch::{Logged, Touch, TouchKind};

use crate::facts::{Cut, Facts};
use crate::stages::StageWeights;

/// The facts as of a cut, with the set-up that held then.
#[derive(Debug, Clone)]
pub struct View<'a> {
    /// The facts.
    pub facts: &'a Facts,
    /// As of when, and as far as was known when.
    pub cut: Cut,
    /// The set-up at the cut.
    pub set_up: Arc<Catalogue>,
    /// The zone that days and months are cut in.
    pub zone: TimeZone,
    /// The currency that all money is given in: the workspace's.
    pub currency: Currency,
    /// Exchange rates into that currency.
    pub rates: Arc<Rates>,
    /// By code of an owner: the teams he was in, each from an instant on.
    teams: Arc<Vec<Vec<(Instant, u32)>>>,
    timetables: Arc<timetables::Timetables>,
    customers: Arc<OnceLock<HashMap<Party, Instant>>>,
    stage_weights: Arc<OnceLock<StageWeights>>,
    seen: Arc<seen::Seen>,
}

impl<'a> View<'a> {
    /// The facts through a cut.
    pub fn new(facts: &'a Facts, cut: Cut) -> Self {
        let set_up = facts.set_up().at(cut);
        // In what days and money are told is today's choice; rates are looked up by their own date.
        let today = facts.set_up().current();
        let (zone, currency) = (today.workspace.zone(), today.workspace.currency);
        let rates = Arc::new(Rates::of(&today, zone.clone()));
        let teams = Arc::new(teams(facts, cut, &set_up));
        Self {
            facts,
            cut,
            set_up,
            zone,
            currency,
            rates,
            teams,
            timetables: Arc::default(),
            customers: Arc::default(),
            stage_weights: Arc::default(),
            seen: Arc::default(),
        }
    }

    /// The same facts and set-up as of another instant, with the same knowledge.
    pub fn at(&self, before: Instant) -> Self {
        if before == self.cut.before {
            return self.clone();
        }
        Self {
            cut: self.cut.at(before),
            customers: Arc::default(),
            stage_weights: Arc::default(),
            seen: Arc::default(),
            ..self.clone()
        }
    }

    /// What the stages are worth, as of the cut. Computed once per view.
    pub fn stage_weights(&self) -> &StageWeights {
        self.stage_weights.get_or_init(|| StageWeights::of(self))
    }

    /// The deals that exist, are not in the bin and not retracted.
    pub fn deals(&self) -> impl Iterator<Item = Deal<'_>> {
        self.facts.deals.iter(self.cut).map(|at| Deal::new(self, at))
    }

    /// The deals that count and to which anything may have happened in `from..until`; some others too.
    pub fn deals_within(&self, from: Instant, until: Instant) -> impl Iterator<Item = Deal<'_>> {
        let deals = self.facts.deals.within(self.cut, from, until);
        deals.filter(crate::facts::At::counts).map(|at| Deal::new(self, at))
    }

    /// The leads that count and to which anything may have happened in `from..until`, with those they took over; some
    /// others too.
    pub fn leads_within(&self, from: Instant, until: Instant) -> impl Iterator<Item = Lead<'_>> {
        let leads = self.facts.leads.within(self.cut, from, until);
        leads.filter(crate::facts::At::counts).map(|at| Lead::new(self, at))
    }

    /// A deal that counts; `None` when it does not.
    pub fn deal(&self, place: u32) -> Option<Deal<'_>> {
        self.facts.deals.at(place, self.cut).filter(|at| at.counts()).map(|at| Deal::new(self, at))
    }

    /// The leads that exist, are not in the bin and not taken over by another one; one that took over others is one
    /// lead with all of theirs.
    pub fn leads(&self) -> impl Iterator<Item = Lead<'_>> {
        self.facts.leads.iter(self.cut).map(|at| Lead::new(self, at))
    }

    /// A lead that counts, found by its place or that of one it took over.
    pub fn lead(&self, place: u32) -> Option<Lead<'_>> {
        let survivor = party::survivor(&self.facts.leads, place, self.cut)?;
        let at = self.facts.leads.at(survivor, self.cut).filter(|at| at.counts())?;
        Some(Lead::new(self, at))
    }

    /// The code of a team: its place + 1 among the teams of the set-up; 0 for none.
    pub fn team_code(&self, team: Option<TeamId>) -> u32 {
        let place = team.and_then(|id| self.set_up.teams.iter().position(|team| team.id == id));
        place.map_or(0, |place| place as u32 + 1)
    }

    /// May a field of the workspace's own hold several choices?
    fn is_multi_choice(&self, kind: Kind, slug: &str) -> bool {
        let field = self.set_up.fields.iter().find(|field| field.on == kind && field.slug == slug);
        field.is_some_and(|field| field.kind == FieldKind::MultiChoice)
    }

    /// The team that an owner, by code, was in at an instant, as [`View::team_code`].
    pub fn team_of(&self, owner: u32, at: Instant) -> u32 {
        let Some(story) = self.teams.get(owner as usize) else { return 0 };
        story.iter().take_while(|(from, _)| *from <= at).last().map_or(0, |(_, team)| *team)
    }
}

/// The teams of every member that records are attributed to. What was true first also holds for the time before.
fn teams(facts: &Facts, cut: Cut, set_up: &Catalogue) -> Vec<Vec<(Instant, u32)>> {
    let mut by_owner = Vec::new();
    for member in &set_up.members {
        let code = facts.words().code(member.id.0) as usize;
        if code == 0 {
            continue;
        }
        if by_owner.len() <= code {
            by_owner.resize(code + 1, Vec::new());
        }
        for (from, team) in facts.set_up().teams_of(member.id, cut) {
            let place = team.and_then(|id| set_up.teams.iter().position(|team| team.id == id));
            by_owner[code].push((from, place.map_or(0, |place| place as u32 + 1)));
        }
    }
    by_owner
}
