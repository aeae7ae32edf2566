//! Attachments of records: upload, list, download, remove.

mod download;
mod list;
mod remove;
mod upload;

use schemars::JsonSchema;
use serde::Serialize;
use trechter_domain::event::{EventKind, Kind, NewEvent, Personal};
use trechter_domain::permission::{self, Act};
use trechter_domain::record::{Activity, Company, Contact, Deal, Lead};
use trechter_domain::{Ctx, FileId, Instant, MemberId, Refusal};
use trechter_store::{Error, Stored, StoredFile, Tx};
use uuid::Uuid;

pub use download::{Download, saved};
pub use list::List;
pub use remove::Remove;
pub use upload::Upload;

use crate::api::records::Resource;
use crate::caller::Deed;
use crate::files::hex;
use crate::http::Routes;

/// A file on a record.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct FileView {
    pub id: FileId,
    /// The record that it hangs on.
    pub subject: Uuid,
    pub name: String,
    pub media_type: String,
    /// Bytes.
    pub size: i64,
    /// Of its content, in hexadecimal.
    pub sha256: String,
    pub added_at: Instant,
    pub added_by: Option<MemberId>,
}

impl From<StoredFile> for FileView {
    fn from(file: StoredFile) -> Self {
        let StoredFile { id, subject, name, media_type, size, sha256, added_at, added_by } = file;
        Self { id, subject, name, media_type, size, sha256: hex(&sha256), added_at, added_by }
    }
}

/// All operations on attachments.
pub fn routes(routes: Routes) -> Routes {
    let routes = of::<Company>(routes);
    let routes = of::<Contact>(routes);
    let routes = of::<Lead>(routes);
    let routes = of::<Deal>(routes);
    let routes = of::<Activity>(routes);
    routes.add_bytes::<Download>().add::<Remove>()
}

fn of<R: Resource>(routes: Routes) -> Routes {
    routes.add::<List<R>>().add_bytes::<Upload<R>>()
}

/// A file that this deed may use: as its record allows.
fn find(tx: &mut Tx<'_>, deed: &Deed, id: Uuid, act: Act) -> Result<(StoredFile, Kind), Error> {
    let file = tx.file(id.into())?.ok_or_else(Refusal::not_found)?;
    let subject = tx.subjects(&[file.subject])?.remove(&file.subject).ok_or_else(Refusal::not_found)?;
    permission::require(deed.actor, act, subject.owner, &tx.catalogue())?;
    Ok((file, subject.reference.kind))
}

/// The event about a file, in the story of its record. It changes no field and no version.
fn event<R: Stored>(ctx: &Ctx<'_>, record: &R, kind: EventKind, file: &StoredFile) -> NewEvent {
    let subject = trechter_domain::Subject { kind: R::KIND, id: record.id() };
    let mut event = ctx.event(subject, kind, record.version());
    let about = &mut event.data.about;
    about.insert("file".into(), file.id.to_string().into());
    about.insert("media_type".into(), file.media_type.as_str().into());
    about.insert("size".into(), file.size.into());
    about.insert("sha256".into(), hex(&file.sha256).into());
    let mut personal = Personal { persons: record.persons(), ..Personal::default() };
    personal.about.insert("name".into(), file.name.as_str().into());
    event.personal = Some(personal);
    event
}
