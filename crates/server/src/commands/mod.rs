//! The command line.

pub mod demo;
pub mod serve;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};
use trechter_store::Location;

use crate::app::Settings;

/// Trechter, a self-hosted sales-funnel CRM.
#[derive(Debug, Parser)]
#[command(name = "trechter", version, about)]
pub struct Cli {
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Start the server.
    Serve(serve::Serve),
    /// Start a server with a made-up company in it, to look around.
    Demo(demo::Demo),
    /// Print the OpenAPI document.
    Openapi,
}

/// Where the data is.
#[derive(Debug, Clone, Args)]
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
}

impl Place {
    /// The settings that follow from it.
    pub fn settings(&self) -> Settings {
        let location = match &self.database {
            Some(url) => Location::Postgres(url.clone()),
            None => Location::Sqlite(self.data.join("trechter.sqlite")),
        };
        Settings { public_url: self.public_url.clone(), ..Settings::at(location, self.data.clone()) }
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
        Command::Openapi => {
            let document = crate::http::openapi::document(&crate::routes::operations());
            println!("{}", serde_json::to_string_pretty(&document)?);
            Ok(())
        }
    }
}
