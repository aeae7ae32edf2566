//! Problem details (RFC 9457): what happened, what is safe, what to do, in the reader's language.

use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Map, Value, json};
use trechter_domain::refusal::RefusalKind;
use trechter_domain::{FieldError, Refusal};
use trechter_store::Error;

use super::words;

/// An answer that is not what was asked for.
#[derive(Debug, Clone, PartialEq)]
pub struct Problem {
    pub status: u16,
    pub code: String,
    pub params: Map<String, Value>,
    pub errors: Vec<FieldError>,
    /// Seconds after which trying again makes sense.
    pub retry_after: Option<u64>,
    /// More for the reader, like the present state of a record.
    pub more: Map<String, Value>,
    language: &'static str,
    request_id: Option<String>,
}

impl Problem {
    /// A problem with a status and a stable code.
    pub fn of(status: u16, code: &str) -> Self {
        Self {
            status,
            code: code.to_owned(),
            params: Map::new(),
            errors: Vec::new(),
            retry_after: None,
            more: Map::new(),
            language: "en",
            request_id: None,
        }
    }

    pub fn not_logged_in() -> Self {
        Self::of(401, "not_logged_in")
    }

    pub fn not_found() -> Self {
        Self::of(404, "not_found")
    }

    /// One field of the request is wrong.
    pub fn field(field: &str, code: &'static str) -> Self {
        Refusal::field(field, code).into()
    }

    pub fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.params.insert(name.to_owned(), value.into());
        self
    }

    pub fn retry_after(mut self, seconds: u64) -> Self {
        self.retry_after = Some(seconds);
        self
    }

    /// Adds a member to the body.
    pub fn and(mut self, name: &str, value: Value) -> Self {
        self.more.insert(name.to_owned(), value);
        self
    }

    /// For the command line: the sentences, each field's too.
    pub fn into_words(self) -> anyhow::Error {
        let (title, detail) = words::problem(self.language, &self.code, &self.params);
        let fields = self.errors.iter().map(|error| {
            format!("\n  {}: {}", error.field, words::field(self.language, error.code, &error.params))
        });
        anyhow::anyhow!("{title}. {detail}{}", fields.collect::<String>())
    }

    /// Says it in the reader's language, with the request's id.
    pub fn heard_by(mut self, headers: &HeaderMap) -> Self {
        self.language = words::language(headers);
        self.request_id =
            headers.get("x-request-id").and_then(|value| value.to_str().ok()).map(str::to_owned);
        self
    }
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        let status = match refusal.kind {
            RefusalKind::Invalid => 422,
            RefusalKind::StateChanged => 409,
            RefusalKind::Forbidden => 403,
            RefusalKind::NotFound => 404,
        };
        let problem = Self::of(status, refusal.code);
        Self { params: refusal.params, errors: refusal.fields, ..problem }
    }
}

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        match error {
            Error::Refused(refusal) => refusal.into(),
            Error::Away(words) => {
                tracing::warn!(error = words, "the database is away");
                Self::of(503, "database_away").retry_after(2)
            }
            Error::Busy(words) => {
                tracing::warn!(error = words, "the database is busy");
                Self::of(503, "busy").retry_after(1)
            }
            Error::DiskFull(words) => {
                tracing::error!(error = words, "the disk is full");
                Self::of(507, "disk_full")
            }
            Error::Internal(words) => {
                tracing::error!(error = words, "a defect");
                Self::of(500, "defect")
            }
        }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut params = self.params.clone();
        for (name, value) in &self.more {
            params.entry(name.clone()).or_insert_with(|| value.clone());
        }
        let errors: Vec<Value> = self
            .errors
            .iter()
            .map(|error| {
                let detail = words::field(self.language, error.code, &error.params);
                json!({ "field": error.field, "code": error.code, "detail": detail, "params": error.params })
            })
            .collect();
        let (title, detail) = words::problem(self.language, &self.code, &params);
        let mut body = json!({
            "type": format!("https://trechter.org/problems/{}", self.code),
            "title": title, "status": self.status, "code": self.code, "detail": detail,
            "params": self.params, "errors": errors, "request_id": self.request_id,
        });
        if let Some(body) = body.as_object_mut() {
            body.extend(self.more);
        }
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = (status, body.to_string()).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if let Some(seconds) = self.retry_after {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}
