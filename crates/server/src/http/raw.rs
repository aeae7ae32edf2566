//! Operations whose body or answer is not JSON: files, exports. They stand in the same list as the
//! others, so the router, the OpenAPI document and the tests of rights know them.

use std::borrow::Cow;
use std::future::Future;
use std::net::SocketAddr;

use axum::Extension;
use axum::body::Body;
use axum::extract::{ConnectInfo, RawPathParams, State};
use axum::http::{HeaderMap, Method, Uri};
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodFilter, on};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::DeserializeOwned;
use trechter_domain::Origin;
use trechter_domain::permission::Act;

use super::Problem;
use super::limits::{self, Who};
use super::operation::{Access, Described, JSON, Once, Routes, allowed, read_address};
use crate::app::App;
use crate::caller::{self, Caller, Deed};

/// A body or answer of bytes, in the OpenAPI document.
pub struct Bytes;

impl JsonSchema for Bytes {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Bytes".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "format": "binary" })
    }
}

/// One thing the API can do with bytes.
pub trait RawOperation: Sized + Send + Sync + 'static {
    const METHOD: Method;
    const ACT: Act;
    /// The status of success.
    const STATUS: u16 = 200;
    /// Media type of the request's body.
    const TAKES: &'static str = JSON;
    /// Media type of the answer; `application/json` for a `Reply`.
    const SENDS: &'static str;
    type Path: DeserializeOwned + Send;
    type Query: DeserializeOwned + JsonSchema + Send;
    /// The shape of the body: [`Bytes`], or [`Nothing`](super::Nothing).
    type Body: JsonSchema;
    /// The shape of the answer: [`Bytes`], or that of its JSON.
    type Reply: JsonSchema;

    /// Its name in the OpenAPI document.
    fn id() -> String;
    /// Below `/api/v1`.
    fn path() -> String;
    /// What it does, in a sentence.
    fn summary() -> String;

    fn run(call: RawCall<Self>) -> impl Future<Output = Result<Response, Problem>> + Send;
}

/// A request to a raw operation, allowed by role; its body is not read yet.
pub struct RawCall<O: RawOperation> {
    pub app: App,
    pub caller: Caller,
    pub path: O::Path,
    pub query: O::Query,
    pub headers: HeaderMap,
    pub body: Body,
}

impl<O: RawOperation> RawCall<O> {
    /// What closures of the store need: who, when, and the act of this operation.
    pub fn deed(&self) -> Deed {
        let origin = if self.caller.scopes.is_some() { Origin::Api } else { Origin::Member };
        Deed::new(&self.app, Some(self.caller.member), origin, O::ACT)
    }

    /// The request's idempotency key, for a body with this hash.
    ///
    /// # Errors
    /// 422 when it is longer than 200 characters.
    pub fn once(&self, body_hash: Vec<u8>) -> Result<Once, Problem> {
        Once::read(&self.headers, self.caller.member.0, O::id(), body_hash)
    }
}

impl Routes {
    /// Adds an operation on bytes.
    pub fn add_bytes<O: RawOperation>(self) -> Self {
        let described = Described {
            id: O::id(),
            method: O::METHOD,
            path: O::path(),
            summary: O::summary(),
            access: Access::May(O::ACT),
            status: O::STATUS,
            takes: O::TAKES,
            gives: O::SENDS,
            largest: crate::files::LARGEST as usize,
            query: |generator| O::Query::json_schema(generator),
            body: |generator| generator.subschema_for::<O::Body>(),
            reply: |generator| generator.subschema_for::<O::Reply>(),
        };
        let filter = MethodFilter::try_from(O::METHOD).expect("a usual method");
        self.add_raw(described, on(filter, handle::<O>))
    }
}

async fn handle<O: RawOperation>(
    State(app): State<App>,
    method: Method,
    uri: Uri,
    params: RawPathParams,
    headers: HeaderMap,
    peer: Option<Extension<ConnectInfo<SocketAddr>>>,
    body: Body,
) -> Response {
    let heard = headers.clone();
    let caller = caller::identify(&app, &method, &headers).await;
    let who = match &caller {
        Ok(caller) => Who::Member(caller.workspace, caller.member),
        Err(_) => {
            Who::Address(peer.map(|Extension(ConnectInfo(peer))| limits::address(&app, peer.ip(), &headers)))
        }
    };
    let (answer, left) = match app.limits.take(who, app.clock.now()) {
        Ok(left) => (respond::<O>(app, caller, method, uri, params, headers, body).await, left),
        Err((problem, left)) => (Err(problem), Some(left)),
    };
    let mut response = match answer {
        Ok(response) => response,
        Err(problem) => problem.heard_by(&heard).into_response(),
    };
    if let Some(left) = left {
        left.tell(response.headers_mut());
    }
    response
}

async fn respond<O: RawOperation>(
    app: App,
    caller: Result<Caller, Problem>,
    method: Method,
    uri: Uri,
    params: RawPathParams,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Problem> {
    let caller = caller?;
    allowed(&app, &caller, &method, O::ACT).await?;
    let (path, query) = read_address(&params, &uri)?;
    O::run(RawCall { app, caller, path, query, headers, body }).await
}
