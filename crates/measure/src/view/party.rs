//! Parties: companies, and persons without one.

use trechter_domain::Instant;

use super::View;
use crate::facts::fields::record::{COMPANY, CONTACT, MERGED_INTO};
use crate::facts::{Cut, Table};

/// Whom we sell to: a company, or a person without one. Records merged away are followed to their survivor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Party {
    /// Place of a company.
    Company(u32),
    /// Place of a contact without a company.
    Contact(u32),
}

/// Merges are followed no deeper than this; more would be a circle in a damaged log.
const DEEPEST: usize = 64;

/// The record that a record became by merges before the cut; itself when it was never merged. `None` when it did not
/// exist.
pub(super) fn survivor(table: &Table, place: u32, cut: Cut) -> Option<u32> {
    let mut place = place;
    for _ in 0..DEEPEST {
        match table.linked(place, cut)?.code(MERGED_INTO) {
            0 => return Some(place),
            next => place = next - 1,
        }
    }
    None
}

impl View<'_> {
    /// The party behind a company code and a contact code, as a record that was theirs at `then` has them: the company,
    /// else the company that the person belonged to then, else the person.
    pub fn party(&self, company: u32, contact: u32, then: Instant) -> Option<Party> {
        let of_company = |code: u32| {
            let place = code.checked_sub(1)?;
            survivor(&self.facts.companies, place, self.cut).map(Party::Company)
        };
        if company != 0 {
            return of_company(company);
        }
        let place = survivor(&self.facts.contacts, contact.checked_sub(1)?, self.cut)?;
        let person = self.facts.contacts.linked(place, self.cut)?;
        of_company(person.code_at(COMPANY, then)).or(Some(Party::Contact(place)))
    }

    /// The party of a record by its own columns.
    pub(super) fn party_of(&self, at: &crate::facts::At<'_>) -> Option<Party> {
        self.party(at.code(COMPANY), at.code(CONTACT), at.created())
    }

    /// All known parties that count: companies, and persons without a company.
    pub fn parties(&self) -> impl Iterator<Item = Party> {
        let companies = self.facts.companies.iter(self.cut).map(|at| Party::Company(at.place));
        let persons = self.facts.contacts.iter(self.cut).filter(|at| at.code(COMPANY) == 0);
        companies.chain(persons.map(|at| Party::Contact(at.place)))
    }
}
