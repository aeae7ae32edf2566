//! `GET /sessions` and `DELETE /sessions/{id}`: the browsers that somebody is logged in with.

use axum::http::Method;
use schemars::JsonSchema;
use serde::Serialize;
use trechter_domain::Instant;
use trechter_domain::permission::Act;
use uuid::Uuid;

use crate::http::{Access, Answer, ById, Call, Nothing, Operation, Problem};

/// One's own sessions, newest first.
#[derive(Debug, Serialize, JsonSchema)]
pub struct SessionsReply {
    pub items: Vec<SessionReply>,
}

/// A browser that is logged in.
#[derive(Debug, Serialize, JsonSchema)]
pub struct SessionReply {
    pub id: Uuid,
    pub created_at: Instant,
    pub seen_at: Instant,
    pub expires_at: Instant,
    /// The browser, as it calls itself.
    pub agent: String,
    /// The one that asks.
    pub current: bool,
}

pub struct ListSessions;

impl Operation for ListSessions {
    const METHOD: Method = Method::GET;
    const ACCESS: Access = Access::May(Act::ManageOwnAccess);
    type Path = Nothing;
    type Query = Nothing;
    type Body = Nothing;
    type Reply = SessionsReply;

    fn id() -> String {
        "list_sessions".into()
    }
    fn path() -> String {
        "/sessions".into()
    }
    fn summary() -> String {
        "The browsers that the caller is logged in with.".into()
    }

    async fn run(call: Call<Self>) -> Result<Answer<SessionsReply>, Problem> {
        let (caller, now) = (call.caller()?.clone(), call.app.clock.now());
        let current = caller.session.map(|(_, id)| id);
        let sessions = call
            .app
            .store
            .system_read(move |directory| directory.sessions(caller.workspace, caller.member))
            .await?;
        let live = sessions.into_iter().filter(|session| session.expires_at > now);
        let items = live.map(|session| SessionReply {
            id: session.id,
            created_at: session.created_at,
            seen_at: session.seen_at,
            expires_at: session.expires_at,
            agent: session.agent,
            current: Some(session.id) == current,
        });
        Ok(Answer::of(SessionsReply { items: items.collect() }))
    }
}

pub struct EndSession;

impl Operation for EndSession {
    const METHOD: Method = Method::DELETE;
    const ACCESS: Access = Access::May(Act::ManageOwnAccess);
    const STATUS: u16 = 204;
    type Path = ById;
    type Query = Nothing;
    type Body = Nothing;
    type Reply = Nothing;

    fn id() -> String {
        "end_session".into()
    }
    fn path() -> String {
        "/sessions/{id}".into()
    }
    fn summary() -> String {
        "Logs one of the caller's browsers out.".into()
    }

    async fn run(call: Call<Self>) -> Result<Answer<Nothing>, Problem> {
        let (caller, id) = (call.caller()?.clone(), call.path.id);
        let ended = call
            .app
            .store
            .system(move |directory| directory.end_session(caller.workspace, caller.member, id))
            .await?;
        call.app.sessions.forget();
        if ended { Ok(Answer::of(Nothing {})) } else { Err(Problem::not_found()) }
    }
}
