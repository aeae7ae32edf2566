//! Live updates: one stream per browser that says what changed, never the data.

use std::collections::HashMap;
use std::convert::Infallible;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::extract::{Query, State};
use axum::http::{HeaderMap, Method};
use axum::response::sse::{Event as SseEvent, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use tokio::sync::watch;
use tokio_stream::Stream;
use trechter_domain::event::Kind;
use trechter_domain::permission::Act;
use trechter_domain::{MemberId, Origin, WorkspaceId};
use trechter_store::{Result, Store, Tx};
use uuid::Uuid;

use crate::app::App;
use crate::caller::{self, Caller, Deed};
use crate::http::{Problem, admit};

/// How often the counter is looked at for changes by other processes.
const POLL: Duration = Duration::from_millis(500);

/// What kind of change it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ChangeKind {
    Changed,
    /// Removed, merged away, undone, or no longer within the reader's scope.
    Gone,
}

/// One change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Message {
    pub seq: i64,
    /// A kind of record; `workspace` stands for the whole catalogue, `batch` for many records at once.
    pub kind: Kind,
    pub id: Uuid,
    pub change: ChangeKind,
}

/// Knows the last event of every workspace that somebody watches.
#[derive(Clone)]
pub struct Hub {
    watched: Arc<Mutex<HashMap<WorkspaceId, watch::Sender<i64>>>>,
    open: Arc<Mutex<HashMap<(WorkspaceId, MemberId), usize>>>,
}

/// Streams that one member may have open on this process. The next one is refused: closing the oldest
/// would make two browsers that reconnect push each other out for ever.
const MOST_STREAMS: usize = 20;

/// An open stream of a member; it counts until it is dropped.
struct Seat {
    open: Arc<Mutex<HashMap<(WorkspaceId, MemberId), usize>>>,
    whose: (WorkspaceId, MemberId),
}

impl Drop for Seat {
    fn drop(&mut self) {
        let mut open = self.open.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if let Some(count) = open.get_mut(&self.whose) {
            *count -= 1;
            if *count == 0 {
                open.remove(&self.whose);
            }
        }
    }
}

impl Hub {
    /// Starts following a store.
    pub fn start(store: Store) -> Self {
        let hub = Self { watched: Arc::default(), open: Arc::default() };
        tokio::spawn(hub.clone().follow_commits(store.clone()));
        if store.is_postgres() {
            tokio::spawn(hub.clone().follow_others(store));
        }
        hub
    }

    fn tell(&self, workspace: WorkspaceId, seq: i64) {
        let mut watched = self.watched.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if let Some(sender) = watched.get(&workspace) {
            sender.send_if_modified(|known| std::mem::replace(known, (*known).max(seq)) < seq);
            if sender.is_closed() {
                watched.remove(&workspace);
            }
        }
    }

    async fn follow_commits(self, store: Store) {
        use tokio::sync::broadcast::error::RecvError;
        let mut commits = store.commits();
        drop(store);
        loop {
            match commits.recv().await {
                Ok((workspace, seq)) => self.tell(workspace, seq),
                // Too many at once: the streams look at the counter themselves when they are woken.
                Err(RecvError::Lagged(_)) => {}
                Err(RecvError::Closed) => return,
            }
        }
    }

    /// Other processes on the same database commit too.
    async fn follow_others(self, store: Store) {
        loop {
            tokio::time::sleep(POLL).await;
            let workspaces: Vec<WorkspaceId> = {
                let watched = self.watched.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
                watched.keys().copied().collect()
            };
            for workspace in workspaces {
                if let Ok(Some(seq)) = store.system_read(move |directory| directory.seq(workspace)).await {
                    self.tell(workspace, seq);
                }
            }
        }
    }

    fn take_seat(&self, whose: (WorkspaceId, MemberId)) -> Result<Seat, Problem> {
        let mut open = self.open.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let count = open.entry(whose).or_default();
        if *count >= MOST_STREAMS {
            return Err(Problem::of(429, "too_many_streams").with("most", MOST_STREAMS).retry_after(20));
        }
        *count += 1;
        Ok(Seat { open: Arc::clone(&self.open), whose })
    }

    /// Ends all streams: the program is told to stop, and they would go on for ever.
    pub fn close(&self) {
        self.watched.lock().unwrap_or_else(std::sync::PoisonError::into_inner).clear();
    }

    /// The counter of a workspace, from now on.
    pub fn watch(&self, workspace: WorkspaceId, seq: i64) -> watch::Receiver<i64> {
        let mut watched = self.watched.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        watched.entry(workspace).or_insert_with(|| watch::channel(seq).0).subscribe()
    }
}

/// How the events of a batch are told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Batches {
    /// As one message about the batch: a screen reads anew.
    AsOne,
    /// Record by record: a copy is kept.
    OneByOne,
}

/// The messages of at most `limit` events after a number, and the number of the last one looked at.
///
/// # Errors
/// The database's; `forbidden` when the reader is no longer a member.
pub fn messages(
    tx: &mut Tx<'_>,
    deed: &Deed,
    (after, limit): (i64, i64),
    batches: Batches,
) -> Result<(Vec<Message>, i64)> {
    let events = tx.events_after(after, limit)?;
    let seq = events.last().map_or_else(|| after.max(tx.seq().min(after)), |event| event.seq);
    let reach = deed.reach(&tx.catalogue())?;
    let ids: Vec<Uuid> = events.iter().map(|event| event.event.subject.id).collect();
    let known = tx.subjects(&ids)?;
    let mut items: Vec<Message> = Vec::new();
    for event in events {
        let subject = event.event.subject;
        if subject.kind.is_paper() {
            continue;
        }
        let batch = event.event.batch.filter(|_| batches == Batches::AsOne && subject.kind.is_record());
        if batch.is_some() && event.event.origin == Origin::Import {
            // An import is told once, when it is over.
            continue;
        }
        let (kind, id, change) = if let Some(batch) = batch {
            (Kind::Batch, batch.0, ChangeKind::Changed)
        } else if Kind::CATALOGUE.contains(&subject.kind) {
            (Kind::Workspace, tx.workspace().into(), ChangeKind::Changed)
        } else if !subject.kind.is_record() {
            (subject.kind, subject.id, ChangeKind::Changed)
        } else {
            match known.get(&subject.id) {
                Some(row) if !row.gone && reach.covers(row.owner) => {
                    (subject.kind, subject.id, ChangeKind::Changed)
                }
                // Whoever could see it before must learn that it is gone; its id tells nothing more.
                _ => (subject.kind, subject.id, ChangeKind::Gone),
            }
        };
        if change == ChangeKind::Gone && !was_visible(&event, &reach, known.get(&id)) {
            continue;
        }
        items.retain(|item| !(item.kind == kind && item.id == id));
        items.push(Message { seq: event.seq, kind, id, change });
    }
    Ok((items, seq))
}

/// Could the reader see the record before this event? Only then is its going news to him.
fn was_visible(
    event: &trechter_domain::Event,
    reach: &trechter_domain::permission::Reach,
    row: Option<&trechter_store::SubjectRow>,
) -> bool {
    let was =
        event.event.data.was.get("owner").map(|owner| serde_json::from_value(owner.clone()).unwrap_or(None));
    match (was, row) {
        (Some(owner), _) => reach.covers(owner),
        (None, Some(row)) => reach.covers(row.owner),
        (None, None) => true,
    }
}

/// From where on a stream continues.
#[derive(Debug, Deserialize)]
pub struct LiveQuery {
    after: Option<i64>,
}

/// `GET /live`: a stream of server-sent events.
pub async fn stream(State(app): State<App>, Query(query): Query<LiveQuery>, headers: HeaderMap) -> Response {
    match open(&app, query, &headers).await {
        Ok(stream) => {
            Sse::new(stream).keep_alive(KeepAlive::new().interval(Duration::from_secs(20))).into_response()
        }
        Err(problem) => problem.heard_by(&headers).into_response(),
    }
}

async fn open(
    app: &App,
    query: LiveQuery,
    headers: &HeaderMap,
) -> Result<impl Stream<Item = Result<SseEvent, Infallible>> + use<>, Problem> {
    let caller = admit(app, &Method::GET, headers, Act::ReadRecords).await?;
    let seat = app.live.take_seat((caller.workspace, caller.member))?;
    let deed = Deed::new(app, Some(caller.member), Origin::Member, Act::ReadRecords);
    let resumed = headers.get("last-event-id").and_then(|id| id.to_str().ok()).and_then(|id| id.parse().ok());
    let begin = deed.clone();
    let now =
        app.store.read(caller.workspace, move |tx| begin.reach(&tx.catalogue()).map(|_| tx.seq())).await?;
    let after = resumed.or(query.after).unwrap_or(now).clamp(0, now);
    let watching = app.live.watch(caller.workspace, now);
    let state =
        Following { app: app.clone(), headers: headers.clone(), deed, caller, after, watching, _seat: seat };
    Ok(tokio_stream::StreamExt::map(follow(state), Ok))
}

struct Following {
    app: App,
    headers: HeaderMap,
    deed: Deed,
    caller: Caller,
    after: i64,
    watching: watch::Receiver<i64>,
    _seat: Seat,
}

/// Events a stream looks at in one go.
const STEP: i64 = 500;

fn follow(state: Following) -> impl Stream<Item = SseEvent> {
    let (sender, receiver) = tokio::sync::mpsc::channel(64);
    tokio::spawn(async move {
        // The end of the receiver ends the task.
        let _ended = send_all(state, sender).await;
    });
    tokio_stream::wrappers::ReceiverStream::new(receiver)
}

async fn send_all(mut state: Following, sender: tokio::sync::mpsc::Sender<SseEvent>) -> Option<()> {
    let hello = SseEvent::default().id(state.after.to_string()).event("hello").data(state.after.to_string());
    sender.send(hello).await.ok()?;
    loop {
        // A session that was ended, or taken to another workspace, no longer listens.
        let caller = caller::identify(&state.app, &Method::GET, &state.headers).await.ok()?;
        if caller != state.caller {
            return None;
        }
        let (deed, after) = (state.deed.clone(), state.after);
        let read = state.app.store.read(state.caller.workspace, move |tx| {
            let (items, seq) = messages(tx, &deed, (after, STEP), Batches::AsOne)?;
            Ok((items, seq, tx.seq()))
        });
        let Ok((items, seq, last)) = read.await else { return None };
        for item in items {
            let data = serde_json::to_string(&item).ok()?;
            sender.send(SseEvent::default().id(item.seq.to_string()).data(data)).await.ok()?;
        }
        state.after = seq;
        if seq >= last {
            let wait =
                tokio::time::timeout(Duration::from_secs(4), state.watching.wait_for(|now| *now > seq));
            tokio::select! {
                waited = wait => if let Ok(Err(_)) = waited { return None },
                () = sender.closed() => return None,
            }
        }
    }
}
