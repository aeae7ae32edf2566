//! `GET /export/measure/people.csv` and `.xlsx`: any answer about numbers as a file.

use std::collections::{HashMap, HashSet};
use std::io::Seek;

use axum::body::Body;
use axum::http::Method;
use axum::response::Response;
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::Value;
use trechter_domain::permission::Act;
use trechter_domain::{Catalogue, MemberId, WorkspaceId};
use trechter_store::Ref;
use uuid::Uuid;

use super::list::{broken, language};
use crate::api::files::saved;
use crate::api::measure::explain::explained;
use crate::api::measure::tables::Table;
use crate::app::App;
use crate::caller::Deed;
use crate::export::cells::Cell;
use crate::export::delimited::Writer;
use crate::export::numbers::{Names, Sheet, asked, records, sheets};
use crate::export::sheet::{Book, MOST_ROWS};
use crate::export::tongue;
use crate::http::{Bytes, Problem, RawCall, RawOperation};
use crate::numbers::{Asking, aside};

/// The name of what is saved, with its ending: `people.csv`, `explain.xlsx`.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub struct NumbersPath {
    pub table: String,
}

/// How a file is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Csv,
    Xlsx,
}

/// What is told, on its way to a file.
struct Told {
    sheets: Vec<Sheet>,
    question: Sheet,
}

/// Any answer about numbers as a file.
pub struct ExportNumbers;

impl RawOperation for ExportNumbers {
    const METHOD: Method = Method::GET;
    const ACT: Act = Act::ReadRecords;
    const SENDS: &'static str = "application/octet-stream";
    type Path = NumbersPath;
    type Query = Asking;
    type Body = crate::http::Nothing;
    type Reply = Bytes;

    fn id() -> String {
        "export_numbers".into()
    }
    fn path() -> String {
        "/export/measure/{table}".into()
    }
    fn summary() -> String {
        "An answer about numbers as a file: `dashboard.csv`, `people.xlsx`, … for every address under `/measure`, with \
         the same question; the records behind a number as `explain.csv` (for those who may export). CSV has the first \
         table of the answer and the question below it; XLSX has all its tables, and the question on a sheet of its own."
            .into()
    }

    async fn run(call: RawCall<Self>) -> Result<Response, Problem> {
        let (name, form) = match call.path.table.rsplit_once('.') {
            Some((name, "csv")) => (name.to_owned(), Form::Csv),
            Some((name, "xlsx")) => (name.to_owned(), Form::Xlsx),
            _ => return Err(Problem::not_found()),
        };
        let (deed, workspace, member) = (call.deed(), call.caller.workspace, call.caller.member);
        let RawCall { app, query: asking, .. } = call;
        let catalogue = app.store.read(workspace, |tx| Ok(tx.catalogue())).await?;
        let tongue = tongue(&language(asking.language.as_deref(), member, &catalogue));
        let desk = Desk { app, workspace, member, deed: deed.clone() };
        let told = desk.told(&name, asking, &catalogue, tongue).await?;
        let zone = catalogue.workspace.zone();
        let today = deed.now.timestamp().to_zoned(zone.clone()).date();
        let file = |ending: &str| format!("{name}-{today}.{ending}");
        match form {
            Form::Csv => {
                let bytes = csv(told, Writer::new(tongue, zone)).map_err(|error| broken(&error))?;
                Ok(saved(&file("csv"), "text/csv; charset=utf-8", Body::from(bytes)))
            }
            Form::Xlsx => {
                let saving = aside(move || xlsx(told, tongue, zone)).await?;
                let written = saving.map_err(|error| broken(&*error))?;
                let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
                Ok(saved(&file("xlsx"), kind, crate::files::stream(written)))
            }
        }
    }
}

/// Who asks, and where.
struct Desk {
    app: App,
    workspace: WorkspaceId,
    member: MemberId,
    deed: Deed,
}

impl Desk {
    /// The answer, or the records behind a number of it, as tables.
    async fn told(
        &self,
        name: &str,
        asking: Asking,
        catalogue: &Catalogue,
        tongue: usize,
    ) -> Result<Told, Problem> {
        if name == "explain" {
            let export = Deed { act: Act::Export, ..self.deed.clone() };
            self.app.store.read(self.workspace, move |tx| export.reach(&tx.catalogue())).await?;
        }
        let ready = asking.ready(&self.app, self.workspace, Some(self.member), self.deed.clone()).await?;
        let none = HashMap::new();
        let question = asked(&ready, name, &Names { catalogue, refs: &none, tongue });
        if name == "explain" {
            let explained = aside(move || explained(ready, &asking)).await??;
            if explained.records.len() > MOST_ROWS {
                return Err(Problem::of(422, "too_many_rows").with("most", MOST_ROWS));
            }
            let refs = self.refs(explained.records.iter().map(|record| record.id).collect()).await?;
            let names = Names { catalogue, refs: &refs, tongue };
            let records = records(&explained.records, explained.figure.unit, &names);
            return Ok(Told { sheets: vec![records], question });
        }
        let table = Table::named(name)?;
        let answer = aside(move || table.tell(ready, asking)).await??;
        let mut ids = HashSet::new();
        mentioned(&answer, &mut ids);
        let refs = self.refs(ids.into_iter().collect()).await?;
        Ok(Told { sheets: sheets(&answer, &Names { catalogue, refs: &refs, tongue }), question })
    }

    async fn refs(&self, ids: Vec<Uuid>) -> Result<HashMap<Uuid, Ref>, Problem> {
        let deed = self.deed.clone();
        Ok(self.app.store.read(self.workspace, move |tx| deed.refs(tx, &ids)).await?)
    }
}

/// Deals and records of notes that an answer names by their id.
fn mentioned(value: &Value, ids: &mut HashSet<Uuid>) {
    match value {
        Value::Object(entries) => {
            let texts = ["deal", "record"].iter().filter_map(|key| entries.get(*key)?.as_str());
            ids.extend(texts.filter_map(|text| text.parse::<Uuid>().ok()));
            entries.values().for_each(|value| mentioned(value, ids));
        }
        Value::Array(items) => items.iter().for_each(|item| mentioned(item, ids)),
        _ => {}
    }
}

/// The first table, then the question.
fn csv(told: Told, mut writer: Writer) -> Result<Vec<u8>, csv::Error> {
    let head = |sheet: &Sheet| -> Vec<Cell> { sheet.titles.iter().cloned().map(Cell::Text).collect() };
    let mut rows = Vec::new();
    if let Some(first) = told.sheets.into_iter().next() {
        rows.push(head(&first));
        rows.extend(first.rows);
    }
    rows.push(Vec::new());
    rows.extend(told.question.rows);
    // Every line is as long as the others.
    let width = rows.iter().map(Vec::len).max().unwrap_or(0);
    rows.iter_mut().for_each(|row| row.resize(width, Cell::Empty));
    writer.rows(&rows)
}

fn xlsx(told: Told, tongue: usize, zone: jiff::tz::TimeZone) -> anyhow::Result<std::fs::File> {
    let mut sheets = told.sheets.into_iter().chain([told.question]);
    let mut met = HashSet::new();
    let Some(first) = sheets.next() else { anyhow::bail!("an answer without a table") };
    met.insert(first.name.to_lowercase());
    let mut book = Book::new(&first.name, &first.titles, tongue, zone)?;
    first.rows.iter().try_for_each(|row| book.row(row))?;
    for (place, sheet) in sheets.enumerate() {
        // No two sheets have one name.
        let name = match met.insert(sheet.name.to_lowercase()) {
            true => sheet.name,
            false => format!("{} {}", sheet.name, place + 2),
        };
        book.sheet(&name, &sheet.titles)?;
        sheet.rows.iter().try_for_each(|row| book.row(row))?;
    }
    let mut file = tempfile::tempfile()?;
    book.save(&mut file)?;
    file.rewind()?;
    Ok(file)
}
