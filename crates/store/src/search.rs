//! Search: folded words in a table, typing errors forgiven by a dictionary in memory. The same on both
//! databases.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use trechter_domain::event::Kind;
use trechter_domain::permission::Reach;
use trechter_domain::{WorkspaceId, text};
use uuid::Uuid;

use crate::engine::Val;
use crate::error::Result;
use crate::list::Where;
use crate::tx::Tx;
use crate::{Inner, Store, lock};

/// Something found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Hit {
    pub kind: Kind,
    pub id: Uuid,
    pub title: String,
}

/// The distinct words of a workspace, as of an event.
pub(crate) struct Dictionary {
    seq: i64,
    words: Arc<BTreeSet<String>>,
    last_used: u64,
}

/// The dictionaries in memory.
#[derive(Default)]
pub(crate) struct Dictionaries {
    known: HashMap<WorkspaceId, Dictionary>,
    uses: u64,
}

/// Words of one search that are looked at. Each is a join, and planning many of them takes for ever.
const MOST_TERMS: usize = 8;
/// Dictionaries in memory; the one that was not used for longest makes room.
const MOST_DICTIONARIES: usize = 32;
/// A dictionary that misses more events than this is read again whole.
const MOST_EVENTS_BEHIND: i64 = 20_000;
/// Most words that one mistyped word may stand for.
const MOST_CORRECTIONS: usize = 8;

impl Store {
    /// The words of a search, each with those that are close to it when none in the workspace begins
    /// with it: one error from four letters on, two from eight. A phone number is one word, however it
    /// is spaced.
    ///
    /// # Errors
    /// The database's.
    pub async fn corrected(&self, workspace: WorkspaceId, typed: &str) -> Result<Vec<Vec<String>>> {
        let inner = Arc::clone(&self.inner);
        let terms = terms(typed);
        self.read(workspace, move |tx| terms.iter().map(|term| inner.alternatives(tx, term)).collect()).await
    }
}

impl Inner {
    /// The words to look for instead of a typed one: itself when something begins with it.
    fn alternatives(&self, tx: &mut Tx<'_>, typed: &str) -> Result<Vec<String>> {
        let correctable = typed.len() >= 4 && !typed.bytes().all(|byte| byte.is_ascii_digit());
        let close = if correctable && !tx.is_beginning(typed)? {
            closest(&*self.dictionary(tx)?, typed)
        } else {
            Vec::new()
        };
        Ok(if close.is_empty() { vec![typed.to_owned()] } else { close })
    }

    /// The words of the workspace, kept current by the events since they were last asked for. Words
    /// that are no longer in use stay until the next whole reading; looking them up finds nothing.
    fn dictionary(&self, tx: &mut Tx<'_>) -> Result<Arc<BTreeSet<String>>> {
        let (workspace, seq) = (tx.workspace(), tx.seq());
        let known = lock(&self.dictionaries).current(workspace);
        let since = match known {
            Some((known_seq, words)) if known_seq >= seq => return Ok(words),
            Some((known_seq, _)) if seq - known_seq <= MOST_EVENTS_BEHIND => Some(known_seq),
            _ => None,
        };
        let words = tx.distinct_words(since)?;
        Ok(lock(&self.dictionaries).learn(workspace, seq, words, since.is_some()))
    }
}

impl Dictionaries {
    fn current(&mut self, workspace: WorkspaceId) -> Option<(i64, Arc<BTreeSet<String>>)> {
        self.uses += 1;
        let dictionary = self.known.get_mut(&workspace)?;
        dictionary.last_used = self.uses;
        Some((dictionary.seq, Arc::clone(&dictionary.words)))
    }

    fn learn(
        &mut self,
        workspace: WorkspaceId,
        seq: i64,
        words: BTreeSet<String>,
        more: bool,
    ) -> Arc<BTreeSet<String>> {
        if let Some(dictionary) = self.known.get_mut(&workspace).filter(|_| more) {
            if !words.is_subset(&dictionary.words) {
                Arc::make_mut(&mut dictionary.words).extend(words);
            }
            dictionary.seq = dictionary.seq.max(seq);
            return Arc::clone(&dictionary.words);
        }
        if self.known.len() >= MOST_DICTIONARIES
            && let Some(oldest) =
                self.known.iter().min_by_key(|(_, known)| known.last_used).map(|(workspace, _)| *workspace)
        {
            self.known.remove(&oldest);
        }
        let words = Arc::new(words);
        let dictionary = Dictionary { seq, words: Arc::clone(&words), last_used: self.uses };
        self.known.insert(workspace, dictionary);
        words
    }
}

/// What to look for: folded words, or the digits of a phone number as one.
fn terms(typed: &str) -> Vec<String> {
    let like_a_phone = typed.chars().all(|c| c.is_ascii_digit() || " +-()./\u{a0}".contains(c));
    let digits = text::phone_digits(typed);
    if like_a_phone && digits.len() >= 4 {
        return vec![digits];
    }
    let mut terms: Vec<String> = Vec::new();
    for word in text::words(typed) {
        if terms.len() < MOST_TERMS && !terms.contains(&word) {
            terms.push(word);
        }
    }
    terms
}

/// The words that are at most one error away, or two for long words; the closest first.
fn closest(dictionary: &BTreeSet<String>, typed: &str) -> Vec<String> {
    let allowed = if typed.len() >= 8 { 2 } else { 1 };
    let distance = |word: &String| distance_at_most(typed.as_bytes(), word.as_bytes(), allowed);
    let mut close: Vec<(usize, &String)> =
        dictionary.iter().filter_map(|word| distance(word).map(|distance| (distance, word))).collect();
    close.sort();
    close.truncate(MOST_CORRECTIONS);
    close.into_iter().map(|(_, word)| word.clone()).collect()
}

/// Longest word that is kept, in bytes, with room for its mark.
const LONGEST: usize = 48;

/// Edit distance with swapped neighbours (Damerau, optimal string alignment), when not above `most`.
/// Folded words are plain letters and digits, one byte each.
fn distance_at_most(a: &[u8], b: &[u8], most: usize) -> Option<usize> {
    if a.len().abs_diff(b.len()) > most || a.len() >= LONGEST || b.len() >= LONGEST {
        return None;
    }
    let mut rows = [[0usize; LONGEST]; 3];
    for (j, cell) in rows[0].iter_mut().enumerate() {
        *cell = j;
    }
    for i in 1..=a.len() {
        let [row, above, before] = [i % 3, (i + 2) % 3, (i + 1) % 3];
        rows[row][0] = i;
        let mut least = i;
        for j in 1..=b.len() {
            let substituted = rows[above][j - 1] + usize::from(a[i - 1] != b[j - 1]);
            let mut cell = substituted.min(rows[above][j] + 1).min(rows[row][j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                cell = cell.min(rows[before][j - 2] + 1);
            }
            rows[row][j] = cell;
            least = least.min(cell);
        }
        if least > most {
            return None;
        }
    }
    Some(rows[a.len() % 3][b.len()]).filter(|distance| *distance <= most)
}

impl Tx<'_> {
    /// Does a word of the workspace begin like this?
    fn is_beginning(&mut self, typed: &str) -> Result<bool> {
        let mut clause = Where::of(self.ws());
        let range = prefix(&mut clause, "w", typed);
        let sql = format!("SELECT w.word FROM search_words w WHERE w.workspace_id = $1 AND {range} LIMIT 1");
        Ok(!self.query(&sql, &clause.values)?.is_empty())
    }

    /// All words, or those of records that have events after a number; not the digits of phones.
    fn distinct_words(&mut self, since: Option<i64>) -> Result<BTreeSet<String>> {
        let Some(seq) = since else {
            let sql =
                "SELECT DISTINCT w.word FROM search_words w WHERE w.workspace_id = $1 AND w.word >= '0'";
            return self.query(sql, &[self.ws()])?.iter().map(|row| Ok(row.text(0)?.to_owned())).collect();
        };
        let sql = "SELECT t.words FROM subjects t WHERE t.workspace_id = $1 AND t.id IN \
                   (SELECT e.subject FROM events e WHERE e.workspace_id = $1 AND e.seq > $2)";
        let mut words = BTreeSet::new();
        for row in self.query(sql, &[self.ws(), seq.into()])? {
            let own = row.text(0)?.split(' ').filter(|word| !word.is_empty() && !word.starts_with('#'));
            words.extend(own.map(str::to_owned));
        }
        Ok(words)
    }

    /// Records in which every word is found, each word by its beginning or one of its alternatives;
    /// digits also as the end of a phone number. When more are found than asked for, those whose word is
    /// closest to what was typed come in; all are sorted by title.
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
        let mut terms: Vec<Vec<String>> =
            words.iter().take(MOST_TERMS).map(|word| beginnings(word)).collect();
        if terms.is_empty() {
            return Ok(Vec::new());
        }
        // The rarest word leads: its records are walked through, the others are looked up for each.
        if terms.len() > 1 {
            let counts: Result<Vec<i64>> = terms.iter().map(|term| self.commonness(term)).collect();
            let rarest = counts?.iter().enumerate().min_by_key(|(_, count)| **count).map_or(0, |(i, _)| i);
            terms.swap(0, rarest);
        }
        let (leading, others) = terms.split_first().expect("there is a word");
        let mut hits: Vec<Hit> = Vec::new();
        for beginning in leading {
            // Walked in the order of the words, it ends as soon as there are enough. A record stands there
            // once for each of its words that begin like this.
            for hit in self.led_by(beginning, others, kinds, reach, limit * 3)? {
                if (hits.len() as i64) < limit && !hits.contains(&hit) {
                    hits.push(hit);
                }
            }
        }
        hits.sort_by(|one, other| (&one.title, one.id).cmp(&(&other.title, other.id)));
        Ok(hits)
    }

    /// Records with a word that begins like this, and with one of the beginnings of every other term.
    fn led_by(
        &mut self,
        beginning: &str,
        others: &[Vec<String>],
        kinds: &[Kind],
        reach: &Reach,
        limit: i64,
    ) -> Result<Vec<Hit>> {
        let mut clause = Where::of(self.ws());
        let leads = prefix(&mut clause, "lead", beginning);
        clause.and(&format!("lead.workspace_id = $1 AND lead.subject = t.id AND {leads} AND t.gone = 0"));
        clause.reach(reach, "t.owner");
        if !kinds.is_empty() {
            let list = clause.list(kinds.iter().map(|kind| kind.as_str().into()).collect());
            clause.and(&format!("t.kind IN ({list})"));
        }
        for term in others {
            let other: Vec<String> = term
                .iter()
                .map(|beginning| {
                    format!("' ' || t.words LIKE {}", clause.value(Val::Text(format!("% {beginning}%"))))
                })
                .collect();
            clause.and(&format!("({})", other.join(" OR ")));
        }
        let limit = clause.value(limit.into());
        let sql = format!(
            "SELECT t.kind, t.id, t.title FROM search_words lead CROSS JOIN subjects t WHERE {} \
             ORDER BY lead.word, lead.subject LIMIT {limit}",
            clause.sql
        );
        let rows = self.query(&sql, &clause.values)?;
        let hits = rows.iter().filter_map(|row| {
            let kind = row.text(0).ok().and_then(Kind::parse)?;
            Some(Ok(Hit { kind, id: row.id(1).ok()?, title: row.text(2).ok()?.to_owned() }))
        });
        hits.collect()
    }

    /// In how many places a word stands, up to where it no longer matters.
    fn commonness(&mut self, term: &[String]) -> Result<i64> {
        let mut clause = Where::of(self.ws());
        let any = any_prefix(&mut clause, term);
        let sql = format!(
            "SELECT COUNT(*) FROM (SELECT 1 FROM search_words w WHERE w.workspace_id = $1 AND ({any}) LIMIT 1000) found"
        );
        self.query(&sql, &clause.values)?.first().map_or(Ok(0), |row| row.int(0))
    }

    /// `q` in a list: all its words must be found in the record.
    pub(crate) fn found_by_search(&mut self, clause: &mut Where, typed: &str) {
        for word in terms(typed) {
            let set = any_prefix(clause, &beginnings(&[word]));
            clause.and(&format!(
                "t.id IN (SELECT w.subject FROM search_words w WHERE w.workspace_id = $1 AND ({set}))"
            ));
        }
    }
}

/// With what the words of a record may begin, to be found by a term.
fn beginnings(alternatives: &[String]) -> Vec<String> {
    let mut all = Vec::new();
    for word in alternatives {
        all.push(word.clone());
        if word.len() >= 4 && word.chars().all(|c| c.is_ascii_digit()) {
            // Eight digits tell a number, with or without the prefix of a country or a leading zero.
            let reversed: String = word.trim_start_matches('0').chars().rev().take(8).collect();
            all.push(format!("#{reversed}"));
        }
    }
    all
}

/// `(w.word >= 'smit' AND w.word < 'smiu') OR …`
fn any_prefix(clause: &mut Where, beginnings: &[String]) -> String {
    let parts: Vec<String> = beginnings.iter().map(|beginning| prefix(clause, "w", beginning)).collect();
    parts.join(" OR ")
}

fn prefix(clause: &mut Where, table: &str, word: &str) -> String {
    let from = clause.value(Val::from(word));
    let to = clause.value(Val::Text(format!("{word}\u{10ffff}")));
    format!("({table}.word >= {from} AND {table}.word < {to})")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_error_is_forgiven_from_four_letters_and_two_from_eight() {
        let dictionary: BTreeSet<String> =
            ["smits", "smeets", "bakkerij", "verhoeven", "jan"].map(String::from).into();
        for (typed, expected) in [
            ("smist", vec!["smits"]),
            ("smeits", vec!["smeets", "smits"]),
            ("bakerij", vec!["bakkerij"]),
            ("bakkreji", vec!["bakkerij"]),
            ("verhoefen", vec!["verhoeven"]),
            ("xylofoon", vec![]),
        ] {
            assert_eq!(closest(&dictionary, typed), expected, "{typed}");
        }
    }

    #[test]
    fn a_phone_number_is_one_word_however_it_is_spaced() {
        assert_eq!(terms("+31 (0)20-123 45 67"), ["310201234567"]);
        assert_eq!(terms("Smits 12"), ["smits", "12"]);
        assert_eq!(terms("12-3"), ["12", "3"], "too short for a phone number");
    }
}
