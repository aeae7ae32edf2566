//! A whole program for one test, with a workspace in it.

use std::sync::Arc;

use axum::Router;
use serde_json::{Value, json};
use tempfile::TempDir;
use trechter_domain::template::Template;
use trechter_domain::{Currency, Instant, WorkspaceId};
use trechter_server::api::setup::{SetupBody, found};
use trechter_server::app::{App, Settings};
use trechter_server::clock::Fixed;
use trechter_server::password::Passwords;
use trechter_store::Location;
use uuid::Uuid;

use super::{Ask, Person, Signed, id};

/// 2026-03-02T09:00Z, a Monday.
const START: i64 = 1_772_442_000_000;

/// Where a superuser of a PostgreSQL server is found.
const POSTGRES: &str = "TRECHTER_TEST_POSTGRES";

/// Everybody's password in tests.
pub const PASSWORD: &str = "een lang wachtwoord";

/// A program with one workspace, made in Dutch from the classic template, and its owner Olga.
#[derive(Clone)]
pub struct TestApp {
    pub app: App,
    pub router: Router,
    pub clock: Arc<Fixed>,
    pub workspace: WorkspaceId,
    pub owner: Person,
    folder: Arc<TempDir>,
}

/// Runs a test on SQLite, and on PostgreSQL when there is a server.
pub fn on_every_engine(test: impl AsyncFn(TestApp)) {
    run(async {
        test(TestApp::on_sqlite().await).await;
        if let Ok(url) = std::env::var(POSTGRES) {
            test(TestApp::on_postgres(url).await).await;
        }
    });
}

/// Runs a test that needs an installation of its own on SQLite alone: on PostgreSQL all tests share one.
pub fn on_sqlite(test: impl AsyncFnOnce(TestApp)) {
    run(async { test(TestApp::on_sqlite().await).await });
}

fn run(test: impl Future<Output = ()>) {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(test);
}

impl TestApp {
    async fn on_sqlite() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let location = Location::Sqlite(folder.path().join("trechter.sqlite"));
        Self::open(location, folder).await
    }

    async fn on_postgres(url: String) -> Self {
        Self::open(Location::Postgres(url), tempfile::tempdir().unwrap()).await
    }

    async fn open(location: Location, folder: TempDir) -> Self {
        // Tests that share a database number their ids from different places.
        let first = u64::from(rand::random::<u32>()) << 15;
        let clock = Arc::new(Fixed::at(Instant(START)).counting_from(first));
        let settings = Settings::at(location, folder.path().to_owned());
        let passwords = Passwords::weak().unwrap();
        let app = App::open(settings, clock.clone(), clock.clone(), passwords).await.unwrap();
        let router = trechter_server::routes::router(app.clone());
        Self::with_workspace(app, router, clock, Arc::new(folder), "Werkplaats", "Olga").await
    }

    /// The same program with another workspace in it, whose owner is `owner`.
    pub async fn neighbour(&self, name: &str, owner: &str) -> Self {
        let (app, router) = (self.app.clone(), self.router.clone());
        Self::with_workspace(app, router, self.clock.clone(), self.folder.clone(), name, owner).await
    }

    /// Another process on the same database, as good as.
    pub async fn twin(&self) -> Self {
        self.run_anew((*self.app.settings).clone()).await
    }

    /// The same installation, behind this address.
    pub async fn reached_at(&self, url: &str) -> Self {
        let mut settings = (*self.app.settings).clone();
        settings.public_url = Some(url.to_owned());
        self.run_anew(settings).await
    }

    async fn run_anew(&self, settings: Settings) -> Self {
        let app =
            App::open(settings, self.clock.clone(), self.clock.clone(), self.app.passwords.clone()).await;
        let app = app.unwrap();
        let router = trechter_server::routes::router(app.clone());
        let mut twin = Self { app, router, ..self.clone() };
        twin.owner.router = twin.router.clone();
        twin
    }

    async fn with_workspace(
        app: App,
        router: Router,
        clock: Arc<Fixed>,
        folder: Arc<TempDir>,
        workspace: &str,
        owner: &str,
    ) -> Self {
        let body = SetupBody {
            workspace: workspace.into(),
            name: owner.into(),
            email: address(&app, owner),
            password: PASSWORD.into(),
            language: "nl".into(),
            currency: Currency::EUR,
            time_zone: "Europe/Amsterdam".into(),
            template: Template::Classic,
        };
        let email = body.email.clone();
        let (founded, identity) =
            found(&app, body, false).await.unwrap_or_else(|problem| panic!("{problem:?}"));
        let owner = Person::logged_in(&app, &router, founded.workspace, founded.member, identity);
        let owner = Person { email, ..owner.await };
        Self { workspace: founded.workspace, owner, app, router, clock, folder }
    }

    /// A request by nobody; `.by(&person)` signs it.
    pub fn ask(&self, method: &str, path: &str) -> Ask {
        Ask::new(&self.router, method, path)
    }

    pub fn seller(&self, name: &str) -> Signed {
        Signed::new(self, name, "seller")
    }

    pub fn manager(&self, name: &str) -> Signed {
        Signed::new(self, name, "manager")
    }

    pub fn reader(&self, name: &str) -> Signed {
        Signed::new(self, name, "read_only")
    }

    pub fn member(&self, name: &str, role: &str) -> Signed {
        Signed::new(self, name, role)
    }

    /// Adds to the catalogue, and gives the entry.
    pub async fn adds(&self, kind: &str, fields: Value) -> Value {
        self.owner.post(&format!("/catalogue/{kind}"), fields).await.is(201)
    }

    /// A team, by id.
    pub async fn team(&self, name: &str) -> String {
        id(&self.adds("teams", json!({ "name": name })).await)
    }

    pub async fn catalogue(&self) -> Value {
        self.owner.get("/catalogue").await.ok()["catalogue"].clone()
    }

    /// The ids of the first pipeline's stages, in order.
    pub async fn stages(&self) -> Vec<String> {
        let catalogue = self.catalogue().await;
        catalogue["pipelines"][0]["stages"].as_array().unwrap().iter().map(id).collect()
    }

    /// A loss reason, by id.
    pub async fn reason(&self) -> String {
        id(&self.catalogue().await["loss_reasons"][0])
    }
}

/// An address that no other test has.
pub fn address(app: &App, name: &str) -> String {
    let id: Uuid = app.ids.id();
    format!("{}.{:x}@voorbeeld.nl", name.to_lowercase(), id.as_u128() & 0xffff_ffff_ffff)
}
