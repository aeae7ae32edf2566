//! `trechter workspace`: the organisations of this installation.

use clap::{Args, Subcommand};
use serde_json::json;
use trechter_domain::template::Template;
use trechter_domain::{Currency, Instant};
use trechter_store::directory::WorkspaceRow;

use super::{Place, say};
use crate::api::access::links::{Link, Purpose};
use crate::api::setup::{SetupBody, WayIn, found_with};
use crate::app::App;
use crate::http::Problem;

#[derive(Debug, Args)]
pub struct Workspace {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Make another workspace in this installation; nothing crosses between workspaces.
    Add(Add),
    /// The workspaces of this installation.
    List(List),
}

#[derive(Debug, Args)]
struct Add {
    #[command(flatten)]
    place: Place,
    /// What it is called.
    name: String,
    /// Name of its owner.
    #[arg(long, value_name = "NAME")]
    owner: String,
    /// E-mail address of its owner; somebody who has a password here keeps it.
    #[arg(long, value_name = "ADDRESS")]
    email: String,
    /// nl or en
    #[arg(long, default_value = "nl")]
    language: String,
    /// Three letters.
    #[arg(long, default_value = "EUR", value_parser = currency)]
    currency: Currency,
    /// IANA name
    #[arg(long, default_value = "Europe/Amsterdam", value_name = "NAME")]
    time_zone: String,
    /// The pipeline to begin with.
    #[arg(long, default_value = "classic", value_parser = template)]
    template: Template,
    /// Answer in JSON.
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Args)]
struct List {
    #[command(flatten)]
    place: Place,
    /// Answer in JSON.
    #[arg(long)]
    json: bool,
}

fn currency(text: &str) -> Result<Currency, String> {
    Currency::parse(text).ok_or_else(|| "a currency has three letters, like EUR".to_owned())
}

fn template(text: &str) -> Result<Template, String> {
    serde_json::from_value(json!(text)).map_err(|_| "classic or short".to_owned())
}

impl Workspace {
    /// # Errors
    /// What could not be done, in words.
    pub async fn run(self) -> anyhow::Result<()> {
        match self.command {
            Command::Add(add) => add.run().await,
            Command::List(list) => list.run().await,
        }
    }
}

impl Add {
    async fn run(self) -> anyhow::Result<()> {
        let app = self.place.open().await?;
        let all = app.store.system_read(|directory| directory.workspaces()).await?;
        if all.iter().any(|workspace| same(&workspace.name, &self.name)) {
            anyhow::bail!("there is a workspace {} already", self.name);
        }
        let email = self.email.trim().to_lowercase();
        let asked = email.clone();
        let known = app.store.system_read(move |directory| directory.identity_by_email(&asked)).await?;
        let link = Link::new(&app, Purpose::Join, &self.place.base());
        let way_in = match &known {
            Some(identity) => WayIn::Known(identity.id),
            None => WayIn::Link(link.clone()),
        };
        let body = SetupBody {
            workspace: self.name.clone(),
            name: self.owner,
            email,
            password: String::new(),
            language: self.language,
            currency: self.currency,
            time_zone: self.time_zone,
            template: self.template,
        };
        let nobody = app.ids.id();
        let founded = found_with(&app, body, false, way_in, nobody).await.map_err(Problem::into_words)?;
        let shown = known.is_none().then_some(&link.address);
        let mut words = format!("Made {}.", self.name);
        if let Some(address) = shown {
            words = format!("{words} Its owner chooses a password at\n{address}");
        }
        say(self.json, &json!({ "workspace": founded.workspace, "name": self.name, "link": shown }), &words);
        Ok(())
    }
}

impl List {
    async fn run(self) -> anyhow::Result<()> {
        let app = self.place.open().await?;
        let all = app.store.system_read(|directory| directory.workspaces()).await?;
        let items: Vec<_> = all
            .iter()
            .map(|workspace| json!({ "id": workspace.id, "name": workspace.name, "seq": workspace.seq }))
            .collect();
        let names: Vec<&str> = all.iter().map(|workspace| workspace.name.as_str()).collect();
        say(self.json, &json!({ "items": items }), &names.join("\n"));
        Ok(())
    }
}

fn same(one: &str, other: &str) -> bool {
    one.trim().to_lowercase() == other.trim().to_lowercase()
}

/// The workspace of a name (or id); without one, the only one there is.
///
/// # Errors
/// There is none, or more than one; in words.
pub async fn find(app: &App, name: Option<&str>) -> anyhow::Result<WorkspaceRow> {
    let all = app.store.system_read(|directory| directory.workspaces()).await?;
    let names = || all.iter().map(|workspace| workspace.name.as_str()).collect::<Vec<_>>().join(", ");
    let Some(name) = name else {
        return match &all[..] {
            [] => anyhow::bail!("there is no workspace yet; open the browser to set one up"),
            [only] => Ok(only.clone()),
            _ => anyhow::bail!("say which workspace with --workspace: {}", names()),
        };
    };
    let found: Vec<_> =
        all.iter().filter(|row| same(&row.name, name) || row.id.to_string() == name).collect();
    match found[..] {
        [one] => Ok(one.clone()),
        [] => anyhow::bail!("there is no workspace {name}; there are: {}", names()),
        _ => anyhow::bail!("several workspaces are called {name}; use the id"),
    }
}

/// An instant as people read it in lists.
pub fn day(at: Instant) -> String {
    at.to_string().chars().take(16).collect::<String>().replace('T', " ")
}
