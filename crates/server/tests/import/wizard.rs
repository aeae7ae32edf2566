//! The import over HTTP, as the wizard in the browser does it.

use serde_json::{Value, json};

use crate::bench::DAY;
use crate::harness::{Reply, TestApp, on_every_engine, on_sqlite};
use crate::small::{COMPANIES, DEALS};

/// A form with files in it.
fn form(files: &[(&str, &str, &[u8])]) -> Vec<u8> {
    let mut body = Vec::new();
    for (part, name, bytes) in files {
        body.extend(
            format!(
                "--grens\r\nContent-Disposition: form-data; name=\"{part}\"; filename=\"{name}\"\r\n\r\n"
            )
            .bytes(),
        );
        body.extend(*bytes);
        body.extend(b"\r\n");
    }
    body.extend(b"--grens--\r\n");
    body
}

async fn send(app: &TestApp, files: &[(&str, &str, &[u8])]) -> Reply {
    app.owner
        .ask("POST", "/imports")
        .bytes(form(files))
        .header("content-type", "multipart/form-data; boundary=grens")
        .await
}

async fn settled(app: &TestApp, path: &str) -> Value {
    loop {
        let view = app.owner.get(path).await.ok();
        if !["checking", "running", "undoing"].contains(&view["state"].as_str().unwrap()) {
            return view;
        }
        tokio::task::yield_now().await;
    }
}

#[test]
fn files_are_sent_mapped_tried_run_and_undone() {
    on_every_engine(async |app| {
        let sent = send(
            &app,
            &[("files", "bedrijven.csv", COMPANIES.as_bytes()), ("files", "deals.csv", DEALS.as_bytes())],
        )
        .await;
        assert_eq!(sent.status, 201);
        let sent = sent.ok();
        let path = format!("/imports/{}", sent["id"].as_str().unwrap());
        assert_eq!(sent["state"], "draft");
        let proposal = app.owner.get(&format!("{path}/proposal")).await.ok();
        assert_eq!(proposal["tables"][0]["dress"]["delimiter"], ";");
        assert_eq!(proposal["tables"][0]["samples"][1], json!(["2", "Café Müller", "Brugge", "3"]));
        let mut mapping = proposal["mapping"].clone();
        let deals =
            mapping["file"].as_array_mut().unwrap().iter_mut().find(|file| file["entity"] == "deal").unwrap();
        assert_eq!(deals["columns"]["bedrag"]["field"], "value");
        deals["columns"]["klant"]["by"] = json!("id");
        let wrong = json!({ "system": "oud", "file": [{ "name": "deals.csv", "entity": "deal", "columns": { "nergens": "title" } }] });
        let shown = app.owner.ask("PUT", &format!("{path}/mapping")).json(wrong).await.ok();
        assert_eq!(shown["problems"][0]["code"], "import_no_such_column");
        app.owner.post(&format!("{path}/run"), json!({})).await.refused(422, "import_mapping");
        let shown = app.owner.ask("PUT", &format!("{path}/mapping")).json(mapping).await.ok();
        assert_eq!(shown["problems"], json!([]));
        app.owner.post(&format!("{path}/dry-run"), json!({})).await.ok();
        let tried = settled(&app, &path).await;
        assert_eq!(tried["dry_run"]["counts"]["deal"]["created"], 3, "{tried}");
        app.owner.post(&format!("{path}/run"), json!({})).await.ok();
        let done = settled(&app, &path).await;
        assert_eq!(
            (&done["state"], &done["report"]["counts"]["company"]["created"]),
            (&json!("finished"), &json!(2)),
            "{done}"
        );
        let toml = app.owner.get(&format!("{path}/mapping.toml")).await;
        assert!(toml.text().contains("[[file]]"), "{}", toml.text());
        let csv = app.owner.get(&format!("{path}/refused.csv")).await;
        assert_eq!(csv.text().lines().count(), 1, "{}", csv.text());
        let notes = app.owner.get(&format!("{path}/notes?kind=warning")).await.ok();
        let codes: Vec<&str> =
            notes["items"].as_array().unwrap().iter().filter_map(|note| note["code"].as_str()).collect();
        assert!(codes.contains(&"import_closed_before_created"), "{codes:?}");
        assert_ne!(notes["items"][0]["detail"], "");
        app.owner.post(&format!("{path}/undo"), json!({})).await.ok();
        assert_eq!(settled(&app, &path).await["state"], "undone");
        let listed = app.owner.get("/imports").await.ok();
        assert_eq!(listed["items"][0]["id"], sent["id"]);
    });
}

#[test]
fn a_mapping_file_may_come_along() {
    on_sqlite(async |app| {
        let mapping = b"system = 'oud'\n[[file]]\nname = 'bedrijven.csv'\nentity = 'company'\ncolumns = { naam = 'name' }\n";
        let sent =
            send(&app, &[("files", "bedrijven.csv", COMPANIES.as_bytes()), ("mapping", "m.toml", mapping)])
                .await
                .ok();
        assert_eq!(sent["system"], "oud");
        let bad = send(
            &app,
            &[("files", "bedrijven.csv", COMPANIES.as_bytes()), ("mapping", "m.toml", b"sytem = 1")],
        )
        .await;
        bad.refused(422, "import_not_a_mapping");
    });
}

#[test]
fn what_cannot_be_read_is_refused_in_words() {
    on_sqlite(async |app| {
        send(&app, &[("files", "x.csv", &[0, 1, 2, 3, 4, 5, 6, 7, 8])])
            .await
            .refused(422, "import_not_a_table");
        send(&app, &[("files", "leeg.csv", b"")]).await.refused(422, "import_empty");
        let nothing = send(&app, &[]).await;
        assert_eq!(nothing.status, 422);
        let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        let options =
            zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Deflated);
        zip.start_file("bom.csv", options).unwrap();
        for _ in 0..64 {
            std::io::Write::write_all(&mut zip, &vec![b'a'; 1 << 20]).unwrap();
        }
        let bomb = zip.finish().unwrap().into_inner();
        send(&app, &[("files", "bom.zip", &bomb)]).await.refused(413, "import_too_large");
    });
}

#[test]
fn only_who_may_import_sees_imports() {
    on_every_engine(async |app| {
        let sent = send(&app, &[("files", "bedrijven.csv", COMPANIES.as_bytes())]).await.ok();
        let path = format!("/imports/{}", sent["id"].as_str().unwrap());
        let seller = app.seller("Bram").await;
        let neighbour = app.neighbour("Buren", "Petra").await;
        for address in [
            path.clone(),
            format!("{path}/proposal"),
            format!("{path}/mapping.toml"),
            format!("{path}/refused.csv"),
        ] {
            seller.get(&address).await.refused(403, "forbidden");
            neighbour.owner.get(&address).await.refused(404, "not_found");
        }
        for command in ["run", "dry-run", "cancel", "undo"] {
            neighbour.owner.post(&format!("{path}/{command}"), json!({})).await.refused(404, "not_found");
        }
        let foreign = seller
            .ask("POST", "/imports")
            .bytes(form(&[]))
            .header("content-type", "multipart/form-data; boundary=grens");
        foreign.await.refused(403, "forbidden");
    });
}

#[test]
fn the_file_of_refused_rows_holds_no_formula() {
    on_every_engine(async |app| {
        let bad = "nr;=1+1;@titel\n1;5;-2\n1;6;-3\n";
        let mapping = b"system = 'oud'\n[[file]]\nname = '=x.csv'\nentity = 'company'\nid = ['nr']\n\
            columns = { '=1+1' = 'name', '@titel' = 'employees' }\n";
        let sent =
            send(&app, &[("files", "=x.csv", bad.as_bytes()), ("mapping", "m.toml", mapping)]).await.ok();
        let path = format!("/imports/{}", sent["id"].as_str().unwrap());
        app.owner.post(&format!("{path}/run"), json!({})).await.ok();
        let done = settled(&app, &path).await;
        assert_eq!(done["report"]["counts"]["company"]["refused"], 2, "{done}");
        let csv = app.owner.get(&format!("{path}/refused.csv")).await.text();
        assert_eq!(csv.lines().count(), 3, "{csv}");
        for cell in csv.lines().flat_map(|line| line.split(',')) {
            let text = cell.trim_matches('"');
            assert!(!text.starts_with(['=', '+', '-', '@']), "{cell} in {csv}");
        }
    });
}

#[test]
fn the_pipeline_of_an_unknown_program_is_not_called_file() {
    on_sqlite(async |app| {
        let deals = "titel;fase;bedrag\nOven;Kans;5\nKast;Offerte;7\n";
        let sent = send(&app, &[("files", "deals.csv", deals.as_bytes())]).await.ok();
        let path = format!("/imports/{}/proposal", sent["id"].as_str().unwrap());
        let proposal = app.owner.get(&path).await.ok();
        assert_eq!(proposal["mapping"]["system"], "file");
        assert_eq!(proposal["mapping"]["pipeline"][0]["into"], "Geïmporteerd", "{}", proposal["mapping"]);
    });
}

#[test]
fn a_draft_that_was_left_goes_after_a_day() {
    on_every_engine(async |app| {
        let one = async || send(&app, &[("files", "bedrijven.csv", COMPANIES.as_bytes())]).await;
        let left = one().await.ok();
        let folder = app.app.settings.data.join("imports").join(app.workspace.to_string());
        assert!(folder.join(left["id"].as_str().unwrap()).is_dir());
        app.clock.advance(DAY);
        let fresh = one().await.ok();
        app.clock.advance(1_000);
        // Other tests share the database: what matters is which of these two are there afterwards.
        trechter_server::import::tidy::clear_drafts(&app.app).await.unwrap();
        app.owner.get(&format!("/imports/{}", left["id"].as_str().unwrap())).await.refused(404, "not_found");
        assert!(!folder.join(left["id"].as_str().unwrap()).exists());
        app.owner.get(&format!("/imports/{}", fresh["id"].as_str().unwrap())).await.ok();
    });
}
