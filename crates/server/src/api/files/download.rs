//! `GET /files/{id}`: the content of a file. It is always saved, never shown as a page of ours: what
//! customers send must not run in our name.

use axum::http::{Method, header};
use axum::response::{IntoResponse, Response};
use trechter_domain::permission::Act;

use super::find;
use crate::files::{hex, shelf};
use crate::http::{ById, Bytes, Nothing, Problem, RawCall, RawOperation};

pub struct Download;

impl RawOperation for Download {
    const METHOD: Method = Method::GET;
    const ACT: Act = Act::ReadRecords;
    const SENDS: &'static str = "application/octet-stream";
    type Path = ById;
    type Query = Nothing;
    type Body = Nothing;
    type Reply = Bytes;

    fn id() -> String {
        "download_file".into()
    }
    fn path() -> String {
        "/files/{id}".into()
    }
    fn summary() -> String {
        "The content of a file, to be saved.".into()
    }

    async fn run(call: RawCall<Self>) -> Result<Response, Problem> {
        let (deed, id, workspace) = (call.deed(), call.path.id, call.caller.workspace);
        let read = call.app.store.read(workspace, move |tx| find(tx, &deed, id, Act::ReadRecords));
        let (file, _) = read.await?;
        let body = shelf(&call.app).body(workspace, &file.sha256).await?.ok_or_else(|| {
            tracing::error!(file = %file.id, "the content of a file is not on disk");
            Problem::of(404, "content_missing")
        })?;
        let headers = [
            (header::CONTENT_TYPE, harmless(&file.media_type).to_owned()),
            (header::CONTENT_LENGTH, file.size.to_string()),
            (header::CONTENT_DISPOSITION, disposition(&file.name)),
            (header::X_CONTENT_TYPE_OPTIONS, "nosniff".into()),
            (header::CONTENT_SECURITY_POLICY, "sandbox; default-src 'none'".into()),
            (header::CACHE_CONTROL, "private, no-cache".into()),
            (header::ETAG, format!("\"{}\"", hex(&file.sha256))),
        ];
        Ok((headers, body).into_response())
    }
}

/// The kind of a file when no browser would run it, else just bytes.
fn harmless(media_type: &str) -> &str {
    const HARMLESS: [&str; 9] = [
        "application/pdf",
        "application/zip",
        "image/gif",
        "image/jpeg",
        "image/png",
        "image/webp",
        "text/csv",
        "text/plain",
        "application/octet-stream",
    ];
    HARMLESS.into_iter().find(|known| *known == media_type).unwrap_or("application/octet-stream")
}

/// A file that the browser saves under this name.
pub fn saved(name: &str, media_type: &str, body: impl IntoResponse) -> Response {
    let headers = [
        (header::CONTENT_TYPE, media_type.to_owned()),
        (header::CONTENT_DISPOSITION, disposition(name)),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff".into()),
        (header::CACHE_CONTROL, "private, no-store".into()),
    ];
    (headers, body).into_response()
}

/// `attachment` with the name, for old readers in plain letters and for the others as it is (RFC 6266).
fn disposition(name: &str) -> String {
    let plain = |c: char| if c.is_ascii_alphanumeric() || ".-_ ()".contains(c) { c } else { '_' };
    let ascii: String = name.chars().map(plain).collect();
    let mut full = String::new();
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || b".-_".contains(&byte) {
            full.push(byte as char);
        } else {
            full.push_str(&format!("%{byte:02X}"));
        }
    }
    format!("attachment; filename=\"{ascii}\"; filename*=UTF-8''{full}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_cannot_end_the_header_and_pages_are_just_bytes() {
        let header = disposition("a\"; x=\r\né.pdf");
        assert_eq!(
            header,
            "attachment; filename=\"a__ x____.pdf\"; filename*=UTF-8''a%22%3B%20x%3D%0D%0A%C3%A9.pdf"
        );
        assert_eq!(harmless("text/html"), "application/octet-stream");
        assert_eq!(harmless("image/svg+xml"), "application/octet-stream");
        assert_eq!(harmless("application/pdf"), "application/pdf");
    }
}
