use serde_json::{Value, json};

use crate::harness::{id, on_every_engine};

#[test]
fn all_or_each() {
    on_every_engine(async |app| {
        let bram = app.seller("Bram").sees("own").await;
        let other = app.seller("Ander").await;
        let mut ids = Vec::new();
        for title in ["A", "B"] {
            ids.push(id(&bram.creates("deals", json!({ "title": title })).await));
        }
        ids.push(id(&other.creates("deals", json!({ "title": "niet van Bram" })).await));
        let body =
            |mode: &str| json!({ "ids": ids, "change": { "patch": { "gut_feeling": 70 } }, "mode": mode });
        let refused = bram.post("/deals/bulk", body("all")).await.refused(409, "partly_refused");
        assert_eq!(refused["params"]["refused"], 1);
        let untouched = bram.get("/deals?filter=gut_feeling:eq:70").await.ok();
        assert_eq!(untouched["items"], json!([]));

        let each = bram.post("/deals/bulk", body("each")).await.ok();
        assert_eq!(each["changed"].as_array().unwrap().len(), 2);
        assert_eq!(each["refused"], json!([{ "id": ids[2], "code": "not_found", "field": null }]));
        assert_eq!(bram.lists("/deals?filter=gut_feeling:eq:70").await.len(), 2);
    });
}

#[test]
fn a_thousand_at_once_and_taken_back_at_once() {
    on_every_engine(async |app| {
        let mut ids = Vec::new();
        for i in 0..40 {
            ids.push(id(&app.owner.creates("companies", json!({ "name": format!("Bedrijf {i}") })).await));
        }
        let patch = json!({ "ids": ids, "change": { "patch": { "industry": "Bouw" } } });
        let done = app.owner.post("/companies/bulk", patch).await;
        let seq: i64 = done.header("trechter-seq").parse().unwrap();
        done.ok();
        assert_eq!(app.owner.get("/companies/totals?filter=industry:eq:bouw").await.ok()["count"], 40);
        // One event of the batch stands for all of it.
        let undone = app.owner.post("/undo", json!({ "seqs": [seq] })).await.ok();
        assert_eq!(undone["changed"].as_array().unwrap().len(), 40);
        assert_eq!(app.owner.get("/companies/totals?filter=industry:eq:bouw").await.ok()["count"], 0);

        let remove = json!({ "ids": ids, "change": "remove" });
        app.owner.post("/companies/bulk", remove.clone()).await.ok();
        assert!(app.owner.lists("/companies").await.is_empty());
        let again = app.owner.post("/companies/bulk", remove).await.refused(409, "partly_refused");
        assert_eq!(again["params"]["total"], 40);
        app.owner.post("/companies/bulk", json!({ "ids": ids, "change": "restore" })).await.ok();
        assert_eq!(app.owner.lists("/companies").await.len(), 40);

        let many: Vec<Value> =
            (0..1_001).map(|i| json!(format!("0190aaaa-0000-7000-8000-{i:012}"))).collect();
        let body = json!({ "ids": many, "change": "remove" });
        app.owner.post("/companies/bulk", body).await.wrong("ids", "too_many");
    });
}
