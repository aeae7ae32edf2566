//! What can go wrong between a decision and the disk.

use trechter_domain::Refusal;

pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Why something was not read or written.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The rules say no; nothing was written.
    #[error("{0}")]
    Refused(#[from] Refusal),
    /// The database cannot be reached at the moment; nothing was written.
    #[error("the database is away: {0}")]
    Away(String),
    /// No space left; nothing was written, reads go on.
    #[error("the disk is full: {0}")]
    DiskFull(String),
    /// Somebody else changed the same rows at the same time; trying again helps.
    #[error("busy: {0}")]
    Busy(String),
    /// A defect, in words for the log.
    #[error("{0}")]
    Internal(String),
}

impl From<rusqlite::Error> for Error {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode;
        match error.sqlite_error_code() {
            Some(ErrorCode::DiskFull | ErrorCode::SystemIoFailure) => Error::DiskFull(error.to_string()),
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Error::Busy(error.to_string()),
            Some(ErrorCode::CannotOpen) => Error::Away(error.to_string()),
            _ => Error::Internal(error.to_string()),
        }
    }
}

impl From<postgres::Error> for Error {
    fn from(error: postgres::Error) -> Self {
        use postgres::error::SqlState;
        let words = match error.as_db_error() {
            Some(db) => format!("{} ({})", db.message(), db.code().code()),
            None => error.to_string(),
        };
        let code = error.code().cloned();
        match code {
            Some(SqlState::T_R_SERIALIZATION_FAILURE | SqlState::T_R_DEADLOCK_DETECTED) => Error::Busy(words),
            Some(SqlState::DISK_FULL) => Error::DiskFull(words),
            Some(code)
                if code.code().starts_with("57P")
                    || code.code().starts_with("08")
                    || code.code().starts_with("53") =>
            {
                Error::Away(words)
            }
            Some(_) => Error::Internal(words),
            None if is_connection(&error) => Error::Away(words),
            None => Error::Internal(words),
        }
    }
}

/// Did the connection fail, rather than a value not fit?
fn is_connection(error: &postgres::Error) -> bool {
    let mut source = std::error::Error::source(error);
    while let Some(cause) = source {
        if cause.is::<std::io::Error>() {
            return true;
        }
        source = cause.source();
    }
    // Without a cause: connection closed, or a time-out while connecting.
    error.is_closed() || std::error::Error::source(error).is_none()
}

impl From<serde_json::Error> for Error {
    fn from(error: serde_json::Error) -> Self {
        Error::Internal(format!("a stored document does not read: {error}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of_sqlite(code: i32) -> Error {
        rusqlite::Error::SqliteFailure(rusqlite::ffi::Error::new(code), None).into()
    }

    #[test]
    fn what_sqlite_says_becomes_what_we_say() {
        use rusqlite::ffi;
        assert!(matches!(of_sqlite(ffi::SQLITE_FULL), Error::DiskFull(_)));
        assert!(matches!(of_sqlite(ffi::SQLITE_IOERR_WRITE), Error::DiskFull(_)));
        assert!(matches!(of_sqlite(ffi::SQLITE_BUSY), Error::Busy(_)));
        assert!(matches!(of_sqlite(ffi::SQLITE_CANTOPEN), Error::Away(_)));
        assert!(matches!(of_sqlite(ffi::SQLITE_CONSTRAINT_UNIQUE), Error::Internal(_)));
    }
}
