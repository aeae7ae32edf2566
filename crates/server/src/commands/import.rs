//! `trechter import`: brings in the files of an old CRM.

use std::path::PathBuf;

use clap::Args;
use trechter_domain::permission::Role;
use trechter_domain::{BatchId, MemberId, WorkspaceId};

use super::Place;
use crate::app::App;
use crate::http::words;
use crate::import::batch::Import as Kept;
use crate::import::job::{self, Desk, Stop};
use crate::import::mapping::Mapping;
use crate::import::report::{ImportView, NoteKind, Report, State};
use crate::import::{check, propose};

/// Reads files of an old CRM into a workspace. The same files again change nothing.
///
/// Ends with 0 when all rows are in, 2 when some were refused, 1 when nothing could be done.
#[derive(Debug, Args)]
pub struct Import {
    #[command(flatten)]
    place: Place,
    /// Name of the workspace; not needed when there is only one.
    #[arg(long, value_name = "NAME")]
    workspace: Option<String>,
    /// The mapping file; see examples/import. Without it, the proposed mapping is printed and nothing is
    /// imported.
    #[arg(long, value_name = "FILE")]
    map: Option<PathBuf>,
    /// Only try: counts and row errors.
    #[arg(long)]
    dry_run: bool,
    /// Print the result as JSON.
    #[arg(long)]
    json: bool,
    /// Write the refused rows, with the reason, to this file.
    #[arg(long, value_name = "FILE")]
    refused: Option<PathBuf>,
    /// CSV, XLSX, gzip, or a zip of them.
    #[arg(required = true, value_name = "FILES")]
    files: Vec<PathBuf>,
}

/// Some rows were refused: the program ends with 2.
#[derive(Debug)]
pub struct Partly(u64);

impl std::fmt::Display for Partly {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} rows were refused", self.0)
    }
}

impl std::error::Error for Partly {}

impl Import {
    /// Runs it.
    ///
    /// # Errors
    /// What could not be done, in words.
    pub async fn run(self) -> anyhow::Result<()> {
        let app = self.place.open().await?;
        let mapping = match &self.map {
            None => None,
            Some(path) => {
                let text = read(path)?;
                let text = String::from_utf8(text)
                    .map_err(|_| anyhow::anyhow!("{} is not UTF-8", path.display()))?;
                Some(
                    Mapping::from_toml(&text)
                        .map_err(|error| anyhow::anyhow!("{}: {error}", path.display()))?,
                )
            }
        };
        let (workspace, member) = find_workspace(&app, self.workspace.as_deref()).await?;
        let mut files = Vec::new();
        for path in &self.files {
            let name = path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
            files.push((name, read(path)?));
        }
        let desk = Desk { app: app.clone(), workspace, member: Some(member), id: BatchId(app.ids.id()) };
        let proposed = mapping.is_none();
        let import = job::take_in(&desk, files, mapping).await.map_err(in_words)?;
        if proposed {
            return propose_mapping(&desk, &import).await;
        }
        let looked = desk.looked(&import.doc).await.map_err(in_words)?;
        let catalogue = app.store.read(workspace, |tx| Ok(tx.catalogue())).await?;
        let sheets: Vec<_> = looked.into_iter().map(|looked| looked.sheet).collect();
        let problems = check::problems(&import.doc.mapping, &sheets, &catalogue);
        if !problems.is_empty() {
            for problem in &problems {
                let place = [
                    problem.file.map(|file| import.doc.mapping.files[file].name.clone()),
                    problem.column.clone(),
                    problem.field.clone(),
                ];
                let place: Vec<String> = place.into_iter().flatten().collect();
                eprintln!("{}: {}", place.join(", "), words::field("en", problem.code, &Default::default()));
            }
            give_up(&desk).await?;
            anyhow::bail!("the mapping does not fit the files; nothing was imported");
        }
        let view = self.work(&desk).await?;
        let report = if self.dry_run { view.dry_run.clone() } else { view.report.clone() };
        let report = report.unwrap_or_default();
        if self.json {
            println!("{}", serde_json::to_string_pretty(&view)?);
        } else {
            tell(&report, self.dry_run);
        }
        if let Some(path) = &self.refused {
            let id = desk.id;
            let csv = app.store.read(workspace, move |tx| crate::import::refused::csv(tx, id, "en")).await?;
            std::fs::write(path, csv)?;
        }
        if view.state == State::Failed || view.error.is_some() {
            anyhow::bail!("the import stopped: {}", view.error.unwrap_or_default());
        }
        match report.total().refused {
            0 => Ok(()),
            refused => Err(Partly(refused).into()),
        }
    }

    /// Works to the end, with its progress on stderr.
    async fn work(&self, desk: &Desk) -> anyhow::Result<ImportView> {
        let state = if self.dry_run { State::Checking } else { State::Running };
        let now = desk.app.clock.now();
        desk.change(&[State::Draft], move |import| {
            import.state = state;
            import.doc.beat = now;
        })
        .await?;
        let mut work = tokio::spawn(desk.clone().work(state));
        let mut shown = None;
        loop {
            let done = tokio::time::timeout(std::time::Duration::from_millis(500), &mut work).await;
            let id = desk.id;
            let view = desk.app.store.read(desk.workspace, move |tx| Kept::load(tx, id)).await?.view();
            let progress = (view.progress.done, view.progress.total);
            if shown != Some(progress) && progress.1 > 0 {
                eprintln!("{} of {} rows", progress.0, progress.1);
                shown = Some(progress);
            }
            if let Ok(ended) = done {
                ended?;
                if self.dry_run {
                    give_up(desk).await?;
                }
                return Ok(view);
            }
        }
    }
}

fn read(path: &std::path::Path) -> anyhow::Result<Vec<u8>> {
    std::fs::read(path).map_err(|error| anyhow::anyhow!("{}: {error}", path.display()))
}

fn in_words(stop: Stop) -> anyhow::Error {
    match stop {
        Stop::Store(error) => error.into(),
        Stop::File(name, unreadable) => anyhow::anyhow!("{name} cannot be read: {unreadable}"),
        Stop::Lost => anyhow::anyhow!("the files are gone"),
    }
}

/// A draft from the command line leaves nothing behind.
async fn give_up(desk: &Desk) -> anyhow::Result<()> {
    desk.change(&[State::Draft], |import| import.state = State::Cancelled).await?;
    desk.folder().clear();
    Ok(())
}

async fn propose_mapping(desk: &Desk, import: &Kept) -> anyhow::Result<()> {
    let looked = desk.looked(&import.doc).await.map_err(in_words)?;
    let catalogue = desk.app.store.read(desk.workspace, |tx| Ok(tx.catalogue())).await?;
    for proposal in propose::proposals(&looked, &import.doc.mapping, &catalogue) {
        let place = proposal.column.as_deref().unwrap_or("");
        let to = proposal.to.as_deref().map_or(String::new(), |to| format!(" = {to}"));
        eprintln!("to decide: {:?} {place} {}{to} ({} rows)", proposal.kind, proposal.from, proposal.rows);
    }
    print!("{}", import.doc.mapping.to_toml());
    give_up(desk).await
}

/// The workspace of a name, and the owner in whose name the import is made.
async fn find_workspace(app: &App, name: Option<&str>) -> anyhow::Result<(WorkspaceId, MemberId)> {
    let all = app.store.system_read(|directory| directory.workspaces()).await?;
    let mut found = all.into_iter().filter(|workspace| name.is_none_or(|name| workspace.name == name));
    let workspace = match (found.next(), found.next()) {
        (Some(workspace), None) => workspace,
        (None, _) => anyhow::bail!("there is no workspace {}; set one up first", name.unwrap_or("")),
        _ => anyhow::bail!("there are several workspaces; name one with --workspace"),
    };
    let catalogue = app.store.read(workspace.id, |tx| Ok(tx.catalogue())).await?;
    let owner = catalogue.members.iter().find(|member| member.role == Role::Owner && member.active);
    let owner = owner.ok_or_else(|| anyhow::anyhow!("the workspace has no owner"))?;
    Ok((workspace.id, owner.id))
}

fn tell(report: &Report, dry: bool) {
    println!("{}", if dry { "Tried; nothing was imported:" } else { "Imported:" });
    for (entity, counts) in &report.counts {
        println!(
            "  {:14} {:>8} rows: {} new, {} changed, {} as before, {} left out, {} refused, {} without a date",
            entity.as_str(),
            counts.rows,
            counts.created,
            counts.changed,
            counts.unchanged,
            counts.skipped,
            counts.refused,
            counts.undated,
        );
    }
    for (kind, names) in &report.entries {
        println!("  {:14} {:>8} made", kind.as_str(), names.len());
    }
    for (kind, codes) in &report.remarks {
        for (code, count) in codes {
            println!(
                "  {}: {} times: {}",
                kind.as_str(),
                count,
                words::field("en", code, &Default::default())
            );
        }
    }
    for note in report.notes.iter().filter(|note| note.kind == NoteKind::Refused).take(20) {
        let place =
            note.column.as_ref().or(note.field.as_ref()).map_or(String::new(), |place| format!("{place}: "));
        println!(
            "  {} line {}: {place}{}",
            note.file,
            note.line,
            words::field("en", &note.code, &note.params)
        );
    }
}
