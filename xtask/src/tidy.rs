//! The rules of the repository. Each rule is a pure function from names and texts to problems, with tests beside it.

mod edges;
mod exceptions;
mod features;
mod forbidden;
mod links;
mod locks;
mod sizes;
mod sql;

use std::collections::BTreeSet;
use std::process::ExitCode;

use anyhow::{Context as _, Result};

use crate::report::Count;
use crate::repository;

/// Something that breaks a rule, and where.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    pub place: String,
    pub what: String,
}

impl Problem {
    fn new(place: impl Into<String>, what: impl Into<String>) -> Self {
        Self { place: place.into(), what: what.into() }
    }
}

/// A text file of the repository.
pub struct Source {
    pub path: String,
    pub text: String,
}

pub fn run() -> Result<ExitCode> {
    let count = check()?;
    println!("{} rules hold, {} are broken", count.passed, count.failed);
    Ok(if count.failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Runs every rule, tells every problem; each rule counts as one check.
pub fn check() -> Result<Count> {
    let paths = repository::files()?;
    let mut sources = Vec::new();
    for path in &paths {
        let bytes = std::fs::read(repository::root().join(path)).with_context(|| path.clone())?;
        // What is not UTF-8 is a picture or a sample of an old encoding.
        if let Ok(text) = String::from_utf8(bytes) {
            sources.push(Source { path: path.clone(), text });
        }
    }
    let all_paths: BTreeSet<&str> = paths.iter().map(String::as_str).collect();
    let exceptions = exceptions::read()?;

    let rules: [(&str, Vec<Problem>); 8] = [
        ("rooms", edges::check(&sources)),
        ("sql", sources.iter().flat_map(sql::check).collect()),
        ("sizes", sizes::check(&sources, &exceptions)),
        ("forbidden words", sources.iter().flat_map(forbidden::check).collect()),
        ("lock files", sources.iter().flat_map(locks::check).collect()),
        ("links", sources.iter().flat_map(|source| links::check(source, &all_paths)).collect()),
        ("features", sources.iter().flat_map(features::check).collect()),
        ("exceptions", exceptions.unused(&sources)),
    ];
    let mut count = Count::default();
    for (rule, problems) in rules {
        count += Count::one(problems.is_empty());
        for problem in problems {
            println!("{}: {} [{rule}]", problem.place, problem.what);
        }
    }
    Ok(count)
}
