//! `GET /export/workspace.zip`: everything of the workspace, to keep or to move elsewhere.

use std::io::Seek;

use axum::http::Method;
use axum::response::Response;
use trechter_domain::permission::Act;

use crate::api::files::saved;
use crate::export::archive::{broken, pack};
use crate::files::{shelf, stream};
use crate::http::{Bytes, Nothing, Problem, RawCall, RawOperation};

/// Only who runs the workspace may take all of it along.
pub struct ExportWorkspace;

impl RawOperation for ExportWorkspace {
    const METHOD: Method = Method::GET;
    const ACT: Act = Act::ManageWorkspace;
    const SENDS: &'static str = "application/zip";
    type Path = Nothing;
    type Query = Nothing;
    type Body = Nothing;
    type Reply = Bytes;

    fn id() -> String {
        "export_workspace".into()
    }
    fn path() -> String {
        "/export/workspace.zip".into()
    }
    fn summary() -> String {
        "The whole workspace as a zip of JSON lines with its log and files; `trechter restore` reads it."
            .into()
    }

    async fn run(call: RawCall<Self>) -> Result<Response, Problem> {
        let (shelf, now) = (shelf(&call.app), call.app.clock.now());
        let read = call.app.store.read(call.caller.workspace, move |tx| {
            let file = tempfile::tempfile().map_err(broken)?;
            let (mut file, manifest) = pack(tx, &shelf, now, None, file)?;
            file.rewind().map_err(broken)?;
            Ok((file, manifest))
        });
        let (file, manifest) = read.await?;
        let zone = jiff::tz::TimeZone::UTC;
        let day = manifest.exported_at.timestamp().to_zoned(zone).date();
        Ok(saved(&format!("{}-{day}.zip", manifest.name), Self::SENDS, stream(file)))
    }
}
