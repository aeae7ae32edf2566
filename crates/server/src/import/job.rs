//! The work of an import: a dry run, and the run itself in chunks that survive a crash.

use std::sync::{Arc, RwLock};

use serde_json::json;
use trechter_domain::event::{EventKind, Kind, Subject};
use trechter_domain::permission::Act;
use trechter_domain::{BatchId, Instant, MemberId, Origin, Refusal, WorkspaceId};
use trechter_store::{Batch, Error, Result, Tx};

use super::batch::{Doc, Import, KIND};
use super::chunk::Chunk;
use super::draft::{Drafted, Drafter};
use super::index::Index;
use super::keep::Folder;
use super::mapping::{FileMap, Mapping};
use super::plan::Plan;
use super::propose::{self, Looked};
use super::read::{self, Budget, Sheet, Unreadable, Wish};
use super::report::{FileInfo, Note, NoteKind, Progress, Report, State};
use crate::app::App;
use crate::caller::Deed;

/// Rows of a chunk, at most.
const MOST_ROWS: usize = 500;
/// Rows of the first chunk, until it is known how long they take.
const FIRST_ROWS: usize = 100;
/// Milliseconds of the writer that a chunk should take.
const GOOD: i64 = 20;
/// Milliseconds after which a task that was not heard of is believed dead.
pub const LEASE: i64 = 30_000;

/// Whose import it is.
#[derive(Clone)]
pub struct Desk {
    pub app: App,
    pub workspace: WorkspaceId,
    pub member: Option<MemberId>,
    pub id: BatchId,
}

/// Why an import cannot go on.
#[derive(Debug)]
pub enum Stop {
    Store(Error),
    /// A file of this name cannot be read.
    File(String, Unreadable),
    /// The kept files are gone.
    Lost,
}

impl From<Error> for Stop {
    fn from(error: Error) -> Self {
        Stop::Store(error)
    }
}

impl From<Refusal> for Stop {
    fn from(refusal: Refusal) -> Self {
        Stop::Store(refusal.into())
    }
}

impl Stop {
    /// The stable code that is kept with a failed import.
    pub fn code(&self) -> String {
        match self {
            Stop::Store(Error::Refused(refusal)) => refusal.code.to_owned(),
            Stop::Store(_) => "defect".to_owned(),
            Stop::File(_, unreadable) => unreadable.code().to_owned(),
            Stop::Lost => "import_files_gone".to_owned(),
        }
    }
}

/// Takes files in: they are read, looked at and kept, and a mapping is proposed.
///
/// # Errors
/// A file that cannot be read; the disk's and the database's.
pub async fn take_in(
    desk: &Desk,
    files: Vec<(String, Vec<u8>)>,
    mapping: Option<Mapping>,
) -> Result<Import, Stop> {
    let infos: Vec<FileInfo> =
        files.iter().map(|(name, bytes)| FileInfo { name: name.clone(), size: bytes.len() as u64 }).collect();
    let folder = desk.folder();
    let told = mapping.clone();
    let sheets = blocking(move || {
        let (mut sheets, mut budget) = (Vec::new(), Budget::default());
        // Only when all of them can be read are they kept.
        for (name, bytes) in &files {
            sheets.extend(read_file(name, bytes, &mut budget, told.as_ref())?);
        }
        for (number, (_, bytes)) in files.iter().enumerate() {
            let full = |error: std::io::Error| Stop::Store(Error::DiskFull(error.to_string()));
            folder.put(number, bytes).map_err(full).inspect_err(|_| folder.clear())?;
        }
        Ok(sheets)
    })
    .await?;
    let (id, member, now) = (desk.id, desk.member, desk.app.clock.now());
    let catalogue = desk.app.store.read(desk.workspace, |tx| Ok(tx.catalogue())).await?;
    let mapping = match mapping {
        Some(mapping) => mapping,
        None => {
            blocking(move || Ok(propose::mapping(&propose::look(sheets, &catalogue), &catalogue))).await?
        }
    };
    let doc = Doc { kind: KIND.into(), files: infos, mapping, ..Doc::default() };
    let batch = Batch { id, state: String::new(), created_at: now, created_by: member, doc: json!({}) };
    let import = Import { batch, state: State::Draft, doc };
    let kept = import.clone();
    desk.app.store.write(desk.workspace, move |tx| kept.save(tx)).await?;
    Ok(import)
}

async fn blocking<T: Send + 'static>(
    run: impl FnOnce() -> Result<T, Stop> + Send + 'static,
) -> Result<T, Stop> {
    let done = tokio::task::spawn_blocking(run).await;
    done.unwrap_or_else(|error| Err(Stop::Store(Error::Internal(format!("an import task died: {error}")))))
}

fn read_file(
    name: &str,
    bytes: &[u8],
    budget: &mut Budget,
    mapping: Option<&Mapping>,
) -> Result<Vec<Sheet>, Stop> {
    let wish = |name: &str| {
        let file: Option<&FileMap> =
            mapping.and_then(|mapping| mapping.files_named(name).next()).map(|(_, file)| file);
        Wish {
            encoding: file.and_then(|file| file.encoding.clone()),
            delimiter: file.and_then(|file| file.delimiter),
        }
    };
    read::sheets(name, bytes, budget, &wish).map_err(|unreadable| Stop::File(name.to_owned(), unreadable))
}

impl Desk {
    pub fn folder(&self) -> Folder {
        Folder::of(&self.app.settings.data, self.workspace, self.id)
    }

    fn deed(&self, now: Instant) -> Deed {
        let deed = Deed::new(&self.app, self.member, Origin::Import, Act::Import);
        Deed { batch: Some(self.id), now, ..deed }
    }

    /// The kept files, read as the mapping says.
    ///
    /// # Errors
    /// They are gone or cannot be read.
    pub async fn sheets(&self, doc: &Doc) -> Result<Vec<Sheet>, Stop> {
        let (folder, files, mapping) = (self.folder(), doc.files.clone(), doc.mapping.clone());
        blocking(move || {
            let (mut sheets, mut budget) = (Vec::new(), Budget::default());
            for (number, file) in files.iter().enumerate() {
                let bytes = folder.get(number).map_err(|_| Stop::Lost)?;
                sheets.extend(read_file(&file.name, &bytes, &mut budget, Some(&mapping))?);
            }
            Ok(sheets)
        })
        .await
    }

    /// The files with what their columns look like.
    ///
    /// # Errors
    /// As [`Desk::sheets`].
    pub async fn looked(&self, doc: &Doc) -> Result<Vec<Looked>, Stop> {
        let sheets = self.sheets(doc).await?;
        let catalogue = self.app.store.read(self.workspace, |tx| Ok(tx.catalogue())).await?;
        blocking(move || Ok(propose::look(sheets, &catalogue))).await
    }

    async fn plan(&self, doc: &Doc, now: Instant) -> Result<Arc<Plan>, Stop> {
        let sheets = self.sheets(doc).await?;
        let catalogue = self.app.store.read(self.workspace, |tx| Ok(tx.catalogue())).await?;
        let (deed, mapping) = (self.deed(now), doc.mapping.clone());
        blocking(move || Ok(Plan::new(&deed.ctx(&catalogue), mapping, sheets)?.shared())).await
    }

    /// Changes the import, when it is in one of these states.
    ///
    /// # Errors
    /// `batch_running` or `import_not_now` when it is not.
    pub async fn change(
        &self,
        from: &'static [State],
        change: impl Fn(&mut Import) + Send + 'static,
    ) -> Result<Import, Error> {
        let id = self.id;
        let written = self.app.store.write(self.workspace, move |tx| {
            let mut import = Import::load(tx, id)?;
            if !from.contains(&import.state) {
                let code = match import.state {
                    State::Running | State::Checking | State::Undoing => "batch_running",
                    _ => "import_not_now",
                };
                return Err(Refusal::state(code).with("state", import.state.as_str()).into());
            }
            change(&mut import);
            import.save(tx)?;
            Ok(import)
        });
        Ok(written.await?.value)
    }

    /// Takes the work over: from now on another task that does it stops at its next step.
    async fn claim(&self, state: State) -> Result<Import, Error> {
        let (runner, now) = (self.app.ids.id(), self.app.clock.now());
        let from: &'static [State] = match state {
            State::Checking => &[State::Checking],
            State::Undoing => &[State::Undoing],
            _ => &[State::Running],
        };
        self.change(from, move |import| {
            import.doc.runner = Some(runner);
            import.doc.beat = now;
        })
        .await
    }

    /// Does what the state of the import asks for, to its end.
    pub async fn work(self, state: State) {
        let outcome = match state {
            State::Checking => self.check().await,
            State::Running => self.run().await,
            State::Undoing => super::undo::undo(&self).await,
            _ => Ok(()),
        };
        let Err(stop) = outcome else { return };
        tracing::error!(import = %self.id, code = stop.code(), ?stop, "an import stopped");
        let code = stop.code();
        let failed = self
            .change(&[State::Checking, State::Running, State::Undoing], move |import| {
                import.state = if import.state == State::Checking { State::Draft } else { State::Failed };
                import.doc.error = Some(code.clone());
            })
            .await;
        if let Err(error) = failed {
            tracing::error!(import = %self.id, %error, "a failed import could not be marked");
        }
    }

    /// Works in the background.
    pub fn start(self, state: State) {
        tokio::spawn(self.work(state));
    }

    /// A dry run: all that a run does, but nothing is kept.
    async fn check(&self) -> Result<(), Stop> {
        let import = self.claim(State::Checking).await?;
        let now = self.app.clock.now();
        let plan = self.plan(&import.doc, now).await?;
        let mut report = first_report(&plan);
        let mut index = Index::default();
        let total = plan.total();
        let mut done = 0;
        for number in 0..plan.steps.len() {
            let rows = plan.steps[number].rows.len();
            for start in (0..rows).step_by(MOST_ROWS) {
                let end = rows.min(start + MOST_ROWS);
                let (plan, deed) = (Arc::clone(&plan), self.deed(now));
                let held = std::mem::take(&mut index);
                let chunk = self.app.store.read(self.workspace, move |tx| {
                    let step = &plan.steps[number];
                    let drafter = Drafter::new(&plan, step, now);
                    let drafts: Vec<Drafted> =
                        step.order[start..end].iter().map(|row| drafter.draft(*row)).collect();
                    let catalogue = Arc::clone(&plan.entries.catalogue);
                    let chunk = Chunk::new(tx, (&deed, &plan, step), &held, &catalogue, true).run(&drafts)?;
                    Ok((chunk, held))
                });
                let (chunk, held) = chunk.await?;
                index = held;
                chunk.entries.into_iter().for_each(|entry| index.add(entry));
                merge(&mut report, &chunk.report);
                done += (end - start) as u64;
                if done % 5_000 < MOST_ROWS as u64 {
                    self.change(&[State::Checking], move |import| {
                        import.doc.progress = Progress { done, total }
                    })
                    .await?;
                }
            }
        }
        self.change(&[State::Checking], move |import| {
            import.state = State::Draft;
            import.doc.dry_run = Some(report.clone());
            import.doc.error = None;
            import.doc.progress = Progress { done: total, total };
        })
        .await?;
        Ok(())
    }

    /// The run, from where it was left.
    async fn run(&self) -> Result<(), Stop> {
        let import = self.claim(State::Running).await?;
        let now = self.app.clock.now();
        let plan = self.plan(&import.doc, now).await?;
        let runner = import.doc.runner;
        self.begin(&plan, now).await?;
        let index = Arc::new(RwLock::new(Index::default()));
        let (mut step, mut row) = import.doc.position;
        self.warm(&plan, &index, (step, row), now).await?;
        let mut size = FIRST_ROWS;
        let mut ready = None;
        while step < plan.steps.len() {
            let rows = plan.steps[step].rows.len();
            if row >= rows {
                (step, row) = (step + 1, 0);
                continue;
            }
            let (end, drafts) = match ready.take() {
                Some(ready) => ready,
                None => {
                    let end = rows.min(row + size);
                    (end, self.drafts(&plan, step, row..end, now).await?)
                }
            };
            // The next rows are read while these are written.
            let next = end..rows.min(end + size);
            let before = self.app.clock.now();
            let writing = async {
                let entries = self.chunk(&plan, &index, (step, end), drafts, runner).await;
                (entries, (self.app.clock.now().0 - before.0).max(1))
            };
            let ((entries, took), drafts) =
                tokio::join!(writing, self.drafts(&plan, step, next.clone(), now));
            let Some(entries) = entries? else { return Ok(()) };
            ready = (!next.is_empty()).then_some((next.end, drafts?));
            size = ((end - row) as i64 * GOOD / took).clamp(20, MOST_ROWS as i64) as usize;
            let mut index = index.write().unwrap_or_else(std::sync::PoisonError::into_inner);
            entries.into_iter().for_each(|entry| index.add(entry));
            row = end;
        }
        self.finish(runner).await
    }

    async fn drafts(
        &self,
        plan: &Arc<Plan>,
        step: usize,
        rows: std::ops::Range<usize>,
        now: Instant,
    ) -> Result<Arc<Vec<Drafted>>, Stop> {
        let plan = Arc::clone(plan);
        blocking(move || {
            let step = &plan.steps[step];
            let drafter = Drafter::new(&plan, step, now);
            Ok(Arc::new(step.order[rows].iter().map(|row| drafter.draft(*row)).collect()))
        })
        .await
    }

    /// The first write: the lists that the import needs, and the event that it began.
    async fn begin(&self, plan: &Arc<Plan>, now: Instant) -> Result<(), Stop> {
        let (id, plan, deed) = (self.id, Arc::clone(plan), self.deed(now));
        let written = self.app.store.write(self.workspace, move |tx| {
            let mut import = Import::load(tx, id)?;
            plan.entries.save(tx)?;
            if import.doc.report.is_none() {
                tx.push(&[batch_event(tx, &deed, EventKind::BatchStarted)])?;
                let report = first_report(&plan);
                keep_notes(tx, &mut import, &history_notes(&plan))?;
                let headers = plan.sheets.iter().map(|sheet| (sheet.file.clone(), sheet.header.clone()));
                import.doc.headers = headers.collect();
                import.doc.report = Some(report);
            } else if let Some(report) = &mut import.doc.report {
                for (kind, names) in plan.entries.names() {
                    report.entries.entry(kind).or_default().extend(names);
                }
            }
            import.doc.progress.total = plan.total();
            import.save(tx)
        });
        written.await?;
        Ok(())
    }

    /// Fills the memory of names with the rows that an earlier task did.
    async fn warm(
        &self,
        plan: &Arc<Plan>,
        index: &Arc<RwLock<Index>>,
        (step, row): (usize, usize),
        now: Instant,
    ) -> Result<(), Stop> {
        for number in 0..=step.min(plan.steps.len().saturating_sub(1)) {
            let rows = plan.steps.get(number).map_or(0, |step| step.rows.len());
            let end = if number == step { row.min(rows) } else { rows };
            for start in (0..end).step_by(MOST_ROWS) {
                let drafts = self.drafts(plan, number, start..end.min(start + MOST_ROWS), now).await?;
                let (plan, index) = (Arc::clone(plan), Arc::clone(index));
                let read = self.app.store.read(self.workspace, move |tx| {
                    let Some(kind) = plan.steps[number].entity.kind() else { return Ok(()) };
                    let records = drafts.iter().filter_map(|drafted| match drafted {
                        Drafted::Record(draft) => Some(draft),
                        _ => None,
                    });
                    let ids: Vec<String> = records.clone().map(|draft| draft.external.clone()).collect();
                    let known = tx.imported_rows(&plan.mapping.system, kind, &ids)?;
                    let known: std::collections::HashMap<String, uuid::Uuid> =
                        known.into_iter().map(|row| (row.external_id, row.subject)).collect();
                    let mut index = index.write().unwrap_or_else(std::sync::PoisonError::into_inner);
                    for draft in records {
                        if let Some(id) = known.get(&draft.external) {
                            super::index::names(draft, kind, *id)
                                .into_iter()
                                .for_each(|entry| index.add(entry));
                        }
                    }
                    Ok(())
                });
                read.await?;
            }
        }
        Ok(())
    }

    /// One chunk, its progress in the same transaction. `None` when somebody stopped the import.
    async fn chunk(
        &self,
        plan: &Arc<Plan>,
        index: &Arc<RwLock<Index>>,
        next: (usize, usize),
        drafts: Arc<Vec<Drafted>>,
        runner: Option<uuid::Uuid>,
    ) -> Result<Option<Vec<super::index::Entry>>, Stop> {
        let (id, plan, index, deed) =
            (self.id, Arc::clone(plan), Arc::clone(index), self.deed(self.app.clock.now()));
        let written = self.app.store.write(self.workspace, move |tx| {
            let mut import = Import::load(tx, id)?;
            if import.state != State::Running || import.doc.runner != runner {
                return Ok(None);
            }
            let catalogue = tx.catalogue();
            let index = index.read().unwrap_or_else(std::sync::PoisonError::into_inner);
            let step = &plan.steps[next.0];
            let chunk = Chunk::new(tx, (&deed, &plan, step), &index, &catalogue, false).run(&drafts)?;
            keep_notes(tx, &mut import, &chunk.notes)?;
            merge(import.doc.report.get_or_insert_default(), &chunk.report);
            import.doc.position = next;
            import.doc.progress.done += drafts.len() as u64;
            import.doc.beat = deed.now;
            import.save(tx)?;
            Ok(Some(chunk.entries))
        });
        Ok(written.await?.value)
    }

    /// Stops a run or dry run. What a run brought in until now counts, and can be undone.
    ///
    /// # Errors
    /// `import_not_now`; the database's.
    pub async fn cancel(&self) -> Result<Import, Error> {
        let (id, deed) = (self.id, self.deed(self.app.clock.now()));
        let written = self.app.store.write(self.workspace, move |tx| {
            let mut import = Import::load(tx, id)?;
            match import.state {
                State::Checking => import.state = State::Draft,
                State::Draft => import.state = State::Cancelled,
                State::Running => {
                    import.state = State::Cancelled;
                    if import.doc.report.is_some() {
                        tx.push(&[batch_event(tx, &deed, EventKind::BatchFinished)])?;
                    }
                }
                _ => {
                    return Err(Refusal::state("import_not_now").with("state", import.state.as_str()).into());
                }
            }
            import.doc.runner = None;
            import.save(tx)?;
            Ok(import)
        });
        Ok(written.await?.value)
    }

    async fn finish(&self, runner: Option<uuid::Uuid>) -> Result<(), Stop> {
        let (id, deed) = (self.id, self.deed(self.app.clock.now()));
        let written = self.app.store.write(self.workspace, move |tx| {
            let mut import = Import::load(tx, id)?;
            if import.state != State::Running || import.doc.runner != runner {
                return Ok(false);
            }
            import.state = State::Finished;
            import.doc.error = None;
            import.save(tx)?;
            tx.push(&[batch_event(tx, &deed, EventKind::BatchFinished)])?;
            Ok(true)
        });
        if written.await?.value {
            self.folder().clear();
        }
        Ok(())
    }
}

/// An event about the batch itself.
pub fn batch_event(tx: &Tx<'_>, deed: &Deed, kind: EventKind) -> trechter_domain::NewEvent {
    let catalogue = tx.catalogue();
    let id = deed.batch.unwrap_or_default();
    deed.ctx(&catalogue).event(Subject { kind: Kind::Batch, id: id.0 }, kind, 1)
}

/// What is known before the first row: the lists that are made, and the rows of stage history.
fn first_report(plan: &Plan) -> Report {
    let mut report = Report { entries: plan.entries.names(), ..Report::default() };
    let (rows, refused) = &plan.history;
    if *rows > 0 {
        let counts = report.count(super::entity::Entity::StageHistory);
        counts.rows = *rows;
        counts.refused = refused.len() as u64;
        counts.created = plan.visits.values().map(|visits| visits.len() as u64).sum();
        counts.skipped = counts.rows - counts.refused - counts.created;
    }
    history_notes(plan).iter().for_each(|note| report.note(note));
    report
}

/// Rows of stage history that cannot be used.
fn history_notes(plan: &Plan) -> Vec<Note> {
    let note = |(table, row, code): &(usize, usize, &'static str)| {
        let sheet = &plan.sheets[*table];
        let row = &sheet.rows[*row];
        let cells = row.cells.iter().map(str::to_owned).collect();
        let entity = super::entity::Entity::StageHistory;
        Note { row: Some(cells), ..Note::new(NoteKind::Refused, entity, &sheet.file, row.line, code) }
    };
    plan.history.1.iter().map(note).collect()
}

/// Adds what a chunk did.
fn merge(report: &mut Report, chunk: &Report) {
    for (entity, counts) in &chunk.counts {
        report.count(*entity).add(counts);
    }
    for (kind, codes) in &chunk.remarks {
        for (code, count) in codes {
            *report.remarks.entry(*kind).or_default().entry(code.clone()).or_default() += count;
        }
    }
    for note in &chunk.notes {
        if report.notes.iter().filter(|shown| shown.kind == note.kind).count() < super::report::SHOWN {
            report.notes.push(note.clone());
        }
    }
}

/// Keeps remarks so that all of them can be read later, not only the first.
pub fn keep_notes(tx: &mut Tx<'_>, import: &mut Import, notes: &[Note]) -> Result<()> {
    let mut kept = Vec::with_capacity(notes.len());
    for note in notes {
        import.doc.notes += 1;
        kept.push((import.doc.notes, note.kind.as_str(), serde_json::to_value(note)?));
    }
    tx.save_import_notes(import.id(), &kept)
}

/// Takes up imports, dry runs and undos that a task left behind, when it was not heard of for a while.
///
/// # Errors
/// The database's.
pub async fn take_up(app: &App, silent_for: i64) -> Result<Vec<tokio::task::JoinHandle<()>>> {
    let mut tasks = Vec::new();
    let workspaces = app.store.system_read(|directory| directory.workspaces()).await?;
    for workspace in workspaces {
        let now = app.clock.now();
        let batches = app.store.read(workspace.id, |tx| tx.batches(200)).await?;
        for batch in batches {
            let Some(import) = Import::of(batch)? else { continue };
            let busy = matches!(import.state, State::Running | State::Checking | State::Undoing);
            if busy && now.0 - import.doc.beat.0 >= silent_for {
                let (member, id) = (import.batch.created_by, import.id());
                let desk = Desk { app: app.clone(), workspace: workspace.id, member, id };
                tasks.push(tokio::spawn(desk.work(import.state)));
            }
        }
    }
    Ok(tasks)
}

/// Looks for imports that were left behind, as long as the program runs.
pub async fn watch(app: App) {
    loop {
        if let Err(error) = take_up(&app, LEASE).await {
            tracing::warn!(%error, "imports that were left behind could not be looked for");
        }
        tokio::time::sleep(std::time::Duration::from_millis(LEASE as u64 / 2)).await;
    }
}
