//! A request with a key happens once; the key opens nothing that its sender may not see.

use serde_json::json;

use crate::harness::{id, on_every_engine, version};

#[test]
fn a_key_belongs_to_one_record_and_shows_no_other() {
    on_every_engine(async |app| {
        let bram = app.seller("Bram").sees("own").await;
        let deal = |title: &str| json!({ "title": title, "value": { "amount": 100, "currency": "EUR" } });
        let own = id(&bram.creates("deals", deal("Van Bram")).await);
        let other = id(&bram.creates("deals", deal("Ook van Bram")).await);
        let foreign = id(&app.owner.creates("deals", deal("Geheim")).await);
        let win = |deal: &str| bram.ask("POST", &format!("/deals/{deal}/win")).once("k").json(json!({}));

        let first = win(&own).await;
        let again = win(&own).await;
        assert_eq!(first.header("trechter-seq"), again.header("trechter-seq"));
        assert_eq!(first.ok(), again.ok());

        win(&other).await.wrong("Idempotency-Key", "idempotency_key_reused");
        let refused = win(&foreign).await;
        assert!(!refused.text().contains("Geheim"), "{}", refused.text());
        refused.wrong("Idempotency-Key", "idempotency_key_reused");
        let untouched = bram.get(&format!("/deals/{other}")).await.ok();
        assert_eq!(untouched["item"]["status"], "open");
    });
}

#[test]
fn a_repeated_request_is_answered_with_the_rights_of_today() {
    on_every_engine(async |app| {
        let bram = app.seller("Bram").sees("own").await;
        let stages = app.stages().await;
        let deal = bram.creates("deals", json!({ "title": "Kantoor" })).await;
        let path = format!("/deals/{}", id(&deal));
        let repeated =
            || bram.ask("POST", &format!("{path}/move")).once("k").json(json!({ "stage": stages[1] }));
        let moved = repeated().await.ok();
        assert_eq!(repeated().await.ok()["stage"], moved["stage"]);

        let given = app.owner.patch(&path, version(&moved), json!({ "owner": app.owner.id })).await;
        assert_eq!(given.ok()["owner"], app.owner.id);
        repeated().await.refused(404, "not_found");
    });
}

#[test]
fn whoever_gives_a_record_away_sees_what_he_gave() {
    on_every_engine(async |app| {
        let bram = app.seller("Bram").sees("own").await;
        let deal = bram.creates("deals", json!({ "title": "Kantoor" })).await;
        let path = format!("/deals/{}", id(&deal));
        let given = bram.patch(&path, version(&deal), json!({ "owner": app.owner.id })).await.ok();
        assert_eq!(given["owner"], app.owner.id);
        bram.get(&path).await.refused(404, "not_found");
    });
}
