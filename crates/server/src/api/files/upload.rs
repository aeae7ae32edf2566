//! `POST /deals/{id}/files`: hangs a file on a record.

use std::marker::PhantomData;

use axum::http::{Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use schemars::JsonSchema;
use serde::Deserialize;
use trechter_domain::event::EventKind;
use trechter_domain::permission::Act;
use trechter_store::StoredFile;

use super::{FileView, event};
use crate::api::records::Resource;
use crate::files::shelf;
use crate::http::{ById, Bytes, Problem, RawCall, RawOperation};

/// What the file is called.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct UploadQuery {
    /// Its name, like `offerte.pdf`.
    pub name: String,
}

pub struct Upload<R>(PhantomData<R>);

/// Most files on one record.
const MOST: usize = 1_000;

impl<R: Resource> RawOperation for Upload<R> {
    const METHOD: Method = Method::POST;
    const ACT: Act = Act::WriteRecords;
    const STATUS: u16 = 201;
    const TAKES: &'static str = "application/octet-stream";
    const SENDS: &'static str = "application/json";
    type Path = ById;
    type Query = UploadQuery;
    type Body = Bytes;
    type Reply = FileView;

    fn id() -> String {
        format!("upload_{}_file", R::singular())
    }
    fn path() -> String {
        format!("/{}/{{id}}/files", R::plural())
    }
    fn summary() -> String {
        format!(
            "Hangs a file on {}. The body is its content, `Content-Type` its kind; at most 50 MB.",
            R::one()
        )
    }

    async fn run(call: RawCall<Self>) -> Result<Response, Problem> {
        let (deed, id, workspace) = (call.deed(), call.path.id, call.caller.workspace);
        let name = clean(&call.query.name).ok_or_else(|| Problem::field("name", "required"))?;
        let given = call.headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
        let media_type = media_type(given);
        // Who may not write here is told before he sends 50 MB.
        let early = deed.clone();
        call.app.store.read(workspace, move |tx| early.load::<R>(tx, id).map(|_| ())).await?;
        let once = call.once(Vec::new())?;
        let received = shelf(&call.app).receive(workspace, deed.id(), call.body).await?;
        let file = StoredFile {
            id: deed.id().into(),
            subject: id,
            name,
            media_type,
            size: received.size,
            sha256: received.sha256.clone(),
            added_at: deed.now,
            added_by: deed.actor,
        };
        let once = once.of_body(received.sha256);
        let written = call
            .app
            .store
            .write(workspace, move |tx| {
                once.run(tx, &deed, |tx| {
                    let record: R = deed.load(tx, id)?;
                    if record.removed() {
                        return Err(trechter_domain::Refusal::state("removed").into());
                    }
                    if tx.files_of(id)?.len() >= MOST {
                        return Err(trechter_domain::Refusal::field("files", "too_many").into());
                    }
                    tx.add_file(&file)?;
                    let catalogue = tx.catalogue();
                    tx.push(&[event(&deed.ctx(&catalogue), &record, EventKind::FileAdded, &file)])?;
                    Ok(file.id)
                })
            })
            .await?;
        let kept = written.value;
        let file = call.app.store.read(workspace, move |tx| tx.file(kept)).await?;
        let view: FileView = file.ok_or_else(Problem::not_found)?.into();
        let seq = [("trechter-seq", written.seq.to_string())];
        Ok((StatusCode::CREATED, seq, axum::Json(view)).into_response())
    }
}

/// The last part of a name, without characters that mean something to a file system.
fn clean(name: &str) -> Option<String> {
    let last = name.rsplit(['/', '\\']).next().unwrap_or("");
    let kept: String = last.chars().filter(|c| !c.is_control()).take(200).collect();
    let kept = kept.trim().trim_matches('.').trim();
    (!kept.is_empty()).then(|| kept.to_owned())
}

fn media_type(given: Option<&str>) -> String {
    let kind = given.and_then(|given| given.split(';').next()).map(str::trim).unwrap_or("");
    let plain = |c: char| c.is_ascii_alphanumeric() || "/.+-_".contains(c);
    let well_formed = kind.len() <= 100 && kind.contains('/') && kind.chars().all(plain);
    if well_formed { kind.to_ascii_lowercase() } else { "application/octet-stream".into() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lose_their_folders_and_kinds_their_parameters() {
        for (given, kept) in [
            ("offerte.pdf", Some("offerte.pdf")),
            ("../../etc/passwd", Some("passwd")),
            ("C:\\tmp\\a\u{0}b.txt", Some("ab.txt")),
            (" .. ", None),
            ("map/", None),
        ] {
            assert_eq!(clean(given).as_deref(), kept, "{given}");
        }
        assert_eq!(media_type(Some("text/HTML; charset=utf-8")), "text/html");
        assert_eq!(media_type(Some("nonsense")), "application/octet-stream");
        assert_eq!(media_type(None), "application/octet-stream");
    }
}
