//! Attachments: what goes in comes out, to the right people only, and goes away a day after it was let go.

use std::path::PathBuf;
use std::time::Duration;

use serde_json::{Value, json};
use trechter_server::files::{LARGEST, shelf, sweep};

use crate::harness::{Person, Reply, TestApp, id, on_every_engine};

async fn upload(who: &Person, path: &str, content: &[u8], kind: &str) -> Reply {
    who.ask("POST", path).bytes(content).header("content-type", kind).await
}

async fn deal(app: &TestApp, who: &Person) -> String {
    let _ = app;
    id(&who.creates("deals", json!({ "title": "Kantoor" })).await)
}

/// Where the contents of this workspace lie.
fn contents(app: &TestApp) -> Vec<PathBuf> {
    let folder = shelf(&app.app).root().join(app.workspace.to_string());
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    entries.map(|entry| entry.unwrap().path()).collect()
}

#[test]
fn a_file_comes_out_as_it_went_in() {
    on_every_engine(async |app| {
        let bram = app.seller("Bram").await;
        let deal = deal(&app, &bram).await;
        let path = format!("/deals/{deal}/files?name=Offerte É.pdf");
        let reply = upload(&bram, &path, b"%PDF-1.7 inhoud", "application/pdf").await;
        assert!(!reply.header("trechter-seq").is_empty());
        let file = reply.is(201);
        assert_eq!((file["name"].as_str(), file["size"].as_i64()), (Some("Offerte É.pdf"), Some(15)));
        assert_eq!(file["added_by"], bram.id);
        let list = bram.get(&format!("/deals/{deal}/files")).await.ok();
        assert_eq!(list["items"], json!([file]));
        let content = bram.get(&format!("/files/{}", id(&file))).await;
        assert_eq!(&content.bytes[..], b"%PDF-1.7 inhoud");
        assert_eq!(content.header("content-type"), "application/pdf");
        assert_eq!(content.header("x-content-type-options"), "nosniff");
        assert!(content.header("content-security-policy").starts_with("sandbox"));
        let saved = content.header("content-disposition");
        assert!(saved.starts_with("attachment;") && saved.ends_with("Offerte%20%C3%89.pdf"), "{saved}");
        let story = bram.get(&format!("/deals/{deal}/timeline")).await.ok();
        let newest = &story["items"][0];
        assert_eq!(newest["kind"], "file_added");
        assert_eq!(newest["about"]["name"], "Offerte É.pdf");
        let deal = bram.get(&format!("/deals/{deal}")).await.ok();
        assert_eq!(deal["item"]["version"], 1, "a file changes no field");
    });
}

#[test]
fn pages_and_scripts_are_given_back_as_mere_bytes() {
    on_every_engine(async |app| {
        let bram = app.seller("Bram").await;
        let deal = deal(&app, &bram).await;
        let path = format!("/deals/{deal}/files?name=../x.html");
        let file = upload(&bram, &path, b"<script>alert(1)</script>", "text/html").await.is(201);
        assert_eq!(file["name"], "x.html");
        let content = bram.get(&format!("/files/{}", id(&file))).await;
        assert_eq!(content.header("content-type"), "application/octet-stream");
        upload(&bram, &format!("/deals/{deal}/files?name=.."), b"x", "text/plain")
            .await
            .wrong("name", "required");
    });
}

#[test]
fn files_follow_the_rights_on_their_record() {
    on_every_engine(async |app| {
        let bram = app.seller("Bram").sees("own").await;
        let anna = app.seller("Anna").sees("own").await;
        let els = app.reader("Els").await;
        let deal = deal(&app, &bram).await;
        let path = format!("/deals/{deal}/files?name=a.txt");
        let file = id(&upload(&bram, &path, b"geheim", "text/plain").await.is(201));
        upload(&anna, &path, b"x", "text/plain").await.refused(404, "not_found");
        upload(&els, &path, b"x", "text/plain").await.refused(403, "forbidden");
        let other = app.neighbour("Elders", "Otto").await;
        for stranger in [&anna, &other.owner] {
            stranger.get(&format!("/deals/{deal}/files")).await.refused(404, "not_found");
            stranger.get(&format!("/files/{file}")).await.refused(404, "not_found");
            stranger.ask("DELETE", &format!("/files/{file}")).await.refused(404, "not_found");
        }
        els.ask("DELETE", &format!("/files/{file}")).await.refused(403, "forbidden");
        assert_eq!(&els.get(&format!("/files/{file}")).await.bytes[..], b"geheim");
        app.ask("GET", &format!("/files/{file}")).await.refused(401, "not_logged_in");
        assert_eq!(contents(&app).len(), 1, "who may not write here leaves nothing on disk");
    });
}

#[test]
fn the_same_request_again_hangs_one_file() {
    on_every_engine(async |app| {
        let bram = app.seller("Bram").await;
        let deal = deal(&app, &bram).await;
        let path = format!("/deals/{deal}/files?name=a.txt");
        let ask = bram.ask("POST", &path).bytes(*b"een").header("content-type", "text/plain").once("k1");
        let first = ask.clone().await.is(201);
        assert_eq!(ask.clone().await.is(201), first);
        ask.bytes(*b"twee").await.wrong("Idempotency-Key", "idempotency_key_reused");
        let list = bram.get(&format!("/deals/{deal}/files")).await.ok();
        assert_eq!(list["items"].as_array().map(Vec::len), Some(1));
    });
}

#[test]
fn what_is_too_large_leaves_nothing_behind() {
    on_every_engine(async |app| {
        let bram = app.seller("Bram").await;
        let deal = deal(&app, &bram).await;
        let path = format!("/deals/{deal}/files?name=groot.bin");
        let reply = bram.ask("POST", &path).bytes(vec![7; LARGEST as usize + 1]).await;
        let problem = reply.refused(413, "too_large");
        assert_eq!(problem["params"]["most"], "50 MB");
        assert_eq!(contents(&app), Vec::<PathBuf>::new());
    });
}

#[test]
fn content_goes_a_day_after_the_last_record_let_it_go() {
    on_every_engine(async |app| {
        let bram = app.seller("Bram").await;
        let deal = deal(&app, &bram).await;
        let path = format!("/deals/{deal}/files?name=a.txt");
        let upload_one = async || -> Value { upload(&bram, &path, b"een", "text/plain").await.is(201) };
        let (first, second) = (upload_one().await, upload_one().await);
        assert_eq!(contents(&app).len(), 1, "the same content is kept once");
        let remove = async |file: &Value| bram.ask("DELETE", &format!("/files/{}", id(file))).await.is(204);
        remove(&first).await;
        assert_eq!(sweep(&app.app, Duration::ZERO).await.unwrap(), 0, "another record still holds it");
        remove(&second).await;
        let day = Duration::from_secs(24 * 3_600);
        assert_eq!(sweep(&app.app, day).await.unwrap(), 0, "it was let go just now");
        assert_eq!(sweep(&app.app, Duration::ZERO).await.unwrap(), 1);
        assert_eq!(contents(&app), Vec::<PathBuf>::new());
        let kinds = bram.get(&format!("/deals/{deal}/timeline")).await.ok();
        assert_eq!(kinds["items"][0]["kind"], "file_removed");
    });
}
