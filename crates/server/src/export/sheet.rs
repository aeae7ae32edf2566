//! XLSX with typed cells: numbers that add up, dates that sort, texts that never run as a formula.

use std::io::{Seek, Write};

use jiff::tz::TimeZone;
use rust_decimal::prelude::ToPrimitive;
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook, Worksheet, XlsxError};

use super::cells::Cell;

/// Most rows of one sheet; beyond it CSV is the better file.
pub const MOST_ROWS: usize = 200_000;

/// Longest text of a cell in XLSX.
const LONGEST: usize = 32_767;

/// A workbook that is filled row by row, its rows kept on disk meanwhile.
pub struct Book {
    book: Workbook,
    formats: Formats,
    /// The sheet that is being filled, and its next row.
    sheet: usize,
    next: u32,
}

struct Formats {
    head: Format,
    text: Format,
    amount: Format,
    share: Format,
    instant: Format,
    date: Format,
    zone: TimeZone,
    tongue: usize,
}

impl Book {
    /// An empty sheet with this name and these titles.
    ///
    /// # Errors
    /// The temporary file cannot be made.
    pub fn new(name: &str, titles: &[String], tongue: usize, zone: TimeZone) -> Result<Self, XlsxError> {
        let formats = Formats {
            head: Format::new().set_bold(),
            // The mark that a text is a text, however it begins.
            text: Format::new().set_quote_prefix(),
            amount: Format::new().set_num_format("#,##0.00"),
            share: Format::new().set_num_format("0.0%"),
            instant: Format::new().set_num_format("yyyy-mm-dd hh:mm"),
            date: Format::new().set_num_format("yyyy-mm-dd"),
            zone,
            tongue,
        };
        let mut book = Self { book: Workbook::new(), formats, sheet: 0, next: 1 };
        book.begin(name, titles)?;
        Ok(book)
    }

    /// Begins another sheet; rows go there from now on.
    ///
    /// # Errors
    /// There is a sheet of this name; the temporary file cannot be made.
    pub fn sheet(&mut self, name: &str, titles: &[String]) -> Result<(), XlsxError> {
        self.sheet += 1;
        self.next = 1;
        self.begin(name, titles)
    }

    fn begin(&mut self, name: &str, titles: &[String]) -> Result<(), XlsxError> {
        let sheet = self.book.add_worksheet_with_constant_memory()?;
        sheet.set_name(sheet_name(name))?;
        sheet.set_freeze_panes(1, 0)?;
        for (column, title) in (0u16..).zip(titles) {
            sheet.set_column_width(column, (title.chars().count() + 4).clamp(12, 40) as f64)?;
        }
        for (column, title) in (0u16..).zip(titles) {
            sheet.write_string_with_format(0, column, title, &self.formats.head)?;
        }
        Ok(())
    }

    /// Adds a row.
    ///
    /// # Errors
    /// The temporary file cannot be written.
    pub fn row(&mut self, row: &[Cell]) -> Result<(), XlsxError> {
        let at = self.next;
        let sheet = self.book.worksheet_from_index(self.sheet)?;
        for (column, cell) in (0u16..).zip(row) {
            self.formats.write(sheet, at, column, cell)?;
        }
        self.next += 1;
        Ok(())
    }

    /// Writes the file.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn save(mut self, to: impl Write + Seek + Send) -> Result<(), XlsxError> {
        self.book.save_to_writer(to)
    }
}

/// A name that a sheet may have: at most 31 letters, none of those that Excel keeps for itself.
fn sheet_name(name: &str) -> String {
    let letters = name.chars().map(|letter| if "[]:*?/\\'".contains(letter) { ' ' } else { letter });
    letters.take(31).collect()
}

impl Formats {
    fn write(&self, sheet: &mut Worksheet, row: u32, column: u16, cell: &Cell) -> Result<(), XlsxError> {
        match cell {
            Cell::Empty => return Ok(()),
            Cell::Text(text) => {
                let short: String;
                let text = if text.chars().count() > LONGEST {
                    short = text.chars().take(LONGEST).collect();
                    &short
                } else {
                    text
                };
                if text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
                    sheet.write_string_with_format(row, column, text, &self.text)?
                } else {
                    sheet.write_string(row, column, text)?
                }
            }
            Cell::Number(number) => sheet.write_number(row, column, number.to_f64().unwrap_or(0.0))?,
            Cell::Share(share) => {
                sheet.write_number_with_format(row, column, share.to_f64().unwrap_or(0.0), &self.share)?
            }
            Cell::Amount(amount) => {
                sheet.write_number_with_format(row, column, amount.to_f64().unwrap_or(0.0), &self.amount)?
            }
            Cell::Instant(at) => {
                let local = at.timestamp().to_zoned(self.zone.clone()).datetime();
                match excel(local.date(), Some(local.time())) {
                    Some(time) => sheet.write_datetime_with_format(row, column, time, &self.instant)?,
                    None => sheet.write_string(row, column, at.to_string())?,
                }
            }
            Cell::Date(date) => match excel(*date, None) {
                Some(day) => sheet.write_datetime_with_format(row, column, day, &self.date)?,
                None => sheet.write_string(row, column, date.to_string())?,
            },
            Cell::YesNo(yes) => sheet.write_string(
                row,
                column,
                [["no", "nee"], ["yes", "ja"]][usize::from(*yes)][self.tongue],
            )?,
        };
        Ok(())
    }
}

/// A date as Excel counts it; `None` before 1900, which it cannot.
fn excel(date: jiff::civil::Date, time: Option<jiff::civil::Time>) -> Option<ExcelDateTime> {
    let day = ExcelDateTime::from_ymd(
        u16::try_from(date.year()).ok()?,
        date.month().unsigned_abs(),
        date.day().unsigned_abs(),
    );
    let day = day.ok()?;
    match time {
        None => Some(day),
        Some(time) => {
            let (hour, minute) = (u16::from(time.hour().unsigned_abs()), time.minute().unsigned_abs());
            day.and_hms(hour, minute, f64::from(time.second())).ok()
        }
    }
}
