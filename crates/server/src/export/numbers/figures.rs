//! A figure as cells.

use rust_decimal::Decimal;
use rust_decimal::prelude::FromPrimitive;
use trechter_measure::answer::{Figure, Note, Unit};
use trechter_measure::definitions::NoteCode;

use super::names::Names;
use crate::export::cells::Cell;

/// Decimals that numbers are rounded to in files.
const DECIMALS: u32 = 6;

/// A number of this unit as a cell: money in whole units, shares as such.
pub fn number(value: Option<f64>, unit: Unit, digits: u32) -> Cell {
    let Some(value) = value.and_then(Decimal::from_f64) else { return Cell::Empty };
    match unit {
        Unit::Money | Unit::MoneyPerDay | Unit::MoneyPerMonth => {
            let minor = Decimal::new(10i64.pow(digits), 0);
            let mut amount = (value / minor).round_dp(digits);
            amount.rescale(digits);
            Cell::Amount(amount)
        }
        Unit::Share => Cell::Share(value.round_dp(DECIMALS).normalize()),
        _ => Cell::Number(value.round_dp(DECIMALS).normalize()),
    }
}

/// A column beside the value: the word for it, and what it holds.
pub type Beside = (&'static str, Cell);

/// What belongs to a figure beside its value: interval, comparison, verdict. `all` gives every column, else only
/// those that are filled.
pub fn beside(figure: &Figure, names: &Names<'_>, all: bool) -> Vec<Beside> {
    let cell = |value: Option<f64>| number(value, figure.unit, names.digits());
    let plain = |value: Option<f64>| number(value, Unit::Ratio, names.digits());
    let count = |value: u64| Cell::Number(Decimal::from(value));
    let compared = figure.comparison.as_ref();
    let told = compared.map(|compared| compared.verdict.words(names.language()).to_owned());
    let ratio = figure.interval.is_some() || figure.denominator.is_some();
    let mut cells = vec![
        ("n", if ratio || all { count(figure.n) } else { Cell::Empty }),
        ("low", cell(figure.interval.and_then(|interval| interval.low))),
        ("high", cell(figure.interval.and_then(|interval| interval.high))),
        ("reference", cell(compared.and_then(|compared| compared.value))),
        ("change", cell(compared.and_then(|compared| compared.change))),
        ("verdict", told.map_or(Cell::Empty, Cell::Text)),
    ];
    if all {
        cells.insert(1, ("numerator", plain(figure.numerator)));
        cells.insert(2, ("denominator", plain(figure.denominator)));
        let notes: Vec<String> = figure.notes.iter().filter_map(|note| note_words(note, names)).collect();
        cells.push(("notes", if notes.is_empty() { Cell::Empty } else { Cell::Text(notes.join("; ")) }));
    } else {
        cells.retain(|(_, cell)| *cell != Cell::Empty);
    }
    cells
}

/// A note in the reader's language; `None` when it lacks what its words need.
fn note_words(note: &Note, names: &Names<'_>) -> Option<String> {
    let code = NoteCode::from_key(&note.code)?;
    let count = note.count.map(|count| count.to_string()).unwrap_or_default();
    let is_share = ["carried_by_few", "comparable", "not_comparable"].contains(&note.code.as_str());
    let value = note.value.map(|value| match is_share {
        true => format!("{:.0}%", value * 100.0),
        false => format!("{}", (value * 100.0).round() / 100.0),
    });
    let value = value.unwrap_or_default();
    let record = note.record.and_then(|id| names.of(id)).unwrap_or_default();
    code.words(names.language(), &[("count", &count), ("value", &value), ("record", &record)]).ok()
}

/// What a figure is called.
pub fn title(figure: &Figure, names: &Names<'_>) -> String {
    figure.metric.definition().text(names.language()).name.to_owned()
}
