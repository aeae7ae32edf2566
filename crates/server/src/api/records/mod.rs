//! What every kind of record can do. The same code serves companies, contacts, leads, deals and activities.

mod bulk;
mod change;
mod create;
mod list;
mod read;
mod remove;
mod timeline;

use serde_json::Value;
use trechter_domain::event::Kind;
use trechter_domain::permission::{self, Act};
use trechter_domain::record::{Activity, Company, Contact, Deal, Lead};
use trechter_domain::{Origin, Refusal};
use trechter_store::{Listed, Stored, Tx};
use uuid::Uuid;

pub use bulk::{Bulk, BulkChange};
pub use change::Change;
pub use create::Create;
pub use list::{List, Listing, Totalled, parse_filters};
pub(crate) use list::{bound_to, open_cursor, seal_cursor, sort};
pub use read::Read;
pub use remove::{Remove, Restore};
pub use timeline::{Entry, Timeline, entries};

use crate::app::App;
use crate::caller::{Caller, Deed};
use crate::http::{Answer, Problem, Routes, View};

/// A kind of record at the API.
pub trait Resource: Stored {
    /// In operation names, like `deal`.
    fn singular() -> &'static str {
        Self::KIND.as_str()
    }

    /// In sentences, like `a deal` and `an activity`.
    fn one() -> String {
        let article = if Self::singular().starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
        format!("{article} {}", Self::singular())
    }

    /// In paths, like `deals`.
    fn plural() -> &'static str {
        Self::TABLE.name
    }

    /// Before a record is created: what the rules of creation need that only the store knows.
    fn prepare(_tx: &mut Tx<'_>, _fields: &mut serde_json::Map<String, Value>) {}
}

impl Resource for Company {}
impl Resource for Contact {}
impl Resource for Lead {}
impl Resource for Activity {}

impl Resource for Deal {
    /// Without a pipeline the deal goes into the first one; without a stage, into its first stage.
    fn prepare(tx: &mut Tx<'_>, fields: &mut serde_json::Map<String, Value>) {
        let catalogue = tx.catalogue();
        let named = |fields: &serde_json::Map<String, Value>, name: &str| -> Option<Uuid> {
            fields.get(name)?.as_str()?.parse().ok()
        };
        let by_stage =
            named(fields, "stage").and_then(|id| catalogue.stage(id.into())).map(|(pipeline, _)| pipeline);
        let pipeline = match (named(fields, "pipeline"), by_stage) {
            (Some(id), _) => catalogue.pipeline(id.into()),
            (None, Some(pipeline)) => Some(pipeline),
            (None, None) => catalogue.default_pipeline(),
        };
        if let Some(pipeline) = pipeline {
            fields.entry("pipeline").or_insert_with(|| Value::String(pipeline.id.to_string()));
            if let Some(first) = pipeline.stages.first() {
                fields.entry("stage").or_insert_with(|| Value::String(first.id.to_string()));
            }
        }
    }
}

/// The nine operations of a kind of record.
pub fn routes<R: Resource>(routes: Routes) -> Routes {
    routes
        .add::<List<R>>()
        .add::<Totalled<R>>()
        .add::<Create<R>>()
        .add::<Bulk<R>>()
        .add::<Read<R>>()
        .add::<Change<R>>()
        .add::<Remove<R>>()
        .add::<Restore<R>>()
        .add::<Timeline<R>>()
}

/// The answer to a write about one record: read anew, as it is now, with today's rights (the write may
/// have happened long ago, when its request is repeated).
///
/// # Errors
/// 404 when the writer can no longer see it.
pub async fn shown<R: Stored>(
    app: &App,
    caller: &Caller,
    id: Uuid,
    seq: i64,
) -> Result<Answer<View<R>>, Problem> {
    let deed = Deed::new(app, Some(caller.member), Origin::Member, Act::ReadRecords);
    let read = app.store.read(caller.workspace, move |tx| {
        let listed = tx.load_listed::<R>(id)?.ok_or_else(Refusal::not_found)?;
        permission::require(deed.actor, deed.act, listed.record.owner(), &tx.catalogue())?;
        Ok(listed)
    });
    Ok(answer(read.await?, seq))
}

/// The answer to a change that was just made: whoever gives a record away sees what he gave.
///
/// # Errors
/// 404 when it is gone already.
pub(crate) async fn just_changed<R: Stored>(
    app: &App,
    caller: &Caller,
    id: Uuid,
    seq: i64,
) -> Result<Answer<View<R>>, Problem> {
    let listed = app.store.read(caller.workspace, move |tx| tx.load_listed::<R>(id)).await?;
    Ok(answer(listed.ok_or_else(Problem::not_found)?, seq))
}

fn answer<R: Stored>(listed: Listed<R>, seq: i64) -> Answer<View<R>> {
    let view: View<R> = listed.into();
    let version = view.record.version();
    Answer::written(view, seq).version(version)
}

/// All ids that a document mentions and that may be records, for `refs`.
pub(crate) fn mentioned<R: Stored>(record: &R) -> impl Iterator<Item = Uuid> {
    record.links().into_iter().map(|(_, subject)| subject.id).chain(record.merged_into())
}

/// Adds the record kinds' words to a path check.
pub fn kind_of(plural: &str) -> Option<Kind> {
    trechter_store::TABLES.into_iter().find(|table| table.name == plural).map(|table| table.kind)
}
