//! `GET` and `POST /password-resets/{token}`: a new password by a link from the administrator.

use axum::http::Method;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use trechter_store::directory::Invitation;

use super::attempts::succeeded;
use super::join::{ByToken, enter, hashed};
use super::links::{self, Purpose};
use super::log_in::LogInReply;
use crate::http::{Access, Answer, Call, Nothing, Operation, Problem};
use crate::secret;

/// Whose password it is.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ResetReply {
    pub email: String,
}

/// Public: who forgot his password has nothing but the link.
pub struct ReadReset;

impl Operation for ReadReset {
    const METHOD: Method = Method::GET;
    const ACCESS: Access = Access::Public;
    type Path = ByToken;
    type Query = Nothing;
    type Body = Nothing;
    type Reply = ResetReply;

    fn id() -> String {
        "get_password_reset".into()
    }
    fn path() -> String {
        "/password-resets/{token}".into()
    }
    fn summary() -> String {
        "Whose password a link sets.".into()
    }

    async fn run(call: Call<Self>) -> Result<Answer<ResetReply>, Problem> {
        Ok(Answer::of(ResetReply { email: opened(&call).await?.email }))
    }
}

/// The link of a request, as long as it works.
async fn opened<O: Operation<Path = ByToken>>(call: &Call<O>) -> Result<Invitation, Problem> {
    let (token, now) = (call.path.token.clone(), call.app.clock.now());
    let link = call
        .app
        .store
        .system_read(move |directory| links::open(directory, &token, Purpose::Reset, now))
        .await?;
    link.ok_or_else(|| Problem::of(404, "link_expired"))
}

#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ResetBody {
    pub password: String,
}

/// Public: who forgot his password has nothing but the link.
pub struct Reset;

impl Operation for Reset {
    const METHOD: Method = Method::POST;
    const ACCESS: Access = Access::Public;
    const LARGEST: usize = 10_000;
    type Path = ByToken;
    type Query = Nothing;
    type Body = ResetBody;
    type Reply = LogInReply;

    fn id() -> String {
        "reset_password".into()
    }
    fn path() -> String {
        "/password-resets/{token}".into()
    }
    fn summary() -> String {
        "Sets a new password, ends all sessions of the person and logs in. The link works once.".into()
    }

    async fn run(call: Call<Self>) -> Result<Answer<LogInReply>, Problem> {
        // Only a link that works makes the program hash, which is slow by intent.
        opened(&call).await?;
        let password = hashed(&call.app, "password", &call.body.password).await?;
        let (token, now, fresh) = (call.path.token.clone(), call.app.clock.now(), call.app.ids.id());
        let done = call
            .app
            .store
            .system(move |directory| {
                let Some(link) = links::open(directory, &token, Purpose::Reset, now)? else {
                    return Ok(None);
                };
                if !directory.use_invitation(&secret::hash(&token))? {
                    return Ok(None);
                }
                let identity = directory.set_password(fresh, &link.email, &password)?;
                directory.end_other_sessions(identity, fresh)?;
                Ok(Some((identity, link)))
            })
            .await?;
        let (identity, link) = done.ok_or_else(|| Problem::of(404, "link_expired"))?;
        succeeded(&call.app, &link.email).await?;
        call.app.sessions.forget();
        enter(&call, identity, &link).await
    }
}
