use serde_json::{Value, json};

use crate::harness::{Person, id, on_every_engine};

async fn token(person: &Person, scopes: &[&str]) -> Person {
    let body = json!({ "name": scopes.join(" en "), "scopes": scopes });
    let made = person.post("/tokens", body).await.is(201);
    let secret = made["secret"].as_str().unwrap();
    assert!(secret.starts_with("trechter_"), "{secret}");
    person.with_token(secret)
}

#[test]
fn a_token_does_what_its_scopes_and_its_member_may() {
    on_every_engine(async |app| {
        let manager = app.manager("Mia").await;
        let (read, write) = (token(&manager, &["read"]).await, token(&manager, &["write"]).await);
        let admin = token(&manager, &["admin"]).await;
        let deal = || json!({ "title": "X" });
        read.get("/deals").await.ok();
        read.post("/deals", deal()).await.refused(403, "token_scope");
        write.post("/deals", deal()).await.is(201);
        write.get("/deals").await.refused(403, "token_scope");
        write.post("/catalogue/tags", json!({ "name": "x" })).await.refused(403, "token_scope");
        read.post("/tokens", json!({ "name": "x", "scopes": ["admin"] })).await.refused(403, "token_scope");
        admin.get("/deals").await.ok();
        admin.post("/catalogue/tags", json!({ "name": "x" })).await.is(201);
        admin.get("/members").await.refused(403, "forbidden");
        admin
            .post("/me/password", json!({ "current": "a", "password": "b" }))
            .await
            .refused(403, "session_needed");
        // No page made the request, so no Origin is asked for.
        write.ask("POST", "/deals").json(deal()).header("origin", "").await.is(201);
    });
}

#[test]
fn a_token_is_shown_once_listed_without_its_secret_and_revoked() {
    on_every_engine(async |app| {
        let bram = app.seller("Bram").await;
        let body = json!({ "name": "koppeling", "scopes": ["read", "read", "write"] });
        let ask = || bram.ask("POST", "/tokens").json(body.clone()).once("een");
        let made = ask().await.is(201);
        let again = ask().await.is(201);
        assert_eq!((&again["id"], &again["secret"]), (&made["id"], &Value::Null));
        let program = bram.with_token(made["secret"].as_str().unwrap());
        program.get("/deals").await.ok();
        let listed = bram.get("/tokens").await.ok();
        assert_eq!(listed["items"].as_array().unwrap().len(), 1);
        assert_eq!(listed["items"][0]["scopes"], json!(["read", "write"]));
        assert_ne!(listed["items"][0]["used_at"], Value::Null);
        assert!(!listed.to_string().contains(made["secret"].as_str().unwrap()));

        let path = format!("/tokens/{}", id(&made));
        app.owner.ask("DELETE", &path).await.refused(404, "not_found");
        bram.ask("DELETE", &path).await.is(204);
        program.get("/deals").await.refused(401, "not_logged_in");
    });
}

#[test]
fn a_token_expires_and_what_is_not_a_token_is_nobody() {
    on_every_engine(async |app| {
        let bram = app.seller("Bram").await;
        let past = json!({ "name": "x", "scopes": ["read"], "expires_at": "2026-03-01T00:00:00Z" });
        bram.post("/tokens", past).await.wrong("expires_at", "in_the_past");
        bram.post("/tokens", json!({ "name": " ", "scopes": ["read"] })).await.wrong("name", "required");
        bram.post("/tokens", json!({ "name": "x", "scopes": [] })).await.wrong("scopes", "required");
        let soon = json!({ "name": "x", "scopes": ["read"], "expires_at": "2026-03-02T10:00:00Z" });
        let made = bram.post("/tokens", soon).await.is(201);
        let program = bram.with_token(made["secret"].as_str().unwrap());
        program.get("/deals").await.ok();
        app.clock.advance(3_600_000);
        program.get("/deals").await.refused(401, "not_logged_in");
        for badge in ["Bearer trechter_x", "Bearer", "Basic eDp5", "Bearer andere_token"] {
            let ask = app.ask("GET", "/deals").header("authorization", badge);
            ask.await.refused(401, "not_logged_in");
        }
    });
}
