//! The packages and the build of the browser app, done again only when their sources changed.

use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash as _, Hasher as _};
use std::path::Path;

use anyhow::{Context as _, Result};

use crate::{install, process, repository};

/// Installs the packages of `folder` when the lock file is another one than last time.
pub fn install_packages(folder: &str) -> Result<()> {
    install::node()?;
    let base = repository::root().join(folder);
    let lock = std::fs::read(base.join("package-lock.json"))
        .with_context(|| format!("{folder}/package-lock.json"))?;
    let stamp = base.join("node_modules/.trechter-stamp");
    unless_done(&stamp, fingerprint([("package-lock.json", lock.as_slice())]), || {
        println!("installing the packages of {folder}/ …");
        process::run(&mut process::npm(folder, &["ci", "--no-audit", "--no-fund"]))
    })
}

/// Builds `ui/dist` when a source of the browser app changed.
pub fn build() -> Result<()> {
    install_packages("ui")?;
    let dist = repository::root().join("ui/dist");
    unless_done(&dist.join(".trechter-stamp"), fingerprint_of_sources()?, || {
        println!("building the browser app …");
        process::run(&mut process::npm("ui", &["run", "--silent", "build"]))
    })
}

/// Does the work unless the stamp says that it was done for the same input. A stamp lies in the folder that the
/// work makes, so it goes with it.
fn unless_done(stamp: &Path, fingerprint: String, work: impl FnOnce() -> Result<()>) -> Result<()> {
    if std::fs::read_to_string(stamp).is_ok_and(|before| before == fingerprint) {
        return Ok(());
    }
    work()?;
    std::fs::write(stamp, fingerprint).with_context(|| format!("cannot write {}", stamp.display()))
}

fn fingerprint_of_sources() -> Result<String> {
    let sources: Vec<(String, Vec<u8>)> = repository::files()?
        .into_iter()
        .filter(|file| file.starts_with("ui/"))
        .map(|file| {
            let content = std::fs::read(repository::root().join(&file)).with_context(|| file.clone())?;
            Ok((file, content))
        })
        .collect::<Result<_>>()?;
    Ok(fingerprint(sources.iter().map(|(name, content)| (name.as_str(), content.as_slice()))))
}

fn fingerprint<'a>(files: impl IntoIterator<Item = (&'a str, &'a [u8])>) -> String {
    let mut hasher = DefaultHasher::new();
    for file in files {
        file.hash(&mut hasher);
    }
    format!("{:016x}", hasher.finish())
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;

    #[test]
    fn work_is_done_once_per_input_and_again_after_a_failure() {
        let folder = tempfile::tempdir().expect("a folder");
        let stamp = folder.path().join("stamp");
        let times = Cell::new(0);
        let work = |fails: bool| {
            times.set(times.get() + 1);
            if fails { anyhow::bail!("broken") } else { Ok(()) }
        };
        assert!(unless_done(&stamp, "a".into(), || work(true)).is_err());
        unless_done(&stamp, "a".into(), || work(false)).expect("done");
        unless_done(&stamp, "a".into(), || work(false)).expect("done before");
        assert_eq!(times.get(), 2);
        unless_done(&stamp, "b".into(), || work(false)).expect("done");
        assert_eq!(times.get(), 3);
    }

    #[test]
    fn names_and_contents_both_count() {
        let base = fingerprint([("a", b"1".as_slice()), ("b", b"2")]);
        assert_eq!(base, fingerprint([("a", b"1".as_slice()), ("b", b"2")]));
        assert_ne!(base, fingerprint([("a", b"1".as_slice()), ("c", b"2")]));
        assert_ne!(base, fingerprint([("a", b"1".as_slice()), ("b", b"3")]));
    }
}
