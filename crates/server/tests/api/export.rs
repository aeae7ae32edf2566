//! Lists as files: the rows of the list, in the words and the dress of the reader.

use std::io::Cursor;

use calamine::{Data, Reader, Xlsx};
use serde_json::json;

use crate::harness::{Person, TestApp, id, on_every_engine};

async fn csv(who: &Person, path: &str) -> Vec<Vec<String>> {
    let reply = who.get(path).await;
    assert_eq!(reply.status, 200, "{}", reply.text());
    assert_eq!(reply.header("content-type"), "text/csv; charset=utf-8");
    let text = reply.text();
    let text = text.strip_prefix('\u{feff}').expect("a byte-order mark");
    let delimiter = if text.contains(';') { b';' } else { b',' };
    let mut reader =
        csv::ReaderBuilder::new().delimiter(delimiter).has_headers(false).from_reader(text.as_bytes());
    reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect()
}

/// A company with a deal of 1.234,50 euro.
async fn deal(app: &TestApp) -> String {
    let company = app.owner.creates("companies", json!({ "name": "Bakkerij Smits" })).await;
    let fields = json!({
        "title": "Oven", "company": id(&company), "value": { "amount": 123_450, "currency": "EUR" },
        "expected_close": "2026-06-30", "notes": "=1+1",
    });
    id(&app.owner.creates("deals", fields).await)
}

#[test]
fn a_list_is_read_by_people() {
    on_every_engine(async |app| {
        deal(&app).await;
        let columns = "columns=title,status,stage,company,value,currency,expected_close,notes,created_at";
        let rows = csv(&app.owner, &format!("/export/deals.csv?{columns}")).await;
        let head = "Titel Status Fase Bedrijf Waarde Valuta Verwachte-sluiting Notities Aangemaakt";
        assert_eq!(rows[0].join(" ").replace("Verwachte s", "Verwachte-s"), head);
        let row = ["Oven", "Open", "Selectie", "Bakkerij Smits", "1234,50", "EUR", "2026-06-30", "'=1+1"];
        assert_eq!(rows[1][..8], row);
        assert_eq!(rows[1][8], "2026-03-02 10:00:00", "in the zone of the workspace");
        let english = csv(&app.owner, &format!("/export/deals.csv?{columns}&language=en")).await;
        assert_eq!((english[0][4].as_str(), english[1][4].as_str()), ("Value", "1234.50"));
        let all = csv(&app.owner, "/export/deals.csv").await;
        assert!(all[0].len() > 25 && all[0].contains(&"Id".to_owned()), "{:?}", all[0]);
    });
}

#[test]
fn filters_and_order_are_those_of_the_list_and_no_row_is_forgotten() {
    on_every_engine(async |app| {
        for number in 0..7 {
            let name = format!("Bedrijf {number}");
            app.owner.creates("companies", json!({ "name": name, "employees": number })).await;
        }
        let path = "/export/companies.csv?columns=name&sort=-employees&filter=employees:gte:2";
        let rows = csv(&app.owner, path).await;
        let names: Vec<&str> = rows.iter().map(|row| row[0].as_str()).collect();
        assert_eq!(names, ["Naam", "Bedrijf 6", "Bedrijf 5", "Bedrijf 4", "Bedrijf 3", "Bedrijf 2"]);
        app.owner.get("/export/companies.csv?columns=name,nonsense").await.wrong("columns", "unknown_field");
        app.owner.get("/export/companies.csv?filter=nonsense:eq:1").await.wrong("filter", "unknown_field");
    });
}

#[test]
fn more_rows_than_one_page_all_come() {
    on_every_engine(async |app| {
        let workspace = app.workspace;
        let deed = trechter_server::caller::Deed::new(
            &app.app,
            None,
            trechter_domain::Origin::Member,
            trechter_domain::permission::Act::WriteRecords,
        );
        let written = app.app.store.write(workspace, move |tx| {
            let catalogue = tx.catalogue();
            for number in 0..1_234 {
                let fields = json!({ "name": format!("Bedrijf {number}") });
                let fields = fields.as_object().unwrap();
                let made = trechter_domain::decide::create::<trechter_domain::record::Company>(
                    &deed.ctx(&catalogue),
                    deed.id(),
                    fields,
                )?;
                tx.save(&made)?;
            }
            Ok(())
        });
        written.await.unwrap();
        let rows = csv(&app.owner, "/export/companies.csv?columns=id,name").await;
        let mut ids: Vec<&String> = rows[1..].iter().map(|row| &row[0]).collect();
        ids.sort();
        ids.dedup();
        assert_eq!(ids.len(), 1_234);
    });
}

#[test]
fn only_who_may_take_data_along_can() {
    on_every_engine(async |app| {
        deal(&app).await;
        let bram = app.seller("Bram").await;
        bram.get("/export/deals.csv").await.refused(403, "forbidden");
        bram.get("/export/deals.xlsx").await.refused(403, "forbidden");
        let manager = app.manager("Mia").sees("own").await;
        assert_eq!(csv(&manager, "/export/deals.csv").await.len(), 1, "only what she sees");
        manager.get("/export/workspace.zip").await.refused(403, "forbidden");
        app.ask("GET", "/export/deals.csv").await.refused(401, "not_logged_in");
    });
}

#[test]
fn a_sheet_has_typed_cells() {
    on_every_engine(async |app| {
        deal(&app).await;
        let path = "/export/deals.xlsx?columns=title,value,expected_close,notes,created_at";
        let reply = app.owner.get(path).await;
        assert_eq!(reply.status, 200, "{}", reply.text());
        assert!(reply.header("content-disposition").contains("deals-2026-03-02.xlsx"));
        let mut book: Xlsx<_> = Xlsx::new(Cursor::new(reply.bytes.to_vec())).unwrap();
        let sheet = book.worksheet_range("deals").unwrap();
        let rows: Vec<Vec<Data>> = sheet.rows().map(<[Data]>::to_vec).collect();
        assert_eq!(rows[0][0], Data::String("Titel".into()));
        assert_eq!(rows[1][1], Data::Float(1234.5));
        let Data::DateTime(date) = &rows[1][2] else { panic!("no date: {:?}", rows[1][2]) };
        assert_eq!(date.as_f64(), 46203.0, "30 June 2026");
        assert_eq!(rows[1][3], Data::String("=1+1".into()), "a text, not a formula");
        assert!(matches!(rows[1][4], Data::DateTime(_)));
    });
}
