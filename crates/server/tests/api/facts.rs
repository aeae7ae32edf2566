//! Facts on disk, and what was known when.

use serde_json::{Value, json};

use crate::harness::{TestApp, id, on_every_engine};

async fn open_count(app: &TestApp, more: &str) -> Value {
    let path = format!("/measure/dashboard?metric=open_count{more}");
    app.owner.get(&path).await.ok()["totals"][0]["value"].clone()
}

async fn creates_deal(app: &TestApp) -> String {
    let deal = id(&app
        .owner
        .creates("deals", json!({ "title": "Kans", "value": { "amount": 10_000, "currency": "EUR" } }))
        .await);
    app.clock.advance(1_000);
    deal
}

#[test]
fn a_restart_goes_on_from_the_snapshot() {
    on_every_engine(async |app| {
        creates_deal(&app).await;
        assert_eq!(open_count(&app, "").await, 1.0);
        app.app.numbers.keep().await;
        let deal = creates_deal(&app).await;

        let twin = app.twin().await;
        assert_eq!(open_count(&twin, "").await, 2.0);
        assert_eq!(twin.app.numbers.restored(), 1);
        twin.owner.post(&format!("/deals/{deal}/win"), json!({})).await.ok();
        app.clock.advance(1_000);
        assert_eq!(open_count(&twin, "").await, 1.0);
    });
}

#[test]
fn a_damaged_snapshot_and_one_of_another_log_are_passed_over_and_written_anew() {
    on_every_engine(async |app| {
        creates_deal(&app).await;
        assert_eq!(open_count(&app, "").await, 1.0);
        app.app.numbers.keep().await;
        let path = app.app.settings.data.join("facts").join(app.workspace.to_string());
        let whole = std::fs::read(&path).unwrap();

        let mut damaged = whole.clone();
        let middle = damaged.len() / 2;
        damaged[middle] ^= 1;
        std::fs::write(&path, damaged).unwrap();
        let twin = app.twin().await;
        assert_eq!(open_count(&twin, "").await, 1.0);
        assert_eq!(twin.app.numbers.restored(), 0);
        twin.app.numbers.keep().await;
        assert_eq!(open_count(&app.twin().await, "").await, 1.0);
        assert_ne!(std::fs::read(&path).unwrap().len(), 0);

        // Of a workspace that knows more than this log, as after a restore of an older backup.
        let neighbour = app.neighbour("Buren", "Nora").await;
        for _ in 0..3 {
            creates_deal(&neighbour).await;
        }
        open_count(&neighbour, "").await;
        app.app.numbers.keep().await;
        let theirs = app.app.settings.data.join("facts").join(neighbour.workspace.to_string());
        std::fs::copy(theirs, &path).unwrap();
        let twin = app.twin().await;
        assert_eq!(open_count(&twin, "").await, 1.0);
        assert_eq!(twin.app.numbers.restored(), 0);
    });
}

#[test]
fn what_was_known_is_asked_by_event_or_by_instant() {
    on_every_engine(async |app| {
        creates_deal(&app).await;
        let first = app.owner.get("/deals?limit=1").await.ok()["seq"].as_i64().unwrap();
        let then = app.owner.get("/measure/dashboard").await.ok()["as_of"].as_str().unwrap().to_owned();
        app.clock.advance(1_000);
        creates_deal(&app).await;
        assert_eq!(open_count(&app, "").await, 2.0);
        assert_eq!(open_count(&app, &format!("&known_at={first}")).await, 1.0);
        assert_eq!(open_count(&app, &format!("&known_at={then}")).await, 1.0);
        assert_eq!(open_count(&app, "&known_at=2001-01-01T00:00:00Z").await, 0.0);
        app.owner.get("/measure/dashboard?known_at=soon").await.is(422);
    });
}
