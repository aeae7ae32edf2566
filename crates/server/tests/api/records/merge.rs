use serde_json::{Value, json};

use crate::harness::{id, on_every_engine};

#[test]
fn what_hung_on_one_company_hangs_on_the_other_and_comes_back() {
    on_every_engine(async |app| {
        let owner = &app.owner;
        let keep = id(&owner.creates("companies", json!({ "name": "Smits BV" })).await);
        let gone = id(&owner.creates("companies", json!({ "name": "Smits B.V.", "region": "Zuid" })).await);
        let contact = id(&owner.creates("contacts", json!({ "last_name": "Smits", "company": gone })).await);
        let deal = id(&owner.creates("deals", json!({ "title": "Kantoor", "company": gone })).await);
        let path = format!("/companies/{keep}/merge");
        owner.post(&path, json!({ "absorbed": keep })).await.is(422);

        let body = json!({ "absorbed": gone, "take": ["region"] });
        let merged = owner.post(&path, body).await;
        let seq: i64 = merged.header("trechter-seq").parse().unwrap();
        let merged = merged.ok();
        assert_eq!((&merged["name"], &merged["region"]), (&json!("Smits BV"), &json!("Zuid")));
        let company_of = async |path: String| owner.get(&path).await.ok()["item"]["company"].clone();
        assert_eq!(company_of(format!("/contacts/{contact}")).await, keep.as_str());
        assert_eq!(company_of(format!("/deals/{deal}")).await, keep.as_str());
        assert_eq!(owner.lists("/companies").await, std::slice::from_ref(&keep));
        assert_eq!(owner.get(&format!("/companies/{gone}")).await.ok()["item"]["merged_into"], keep.as_str());
        owner.post(&path, json!({ "absorbed": gone })).await.refused(409, "merged_already");

        owner.post("/undo", json!({ "seqs": [seq] })).await.ok();
        assert_eq!(company_of(format!("/contacts/{contact}")).await, gone.as_str());
        assert_eq!(company_of(format!("/deals/{deal}")).await, gone.as_str());
        assert_eq!(owner.lists("/companies").await.len(), 2);
        let back = owner.get(&format!("/companies/{keep}")).await.ok();
        assert_eq!(back["item"]["region"], Value::Null);
    });
}

#[test]
fn what_was_changed_since_is_not_taken_back() {
    on_every_engine(async |app| {
        let bram = app.seller("Bram").await;
        let deal = bram.creates("deals", json!({ "title": "Een" })).await;
        let path = format!("/deals/{}", id(&deal));
        let renamed = bram.patch(&path, 1, json!({ "title": "Twee" })).await;
        let seq: i64 = renamed.header("trechter-seq").parse().unwrap();
        app.owner.patch(&path, 2, json!({ "title": "Drie" })).await.ok();
        bram.post("/undo", json!({ "seqs": [seq] })).await.refused(409, "changed_since");
        bram.post("/undo", json!({ "seqs": [] })).await.wrong("seqs", "required");
        bram.post("/undo", json!({ "seqs": [1_000_000] })).await.refused(404, "not_found");
        // The set-up is not undone here.
        app.owner.post("/undo", json!({ "seqs": [1] })).await.wrong("seqs", "read_only");

        app.clock.advance(1_000);
        let moved = bram.post(&format!("{path}/move"), json!({ "stage": app.stages().await[2] })).await;
        let seq: i64 = moved.header("trechter-seq").parse().unwrap();
        bram.post("/undo", json!({ "seqs": [seq] })).await.ok();
        assert_eq!(bram.get(&path).await.ok()["item"]["stage"], app.stages().await[0].as_str());
    });
}
