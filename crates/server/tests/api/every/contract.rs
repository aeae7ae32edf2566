//! The document that programs are written against.

use axum::http::Method;
use serde_json::Value;
use trechter_server::http::openapi;
use trechter_server::routes::operations;

use super::examples::{self, Fixture};
use crate::harness::on_sqlite;

#[test]
fn the_committed_document_is_the_programs_own() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../api/openapi.json");
    let committed: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let own = openapi::document(&operations());
    assert!(committed == own, "api/openapi.json is not in step: run `cargo xtask codegen`");
}

#[test]
fn the_document_names_every_operation_once_and_every_reference_leads_somewhere() {
    let document = openapi::document(&operations());
    let mut names: Vec<&str> = Vec::new();
    for item in document["paths"].as_object().unwrap().values() {
        names.extend(item.as_object().unwrap().values().map(|one| one["operationId"].as_str().unwrap()));
    }
    assert_eq!(names.len(), examples::operations().len());
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), examples::operations().len(), "an operation's name is used twice");
    let text = document.to_string();
    for vowel in ['a', 'e', 'i', 'o'] {
        assert!(!text.contains(&format!(" a {vowel}")), "an article before a vowel is `an`");
    }
    for (start, _) in text.match_indices("#/components/schemas/") {
        let name = text[start..]
            .rsplit_once("schemas/")
            .map(|_| ())
            .and_then(|()| text[start + "#/components/schemas/".len()..].split('"').next());
        let name = name.unwrap();
        assert!(document["components"]["schemas"][name].is_object(), "{name} is not there");
    }
}

#[test]
fn the_document_and_its_page_are_served_under_the_strict_policy() {
    on_sqlite(async |app| {
        assert_eq!(app.ask("GET", "/openapi.json").await.ok(), openapi::document(&operations()));
        for (path, kind) in [
            ("/api/docs", "text/html; charset=utf-8"),
            ("/api/docs/page.js", "text/javascript; charset=utf-8"),
            ("/api/docs/page.css", "text/css; charset=utf-8"),
        ] {
            let reply = app.ask("GET", path).await;
            assert_eq!(reply.header("content-type"), kind);
            assert!(reply.header("content-security-policy").contains("script-src 'self';"));
            let text = reply.text();
            assert!(
                !text.contains("<script>") && !text.contains("style=") && !text.contains("http://"),
                "{path}"
            );
            reply.is(200);
        }
        app.ask("GET", "/api/docs/nergens").await.refused(404, "not_found");
    });
}

#[test]
fn the_examples_are_good_requests() {
    on_sqlite(async |app| {
        let fixture = Fixture::of(&app).await;
        for operation in examples::operations() {
            // These need a secret, an empty installation, another state, or end the session that asks.
            let special = [
                "set_up",
                "log_in",
                "log_out",
                "get_invitation",
                "join",
                "get_password_reset",
                "reset_password",
                "change_password",
                "undo",
                "end_session",
                "log_out_member",
                "reopen_deal",
                "lose_deal",
                "cancel_activity",
                "disqualify_lead",
                "convert_lead",
                "qualify_lead",
                "contact_lead",
            ];
            let restores = operation.id.starts_with("restore_") || operation.id.starts_with("remove_");
            // Steps of an import have an order, which its own tests keep.
            let steps = operation.path.starts_with("/imports/") && operation.method != Method::GET;
            if special.contains(&operation.id.as_str()) || restores || steps {
                continue;
            }
            let body = fixture.body(&operation);
            let reply = fixture.ask(&app.owner, &operation, &body).await;
            let stale = reply.status == 412 || reply.status == 409;
            assert!(stale || (200..300).contains(&reply.status), "{}: {}", operation.id, reply.text());
        }
    });
}
