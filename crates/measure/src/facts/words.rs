//! What the codes in the columns stand for: ids, texts and sets, each written down once.

use std::collections::HashMap;
use std::hash::Hash;

use trechter_domain::event::Kind;
use uuid::Uuid;

use super::disk::{Page, Told, Unusable};
use super::fields::CUSTOM;

/// Things with numbers from 1 up, in the order they were first met.
#[derive(Debug, Clone)]
struct Interner<T> {
    all: Vec<T>,
    codes: HashMap<T, u32>,
}

impl<T> Default for Interner<T> {
    fn default() -> Self {
        Self { all: Vec::new(), codes: HashMap::new() }
    }
}

impl<T: Hash + Eq + Clone> Interner<T> {
    /// With these, in this order.
    fn of(all: Vec<T>) -> Self {
        let codes = all.iter().cloned().zip(1..).collect();
        Self { all, codes }
    }

    fn code(&mut self, thing: T) -> u32 {
        let next = self.all.len() as u32 + 1;
        let all = &mut self.all;
        *self.codes.entry(thing).or_insert_with_key(|thing| {
            all.push(thing.clone());
            next
        })
    }

    fn get(&self, code: u32) -> Option<&T> {
        self.all.get((code as usize).checked_sub(1)?)
    }
}

/// The dictionary of one workspace's facts.
#[derive(Debug, Clone, Default)]
pub struct Words {
    ids: Interner<Uuid>,
    texts: Interner<String>,
    sets: Interner<Box<[u32]>>,
    custom: HashMap<Kind, Vec<String>>,
}

impl Words {
    /// The id behind a code: of a member, stage, pipeline, source, campaign, product, loss reason, competitor or tag.
    pub fn id(&self, code: u32) -> Option<Uuid> {
        self.ids.get(code).copied()
    }

    /// The code of an id; 0 when no record ever pointed at it.
    pub fn code(&self, id: Uuid) -> u32 {
        self.ids.codes.get(&id).copied().unwrap_or(0)
    }

    /// The text behind a code: an industry, a region, the key of a choice.
    pub fn text(&self, code: u32) -> Option<&str> {
        self.texts.get(code).map(String::as_str)
    }

    /// The code of a text; 0 when no record has it.
    pub fn text_code(&self, text: &str) -> u32 {
        self.texts.codes.get(text).copied().unwrap_or(0)
    }

    /// The codes in a set, in rising order; empty for 0.
    pub fn set(&self, code: u32) -> &[u32] {
        self.sets.get(code).map_or(&[], |set| set)
    }

    /// The column of a field of the workspace's own; `None` when no record ever had it.
    pub fn custom(&self, kind: Kind, slug: &str) -> Option<u16> {
        let known = self.custom.get(&kind)?;
        known.iter().position(|name| name == slug).map(|at| CUSTOM + at as u16)
    }

    pub(super) fn write(&self, page: &mut Page) -> serde_json::Result<()> {
        page.ids(&self.ids.all);
        page.bytes(&serde_json::to_vec(&(&self.texts.all, &self.sets.all))?);
        let custom: Vec<(Kind, &Vec<String>)> =
            self.custom.iter().map(|(kind, slugs)| (*kind, slugs)).collect();
        page.bytes(&serde_json::to_vec(&custom)?);
        Ok(())
    }

    pub(super) fn read(told: &mut Told<'_>) -> Result<Self, Unusable> {
        let damaged = |_| Unusable::Damaged;
        let ids = Interner::of(told.ids()?);
        let (texts, sets): (Vec<String>, Vec<Box<[u32]>>) =
            serde_json::from_slice(told.bytes()?).map_err(damaged)?;
        let custom: Vec<(Kind, Vec<String>)> = serde_json::from_slice(told.bytes()?).map_err(damaged)?;
        let custom = custom.into_iter().collect();
        Ok(Self { ids, texts: Interner::of(texts), sets: Interner::of(sets), custom })
    }

    pub(super) fn learn_id(&mut self, id: Uuid) -> u32 {
        self.ids.code(id)
    }

    pub(super) fn learn_text(&mut self, text: &str) -> u32 {
        match self.text_code(text) {
            0 => self.texts.code(text.to_owned()),
            known => known,
        }
    }

    pub(super) fn learn_set(&mut self, mut codes: Vec<u32>) -> u32 {
        codes.sort_unstable();
        codes.dedup();
        if codes.is_empty() { 0 } else { self.sets.code(codes.into()) }
    }

    pub(super) fn learn_custom(&mut self, kind: Kind, slug: &str) -> u16 {
        let known = self.custom.entry(kind).or_default();
        let at = known.iter().position(|name| name == slug).unwrap_or_else(|| {
            known.push(slug.to_owned());
            known.len() - 1
        });
        CUSTOM + at as u16
    }
}
