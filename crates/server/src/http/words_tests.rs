use std::path::Path;

use super::*;

#[test]
fn sentences_are_filled_in_and_in_the_readers_language() {
    let params = Map::from_iter([("shortest".to_owned(), Value::from(10))]);
    assert_eq!(field("nl", "too_short", &params), "Ten minste 10 tekens.");
    let mut headers = HeaderMap::new();
    for (accepted, expected) in [("nl-BE,nl;q=0.9", "nl"), ("fr, nl", "nl"), ("de", "en"), ("en-GB", "en")] {
        headers.insert(header::ACCEPT_LANGUAGE, accepted.parse().unwrap());
        assert_eq!(language(&headers), expected, "{accepted}");
    }
}

/// Calls that carry a code, and in which argument: of a whole problem, or of one field.
const PROBLEM_CALLS: [(&str, usize); 3] = [("Problem::of(", 1), ("Self::of(", 1), ("Refusal::state(", 0)];
const FIELD_CALLS: [(&str, usize); 5] = [
    ("Problem::field(", 1),
    ("Refusal::field(", 1),
    ("FieldError::new(", 1),
    ("check.wrong(", 1),
    ("refuse(", 1),
];

/// The sources of the three rooms that refuse things, without their tests.
fn sources() -> Vec<(String, String)> {
    fn walk(folder: &Path, found: &mut Vec<(String, String)>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.display().to_string();
            if path.is_dir() {
                walk(&path, found);
            } else if name.ends_with(".rs") && !name.ends_with("_tests.rs") && !name.ends_with("/tests.rs") {
                let text = std::fs::read_to_string(&path).unwrap();
                found.push((name, text.split("#[cfg(test)]").next().unwrap_or("").to_owned()));
            }
        }
    }
    let mut found = Vec::new();
    for room in ["server", "domain", "store"] {
        walk(&Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(room).join("src"), &mut found);
    }
    found
}

/// The arguments of a call, from its opening bracket on.
fn arguments(text: &str) -> Vec<&str> {
    let (mut depth, mut quoted, mut start, mut found) = (0, false, 0, Vec::new());
    let mut before = ' ';
    for (i, letter) in text.char_indices() {
        match letter {
            '"' if before != '\\' => quoted = !quoted,
            _ if quoted => {}
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' if depth == 0 => {
                found.push(&text[start..i]);
                return found;
            }
            ')' | ']' | '}' => depth -= 1,
            ',' if depth == 0 => {
                found.push(&text[start..i]);
                start = i + 1;
            }
            _ => {}
        }
        before = letter;
    }
    found
}

/// The texts in quotes that look like codes.
fn codes(argument: &str) -> impl Iterator<Item = &str> {
    let quoted = argument.split('"').skip(1).step_by(2);
    quoted.filter(|text| !text.is_empty() && text.chars().all(|c| c.is_ascii_lowercase() || c == '_'))
}

fn used(calls: &[(&str, usize)]) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for (file, text) in sources() {
        for (call, place) in calls {
            for (start, _) in text.match_indices(call) {
                let arguments = arguments(&text[start + call.len()..]);
                let argument = arguments.get(*place).copied().unwrap_or("");
                found.extend(codes(argument).map(|code| (code.to_owned(), file.clone())));
            }
        }
    }
    found
}

#[test]
fn every_code_that_is_used_has_words_in_both_languages() {
    let problems = used(&PROBLEM_CALLS);
    let fields = used(&FIELD_CALLS);
    assert!(problems.len() > 40 && fields.len() > 60, "{} and {}", problems.len(), fields.len());
    let mut missing = Vec::new();
    for (code, file) in problems {
        if !PROBLEMS.iter().any(|(known, ..)| *known == code) {
            missing.push(format!("{code}, a problem in {file}"));
        }
    }
    for (code, file) in fields {
        if !FIELDS.iter().any(|(known, _)| *known == code) {
            missing.push(format!("{code}, of a field in {file}"));
        }
    }
    missing.sort();
    missing.dedup();
    assert!(missing.is_empty(), "no words for:\n{}", missing.join("\n"));
}

#[test]
fn no_code_has_words_twice_or_none() {
    let mut all: Vec<&str> = PROBLEMS.iter().map(|(code, ..)| *code).collect();
    all.sort_unstable();
    assert!(all.windows(2).all(|pair| pair[0] != pair[1]), "{all:?}");
    let mut all: Vec<&str> = FIELDS.iter().map(|(code, _)| *code).collect();
    all.sort_unstable();
    assert!(all.windows(2).all(|pair| pair[0] != pair[1]), "{all:?}");
    let sentences = PROBLEMS.iter().flat_map(|(_, english, dutch)| english.iter().chain(dutch));
    let sentences = sentences.chain(FIELDS.iter().flat_map(|(_, both)| both));
    for sentence in sentences {
        assert!(!sentence.trim().is_empty());
    }
    for (code, english, dutch) in PROBLEMS {
        let gaps = |text: &str| text.split('{').skip(1).filter_map(|part| part.split('}').next()).count();
        assert_eq!(gaps(english[1]), gaps(dutch[1]), "{code}");
    }
}
