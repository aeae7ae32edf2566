//! The question that a table answers, and the records behind a number.

use serde_json::Value;
use trechter_measure::answer::{Counted, Unit};
use trechter_measure::definitions::NoteCode;
use trechter_measure::question::Question;
use trechter_store::Ref;
use uuid::Uuid;

use super::figures::number;
use super::flat::Sheet;
use super::names::Names;
use crate::export::cells::Cell;
use crate::numbers::Ready;

/// The question, line by line: period, date, what was known, comparison, filter, rows.
pub fn asked(ready: &Ready, table: &str, names: &Names<'_>) -> Sheet {
    let question: &Question = &ready.question;
    let workspace = &names.catalogue.workspace;
    let zone = workspace.zone();
    let text = |text: String| Cell::Text(text);
    let mut lines = vec![
        ("workspace", text(workspace.name.clone())),
        ("question", text(names.word(table))),
        ("period", text(question.period.to_string())),
        ("as_of", Cell::Instant(question.as_of.instant(&zone))),
    ];
    if let Some(known) = question.known_at {
        lines.push(("known_at", Cell::Number(known.seq.into())));
    }
    if let Some(reference) = question.compare_to {
        lines.push(("compare_to", text(names.word(reference.key()))));
    }
    for condition in &question.filter {
        let values = condition.any_of.iter().map(|value| match serde_json::to_value(value) {
            Ok(value) => shown(&names.cell(&value)),
            Err(_) => String::new(),
        });
        let values: Vec<String> = values.collect();
        lines.push((
            "filter",
            text(format!("{}: {}", names.word(&condition.dimension.to_string()), values.join(", "))),
        ));
    }
    if !question.group_by.is_empty() {
        let by: Vec<String> = question.group_by.iter().map(|by| names.word(&by.to_string())).collect();
        lines.push(("group_by", text(by.join(", "))));
    }
    lines.push(("currency", text(workspace.currency.to_string())));
    let rows = lines.into_iter().map(|(what, cell)| vec![Cell::Text(names.word(what)), cell]);
    Sheet {
        name: names.word("question"),
        titles: vec![names.word("question"), String::new()],
        rows: rows.collect(),
    }
}

fn shown(cell: &Cell) -> String {
    match cell {
        Cell::Text(text) => text.clone(),
        _ => String::new(),
    }
}

/// The records that a number counts. Those that the reader may no longer open are one line with their number.
pub fn records(records: &[Counted], unit: Unit, names: &Names<'_>) -> Sheet {
    let titles = ["kind", "title", "hit", "value", "id"].map(|title| names.word(title));
    let (open, hidden): (Vec<&Counted>, Vec<&Counted>) =
        records.iter().partition(|record| opens(names.refs.get(&record.id)));
    let mut rows: Vec<Vec<Cell>> = open.iter().map(|record| row(record, unit, names)).collect();
    if !hidden.is_empty() {
        let count = hidden.len().to_string();
        let words = NoteCode::HiddenRecords.words(names.language(), &[("count", &count)]).unwrap_or(count);
        rows.push(vec![Cell::Empty, Cell::Text(words), Cell::Empty, Cell::Empty, Cell::Empty]);
    }
    Sheet { name: names.word("records"), titles: titles.into(), rows }
}

/// May the reader open what this is about?
pub fn opens(known: Option<&Ref>) -> bool {
    known.is_some_and(|known| !known.hidden)
}

fn row(record: &Counted, unit: Unit, names: &Names<'_>) -> Vec<Cell> {
    let amount = match unit {
        Unit::Money | Unit::MoneyPerDay | Unit::MoneyPerMonth => {
            number(record.amount.map(|amount| amount as f64), Unit::Money, names.digits())
        }
        _ => Cell::Empty,
    };
    vec![
        names.cell(&Value::String(record.kind.as_str().into())),
        named(record.id, names),
        Cell::YesNo(record.hit),
        amount,
        Cell::Text(record.id.to_string()),
    ]
}

fn named(id: Uuid, names: &Names<'_>) -> Cell {
    names.of(id).map_or(Cell::Empty, Cell::Text)
}
