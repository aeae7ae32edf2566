use std::collections::BTreeSet;

use super::note::next_placeholder;
use super::*;
use crate::answer::Verdict;

const LONGEST_NAME: usize = 40;
const LONGEST_SENTENCE: usize = 200;

fn snake_case(name: &str) -> String {
    let mut key = String::new();
    for (at, letter) in name.char_indices() {
        if at > 0 && letter.is_ascii_uppercase() {
            key.push('_');
        }
        key.push(letter.to_ascii_lowercase());
    }
    key
}

/// Every metric's words, with where they are from.
fn texts() -> impl Iterator<Item = (String, &'static Text)> {
    Metric::ALL.iter().flat_map(|metric| {
        Language::ALL.map(|language| {
            (format!("{} {}", metric.key(), language.key()), metric.definition().text(language))
        })
    })
}

#[test]
fn keys_are_unique_and_follow_the_name() {
    let keys: BTreeSet<&str> = Metric::ALL.iter().map(|metric| metric.key()).collect();
    assert_eq!(keys.len(), Metric::ALL.len());
    for metric in Metric::ALL {
        assert_eq!(metric.key(), snake_case(&format!("{metric:?}")));
        assert_eq!(Metric::from_key(metric.key()), Some(*metric));
    }
    let keys: BTreeSet<&str> = NoteCode::ALL.iter().map(|note| note.key()).collect();
    assert_eq!(keys.len(), NoteCode::ALL.len());
    for note in NoteCode::ALL {
        assert_eq!(note.key(), snake_case(&format!("{note:?}")));
        assert_eq!(NoteCode::from_key(note.key()), Some(*note));
    }
}

#[test]
fn every_metric_has_a_definition_of_its_own() {
    let names = |language| -> BTreeSet<&str> {
        Metric::ALL.iter().map(|metric| metric.definition().text(language).name).collect()
    };
    for language in Language::ALL {
        assert_eq!(
            names(language).len(),
            Metric::ALL.len(),
            "two metrics have the same name in {language:?}"
        );
    }
}

#[test]
fn names_and_sentences_fit_a_tile() {
    for (place, text) in texts() {
        assert!((1..=LONGEST_NAME).contains(&text.name.chars().count()), "{place}: {}", text.name);
        assert!(text.sentence.chars().count() <= LONGEST_SENTENCE, "{place}: {}", text.sentence);
        assert!((1..=3).contains(&text.traps.len()), "{place}");
        assert!(text.traps.iter().all(|trap| trap.chars().count() <= LONGEST_SENTENCE), "{place}");
    }
    for note in NoteCode::ALL {
        for language in Language::ALL {
            let template = note.template(language, false);
            assert!(template.chars().count() <= LONGEST_SENTENCE && template.ends_with('.'), "{template}");
        }
    }
}

#[test]
fn sentences_are_sentences_and_names_are_not() {
    for (place, text) in texts() {
        for sentence in std::iter::once(&text.sentence).chain(text.traps) {
            assert!(sentence.ends_with('.'), "{place}: {sentence}");
            assert!(sentence.starts_with(|first: char| !first.is_lowercase()), "{place}: {sentence}");
        }
        for phrase in [text.name, text.formula] {
            assert!(!phrase.is_empty() && !phrase.ends_with('.'), "{place}: {phrase}");
        }
        for words in [text.name, text.sentence, text.formula].iter().chain(text.traps) {
            assert!(!words.contains(['{', '}']) && !words.contains("  "), "{place}: {words}");
            assert_eq!(words.trim(), *words, "{place}");
        }
    }
}

#[test]
fn dutch_is_not_english() {
    for metric in Metric::ALL {
        let definition = metric.definition();
        assert_ne!(definition.en.sentence, definition.nl.sentence, "{metric:?}");
        assert_eq!(definition.en.traps.len(), definition.nl.traps.len(), "{metric:?}");
    }
}

#[test]
fn unit_fits_family() {
    for metric in Metric::ALL {
        let Definition { family, unit, .. } = metric.definition();
        match family {
            Family::Count => assert_eq!(*unit, Unit::Count, "{metric:?}"),
            Family::Money => assert_eq!(*unit, Unit::Money, "{metric:?}"),
            Family::Proportion => assert_eq!(*unit, Unit::Share, "{metric:?}"),
            Family::Mean | Family::Quantile | Family::MoneyRatio | Family::Compound | Family::List => {}
        }
    }
}

#[test]
fn areas_lie_together() {
    let mut areas: Vec<Area> = Metric::ALL.iter().map(|metric| metric.area()).collect();
    areas.dedup();
    assert!(areas.is_sorted(), "{areas:?}");
    for area in areas {
        assert!(Language::ALL.iter().all(|language| !area.heading(*language).is_empty()));
    }
}

#[test]
fn a_ratio_has_no_pace() {
    let paced: Vec<&str> =
        Metric::TARGETS.into_iter().filter(|metric| metric.has_pace()).map(Metric::key).collect();
    let expected = [
        "won_value",
        "won_count",
        "new_customers",
        "growth_existing",
        "leads_handled",
        "touches",
        "appointments",
    ];
    assert_eq!(paced, expected);
    assert!(!Metric::OpenCount.has_pace());
}

#[test]
fn notes_ask_for_what_they_name() {
    for note in NoteCode::ALL {
        for language in Language::ALL {
            let mut named = BTreeSet::new();
            for (one, form) in [true, false].map(|one| (one, note.template(language, one))) {
                let mut rest = form;
                while let Some((_, name, after)) = next_placeholder(rest) {
                    assert!(note.placeholders().contains(&name), "{note:?}: {name}");
                    named.insert((one, name));
                    rest = after;
                }
                assert!(!rest.contains(['{', '}']), "{note:?}: {rest}");
            }
            for name in note.placeholders() {
                assert!(named.contains(&(false, *name)), "{note:?} in {language:?} never says {name}");
            }
        }
    }
}

#[test]
fn notes_are_filled_in() {
    let words = NoteCode::CarriedByFew.words(Language::Nl, &[("value", "38%"), ("record", "{value}")]);
    assert_eq!(words.unwrap(), "Rust op weinig deals: {value} is 38% ervan.");
    assert_eq!(NoteCode::CarriedByFew.words(Language::En, &[("value", "38%")]), Err(MissingValue("record")));
    let tenth = NoteCode::NoSeason.words(Language::En, &[("count", "11")]).unwrap();
    assert_eq!(tenth, "No season can be told from 11 months.");
}

#[test]
fn verdicts_and_units_have_words_of_their_own() {
    for language in Language::ALL {
        let words: BTreeSet<&str> = Verdict::ALL.iter().map(|one| one.words(language)).collect();
        assert_eq!(words.len(), Verdict::ALL.len());
        assert!(Verdict::ALL.iter().all(|one| one.sentence(language).ends_with('.')));
    }
    assert_eq!(Unit::BusinessMinutes.words(Language::Nl), "werktijd");
}

#[test]
fn measures_count_in_the_unit_of_their_definition() {
    for measure in crate::measures::all() {
        assert_eq!(measure.scale.unit, measure.metric.definition().unit, "{:?}", measure.metric);
    }
}

/// What the engine says beside a number, it says by code; a code without words would reach nobody.
#[test]
fn every_note_of_the_engine_has_words() {
    let mut folders = vec![std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src")];
    let mut codes = BTreeSet::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let source = std::fs::read_to_string(&path).unwrap();
                for call in ["Note::new(\"", "Note::about(\"", "left_out(\""] {
                    let said = source.split(call).skip(1).filter_map(|rest| rest.split_once('"'));
                    codes.extend(said.map(|(code, _)| code.to_owned()));
                }
            }
        }
    }
    codes.remove("");
    assert!(codes.contains("rows_do_not_add_up"));
    for code in codes {
        assert!(NoteCode::from_key(&code).is_some(), "the note {code} has no words in definitions/note.rs");
    }
}
