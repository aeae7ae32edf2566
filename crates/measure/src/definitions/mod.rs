//! What every number is, in words: the one place that screens, documents, the API and the help take them from.
//!
//! ```
//! use trechter_measure::definitions::{Language, Metric};
//!
//! let definition = Metric::WinRate.definition();
//! assert_eq!(definition.text(Language::En).name, "Win rate");
//! assert_eq!(definition.text(Language::Nl).name, "Scoringspercentage");
//! ```

mod area;
mod changes;
mod channels;
mod conversion;
pub(crate) mod finding;
mod follow_ups;
mod funnel;
mod leads;
mod leaks;
mod losses;
mod metric;
mod note;
mod page;
mod phases;
mod pipeline;
mod responses;
mod sales;
mod sellers;
mod stages;
mod targets;
mod verdict;

pub use area::Area;
pub use metric::Metric;
pub use note::{MissingValue, NoteCode};
pub use page::page;

use serde::{Deserialize, Serialize};

use crate::answer::Unit;

/// A language that the definitions are written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// English.
    En,
    /// Dutch.
    Nl,
}

impl Language {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::En, Self::Nl];

    /// Its code of two letters.
    pub fn key(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Nl => "nl",
        }
    }

    /// The one of two that is in this language.
    fn pick<T>(self, en: T, nl: T) -> T {
        match self {
            Self::En => en,
            Self::Nl => nl,
        }
    }
}

/// What kind of number it is: which interval, which test and which sum belong to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Family {
    /// A number of records; the list behind it has as many.
    Count,
    /// A sum of money; the list behind it adds up to it.
    Money,
    /// A share of records: a numerator that is a subset of its denominator.
    Proportion,
    /// An average.
    Mean,
    /// A median or another percentile.
    Quantile,
    /// One sum of money divided by another sum or a count.
    MoneyRatio,
    /// A figure made of other figures.
    Compound,
    /// Several records or a curve, rather than one number.
    List,
}

impl Family {
    /// Whether the parts of it add up to the whole.
    pub fn adds_up(self) -> bool {
        matches!(self, Self::Count | Self::Money)
    }
}

/// What a metric is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Definition {
    /// Its kind.
    pub family: Family,
    /// Its unit.
    pub unit: Unit,
    /// In English.
    pub en: Text,
    /// In Dutch.
    pub nl: Text,
}

impl Definition {
    /// Its words in a language.
    pub fn text(&self, language: Language) -> &Text {
        language.pick(&self.en, &self.nl)
    }
}

/// The words for a metric in one language.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Text {
    /// What it is called, short enough for a tile.
    pub name: &'static str,
    /// What it tells, in a sentence that a salesperson understands.
    pub sentence: &'static str,
    /// How it is computed, in words. H is the fixed horizon.
    pub formula: &'static str,
    /// What it does not say, and what misleads.
    pub traps: &'static [&'static str],
}

#[cfg(test)]
mod tests;
