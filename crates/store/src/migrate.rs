//! Brings the tables up to date. One SQL text serves both engines; what only PostgreSQL has (roles,
//! row-level security) stands in a file of its own.

use crate::Location;
use crate::engine::{Conn, Postgres};
use crate::error::{Error, Result};

/// A step of the schema: SQL for both engines, then what only one of them needs.
struct Migration {
    both: &'static str,
    sqlite: &'static str,
    postgres: &'static str,
}

/// In order; the version of a database is the number of steps it has taken. A released step never changes.
const MIGRATIONS: [Migration; 2] = [
    Migration {
        both: include_str!("../migrations/0001_foundation.sql"),
        sqlite: "",
        postgres: include_str!("../migrations/0001_foundation.postgres.sql"),
    },
    Migration {
        both: include_str!("../migrations/0002_smaller.sql"),
        sqlite: include_str!("../migrations/0002_smaller.sqlite.sql"),
        postgres: include_str!("../migrations/0002_smaller.postgres.sql"),
    },
];

/// Takes the steps that a database has not taken yet. On PostgreSQL this runs with the role of the URL,
/// which owns the tables; the program itself then works as `trechter_app`, which does not.
pub(crate) fn run(location: &Location) -> Result<()> {
    let mut conn = connect(location)?;
    conn.batch(if conn.is_postgres() { "BEGIN" } else { "BEGIN IMMEDIATE" })?;
    if conn.is_postgres() {
        // Two servers that start together take turns.
        conn.batch("SELECT pg_advisory_xact_lock(7878001)")?;
    }
    conn.batch("CREATE TABLE IF NOT EXISTS schema_version (version BIGINT NOT NULL)")?;
    let taken = match conn.query("SELECT MAX(version) FROM schema_version", &[])?.first() {
        Some(row) => row.opt_int(0)?.unwrap_or(0) as usize,
        None => 0,
    };
    if taken > MIGRATIONS.len() {
        return Err(Error::Internal(format!(
            "the database is of a newer Trechter (schema {taken}, this program knows {}); start the newer program",
            MIGRATIONS.len()
        )));
    }
    for (migration, version) in MIGRATIONS.iter().zip(1i64..).skip(taken) {
        conn.batch(migration.both)?;
        conn.batch(if conn.is_postgres() { migration.postgres } else { migration.sqlite })?;
        conn.execute("INSERT INTO schema_version (version) VALUES ($1)", &[version.into()])?;
    }
    conn.batch("COMMIT")?;
    crate::filling::finish(&mut conn)
}

/// A connection of the role that owns the tables.
pub(crate) fn connect(location: &Location) -> Result<Conn> {
    Ok(match location {
        Location::Sqlite(path) => {
            if let Some(folder) = path.parent() {
                std::fs::create_dir_all(folder)
                    .map_err(|error| Error::Internal(format!("cannot make {}: {error}", folder.display())))?;
            }
            let lite = rusqlite::Connection::open(path)?;
            lite.busy_timeout(std::time::Duration::from_secs(30))?;
            lite.execute_batch(
                "PRAGMA page_size = 8192; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;",
            )?;
            Conn::Lite(lite)
        }
        Location::Postgres(url) => {
            Conn::Postgres(Box::new(Postgres::new(crate::pool::connect_postgres(url)?)))
        }
    })
}
