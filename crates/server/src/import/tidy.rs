//! Imports that were begun and left: their files and what was proposed for them go after a day.

use trechter_domain::{Instant, time};
use trechter_store::{Error, Result};

use super::batch::Import;
use super::keep::Folder;
use super::report::State;
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
