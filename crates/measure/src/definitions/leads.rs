//! Leads: how many come in, who gets them, and whether there are hands enough.

use super::{Definition, Family, Text, Unit};

pub(super) const LEADS_CREATED: Definition = Definition {
    family: Family::Count,
    unit: Unit::Count,
    en: Text {
        name: "New leads",
        sentence: "How many leads came in during the period.",
        formula: "leads created in the period",
        traps: &[
            "It says how many came in, not how good they are: read it beside the conversion.",
            "Leads from companies that already were customers count here too.",
        ],
    },
    nl: Text {
        name: "Nieuwe leads",
        sentence: "Hoeveel leads er in de periode binnenkwamen.",
        formula: "leads die in de periode zijn aangemaakt",
        traps: &[
            "Het zegt hoeveel er binnenkwamen, niet hoe goed ze zijn: lees het naast de conversie.",
            "Leads van bedrijven die al klant waren, tellen hier ook mee.",
        ],
    },
};

pub(super) const LEADS_EXISTING_CUSTOMER: Definition = Definition {
    family: Family::Count,
    unit: Unit::Count,
    en: Text {
        name: "Leads from existing customers",
        sentence: "How many of the new leads came from somebody who already was a customer.",
        formula: "leads created in the period by parties that were customer at that moment",
        traps: &["They convert more easily and stay out of the headline conversion."],
    },
    nl: Text {
        name: "Leads van bestaande klanten",
        sentence: "Hoeveel van de nieuwe leads kwamen van iemand die al klant was.",
        formula: "leads die in de periode zijn aangemaakt door partijen die op dat moment klant waren",
        traps: &["Ze worden makkelijker klant en blijven buiten de hoofdconversie."],
    },
};

pub(super) const LEADS_RECEIVED: Definition = Definition {
    family: Family::Count,
    unit: Unit::Count,
    en: Text {
        name: "Leads received",
        sentence: "How many leads a seller was given during the period.",
        formula: "leads assigned or reassigned to the seller in the period, each lead once",
        traps: &[
            "A lead that goes from one seller to another counts for both, so the rows do not add up to the new leads.",
        ],
    },
    nl: Text {
        name: "Ontvangen leads",
        sentence: "Hoeveel leads een verkoper in de periode kreeg toegewezen.",
        formula: "leads die in de periode aan de verkoper zijn toegewezen, elke lead één keer",
        traps: &[
            "Een lead die van de ene naar de andere verkoper gaat, telt bij allebei; de rijen tellen dus niet op tot de nieuwe leads.",
        ],
    },
};

pub(super) const LEADS_HANDLED: Definition = Definition {
    family: Family::Count,
    unit: Unit::Count,
    en: Text {
        name: "Leads handled",
        sentence: "How many of the leads that a seller received were taken up by the seller in the period.",
        formula: "leads received, with the seller's first touch, qualification or disqualification in the period",
        traps: &[
            "Handled is not the same as handled well: one call is enough.",
            "A lead of last month that is taken up now counts now.",
        ],
    },
    nl: Text {
        name: "Opgepakte leads",
        sentence: "Hoeveel van de ontvangen leads de verkoper in de periode oppakte.",
        formula: "ontvangen leads waarbij het eerste contactmoment, de kwalificatie of de afwijzing door de verkoper in de periode valt",
        traps: &[
            "Opgepakt is nog niet goed opgepakt: één telefoontje is genoeg.",
            "Een lead van vorige maand die nu wordt opgepakt, telt nu.",
        ],
    },
};

pub(super) const LEAD_WORKLOAD: Definition = Definition {
    family: Family::Count,
    unit: Unit::Count,
    en: Text {
        name: "Open leads",
        sentence: "How many leads are waiting now: new, contacted or qualified, and not yet a deal or disqualified.",
        formula: "open leads per status at the chosen moment",
        traps: &["Old leads that nobody closed keep counting: look at their age before you add people."],
    },
    nl: Text {
        name: "Openstaande leads",
        sentence: "Hoeveel leads er nu liggen: nieuw, benaderd of gekwalificeerd, en nog geen deal of afgewezen.",
        formula: "openstaande leads per status op het gekozen moment",
        traps: &[
            "Oude leads die niemand afsluit, blijven meetellen: kijk naar hun leeftijd voordat je mensen bijzet.",
        ],
    },
};

pub(super) const LEAD_CAPACITY: Definition = Definition {
    family: Family::Count,
    unit: Unit::Count,
    en: Text {
        name: "Lead capacity",
        sentence: "How many open leads the team can look after at the same time.",
        formula: "norm of open leads for a full-timer × full-time equivalents",
        traps: &["The norm is typed in by you; the program does not know what is realistic."],
    },
    nl: Text {
        name: "Leadcapaciteit",
        sentence: "Hoeveel openstaande leads het team tegelijk aankan.",
        formula: "norm van openstaande leads per voltijder × aantal fte",
        traps: &["De norm vul je zelf in; het programma weet niet wat haalbaar is."],
    },
};

pub(super) const LEAD_WORKLOAD_SHARE: Definition = Definition {
    family: Family::Compound,
    unit: Unit::Ratio,
    en: Text {
        name: "Workload of capacity",
        sentence: "How full the team's hands are: the open leads against what it can look after.",
        formula: "open leads ÷ lead capacity",
        traps: &["Above 1 means more leads than the norm allows, not that they are badly looked after."],
    },
    nl: Text {
        name: "Bezetting",
        sentence: "Hoe vol de handen zijn: de openstaande leads tegenover wat het team aankan.",
        formula: "openstaande leads ÷ leadcapaciteit",
        traps: &["Boven 1 betekent meer leads dan de norm toelaat, niet dat ze slecht worden behandeld."],
    },
};

pub(super) const LEADS_SEASON: Definition = Definition {
    family: Family::Compound,
    unit: Unit::Ratio,
    en: Text {
        name: "Explained by season",
        sentence: "Which part of the change in leads belongs to the time of year.",
        formula: "change of new leads that the seasonal part of the model predicts ± its standard error",
        traps: &[
            "Shown only when a season can be told from the months there are.",
            "The season is learned from your own past; an odd year distorts it.",
        ],
    },
    nl: Text {
        name: "Verklaard door het seizoen",
        sentence: "Welk deel van de verandering in leads bij de tijd van het jaar hoort.",
        formula: "verandering in nieuwe leads die het seizoensdeel van het model voorspelt ± de standaardfout",
        traps: &[
            "Alleen zichtbaar als de maanden samen een seizoen laten zien.",
            "Het seizoen is uit je eigen verleden geleerd; een vreemd jaar vertekent het.",
        ],
    },
};

pub(super) const LEADS_BEYOND_SEASON: Definition = Definition {
    family: Family::Compound,
    unit: Unit::Ratio,
    en: Text {
        name: "Not explained by season",
        sentence: "What remains of the change in leads once the time of year is taken out.",
        formula: "change of new leads − the part explained by season",
        traps: &["It is a remainder: it tells that something else changed, not what."],
    },
    nl: Text {
        name: "Niet verklaard door het seizoen",
        sentence: "Wat er van de verandering in leads overblijft zonder de tijd van het jaar.",
        formula: "verandering in nieuwe leads − het deel dat het seizoen verklaart",
        traps: &["Het is een rest: er veranderde iets anders, maar het zegt niet wat."],
    },
};
