//! Refused rows as a file: what stood in them and why they were not imported, to mend and send again.

use trechter_domain::BatchId;
use trechter_store::{Error, Result, Tx};

use super::batch::Import;
use super::report::{Note, NoteKind};
use crate::http::words;

/// The refused rows of an import as CSV: file, line and reason before the columns of their files.
///
/// # Errors
/// 404 when there is no such import; the database's.
pub fn csv(tx: &mut Tx<'_>, id: BatchId, language: &str) -> Result<String> {
    let import = Import::load(tx, id)?;
    let mut notes: Vec<Note> = Vec::new();
    let mut after = 0;
    loop {
        let page = tx.import_notes(id, NoteKind::Refused.as_str(), after, 1_000)?;
        let Some((last, _)) = page.last() else { break };
        after = *last;
        for (_, doc) in page {
            notes.push(serde_json::from_value(doc)?);
        }
    }
    let mut columns: Vec<String> = Vec::new();
    for note in &notes {
        for name in import.doc.headers.get(&note.file).into_iter().flatten() {
            if !columns.contains(name) {
                columns.push(name.clone());
            }
        }
    }
    write(&import, &notes, &columns, language).map_err(|error| Error::Internal(error.to_string()))
}

fn write(import: &Import, notes: &[Note], columns: &[String], language: &str) -> anyhow::Result<String> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let ours = if language == "nl" { ["Bestand", "Regel", "Reden"] } else { ["File", "Line", "Reason"] };
    writer
        .write_record(ours.into_iter().map(str::to_owned).chain(columns.iter().map(|name| neutral(name))))?;
    let mut notes = notes.iter().peekable();
    while let Some(note) = notes.next() {
        let mut reasons = vec![reason(note, language)];
        // Several things may be wrong with one row.
        while let Some(more) =
            notes.next_if(|more| (more.file.as_str(), more.line) == (note.file.as_str(), note.line))
        {
            reasons.push(reason(more, language));
        }
        let header = import.doc.headers.get(&note.file);
        let cell = |name: &String| -> String {
            let index = header.and_then(|header| header.iter().position(|column| column == name));
            let text = index.and_then(|index| note.row.as_ref()?.get(index)).map_or("", String::as_str);
            neutral(text)
        };
        let start = [neutral(&note.file), note.line.to_string(), neutral(&reasons.join("; "))];
        writer.write_record(start.into_iter().chain(columns.iter().map(cell)))?;
    }
    Ok(String::from_utf8(writer.into_inner()?)?)
}

fn reason(note: &Note, language: &str) -> String {
    let what = words::field(language, &note.code, &note.params);
    match note.column.as_ref().or(note.field.as_ref()) {
        Some(place) => format!("{place}: {what}"),
        None => what,
    }
}

/// What a spreadsheet would take for a formula gets a mark that the import takes off again.
fn neutral(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}") } else { text.to_owned() }
}
