//! Files of cells with something between them: encoding and delimiter are detected, and can be told.

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Row, Sheet, Unreadable, Wish, limits, unique_header};

/// How a file is written.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Dress {
    /// Encoding label, like `utf-8`.
    pub encoding: String,
    /// It begins with a byte order mark.
    pub bom: bool,
    /// Between the cells.
    pub delimiter: char,
    /// Some bytes were not valid in this encoding.
    pub damaged: bool,
}

/// Reads a file of delimited cells.
pub fn read(name: &str, bytes: &[u8], wish: &Wish) -> Result<Sheet, Unreadable> {
    let (text, mut dress) = decode(bytes, wish)?;
    let (text, said) = separator_line(&text);
    dress.delimiter = match wish.delimiter.or(said) {
        Some(told) => told,
        None => delimiter(text),
    };
    let separator = u8::try_from(u32::from(dress.delimiter)).map_err(|_| Unreadable::NotATable)?;
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(separator)
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    let mut lines = Lines { text, at: 0, line: 1 + u64::from(said.is_some()) };
    let mut header = None;
    let mut rows = Vec::new();
    for record in reader.records() {
        let cells = record.map_err(|_| Unreadable::NotATable)?;
        if cells.len() > limits::COLUMNS || cells.as_slice().len() > limits::ROW {
            return Err(Unreadable::TooLarge);
        }
        if cells.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        let line = lines.of(cells.position().map_or(0, csv::Position::byte) as usize);
        match header {
            None => header = Some(unique_header(cells.iter().map(str::to_owned))),
            Some(_) if rows.len() >= limits::ROWS => return Err(Unreadable::TooLarge),
            Some(_) => rows.push(Row { line, cells }),
        }
    }
    let header = header.ok_or(Unreadable::Empty)?;
    Ok(Sheet { file: name.to_owned(), sheet: None, dress: Some(dress), header, rows })
}

/// Counts lines on the way through a text.
struct Lines<'a> {
    text: &'a str,
    at: usize,
    line: u64,
}

impl Lines<'_> {
    /// The line of the first cell at or after a byte: the reader stands before the ends of lines that it
    /// is going to pass over.
    fn of(&mut self, byte: usize) -> u64 {
        let bytes = self.text.as_bytes();
        let mut begin = byte.clamp(self.at, bytes.len());
        while bytes.get(begin).is_some_and(|byte| matches!(byte, b'\r' | b'\n')) {
            begin += 1;
        }
        self.line += bytes[self.at..begin].iter().filter(|byte| **byte == b'\n').count() as u64;
        self.at = begin;
        self.line
    }
}

fn decode(bytes: &[u8], wish: &Wish) -> Result<(String, Dress), Unreadable> {
    let bom = Encoding::for_bom(bytes);
    let encoding = match (&wish.encoding, bom) {
        (Some(label), _) => Encoding::for_label(label.as_bytes()).ok_or(Unreadable::UnknownEncoding)?,
        (None, Some((encoding, _))) => encoding,
        (None, None) => detect(bytes),
    };
    let (text, damaged) = encoding.decode_with_bom_removal(bytes);
    if text.len() > limits::UNPACKED {
        return Err(Unreadable::TooLarge);
    }
    if looks_binary(&text) {
        return Err(Unreadable::NotATable);
    }
    let dress =
        Dress { encoding: encoding.name().to_lowercase(), bom: bom.is_some(), delimiter: ',', damaged };
    Ok((text.into_owned(), dress))
}

/// UTF-8 when it is valid, UTF-16 when every other byte is mostly zero, else what the letters look like.
fn detect(bytes: &[u8]) -> &'static Encoding {
    let sample = &bytes[..bytes.len().min(1 << 16)];
    let zeros = |from: usize| sample.iter().skip(from).step_by(2).filter(|byte| **byte == 0).count();
    let half = sample.len() / 2;
    if half > 2 && zeros(1) * 10 > half * 4 && zeros(0) * 10 < half {
        return UTF_16LE;
    }
    if half > 2 && zeros(0) * 10 > half * 4 && zeros(1) * 10 < half {
        return UTF_16BE;
    }
    if std::str::from_utf8(bytes).is_ok() {
        return UTF_8;
    }
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
    detector.feed(sample, sample.len() == bytes.len());
    let guess = detector.guess(None, chardetng::Utf8Detection::Allow);
    // Invalid UTF-8 that looks like UTF-8 is a damaged UTF-8 file; other guesses are close cousins of
    // what western programs write.
    if guess.is_single_byte() || guess == UTF_8 { guess } else { WINDOWS_1252 }
}

/// Text has few control characters.
fn looks_binary(text: &str) -> bool {
    let sample: Vec<char> = text.chars().take(4_096).collect();
    let odd = sample.iter().filter(|c| c.is_control() && !matches!(c, '\t' | '\r' | '\n')).count();
    odd * 50 > sample.len()
}

/// Excel's `sep=;` in the first line.
fn separator_line(text: &str) -> (&str, Option<char>) {
    let Some(rest) = text.strip_prefix("sep=").or_else(|| text.strip_prefix("SEP=")) else {
        return (text, None);
    };
    let mut chars = rest.chars();
    match (chars.next(), chars.as_str().find('\n')) {
        (Some(said), Some(end)) if chars.as_str()[..end].trim().is_empty() => {
            (&chars.as_str()[end + 1..], Some(said))
        }
        _ => (text, None),
    }
}

/// The delimiter that cuts the first records into the same number of cells, the most of them.
fn delimiter(text: &str) -> char {
    let end = text.char_indices().map(|(i, _)| i).nth(1 << 16).unwrap_or(text.len());
    let sample = &text[..end];
    let mut best = (',', 0.0);
    for candidate in [',', ';', '\t', '|'] {
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(candidate as u8)
            .has_headers(false)
            .flexible(true)
            .from_reader(sample.as_bytes());
        let widths: Vec<usize> =
            reader.records().take(50).map_while(Result::ok).map(|row| row.len()).collect();
        let Some(width) = widths.first().copied().filter(|width| *width > 1) else { continue };
        // The last record of a cut sample may be short.
        let whole = &widths[..widths.len().saturating_sub(usize::from(end < text.len())).max(1)];
        let same = whole.iter().filter(|other| **other == width).count() as f64 / whole.len() as f64;
        let score = same * (width as f64).sqrt();
        if score > best.1 {
            best = (candidate, score);
        }
    }
    best.0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(bytes: &[u8]) -> Sheet {
        read("x.csv", bytes, &Wish::default()).unwrap()
    }

    #[test]
    fn encodings_are_detected() {
        let text = "naam;plaats\nCafé Müller;Curaçao\nÎle de Ré;Malmö\n";
        let (latin, ..) = WINDOWS_1252.encode(text);
        let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        let with_mark = [&[0xef, 0xbb, 0xbf], text.as_bytes()].concat();
        let marked_big = [&[0xfe, 0xff][..], &big].concat();
        for (bytes, encoding, bom) in [
            (text.as_bytes(), "utf-8", false),
            (&with_mark, "utf-8", true),
            (&latin, "windows-1252", false),
            (&little, "utf-16le", false),
            (&big, "utf-16be", false),
            (&marked_big, "utf-16be", true),
        ] {
            let sheet = plain(bytes);
            let dress = sheet.dress.clone().unwrap();
            assert_eq!((dress.encoding.as_str(), dress.bom, dress.delimiter), (encoding, bom, ';'));
            assert_eq!(sheet.header, ["naam", "plaats"], "{encoding}");
            assert_eq!(sheet.rows[0].cell(0), "Café Müller", "{encoding}");
        }
    }

    #[test]
    fn the_delimiter_is_detected_and_can_be_told() {
        for (text, expected) in [
            ("a,b\n1,2\n", ','),
            ("a;b;c\n1,5;2,5;x\n", ';'),
            ("a\tb\n1,2\t3\n", '\t'),
            ("a|b\n1|2\n", '|'),
            ("sep=|\na|b\n1|2\n", '|'),
            ("alone\nx\n", ','),
        ] {
            assert_eq!(plain(text.as_bytes()).dress.unwrap().delimiter, expected, "{text}");
        }
        let wish = Wish { delimiter: Some(','), ..Wish::default() };
        assert_eq!(read("x", b"a;b,c\n1;2,3\n", &wish).unwrap().header, ["a;b", "c"]);
    }

    #[test]
    fn cells_may_hold_lines_and_rows_keep_their_line_numbers() {
        let sheet = plain(b"id,note\r\n1,\"two\r\nlines\"\r\n\r\n2,\"say \"\"hi\"\"\"\r\n3\r\n");
        let lines: Vec<u64> = sheet.rows.iter().map(|row| row.line).collect();
        assert_eq!(lines, [2, 5, 6]);
        assert_eq!(sheet.rows[0].cell(1), "two\r\nlines");
        assert_eq!(sheet.rows[1].cell(1), "say \"hi\"");
        assert_eq!(sheet.rows[2].cell(1), "", "a short row has empty cells");
    }

    #[test]
    fn what_is_not_a_table_is_refused() {
        assert_eq!(read("x", b"", &Wish::default()), Err(Unreadable::Empty));
        assert_eq!(read("x", &[1, 2, 3, 0, 7, 8, 9, 1, 2, 3], &Wish::default()), Err(Unreadable::NotATable));
        let wish = Wish { encoding: Some("klingon".into()), ..Wish::default() };
        assert_eq!(read("x", b"a,b", &wish), Err(Unreadable::UnknownEncoding));
    }
}
