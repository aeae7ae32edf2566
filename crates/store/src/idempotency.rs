//! Replies that are given again when a request is repeated with the same key.

use trechter_domain::{Instant, Refusal};
use uuid::Uuid;

use crate::error::Result;
use crate::tx::Tx;

/// A reply that was given before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    pub status: u16,
    /// What is needed to build the body again: the ids of what it was about, as JSON.
    pub reply: String,
    pub seq: i64,
}

/// How long a key is remembered, in milliseconds.
const REMEMBERED: i64 = 24 * 60 * 60 * 1000;

impl Tx<'_> {
    /// The first statement of a write with a key: claims it, or gives the reply that was kept for it.
    /// A concurrent duplicate waits here for the first one's commit.
    ///
    /// # Errors
    /// `idempotency_key_reused` when the key came with another body before.
    pub fn claim_key(
        &mut self,
        actor: Uuid,
        route: &str,
        key: &str,
        body_hash: &[u8],
        now: Instant,
    ) -> Result<Option<Reply>> {
        let old = [self.ws(), Instant(now.0 - REMEMBERED).into()];
        self.execute("DELETE FROM idempotency WHERE workspace_id = $1 AND created_at < $2", &old)?;
        let id = [self.ws(), actor.into(), route.into(), key.into()];
        let mut values = id.to_vec();
        values.extend([body_hash.into(), now.into()]);
        let sql = "INSERT INTO idempotency (workspace_id, actor, route, key, body_hash, status, reply, seq, created_at) \
                   VALUES ($1, $2, $3, $4, $5, 0, '', 0, $6) ON CONFLICT DO NOTHING";
        if self.execute(sql, &values)? == 1 {
            return Ok(None);
        }
        let sql = "SELECT body_hash, status, reply, seq FROM idempotency \
                   WHERE workspace_id = $1 AND actor = $2 AND route = $3 AND key = $4";
        let rows = self.query(sql, &id)?;
        let Some(row) = rows.first() else { return Ok(None) };
        if row.bytes(0)? != body_hash {
            return Err(Refusal::field("Idempotency-Key", "idempotency_key_reused").into());
        }
        Ok(Some(Reply { status: row.int(1)? as u16, reply: row.text(2)?.to_owned(), seq: row.int(3)? }))
    }

    /// Keeps the reply of a claimed key, in the same transaction.
    ///
    /// # Errors
    /// The database's.
    pub fn keep_reply(
        &mut self,
        actor: Uuid,
        route: &str,
        key: &str,
        status: u16,
        reply: &str,
    ) -> Result<()> {
        let sql = "UPDATE idempotency SET status = $5, reply = $6 \
                   WHERE workspace_id = $1 AND actor = $2 AND route = $3 AND key = $4";
        let values =
            [self.ws(), actor.into(), route.into(), key.into(), i64::from(status).into(), reply.into()];
        self.execute(sql, &values)?;
        Ok(())
    }
}
