//! A file answers one question, a function fits on a screen.

use super::exceptions::Exceptions;
use super::{Problem, Source};

const FILE_LINES: usize = 800;
const FUNCTION_LINES: usize = 120;

/// Written by programs.
const GENERATED: &[&str] = &["ui/src/api/schema.d.ts", "ui/src/routeTree.gen.ts"];

pub fn check(sources: &[Source], exceptions: &Exceptions) -> Vec<Problem> {
    let mut problems = Vec::new();
    for source in sources.iter().filter(|source| measured(&source.path)) {
        let lines = source.text.lines().count();
        if lines > FILE_LINES && !exceptions.allows_file(&source.path) {
            problems.push(Problem::new(&source.path, format!("{lines} lines, more than {FILE_LINES}")));
        }
        for function in functions(&source.path, &source.text) {
            if function.lines > FUNCTION_LINES && !exceptions.allows_function(&source.path, &function.name) {
                problems.push(Problem::new(
                    format!("{}:{}", source.path, function.line),
                    format!(
                        "function {} has {} lines, more than {FUNCTION_LINES}",
                        function.name, function.lines
                    ),
                ));
            }
        }
    }
    problems
}

fn measured(path: &str) -> bool {
    let source = [".rs", ".ts", ".tsx", ".mts", ".js", ".mjs", ".css", ".sql", ".sh"];
    source.iter().any(|ending| path.ends_with(ending)) && !GENERATED.contains(&path)
}

#[derive(Debug, PartialEq, Eq)]
pub struct Function {
    pub name: String,
    pub line: usize,
    pub lines: usize,
}

/// The functions of a formatted file: one ends where a line at its own indentation closes it. The formatters of both
/// languages guarantee that, so no parser is needed.
pub fn functions(path: &str, text: &str) -> Vec<Function> {
    let name_of = match path.rsplit('.').next() {
        Some("rs") => rust_function,
        Some("ts" | "tsx" | "mts" | "js" | "mjs") => script_function,
        _ => return Vec::new(),
    };
    let lines: Vec<&str> = text.lines().collect();
    let mut found = Vec::new();
    for (start, line) in lines.iter().enumerate() {
        let indent = line.len() - line.trim_start().len();
        let Some(name) = name_of(line.trim_start()) else { continue };
        let closes = |line: &&str| {
            let rest = line.get(indent..).unwrap_or("");
            line.get(..indent).is_some_and(|start| start.trim().is_empty())
                && (rest.starts_with('}') || rest.starts_with("};") || rest.ends_with(';'))
                && !rest.starts_with(char::is_whitespace)
        };
        // A function of one line, or a signature without a body, ends where it starts.
        let length = if line.ends_with(';') || line.ends_with('}') {
            1
        } else {
            lines[start + 1..].iter().position(closes).map_or(1, |distance| distance + 2)
        };
        found.push(Function { name: name.to_owned(), line: start + 1, lines: length });
    }
    found
}

fn rust_function(line: &str) -> Option<&str> {
    let words = ["pub ", "pub(crate) ", "pub(super) ", "const ", "async ", "extern \"C\" "];
    identifier(after(line, &words).strip_prefix("fn ")?)
}

fn script_function(line: &str) -> Option<&str> {
    let rest = after(line, &["export ", "default ", "async "]);
    if let Some(name) = rest.strip_prefix("function ") {
        return identifier(name);
    }
    let (name, value) = rest.strip_prefix("const ")?.split_once('=')?;
    let arrow = value.trim_end().ends_with("=> {") || value.trim_end().ends_with("=> (");
    let wrapped = value.contains("function") && value.trim_end().ends_with('{');
    if arrow || wrapped { identifier(name) } else { None }
}

fn after<'a>(mut line: &'a str, words: &[&str]) -> &'a str {
    while let Some(rest) = words.iter().find_map(|word| line.strip_prefix(word)) {
        line = rest;
    }
    line
}

fn identifier(text: &str) -> Option<&str> {
    let end = text.find(|letter: char| !letter.is_alphanumeric() && letter != '_' && letter != '$');
    Some(&text[..end.unwrap_or(text.len())]).filter(|name| !name.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rust(lines: usize) -> String {
        let body = "        step();\n".repeat(lines - 2);
        format!(
            "impl A {{\n    pub(crate) async fn long(&self) {{\n{body}    }}\n\n    fn short() {{}}\n}}\n"
        )
    }

    fn sizes(path: &str, text: &str) -> Vec<(String, usize, usize)> {
        functions(path, text).into_iter().map(|found| (found.name, found.line, found.lines)).collect()
    }

    #[test]
    fn functions_are_measured_in_both_languages() {
        assert_eq!(sizes("a.rs", &rust(7)), [("long".into(), 2, 7), ("short".into(), 10, 1)]);
        let wide = "pub fn wide(\n    a: u8,\n    b: u8,\n) -> u8 {\n    a + b\n}\n";
        assert_eq!(sizes("a.rs", wide), [("wide".into(), 1, 6)]);
        assert_eq!(sizes("a.rs", "trait A {\n    fn told(&self);\n}\n"), [("told".into(), 2, 1)]);

        let script = "export function Board() {\n  return (\n    <p>don't</p>\n  );\n}\n\
                      const move = async (deal: Deal) => {\n  go();\n};\n\
                      export const Card = memo(function Card() {\n  return null;\n});\n\
                      const numbers = [\n  1,\n];\n";
        let expected = [("Board".into(), 1, 5), ("move".into(), 6, 3), ("Card".into(), 9, 3)];
        assert_eq!(sizes("a.tsx", script), expected);
    }

    #[test]
    fn the_limits_hold_and_exceptions_lift_them() {
        let check_one = |path: &str, text: String, exceptions: &str| {
            let exceptions = Exceptions::parse(exceptions).expect("exceptions");
            check(&[Source { path: path.into(), text }], &exceptions).len()
        };
        assert_eq!(check_one("a.rs", rust(120), ""), 0);
        assert_eq!(check_one("a.rs", rust(121), ""), 1);
        let function = "[[function]]\npath = \"a.rs\"\nname = \"long\"\nreason = \"one long table\"";
        assert_eq!(check_one("a.rs", rust(121), function), 0);
        assert_eq!(check_one("b.rs", rust(121), function), 1);

        assert_eq!(check_one("a.css", "a {}\n".repeat(800), ""), 0);
        assert_eq!(check_one("a.css", "a {}\n".repeat(801), ""), 1);
        assert_eq!(check_one("a.md", "words\n".repeat(801), ""), 0);
        assert_eq!(check_one("ui/src/api/schema.d.ts", "a;\n".repeat(9000), ""), 0);
        let file = "[[file]]\npath = \"a.css\"\nreason = \"the theme\"";
        assert_eq!(check_one("a.css", "a {}\n".repeat(801), file), 0);
    }
}
