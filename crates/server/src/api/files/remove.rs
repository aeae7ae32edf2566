//! `DELETE /files/{id}`: takes a file off its record.

use axum::http::Method;
use trechter_domain::Refusal;
use trechter_domain::event::{EventKind, Kind};
use trechter_domain::permission::Act;
use trechter_domain::record::{Activity, Company, Contact, Deal, Lead};
use trechter_store::{Error, Stored, StoredFile, Tx};

use super::{event, find};
use crate::caller::Deed;
use crate::files::shelf;
use crate::http::{Access, Answer, ById, Call, Nothing, Operation, Problem};

pub struct Remove;

impl Operation for Remove {
    const METHOD: Method = Method::DELETE;
    const ACCESS: Access = Access::May(Act::WriteRecords);
    const STATUS: u16 = 204;
    type Path = ById;
    type Query = Nothing;
    type Body = Nothing;
    type Reply = Nothing;

    fn id() -> String {
        "remove_file".into()
    }
    fn path() -> String {
        "/files/{id}".into()
    }
    fn summary() -> String {
        "Takes a file off its record; its content goes a day later.".into()
    }

    async fn run(call: Call<Self>) -> Result<Answer<Nothing>, Problem> {
        let (deed, id) = (call.deed()?, call.path.id);
        let workspace = call.caller()?.workspace;
        let written = call.app.store.write(workspace, move |tx| {
            let (file, kind) = find(tx, &deed, id, Act::WriteRecords)?;
            match kind {
                Kind::Company => tell::<Company>(tx, &deed, &file),
                Kind::Contact => tell::<Contact>(tx, &deed, &file),
                Kind::Lead => tell::<Lead>(tx, &deed, &file),
                Kind::Deal => tell::<Deal>(tx, &deed, &file),
                Kind::Activity => tell::<Activity>(tx, &deed, &file),
                _ => return Err(Refusal::not_found().into()),
            }?;
            tx.remove_file(file.id)?;
            Ok(file.sha256)
        });
        let written = written.await?;
        shelf(&call.app).release(workspace, &written.value);
        Ok(Answer::written(Nothing {}, written.seq))
    }
}

fn tell<R: Stored>(tx: &mut Tx<'_>, deed: &Deed, file: &StoredFile) -> Result<(), Error> {
    let record: R = deed.load(tx, file.subject)?;
    let catalogue = tx.catalogue();
    tx.push(&[event(&deed.ctx(&catalogue), &record, EventKind::FileRemoved, file)])
}
