//! A database that was filled without its indexes is in the end like one that was written to as ever.

use std::sync::Arc;

use serde_json::json;
use trechter_domain::permission::Reach;
use trechter_domain::record::{Activity, Company, Contact, Deal, Lead};
use trechter_store::{Location, Store};

use crate::home::{Home, POSTGRES, fresh_database, run};
use crate::raw;

/// An empty database on each engine there is, twice.
async fn places() -> Vec<[(Location, Option<Arc<tempfile::TempDir>>); 2]> {
    let lite = || {
        let folder = Arc::new(tempfile::tempdir().unwrap());
        (Location::Sqlite(folder.path().join("trechter.db")), Some(folder))
    };
    let mut places = vec![[lite(), lite()]];
    if let Ok(server) = std::env::var(POSTGRES) {
        let urls = tokio::task::spawn_blocking(move || [fresh_database(&server), fresh_database(&server)]);
        places.push(urls.await.unwrap().map(|url| (Location::Postgres(url), None)));
    }
    places
}

/// Some of everything, some of it changed and taken away again.
async fn furnish(home: &Home) {
    let s = home.setup();
    let company = home
        .create::<Company>(json!({
            "name": "Bakkerij Smits B.V.", "phone": "+31 (0)20-123 45 67", "address": { "city": "Sneek" },
        }))
        .await;
    let contact = home
        .create::<Contact>(json!({ "first_name": "José", "last_name": "Müller", "company": company.id }))
        .await;
    let lead = home.create::<Lead>(json!({ "last_name": "Verhoeven", "email": "v@voorbeeld.be" })).await;
    for number in 0..40 {
        let deal = home
            .create::<Deal>(json!({
                "title": format!("Oven {number}"), "pipeline": s.pipeline, "stage": s.stages[0],
                "company": company.id, "contact": contact.id, "tags": [s.tags[0]],
                "custom": { "size": number },
            }))
            .await;
        home.create::<Activity>(json!({
            "subject": "Bellen", "kind": "call", "status": "planned", "deal": deal.id, "lead": lead.id,
            "due_at": format!("2026-05-01T08:{number:02}:00Z"),
        }))
        .await;
    }
    home.edit::<Company>(company.id, json!({ "name": "Banketbakkerij Smits" })).await;
    home.edit::<Contact>(contact.id, json!({ "job_title": "Bakker" })).await;
}

/// All that hangs on records, in a form that does not name the workspace.
async fn contents(location: &Location) -> Vec<Vec<Vec<String>>> {
    let mut all = Vec::new();
    for sql in [
        "SELECT word, subject FROM search_words ORDER BY word, subject",
        "SELECT id, kind, title, owner, gone, words FROM subjects WHERE kind <> 'workspace' ORDER BY id",
        "SELECT seq, subject, kind, version, data, personal FROM events WHERE subject_kind <> 'workspace' ORDER BY seq",
        "SELECT id, doc, company, next_activity_at, board_rank, name_key FROM deals ORDER BY id",
        "SELECT id, version, next_activity_at, answered_at FROM leads ORDER BY id",
        "SELECT id, deal, lead, due_at FROM activities ORDER BY id",
        "SELECT kind, field, subject, text_key FROM custom_values ORDER BY subject, field, text_key",
    ] {
        all.push(raw::rows(location, sql).await);
    }
    all
}

async fn schema(location: &Location) -> Vec<Vec<String>> {
    raw::rows(
        location,
        match location {
            Location::Sqlite(_) => "SELECT name, sql FROM sqlite_master ORDER BY name",
            Location::Postgres(_) => {
                "SELECT indexname::text, indexdef FROM pg_indexes WHERE schemaname = current_schema() ORDER BY 1"
            }
        },
    )
    .await
}

async fn found(home: &Home, typed: &str) -> usize {
    let words = home.store.corrected(home.desk.workspace, typed).await.unwrap();
    home.read(move |tx| tx.search(&words, &[], &Reach::All, 100)).await.unwrap().len()
}

#[test]
fn a_filled_database_is_like_any_other() {
    run(async {
        for [(one, folder), (other, other_folder)] in places().await {
            let usual = Home::open(one.clone(), folder).await;
            furnish(&usual).await;
            let store = Store::open(other.clone()).await.unwrap();
            assert!(store.begin_filling().await.unwrap());
            let filled = Home::settle(store.clone(), other.clone(), other_folder).await;
            furnish(&filled).await;
            assert!(schema(&other).await.len() + 20 < schema(&one).await.len(), "without indexes meanwhile");
            store.finish_filling().await.unwrap();
            assert_eq!(schema(&other).await, schema(&one).await);
            assert_eq!(contents(&other).await, contents(&one).await);
            for (typed, count) in [("oven", 40), ("banketbakkerij smits", 1), ("bakkerij", 0), ("muler", 1)] {
                assert_eq!(found(&filled, typed).await, count, "{typed}");
                assert_eq!(found(&usual, typed).await, count, "{typed}");
            }
            // And it goes on as one that was never filled.
            for home in [&filled, &usual] {
                home.create::<Company>(json!({ "name": "Slagerij Smits" })).await;
                assert_eq!(found(home, "slagerij").await, 1);
            }
            assert_eq!(contents(&other).await, contents(&one).await);
        }
    });
}

#[test]
fn a_filling_that_was_broken_off_is_finished_when_the_database_is_opened() {
    run(async {
        for [(one, folder), (other, other_folder)] in places().await {
            let usual = Home::open(one.clone(), folder).await;
            let store = Store::open(other.clone()).await.unwrap();
            assert!(store.begin_filling().await.unwrap());
            let broken = Home::settle(store, other.clone(), other_folder).await;
            furnish(&usual).await;
            furnish(&broken).await;
            let again = broken.twin().await;
            assert_eq!(schema(&other).await, schema(&one).await);
            assert_eq!(contents(&other).await, contents(&one).await);
            assert_eq!(found(&again, "oven").await, 40);
        }
    });
}

#[test]
fn a_database_with_a_workspace_is_left_as_it_is() {
    run(async {
        for [(place, folder), _] in places().await {
            let home = Home::open(place.clone(), folder).await;
            let before = schema(&place).await;
            assert!(!home.store.begin_filling().await.unwrap());
            assert_eq!(schema(&place).await, before);
            home.create::<Company>(json!({ "name": "Slagerij Smits" })).await;
            assert_eq!(found(&home, "slagerij").await, 1);
        }
    });
}
