//! Targets: how far we are, and whether that is far enough for today.

use super::{Definition, Family, Text, Unit};

pub(super) const ATTAINMENT: Definition = Definition {
    family: Family::Compound,
    unit: Unit::Ratio,
    en: Text {
        name: "Target attainment",
        sentence: "Which part of the target has been reached.",
        formula: "result ÷ target",
        traps: &[
            "It says how far you are, not whether you are on schedule: that is the pace.",
            "A target that is too low is always reached.",
        ],
    },
    nl: Text {
        name: "Targetrealisatie",
        sentence: "Welk deel van het target is gehaald.",
        formula: "resultaat ÷ target",
        traps: &[
            "Het zegt hoe ver je bent, niet of je op schema ligt: dat is het tempo.",
            "Een te laag target wordt altijd gehaald.",
        ],
    },
};

pub(super) const TARGET_REMAINING: Definition = Definition {
    family: Family::Compound,
    unit: Unit::Ratio,
    en: Text {
        name: "Still to go",
        sentence: "What is missing to reach the target.",
        formula: "target − result so far, in the unit of the target",
        traps: &["Zero or less means that the target is met."],
    },
    nl: Text {
        name: "Nog te gaan",
        sentence: "Wat er nog ontbreekt om het target te halen.",
        formula: "target − resultaat tot nu toe, in de eenheid van het target",
        traps: &["Nul of minder betekent dat het target is gehaald."],
    },
};

pub(super) const PACE: Definition = Definition {
    family: Family::Compound,
    unit: Unit::Ratio,
    en: Text {
        name: "Pace",
        sentence: "Whether the result keeps up with the working days that have passed; 1 is exactly on schedule.",
        formula: "result ÷ (target × share of working days passed)",
        traps: &[
            "It supposes that every working day brings as much, while many quarters are made in their last weeks.",
            "For money and wins the verdict looks at what you usually have at this point.",
        ],
    },
    nl: Text {
        name: "Tempo",
        sentence: "Of het resultaat gelijk oploopt met de verstreken werkdagen; 1 is precies op schema.",
        formula: "resultaat ÷ (target × deel van de werkdagen dat voorbij is)",
        traps: &[
            "Het neemt aan dat elke werkdag evenveel brengt, terwijl veel kwartalen in de laatste weken worden gemaakt.",
            "Bij geld en gewonnen deals kijkt het oordeel naar wat je op dit punt meestal hebt.",
        ],
    },
};

pub(super) const USUAL_SHARE: Definition = Definition {
    family: Family::Quantile,
    unit: Unit::Share,
    en: Text {
        name: "Usually reached by now",
        sentence: "Which share of the final result you usually have at this point of the period.",
        formula: "median over the last 8 periods of the result at this point ÷ the result at the end",
        traps: &["Eight periods are few: take it as an indication."],
    },
    nl: Text {
        name: "Meestal nu al gehaald",
        sentence: "Welk deel van het eindresultaat je op dit punt van de periode meestal hebt.",
        formula: "mediaan over de laatste 8 perioden van het resultaat op dit punt ÷ het resultaat aan het eind",
        traps: &["Acht perioden zijn er weinig: neem het als aanwijzing."],
    },
};
