//! What the database does when a person is erased. Which places there are is listed in the domain.

use std::collections::BTreeSet;

use serde_json::Value;
use trechter_domain::event::{Kind, Subject};
use trechter_domain::fold;
use uuid::Uuid;

use crate::engine::Val;
use crate::error::{Error, Result};
use crate::packed::packed_id;
use crate::table::Stored;
use crate::tx::{Tx, placeholders};

impl Tx<'_> {
    /// What has events after a number whose personal part speaks of one of these persons. Without an
    /// index: it reads all of the log after that number.
    ///
    /// # Errors
    /// The database's.
    pub fn subjects_about(&mut self, persons: &[Uuid], after: i64) -> Result<BTreeSet<Subject>> {
        let mut found = BTreeSet::new();
        for person in persons {
            // As ids are written now, and as they were before.
            let found_in = if self.conn.is_postgres() {
                "(position($3 IN personal) > 0 OR position($4 IN personal) > 0)"
            } else {
                "(instr(CAST(personal AS BLOB), $3) > 0 OR instr(CAST(personal AS BLOB), $4) > 0)"
            };
            let sql = format!(
                "SELECT DISTINCT subject_kind, subject FROM events WHERE workspace_id = $1 AND seq > $2 \
                 AND personal IS NOT NULL AND {found_in}"
            );
            let text = format!("\"{person}\"").into_bytes();
            let values = [self.ws(), after.into(), packed_id(*person).into(), text.into()];
            for row in self.query(&sql, &values)? {
                let kind = Kind::parse(row.text(0)?)
                    .ok_or_else(|| Error::Internal("an event has an unknown kind".into()))?;
                found.insert(Subject { kind, id: row.id(1)? });
            }
        }
        Ok(found)
    }

    /// Does a command that shares this commit say something of one of these persons? Its events have no
    /// number yet, so they cannot be blanked: the erasure must wait for the next commit.
    pub fn still_speaks_of(&self, persons: &[Uuid]) -> bool {
        let spoken = self.waiting.iter().filter_map(|event| event.personal.as_ref());
        spoken.flat_map(|personal| &personal.persons).any(|person| persons.contains(person))
    }

    /// Takes the personal part off a record's events that speak of these persons, and gives what the log
    /// adds up to then; `None` when the record's creation was taken back.
    ///
    /// # Errors
    /// The database's; a damaged log.
    pub fn blanked<R: Stored>(&mut self, id: Uuid, persons: &[Uuid]) -> Result<Option<R>> {
        let mut story = self.story(id)?;
        let mut seqs = Vec::new();
        for event in &mut story {
            let speaks = event
                .event
                .personal
                .as_ref()
                .is_some_and(|personal| personal.persons.iter().any(|person| persons.contains(person)));
            if speaks {
                event.event.personal = None;
                seqs.push(event.seq);
            }
        }
        for chunk in seqs.chunks(200) {
            let list = placeholders(2, chunk.len());
            let sql =
                format!("UPDATE events SET personal = NULL WHERE workspace_id = $1 AND seq IN ({list})");
            let mut values = vec![self.ws()];
            values.extend(chunk.iter().map(|seq| Val::Int(*seq)));
            self.execute(&sql, &values)?;
        }
        let mut state = None;
        for event in story {
            state = fold::apply(state, &event.event)?;
        }
        Ok(state)
    }

    /// Deletes what is kept beside records: what they looked like in files, remarks of imports that name
    /// them or hold one of these words, kept replies.
    ///
    /// # Errors
    /// The database's.
    pub fn erase_traces(&mut self, subjects: &[Uuid], words: &[String]) -> Result<()> {
        for subject in subjects {
            let key = [self.ws(), (*subject).into()];
            self.execute("DELETE FROM imported_rows WHERE workspace_id = $1 AND subject = $2", &key)?;
            let mention = [self.ws(), Val::Text(format!("%{subject}%"))];
            self.execute("DELETE FROM import_notes WHERE workspace_id = $1 AND doc LIKE $2", &mention)?;
            self.execute("DELETE FROM idempotency WHERE workspace_id = $1 AND reply LIKE $2", &mention)?;
        }
        for word in words {
            let mention = [self.ws(), Val::Text(format!("%{}%", literal(word)))];
            let sql = "DELETE FROM import_notes WHERE workspace_id = $1 AND doc LIKE $2 ESCAPE '!'";
            self.execute(sql, &mention)?;
        }
        Ok(())
    }
}

/// A text as it stands in JSON, with nothing that LIKE would take for more than itself.
fn literal(word: &str) -> String {
    let quoted = Value::String(word.to_owned()).to_string();
    let mut literal = String::new();
    for letter in quoted.trim_matches('"').chars() {
        if ['%', '_', '!'].contains(&letter) {
            literal.push('!');
        }
        literal.push(letter);
    }
    literal
}
