//! CSV as the reader's spreadsheet opens it: UTF-8 with a byte-order mark; in Dutch semicolons and
//! decimal commas, in English commas and decimal points. Dates are ISO 8601, times in the workspace's zone.

use jiff::tz::TimeZone;

use super::cells::Cell;

/// Turns rows into bytes.
pub struct Writer {
    tongue: usize,
    zone: TimeZone,
    began: bool,
}

/// A text that a spreadsheet could take for a formula gets an apostrophe in front, which the import takes
/// away again.
pub fn harmless(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}") } else { text.to_owned() }
}

impl Writer {
    pub fn new(tongue: usize, zone: TimeZone) -> Self {
        Self { tongue, zone, began: false }
    }

    /// The bytes of some rows; the very first ones begin with a byte-order mark.
    ///
    /// # Errors
    /// Never in practice: it writes into memory.
    pub fn rows(&mut self, rows: &[Vec<Cell>]) -> Result<Vec<u8>, csv::Error> {
        let mut bytes = Vec::new();
        if !self.began {
            bytes.extend_from_slice("\u{feff}".as_bytes());
            self.began = true;
        }
        let delimiter = if self.tongue == 1 { b';' } else { b',' };
        let mut writer = csv::WriterBuilder::new()
            .delimiter(delimiter)
            .terminator(csv::Terminator::CRLF)
            .from_writer(bytes);
        for row in rows {
            writer.write_record(row.iter().map(|cell| self.text(cell)))?;
        }
        writer.into_inner().map_err(|error| csv::Error::from(error.into_error()))
    }

    fn text(&self, cell: &Cell) -> String {
        match cell {
            Cell::Empty => String::new(),
            Cell::Text(text) => harmless(text),
            Cell::Number(number) | Cell::Amount(number) | Cell::Share(number) => {
                let text = number.to_string();
                if self.tongue == 1 { text.replace('.', ",") } else { text }
            }
            Cell::Instant(at) => {
                at.timestamp().to_zoned(self.zone.clone()).strftime("%Y-%m-%d %H:%M:%S").to_string()
            }
            Cell::Date(date) => date.to_string(),
            Cell::YesNo(yes) => [["no", "nee"], ["yes", "ja"]][usize::from(*yes)][self.tongue].to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use rust_decimal::Decimal;

    use super::*;

    #[test]
    fn cells_are_written_as_the_reader_writes_them() {
        let row = vec![
            Cell::Text("=1+1".into()),
            Cell::Text("a;\"b\"\nc".into()),
            Cell::Amount(Decimal::new(-123_450, 2)),
            Cell::Instant("2026-07-01T10:00:00Z".parse().unwrap()),
            Cell::YesNo(true),
            Cell::Empty,
        ];
        let zone = TimeZone::get("Europe/Amsterdam").unwrap();
        let dutch = Writer::new(1, zone.clone()).rows(std::slice::from_ref(&row)).unwrap();
        let expected = "\u{feff}'=1+1;\"a;\"\"b\"\"\nc\";-1234,50;2026-07-01 12:00:00;ja;\r\n";
        assert_eq!(String::from_utf8(dutch).unwrap(), expected);
        let mut english = Writer::new(0, zone);
        let first = english.rows(&[]).unwrap();
        assert_eq!(first, "\u{feff}".as_bytes());
        let second = String::from_utf8(english.rows(&[row]).unwrap()).unwrap();
        assert_eq!(second, "'=1+1,\"a;\"\"b\"\"\nc\",-1234.50,2026-07-01 12:00:00,yes,\r\n");
    }
}
