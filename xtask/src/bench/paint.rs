//! How soon the board is to be seen, in a real browser.

use std::net::SocketAddr;

use anyhow::Result;

use crate::install::Need;
use crate::{browser_app, process, repository};

/// Milliseconds to the largest contentful paint of the board, the median of several loads; nothing without
/// Chromium or where the packages of e2e/ cannot be installed.
pub fn measured(address: SocketAddr, log_in: [&str; 2]) -> Result<Option<u64>> {
    let here = repository::root().join("e2e");
    let Some(chromium) = Need::Chromium.find() else {
        eprintln!("  no Chromium: paint is not measured");
        return Ok(None);
    };
    if let Err(error) = browser_app::install_packages("e2e") {
        eprintln!("  the packages of e2e/ cannot be installed, so paint is not measured: {error:#}");
        return Ok(None);
    }
    let mut script = process::command("node", &here);
    script.arg("support/paint.mjs").arg(format!("http://{address}")).args(log_in).env("CHROMIUM", chromium);
    // A browser that fails costs this one figure, not the run.
    match process::output(&mut script) {
        Ok(told) => Ok(Some(told.trim().parse()?)),
        Err(error) => {
            eprintln!("  paint is not measured: {error:#}");
            Ok(None)
        }
    }
}
