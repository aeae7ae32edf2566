//! The stream of live updates, and the same for programs.

use std::time::Duration;

use axum::body::BodyDataStream;
use serde_json::{Value, json};
use tokio_stream::StreamExt as _;

use crate::harness::{Ask, id, on_every_engine, version};

/// An open stream, read message by message.
struct Stream {
    body: BodyDataStream,
    text: String,
}

impl Stream {
    async fn open(ask: Ask) -> Self {
        let response = ask.stream().await;
        assert_eq!(response.status(), 200);
        assert_eq!(response.headers()["content-type"], "text/event-stream");
        let mut stream = Self { body: response.into_body().into_data_stream(), text: String::new() };
        assert!(stream.block().await.unwrap().contains("event: hello"));
        stream
    }

    /// The next message; `None` when the server ended the stream.
    async fn block(&mut self) -> Option<String> {
        loop {
            if let Some((block, rest)) = self.text.split_once("\n\n") {
                let (block, rest) = (block.to_owned(), rest.to_owned());
                self.text = rest;
                if !block.starts_with(':') {
                    return Some(block);
                }
                continue;
            }
            let chunk = tokio::time::timeout(Duration::from_secs(20), self.body.next()).await;
            let chunk = chunk.expect("a message within twenty seconds")?.unwrap();
            self.text.push_str(std::str::from_utf8(&chunk).unwrap());
        }
    }

    /// The data of the next message.
    async fn next(&mut self) -> Value {
        let block = self.block().await.expect("the stream goes on");
        let data = block.lines().find_map(|line| line.strip_prefix("data: ")).unwrap();
        serde_json::from_str(data).unwrap()
    }
}

#[test]
fn two_browsers_see_each_others_moves_and_never_the_data() {
    on_every_engine(async |app| {
        let (anna, bram) = (app.seller("Anna").await, app.seller("Bram").await);
        let mut stream = Stream::open(anna.ask("GET", "/live")).await;
        let deal = bram.post("/deals", json!({ "title": "Geheim" })).await;
        let seq = deal.header("trechter-seq").parse::<i64>().unwrap();
        let deal = id(&deal.is(201));
        let message = stream.next().await;
        assert_eq!(message, json!({ "seq": seq, "kind": "deal", "id": deal, "change": "changed" }));
        app.adds("tags", json!({ "name": "Warm" })).await;
        assert_eq!(stream.next().await["kind"], "workspace");
    });
}

#[test]
fn who_sees_a_part_hears_a_part_and_learns_what_left_it() {
    on_every_engine(async |app| {
        let bram = app.seller("Bram").sees("own").await;
        let mut stream = Stream::open(bram.ask("GET", "/live")).await;
        app.owner.creates("deals", json!({ "title": "niet van Bram" })).await;
        let his = app.owner.creates("deals", json!({ "title": "van Bram", "owner": bram.id })).await;
        let heard = stream.next().await;
        assert_eq!((&heard["id"], &heard["change"]), (&his["id"], &json!("changed")));
        let path = format!("/deals/{}", id(&his));
        app.owner.patch(&path, version(&his), json!({ "owner": app.owner.id })).await.ok();
        let heard = stream.next().await;
        assert_eq!((&heard["id"], &heard["change"]), (&his["id"], &json!("gone")));
        // From now on it is none of his business.
        app.owner.patch(&path, version(&his) + 1, json!({ "title": "ander" })).await.ok();
        let next = app.owner.creates("deals", json!({ "title": "weer van Bram", "owner": bram.id })).await;
        assert_eq!(stream.next().await["id"], next["id"]);
    });
}

#[test]
fn a_stream_goes_on_where_it_was_broken_off() {
    on_every_engine(async |app| {
        let bram = app.seller("Bram").await;
        let mut stream = Stream::open(bram.ask("GET", "/live")).await;
        let first = bram.creates("deals", json!({ "title": "een" })).await;
        let last = stream.next().await["seq"].as_i64().unwrap();
        drop(stream);
        let missed = bram.creates("deals", json!({ "title": "twee" })).await;
        let resumed = bram.ask("GET", "/live").header("last-event-id", &last.to_string());
        let mut stream = Stream::open(resumed).await;
        assert_eq!(stream.next().await["id"], missed["id"]);
        let mut from_start = Stream::open(bram.ask("GET", &format!("/live?after={}", last - 1))).await;
        assert_eq!(from_start.next().await["id"], first["id"]);
        app.ask("GET", "/live").await.refused(401, "not_logged_in");
    });
}

#[test]
fn a_stream_ends_with_its_session() {
    on_every_engine(async |app| {
        let bram = app.seller("Bram").await;
        let mut stream = Stream::open(bram.ask("GET", "/live")).await;
        app.owner.post(&format!("/members/{}/log-out", bram.id), json!({})).await.is(204);
        app.owner.creates("deals", json!({ "title": "na het eind" })).await;
        assert_eq!(stream.block().await, None);
    });
}

#[test]
fn another_process_on_the_same_database_is_heard() {
    on_every_engine(async |app| {
        // On SQLite there is one process.
        if !app.app.store.is_postgres() {
            return;
        }
        let (bram, twin) = (app.seller("Bram").await, app.twin().await);
        let mut stream = Stream::open(bram.ask("GET", "/live")).await;
        let deal = twin.owner.creates("deals", json!({ "title": "elders" })).await;
        assert_eq!(stream.next().await["id"], deal["id"]);
    });
}

#[test]
fn programs_get_the_same_with_tombstones() {
    on_every_engine(async |app| {
        let bram = app.seller("Bram").sees("own").await;
        let start = bram.get("/changes?after=0&limit=1000").await.ok()["seq"].as_i64().unwrap();
        let kept = bram.creates("deals", json!({ "title": "blijft" })).await;
        let gone = bram.creates("deals", json!({ "title": "gaat" })).await;
        bram.delete(&format!("/deals/{}", id(&gone)), 1).await.ok();
        app.owner.creates("deals", json!({ "title": "niet van Bram" })).await;
        let changes = bram.get(&format!("/changes?after={start}")).await.ok();
        let told: Vec<(&Value, &Value)> =
            changes["items"].as_array().unwrap().iter().map(|item| (&item["id"], &item["change"])).collect();
        assert_eq!(told, [(&kept["id"], &json!("changed")), (&gone["id"], &json!("gone"))]);
        assert_eq!(changes["more"], false);
        let after = changes["seq"].as_i64().unwrap();
        assert_eq!(bram.get(&format!("/changes?after={after}")).await.ok()["items"], json!([]));
        // One at a time leads to the same.
        let (mut seq, mut seen) = (start, Vec::new());
        loop {
            let page = bram.get(&format!("/changes?after={seq}&limit=1")).await.ok();
            seen.extend(page["items"].as_array().unwrap().iter().map(|item| item["id"].clone()));
            seq = page["seq"].as_i64().unwrap();
            if page["more"] == false {
                break;
            }
        }
        assert_eq!(seq, after);
        assert!(seen.contains(&kept["id"]) && seen.contains(&gone["id"]));
    });
}

#[test]
fn one_member_listens_in_so_many_windows_and_no_more() {
    on_every_engine(async |app| {
        let (anna, bram) = (app.seller("Anna").await, app.seller("Bram").await);
        let mut open = Vec::new();
        for _ in 0..20 {
            open.push(Stream::open(bram.ask("GET", "/live")).await);
        }
        let refused = bram.get("/live").await.refused(429, "too_many_streams");
        assert_eq!(refused["params"]["most"], 20);
        drop(Stream::open(anna.ask("GET", "/live")).await);
        // A window that is closed makes room.
        open.pop();
        while bram.ask("GET", "/live").stream().await.status() == 429 {
            tokio::task::yield_now().await;
        }
    });
}
