//! The command line.

pub mod backup;
pub mod config;
pub mod demo;
pub mod export;
pub mod import;
pub mod member;
pub mod report;
pub mod serve;
pub mod token;
pub mod workspace;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};
use trechter_store::Location;

use crate::app::Settings;
use crate::http::limits::Rate;

/// Trechter, a self-hosted sales-funnel CRM.
#[derive(Debug, Parser)]
#[command(name = "trechter", version, about)]
pub struct Cli {
    /// A file with settings; `trechter config` prints one.
    #[arg(long, env = "TRECHTER_CONFIG", global = true, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// How much is written to the log.
    #[arg(
        long,
        env = "TRECHTER_LOG",
        global = true,
        default_value = "warn,trechter=info",
        value_name = "FILTER"
    )]
    pub log: String,
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Start the server.
    Serve(serve::Serve),
    /// Start a server with a made-up company in it, to look around.
    Demo(demo::Demo),
    /// The people of a workspace.
    Member(member::Member),
    /// API tokens.
    Token(token::Token),
    /// The organisations of this installation.
    Workspace(workspace::Workspace),
    /// Print all settings as a file, with what they mean.
    Config(config::Config),
    /// Bring in the files of an old CRM.
    Import(import::Import),
    Export(export::Export),
    /// The numbers of the funnel: value, n, interval, comparison.
    Report(report::Report),
    Backup(backup::Backup),
    Restore(backup::Restore),
    /// Print the OpenAPI document.
    Openapi,
}

/// Where the data is.
#[derive(Debug, Clone, Default, Args)]
pub struct Place {
    /// Folder of the SQLite database and the attachments.
    #[arg(long, env = "TRECHTER_DATA", default_value = "data", value_name = "DIR")]
    pub data: PathBuf,
    /// PostgreSQL instead of SQLite: postgres://user:password@host/database
    #[arg(long, env = "TRECHTER_DATABASE", value_name = "URL", hide_env_values = true)]
    pub database: Option<String>,
    /// The address that browsers see, like https://crm.example.com
    #[arg(long, env = "TRECHTER_PUBLIC_URL", value_name = "URL")]
    pub public_url: Option<String>,
    /// A reverse proxy on another machine tells in X-Forwarded-For whose request it is.
    #[arg(
        long, env = "TRECHTER_BEHIND_PROXY", value_name = "true|false",
        action = clap::ArgAction::Set, num_args = 0..=1, default_value = "false", default_missing_value = "true"
    )]
    pub behind_proxy: bool,
    /// Requests per second that one member may make for long (ten times as many at once); 0: no limit.
    #[arg(long, env = "TRECHTER_REQUESTS_PER_SECOND", default_value_t = 2000, value_name = "N")]
    pub requests_per_second: u32,
}

/// Where the server listens when nothing else is said.
pub const LISTEN: &str = "127.0.0.1:7878";

impl Place {
    /// The settings that follow from it.
    pub fn settings(&self) -> Settings {
        let location = match &self.database {
            Some(url) => Location::Postgres(url.clone()),
            None => Location::Sqlite(self.data.join("trechter.sqlite")),
        };
        Settings {
            public_url: self.public_url.clone(),
            behind_proxy: self.behind_proxy,
            rate: Rate::per_second(self.requests_per_second),
            ..Settings::at(location, self.data.clone())
        }
    }

    /// What links begin with.
    pub fn base(&self) -> String {
        self.public_url.clone().unwrap_or_else(|| format!("http://{LISTEN}"))
    }

    /// Opens the program with the machine's clock and ids.
    ///
    /// # Errors
    /// The database cannot be opened.
    pub async fn open(&self) -> anyhow::Result<crate::app::App> {
        use std::sync::Arc;
        let machine = Arc::new(crate::clock::Machine);
        crate::app::App::open(
            self.settings(),
            machine.clone(),
            machine,
            crate::password::Passwords::strong()?,
        )
        .await
    }
}

/// Runs the command line.
///
/// # Errors
/// What the command could not do, in words.
pub async fn run(cli: Cli) -> anyhow::Result<()> {
    match cli.command {
        Command::Serve(serve) => serve.run().await,
        Command::Demo(demo) => demo.run().await,
        Command::Member(member) => member.run().await,
        Command::Token(token) => token.run().await,
        Command::Workspace(workspace) => workspace.run().await,
        Command::Config(config) => config.run(&cli.log),
        Command::Import(import) => import.run().await,
        Command::Export(export) => export.run().await,
        Command::Report(report) => report.run().await,
        Command::Backup(backup) => backup.run().await,
        Command::Restore(restore) => restore.run().await,
        Command::Openapi => {
            let document = crate::http::openapi::document(&crate::routes::operations());
            println!("{}", serde_json::to_string_pretty(&document)?);
            Ok(())
        }
    }
}

/// Says what a command did: to people in words, to programs in JSON.
fn say(json: bool, answer: &serde_json::Value, words: &str) {
    if json {
        println!("{answer:#}");
    } else if !words.is_empty() {
        println!("{words}");
    }
}
