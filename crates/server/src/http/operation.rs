//! An operation is one thing that the API can do: a type with its method, path, right, question and
//! answer. The router, the OpenAPI document and the tests of rights all come from the same list of them.

use std::future::Future;
use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use axum::body::Bytes;
use axum::extract::{ConnectInfo, RawPathParams, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodFilter, MethodRouter, on};
use axum::{Extension, Router};
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};
use trechter_domain::permission::Act;
use trechter_domain::{Origin, Refusal};
use trechter_store::{Error, Tx};
use uuid::Uuid;

use super::limits::{self, Left, Who};
use super::{Problem, ToJson};
use crate::app::App;
use crate::caller::{self, Caller, Deed};

/// Who may call an operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Anybody; the reason is in the operation's own documentation.
    Public,
    /// A logged-in member whose role has this act; whose records it reaches, the operation asks.
    May(Act),
}

/// No parameters, no body, no answer.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Nothing {}

/// The `{id}` of a path.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema)]
pub struct ById {
    pub id: Uuid,
}

/// One thing the API can do.
pub trait Operation: Sized + Send + Sync + 'static {
    const METHOD: Method;
    const ACCESS: Access;
    /// The status of success.
    const STATUS: u16 = 200;
    /// Largest body in bytes.
    const LARGEST: usize = 1 << 20;
    type Path: DeserializeOwned + Send;
    type Query: DeserializeOwned + JsonSchema + Send;
    type Body: DeserializeOwned + JsonSchema + Send;
    type Reply: ToJson;

    /// Its name in the OpenAPI document, like `move_deal`.
    fn id() -> String;
    /// Below `/api/v1`, like `/deals/{id}/move`.
    fn path() -> String;
    /// What it does, in a sentence.
    fn summary() -> String;

    fn run(call: Call<Self>) -> impl Future<Output = Result<Answer<Self::Reply>, Problem>> + Send;
}

/// A request to an operation, read and allowed by role.
pub struct Call<O: Operation> {
    pub app: App,
    /// Nobody for public operations.
    pub caller: Option<Caller>,
    pub path: O::Path,
    pub query: O::Query,
    pub body: O::Body,
    pub headers: HeaderMap,
    /// Where the request came from, as far as that is known.
    pub address: Option<IpAddr>,
    body_hash: Vec<u8>,
}

/// What an operation answers.
#[derive(Debug, Clone)]
pub struct Answer<T> {
    pub body: T,
    /// The last event that was written.
    pub seq: Option<i64>,
    pub headers: Vec<(HeaderName, String)>,
}

impl<T> Answer<T> {
    pub fn of(body: T) -> Self {
        Self { body, seq: None, headers: Vec::new() }
    }

    pub fn written(body: T, seq: i64) -> Self {
        Self { seq: Some(seq), ..Self::of(body) }
    }

    pub fn header(mut self, name: HeaderName, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    /// The version of the record in the answer.
    pub fn version(self, version: u32) -> Self {
        self.header(header::ETAG, format!("\"{version}\""))
    }
}

impl<O: Operation> Call<O> {
    /// The member who calls. Operations with [`Access::May`] always have one.
    ///
    /// # Errors
    /// 401 in a public operation that nobody is logged in for.
    pub fn caller(&self) -> Result<&Caller, Problem> {
        self.caller.as_ref().ok_or_else(Problem::not_logged_in)
    }

    /// What closures of the store need: who, when, and the act of this operation.
    ///
    /// # Errors
    /// 401 when nobody is logged in.
    pub fn deed(&self) -> Result<Deed, Problem> {
        let caller = self.caller()?;
        let origin = if caller.scopes.is_some() { Origin::Api } else { Origin::Member };
        let act = match O::ACCESS {
            Access::May(act) => act,
            Access::Public => Act::ManageOwnAccess,
        };
        Ok(Deed::new(&self.app, Some(caller.member), origin, act))
    }

    /// The version in `If-Match`.
    ///
    /// # Errors
    /// 428 when it is missing or not a version.
    pub fn if_match(&self) -> Result<u32, Problem> {
        let value = self.headers.get(header::IF_MATCH).and_then(|value| value.to_str().ok());
        let version =
            value.and_then(|value| value.trim().trim_start_matches("W/").trim_matches('"').parse().ok());
        version.ok_or_else(|| Problem::of(428, "if_match_missing"))
    }

    /// The request's idempotency key.
    ///
    /// # Errors
    /// 422 when it is longer than 200 characters.
    pub fn once(&self) -> Result<Once, Problem> {
        Once::read(&self.headers, self.caller()?.member.0, O::id(), self.body_hash.clone())
    }
}

/// Lets a write with the same key happen once.
#[derive(Debug, Clone)]
pub struct Once {
    key: Option<String>,
    actor: Uuid,
    route: String,
    body_hash: Vec<u8>,
}

impl Once {
    /// The idempotency key of a request by somebody on a route.
    ///
    /// # Errors
    /// 422 when it is longer than 200 characters.
    pub(super) fn read(
        headers: &HeaderMap,
        actor: Uuid,
        route: String,
        body_hash: Vec<u8>,
    ) -> Result<Self, Problem> {
        let key = match headers.get("idempotency-key") {
            None => None,
            Some(key) => {
                let key = key.to_str().ok().filter(|key| !key.is_empty() && key.len() <= 200);
                Some(key.ok_or_else(|| Problem::field("Idempotency-Key", "too_long"))?.to_owned())
            }
        };
        Ok(Self { key, actor, route, body_hash })
    }

    /// The same key with the hash of the body, for those who learn it late.
    pub fn of_body(self, body_hash: Vec<u8>) -> Self {
        Self { body_hash, ..self }
    }

    /// Runs the write, or gives what it gave the first time. What is kept is small (ids): the body of
    /// the reply is read anew, with today's rights. Whether the role still has the act is asked here, in
    /// the write, because it may have changed since the request came in.
    ///
    /// # Errors
    /// The write's; `forbidden`; `idempotency_key_reused`.
    pub fn run<T: Serialize + DeserializeOwned>(
        &self,
        tx: &mut Tx<'_>,
        deed: &Deed,
        write: impl FnOnce(&mut Tx<'_>) -> Result<T, Error>,
    ) -> Result<T, Error> {
        deed.reach(&tx.catalogue())?;
        let Some(key) = &self.key else { return write(tx) };
        if let Some(kept) = tx.claim_key(self.actor, &self.route, key, &self.body_hash, deed.now)? {
            return Ok(serde_json::from_str(&kept.reply)?);
        }
        let value = write(tx)?;
        tx.keep_reply(self.actor, &self.route, key, 200, &serde_json::to_string(&value)?)?;
        Ok(value)
    }
}

/// What the list of routes knows about an operation.
pub struct Described {
    pub id: String,
    pub method: Method,
    pub path: String,
    pub summary: String,
    pub access: Access,
    pub status: u16,
    /// Media type of the body.
    pub takes: &'static str,
    /// Media type of the answer.
    pub gives: &'static str,
    /// Largest body in bytes.
    pub largest: usize,
    pub query: fn(&mut SchemaGenerator) -> Schema,
    pub body: fn(&mut SchemaGenerator) -> Schema,
    pub reply: fn(&mut SchemaGenerator) -> Schema,
}

/// What most operations take and give.
pub const JSON: &str = "application/json";

/// All operations, in order.
#[derive(Default)]
pub struct Routes {
    pub described: Vec<Described>,
    router: Router<App>,
}

/// Where the API begins.
pub const ROOT: &str = "/api/v1";

impl Routes {
    /// Adds an operation.
    pub fn add<O: Operation>(self) -> Self {
        let described = Described {
            id: O::id(),
            method: O::METHOD,
            path: O::path(),
            summary: O::summary(),
            access: O::ACCESS,
            status: O::STATUS,
            takes: JSON,
            gives: JSON,
            largest: O::LARGEST,
            query: |generator| O::Query::json_schema(generator),
            body: |generator| generator.subschema_for::<O::Body>(),
            reply: |generator| generator.subschema_for::<O::Reply>(),
        };
        let filter = MethodFilter::try_from(O::METHOD).expect("a usual method");
        self.add_raw(described, on(filter, handle::<O>))
    }

    /// Adds an operation whose body or answer is not JSON; its handler asks for admission itself, with
    /// [`admit`].
    pub fn add_raw(mut self, described: Described, route: MethodRouter<App>) -> Self {
        self.router = self.router.route(&format!("{ROOT}{}", described.path), route);
        self.described.push(described);
        self
    }

    /// The router of all operations.
    pub fn into_router(self) -> Router<App> {
        self.router
    }
}

/// A request as it arrived.
struct Arrived {
    method: Method,
    uri: Uri,
    params: RawPathParams,
    headers: HeaderMap,
    address: Option<IpAddr>,
    body: axum::body::Body,
}

async fn handle<O: Operation>(
    State(app): State<App>,
    method: Method,
    uri: Uri,
    params: RawPathParams,
    headers: HeaderMap,
    peer: Option<Extension<ConnectInfo<SocketAddr>>>,
    body: axum::body::Body,
) -> Response {
    let heard = headers.clone();
    let address = peer.map(|Extension(ConnectInfo(peer))| limits::address(&app, peer.ip(), &headers));
    let arrived = Arrived { method, uri, params, headers, address, body };
    let answer = tokio::time::timeout(Duration::from_secs(60), admitted::<O>(app, arrived));
    let (answer, left) =
        answer.await.unwrap_or_else(|_| (Err(Problem::of(503, "timeout").retry_after(5)), None));
    let mut response = match answer {
        Ok(response) => response,
        Err(problem) => problem.heard_by(&heard).into_response(),
    };
    if let Some(left) = left {
        left.tell(response.headers_mut());
    }
    response
}

/// Answers a request unless too many came before it; says how many more may come.
async fn admitted<O: Operation>(app: App, arrived: Arrived) -> (Result<Response, Problem>, Option<Left>) {
    let caller = caller::identify(&app, &arrived.method, &arrived.headers).await;
    let who = match &caller {
        Ok(caller) => Who::Member(caller.workspace, caller.member),
        Err(_) => Who::Address(arrived.address),
    };
    match app.limits.take(who, app.clock.now()) {
        Ok(left) => (respond::<O>(app, caller, arrived).await, left),
        Err((problem, left)) => (Err(problem), Some(left)),
    }
}

async fn respond<O: Operation>(
    app: App,
    caller: Result<Caller, Problem>,
    arrived: Arrived,
) -> Result<Response, Problem> {
    let Arrived { method, uri, params, headers, address, body } = arrived;
    let caller = match O::ACCESS {
        Access::Public => {
            // Nobody's page logs a visitor in as somebody else.
            let foreign = headers.contains_key(header::ORIGIN) && !caller::same_site(&app, &headers);
            if foreign && !method.is_safe() {
                return Err(Problem::of(403, "foreign_origin"));
            }
            caller.ok()
        }
        Access::May(act) => {
            let caller = caller?;
            allowed(&app, &caller, &method, act).await?;
            Some(caller)
        }
    };
    let (path, query) = read_address(&params, &uri)?;
    let bytes = read_body::<O>(body).await?;
    let body_hash = hash_of(&uri, &bytes);
    let body = parse_body::<O>(&bytes)?;
    let known = headers.get(header::IF_NONE_MATCH).filter(|_| method == Method::GET).cloned();
    let call = Call { app, caller, path, query, body, headers, address, body_hash };
    let answer = reply::<O>(O::run(call).await?);
    Ok(if known.is_some() && answer.headers().get(header::ETAG) == known.as_ref() {
        unchanged(answer)
    } else {
        answer
    })
}

/// Who is asking, when he may: what [`handle`] does first for operations in JSON.
///
/// # Errors
/// 401; 403.
pub async fn admit(app: &App, method: &Method, headers: &HeaderMap, act: Act) -> Result<Caller, Problem> {
    let caller = caller::identify(app, method, headers).await?;
    app.limits
        .take(Who::Member(caller.workspace, caller.member), app.clock.now())
        .map_err(|(problem, _)| problem)?;
    allowed(app, &caller, method, act).await?;
    Ok(caller)
}

/// Tells one request from another that comes with the same idempotency key: the same body to another
/// record is another request.
fn hash_of(uri: &Uri, body: &[u8]) -> Vec<u8> {
    Sha256::new().chain_update(uri.path()).chain_update([0]).chain_update(body).finalize().to_vec()
}

/// Has the member's role the right, and the token the scope?
pub(super) async fn allowed(app: &App, caller: &Caller, method: &Method, act: Act) -> Result<(), Problem> {
    if let Some(scopes) = &caller.scopes {
        let needed = match act {
            Act::ManageMembers | Act::ManageWorkspace | Act::ManageOwnAccess => "admin",
            Act::ErasePersons | Act::EditCatalogue | Act::SetTargets | Act::SetNorms => "admin",
            _ if method.is_safe() => "read",
            _ => "write",
        };
        if !scopes.split(' ').any(|scope| scope == needed || scope == "admin") {
            return Err(Problem::of(403, "token_scope").with("scope", needed));
        }
    }
    let deed = Deed::new(app, Some(caller.member), Origin::Member, act);
    // For what is done all day the set-up in memory is enough: such operations ask again in their own
    // transaction. Whoever it does not let pass may have been given the right by another process.
    if matches!(act, Act::ReadRecords | Act::WriteRecords) {
        let at_hand = app.store.catalogue_at_hand(caller.workspace);
        if at_hand.is_some_and(|catalogue| deed.reach(&catalogue).is_ok()) {
            return Ok(());
        }
    }
    app.store.read(caller.workspace, move |tx| deed.reach(&tx.catalogue())).await.map_err(
        |error| match error {
            // The workspace or member behind the session is gone.
            Error::Refused(Refusal { kind: trechter_domain::refusal::RefusalKind::NotFound, .. }) => {
                Problem::not_logged_in()
            }
            error => error.into(),
        },
    )?;
    Ok(())
}

/// The parameters of the path and the query of an address.
pub(super) fn read_address<P: DeserializeOwned, Q: DeserializeOwned>(
    params: &RawPathParams,
    uri: &Uri,
) -> Result<(P, Q), Problem> {
    let path: Map<String, Value> =
        params.iter().map(|(name, value)| (name.to_owned(), Value::String(value.to_owned()))).collect();
    let path = serde_json::from_value(Value::Object(path)).map_err(|_| Problem::not_found())?;
    let query = uri.query().unwrap_or("");
    if query.contains("%00") {
        return Err(Problem::of(422, "invalid_query").with("reason", NUL));
    }
    let query = serde_html_form::from_str(query)
        .map_err(|error| Problem::of(422, "invalid_query").with("reason", error.to_string()))?;
    Ok((path, query))
}

async fn read_body<O: Operation>(body: axum::body::Body) -> Result<Bytes, Problem> {
    let most = if O::LARGEST >= 1 << 20 {
        format!("{} MB", O::LARGEST >> 20)
    } else {
        format!("{} kB", O::LARGEST >> 10)
    };
    axum::body::to_bytes(body, O::LARGEST).await.map_err(|_| Problem::of(413, "too_large").with("most", most))
}

fn parse_body<O: Operation>(bytes: &[u8]) -> Result<O::Body, Problem> {
    let bytes = if bytes.is_empty() { b"{}" } else { bytes };
    let refused = |reason: String| Problem::of(422, "invalid_json").with("reason", reason);
    if holds_nul(bytes) {
        return Err(refused(NUL.to_owned()));
    }
    // Structures would be read from lists as well.
    if bytes.iter().find(|byte| !byte.is_ascii_whitespace()) != Some(&b'{') {
        return Err(refused("an object is expected, in braces".to_owned()));
    }
    serde_json::from_slice(bytes).map_err(|error| refused(error.to_string()))
}

/// Why the character U+0000 is refused: PostgreSQL cannot keep it in a text.
const NUL: &str = "the character U+0000 is not text";

/// Does the JSON hold the character U+0000? It can only be there as an escape.
fn holds_nul(json: &[u8]) -> bool {
    let mut escaped = false;
    for (i, byte) in json.iter().enumerate() {
        if escaped && json[i..].starts_with(b"u0000") {
            return true;
        }
        escaped = *byte == b'\\' && !escaped;
    }
    false
}

/// The asker has this answer already: its headers are enough.
fn unchanged(answer: Response) -> Response {
    let mut unchanged = StatusCode::NOT_MODIFIED.into_response();
    *unchanged.headers_mut() = answer.headers().clone();
    unchanged.headers_mut().remove(header::CONTENT_TYPE);
    unchanged
}

fn reply<O: Operation>(answer: Answer<O::Reply>) -> Response {
    let status = StatusCode::from_u16(O::STATUS).unwrap_or(StatusCode::OK);
    let mut response = match status {
        StatusCode::NO_CONTENT => status.into_response(),
        _ => answer.body.respond(status),
    };
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    if let Some(seq) = answer.seq {
        headers.insert("trechter-seq", HeaderValue::from(seq));
    }
    for (name, value) in answer.headers {
        if let Ok(value) = HeaderValue::from_str(&value) {
            headers.append(name, value);
        }
    }
    response
}
