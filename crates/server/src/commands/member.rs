//! `trechter member`: the people of a workspace, for the administrator of the machine.

use clap::{Args, Subcommand};
use serde_json::{Map, json};
use trechter_domain::catalogue::Member as Person;
use trechter_domain::permission::{Act, Role, Scope};
use trechter_domain::{Origin, Refusal, WorkspaceId, decide};

use super::workspace::{day, find};
use super::{Place, say};
use crate::api::access::links::{Link, Purpose};
use crate::api::access::members::{InviteBody, add, renew};
use crate::api::catalogue::Entry;
use crate::app::App;
use crate::caller::Deed;
use crate::http::Problem;

#[derive(Debug, Args)]
pub struct Member {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Add somebody (or invite him again) and print the link to choose a password with.
    Add(Add),
    /// Who there is, and who can log in.
    List(List),
    /// Print a one-time link to choose a new password with.
    ResetPassword(OfPerson),
    /// Keep somebody out: he is logged out everywhere and stays as owner of what he did.
    Deactivate(OfPerson),
}

#[derive(Debug, Args)]
struct Add {
    #[command(flatten)]
    place: Place,
    /// Which workspace; the only one when left out.
    #[arg(long, value_name = "NAME")]
    workspace: Option<String>,
    #[arg(long)]
    name: String,
    #[arg(long, value_name = "ADDRESS")]
    email: String,
    /// owner, manager, seller or read_only
    #[arg(long, default_value = "seller", value_parser = word::<Role>)]
    role: Role,
    /// Which records: own, team or all
    #[arg(long, default_value = "all", value_parser = word::<Scope>)]
    sees: Scope,
    /// Name of his team.
    #[arg(long, value_name = "NAME")]
    team: Option<String>,
    /// Answer in JSON.
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Args)]
struct List {
    #[command(flatten)]
    place: Place,
    /// Which workspace; the only one when left out.
    #[arg(long, value_name = "NAME")]
    workspace: Option<String>,
    /// Answer in JSON.
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Args)]
struct OfPerson {
    #[command(flatten)]
    place: Place,
    /// Which workspace; the only one when left out.
    #[arg(long, value_name = "NAME")]
    workspace: Option<String>,
    /// The address that he logs in with.
    #[arg(long, value_name = "ADDRESS")]
    email: String,
    /// Answer in JSON.
    #[arg(long)]
    json: bool,
}

/// Reads a word of the API, like `read_only`.
pub(super) fn word<T: serde::de::DeserializeOwned>(text: &str) -> Result<T, String> {
    serde_json::from_value(json!(text.replace('-', "_"))).map_err(|error| error.to_string())
}

impl Member {
    /// # Errors
    /// What could not be done, in words.
    pub async fn run(self) -> anyhow::Result<()> {
        match self.command {
            Command::Add(add) => add.run().await,
            Command::List(list) => list.run().await,
            Command::ResetPassword(person) => person.reset_password().await,
            Command::Deactivate(person) => person.deactivate().await,
        }
    }
}

impl Add {
    async fn run(self) -> anyhow::Result<()> {
        let app = self.place.open().await?;
        let workspace = find(&app, self.workspace.as_deref()).await?.id;
        let link = Link::new(&app, Purpose::Join, &self.place.base());
        let deed = Deed::new(&app, None, Origin::Member, Act::ManageMembers);
        let (id, kept, email) = (app.ids.id(), link.clone(), self.email.trim().to_lowercase());
        let (name, team, role, sees) = (self.name.clone(), self.team.clone(), self.role, self.sees);
        let written = app.store.write(workspace, move |tx| {
            let catalogue = tx.catalogue();
            let waiting = catalogue.members.iter().find(|member| member.email.as_deref() == Some(&email));
            if let Some(member) = waiting {
                renew(tx, member.id.0, &kept)?;
                return Ok(member.id.0);
            }
            let team = match &team {
                None => None,
                Some(name) => {
                    let found = catalogue.teams.iter().find(|team| team.name == *name);
                    Some(found.ok_or_else(|| Refusal::field("team", "unknown"))?.id)
                }
            };
            let body =
                InviteBody { name: name.clone(), email: email.clone(), role, sees, team, language: None };
            add(tx, &deed, id, &body, &kept)
        });
        let member = written.await.map_err(|error| Problem::from(error).into_words())?.value;
        let answer = json!({ "member": member, "link": link.address, "expires_at": link.expires_at });
        let words = format!("{} chooses a password at\n{}", self.name, link.address);
        say(self.json, &answer, &words);
        Ok(())
    }
}

impl List {
    async fn run(self) -> anyhow::Result<()> {
        let app = self.place.open().await?;
        let workspace = find(&app, self.workspace.as_deref()).await?.id;
        let members = app.store.read(workspace, |tx| Ok(tx.catalogue().members.clone())).await?;
        let joined = app.store.system_read(move |directory| directory.joined(workspace)).await?;
        let mut lines = Vec::new();
        let mut items = Vec::new();
        for member in members.iter().filter(|member| member.removed_at.is_none()) {
            let access = joined.iter().find(|(id, ..)| *id == member.id);
            let state = match (member.active, access) {
                (false, _) => "left".to_owned(),
                (true, None) => "invited".to_owned(),
                (true, Some((.., None))) => "joined".to_owned(),
                (true, Some((.., Some(seen)))) => format!("seen {}", day(*seen)),
            };
            let email = access.map(|(_, email, _)| email.as_str()).or(member.email.as_deref()).unwrap_or("");
            lines.push(format!("{:<34} {:<10} {:<22} {}", email, role(member), state, member.name));
            items.push(json!({
                "id": member.id, "name": member.name, "email": email, "role": member.role, "sees": member.sees,
                "active": member.active, "joined": access.is_some(), "seen_at": access.and_then(|(.., at)| *at),
            }));
        }
        say(self.json, &json!({ "items": items }), &lines.join("\n"));
        Ok(())
    }
}

fn role(member: &Person) -> String {
    json!(member.role).as_str().unwrap_or_default().to_owned()
}

/// The member who logs in, or was invited, with an address.
pub(super) async fn by_email(
    app: &App,
    workspace: WorkspaceId,
    email: &str,
) -> anyhow::Result<trechter_domain::MemberId> {
    let wanted = email.trim().to_lowercase();
    let joined = app.store.system_read(move |directory| directory.joined(workspace)).await?;
    if let Some((member, ..)) = joined.into_iter().find(|(_, email, _)| *email == wanted) {
        return Ok(member);
    }
    let catalogue = app.store.read(workspace, |tx| Ok(tx.catalogue())).await?;
    let mut members = catalogue.members.iter().filter(|member| member.active && member.removed_at.is_none());
    let found = members.find(|member| member.email.as_deref() == Some(&wanted));
    Ok(found.ok_or_else(|| anyhow::anyhow!("this workspace has nobody with the address {wanted}"))?.id)
}

impl OfPerson {
    async fn reset_password(self) -> anyhow::Result<()> {
        let app = self.place.open().await?;
        let workspace = find(&app, self.workspace.as_deref()).await?.id;
        let member = by_email(&app, workspace, &self.email).await?;
        let known = app.store.system_read(move |directory| directory.identity_of(workspace, member)).await?;
        if known.is_none() {
            anyhow::bail!("{} has not joined yet; `trechter member add` gives a new link", self.email);
        }
        let link = Link::new(&app, Purpose::Reset, &self.place.base());
        let (kept, email) = (link.clone(), self.email.trim().to_lowercase());
        app.store.system(move |directory| kept.keep(directory, workspace, member, &email)).await?;
        let answer = json!({ "link": link.address, "expires_at": link.expires_at });
        say(self.json, &answer, &format!("A new password can be chosen at\n{}", link.address));
        Ok(())
    }

    async fn deactivate(self) -> anyhow::Result<()> {
        let app = self.place.open().await?;
        let workspace = find(&app, self.workspace.as_deref()).await?.id;
        let member = by_email(&app, workspace, &self.email).await?;
        let deed = Deed::new(&app, None, Origin::Member, Act::ManageMembers);
        let fields: Map<_, _> = [("active".to_owned(), json!(false))].into_iter().collect();
        let written = app.store.write(workspace, move |tx| {
            let before: Person = tx.load_entry(member)?.ok_or_else(Refusal::not_found)?;
            let catalogue = tx.catalogue();
            let decided = decide::edit(&deed.ctx(&catalogue), &before, &fields)?;
            Person::guard(tx, &deed, Some(&before), Some(&decided.record))?;
            tx.save_entry(&decided)
        });
        written.await.map_err(|error| Problem::from(error).into_words())?;
        say(self.json, &json!({ "member": member, "active": false }), "He can no longer log in.");
        Ok(())
    }
}
