use serde_json::json;

use crate::harness::{PASSWORD, TestApp, address, on_every_engine};

async fn version_of(app: &TestApp, member: &str) -> u64 {
    let catalogue = app.catalogue().await;
    let members = catalogue["members"].as_array().unwrap();
    members.iter().find(|known| known["id"] == member).unwrap()["version"].as_u64().unwrap()
}

#[test]
fn who_is_made_inactive_is_out_at_once() {
    on_every_engine(async |app| {
        let bram = app.seller("Bram").await;
        let token = json!({ "name": "koppeling", "scopes": ["read"] });
        let secret = bram.post("/tokens", token).await.is(201)["secret"].as_str().unwrap().to_owned();
        let program = bram.with_token(&secret);
        program.get("/deals").await.ok();
        let path = format!("/catalogue/members/{}", bram.id);
        app.owner.patch(&path, version_of(&app, &bram.id).await, json!({ "active": false })).await.ok();
        bram.get("/deals").await.refused(401, "not_logged_in");
        program.get("/deals").await.refused(401, "not_logged_in");
        let body = json!({ "email": bram.email, "password": PASSWORD });
        app.ask("POST", "/log-in").json(body).await.refused(401, "wrong_login");
    });
}

#[test]
fn an_owner_logs_somebody_out_everywhere() {
    on_every_engine(async |app| {
        let bram = app.seller("Bram").await;
        bram.get("/deals").await.ok();
        app.owner.post(&format!("/members/{}/log-out", bram.id), json!({})).await.is(204);
        bram.get("/deals").await.refused(401, "not_logged_in");
        let body = json!({ "email": bram.email, "password": PASSWORD });
        app.ask("POST", "/log-in").json(body).await.ok();
    });
}

#[test]
fn somebody_who_can_log_in_stays_owner() {
    on_every_engine(async |app| {
        let path = format!("/catalogue/members/{}", app.owner.id);
        let version = version_of(&app, &app.owner.id).await;
        let demoted = json!({ "role": "seller" });
        app.owner.patch(&path, version, demoted.clone()).await.refused(409, "last_owner");
        // An owner who is invited and has not come yet does not count.
        let invited = json!({ "name": "Ans", "email": address(&app.app, "Ans"), "role": "owner" });
        app.owner.post("/members", invited).await.is(201);
        app.owner.patch(&path, version, demoted.clone()).await.refused(409, "last_owner");
        app.owner.delete(&path, version).await.refused(409, "last_owner");
        app.member("Piet", "owner").await;
        app.owner.patch(&path, version, demoted).await.ok();
        app.owner.get("/members").await.refused(403, "forbidden");
    });
}

#[test]
fn whoever_gets_another_address_logs_in_with_it() {
    on_every_engine(async |app| {
        let (bram, eva) = (app.seller("Bram").await, app.seller("Eva").await);
        let path = format!("/catalogue/members/{}", bram.id);
        let version = version_of(&app, &bram.id).await;
        let with = |email: &str| json!({ "email": email });
        app.owner.patch(&path, version, with(&eva.email)).await.wrong("email", "taken");
        app.owner.patch(&path, version, json!({ "email": null })).await.wrong("email", "required");
        let next_door = app.neighbour("Buren", "Truus").await;
        app.owner.patch(&path, version, with(&next_door.owner.email)).await.wrong("email", "taken");
        let new = address(&app.app, "bram.nieuw");
        app.owner.patch(&path, version, with(&new)).await.ok();
        let body = |email: &str| json!({ "email": email, "password": PASSWORD });
        app.ask("POST", "/log-in").json(body(&bram.email)).await.refused(401, "wrong_login");
        app.ask("POST", "/log-in").json(body(&new)).await.ok();
    });
}
