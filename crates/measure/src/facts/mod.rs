//! The facts: one workspace's history as columns in memory.
//!
//! Built from the event log and kept current by its `seq`. [`Keeper`] takes events in and belongs to one writer;
//! [`Facts`] is what readers hold: a cheap copy that never changes. Every question reads the facts through a [`Cut`],
//! so that the same facts answer as of any date.

mod chunk;
mod disk;
pub mod fields;
mod intake;
mod keeper;
mod set_up;
mod table;
mod words;

use std::sync::Arc;

pub use disk::Unusable;
pub use keeper::{Keeper, Release, Snapshot};
pub use set_up::SetUp;
pub use table::{At, Change, Changes, Cut, Known, Table};
pub use words::Words;

use trechter_domain::event::Kind;
use trechter_domain::{Currency, Instant};

/// A sum of money as it was written: minor units and their currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Amount {
    /// Minor units (cents).
    pub minor: i64,
    /// Their currency.
    pub currency: Currency,
}

/// One workspace's history, for readers. Cloning copies pointers only.
#[derive(Debug, Clone, Default)]
pub struct Facts {
    /// The last event that is in here.
    pub seq: i64,
    /// When that event was recorded; the start of time when there is none.
    pub recorded: Instant,
    /// Deals, with [`fields::deal`].
    pub deals: Table,
    /// Leads, with [`fields::lead`].
    pub leads: Table,
    /// Activities of all kinds, with [`fields::activity`].
    pub activities: Table,
    /// Companies, with [`fields::company`].
    pub companies: Table,
    /// Contacts, with [`fields::contact`].
    pub contacts: Table,
    words: Arc<Words>,
    amounts: table::Shelf<Amount>,
    set_up: Arc<SetUp>,
}

impl Facts {
    /// The table of a kind of record; `None` for entries of the catalogue.
    pub fn table(&self, kind: Kind) -> Option<&Table> {
        match kind {
            Kind::Deal => Some(&self.deals),
            Kind::Lead => Some(&self.leads),
            Kind::Activity => Some(&self.activities),
            Kind::Company => Some(&self.companies),
            Kind::Contact => Some(&self.contacts),
            _ => None,
        }
    }

    /// About how much memory they take, in bytes.
    pub fn bytes(&self) -> usize {
        let tables = [&self.deals, &self.leads, &self.activities, &self.companies, &self.contacts];
        tables.into_iter().map(Table::bytes).sum::<usize>() + self.amounts.len() * size_of::<Amount>()
    }

    /// About how much memory the records of one kind take with their histories, in bytes; 0 for the catalogue.
    pub fn table_bytes(&self, kind: Kind) -> usize {
        self.table(kind).map_or(0, Table::bytes)
    }

    /// What the codes in the columns stand for.
    pub fn words(&self) -> &Words {
        &self.words
    }

    /// The amount behind a code of a money column; `None` for code 0, "not filled in".
    pub fn amount(&self, code: u32) -> Option<Amount> {
        code.checked_sub(1).map(|at| self.amounts.get(at))
    }

    /// The history of the set-up: pipelines, members, teams, rates, calendars.
    pub fn set_up(&self) -> &SetUp {
        &self.set_up
    }
}

#[cfg(test)]
mod tests;
