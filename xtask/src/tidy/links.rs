//! Links in Markdown that point into the repository point at something.

use std::collections::BTreeSet;

use super::{Problem, Source};

pub fn check(source: &Source, files: &BTreeSet<&str>) -> Vec<Problem> {
    if !source.path.ends_with(".md") {
        return Vec::new();
    }
    let mut problems = Vec::new();
    let mut in_code = false;
    for (number, line) in source.text.lines().enumerate() {
        if line.trim_start().starts_with("```") {
            in_code = !in_code;
        }
        if in_code {
            continue;
        }
        for target in targets(line) {
            let outside = target.contains("://") || target.starts_with("mailto:") || target.starts_with('#');
            let file = target.split(['#', '?']).next().unwrap_or("");
            if !outside && !exists(&source.path, file, files) {
                let place = format!("{}:{}", source.path, number + 1);
                problems.push(Problem::new(place, format!("links to {target}, which is not there")));
            }
        }
    }
    problems
}

/// What stands in the round brackets of `[words](target "title")`, outside of `code`.
fn targets(line: &str) -> Vec<&str> {
    let mut found = Vec::new();
    for prose in line.split('`').step_by(2) {
        for (start, _) in prose.match_indices("](") {
            let rest = &prose[start + 2..];
            let target = rest.split([')', ' ']).next().unwrap_or("").trim_matches(['<', '>']);
            if !target.is_empty() {
                found.push(target);
            }
        }
    }
    found
}

/// Whether the path, seen from the file that names it, is a file or a folder with files.
fn exists(from: &str, path: &str, files: &BTreeSet<&str>) -> bool {
    let mut parts: Vec<&str> = if path.starts_with('/') { Vec::new() } else { from.split('/').collect() };
    parts.pop();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                if parts.pop().is_none() {
                    return false;
                }
            }
            name => parts.push(name),
        }
    }
    let full = parts.join("/");
    let folder = format!("{full}/");
    files.contains(full.as_str())
        || full.is_empty()
        || files.range(folder.as_str()..).next().is_some_and(|file| file.starts_with(&folder))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn broken(text: &str) -> Vec<String> {
        let files = BTreeSet::from(["README.md", "docs/a.md", "docs/pictures/board.png", "docs.md"]);
        let found = check(&Source { path: "docs/a.md".into(), text: text.into() }, &files);
        found.into_iter().map(|problem| problem.what).collect()
    }

    #[test]
    fn links_into_the_repository_are_followed() {
        assert!(
            broken("[up](../README.md) and [here](a.md#words), ![b](pictures/board.png \"t\")").is_empty()
        );
        assert!(broken("[folder](pictures/) [root](..) [from the root](/docs/a.md)").is_empty());
        assert_eq!(broken("[gone](gone.md)"), ["links to gone.md, which is not there"]);
        assert_eq!(broken("fine\n[two](a.md) [bad](../docs/b.md)").len(), 1);
        assert_eq!(broken("[out](../../README.md)").len(), 1);
        assert_eq!(broken("[part of a name](pict)").len(), 1);
    }

    #[test]
    fn addresses_and_code_are_left_alone() {
        assert!(broken("[web](https://example.org/a) [mail](mailto:a@example.org) [top](#top)").is_empty());
        assert!(broken("`[x](gone.md)` and\n```\n[x](gone.md)\n```\n").is_empty());
    }
}
