//! The lists that an import needs: members, sources, products, pipelines, fields. What is not there is
//! planned to be made, when the mapping allows it, and everything is found by the text of the files.

mod gather;
mod shapes;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use serde_json::{Map, Value, json};
use trechter_domain::catalogue::{
    Campaign, Competitor, Field, LossReason, Member, Pipeline, Product, Source, Tag, Team,
};
use trechter_domain::decide::{self, Ctx, Decided};
use trechter_domain::event::Kind;
use trechter_domain::fold::Document;
use trechter_domain::{Catalogue, PipelineId, Refusal, StageId};
use trechter_store::{Result, Tx};
use uuid::Uuid;

use super::cells::Cells;
use super::entity::Entity;
use super::mapping::{Mapping, Outcome};
use super::words;
use gather::{Card, Cards, Named, gather};

/// A list of the catalogue.
trait InCatalogue: Document {
    fn list(catalogue: &Catalogue) -> &Vec<Self>;
    fn list_mut(catalogue: &mut Catalogue) -> &mut Vec<Self>;
    fn planned(decided: Decided<Self>) -> Planned;
}

macro_rules! lists {
    ($($entry:ident: $list:ident),* $(,)?) => {
        /// A decided entry of some list.
        #[derive(Debug, Clone)]
        pub enum Planned {
            $($entry(Decided<$entry>)),*
        }

        $(impl InCatalogue for $entry {
            fn list(catalogue: &Catalogue) -> &Vec<Self> {
                &catalogue.$list
            }
            fn list_mut(catalogue: &mut Catalogue) -> &mut Vec<Self> {
                &mut catalogue.$list
            }
            fn planned(decided: Decided<Self>) -> Planned {
                Planned::$entry(decided)
            }
        })*

        impl Planned {
            fn save(&self, tx: &mut Tx<'_>) -> Result<()> {
                match self {
                    $(Planned::$entry(decided) => tx.save_entry(decided)),*
                }
            }

            fn name(&self) -> (Kind, String) {
                match self {
                    $(Planned::$entry(decided) => ($entry::KIND, decided.record.label())),*
                }
            }
        }

        /// The names in use in a list.
        pub fn names_of(catalogue: &Catalogue, kind: Kind) -> Vec<String> {
            match kind {
                $($entry::KIND => {
                    let used = catalogue.$list.iter().filter(|entry| entry.removed_at.is_none());
                    used.map(Document::label).collect()
                })*
                _ => Vec::new(),
            }
        }
    };
}

lists! {
    Team: teams, Member: members, Source: sources, Campaign: campaigns, Product: products, LossReason: loss_reasons,
    Competitor: competitors, Tag: tags, Field: fields, Pipeline: pipelines,
}

/// Where a stage of the files leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StageAt {
    pub pipeline: PipelineId,
    pub stage: StageId,
    pub outcome: Option<Outcome>,
}

/// All entries that the files speak of, existing and planned.
#[derive(Debug, Clone, Default)]
pub struct Entries {
    /// The catalogue as it will be.
    pub catalogue: Arc<Catalogue>,
    /// What is to be saved, in order.
    planned: Vec<Planned>,
    ids: HashMap<(Kind, String), Uuid>,
    /// Keys of choices by (kind, slug) and name.
    choices: HashMap<(Kind, String), HashMap<String, String>>,
}

/// Finds everything that the files name and plans what is missing.
///
/// # Errors
/// An entry that the rules refuse: only a mapping that was not checked has one.
pub fn plan(ctx: &Ctx<'_>, mapping: &Mapping, cells: &Cells<'_>) -> std::result::Result<Entries, Refusal> {
    let mut planner = Planner {
        ctx,
        mapping,
        entries: Entries { catalogue: Arc::new(ctx.catalogue.clone()), ..Entries::default() },
        open: Vec::new(),
    };
    planner.index();
    let (cards, named) = gather(mapping, cells);
    planner.teams(&cards, &named)?;
    planner.members(&cards, &named)?;
    planner.simple::<Source>(&cards, &named, |name, card| {
        let channel = card.and_then(|card| card.fields.get("channel").cloned());
        json!({ "name": name, "channel": channel.unwrap_or_else(|| words::channel(name).into()) })
    })?;
    planner.campaigns(&cards, &named, cells)?;
    planner.products(&cards, &named, cells)?;
    planner.simple::<LossReason>(
        &cards,
        &named,
        |name, _| json!({ "name": name, "for_leads": true, "for_deals": true }),
    )?;
    planner.simple::<Competitor>(&cards, &named, |name, _| json!({ "name": name }))?;
    planner.simple::<Tag>(&cards, &named, |name, _| json!({ "name": name }))?;
    planner.pipelines()?;
    planner.fields(cells)?;
    Ok(planner.entries)
}

struct Planner<'a, 'c> {
    ctx: &'a Ctx<'c>,
    mapping: &'a Mapping,
    entries: Entries,
    /// Planned of the present list, not yet in the catalogue.
    open: Vec<Planned>,
}

impl Planner<'_, '_> {
    /// Makes the entries that exist findable, those in use before those in the bin.
    fn index(&mut self) {
        let catalogue = Arc::clone(&self.entries.catalogue);
        macro_rules! index {
            ($($entry:ident),*) => {$(
                for entry in $entry::list(&catalogue).iter().filter(|entry| entry.removed_at.is_none()) {
                    self.entries.ids.entry(($entry::KIND, entry.label())).or_insert(entry.id.0);
                }
            )*};
        }
        index!(Team, Member, Source, Campaign, Product, LossReason, Competitor, Tag);
        for member in catalogue.members.iter().filter(|member| member.removed_at.is_none()) {
            if let Some(email) = &member.email {
                self.entries.ids.entry((Kind::Member, email.to_lowercase())).or_insert(member.id.0);
            }
        }
    }

    fn known(&self, kind: Kind, text: &str) -> Option<Uuid> {
        self.entries.find(kind, text)
    }

    /// Makes an entry, or takes the one of the same name out of the bin.
    fn make<E: InCatalogue>(
        &mut self,
        name: &str,
        fields: Value,
    ) -> std::result::Result<Option<Uuid>, Refusal> {
        if !self.mapping.may_create(E::KIND) {
            return Ok(None);
        }
        let ctx = Ctx { catalogue: &self.entries.catalogue, ..*self.ctx };
        let binned =
            E::list(&self.entries.catalogue).iter().find(|entry| entry.removed() && entry.label() == name);
        let decided = match binned {
            Some(entry) => decide::restore(&ctx, entry)?,
            None => decide::create::<E>(&ctx, ctx.id(), fields.as_object().unwrap_or(&Map::new()))?,
        };
        let id = decided.record.id();
        self.entries.ids.insert((E::KIND, name.to_owned()), id);
        self.open.push(E::planned(decided));
        Ok(Some(id))
    }

    /// Puts the planned ones into the catalogue, so that others can point at them.
    fn settle<E: InCatalogue>(&mut self) {
        let mut catalogue = (*self.entries.catalogue).clone();
        for planned in std::mem::take(&mut self.open) {
            macro_rules! put {
                ($($entry:ident),*) => {
                    match &planned {
                        $(Planned::$entry(decided) => {
                            let list = $entry::list_mut(&mut catalogue);
                            list.retain(|entry| entry.id != decided.record.id);
                            list.push(decided.record.clone());
                        })*
                    }
                };
            }
            put!(Team, Member, Source, Campaign, Product, LossReason, Competitor, Tag, Field, Pipeline);
            self.entries.planned.push(planned);
        }
        self.entries.catalogue = Arc::new(catalogue.indexed());
    }

    /// A list whose entries are little more than a name.
    fn simple<E: InCatalogue>(
        &mut self,
        cards: &Cards,
        named: &Named,
        fields: impl Fn(&str, Option<&Card>) -> Value,
    ) -> std::result::Result<(), Refusal> {
        for card in cards.get(&E::KIND).into_iter().flatten() {
            let Some(name) = card.fields.get("name") else { continue };
            let id = match self.known(E::KIND, name) {
                Some(id) => Some(id),
                None => self.make::<E>(name, fields(name, Some(card)))?,
            };
            self.alias(E::KIND, &card.id, id);
        }
        for name in named.get(&E::KIND).into_iter().flatten() {
            if self.known(E::KIND, name).is_none() {
                self.make::<E>(name, fields(name, None))?;
            }
        }
        self.settle::<E>();
        Ok(())
    }

    fn alias(&mut self, kind: Kind, text: &str, id: Option<Uuid>) {
        if let Some(id) = id
            && !text.is_empty()
        {
            self.entries.ids.entry((kind, text.to_owned())).or_insert(id);
        }
    }

    fn teams(&mut self, cards: &Cards, named: &Named) -> std::result::Result<(), Refusal> {
        // Teams of teams first: members' files name both.
        let mut parents: BTreeMap<String, String> = BTreeMap::new();
        for card in cards.get(&Kind::Member).into_iter().flatten() {
            if let (Some(team), Some(parent)) = (card.fields.get("team"), card.fields.get("team_parent")) {
                parents.entry(team.clone()).or_insert_with(|| parent.clone());
            }
        }
        for card in cards.get(&Kind::Team).into_iter().flatten() {
            if let (Some(team), Some(parent)) = (card.fields.get("name"), card.fields.get("parent")) {
                parents.entry(team.clone()).or_insert_with(|| parent.clone());
            }
        }
        let above: BTreeSet<&String> = parents.values().collect();
        for name in above {
            if self.known(Kind::Team, name).is_none() {
                self.make::<Team>(name, json!({ "name": name }))?;
            }
        }
        self.settle::<Team>();
        let ids = self.entries.ids.clone();
        self.simple::<Team>(cards, named, |name, _| {
            let parent = parents.get(name).filter(|parent| *parent != name);
            json!({ "name": name, "parent": parent.and_then(|parent| ids.get(&(Kind::Team, parent.clone()))) })
        })
    }

    fn members(&mut self, cards: &Cards, named: &Named) -> std::result::Result<(), Refusal> {
        for card in cards.get(&Kind::Member).into_iter().flatten() {
            let field = |name: &str| card.fields.get(name).cloned();
            let email = field("email").map(|email| email.to_lowercase());
            let full: Vec<String> = [field("first_name"), field("last_name")].into_iter().flatten().collect();
            let name = field("name")
                .or_else(|| (!full.is_empty()).then(|| full.join(" ")))
                .or_else(|| email.clone());
            let Some(name) = name else { continue };
            let found = email.as_deref().and_then(|email| self.known(Kind::Member, email));
            let id = match found.or_else(|| self.known(Kind::Member, &name)) {
                Some(id) => Some(id),
                None => {
                    let team = field("team").and_then(|team| self.known(Kind::Team, &team));
                    self.member(&name, email.clone(), team)?
                }
            };
            self.alias(Kind::Member, &card.id, id);
            self.alias(Kind::Member, &name, id);
            self.alias(Kind::Member, email.as_deref().unwrap_or(""), id);
        }
        for name in named.get(&Kind::Member).into_iter().flatten() {
            if self.known(Kind::Member, name).is_none() {
                let email = trechter_domain::record::is_email(name).then(|| name.to_lowercase());
                let shown = email.as_deref().map_or_else(|| name.clone(), person_of);
                let id = self.member(&shown, email, None)?;
                self.alias(Kind::Member, name, id);
                self.alias(Kind::Member, &name.to_lowercase(), id);
            }
        }
        self.settle::<Member>();
        Ok(())
    }

    /// A member that came with an import: inactive, cannot log in.
    fn member(
        &mut self,
        name: &str,
        email: Option<String>,
        team: Option<Uuid>,
    ) -> std::result::Result<Option<Uuid>, Refusal> {
        let email = email.filter(|email| trechter_domain::record::is_email(email));
        let fields = json!({ "name": name, "email": email, "team": team, "role": "seller", "sees": "own", "active": false });
        self.make::<Member>(name, fields)
    }

    fn campaigns(
        &mut self,
        cards: &Cards,
        named: &Named,
        cells: &Cells<'_>,
    ) -> std::result::Result<(), Refusal> {
        let ids = self.entries.ids.clone();
        let rules = cells.rules_of(self.mapping, Entity::Campaign);
        self.simple::<Campaign>(cards, named, |name, card| {
            let field = |field: &str| card.and_then(|card| card.fields.get(field));
            let rule = |field: &str| rules.get(field).copied();
            let date = |name: &str| field(name).and_then(|text| cells.date(rule(name), text));
            json!({
                "name": name, "source": field("source").and_then(|source| ids.get(&(Kind::Source, source.clone()))),
                "starts": date("starts"), "ends": date("ends").filter(|ends| date("starts").is_none_or(|starts| starts <= *ends)),
                "cost": field("cost").and_then(|text| cells.money(rule("cost"), text, None)),
            })
        })
    }

    fn products(
        &mut self,
        cards: &Cards,
        named: &Named,
        cells: &Cells<'_>,
    ) -> std::result::Result<(), Refusal> {
        let rules = cells.rules_of(self.mapping, Entity::Product);
        self.simple::<Product>(cards, named, |name, card| {
            let field = |field: &str| card.and_then(|card| card.fields.get(field));
            json!({
                "name": name, "code": field("code"), "family": field("family"), "unit": field("unit"),
                "price": field("price").and_then(|text| cells.money(rules.get("price").copied(), text, None)),
            })
        })
    }
}

/// `jan.de-vries@x.nl` is `Jan De Vries`.
fn person_of(email: &str) -> String {
    let local = email.split('@').next().unwrap_or(email);
    let parts = local.split(['.', '_', '-']).filter(|part| !part.is_empty());
    let capital = |part: &str| {
        let mut chars = part.chars();
        chars.next().map(|first| first.to_uppercase().chain(chars).collect::<String>()).unwrap_or_default()
    };
    let name = parts.map(capital).collect::<Vec<_>>().join(" ");
    if name.is_empty() { email.to_owned() } else { name }
}

impl Entries {
    /// An entry by what the files call it: id, name or, for members, e-mail address.
    pub fn find(&self, kind: Kind, text: &str) -> Option<Uuid> {
        let exact = self.ids.get(&(kind, text.to_owned()));
        let lower = || (kind == Kind::Member).then(|| self.ids.get(&(kind, text.to_lowercase()))).flatten();
        exact.or_else(lower).copied()
    }

    /// Is there anything to save?
    pub fn is_empty(&self) -> bool {
        self.planned.is_empty()
    }

    /// Saves what was planned.
    ///
    /// # Errors
    /// The database's.
    pub fn save(&self, tx: &mut Tx<'_>) -> Result<()> {
        self.planned.iter().try_for_each(|planned| planned.save(tx))
    }

    /// The names of what is planned, by kind.
    pub fn names(&self) -> BTreeMap<Kind, Vec<String>> {
        let mut names: BTreeMap<Kind, Vec<String>> = BTreeMap::new();
        for planned in &self.planned {
            let (kind, name) = planned.name();
            let list = names.entry(kind).or_default();
            if !list.contains(&name) {
                list.push(name);
            }
        }
        names
    }

    /// The key of a choice by its name.
    pub fn choice(&self, kind: Kind, slug: &str, text: &str) -> Option<&str> {
        self.choices.get(&(kind, slug.to_owned()))?.get(text).map(String::as_str)
    }

    /// Where a stage of a pipeline of the files leads. Without a stage, to the first.
    pub fn stage(&self, mapping: &Mapping, pipeline: &str, stage: &str) -> Option<StageAt> {
        let map = mapping
            .pipelines
            .iter()
            .find(|map| map.name == pipeline)
            .or_else(|| mapping.pipelines.iter().find(|map| map.name.is_empty()))
            .or_else(|| mapping.pipelines.iter().find(|_| pipeline.is_empty()));
        let used = |pipeline: &&Pipeline| pipeline.removed_at.is_none();
        let wanted = map.map_or(pipeline, |map| map.into.as_str());
        let known = self.catalogue.pipelines.iter().filter(used).find(|known| known.name == wanted);
        let known = match known {
            Some(known) => known,
            None if map.is_none() && pipeline.is_empty() => self.catalogue.default_pipeline()?,
            None => return None,
        };
        let told = map.and_then(|map| map.map.get(stage));
        let outcome = told.and_then(|told| told.outcome);
        let (first, last) = (known.stages.first()?, known.stages.last()?);
        let found = match told.and_then(|told| told.stage.as_deref()) {
            Some(name) => known.stages.iter().find(|stage| stage.name == name)?,
            None => match outcome {
                Some(Outcome::Won) => last,
                Some(Outcome::Lost) => first,
                _ if stage.is_empty() => first,
                _ => known.stages.iter().find(|known| known.name == stage)?,
            },
        };
        Some(StageAt { pipeline: known.id, stage: found.id, outcome })
    }
}
