//! `GET` and `POST /invitations/{token}`: somebody who was invited comes in.

use axum::http::{Method, header};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use trechter_domain::catalogue::Member;
use trechter_domain::decide::Decided;
use trechter_domain::event::{EventKind, Subject};
use trechter_domain::fold::{self, Document};
use trechter_domain::permission::Act;
use trechter_domain::{Origin, Refusal};
use trechter_store::directory::Invitation;
use trechter_store::{Result, Tx};
use uuid::Uuid;

use super::attempts::try_password;
use super::links::{self, Purpose};
use super::log_in::{LogInReply, open_session};
use crate::app::App;
use crate::caller::Deed;
use crate::http::{Access, Answer, Call, Nothing, Operation, Problem};
use crate::secret;

/// The secret of a link, in its address.
#[derive(Debug, Clone, Deserialize)]
pub struct ByToken {
    pub token: String,
}

/// To what somebody was invited.
#[derive(Debug, Serialize, JsonSchema)]
pub struct InvitationReply {
    /// Name of the workspace.
    pub workspace: String,
    /// Name of the person, as the inviter wrote it.
    pub name: String,
    pub email: String,
    /// True when this address has a password here already, from another workspace: that one is asked for.
    pub known: bool,
}

/// Public: who is invited has nothing but the link.
pub struct ReadInvitation;

impl Operation for ReadInvitation {
    const METHOD: Method = Method::GET;
    const ACCESS: Access = Access::Public;
    type Path = ByToken;
    type Query = Nothing;
    type Body = Nothing;
    type Reply = InvitationReply;

    fn id() -> String {
        "get_invitation".into()
    }
    fn path() -> String {
        "/invitations/{token}".into()
    }
    fn summary() -> String {
        "Where the link of an invitation leads.".into()
    }

    async fn run(call: Call<Self>) -> Result<Answer<InvitationReply>, Problem> {
        let (link, known) = opened(&call.app, &call.path.token).await?;
        let member = link.member;
        let (workspace, name) = call
            .app
            .store
            .read(link.workspace, move |tx| {
                let catalogue = tx.catalogue();
                let member = catalogue.member(member).ok_or_else(Refusal::not_found)?;
                Ok((catalogue.workspace.name.clone(), member.name.clone()))
            })
            .await?;
        Ok(Answer::of(InvitationReply { workspace, name, email: link.email, known: known.is_some() }))
    }
}

/// The link of a token, and the password hash of its address when it has one.
async fn opened(app: &App, token: &str) -> Result<(Invitation, Option<String>), Problem> {
    let (token, now) = (token.to_owned(), app.clock.now());
    let found = app
        .store
        .system_read(move |directory| {
            let Some(link) = links::open(directory, &token, Purpose::Join, now)? else { return Ok(None) };
            let known = directory.identity_by_email(&link.email)?;
            Ok(Some((link, known.and_then(|identity| identity.password))))
        })
        .await?;
    found.ok_or_else(|| Problem::of(404, "link_expired"))
}

#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct JoinBody {
    /// A new one, or the one that this address has already.
    pub password: String,
    /// What the person is called.
    #[serde(default)]
    pub name: Option<String>,
}

/// Public: who joins has nothing but the link.
pub struct Join;

impl Operation for Join {
    const METHOD: Method = Method::POST;
    const ACCESS: Access = Access::Public;
    const LARGEST: usize = 10_000;
    type Path = ByToken;
    type Query = Nothing;
    type Body = JoinBody;
    type Reply = LogInReply;

    fn id() -> String {
        "join".into()
    }
    fn path() -> String {
        "/invitations/{token}".into()
    }
    fn summary() -> String {
        "Joins the workspace of an invitation and logs in. The link works once.".into()
    }

    async fn run(call: Call<Self>) -> Result<Answer<LogInReply>, Problem> {
        let (link, known) = opened(&call.app, &call.path.token).await?;
        let new_password = match known {
            Some(hash) => {
                let given = &call.body.password;
                if !try_password(&call.app, &link.email, Some(hash), given, call.address).await? {
                    return Err(Problem::field("password", "wrong_password"));
                }
                None
            }
            None => Some(hashed(&call.app, "password", &call.body.password).await?),
        };
        let deed = Deed::new(&call.app, Some(link.member), Origin::Member, Act::ManageOwnAccess);
        let (token, name) = (secret::hash(&call.path.token), call.body.name.clone());
        let written = call.app.store.write(link.workspace, move |tx| {
            if !tx.directory()?.use_invitation(&token)? {
                return Ok(None);
            }
            join(tx, &deed, &link, new_password.as_deref(), name.as_deref()).map(Some)
        });
        let written = written.await?;
        let Some((identity, member)) = written.value else { return Err(Problem::of(404, "link_expired")) };
        enter(&call, identity, &member).await
    }
}

/// Makes the member somebody who can log in.
fn join(
    tx: &mut Tx<'_>,
    deed: &Deed,
    link: &Invitation,
    new_password: Option<&str>,
    name: Option<&str>,
) -> Result<(Uuid, Invitation)> {
    let before: Member = tx.load_entry(link.member)?.ok_or_else(Refusal::not_found)?;
    if !before.active || before.removed_at.is_some() {
        return Err(Refusal::state("member_inactive").into());
    }
    let mut after = before.clone();
    if let Some(name) = name {
        name.clone_into(&mut after.name);
    }
    let catalogue = tx.catalogue();
    let ctx = deed.ctx(&catalogue);
    let errors = after.check(&ctx);
    if !errors.is_empty() {
        return Err(Refusal::invalid(errors).into());
    }
    let plain = || {
        let subject = Subject { kind: Member::KIND, id: link.member.into() };
        ctx.event(subject, EventKind::Joined, before.version + 1)
    };
    let event = fold::event(&ctx, Some(&before), &after, EventKind::Joined).unwrap_or_else(plain);
    let record = fold::apply(Some(before), &event)?.unwrap_or(after);
    tx.save_entry(&Decided { record, events: vec![event] })?;
    let (workspace, member, fresh) = (link.workspace, link.member, deed.id());
    let mut directory = tx.directory()?;
    let identity = match (directory.identity_by_email(&link.email)?, new_password) {
        (Some(known), None) => known.id,
        (None, Some(password)) => directory.set_password(fresh, &link.email, password)?,
        // Somebody took the address, or lost it, between the question and now.
        _ => return Err(Refusal::field("email", "changed_meanwhile").into()),
    };
    directory.join(identity, workspace, member)?;
    Ok((identity, link.clone()))
}

/// Hashes a new password off the request's thread.
///
/// # Errors
/// `too_short`, `too_long` on the field.
pub async fn hashed(app: &App, field: &'static str, password: &str) -> Result<String, Problem> {
    let (passwords, password) = (app.passwords.clone(), password.to_owned());
    let hashed = tokio::task::spawn_blocking(move || passwords.hash(field, &password)).await;
    Ok(hashed.map_err(|_| Problem::of(500, "defect"))??)
}

/// Logs in whoever came with a link.
pub(super) async fn enter<O: Operation>(
    call: &Call<O>,
    identity: Uuid,
    link: &Invitation,
) -> Result<Answer<LogInReply>, Problem> {
    let (workspace, member) = (link.workspace, link.member);
    let cookie = open_session(&call.app, &call.headers, identity, workspace, member).await?;
    let workspaces = super::me::workspaces(&call.app, identity).await?;
    Ok(Answer::of(LogInReply { workspace, member, workspaces }).header(header::SET_COOKIE, cookie))
}
