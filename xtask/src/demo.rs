//! From a fresh clone to a filled funnel in the browser.

use std::os::unix::process::CommandExt as _;
use std::process::ExitCode;

use anyhow::{Context as _, Result};

use crate::{browser_app, process, program, repository};

#[derive(clap::Args)]
pub struct Arguments {
    /// Passed on to `trechter demo`, for example `--deals 5000 --listen 127.0.0.1:8080`
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    arguments: Vec<String>,
}

pub fn run(arguments: &Arguments) -> Result<ExitCode> {
    browser_app::build()?;
    let program = program::build()?;
    // We become the program, so that signals reach it and nothing of us stays behind.
    let error = process::command(program, repository::root()).arg("demo").args(&arguments.arguments).exec();
    Err(error).context("cannot start the program")
}
