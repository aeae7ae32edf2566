//! A copy of a SQLite database while others read and write it.

use std::path::Path;

use rusqlite::OpenFlags;
use rusqlite::backup::{Backup, StepResult};

use crate::error::{Error, Result};

/// Copies a SQLite database in one snapshot, into a file that must not be there yet. Others go on reading
/// and writing meanwhile.
///
/// # Errors
/// The database is not there or cannot be read; the copy cannot be written.
pub fn copy_sqlite(from: &Path, to: &Path) -> Result<()> {
    if to.exists() {
        return Err(Error::Internal(format!("{} is there already", to.display())));
    }
    let source = rusqlite::Connection::open_with_flags(from, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    source.busy_timeout(std::time::Duration::from_secs(30))?;
    let mut copy = rusqlite::Connection::open(to)?;
    {
        // All pages in one step: in WAL mode that is one read transaction, which holds nobody up.
        let backup = Backup::new(&source, &mut copy)?;
        match backup.step(-1)? {
            StepResult::Done => {}
            _ => return Err(Error::Busy("the database was locked for too long".into())),
        }
    }
    // The copy is one file, without a log of changes beside it.
    copy.execute_batch("PRAGMA journal_mode = DELETE")?;
    copy.close().map_err(|(_, error)| error)?;
    std::fs::File::open(to)
        .and_then(|file| file.sync_all())
        .map_err(|error| Error::Internal(format!("{} cannot be synced: {error}", to.display())))
}

/// Is a SQLite database sound?
///
/// # Errors
/// What is wrong with it, in SQLite's words.
pub fn check_sqlite(path: &Path) -> Result<()> {
    let lite = rusqlite::Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    let verdict: String = lite.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
    if verdict == "ok" { Ok(()) } else { Err(Error::Internal(verdict)) }
}

/// How many workspaces a SQLite database holds.
///
/// # Errors
/// It cannot be read.
pub fn workspaces_of_sqlite(path: &Path) -> Result<usize> {
    let lite = rusqlite::Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    let count: i64 = lite.query_row("SELECT COUNT(*) FROM workspaces", [], |row| row.get(0))?;
    Ok(count as usize)
}
