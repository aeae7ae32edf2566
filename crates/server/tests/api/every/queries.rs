//! Questions of every wrong kind are refused in words, never with a 500.

use axum::http::Method;
use trechter_store::TABLES;

use super::examples::{Fixture, operations};
use crate::harness::on_every_engine;

const OPERATORS: [&str; 9] = ["eq", "ne", "in", "gt", "gte", "lt", "lte", "has", "null"];
const VALUES: [&str; 13] = [
    "",
    "true",
    "-1",
    "1.5",
    "9223372036854775808",
    "x",
    "%25_%5C",
    "2026-03-01",
    "2026-03-01T09:00:00Z",
    "0190aaaa-0000-7000-8000-000000000000",
    "EUR",
    "a,b,,c",
    "'%3B--",
];

#[test]
fn strange_queries_are_refused() {
    on_every_engine(async |app| {
        let fixture = Fixture::of(&app).await;
        let strange = [
            "onbekend=1",
            "limit=veel",
            "limit=-1",
            "limit=99999999999999999999",
            "cursor=zz",
            "cursor=%00",
            "cursor=abcdef",
            "filter=x",
            "filter=x:eq:1",
            "filter=:::",
            "sort=onbekend",
            "sort=--title",
            "before=00",
            "after=x",
            "q=%ff",
            "kind=huis",
            "pipeline=x",
            "limit=1&limit=2",
            "&&&=%",
            "filter[]=x",
        ];
        for operation in operations().into_iter().filter(|operation| operation.method == Method::GET) {
            let path = fixture.path(&operation);
            for query in strange {
                let reply = app.owner.get(&format!("{path}?{query}")).await;
                assert!(reply.status < 500, "{} ?{query}: {}", operation.id, reply.text());
                // Downloads are links that people pass on: what mail programs add to them does no harm.
                let unknown = query.starts_with("onbekend") && operation.gives == "application/json";
                assert!(!unknown || reply.status >= 400, "{} ?{query}: {}", operation.id, reply.text());
            }
        }
    });
}

#[test]
fn every_field_is_filtered_or_refused_and_every_sortable_one_sorts() {
    on_every_engine(async |app| {
        Fixture::of(&app).await;
        for table in TABLES {
            let mut fields: Vec<String> =
                table.filterable().iter().map(|field| (*field).to_owned()).collect();
            fields.extend(
                ["tags", "q", "removed", "custom.maatje", "custom.nergens", "suspect"].map(str::to_owned),
            );
            for field in fields {
                for operator in OPERATORS {
                    for value in VALUES {
                        let path = format!("/{}?limit=2&filter={field}:{operator}:{value}", table.name);
                        let reply = app.owner.get(&path).await;
                        assert!(matches!(reply.status, 200 | 422), "{path}: {}", reply.text());
                    }
                }
            }
            for field in table.sortable() {
                for direction in ["", "-"] {
                    walk_pages(&app, table.name, &format!("{direction}{field}")).await;
                }
            }
            app.owner.get(&format!("/{}?sort=notes", table.name)).await.wrong("sort", "unknown_field");
        }
    });
}

/// Page by page comes what one page shows.
async fn walk_pages(app: &crate::harness::TestApp, plural: &str, sort: &str) {
    let whole = app.owner.lists(&format!("/{plural}?sort={sort}&limit=200")).await;
    assert!(whole.len() >= 2);
    let (mut seen, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = app.owner.get(&format!("/{plural}?sort={sort}&limit=1{cursor}")).await.ok();
        seen.extend(page["items"].as_array().unwrap().iter().map(crate::harness::id));
        match page["next"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => break,
        }
    }
    assert_eq!(seen, whole, "{plural} by {sort}");
}

#[test]
fn a_cursor_is_bound_to_its_question_and_reader_and_cannot_be_forged() {
    on_every_engine(async |app| {
        Fixture::of(&app).await;
        let next = |reply: serde_json::Value| reply["next"].as_str().unwrap().to_owned();
        let cursor = next(app.owner.get("/deals?limit=1&sort=title").await.ok());
        let ask = async |path: &str| app.owner.get(path).await;
        ask(&format!("/deals?limit=1&sort=title&cursor={cursor}")).await.ok();
        ask(&format!("/deals?limit=1&sort=-title&cursor={cursor}")).await.refused(422, "invalid_cursor");
        let filtered = format!("/deals?limit=1&sort=title&filter=status:eq:open&cursor={cursor}");
        ask(&filtered).await.refused(422, "invalid_cursor");
        ask(&format!("/leads?limit=1&sort=name&cursor={cursor}")).await.refused(422, "invalid_cursor");
        let bram = app.seller("Bram").await;
        bram.get(&format!("/deals?limit=1&sort=title&cursor={cursor}")).await.refused(422, "invalid_cursor");
        for i in 0..cursor.len() {
            let flipped = if cursor.as_bytes()[i] == b'0' { "1" } else { "0" };
            let mut forged = cursor.clone();
            forged.replace_range(i..=i, flipped);
            ask(&format!("/deals?limit=1&sort=title&cursor={forged}")).await.refused(422, "invalid_cursor");
        }
    });
}
