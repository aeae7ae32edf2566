//! `trechter token`: API tokens, for the administrator of the machine.

use clap::{Args, Subcommand};
use serde_json::json;
use trechter_domain::Instant;
use trechter_domain::time::DAY;
use uuid::Uuid;

use super::member::{by_email, word};
use super::workspace::{day, find};
use super::{Place, say};
use crate::api::access::tokens::{TokenBody, TokenReply, TokenScope, fresh};
use crate::http::Problem;

#[derive(Debug, Args)]
pub struct Token {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Make a token with the rights of a member, as far as its scopes go. It is shown once.
    Create(Create),
    /// The tokens of a member.
    List(Of),
    /// Make a token useless.
    Revoke(Revoke),
}

/// Whose tokens.
#[derive(Debug, Args)]
struct Of {
    #[command(flatten)]
    place: Place,
    /// Which workspace; the only one when left out.
    #[arg(long, value_name = "NAME")]
    workspace: Option<String>,
    /// The address that the member logs in with.
    #[arg(long, value_name = "ADDRESS")]
    email: String,
    /// Answer in JSON.
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Args)]
struct Create {
    #[command(flatten)]
    of: Of,
    /// What it is for.
    #[arg(long)]
    name: String,
    /// read, write, admin; several with commas
    #[arg(long, default_value = "read", value_delimiter = ',', value_parser = word::<TokenScope>)]
    scopes: Vec<TokenScope>,
    /// It stops working after so many days.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(i64).range(1..=3650))]
    days: Option<i64>,
}

#[derive(Debug, Args)]
struct Revoke {
    #[command(flatten)]
    of: Of,
    /// As `trechter token list` shows it.
    id: Uuid,
}

impl Token {
    /// # Errors
    /// What could not be done, in words.
    pub async fn run(self) -> anyhow::Result<()> {
        match self.command {
            Command::Create(create) => create.run().await,
            Command::List(of) => of.list().await,
            Command::Revoke(revoke) => revoke.run().await,
        }
    }
}

impl Create {
    async fn run(self) -> anyhow::Result<()> {
        let app = self.of.place.open().await?;
        let workspace = find(&app, self.of.workspace.as_deref()).await?.id;
        let member = by_email(&app, workspace, &self.of.email).await?;
        let now = app.clock.now();
        let expires_at = self.days.map(|days| Instant(now.0 + days * DAY));
        let body = TokenBody { name: self.name, scopes: self.scopes, expires_at };
        let fresh = fresh(&app, workspace, member, &body).map_err(Problem::into_words)?;
        let secret = fresh.secret.clone();
        let token = fresh.token.clone();
        app.store.system(move |directory| fresh.keep(directory)).await?;
        let mut answer = json!(TokenReply::from(token));
        answer["secret"] = json!(secret);
        say(self.of.json, &answer, &secret);
        Ok(())
    }
}

impl Of {
    async fn list(self) -> anyhow::Result<()> {
        let app = self.place.open().await?;
        let workspace = find(&app, self.workspace.as_deref()).await?.id;
        let member = by_email(&app, workspace, &self.email).await?;
        let tokens = app.store.system_read(move |directory| directory.tokens(workspace, member)).await?;
        let items: Vec<TokenReply> = tokens.iter().cloned().map(TokenReply::from).collect();
        let line = |token: &trechter_store::directory::Token| {
            let used =
                token.used_at.map_or_else(|| "never used".to_owned(), |at| format!("used {}", day(at)));
            format!("{}  {:<18} {:<22} {}", token.id, token.scopes, used, token.name)
        };
        let lines: Vec<String> = tokens.iter().map(line).collect();
        say(self.json, &json!({ "items": items }), &lines.join("\n"));
        Ok(())
    }
}

impl Revoke {
    async fn run(self) -> anyhow::Result<()> {
        let app = self.of.place.open().await?;
        let workspace = find(&app, self.of.workspace.as_deref()).await?.id;
        let member = by_email(&app, workspace, &self.of.email).await?;
        let id = self.id;
        if !app.store.system(move |directory| directory.revoke_token(workspace, member, id)).await? {
            anyhow::bail!("this member has no token {id}");
        }
        say(self.of.json, &json!({ "id": id, "revoked": true }), "Revoked.");
        Ok(())
    }
}
