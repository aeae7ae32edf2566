//! Verdicts and units in words.

use super::Language;
use crate::answer::{Unit, Verdict};

impl Verdict {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Higher, Self::Lower, Self::CanBeChance, Self::TooFewToTell, Self::Fact];

    /// It in words, to stand after the difference: "+12%, can be chance".
    ///
    /// ```
    /// use trechter_measure::answer::Verdict;
    /// use trechter_measure::definitions::Language;
    ///
    /// assert_eq!(Verdict::CanBeChance.words(Language::Nl), "kan toeval zijn");
    /// ```
    pub fn words(self, language: Language) -> &'static str {
        let (en, nl) = match self {
            Self::Higher => ("more", "meer"),
            Self::Lower => ("less", "minder"),
            Self::CanBeChance => ("can be chance", "kan toeval zijn"),
            Self::TooFewToTell => ("too few to tell", "te weinig om iets te zeggen"),
            Self::Fact => ("not tested", "niet getoetst"),
        };
        language.pick(en, nl)
    }

    /// What it means, in a sentence.
    pub fn sentence(self, language: Language) -> &'static str {
        let (en, nl) = match self {
            Self::Higher => (
                "The difference is larger than chance usually makes it.",
                "Het verschil is groter dan toeval het meestal maakt.",
            ),
            Self::Lower => ("The same, downwards.", "Hetzelfde, naar beneden."),
            Self::CanBeChance => (
                "Without any real change you would see such a difference quite often.",
                "Ook zonder echte verandering zie je zo'n verschil geregeld.",
            ),
            Self::TooFewToTell => (
                "There are so few cases that even a real change would not show.",
                "Er zijn zo weinig gevallen dat zelfs een echte verandering niet te zien is.",
            ),
            Self::Fact => (
                "The difference is as it is; there is no test that tells whether chance made it.",
                "Het verschil is wat het is; er is geen toets die zegt of toeval het maakte.",
            ),
        };
        language.pick(en, nl)
    }
}

impl Unit {
    /// What it is called.
    pub fn words(self, language: Language) -> &'static str {
        let (en, nl) = match self {
            Self::Count => ("number", "aantal"),
            Self::Money => ("amount", "bedrag"),
            Self::Share => ("percentage", "percentage"),
            Self::Days => ("days", "dagen"),
            Self::BusinessMinutes => ("working time", "werktijd"),
            Self::Minutes => ("time", "tijd"),
            Self::MoneyPerDay => ("amount per day", "bedrag per dag"),
            Self::MoneyPerMonth => ("amount per month", "bedrag per maand"),
            Self::Ratio => ("plain number", "getal"),
        };
        language.pick(en, nl)
    }
}
