//! The one binary of Trechter.

use std::io::IsTerminal as _;
use std::process::ExitCode;

use tracing_subscriber::EnvFilter;
use trechter_server::commands::{config, import, run};

fn main() -> ExitCode {
    match start() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("trechter: {error:#}");
            // 2: done, but not all of it.
            if error.is::<import::Partly>() { ExitCode::from(2) } else { ExitCode::FAILURE }
        }
    }
}

fn start() -> anyhow::Result<()> {
    let cli = config::read(std::env::args_os().collect())?;
    let filter = EnvFilter::try_new(&cli.log).map_err(|error| anyhow::anyhow!("--log: {error}"))?;
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal())
        // A log that cannot be written, on a full disk for example, must stop nothing.
        .log_internal_errors(false)
        .init();
    tokio::runtime::Builder::new_multi_thread().enable_all().build()?.block_on(run(cli))
}
