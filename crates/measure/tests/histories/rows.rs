//! A workspace in memory: rows, catalogue and log, as the store keeps them.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::rc::Rc;

use serde_json::{Map, Value};
use trechter_domain::catalogue::*;
use trechter_domain::decide::{self, Ctx, Decided};
use trechter_domain::event::{Event, Kind, NewEvent, Subject};
use trechter_domain::fold::Document;
use trechter_domain::record::{Activity, Company, Contact, Deal, Lead, Record};
use trechter_domain::{Catalogue, Refusal};
use uuid::Uuid;

/// Everything that a workspace holds.
#[derive(Default)]
pub struct Rows {
    pub companies: BTreeMap<Uuid, Company>,
    pub contacts: BTreeMap<Uuid, Contact>,
    pub leads: BTreeMap<Uuid, Lead>,
    pub deals: BTreeMap<Uuid, Deal>,
    pub activities: BTreeMap<Uuid, Activity>,
    pub catalogue: Rc<Catalogue>,
    pub log: Vec<Event>,
    pub ids: Ids,
}

/// A record that has rows here.
pub trait Kept: Record {
    fn rows(rows: &Rows) -> &BTreeMap<Uuid, Self>;
    fn rows_mut(rows: &mut Rows) -> &mut BTreeMap<Uuid, Self>;
}

/// An entry of the catalogue that has a list here.
pub trait Listed: Document {
    fn list(catalogue: &mut Catalogue) -> &mut Vec<Self>;
}

macro_rules! kept {
    ($($record:ident: $rows:ident),*) => {$(
        impl Kept for $record {
            fn rows(rows: &Rows) -> &BTreeMap<Uuid, Self> {
                &rows.$rows
            }
            fn rows_mut(rows: &mut Rows) -> &mut BTreeMap<Uuid, Self> {
                &mut rows.$rows
            }
        }
    )*};
}
kept!(Company: companies, Contact: contacts, Lead: leads, Deal: deals, Activity: activities);

macro_rules! listed {
    ($($entry:ident: $list:ident),*) => {$(
        impl Listed for $entry {
            fn list(catalogue: &mut Catalogue) -> &mut Vec<Self> {
                &mut catalogue.$list
            }
        }
    )*};
}
listed!(Pipeline: pipelines, Team: teams, Member: members, Source: sources, Campaign: campaigns,
    Product: products, LossReason: loss_reasons, Competitor: competitors, Tag: tags, Field: fields, Spend: spends, Target: targets);

/// New ids count up.
#[derive(Clone, Default)]
pub struct Ids(Rc<Cell<u128>>);

impl Ids {
    pub fn id(&self) -> Uuid {
        self.0.set(self.0.get() + 1);
        Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0000 + self.0.get())
    }
}

impl Rows {
    pub fn id(&self) -> Uuid {
        self.ids.id()
    }

    pub fn push(&mut self, events: &[NewEvent]) {
        for event in events {
            self.log.push(Event { seq: self.log.len() as i64 + 1, event: event.clone() });
        }
    }

    pub fn save<R: Kept>(&mut self, decided: &Decided<R>) {
        self.push(&decided.events);
        R::rows_mut(self).insert(decided.record.id(), decided.record.clone());
    }

    pub fn get<R: Kept>(&self, id: Uuid) -> Result<R, Refusal> {
        R::rows(self).get(&id).cloned().ok_or_else(Refusal::not_found)
    }

    pub fn save_workspace(&mut self, decided: &Decided<Workspace>) {
        self.push(&decided.events);
        Rc::make_mut(&mut self.catalogue).workspace = decided.record.clone();
    }

    pub fn save_entry<E: Listed>(&mut self, decided: &Decided<E>) {
        self.push(&decided.events);
        let mut catalogue = (*self.catalogue).clone();
        let list = E::list(&mut catalogue);
        list.retain(|entry| entry.id() != decided.record.id());
        list.push(decided.record.clone());
        self.catalogue = Rc::new(catalogue.indexed());
    }

    /// A new entry of the catalogue.
    pub fn add<E: Listed>(&mut self, envelope: &Ctx<'_>, fields: &Value) -> Uuid {
        let id = self.id();
        let decided = decide::create::<E>(envelope, id, object(fields)).expect("a valid entry");
        self.save_entry(&decided);
        id
    }

    /// Ids of records that point at one of these, with where they point.
    pub fn pointing_at(&self, ids: &[Uuid]) -> Vec<(Uuid, Uuid)> {
        fn of<R: Kept>(rows: &Rows, ids: &[Uuid], found: &mut Vec<(Uuid, Uuid)>) {
            for (from, record) in R::rows(rows) {
                let links = record.links().into_iter().map(|(_, subject)| subject.id);
                found.extend(links.filter(|to| ids.contains(to)).map(|to| (*from, to)));
            }
        }
        let mut found = Vec::new();
        of::<Company>(self, ids, &mut found);
        of::<Contact>(self, ids, &mut found);
        of::<Lead>(self, ids, &mut found);
        of::<Deal>(self, ids, &mut found);
        of::<Activity>(self, ids, &mut found);
        found
    }

    /// The links of a record that is there.
    pub fn links(&self, kind: Kind, id: Uuid) -> Vec<Subject> {
        fn of<R: Kept>(rows: &Rows, id: Uuid) -> Vec<Subject> {
            let record = R::rows(rows).get(&id);
            record.into_iter().flat_map(R::links).map(|(_, subject)| subject).collect()
        }
        match kind {
            Kind::Company => of::<Company>(self, id),
            Kind::Contact => of::<Contact>(self, id),
            Kind::Lead => of::<Lead>(self, id),
            Kind::Deal => of::<Deal>(self, id),
            _ => of::<Activity>(self, id),
        }
    }
}

/// The fields of a JSON object.
pub fn object(value: &Value) -> &Map<String, Value> {
    value.as_object().expect("an object")
}
