//! The one file that is shipped.

use std::process::ExitCode;

use anyhow::{Context as _, Result};

use crate::{browser_app, process, repository};

pub fn run() -> Result<ExitCode> {
    browser_app::build()?;
    process::run(&mut process::cargo(&["build", "--release", "--locked", "--package", "trechter"]))?;
    let folder = repository::root().join("dist");
    std::fs::create_dir_all(&folder)?;
    let size = std::fs::copy(repository::target().join("release/trechter"), folder.join("trechter"))
        .context("cannot copy the program")?;
    println!("dist/trechter: {:.1} MB", size as f64 / 1e6);
    Ok(ExitCode::SUCCESS)
}
