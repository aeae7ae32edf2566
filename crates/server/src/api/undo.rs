//! `POST /undo`: takes back what a write did, unless somebody changed the same fields since.

use std::collections::{BTreeMap, HashMap, HashSet};

use axum::http::Method;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use trechter_domain::event::{Event, EventKind, Kind, Subject};
use trechter_domain::permission::{self, Act};
use trechter_domain::record::{Activity, Company, Contact, Deal, Lead};
use trechter_domain::{Origin, Refusal, decide, fold};
use trechter_store::{Result, Stored, Tx};
use uuid::Uuid;

use crate::caller::Deed;
use crate::http::{Access, Answer, Call, Nothing, Operation, Problem};

/// What to take back.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct UndoBody {
    /// Numbers of events, as in timelines or the `Trechter-Seq` of a reply. With an event of a merge or
    /// bulk edit, all of it is taken back.
    pub seqs: Vec<i64>,
}

/// What is as it was again.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct UndoReply {
    /// Records that changed back.
    pub changed: Vec<Uuid>,
    /// Records whose creation was taken back.
    pub gone: Vec<Uuid>,
}

pub struct Undo;

impl Operation for Undo {
    const METHOD: Method = Method::POST;
    const ACCESS: Access = Access::May(Act::WriteRecords);
    type Path = Nothing;
    type Query = Nothing;
    type Body = UndoBody;
    type Reply = UndoReply;

    fn id() -> String {
        "undo".into()
    }
    fn path() -> String {
        "/undo".into()
    }
    fn summary() -> String {
        "Takes back earlier events of records, when nobody changed the same fields since.".into()
    }

    async fn run(call: Call<Self>) -> Result<Answer<UndoReply>, Problem> {
        let (deed, once) = (call.deed()?, call.once()?);
        let seqs = call.body.seqs.clone();
        if seqs.is_empty() || seqs.len() > 1_000 {
            return Err(Problem::field("seqs", if seqs.is_empty() { "required" } else { "too_many" }));
        }
        let written = call
            .app
            .store
            .write(call.caller()?.workspace, move |tx| once.run(tx, &deed, |tx| undo(tx, &deed, &seqs)))
            .await?;
        Ok(Answer::written(written.value, written.seq))
    }
}

/// Most events of one batch that are taken back at once.
const MOST: usize = 100_000;

fn undo(tx: &mut Tx<'_>, deed: &Deed, seqs: &[i64]) -> Result<UndoReply> {
    let mut subjects: BTreeMap<Subject, Vec<Event>> = BTreeMap::new();
    for event in whole_batches(tx, seqs)?.into_values() {
        subjects.entry(event.event.subject).or_default().push(event);
    }
    let mut reply = UndoReply { changed: Vec::new(), gone: Vec::new() };
    let mut held = HashMap::new();
    for (subject, mine) in &subjects {
        match subject.kind {
            Kind::Company => undo_one::<Company>(tx, deed, subject.id, mine, &mut reply, &mut held)?,
            Kind::Contact => undo_one::<Contact>(tx, deed, subject.id, mine, &mut reply, &mut held)?,
            Kind::Lead => undo_one::<Lead>(tx, deed, subject.id, mine, &mut reply, &mut held)?,
            Kind::Deal => undo_one::<Deal>(tx, deed, subject.id, mine, &mut reply, &mut held)?,
            Kind::Activity => undo_one::<Activity>(tx, deed, subject.id, mine, &mut reply, &mut held)?,
            _ => return Err(Refusal::field("seqs", "read_only").into()),
        }
    }
    // Only now: what hung on it, and what it hangs on, may be taken back as well.
    if let Some((_, _, used)) = tx.pointed_at(&reply.gone)?.into_iter().next() {
        let (kind, title) = held.remove(&used).ok_or_else(Refusal::not_found)?;
        return Err(since(Subject { kind, id: used }, title, Value::Null).into());
    }
    Ok(reply)
}

/// Somebody changed or used a record since; `current` is how it is now.
fn since(subject: Subject, title: String, current: Value) -> Refusal {
    Refusal::state("changed_since")
        .with("subject", json!(subject))
        .with("title", title)
        .with("current", current)
}

/// The events by number, with all others of their batches.
fn whole_batches(tx: &mut Tx<'_>, seqs: &[i64]) -> Result<BTreeMap<i64, Event>> {
    let named = tx.events_numbered(seqs)?;
    let mut events: BTreeMap<i64, Event> = named.into_iter().map(|event| (event.seq, event)).collect();
    if seqs.iter().any(|seq| !events.contains_key(seq)) {
        return Err(Refusal::not_found().into());
    }
    if events.values().any(|event| event.event.batch.is_some() && event.event.origin == Origin::Import) {
        // An import is taken back in chunks, by its own operation.
        return Err(Refusal::field("seqs", "read_only").into());
    }
    if events.values().any(|event| event.event.kind == EventKind::Erased) {
        // What was erased is nowhere any more.
        return Err(Refusal::field("seqs", "read_only").into());
    }
    let batches: HashSet<_> = events.values().filter_map(|event| event.event.batch).collect();
    for batch in batches {
        let all = tx.events_of_batch(batch, 0, MOST as i64 + 1)?;
        if all.len() > MOST {
            return Err(Refusal::field("seqs", "too_many").into());
        }
        events.extend(all.into_iter().map(|event| (event.seq, event)));
    }
    Ok(events)
}

fn undo_one<R: Stored>(
    tx: &mut Tx<'_>,
    deed: &Deed,
    id: Uuid,
    events: &[Event],
    reply: &mut UndoReply,
    held: &mut HashMap<Uuid, (Kind, String)>,
) -> Result<()> {
    let before: R = deed.load(tx, id)?;
    let (catalogue, story) = (tx.catalogue(), tx.story(id)?);
    held.insert(id, (R::KIND, before.label()));
    if events.iter().any(|event| event.event.kind == EventKind::Created) {
        permission::require(deed.actor, Act::RemoveRecords, before.owner(), &catalogue)?;
    }
    let undone = decide::undo_events(&deed.ctx(&catalogue), &before, events, &story);
    let undone = undone.map_err(|refusal| match refusal.code {
        "changed_since" => {
            let current = Value::Object(fold::document(&before));
            let subject = Subject { kind: R::KIND, id };
            Refusal { fields: refusal.fields, ..since(subject, before.label(), current) }
        }
        _ => refusal,
    })?;
    match undone.record {
        Some(record) => {
            tx.save(&decide::Decided { record, events: undone.events })?;
            reply.changed.push(id);
        }
        None => {
            tx.erase_row(&before, &undone.events)?;
            reply.gone.push(id);
        }
    }
    Ok(())
}
