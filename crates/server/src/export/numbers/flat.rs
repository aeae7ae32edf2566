//! From an answer, whatever it is about, to tables.
//!
//! An answer is an object. Its lists of objects are tables, one row each; a figure in a row is a column, and so are
//! its interval, comparison and verdict where any row has them. Figures that stand alone are a table with one row each.

use serde_json::{Map, Value};
use trechter_measure::answer::{Figure, Unit};

use super::figures::{beside, number, title};
use super::names::Names;
use crate::export::cells::Cell;

/// One table of a file.
#[derive(Debug, Clone, PartialEq)]
pub struct Sheet {
    /// What it is about.
    pub name: String,
    /// The titles of its columns.
    pub titles: Vec<String>,
    /// Its rows, as long as there are titles.
    pub rows: Vec<Vec<Cell>>,
}

/// A row on its way: cells by the titles of their columns.
type Row = Vec<(String, Cell)>;

/// Columns that say what a row is come first, in this order.
const FIRST: [&str; 20] = [
    "period",
    "month",
    "who",
    "whom",
    "channel",
    "values",
    "phase",
    "from",
    "pipeline",
    "stage",
    "dimension",
    "value",
    "deal",
    "lost_at",
    "reason",
    "metric",
    "left",
    "stands",
    "aim",
    "result",
];

/// Parts of an answer that are drawings of what the table has in numbers, or not for tables.
const LEFT_OUT: [&str; 10] =
    ["notes", "explain", "columns", "curve", "quartiles", "exits", "also", "refs", "counts", "group_by"];

/// The tables of an answer, the most telling first.
pub fn sheets(told: &Value, names: &Names<'_>) -> Vec<Sheet> {
    let Value::Object(told) = told else { return Vec::new() };
    let by = told.get("group_by").or_else(|| told.get("by")).and_then(Value::as_array);
    let by: Vec<&str> = by.into_iter().flatten().filter_map(Value::as_str).collect();
    let mut lists: Vec<(String, Vec<Row>)> = Vec::new();
    let mut alone: Vec<Row> = Vec::new();
    let mut whole: Vec<Row> = Vec::new();
    let has_rows = told.get("rows").and_then(Value::as_array).is_some_and(|rows| !rows.is_empty());
    for (key, value) in in_order(told) {
        match value {
            Value::Array(items) if items.iter().all(|item| figure(item).is_some()) && !items.is_empty() => {
                if key == "totals" && has_rows {
                    let total = Map::from_iter([("figures".to_owned(), value.clone())]);
                    whole.push(labelled("total", &total, &by, names));
                } else {
                    alone.extend(items.iter().filter_map(figure).map(|item| lone(&item, names)));
                }
            }
            Value::Array(items) if items.first().is_some_and(Value::is_object) => {
                lists.push((key.clone(), items.iter().flat_map(|item| rows(item, &by, names)).collect()));
            }
            Value::Object(entries) => match figure(value) {
                Some(figure) => alone.push(lone(&figure, names)),
                None if holds_figure(entries) => whole.push(labelled(key, entries, &by, names)),
                None => {}
            },
            _ => {}
        }
    }
    if !whole.is_empty() {
        match lists.iter_mut().find(|(key, _)| key == "rows") {
            Some((_, rows)) => drop(rows.splice(0..0, whole)),
            None => lists.insert(0, ("rows".to_owned(), whole)),
        }
    }
    if !alone.is_empty() {
        lists.push(("figures".to_owned(), alone));
    }
    // What an answer is called after comes before what it has beside.
    lists.sort_by_key(|(key, _)| ["months", "may_be_chance", "come_back", "whole"].contains(&key.as_str()));
    lists.into_iter().map(|(key, rows)| sheet(names.word(&key), rows)).collect()
}

/// A figure, if the value is one.
fn figure(value: &Value) -> Option<Figure> {
    value.get("metric").filter(|_| value.get("explain").is_some())?;
    serde_json::from_value(value.clone()).ok()
}

fn holds_figure(entries: &Map<String, Value>) -> bool {
    entries.values().any(|value| figure(value).is_some())
}

/// Entries, those that say what it is first.
fn in_order(entries: &Map<String, Value>) -> Vec<(&String, &Value)> {
    let mut ordered: Vec<(&String, &Value)> =
        entries.iter().filter(|(key, _)| !LEFT_OUT.contains(&key.as_str())).collect();
    ordered.sort_by_key(|(key, _)| FIRST.iter().position(|first| first == key).unwrap_or(FIRST.len()));
    ordered
}

/// A figure that stands alone, as a row.
fn lone(figure: &Figure, names: &Names<'_>) -> Row {
    let mut row = vec![
        (names.word("metric"), Cell::Text(title(figure, names))),
        (names.word("value"), number(figure.value, figure.unit, names.digits())),
        (names.word("unit"), Cell::Text(figure.unit.words(names.language()).to_owned())),
    ];
    row.extend(beside(figure, names, true).into_iter().map(|(what, cell)| (names.word(what), cell)));
    row
}

/// A row that stands for all of something; what it is stands where other rows have their value.
fn labelled(label: &str, entries: &Map<String, Value>, by: &[&str], names: &Names<'_>) -> Row {
    let first = by.first().map_or("row", |dimension| dimension_word(dimension));
    let mut row = vec![(names.word(first), Cell::Text(names.word(label)))];
    flatten(entries, "", by, names, &mut row);
    row
}

/// An item of a list as rows: one, or for a step of a series that has rows of its own, one for each of them.
fn rows(item: &Value, by: &[&str], names: &Names<'_>) -> Vec<Row> {
    let Value::Object(entries) = item else { return Vec::new() };
    let mut row = Row::new();
    flatten(entries, "", by, names, &mut row);
    let inner = entries.get("rows").and_then(Value::as_array).into_iter().flatten();
    let inner: Vec<Row> = inner
        .filter_map(Value::as_object)
        .map(|inner| {
            let mut row = Row::new();
            let outer = entries.iter().filter(|(_, value)| value.is_string());
            let outer: Map<String, Value> = outer.map(|(key, value)| (key.clone(), value.clone())).collect();
            flatten(&outer, "", by, names, &mut row);
            flatten(inner, "", by, names, &mut row);
            row
        })
        .collect();
    if inner.is_empty() { vec![row] } else { inner }
}

/// Puts the entries of an object into a row; `under` is what it is part of.
fn flatten(entries: &Map<String, Value>, under: &str, by: &[&str], names: &Names<'_>, row: &mut Row) {
    for (key, value) in in_order(entries) {
        match value {
            Value::Array(values) if key == "values" => {
                for (place, value) in values.iter().enumerate() {
                    let dimension = by.get(place).copied().unwrap_or("row");
                    row.push((names.word(dimension_word(dimension)), names.cell(value)));
                }
            }
            Value::Array(items) => {
                for item in items {
                    match (figure(item), item) {
                        (Some(figure), _) => put(&figure, under, names, row),
                        (None, Value::Object(item)) if item.contains_key("figure") => {
                            held(item, under, names, row)
                        }
                        _ => {}
                    }
                }
            }
            Value::Object(inner) => match figure(value) {
                Some(figure) => put(&figure, under, names, row),
                None if key == "horizon" => row.push((names.word("horizon"), names.cell(&inner["days"]))),
                None if key.ends_with("_horizon") => {}
                None if key == "whom" => row.push((names.word("whom"), whom(inner, names))),
                None if key == "leak" => flatten(inner, under, by, names, row),
                None if is_value(inner) => row.push((names.word(key), names.cell(value))),
                None => flatten(inner, &names.word(key), by, names, row),
            },
            Value::Number(amount) if is_money(key, entries) => {
                row.push((names.word(key), number(amount.as_f64(), Unit::Money, names.digits())));
            }
            Value::Number(amount) if key == "aim" => {
                let unit = entries.get("result").and_then(figure).map_or(Unit::Ratio, |result| result.unit);
                row.push((names.word(key), number(amount.as_f64(), unit, names.digits())));
            }
            Value::String(metric) if key == "metric" => {
                row.push((names.word(key), metric_name(metric, names)))
            }
            Value::String(dimension) if key == "dimension" => {
                row.push((names.word(key), Cell::Text(names.word(dimension_word(dimension)))));
            }
            value => row.push((within(under, &names.word(key)), names.cell(value))),
        }
    }
}

/// Amounts that are no figures: what is recoverable at least, what a lost deal was worth.
fn is_money(key: &str, entries: &Map<String, Value>) -> bool {
    key == "at_least" || (key == "value" && entries.contains_key("deal"))
}

/// A value of a dimension: `{"id": …}`, `{"text": …}` or `{"class": …}`.
fn is_value(entries: &Map<String, Value>) -> bool {
    entries.len() == 1 && ["id", "text", "class"].iter().any(|kind| entries.contains_key(*kind))
}

/// `custom.deal.region` is called `region` when it has no other name.
fn dimension_word(dimension: &str) -> &str {
    dimension.rsplit('.').next().unwrap_or(dimension)
}

fn within(under: &str, title: &str) -> String {
    if under.is_empty() { title.to_owned() } else { format!("{under}: {title}") }
}

fn metric_name(key: &str, names: &Names<'_>) -> Cell {
    let metric = trechter_measure::definitions::Metric::from_key(key);
    Cell::Text(
        metric.map_or_else(
            || names.word(key),
            |metric| metric.definition().text(names.language()).name.to_owned(),
        ),
    )
}

fn whom(entries: &Map<String, Value>, names: &Names<'_>) -> Cell {
    match entries.get("id") {
        Some(id) => names.cell(id),
        None => names.cell(&Value::String("workspace".into())),
    }
}

/// A figure as a column, and those beside it.
fn put(figure: &Figure, under: &str, names: &Names<'_>, row: &mut Row) {
    let name = within(under, &title(figure, names));
    row.push((name.clone(), number(figure.value, figure.unit, names.digits())));
    let beside = beside(figure, names, false);
    row.extend(beside.into_iter().map(|(what, cell)| (format!("{name} ({})", names.word(what)), cell)));
}

/// A figure held against yardsticks.
fn held(item: &Map<String, Value>, under: &str, names: &Names<'_>, row: &mut Row) {
    let Some(figure) = item.get("figure").and_then(figure) else { return };
    put(&figure, under, names, row);
    let name = within(under, &title(&figure, names));
    for against in item.get("against").and_then(Value::as_array).into_iter().flatten() {
        let yardstick = names.word(against["yardstick"].as_str().unwrap_or("reference"));
        let Ok(comparison) = serde_json::from_value(against["comparison"].clone()) else { continue };
        let compared =
            Figure { comparison: Some(comparison), interval: None, denominator: None, ..figure.clone() };
        let cells = beside(&compared, names, false).into_iter().filter(|(what, _)| *what != "n");
        row.extend(cells.map(|(what, cell)| (format!("{name}, {yardstick} ({})", names.word(what)), cell)));
    }
}

/// Rows under common columns, in the order in which they first appear.
fn sheet(name: String, rows: Vec<Row>) -> Sheet {
    let mut titles: Vec<String> = Vec::new();
    for row in &rows {
        let mut place = 0;
        for (title, _) in row {
            match titles.iter().position(|known| known == title) {
                Some(known) => place = known + 1,
                None => {
                    titles.insert(place, title.clone());
                    place += 1;
                }
            }
        }
    }
    let cells = |row: Row| {
        let mut cells = vec![Cell::Empty; titles.len()];
        for (title, cell) in row {
            if let Some(place) = titles.iter().position(|known| *known == title) {
                cells[place] = cell;
            }
        }
        cells
    };
    let rows = rows.into_iter().map(cells).collect();
    Sheet { name, titles, rows }
}
