//! Answers that are kept for as long as nothing happens in their workspace: a board or a list is asked for
//! with every look at it, and stays the same, byte for byte, until the workspace's next event.

use std::borrow::Cow;
use std::collections::HashMap;
use std::io::Write as _;
use std::marker::PhantomData;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use axum::body::Bytes;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use flate2::Compression;
use flate2::write::GzEncoder;
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::Serialize;
use trechter_domain::WorkspaceId;
use trechter_store::{Result, Tx};

/// What all kept answers may take together; beyond that all are forgotten, and those in use are made again.
const MOST_BYTES: usize = 16 << 20;
/// A larger answer is not kept.
const LARGEST: usize = 2 << 20;

/// What can be the body of an answer: what serialises, and JSON that is written already.
pub trait ToJson: JsonSchema + Send {
    fn respond(self, status: StatusCode) -> Response;
}

impl<T: Serialize + JsonSchema + Send> ToJson for T {
    fn respond(self, status: StatusCode) -> Response {
        (status, axum::Json(self)).into_response()
    }
}

/// A `T` as JSON.
#[derive(Debug)]
pub struct Written<T> {
    text: Arc<Text>,
    /// The reader takes gzip.
    packed: bool,
    what: PhantomData<fn() -> T>,
}

#[derive(Debug)]
struct Text {
    plain: Bytes,
    packed: OnceLock<Bytes>,
}

impl Text {
    fn packed(&self) -> &Bytes {
        self.packed.get_or_init(|| {
            let mut packer = GzEncoder::new(Vec::with_capacity(self.plain.len() / 6), Compression::fast());
            let packed = packer.write_all(&self.plain).and_then(|()| packer.finish());
            packed.expect("a vector takes everything").into()
        })
    }
}

impl<T: JsonSchema> JsonSchema for Written<T> {
    fn schema_name() -> Cow<'static, str> {
        T::schema_name()
    }

    fn schema_id() -> Cow<'static, str> {
        T::schema_id()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        T::json_schema(generator)
    }
}

impl<T: JsonSchema> ToJson for Written<T> {
    fn respond(self, status: StatusCode) -> Response {
        let body = if self.packed { self.text.packed() } else { &self.text.plain };
        let mut response = (status, body.clone()).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
        headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
        if self.packed {
            headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
        }
        response
    }
}

/// What was asked, as far as the answer depends on it.
#[derive(Debug, Clone)]
pub struct Question {
    text: String,
    packed: bool,
}

impl Question {
    /// What the answer depends on beside the events of the workspace must all be in the text: the name of the
    /// operation, its parameters, and, where the answer holds something of his own, the member.
    pub fn new(text: String, headers: &HeaderMap) -> Self {
        let accepted =
            headers.get_all(header::ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok());
        let packed = accepted.flat_map(|line| line.split(',')).any(|word| word.trim() == "gzip");
        Self { text, packed }
    }
}

/// The answers of this process.
#[derive(Debug, Default)]
pub struct KeptAnswers {
    shelf: Mutex<Shelf>,
}

#[derive(Debug, Default)]
struct Shelf {
    bytes: usize,
    workspaces: HashMap<WorkspaceId, Known>,
}

/// What a workspace answered when this was its last event.
#[derive(Debug, Default)]
struct Known {
    seq: i64,
    answers: HashMap<String, Arc<Text>>,
}

impl KeptAnswers {
    /// The answer that a transaction gives: kept from before when no event came since, else made. How far the
    /// reader reaches comes from the same transaction as `make`, so it must be part of `reach`.
    ///
    /// # Errors
    /// Those of `make`.
    pub fn of<T: Serialize>(
        &self,
        tx: &mut Tx<'_>,
        question: &Question,
        reach: &trechter_domain::permission::Reach,
        make: impl FnOnce(&mut Tx<'_>) -> Result<T>,
    ) -> Result<Written<T>> {
        let (workspace, seq) = (tx.workspace(), tx.seq());
        let key = format!("{} {reach:?}", question.text);
        let known = self.lock().find(workspace, seq, &key);
        let text = match known {
            Some(text) => text,
            None => {
                let plain = Bytes::from(serde_json::to_vec(&make(tx)?)?);
                let text = Arc::new(Text { plain, packed: OnceLock::new() });
                self.lock().keep(workspace, seq, key, &text);
                text
            }
        };
        if question.packed {
            // Here, where waiting is allowed, and not where answers are sent.
            text.packed();
        }
        Ok(Written { text, packed: question.packed, what: PhantomData })
    }

    fn lock(&self) -> MutexGuard<'_, Shelf> {
        self.shelf.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Shelf {
    fn find(&self, workspace: WorkspaceId, seq: i64, key: &str) -> Option<Arc<Text>> {
        self.workspaces.get(&workspace).filter(|known| known.seq == seq)?.answers.get(key).cloned()
    }

    fn keep(&mut self, workspace: WorkspaceId, seq: i64, key: String, text: &Arc<Text>) {
        // The packed twin is made later; a quarter is more than it takes.
        let size = |text: &Text| text.plain.len() + text.plain.len() / 4;
        if text.plain.len() > LARGEST {
            return;
        }
        if self.bytes + size(text) > MOST_BYTES {
            *self = Self::default();
        }
        let known = self.workspaces.entry(workspace).or_default();
        if known.seq < seq {
            let old = std::mem::replace(known, Known { seq, answers: HashMap::new() });
            self.bytes -= old.answers.values().map(|text| size(text)).sum::<usize>();
        }
        if known.seq == seq {
            self.bytes += size(text);
            if let Some(twin) = known.answers.insert(key, Arc::clone(text)) {
                self.bytes -= size(&twin);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(size: usize) -> Arc<Text> {
        Arc::new(Text { plain: vec![b' '; size].into(), packed: OnceLock::new() })
    }

    #[test]
    fn an_answer_is_kept_until_the_next_event_of_its_workspace() {
        let (one, other) =
            (WorkspaceId::from(uuid::Uuid::from_u128(1)), WorkspaceId::from(uuid::Uuid::from_u128(2)));
        let mut shelf = Shelf::default();
        shelf.keep(one, 5, "board".into(), &text(8));
        assert!(shelf.find(one, 5, "board").is_some());
        assert!(shelf.find(one, 6, "board").is_none(), "something happened since");
        assert!(shelf.find(one, 5, "list").is_none(), "another question");
        assert!(shelf.find(other, 5, "board").is_none(), "another workspace");
        shelf.keep(one, 6, "board".into(), &text(16));
        assert!(shelf.find(one, 5, "board").is_none());
        shelf.keep(one, 5, "list".into(), &text(8));
        assert!(shelf.find(one, 5, "list").is_none(), "who read before the last event comes too late");
        assert_eq!(shelf.bytes, 20);
    }

    #[test]
    fn answers_take_no_more_than_they_may() {
        let workspace = WorkspaceId::from(uuid::Uuid::from_u128(1));
        let mut shelf = Shelf::default();
        for number in 0..100 {
            shelf.keep(workspace, 1, format!("list {number}"), &text(1 << 20));
            assert!(shelf.bytes <= MOST_BYTES);
            assert!(shelf.find(workspace, 1, &format!("list {number}")).is_some());
        }
        shelf.keep(workspace, 1, "too large".into(), &text(LARGEST + 1));
        assert!(shelf.find(workspace, 1, "too large").is_none());
    }

    #[test]
    fn gzip_is_taken_by_those_who_name_it() {
        let asked = |accepted: &str| {
            let value = HeaderValue::from_str(accepted).expect("a header");
            Question::new(String::new(), &HeaderMap::from_iter([(header::ACCEPT_ENCODING, value)])).packed
        };
        assert!(asked("gzip, deflate, br"));
        assert!(asked("br,gzip"));
        assert!(!asked("identity"));
        assert!(!asked("gzip;q=0"));
    }
}
