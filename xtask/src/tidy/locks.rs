//! Lock files name packages and their hashes, not the server that somebody happened to load them from.

use super::{Problem, Source};

pub fn check(source: &Source) -> Vec<Problem> {
    let name = source.path.rsplit('/').next().unwrap_or("");
    let lock = ["package-lock.json", "npm-shrinkwrap.json", "Cargo.lock"].contains(&name);
    let strange = |line: &str| {
        let npm = line.trim_start().starts_with("\"resolved\"");
        let cargo = line.starts_with("source = ") && !line.contains("github.com/rust-lang/crates.io-index");
        npm || cargo
    };
    match source.text.lines().position(strange) {
        Some(line) if lock => vec![Problem::new(
            format!("{}:{}", source.path, line + 1),
            "names the server of a package; for npm set omit-lockfile-registry-resolved=true",
        )],
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(path: &str, text: &str) -> usize {
        check(&Source { path: path.into(), text: text.into() }).len()
    }

    #[test]
    fn addresses_are_found_in_lock_files_only() {
        let npm = "{\n  \"a\": {\n    \"resolved\": \"https://registry.example/a.tgz\"\n  }\n}";
        assert_eq!(found("ui/package-lock.json", npm), 1);
        assert_eq!(found("ui/other.json", npm), 0);
        assert_eq!(found("ui/package-lock.json", "{\"integrity\": \"sha512-a\"}"), 0);
        let crates = "source = \"registry+https://github.com/rust-lang/crates.io-index\"";
        assert_eq!(found("Cargo.lock", crates), 0);
        assert_eq!(found("Cargo.lock", "source = \"registry+https://registry.example/index\""), 1);
    }
}
