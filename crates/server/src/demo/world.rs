//! What all stories of the demo share: the calendar, the set-up, the ids, and the customers so far.

use std::cell::RefCell;
use std::sync::Arc;

use trechter_domain::decide::{Ctx, Decided};
use trechter_domain::event::NewEvent;
use trechter_domain::fold::Document;
use trechter_domain::record::{Activity, Company, Contact, Deal, Lead, Touchpoint};
use trechter_domain::{
    Actor, BatchId, Catalogue, CompanyId, ContactId, Instant, Origin, Refusal, WorkspaceId,
};
use uuid::Uuid;

use super::builder::{Builder, Mint, Save, settled};
use super::cast::{self, Cast, Seller, SourceRole};
use super::chance::Chance;
use super::days::Days;
use super::{Plan, norms, planted};

/// One record that was decided, with all that happened to it.
#[derive(Debug, Clone)]
pub enum Made {
    Company(Decided<Company>),
    Contact(Decided<Contact>),
    Lead(Decided<Lead>),
    Deal(Decided<Deal>),
    Activity(Decided<Activity>),
}

/// A record and its events so far.
#[derive(Debug, Clone)]
pub struct Chain<R> {
    pub record: R,
    events: Vec<NewEvent>,
}

impl<R: Document> Chain<R> {
    pub fn of(decided: Decided<R>) -> Self {
        Self { record: decided.record, events: decided.events }
    }

    /// The next thing that happens to it.
    pub fn then(&mut self, decide: impl FnOnce(&R) -> Result<Decided<R>, Refusal>) {
        let decided = settled(decide(&self.record));
        self.record = decided.record;
        self.events.extend(decided.events);
    }

    pub fn done(self) -> Decided<R> {
        Decided { record: self.record, events: self.events }
    }
}

/// Somebody who bought and may buy again.
#[derive(Debug, Clone, Copy)]
pub struct Customer {
    pub company: CompanyId,
    pub contact: Option<ContactId>,
    pub seller: usize,
    pub since: Instant,
}

/// Most customers that are remembered to come back.
const MOST_CUSTOMERS: usize = 5_000;

pub struct World {
    pub plan: Plan,
    pub days: Days,
    pub catalogue: Arc<Catalogue>,
    pub cast: Cast,
    pub batch: BatchId,
    pub workspace: WorkspaceId,
    mint: Mint,
    customers: RefCell<Vec<Customer>>,
}

impl World {
    /// Decides the set-up; what has to be written for it comes along.
    pub fn new(plan: Plan) -> (Self, Vec<Save>) {
        let zone = jiff::tz::TimeZone::get("Europe/Amsterdam").unwrap_or(jiff::tz::TimeZone::UTC);
        let days = Days::new(&zone, plan.now, plan.years);
        let mint = Mint::new(plan.seed ^ (plan.deals << 20) ^ u64::from(plan.years), days.start());
        let (workspace, batch) = (WorkspaceId(plan.workspace()), BatchId(mint.id()));
        let mut builder = Builder::new(&days, &mint, workspace, batch);
        let cast = cast::hire(&mut builder, &days);
        norms::set(&mut builder, &days, &cast, &plan);
        let (catalogue, saves) = (Arc::new(builder.catalogue), builder.saves);
        let world =
            Self { plan, days, catalogue, cast, batch, workspace, mint, customers: RefCell::default() };
        (world, saves)
    }

    pub fn now(&self) -> Instant {
        self.plan.now
    }

    /// A new id.
    pub fn id(&self) -> Uuid {
        self.mint.id()
    }

    /// Lets a decision be made by somebody at some time.
    pub fn at<T>(&self, actor: Actor, at: Instant, decide: impl FnOnce(&Ctx<'_>) -> T) -> T {
        let ids = || self.id();
        decide(&Ctx {
            actor,
            origin: Origin::Import,
            batch: Some(self.batch),
            now: self.plan.now,
            occurred: at.min(self.plan.now),
            catalogue: &self.catalogue,
            ids: &ids,
        })
    }

    /// Who gets the work of a country on a day.
    pub fn seller(&self, chance: &mut Chance, country: &str, day: usize) -> usize {
        let sellers = &self.cast.sellers;
        let there = |seller: &Seller| seller.begins <= day && seller.ends.is_none_or(|end| day < end);
        let weight =
            |seller: &Seller| if there(seller) && seller.country == country { seller.weight } else { 0.0 };
        chance.weighted(sellers.iter().map(weight))
    }

    /// A source for a lead that comes to nothing, or for one that becomes a deal.
    pub fn source(&self, chance: &mut Chance, becomes_deal: bool) -> &SourceRole {
        let sources = &self.cast.sources;
        let share = |source: &SourceRole| if becomes_deal { source.deals } else { source.leads };
        &sources[chance.weighted(sources.iter().map(share))]
    }

    /// Where an interest came from, with the campaign that ran then, if any.
    pub fn touchpoint(&self, chance: &mut Chance, source: &SourceRole, at: Instant) -> Touchpoint {
        let day = self.days.day_of(at);
        let running =
            self.cast.campaigns.iter().filter(|c| c.source == source.id && c.first <= day && day <= c.last);
        // The latest one that runs; some came by themselves all the same.
        let campaign = running
            .max_by_key(|campaign| campaign.first)
            .filter(|_| chance.with(0.8))
            .map(|campaign| campaign.id);
        Touchpoint { source: Some(source.id), medium: source.medium.map(str::to_owned), campaign }
    }

    pub fn remember(&self, chance: &mut Chance, customer: Customer) {
        let mut customers = self.customers.borrow_mut();
        if customers.len() < MOST_CUSTOMERS {
            customers.push(customer);
        } else {
            let place = chance.whole(0, MOST_CUSTOMERS as i64 - 1) as usize;
            customers[place] = customer;
        }
    }

    /// A customer who bought at least two months before.
    pub fn returning(&self, chance: &mut Chance, at: Instant) -> Option<Customer> {
        let customers = self.customers.borrow();
        if customers.is_empty() {
            return None;
        }
        let old = at.0 - 60 * trechter_domain::time::DAY;
        (0..8).map(|_| *chance.pick(&customers)).find(|customer| customer.since.0 < old)
    }

    /// The one who takes over from somebody who left.
    pub fn successor(&self, seller: usize) -> usize {
        let sellers = &self.cast.sellers;
        let same = |other: &Seller| other.ends.is_none() && other.country == sellers[seller].country;
        sellers.iter().position(same).unwrap_or(seller)
    }

    /// The one seller who was only lucky.
    pub fn lucky(&self) -> usize {
        self.cast.sellers.iter().position(|seller| seller.name == planted::LUCKY_SELLER).unwrap_or(0)
    }
}
