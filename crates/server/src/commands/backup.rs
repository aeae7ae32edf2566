//! `trechter backup` and `trechter restore`.

use std::path::PathBuf;

use clap::Args;
use serde_json::json;
use trechter_store::Location;

use super::{Place, say};
use crate::backup::{self, Restored};
use crate::clock::{Clock, Machine};

/// Makes a backup of database and files while the server runs. It holds everything, the hashes of
/// passwords too: keep it where only you can read it. On PostgreSQL it holds an archive of every
/// workspace; `pg_dump` and point-in-time recovery are the better tool for large ones, then copy the
/// folder `files` beside it.
#[derive(Debug, Args)]
pub struct Backup {
    #[command(flatten)]
    place: Place,
    /// The file to write; it must not be there yet.
    #[arg(long, value_name = "FILE.zip")]
    to: PathBuf,
    /// Answer in JSON.
    #[arg(long)]
    json: bool,
}

impl Backup {
    /// # Errors
    /// What could not be done, in words.
    pub async fn run(self) -> anyhow::Result<()> {
        let settings = self.place.settings();
        let manifest = backup::backup(&settings, &self.to, Machine.now()).await?;
        let bytes: u64 = manifest.parts.iter().map(|part| part.bytes).sum();
        let mut words = format!(
            "Wrote {}: {} parts, {} kB before packing",
            self.to.display(),
            manifest.parts.len(),
            bytes >> 10
        );
        if matches!(settings.location, Location::Postgres(_)) {
            words
                .push_str("\nFor large databases pg_dump is quicker; this file comes back on either engine.");
        }
        say(self.json, &json!({ "file": self.to, "manifest": manifest }), &words);
        Ok(())
    }
}

/// Brings back a backup (into an empty place), or adds the workspace of an archive of `trechter export`.
/// Stop the server first. Every checksum is compared before anything is changed.
#[derive(Debug, Args)]
pub struct Restore {
    #[command(flatten)]
    place: Place,
    /// The backup or archive.
    #[arg(value_name = "FILE.zip")]
    from: PathBuf,
    /// Set a database that is there aside, under another name.
    #[arg(long)]
    force: bool,
    /// Answer in JSON.
    #[arg(long)]
    json: bool,
}

impl Restore {
    /// # Errors
    /// What could not be done, in words.
    pub async fn run(self) -> anyhow::Result<()> {
        let settings = self.place.settings();
        let restored =
            backup::restore(&settings, &self.from, self.force, async || self.place.open().await).await?;
        // A backup brings back what it held, also those who were erased since.
        let erased = crate::erasure::replay(&self.place.open().await?).await?;
        if erased > 0 && !self.json {
            println!("Erased {erased} persons once more, who were in the backup still");
        }
        let (answer, words) = match restored {
            Restored::Installation { created_at, files, workspaces } => (
                json!({ "created_at": created_at, "files": files, "workspaces": workspaces }),
                format!(
                    "Brought back {workspaces} workspaces as they were at {created_at}, all checksums right"
                ),
            ),
            Restored::Workspace { name, seq } => (
                json!({ "workspace": name, "seq": seq }),
                format!(
                    "Brought back {name} up to event {seq}, all checksums right. Members without a password \
                     get one with `trechter member reset-password`."
                ),
            ),
        };
        say(self.json, &answer, &words);
        Ok(())
    }
}
