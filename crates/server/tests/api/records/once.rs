use serde_json::json;

use crate::harness::{id, on_every_engine};

#[test]
fn the_same_key_does_it_once_and_answers_the_same() {
    on_every_engine(async |app| {
        let bram = app.seller("Bram").await;
        let create =
            |title: &str| bram.ask("POST", "/deals").json(json!({ "title": title })).once("sleutel-1");
        let first = create("Kantoor").await;
        let again = create("Kantoor").await;
        assert_eq!(first.header("trechter-seq"), again.header("trechter-seq"));
        assert_eq!(first.is(201), again.is(201));
        create("Anders").await.wrong("Idempotency-Key", "idempotency_key_reused");
        assert_eq!(bram.lists("/deals").await.len(), 1);
        // Somebody else's key is another key, and so is the same key at another door.
        app.owner.ask("POST", "/deals").json(json!({ "title": "Y" })).once("sleutel-1").await.is(201);
        bram.ask("POST", "/leads").json(json!({ "title": "L" })).once("sleutel-1").await.is(201);
        // A day later it is a new one.
        app.clock.advance(86_400_001);
        create("Anders").await.is(201);
        assert_eq!(bram.lists("/deals").await.len(), 3);
    });
}

#[test]
fn requests_at_the_same_moment_with_one_key_are_one() {
    on_every_engine(async |app| {
        let bram = app.seller("Bram").await;
        let twin = app.twin().await;
        let mut asks = tokio::task::JoinSet::new();
        for i in 0..16 {
            let door = if i % 2 == 0 { &app } else { &twin };
            let ask = door.ask("POST", "/deals").by(&bram).json(json!({ "title": "Een" })).once("tegelijk");
            asks.spawn(ask.into_future());
        }
        let replies = asks.join_all().await;
        let mut ids: Vec<String> = replies.into_iter().map(|reply| id(&reply.is(201))).collect();
        ids.dedup();
        assert_eq!(ids.len(), 1);
        assert_eq!(bram.lists("/deals").await.len(), 1);
    });
}

#[test]
fn a_refusal_is_not_kept() {
    on_every_engine(async |app| {
        let bram = app.seller("Bram").await;
        let deal = id(&bram.creates("deals", json!({ "title": "X" })).await);
        let win = || bram.ask("POST", &format!("/deals/{deal}/win")).json(json!({})).once("win");
        win().await.wrong("value", "required");
        bram.patch(&format!("/deals/{deal}"), 1, json!({ "value": { "amount": 5, "currency": "EUR" } }))
            .await
            .ok();
        assert_eq!(win().await.ok()["status"], "won");
        // Asked again it is still one win, though the deal is closed now.
        assert_eq!(win().await.ok()["status"], "won");
        bram.ask("POST", "/deals")
            .json(json!({ "title": "X" }))
            .once(&"x".repeat(201))
            .await
            .wrong("Idempotency-Key", "too_long");
    });
}
