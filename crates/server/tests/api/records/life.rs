use serde_json::{Value, json};

use crate::harness::{id, on_every_engine};

#[test]
fn a_record_goes_into_the_bin_and_comes_out_of_it() {
    on_every_engine(async |app| {
        let bram = app.seller("Bram").await;
        let company = id(&bram.creates("companies", json!({ "name": "Smits" })).await);
        let path = format!("/companies/{company}");
        assert_ne!(bram.delete(&path, 1).await.ok()["removed_at"], Value::Null);
        assert!(bram.lists("/companies").await.is_empty());
        assert_eq!(bram.lists("/companies?filter=removed:eq:true").await, std::slice::from_ref(&company));
        bram.patch(&path, 2, json!({ "name": "Anders" })).await.refused(409, "removed");
        bram.post(&format!("{path}/restore"), json!({})).await.ok();
        bram.post(&format!("{path}/restore"), json!({})).await.refused(409, "not_removed");
        assert_eq!(bram.lists("/companies").await, [company]);
    });
}

#[test]
fn a_deal_is_won_and_lost_by_the_rules() {
    on_every_engine(async |app| {
        let bram = app.seller("Bram").await;
        let deal = id(&bram.creates("deals", json!({ "title": "Kantoor" })).await);
        let act = async |what: &str, body: Value| {
            app.clock.advance(1_000);
            bram.post(&format!("/deals/{deal}/{what}"), body).await
        };
        act("lose", json!({})).await.wrong("reason", "required");
        let reason = app.reason().await;
        assert_eq!(act("lose", json!({ "reason": reason })).await.ok()["status"], "lost");
        act("win", json!({ "value": { "amount": 1, "currency": "EUR" } })).await.refused(409, "not_open");
        let reopened = act("reopen", json!({})).await.ok();
        assert_eq!((&reopened["status"], &reopened["reopened"]), (&json!("open"), &json!(1)));
        act("reopen", json!({})).await.refused(409, "not_closed");
        act("win", json!({ "occurred_at": "2030-01-01T00:00:00Z" }))
            .await
            .wrong("occurred_at", "in_the_future");
        let won = act("win", json!({ "value": { "amount": 90_000, "currency": "EUR" } })).await.ok();
        assert_eq!((&won["status"], &won["value"]["amount"]), (&json!("won"), &json!(90_000)));
        assert!(bram.get("/board").await.ok()["columns"][0]["cards"].as_array().unwrap().is_empty());
    });
}

#[test]
fn what_happened_earlier_goes_into_the_story_only() {
    on_every_engine(async |app| {
        let bram = app.seller("Bram").await;
        let stages = app.stages().await;
        let body = json!({ "title": "Oud", "occurred_at": "2026-01-05T09:00:00Z" });
        let deal = bram.creates("deals", body).await;
        assert_eq!(deal["created_at"], "2026-01-05T09:00:00.000Z");
        let path = format!("/deals/{}", id(&deal));
        let moved = async |stage: &str, at: Value| {
            bram.post(&format!("{path}/move"), json!({ "stage": stage, "occurred_at": at })).await.ok()
        };
        assert_eq!(moved(&stages[2], Value::Null).await["stage"], stages[2].as_str());
        let told_late = moved(&stages[1], json!("2026-02-01T09:00:00Z")).await;
        assert_eq!(told_late["stage"], stages[2].as_str(), "an older move does not move it back");
        let story = bram.get(&format!("{path}/timeline")).await.ok();
        let told = story["items"].as_array().unwrap().iter().find(|item| item["history"] == true).unwrap();
        assert_eq!(told["occurred_at"], "2026-02-01T09:00:00.000Z");
    });
}
