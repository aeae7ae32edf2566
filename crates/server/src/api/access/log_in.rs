//! `POST /log-in` and `POST /log-out`.

use axum::http::{HeaderMap, Method, header};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use trechter_domain::permission::Act;
use trechter_domain::{Instant, MemberId, WorkspaceId};
use trechter_store::directory::Session;
use uuid::Uuid;

use super::attempts::try_password;
use crate::app::App;
use crate::caller::{SESSION_LIFE, cookie_name};
use crate::http::{Access, Answer, Call, Nothing, Operation, Problem};
use crate::secret;

#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LogInBody {
    pub email: String,
    pub password: String,
    /// Which workspace, for people who are in several; the first when left out.
    #[serde(default)]
    pub workspace: Option<WorkspaceId>,
}

/// Where somebody came in.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct LogInReply {
    pub workspace: WorkspaceId,
    pub member: MemberId,
    /// Other workspaces of the same person.
    pub workspaces: Vec<WorkspaceChoice>,
}

#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct WorkspaceChoice {
    pub id: WorkspaceId,
    pub name: String,
}

/// Public: this is how one becomes somebody.
pub struct LogIn;

impl Operation for LogIn {
    const METHOD: Method = Method::POST;
    const ACCESS: Access = Access::Public;
    const LARGEST: usize = 10_000;
    type Path = Nothing;
    type Query = Nothing;
    type Body = LogInBody;
    type Reply = LogInReply;

    fn id() -> String {
        "log_in".into()
    }
    fn path() -> String {
        "/log-in".into()
    }
    fn summary() -> String {
        "Opens a session; the cookie comes with the reply.".into()
    }

    async fn run(call: Call<Self>) -> Result<Answer<LogInReply>, Problem> {
        let email = call.body.email.trim().to_lowercase();
        let asked = email.clone();
        let known = call.app.store.system_read(move |directory| directory.identity_by_email(&asked)).await?;
        let hash = known.as_ref().and_then(|identity| identity.password.clone());
        let right = try_password(&call.app, &email, hash, &call.body.password, call.address).await?;
        let Some(identity) = known.filter(|_| right) else {
            return Err(Problem::of(401, "wrong_login"));
        };
        let id = identity.id;
        let choices = call.app.store.system_read(move |directory| directory.memberships(id)).await?;
        let wanted = call.body.workspace;
        let chosen = choices.iter().find(|(workspace, ..)| wanted.is_none_or(|wanted| wanted == *workspace));
        let Some((workspace, _, member)) = chosen.cloned() else {
            return Err(Problem::of(401, "wrong_login"));
        };
        let cookie = open_session(&call.app, &call.headers, id, workspace, member).await?;
        let workspaces = choices.into_iter().map(|(id, name, _)| WorkspaceChoice { id, name }).collect();
        Ok(Answer::of(LogInReply { workspace, member, workspaces }).header(header::SET_COOKIE, cookie))
    }
}

/// Opens a session and gives its `Set-Cookie`.
///
/// # Errors
/// The database's.
pub async fn open_session(
    app: &App,
    headers: &HeaderMap,
    identity: Uuid,
    workspace: WorkspaceId,
    member: MemberId,
) -> Result<String, Problem> {
    let token = secret::text(&app.ids.secret());
    let now = app.clock.now();
    let agent = headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or("");
    let session = Session {
        id: app.ids.id(),
        identity,
        workspace,
        member,
        created_at: now,
        seen_at: now,
        expires_at: Instant(now.0 + SESSION_LIFE),
        agent: agent.chars().take(300).collect(),
    };
    let hash = secret::hash(&token);
    app.store
        .system(move |directory| {
            directory.sweep(now)?;
            directory.add_session(&hash, &session)
        })
        .await?;
    Ok(set_cookie(app, &token, SESSION_LIFE / 1_000))
}

/// Over HTTPS the cookie has the `__Host-` prefix; plain HTTP, on one's own machine, cannot have it.
fn set_cookie(app: &App, value: &str, seconds: i64) -> String {
    let (name, secure) = (cookie_name(app), if app.settings.over_https() { "; Secure" } else { "" });
    format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax; Max-Age={seconds}{secure}")
}

pub struct LogOut;

impl Operation for LogOut {
    const METHOD: Method = Method::POST;
    const ACCESS: Access = Access::May(Act::ManageOwnAccess);
    const STATUS: u16 = 204;
    type Path = Nothing;
    type Query = Nothing;
    type Body = Nothing;
    type Reply = Nothing;

    fn id() -> String {
        "log_out".into()
    }
    fn path() -> String {
        "/log-out".into()
    }
    fn summary() -> String {
        "Ends this session.".into()
    }

    async fn run(call: Call<Self>) -> Result<Answer<Nothing>, Problem> {
        let caller = call.caller()?.clone();
        if let Some((_, session)) = caller.session {
            call.app
                .store
                .system(move |directory| directory.end_session(caller.workspace, caller.member, session))
                .await?;
            call.app.sessions.forget();
        }
        Ok(Answer::of(Nothing {}).header(header::SET_COOKIE, set_cookie(&call.app, "", 0)))
    }
}
