//! Numbers as files: every table, in the reader's words, with the question in it.

use std::io::Cursor;

use calamine::{Data, Reader, Xlsx};
use serde_json::{Value, json};

use crate::harness::{Person, TestApp, id, on_every_engine};

async fn csv(who: &Person, path: &str) -> Vec<Vec<String>> {
    let reply = who.get(path).await;
    assert_eq!(reply.status, 200, "{path}: {}", reply.text());
    assert_eq!(reply.header("content-type"), "text/csv; charset=utf-8");
    let text = reply.text();
    let text = text.strip_prefix('\u{feff}').expect("a byte-order mark");
    let delimiter = if path.contains("language=en") { b',' } else { b';' };
    let mut reader =
        csv::ReaderBuilder::new().delimiter(delimiter).has_headers(false).from_reader(text.as_bytes());
    reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect()
}

async fn xlsx(who: &Person, path: &str) -> Xlsx<Cursor<Vec<u8>>> {
    let reply = who.get(path).await;
    assert_eq!(reply.status, 200, "{path}: {}", reply.text());
    Xlsx::new(Cursor::new(reply.bytes.to_vec())).unwrap()
}

/// Two deals won, of Bram and of somebody whose name a spreadsheet could take for a formula.
async fn won(app: &TestApp) -> Person {
    let bram = app.seller("Bram").await;
    let odd = app.seller("=1+1").await;
    for (person, euros) in [(&bram, 1_234), (&odd, 500)] {
        let fields = json!({ "title": "Oven", "value": { "amount": euros * 100 + 50, "currency": "EUR" } });
        let deal = id(&person.creates("deals", fields).await);
        app.clock.advance(1_000);
        person.post(&format!("/deals/{deal}/win"), json!({})).await.ok();
        app.clock.advance(1_000);
    }
    bram
}

#[test]
fn a_breakdown_is_a_table_with_its_question() {
    on_every_engine(async |app| {
        won(&app).await;
        let question = "metric=won_value&metric=won_count&by=owner&period=2026&compare_to=last-year";
        let rows = csv(&app.owner, &format!("/export/measure/dashboard.csv?{question}")).await;
        assert_eq!(rows[0][..2], ["Eigenaar", "Gewonnen waarde"], "{:?}", rows[0]);
        let find = |first: &str| rows.iter().find(|row| row[0] == first).unwrap();
        assert_eq!(find("Totaal")[1], "1735,00");
        assert_eq!(find("Bram")[1], "1234,50");
        assert_eq!(find("'=1+1")[1], "500,50", "no formula");
        assert_eq!(find("Periode")[1], "2026");
        assert_eq!(find("Stand van")[1], "2026-03-02 10:00:04", "in the zone of the workspace");
        assert_eq!(find("Vergeleken met")[1], "Vorig jaar");
        assert_eq!(find("Valuta")[1], "EUR");
        let english = csv(&app.owner, &format!("/export/measure/dashboard.csv?{question}&language=en")).await;
        assert_eq!(english[0][0], "Owner");
        assert!(english.iter().any(|row| row[0] == "Period"));
    });
}

#[test]
fn cells_have_their_type() {
    on_every_engine(async |app| {
        won(&app).await;
        let path = "/export/measure/dashboard.xlsx?metric=won_value&metric=win_rate&by=owner&language=en";
        let mut book = xlsx(&app.owner, path).await;
        assert_eq!(book.sheet_names(), ["By row", "Question"]);
        let sheet = book.worksheet_range("By row").unwrap();
        let bram = sheet.rows().find(|row| row[0] == Data::String("Bram".into())).unwrap();
        assert!(bram.contains(&Data::Float(1_234.5)), "{bram:?}");
        assert!(bram.contains(&Data::Float(1.0)), "{bram:?}");
        assert!(sheet.rows().any(|row| row[0] == Data::String("=1+1".into())), "a text, not a formula");
        assert!(book.worksheet_formula("By row").unwrap().used_cells().next().is_none());
        let question = book.worksheet_range("Question").unwrap();
        assert!(
            question
                .rows()
                .any(|row| row[0] == Data::String("As of".into()) && matches!(row[1], Data::DateTime(_)))
        );
    });
}

#[test]
fn every_address_of_numbers_can_be_saved_both_ways() {
    on_every_engine(async |app| {
        won(&app).await;
        let operations = trechter_server::routes::operations().described;
        let mut saved = 0;
        for operation in &operations {
            let Some(name) = operation.path.strip_prefix("/measure/") else { continue };
            if name == "definitions" {
                continue;
            }
            let query = if name == "explain" { "?metric=won_value" } else { "?by=owner" };
            let rows = csv(&app.owner, &format!("/export/measure/{name}.csv{query}")).await;
            assert!(rows.iter().any(|row| row[0] == "Periode"), "{name}: {rows:?}");
            let book = xlsx(&app.owner, &format!("/export/measure/{name}.xlsx{query}")).await;
            assert_eq!(book.sheet_names().last().map(String::as_str), Some("Vraag"), "{name}");
            saved += 1;
        }
        assert!(saved >= 15, "{saved}");
    });
}

#[test]
fn the_records_behind_a_number_are_as_many_as_it_counts() {
    on_every_engine(async |app| {
        let bram = won(&app).await;
        let rows = csv(&app.owner, "/export/measure/explain.csv?metric=won_count").await;
        let deals: Vec<&Vec<String>> = rows.iter().filter(|row| row[1] == "Oven").collect();
        let told: Value = app.owner.get("/measure/explain?metric=won_count").await.ok();
        assert_eq!(deals.len() as f64, told["figure"]["value"].as_f64().unwrap());
        assert!(told.to_string().contains(&deals[0][4]), "the id of a record");
        // Taking records along is for those who may export.
        bram.get("/export/measure/explain.csv?metric=won_count").await.refused(403, "forbidden");
        bram.get("/export/measure/dashboard.csv").await.is(200);
    });
}

#[test]
fn what_is_not_to_be_seen_is_not_to_be_saved() {
    on_every_engine(async |app| {
        won(&app).await;
        let alone = app.manager("Noor").sees("own").await;
        alone.get("/export/measure/people.csv").await.refused(403, "forbidden");
        alone.get("/export/measure/leaks.xlsx").await.refused(403, "forbidden");
        let rows = csv(&alone, "/export/measure/dashboard.csv?metric=won_value&by=owner").await;
        assert!(!rows.iter().flatten().any(|cell| cell == "Bram"), "{rows:?}");
        for name in ["dashboard.pdf", "definitions.csv", "people", "../x.csv"] {
            let reply = app.owner.get(&format!("/export/measure/{name}")).await;
            assert_eq!(reply.status, 404, "{name}");
        }
        app.owner.get("/export/measure/dashboard.csv?period=ooit").await.wrong("period", "wrong_type");
    });
}
