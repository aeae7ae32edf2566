//! `PATCH /me`, `POST /me/password`, `POST /me/workspace`: what somebody changes about himself.

use axum::http::Method;
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::{Map, Value};
use trechter_domain::catalogue::Member;
use trechter_domain::permission::Act;
use trechter_domain::{Refusal, WorkspaceId, decide};
use uuid::Uuid;

use super::attempts::try_password;
use super::join::hashed;
use super::log_in::LogInReply;
use super::me::workspaces;
use crate::api::catalogue::without_costs;
use crate::http::{Access, Answer, Call, Nothing, Operation, Problem};

/// What to change. Only one's own browser writes here, so no version is asked for.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ProfileBody {
    pub name: Option<String>,
    /// `nl` or `en`.
    pub language: Option<String>,
}

pub struct ChangeMe;

impl Operation for ChangeMe {
    const METHOD: Method = Method::PATCH;
    const ACCESS: Access = Access::May(Act::ManageOwnAccess);
    type Path = Nothing;
    type Query = Nothing;
    type Body = ProfileBody;
    type Reply = Member;

    fn id() -> String {
        "change_me".into()
    }
    fn path() -> String {
        "/me".into()
    }
    fn summary() -> String {
        "Changes the caller's own name or language.".into()
    }

    async fn run(call: Call<Self>) -> Result<Answer<Member>, Problem> {
        let (deed, caller) = (call.deed()?, call.caller()?.clone());
        let ProfileBody { name, language } = call.body.clone();
        let given = [("name", name), ("language", language)];
        let given = given.into_iter().filter_map(|(field, value)| Some((field.to_owned(), value?.into())));
        let fields: Map<String, Value> = given.collect();
        let written = call
            .app
            .store
            .write(caller.workspace, move |tx| {
                let before: Member = tx.load_entry(caller.member)?.ok_or_else(Refusal::not_found)?;
                let catalogue = tx.catalogue();
                let decided = decide::edit(&deed.ctx(&catalogue), &before, &fields)?;
                tx.save_entry(&decided)?;
                Ok(without_costs(decided.record, &before, &catalogue))
            })
            .await?;
        Ok(Answer::written(written.value, written.seq))
    }
}

#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PasswordBody {
    /// The password until now.
    pub current: String,
    pub password: String,
}

pub struct ChangePassword;

impl Operation for ChangePassword {
    const METHOD: Method = Method::POST;
    const ACCESS: Access = Access::May(Act::ManageOwnAccess);
    const STATUS: u16 = 204;
    const LARGEST: usize = 10_000;
    type Path = Nothing;
    type Query = Nothing;
    type Body = PasswordBody;
    type Reply = Nothing;

    fn id() -> String {
        "change_password".into()
    }
    fn path() -> String {
        "/me/password".into()
    }
    fn summary() -> String {
        "Changes the caller's password and ends his other sessions.".into()
    }

    async fn run(call: Call<Self>) -> Result<Answer<Nothing>, Problem> {
        let (identity, session) = by_session(&call)?;
        let known = call.app.store.system_read(move |directory| directory.identity_by_id(identity)).await?;
        let known = known.ok_or_else(Problem::not_logged_in)?;
        let (email, given) = (known.email, &call.body.current);
        if !try_password(&call.app, &email, known.password, given, call.address).await? {
            return Err(Problem::field("current", "wrong_password"));
        }
        let password = hashed(&call.app, "password", &call.body.password).await?;
        call.app
            .store
            .system(move |directory| {
                directory.set_password(identity, &email, &password)?;
                directory.end_other_sessions(identity, session)
            })
            .await?;
        call.app.sessions.forget();
        Ok(Answer::of(Nothing {}))
    }
}

/// Identity and session of a browser.
fn by_session<O: Operation>(call: &Call<O>) -> Result<(Uuid, Uuid), Problem> {
    call.caller()?.session.ok_or_else(|| Problem::of(403, "session_needed"))
}

#[derive(Debug, Clone, Copy, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SwitchBody {
    pub workspace: WorkspaceId,
}

pub struct SwitchWorkspace;

impl Operation for SwitchWorkspace {
    const METHOD: Method = Method::POST;
    const ACCESS: Access = Access::May(Act::ManageOwnAccess);
    type Path = Nothing;
    type Query = Nothing;
    type Body = SwitchBody;
    type Reply = LogInReply;

    fn id() -> String {
        "switch_workspace".into()
    }
    fn path() -> String {
        "/me/workspace".into()
    }
    fn summary() -> String {
        "Takes this session to another workspace of the same person.".into()
    }

    async fn run(call: Call<Self>) -> Result<Answer<LogInReply>, Problem> {
        let ((identity, session), workspace) = (by_session(&call)?, call.body.workspace);
        let member = call
            .app
            .store
            .system(move |directory| {
                let all = directory.memberships(identity)?;
                let found = all.into_iter().find(|(id, ..)| *id == workspace);
                let (_, _, member) = found.ok_or_else(Refusal::not_found)?;
                directory.move_session(session, workspace, member)?;
                Ok(member)
            })
            .await?;
        call.app.sessions.forget();
        let workspaces = workspaces(&call.app, identity).await?;
        Ok(Answer::of(LogInReply { workspace, member, workspaces }))
    }
}
