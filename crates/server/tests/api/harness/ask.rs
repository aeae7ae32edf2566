//! One request and its reply.

use std::future::IntoFuture;
use std::net::SocketAddr;
use std::pin::Pin;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::ConnectInfo;
use axum::http::{HeaderMap, Request, header};
use serde_json::Value;
use tower::ServiceExt;

use super::Person;

/// A request under construction; await it to send it.
#[derive(Clone)]
pub struct Ask {
    router: Router,
    method: String,
    path: String,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
    peer: Option<SocketAddr>,
}

impl Ask {
    pub fn new(router: &Router, method: &str, path: &str) -> Self {
        let headers = [("host", "trechter.test"), ("origin", "http://trechter.test")];
        Self {
            router: router.clone(),
            method: method.to_owned(),
            path: path.to_owned(),
            headers: headers.map(|(name, value)| (name.to_owned(), value.to_owned())).into(),
            body: Vec::new(),
            peer: None,
        }
    }

    /// Signed by somebody.
    pub fn by(self, person: &Person) -> Self {
        let (name, value) = &person.badge;
        self.header(name, value)
    }

    /// Sets a header; an empty value takes it away.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.retain(|(known, _)| known != name);
        if !value.is_empty() {
            self.headers.push((name.to_owned(), value.to_owned()));
        }
        self
    }

    pub fn if_match(self, version: u64) -> Self {
        self.header("if-match", &format!("\"{version}\""))
    }

    /// Happens once, however often it is asked.
    pub fn once(self, key: &str) -> Self {
        self.header("idempotency-key", key)
    }

    pub fn json(self, body: Value) -> Self {
        self.bytes(body.to_string()).header("content-type", "application/json")
    }

    pub fn bytes(mut self, body: impl Into<Vec<u8>>) -> Self {
        self.body = body.into();
        self
    }

    /// Sent from this address.
    pub fn from(mut self, address: &str) -> Self {
        self.peer = Some(SocketAddr::new(address.parse().unwrap(), 4711));
        self
    }

    fn request(self) -> (Router, Request<Body>) {
        let path = if self.path.starts_with("/api/") || !self.path.starts_with('/') {
            self.path
        } else {
            format!("/api/v1{}", self.path)
        };
        let mut request = Request::builder().method(self.method.as_str()).uri(encode(&path));
        for (name, value) in &self.headers {
            request = request.header(name, value);
        }
        if let Some(peer) = self.peer {
            request = request.extension(ConnectInfo(peer));
        }
        (self.router, request.body(Body::from(self.body)).unwrap())
    }

    /// The reply as it comes, its body not read: for streams.
    pub async fn stream(self) -> axum::response::Response {
        let (router, request) = self.request();
        router.oneshot(request).await.unwrap()
    }
}

/// Spaces and quotes in a test's address, as a browser would write them.
fn encode(path: &str) -> String {
    path.replace(' ', "%20").replace('"', "%22")
}

impl IntoFuture for Ask {
    type Output = Reply;
    type IntoFuture = Pin<Box<dyn Future<Output = Reply> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move {
            let asked = format!("{} {}", self.method, self.path);
            let response = self.stream().await;
            let (status, headers) = (response.status().as_u16(), response.headers().clone());
            let bytes = axum::body::to_bytes(response.into_body(), usize::MAX).await.unwrap();
            let body = serde_json::from_slice(&bytes).unwrap_or(Value::Null);
            Reply { asked, status, headers, body, bytes }
        })
    }
}

/// What came back.
#[derive(Debug, Clone)]
pub struct Reply {
    pub asked: String,
    pub status: u16,
    pub headers: HeaderMap,
    pub body: Value,
    pub bytes: Bytes,
}

impl Reply {
    /// The body of a success.
    #[track_caller]
    pub fn ok(self) -> Value {
        assert!((200..300).contains(&self.status), "{} gave {}: {}", self.asked, self.status, self.text());
        self.body
    }

    /// The body of a reply with this status.
    #[track_caller]
    pub fn is(self, status: u16) -> Value {
        assert_eq!(self.status, status, "{}: {}", self.asked, self.text());
        self.body
    }

    /// The body of a problem with this status and code.
    #[track_caller]
    pub fn refused(self, status: u16, code: &str) -> Value {
        assert_eq!(
            (self.status, self.body["code"].as_str()),
            (status, Some(code)),
            "{}: {}",
            self.asked,
            self.text()
        );
        assert_eq!(self.header(header::CONTENT_TYPE.as_str()), "application/problem+json");
        self.body
    }

    /// A 422 that names this field with this code.
    #[track_caller]
    pub fn wrong(self, field: &str, code: &str) -> Value {
        let asked = self.asked.clone();
        let body = self.refused(422, "invalid");
        let named = |error: &Value| error["field"] == field && error["code"] == code;
        assert!(body["errors"].as_array().unwrap().iter().any(named), "{asked}: {body}");
        body
    }

    /// A header's value, empty when it is not there.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or("")
    }

    /// The cookie that came with it, as it is sent back.
    pub fn cookie(&self) -> String {
        self.header("set-cookie").split(';').next().unwrap_or("").to_owned()
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }
}

/// The id of a record or entry.
#[track_caller]
pub fn id(record: &Value) -> String {
    record["id"].as_str().unwrap_or_else(|| panic!("no id in {record}")).to_owned()
}

/// The version of a record or entry.
#[track_caller]
pub fn version(record: &Value) -> u64 {
    record["version"].as_u64().unwrap_or_else(|| panic!("no version in {record}"))
}
