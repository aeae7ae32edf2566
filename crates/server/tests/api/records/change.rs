use serde_json::{Value, json};

use crate::harness::{id, on_every_engine, version};

#[test]
fn changes_to_different_fields_go_together_and_to_the_same_field_do_not() {
    on_every_engine(async |app| {
        let (anna, bram) = (app.seller("Anna").await, app.seller("Bram").await);
        let deal = anna.creates("deals", json!({ "title": "Kantoor", "gut_feeling": 10 })).await;
        let (path, known) = (format!("/deals/{}", id(&deal)), version(&deal));

        let hers = anna.patch(&path, known, json!({ "title": "Kantoor Noord" })).await.ok();
        assert_eq!(version(&hers), known + 1);
        // Bram has not seen it, and changes something else: both hold.
        let both = bram.patch(&path, known, json!({ "gut_feeling": 60 })).await.ok();
        assert_eq!((&both["title"], &both["gut_feeling"]), (&json!("Kantoor Noord"), &json!(60)));

        // The same field: nothing is lost, and he learns who wants what.
        let clash = bram.patch(&path, known, json!({ "title": "Kantoor Zuid", "notes": "x" })).await;
        let clash = clash.refused(412, "changed_meanwhile");
        let error = &clash["errors"][0];
        assert_eq!((&error["field"], &error["code"]), (&json!("title"), &json!("changed_meanwhile")));
        let params = &error["params"];
        assert_eq!((&params["yours"], &params["now"]), (&json!("Kantoor Zuid"), &json!("Kantoor Noord")));
        assert_eq!(params["by"], anna.id.as_str());
        assert_eq!(clash["current"]["title"], "Kantoor Noord");
        assert_eq!(clash["current"]["notes"], Value::Null);
        // The same value is no conflict.
        bram.patch(&path, known, json!({ "title": "Kantoor Noord", "notes": "x" })).await.ok();
    });
}

#[test]
fn custom_fields_conflict_one_by_one() {
    on_every_engine(async |app| {
        for slug in ["regio", "ploeg"] {
            app.adds("fields", json!({ "name": slug, "slug": slug, "on": "deal", "kind": "text" })).await;
        }
        let deal = app.owner.creates("deals", json!({ "title": "X", "custom": { "regio": "Zuid" } })).await;
        let (path, known) = (format!("/deals/{}", id(&deal)), version(&deal));
        let change = async |custom: Value| app.owner.patch(&path, known, json!({ "custom": custom })).await;
        change(json!({ "regio": "Noord" })).await.ok();
        let both = change(json!({ "ploeg": "A" })).await.ok();
        assert_eq!(both["custom"], json!({ "regio": "Noord", "ploeg": "A" }));
        let clash = change(json!({ "regio": "Oost" })).await.refused(412, "changed_meanwhile");
        assert_eq!(clash["errors"][0]["field"], "custom.regio");
        app.owner
            .patch(&path, known + 2, json!({ "custom": { "kleur": "x" } }))
            .await
            .wrong("custom.kleur", "unknown_field");
    });
}

#[test]
fn a_version_is_needed_and_must_have_been() {
    on_every_engine(async |app| {
        let deal = app.owner.creates("deals", json!({ "title": "X" })).await;
        let path = format!("/deals/{}", id(&deal));
        let read = app.owner.get(&path).await;
        assert_eq!(read.header("etag"), format!("\"{}\"", version(&deal)));
        for tag in ["", "x", "\"x\"", "*", "\"-1\"", "\"99999999999\""] {
            let ask = app.owner.ask("PATCH", &path).header("if-match", tag).json(json!({ "title": "Y" }));
            ask.await.refused(428, "if_match_missing");
        }
        app.owner.patch(&path, 99, json!({ "title": "Y" })).await.wrong("If-Match", "unknown");
        app.owner.ask("DELETE", &path).await.refused(428, "if_match_missing");
        app.owner.patch(&path, version(&deal), json!({ "title": "Y" })).await.ok();
        app.owner.delete(&path, version(&deal)).await.refused(412, "changed_meanwhile");
        let same = app.owner.patch(&path, version(&deal) + 1, json!({ "title": "Y" })).await.ok();
        assert_eq!(version(&same), version(&deal) + 1, "what changes nothing is no change");
    });
}

#[test]
fn each_wrong_field_is_named() {
    on_every_engine(async |app| {
        let body = json!({
            "title": " ", "gut_feeling": 101, "value": { "amount": -1, "currency": "EUR" }, "stagge": 1, "status": "won",
        });
        let problem = app.owner.post("/deals", body).await.refused(422, "invalid");
        let mut named: Vec<(&str, &str)> = Vec::new();
        for error in problem["errors"].as_array().unwrap() {
            named.push((error["field"].as_str().unwrap(), error["code"].as_str().unwrap()));
        }
        assert_eq!(
            named,
            [("stagge", "unknown_field"), ("status", "read_only")],
            "first what is no field at all"
        );
        let body = json!({ "title": " ", "gut_feeling": 101, "value": { "amount": -1, "currency": "EUR" } });
        let ask = app.owner.ask("POST", "/deals").json(body).header("accept-language", "nl-BE");
        let problem = ask.await.refused(422, "invalid");
        let sentences: Vec<&str> = problem["errors"]
            .as_array()
            .unwrap()
            .iter()
            .map(|error| error["detail"].as_str().unwrap())
            .collect();
        assert_eq!(
            sentences,
            ["Vul dit in.", "Dit kan niet negatief zijn.", "Een percentage van 0 tot 100."]
        );
    });
}
