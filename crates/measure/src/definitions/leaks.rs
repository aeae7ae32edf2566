//! Where it leaks: groups of deals that get on less often than the rest.

use super::{Definition, Family, Text, Unit};

pub(super) const LEAK_RATE: Definition = Definition {
    family: Family::Proportion,
    unit: Unit::Share,
    en: Text {
        name: "Gets on in this group",
        sentence: "Of the deals of this group that reached the stage, the share that got to the next one.",
        formula: "deals of the group that reached the next stage within H days ÷ deals of the group that reached this stage at least H days ago",
        traps: &["The group differs from the rest in more than its name: see what else goes with it."],
    },
    nl: Text {
        name: "Gaat door in deze groep",
        sentence: "Van de deals uit deze groep die de fase bereikten: het deel dat de volgende haalde.",
        formula: "deals uit de groep die binnen H dagen de volgende fase bereikten ÷ deals uit de groep die deze fase minstens H dagen geleden bereikten",
        traps: &["De groep verschilt in meer dan de naam van de rest: kijk wat er nog mee samengaat."],
    },
};

pub(super) const LEAK_REST_RATE: Definition = Definition {
    family: Family::Proportion,
    unit: Unit::Share,
    en: Text {
        name: "Gets on in the rest",
        sentence: "Of all other deals that reached the stage, the share that got to the next one.",
        formula: "other deals that reached the next stage within H days ÷ other deals that reached this stage at least H days ago",
        traps: &["The rest is a mixture of good and bad groups, not a norm."],
    },
    nl: Text {
        name: "Gaat door bij de rest",
        sentence: "Van alle andere deals die de fase bereikten: het deel dat de volgende haalde.",
        formula: "andere deals die binnen H dagen de volgende fase bereikten ÷ andere deals die deze fase minstens H dagen geleden bereikten",
        traps: &["De rest is een mengsel van goede en slechte groepen, geen norm."],
    },
};

pub(super) const LEAK_DIFFERENCE: Definition = Definition {
    family: Family::Compound,
    unit: Unit::Share,
    en: Text {
        name: "Size of the leak",
        sentence: "How much less often the deals of this group get on than the rest.",
        formula: "share that gets on in the rest − share that gets on in the group",
        traps: &["Many groups are compared; what does not stand out enough is listed as \"may be chance\"."],
    },
    nl: Text {
        name: "Grootte van het lek",
        sentence: "Hoeveel minder vaak deals uit deze groep doorgaan dan de rest.",
        formula: "deel dat doorgaat bij de rest − deel dat doorgaat in de groep",
        traps: &[
            "Er worden veel groepen vergeleken; wat niet genoeg opvalt, staat onder \"kan toeval zijn\".",
        ],
    },
};

pub(super) const LEAK_RECOVERABLE: Definition = Definition {
    family: Family::Compound,
    unit: Unit::MoneyPerMonth,
    en: Text {
        name: "Recoverable per month",
        sentence: "What it would bring per month if this group did as well as the rest.",
        formula: "size of the leak × the group's deals per month that reach the stage × share won after the next stage × average won deal",
        traps: &[
            "Recoverable is a ceiling: the group may have its reasons.",
            "Leaks overlap: never add them up.",
        ],
    },
    nl: Text {
        name: "Terug te winnen per maand",
        sentence: "Wat het per maand zou opbrengen als deze groep het even goed deed als de rest.",
        formula: "grootte van het lek × deals uit de groep die per maand de fase bereiken × deel dat na de volgende fase wint × gemiddelde gewonnen deal",
        traps: &[
            "Het is een plafond: de groep kan er redenen voor hebben.",
            "Lekken overlappen: tel ze nooit op.",
        ],
    },
};
