//! Who is asking: the member behind a cookie or token, and what he may do.

use std::collections::HashMap;
use std::sync::Mutex;

use axum::http::{HeaderMap, Method, header};
use trechter_domain::decide::Ctx;
use trechter_domain::permission::{self, Act, Reach};
use trechter_domain::record::Record;
use trechter_domain::{Actor, BatchId, Catalogue, Instant, MemberId, Origin, Refusal, WorkspaceId};
use trechter_store::{Error, Ref, Stored, Tx};
use uuid::Uuid;

use crate::app::App;
use crate::http::Problem;
use crate::secret;

/// Name of the session cookie. Browsers accept the `__Host-` prefix over plain HTTP on localhost only.
pub const COOKIE: &str = "__Host-trechter";
/// The same without the prefix, for an installation that is reached over plain HTTP on a local network.
pub const PLAIN_COOKIE: &str = "trechter";
/// How long a session lives without being used.
pub const SESSION_LIFE: i64 = 30 * trechter_domain::time::DAY;
/// How every API token begins, so that scanners recognise a leaked one.
pub const TOKEN_PREFIX: &str = "trechter_";
/// How long a looked-up session is believed: the time within which a revocation takes effect.
const BELIEVED: i64 = 4_000;

/// A member who is logged in, or a program with his token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Caller {
    pub workspace: WorkspaceId,
    pub member: MemberId,
    /// The identity and session of a browser; `None` for a token.
    pub session: Option<(Uuid, Uuid)>,
    /// What a token may do; `None` for a browser.
    pub scopes: Option<String>,
}

/// Sessions that were looked up a moment ago.
#[derive(Default)]
pub struct Sessions {
    known: Mutex<HashMap<Vec<u8>, (Caller, Instant)>>,
}

impl Sessions {
    fn get(&self, hash: &[u8], now: Instant) -> Option<Caller> {
        let known = self.known.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        known.get(hash).filter(|(_, at)| now.0 - at.0 < BELIEVED).map(|(caller, _)| caller.clone())
    }

    fn put(&self, hash: Vec<u8>, caller: Caller, now: Instant) {
        let mut known = self.known.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if known.len() > 10_000 {
            known.retain(|_, (_, at)| now.0 - at.0 < BELIEVED);
        }
        known.insert(hash, (caller, now));
    }

    /// Forgets everything, so that a revocation in this process takes effect at once.
    pub fn forget(&self) {
        self.known.lock().unwrap_or_else(std::sync::PoisonError::into_inner).clear();
    }
}

/// Which cookie counts. Over HTTPS only the one with the prefix: no other site of the same domain can set
/// it. Plain HTTP, on one's own machine, cannot have it.
pub fn cookie_name(app: &App) -> &'static str {
    if app.settings.over_https() { COOKIE } else { PLAIN_COOKIE }
}

/// The value of a cookie.
pub fn cookie<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    let all = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let pairs = all.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.into_iter().find(|(key, _)| *key == name).map(|(_, value)| value)
}

/// Finds out who is asking.
///
/// # Errors
/// 401 when nobody is; 403 when a cookie comes with a change from another site.
pub async fn identify(app: &App, method: &Method, headers: &HeaderMap) -> Result<Caller, Problem> {
    let now = app.clock.now();
    if let Some(value) = headers.get(header::AUTHORIZATION) {
        let token = value.to_str().ok().and_then(|value| value.strip_prefix("Bearer ")).map(str::trim);
        let token =
            token.filter(|token| token.starts_with(TOKEN_PREFIX)).ok_or_else(Problem::not_logged_in)?;
        return by_token(app, secret::hash(token), now).await;
    }
    let cookie = cookie(headers, cookie_name(app));
    let hash = secret::hash(cookie.ok_or_else(Problem::not_logged_in)?);
    if !method.is_safe() && !same_site(app, headers) {
        return Err(Problem::of(403, "foreign_origin"));
    }
    if let Some(caller) = app.sessions.get(&hash, now) {
        return Ok(caller);
    }
    let key = hash.clone();
    let session = app.store.system_read(move |directory| directory.session(&key)).await?;
    let session = session.filter(|session| session.expires_at > now).ok_or_else(Problem::not_logged_in)?;
    if now.0 - session.seen_at.0 > 60_000 {
        let key = hash.clone();
        let expires = Instant(now.0 + SESSION_LIFE);
        let touched = app.store.system(move |directory| directory.touch_session(&key, now, expires)).await;
        noted(touched);
    }
    let caller = Caller {
        workspace: session.workspace,
        member: session.member,
        session: Some((session.identity, session.id)),
        scopes: None,
    };
    app.sessions.put(hash, caller.clone(), now);
    Ok(caller)
}

async fn by_token(app: &App, hash: Vec<u8>, now: Instant) -> Result<Caller, Problem> {
    if let Some(caller) = app.sessions.get(&hash, now) {
        return Ok(caller);
    }
    let key = hash.clone();
    let token = app.store.system_read(move |directory| directory.token(&key)).await?;
    let token = token
        .filter(|token| token.expires_at.is_none_or(|at| at > now))
        .ok_or_else(Problem::not_logged_in)?;
    if token.used_at.is_none_or(|at| now.0 - at.0 > 60_000) {
        let key = hash.clone();
        noted(app.store.system(move |directory| directory.touch_token(&key, now)).await);
    }
    let caller = Caller {
        workspace: token.workspace,
        member: token.member,
        session: None,
        scopes: Some(token.scopes),
    };
    app.sessions.put(hash, caller.clone(), now);
    Ok(caller)
}

/// When somebody was last seen is nice to know; on a full disk reads go on without it.
fn noted(outcome: Result<(), Error>) {
    if let Err(error) = outcome {
        tracing::warn!(%error, "cannot note when a session or token was last used");
    }
}

/// Does a state-changing request come from our own pages?
pub fn same_site(app: &App, headers: &HeaderMap) -> bool {
    let Some(origin) = headers.get(header::ORIGIN).and_then(|value| value.to_str().ok()) else {
        return false;
    };
    if app.settings.public_url.as_deref().is_some_and(|url| url.trim_end_matches('/') == origin) {
        return true;
    }
    let host = headers.get(header::HOST).and_then(|value| value.to_str().ok());
    let named = origin.split_once("://").map(|(_, host)| host);
    host.is_some() && host == named
}

/// What a closure of the store needs to know about the request: who, when, through which door.
#[derive(Clone)]
pub struct Deed {
    pub actor: Actor,
    pub origin: Origin,
    pub now: Instant,
    pub batch: Option<BatchId>,
    pub act: Act,
    pub(crate) ids: std::sync::Arc<dyn crate::clock::Ids>,
    pub(crate) make: std::sync::Arc<dyn Fn() -> Uuid + Send + Sync>,
}

impl Deed {
    pub fn new(app: &App, actor: Actor, origin: Origin, act: Act) -> Self {
        let ids = std::sync::Arc::clone(&app.ids);
        let maker = std::sync::Arc::clone(&ids);
        Self {
            actor,
            origin,
            now: app.clock.now(),
            batch: None,
            act,
            ids,
            make: std::sync::Arc::new(move || maker.id()),
        }
    }

    /// A new id.
    pub fn id(&self) -> Uuid {
        self.ids.id()
    }

    /// The context of decisions.
    pub fn ctx<'a>(&'a self, catalogue: &'a Catalogue) -> Ctx<'a> {
        Ctx {
            actor: self.actor,
            origin: self.origin,
            batch: self.batch,
            now: self.now,
            occurred: self.now,
            catalogue,
            ids: &*self.make,
        }
    }

    /// How far this deed's act reaches for its actor.
    ///
    /// # Errors
    /// `forbidden` when the actor has no such right.
    pub fn reach(&self, catalogue: &Catalogue) -> Result<Reach, Error> {
        let Some(actor) = self.actor else { return Ok(Reach::All) };
        let member = catalogue.member(actor).ok_or_else(Refusal::forbidden)?;
        Ok(permission::reach(member, self.act, catalogue).ok_or_else(Refusal::forbidden)?)
    }

    /// Loads a record for this deed's act.
    ///
    /// # Errors
    /// `not_found` when there is none or the actor may not see it; `forbidden` when he may not do this.
    pub fn load<R: Stored>(&self, tx: &mut Tx<'_>, id: impl Into<Uuid>) -> Result<R, Error> {
        let record: R = tx.load(id)?.ok_or_else(Refusal::not_found)?;
        permission::require(self.actor, self.act, record.owner(), &tx.catalogue())?;
        Ok(record)
    }

    /// The records that a new or changed record points at must exist, be visible and be in use: neither in
    /// the bin nor merged into another one. And who gives a record to somebody must be allowed to.
    ///
    /// # Errors
    /// `unknown` on the field that points nowhere, `not_in_use` on one that points at what is gone;
    /// `forbidden`.
    pub fn check_links<R: Record>(
        &self,
        tx: &mut Tx<'_>,
        before: Option<&R>,
        after: &R,
    ) -> Result<(), Error> {
        let old = before.map(|record| record.links()).unwrap_or_default();
        let new: Vec<_> = after.links().into_iter().filter(|link| !old.contains(link)).collect();
        let ids: Vec<Uuid> = new.iter().map(|(_, subject)| subject.id).collect();
        let found = tx.subjects(&ids)?;
        let catalogue = tx.catalogue();
        for (field, subject) in new {
            let known = found.get(&subject.id).filter(|known| {
                known.reference.kind == subject.kind
                    && permission::require(self.actor, Act::ReadRecords, known.owner, &catalogue).is_ok()
            });
            match known {
                None => return Err(Refusal::field(field, "unknown").into()),
                Some(known) if known.gone => return Err(Refusal::field(field, "not_in_use").into()),
                Some(_) => {}
            }
        }
        if after.owner() != before.and_then(|record| record.owner()) {
            permission::require(
                self.actor,
                Act::AssignRecords,
                before.and_then(|record| record.owner()),
                &catalogue,
            )?;
        }
        Ok(())
    }

    /// What records are called, for as far as the actor may see them.
    ///
    /// # Errors
    /// The database's.
    pub fn refs(&self, tx: &mut Tx<'_>, ids: &[Uuid]) -> Result<HashMap<Uuid, Ref>, Error> {
        let found = tx.subjects(ids)?;
        let catalogue = tx.catalogue();
        let seen = Deed { act: Act::ReadRecords, ..self.clone() }.reach(&catalogue)?;
        let named = found.into_iter().map(|(id, subject)| {
            let shown = seen.covers(subject.owner);
            (id, if shown { subject.reference } else { subject.reference.hidden() })
        });
        Ok(named.collect())
    }

    /// The owner of a new record when none is given: the member who makes it.
    pub fn default_owner(&self) -> Option<MemberId> {
        self.actor
    }
}
