//! Stages go; deals that come back do not stand in them.

use serde_json::{Value, json};

use crate::harness::{Reply, TestApp, id, on_every_engine, version};

#[track_caller]
fn seq(reply: &Reply) -> i64 {
    reply.header("trechter-seq").parse().unwrap()
}

/// Takes a stage out of the first pipeline.
async fn drop_stage(app: &TestApp, stage: &str) {
    let pipeline = app.catalogue().await["pipelines"][0].clone();
    let stages: Vec<Value> =
        pipeline["stages"].as_array().unwrap().iter().filter(|one| one["id"] != stage).cloned().collect();
    let path = format!("/catalogue/pipelines/{}", id(&pipeline));
    app.owner.patch(&path, version(&pipeline), json!({ "stages": stages })).await.ok();
}

#[test]
fn a_move_is_not_taken_back_into_a_stage_that_is_gone() {
    on_every_engine(async |app| {
        let stages = app.stages().await;
        let deal = app.owner.creates("deals", json!({ "title": "Kantoor", "stage": stages[1] })).await;
        let path = format!("/deals/{}", id(&deal));
        app.clock.advance(1_000);
        let moved = app.owner.post(&format!("{path}/move"), json!({ "stage": stages[2] })).await;
        drop_stage(&app, &stages[1]).await;
        let refused = app.owner.post("/undo", json!({ "seqs": [seq(&moved)] })).await;
        refused.refused(409, "stage_gone");
        assert_eq!(app.owner.get(&path).await.ok()["item"]["stage"], stages[2].as_str());
    });
}

#[test]
fn a_deal_out_of_the_bin_stands_in_the_first_stage_when_its_own_is_gone() {
    on_every_engine(async |app| {
        let stages = app.stages().await;
        let deal = app.owner.creates("deals", json!({ "title": "Kantoor", "stage": stages[1] })).await;
        let path = format!("/deals/{}", id(&deal));
        let binned = app.owner.delete(&path, 1).await;
        drop_stage(&app, &stages[1]).await;
        app.clock.advance(1_000);
        app.owner.post("/undo", json!({ "seqs": [seq(&binned)] })).await.refused(409, "stage_gone");
        let restored = app.owner.post(&format!("{path}/restore"), json!({})).await.ok();
        assert_eq!((&restored["stage"], &restored["removed_at"]), (&json!(stages[0]), &Value::Null));
        let story = app.owner.get(&format!("{path}/timeline")).await.ok();
        let kinds: Vec<&str> =
            story["items"].as_array().unwrap().iter().map(|item| item["kind"].as_str().unwrap()).collect();
        assert_eq!(kinds[..2], ["moved", "restored"], "the story says both");
    });
}

#[test]
fn a_reopened_deal_stands_in_a_stage_that_is_there() {
    on_every_engine(async |app| {
        let stages = app.stages().await;
        let fields =
            json!({ "title": "X", "stage": stages[1], "value": { "amount": 100, "currency": "EUR" } });
        let deal = app.owner.creates("deals", fields).await;
        let path = format!("/deals/{}", id(&deal));
        app.clock.advance(1_000);
        let won = app.owner.post(&format!("{path}/win"), json!({})).await;
        drop_stage(&app, &stages[1]).await;
        app.clock.advance(1_000);
        app.owner.post("/undo", json!({ "seqs": [seq(&won)] })).await.refused(409, "stage_gone");
        let open = app.owner.post(&format!("{path}/reopen"), json!({})).await.ok();
        assert_eq!((&open["status"], &open["stage"]), (&json!("open"), &json!(stages[0])));
    });
}
