//! Failed attempts to get in, by key (the hash of an account or address), the same for keys that exist
//! and keys that do not.

use trechter_domain::Instant;

use crate::directory::Directory;
use crate::error::Result;

/// What is known of a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Attempts {
    /// Since the last success, or since they were forgotten.
    pub failures: i64,
    /// Further attempts are refused until then.
    pub blocked_until: Instant,
    pub last_at: Instant,
}

impl Directory<'_> {
    /// What is known of a key.
    ///
    /// # Errors
    /// The database's.
    pub fn attempts(&mut self, key: &[u8]) -> Result<Attempts> {
        let sql = "SELECT failures, blocked_until, last_at FROM attempts WHERE key = $1";
        let found = self.one(sql, &[key.into()], |row| {
            let (blocked_until, last_at) = (Instant(row.int(1)?), Instant(row.int(2)?));
            Ok(Attempts { failures: row.int(0)?, blocked_until, last_at })
        })?;
        Ok(found.unwrap_or_default())
    }

    /// Counts an attempt unless the key is blocked. Attempts before `forget` no longer count; `wait` gives
    /// the milliseconds to block after so many. Attempts at the same moment are counted one by one.
    ///
    /// # Errors
    /// The database's.
    pub fn attempt(
        &mut self,
        key: &[u8],
        now: Instant,
        forget: Instant,
        wait: impl Fn(i64) -> i64,
    ) -> Result<Option<Attempts>> {
        let sql = "INSERT INTO attempts (key, failures, blocked_until, last_at) VALUES ($1, 1, 0, $2) \
                   ON CONFLICT (key) DO UPDATE SET last_at = excluded.last_at, \
                   failures = CASE WHEN attempts.last_at < $3 THEN 1 ELSE attempts.failures + 1 END \
                   WHERE attempts.blocked_until <= $2 RETURNING failures";
        let Some(failures) = self.one(sql, &[key.into(), now.into(), forget.into()], |row| row.int(0))?
        else {
            return Ok(None);
        };
        let blocked_until = Instant(now.0 + wait(failures));
        let sql = "UPDATE attempts SET blocked_until = $2 WHERE key = $1";
        self.execute(sql, &[key.into(), blocked_until.into()])?;
        Ok(Some(Attempts { failures, blocked_until, last_at: now }))
    }

    /// Forgets the failures of a key.
    ///
    /// # Errors
    /// The database's.
    pub fn forget_attempts(&mut self, key: &[u8]) -> Result<()> {
        self.execute("DELETE FROM attempts WHERE key = $1", &[key.into()])?;
        Ok(())
    }
}
