//! `GET` and `POST /tokens`, `DELETE /tokens/{id}`: how programs come in, with a part of a member's rights.

use axum::http::Method;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use trechter_domain::permission::Act;
use trechter_domain::{Instant, MemberId, Refusal, WorkspaceId};
use trechter_store::directory::Token;
use trechter_store::{Directory, Result};
use uuid::Uuid;

use crate::app::App;
use crate::caller::TOKEN_PREFIX;
use crate::http::{Access, Answer, ById, Call, Nothing, Operation, Problem};
use crate::secret;

/// What a token may do, never more than its member.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum TokenScope {
    /// Records and catalogue.
    Read,
    /// Records.
    Write,
    /// Everything, the set-up, members and tokens too.
    Admin,
}

impl TokenScope {
    pub const ALL: [TokenScope; 3] = [TokenScope::Read, TokenScope::Write, TokenScope::Admin];

    pub fn as_str(self) -> &'static str {
        match self {
            TokenScope::Read => "read",
            TokenScope::Write => "write",
            TokenScope::Admin => "admin",
        }
    }
}

/// A token as it is listed: never its secret.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct TokenReply {
    pub id: Uuid,
    pub name: String,
    pub scopes: Vec<TokenScope>,
    pub created_at: Instant,
    /// To the minute.
    pub used_at: Option<Instant>,
    /// Null: it works until it is revoked.
    pub expires_at: Option<Instant>,
}

impl From<Token> for TokenReply {
    fn from(token: Token) -> Self {
        let has = |scope: &TokenScope| token.scopes.split(' ').any(|word| word == scope.as_str());
        Self {
            id: token.id,
            scopes: TokenScope::ALL.into_iter().filter(has).collect(),
            name: token.name,
            created_at: token.created_at,
            used_at: token.used_at,
            expires_at: token.expires_at,
        }
    }
}

/// One's own tokens, newest first.
#[derive(Debug, Serialize, JsonSchema)]
pub struct TokensReply {
    pub items: Vec<TokenReply>,
}

pub struct ListTokens;

impl Operation for ListTokens {
    const METHOD: Method = Method::GET;
    const ACCESS: Access = Access::May(Act::ManageOwnAccess);
    type Path = Nothing;
    type Query = Nothing;
    type Body = Nothing;
    type Reply = TokensReply;

    fn id() -> String {
        "list_tokens".into()
    }
    fn path() -> String {
        "/tokens".into()
    }
    fn summary() -> String {
        "The caller's API tokens, without their secrets.".into()
    }

    async fn run(call: Call<Self>) -> Result<Answer<TokensReply>, Problem> {
        let caller = call.caller()?.clone();
        let tokens = call
            .app
            .store
            .system_read(move |directory| directory.tokens(caller.workspace, caller.member))
            .await?;
        Ok(Answer::of(TokensReply { items: tokens.into_iter().map(TokenReply::from).collect() }))
    }
}

/// What the new token is called and may do.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TokenBody {
    pub name: String,
    pub scopes: Vec<TokenScope>,
    #[serde(default)]
    pub expires_at: Option<Instant>,
}

/// A new token.
#[derive(Debug, Serialize, JsonSchema)]
pub struct NewTokenReply {
    #[serde(flatten)]
    pub token: TokenReply,
    /// For the `Authorization` header, after `Bearer `. It is shown once: null when a request is repeated
    /// with its key.
    pub secret: Option<String>,
}

pub struct CreateToken;

impl Operation for CreateToken {
    const METHOD: Method = Method::POST;
    const ACCESS: Access = Access::May(Act::ManageOwnAccess);
    const STATUS: u16 = 201;
    type Path = Nothing;
    type Query = Nothing;
    type Body = TokenBody;
    type Reply = NewTokenReply;

    fn id() -> String {
        "create_token".into()
    }
    fn path() -> String {
        "/tokens".into()
    }
    fn summary() -> String {
        "A new API token with the rights of the caller, as far as its scopes go.".into()
    }

    async fn run(call: Call<Self>) -> Result<Answer<NewTokenReply>, Problem> {
        let (deed, once, caller) = (call.deed()?, call.once()?, call.caller()?.clone());
        let fresh = fresh(&call.app, caller.workspace, caller.member, &call.body)?;
        let (kept, hash) = (fresh.token.clone(), fresh.hash.clone());
        let written = call
            .app
            .store
            .write(caller.workspace, move |tx| {
                let id = once.run(tx, &deed, |tx| {
                    tx.directory()?.add_token(&hash, &kept)?;
                    Ok(kept.id)
                })?;
                let all = tx.directory()?.tokens(kept.workspace, kept.member)?;
                Ok(all.into_iter().find(|token| token.id == id).ok_or_else(Refusal::not_found)?)
            })
            .await?;
        let secret = (written.value.id == fresh.token.id).then_some(fresh.secret);
        Ok(Answer::of(NewTokenReply { token: written.value.into(), secret }))
    }
}

/// A token that is still to be kept.
pub struct Fresh {
    pub token: Token,
    pub secret: String,
    hash: Vec<u8>,
}

impl Fresh {
    /// # Errors
    /// The database's.
    pub fn keep(&self, directory: &mut Directory<'_>) -> Result<()> {
        directory.add_token(&self.hash, &self.token)
    }
}

/// Makes a token of a member.
///
/// # Errors
/// `required`, `too_long`, `in_the_past` on a field.
pub fn fresh(
    app: &App,
    workspace: WorkspaceId,
    member: MemberId,
    body: &TokenBody,
) -> Result<Fresh, Problem> {
    let (name, now) = (body.name.trim(), app.clock.now());
    if name.is_empty() || name.chars().count() > 300 {
        return Err(Problem::field("name", if name.is_empty() { "required" } else { "too_long" }));
    }
    if body.scopes.is_empty() {
        return Err(Problem::field("scopes", "required"));
    }
    if body.expires_at.is_some_and(|at| at <= now) {
        return Err(Problem::field("expires_at", "in_the_past"));
    }
    let scopes = TokenScope::ALL.into_iter().filter(|scope| body.scopes.contains(scope));
    let secret = format!("{TOKEN_PREFIX}{}", secret::text(&app.ids.secret()));
    let token = Token {
        id: app.ids.id(),
        workspace,
        member,
        name: name.to_owned(),
        scopes: scopes.map(TokenScope::as_str).collect::<Vec<_>>().join(" "),
        created_at: now,
        used_at: None,
        expires_at: body.expires_at,
    };
    Ok(Fresh { token, hash: secret::hash(&secret), secret })
}

pub struct RevokeToken;

impl Operation for RevokeToken {
    const METHOD: Method = Method::DELETE;
    const ACCESS: Access = Access::May(Act::ManageOwnAccess);
    const STATUS: u16 = 204;
    type Path = ById;
    type Query = Nothing;
    type Body = Nothing;
    type Reply = Nothing;

    fn id() -> String {
        "revoke_token".into()
    }
    fn path() -> String {
        "/tokens/{id}".into()
    }
    fn summary() -> String {
        "Makes one of the caller's API tokens useless.".into()
    }

    async fn run(call: Call<Self>) -> Result<Answer<Nothing>, Problem> {
        let (caller, id) = (call.caller()?.clone(), call.path.id);
        let revoked = call
            .app
            .store
            .system(move |directory| directory.revoke_token(caller.workspace, caller.member, id))
            .await?;
        call.app.sessions.forget();
        if revoked { Ok(Answer::of(Nothing {})) } else { Err(Problem::not_found()) }
    }
}
