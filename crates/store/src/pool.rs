//! Connections that are used again.

use std::collections::VecDeque;
use std::ops::{Deref, DerefMut};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::Location;
use crate::engine::{Conn, Postgres};
use crate::error::{Error, Result};
use crate::lock;

/// What the connections of a pool are for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Use {
    Read,
    Write,
}

/// How long a request waits for a free connection.
const PATIENCE: Duration = Duration::from_secs(10);
/// A connection that lay idle for longer is asked whether the database is still there.
const TRUSTED: Duration = Duration::from_secs(1);

/// At most `most` open connections, given out in the order in which they were asked for: the writer,
/// who comes back at once, must not keep a log-in waiting.
pub(crate) struct Pool {
    location: Location,
    usage: Use,
    most: usize,
    /// As many as there may be connections: who waits for one waits without a thread, because every thread
    /// has memory of its own.
    places: Arc<Semaphore>,
    state: Mutex<State>,
    freed: Condvar,
}

#[derive(Default)]
struct State {
    /// With when it was last known to work; `None` when that is in doubt.
    idle: Vec<(Conn, Option<Instant>)>,
    open: usize,
    /// Who waits, first come first served.
    queue: VecDeque<u64>,
    last_ticket: u64,
}

/// A connection of one's own until it is dropped.
pub(crate) struct Lease<'a> {
    pool: &'a Pool,
    conn: Option<Conn>,
}

impl Deref for Lease<'_> {
    type Target = Conn;
    fn deref(&self) -> &Conn {
        self.conn.as_ref().expect("a lease holds its connection until it is dropped")
    }
}

impl DerefMut for Lease<'_> {
    fn deref_mut(&mut self) -> &mut Conn {
        self.conn.as_mut().expect("a lease holds its connection until it is dropped")
    }
}

impl Drop for Lease<'_> {
    fn drop(&mut self) {
        // After a panic nobody knows what the connection was in the middle of.
        match self.conn.take().filter(|conn| conn.is_clean() && !std::thread::panicking()) {
            Some(conn) => self.pool.give(conn),
            None => self.pool.closed(),
        }
    }
}

impl Drop for Pool {
    fn drop(&mut self) {
        // A PostgreSQL client says goodbye on a small runtime of its own, which may not start inside
        // another one; whoever drops the store may well be inside one.
        let idle = std::mem::take(&mut lock(&self.state).idle);
        if idle.iter().any(|(conn, _)| conn.is_postgres()) {
            drop(std::thread::spawn(move || drop(idle)).join());
        }
    }
}

impl Pool {
    pub(crate) fn new(location: Location, usage: Use) -> Self {
        let most = match (&location, usage) {
            (Location::Sqlite(_), Use::Write) => 1,
            // Readers wait for the processor, hardly for the disk; each keeps pages of its own.
            (Location::Sqlite(_), Use::Read) => {
                std::thread::available_parallelism().map_or(4, |cores| (2 * cores.get()).clamp(4, 16))
            }
            (Location::Postgres(_), _) => 12,
        };
        let places = Arc::new(Semaphore::new(most));
        Self { location, usage, most, places, state: Mutex::default(), freed: Condvar::new() }
    }

    /// Waits, without a thread, until it is worth to take one and ask for a connection. First come, first
    /// served.
    pub(crate) async fn admit(&self) -> Result<OwnedSemaphorePermit> {
        let place = Arc::clone(&self.places).acquire_owned();
        match tokio::time::timeout(PATIENCE, place).await {
            Ok(Ok(place)) => Ok(place),
            _ => Err(Error::Away("all connections are in use".into())),
        }
    }

    /// A connection of one's own.
    pub(crate) fn take(&self) -> Result<Lease<'_>> {
        loop {
            let Some((mut conn, since)) = self.turn()? else {
                let conn = self.connect().inspect_err(|_| self.closed())?;
                return Ok(Lease { pool: self, conn: Some(conn) });
            };
            if since.is_some_and(|since| since.elapsed() < TRUSTED) || conn.answers() {
                return Ok(Lease { pool: self, conn: Some(conn) });
            }
            self.closed();
        }
    }

    /// Waits for one's turn: an idle connection, or the right to open one.
    fn turn(&self) -> Result<Option<(Conn, Option<Instant>)>> {
        let mut state = lock(&self.state);
        state.last_ticket += 1;
        let ticket = state.last_ticket;
        state.queue.push_back(ticket);
        let deadline = Instant::now() + PATIENCE;
        loop {
            let free = !state.idle.is_empty() || state.open < self.most;
            if free && state.queue.front() == Some(&ticket) {
                state.queue.pop_front();
                let idle = state.idle.pop();
                state.open += usize::from(idle.is_none());
                self.freed.notify_all();
                return Ok(idle);
            }
            let left = deadline.saturating_duration_since(Instant::now());
            if left.is_zero() {
                state.queue.retain(|waiting| *waiting != ticket);
                self.freed.notify_all();
                return Err(Error::Away("all connections are in use".into()));
            }
            state = self.wait(state, left);
        }
    }

    fn wait<'a>(&self, state: MutexGuard<'a, State>, most: Duration) -> MutexGuard<'a, State> {
        self.freed.wait_timeout(state, most).unwrap_or_else(PoisonError::into_inner).0
    }

    fn give(&self, conn: Conn) {
        lock(&self.state).idle.push((conn, Some(Instant::now())));
        self.freed.notify_all();
    }

    fn closed(&self) {
        let mut state = lock(&self.state);
        state.open -= 1;
        // What ended this one (the server went away) may have ended the others too.
        state.idle.iter_mut().for_each(|(_, since)| *since = None);
        drop(state);
        self.freed.notify_all();
    }

    fn connect(&self) -> Result<Conn> {
        match &self.location {
            Location::Sqlite(path) => {
                let lite = rusqlite::Connection::open(path)?;
                lite.set_prepared_statement_cache_capacity(400);
                lite.busy_timeout(Duration::from_secs(10))?;
                // The log of changes is cut back to 64 MB when it is empty again. The writer changes pages
                // all over the tables, what does not fit in its memory goes to the log more than once.
                let pages = if self.usage == Use::Write { "-16000" } else { "-4000" };
                lite.execute_batch(&format!(
                    "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA temp_store = MEMORY; \
                     PRAGMA cache_size = {pages}; PRAGMA wal_autocheckpoint = 4000; \
                     PRAGMA journal_size_limit = 67108864;"
                ))?;
                if self.usage == Use::Read {
                    lite.execute_batch("PRAGMA query_only = ON")?;
                }
                Ok(Conn::Lite(lite))
            }
            Location::Postgres(url) => {
                let mut client = connect_postgres(url)?;
                client.batch_execute(SESSION)?;
                Ok(Conn::Postgres(Box::new(Postgres::new(client))))
            }
        }
    }
}

/// The role that sees one workspace at a time; and a commit that was answered is on disk, whatever the
/// server's configuration says about asynchronous commits.
const SESSION: &str = "SELECT set_config('synchronous_commit', 'on', false) \
     WHERE current_setting('synchronous_commit') = 'off'; SET ROLE trechter_app";

/// Connects within five seconds or not at all; a server that no longer answers is noticed within half a
/// minute.
pub(crate) fn connect_postgres(url: &str) -> Result<postgres::Client> {
    let mut config: postgres::Config =
        url.parse().map_err(|error| Error::Internal(format!("the database URL does not read: {error}")))?;
    config
        .connect_timeout(Duration::from_secs(5))
        .tcp_user_timeout(Duration::from_secs(20))
        .keepalives_idle(Duration::from_secs(20))
        .application_name("trechter");
    Ok(config.connect(postgres::NoTls)?)
}
