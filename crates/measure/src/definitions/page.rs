//! The page of the manual that explains every number, in Markdown.

use std::fmt::Write as _;

use super::note::next_placeholder;
use super::{Language, Metric, NoteCode};
use crate::answer::Verdict;

/// The page `docs/user/numbers.<language>.md`; `cargo xtask codegen` writes it.
pub fn page(language: Language) -> String {
    let mut page = introduction(language).to_owned();
    for verdict in Verdict::ALL {
        line(&mut page, format_args!("- *{}*: {}", verdict.words(language), verdict.sentence(language)));
    }
    let mut area = None;
    for metric in Metric::ALL {
        if area != Some(metric.area()) {
            area = Some(metric.area());
            line(&mut page, format_args!("\n## {}", metric.area().heading(language)));
        }
        entry(&mut page, *metric, language);
    }
    line(&mut page, format_args!("\n## {}\n", language.pick("Remarks", "Opmerkingen")));
    let words = language.pick(
        "What can stand beside a number; the dots are filled in.\n",
        "Wat er bij een getal kan staan; de puntjes worden ingevuld.\n",
    );
    line(&mut page, format_args!("{words}"));
    for note in NoteCode::ALL {
        let template = note.template(language, false);
        line(&mut page, format_args!("- {} `{}`", dotted(template), note.key()));
    }
    page
}

fn introduction(language: Language) -> &'static str {
    language.pick(
        "# The numbers

Written by `cargo xtask codegen` from `crates/measure/src/definitions`. [Nederlands](numbers.nl.md)

What every number says, how it is computed and what it does not say. Every number can be opened: behind it are the \
records that it counts, and number and list always agree.

**H** is the time within which nine in ten decisions are taken, learned from your own history per pipeline and stage. \
What is younger than H days is left out of a conversion, because it has not had its chance yet; two periods are always \
compared at the same H.

**The range** behind a share, an average or a percentile shows how far chance can move it. A count or a sum of a \
finished period is a fact and has none.

**A difference** with an earlier period is shown with its verdict:

",
        "# De getallen

Geschreven door `cargo xtask codegen` uit `crates/measure/src/definitions`. [English](numbers.en.md)

Wat elk getal zegt, hoe het is berekend en wat het niet zegt. Elk getal kun je openen: erachter staan de records die \
het telt, en getal en lijst kloppen altijd met elkaar.

**H** is de tijd waarbinnen negen van de tien beslissingen vallen, geleerd uit je eigen geschiedenis per pijplijn en \
fase. Wat jonger is dan H dagen blijft buiten een conversie, want het heeft zijn kans nog niet gehad; twee perioden \
worden altijd bij dezelfde H vergeleken.

**De marge** bij een percentage, een gemiddelde of een percentiel laat zien hoe ver het toeval het kan verschuiven. \
Een aantal of een som van een afgelopen periode is een feit en heeft er geen.

**Een verschil** met een eerdere periode staat er met een oordeel bij:

",
    )
}

fn entry(page: &mut String, metric: Metric, language: Language) {
    let definition = metric.definition();
    let text = definition.text(language);
    line(page, format_args!("\n### {}\n\n{}\n", text.name, text.sentence));
    let unit = definition.unit.words(language);
    line(page, format_args!("*{}* ({unit}, `{}`)\n", text.formula, metric.key()));
    for trap in text.traps {
        line(page, format_args!("- {trap}"));
    }
}

fn line(page: &mut String, words: std::fmt::Arguments<'_>) {
    // Writing into a String cannot fail.
    let _ = writeln!(page, "{words}");
}

/// A template with dots for what is filled in.
fn dotted(template: &str) -> String {
    let (mut words, mut rest) = (String::new(), template);
    while let Some((before, _, after)) = next_placeholder(rest) {
        words.push_str(before);
        words.push('…');
        rest = after;
    }
    words + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_committed_pages_are_what_the_definitions_say() {
        for (language, committed) in [
            (Language::En, include_str!("../../../../docs/user/numbers.en.md")),
            (Language::Nl, include_str!("../../../../docs/user/numbers.nl.md")),
        ] {
            let differs = page(language).lines().zip(committed.lines()).position(|(fresh, old)| fresh != old);
            assert!(
                page(language) == committed,
                "run `cargo xtask codegen`: {language:?} differs at {differs:?}"
            );
        }
    }

    #[test]
    fn every_metric_and_note_is_on_the_page() {
        for language in Language::ALL {
            let page = page(language);
            for key in
                Metric::ALL.iter().map(|one| one.key()).chain(NoteCode::ALL.iter().map(|one| one.key()))
            {
                assert_eq!(page.matches(&format!("`{key}`")).count(), 1, "{key} in {language:?}");
            }
            assert!(!page.contains(['{', '}']));
        }
    }
}
