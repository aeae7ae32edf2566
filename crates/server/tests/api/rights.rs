//! What a member who sees a part of the records learns of the rest: nothing.

use serde_json::{Value, json};

use crate::harness::{id, on_every_engine};

#[test]
fn a_view_of_ones_own_is_not_shown_to_whoever_guesses_its_version() {
    on_every_engine(async |app| {
        let (bram, mia) = (app.seller("Bram").await, app.manager("Mia").await);
        let own = json!({ "name": "Sollicitaties", "on": "contact", "filters": ["q:has:baan"] });
        let own = id(&bram.post("/catalogue/views", own).await.is(201));
        let path = format!("/catalogue/views/{own}");
        for wrong in [1, 99] {
            let told = mia.patch(&path, wrong, json!({ "name": "x" })).await;
            assert!(!told.text().contains("Sollicitaties"), "{}", told.text());
            told.refused(404, "not_found");
            mia.delete(&path, wrong).await.refused(404, "not_found");
        }
        bram.patch(&path, 99, json!({ "name": "x" })).await.refused(412, "changed_meanwhile");

        let shared = json!({ "name": "Alle", "on": "deal", "shared": true });
        let shared = id(&bram.post("/catalogue/views", shared).await.is(201));
        mia.patch(&format!("/catalogue/views/{shared}"), 1, json!({ "name": "x" }))
            .await
            .refused(403, "forbidden");
    });
}

#[test]
fn a_typing_error_is_not_corrected_with_words_of_others() {
    on_every_engine(async |app| {
        let bram = app.seller("Bram").sees("own").await;
        app.owner.creates("companies", json!({ "name": "Verhoeven Beheer" })).await;
        bram.creates("companies", json!({ "name": "Bakkerij Jansen" })).await;

        let hidden = bram.get("/search?q=verhoefen").await.ok();
        assert_eq!((&hidden["items"], &hidden["corrected"]), (&json!([]), &Value::Null));
        let mixed = bram.get("/search?q=bakerij verhoefen").await.ok();
        assert_eq!((&mixed["items"], &mixed["corrected"]), (&json!([]), &Value::Null));
        let mine = bram.get("/search?q=bakerij").await.ok();
        assert_eq!(mine["items"][0]["title"], "Bakkerij Jansen");
        assert_eq!(mine["corrected"], "bakkerij");
        let known = bram.get("/search?q=jansen bakerij").await.ok();
        assert_eq!(known["corrected"], "jansen bakkerij");
        assert_eq!(app.owner.get("/search?q=verhoefen").await.ok()["corrected"], "verhoeven");
    });
}

#[test]
fn a_token_that_may_not_read_hears_no_live_messages() {
    on_every_engine(async |app| {
        let token = |scope: &str| json!({ "name": scope, "scopes": [scope] });
        for (scope, status) in [("write", 403), ("read", 200)] {
            let made = app.owner.post("/tokens", token(scope)).await.is(201);
            let program = app.owner.with_token(made["secret"].as_str().unwrap());
            let stream = program.ask("GET", "/live").stream().await;
            assert_eq!(stream.status().as_u16(), status, "{scope}");
        }
    });
}

#[test]
fn an_import_is_for_those_who_see_all_records() {
    on_every_engine(async |app| {
        let form = "--grens\r\nContent-Disposition: form-data; name=\"files\"; filename=\"a.csv\"\r\n\r\n\
                    naam\nSmits\n\r\n--grens--\r\n";
        let send = |person: &crate::harness::Person| {
            let ask = person.ask("POST", "/imports").bytes(form);
            ask.header("content-type", "multipart/form-data; boundary=grens")
        };
        for (sees, status) in [("own", 403), ("team", 403), ("all", 201)] {
            let mia = app.manager("Mia").sees(sees).await;
            assert_eq!(send(&mia).await.status, status, "{sees}");
            assert_eq!(mia.get("/imports").await.status == 200, status == 201, "{sees}");
        }
    });
}
