//! What the steps need from the machine. As root on Debian it is installed; elsewhere one line says what to install.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result, bail};

use crate::{process, repository};

/// Programs that can be asked for, each with the Debian packages that bring it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    Chromium,
    Postgres,
}

impl Need {
    /// Where it is, if it is there.
    pub fn find(self) -> Option<PathBuf> {
        match self {
            Self::Chromium => std::env::var_os("CHROMIUM")
                .map(PathBuf::from)
                .or_else(|| ["chromium", "chromium-browser", "google-chrome"].into_iter().find_map(on_path)),
            Self::Postgres => on_path("initdb").or_else(debian_initdb),
        }
    }

    fn packages(self) -> &'static [&'static str] {
        match self {
            // Without a font the browser draws no text.
            Self::Chromium => &["chromium", "fonts-liberation"],
            Self::Postgres => &["postgresql", "postgresql-client"],
        }
    }
}

/// Makes sure that everything needed is there, with one call of apt for all of it.
pub fn ensure(needs: &[Need]) -> Result<()> {
    let missing: Vec<Need> = needs.iter().copied().filter(|need| need.find().is_none()).collect();
    if missing.is_empty() {
        return Ok(());
    }
    let packages: Vec<&str> = missing.iter().flat_map(|need| need.packages()).copied().collect();
    if !Path::new("/etc/debian_version").exists() || !is_root() {
        bail!("please install: {} (as root on Debian this happens by itself)", packages.join(" "));
    }
    apt_get(&["update", "--quiet"])?;
    apt_get(&[&["install", "--quiet", "--yes", "--no-install-recommends"], packages.as_slice()].concat())?;
    match missing.iter().find(|need| need.find().is_none()) {
        Some(need) => bail!("{need:?} is still not found after installing {}", packages.join(" ")),
        None => Ok(()),
    }
}

fn apt_get(arguments: &[&str]) -> Result<()> {
    let mut apt = process::command("apt-get", repository::root());
    process::run(apt.args(arguments).env("DEBIAN_FRONTEND", "noninteractive"))
}

pub fn is_root() -> bool {
    Command::new("id").arg("-u").output().is_ok_and(|output| output.stdout.trim_ascii() == b"0")
}

/// A program by name, as a shell would find it.
pub fn on_path(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|folder| folder.join(name)).find(|program| program.is_file())
}

/// Debian keeps the server's programs of each version in a folder of their own; the newest is taken.
fn debian_initdb() -> Option<PathBuf> {
    let versions = std::fs::read_dir("/usr/lib/postgresql").ok()?;
    let newest = versions
        .filter_map(|entry| entry.ok()?.file_name().to_str()?.parse::<u32>().ok())
        .filter(|version| Path::new(&format!("/usr/lib/postgresql/{version}/bin/initdb")).is_file())
        .max()?;
    Some(PathBuf::from(format!("/usr/lib/postgresql/{newest}/bin/initdb")))
}

/// Node is needed to build the browser app, and is never installed by us.
pub fn node() -> Result<()> {
    let version = process::output(process::command("node", repository::root()).arg("--version"))
        .context("please install Node.js 20 or newer, with npm")?;
    let major =
        version.trim().trim_start_matches('v').split('.').next().and_then(|major| major.parse::<u32>().ok());
    if major.is_none_or(|major| major < 20) {
        bail!("Node.js {} is too old, 20 or newer is needed", version.trim());
    }
    Ok(())
}
