//! A workspace to test in, on either engine: its own clock, counted ids, a small set-up.

use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};

use serde_json::{Map, Value};
use trechter_domain::decide::{self, Ctx, Decided};
use trechter_domain::fold::Document;
use trechter_domain::record::Record;
use trechter_domain::{
    BatchId, FieldId, Instant, LossReasonId, MemberId, Origin, PipelineId, ResultId, SourceId, StageId,
    TagId, WorkspaceId,
};
use trechter_store::{Error, Location, Result, Store, Stored, Tx, Written};
use uuid::Uuid;

use crate::setup;

/// Where a superuser of a PostgreSQL server is found.
pub const POSTGRES: &str = "TRECHTER_TEST_POSTGRES";

/// An open store with one workspace.
pub struct Home {
    pub store: Store,
    pub desk: Desk,
    pub location: Location,
    _folder: Option<Arc<tempfile::TempDir>>,
}

/// What a command needs beside the transaction: who asks, what time it is, the ids of the set-up.
#[derive(Clone)]
pub struct Desk {
    pub workspace: WorkspaceId,
    pub setup: Arc<Setup>,
    ids: Arc<AtomicU64>,
    clock: Arc<AtomicI64>,
    pub origin: Origin,
    pub batch: Option<BatchId>,
    pub occurred: Option<Instant>,
}

/// What every test workspace has.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Setup {
    pub owner: MemberId,
    pub anna: MemberId,
    pub bram: MemberId,
    pub pipeline: PipelineId,
    pub stages: Vec<StageId>,
    pub results: Vec<ResultId>,
    pub second: PipelineId,
    pub second_stages: Vec<StageId>,
    pub reason: LossReasonId,
    pub source: SourceId,
    pub tags: [TagId; 2],
    /// By slug: `region` (choice), `size` (number), `budget` (money), `remark` (text), `since` (date),
    /// `marks` (multi-choice), `vip` (yes/no), `buddy` (person), `site` (link), on deals.
    pub fields: Vec<(String, FieldId)>,
}

/// 2026-03-01T09:00Z.
pub const START: i64 = 1_772_355_600_000;

/// Runs a test on SQLite, and on PostgreSQL when there is a server.
pub fn both(test: impl AsyncFn(Home)) {
    run(async {
        test(Home::sqlite().await).await;
        if let Some(home) = Home::postgres().await {
            test(home).await;
        }
    });
}

/// Runs a test on PostgreSQL only, when there is a server.
pub fn on_postgres(test: impl AsyncFn(Home)) {
    run(async {
        if let Some(home) = Home::postgres().await {
            test(home).await;
        }
    });
}

pub fn run(test: impl Future<Output = ()>) {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(test);
}

impl Home {
    pub async fn sqlite() -> Home {
        let folder = tempfile::tempdir().unwrap();
        let location = Location::Sqlite(folder.path().join("trechter.db"));
        Home::open(location, Some(Arc::new(folder))).await
    }

    pub async fn postgres() -> Option<Home> {
        let url = postgres_url()?;
        Some(Home::open(Location::Postgres(url), None).await)
    }

    /// On a PostgreSQL database of its own, for tests that disturb it.
    pub async fn postgres_alone() -> Option<Home> {
        let server = std::env::var(POSTGRES).ok()?;
        let url = tokio::task::spawn_blocking(move || fresh_database(&server)).await.unwrap();
        Some(Home::open(Location::Postgres(url), None).await)
    }

    pub async fn open(location: Location, folder: Option<Arc<tempfile::TempDir>>) -> Home {
        Home::settle(Store::open(location.clone()).await.unwrap(), location, folder).await
    }

    /// With a workspace in an open store.
    pub async fn settle(store: Store, location: Location, folder: Option<Arc<tempfile::TempDir>>) -> Home {
        let desk = found(&store, 1).await;
        Home { store, desk, location, _folder: folder }
    }

    /// Another workspace in the same database; no id of one is an id of the other.
    pub async fn neighbour(&self) -> Home {
        let desk = found(&self.store, 1_000_000).await;
        Home {
            store: self.store.clone(),
            desk,
            location: self.location.clone(),
            _folder: self._folder.clone(),
        }
    }

    /// Another process on the same database, as good as.
    pub async fn twin(&self) -> Home {
        let store = Store::open(self.location.clone()).await.unwrap();
        Home {
            store,
            desk: self.desk.clone(),
            location: self.location.clone(),
            _folder: self._folder.clone(),
        }
    }

    pub fn setup(&self) -> Arc<Setup> {
        Arc::clone(&self.desk.setup)
    }

    /// One command.
    pub async fn write<T, F>(&self, mut command: F) -> Result<Written<T>>
    where
        T: Send + 'static,
        F: FnMut(&mut Tx<'_>, &Ctx<'_>) -> Result<T> + Send + 'static,
    {
        let desk = self.desk.clone();
        self.store.write(desk.workspace, move |tx| desk.with(tx, |tx, ctx| command(tx, ctx))).await
    }

    pub async fn read<T, F>(&self, question: F) -> Result<T>
    where
        T: Send + 'static,
        F: FnOnce(&mut Tx<'_>) -> Result<T> + Send + 'static,
    {
        self.store.read(self.desk.workspace, question).await
    }

    pub async fn create<R: Stored>(&self, fields: Value) -> R {
        let id = self.desk.id();
        let written = self.write(move |tx, ctx| create::<R>(tx, ctx, id, &fields)).await;
        written.unwrap().value
    }

    pub async fn edit<R: Stored>(&self, id: impl Into<Uuid>, patch: Value) -> R {
        let id = id.into();
        self.change::<R>(id, move |ctx, before| decide::edit(ctx, before, object(&patch))).await.unwrap()
    }

    /// Loads, decides, saves.
    pub async fn change<R: Stored>(
        &self,
        id: impl Into<Uuid>,
        decision: impl Fn(&Ctx<'_>, &R) -> Result<Decided<R>, trechter_domain::Refusal> + Send + 'static,
    ) -> Result<R> {
        let id = id.into();
        let written = self
            .write(move |tx, ctx| {
                let before = tx.load::<R>(id)?.ok_or_else(trechter_domain::Refusal::not_found)?;
                let decided = decision(ctx, &before)?;
                tx.save(&decided)?;
                Ok(decided.record)
            })
            .await;
        written.map(|written| written.value)
    }

    pub async fn load<R: Stored>(&self, id: impl Into<Uuid>) -> Option<R> {
        let id = id.into();
        self.read(move |tx| tx.load::<R>(id)).await.unwrap()
    }

    /// A new catalogue entry.
    pub async fn add<E: Document>(&self, fields: Value) -> E {
        let id = self.desk.id();
        let written = self.write(move |tx, ctx| add_entry::<E>(tx, ctx, id, &fields)).await;
        written.unwrap().value
    }

    pub async fn seq(&self) -> i64 {
        self.read(|tx| Ok(tx.seq())).await.unwrap()
    }
}

impl Desk {
    pub fn id(&self) -> Uuid {
        let count = self.ids.fetch_add(1, Ordering::Relaxed);
        Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0000 + u128::from(count))
    }

    pub fn now(&self) -> Instant {
        Instant(self.clock.load(Ordering::Relaxed))
    }

    /// Lets time pass.
    pub fn pass(&self, milliseconds: i64) {
        self.clock.fetch_add(milliseconds, Ordering::Relaxed);
    }

    pub fn at(&self, occurred: Instant) -> Desk {
        Desk { occurred: Some(occurred), ..self.clone() }
    }

    /// Calls a command with its context; every command takes a second.
    pub fn with<T>(&self, tx: &mut Tx<'_>, command: impl FnOnce(&mut Tx<'_>, &Ctx<'_>) -> T) -> T {
        let now = Instant(self.clock.fetch_add(1_000, Ordering::Relaxed));
        let catalogue = tx.catalogue();
        let ids = || self.id();
        let ctx = Ctx {
            actor: (!self.setup.owner.is_nil()).then_some(self.setup.owner),
            origin: self.origin,
            batch: self.batch,
            now,
            occurred: self.occurred.unwrap_or(now),
            catalogue: &catalogue,
            ids: &ids,
        };
        command(tx, &ctx)
    }
}

pub fn create<R: Stored>(tx: &mut Tx<'_>, ctx: &Ctx<'_>, id: Uuid, fields: &Value) -> Result<R> {
    let decided = decide::create::<R>(ctx, id, object(fields))?;
    tx.save(&decided)?;
    Ok(decided.record)
}

pub fn add_entry<E: Document>(tx: &mut Tx<'_>, ctx: &Ctx<'_>, id: Uuid, fields: &Value) -> Result<E> {
    let decided = decide::create::<E>(ctx, id, object(fields))?;
    tx.save_entry(&decided)?;
    Ok(decided.record)
}

pub fn object(value: &Value) -> &Map<String, Value> {
    value.as_object().expect("fields are an object")
}

/// The code of a refusal, and the first field that it names.
pub fn refusal<T: std::fmt::Debug>(outcome: Result<T>) -> String {
    match outcome {
        Err(Error::Refused(refusal)) => refusal.to_string(),
        other => panic!("not refused: {other:?}"),
    }
}

pub fn ids_of<R: Record>(records: &[R]) -> Vec<Uuid> {
    records.iter().map(Document::id).collect()
}

async fn found(store: &Store, first_id: u64) -> Desk {
    let workspace = WorkspaceId(Uuid::from_u128(rand::random()));
    let mut desk = Desk {
        workspace,
        setup: Arc::default(),
        ids: Arc::new(AtomicU64::new(first_id)),
        clock: Arc::new(AtomicI64::new(START)),
        origin: Origin::Member,
        batch: None,
        occurred: None,
    };
    let founder = desk.clone();
    let made = store
        .found(workspace, "Werkplaats", desk.now(), move |tx| {
            let setup = founder.with(tx, |tx, ctx| setup::pipelines(tx, ctx, workspace))?;
            founder.with(tx, |tx, ctx| setup::lists(tx, ctx, setup.clone()))
        })
        .await
        .unwrap();
    desk.setup = Arc::new(made.value);
    desk
}

/// One database per run of this program; the tests share it, each in a workspace of its own.
fn postgres_url() -> Option<String> {
    static URL: OnceLock<Option<String>> = OnceLock::new();
    URL.get_or_init(|| {
        let server = std::env::var(POSTGRES).ok()?;
        // The synchronous client runs a small runtime of its own, which must not be inside another.
        std::thread::spawn(move || Some(fresh_database(&server))).join().unwrap()
    })
    .clone()
}

/// Makes an empty database and gives its URL.
pub fn fresh_database(server: &str) -> String {
    let name = format!("trechter_store_{}_{:08x}", std::process::id(), rand::random::<u32>());
    let mut client = postgres::Client::connect(server, postgres::NoTls).unwrap();
    client.batch_execute(&format!("CREATE DATABASE {name}")).unwrap();
    let (before, _) = server.rsplit_once('/').expect("the URL names a database");
    format!("{before}/{name}")
}
