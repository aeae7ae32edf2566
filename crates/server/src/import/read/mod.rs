//! Reading files: bytes become sheets of text cells, whatever their dress. Nothing here panics on what
//! it is given, and nothing grows beyond [`limits`].

mod archive;
mod delimited;
pub mod limits;
mod workbook;

use serde::Serialize;

pub use delimited::Dress;

/// A table of text cells with a header.
#[derive(Debug, Clone, PartialEq)]
pub struct Sheet {
    /// The file's name, inside an archive its own.
    pub file: String,
    /// The name of the sheet in a workbook.
    pub sheet: Option<String>,
    /// How it was written; `None` for workbooks.
    pub dress: Option<Dress>,
    pub header: Vec<String>,
    pub rows: Vec<Row>,
}

/// One record of a file.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// The line on which it begins, counted from 1; in a workbook the row.
    pub line: u64,
    pub cells: csv::StringRecord,
}

impl Row {
    /// A cell without the spaces around it; empty when the row is short.
    pub fn cell(&self, column: usize) -> &str {
        clean(self.cells.get(column).unwrap_or(""))
    }
}

/// Without spaces around it, and without the mark that exports put before what a spreadsheet could
/// take for a formula.
fn clean(text: &str) -> &str {
    let text = text.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}' || c == '\0');
    match text.strip_prefix('\'') {
        Some(rest) if rest.starts_with(['=', '+', '-', '@', '\t', '\r']) => rest,
        _ => text,
    }
}

/// Unpacked bytes that the files of one import may still take, all together.
#[derive(Debug)]
pub struct Budget(usize);

impl Default for Budget {
    fn default() -> Self {
        Self(limits::UNPACKED)
    }
}

impl Budget {
    /// Less than usual.
    pub fn of(bytes: usize) -> Self {
        Self(bytes)
    }

    /// How far something packed may grow now.
    fn most(&self, packed: usize) -> usize {
        self.0.min(packed.saturating_mul(limits::RATIO).max(1 << 20))
    }

    fn take(&mut self, bytes: usize) -> Result<(), Unreadable> {
        self.0 = self.0.checked_sub(bytes).ok_or(Unreadable::TooLarge)?;
        Ok(())
    }
}

/// What the person said about a file's dress, where detection may be wrong.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Wish {
    pub encoding: Option<String>,
    pub delimiter: Option<char>,
}

/// Why a file cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub enum Unreadable {
    /// Larger than [`limits`] allow.
    TooLarge,
    /// Not a table of any known kind.
    NotATable,
    /// No header, or no columns.
    Empty,
    UnknownEncoding,
}

impl Unreadable {
    /// The stable code of the API.
    pub fn code(&self) -> &'static str {
        match self {
            Unreadable::TooLarge => "import_too_large",
            Unreadable::NotATable => "import_not_a_table",
            Unreadable::Empty => "import_empty",
            Unreadable::UnknownEncoding => "import_unknown_encoding",
        }
    }
}

impl std::fmt::Display for Unreadable {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Unreadable::TooLarge => "it is too large",
            Unreadable::NotATable => "it is not a CSV file or workbook",
            Unreadable::Empty => "it has no header or no rows",
            Unreadable::UnknownEncoding => "its encoding is not known",
        })
    }
}

/// The tables of a file: CSV, CSV compressed with gzip, XLSX, or a zip of those.
///
/// # Errors
/// It is none of them, empty, or too large, by itself or with the files that took of the same budget.
pub fn sheets(
    name: &str,
    bytes: &[u8],
    budget: &mut Budget,
    wish: &dyn Fn(&str) -> Wish,
) -> Result<Vec<Sheet>, Unreadable> {
    if bytes.len() > limits::FILE {
        return Err(Unreadable::TooLarge);
    }
    let name = name.rsplit(['/', '\\']).next().unwrap_or(name);
    if bytes.starts_with(b"PK\x03\x04") {
        if archive::is_workbook(bytes) {
            return workbook::read(name, bytes, budget);
        }
        return archive::read(bytes, budget, wish);
    }
    if bytes.starts_with(&[0x1f, 0x8b]) {
        let plain = archive::gunzip(bytes, budget)?;
        let name = name.strip_suffix(".gz").unwrap_or(name);
        return delimited::read(name, &plain, &wish(name)).map(|sheet| vec![sheet]);
    }
    budget.take(bytes.len())?;
    delimited::read(name, bytes, &wish(name)).map(|sheet| vec![sheet])
}

/// Column names that are empty or stand twice get a number, so that each can be named in a mapping.
fn unique_header(cells: impl Iterator<Item = String>) -> Vec<String> {
    let mut header: Vec<String> = Vec::new();
    for (i, cell) in cells.enumerate() {
        let cell = clean(&cell).to_owned();
        let base = if cell.is_empty() { format!("column {}", i + 1) } else { cell };
        let mut name = base.clone();
        let mut count = 1;
        while header.contains(&name) {
            count += 1;
            name = format!("{base} ({count})");
        }
        header.push(name);
    }
    header
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn repeated_and_empty_headers_are_told_apart() {
        let names = ["Amount Currency", "Amount", "", "Amount", "Amount"].map(str::to_owned);
        assert_eq!(
            unique_header(names.into_iter()),
            ["Amount Currency", "Amount", "column 3", "Amount (2)", "Amount (3)"]
        );
    }

    fn packed(size: usize) -> Vec<u8> {
        use std::io::Write;
        let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        for line in 0..size / 16 {
            writeln!(packer, "{line:08},{:06}", line % 7).unwrap();
        }
        packer.finish().unwrap()
    }

    #[test]
    fn all_files_of_an_import_share_one_budget() {
        let mut budget = Budget::of(3 << 20);
        let wish = |_: &str| Wish::default();
        let file = packed(2 << 20);
        sheets("a.csv.gz", &file, &mut budget, &wish).unwrap();
        assert_eq!(sheets("b.csv.gz", &file, &mut budget, &wish), Err(Unreadable::TooLarge));
        let plain = "a,b\n".repeat(1 << 18);
        assert!(sheets("c.csv", plain.as_bytes(), &mut budget, &wish).is_ok(), "what is left is still there");
        assert_eq!(sheets("d.csv", plain.as_bytes(), &mut budget, &wish), Err(Unreadable::TooLarge));
    }

    /// What a zip says it holds is believed when it is too much: nothing is unpacked to find that out.
    #[test]
    fn a_zip_that_says_it_is_too_large_is_not_unpacked() {
        use std::io::Write;
        let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        let options =
            zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Deflated);
        for name in ["a.csv", "b.csv"] {
            zip.start_file(name, options).unwrap();
            zip.write_all("naam;plaats\nSmits;Gent\n".repeat(1 << 12).as_bytes()).unwrap();
        }
        let mut bytes = zip.finish().unwrap().into_inner();
        let wish = |_: &str| Wish::default();
        assert_eq!(sheets("x.zip", &bytes, &mut Budget::default(), &wish).unwrap().len(), 2);
        assert_eq!(sheets("x.zip", &bytes, &mut Budget::of(1 << 17), &wish), Err(Unreadable::TooLarge));
        // The directory of the zip says four gigabytes; the content is what it was.
        let directory = bytes.windows(4).position(|mark| mark == b"PK\x01\x02").unwrap();
        bytes[directory + 24..directory + 28].copy_from_slice(&[0xff, 0xff, 0xff, 0xf0]);
        assert_eq!(sheets("x.zip", &bytes, &mut Budget::default(), &wish), Err(Unreadable::TooLarge));
    }

    #[test]
    fn cells_lose_what_exports_put_before_formulas() {
        for (cell, expected) in
            [(" a ", "a"), ("'=1+1", "=1+1"), ("'s-Hertogenbosch", "'s-Hertogenbosch"), ("\u{feff}x", "x")]
        {
            assert_eq!(clean(cell), expected);
        }
    }
}
