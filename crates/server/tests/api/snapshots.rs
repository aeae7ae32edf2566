//! Answers that are kept: they stay what they were, and numbers are held against them.

use serde_json::{Value, json};

use crate::harness::{Person, TestApp, id, on_every_engine};

async fn win(app: &TestApp, person: &Person, euros: i64) {
    let fields = json!({ "title": "Oven", "value": { "amount": euros * 100, "currency": "EUR" } });
    let deal = id(&person.creates("deals", fields).await);
    app.clock.advance(1_000);
    person.post(&format!("/deals/{deal}/win"), json!({})).await.ok();
    app.clock.advance(1_000);
}

async fn keep(who: &Person, table: &str, question: Value, shared: bool) -> Value {
    let body = json!({ "name": "Stand", "table": table, "question": question, "shared": shared });
    who.post("/snapshots", body).await.is(201)
}

#[test]
fn a_kept_answer_stays_what_it_was() {
    on_every_engine(async |app| {
        let bram = app.seller("Bram").await;
        win(&app, &bram, 100).await;
        let kept =
            keep(&app.owner, "dashboard", json!({ "metric": ["won_value"], "period": "this-month" }), false)
                .await;
        assert_eq!(kept["answer"]["totals"][0]["value"], 10_000.0);
        assert_eq!(kept["asked"]["period"], "2026-03");
        win(&app, &bram, 250).await;
        let path = format!("/snapshots/{}", id(&kept));
        assert_eq!(app.owner.get(&path).await.ok()["answer"], kept["answer"]);
        // Its question gives the same again, whatever happened since.
        let asked = &kept["asked"];
        let again = format!(
            "/measure/dashboard?metric=won_value&period={}&as_of={}&known_at={}",
            asked["period"].as_str().unwrap(),
            asked["as_of"].as_str().unwrap(),
            asked["known_at"]
        );
        assert_eq!(app.owner.get(&again).await.ok()["totals"], kept["answer"]["totals"]);

        let listed = app.owner.get("/snapshots").await.ok();
        assert_eq!((id(&listed["items"][0]), &listed["items"][0]["table"]), (id(&kept), &json!("dashboard")));
        assert!(listed["items"][0].get("answer").is_none());
        let renamed = app.owner.patch(&path, 1, json!({ "name": "Begin maart" })).await.ok();
        assert_eq!((&renamed["name"], &renamed["answer"]), (&json!("Begin maart"), &kept["answer"]));
        app.owner.patch(&path, 2, json!({ "answer": {} })).await.wrong("answer", "read_only");
        app.owner.delete(&path, 2).await.ok();
        app.owner.get(&path).await.refused(404, "not_found");
        assert_eq!(app.owner.get("/snapshots").await.ok()["items"], json!([]));
    });
}

#[test]
fn numbers_are_held_against_a_kept_answer() {
    on_every_engine(async |app| {
        let bram = app.seller("Bram").await;
        win(&app, &bram, 100).await;
        let kept =
            keep(&app.owner, "dashboard", json!({ "metric": ["won_value"], "by": ["owner"] }), false).await;
        win(&app, &bram, 250).await;
        let path = format!("/measure/dashboard?metric=won_value&by=owner&compare_to=snapshot:{}", id(&kept));
        let now = app.owner.get(&path).await.ok();
        let compared = &now["totals"][0]["comparison"];
        assert_eq!((&compared["value"], &compared["change"]), (&json!(10_000.0), &json!(25_000.0)));
        let row =
            now["rows"].as_array().unwrap().iter().find(|row| row["values"][0]["id"] == bram.id).unwrap();
        assert_eq!(row["figures"][0]["comparison"]["value"], 10_000.0);
        for wrong in ["snapshot:geen", &format!("snapshot:{}", bram.id)] {
            let path = format!("/measure/dashboard?compare_to={wrong}");
            app.owner.get(&path).await.wrong("compare_to", "unknown");
        }
        // Not his to see, so not his to compare with.
        bram.get(&path).await.wrong("compare_to", "unknown");
    });
}

#[test]
fn a_kept_answer_is_opened_by_who_sees_as_much() {
    on_every_engine(async |app| {
        let zuid = app.team("Zuid").await;
        let mia = app.manager("Mia").in_team(&zuid).sees("all").await;
        let nora = app.manager("Nora").in_team(&zuid).sees("team").await;
        let rik = app.reader("Rik").sees("all").await;
        win(&app, &mia, 100).await;
        let private = keep(&mia, "people", json!({}), false).await;
        let shared = keep(&mia, "people", json!({}), true).await;
        let path = |kept: &Value| format!("/snapshots/{}", id(kept));
        for (person, first, second) in
            [(&mia, 200, 200), (&app.owner, 404, 200), (&rik, 404, 200), (&nora, 404, 404)]
        {
            assert_eq!(person.get(&path(&private)).await.status, first, "{}", person.email);
            assert_eq!(person.get(&path(&shared)).await.status, second, "{}", person.email);
        }
        app.owner.patch(&path(&shared), 1, json!({ "name": "x" })).await.refused(403, "forbidden");
        nora.post("/snapshots", json!({ "name": "x", "table": "people" })).await.refused(403, "forbidden");
        nora.post("/snapshots", json!({ "name": "x", "table": "niets" })).await.wrong("table", "unknown");

        // What she saw of all, she no longer opens when she sees her own.
        let member =
            app.catalogue().await["members"].as_array().unwrap().iter().find(|m| m["id"] == mia.id).cloned();
        let version = member.unwrap()["version"].as_u64().unwrap();
        app.owner
            .patch(&format!("/catalogue/members/{}", mia.id), version, json!({ "sees": "own" }))
            .await
            .ok();
        mia.get(&path(&private)).await.refused(404, "not_found");
        let own = keep(&mia, "dashboard", json!({}), true).await;
        assert_eq!(mia.get(&path(&own)).await.status, 200);
    });
}

#[test]
fn what_people_cost_is_kept_from_those_who_may_not_see_it() {
    on_every_engine(async |app| {
        let rik = app.reader("Rik").sees("all").await;
        let stages = keep(&app.owner, "stages", json!({}), true).await;
        rik.get(&format!("/snapshots/{}", id(&stages))).await.refused(404, "not_found");
        app.manager("Mia").await.get(&format!("/snapshots/{}", id(&stages))).await.is(200);
    });
}
