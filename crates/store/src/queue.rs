//! The write queue: commands that wait are run in one transaction, each in a savepoint, and share its
//! sync. One queue for SQLite (one writer), one per workspace for PostgreSQL.

use std::collections::{HashMap, VecDeque};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use rand::Rng;
use tokio::sync::oneshot;
use trechter_domain::event::NewEvent;
use trechter_domain::{Catalogue, Instant, WorkspaceId};

use crate::engine::Conn;
use crate::error::{Error, Result};
use crate::idempotency::KeptReply;
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
            // Commands' own panics are caught where they run; should another one come this far, its group
            // is told that the writer is gone, and the lane goes on.
            if catch_unwind(AssertUnwindSafe(|| run_group(store, group))).is_err() {
                tracing::error!("a group of writes panicked");
            }
        }
    }
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

/// What the commands of a group did to one workspace so far.
struct Shared {
    /// The workspace's last event before the group.
    head: i64,
    catalogue: Arc<Catalogue>,
    events: Vec<NewEvent>,
    /// Kept replies, with the number of events up to and with their command.
    kept: Vec<(KeptReply, usize)>,
}

fn attempt_group(store: &Arc<Inner>, conn: &mut Conn, group: &mut [Box<dyn Command>]) -> Result<Done> {
    conn.batch(if conn.is_postgres() { "BEGIN ISOLATION LEVEL READ COMMITTED" } else { "BEGIN IMMEDIATE" })?;
    let mut shared: HashMap<WorkspaceId, Shared> = HashMap::new();
    let mut outcomes = Vec::with_capacity(group.len());
    // Alone in its transaction, a command needs no savepoint: a refusal ends the transaction. SQLite would
    // keep a second journal of every page for as long as the savepoint stands.
    let alone = group.len() == 1;
    for command in group.iter_mut() {
        let result = run_one(store, conn, command.as_mut(), &mut shared, alone)?;
        if alone && result.is_err() {
            conn.batch("ROLLBACK")?;
            return Ok(Done { results: vec![result.map(|()| 0)], seqs: HashMap::new() });
        }
        let events = shared.get(&command.workspace()).map_or(0, |shared| shared.events.len());
        outcomes.push((command.workspace(), events, result));
    }
    let mut firsts = HashMap::new();
    let mut seqs = HashMap::new();
    for (workspace, shared) in &shared {
        if shared.events.is_empty() {
            firsts.insert(*workspace, shared.head);
            continue;
        }
        conn.batch(&store.entering(*workspace, "", ""))?;
        let last = crate::log::append(conn, *workspace, &shared.events)?;
        let first = last - shared.events.len() as i64;
        if first != shared.head {
            // Another process wrote in between.
            for (kept, events) in &shared.kept {
                kept.write(conn, *workspace, first + *events as i64)?;
            }
        }
        firsts.insert(*workspace, first);
        seqs.insert(*workspace, last);
    }
    conn.batch("COMMIT")?;
    for (workspace, shared) in &shared {
        store.forget_catalogue_before(*workspace, &shared.catalogue);
    }
    let number = |workspace, events: usize| firsts.get(&workspace).unwrap_or(&0) + events as i64;
    let results =
        outcomes.into_iter().map(|(workspace, events, result)| result.map(|()| number(workspace, events)));
    Ok(Done { results: results.collect(), seqs })
}

/// Runs one command, in a savepoint unless it is alone. The outer error ends the group, the inner one only
/// this command; of one that was alone the caller rolls all back.
fn run_one(
    store: &Arc<Inner>,
    conn: &mut Conn,
    command: &mut dyn Command,
    shared: &mut HashMap<WorkspaceId, Shared>,
    alone: bool,
) -> Result<Result<()>> {
    let (begin, keep, undo) = if alone {
        ("", "", "")
    } else {
        (
            "SAVEPOINT command",
            "RELEASE SAVEPOINT command",
            "ROLLBACK TO SAVEPOINT command; RELEASE SAVEPOINT command",
        )
    };
    conn.batch(&store.entering(command.workspace(), "", begin))?;
    let ran = catch_unwind(AssertUnwindSafe(|| in_savepoint(store, conn, command, shared)));
    let ran = ran.unwrap_or_else(|_| Err(Error::Internal("a command panicked".into())));
    match ran {
        Ok(()) => conn.batch(keep).map(Ok),
        Err(error @ (Error::Refused(_) | Error::Internal(_))) => {
            conn.batch(undo)?;
            Ok(Err(error))
        }
        Err(error) => Err(error),
    }
}

/// Runs one command; what it leaves in `shared` is there only when it succeeded.
fn in_savepoint(
    store: &Arc<Inner>,
    conn: &mut Conn,
    command: &mut dyn Command,
    shared: &mut HashMap<WorkspaceId, Shared>,
) -> Result<()> {
    let workspace = command.workspace();
    if let Some((name, now)) = command.founds() {
        crate::Directory::new(conn).add_workspace(workspace, name, now)?;
    }
    let head = crate::catalogue::head(conn, workspace)?.ok_or_else(trechter_domain::Refusal::not_found)?;
    let earlier = shared.get(&workspace);
    let catalogue = match earlier {
        Some(earlier) => Arc::clone(&earlier.catalogue),
        None => store.catalogue(conn, workspace, head.catalogue_version)?,
    };
    let waiting = earlier.map_or(&[][..], |earlier| &earlier.events);
    let mut tx = Tx::new(conn, workspace, Arc::clone(&catalogue), head, Some(waiting));
    tx.filling = store.filling.load(Ordering::Acquire);
    command.run(&mut tx)?;
    tx.flush()?;
    let (events, kept, catalogue) = (tx.events, tx.kept, tx.catalogue);
    let first = earlier.map_or(head.seq, |earlier| earlier.head);
    let count = waiting.len() + events.len();
    for reply in &kept {
        reply.write(conn, workspace, first + count as i64)?;
    }
    let entry = shared.entry(workspace).or_insert_with(|| Shared {
        head: first,
        catalogue: Arc::clone(&catalogue),
        events: Vec::new(),
        kept: Vec::new(),
    });
    entry.catalogue = catalogue;
    entry.events.extend(events);
    entry.kept.extend(kept.into_iter().map(|reply| (reply, count)));
    Ok(())
}
