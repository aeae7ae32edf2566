//! Builds the catalogue of the demo company in memory, entry by entry, with the events that belong to it.

use std::cell::Cell;
use std::sync::Arc;

use serde_json::{Map, Value};
use trechter_domain::catalogue::Workspace;
use trechter_domain::decide::{self, Ctx, Decided};
use trechter_domain::fold::Document;
use trechter_domain::{Actor, BatchId, Catalogue, Instant, Origin, WorkspaceId};
use trechter_store::{Result, Tx};
use uuid::Uuid;

use super::chance::Chance;
use super::days::Days;

/// Ids that follow from the seed: in the order in which they are made, so that tables grow at their end.
#[derive(Debug)]
pub struct Mint {
    seed: u64,
    begins: u64,
    count: Cell<u64>,
}

impl Mint {
    pub fn new(seed: u64, begins: Instant) -> Self {
        Self { seed, begins: begins.0.max(0) as u64, count: Cell::new(0) }
    }

    /// The next id, in the form of version 7.
    pub fn id(&self) -> Uuid {
        let count = self.count.get();
        self.count.set(count + 1);
        let mut chance = Chance::of(self.seed, 0x1d, count);
        let mut bytes = [0; 10];
        bytes[..8].copy_from_slice(&chance.next().to_le_bytes());
        bytes[8..].copy_from_slice(&chance.next().to_le_bytes()[..2]);
        uuid::Builder::from_unix_timestamp_millis(self.begins + count, &bytes).into_uuid()
    }
}

/// Writes one catalogue entry.
pub type Save = Arc<dyn Fn(&mut Tx<'_>) -> Result<()> + Send + Sync>;

/// The catalogue while it is being made.
pub struct Builder<'a> {
    pub catalogue: Catalogue,
    /// What has to be written, in order.
    pub saves: Vec<Save>,
    days: &'a Days,
    mint: &'a Mint,
    workspace: WorkspaceId,
    batch: BatchId,
}

impl<'a> Builder<'a> {
    pub fn new(days: &'a Days, mint: &'a Mint, workspace: WorkspaceId, batch: BatchId) -> Self {
        Self { catalogue: Catalogue::default(), saves: Vec::new(), days, mint, workspace, batch }
    }

    pub fn id(&self) -> Uuid {
        self.mint.id()
    }

    /// The workspace's own entry.
    pub fn workspace(&mut self, fields: &Value) {
        let ids = || self.mint.id();
        let made = settled(decide::create::<Workspace>(&self.ctx(0, &ids), self.workspace.0, object(fields)));
        self.catalogue.workspace = made.record.clone();
        self.keep(made);
    }

    /// What changed of the workspace's own entry on a day.
    pub fn change_workspace(&mut self, day: usize, patch: &Value) {
        let ids = || self.mint.id();
        let made = settled(decide::edit(&self.ctx(day, &ids), &self.catalogue.workspace, object(patch)));
        self.catalogue.workspace = made.record.clone();
        self.keep(made);
    }

    /// The day that an instant is in, as a number from 0.
    pub fn day_of(&self, at: Instant) -> usize {
        self.days.day_of(at)
    }

    /// An entry that was made on a day.
    pub fn add<E: Document>(
        &mut self,
        day: usize,
        fields: Value,
        list: fn(&mut Catalogue) -> &mut Vec<E>,
    ) -> E {
        let ids = || self.mint.id();
        let made = settled(decide::create::<E>(&self.ctx(day, &ids), self.mint.id(), object(&fields)));
        let record = made.record.clone();
        list(&mut self.catalogue).push(made.record.clone());
        self.keep(made);
        record
    }

    /// An entry that was changed on a day.
    pub fn change<E: Document>(
        &mut self,
        day: usize,
        id: Uuid,
        patch: Value,
        list: fn(&mut Catalogue) -> &mut Vec<E>,
    ) {
        let Some(before) = list(&mut self.catalogue).iter().find(|entry| entry.id() == id).cloned() else {
            return;
        };
        let ids = || self.mint.id();
        let made = settled(decide::edit(&self.ctx(day, &ids), &before, object(&patch)));
        if let Some(entry) = list(&mut self.catalogue).iter_mut().find(|entry| entry.id() == id) {
            *entry = made.record.clone();
        }
        self.keep(made);
    }

    fn keep<E: Document>(&mut self, made: Decided<E>) {
        self.catalogue = std::mem::take(&mut self.catalogue).indexed();
        self.saves.push(Arc::new(move |tx| tx.save_entry(&made)));
    }

    fn ctx<'c>(&'c self, day: usize, ids: &'c dyn Fn() -> Uuid) -> Ctx<'c> {
        Ctx {
            actor: Actor::None,
            origin: Origin::Import,
            batch: Some(self.batch),
            now: self.days.now,
            occurred: self.days.at(day, 0.0).min(self.days.now),
            catalogue: &self.catalogue,
            ids,
        }
    }
}

/// What the demo decides is always allowed; a refusal is a defect of the demo, said at once.
pub fn settled<T>(outcome: Result<T, trechter_domain::Refusal>) -> T {
    outcome.unwrap_or_else(|refusal| panic!("the demo asked for what is not allowed: {refusal}"))
}

pub fn object(value: &Value) -> &Map<String, Value> {
    value.as_object().expect("fields are an object")
}
