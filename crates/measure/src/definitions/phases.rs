//! The funnel of parties: from suspect to returning customer.

use super::{Definition, Family, Text, Unit};

pub(super) const PHASE_COUNT: Definition = Definition {
    family: Family::Count,
    unit: Unit::Count,
    en: Text {
        name: "Parties by phase",
        sentence: "How many companies and people stand in each phase of the funnel.",
        formula: "parties by the first phase that holds at the chosen moment: returning customer, customer, prospect, lead, former customer, lost, suspect",
        traps: &[
            "Every party is in one phase only: a customer with a new deal is counted as customer.",
            "Nobody types the phase in; it follows from leads and deals.",
        ],
    },
    nl: Text {
        name: "Partijen per fase van de trechter",
        sentence: "Hoeveel bedrijven en personen er in elke fase van de trechter staan.",
        formula: "partijen naar de eerste fase die op het gekozen moment geldt: terugkerende klant, klant, prospect, lead, oud-klant, verloren, suspect",
        traps: &[
            "Elke partij staat in precies één fase: een klant met een nieuwe deal telt als klant.",
            "Niemand vult de fase in; ze volgt uit leads en deals.",
        ],
    },
};

pub(super) const PHASE_CONVERSION: Definition = Definition {
    family: Family::Proportion,
    unit: Unit::Share,
    en: Text {
        name: "On to the next phase",
        sentence: "Of the parties that entered a phase, the share that reached the next one within a fixed time.",
        formula: "parties that reached the next phase within H days ÷ parties that first entered this phase at least H days ago",
        traps: &["Parties that have been in the phase for less than H days are left out."],
    },
    nl: Text {
        name: "Door naar de volgende trechterfase",
        sentence: "Van de partijen die in een fase kwamen: het deel dat binnen een vaste tijd de volgende bereikte.",
        formula: "partijen die binnen H dagen de volgende fase bereikten ÷ partijen die minstens H dagen geleden voor het eerst in deze fase kwamen",
        traps: &["Partijen die korter dan H dagen in de fase zijn, doen niet mee."],
    },
};
