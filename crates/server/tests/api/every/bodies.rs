//! Bodies of every wrong kind are refused in words, never with a 500.

use axum::http::Method;
use serde_json::{Value, json};
use trechter_server::http::Described;

use super::examples::{Fixture, operations};
use crate::harness::{Reply, TestApp, on_every_engine};

fn written() -> impl Iterator<Item = Described> {
    operations().into_iter().filter(|operation| operation.method != Method::GET)
}

async fn send(fixture: &Fixture, operation: &Described, body: impl Into<Vec<u8>>) -> Reply {
    // Log-out with a good body would end the session that asks.
    let ask = fixture.ask(&fixture.app.owner, operation, &Value::Null);
    ask.bytes(body).await
}

#[track_caller]
fn refused_in_words(what: &str, reply: &Reply) {
    assert!((400..500).contains(&reply.status), "{what}: {} {}", reply.status, reply.text());
    assert_eq!(reply.header("content-type"), "application/problem+json", "{what}");
    for name in ["type", "title", "status", "code", "detail"] {
        assert!(!reply.body[name].is_null(), "{what} has no {name}: {}", reply.text());
    }
}

#[test]
fn what_is_not_json_is_refused() {
    on_every_engine(async |app| {
        let fixture = Fixture::of(&app).await;
        let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
        let deep_object = format!("{{\"custom\":{}1{}}}", "{\"a\":".repeat(5_000), "}".repeat(5_000));
        let bodies: [(&str, Vec<u8>); 12] = [
            ("words", b"geen json".into()),
            ("half", b"{\"title\": ".into()),
            ("a list", b"[]".into()),
            ("null", b"null".into()),
            ("a text", b"\"tekst\"".into()),
            ("a number", b"12".into()),
            ("two", b"{}{}".into()),
            ("invalid UTF-8", b"{\"title\": \"\xff\xfe\"}".into()),
            ("an unknown field", b"{\"onbekend_veld\": 1}".into()),
            ("a number that is too large", b"{\"onbekend_veld\": 1e999}".into()),
            ("deep lists", deep.into()),
            ("deep objects", deep_object.into()),
        ];
        // A file may hold anything.
        for operation in written().filter(|operation| operation.takes != "application/octet-stream") {
            for (what, body) in &bodies {
                let reply = send(&fixture, &operation, body.clone()).await;
                refused_in_words(&format!("{what} to {}", operation.id), &reply);
            }
        }
    });
}

#[test]
fn what_is_too_large_is_refused_before_it_is_read() {
    on_every_engine(async |app| {
        let fixture = Fixture::of(&app).await;
        // How much an upload may be is tested with the uploads.
        for operation in written().filter(|operation| operation.takes == "application/json") {
            let large = json!({ "notes": "x".repeat(operation.largest + 1) }).to_string();
            let reply = send(&fixture, &operation, large).await;
            assert_eq!(reply.status, 413, "{}: {}", operation.id, reply.text());
            refused_in_words(&operation.id, &reply);
        }
    });
}

/// Values of every type, some with teeth.
fn values() -> Vec<Value> {
    vec![
        Value::Null,
        json!(true),
        json!(-1),
        json!(1.5),
        json!(i64::MAX),
        json!(u64::MAX),
        json!(1e300),
        json!(""),
        json!("x"),
        json!("nul \u{0} erin"),
        json!("\u{202e}\u{feff}"),
        json!("0190aaaa-0000-7000-8000-000000000000"),
        json!("9999-12-31T23:59:59Z"),
        json!("-009999-01-01T00:00:00Z"),
        json!("' OR 1=1; --"),
        json!("x".repeat(200_000)),
        json!([]),
        json!([null]),
        json!(["x", 1]),
        json!({}),
        json!({ "x": 1 }),
        json!({ "amount": i64::MAX, "currency": "EUR" }),
        json!({ "amount": 1, "currency": "euro" }),
    ]
}

#[test]
fn values_of_the_wrong_type_never_break_anything() {
    on_every_engine(async |app| {
        let fixture = Fixture::of(&app).await;
        let mut wrong = Vec::new();
        for operation in written() {
            // Log-out, password and workspace change take the session away that asks.
            if matches!(operation.id.as_str(), "log_out" | "log_in" | "set_up" | "end_session") {
                continue;
            }
            let body = fixture.body(&operation);
            let mut names: Vec<String> = body.as_object().unwrap().keys().cloned().collect();
            names.extend(["occurred_at", "custom", "emails", "address", "value"].map(str::to_owned));
            for name in names {
                for value in values() {
                    let mut broken = body.clone();
                    broken[&name] = value.clone();
                    let reply = fixture.ask(&app.owner, &operation, &broken).await;
                    if reply.status >= 500 {
                        let value: String = value.to_string().chars().take(80).collect();
                        wrong.push(format!("{} {name} = {value}: {}", operation.id, reply.text()));
                    }
                }
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
        still_well(&app).await;
    });
}

async fn still_well(app: &TestApp) {
    app.owner.get("/board").await.ok();
    app.owner.get("/deals").await.ok();
}
