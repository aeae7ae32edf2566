//! Everything a developer runs: `cargo xtask --help`.

mod bench;
mod browser_app;
mod changed;
mod codegen;
mod count;
mod demo;
mod dev;
mod dist;
mod faults;
mod http;
mod install;
mod postgres;
mod process;
mod program;
mod report;
mod repository;
mod server;
mod test;
mod tidy;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Trechter's developer commands
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Build everything and start the program with a believable company in it, on http://127.0.0.1:7878
    Demo(demo::Arguments),
    /// Run the server and Vite with hot reload of the browser app
    Dev(dev::Arguments),
    /// Format, lints, rules of the repository, all tests; or only the steps that are named
    Test(test::Arguments),
    /// Run a command beside a private PostgreSQL server, with its address in TRECHTER_TEST_POSTGRES
    Postgres(postgres::Arguments),
    /// Check the rules of the repository only
    Tidy,
    /// Write api/openapi.json and the TypeScript client anew
    Codegen,
    /// Measure the release program and write the figures into docs/benchmarks.md
    Bench(bench::Arguments),
    /// Build the release program, with the browser app inside, into dist/
    Dist,
}

fn main() -> ExitCode {
    let outcome = match Arguments::parse().command {
        Command::Demo(arguments) => demo::run(&arguments),
        Command::Dev(arguments) => dev::run(&arguments),
        Command::Test(arguments) => test::run(&arguments),
        Command::Postgres(arguments) => postgres::run(&arguments),
        Command::Tidy => tidy::run(),
        Command::Codegen => codegen::run(),
        Command::Bench(arguments) => bench::run(&arguments),
        Command::Dist => dist::run(),
    };
    match outcome {
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}
