//! Loss reasons: what we lost, and why people say so.

use super::{Definition, Family, Text, Unit};

pub(super) const LOSS_COUNT: Definition = Definition {
    family: Family::Count,
    unit: Unit::Count,
    en: Text {
        name: "Lost deals",
        sentence: "How many deals were lost in the period, by reason, stage, competitor and source.",
        formula: "deals closed for the last time in the period, and lost",
        traps: &["The reason is the seller's view of it."],
    },
    nl: Text {
        name: "Verloren deals",
        sentence: "Hoeveel deals er in de periode zijn verloren, naar verliesreden, fase, concurrent en bron.",
        formula: "deals die in de periode voor het laatst zijn afgesloten, en verloren",
        traps: &["De reden is hoe de verkoper het ziet."],
    },
};

pub(super) const LOSS_VALUE: Definition = Definition {
    family: Family::Money,
    unit: Unit::Money,
    en: Text {
        name: "Lost value",
        sentence: "What the deals lost in the period were worth together.",
        formula: "sum of the values at closing of deals lost in the period",
        traps: &["Values of lost deals are seldom kept up to date."],
    },
    nl: Text {
        name: "Verloren waarde",
        sentence: "Wat de deals die in de periode zijn verloren samen waard waren.",
        formula: "som van de waarden bij afsluiten van deals verloren in de periode",
        traps: &["Waarden van verloren deals worden zelden bijgehouden."],
    },
};

pub(super) const LOSS_SHARE: Definition = Definition {
    family: Family::Proportion,
    unit: Unit::Share,
    en: Text {
        name: "Share of a loss reason",
        sentence: "Which share of the lost deals was lost for this reason.",
        formula: "deals lost for the reason ÷ lost deals",
        traps: &[
            "\"No reason given\" is a row: when it is large, the others say little.",
            "Price is often the polite answer.",
        ],
    },
    nl: Text {
        name: "Aandeel van een verliesreden",
        sentence: "Welk deel van de verloren deals om deze reden is verloren.",
        formula: "deals verloren om de reden ÷ verloren deals",
        traps: &[
            "\"Geen reden opgegeven\" is een rij: is die groot, dan zeggen de andere weinig.",
            "Prijs is vaak het beleefde antwoord.",
        ],
    },
};
