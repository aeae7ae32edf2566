//! Sellers compared fairly: small numbers tempered, and on the same mix of leads.

use super::{Definition, Family, Text, Unit};

pub(super) const SELLER_SHRUNK: Definition = Definition {
    family: Family::Proportion,
    unit: Unit::Share,
    en: Text {
        name: "Conversion, tempered",
        sentence: "A seller's conversion, drawn to the team's as far as there are too few cases to go by.",
        formula: "mean of the seller's conversion given the team's rate and how much sellers really differ (beta-binomial)",
        traps: &[
            "A newcomer with two wins out of two stands near the team: that is meant.",
            "Nobody is called above or below the team unless the interval excludes the team's rate.",
        ],
    },
    nl: Text {
        name: "Conversie, getemperd",
        sentence: "De conversie van een verkoper, naar die van het team getrokken zolang er te weinig gevallen zijn.",
        formula: "gemiddelde van de conversie van de verkoper gegeven die van het team en hoeveel verkopers echt verschillen (bèta-binomiaal)",
        traps: &[
            "Een nieuweling met twee uit twee staat dicht bij het team: dat is de bedoeling.",
            "Niemand heet boven of onder het team zolang het interval de teamconversie bevat.",
        ],
    },
};

pub(super) const SELLER_SAME_MIX: Definition = Definition {
    family: Family::Compound,
    unit: Unit::Share,
    en: Text {
        name: "Conversion on the same mix",
        sentence: "What a seller's conversion would be with leads as good and bad as the team's.",
        formula: "wins ÷ wins that the others would have had on these leads × the team's rate",
        traps: &[
            "It compares with the team on the seller's own leads; it does not compare two sellers.",
            "Leads are alike here when source and product are; other differences remain.",
        ],
    },
    nl: Text {
        name: "Conversie bij gelijke leads",
        sentence: "Wat de conversie van een verkoper zou zijn met even goede en slechte leads als het team.",
        formula: "gewonnen ÷ wat de anderen op deze leads zouden hebben gewonnen × de conversie van het team",
        traps: &[
            "Het vergelijkt met het team op de eigen leads; het vergelijkt niet twee verkopers.",
            "Leads zijn hier gelijk als bron en product gelijk zijn; andere verschillen blijven.",
        ],
    },
};

pub(super) const SELLER_EXPECTED: Definition = Definition {
    family: Family::Compound,
    unit: Unit::Ratio,
    en: Text {
        name: "Wins expected of the others",
        sentence: "How many wins the colleagues would have had on this seller's leads.",
        formula: "sum over source and product of the seller's leads × the rate of the others",
        traps: &["Only leads that others get too are in it."],
    },
    nl: Text {
        name: "Verwacht gewonnen door de anderen",
        sentence: "Hoeveel deals de collega's op de leads van deze verkoper zouden hebben gewonnen.",
        formula: "som over bron en product van de leads van de verkoper × de conversie van de anderen",
        traps: &["Alleen leads die anderen ook krijgen, doen mee."],
    },
};

pub(super) const SELLER_COMPARABLE: Definition = Definition {
    family: Family::Proportion,
    unit: Unit::Share,
    en: Text {
        name: "Comparable leads",
        sentence: "Which share of a seller's leads is of a kind that others get too.",
        formula: "leads in groups where the others have enough leads ÷ the seller's leads",
        traps: &["Below half, the conversion on the same mix is not shown."],
    },
    nl: Text {
        name: "Vergelijkbare leads",
        sentence: "Welk deel van de leads van een verkoper van een soort is die anderen ook krijgen.",
        formula: "leads in groepen waarin de anderen er genoeg hebben ÷ leads van de verkoper",
        traps: &["Onder de helft is er geen conversie bij gelijke leads."],
    },
};
