//! The write queue: commands that wait are run in one transaction, each in a savepoint, and share its
//! sync. One queue for SQLite (one writer), one per workspace for PostgreSQL.

use std::collections::{HashMap, VecDeque};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use rand::Rng;
use tokio::sync::oneshot;
use trechter_domain::event::NewEvent;
use trechter_domain::{Catalogue, Instant, WorkspaceId};

use crate::engine::Conn;
use crate::error::{Error, Result};
use crate::tx::Tx;
use crate::{Inner, Written, lock};

/// Commands that may share one commit.
const LARGEST_GROUP: usize = 64;
/// Attempts before a conflict between server processes is given back to the caller.
const ATTEMPTS: u32 = 6;

/// A queued command.
pub(crate) trait Command: Send {
    fn workspace(&self) -> WorkspaceId;
    /// The name and time of founding, when this command founds its workspace.
    fn founds(&self) -> Option<(&str, Instant)>;
    /// Runs it, perhaps again after a conflict; what it returns is kept until the commit.
    fn run(&mut self, tx: &mut Tx<'_>) -> Result<()>;
    /// Tells whoever waits. After this it is never run again.
    fn finish(self: Box<Self>, outcome: Result<i64>);
}

/// A command with its caller.
pub(crate) struct Work<T, F> {
    pub workspace: WorkspaceId,
    pub founds: Option<(String, Instant)>,
    pub run: F,
    pub value: Option<T>,
    pub reply: oneshot::Sender<Result<Written<T>>>,
}

impl<T, F> Command for Work<T, F>
where
    T: Send,
    F: FnMut(&mut Tx<'_>) -> Result<T> + Send,
{
    fn workspace(&self) -> WorkspaceId {
        self.workspace
    }

    fn founds(&self) -> Option<(&str, Instant)> {
        self.founds.as_ref().map(|(name, now)| (name.as_str(), *now))
    }

    fn run(&mut self, tx: &mut Tx<'_>) -> Result<()> {
        self.value = Some((self.run)(tx)?);
        Ok(())
    }

    fn finish(self: Box<Self>, outcome: Result<i64>) {
        let Work { value, reply, .. } = *self;
        let answer = outcome.and_then(|seq| match value {
            Some(value) => Ok(Written { value, seq }),
            None => Err(Error::Internal("a command ended without a value".into())),
        });
        // A caller that went away cancels nothing: the work is on disk.
        drop(reply.send(answer));
    }
}

/// Which commands may share a transaction.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Lane {
    Whole,
    Of(WorkspaceId),
}

type Waiting = VecDeque<Box<dyn Command>>;

/// The queues of one process. A lane that is in the map has a worker.
#[derive(Default)]
pub(crate) struct Queues {
    lanes: Mutex<HashMap<Lane, Waiting>>,
}

impl Queues {
    /// Puts a command in its lane; the first one brings a worker along.
    pub(crate) fn push(&self, store: &Arc<Inner>, command: Box<dyn Command>) {
        let lane = if store.postgres { Lane::Of(command.workspace()) } else { Lane::Whole };
        let mut lanes = lock(&self.lanes);
        if let Some(waiting) = lanes.get_mut(&lane) {
            waiting.push_back(command);
            return;
        }
        lanes.insert(lane, VecDeque::from([command]));
        drop(lanes);
        let store = Arc::clone(store);
        tokio::task::spawn_blocking(move || store.queues.work(&store, lane));
    }

    fn work(&self, store: &Arc<Inner>, lane: Lane) {
        loop {
            let group: Vec<Box<dyn Command>> = {
                let mut lanes = lock(&self.lanes);
                let Some(waiting) = lanes.get_mut(&lane) else { return };
                if waiting.is_empty() {
                    lanes.remove(&lane);
                    return;
                }
                let count = waiting.len().min(LARGEST_GROUP);
                waiting.drain(..count).collect()
            };
            run_group(store, group);
        }
    }
}

/// What became of one command of a group.
struct Outcome {
    result: Result<()>,
    events: Vec<NewEvent>,
}

fn run_group(store: &Arc<Inner>, mut group: Vec<Box<dyn Command>>) {
    let mut attempt = 0;
    let outcome = loop {
        attempt += 1;
        let mut conn = match store.writers.take() {
            Ok(conn) => conn,
            Err(error) => break Err(error),
        };
        let outcome = attempt_group(store, &mut conn, &mut group);
        if outcome.is_err() {
            drop(conn.batch("ROLLBACK"));
        }
        drop(conn);
        match outcome {
            Err(Error::Busy(_)) if attempt < ATTEMPTS => {
                let most = 5u64 << attempt;
                std::thread::sleep(Duration::from_millis(rand::rng().random_range(1..=most)));
            }
            outcome => break outcome,
        }
    };
    match outcome {
        Ok(done) => {
            for (workspace, seq) in &done.seqs {
                drop(store.committed.send((*workspace, *seq)));
            }
            for (command, result) in group.into_iter().zip(done.results) {
                command.finish(result);
            }
        }
        Err(error) => {
            tracing::error!(%error, commands = group.len(), "a group of writes failed");
            for command in group {
                command.finish(Err(same(&error)));
            }
        }
    }
}

/// The same failure for every command of the group.
fn same(error: &Error) -> Error {
    match error {
        Error::Refused(refusal) => Error::Refused(refusal.clone()),
        Error::Away(words) => Error::Away(words.clone()),
        Error::DiskFull(words) => Error::DiskFull(words.clone()),
        Error::Busy(words) => Error::Busy(words.clone()),
        Error::Internal(words) => Error::Internal(words.clone()),
    }
}

struct Done {
    results: Vec<Result<i64>>,
    seqs: HashMap<WorkspaceId, i64>,
}

fn attempt_group(store: &Arc<Inner>, conn: &mut Conn, group: &mut [Box<dyn Command>]) -> Result<Done> {
    conn.batch(if conn.is_postgres() { "BEGIN" } else { "BEGIN IMMEDIATE" })?;
    let mut catalogues: HashMap<WorkspaceId, Arc<Catalogue>> = HashMap::new();
    let mut written: HashMap<WorkspaceId, Vec<NewEvent>> = HashMap::new();
    let mut outcomes = Vec::with_capacity(group.len());
    for command in group.iter_mut() {
        let workspace = command.workspace();
        let waiting = written.entry(workspace).or_default();
        let mut outcome = run_one(store, conn, command.as_mut(), &mut catalogues, waiting)?;
        waiting.append(&mut outcome.events.clone());
        outcomes.push((workspace, std::mem::take(&mut outcome.events).len(), outcome.result));
    }
    let mut seqs = HashMap::new();
    for (workspace, events) in &written {
        if !events.is_empty() {
            store.enter(conn, *workspace)?;
            seqs.insert(*workspace, crate::log::append(conn, *workspace, events)?);
        }
    }
    conn.batch("COMMIT")?;
    let mut next: HashMap<WorkspaceId, i64> = HashMap::new();
    let mut results = Vec::with_capacity(outcomes.len());
    for (workspace, count, result) in outcomes {
        let total = written.get(&workspace).map_or(0, Vec::len) as i64;
        let next =
            next.entry(workspace).or_insert_with(|| seqs.get(&workspace).map_or(0, |last| last - total));
        *next += count as i64;
        results.push(result.map(|()| *next));
    }
    Ok(Done { results, seqs })
}

/// Runs one command in its savepoint. The outer error ends the group, the inner one only this command.
fn run_one(
    store: &Arc<Inner>,
    conn: &mut Conn,
    command: &mut dyn Command,
    catalogues: &mut HashMap<WorkspaceId, Arc<Catalogue>>,
    waiting: &[NewEvent],
) -> Result<Outcome> {
    let workspace = command.workspace();
    let refused = |error| Ok(Outcome { result: Err(error), events: Vec::new() });
    store.enter(conn, workspace)?;
    conn.batch("SAVEPOINT command")?;
    let back = "ROLLBACK TO SAVEPOINT command; RELEASE SAVEPOINT command";
    if let Some((name, now)) = command.founds() {
        crate::Directory::new(conn).add_workspace(workspace, name, now)?;
    }
    let Some((seq, version)) = crate::catalogue::head(conn, workspace)? else {
        conn.batch(back)?;
        return refused(Error::Refused(trechter_domain::Refusal::not_found()));
    };
    let catalogue = match catalogues.get(&workspace) {
        Some(catalogue) => Arc::clone(catalogue),
        None => store.catalogue(conn, workspace, version)?,
    };
    let mut tx = Tx::new(conn, workspace, Arc::clone(&catalogue), seq, true, waiting);
    let ran = catch_unwind(AssertUnwindSafe(|| {
        command.run(&mut tx)?;
        tx.flush()
    }));
    let result = ran.unwrap_or_else(|_| Err(Error::Internal("a command panicked".into())));
    let (events, changed) = (std::mem::take(&mut tx.events), tx.catalogue_changed);
    drop(tx);
    match result {
        Ok(()) => {
            conn.batch("RELEASE SAVEPOINT command")?;
            if changed {
                let fresh = crate::catalogue::load(conn, workspace)?;
                catalogues.insert(workspace, Arc::new(fresh));
            } else {
                catalogues.entry(workspace).or_insert(catalogue);
            }
            Ok(Outcome { result: Ok(()), events })
        }
        Err(error @ (Error::Refused(_) | Error::Internal(_))) => {
            conn.batch(back)?;
            refused(error)
        }
        Err(error) => Err(error),
    }
}
