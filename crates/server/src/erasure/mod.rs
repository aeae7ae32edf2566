//! Erasing a person: who he is in this workspace, what speaks of him, and the list that a restore reads.

mod list;

use std::collections::BTreeSet;

use serde_json::Value;
use trechter_domain::event::{EventKind, Kind, Subject};
use trechter_domain::record::{Activity, Company, Contact, Deal, Lead, Record};
use trechter_domain::{Refusal, WorkspaceId, erasure, fold};
use trechter_store::{Result, Stored, Tx};
use uuid::Uuid;

pub use list::replay;

use crate::app::App;
use crate::caller::Deed;
use crate::files::shelf;
use crate::http::Problem;
use crate::import::tidy::forget_person;

/// What was erased.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Erased {
    /// Contacts and leads: all records of the same person.
    pub persons: Vec<Uuid>,
    /// Records that lost words which spoke of him, his own among them.
    pub blanked: Vec<Uuid>,
    /// The last event.
    pub seq: i64,
}

/// What a write found out before its commit.
struct Outcome {
    erased: Erased,
    files: Vec<Vec<u8>>,
}

/// How often a commit is waited for in which somebody else writes about the person.
const ATTEMPTS: usize = 20;

/// Erases the person behind a contact or lead, as a deed in one commit.
///
/// # Errors
/// 403; 404; `busy` when others keep writing about him.
pub async fn erase(app: &App, workspace: WorkspaceId, deed: &Deed, of: Subject) -> Result<Erased, Problem> {
    let deed = Deed { batch: Some(deed.id().into()), ..deed.clone() };
    for _ in 0..ATTEMPTS {
        // The whole log is looked through before the write, so that nobody waits for that.
        let reader = deed.clone();
        let looked = app.store.read(workspace, move |tx| {
            let persons = persons(tx, &reader, of)?;
            Ok((tx.subjects_about(&persons, 0)?, persons, tx.seq()))
        });
        let (known, expected, seq) = looked.await?;
        let writer = deed.clone();
        let written = app.store.write(workspace, move |tx| {
            let persons = persons(tx, &writer, of)?;
            if persons != expected || tx.still_speaks_of(&persons) {
                return Ok(None);
            }
            let mut subjects = tx.subjects_about(&persons, seq)?;
            subjects.extend(known.iter().copied());
            blank(tx, &writer, &persons, &subjects).map(Some)
        });
        let written = written.await?;
        let Some(Outcome { mut erased, files }) = written.value else { continue };
        erased.seq = written.seq;
        for sha256 in files {
            shelf(app).release(workspace, &sha256);
        }
        list::note(app, workspace, &erased.persons);
        return Ok(erased);
    }
    Err(Problem::of(503, "busy").retry_after(1))
}

/// All contacts and leads that are the same person: leads of a contact, the contact of a lead, and what
/// was merged with one of them.
fn persons(tx: &mut Tx<'_>, deed: &Deed, of: Subject) -> Result<Vec<Uuid>> {
    let mut found: BTreeSet<Subject> = BTreeSet::new();
    let mut next = vec![of];
    while let Some(subject) = next.pop() {
        if !found.insert(subject) {
            continue;
        }
        let more = match subject.kind {
            Kind::Contact => {
                let contact: Contact = deed.load(tx, subject.id)?;
                let leads = tx.ids_linked_ever::<Lead>("contact", subject.id, 10_000)?;
                next.extend(leads.into_iter().map(|id| Subject { kind: Kind::Lead, id }));
                same::<Contact>(tx, &contact)?
            }
            Kind::Lead => {
                let lead: Lead = deed.load(tx, subject.id)?;
                next.extend(lead.contact.map(|id| Subject { kind: Kind::Contact, id: id.0 }));
                same::<Lead>(tx, &lead)?
            }
            _ => return Err(Refusal::not_found().into()),
        };
        next.extend(more.into_iter().map(|id| Subject { kind: subject.kind, id }));
    }
    Ok(found.into_iter().map(|subject| subject.id).collect())
}

/// Records that were merged into this one and still are, and the one that this was merged into.
fn same<R: Stored>(tx: &mut Tx<'_>, record: &R) -> Result<Vec<Uuid>> {
    let mut ids: Vec<Uuid> = record.merged_into().into_iter().collect();
    for event in tx.story(record.id())? {
        if event.event.kind != EventKind::Merged {
            continue;
        }
        let absorbed = event.event.data.about.get("absorbed").and_then(Value::as_str);
        let Some(absorbed) = absorbed.and_then(|id| id.parse::<Uuid>().ok()) else { continue };
        if tx.load::<R>(absorbed)?.is_some_and(|other| other.merged_into() == Some(record.id())) {
            ids.push(absorbed);
        }
    }
    Ok(ids)
}

fn blank(tx: &mut Tx<'_>, deed: &Deed, persons: &[Uuid], subjects: &BTreeSet<Subject>) -> Result<Outcome> {
    let mut words = Vec::new();
    for person in persons {
        words.extend(tx.load::<Contact>(*person)?.iter().flat_map(words_of));
        words.extend(tx.load::<Lead>(*person)?.iter().flat_map(words_of));
    }
    let mut outcome = Outcome { erased: Erased::default(), files: Vec::new() };
    for subject in subjects {
        let own = persons.contains(&subject.id) || subject.kind == Kind::Activity;
        let version = match subject.kind {
            Kind::Contact => one::<Contact>(tx, deed, subject.id, persons)?,
            Kind::Lead => one::<Lead>(tx, deed, subject.id, persons)?,
            Kind::Deal => one::<Deal>(tx, deed, subject.id, persons)?,
            Kind::Activity => one::<Activity>(tx, deed, subject.id, persons)?,
            Kind::Company => one::<Company>(tx, deed, subject.id, persons)?,
            _ => continue,
        };
        outcome.erased.blanked.push(subject.id);
        if own {
            outcome.files.extend(drop_files(tx, deed, *subject, version)?);
        }
    }
    tx.erase_traces(&outcome.erased.blanked, &words)?;
    forget_person(tx, &outcome.erased.blanked, &words)?;
    outcome.erased.persons = persons.to_vec();
    Ok(outcome)
}

/// Blanks one record; gives its version then.
fn one<R: Stored>(tx: &mut Tx<'_>, deed: &Deed, id: Uuid, persons: &[Uuid]) -> Result<u32> {
    let catalogue = tx.catalogue();
    let Some(blank) = tx.blanked::<R>(id, persons)? else { return Ok(0) };
    let erased = erasure::erase(&deed.ctx(&catalogue), &blank, persons)?;
    tx.save(&erased)?;
    Ok(erased.record.version())
}

/// Takes the files off a record; gives the hashes of their contents.
fn drop_files(tx: &mut Tx<'_>, deed: &Deed, subject: Subject, version: u32) -> Result<Vec<Vec<u8>>> {
    let catalogue = tx.catalogue();
    let mut contents = Vec::new();
    for file in tx.files_of(subject.id)? {
        let mut event = deed.ctx(&catalogue).event(subject, EventKind::FileRemoved, version);
        event.data.about.insert("file".into(), file.id.to_string().into());
        tx.push(&[event])?;
        tx.remove_file(file.id)?;
        contents.push(file.sha256);
    }
    Ok(contents)
}

/// By what a person may be known in the remarks of an import: addresses, numbers, his name. Short ones
/// would find others too.
fn words_of<R: Record>(record: &R) -> Vec<String> {
    let doc = fold::document(record);
    let text = |field: &str| doc.get(field).and_then(Value::as_str).map(str::to_owned);
    let mut words: Vec<String> = ["email", "phone"].into_iter().filter_map(text).collect();
    for list in ["emails", "phones"] {
        let entries = doc.get(list).and_then(Value::as_array).into_iter().flatten();
        words.extend(entries.filter_map(|entry| entry["value"].as_str()).map(str::to_owned));
    }
    if let (Some(first), Some(last)) = (text("first_name"), text("last_name")) {
        words.push(format!("{first} {last}"));
    }
    words.retain(|word| word.chars().count() >= 5);
    words
}
