//! Erasing a person: his records lose their names and words, the log loses its personal part; ids, times
//! and amounts stay, so every number stays what it was.

use serde_json::{Value, json};
use uuid::Uuid;

use crate::decide::{Ctx, Decided};
use crate::event::{EventKind, Kind, Personal, Subject};
use crate::fold;
use crate::record::Record;
use crate::refusal::Refusal;

/// What an erasure does with a place where something of a person may lie.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Treatment {
    /// Set to NULL on the events that speak of the person.
    Nulled,
    /// Written anew from the log, once its personal part is gone.
    Refolded,
    /// The rows about the person are deleted.
    Deleted,
    /// Remarks about the person are taken out.
    Cleaned,
    /// Nothing about a contact or lead is in it, or nothing that says who he is; why.
    Stays(&'static str),
}

use Treatment::{Cleaned, Deleted, Nulled, Refolded, Stays};

const CODES: Treatment = Stays("words of the program's own");
const MEMBERS: Treatment = Stays("about the people who work here");

/// Every place of the database that holds text or bytes: table, columns, what an erasure does there. A
/// test compares it with the schema, so that a new column cannot be forgotten.
pub const PLACES: &[(&str, &[&str], Treatment)] = &[
    ("workspaces", &["name"], Stays("the name of the workspace")),
    ("identities", &["email", "password"], MEMBERS),
    ("sessions", &["token_hash", "agent"], MEMBERS),
    ("tokens", &["token_hash", "name", "scopes"], MEMBERS),
    ("invitations", &["token_hash", "purpose", "email"], MEMBERS),
    ("attempts", &["key"], Stays("hashes that are swept after a while")),
    ("secrets", &["name", "value"], Stays("keys of the installation")),
    ("events", &["personal"], Nulled),
    ("events", &["data"], Stays("ids, amounts and dates only; a test looks for names in it")),
    ("events", &["origin", "subject_kind", "kind"], CODES),
    (
        "catalogue",
        &["doc"],
        Stays(
            "the set-up and papers; a saved view may hold a word that somebody searched for, a talk is about members",
        ),
    ),
    ("catalogue", &["kind"], CODES),
    ("subjects", &["title", "words"], Refolded),
    ("subjects", &["kind"], CODES),
    (
        "companies",
        &[
            "doc",
            "name_key",
            "match_key",
            "email_key",
            "city_key",
            "region_key",
            "country_key",
            "industry_key",
            "external_key",
        ],
        Stays("organisations"),
    ),
    ("contacts", &["doc", "name_key", "match_key", "email_key", "external_key"], Refolded),
    ("contacts", &["region_key", "country_key"], Stays("a dimension of the numbers")),
    ("leads", &["doc", "name_key", "match_key", "email_key", "city_key", "external_key"], Refolded),
    ("leads", &["region_key", "country_key", "industry_key"], Stays("a dimension of the numbers")),
    ("leads", &["status", "currency"], CODES),
    ("deals", &["doc", "name_key", "match_key", "external_key"], Refolded),
    ("deals", &["status", "currency", "expected_close", "board_rank"], CODES),
    ("activities", &["doc", "name_key", "match_key", "external_key"], Refolded),
    ("activities", &["kind", "status", "direction"], CODES),
    ("custom_values", &["text_key"], Refolded),
    ("custom_values", &["kind", "field"], CODES),
    ("search_words", &["word"], Refolded),
    ("files", &["name", "media_type", "sha256"], Deleted),
    ("batches", &["doc"], Cleaned),
    ("batches", &["state"], CODES),
    ("imported_rows", &["system", "kind", "external_id", "doc"], Deleted),
    ("import_notes", &["kind", "doc"], Deleted),
    ("idempotency", &["route", "key", "body_hash", "reply"], Deleted),
];

/// The event that says that a person was erased, and the record with it. `blank` is what the log without
/// its personal part adds up to. A record that people open by its name gets a word instead, so that it
/// can still be pressed.
///
/// # Errors
/// `does_not_fold`: only a damaged log has it.
pub fn erase<R: Record>(ctx: &Ctx<'_>, blank: &R, persons: &[Uuid]) -> Result<Decided<R>, Refusal> {
    let subject = Subject { kind: R::KIND, id: blank.id() };
    let mut event = ctx.event(subject, EventKind::Erased, blank.version() + 1);
    event.data.about.insert("persons".into(), json!(persons));
    let doc = fold::document(blank);
    let nameless = |field: &str| doc.get(field).is_none_or(|value| value.is_null() || value == "");
    if let Some(field) = called(R::KIND).filter(|field| nameless(field)) {
        let word = if ctx.catalogue.workspace.language == "nl" { "(gewist)" } else { "(erased)" };
        let set = [(field.to_owned(), Value::String(word.into()))].into_iter().collect();
        event.personal = Some(Personal { set, ..Personal::default() });
    }
    match fold::apply(Some(blank.clone()), &event) {
        Ok(Some(record)) => Ok(Decided { record, events: vec![event] }),
        _ => Err(Refusal::state("does_not_fold")),
    }
}

/// The field by which people know a record.
fn called(kind: Kind) -> Option<&'static str> {
    match kind {
        Kind::Contact | Kind::Lead => Some("last_name"),
        Kind::Deal => Some("title"),
        Kind::Activity => Some("subject"),
        _ => None,
    }
}
