//! Where deals and leads stand in slices.

use trechter_domain::Instant;
use trechter_domain::event::Kind;
use uuid::Uuid;

use super::{Deal, Lead, Party, View};
use crate::facts::At;
use crate::facts::fields::{company, contact, deal, lead, record};
use crate::slice::{self, Case, Dimension};

impl Case for Deal<'_> {
    fn codes(&self, dimension: &Dimension, owner: u32, when: Instant, each: &mut dyn FnMut(u32)) {
        let view = self.view();
        match dimension {
            Dimension::Owner => each(owner),
            Dimension::Team => each(view.team_of(owner, when)),
            Dimension::Source => each(self.at.code(record::SOURCE)),
            Dimension::Campaign => each(self.at.code(record::CAMPAIGN)),
            Dimension::LastSource => each(self.at.code(deal::LAST_SOURCE)),
            Dimension::Pipeline => each(self.pipeline()),
            Dimension::Stage => each(self.stage()),
            Dimension::Product => set(view, self.at.code(deal::PRODUCTS), each),
            Dimension::LossReason => each(self.at.code(deal::LOSS_REASON)),
            Dimension::Competitor => each(self.at.code(deal::COMPETITOR)),
            Dimension::Tag => set(view, self.at.code(record::TAGS), each),
            Dimension::Customer => each(customer(view, self.party(), self.created())),
            Dimension::Industry | Dimension::Region | Dimension::CompanySize => {
                each(of_party(view, self.party(), dimension));
            }
            Dimension::Custom(kind, slug) => match kind {
                Kind::Deal => custom(view, &self.at, *kind, slug, each),
                Kind::Lead => {
                    let lead = self.at.code(deal::LEAD).checked_sub(1).and_then(|place| view.lead(place));
                    match lead {
                        Some(lead) => custom(view, &lead.at, *kind, slug, each),
                        None => each(0),
                    }
                }
                kind => of_party_custom(view, self.party(), *kind, slug, each),
            },
        }
    }
}

impl Case for Lead<'_> {
    fn codes(&self, dimension: &Dimension, owner: u32, when: Instant, each: &mut dyn FnMut(u32)) {
        let view = self.view();
        match dimension {
            Dimension::Owner => each(owner),
            Dimension::Team => each(view.team_of(owner, when)),
            Dimension::Source => each(self.source()),
            Dimension::Campaign => each(self.campaign()),
            Dimension::LastSource => each(self.first().code(lead::LAST_SOURCE)),
            Dimension::Product => set(view, self.at.code(lead::PRODUCTS), each),
            Dimension::LossReason => each(self.at.code(lead::REASON)),
            Dimension::Tag => set(view, self.at.code(record::TAGS), each),
            Dimension::Customer => each(customer(view, self.party(), self.created())),
            Dimension::Industry => each(own_or(self.at.code(lead::INDUSTRY), view, self.party(), dimension)),
            Dimension::Region => each(own_or(self.at.code(lead::REGION), view, self.party(), dimension)),
            Dimension::CompanySize => each(of_party(view, self.party(), dimension)),
            Dimension::Pipeline | Dimension::Stage | Dimension::Competitor => each(0),
            Dimension::Custom(kind @ Kind::Lead, slug) => custom(view, &self.at, *kind, slug, each),
            Dimension::Custom(kind, slug) => of_party_custom(view, self.party(), *kind, slug, each),
        }
    }
}

fn set(view: &View<'_>, code: u32, each: &mut dyn FnMut(u32)) {
    match view.facts.words().set(code) {
        [] => each(0),
        codes => codes.iter().for_each(|code| each(*code)),
    }
}

fn own_or(own: u32, view: &View<'_>, party: Option<Party>, dimension: &Dimension) -> u32 {
    if own != 0 { own } else { of_party(view, party, dimension) }
}

fn of_party(view: &View<'_>, party: Option<Party>, dimension: &Dimension) -> u32 {
    let (facts, cut) = (view.facts, view.cut);
    match party {
        Some(Party::Company(place)) => {
            let Some(at) = facts.companies.linked(place, cut) else { return 0 };
            match dimension {
                Dimension::Industry => at.code(company::INDUSTRY),
                Dimension::Region => at.code(company::REGION),
                _ => slice::size_class(at.code(company::EMPLOYEES).checked_sub(1)),
            }
        }
        Some(Party::Contact(place)) if *dimension == Dimension::Region => {
            facts.contacts.linked(place, cut).map_or(0, |at| at.code(contact::REGION))
        }
        _ => 0,
    }
}

fn of_party_custom(view: &View<'_>, party: Option<Party>, kind: Kind, slug: &str, each: &mut dyn FnMut(u32)) {
    let at = match (kind, party) {
        (Kind::Company, Some(Party::Company(place))) => view.facts.companies.linked(place, view.cut),
        (Kind::Contact, Some(Party::Contact(place))) => view.facts.contacts.linked(place, view.cut),
        _ => None,
    };
    match at {
        Some(at) => custom(view, &at, kind, slug, each),
        None => each(0),
    }
}

fn custom(view: &View<'_>, at: &At<'_>, kind: Kind, slug: &str, each: &mut dyn FnMut(u32)) {
    let Some(field) = view.facts.words().custom(kind, slug) else { return each(0) };
    let code = at.code(field);
    if view.is_multi_choice(kind, slug) { set(view, code, each) } else { each(code) }
}

/// Was the party a customer before an instant: by a deal won earlier, or since before Trechter knew it?
pub(super) fn customer(view: &View<'_>, party: Option<Party>, before: Instant) -> u32 {
    let first = party.and_then(|party| view.customers().get(&party).copied());
    if first.is_some_and(|first| first < before) { slice::EXISTING } else { slice::NEW }
}

/// The id of the member behind an owner's code.
pub fn owner_id(view: &View<'_>, owner: u32) -> Option<Uuid> {
    view.facts.words().id(owner)
}
