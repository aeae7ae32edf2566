//! Filling an empty database with much at once: without the indexes that only readers need and without the
//! words of the search, both of which are made at the end, in order and therefore densely.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use uuid::Uuid;

use crate::engine::{Conn, Val};
use crate::error::Result;
use crate::{Store, blocking, migrate};

/// What the next activity of a deal or lead is looked up by, while it is written too.
const KEPT: [&str; 2] = ["activities_by_deal", "activities_by_lead"];

impl Store {
    /// On an empty database only: elsewhere it does nothing and gives `false`. From now on until
    /// [`Store::finish_filling`] lists are slow and nothing is found by its words; writing
    /// is several times faster. Everything else is as ever: every command is a transaction with its events.
    /// Should the program end in between, the next one that opens the database makes what is missing.
    ///
    /// # Errors
    /// The database's.
    pub async fn begin_filling(&self) -> Result<bool> {
        let inner = Arc::clone(&self.inner);
        blocking(move || {
            let mut conn = migrate::connect(&inner.location)?;
            let begun = begin(&mut conn)?;
            inner.filling.store(begun, Ordering::Release);
            Ok(begun)
        })
        .await
    }

    /// Makes the indexes and the words of the search.
    ///
    /// # Errors
    /// The database's; what is missing then is made when it is opened again.
    pub async fn finish_filling(&self) -> Result<()> {
        let inner = Arc::clone(&self.inner);
        blocking(move || {
            finish(&mut migrate::connect(&inner.location)?)?;
            inner.filling.store(false, Ordering::Release);
            Ok(())
        })
        .await
    }
}

fn begin(conn: &mut Conn) -> Result<bool> {
    conn.batch(if conn.is_postgres() { "BEGIN" } else { "BEGIN IMMEDIATE" })?;
    if !conn.query("SELECT id FROM workspaces LIMIT 1", &[])?.is_empty() {
        return conn.batch("ROLLBACK").map(|()| false);
    }
    conn.batch("CREATE TABLE filling (name TEXT NOT NULL PRIMARY KEY, definition TEXT NOT NULL)")?;
    let indexes = if conn.is_postgres() {
        "SELECT c.relname::text, pg_get_indexdef(i.indexrelid) FROM pg_index i \
         JOIN pg_class c ON c.oid = i.indexrelid \
         WHERE c.relnamespace = current_schema()::regnamespace AND NOT i.indisunique"
    } else {
        "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
    };
    for index in conn.query(indexes, &[])? {
        let (name, definition) = (index.text(0)?, index.text(1)?);
        if KEPT.contains(&name) {
            continue;
        }
        let row = [Val::from(name), definition.into()];
        conn.execute("INSERT INTO filling (name, definition) VALUES ($1, $2)", &row)?;
        conn.batch(&format!("DROP INDEX {name}"))?;
    }
    conn.batch("COMMIT").map(|()| true)
}

/// Makes what a filling left out, if there was one. Each step is kept by itself.
pub(crate) fn finish(conn: &mut Conn) -> Result<()> {
    let pending = if conn.is_postgres() {
        "SELECT 1 FROM pg_class WHERE relname = 'filling' AND relnamespace = current_schema()::regnamespace"
    } else {
        "SELECT 1 FROM sqlite_master WHERE name = 'filling'"
    };
    if conn.query(pending, &[])?.is_empty() {
        return Ok(());
    }
    if !conn.is_postgres() {
        // Sorting does not fit in the memory of an ordinary connection.
        conn.batch("PRAGMA cache_size = -64000")?;
    }
    for workspace in conn.query("SELECT id FROM workspaces", &[])? {
        words(conn, workspace.id(0)?)?;
    }
    for index in conn.query("SELECT name, definition FROM filling ORDER BY name", &[])? {
        conn.batch("BEGIN")?;
        conn.batch(index.text(1)?)?;
        conn.execute("DELETE FROM filling WHERE name = $1", &[index.text(0)?.into()])?;
        conn.batch("COMMIT")?;
    }
    conn.batch("DROP TABLE filling")?;
    if conn.is_postgres() {
        // Until it has statistics the planner reads whole tables.
        conn.batch("ANALYZE")?;
    }
    Ok(())
}

/// The words of a workspace, in their order.
fn words(conn: &mut Conn, workspace: Uuid) -> Result<()> {
    conn.batch("BEGIN")?;
    if conn.is_postgres() {
        conn.batch(&format!("SET LOCAL trechter.workspace = '{workspace}'"))?;
    }
    // Words are letters and digits, with a mark before those of a phone: they need no quoting.
    let each = if conn.is_postgres() {
        "unnest(string_to_array(s.words, ' ')) AS w (value)"
    } else {
        "json_each('[\"' || replace(s.words, ' ', '\",\"') || '\"]') w"
    };
    let sql = format!(
        "INSERT INTO search_words (workspace_id, word, subject) \
         SELECT s.workspace_id, w.value, s.id FROM subjects s, {each} \
         WHERE s.workspace_id = $1 AND s.words <> '' ORDER BY 2, 3 ON CONFLICT DO NOTHING"
    );
    conn.execute(&sql, &[workspace.into()])?;
    conn.batch("COMMIT")
}
