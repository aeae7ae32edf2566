//! A workspace leaves as an archive and comes back the same, on either engine; a backup brings back a
//! whole installation.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde_json::{Value, json};
use tempfile::TempDir;
use trechter_server::app::{App, Settings};
use trechter_server::backup::{Restored, backup, backup_of, restore};
use trechter_server::export::archive::{Manifest, Part, pack};
use trechter_server::export::unpack::{check, unpack};
use trechter_server::files::shelf;
use trechter_store::Location;

use crate::harness::{Person, TestApp, id, on_every_engine, on_sqlite, version};

/// Something of everything: records of all kinds, a merge, the bin, ranks, a file, own fields.
async fn furnish(app: &TestApp) {
    let owner = &app.owner;
    app.adds("fields", json!({ "name": "Omvang", "slug": "omvang", "on": "deal", "kind": "number" })).await;
    furnish_norms(app).await;
    let smits = owner.creates("companies", json!({ "name": "Bakkerij Smits", "phone": "020-1234567" })).await;
    let again = owner.creates("companies", json!({ "name": "Smits", "notes": "a\tb\n\"c\"" })).await;
    let contact = json!({ "last_name": "Böer", "company": id(&again), "emails": [{ "value": "a@b.nl" }] });
    owner.creates("contacts", contact).await;
    let merge = json!({ "absorbed": id(&again) });
    owner.post(&format!("/companies/{}/merge", id(&smits)), merge).await.ok();
    let lead = owner.creates("leads", json!({ "company_name": "Café Müller" })).await;
    owner.delete(&format!("/leads/{}", id(&lead)), version(&lead)).await.ok();
    let stages = app.stages().await;
    let mut above = Value::Null;
    for title in ["Een", "Twee", "Drie"] {
        let fields = json!({ "title": title, "company": id(&smits), "custom": { "omvang": 3.5 },
            "value": { "amount": 100, "currency": "USD" } });
        let deal = owner.creates("deals", fields).await;
        let to = json!({ "stage": stages[1], "above": above });
        owner.post(&format!("/deals/{}/move", id(&deal)), to).await.ok();
        above = json!(id(&deal));
    }
    let call =
        json!({ "kind": "call", "subject": "Bellen", "deal": above, "due_at": "2026-04-01T10:00:00Z" });
    owner.creates("activities", call).await;
    let path = format!("/deals/{}/files?name=offerte.txt", above.as_str().unwrap());
    owner.ask("POST", &path).bytes(*b"inhoud").header("content-type", "text/plain").await.is(201);
}

/// What changes the numbers: a calendar that a team has, a rate, a target, costs.
async fn furnish_norms(app: &TestApp) {
    let calendar = json!({ "name": "België", "holidays": "be", "hours": { "friday": [] } });
    let calendar = id(&app.adds("calendars", calendar).await);
    app.adds("teams", json!({ "name": "Gent", "calendar": calendar, "lead_norm": 35.5 })).await;
    app.adds("exchange-rates", json!({ "currency": "USD", "date": "2026-02-27", "rate": "0.9213" })).await;
    let target = json!({ "metric": "win_rate", "period": "year", "starts": "2026-01-01", "value": 0.3 });
    app.adds("targets", target).await;
    let source = id(&app.adds("sources", json!({ "name": "Beurs" })).await);
    let spend = json!({ "source": source, "starts": "2026-01-01", "ends": "2026-01-31",
        "amount": { "amount": 5, "currency": "EUR" }, "note": "Stand" });
    app.adds("spends", spend).await;
}

async fn packed(app: &App, workspace: trechter_domain::WorkspaceId, to: &Path) -> Manifest {
    let (shelf, now, file) = (shelf(app), app.clock.now(), std::fs::File::create(to).unwrap());
    let read = app.store.read(workspace, move |tx| {
        let (_, manifest) = pack(tx, &shelf, now, None, file.try_clone().unwrap())?;
        Ok(manifest)
    });
    read.await.unwrap()
}

/// Another installation: an empty SQLite file, or the shared PostgreSQL.
async fn elsewhere(app: &TestApp, location: Option<Location>) -> (App, Arc<TempDir>) {
    let folder = tempfile::tempdir().unwrap();
    let location = location.unwrap_or_else(|| Location::Sqlite(folder.path().join("trechter.sqlite")));
    let settings = Settings { location, data: folder.path().to_owned(), ..(*app.app.settings).clone() };
    let (clock, passwords) = (app.clock.clone(), app.app.passwords.clone());
    let opened = App::open(settings, clock.clone(), clock, passwords).await.unwrap();
    (opened, Arc::new(folder))
}

fn contents(manifest: &Manifest) -> Vec<&Part> {
    manifest.parts.iter().collect()
}

#[test]
fn an_archive_becomes_the_same_workspace_on_either_engine() {
    on_every_engine(async |app| {
        furnish(&app).await;
        let folder = tempfile::tempdir().unwrap();
        let (first, second) = (folder.path().join("a.zip"), folder.path().join("b.zip"));
        let original = packed(&app.app, app.workspace, &first).await;
        let lines = |name: &str| original.parts.iter().find(|part| part.name == name).unwrap().lines;
        assert_eq!((lines("deals.jsonl"), lines("companies.jsonl"), lines("files.jsonl")), (3, 2, 1));
        assert_eq!(lines("events.jsonl") as i64, original.seq);
        let mut targets = vec![elsewhere(&app, None).await];
        if let (false, Ok(url)) = (app.app.store.is_postgres(), std::env::var("TRECHTER_TEST_POSTGRES")) {
            targets.push(elsewhere(&app, Some(Location::Postgres(url))).await);
        }
        for (target, _folder) in targets {
            let manifest = unpack(&target, check(&first).unwrap()).await.unwrap();
            assert_eq!(manifest, original);
            let copy = packed(&target, app.workspace, &second).await;
            assert_eq!(contents(&copy), contents(&original), "postgres: {}", target.store.is_postgres());
            same_answers(&app, &target).await;
            let again = unpack(&target, check(&first).unwrap()).await.unwrap_err();
            assert!(again.to_string().contains("already"), "{again}");
        }
    });
}

/// What is derived is there too: order on the board, next activities, search, own fields, and it goes on.
async fn same_answers(app: &TestApp, target: &App) {
    let here = &app.owner;
    let router = trechter_server::routes::router(target.clone());
    let email = here.email.clone();
    let identity = target.store.system_read(move |directory| directory.identity_by_email(&email)).await;
    let identity = identity.unwrap().expect("the owner may come in").id;
    let member = here.id.parse().unwrap();
    let there = Person::logged_in(target, &router, app.workspace, member, identity).await;
    for path in [
        "/board",
        "/deals?sort=next_activity_at&filter=custom.omvang:eq:3.5",
        "/deals/totals",
        "/search?q=smts",
        "/search?q=1234567",
        "/companies?filter=removed:eq:true",
        "/leads?filter=removed:eq:true",
        "/changes?after=0&limit=500",
        "/catalogue",
    ] {
        assert_eq!(there.get(path).await.ok(), here.get(path).await.ok(), "{path}");
    }
    let made = there.creates("companies", json!({ "name": "Later" })).await;
    assert_eq!(version(&made), 1);
}

#[test]
fn a_damaged_archive_changes_nothing() {
    on_sqlite(async |app| {
        furnish(&app).await;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.zip");
        packed(&app.app, app.workspace, &path).await;
        let whole = std::fs::read(&path).unwrap();
        let original = check(&path).unwrap().manifest;
        let mut refused = 0;
        for place in (40..whole.len()).step_by(whole.len() / 40) {
            let mut damaged = whole.clone();
            damaged[place] ^= 0x55;
            std::fs::write(&path, &damaged).unwrap();
            match check(&path) {
                Err(_) => refused += 1,
                // A time of a zip that nobody reads: what counts is the same.
                Ok(checked) => assert_eq!(checked.manifest, original, "byte {place}"),
            }
        }
        assert!(refused > 20, "{refused}");
        std::fs::write(&path, &whole[..whole.len() / 2]).unwrap();
        assert!(check(&path).unwrap_err().to_string().contains("not whole"));
    });
}

/// Makes leads until it is told to stop; gives how many were answered.
async fn keep_writing(owner: Person, stop: tokio::sync::watch::Receiver<bool>) -> usize {
    let mut count = 0;
    while !*stop.borrow() {
        owner.creates("leads", json!({ "last_name": format!("L{count}") })).await;
        count += 1;
    }
    count
}

#[test]
fn a_backup_while_others_write_brings_back_a_moment() {
    on_sqlite(async |app| {
        furnish(&app).await;
        let folder = tempfile::tempdir().unwrap();
        let to = folder.path().join("backup.zip");
        let (stop, stopped) = tokio::sync::watch::channel(false);
        let writing = tokio::spawn(keep_writing(app.owner.clone(), stopped));
        // The first backup comes while the writer is at work.
        while app.owner.lists("/leads").await.is_empty() {
            tokio::task::yield_now().await;
        }
        let manifest = backup(&app.app.settings, &to, app.app.clock.now()).await.unwrap();
        stop.send(true).unwrap();
        let written = writing.await.unwrap();
        assert!(written > 0);
        assert_eq!(manifest.parts.iter().filter(|part| part.name.starts_with("files/")).count(), 1);
        assert!(backup(&app.app.settings, &to, app.app.clock.now()).await.is_err(), "never over another");

        let place = tempfile::tempdir().unwrap();
        let settings = at(&app, place.path());
        let restored = restore(&settings, &to, false, nothing_to_open).await.unwrap();
        assert!(matches!(restored, Restored::Installation { files: 1, workspaces: 1, .. }), "{restored:?}");
        let (clock, passwords) = (app.clock.clone(), app.app.passwords.clone());
        let back = App::open(settings.clone(), clock.clone(), clock, passwords).await.unwrap();
        let copy = packed(&back, app.workspace, &folder.path().join("copy.zip")).await;
        let lines = |name: &str| copy.parts.iter().find(|part| part.name == name).unwrap().lines;
        assert_eq!(lines("events.jsonl") as i64, copy.seq, "the log has no gap");
        assert!(lines("leads.jsonl") as usize <= written + 1);
        drop(back);

        let refused = restore(&settings, &to, false, nothing_to_open).await.unwrap_err().to_string();
        assert!(refused.contains("--force"), "{refused}");
        restore(&settings, &to, true, nothing_to_open).await.unwrap();
        let aside = place.path().join("trechter.sqlite.replaced-1");
        assert!(aside.exists(), "the old database is set aside, not lost");
        damage(&to);
        let refused = restore(&settings, &to, true, nothing_to_open).await.unwrap_err();
        assert!(format!("{refused:#}").contains("damaged"), "{refused:#}");
        assert!(place.path().join("trechter.sqlite").exists(), "and nothing was touched");
    });
}

fn at(app: &TestApp, folder: &Path) -> Settings {
    let location = Location::Sqlite(folder.join("trechter.sqlite"));
    Settings { location, data: folder.to_owned(), ..(*app.app.settings).clone() }
}

async fn nothing_to_open() -> anyhow::Result<App> {
    anyhow::bail!("a copy of SQLite needs no program")
}

/// Flips a bit in the middle of the largest part.
fn damage(path: &PathBuf) {
    let mut bytes = std::fs::read(path).unwrap();
    let middle = bytes.len() / 3;
    bytes[middle] ^= 1;
    std::fs::write(path, bytes).unwrap();
}

#[test]
fn a_backup_of_postgresql_comes_back_on_sqlite_with_its_passwords() {
    on_every_engine(async |app| {
        if !app.app.store.is_postgres() {
            return;
        }
        furnish(&app).await;
        let folder = tempfile::tempdir().unwrap();
        // The installation that tests share holds workspaces of others, whose files lie elsewhere.
        let mine = app.workspace;
        let to = folder.path().join("backup.zip");
        let now = app.app.clock.now();
        let manifest = backup_of(&app.app.settings, &to, now, move |id| id == mine).await.unwrap();
        assert_eq!(manifest.engine, "postgres");
        let (target, _place) = elsewhere(&app, None).await;
        let settings = (*target.settings).clone();
        let opened = target.clone();
        restore(&settings, &to, false, async move || Ok(opened)).await.unwrap();
        let email = app.owner.email.clone();
        let owner = target.store.system_read(move |directory| directory.identity_by_email(&email)).await;
        let hash = owner.unwrap().unwrap().password;
        assert!(target.passwords.verify(crate::harness::PASSWORD, hash.as_deref()));
        same_answers(&app, &target).await;
    });
}
