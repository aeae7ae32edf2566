//! A capability of the browser app knows no other one: what two share moves to `components/` or `api/`.

use super::{Problem, Source};

const FEATURES: &str = "ui/src/features/";

pub fn check(source: &Source) -> Vec<Problem> {
    let Some(feature) = feature_of(&source.path) else { return Vec::new() };
    let mut problems = Vec::new();
    for (number, line) in source.text.lines().enumerate() {
        for import in imports(line) {
            let full = resolve(&source.path, import);
            if let Some(other) = full.as_deref().and_then(feature_of).filter(|other| *other != feature) {
                let place = format!("{}:{}", source.path, number + 1);
                problems.push(Problem::new(
                    place,
                    format!("feature {feature} may not import from feature {other}"),
                ));
            }
        }
    }
    problems
}

fn feature_of(path: &str) -> Option<&str> {
    path.strip_prefix(FEATURES)?.split('/').next()
}

/// The quoted texts after `from`, `import` and `import(`.
fn imports(line: &str) -> Vec<&str> {
    let mut found = Vec::new();
    for word in ["from ", "import ", "import("] {
        for (start, _) in line.match_indices(word) {
            let rest = &line[start + word.len()..];
            let Some(quote) = rest.chars().next().filter(|letter| ['"', '\''].contains(letter)) else {
                continue;
            };
            found.extend(rest[1..].split(quote).next());
        }
    }
    found
}

/// The file that an import means, when it is one of ours.
fn resolve(from: &str, import: &str) -> Option<String> {
    for root in ["@/", "~/", "/src/", "src/"] {
        if let Some(rest) = import.strip_prefix(root) {
            return Some(format!("ui/src/{rest}"));
        }
    }
    if !import.starts_with('.') {
        return None;
    }
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in import.split('/') {
        match part {
            "." => {}
            ".." => {
                parts.pop()?;
            }
            name => parts.push(name),
        }
    }
    Some(parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(path: &str, text: &str) -> usize {
        check(&Source { path: path.into(), text: text.into() }).len()
    }

    #[test]
    fn one_feature_does_not_reach_into_another() {
        let deals = "ui/src/features/deals/Board.tsx";
        assert_eq!(found(deals, "import { Lead } from '../leads/Lead';"), 1);
        assert_eq!(found(deals, "import { Lead } from \"@/features/leads/Lead\";"), 1);
        assert_eq!(found("ui/src/features/deals/parts/Card.tsx", "const a = import('../../leads/Lead');"), 1);
        assert_eq!(found(deals, "import '../leads/leads.css';"), 1);
        assert_eq!(
            found(deals, "import { Card } from './Card';\nimport { api } from '../../api/client';"),
            0
        );
        assert_eq!(found(deals, "import { Button } from '@mantine/core'; // from leads"), 0);
        assert_eq!(found("ui/src/routes/deals.tsx", "import { Lead } from '../features/leads/Lead';"), 0);
    }
}
