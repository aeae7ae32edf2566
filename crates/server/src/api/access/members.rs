//! `GET` and `POST /members`, `POST /members/{id}/invitation`, `POST /members/{id}/log-out`: who can
//! come in. What members are called and may do is changed in the catalogue.

use axum::http::Method;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use trechter_domain::catalogue::Member;
use trechter_domain::permission::{Act, Role, Scope};
use trechter_domain::{Catalogue, Instant, MemberId, Refusal, TeamId, decide};
use trechter_store::{Result, Tx};
use uuid::Uuid;

use super::links::{self, Link, Purpose};
use crate::caller::Deed;
use crate::http::{Access, Answer, ById, Call, Nothing, Operation, Problem};

/// Who can come in.
#[derive(Debug, Serialize, JsonSchema)]
pub struct MembersReply {
    pub items: Vec<MemberAccess>,
}

/// How a member comes in.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct MemberAccess {
    pub member: MemberId,
    /// The address that he logs in with; null before he joined.
    pub logs_in_with: Option<String>,
    /// When one of his browsers was last here.
    pub seen_at: Option<Instant>,
    /// Until when the link of his invitation works.
    pub invited_until: Option<Instant>,
}

pub struct ListMembers;

impl Operation for ListMembers {
    const METHOD: Method = Method::GET;
    const ACCESS: Access = Access::May(Act::ManageMembers);
    type Path = Nothing;
    type Query = Nothing;
    type Body = Nothing;
    type Reply = MembersReply;

    fn id() -> String {
        "list_members".into()
    }
    fn path() -> String {
        "/members".into()
    }
    fn summary() -> String {
        "Which members have joined, which are invited, and when they were last here.".into()
    }

    async fn run(call: Call<Self>) -> Result<Answer<MembersReply>, Problem> {
        let (workspace, now) = (call.caller()?.workspace, call.app.clock.now());
        let members = call.app.store.read(workspace, |tx| {
            Ok(tx.catalogue().members.iter().map(|member| member.id).collect::<Vec<_>>())
        });
        let members = members.await?;
        let (joined, invited) = call
            .app
            .store
            .system_read(move |directory| {
                Ok((directory.joined(workspace)?, directory.open_invitations(workspace)?))
            })
            .await?;
        let access = |member: MemberId| {
            let known = joined.iter().find(|(id, ..)| *id == member);
            let link = invited.iter().find(|(id, until)| *id == member && *until > now);
            MemberAccess {
                member,
                logs_in_with: known.map(|(_, email, _)| email.clone()),
                seen_at: known.and_then(|(.., seen_at)| *seen_at),
                invited_until: link.map(|(_, until)| *until),
            }
        };
        Ok(Answer::of(MembersReply { items: members.into_iter().map(access).collect() }))
    }
}

/// Who is invited, to do what.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct InviteBody {
    pub name: String,
    pub email: String,
    pub role: Role,
    /// All records when left out.
    #[serde(default = "all")]
    pub sees: Scope,
    #[serde(default)]
    pub team: Option<TeamId>,
    /// `nl` or `en`; the workspace's when left out.
    #[serde(default)]
    pub language: Option<String>,
}

fn all() -> Scope {
    Scope::All
}

/// A member with his link.
#[derive(Debug, Serialize, JsonSchema)]
pub struct InvitedReply {
    pub member: Member,
    /// To give to the person. It is shown once: null when a request is repeated with its key.
    pub link: Option<String>,
    pub expires_at: Instant,
}

pub struct Invite;

impl Operation for Invite {
    const METHOD: Method = Method::POST;
    const ACCESS: Access = Access::May(Act::ManageMembers);
    const STATUS: u16 = 201;
    type Path = Nothing;
    type Query = Nothing;
    type Body = InviteBody;
    type Reply = InvitedReply;

    fn id() -> String {
        "invite_member".into()
    }
    fn path() -> String {
        "/members".into()
    }
    fn summary() -> String {
        "Adds a member and gives the link to join with. The link works once, for two weeks.".into()
    }

    async fn run(call: Call<Self>) -> Result<Answer<InvitedReply>, Problem> {
        let (deed, once, id) = (call.deed()?, call.once()?, call.app.ids.id());
        let link = Link::new(&call.app, Purpose::Join, &links::base(&call.app, &call.headers));
        let (body, kept) = (call.body.clone(), link.clone());
        let written = call
            .app
            .store
            .write(call.caller()?.workspace, move |tx| {
                let made = once.run(tx, &deed, |tx| add(tx, &deed, id, &body, &kept))?;
                Ok(tx.load_entry::<Member>(made)?.ok_or_else(Refusal::not_found)?)
            })
            .await?;
        let member = written.value;
        let shown = (member.id.0 == id).then_some(link.address);
        let reply = InvitedReply { member, link: shown, expires_at: link.expires_at };
        Ok(Answer::written(reply, written.seq))
    }
}

/// Adds a member with a link to join.
///
/// # Errors
/// What is not valid; `taken` when an active member has this address.
pub fn add(tx: &mut Tx<'_>, deed: &Deed, id: Uuid, body: &InviteBody, link: &Link) -> Result<Uuid> {
    let catalogue = tx.catalogue();
    let fields = json!({ "name": body.name, "email": body.email.trim(), "role": body.role, "sees": body.sees,
        "team": body.team, "language": body.language, "active": true });
    let fields = fields.as_object().cloned().unwrap_or_else(Map::<String, Value>::new);
    let decided = decide::create::<Member>(&deed.ctx(&catalogue), id, &fields)?;
    let email = decided.record.email.clone().ok_or_else(|| Refusal::field("email", "required"))?;
    free(&catalogue, &email, decided.record.id)?;
    tx.save_entry(&decided)?;
    let workspace = tx.workspace();
    link.keep(&mut tx.directory()?, workspace, decided.record.id, &email)?;
    Ok(id)
}

/// No other active member has this address.
///
/// # Errors
/// `taken`.
pub fn free(catalogue: &Catalogue, email: &str, member: MemberId) -> Result<(), Refusal> {
    let other = |other: &&Member| {
        other.id != member
            && other.active
            && other.removed_at.is_none()
            && other.email.as_deref() == Some(email)
    };
    match catalogue.members.iter().find(other) {
        Some(_) => Err(Refusal::field("email", "taken")),
        None => Ok(()),
    }
}

pub struct InviteAgain;

impl Operation for InviteAgain {
    const METHOD: Method = Method::POST;
    const ACCESS: Access = Access::May(Act::ManageMembers);
    type Path = ById;
    type Query = Nothing;
    type Body = Nothing;
    type Reply = InvitedReply;

    fn id() -> String {
        "invite_member_again".into()
    }
    fn path() -> String {
        "/members/{id}/invitation".into()
    }
    fn summary() -> String {
        "A new link for a member who has not joined yet; an earlier one no longer works.".into()
    }

    async fn run(call: Call<Self>) -> Result<Answer<InvitedReply>, Problem> {
        let (once, deed, id) = (call.once()?, call.deed()?, call.path.id);
        let link = Link::new(&call.app, Purpose::Join, &links::base(&call.app, &call.headers));
        let (kept, fresh) = (link.clone(), deed.id());
        let written = call
            .app
            .store
            .write(call.caller()?.workspace, move |tx| {
                let made = once.run(tx, &deed, |tx| {
                    renew(tx, id, &kept)?;
                    Ok(fresh)
                })?;
                let member: Member = tx.load_entry(id)?.ok_or_else(Refusal::not_found)?;
                Ok((member, made == fresh))
            })
            .await?;
        let (member, first) = written.value;
        let reply = InvitedReply { member, link: first.then_some(link.address), expires_at: link.expires_at };
        Ok(Answer::written(reply, written.seq))
    }
}

/// A new link for somebody who is a member but cannot log in.
///
/// # Errors
/// 404; `member_inactive`, `joined_already`; `required` when he has no address.
pub fn renew(tx: &mut Tx<'_>, id: Uuid, link: &Link) -> Result<()> {
    let member: Member = tx.load_entry(id)?.ok_or_else(Refusal::not_found)?;
    if !member.active || member.removed_at.is_some() {
        return Err(Refusal::state("member_inactive").into());
    }
    let email = member.email.clone().ok_or_else(|| Refusal::field("email", "required"))?;
    free(&tx.catalogue(), &email, member.id)?;
    let workspace = tx.workspace();
    let mut directory = tx.directory()?;
    if directory.identity_of(workspace, member.id)?.is_some() {
        return Err(Refusal::state("joined_already").into());
    }
    link.keep(&mut directory, workspace, member.id, &email)
}

pub struct LogOutMember;

impl Operation for LogOutMember {
    const METHOD: Method = Method::POST;
    const ACCESS: Access = Access::May(Act::ManageMembers);
    const STATUS: u16 = 204;
    type Path = ById;
    type Query = Nothing;
    type Body = Nothing;
    type Reply = Nothing;

    fn id() -> String {
        "log_out_member".into()
    }
    fn path() -> String {
        "/members/{id}/log-out".into()
    }
    fn summary() -> String {
        "Ends all sessions of a member. To keep him out, make him inactive.".into()
    }

    async fn run(call: Call<Self>) -> Result<Answer<Nothing>, Problem> {
        let (workspace, id) = (call.caller()?.workspace, MemberId(call.path.id));
        call.app
            .store
            .write(workspace, move |tx| {
                tx.catalogue().member(id).ok_or_else(Refusal::not_found)?;
                tx.directory()?.end_sessions(workspace, id)
            })
            .await?;
        call.app.sessions.forget();
        Ok(Answer::of(Nothing {}))
    }
}
