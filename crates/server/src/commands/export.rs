//! `trechter export`: a whole workspace in one file.

use std::path::PathBuf;

use anyhow::{Context, bail};
use clap::Args;
use serde_json::json;

use super::{Place, say, workspace};
use crate::export::archive::{broken, pack};
use crate::files::{shelf, sync_folder};

/// Writes a workspace with its log and files to a zip of JSON lines. `trechter restore` reads it.
#[derive(Debug, Args)]
pub struct Export {
    #[command(flatten)]
    place: Place,
    /// Which workspace; not needed when there is only one.
    #[arg(long, value_name = "NAME")]
    workspace: Option<String>,
    /// The file to write; it must not be there yet.
    #[arg(long, value_name = "FILE.zip")]
    to: PathBuf,
    /// Answer in JSON.
    #[arg(long)]
    json: bool,
}

impl Export {
    /// # Errors
    /// What could not be done, in words.
    pub async fn run(self) -> anyhow::Result<()> {
        if self.to.exists() {
            bail!("{} is there already; choose another name", self.to.display());
        }
        let app = self.place.open().await?;
        let workspace = workspace::find(&app, self.workspace.as_deref()).await?.id;
        let folder = self.to.parent().filter(|folder| !folder.as_os_str().is_empty());
        let folder = folder.unwrap_or(std::path::Path::new(".")).to_owned();
        let beside = tempfile::Builder::new().prefix(".trechter-export-").tempfile_in(&folder);
        let beside = beside.with_context(|| format!("cannot write in {}", folder.display()))?;
        let (file, shelf, now) = (beside.reopen()?, shelf(&app), app.clock.now());
        let read = app.store.read(workspace, move |tx| {
            let file = file.try_clone().map_err(broken)?;
            let (file, manifest) = pack(tx, &shelf, now, None, std::io::BufWriter::new(file))?;
            file.into_inner().map_err(|error| broken(error.into_error()))?.sync_all().map_err(broken)?;
            Ok(manifest)
        });
        let manifest = read.await?;
        beside.persist_noclobber(&self.to)?;
        sync_folder(&folder.join("."))?;
        let words = format!("Wrote {} up to event {} to {}", manifest.name, manifest.seq, self.to.display());
        say(self.json, &json!({ "file": self.to, "manifest": manifest }), &words);
        Ok(())
    }
}
