//! Workbooks (XLSX).

use std::io::Cursor;

use calamine::{Data, Reader, Xlsx};

use super::{Budget, Row, Sheet, Unreadable, archive, limits, unique_header};

/// The sheets that have a header and rows.
pub fn read(name: &str, bytes: &[u8], budget: &mut Budget) -> Result<Vec<Sheet>, Unreadable> {
    budget.take(archive::weigh(bytes, budget)?)?;
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|_| Unreadable::NotATable)?;
    let names = book.sheet_names().to_vec();
    let mut sheets = Vec::new();
    for sheet in names.into_iter().take(limits::FILES) {
        // A sheet of charts, or one that is damaged, is no reason to lose the others.
        let Ok(range) = book.worksheet_range(&sheet) else { continue };
        if range.width() > limits::COLUMNS {
            return Err(Unreadable::TooLarge);
        }
        let mut rows = range.rows();
        let Some(header) = rows.next() else { continue };
        let first = u64::from(range.start().map_or(0, |(row, _)| row)) + 2;
        let header = unique_header(header.iter().map(text));
        let rows: Vec<Row> = (first..)
            .zip(rows)
            .map(|(line, cells)| Row { line, cells: cells.iter().map(text).collect() })
            .filter(|row| row.cells.iter().any(|cell| !cell.is_empty()))
            .collect();
        if rows.len() > limits::ROWS {
            return Err(Unreadable::TooLarge);
        }
        if !rows.is_empty() {
            sheets.push(Sheet { file: name.to_owned(), sheet: Some(sheet), dress: None, header, rows });
        }
    }
    if sheets.is_empty() { Err(Unreadable::Empty) } else { Ok(sheets) }
}

/// A cell as text: dates the ISO way, whole numbers without a point.
fn text(cell: &Data) -> String {
    match cell {
        Data::Empty | Data::Error(_) => String::new(),
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => text.clone(),
        Data::Int(number) => number.to_string(),
        Data::Float(number) => number.to_string(),
        Data::Bool(flag) => flag.to_string(),
        Data::DateTime(at) if at.is_duration() => at.as_f64().to_string(),
        Data::DateTime(at) => crate::import::value::from_serial(at.as_f64())
            .map_or_else(|| at.as_f64().to_string(), |at| at.to_string()),
    }
}
