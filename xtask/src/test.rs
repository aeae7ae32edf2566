//! `cargo xtask test`: every step, or the named ones; all failures are shown before it ends.

use std::collections::BTreeSet;
use std::hash::{BuildHasher as _, Hasher as _, RandomState};
use std::path::Path;
use std::process::{Command, ExitCode};

use anyhow::{Context as _, Result};

use crate::changed::{self, Selection};
use crate::faults::{self, Engine};
use crate::install::{self, Need};
use crate::postgres::{self, Durability, Postgres};
use crate::process::{cargo, listen, npm};
use crate::report::{Count, Report};
use crate::{browser_app, codegen, count, program, repository, tidy};

#[derive(clap::Args)]
pub struct Arguments {
    /// The steps to run; all of them when none is named
    steps: Vec<Step>,
    /// Only what the changes since `main` ask for
    #[arg(long, conflicts_with = "steps")]
    changed: bool,
    /// Full counts: tests see TRECHTER_TEST_LONG=1 and take their time
    #[arg(long)]
    long: bool,
}

/// In the order in which they run: what fails quickly comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, clap::ValueEnum)]
pub enum Step {
    /// The rules of the repository
    Tidy,
    /// cargo fmt --check
    Format,
    /// Packages, lint, types, unit tests and build of the browser app
    Ui,
    /// Clippy over the workspace, warnings are errors
    Clippy,
    /// Rust tests on SQLite and PostgreSQL
    Rust,
    /// Examples in the documentation comments
    Doc,
    /// The OpenAPI document and the TypeScript client are in step with the program
    Contract,
    /// Browser tests against the real program
    E2e,
    /// Kills, a full disk, a database that goes away, all under load
    Faults,
}

impl Step {
    fn needs(self) -> &'static [Need] {
        match self {
            Self::Rust | Self::Faults => &[Need::Postgres],
            Self::E2e => &[Need::Postgres, Need::Chromium],
            _ => &[],
        }
    }
}

pub fn run(arguments: &Arguments) -> Result<ExitCode> {
    let all = || <Step as clap::ValueEnum>::value_variants().iter().copied().collect();
    let selection = if arguments.changed {
        changed::select()?
    } else if arguments.steps.is_empty() {
        Selection { steps: all(), packages: BTreeSet::new() }
    } else {
        Selection { steps: arguments.steps.iter().copied().collect(), packages: BTreeSet::new() }
    };

    let mut report = Report::default();
    let mut run = Run { selection, long: arguments.long, postgres_url: None };
    let postgres = run.prepare(&mut report);
    for step in run.selection.steps.clone() {
        run.step(step, &mut report);
    }
    drop(postgres);
    print!("{}", report.summary());
    Ok(if report.total().failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

struct Run {
    selection: Selection,
    long: bool,
    postgres_url: Option<String>,
}

impl Run {
    /// Installs what the steps need and starts PostgreSQL. A step whose needs cannot be met fails by itself later,
    /// the others still run.
    fn prepare(&mut self, report: &mut Report) -> Option<Postgres> {
        let needs: Vec<Need> = [Need::Postgres, Need::Chromium]
            .into_iter()
            .filter(|need| self.selection.steps.iter().any(|step| step.needs().contains(need)))
            .collect();
        if needs.is_empty() {
            return None;
        }
        // Set from outside, that server is used instead of a private one.
        self.postgres_url = std::env::var(postgres::URL).ok();
        let mut server = None;
        report.step("prepare", || {
            install::ensure(&needs)?;
            if self.postgres_url.is_none() {
                let started = Postgres::start(Durability::None)?;
                self.postgres_url = Some(started.url());
                server = Some(started);
            }
            Ok(Count::default())
        });
        server
    }

    fn step(&self, step: Step, report: &mut Report) {
        match step {
            Step::Tidy => report.step("tidy", tidy::check),
            Step::Format => report.step("format", || self.passes(&mut cargo(&["fmt", "--all", "--check"]))),
            Step::Ui => self.ui(report),
            Step::Clippy => report.step("clippy", || {
                let mut clippy = cargo(&["clippy", "--locked", "--all-targets"]);
                self.passes(self.packages(&mut clippy).args(["--", "--deny", "warnings"]))
            }),
            Step::Rust => report.step("rust", || self.rust()),
            Step::Doc => report.step("doc", || {
                let mut doc = cargo(&["test", "--locked", "--doc"]);
                Ok(count::of_cargo(&listen(self.packages(&mut doc))?))
            }),
            Step::Contract => {
                report.step("openapi document", codegen::document_in_step);
                report.step("typescript client", codegen::client_in_step);
            }
            Step::E2e => self.e2e(report),
            Step::Faults => self.faults(report),
        }
    }

    fn rust(&self) -> Result<Count> {
        let mut tests = if install::on_path("cargo-nextest").is_some() {
            cargo(&["nextest", "run", "--locked", "--no-fail-fast", "--no-tests=pass", "--status-level=fail"])
        } else {
            cargo(&["test", "--locked", "--no-fail-fast", "--lib", "--bins", "--tests"])
        };
        Ok(count::of_cargo(&listen(self.environment(self.packages(&mut tests))?)?))
    }

    fn ui(&self, report: &mut Report) {
        report.step("ui packages", || browser_app::install_packages("ui").map(|()| Count::default()));
        report.step("ui lint", || self.passes(&mut npm("ui", &["run", "--silent", "lint"])));
        report.step("ui types", || self.passes(&mut npm("ui", &["run", "--silent", "typecheck"])));
        report.step("ui tests", || {
            let file = fresh_report("vitest.json")?;
            let output = format!("--outputFile.json={}", file.display());
            let told =
                listen(&mut npm("ui", &["test", "--", "--reporter=default", "--reporter=json", &output]))?;
            count::of_vitest(&read_report(&file)?, told.success)
        });
        report.step("ui build", || browser_app::build().map(|()| Count::one(true)));
    }

    fn e2e(&self, report: &mut Report) {
        let mut built = None;
        report.step("e2e build", || {
            browser_app::build()?;
            browser_app::install_packages("e2e")?;
            built = Some(program::build()?);
            Ok(Count::default())
        });
        report.step("e2e types", || self.passes(&mut npm("e2e", &["run", "--silent", "typecheck"])));
        report.step("e2e", || {
            let program = built.context("there is no program to test")?;
            let file = fresh_report("playwright.json")?;
            let mut tests = npm("e2e", &["test", "--", "--reporter=list,json"]);
            tests.env("TRECHTER_BIN", program).env("PLAYWRIGHT_JSON_OUTPUT_NAME", &file);
            tests.env("CHROMIUM", Need::Chromium.find().context("Chromium is not installed")?);
            let told = listen(self.environment(&mut tests)?)?;
            count::of_playwright(&read_report(&file)?, told.success)
        });
    }

    fn faults(&self, report: &mut Report) {
        let mut built = None;
        report.step("faults build", || {
            built = Some(program::build()?);
            Ok(Count::default())
        });
        let Some(program) = built else { return };
        report.step("kills on sqlite", || faults::kills(&program, Engine::Sqlite, self.long));
        report.step("kills on postgres", || faults::kills(&program, Engine::Postgres, self.long));
        report.step("database away", || faults::database_away(&program));
        report.step("full disk", || faults::full_disk(&program));
        report.step("shutdown", || faults::shutdown(&program));
    }

    /// A step that is one check: it passes or not.
    fn passes(&self, command: &mut Command) -> Result<Count> {
        Ok(Count::one(listen(command)?.success))
    }

    fn packages<'a>(&self, command: &'a mut Command) -> &'a mut Command {
        if self.selection.packages.is_empty() {
            return command.arg("--workspace");
        }
        for package in &self.selection.packages {
            command.args(["--package", package]);
        }
        command
    }

    fn environment<'a>(&self, command: &'a mut Command) -> Result<&'a mut Command> {
        let url = self.postgres_url.as_ref().context("there is no PostgreSQL to test on")?;
        command.env(postgres::URL, url);
        if self.long {
            let seed = RandomState::new().build_hasher().finish();
            println!("property tests with PROPTEST_RNG_SEED={seed}");
            command.env("TRECHTER_TEST_LONG", "1").env("PROPTEST_RNG_SEED", seed.to_string());
        }
        Ok(command)
    }
}

/// The place of a report that a test runner will write; an old one is removed, so that it cannot be read by mistake.
fn fresh_report(name: &str) -> Result<std::path::PathBuf> {
    let file = repository::scratch()?.join(name);
    if file.exists() {
        std::fs::remove_file(&file)?;
    }
    Ok(file)
}

fn read_report(file: &Path) -> Result<String> {
    std::fs::read_to_string(file).context("the test runner wrote no report")
}
