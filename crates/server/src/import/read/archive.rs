//! Packed files: gzip, zip, and telling a workbook from an archive. Bombs are refused while they unpack.

use std::io::{Cursor, Read};

use zip::ZipArchive;

use super::{Budget, Sheet, Unreadable, Wish, delimited, limits, workbook};

/// Unpacks at most what is allowed.
fn unpack(from: impl Read, packed: usize, budget: &mut Budget) -> Result<Vec<u8>, Unreadable> {
    let most = budget.most(packed);
    let mut plain = Vec::new();
    from.take(most as u64 + 1).read_to_end(&mut plain).map_err(|_| Unreadable::NotATable)?;
    if plain.len() > most {
        return Err(Unreadable::TooLarge);
    }
    budget.take(plain.len())?;
    Ok(plain)
}

/// The content of a gzip file.
pub fn gunzip(bytes: &[u8], budget: &mut Budget) -> Result<Vec<u8>, Unreadable> {
    unpack(flate2::read::MultiGzDecoder::new(bytes), bytes.len(), budget)
}

/// Is this zip an XLSX workbook?
pub fn is_workbook(bytes: &[u8]) -> bool {
    ZipArchive::new(Cursor::new(bytes))
        .is_ok_and(|archive| archive.index_for_name("xl/workbook.xml").is_some())
}

/// Sums what a zip says it holds, then unpacks it to nowhere, so that a bomb is known before a library
/// that trusts it opens it. Gives the unpacked bytes.
pub fn weigh(bytes: &[u8], budget: &Budget) -> Result<usize, Unreadable> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| Unreadable::NotATable)?;
    if archive.len() > 10_000 {
        return Err(Unreadable::TooLarge);
    }
    let most = budget.most(bytes.len()) as u64;
    let mut total = 0u64;
    for i in 0..archive.len() {
        let said = archive.by_index_raw(i).map_err(|_| Unreadable::NotATable)?.size();
        total = total.saturating_add(said);
        if total > most {
            return Err(Unreadable::TooLarge);
        }
    }
    total = 0;
    for i in 0..archive.len() {
        let file = archive.by_index(i).map_err(|_| Unreadable::NotATable)?;
        let left = most.saturating_sub(total);
        let size = std::io::copy(&mut file.take(left + 1), &mut std::io::sink())
            .map_err(|_| Unreadable::NotATable)?;
        total += size;
        if total > most {
            return Err(Unreadable::TooLarge);
        }
    }
    Ok(total as usize)
}

/// The tables in a zip, as exports of some programs come.
pub fn read(
    bytes: &[u8],
    budget: &mut Budget,
    wish: &dyn Fn(&str) -> Wish,
) -> Result<Vec<Sheet>, Unreadable> {
    weigh(bytes, budget)?;
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| Unreadable::NotATable)?;
    let mut sheets = Vec::new();
    for i in 0..archive.len() {
        let file = archive.by_index(i).map_err(|_| Unreadable::NotATable)?;
        let Ok(path) = file.name().map(|name| name.into_owned()) else { continue };
        let name = path.rsplit('/').next().unwrap_or("").to_owned();
        let lower = name.to_lowercase();
        let known = [".csv", ".txt", ".tsv", ".xlsx"].iter().any(|ending| lower.ends_with(ending));
        if !known || name.starts_with('.') || path.starts_with("__MACOSX") {
            continue;
        }
        if sheets.len() >= limits::FILES {
            return Err(Unreadable::TooLarge);
        }
        let plain = unpack(file, bytes.len(), budget)?;
        if lower.ends_with(".xlsx") {
            sheets.extend(workbook::read(&name, &plain, budget)?);
        } else {
            sheets.push(delimited::read(&name, &plain, &wish(&name))?);
        }
    }
    if sheets.is_empty() { Err(Unreadable::NotATable) } else { Ok(sheets) }
}
