//! What records may point at, and what a reader learns of what they point at.

use serde_json::{Value, json};

use crate::harness::{id, on_every_engine, version};

#[test]
fn nothing_new_hangs_on_what_is_in_the_bin_or_merged_away() {
    on_every_engine(async |app| {
        let bram = app.seller("Bram").await;
        let binned = bram.creates("companies", json!({ "name": "In de bak" })).await;
        bram.delete(&format!("/companies/{}", id(&binned)), version(&binned)).await.ok();
        let absorbed = id(&bram.creates("companies", json!({ "name": "Smits BV" })).await);
        let survivor = id(&bram.creates("companies", json!({ "name": "Smits" })).await);
        bram.post(&format!("/companies/{survivor}/merge"), json!({ "absorbed": absorbed })).await.ok();
        let deal = bram.creates("deals", json!({ "title": "Kantoor" })).await;
        for gone in [id(&binned), absorbed] {
            let body = json!({ "title": "x", "company": gone });
            let told = bram.post("/deals", body).await.wrong("company", "not_in_use");
            assert!(told["errors"][0]["detail"].as_str().unwrap().contains("bin"), "{told}");
            let path = format!("/deals/{}", id(&deal));
            bram.patch(&path, 1, json!({ "company": gone })).await.wrong("company", "not_in_use");
            let lead = id(&bram.creates("leads", json!({ "last_name": "Vos" })).await);
            let convert = format!("/leads/{lead}/convert");
            bram.post(&convert, json!({ "company": gone })).await.wrong("company", "not_in_use");
        }
        // What hung on it before it went may still be changed.
        let company = bram.creates("companies", json!({ "name": "Later" })).await;
        let deal = bram.creates("deals", json!({ "title": "Kantoor", "company": company["id"] })).await;
        bram.delete(&format!("/companies/{}", id(&company)), 1).await.ok();
        bram.patch(&format!("/deals/{}", id(&deal)), 1, json!({ "title": "Ander" })).await.ok();
        // A known company in the bin is not known: a new one is made.
        let lead = id(&bram.creates("leads", json!({ "company_name": "In de bak" })).await);
        let made = bram.post(&format!("/leads/{lead}/convert"), json!({})).await.ok();
        assert_ne!(made["deal"]["company"], binned["id"]);
    });
}

#[test]
fn commands_are_not_for_what_is_in_the_bin() {
    on_every_engine(async |app| {
        let catalogue = app.catalogue().await;
        let stages = catalogue["pipelines"][0]["stages"].as_array().unwrap();
        let result = stages.iter().flat_map(|stage| stage["results"].as_array().unwrap()).next().unwrap();
        let deal = app.owner.creates("deals", json!({ "title": "Kantoor" })).await;
        let lead = app.owner.creates("leads", json!({ "last_name": "Vos" })).await;
        let call = app.owner.creates("activities", json!({ "kind": "call", "subject": "Bellen" })).await;
        for (plural, record) in [("deals", &deal), ("leads", &lead), ("activities", &call)] {
            app.owner.delete(&format!("/{plural}/{}", id(record)), 1).await.ok();
        }
        let mark = json!({ "result": result["id"], "obtained": true });
        for (plural, record, command, body) in [
            ("deals", &deal, "results", mark),
            ("deals", &deal, "win", json!({ "value": { "amount": 1, "currency": "EUR" } })),
            ("deals", &deal, "lose", json!({ "reason": app.reason().await })),
            ("deals", &deal, "reopen", json!({})),
            ("deals", &deal, "move", json!({ "stage": stages[1]["id"] })),
            ("leads", &lead, "contact", json!({})),
            ("leads", &lead, "qualify", json!({})),
            ("leads", &lead, "disqualify", json!({ "reason": app.reason().await })),
            ("leads", &lead, "convert", json!({})),
            ("activities", &call, "complete", json!({})),
            ("activities", &call, "cancel", json!({})),
        ] {
            app.owner
                .post(&format!("/{plural}/{}/{command}", id(record)), body)
                .await
                .refused(409, "removed");
        }
        let path = format!("/deals/{}/files?name=a.txt", id(&deal));
        let upload = app.owner.ask("POST", &path).bytes("x").header("content-type", "text/plain");
        upload.await.refused(409, "removed");
    });
}

#[test]
fn what_a_reader_may_not_see_has_no_name_for_him() {
    on_every_engine(async |app| {
        let bram = app.manager("Bram").sees("own").await;
        let secret = json!({ "name": "Geheim BV", "owner": app.owner.id });
        let company = id(&app.owner.creates("companies", secret).await);
        let deal = json!({ "title": "Kantoor", "company": company, "owner": bram.id });
        let deal = id(&app.owner.creates("deals", deal).await);
        let hidden = json!({ "kind": "company", "title": "", "hidden": true });
        for path in
            ["/deals".into(), format!("/deals/{deal}"), format!("/deals/{deal}/timeline"), "/board".into()]
        {
            let seen = bram.get(&path).await.ok();
            assert!(!seen.to_string().contains("Geheim"), "{path}: {seen}");
            assert_eq!(seen["refs"][&company], hidden, "{path}");
        }
        let stage = app.stages().await[0].clone();
        assert_eq!(bram.get(&format!("/board/{stage}")).await.ok()["refs"][&company], hidden);
        for format in ["csv", "xlsx"] {
            let file = bram.get(&format!("/deals/export.{format}")).await;
            assert!(!file.text().contains("Geheim"), "{format}");
        }
        let seen = app.owner.get(&format!("/deals/{deal}")).await.ok();
        assert_eq!(
            seen["refs"][&company],
            json!({ "kind": "company", "title": "Geheim BV", "hidden": false })
        );
    });
}

#[test]
fn who_merges_must_reach_all_that_hangs_on_it() {
    on_every_engine(async |app| {
        let bram = app.seller("Bram").sees("own").await;
        let keep = id(&bram.creates("companies", json!({ "name": "Smits" })).await);
        let gone = id(&bram.creates("companies", json!({ "name": "Smits BV" })).await);
        let theirs = json!({ "title": "Van een ander", "company": gone, "owner": app.owner.id });
        let theirs = id(&app.owner.creates("deals", theirs).await);
        let path = format!("/companies/{keep}/merge");
        let told = bram.post(&path, json!({ "absorbed": gone })).await.refused(403, "merge_out_of_scope");
        assert!(!told.to_string().contains("Van een ander"));
        assert_eq!(bram.get(&format!("/companies/{gone}")).await.ok()["item"]["merged_into"], Value::Null);

        let hand_over = json!({ "owner": bram.id });
        app.owner.patch(&format!("/deals/{theirs}"), 1, hand_over).await.ok();
        let merged = bram.post(&path, json!({ "absorbed": gone })).await;
        let seq: i64 = merged.header("trechter-seq").parse().unwrap();
        bram.post("/undo", json!({ "seqs": [seq] })).await.ok();
    });
}
