//! Rows per second of `trechter import`, with their events.

use std::fmt::Write as _;
use std::path::Path;
use std::time::Instant;

use anyhow::{Result, ensure};

use super::page::grouped;
use crate::process;
use crate::server::Setting;

/// Rows of deals; each has its stage, its outcome and its times, and so several events.
const ROWS: usize = 20_000;

const MAPPING: &str = r#"
system = "bench"
create = ["company", "member", "source", "pipeline"]

[[pipeline]]
into = "Imported"
stages = ["Talking", "Offer", "Closing"]

[[file]]
name = "deals.csv"
entity = "deal"
id = ["Id"]

[file.columns]
Title = "title"
Account = "company"
Seller = "owner"
Source = "source"
Amount = "value"
Stage = "stage"
Outcome = "outcome"
Created = "created_at"
Closed = "closed_at"
"#;

/// How fast a file of deals comes in.
pub fn measured(setting: &Setting, folder: &Path) -> Result<String> {
    std::fs::write(folder.join("deals.csv"), deals())?;
    std::fs::write(folder.join("mapping.toml"), MAPPING)?;
    let mut import = process::command(&setting.program, folder);
    import.args(["import", "--map", "mapping.toml", "--json", "--data"]).arg(&setting.folder);
    if let Some(url) = &setting.database {
        import.args(["--database", url]);
    }
    let begin = Instant::now();
    let told = process::output(import.arg("deals.csv"))?;
    let rate = ROWS as f64 / begin.elapsed().as_secs_f64();
    ensure!(told.contains("\"refused\": 0"), "rows were refused: {told}");
    Ok(format!("{} rows per second, start of the program included", grouped(rate)))
}

fn deals() -> String {
    let mut text = String::from("Id,Title,Account,Seller,Source,Amount,Stage,Outcome,Created,Closed\n");
    for row in 0..ROWS {
        let (account, seller, source) = (row % 2_500, row % 8, row % 5);
        let (year, month, day) = (2023 + row % 2, 1 + row % 12, 1 + row % 28);
        let (stage, outcome, closed) = match row % 3 {
            0 => ("Closing", "won", format!("{}-{month:02}-{day:02}", year + 1)),
            1 => ("Offer", "lost", format!("{}-{month:02}-{day:02}", year + 1)),
            _ => (["Talking", "Offer"][row % 2], "open", String::new()),
        };
        let line = format!(
            "{row},Machine {row},Account {account},Seller {seller},Source {source},{}.50,{stage},{outcome},{year}-{month:02}-{day:02},{closed}",
            100 + row
        );
        writeln!(text, "{line}").expect("a text takes all");
    }
    text
}
