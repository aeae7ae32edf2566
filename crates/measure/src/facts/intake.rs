//! From an event of the log to edits of columns.

use std::sync::Arc;

use serde_json::{Map, Value};
use trechter_domain::catalogue::FieldKind;
use trechter_domain::event::{Event, EventKind, Kind, NewEvent, Origin};
use trechter_domain::{Instant, Money};
use uuid::Uuid;

use super::chunk::{Birth, Edit, Entry, Undo};
use super::fields::{activity, company, contact, date_code, deal, lead, mark, record};
use super::keeper::Keeper;
use super::{Amount, Cut, SetUp};

/// How a field's value becomes a code.
#[derive(Debug, Clone, Copy)]
enum Coding {
    /// An entry of the catalogue, by id.
    Id,
    /// A text that many records share.
    Text,
    /// A list of entries, by id.
    Ids,
    /// The products of deal lines.
    Lines,
    /// Another record.
    Place(Kind),
    Date,
    /// A whole number, kept plus one.
    Number,
    /// Filled in or not; `true` or not.
    Flag,
    Money,
    /// One of some words; the first is code 1.
    Word(&'static [&'static str]),
    /// Source and campaign: two columns.
    Touchpoint(u16),
}

type Columns = &'static [(&'static str, u16, Coding)];

const EVERY: Columns = &[
    ("owner", record::OWNER, Coding::Id),
    ("removed_at", record::REMOVED, Coding::Flag),
    ("tags", record::TAGS, Coding::Ids),
    ("origin", record::SOURCE, Coding::Touchpoint(record::CAMPAIGN)),
    ("company", record::COMPANY, Coding::Place(Kind::Company)),
    ("contact", record::CONTACT, Coding::Place(Kind::Contact)),
];

const DEAL: Columns = &[
    ("stage", deal::STAGE, Coding::Id),
    ("pipeline", deal::PIPELINE, Coding::Id),
    ("status", deal::STATUS, Coding::Word(&["open", "won", "lost"])),
    ("value", deal::VALUE, Coding::Money),
    ("expected_close", deal::EXPECTED_CLOSE, Coding::Date),
    ("gut_feeling", deal::GUT_FEELING, Coding::Number),
    ("lead", deal::LEAD, Coding::Place(Kind::Lead)),
    ("last_touch", deal::LAST_SOURCE, Coding::Touchpoint(deal::LAST_CAMPAIGN)),
    ("lines", deal::PRODUCTS, Coding::Lines),
    ("loss_reason", deal::LOSS_REASON, Coding::Id),
    ("competitor", deal::COMPETITOR, Coding::Id),
];

const LEAD: Columns = &[
    ("status", lead::STATUS, Coding::Word(&["new", "contacted", "qualified", "disqualified"])),
    ("converted_at", lead::CONVERTED, Coding::Flag),
    ("disqualify_reason", lead::REASON, Coding::Id),
    ("born", lead::BORN, Coding::Word(&["typed", "arrived", "conversation", "imported"])),
    ("last_touch", lead::LAST_SOURCE, Coding::Touchpoint(lead::LAST_CAMPAIGN)),
    ("products", lead::PRODUCTS, Coding::Ids),
    ("region", lead::REGION, Coding::Text),
    ("industry", lead::INDUSTRY, Coding::Text),
    ("merged_into", record::MERGED_INTO, Coding::Place(Kind::Lead)),
];

const KINDS: &[&str] = &["call", "email", "message", "meeting", "visit", "demo", "task", "note"];

const ACTIVITY: Columns = &[
    ("kind", activity::KIND, Coding::Word(KINDS)),
    ("status", activity::STATUS, Coding::Word(&["planned", "done", "cancelled"])),
    ("direction", activity::DIRECTION, Coding::Word(&["in", "out"])),
    ("automatic", activity::AUTOMATIC, Coding::Flag),
    ("minutes", activity::MINUTES, Coding::Number),
    ("lead", activity::LEAD, Coding::Place(Kind::Lead)),
    ("deal", activity::DEAL, Coding::Place(Kind::Deal)),
];

const COMPANY: Columns = &[
    ("region", company::REGION, Coding::Text),
    ("industry", company::INDUSTRY, Coding::Text),
    ("employees", company::EMPLOYEES, Coding::Number),
    ("customer_since", company::CUSTOMER_SINCE, Coding::Date),
    ("merged_into", record::MERGED_INTO, Coding::Place(Kind::Company)),
];

const CONTACT: Columns = &[
    ("region", contact::REGION, Coding::Text),
    ("merged_into", record::MERGED_INTO, Coding::Place(Kind::Contact)),
];

fn columns(kind: Kind) -> Columns {
    match kind {
        Kind::Deal => DEAL,
        Kind::Lead => LEAD,
        Kind::Activity => ACTIVITY,
        Kind::Company => COMPANY,
        _ => CONTACT,
    }
}

/// What an event says, as codes by column.
type Codes = Vec<(u16, u32)>;

impl Keeper {
    /// Takes one event in.
    pub(super) fn take(&mut self, event: &Event) {
        let kind = event.event.subject.kind;
        if kind.is_paper() {
            return;
        }
        if kind.is_paper() {
            return;
        }
        if !kind.is_record() {
            Arc::make_mut(&mut self.facts.set_up).take(event);
            return;
        }
        match event.event.kind {
            EventKind::Ranked | EventKind::FileAdded | EventKind::FileRemoved => {}
            EventKind::Retracted => self.retract(event),
            EventKind::Created => self.create(event),
            _ => self.change(event),
        }
    }

    fn create(&mut self, event: &Event) {
        let (kind, id) = (event.event.subject.kind, event.event.subject.id);
        let place = self.place(kind, id);
        let codes = self.codes(kind, &event.event.data.set);
        let undated = event.event.data.about.contains_key("undated");
        let birth = Birth {
            at: moment(&event.event),
            seq: number(event),
            imported: is_import(&event.event),
            undated,
            early: kind == Kind::Activity,
        };
        match kind {
            Kind::Deal => self.mark_lead(event, place, &codes),
            Kind::Activity => self.mark_activity(event, birth.at, place, &codes),
            _ => {}
        }
        self.stage(kind, place, Edit::Birth(birth, codes));
    }

    fn change(&mut self, event: &Event) {
        let kind = event.event.subject.kind;
        let place = self.place(kind, event.event.subject.id);
        let codes = self.codes(kind, &event.event.data.set);
        let (at, seq, imported) = (moment(&event.event), number(event), is_import(&event.event));
        for (field, code) in &codes {
            self.stage(kind, place, Edit::Enter(Entry::new(at, seq, *field, imported, *code)));
        }
        if event.event.kind == EventKind::Merged
            && let Some(absorbed) = event.event.data.about.get("absorbed").and_then(id_of)
        {
            let other = self.place(kind, absorbed) + 1;
            self.stage(kind, place, Edit::Enter(Entry::new(at, seq, mark::ABSORBED, imported, other)));
        }
        match kind {
            Kind::Deal => self.mark_lead(event, place, &codes),
            Kind::Activity => self.remark_activity(event, place, &codes),
            _ => {}
        }
    }

    fn retract(&mut self, event: &Event) {
        let (kind, about) = (event.event.subject.kind, &event.event.data.about);
        let place = self.place(kind, event.event.subject.id);
        let by = number(event);
        if kind == Kind::Activity {
            self.doubt(place);
        }
        if about.contains_key("creation") {
            // An import that was undone never was, whatever was known: its events are known when they occurred.
            let by = if is_import(&event.event) { 0 } else { by };
            self.stage(kind, place, Edit::Vanish { by });
            return;
        }
        let seqs = about.get("seqs").and_then(Value::as_array).into_iter().flatten();
        let seqs: Vec<u32> = seqs.filter_map(Value::as_u64).filter_map(|seq| seq.try_into().ok()).collect();
        self.stage(kind, place, Edit::Retract(Undo { by, always: is_import(&event.event), seqs }));
        if kind == Kind::Activity {
            self.mark_done_again(event, place);
        }
    }

    /// A deal that came from a lead is noted there.
    fn mark_lead(&mut self, event: &Event, place: u32, codes: &Codes) {
        if let Some(lead) = code_of(codes, deal::LEAD).and_then(|code| code.checked_sub(1)) {
            let (at, imported) = (event.event.occurred_at.0, is_import(&event.event));
            let entry = Entry::new(at, number(event), mark::DEAL, imported, place + 1);
            self.stage(Kind::Lead, lead, Edit::Enter(entry));
        }
    }

    /// An activity is noted with its lead and its deal when it is created.
    fn mark_activity(&mut self, event: &Event, at: i64, place: u32, codes: &Codes) {
        let code = |field| code_of(codes, field).unwrap_or(0);
        let links = [code(activity::LEAD), code(activity::DEAL)];
        self.links.insert(place, links);
        let field = match code(activity::STATUS) {
            activity::DONE if code(activity::AUTOMATIC) == 0 => {
                mark::PLAIN + (code(activity::KIND) * 4 + code(activity::DIRECTION)) as u16
            }
            activity::DONE => mark::DONE,
            _ => mark::PLANNED,
        };
        self.note(event, links, field, at, place);
    }

    fn note(&mut self, event: &Event, links: [u32; 2], field: u16, at: i64, place: u32) {
        for (kind, link) in [Kind::Lead, Kind::Deal].into_iter().zip(links) {
            if let Some(link) = link.checked_sub(1) {
                let entry = Entry::new(at, number(event), field, is_import(&event.event), place + 1);
                self.stage(kind, link, Edit::Enter(entry));
            }
        }
    }

    /// An activity changed: what is noted with its records is to be looked up from now on.
    fn remark_activity(&mut self, event: &Event, place: u32, codes: &Codes) {
        let telling = [
            activity::KIND,
            activity::STATUS,
            activity::DIRECTION,
            activity::AUTOMATIC,
            activity::LEAD,
            activity::DEAL,
            record::REMOVED,
        ];
        if !codes.iter().any(|(field, _)| telling.contains(field)) {
            return;
        }
        self.doubt(place);
        let was = self.links_of(place);
        let links = [
            code_of(codes, activity::LEAD).unwrap_or(was[0]),
            code_of(codes, activity::DEAL).unwrap_or(was[1]),
        ];
        if links != was {
            self.mark_done_again(event, place);
        } else if code_of(codes, activity::STATUS) == Some(activity::DONE) {
            self.note(event, links, mark::DONE, moment(&event.event), place);
        }
        self.links.insert(place, links);
    }

    fn doubt(&mut self, place: u32) {
        self.doubt_with(place, self.links_of(place));
    }

    fn doubt_with(&mut self, place: u32, links: [u32; 2]) {
        for (kind, link) in [Kind::Lead, Kind::Deal].into_iter().zip(links) {
            if let Some(link) = link.checked_sub(1) {
                self.stage(kind, link, Edit::Doubt { activity: place + 1 });
            }
        }
    }

    /// Notes an activity that was changed before its creation was told: with what it points at now, and no longer
    /// plainly with what it was created with.
    pub(super) fn note_afresh(&mut self, event: &Event, place: u32) {
        self.flush();
        let at = self.facts.activities.peek(place, Cut::everything());
        let first = [at.first_code(activity::LEAD), at.first_code(activity::DEAL)];
        self.doubt_with(place, first);
        self.mark_done_again(event, place);
    }

    /// Notes an activity with the records that it points at now, at every time it was planned or done.
    fn mark_done_again(&mut self, event: &Event, place: u32) {
        let times = self.done_times(place);
        let links = self.links_of(place);
        for at in times {
            self.note(event, links, mark::DONE, at.0, place);
        }
        let planned = self.facts.activities.created(place);
        self.note(event, links, mark::PLANNED, planned.0, place);
    }

    /// What an event set, as codes.
    fn codes(&mut self, kind: Kind, set: &Map<String, Value>) -> Codes {
        let mut codes = Codes::with_capacity(set.len());
        for (name, value) in set {
            if let Some(slug) = name.strip_prefix("custom.") {
                codes.extend(self.custom(kind, slug, value));
                continue;
            }
            let known = columns(kind).iter().chain(EVERY).find(|(known, ..)| known == name);
            let Some((_, field, coding)) = known else { continue };
            if let Coding::Touchpoint(campaign) = coding {
                codes.push((*field, self.id_code(&value["source"])));
                codes.push((*campaign, self.id_code(&value["campaign"])));
            } else {
                codes.push((*field, self.code(*coding, value)));
            }
        }
        codes
    }

    fn code(&mut self, coding: Coding, value: &Value) -> u32 {
        match coding {
            Coding::Id => self.id_code(value),
            Coding::Text => self.text_code(value),
            Coding::Ids => {
                let ids = value.as_array().into_iter().flatten();
                let codes = ids.map(|id| self.id_code(id)).filter(|code| *code != 0).collect();
                Arc::make_mut(&mut self.facts.words).learn_set(codes)
            }
            Coding::Lines => {
                let lines = value.as_array().into_iter().flatten();
                let codes =
                    lines.map(|line| self.id_code(&line["product"])).filter(|code| *code != 0).collect();
                Arc::make_mut(&mut self.facts.words).learn_set(codes)
            }
            Coding::Place(kind) => id_of(value).map_or(0, |id| self.place(kind, id) + 1),
            Coding::Date => value.as_str().and_then(|text| text.parse().ok()).map_or(0, date_code),
            Coding::Number => value.as_u64().and_then(|n| u32::try_from(n + 1).ok()).unwrap_or(0),
            Coding::Flag => u32::from(!matches!(value, Value::Null | Value::Bool(false))),
            Coding::Money => match serde_json::from_value::<Money>(value.clone()) {
                Ok(money) => self.learn_amount(Amount { minor: money.amount, currency: money.currency }),
                Err(_) => 0,
            },
            Coding::Word(words) => {
                let place = words.iter().position(|word| value.as_str() == Some(word));
                place.map_or(0, |place| place as u32 + 1)
            }
            Coding::Touchpoint(_) => 0,
        }
    }

    fn id_code(&mut self, value: &Value) -> u32 {
        match id_of(value) {
            None => 0,
            Some(id) => match self.facts.words.code(id) {
                0 => Arc::make_mut(&mut self.facts.words).learn_id(id),
                known => known,
            },
        }
    }

    fn text_code(&mut self, value: &Value) -> u32 {
        match value.as_str().map(str::trim).filter(|text| !text.is_empty()) {
            None => 0,
            Some(text) => match self.facts.words.text_code(text) {
                0 => Arc::make_mut(&mut self.facts.words).learn_text(text),
                known => known,
            },
        }
    }

    /// A field of the workspace's own that records can be grouped by: choices, yes or no, persons.
    fn custom(&mut self, kind: Kind, slug: &str, value: &Value) -> Option<(u16, u32)> {
        let coding = match self.facts.set_up.field_kind(kind, slug)? {
            FieldKind::Choice => Coding::Text,
            FieldKind::YesNo => Coding::Word(&[]),
            FieldKind::Person => Coding::Id,
            FieldKind::MultiChoice => Coding::Ids,
            _ => return None,
        };
        let code = match (coding, value) {
            (Coding::Word(_), Value::Bool(yes)) => u32::from(*yes) + 1,
            (Coding::Ids, Value::Array(keys)) => {
                let codes = keys.iter().map(|key| self.text_code(key)).collect();
                Arc::make_mut(&mut self.facts.words).learn_set(codes)
            }
            (coding, value) => self.code(coding, value),
        };
        let field = match self.facts.words.custom(kind, slug) {
            Some(known) => known,
            None => Arc::make_mut(&mut self.facts.words).learn_custom(kind, slug),
        };
        Some((field, code))
    }
}

/// When it happened: for an activity that is done, when it was done.
fn moment(event: &NewEvent) -> i64 {
    let done = event.data.set.get("done_at").filter(|_| event.subject.kind == Kind::Activity);
    let done = done.and_then(Value::as_str).and_then(|text| text.parse::<Instant>().ok());
    done.unwrap_or(event.occurred_at).0
}

fn is_import(event: &NewEvent) -> bool {
    event.origin == Origin::Import && event.batch.is_some()
}

fn number(event: &Event) -> u32 {
    u32::try_from(event.seq).unwrap_or(u32::MAX)
}

fn id_of(value: &Value) -> Option<Uuid> {
    value.as_str().and_then(|text| text.parse().ok())
}

fn code_of(codes: &Codes, field: u16) -> Option<u32> {
    codes.iter().find(|(known, _)| *known == field).map(|(_, code)| *code)
}

impl SetUp {
    /// The kind of a field of the workspace's own.
    fn field_kind(&self, kind: Kind, slug: &str) -> Option<FieldKind> {
        self.current()
            .fields
            .iter()
            .find(|field| field.on == kind && field.slug == slug)
            .map(|field| field.kind)
    }
}
