//! SQL is written in `crates/store` and nowhere else.

use super::{Problem, Source};

const PHRASES: &[&str] = &[
    "SELECT ",
    "INSERT INTO ",
    "DELETE FROM ",
    "CREATE TABLE ",
    "CREATE INDEX ",
    "ALTER TABLE ",
    "DROP TABLE ",
];

pub fn check(source: &Source) -> Vec<Problem> {
    let speaks_sql = ["crates/store/", "xtask/"].iter().any(|room| source.path.starts_with(room));
    let test = source.path.contains("/tests/");
    if speaks_sql || test || !source.path.ends_with(".rs") {
        return Vec::new();
    }
    let product = source.text.split("#[cfg(test)]").next().unwrap_or("");
    let lines = product.lines().enumerate();
    lines
        .filter(|(_, line)| !line.trim_start().starts_with("//") && is_sql(line))
        .map(|(number, _)| {
            Problem::new(format!("{}:{}", source.path, number + 1), "SQL belongs into crates/store")
        })
        .collect()
}

fn is_sql(line: &str) -> bool {
    PHRASES.iter().any(|phrase| line.contains(phrase))
        || line.split_once("UPDATE ").is_some_and(|(_, rest)| rest.split_whitespace().nth(1) == Some("SET"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(path: &str, text: &str) -> Vec<String> {
        let found = check(&Source { path: path.into(), text: text.into() });
        found.into_iter().map(|problem| problem.place).collect()
    }

    #[test]
    fn sql_outside_the_store_is_found() {
        let server = "crates/server/src/a.rs";
        assert_eq!(lines(server, "let a = 1;\nlet q = \"SELECT 1\";"), ["crates/server/src/a.rs:2"]);
        assert_eq!(lines(server, "\"UPDATE deals SET a = 1\"").len(), 1);
        assert_eq!(lines(server, "\"INSERT INTO deals VALUES\"").len(), 1);
        assert_eq!(lines("crates/domain/src/a.rs", "\"DELETE FROM deals\"").len(), 1);
    }

    #[test]
    fn words_comments_tests_and_the_store_are_left_alone() {
        let server = "crates/server/src/a.rs";
        assert!(
            lines(server, "// SELECT is for the store\nenum Select {}\nlet a = \"UPDATE SETTINGS\";")
                .is_empty()
        );
        assert!(
            lines(server, "fn a() {}\n#[cfg(test)]\nmod tests { const Q: &str = \"SELECT 1\"; }").is_empty()
        );
        assert!(lines("crates/server/tests/a.rs", "\"SELECT 1\"").is_empty());
        assert!(lines("crates/store/src/a.rs", "\"SELECT 1\"").is_empty());
        assert!(lines("docs/a.md", "SELECT 1").is_empty());
    }
}
