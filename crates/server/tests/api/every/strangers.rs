//! Nobody, and visitors from other sites.

use axum::http::Method;
use serde_json::json;
use trechter_server::http::Access;

use super::examples::{Fixture, operations};
use crate::harness::on_every_engine;

#[test]
fn nothing_but_the_public_operations_answers_to_nobody() {
    on_every_engine(async |app| {
        let fixture = Fixture::of(&app).await;
        let nobody = app.owner.with_cookie("trechter=onzin");
        let mut public = Vec::new();
        for operation in operations() {
            if operation.access == Access::Public {
                public.push(operation.id);
                continue;
            }
            let body = fixture.body(&operation);
            fixture.ask(&nobody, &operation, &body).await.refused(401, "not_logged_in");
        }
        // A new public operation is a decision.
        let known =
            ["set_up", "get_me", "log_in", "get_invitation", "join", "get_password_reset", "reset_password"];
        assert_eq!(public, known);
    });
}

#[test]
fn every_change_asks_where_it_came_from() {
    on_every_engine(async |app| {
        let fixture = Fixture::of(&app).await;
        let before = app.owner.get("/changes?after=0&limit=1000").await.ok()["seq"].clone();
        for operation in operations().into_iter().filter(|operation| operation.method != Method::GET) {
            let body = fixture.body(&operation);
            let ask = fixture.ask(&app.owner, &operation, &body).header("origin", "https://kwaad.example");
            ask.await.refused(403, "foreign_origin");
        }
        let after = app.owner.get("/changes?after=0&limit=1000").await.ok()["seq"].clone();
        assert_eq!(before, after);
    });
}

#[test]
fn an_address_takes_the_methods_it_has_and_no_others() {
    on_every_engine(async |app| {
        app.owner.ask("PUT", "/deals").json(json!({})).await.refused(405, "method_not_allowed");
        app.owner.get("/nergens").await.refused(404, "not_found");
        app.owner.get("/deals/geen-id").await.refused(404, "not_found");
    });
}
