//! Imports that were begun and left: their files and what was proposed for them go after a day.

use serde_json::json;
use trechter_domain::{Instant, time};
use trechter_store::{Error, Result, Tx};
use uuid::Uuid;

use super::batch::Import;
use super::keep::Folder;
use super::report::{Note, Report, State};
use crate::app::App;

/// Drafts that are looked at in one go.
const STEP: i64 = 100;

/// Clears drafts that are older than a day; gives how many went.
///
/// # Errors
/// The database's.
pub async fn clear_drafts(app: &App) -> Result<usize, Error> {
    let old = Instant(app.clock.now().0 - time::DAY);
    let mut cleared = 0;
    for workspace in app.store.system_read(|directory| directory.workspaces()).await? {
        let draft = State::Draft.as_str();
        let drafts = app.store.read(workspace.id, move |tx| tx.batches_before(draft, old, STEP)).await?;
        for batch in drafts {
            let Some(import) = Import::of(batch)? else { continue };
            let id = import.id();
            let gone = app.store.write(workspace.id, move |tx| {
                // Somebody may have started it just now.
                let still = tx.batch(id)?.is_some_and(|batch| batch.state == draft);
                if still {
                    tx.forget_batch(id)?;
                }
                Ok(still)
            });
            if gone.await?.value {
                Folder::of(&app.settings.data, workspace.id, id).clear();
                cleared += 1;
            }
        }
    }
    Ok(cleared)
}

/// Takes remarks about records, or with one of these words in them, out of what is kept of imports.
///
/// # Errors
/// The database's.
pub fn forget_person(tx: &mut Tx<'_>, subjects: &[Uuid], words: &[String]) -> Result<()> {
    let speaks = |note: &Note| {
        let text = json!(note).to_string();
        let quoted = |word: &String| text.contains(json!(word).to_string().trim_matches('"'));
        note.subject.is_some_and(|id| subjects.contains(&id)) || words.iter().any(quoted)
    };
    for batch in tx.batches(i64::MAX)? {
        let Some(mut import) = Import::of(batch)? else { continue };
        let before = import.doc.clone();
        let clean = |report: &mut Report| report.notes.retain(|note| !speaks(note));
        import.doc.report.as_mut().map(clean);
        import.doc.dry_run.as_mut().map(clean);
        if import.doc != before {
            import.save(tx)?;
        }
    }
    Ok(())
}
