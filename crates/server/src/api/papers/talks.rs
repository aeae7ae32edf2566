//! Talks with sellers: `GET` and `POST /talks`, `POST /talks/{id}/tick`.

use std::collections::HashMap;

use axum::http::Method;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;
use trechter_domain::event::{EventKind, Kind};
use trechter_domain::paper::Talk;
use trechter_domain::permission::{self, Act};
use trechter_domain::{ActionId, Catalogue, MemberId, Refusal, decide};
use trechter_store::{Ref, Result, Tx};
use uuid::Uuid;

use super::paper::{Paper, load, write};
use crate::caller::Deed;
use crate::http::{Access, Answer, ById, Call, Input, Nothing, Operation, Problem};

/// Does the actor coach this member?
fn coaches(deed: &Deed, whom: MemberId, catalogue: &Catalogue) -> bool {
    let coach = Deed { act: Act::CoachMembers, ..deed.clone() };
    coach.reach(catalogue).is_ok_and(|reach| reach.covers(Some(whom)))
}

impl Paper for Talk {
    const PLURAL: &'static str = "talks";
    const ACT: Act = Act::CoachMembers;

    fn shown_to(&self, deed: &Deed, catalogue: &Catalogue) -> bool {
        deed.actor == Some(self.about) || deed.actor == Some(self.by) || coaches(deed, self.about, catalogue)
    }

    /// Changed by who held it, or coaches the member; whose it is never changes.
    fn guard(tx: &mut Tx<'_>, deed: &Deed, before: &Self, after: Option<&Self>) -> Result<()> {
        if deed.actor != Some(before.by) && !coaches(deed, before.about, &tx.catalogue()) {
            return Err(Refusal::forbidden().into());
        }
        let Some(after) = after else { return Ok(()) };
        for (field, changed) in [("about", before.about != after.about), ("by", before.by != after.by)] {
            if changed {
                return Err(Refusal::field(field, "read_only").into());
            }
        }
        examples_exist(tx, deed, Some(before), after)
    }
}

/// Deals that come in as examples must be there, and the actor's to see.
fn examples_exist(tx: &mut Tx<'_>, deed: &Deed, before: Option<&Talk>, after: &Talk) -> Result<()> {
    let known = before.map(|talk| talk.deals.as_slice()).unwrap_or_default();
    let new: Vec<Uuid> = after.deals.iter().filter(|deal| !known.contains(deal)).map(|id| id.0).collect();
    let found = tx.subjects(&new)?;
    let catalogue = tx.catalogue();
    let visible = |id: &Uuid| {
        found.get(id).is_some_and(|deal| {
            deal.reference.kind == Kind::Deal
                && permission::require(deed.actor, Act::ReadRecords, deal.owner, &catalogue).is_ok()
        })
    };
    if new.iter().all(visible) { Ok(()) } else { Err(Refusal::field("deals", "unknown").into()) }
}

/// Which talks.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TalksQuery {
    /// About whom; all that the reader may see when left out.
    pub about: Option<MemberId>,
    /// Only those with something agreed that is not done yet.
    pub open: Option<bool>,
    /// 1 to 200, 50 when left out.
    pub limit: Option<usize>,
    /// The `next` of the page before.
    pub cursor: Option<Uuid>,
}

#[derive(Debug, Serialize, JsonSchema)]
pub struct TalksReply {
    /// The latest first.
    pub items: Vec<Talk>,
    /// What the example deals are called; those that the reader may not open have no name.
    pub refs: HashMap<Uuid, Ref>,
    /// Ask on with this.
    pub next: Option<Uuid>,
}

/// The talks that somebody may see.
pub struct Talks;

impl Operation for Talks {
    const METHOD: Method = Method::GET;
    const ACCESS: Access = Access::May(Act::ReadRecords);
    type Path = Nothing;
    type Query = TalksQuery;
    type Body = Nothing;
    type Reply = TalksReply;

    fn id() -> String {
        "list_talks".into()
    }
    fn path() -> String {
        "/talks".into()
    }
    fn summary() -> String {
        "Talks with members and what was agreed, the latest first: those that the reader held, that are about him, or \
         about members he coaches."
            .into()
    }

    async fn run(call: Call<Self>) -> Result<Answer<TalksReply>, Problem> {
        let (deed, query) = (call.deed()?, call.query.clone());
        let reply = call.app.store.read(call.caller()?.workspace, move |tx| list(tx, &deed, &query)).await?;
        reply.map(Answer::of).ok_or_else(|| Problem::of(422, "invalid_cursor"))
    }
}

fn list(tx: &mut Tx<'_>, deed: &Deed, query: &TalksQuery) -> Result<Option<TalksReply>> {
    let catalogue = tx.catalogue();
    let mut talks: Vec<Talk> = tx.papers()?;
    talks.retain(|talk| {
        talk.removed_at.is_none()
            && query.about.is_none_or(|about| talk.about == about)
            && query.open.is_none_or(|open| talk.is_open() == open)
            && talk.shown_to(deed, &catalogue)
    });
    talks.sort_by_key(|talk| std::cmp::Reverse((talk.on, talk.id)));
    let start = match query.cursor {
        None => 0,
        Some(last) => match talks.iter().position(|talk| talk.id.0 == last) {
            Some(place) => place + 1,
            None => return Ok(None),
        },
    };
    let limit = query.limit.unwrap_or(50).clamp(1, 200);
    let more = talks.len() > start + limit;
    let items: Vec<Talk> = talks.into_iter().skip(start).take(limit).collect();
    let deals: Vec<Uuid> = items.iter().flat_map(|talk| &talk.deals).map(|deal| deal.0).collect();
    let refs = deed.refs(tx, &deals)?;
    let next = items.last().filter(|_| more).map(|talk| talk.id.0);
    Ok(Some(TalksReply { items, refs, next }))
}

/// Writes a talk down.
pub struct HoldTalk;

impl Operation for HoldTalk {
    const METHOD: Method = Method::POST;
    const ACCESS: Access = Access::May(Act::CoachMembers);
    const STATUS: u16 = 201;
    type Path = Nothing;
    type Query = Nothing;
    type Body = Input<Talk, true>;
    type Reply = Talk;

    fn id() -> String {
        "create_talk".into()
    }
    fn path() -> String {
        "/talks".into()
    }
    fn summary() -> String {
        "Writes down a talk with a member that the caller coaches: notes, what was agreed, example deals."
            .into()
    }

    async fn run(call: Call<Self>) -> Result<Answer<Talk>, Problem> {
        let (deed, once, id) = (call.deed()?, call.once()?, call.app.ids.id());
        let mut fields = call.body.fields.clone();
        fields.insert("by".into(), json!(deed.actor));
        let written = call
            .app
            .store
            .write(call.caller()?.workspace, move |tx| {
                let id = once.run(tx, &deed, |tx| {
                    let catalogue = tx.catalogue();
                    let decided = decide::create::<Talk>(&deed.ctx(&catalogue), id, &fields)?;
                    if !coaches(&deed, decided.record.about, &catalogue) {
                        return Err(Refusal::field("about", "unknown").into());
                    }
                    examples_exist(tx, &deed, None, &decided.record)?;
                    tx.save_paper(&decided)?;
                    Ok(id)
                })?;
                load::<Talk>(tx, &deed, id)
            })
            .await?;
        let version = written.value.version;
        Ok(Answer::written(written.value, written.seq).version(version))
    }
}

/// What is done, or not after all.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TickBody {
    pub action: ActionId,
    pub done: bool,
}

/// Says that something agreed is done.
pub struct TickAction;

impl Operation for TickAction {
    const METHOD: Method = Method::POST;
    const ACCESS: Access = Access::May(Act::WriteRecords);
    type Path = ById;
    type Query = Nothing;
    type Body = TickBody;
    type Reply = Talk;

    fn id() -> String {
        "tick_talk_action".into()
    }
    fn path() -> String {
        "/talks/{id}/tick".into()
    }
    fn summary() -> String {
        "Says that something agreed in a talk is done, or not done after all: for everybody who may see the talk."
            .into()
    }

    async fn run(call: Call<Self>) -> Result<Answer<Talk>, Problem> {
        let (id, TickBody { action, done }) = (call.path.id, call.body);
        write(call, id, None, move |tx, deed, before: &Talk| {
            let catalogue = tx.catalogue();
            let ctx = deed.ctx(&catalogue);
            let after = before.ticked(action, done.then_some(ctx.now))?;
            Ok(decide::settle(&ctx, Some(before), after, EventKind::Changed)?)
        })
        .await
    }
}
