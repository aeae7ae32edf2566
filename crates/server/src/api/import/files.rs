//! What comes and goes as a file: the files themselves, the mapping, the refused rows.

use axum::extract::multipart::MultipartRejection;
use axum::extract::{DefaultBodyLimit, Multipart, Path, State as Shared};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use schemars::{JsonSchema, SchemaGenerator};
use serde::Serialize;
use trechter_domain::BatchId;
use trechter_domain::permission::Act;

use super::{desk, say};
use crate::app::App;
use crate::http::operation::{Access, Described, JSON, Nothing, Routes, admit};
use crate::http::{Problem, words};
use crate::import::batch::Import;
use crate::import::job;
use crate::import::mapping::Mapping;
use crate::import::read::limits;
use crate::import::refused;
use crate::import::report::ImportView;

/// The parts of an upload.
#[derive(JsonSchema, Serialize)]
#[allow(dead_code, reason = "it only describes the upload in the OpenAPI document")]
struct Upload {
    /// One or more files: CSV, XLSX, gzip, or a zip of them.
    files: Vec<String>,
    /// A mapping file (TOML), when there is one already.
    mapping: Option<String>,
}

fn described(id: &str, method: Method, path: &str, summary: &str) -> Described {
    Described {
        id: id.into(),
        method,
        path: path.into(),
        summary: summary.into(),
        access: Access::May(Act::Import),
        status: 200,
        takes: JSON,
        gives: JSON,
        largest: limits::ALL_FILES + limits::MAPPING,
        query: Nothing::json_schema,
        body: |generator: &mut SchemaGenerator| generator.subschema_for::<Nothing>(),
        reply: |generator: &mut SchemaGenerator| generator.subschema_for::<String>(),
    }
}

pub(super) fn routes(routes: Routes) -> Routes {
    let sent = Described {
        status: 201,
        takes: "multipart/form-data",
        body: |generator: &mut SchemaGenerator| generator.subschema_for::<Upload>(),
        reply: |generator: &mut SchemaGenerator| generator.subschema_for::<ImportView>(),
        ..described(
            "upload_import",
            Method::POST,
            "/imports",
            "Sends the files of an import; a mapping is proposed for them.",
        )
    };
    let mapping = Described {
        gives: "application/toml",
        ..described(
            "get_import_mapping_file",
            Method::GET,
            "/imports/{id}/mapping.toml",
            "The mapping as a file.",
        )
    };
    let refused = Described {
        gives: "text/csv",
        ..described(
            "get_refused_rows",
            Method::GET,
            "/imports/{id}/refused.csv",
            "The rows that were not imported, with the reason, to mend and send again.",
        )
    };
    let most = DefaultBodyLimit::max(limits::ALL_FILES + limits::MAPPING);
    routes
        .add_raw(sent, post(upload).layer(most))
        .add_raw(mapping, get(mapping_file))
        .add_raw(refused, get(refused_rows))
}

/// `POST /imports`.
pub async fn upload(
    Shared(app): Shared<App>,
    headers: HeaderMap,
    parts: Result<Multipart, MultipartRejection>,
) -> Response {
    match take(&app, &headers, parts).await {
        Ok(view) => (StatusCode::CREATED, axum::Json(view)).into_response(),
        Err(problem) => problem.heard_by(&headers).into_response(),
    }
}

async fn take(
    app: &App,
    headers: &HeaderMap,
    parts: Result<Multipart, MultipartRejection>,
) -> Result<ImportView, Problem> {
    let caller = admit(app, &Method::POST, headers, Act::Import).await?;
    let mut parts = parts.map_err(|_| Problem::field("files", "required"))?;
    let (mut files, mut mapping, mut total) = (Vec::new(), None, 0usize);
    let broken = |error: axum::extract::multipart::MultipartError| match error.status() {
        StatusCode::PAYLOAD_TOO_LARGE => Problem::of(413, "import_too_large").with("file", ""),
        _ => Problem::of(422, "import_not_a_table").with("file", ""),
    };
    while let Some(part) = parts.next_field().await.map_err(broken)? {
        let name = part.file_name().map(str::to_owned);
        let is_mapping = part.name() == Some("mapping");
        let bytes = part.bytes().await.map_err(broken)?;
        if is_mapping {
            let text = std::str::from_utf8(&bytes).map_err(|_| Problem::field("mapping", "wrong_type"))?;
            let read = Mapping::from_toml(text);
            mapping = Some(read.map_err(|error| {
                Problem::of(422, "import_not_a_mapping").with("reason", error.to_string())
            })?);
            continue;
        }
        let Some(name) = name else { continue };
        total += bytes.len();
        if files.len() >= limits::FILES || total > limits::ALL_FILES {
            return Err(Problem::of(413, "import_too_large").with("file", name));
        }
        files.push((name.chars().take(200).collect::<String>(), bytes.to_vec()));
    }
    if files.is_empty() {
        return Err(Problem::field("files", "required"));
    }
    let desk = desk(app, &caller, BatchId(app.ids.id()));
    let import = job::take_in(&desk, files, mapping).await?;
    Ok(say(headers, import.view()))
}

async fn load(
    app: &App,
    headers: &HeaderMap,
    id: &str,
) -> Result<(Import, trechter_domain::WorkspaceId), Problem> {
    let caller = admit(app, &Method::GET, headers, Act::Import).await?;
    let id: BatchId = id.parse().map_err(|_| Problem::not_found())?;
    let import = app.store.read(caller.workspace, move |tx| Import::load(tx, id)).await?;
    Ok((import, caller.workspace))
}

fn file(media: &'static str, name: &str, body: String) -> Response {
    let mut response = body.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    if let Ok(value) = HeaderValue::from_str(&format!("attachment; filename=\"{name}\"")) {
        headers.insert(header::CONTENT_DISPOSITION, value);
    }
    response
}

/// `GET /imports/{id}/mapping.toml`.
pub async fn mapping_file(Shared(app): Shared<App>, Path(id): Path<String>, headers: HeaderMap) -> Response {
    match load(&app, &headers, &id).await {
        Ok((import, _)) => {
            let name: String =
                import.doc.mapping.system.chars().filter(char::is_ascii_alphanumeric).collect();
            file("application/toml; charset=utf-8", &format!("{name}.toml"), import.doc.mapping.to_toml())
        }
        Err(problem) => problem.heard_by(&headers).into_response(),
    }
}

/// `GET /imports/{id}/refused.csv`.
pub async fn refused_rows(Shared(app): Shared<App>, Path(id): Path<String>, headers: HeaderMap) -> Response {
    let rows = async {
        let (import, workspace) = load(&app, &headers, &id).await?;
        let (id, language) = (import.id(), words::language(&headers));
        Ok::<_, Problem>(app.store.read(workspace, move |tx| refused::csv(tx, id, language)).await?)
    };
    match rows.await {
        Ok(csv) => file("text/csv; charset=utf-8", "refused.csv", csv),
        Err(problem) => problem.heard_by(&headers).into_response(),
    }
}
