//! Reading and writing the event log.

use trechter_domain::event::{Event, EventKind, Kind, NewEvent, Origin, Payload, Subject};
use trechter_domain::{BatchId, Instant, WorkspaceId};
use uuid::Uuid;

use crate::engine::{Conn, Row, Val};
use crate::error::{Error, Result};
use crate::packed::pack;
use crate::tx::{Conflict, Tx, insert, placeholders};

pub(crate) const COLUMNS: [&str; 13] = [
    "workspace_id",
    "seq",
    "occurred_at",
    "recorded_at",
    "actor",
    "origin",
    "batch",
    "subject_kind",
    "subject",
    "kind",
    "version",
    "data",
    "personal",
];

/// Numbers the events and writes them: the last thing before a commit. Gives the last number.
pub(crate) fn append(conn: &mut Conn, workspace: WorkspaceId, events: &[NewEvent]) -> Result<i64> {
    let count = events.len() as i64;
    let sql = "UPDATE workspaces SET seq = seq + $2 WHERE id = $1 RETURNING seq";
    let rows = conn.query(sql, &[workspace.into(), count.into()])?;
    let last = rows.first().ok_or_else(|| Error::Internal("the workspace is gone".into()))?.int(0)?;
    let numbered = events.iter().zip(last - count + 1..);
    let values: Result<_> = numbered.map(|(event, seq)| row(workspace, seq, event)).collect();
    insert(conn, "events", &COLUMNS, Conflict::Fail, values?)?;
    Ok(last)
}

/// An event as its row.
pub(crate) fn row(workspace: WorkspaceId, seq: i64, event: &NewEvent) -> Result<Vec<Val>> {
    Ok(vec![
        workspace.into(),
        seq.into(),
        event.occurred_at.into(),
        event.recorded_at.into(),
        event.actor.into(),
        event.origin.as_str().into(),
        event.batch.into(),
        event.subject.kind.as_str().into(),
        event.subject.id.into(),
        event.kind.as_str().into(),
        event.version.into(),
        pack(&serde_json::to_string(&event.data)?).into(),
        event.personal.as_ref().map(serde_json::to_string).transpose()?.map(|text| pack(&text)).into(),
    ])
}

fn read(row: &Row) -> Result<Event> {
    let damaged = || Error::Internal("an event has an unknown kind".into());
    Ok(Event {
        seq: row.int(1)?,
        event: NewEvent {
            occurred_at: Instant(row.int(2)?),
            recorded_at: Instant(row.int(3)?),
            actor: row.opt_id(4)?,
            origin: Origin::parse(row.text(5)?).ok_or_else(damaged)?,
            batch: row.opt_id(6)?,
            subject: Subject { kind: Kind::parse(row.text(7)?).ok_or_else(damaged)?, id: row.id(8)? },
            kind: EventKind::parse(row.text(9)?).ok_or_else(damaged)?,
            version: row.int(10)? as u32,
            data: serde_json::from_str::<Payload>(&row.json(11)?)?,
            personal: row.opt_json(12)?.map(|text| serde_json::from_str(&text)).transpose()?,
        },
    })
}

impl Tx<'_> {
    /// Events after a number, in order, at most `limit`.
    ///
    /// # Errors
    /// The database's.
    pub fn events_after(&mut self, seq: i64, limit: i64) -> Result<Vec<Event>> {
        let sql = format!(
            "SELECT {} FROM events WHERE workspace_id = $1 AND seq > $2 ORDER BY seq LIMIT $3",
            COLUMNS.join(", ")
        );
        let rows = self.query(&sql, &[self.ws(), seq.into(), limit.into()])?;
        rows.iter().map(read).collect()
    }

    /// The same without what they say of persons: what the numbers are made of.
    ///
    /// # Errors
    /// The database's.
    pub fn facts_after(&mut self, seq: i64, limit: i64) -> Result<Vec<Event>> {
        let columns = COLUMNS.map(|name| if name == "personal" { "NULL" } else { name });
        let sql = format!(
            "SELECT {} FROM events WHERE workspace_id = $1 AND seq > $2 ORDER BY seq LIMIT $3",
            columns.join(", ")
        );
        let rows = self.query(&sql, &[self.ws(), seq.into(), limit.into()])?;
        rows.iter().map(read).collect()
    }

    /// The events of a batch after a number, in order, at most `limit`.
    ///
    /// # Errors
    /// The database's.
    pub fn events_of_batch(&mut self, batch: BatchId, after: i64, limit: i64) -> Result<Vec<Event>> {
        let sql = format!(
            "SELECT {} FROM events WHERE workspace_id = $1 AND batch = $2 AND seq > $3 ORDER BY seq LIMIT $4",
            COLUMNS.join(", ")
        );
        let rows = self.query(&sql, &[self.ws(), batch.into(), after.into(), limit.into()])?;
        rows.iter().map(read).collect()
    }

    /// The number of the last event that was recorded at an instant or before it; 0 when there was none. Numbers follow
    /// the order of recording, so a few events are looked at, however long the log.
    ///
    /// # Errors
    /// The database's.
    pub fn last_recorded_by(&mut self, at: Instant) -> Result<i64> {
        let (mut known, mut later) = (0, self.seq() + 1);
        while later - known > 1 {
            let middle = known + (later - known) / 2;
            let event = self.events_numbered(&[middle])?.pop();
            if event.is_some_and(|event| event.event.recorded_at <= at) {
                known = middle
            } else {
                later = middle
            }
        }
        Ok(known)
    }

    /// Events by number.
    ///
    /// # Errors
    /// The database's.
    pub fn events_numbered(&mut self, seqs: &[i64]) -> Result<Vec<Event>> {
        let mut seqs = seqs.to_vec();
        seqs.sort_unstable();
        let mut events = Vec::with_capacity(seqs.len());
        for chunk in seqs.chunks(500) {
            let list = placeholders(2, chunk.len());
            let sql = format!(
                "SELECT {} FROM events WHERE workspace_id = $1 AND seq IN ({list}) ORDER BY seq",
                COLUMNS.join(", ")
            );
            let mut values = vec![self.ws()];
            values.extend(chunk.iter().map(|seq| Val::Int(*seq)));
            for row in self.query(&sql, &values)? {
                events.push(read(&row)?);
            }
        }
        Ok(events)
    }

    /// What happened to one record after a version of it, also in commands that share this commit and
    /// have no number yet (their `seq` is 0).
    ///
    /// # Errors
    /// The database's.
    pub fn events_since_version(&mut self, subject: Uuid, version: u32) -> Result<Vec<Event>> {
        let sql = format!(
            "SELECT {} FROM events WHERE workspace_id = $1 AND subject = $2 AND version > $3 ORDER BY seq",
            COLUMNS.join(", ")
        );
        let rows = self.query(&sql, &[self.ws(), subject.into(), version.into()])?;
        let mut events: Vec<Event> = rows.iter().map(read).collect::<Result<_>>()?;
        let waiting =
            self.waiting.iter().filter(|event| event.subject.id == subject && event.version > version);
        events.extend(waiting.map(|event| Event { seq: 0, event: event.clone() }));
        Ok(events)
    }

    /// All that ever happened to one record, in the order in which we were told.
    ///
    /// # Errors
    /// The database's.
    pub fn story(&mut self, subject: Uuid) -> Result<Vec<Event>> {
        self.events_since_version(subject, 0)
    }

    /// The timeline of some records, newest first: events that happened before (`before`, its number),
    /// at most `limit`.
    ///
    /// # Errors
    /// The database's.
    pub fn timeline(
        &mut self,
        subjects: &[Uuid],
        before: Option<(Instant, i64)>,
        limit: i64,
    ) -> Result<Vec<Event>> {
        if subjects.is_empty() {
            return Ok(Vec::new());
        }
        let (at, seq) = before.unwrap_or((Instant(i64::MAX), i64::MAX));
        let list = placeholders(5, subjects.len());
        let sql = format!(
            "SELECT {} FROM events WHERE workspace_id = $1 AND subject IN ({list}) AND kind <> 'ranked' \
             AND (occurred_at < $2 OR (occurred_at = $2 AND seq < $3)) \
             ORDER BY occurred_at DESC, seq DESC LIMIT $4",
            COLUMNS.join(", ")
        );
        let mut values = vec![self.ws(), at.into(), seq.into(), limit.into()];
        values.extend(subjects.iter().map(|id| Val::Id(*id)));
        self.query(&sql, &values)?.iter().map(read).collect()
    }
}
