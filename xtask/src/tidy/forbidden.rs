//! Unfinished code, tests that do not run, and traces of one machine.

use super::{Problem, Source};

/// What is looked for in files with one of the endings, and why it is not wanted.
struct Word {
    endings: &'static [&'static str],
    text: &'static str,
    why: &'static str,
}

const RUST: &[&str] = &[".rs"];
const SCRIPT: &[&str] = &[".ts", ".tsx", ".mts", ".js", ".mjs"];
const ANY: &[&str] = &[""];

const UNFINISHED: &str = "unfinished code stays on your machine";
const SILENT: &str = "a test runs or is removed";
const ALONE: &str = "the other tests would not run";
const MACHINE: &str = "a path of one machine";

const WORDS: &[Word] = &[
    Word { endings: RUST, text: "todo!(", why: UNFINISHED },
    Word { endings: RUST, text: "unimplemented!(", why: UNFINISHED },
    Word { endings: RUST, text: "dbg!(", why: UNFINISHED },
    Word { endings: RUST, text: "#[ignore", why: SILENT },
    Word { endings: SCRIPT, text: "it.skip", why: SILENT },
    Word { endings: SCRIPT, text: "it.todo", why: SILENT },
    Word { endings: SCRIPT, text: "test.skip", why: SILENT },
    Word { endings: SCRIPT, text: "test.todo", why: SILENT },
    Word { endings: SCRIPT, text: "test.fixme", why: SILENT },
    Word { endings: SCRIPT, text: "describe.skip", why: SILENT },
    Word { endings: SCRIPT, text: "it.only", why: ALONE },
    Word { endings: SCRIPT, text: "test.only", why: ALONE },
    Word { endings: SCRIPT, text: "describe.only", why: ALONE },
    Word { endings: ANY, text: "/root/", why: MACHINE },
    Word { endings: ANY, text: "/home/", why: MACHINE },
    Word { endings: ANY, text: "/Users/", why: MACHINE },
];

pub fn check(source: &Source) -> Vec<Problem> {
    // The rules have to name what they look for.
    if source.path.starts_with("xtask/src/tidy/") {
        return Vec::new();
    }
    let words: Vec<&Word> =
        WORDS.iter().filter(|word| word.endings.iter().any(|ending| source.path.ends_with(ending))).collect();
    let mut problems = Vec::new();
    for (number, line) in source.text.lines().enumerate() {
        for word in words.iter().filter(|word| contains(line, word.text)) {
            let what = format!("`{}`: {}", word.text, word.why);
            problems.push(Problem::new(format!("{}:{}", source.path, number + 1), what));
        }
    }
    problems
}

/// Whether the line has the text as a word of its own: `limit.only` does not contain `it.only`.
fn contains(line: &str, text: &str) -> bool {
    line.match_indices(text).any(|(start, _)| {
        let before = line[..start].chars().next_back();
        let own_word = |letter: char| !letter.is_alphanumeric() && letter != '_' && letter != '.';
        !text.starts_with(char::is_alphanumeric) && !before.is_some_and(char::is_alphanumeric)
            || text.starts_with(char::is_alphanumeric) && before.is_none_or(own_word)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(path: &str, text: &str) -> usize {
        check(&Source { path: path.into(), text: text.into() }).len()
    }

    #[test]
    fn each_word_is_found_in_its_language() {
        for word in WORDS {
            let path = format!("a{}", word.endings[0]);
            assert_eq!(found(&path, &format!("\n    {}", word.text)), 1, "{}", word.text);
        }
        assert_eq!(found("a.md", "test.only( and todo!("), 0);
        assert_eq!(found("xtask/src/tidy/forbidden.rs", "todo!()"), 0);
    }

    #[test]
    fn parts_of_other_words_are_left_alone() {
        assert_eq!(found("a.ts", "limit.only(); const test_only = latest.only;"), 0);
        assert_eq!(found("a.ts", "https://example.org/home/page"), 0);
        assert_eq!(found("a.sh", "cd /home/someone"), 1);
        assert_eq!(found("a.rs", "my_dbg!(x)"), 0);
    }
}
