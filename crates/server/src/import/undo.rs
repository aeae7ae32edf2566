//! The undo of a whole import: what it made disappears, what it changed is changed back. What somebody
//! edited or used since is kept and listed.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde_json::json;
use trechter_domain::catalogue::{
    Campaign, Competitor, Field, LossReason, Member, Pipeline, Product, Source, Tag, Team,
};
use trechter_domain::decide::{self, Decided};
use trechter_domain::event::{Event, EventKind, Kind};
use trechter_domain::fold::Document;
use trechter_domain::permission::Act;
use trechter_domain::record::{Activity, Company, Contact, Deal, Lead};
use trechter_domain::{BatchId, Origin};
use trechter_store::{Error, ImportedRow, Result, Stored, Tx};
use uuid::Uuid;

use super::batch::Import;
use super::entity::Entity;
use super::job::{Desk, Stop, batch_event, keep_notes};
use super::report::{Note, NoteKind, State};
use crate::caller::Deed;

/// Records that are taken back in one write.
const CHUNK: usize = 200;

/// What an import did, from the log.
#[derive(Default)]
struct Traces {
    /// Records that it made, with the numbers of their events.
    made: BTreeMap<Kind, BTreeMap<Uuid, Vec<i64>>>,
    /// Its events on records that were there before.
    changed: BTreeMap<(Kind, Uuid), Vec<Event>>,
    /// Entries of lists that it made.
    entries: BTreeSet<(Kind, Uuid)>,
}

/// Undoes an import, from where it was left.
///
/// # Errors
/// The database's.
pub async fn undo(desk: &Desk) -> Result<(), Stop> {
    let traces = traces(desk).await?;
    let kept = kept(desk, &traces).await?;
    let mut reverted = traces.changed.into_iter().peekable();
    while reverted.peek().is_some() {
        let some: Vec<_> = reverted.by_ref().take(CHUNK).collect();
        write(desk, move |tx, deed, import| {
            for ((kind, id), events) in &some {
                revert(tx, deed, import, *kind, *id, events)?;
            }
            Ok(())
        })
        .await?;
    }
    // What points at others goes before them.
    for kind in [Kind::Activity, Kind::Deal, Kind::Lead, Kind::Contact, Kind::Company] {
        let all: Vec<(Uuid, Vec<i64>)> =
            traces.made.get(&kind).into_iter().flatten().map(|(id, seqs)| (*id, seqs.clone())).collect();
        let gone: Vec<(Uuid, Vec<i64>)> = all.into_iter().filter(|(id, _)| !kept.contains_key(id)).collect();
        for some in gone.chunks(CHUNK).map(<[_]>::to_vec) {
            write(desk, move |tx, deed, import| {
                import.doc.progress.done += some.len() as u64;
                match kind {
                    Kind::Activity => take_back::<Activity>(tx, deed, &some),
                    Kind::Deal => take_back::<Deal>(tx, deed, &some),
                    Kind::Lead => take_back::<Lead>(tx, deed, &some),
                    Kind::Contact => take_back::<Contact>(tx, deed, &some),
                    _ => take_back::<Company>(tx, deed, &some),
                }
            })
            .await?;
        }
    }
    forget(desk, &kept).await?;
    let entries = if kept.is_empty() { traces.entries } else { BTreeSet::new() };
    write(desk, move |tx, deed, import| {
        for (kind, id) in &entries {
            bin(tx, deed, *kind, *id)?;
        }
        let notes: Vec<Note> = kept.iter().map(|(id, kind)| kept_note(*id, *kind)).collect();
        keep_notes(tx, import, &notes)?;
        let report = import.doc.report.get_or_insert_default();
        notes.iter().for_each(|note| report.note(note));
        let mut event = batch_event(tx, deed, EventKind::BatchUndone);
        event.data.about.insert("kept".into(), json!(kept.keys().collect::<Vec<_>>()));
        tx.push(&[event])?;
        import.state = State::Undone;
        Ok(())
    })
    .await?;
    desk.folder().clear();
    Ok(())
}

fn kept_note(id: Uuid, kind: Kind) -> Note {
    let entity = match kind {
        Kind::Company => Entity::Company,
        Kind::Contact => Entity::Contact,
        Kind::Lead => Entity::Lead,
        Kind::Deal => Entity::Deal,
        _ => Entity::Activity,
    };
    Note { subject: Some(id), ..Note::new(NoteKind::Kept, entity, "", 0, "import_kept") }
}

/// A write of the undo, as long as it is this import's turn.
async fn write(
    desk: &Desk,
    work: impl Fn(&mut Tx<'_>, &Deed, &mut Import) -> Result<()> + Send + 'static,
) -> Result<(), Stop> {
    let deed = Deed::new(&desk.app, desk.member, Origin::Import, Act::Import);
    let deed = Deed { batch: Some(desk.id), ..deed };
    let id = desk.id;
    let written = desk.app.store.write(desk.workspace, move |tx| {
        let mut import = Import::load(tx, id)?;
        if import.state == State::Undoing {
            import.doc.beat = deed.now;
            work(tx, &deed, &mut import)?;
            import.save(tx)?;
        }
        Ok(())
    });
    written.await?;
    Ok(())
}

async fn traces(desk: &Desk) -> Result<Traces, Stop> {
    let mut traces = Traces::default();
    let mut after = 0;
    loop {
        let id = desk.id;
        let events =
            desk.app.store.read(desk.workspace, move |tx| tx.events_of_batch(id, after, 2_000)).await?;
        let Some(last) = events.last() else { return Ok(traces) };
        after = last.seq;
        for event in events {
            let subject = event.event.subject;
            if Kind::CATALOGUE.contains(&subject.kind) {
                if matches!(event.event.kind, EventKind::Created | EventKind::Restored) {
                    traces.entries.insert((subject.kind, subject.id));
                }
                continue;
            }
            if !subject.kind.is_record() || event.event.kind == EventKind::Retracted {
                // What this undo took back before it was interrupted.
                traces.changed.remove(&(subject.kind, subject.id));
                continue;
            }
            let made = traces.made.entry(subject.kind).or_default();
            if event.event.kind == EventKind::Created {
                made.insert(subject.id, vec![event.seq]);
            } else if let Some(seqs) = made.get_mut(&subject.id) {
                seqs.push(event.seq);
            } else {
                traces.changed.entry((subject.kind, subject.id)).or_default().push(event);
            }
        }
    }
}

/// Records of the import that stay: edited since, pointed at by something from elsewhere, or pointed at
/// by one that stays.
async fn kept(desk: &Desk, traces: &Traces) -> Result<BTreeMap<Uuid, Kind>, Stop> {
    let made: HashMap<Uuid, Kind> =
        traces.made.iter().flat_map(|(kind, ids)| ids.keys().map(move |id| (*id, *kind))).collect();
    let made = std::sync::Arc::new(made);
    let ids: Vec<Uuid> = made.keys().copied().collect();
    let batch = desk.id;
    let mut kept: BTreeMap<Uuid, Kind> = BTreeMap::new();
    for some in ids.chunks(2_000).map(<[_]>::to_vec) {
        let all = std::sync::Arc::clone(&made);
        let read = desk.app.store.read(desk.workspace, move |tx| {
            let mut stays = tx.touched_outside(batch, &some)?;
            let pointing = tx.pointed_at(&some)?;
            stays.extend(
                pointing.into_iter().filter(|(_, from, _)| !all.contains_key(from)).map(|(_, _, to)| to),
            );
            Ok(stays)
        });
        kept.extend(read.await?.into_iter().filter_map(|id| Some((id, *made.get(&id)?))));
    }
    let mut fresh: Vec<(Uuid, Kind)> = kept.iter().map(|(id, kind)| (*id, *kind)).collect();
    while !fresh.is_empty() {
        let some = std::mem::take(&mut fresh);
        let linked = desk.app.store.read(desk.workspace, move |tx| {
            let mut linked = Vec::new();
            for (id, kind) in some {
                linked.extend(links_of(tx, kind, id)?);
            }
            Ok(linked)
        });
        for id in linked.await? {
            if let Some(kind) = made.get(&id)
                && kept.insert(id, *kind).is_none()
            {
                fresh.push((id, *kind));
            }
        }
    }
    Ok(kept)
}

fn links_of(tx: &mut Tx<'_>, kind: Kind, id: Uuid) -> Result<Vec<Uuid>> {
    fn of<R: Stored>(tx: &mut Tx<'_>, id: Uuid) -> Result<Vec<Uuid>> {
        let record = tx.load::<R>(id)?;
        Ok(record.iter().flat_map(|record| record.links()).map(|(_, subject)| subject.id).collect())
    }
    match kind {
        Kind::Company => of::<Company>(tx, id),
        Kind::Contact => of::<Contact>(tx, id),
        Kind::Lead => of::<Lead>(tx, id),
        Kind::Deal => of::<Deal>(tx, id),
        _ => of::<Activity>(tx, id),
    }
}

fn take_back<R: Stored>(tx: &mut Tx<'_>, deed: &Deed, some: &[(Uuid, Vec<i64>)]) -> Result<()> {
    let seqs: HashMap<Uuid, &Vec<i64>> = some.iter().map(|(id, seqs)| (*id, seqs)).collect();
    let ids: Vec<Uuid> = some.iter().map(|(id, _)| *id).collect();
    let catalogue = tx.catalogue();
    let ctx = deed.ctx(&catalogue);
    for record in tx.load_all::<R>(&ids)? {
        let empty = Vec::new();
        let event =
            decide::retract_creation(&ctx, &record, seqs.get(&record.id()).copied().unwrap_or(&empty));
        tx.erase_row(&record, &[event])?;
    }
    Ok(())
}

/// Changes a record back that was there before the import.
fn revert(
    tx: &mut Tx<'_>,
    deed: &Deed,
    import: &mut Import,
    kind: Kind,
    id: Uuid,
    events: &[Event],
) -> Result<()> {
    fn of<R: Stored>(tx: &mut Tx<'_>, deed: &Deed, id: Uuid, events: &[Event]) -> Result<bool> {
        let Some(before) = tx.load::<R>(id)? else { return Ok(true) };
        let (catalogue, story) = (tx.catalogue(), tx.story(id)?);
        match decide::undo_events(&deed.ctx(&catalogue), &before, events, &story) {
            Ok(Decided { record: Some(record), events }) => {
                tx.save(&Decided { record, events })?;
                Ok(true)
            }
            Ok(_) => Ok(true),
            Err(_) => Ok(false),
        }
    }
    let done = match kind {
        Kind::Company => of::<Company>(tx, deed, id, events)?,
        Kind::Contact => of::<Contact>(tx, deed, id, events)?,
        Kind::Lead => of::<Lead>(tx, deed, id, events)?,
        Kind::Deal => of::<Deal>(tx, deed, id, events)?,
        _ => of::<Activity>(tx, deed, id, events)?,
    };
    if !done {
        let note = kept_note(id, kind);
        import.doc.report.get_or_insert_default().note(&note);
        keep_notes(tx, import, &[note])?;
    }
    Ok(())
}

/// The next import of the same files brings everything in again, but for what was kept.
async fn forget(desk: &Desk, kept: &BTreeMap<Uuid, Kind>) -> Result<(), Stop> {
    loop {
        let (id, kept) = (desk.id, kept.clone());
        let written = desk.app.store.write(desk.workspace, move |tx| {
            let rows = tx.imported_by(id, 500)?;
            let mut stay: Vec<ImportedRow> = Vec::new();
            for row in &rows {
                let before = &row.doc["before"];
                if !before.is_null() {
                    let batch = serde_json::from_value(row.doc["batch"].clone()).map_err(Error::from)?;
                    stay.push(ImportedRow { batch, doc: json!({ "now": before }), ..row.clone() });
                } else if kept.contains_key(&row.subject) {
                    stay.push(ImportedRow { batch: BatchId::default(), ..row.clone() });
                } else {
                    tx.forget_imported_row(row)?;
                }
            }
            tx.save_imported_rows(&stay)?;
            Ok(rows.len())
        });
        if written.await?.value == 0 {
            return Ok(());
        }
    }
}

/// Entries that the import made are no longer offered.
fn bin(tx: &mut Tx<'_>, deed: &Deed, kind: Kind, id: Uuid) -> Result<()> {
    fn of<E: Document>(tx: &mut Tx<'_>, deed: &Deed, id: Uuid) -> Result<()> {
        let Some(entry) = tx.load_entry::<E>(id)?.filter(|entry| !entry.removed()) else { return Ok(()) };
        let catalogue = tx.catalogue();
        let decided = decide::remove(&deed.ctx(&catalogue), &entry)?;
        tx.save_entry(&decided)
    }
    match kind {
        Kind::Team => of::<Team>(tx, deed, id),
        Kind::Member => of::<Member>(tx, deed, id),
        Kind::Source => of::<Source>(tx, deed, id),
        Kind::Campaign => of::<Campaign>(tx, deed, id),
        Kind::Product => of::<Product>(tx, deed, id),
        Kind::LossReason => of::<LossReason>(tx, deed, id),
        Kind::Competitor => of::<Competitor>(tx, deed, id),
        Kind::Tag => of::<Tag>(tx, deed, id),
        Kind::Field => of::<Field>(tx, deed, id),
        Kind::Pipeline => of::<Pipeline>(tx, deed, id),
        _ => Ok(()),
    }
}
