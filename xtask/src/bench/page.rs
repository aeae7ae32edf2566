//! docs/benchmarks.md: what was measured stands between markers and is written anew, the words around it stay.

use std::fmt::Write as _;

use anyhow::{Context as _, Result};

use super::load::Figures;
use super::machine;
use super::questions::{Aim, Question};
use crate::repository;

const PAGE: &str = "docs/benchmarks.md";
/// Stands on the page until the first run.
const NOTHING_YET: &str = "\nNo figures stand here yet: none of the release program were taken.\n";

/// A row of a table.
pub struct Line {
    what: String,
    clients: Option<usize>,
    figures: Option<Figures>,
    note: String,
    aim: String,
}

impl Line {
    /// Something that has one figure.
    pub fn note(what: &str, note: String) -> Self {
        Self { what: what.to_owned(), clients: None, figures: None, note, aim: String::new() }
    }

    pub fn aim(self, aim: &str) -> Self {
        Self { aim: aim.to_owned(), ..self }
    }

    pub fn of(question: &Question, clients: usize, figures: Figures) -> Self {
        let aim =
            question.aim.filter(|_| clients == 16).map_or_else(String::new, |aim| verdict(aim, figures));
        let what = question.name.to_owned();
        Self { what, clients: Some(clients), figures: Some(figures), note: String::new(), aim }
    }
}

/// What was aimed at, and whether it was reached.
fn verdict(aim: Aim, figures: Figures) -> String {
    let (aimed, reached, missed) = match aim {
        Aim::Below(most) => (format!("p95 under {most} ms"), figures.p95 < most, figures.p95 / most),
        Aim::PerSecond(least) => {
            (format!("{} per second", grouped(least)), figures.rate >= least, least / figures.rate)
        }
    };
    if reached { format!("{aimed}: reached") } else { format!("{aimed}: missed by a factor of {missed:.1}") }
}

/// The section of one run.
pub fn table(engine: &str, deals: u64, lines: &[Line]) -> Result<String> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let mut text = format!("### {engine}, {} deals\n\n", grouped(deals as f64));
    writeln!(text, "`cargo xtask {}` on {}.\n", words.join(" "), machine::described()?)?;
    text.push_str(
        "| | Clients | p50 ms | p95 ms | p99 ms | per second | Aim |\n|---|--:|--:|--:|--:|--:|---|\n",
    );
    for line in lines.iter().filter(|line| line.figures.is_some()) {
        let Figures { p50, p95, p99, rate } = line.figures.context("figures")?;
        let clients = line.clients.unwrap_or(1);
        writeln!(
            text,
            "| {} | {clients} | {p50:.2} | {p95:.2} | {p99:.2} | {} | {} |",
            line.what,
            grouped(rate),
            line.aim
        )?;
    }
    text.push('\n');
    for line in lines.iter().filter(|line| line.figures.is_none()) {
        let aim = if line.aim.is_empty() { String::new() } else { format!(" (aim: {})", line.aim) };
        writeln!(text, "- {}: {}{aim}", line.what, line.note)?;
    }
    Ok(text)
}

/// Replaces sections of the page, or adds them at its end.
pub fn write(sections: &[(String, String)]) -> Result<()> {
    let path = repository::root().join(PAGE);
    let mut page = std::fs::read_to_string(&path).with_context(|| PAGE)?;
    page = page.replace(NOTHING_YET, "");
    for (name, text) in sections {
        page = replaced(&page, name, text);
    }
    std::fs::write(&path, page).with_context(|| PAGE)
}

fn replaced(page: &str, name: &str, text: &str) -> String {
    let (begin, end) = (format!("<!-- measured: {name} -->"), format!("<!-- end: {name} -->"));
    let section = format!("{begin}\n{}\n{end}", text.trim_end());
    match (page.find(&begin), page.find(&end)) {
        (Some(from), Some(to)) => format!("{}{section}{}", &page[..from], &page[to + end.len()..]),
        _ => format!("{}\n\n{section}\n", page.trim_end()),
    }
}

/// A number with its thousands apart.
pub fn grouped(number: f64) -> String {
    let digits = format!("{number:.0}");
    let mut text = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i) % 3 == 0 {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_section_is_replaced_where_it_stands_or_added() {
        let page = replaced("# Page\n", "a", "one\n");
        assert_eq!(page, "# Page\n\n<!-- measured: a -->\none\n<!-- end: a -->\n");
        let page = replaced(&replaced(&page, "b", "two"), "a", "three");
        assert_eq!(
            page,
            "# Page\n\n<!-- measured: a -->\nthree\n<!-- end: a -->\n\n<!-- measured: b -->\ntwo\n<!-- end: b -->\n"
        );
    }

    #[test]
    fn an_aim_says_by_how_much_it_is_missed() {
        let figures = Figures { p50: 1.0, p95: 30.0, p99: 40.0, rate: 500.0 };
        assert_eq!(verdict(Aim::Below(15.0), figures), "p95 under 15 ms: missed by a factor of 2.0");
        assert_eq!(verdict(Aim::PerSecond(1_500.0), figures), "1,500 per second: missed by a factor of 3.0");
        assert_eq!(verdict(Aim::Below(31.0), figures), "p95 under 31 ms: reached");
    }
}
