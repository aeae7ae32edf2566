//! The same questions in SQL, over the same rows: what the engine's times are held against.

use std::fmt::Write as _;
use std::path::Path;

use anyhow::{Context as _, Result};

use super::Engine;
use crate::install::{self, Need};
use crate::postgres::{Durability, Postgres};
use crate::process;

/// Each question is asked so often; the median is told.
const TIMES: usize = 5;

/// 1 October 2025 to 1 January 2026 in Amsterdam, the same of 2024, and a year before the end.
const PERIODS: [(i64, i64); 2] =
    [(1_759_269_600_000, 1_767_222_000_000), (1_727_733_600_000, 1_735_686_000_000)];
const YEAR_AGO: i64 = 1_735_686_000_000;
/// Days that everybody gets to be won or to get on.
const HORIZON: i64 = 60 * 86_400_000;

/// A question's time in one database, in milliseconds.
pub struct Told {
    pub question: &'static str,
    pub p50: f64,
}

const TABLES: &str = "
CREATE TABLE leads (id bigint PRIMARY KEY, created bigint, owner integer, source integer, arrived integer);
CREATE TABLE deals (id bigint PRIMARY KEY, created bigint, lead bigint, owner integer, source integer, product integer, pipeline integer);
CREATE TABLE visits (deal bigint, stage integer, entered bigint, until bigint, ended text, value bigint);
CREATE TABLE touches (id bigint PRIMARY KEY, at bigint, kind integer, outbound integer, owner integer, lead bigint, deal bigint);
";

const INDEXES: &str = "
CREATE INDEX visits_until ON visits (until);
CREATE INDEX visits_entered ON visits (entered);
CREATE INDEX visits_deal ON visits (deal);
CREATE INDEX touches_lead ON touches (lead);
CREATE INDEX leads_created ON leads (created);
ANALYZE;
";

const NAMES: [&str; 4] = ["leads", "deals", "visits", "touches"];

/// The statements that answer a question.
fn questions() -> Vec<(&'static str, Vec<String>)> {
    let mut dashboard = Vec::new();
    for (start, end) in PERIODS {
        dashboard.push(format!(
            "SELECT count(*), sum(CASE WHEN v.ended = 'won' THEN 1 ELSE 0 END), \
             sum(CASE WHEN v.ended = 'won' THEN v.value END), avg(CASE WHEN v.ended = 'won' THEN v.until - d.created END) \
             FROM visits v JOIN deals d ON d.id = v.deal \
             WHERE v.ended IN ('won', 'lost') AND v.until >= {start} AND v.until < {end}"
        ));
        dashboard.push(format!(
            "SELECT count(*), sum(value) FROM visits WHERE entered < {end} AND until >= {end}"
        ));
    }
    let (start, end) = PERIODS[0];
    let slice = vec![format!(
        "SELECT d.source, d.product, count(*), sum(CASE WHEN v.ended = 'won' THEN v.value END) \
         FROM visits v JOIN deals d ON d.id = v.deal \
         WHERE v.ended IN ('won', 'lost') AND v.until >= {start} AND v.until < {end} GROUP BY d.source, d.product"
    )];
    let funnel = PERIODS
        .iter()
        .flat_map(|(start, end)| {
            [
                format!(
                    "SELECT v.stage, count(*), sum(CASE WHEN w.until - v.entered <= {HORIZON} THEN 1 ELSE 0 END) \
                     FROM visits v LEFT JOIN visits w ON w.deal = v.deal AND w.ended = 'won' \
                     WHERE v.entered >= {start} AND v.entered < {end} GROUP BY v.stage"
                ),
                format!(
                    "SELECT stage, count(*), sum(value), avg({end} - entered) FROM visits \
                     WHERE entered < {end} AND until >= {end} GROUP BY stage"
                ),
            ]
        })
        .collect();
    let leaks = ["d.owner", "d.source", "d.product", "d.pipeline", "d.owner % 5"].map(|by| {
        format!(
            "SELECT v.stage, {by}, count(*), \
             sum(CASE WHEN v.ended IN ('on', 'won') AND v.until - v.entered <= {HORIZON} THEN 1 ELSE 0 END) \
             FROM visits v JOIN deals d ON d.id = v.deal WHERE v.entered >= {YEAR_AGO} GROUP BY v.stage, {by}"
        )
    });
    vec![("dashboard", dashboard), ("slice", slice), ("funnel", funnel), ("leaks", leaks.to_vec())]
}

/// Asks a database; `None` when it is not on this machine.
pub fn asked(engine: Engine, folder: &Path) -> Result<Option<Vec<Told>>> {
    match engine {
        Engine::Sqlite => sqlite(folder),
        Engine::Postgres => postgres(folder),
    }
}

/// In one process, with its own clock of processor and waiting time.
fn sqlite(folder: &Path) -> Result<Option<Vec<Told>>> {
    let Some(program) = install::on_path("sqlite3") else { return Ok(None) };
    let mut script = format!(".mode tabs\nPRAGMA journal_mode = OFF;\n{TABLES}");
    for name in NAMES {
        writeln!(script, ".import {} {name}", folder.join(name).display())?;
    }
    script.push_str(INDEXES);
    script.push_str("PRAGMA cache_size = -2000000;\n.timer on\n");
    script.push_str(&statements("SELECT 'question';")?);
    let path = folder.join("sqlite.script");
    std::fs::write(&path, script)?;
    let mut command = process::command(program, folder);
    command.arg(folder.join("sqlite.db")).arg(format!(".read {}", path.display()));
    // "Run Time: real 0.012 user 0.010000 sys 0.001": user and system, for the machine may be busy with others.
    let seconds = |line: &str| -> Option<f64> {
        let (_, times) = line.strip_prefix("Run Time: ")?.split_once("user ")?;
        let (user, system) = times.split_once(" sys ")?;
        Some((user.trim().parse::<f64>().ok()? + system.trim().parse::<f64>().ok()?) * 1e3)
    };
    told(&process::output(&mut command)?, seconds).map(Some)
}

/// On one processor, asked by a client on the same machine.
fn postgres(folder: &Path) -> Result<Option<Vec<Told>>> {
    let (Some(_), Some(program)) = (Need::Postgres.find(), install::on_path("psql")) else { return Ok(None) };
    let server = Postgres::start(Durability::None)?;
    let mut script = TABLES.to_owned();
    for name in NAMES {
        writeln!(script, "\\copy {name} from '{}'", folder.join(name).display())?;
    }
    script.push_str(INDEXES);
    script.push_str("SET max_parallel_workers_per_gather = 0;\nSET work_mem = '256MB';\n\\timing on\n");
    script.push_str(&statements("SELECT 'question';")?);
    let path = folder.join("postgres.script");
    std::fs::write(&path, script)?;
    let mut command = process::command(program, folder);
    command.args(["--no-psqlrc", "--quiet", "--tuples-only", "--dbname", &server.url(), "--file"]).arg(&path);
    let milliseconds =
        |line: &str| -> Option<f64> { line.strip_prefix("Time: ")?.split_once(" ms")?.0.trim().parse().ok() };
    told(&process::output(&mut command)?, milliseconds).map(Some)
}

/// All questions as often as they are asked; a marker, timed as well, stands before each asking.
fn statements(marker: &str) -> Result<String> {
    let mut script = String::new();
    for (_, statements) in questions() {
        for _ in 0..TIMES {
            writeln!(script, "{marker}")?;
            for statement in &statements {
                writeln!(script, "{statement};")?;
            }
        }
    }
    Ok(script)
}

/// Reads the times of the statements from what a client printed.
fn told(printed: &str, time: impl Fn(&str) -> Option<f64>) -> Result<Vec<Told>> {
    let mut times = printed.lines().filter_map(time);
    let mut all = Vec::new();
    for (question, statements) in questions() {
        let mut taken = Vec::new();
        for _ in 0..TIMES {
            times.next().context("the database answered less than it was asked")?;
            let each = times.by_ref().take(statements.len());
            taken.push(each.sum::<f64>());
        }
        taken.sort_by(f64::total_cmp);
        all.push(Told { question, p50: taken[TIMES / 2] });
    }
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_times_of_a_question_are_those_of_its_statements_without_the_marker() {
        let count: usize = questions().iter().map(|(_, statements)| (statements.len() + 1) * TIMES).sum();
        let printed: String = (0..count).map(|_| "Time: 2.500 ms\nrow\n").collect();
        let read = |line: &str| line.strip_prefix("Time: ")?.split_once(" ms")?.0.parse().ok();
        let told = told(&printed, read).expect("enough lines");
        assert_eq!((told[0].question, told[0].p50), ("dashboard", 10.0));
        assert_eq!((told[1].question, told[1].p50), ("slice", 2.5));
    }
}
