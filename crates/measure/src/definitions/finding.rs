//! What may be said about a difference, in words.

use serde::{Deserialize, Serialize};

use super::Language;
use crate::stats::Verdict;

/// What may be said about a difference with a reference.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Finding {
    /// More, and more than noise.
    More,
    /// Less, and more than noise.
    Less,
    /// It can be chance.
    CanBeChance,
    /// Too few to tell.
    TooFewToTell,
}

impl Finding {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::More, Self::Less, Self::CanBeChance, Self::TooFewToTell];

    /// The verdict of a test, with the direction of the difference (now − reference). No difference at all can always
    /// be chance.
    ///
    /// ```
    /// use trechter_measure::definitions::{Finding, Language};
    /// use trechter_measure::stats::Verdict;
    ///
    /// let finding = Finding::of(Verdict::MoreThanNoise, -0.12);
    /// assert_eq!(finding.words(Language::En), "less");
    /// ```
    pub fn of(verdict: Verdict, difference: f64) -> Self {
        match verdict {
            Verdict::MoreThanNoise if difference > 0.0 => Self::More,
            Verdict::MoreThanNoise if difference < 0.0 => Self::Less,
            Verdict::MoreThanNoise | Verdict::CanBeChance => Self::CanBeChance,
            Verdict::TooFewToTell => Self::TooFewToTell,
        }
    }

    /// It in words, to stand after the difference: "+12%, can be chance".
    pub fn words(self, language: Language) -> &'static str {
        let (en, nl) = match self {
            Self::More => ("more", "meer"),
            Self::Less => ("less", "minder"),
            Self::CanBeChance => ("can be chance", "kan toeval zijn"),
            Self::TooFewToTell => ("too few to tell", "te weinig om iets te zeggen"),
        };
        language.pick(en, nl)
    }
}
