//! `GET /deals/{id}/timeline`: everything that happened with a record and what hangs on it.

use std::collections::HashMap;
use std::marker::PhantomData;

use axum::http::Method;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use trechter_domain::event::{Event, EventKind, Kind, Origin, Subject};
use trechter_domain::permission::Act;
use trechter_domain::record::{Activity, Deal, Lead};
use trechter_domain::{Instant, MemberId};
use trechter_store::{Ref, Result, Tx};
use uuid::Uuid;

use super::Resource;
use super::list::{bound_to, open_cursor, seal_cursor};
use crate::caller::Deed;
use crate::http::{Access, Answer, ById, Call, Nothing, Operation, Problem, View};

/// Something that happened.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Entry {
    pub seq: i64,
    pub occurred_at: Instant,
    pub recorded_at: Instant,
    pub actor: Option<MemberId>,
    pub origin: Origin,
    pub subject: Subject,
    pub kind: EventKind,
    /// New values by field, personal ones included while they are kept.
    pub set: Map<String, Value>,
    /// Old values by field.
    pub was: Map<String, Value>,
    /// What the kind of event has to say beside fields.
    pub about: Map<String, Value>,
    /// Older than what the record already knew: it changed nothing.
    pub history: bool,
}

/// How much of the timeline.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TimelineQuery {
    /// 1 to 200, 50 when left out.
    pub limit: Option<u32>,
    /// Where the last page ended.
    pub before: Option<String>,
}

/// A page of a timeline, newest first.
#[derive(Debug, Serialize, JsonSchema)]
pub struct TimelinePage {
    pub items: Vec<Entry>,
    pub next: Option<String>,
    /// The activities that the items speak of, as they are now, by id.
    pub activities: HashMap<Uuid, View<Activity>>,
    /// What other records that the items speak of are called, by id.
    pub refs: HashMap<Uuid, Ref>,
    pub seq: i64,
}

pub struct Timeline<R>(PhantomData<R>);

/// Records that hang on one record and are shown in its timeline.
const MOST_RELATED: i64 = 300;

impl<R: Resource> Operation for Timeline<R> {
    const METHOD: Method = Method::GET;
    const ACCESS: Access = Access::May(Act::ReadRecords);
    type Path = ById;
    type Query = TimelineQuery;
    type Body = Nothing;
    type Reply = TimelinePage;

    fn id() -> String {
        format!("get_{}_timeline", R::singular())
    }
    fn path() -> String {
        format!("/{}/{{id}}/timeline", R::plural())
    }
    fn summary() -> String {
        format!("What happened with {} and what hangs on it, newest first.", R::one())
    }

    async fn run(call: Call<Self>) -> Result<Answer<TimelinePage>, Problem> {
        let (deed, id) = (call.deed()?, call.path.id);
        let limit = call.query.limit.unwrap_or(50).clamp(1, 200) as usize;
        let bound = bound_to(call.caller()?, &json!(["timeline", id]));
        let before =
            call.query.before.as_deref().map(|cursor| open_cursor(&call.app, &bound, cursor)).transpose()?;
        let before = before.and_then(|(position, _)| serde_json::from_value::<(i64, i64)>(position).ok());
        let before = before.map(|(at, seq)| (Instant(at), seq));
        let (mut page, more) = call
            .app
            .store
            .read(call.caller()?.workspace, move |tx| {
                let record: R = deed.load(tx, id)?;
                let subjects = related(tx, &deed, &record)?;
                let mut events = tx.timeline(&subjects, before, limit as i64 + 1)?;
                let more = events.len() > limit;
                events.truncate(limit);
                Ok((page(tx, &deed, events)?, more))
            })
            .await?;
        if let Some(last) = page.items.last().filter(|_| more) {
            let position = json!([last.occurred_at.0, last.seq]);
            page.next = Some(seal_cursor(&call.app, &bound, &(position, id)));
        }
        Ok(Answer::of(page))
    }
}

/// The record itself and what hangs on it, as far as the reader may see it.
fn related<R: Resource>(tx: &mut Tx<'_>, deed: &Deed, record: &R) -> Result<Vec<Uuid>> {
    let field = R::singular();
    let mut ids = vec![record.id()];
    ids.extend(tx.ids_linked::<Activity>(field, record.id(), MOST_RELATED)?);
    ids.extend(tx.ids_linked::<Deal>(field, record.id(), MOST_RELATED)?);
    ids.extend(tx.ids_linked::<Lead>(field, record.id(), MOST_RELATED)?);
    // A deal's story begins with its lead.
    let lead =
        record.links().into_iter().find(|(_, subject)| R::KIND == Kind::Deal && subject.kind == Kind::Lead);
    if let Some((_, lead)) = lead {
        ids.push(lead.id);
        ids.extend(tx.ids_linked::<Activity>("lead", lead.id, MOST_RELATED)?);
    }
    // The latest first: when there are too many, the story loses its beginning.
    ids.sort_unstable_by(|a, b| b.cmp(a));
    ids.dedup();
    let reach = deed.reach(&tx.catalogue())?;
    let known = tx.subjects(&ids)?;
    ids.retain(|id| *id == record.id() || known.get(id).is_some_and(|subject| reach.covers(subject.owner)));
    ids.truncate(MOST_RELATED as usize);
    if !ids.contains(&record.id()) {
        ids.push(record.id());
    }
    Ok(ids)
}

fn page(tx: &mut Tx<'_>, deed: &Deed, events: Vec<Event>) -> Result<TimelinePage> {
    let mut ids: Vec<Uuid> = events.iter().map(|event| event.event.subject.id).collect();
    let links = |event: &Event| -> Vec<Uuid> {
        let fields = ["company", "contact", "lead", "deal"];
        fields.iter().filter_map(|field| event.event.data.set.get(*field)?.as_str()?.parse().ok()).collect()
    };
    let activities: Vec<Uuid> =
        events.iter().map(|e| e.event.subject).filter(|s| s.kind == Kind::Activity).map(|s| s.id).collect();
    ids.extend(events.iter().flat_map(links));
    let found = tx.load_all::<Activity>(&activities)?;
    let activities =
        found.into_iter().map(|a| (a.id.0, View { record: a, derived: Default::default() })).collect();
    let refs = deed.refs(tx, &ids)?;
    Ok(TimelinePage { items: entries(events), next: None, activities, refs, seq: tx.seq() })
}

/// Events as entries.
pub fn entries(events: Vec<Event>) -> Vec<Entry> {
    let entry = |Event { seq, event }: Event| {
        let mut set = event.data.set;
        let mut was = event.data.was;
        let mut about = event.data.about;
        if let Some(personal) = event.personal {
            set.extend(personal.set);
            was.extend(personal.was);
            about.extend(personal.about);
        }
        // Some events repeat what stayed as it was; a reader wants what changed.
        set.retain(|name, value| was.get(name) != Some(value));
        was.retain(|name, _| set.contains_key(name));
        Entry {
            seq,
            occurred_at: event.occurred_at,
            recorded_at: event.recorded_at,
            actor: event.actor,
            origin: event.origin,
            subject: event.subject,
            kind: event.kind,
            set,
            was,
            about,
            history: event.data.history,
        }
    };
    events.into_iter().map(entry).collect()
}
