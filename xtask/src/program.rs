//! The program itself, built in the profile that tests and the demo share.

use std::path::PathBuf;

use anyhow::Result;

use crate::{process, repository};

/// Builds it and says where it is.
pub fn build() -> Result<PathBuf> {
    process::run(&mut process::cargo(&["build", "--package", "trechter"]))?;
    Ok(repository::target().join("debug/trechter"))
}

/// The OpenAPI document, as the program tells it.
pub fn openapi() -> Result<String> {
    let program = build()?;
    process::output(process::command(program, repository::root()).arg("openapi"))
}

/// The manual's page about the numbers, as the definitions tell it.
pub fn numbers(language: &str) -> Result<String> {
    let example = ["run", "--quiet", "--package", "trechter-measure", "--example", "numbers", "--", language];
    process::output(&mut process::cargo(&example))
}
