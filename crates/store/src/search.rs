//! Search: folded words in a table, typing errors forgiven by a dictionary in memory. The same on both
//! databases.

use std::collections::BTreeSet;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use trechter_domain::event::Kind;
use trechter_domain::permission::Reach;
use trechter_domain::text;
use uuid::Uuid;

use crate::engine::Val;
use crate::error::Result;
use crate::list::{Filter, Where};
use crate::tx::Tx;
use crate::{Inner, Store, lock};

/// Something found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Hit {
    pub kind: Kind,
    pub id: Uuid,
    pub title: String,
}

/// The distinct words of a workspace.
#[derive(Default)]
pub(crate) struct Dictionary {
    seq: i64,
    words: Arc<BTreeSet<String>>,
}

/// Most words that one mistyped word may stand for.
const MOST_CORRECTIONS: usize = 8;

impl Store {
    /// Words of a workspace that are close to what was typed, when none begins with it: one error from
    /// four letters on, two from eight.
    ///
    /// # Errors
    /// The database's.
    pub async fn corrected(
        &self,
        workspace: trechter_domain::WorkspaceId,
        typed: &str,
    ) -> Result<Vec<Vec<String>>> {
        let inner = Arc::clone(&self.inner);
        let typed = text::words(typed);
        self.read(workspace, move |tx| {
            let dictionary = inner.dictionary(tx)?;
            Ok(typed.iter().map(|word| alternatives(&dictionary, word)).collect())
        })
        .await
    }
}

impl Inner {
    fn dictionary(&self, tx: &mut Tx<'_>) -> Result<Arc<BTreeSet<String>>> {
        let seq = tx.seq();
        if let Some(known) = lock(&self.dictionaries).get(&tx.workspace())
            && known.seq == seq
        {
            return Ok(Arc::clone(&known.words));
        }
        let rows = tx.query("SELECT DISTINCT word FROM search_words WHERE workspace_id = $1", &[tx.ws()])?;
        let words: Result<BTreeSet<String>> = rows.iter().map(|row| Ok(row.text(0)?.to_owned())).collect();
        let words = Arc::new(words?);
        lock(&self.dictionaries).insert(tx.workspace(), Dictionary { seq, words: Arc::clone(&words) });
        Ok(words)
    }
}

/// The words to look for instead of a typed one: itself when something begins with it.
fn alternatives(dictionary: &BTreeSet<String>, typed: &str) -> Vec<String> {
    let begins = dictionary.range(typed.to_owned()..).next().is_some_and(|word| word.starts_with(typed));
    let length = typed.chars().count();
    if begins || length < 4 || typed.chars().all(|c| c.is_ascii_digit()) {
        return vec![typed.to_owned()];
    }
    let allowed = if length >= 8 { 2 } else { 1 };
    let typed_chars: Vec<char> = typed.chars().collect();
    let mut close: Vec<(usize, &String)> = dictionary
        .iter()
        .filter_map(|word| distance_at_most(&typed_chars, word, allowed).map(|distance| (distance, word)))
        .collect();
    close.sort();
    close.truncate(MOST_CORRECTIONS);
    if close.is_empty() {
        vec![typed.to_owned()]
    } else {
        close.into_iter().map(|(_, word)| word.clone()).collect()
    }
}

/// Edit distance with swapped neighbours (Damerau, optimal string alignment), when not above `most`.
fn distance_at_most(a: &[char], b: &str, most: usize) -> Option<usize> {
    let b: Vec<char> = b.chars().collect();
    if a.len().abs_diff(b.len()) > most {
        return None;
    }
    let mut before: Vec<usize> = Vec::new();
    let mut above: Vec<usize> = (0..=b.len()).collect();
    for i in 1..=a.len() {
        let mut row = vec![i; b.len() + 1];
        for j in 1..=b.len() {
            let substituted = above[j - 1] + usize::from(a[i - 1] != b[j - 1]);
            row[j] = substituted.min(above[j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                row[j] = row[j].min(before[j - 2] + 1);
            }
        }
        if row.iter().min().is_some_and(|least| *least > most) {
            return None;
        }
        before = std::mem::replace(&mut above, row);
    }
    above.last().copied().filter(|distance| *distance <= most)
}

impl Tx<'_> {
    /// Records in which every word is found, each word by its beginning or one of its alternatives;
    /// digits also as the end of a phone number.
    ///
    /// # Errors
    /// The database's.
    pub fn search(
        &mut self,
        words: &[Vec<String>],
        kinds: &[Kind],
        reach: &Reach,
        limit: i64,
    ) -> Result<Vec<Hit>> {
        if words.is_empty() {
            return Ok(Vec::new());
        }
        let mut clause = Where::of(self.ws());
        clause.and("t.gone = 0");
        clause.reach(reach, "t.owner");
        if !kinds.is_empty() {
            let list = clause.list(kinds.iter().map(|kind| kind.as_str().into()).collect());
            clause.and(&format!("t.kind IN ({list})"));
        }
        let mut sets = Vec::new();
        for alternatives in words {
            sets.push(word_set(&mut clause, alternatives));
        }
        // The first word narrows; the others are looked up for what is left.
        let (first, others) = sets.split_first().expect("there is a word");
        clause.and(&format!(
            "t.id IN (SELECT w.subject FROM search_words w WHERE w.workspace_id = $1 AND ({first}))"
        ));
        for other in others {
            clause.and(&format!(
                "EXISTS (SELECT 1 FROM search_words w WHERE w.workspace_id = $1 AND w.subject = t.id AND ({other}))"
            ));
        }
        let limit = clause.value(limit.into());
        let sql = format!(
            "SELECT t.kind, t.id, t.title FROM subjects t WHERE {} ORDER BY t.title, t.id LIMIT {limit}",
            clause.sql
        );
        let rows = self.query(&sql, &clause.values)?;
        let hits = rows.iter().filter_map(|row| {
            let kind = row.text(0).ok().and_then(Kind::parse)?;
            Some(Ok(Hit { kind, id: row.id(1).ok()?, title: row.text(2).ok()?.to_owned() }))
        });
        hits.collect()
    }

    /// `q` in a list: its words must all be found in the record.
    pub(crate) fn found_by_search(&mut self, clause: &mut Where, filter: &Filter) -> Result<()> {
        for word in filter.values.iter().flat_map(|value| text::words(value)) {
            let set = word_set(clause, &[word]);
            clause.and(&format!(
                "t.id IN (SELECT w.subject FROM search_words w WHERE w.workspace_id = $1 AND ({set}))"
            ));
        }
        Ok(())
    }
}

/// `(w.word >= 'smit' AND w.word < 'smiu') OR …`
fn word_set(clause: &mut Where, alternatives: &[String]) -> String {
    let mut parts = Vec::new();
    for word in alternatives {
        parts.push(prefix(clause, word));
        if word.len() >= 4 && word.chars().all(|c| c.is_ascii_digit()) {
            let reversed: String = word.trim_start_matches('0').chars().rev().collect();
            parts.push(prefix(clause, &format!("#{reversed}")));
        }
    }
    parts.join(" OR ")
}

fn prefix(clause: &mut Where, word: &str) -> String {
    let from = clause.value(Val::from(word));
    let to = clause.value(Val::Text(format!("{word}\u{10ffff}")));
    format!("(w.word >= {from} AND w.word < {to})")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_error_is_forgiven_from_four_letters_and_two_from_eight() {
        let dictionary: BTreeSet<String> =
            ["smits", "smeets", "bakkerij", "verhoeven", "jan"].map(String::from).into();
        for (typed, expected) in [
            ("smi", vec!["smi"]),
            ("smist", vec!["smits"]),
            ("bakerij", vec!["bakkerij"]),
            ("bakkreji", vec!["bakkerij"]),
            ("jna", vec!["jna"]),
            ("xylofoon", vec!["xylofoon"]),
        ] {
            assert_eq!(alternatives(&dictionary, typed), expected, "{typed}");
        }
    }
}
