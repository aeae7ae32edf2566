//! A small workspace in memory, and the one `check` that all tables of decisions go through.

use std::cell::Cell;
use std::collections::BTreeMap;

use serde_json::{Map, Value, json};
use trechter_domain::catalogue::{
    Campaign, Catalogue, Competitor, Field, LossReason, Member, Pipeline, PlaybookResult, Product, Source,
    Stage, Tag, Team,
};
use trechter_domain::decide::{self, Decided};
use trechter_domain::fold::{self, Document};
use trechter_domain::record::Deal;
use trechter_domain::{Ctx, Event, Instant, NewEvent, Origin, Refusal};
use uuid::Uuid;

/// Who decides, when, in which set-up.
pub struct Desk {
    pub catalogue: Catalogue,
    pub now: Instant,
    pub occurred: Instant,
    pub origin: Origin,
    next: Cell<u128>,
    /// What ids are called in expectations.
    names: BTreeMap<Uuid, String>,
}

/// An id with a name: `id("anna")` is the same everywhere.
pub fn id(name: &str) -> Uuid {
    let mut bytes = [0; 16];
    for (place, byte) in name.bytes().enumerate() {
        bytes[place % 15 + 1] ^= byte.rotate_left(place as u32 / 15);
    }
    Uuid::from_bytes(bytes)
}

/// A moment of 1 March 2026: `at("09:30")`.
pub fn at(clock: &str) -> Instant {
    format!("2026-03-01T{clock}:00Z").parse().unwrap()
}

pub fn object(value: &Value) -> &Map<String, Value> {
    value.as_object().unwrap()
}

impl Desk {
    /// Two pipelines (`a`, `b`, `c` and `x`, `y`), members, lists, and a custom field of every kind.
    pub fn new() -> Desk {
        let mut desk = Desk {
            catalogue: Catalogue::default(),
            now: at("12:00"),
            occurred: at("12:00"),
            origin: Origin::Member,
            next: Cell::new(1),
            names: BTreeMap::new(),
        };
        let stage = |name: &str, results: &[(&str, bool)]| Stage {
            id: id(name).into(),
            name: name.into(),
            results: results
                .iter()
                .map(|(name, required)| PlaybookResult {
                    id: id(name).into(),
                    name: (*name).into(),
                    required: *required,
                })
                .collect(),
            ..Stage::default()
        };
        let pipeline = |name: &str, stages: Vec<Stage>| Pipeline {
            id: id(name).into(),
            name: name.into(),
            stages,
            ..Pipeline::default()
        };
        let member =
            |name: &str| Member { id: id(name).into(), name: name.into(), active: true, ..Member::default() };
        let field = |slug: &str, kind: &str| -> Field {
            let choices = json!([{ "key": "noord", "name": "Noord" }, { "key": "zuid", "name": "Zuid" }]);
            let fields = json!({ "id": id(slug), "name": slug, "slug": slug, "on": "deal", "kind": kind, "choices": choices });
            serde_json::from_value(fields).unwrap()
        };
        let mut catalogue = Catalogue::default();
        catalogue.pipelines = vec![
            pipeline(
                "new",
                vec![
                    stage("a", &[("need", true), ("date", false)]),
                    stage("b", &[("budget", true)]),
                    stage("c", &[]),
                ],
            ),
            pipeline("old", vec![stage("x", &[]), stage("y", &[])]),
        ];
        catalogue.members = ["anna", "bram"].into_iter().map(member).collect();
        catalogue.loss_reasons =
            vec![LossReason { id: id("price").into(), name: "Prijs".into(), ..LossReason::default() }];
        catalogue.competitors =
            vec![Competitor { id: id("rival").into(), name: "R".into(), ..Competitor::default() }];
        catalogue.sources = vec![Source { id: id("website").into(), name: "W".into(), ..Source::default() }];
        catalogue.campaigns =
            vec![Campaign { id: id("fair").into(), name: "F".into(), ..Campaign::default() }];
        catalogue.products = vec![Product { id: id("oven").into(), name: "O".into(), ..Product::default() }];
        catalogue.tags = vec![Tag { id: id("warm").into(), name: "W".into(), ..Tag::default() }];
        catalogue.teams = vec![Team { id: id("north").into(), name: "N".into(), ..Team::default() }];
        catalogue.fields = [
            ("region", "choice"),
            ("size", "number"),
            ("money", "money"),
            ("remark", "text"),
            ("day", "date"),
            ("marks", "multi_choice"),
            ("vip", "yes_no"),
            ("buddy", "person"),
            ("site", "link"),
        ]
        .into_iter()
        .map(|(slug, kind)| field(slug, kind))
        .collect();
        desk.catalogue = catalogue.indexed();
        for name in [
            "a", "b", "c", "x", "y", "new", "old", "anna", "bram", "price", "rival", "website", "fair",
            "oven", "warm", "north", "need", "date", "budget", "deal", "lead", "lead2", "company",
            "company2", "contact",
        ] {
            desk.names.insert(id(name), name.to_owned());
        }
        desk
    }

    /// The same desk, for something that happened at another time.
    pub fn happened(mut self, clock: &str) -> Desk {
        self.occurred = at(clock);
        self
    }

    pub fn with<T>(&self, decide: impl FnOnce(&Ctx<'_>) -> T) -> T {
        let ids = || {
            let number = self.next.replace(self.next.get() + 1);
            id(&format!("made{number}"))
        };
        decide(&Ctx {
            actor: Some(id("anna").into()),
            origin: self.origin,
            batch: None,
            now: self.now,
            occurred: self.occurred,
            catalogue: &self.catalogue,
            ids: &ids,
        })
    }

    /// A record that was created at 09:00.
    pub fn made<R: Document>(&self, name: &str, fields: Value) -> R {
        self.with(|ctx| {
            let early = Ctx { occurred: at("09:00"), ..*ctx };
            decide::create::<R>(&early, id(name), object(&fields)).unwrap().record
        })
    }

    /// An open deal in stage `a`, with more fields.
    pub fn deal(&self, more: Value) -> Deal {
        let mut fields = json!({ "title": "Oven", "pipeline": id("new"), "stage": id("a") });
        fields.as_object_mut().unwrap().extend(object(&more).clone());
        self.made("deal", fields)
    }

    /// What was decided, in words: the kind of event, each field with what it was and is, what else the
    /// event says; or why not. Whatever is decided folds to the record that was given.
    pub fn told<R: Document>(&self, before: Option<&R>, outcome: &Result<Decided<R>, Refusal>) -> String {
        let decided = match outcome {
            Err(refusal) => return self.readable(&refusal.to_string()),
            Ok(decided) => decided,
        };
        let folded = decided.events.iter().fold(before.cloned(), |state, event| {
            let kept: NewEvent = serde_json::from_str(&serde_json::to_string(event).unwrap()).unwrap();
            assert_eq!(&kept, event, "an event is read as it was written");
            fold::apply(state, &kept).unwrap()
        });
        if !decided.events.is_empty() {
            assert_eq!(folded.as_ref(), Some(&decided.record), "the record is what its events add up to");
        }
        let told: Vec<String> = decided.events.iter().map(|event| self.event(event)).collect();
        if told.is_empty() { "nothing".into() } else { told.join("; ") }
    }

    fn event(&self, event: &NewEvent) -> String {
        let mut words = vec![format!("{} v{}", event.kind.as_str(), event.version)];
        let (mut set, mut was) = (event.data.set.clone(), event.data.was.clone());
        if let Some(personal) = &event.personal {
            set.extend(personal.set.clone());
            was.extend(personal.was.clone());
        }
        for (name, value) in set {
            match was.get(&name) {
                Some(was) if *was == value => words.push(format!("{name}={value}")),
                Some(was) => words.push(format!("{name}:{was}>{value}")),
                None => words.push(format!("{name}={value}")),
            }
        }
        for (name, value) in &event.data.about {
            words.push(format!("({name} {value})"));
        }
        if event.data.history {
            words.push("(history)".into());
        }
        self.readable(&words.join(" "))
    }

    /// Ids by their names, moments by their clock.
    fn readable(&self, text: &str) -> String {
        let mut text = text.replace('"', "");
        for (id, name) in &self.names {
            text = text.replace(&id.to_string(), name);
        }
        text.replace("2026-03-01T", "").replace(":00.000Z", "")
    }

    pub fn check<R: Document>(
        &self,
        before: &R,
        decision: impl FnOnce(&Ctx<'_>, &R) -> Result<Decided<R>, Refusal>,
        expected: &str,
    ) {
        let outcome = self.with(|ctx| decision(ctx, before));
        assert_eq!(self.told(Some(before), &outcome), expected);
    }
}

/// The events as the log keeps them, numbered from 1.
pub fn numbered(events: &[NewEvent]) -> Vec<Event> {
    events.iter().zip(1..).map(|(event, seq)| Event { seq, event: event.clone() }).collect()
}
