//! Files and functions that may be larger than the others, each with its reason.

use anyhow::{Context as _, Result, ensure};
use serde::Deserialize;

use super::{Problem, Source, sizes};
use crate::repository;

const LIST: &str = "xtask/tidy-exceptions.toml";

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Exceptions {
    #[serde(default)]
    file: Vec<File>,
    #[serde(default)]
    function: Vec<Function>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    path: String,
    reason: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Function {
    path: String,
    name: String,
    reason: String,
}

pub fn read() -> Result<Exceptions> {
    let text = std::fs::read_to_string(repository::root().join(LIST)).with_context(|| LIST)?;
    Exceptions::parse(&text).with_context(|| LIST)
}

impl Exceptions {
    pub fn parse(text: &str) -> Result<Self> {
        let list: Self = toml::from_str(text)?;
        let mut reasons =
            list.file.iter().map(|file| &file.reason).chain(list.function.iter().map(|one| &one.reason));
        ensure!(reasons.all(|reason| !reason.trim().is_empty()), "an exception needs a reason");
        Ok(list)
    }

    pub fn allows_file(&self, path: &str) -> bool {
        self.file.iter().any(|file| file.path == path)
    }

    pub fn allows_function(&self, path: &str, name: &str) -> bool {
        self.function.iter().any(|function| function.path == path && function.name == name)
    }

    /// Exceptions for what is not there any more.
    pub fn unused(&self, sources: &[Source]) -> Vec<Problem> {
        let source = |path: &str| sources.iter().find(|source| source.path == path);
        let files = self.file.iter().filter(|file| source(&file.path).is_none());
        let files = files.map(|file| format!("{} does not exist", file.path));
        let functions = self.function.iter().filter(|function| {
            source(&function.path).is_none_or(|source| {
                sizes::functions(&source.path, &source.text).iter().all(|found| found.name != function.name)
            })
        });
        let functions =
            functions.map(|function| format!("{} in {} does not exist", function.name, function.path));
        files.chain(functions).map(|what| Problem::new(LIST, what)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_exception_has_a_reason_and_something_to_except() {
        assert!(Exceptions::parse("[[file]]\npath = \"a.rs\"\nreason = \" \"").is_err());
        assert!(Exceptions::parse("[[file]]\npath = \"a.rs\"").is_err());
        assert!(Exceptions::parse("[[folder]]\npath = \"a\"\nreason = \"b\"").is_err());

        let list = Exceptions::parse(
            "[[file]]\npath = \"a.rs\"\nreason = \"b\"\n[[function]]\npath = \"a.rs\"\nname = \"go\"\nreason = \"c\"",
        )
        .expect("a list");
        assert_eq!(list.unused(&[]).len(), 2);
        let source = |text: &str| [Source { path: "a.rs".into(), text: text.into() }];
        assert_eq!(list.unused(&source("fn stay() {}")).len(), 1);
        assert_eq!(list.unused(&source("fn go() {}")).len(), 0);
    }
}
