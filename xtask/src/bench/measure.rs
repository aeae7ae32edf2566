//! `cargo xtask bench measure`: how fast the numbers are, on one core, and how fast SQL is over the same rows.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context as _, Result};
use serde_json::Value;

use super::page::{self, grouped};
use super::{Engine, machine, yardstick};
use crate::{process, repository};

#[derive(clap::Args)]
pub struct Arguments {
    /// Deals of the made-up companies, one run each; twice as many leads and five times as many touches
    #[arg(long, value_delimiter = ',', default_values_t = [10_000, 100_000, 1_000_000])]
    deals: Vec<u64>,
    /// Seconds per question
    #[arg(long, default_value_t = 5)]
    seconds: u64,
    /// Without the same questions in SQL
    #[arg(long)]
    without_sql: bool,
    /// Print the results only; docs/benchmarks.md stays as it is
    #[arg(long)]
    print: bool,
}

/// A question by the name it is printed with, what it asks, and the largest p95 in milliseconds that is aimed at, for a
/// million deals.
const QUESTIONS: &[(&str, &str, Option<f64>)] = &[
    ("dashboard", "Dashboard: nine numbers, last year, intervals", Some(50.0)),
    ("glance", "The same with leads, response, follow-ups: fourteen numbers", None),
    ("past", "Dashboard as of half a year ago", None),
    ("slice", "Dashboard by source and product", None),
    ("filtered", "Dashboard of one seller by industry", None),
    ("funnel", "Stage funnel against last year", Some(50.0)),
    ("benchmark", "Stage funnel against last year, twelve months and norms", Some(50.0)),
    ("leaks", "Leaks over all dimensions", Some(300.0)),
    ("people", "Sellers, shrunk and on the same mix", None),
    ("conversion", "Lead to customer, last year", None),
    ("explain", "The records behind won value", None),
    ("apply", "Taking in 1,000 events", None),
    ("snapshot_write", "Writing the facts to disk", None),
    ("snapshot_read", "Cold start from there", Some(2_000.0)),
];

/// One size's results: times by question, and the facts about the company.
#[derive(Default)]
struct Run {
    company: Value,
    bandwidth: f64,
    /// Scanned bytes per second of the plainest question.
    times: BTreeMap<String, Times>,
    sql: Vec<(&'static str, Vec<yardstick::Told>)>,
}

struct Times {
    first: f64,
    p50: f64,
    p95: f64,
}

pub fn run(arguments: &Arguments) -> Result<ExitCode> {
    let build = ["build", "--release", "--locked", "--package", "trechter-measure", "--example", "speed"];
    process::run(&mut process::cargo(&build))?;
    let program = repository::target().join("release/examples/speed");
    let machine = machine::described()?;
    let mut runs = Vec::new();
    for deals in &arguments.deals {
        runs.push((*deals, measured(arguments, *deals, &program)?));
    }
    let text = section(&machine, &runs)?;
    println!("\n{text}");
    if !arguments.print {
        page::write(&[("measure".to_owned(), text)])?;
    }
    Ok(ExitCode::SUCCESS)
}

fn measured(arguments: &Arguments, deals: u64, program: &Path) -> Result<Run> {
    let folder = tempfile::Builder::new().prefix("trechter-bench-").tempdir()?;
    // The database's own user reads the rows.
    process::output(process::command("chmod", folder.path()).arg("755").arg(folder.path()))?;
    let mut command = process::command(program, folder.path());
    command.args([&deals.to_string(), &arguments.seconds.to_string()]).arg(folder.path());
    let mut run = Run::default();
    for line in process::output(&mut command)?.lines() {
        let line: Value = serde_json::from_str(line).with_context(|| line.to_owned())?;
        if let Some(question) = line["question"].as_str() {
            let time = |name: &str| line[name].as_f64().unwrap_or(f64::NAN);
            let times = Times { first: time("first"), p50: time("p50"), p95: time("p95") };
            run.times.insert(question.to_owned(), times);
        } else if let Some(bandwidth) = line["bandwidth"].as_f64() {
            run.bandwidth = bandwidth;
        } else {
            run.company = line;
        }
    }
    if !arguments.without_sql {
        for engine in [Engine::Sqlite, Engine::Postgres] {
            if let Some(told) = yardstick::asked(engine, folder.path())? {
                run.sql.push((engine.name(), told));
            }
        }
    }
    Ok(run)
}

/// The whole section: the largest size in full, and the growth over all of them.
fn section(machine: &str, runs: &[(u64, Run)]) -> Result<String> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let mut text = "### The numbers\n\n".to_owned();
    writeln!(text, "`cargo xtask {}` on {machine}.", words.join(" "))?;
    text.push_str(
        "Times are processor time of one thread in milliseconds, so that what else runs on the machine weighs little; \
         PostgreSQL's are its client's clock. SQL answers with sums and counts only: no intervals, no tests, no \
         as-of, one owner per deal.\n",
    );
    if let Some((_, run)) = runs.last() {
        text.push('\n');
        largest(&mut text, run)?;
    }
    growth(&mut text, runs)?;
    Ok(text)
}

fn largest(text: &mut String, run: &Run) -> Result<()> {
    let count = |name: &str| run.company[name].as_f64().unwrap_or(0.0);
    let deals = count("deals");
    let large = deals >= 900_000.0;
    write!(text, "| {} deals | first | p50 | p95 |", grouped(deals))?;
    run.sql.iter().try_for_each(|(engine, _)| write!(text, " {engine} p50 |"))?;
    text.push_str(" Aim |\n|---|--:|--:|--:|");
    run.sql.iter().for_each(|_| text.push_str("--:|"));
    text.push_str("---|\n");
    for (name, title, aim) in QUESTIONS {
        let Some(times) = run.times.get(*name) else { continue };
        write!(text, "| {title} | {:.1} | {:.1} | {:.1} |", times.first, times.p50, times.p95)?;
        for (_, told) in &run.sql {
            match told.iter().find(|told| told.question == *name) {
                Some(told) => write!(text, " {:.1} |", told.p50)?,
                None => text.push_str(" |"),
            }
        }
        match aim.filter(|_| large) {
            Some(aim) if times.p95 < aim => writeln!(text, " under {aim:.0} ms: reached |")?,
            Some(aim) => {
                writeln!(text, " under {aim:.0} ms: missed by a factor of {:.1} |", times.p95 / aim)?
            }
            None => text.push_str(" |\n"),
        }
    }
    let bytes = count("deal_bytes") / deals;
    writeln!(
        text,
        "\n- {} leads, {} touches, {} events; taken in from the log in {:.1} s, without what the database needs to \
         read it",
        grouped(count("leads")),
        grouped(count("touches")),
        grouped(count("events")),
        count("from_log_seconds"),
    )?;
    writeln!(text, "- A deal with its history: {bytes:.0} bytes (aim: under 250)")?;
    writeln!(
        text,
        "- All facts: {} MB, {:.0} bytes per deal with its leads, touches and company; resident {} MB",
        grouped(count("bytes") / 1e6),
        count("bytes") / deals,
        grouped(count("resident") / 1e6),
    )?;
    if let Some(times) = run.times.get("scan") {
        let speed = count("deal_bytes") / (times.p50 / 1e3) / 1e9;
        writeln!(
            text,
            "- One pass over all deals that reads every change: {speed:.1} GB per second; a plain sum over memory on \
             this machine: {:.1} GB per second",
            run.bandwidth
        )?;
    }
    Ok(())
}

fn growth(text: &mut String, runs: &[(u64, Run)]) -> Result<()> {
    text.push_str("\n| p95 in ms |");
    runs.iter().try_for_each(|(deals, _)| write!(text, " {} deals |", grouped(*deals as f64)))?;
    text.push_str("\n|---|");
    runs.iter().for_each(|_| text.push_str("--:|"));
    text.push('\n');
    for (name, title, _) in QUESTIONS {
        write!(text, "| {title} |")?;
        for (_, run) in runs {
            match run.times.get(*name) {
                Some(times) => write!(text, " {:.1} |", times.p95)?,
                None => text.push_str(" |"),
            }
        }
        text.push('\n');
    }
    Ok(())
}
