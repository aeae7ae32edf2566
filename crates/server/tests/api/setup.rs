//! The first start, and who is there.

use serde_json::json;

use crate::harness::{id, on_every_engine, on_sqlite, version};

#[test]
fn an_installation_is_set_up_once() {
    on_sqlite(async |app| {
        let nobody = app.ask("GET", "/me").await.ok();
        assert_eq!(
            nobody,
            json!({ "member": null, "workspace": null, "workspaces": [], "needs_set_up": false })
        );
        let again = json!({
            "workspace": "Nog een", "name": "Piet", "email": "piet@voorbeeld.nl", "password": "lang genoeg zo",
            "language": "nl", "currency": "EUR", "time_zone": "Europe/Amsterdam", "template": "short",
        });
        app.ask("POST", "/setup").json(again).await.refused(409, "set_up_already");
    });
}

#[test]
fn a_change_needs_the_version_that_was_read() {
    on_every_engine(async |app| {
        let tag = app.adds("tags", json!({ "name": "Warm", "colour": "red" })).await;
        let path = format!("/catalogue/tags/{}", id(&tag));
        app.owner.ask("PATCH", &path).json(json!({ "name": "Heet" })).await.refused(428, "if_match_missing");
        let hot = app.owner.patch(&path, version(&tag), json!({ "name": "Heet" })).await.ok();
        assert_eq!(hot["name"], "Heet");
        let stale = app.owner.patch(&path, version(&tag), json!({ "name": "Lauw" })).await;
        assert_eq!(stale.refused(412, "changed_meanwhile")["current"]["name"], "Heet");
    });
}
