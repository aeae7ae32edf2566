//! What a change says, in a sentence.

use super::Language;
use crate::answer::{Unit, Verdict};
use crate::finding::{Carrier, Finding};
use crate::period::Reference;
use crate::slice::{Dimension, Value};

/// What a reference is called within a sentence.
fn reference_words(reference: Reference, language: Language) -> &'static str {
    let (en, nl) = match reference {
        Reference::Previous => ("the period before", "de periode ervoor"),
        Reference::LastYear => ("last year", "vorig jaar"),
        Reference::Trailing12Months => ("the 12 months before", "de 12 maanden ervoor"),
        Reference::Snapshot => ("what was kept", "wat is bewaard"),
    };
    language.pick(en, nl)
}

/// A number with at most one decimal, as the language writes it.
fn plain(value: f64, language: Language) -> String {
    let rounded = if value.abs() >= 10.0 { value.round() } else { (value * 10.0).round() / 10.0 };
    let text = rounded.to_string();
    if language == Language::Nl { text.replace('.', ",") } else { text }
}

/// How it moved: doubled, halved, or by how much.
fn moved(finding: &Finding, up: bool, language: Language) -> String {
    let near = |aim: f64| finding.times.is_some_and(|times| (times / aim - 1.0).abs() <= 0.05);
    if finding.unit == Unit::Share {
        let points = finding.now.zip(finding.then).map_or(0.0, |(now, then)| (now - then).abs() * 100.0);
        let points = plain(points, language);
        return match (language, up) {
            (Language::Nl, true) => format!("steeg met {points} procentpunt"),
            (Language::Nl, false) => format!("daalde met {points} procentpunt"),
            (Language::En, true) => format!("rose by {points} percentage points"),
            (Language::En, false) => format!("fell by {points} percentage points"),
        };
    }
    for (aim, en, nl) in
        [(2.0, "doubled", "verdubbelde"), (3.0, "tripled", "verdrievoudigde"), (0.5, "halved", "halveerde")]
    {
        if near(aim) {
            return language.pick(en, nl).to_owned();
        }
    }
    let percent = finding.times.map(|times| plain((times - 1.0).abs() * 100.0, language));
    let verb = match up {
        true => language.pick("rose", "steeg"),
        false => language.pick("fell", "daalde"),
    };
    match percent {
        None => verb.to_owned(),
        Some(percent) => format!("{verb} {} {percent}%", language.pick("by", "met")),
    }
}

/// The part that carries the change: `team Zuid`, `source Trade fair of team Zuid`; `None` when it has no name.
fn part(carrier: &Carrier, language: Language, name: &dyn Fn(&Value) -> Option<String>) -> Option<String> {
    let mut parts = Vec::new();
    for (dimension, value) in carrier.dimensions.iter().zip(&carrier.values) {
        let name = name(value).filter(|name| !name.is_empty())?;
        let kind = match dimension {
            Dimension::Team => "team",
            Dimension::Source => language.pick("source", "bron"),
            Dimension::Product => "product",
            _ => "",
        };
        let says_so = kind.is_empty() || name.to_lowercase().starts_with(kind);
        parts.push(if says_so { name } else { format!("{kind} {name}") });
    }
    // What is inside comes first: the source of the team.
    parts.reverse();
    Some(parts.join(language.pick(" of ", " van ")))
}

/// A finding as a sentence.
pub(crate) fn sentence(
    finding: &Finding,
    language: Language,
    reference: Reference,
    name: &dyn Fn(&Value) -> Option<String>,
) -> String {
    let what = finding.metric.definition().text(language).name;
    let against = reference_words(reference, language);
    let up = match finding.verdict {
        Verdict::Higher => true,
        Verdict::Lower => false,
        Verdict::CanBeChance => {
            return match language {
                Language::En => format!("{what}: no change from {against} that can be told from chance."),
                Language::Nl => {
                    format!(
                        "{what}: geen verandering ten opzichte van {against} die van toeval te onderscheiden is."
                    )
                }
            };
        }
        Verdict::TooFewToTell => {
            return match language {
                Language::En => format!("{what}: too few cases to tell a change from {against}."),
                Language::Nl => {
                    format!(
                        "{what}: te weinig gevallen om een verandering ten opzichte van {against} te zien."
                    )
                }
            };
        }
        Verdict::Fact => return untested(finding, what, against, language),
    };
    let moved = moved(finding, up, language);
    let mut sentence = match language {
        Language::En => format!("{what} {moved} against {against}"),
        Language::Nl => format!("{what} {moved} ten opzichte van {against}"),
    };
    if let Some(part) = finding.carried_by.as_ref().and_then(|carrier| part(carrier, language, name)) {
        sentence.push_str(language.pick("; mostly ", "; vooral bij "));
        sentence.push_str(&part);
    }
    sentence.push('.');
    sentence
}

/// A change that has no test is told as it is, and that there is none.
fn untested(finding: &Finding, what: &str, against: &str, language: Language) -> String {
    let Some((now, then)) = finding.now.zip(finding.then) else {
        return match language {
            Language::En => format!("{what} cannot be held against {against}."),
            Language::Nl => format!("{what} is niet met {against} te vergelijken."),
        };
    };
    if now == then {
        return match language {
            Language::En => format!("{what} is what it was against {against}."),
            Language::Nl => format!("{what} is gelijk aan {against}."),
        };
    }
    let moved = moved(finding, now > then, language);
    match language {
        Language::En => format!("{what} {moved} against {against}; no test tells whether that is chance."),
        Language::Nl => {
            format!("{what} {moved} ten opzichte van {against}; geen toets zegt of dat toeval is.")
        }
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::definitions::Metric;

    fn finding(unit: Unit, verdict: Verdict, now: f64, then: f64) -> Finding {
        Finding {
            metric: Metric::WonCount,
            unit,
            verdict,
            now: Some(now),
            then: Some(then),
            times: (then > 0.0).then(|| now / then),
            carried_by: None,
        }
    }

    fn say(finding: &Finding, language: Language) -> String {
        let what = Metric::WonCount.definition().text(language).name;
        let names = |value: &Value| match value {
            Value::Id(id) if id.as_u128() == 1 => Some("Zuid".to_owned()),
            Value::Id(id) if id.as_u128() == 2 => Some("Beurs".to_owned()),
            _ => None,
        };
        let sentence = finding.sentence(language, Reference::LastYear, &names);
        sentence
            .strip_prefix(what)
            .unwrap_or_else(|| panic!("{sentence} does not begin with {what}"))
            .to_owned()
    }

    #[test]
    fn changes_are_said_in_both_languages() {
        let of = |unit, verdict, now, then| {
            let finding = finding(unit, verdict, now, then);
            [say(&finding, Language::Nl), say(&finding, Language::En)]
        };
        let doubled = of(Unit::Count, Verdict::Higher, 41.0, 20.0);
        assert_eq!(doubled, [" verdubbelde ten opzichte van vorig jaar.", " doubled against last year."]);
        let fell = of(Unit::Money, Verdict::Lower, 77.0, 100.0);
        assert_eq!(fell, [" daalde met 23% ten opzichte van vorig jaar.", " fell by 23% against last year."]);
        let points = of(Unit::Share, Verdict::Higher, 0.315, 0.28);
        assert_eq!(
            points,
            [
                " steeg met 3,5 procentpunt ten opzichte van vorig jaar.",
                " rose by 3.5 percentage points against last year."
            ]
        );
        let from_nothing = of(Unit::Count, Verdict::Higher, 9.0, 0.0);
        assert_eq!(from_nothing, [" steeg ten opzichte van vorig jaar.", " rose against last year."]);
    }

    #[test]
    fn what_cannot_be_told_is_said_so() {
        let chance = finding(Unit::Count, Verdict::CanBeChance, 12.0, 10.0);
        assert_eq!(
            say(&chance, Language::Nl),
            ": geen verandering ten opzichte van vorig jaar die van toeval te onderscheiden is."
        );
        assert_eq!(say(&chance, Language::En), ": no change from last year that can be told from chance.");
        let few = finding(Unit::Count, Verdict::TooFewToTell, 2.0, 1.0);
        assert!(say(&few, Language::Nl).starts_with(": te weinig gevallen"));
        let fact = finding(Unit::Money, Verdict::Fact, 30.0, 20.0);
        assert!(
            say(&fact, Language::En)
                .ends_with("rose by 50% against last year; no test tells whether that is chance.")
        );
    }

    #[test]
    fn the_part_that_carries_it_is_named_when_it_has_a_name() {
        let id = |id: u128| Value::Id(Uuid::from_u128(id));
        let by = |dimensions: &[Dimension], values: Vec<Value>| Finding {
            carried_by: Some(Carrier { dimensions: dimensions.to_vec(), values, change: 1.0, share: 0.9 }),
            ..finding(Unit::Count, Verdict::Higher, 40.0, 20.0)
        };
        let pair = by(&[Dimension::Team, Dimension::Source], vec![id(1), id(2)]);
        assert_eq!(
            say(&pair, Language::Nl),
            " verdubbelde ten opzichte van vorig jaar; vooral bij bron Beurs van team Zuid."
        );
        assert_eq!(say(&pair, Language::En), " doubled against last year; mostly source Beurs of team Zuid.");
        let unknown = by(&[Dimension::Owner], vec![id(9)]);
        assert_eq!(say(&unknown, Language::En), " doubled against last year.");
    }
}
