//! Which steps a change asks for.

use std::collections::BTreeSet;

use anyhow::Result;

use crate::process;
use crate::test::Step;

/// What to run: steps, and for the Rust steps the packages (empty: all of them).
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Selection {
    pub steps: BTreeSet<Step>,
    pub packages: BTreeSet<&'static str>,
}

/// What changed since this branch left `main`, committed or not.
pub fn select() -> Result<Selection> {
    let base = ["origin/main", "main"]
        .iter()
        .find_map(|main| process::git(&["merge-base", "HEAD", main]).ok())
        .map_or_else(|| "HEAD".to_owned(), |base| base.trim().to_owned());
    let known = process::git(&["diff", "--name-only", &base])?;
    let new = process::git(&["ls-files", "--others", "--exclude-standard"])?;
    Ok(steps_for(known.lines().chain(new.lines())))
}

/// A room with its package and the packages that stand on it.
const ROOMS: &[(&str, &[&str])] = &[
    ("crates/domain/", &["trechter-domain", "trechter-measure", "trechter-store", "trechter"]),
    ("crates/measure/", &["trechter-measure", "trechter"]),
    ("crates/store/", &["trechter-store", "trechter"]),
    ("crates/web/", &["trechter-web", "trechter"]),
    ("crates/server/", &["trechter"]),
    ("xtask/", &["xtask"]),
];

fn steps_for<'a>(files: impl Iterator<Item = &'a str>) -> Selection {
    let mut selection = Selection::default();
    let mut everything_in_rust = false;
    for file in files {
        selection.steps.insert(Step::Tidy);
        let room = ROOMS.iter().find(|(folder, _)| file.starts_with(folder));
        let rust = file.ends_with(".rs") || file.ends_with(".toml") || file == "Cargo.lock";
        if room.is_some() || rust {
            selection.steps.extend([Step::Format, Step::Clippy, Step::Rust, Step::Doc]);
        }
        match room {
            Some((_, packages)) => selection.packages.extend(*packages),
            None => everything_in_rust |= rust,
        }
        let in_program = file.starts_with("crates/");
        if in_program || file.starts_with("api/") {
            selection.steps.insert(Step::Contract);
        }
        if file.starts_with("ui/") || file.starts_with("api/") {
            selection.steps.insert(Step::Ui);
        }
        if in_program || file.starts_with("ui/") || file.starts_with("e2e/") {
            selection.steps.insert(Step::E2e);
        }
    }
    if everything_in_rust {
        selection.packages.clear();
    }
    selection
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(files: &[&str], steps: &[Step], packages: &[&'static str]) {
        let selection = steps_for(files.iter().copied());
        let expected = Selection {
            steps: steps.iter().copied().collect(),
            packages: packages.iter().copied().collect(),
        };
        assert_eq!(selection, expected, "{files:?}");
    }

    #[test]
    fn a_change_selects_what_stands_on_it() {
        use Step::{Clippy, Contract, Doc, E2e, Format, Rust, Tidy, Ui};
        check(&[], &[], &[]);
        check(&["docs/architecture.md"], &[Tidy], &[]);
        check(&["ui/src/main.tsx"], &[Tidy, Ui, E2e], &[]);
        check(&["e2e/board.spec.ts"], &[Tidy, E2e], &[]);
        check(&["api/openapi.json"], &[Tidy, Contract, Ui], &[]);
        check(&["xtask/src/main.rs"], &[Tidy, Format, Clippy, Rust, Doc], &["xtask"]);
        check(
            &["crates/store/src/lib.rs", "docs/a.md"],
            &[Tidy, Format, Clippy, Rust, Doc, Contract, E2e],
            &["trechter-store", "trechter"],
        );
        check(&["Cargo.lock", "xtask/src/main.rs"], &[Tidy, Format, Clippy, Rust, Doc], &[]);
    }
}
