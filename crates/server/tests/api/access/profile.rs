use serde_json::json;

use crate::harness::{PASSWORD, on_every_engine};

#[test]
fn everybody_changes_his_own_name_and_language_and_nothing_else() {
    on_every_engine(async |app| {
        let reader = app.reader("Rik").await;
        let me = reader.ask("PATCH", "/me").json(json!({ "name": "Rik Bos", "language": "en" })).await.ok();
        assert_eq!((&me["name"], &me["language"]), (&json!("Rik Bos"), &json!("en")));
        assert_eq!(reader.get("/me").await.ok()["member"]["language"], "en");
        reader.ask("PATCH", "/me").json(json!({ "language": "fr" })).await.wrong("language", "unknown");
        reader.ask("PATCH", "/me").json(json!({ "role": "owner" })).await.refused(422, "invalid_json");
    });
}

#[test]
fn a_person_in_two_workspaces_goes_from_one_to_the_other() {
    on_every_engine(async |app| {
        let bram = app.seller("Bram").await;
        let next_door = app.neighbour("Buren", "Truus").await;
        let body = json!({ "name": "Bram", "email": bram.email, "role": "seller" });
        let invited = next_door.owner.post("/members", body).await.is(201);
        let token = invited["link"].as_str().unwrap().rsplit('/').next().unwrap();
        let join = app.ask("POST", &format!("/invitations/{token}")).json(json!({ "password": PASSWORD }));
        join.await.ok();

        bram.creates("deals", json!({ "title": "Thuis" })).await;
        let there = bram.post("/me/workspace", json!({ "workspace": next_door.workspace })).await.ok();
        assert_eq!(there["workspace"], next_door.workspace.to_string());
        assert!(bram.lists("/deals").await.is_empty());
        bram.post("/me/workspace", json!({ "workspace": app.workspace })).await.ok();
        assert_eq!(bram.lists("/deals").await.len(), 1);

        let third = app.neighbour("Overkant", "Toos").await;
        bram.post("/me/workspace", json!({ "workspace": third.workspace })).await.refused(404, "not_found");
        let body = json!({ "email": bram.email, "password": PASSWORD, "workspace": next_door.workspace });
        let chosen = app.ask("POST", "/log-in").json(body).await.ok();
        assert_eq!(chosen["workspace"], next_door.workspace.to_string());
    });
}
