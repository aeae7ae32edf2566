//! Channels: what a source costs, and what it brings.

use super::{Definition, Family, Text, Unit};

pub(super) const CHANNEL_COST: Definition = Definition {
    family: Family::Money,
    unit: Unit::Money,
    en: Text {
        name: "Cost of the channel",
        sentence: "What was spent on the channel in the period.",
        formula: "sum of the costs booked on the source or campaign in the period",
        traps: &["Only what was entered: hours and tools are seldom in it."],
    },
    nl: Text {
        name: "Kosten van het kanaal",
        sentence: "Wat er in de periode aan het kanaal is uitgegeven.",
        formula: "som van de kosten die in de periode op de bron of campagne zijn geboekt",
        traps: &["Alleen wat is ingevuld: uren en software zitten er zelden in."],
    },
};

pub(super) const CHANNEL_COST_PER_LEAD: Definition = Definition {
    family: Family::MoneyRatio,
    unit: Unit::Money,
    en: Text {
        name: "Cost per lead",
        sentence: "What one lead from this channel costs.",
        formula: "cost ÷ leads from the channel",
        traps: &["Cheap leads that never buy are dear."],
    },
    nl: Text {
        name: "Kosten per lead",
        sentence: "Wat één lead uit dit kanaal kost.",
        formula: "kosten ÷ leads uit het kanaal",
        traps: &["Goedkope leads die nooit kopen, zijn duur."],
    },
};

pub(super) const CHANNEL_COST_PER_CUSTOMER: Definition = Definition {
    family: Family::MoneyRatio,
    unit: Unit::Money,
    en: Text {
        name: "Cost per new customer",
        sentence: "What one new customer from this channel costs.",
        formula: "cost ÷ new customers among leads from the channel, within H days",
        traps: &[
            "With few customers one more or less changes it much.",
            "First touch and last touch give different answers; never add them.",
        ],
    },
    nl: Text {
        name: "Kosten per nieuwe klant",
        sentence: "Wat één nieuwe klant uit dit kanaal kost.",
        formula: "kosten ÷ nieuwe klanten onder leads uit het kanaal, binnen H dagen",
        traps: &[
            "Bij weinig klanten verandert één meer of minder veel.",
            "Eerste en laatste contact geven andere antwoorden; tel ze nooit op.",
        ],
    },
};

pub(super) const CHANNEL_VALUE_PER_LEAD: Definition = Definition {
    family: Family::Mean,
    unit: Unit::Money,
    en: Text {
        name: "Won per lead",
        sentence: "What a lead from this channel brings on average, those that never buy included.",
        formula: "won value of leads from the channel, within H days ÷ leads from the channel",
        traps: &["One large deal can carry a channel."],
    },
    nl: Text {
        name: "Gewonnen per lead",
        sentence: "Wat een lead uit dit kanaal gemiddeld oplevert, ook die nooit kopen.",
        formula: "gewonnen waarde van leads uit het kanaal, binnen H dagen ÷ leads uit het kanaal",
        traps: &["Eén grote deal kan een kanaal dragen."],
    },
};

pub(super) const CHANNEL_RETURN: Definition = Definition {
    family: Family::MoneyRatio,
    unit: Unit::Ratio,
    en: Text {
        name: "Return of the channel",
        sentence: "What a euro spent on this channel brought beyond itself.",
        formula: "(won value − cost) ÷ cost, over leads at least H days old",
        traps: &[
            "Won value is turnover, not profit: a return of 0 is a loss.",
            "Customers who would have come anyway are in it.",
        ],
    },
    nl: Text {
        name: "Rendement van het kanaal",
        sentence: "Wat een euro in dit kanaal boven zichzelf opbracht.",
        formula: "(gewonnen waarde − kosten) ÷ kosten, over leads van minstens H dagen oud",
        traps: &[
            "Gewonnen waarde is omzet, geen winst: een rendement van 0 is verlies.",
            "Klanten die toch wel waren gekomen, zitten erin.",
        ],
    },
};
