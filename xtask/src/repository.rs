//! Where things are.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};

use crate::process;

/// The root of the repository.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("xtask lies in the repository")
}

/// Cargo's target folder.
pub fn target() -> PathBuf {
    match std::env::var_os("CARGO_TARGET_DIR") {
        Some(folder) => root().join(folder),
        None => root().join("target"),
    }
}

/// A folder of our own for what steps leave behind: reports of test runners, logs.
pub fn scratch() -> Result<PathBuf> {
    let folder = target().join("xtask");
    std::fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
    Ok(folder)
}

/// All files that are, or would be, committed, relative to the root.
pub fn files() -> Result<Vec<String>> {
    let listed = process::git(&["ls-files", "-z", "--cached", "--others", "--exclude-standard"])
        .context("listing the files")?;
    let mut files: Vec<String> =
        listed.split('\0').filter(|file| root().join(file).is_file()).map(str::to_owned).collect();
    files.sort();
    files.dedup();
    if files.is_empty() {
        bail!("git lists no files in {}", root().display());
    }
    Ok(files)
}
