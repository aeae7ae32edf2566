//! The facts of each workspace, kept in memory and current.
//!
//! A workspace's facts are loaded when it is first asked for a number. Before each answer the events since are read, so
//! that everybody sees his own write, on every node. The least used ones are dropped when memory runs short; nothing is
//! lost, for the log has it all.

mod asking;
mod known_at;
mod shelf;

use std::collections::HashMap;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use tokio::sync::Semaphore;
use trechter_domain::{BatchId, WorkspaceId};
use trechter_measure::facts::{Facts, Keeper, Release, Snapshot};
use trechter_store::{Error, Result, Store};

pub use asking::{Asking, Ready};
pub use known_at::KnownAt;
pub use shelf::Shelf;

/// Events read in one go.
const PAGE: i64 = 20_000;
/// Memory for the facts of all workspaces together, in bytes.
const BUDGET: usize = 1 << 30;

/// Places for those who compute at the same time.
static PLACES: LazyLock<Semaphore> = LazyLock::new(|| {
    let processors = std::thread::available_parallelism().map_or(2, std::num::NonZero::get);
    Semaphore::new(processors.max(2))
});

/// Events after which a snapshot is written anew.
const ENOUGH: i64 = 20_000;

/// The facts of the workspaces that somebody asked about.
pub struct Numbers {
    shelf: Shelf,
    desks: Mutex<HashMap<WorkspaceId, Arc<Desk>>>,
    clock: AtomicU64,
    restored: AtomicU64,
}

/// One workspace's facts.
#[derive(Default)]
struct Desk {
    keeper: tokio::sync::Mutex<Option<Keeper>>,
    bytes: AtomicU64,
    used: AtomicU64,
    /// The last event in its snapshot.
    written: AtomicI64,
}

impl Numbers {
    /// None yet; snapshots lie on this shelf.
    pub fn on(shelf: Shelf) -> Self {
        Self { shelf, desks: Mutex::default(), clock: AtomicU64::new(0), restored: AtomicU64::new(0) }
    }

    /// How many workspaces' facts came from a snapshot.
    pub fn restored(&self) -> u64 {
        self.restored.load(Ordering::Relaxed)
    }

    /// Writes the snapshots that are behind; for the end of the process.
    pub async fn keep(&self) {
        let desks: Vec<(WorkspaceId, Arc<Desk>)> = {
            let desks = self.desks.lock().unwrap_or_else(PoisonError::into_inner);
            desks.iter().map(|(workspace, desk)| (*workspace, Arc::clone(desk))).collect()
        };
        for (workspace, desk) in desks {
            let snapshot = desk.keeper.lock().await.as_mut().map(Keeper::snapshot);
            if let Some(snapshot) =
                snapshot.filter(|snapshot| snapshot.seq() > desk.written.load(Ordering::Relaxed))
            {
                self.write(workspace, desk, snapshot).await;
            }
        }
    }

    async fn write(&self, workspace: WorkspaceId, desk: Arc<Desk>, snapshot: Snapshot) {
        desk.written.store(snapshot.seq(), Ordering::Relaxed);
        let shelf = self.shelf.clone();
        let written = aside(move || shelf.write(workspace, &snapshot)).await;
        if let Ok(Err(error)) = written {
            tracing::warn!(%error, "the snapshot of facts cannot be written");
        }
    }

    /// A workspace's facts with everything that is on disk. Reading goes on when the asker goes away, so that the next
    /// one finds what was read.
    ///
    /// # Errors
    /// The database's.
    pub async fn current(self: &Arc<Self>, store: &Store, workspace: WorkspaceId) -> Result<Facts> {
        let (numbers, store) = (Arc::clone(self), store.clone());
        let read = tokio::spawn(async move { numbers.read(&store, workspace).await });
        read.await.map_err(|error| Error::Internal(error.to_string()))?
    }

    /// The facts of the snapshot, when it fits; else none yet.
    async fn begin(&self, store: &Store, workspace: WorkspaceId, desk: &Desk) -> Result<Keeper> {
        let whole = whole(store, workspace).await?;
        match self.shelf.read(store, workspace, whole.clone()).await? {
            Some(keeper) => {
                self.restored.fetch_add(1, Ordering::Relaxed);
                desk.written.store(keeper.seq(), Ordering::Relaxed);
                Ok(keeper)
            }
            None => Ok(Keeper::new(whole)),
        }
    }

    async fn read(self: &Arc<Self>, store: &Store, workspace: WorkspaceId) -> Result<Facts> {
        let desk = {
            let mut desks = self.desks.lock().unwrap_or_else(PoisonError::into_inner);
            Arc::clone(desks.entry(workspace).or_default())
        };
        desk.used.store(self.clock.fetch_add(1, Ordering::Relaxed), Ordering::Relaxed);
        let mut held = desk.keeper.lock().await;
        let keeper = match held.take() {
            Some(keeper) => keeper,
            None => self.begin(store, workspace, &desk).await?,
        };
        // After an error the keeper is gone; the next question begins anew, from the log.
        let (mut keeper, read) = catch_up(store, workspace, keeper).await?;
        let facts = keeper.facts();
        let behind = keeper.seq() - desk.written.load(Ordering::Relaxed) >= ENOUGH;
        let snapshot = behind.then(|| keeper.snapshot());
        *held = Some(keeper);
        drop(held);
        if let Some(snapshot) = snapshot {
            let (numbers, desk) = (Arc::clone(self), Arc::clone(&desk));
            tokio::spawn(async move { numbers.write(workspace, desk, snapshot).await });
        }
        if read || desk.bytes.load(Ordering::Relaxed) == 0 {
            desk.bytes.store(facts.bytes() as u64, Ordering::Relaxed);
            self.make_room(workspace);
        }
        Ok(facts)
    }

    /// Drops the least used facts until the rest fits the budget.
    fn make_room(&self, keep: WorkspaceId) {
        let mut desks = self.desks.lock().unwrap_or_else(PoisonError::into_inner);
        let size = |desk: &Arc<Desk>| desk.bytes.load(Ordering::Relaxed) as usize;
        let mut held: usize = desks.values().map(size).sum();
        while held > BUDGET {
            let others = desks.iter().filter(|(workspace, _)| **workspace != keep);
            let least = others
                .min_by_key(|(_, desk)| desk.used.load(Ordering::Relaxed))
                .map(|(workspace, _)| *workspace);
            let Some(desk) = least.and_then(|workspace| desks.remove(&workspace)) else { return };
            held = held.saturating_sub(size(&desk));
        }
    }
}

/// Imports whose end is in the log.
async fn whole(store: &Store, workspace: WorkspaceId) -> Result<Vec<BatchId>> {
    let batches = store.read(workspace, |tx| tx.batches(i64::MAX)).await?;
    let ended = |state: &str| ["finished", "cancelled"].contains(&state);
    Ok(batches.into_iter().filter(|batch| ended(&batch.state)).map(|batch| batch.id).collect())
}

/// Reads the events that the keeper does not have; says whether there were any.
async fn catch_up(store: &Store, workspace: WorkspaceId, mut keeper: Keeper) -> Result<(Keeper, bool)> {
    let mut any = false;
    loop {
        let after = keeper.seq();
        let events = store.read(workspace, move |tx| tx.facts_after(after, PAGE)).await?;
        if events.is_empty() {
            return Ok((keeper, any));
        }
        any = true;
        let released;
        (keeper, released) = aside(move || {
            let released = keeper.apply(&events);
            (keeper, released)
        })
        .await?;
        // The rest of the page is read again, after the import.
        if let Some(release) = released {
            keeper = take_whole(store, workspace, keeper, release).await?;
        }
    }
}

/// Reads an import that just became whole, or was just undone.
async fn take_whole(
    store: &Store,
    workspace: WorkspaceId,
    mut keeper: Keeper,
    release: Release,
) -> Result<Keeper> {
    let Release { batch, mut after, before } = release;
    loop {
        let events = store.read(workspace, move |tx| tx.events_of_batch(batch, after, PAGE)).await?;
        let events: Vec<_> = events.into_iter().take_while(|event| event.seq < before).collect();
        let Some(last) = events.last() else { return Ok(keeper) };
        after = last.seq;
        keeper = aside(move || {
            keeper.release(&events);
            keeper
        })
        .await?;
    }
}

/// Computes on a thread that may take its time.
///
/// # Errors
/// The computation broke off: a defect.
pub async fn aside<T: Send + 'static>(compute: impl FnOnce() -> T + Send + 'static) -> Result<T> {
    // More at once than there are processors only makes all of them slow, and each holds memory.
    let place = PLACES.acquire().await.map_err(|error| Error::Internal(error.to_string()))?;
    let compute = move || {
        let told = compute();
        drop(place);
        told
    };
    tokio::task::spawn_blocking(compute).await.map_err(|error| Error::Internal(error.to_string()))
}
