//! The only SQL of Trechter: tables, migrations, transactions, the event log, search.
//!
//! The ways in are [`Store::read`], [`Store::write`] and [`Store::system`]. Their closures are plain
//! synchronous code that runs on a blocking thread; only SQL and pure functions belong in them, and a
//! write's closure may run again after a conflict.

mod archive;
mod attempts;
pub mod backup;
mod batches;
mod board;
mod catalogue;
pub mod directory;
mod engine;
mod erasure;
mod error;
mod files;
mod filling;
mod idempotency;
mod list;
mod log;
mod migrate;
mod packed;
mod papers;
mod pool;
mod queue;
mod search;
mod table;
mod tx;

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex, MutexGuard};

use tokio::sync::{broadcast, oneshot};
use trechter_domain::{Catalogue, Instant, Refusal, WorkspaceId};

pub use archive::{Access, Kept};
pub use attempts::Attempts;
pub use batches::{Batch, ImportedRow};
pub use board::{BoardColumn, BoardQuestion};
pub use directory::Directory;
pub use error::{Error, Result};
pub use files::StoredFile;
pub use idempotency::Reply;
pub use list::{Derived, Filter, Listed, Op, Page, Query, Ref, Sort, SubjectRow, Totals, ValueTotal};
pub use packed::unpack;
pub use search::Hit;
pub use table::{Stored, TABLES, Table, Ty};
pub use tx::Tx;

use engine::Conn;
use pool::Pool;
use queue::{Queues, Work};

/// Where the data is.
#[derive(Debug, Clone)]
pub enum Location {
    /// A SQLite file; made when it is not there.
    Sqlite(PathBuf),
    /// A PostgreSQL URL, `postgres://user:password@host/database`.
    Postgres(String),
}

/// What a write gave, and the number of its last event (or of the last one before it).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written<T> {
    pub value: T,
    pub seq: i64,
}

/// An open database. Cheap to clone.
#[derive(Clone)]
pub struct Store {
    inner: Arc<Inner>,
}

pub(crate) struct Inner {
    postgres: bool,
    readers: Pool,
    writers: Pool,
    queues: Queues,
    location: Location,
    /// The database is being filled: see [`Store::begin_filling`].
    filling: AtomicBool,
    catalogues: Mutex<HashMap<WorkspaceId, (i64, Arc<Catalogue>)>>,
    pub(crate) dictionaries: Mutex<search::Dictionaries>,
    committed: broadcast::Sender<(WorkspaceId, i64)>,
}

/// Catalogues that are kept in memory; beyond that all are forgotten and those in use are read again.
const MOST_CATALOGUES: usize = 1_000;

/// A lock whose data stays good even if a thread died holding it: every change under it is whole.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}

impl Store {
    /// Opens the database and brings its tables up to date.
    ///
    /// # Errors
    /// It cannot be reached, or is newer than this program.
    pub async fn open(location: Location) -> Result<Store> {
        blocking(move || {
            let postgres = matches!(location, Location::Postgres(_));
            migrate::run(&location)?;
            let (committed, _) = broadcast::channel(1_024);
            let inner = Inner {
                postgres,
                readers: Pool::new(location.clone(), pool::Use::Read),
                writers: Pool::new(location.clone(), pool::Use::Write),
                queues: Queues::default(),
                location,
                filling: AtomicBool::new(false),
                catalogues: Mutex::default(),
                dictionaries: Mutex::default(),
                committed,
            };
            Ok(Store { inner: Arc::new(inner) })
        })
        .await
    }

    /// True on PostgreSQL, where other server processes may share the database.
    pub fn is_postgres(&self) -> bool {
        self.inner.postgres
    }

    /// What this process commits from now on: workspace and last event number.
    pub fn commits(&self) -> broadcast::Receiver<(WorkspaceId, i64)> {
        self.inner.committed.subscribe()
    }

    /// Reads a workspace in one snapshot.
    ///
    /// # Errors
    /// The closure's; `NotFound` when there is no such workspace; the database's.
    pub async fn read<T, F>(&self, workspace: WorkspaceId, run: F) -> Result<T>
    where
        T: Send + 'static,
        F: FnOnce(&mut Tx<'_>) -> Result<T> + Send + 'static,
    {
        let inner = Arc::clone(&self.inner);
        let turn = inner.readers.admit().await?;
        blocking(move || {
            let _turn = turn;
            let mut conn = inner.readers.take()?;
            let outcome = inner.read_in(&mut conn, workspace, run);
            let ended = conn.batch("COMMIT");
            let value = outcome?;
            ended.map(|()| value)
        })
        .await
    }

    /// Changes a workspace. When this returns `Ok`, it is on disk.
    ///
    /// # Errors
    /// The closure's, and then nothing of it is written; the database's.
    pub async fn write<T, F>(&self, workspace: WorkspaceId, run: F) -> Result<Written<T>>
    where
        T: Send + 'static,
        F: FnMut(&mut Tx<'_>) -> Result<T> + Send + 'static,
    {
        self.enqueue(workspace, None, run).await
    }

    /// Makes a workspace and fills it in the same transaction.
    ///
    /// # Errors
    /// The closure's, and then there is no workspace; the database's.
    pub async fn found<T, F>(
        &self,
        workspace: WorkspaceId,
        name: &str,
        now: Instant,
        run: F,
    ) -> Result<Written<T>>
    where
        T: Send + 'static,
        F: FnMut(&mut Tx<'_>) -> Result<T> + Send + 'static,
    {
        self.enqueue(workspace, Some((name.to_owned(), now)), run).await
    }

    async fn enqueue<T, F>(
        &self,
        workspace: WorkspaceId,
        founds: Option<(String, Instant)>,
        run: F,
    ) -> Result<Written<T>>
    where
        T: Send + 'static,
        F: FnMut(&mut Tx<'_>) -> Result<T> + Send + 'static,
    {
        let (reply, answer) = oneshot::channel();
        self.inner.queues.push(&self.inner, Box::new(Work { workspace, founds, run, value: None, reply }));
        answer.await.unwrap_or_else(|_| Err(Error::Internal("the writer is gone".into())))
    }

    /// The catalogue as this process last saw it, without asking the database: another process may have
    /// changed it since. Only good for what is asked again within a transaction.
    pub fn catalogue_at_hand(&self, workspace: WorkspaceId) -> Option<Arc<Catalogue>> {
        lock(&self.inner.catalogues).get(&workspace).map(|(_, catalogue)| Arc::clone(catalogue))
    }

    /// Reads and changes what belongs to no workspace: who may come in, who lives where.
    ///
    /// # Errors
    /// The closure's, and then nothing of it is written; the database's.
    pub async fn system<T, F>(&self, run: F) -> Result<T>
    where
        T: Send + 'static,
        F: FnOnce(&mut Directory<'_>) -> Result<T> + Send + 'static,
    {
        let inner = Arc::clone(&self.inner);
        let turn = inner.writers.admit().await?;
        blocking(move || {
            let _turn = turn;
            let mut conn = inner.writers.take()?;
            let outcome = (|| {
                conn.batch(if inner.postgres { "BEGIN" } else { "BEGIN IMMEDIATE" })?;
                let value = run(&mut Directory::new(&mut conn))?;
                conn.batch("COMMIT")?;
                Ok(value)
            })();
            if outcome.is_err() {
                drop(conn.batch("ROLLBACK"));
            }
            outcome
        })
        .await
    }

    /// Reads what belongs to no workspace, beside the writer.
    ///
    /// # Errors
    /// The closure's; the database's.
    pub async fn system_read<T, F>(&self, run: F) -> Result<T>
    where
        T: Send + 'static,
        F: FnOnce(&mut Directory<'_>) -> Result<T> + Send + 'static,
    {
        let inner = Arc::clone(&self.inner);
        let turn = inner.readers.admit().await?;
        blocking(move || {
            let _turn = turn;
            let mut conn = inner.readers.take()?;
            run(&mut Directory::new(&mut conn))
        })
        .await
    }
}

async fn blocking<T: Send + 'static>(run: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
    match tokio::task::spawn_blocking(run).await {
        Ok(outcome) => outcome,
        Err(error) => Err(Error::Internal(format!("a database task died: {error}"))),
    }
}

impl Inner {
    fn read_in<T>(
        &self,
        conn: &mut Conn,
        workspace: WorkspaceId,
        run: impl FnOnce(&mut Tx<'_>) -> Result<T>,
    ) -> Result<T> {
        let begin = if self.postgres { "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY" } else { "BEGIN" };
        conn.batch(&self.entering(workspace, begin, ""))?;
        let head = catalogue::head(conn, workspace)?.ok_or_else(Refusal::not_found)?;
        let catalogue = self.catalogue(conn, workspace, head.catalogue_version)?;
        run(&mut Tx::new(conn, workspace, catalogue, head, None))
    }

    /// Statements around the one that, on PostgreSQL, makes all other workspaces' rows invisible for the
    /// rest of the transaction: one trip to the database for all of them.
    fn entering(&self, workspace: WorkspaceId, before: &str, after: &str) -> String {
        if self.postgres {
            format!("{before}; SET LOCAL trechter.workspace = '{workspace}'; {after}")
        } else {
            format!("{before};{after}")
        }
    }

    /// After a commit: the catalogue in memory is of use only if the commit did not change it.
    fn forget_catalogue_before(&self, workspace: WorkspaceId, committed: &Arc<Catalogue>) {
        let mut known = lock(&self.catalogues);
        if known.get(&workspace).is_some_and(|(_, catalogue)| !Arc::ptr_eq(catalogue, committed)) {
            known.remove(&workspace);
        }
    }

    /// The catalogue of a version, from memory when it was read before.
    fn catalogue(&self, conn: &mut Conn, workspace: WorkspaceId, version: i64) -> Result<Arc<Catalogue>> {
        if let Some((known, catalogue)) = lock(&self.catalogues).get(&workspace)
            && *known == version
        {
            return Ok(Arc::clone(catalogue));
        }
        let catalogue = Arc::new(catalogue::load(conn, workspace)?);
        let mut known = lock(&self.catalogues);
        if known.len() >= MOST_CATALOGUES {
            known.clear();
        }
        known.insert(workspace, (version, Arc::clone(&catalogue)));
        Ok(catalogue)
    }
}
