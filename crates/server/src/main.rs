//! The one binary of Trechter.

use std::io::IsTerminal as _;

use clap::Parser;
use tracing_subscriber::EnvFilter;
use trechter_server::commands::{Cli, run};

fn main() -> std::process::ExitCode {
    let filter =
        EnvFilter::try_from_env("TRECHTER_LOG").unwrap_or_else(|_| EnvFilter::new("warn,trechter=info"));
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal())
        // A log that cannot be written, on a full disk for example, must stop nothing.
        .log_internal_errors(false)
        .init();
    let cli = Cli::parse();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let outcome = runtime.map_err(anyhow::Error::from).and_then(|runtime| runtime.block_on(run(cli)));
    match outcome {
        Ok(()) => std::process::ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("trechter: {error:#}");
            std::process::ExitCode::FAILURE
        }
    }
}
