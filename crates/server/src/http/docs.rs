//! `/api/docs`: the OpenAPI document for people, without the network.

use axum::extract::Path;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::Problem;
use super::assets::POLICY;

fn file(content_type: &'static str, text: &'static str) -> Response {
    let headers = [
        (header::CONTENT_TYPE, content_type),
        (header::CACHE_CONTROL, "no-cache"),
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "same-origin"),
    ];
    (StatusCode::OK, headers, text).into_response()
}

/// The page.
pub async fn page() -> Response {
    file("text/html; charset=utf-8", include_str!("docs/page.html"))
}

/// Its style and script.
pub async fn part(Path(name): Path<String>, headers: HeaderMap) -> Response {
    match name.as_str() {
        "page.css" => file("text/css; charset=utf-8", include_str!("docs/page.css")),
        "page.js" => file("text/javascript; charset=utf-8", include_str!("docs/page.js")),
        _ => Problem::not_found().heard_by(&headers).into_response(),
    }
}
