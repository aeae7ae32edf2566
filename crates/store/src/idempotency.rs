//! Replies that are given again when a request is repeated with the same key.

use trechter_domain::{Instant, Refusal, WorkspaceId};
use uuid::Uuid;

use crate::engine::Conn;
use crate::error::{Error, Result};
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
        let forgotten = Instant(now.0 - REMEMBERED);
        // Old keys are swept now and then; which time it is needs no clock or chance of its own.
        if body_hash.first().is_some_and(|byte| *byte < 4) {
            let old = [self.ws(), forgotten.into()];
            self.execute("DELETE FROM idempotency WHERE workspace_id = $1 AND created_at < $2", &old)?;
        }
        let id = [self.ws(), actor.into(), route.into(), key.into()];
        let mut values = id.to_vec();
        values.extend([body_hash.into(), now.into(), forgotten.into()]);
        let sql = "INSERT INTO idempotency (workspace_id, actor, route, key, body_hash, status, reply, seq, created_at) \
                   VALUES ($1, $2, $3, $4, $5, 0, '', 0, $6) ON CONFLICT (workspace_id, actor, route, key) \
                   DO UPDATE SET body_hash = excluded.body_hash, status = 0, reply = '', seq = 0, \
                   created_at = excluded.created_at WHERE idempotency.created_at < $7";
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

    /// Keeps the reply of a claimed key, in the same transaction; its `seq` is that of the command.
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
        if !self.writes {
            return Err(Error::Internal("a read cannot keep a reply".into()));
        }
        let (route, key, reply) = (route.to_owned(), key.to_owned(), reply.to_owned());
        self.kept.push(KeptReply { actor, route, key, status, reply });
        Ok(())
    }
}

/// A reply on its way into the table; it waits for the number of its command's last event.
pub(crate) struct KeptReply {
    actor: Uuid,
    route: String,
    key: String,
    status: u16,
    reply: String,
}

impl KeptReply {
    pub(crate) fn write(&self, conn: &mut Conn, workspace: WorkspaceId, seq: i64) -> Result<()> {
        let sql = "UPDATE idempotency SET status = $5, reply = $6, seq = $7 \
                   WHERE workspace_id = $1 AND actor = $2 AND route = $3 AND key = $4";
        let values = [
            workspace.into(),
            self.actor.into(),
            self.route.as_str().into(),
            self.key.as_str().into(),
            i64::from(self.status).into(),
            self.reply.as_str().into(),
            seq.into(),
        ];
        conn.execute(sql, &values)?;
        Ok(())
    }
}
