//! `cargo xtask bench`: the release program under load, from outside, on a made-up company.

mod import;
mod load;
mod machine;
mod measure;
mod page;
mod paint;
mod questions;
mod size;
mod yardstick;

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, ensure};
use serde_json::json;

use crate::http::Client;
use crate::install::{self, Need};
use crate::postgres::{Durability, Postgres};
use crate::server::{Server, Setting};
use crate::{browser_app, process, repository};
use page::Line;
use questions::Known;

/// The owner of the made-up company; `trechter demo` prints who else there is.
const LOG_IN: [&str; 2] = ["pieter@zonneveld.example", "demo-trechter"];

#[derive(clap::Args)]
#[command(args_conflicts_with_subcommands = true)]
pub struct Arguments {
    #[command(subcommand)]
    what: Option<What>,
    /// Deals of the made-up company: 100,000, or 1,000,000 for the large table
    #[arg(long, default_value_t = 100_000)]
    deals: u64,
    /// Which database; both without it
    #[arg(long, value_enum)]
    engine: Option<Engine>,
    /// How many clients at once, one measurement each
    #[arg(long, value_delimiter = ',', default_values_t = [1, 16])]
    clients: Vec<usize>,
    /// Seconds per measurement
    #[arg(long, default_value_t = 5)]
    seconds: u64,
    /// A program that is built already, instead of building it
    #[arg(long)]
    program: Option<PathBuf>,
    /// A data folder that `trechter demo --load-only` filled already, instead of filling one; measuring
    /// changes it
    #[arg(long, requires = "engine")]
    data: Option<PathBuf>,
    /// Print the results only; docs/benchmarks.md stays as it is
    #[arg(long)]
    print: bool,
}

#[derive(clap::Subcommand)]
enum What {
    /// The numbers instead: on one core, straight from facts, beside the same questions in SQL
    Measure(measure::Arguments),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Engine {
    Sqlite,
    Postgres,
}

impl Engine {
    fn name(self) -> &'static str {
        match self {
            Self::Sqlite => "SQLite",
            Self::Postgres => "PostgreSQL",
        }
    }
}

pub fn run(arguments: &Arguments) -> Result<ExitCode> {
    if let Some(What::Measure(arguments)) = &arguments.what {
        return measure::run(arguments);
    }
    let program = match &arguments.program {
        Some(program) => program.canonicalize().with_context(|| format!("{}", program.display()))?,
        None => build()?,
    };
    let engines = arguments.engine.map_or(vec![Engine::Sqlite, Engine::Postgres], |engine| vec![engine]);
    let mut sections = vec![("sizes".to_owned(), size::measured(&program)?)];
    for engine in engines {
        let lines = measure(arguments, engine, &program)?;
        let name = format!("{}-{}", engine.name().to_lowercase(), arguments.deals);
        sections.push((name, page::table(engine.name(), arguments.deals, &lines)?));
    }
    sections.iter().for_each(|(_, text)| println!("\n{text}"));
    if !arguments.print {
        page::write(&sections)?;
    }
    Ok(ExitCode::SUCCESS)
}

/// The program as it is shipped.
fn build() -> Result<PathBuf> {
    browser_app::build()?;
    process::run(&mut process::cargo(&["build", "--release", "--locked", "--package", "trechter"]))?;
    Ok(repository::target().join("release/trechter"))
}

fn measure(arguments: &Arguments, engine: Engine, program: &Path) -> Result<Vec<Line>> {
    let folder = tempfile::Builder::new().prefix("trechter-bench-").tempdir()?;
    let postgres = match engine {
        Engine::Sqlite => None,
        Engine::Postgres => {
            install::ensure(&[Need::Postgres])?;
            Some(Postgres::start(Durability::Full)?)
        }
    };
    let database = postgres.as_ref().map(Postgres::url);
    let made = arguments.data.as_ref().filter(|_| engine == Engine::Sqlite);
    let data = match made {
        Some(made) => made.canonicalize().with_context(|| format!("{}", made.display()))?,
        None => folder.path().join("data"),
    };
    let setting = Setting { program: program.to_owned(), folder: data, database };
    let mut lines = Vec::new();
    if made.is_none() {
        lines.push(Line::note("Making the company", fill(&setting, arguments.deals)?));
        let bytes = size::of_folder(&postgres.as_ref().map_or(setting.folder.clone(), Postgres::tables))?;
        let (all, each) = (bytes as f64 / 1e6, bytes as f64 / 1e3 / arguments.deals as f64);
        let on_disk = format!("{} MB, {each:.1} kB per deal with all that belongs to it", page::grouped(all));
        lines.push(Line::note("The company on disk", on_disk));
    }

    let begin = Instant::now();
    let server = Server::start(&setting)?;
    let ready = begin.elapsed();
    let mut client = Client::new(server.address);
    let body = json!({ "email": LOG_IN[0], "password": LOG_IN[1] });
    client.post("/api/v1/log-in", &body)?.success().context("logging in")?;
    drop(server);

    // Again, now that a session is there: from nothing to the first board.
    let begin = Instant::now();
    let server = Server::start(&setting)?;
    let mut client = client.at(server.address);
    client.get("/api/v1/board")?.success()?;
    let cold = begin.elapsed();
    lines.push(
        Line::note("Start to the first board", format!("{} ms", cold.max(ready).as_millis())).aim("300 ms"),
    );

    let known = Known::learn(&mut client)?;
    let time = Duration::from_secs(arguments.seconds);
    for question in questions::ALL {
        for clients in &arguments.clients {
            let figures = load::press(&client, *clients, time, question, &known)?;
            eprintln!("  {} · {clients} · {figures:?}", question.name);
            lines.push(Line::of(question, *clients, figures));
        }
    }
    let resident = server.resident().context("how much memory it holds")?;
    lines
        .push(Line::note("Resident memory afterwards", format!("{} MB", resident / 1_000_000)).aim("120 MB"));
    if let Some(paint) = paint::measured(server.address, LOG_IN)? {
        lines
            .push(Line::note("Largest contentful paint of the board", format!("{paint} ms")).aim("1,000 ms"));
    }
    server.kill()?;
    let rows = import::measured(&setting, folder.path())?;
    lines.push(Line::note("Import of deals from a CSV file", rows).aim("5,000 rows per second"));
    Ok(lines)
}

/// Fills a database; says how fast.
fn fill(setting: &Setting, deals: u64) -> Result<String> {
    let begin = Instant::now();
    let mut demo = process::command(&setting.program, Path::new("/"));
    demo.args(["demo", "--load-only", "--deals", &deals.to_string(), "--data"]).arg(&setting.folder);
    if let Some(url) = &setting.database {
        demo.args(["--database", url]);
    }
    process::run(&mut demo)?;
    let took = begin.elapsed();
    let server = Server::start(setting)?;
    let mut client = Client::new(server.address);
    let body = json!({ "email": LOG_IN[0], "password": LOG_IN[1] });
    client.post("/api/v1/log-in", &body)?.success()?;
    let page = client.get("/api/v1/deals?limit=1")?.success()?;
    let events = page["seq"].as_f64().context("a number")?;
    ensure!(events > 0.0, "nothing was made");
    server.kill()?;
    let rate = events / took.as_secs_f64();
    Ok(format!(
        "{:.0} s for {} events, {} per second",
        took.as_secs_f64(),
        page::grouped(events),
        page::grouped(rate)
    ))
}
