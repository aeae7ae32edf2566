//! Connections that are used again.

use std::sync::{Condvar, Mutex};
use std::time::Duration;

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

/// At most `most` open connections.
pub(crate) struct Pool {
    location: Location,
    usage: Use,
    most: usize,
    state: Mutex<State>,
    freed: Condvar,
}

#[derive(Default)]
struct State {
    idle: Vec<Conn>,
    open: usize,
}

impl Pool {
    pub(crate) fn new(location: Location, usage: Use) -> Self {
        let most = match (&location, usage) {
            (Location::Sqlite(_), Use::Write) => 1,
            (Location::Sqlite(_), Use::Read) => 6,
            (Location::Postgres(_), _) => 12,
        };
        Self { location, usage, most, state: Mutex::default(), freed: Condvar::new() }
    }

    /// A connection of one's own until it is given back.
    pub(crate) fn take(&self) -> Result<Conn> {
        let mut state = lock(&self.state);
        loop {
            while let Some(conn) = state.idle.pop() {
                if conn.is_usable() {
                    return Ok(conn);
                }
                state.open -= 1;
            }
            if state.open < self.most {
                state.open += 1;
                drop(state);
                return self.connect().inspect_err(|_| self.closed());
            }
            let (next, waited) =
                self.freed.wait_timeout(state, PATIENCE).unwrap_or_else(std::sync::PoisonError::into_inner);
            if waited.timed_out() {
                return Err(Error::Away("all connections are in use".into()));
            }
            state = next;
        }
    }

    pub(crate) fn give(&self, conn: Conn) {
        if conn.is_usable() {
            lock(&self.state).idle.push(conn);
            self.freed.notify_one();
        } else {
            self.closed();
        }
    }

    fn closed(&self) {
        lock(&self.state).open -= 1;
        self.freed.notify_one();
    }

    fn connect(&self) -> Result<Conn> {
        match &self.location {
            Location::Sqlite(path) => {
                let lite = rusqlite::Connection::open(path)?;
                lite.set_prepared_statement_cache_capacity(400);
                lite.busy_timeout(Duration::from_secs(10))?;
                lite.execute_batch(
                    "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA temp_store = MEMORY; \
                     PRAGMA cache_size = -8000; PRAGMA wal_autocheckpoint = 4000;",
                )?;
                if self.usage == Use::Read {
                    lite.execute_batch("PRAGMA query_only = ON")?;
                }
                Ok(Conn::Lite(lite))
            }
            Location::Postgres(url) => {
                let mut client = connect_postgres(url)?;
                client.batch_execute("SET ROLE trechter_app")?;
                Ok(Conn::Postgres(Box::new(Postgres::new(client))))
            }
        }
    }
}

/// Connects within five seconds or not at all.
pub(crate) fn connect_postgres(url: &str) -> Result<postgres::Client> {
    let mut config: postgres::Config =
        url.parse().map_err(|error| Error::Internal(format!("the database URL does not read: {error}")))?;
    config.connect_timeout(Duration::from_secs(5)).application_name("trechter");
    Ok(config.connect(postgres::NoTls)?)
}
