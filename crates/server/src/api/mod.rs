//! One file per operation, grouped by what it is about.

pub mod access;
pub mod activities;
pub mod catalogue;
pub mod changes;
pub mod deals;
pub mod erase;
pub mod export;
pub mod files;
pub mod import;
pub mod leads;
pub mod measure;
pub mod merge;
pub mod papers;
pub mod records;
pub mod search;
pub mod setup;
pub mod undo;

use trechter_domain::decide::{Ctx, Decided};
use trechter_domain::{Instant, Refusal};
use trechter_store::Stored;

use crate::http::{Answer, ById, Call, Operation, Problem, View};

/// A command on one record: load it, may he, decide, save, show it.
///
/// # Errors
/// The rule's refusal; 403; 404.
pub(crate) async fn command<O, R>(
    call: Call<O>,
    occurred_at: Option<Instant>,
    rule: impl Fn(&Ctx<'_>, &R) -> Result<Decided<R>, Refusal> + Send + 'static,
) -> Result<Answer<View<R>>, Problem>
where
    O: Operation<Path = ById>,
    R: Stored,
{
    let (deed, once, id) = (call.deed()?, call.once()?, call.path.id);
    let written = call
        .app
        .store
        .write(call.caller()?.workspace, move |tx| {
            once.run(tx, &deed, |tx| {
                let record: R = deed.load(tx, id)?;
                let catalogue = tx.catalogue();
                let ctx = deed.ctx(&catalogue).at(occurred_at)?;
                tx.save(&rule(&ctx, &record)?)
            })
        })
        .await?;
    records::shown(&call.app, call.caller()?, id, written.seq).await
}
