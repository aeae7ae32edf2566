//! Another workspace's id, in any place, is as if it did not exist.

use axum::http::Method;
use serde_json::Value;

use super::examples::{Fixture, MARK, operations};
use crate::harness::{Reply, on_every_engine};

/// 404, or 422 that names the field, or a bulk change that changed nothing; and not a word of theirs.
#[track_caller]
fn hidden(what: &str, reply: &Reply) {
    let text = reply.text();
    let in_bulk = reply.status == 409 && text.contains("partly_refused") && text.contains("not_found");
    assert!(in_bulk || matches!(reply.status, 404 | 422), "{what}: {} {text}", reply.status);
    let body = &reply.body;
    let vague = body["code"] == "invalid" && body["errors"].as_array().is_none_or(Vec::is_empty);
    assert!(!vague, "{what}: {text}");
}

#[test]
fn their_ids_in_a_path_do_not_exist() {
    on_every_engine(async |app| {
        let theirs = Fixture::of(&app).await;
        let neighbour = app.neighbour("Buren", "Truus").await;
        let ours = Fixture::of(&neighbour).await;
        let mut asked = 0;
        for operation in operations().into_iter().filter(|operation| operation.path.contains("id}")) {
            let body = ours.body(&operation);
            let reply = theirs.ask(&neighbour.owner, &operation, &body).await;
            assert_eq!(reply.status, 404, "{}: {}", operation.id, reply.text());
            assert!(!reply.text().contains(MARK), "{}: {}", operation.id, reply.text());
            asked += 1;
        }
        assert!(asked > 60, "{asked}");
    });
}

/// Every place in a body that holds one of these ids, with the id.
fn places(body: &Value, ids: &[String], at: &str, found: &mut Vec<(String, String)>) {
    match body {
        Value::String(text) if ids.contains(text) => found.push((at.to_owned(), text.clone())),
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(i, item)| places(item, ids, &format!("{at}/{i}"), found));
        }
        Value::Object(entries) => {
            entries.iter().for_each(|(key, item)| places(item, ids, &format!("{at}/{key}"), found));
        }
        _ => {}
    }
}

#[test]
fn their_ids_in_a_body_do_not_exist() {
    on_every_engine(async |app| {
        let theirs = Fixture::of(&app).await;
        let neighbour = app.neighbour("Buren", "Truus").await;
        let ours = Fixture::of(&neighbour).await;
        let all: Vec<String> = ours.ids.values().cloned().collect();
        let mut asked = 0;
        for operation in operations().into_iter().filter(|operation| operation.method != Method::GET) {
            let body = ours.body(&operation);
            let mut found = Vec::new();
            places(&body, &all, "", &mut found);
            for (place, id) in found {
                let name = ours.ids.iter().find(|(_, known)| **known == id).unwrap().0;
                let mut wrong = body.clone();
                *wrong.pointer_mut(&place).unwrap() = Value::String(theirs.id(name).to_owned());
                let reply = ours.ask(&neighbour.owner, &operation, &wrong).await;
                hidden(&format!("{} {place}", operation.id), &reply);
                asked += 1;
            }
        }
        assert!(asked > 40, "{asked}");
    });
}

#[test]
fn their_records_are_in_no_list_total_search_or_change() {
    on_every_engine(async |app| {
        let theirs = Fixture::of(&app).await;
        let neighbour = app.neighbour("Buren", "Truus").await;
        for operation in operations().into_iter().filter(|operation| operation.method == Method::GET) {
            if operation.path.contains('{') {
                continue;
            }
            let reply = theirs.ask(&neighbour.owner, &operation, &Value::Null).await;
            let text = reply.text();
            assert!(!text.contains(MARK), "{}: {text}", operation.id);
            for id in theirs.ids.values() {
                assert!(!text.contains(id.as_str()), "{} shows {id}: {text}", operation.id);
            }
        }
    });
}

#[test]
fn their_ids_in_a_query_find_nothing() {
    on_every_engine(async |app| {
        let theirs = Fixture::of(&app).await;
        let owner = app.neighbour("Buren", "Truus").await.owner;
        owner.get(&format!("/board?pipeline={}", theirs.id("pipeline"))).await.refused(404, "not_found");
        for filter in ["company", "contact", "owner", "stage", "pipeline", "source", "campaign", "tags"] {
            let place = match filter {
                "company" => "companies",
                "contact" => "contacts",
                "source" => "catalogue/sources",
                "campaign" => "catalogue/campaigns",
                "tags" => "catalogue/tags",
                other => other,
            };
            let path = format!("/deals?filter={filter}:eq:{}", theirs.id(place));
            let reply = owner.get(&path).await;
            assert!(
                reply.status == 422 || reply.body["items"].as_array().unwrap().is_empty(),
                "{}",
                reply.text()
            );
        }
        let cursor = app.owner.get("/deals?limit=1").await.ok()["next"].as_str().unwrap().to_owned();
        owner.get(&format!("/deals?limit=1&cursor={cursor}")).await.refused(422, "invalid_cursor");
    });
}
