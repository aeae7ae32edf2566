//! What changed: the steps from the open value then to the open value now.

use super::{Definition, Family, Text, Unit};

pub(super) const CHANGE_OPEN_THEN: Definition = Definition {
    family: Family::Money,
    unit: Unit::Money,
    en: Text {
        name: "Open at the start",
        sentence: "What was open at the first of the two moments.",
        formula: "open value at the first moment",
        traps: &["As it was known for that moment, later corrections included."],
    },
    nl: Text {
        name: "Open aan het begin",
        sentence: "Wat er op het eerste van de twee momenten openstond.",
        formula: "open waarde op het eerste moment",
        traps: &["Zoals het voor dat moment bekend is, met latere correcties."],
    },
};

pub(super) const CHANGE_NEW: Definition = Definition {
    family: Family::Money,
    unit: Unit::Money,
    en: Text {
        name: "New",
        sentence: "What deals added that were created in between.",
        formula: "value of deals created between the two moments",
        traps: &["Also deals that were won or lost again in between; those are taken off in their own step."],
    },
    nl: Text {
        name: "Nieuw",
        sentence: "Wat deals toevoegden die ertussen zijn aangemaakt.",
        formula: "waarde van deals die tussen de twee momenten zijn aangemaakt",
        traps: &["Ook deals die ertussen weer zijn gewonnen of verloren; die gaan er in hun eigen stap af."],
    },
};

pub(super) const CHANGE_GROWN: Definition = Definition {
    family: Family::Money,
    unit: Unit::Money,
    en: Text {
        name: "Grown",
        sentence: "What was added by raising the values of deals.",
        formula: "sum of the raises in value of deals between the two moments",
        traps: &["A raise late in the period may be hope: look at who raised what."],
    },
    nl: Text {
        name: "Gegroeid",
        sentence: "Wat erbij kwam doordat de waarden van deals zijn verhoogd.",
        formula: "som van de verhogingen van dealwaarden tussen de twee momenten",
        traps: &["Een late verhoging kan hoop zijn: kijk wie wat verhoogde."],
    },
};

pub(super) const CHANGE_SHRUNK: Definition = Definition {
    family: Family::Money,
    unit: Unit::Money,
    en: Text {
        name: "Shrunk",
        sentence: "What went off by lowering the values of deals.",
        formula: "sum of the cuts in value of deals between the two moments",
        traps: &["A lower value just before winning is often a discount."],
    },
    nl: Text {
        name: "Gekrompen",
        sentence: "Wat eraf ging doordat de waarden van deals zijn verlaagd.",
        formula: "som van de verlagingen van dealwaarden tussen de twee momenten",
        traps: &["Een lagere waarde vlak voor het winnen is vaak korting."],
    },
};

pub(super) const CHANGE_MOVED_IN: Definition = Definition {
    family: Family::Money,
    unit: Unit::Money,
    en: Text {
        name: "Moved in",
        sentence: "What came from another pipeline, team or owner.",
        formula: "value of deals that came into the chosen selection between the two moments",
        traps: &["Nothing was gained: it went off elsewhere."],
    },
    nl: Text {
        name: "Erin gekomen",
        sentence: "Wat uit een andere pijplijn, een ander team of van een andere eigenaar kwam.",
        formula: "waarde van deals die tussen de twee momenten in de gekozen selectie kwamen",
        traps: &["Er is niets gewonnen: elders ging het eraf."],
    },
};

pub(super) const CHANGE_MOVED_OUT: Definition = Definition {
    family: Family::Money,
    unit: Unit::Money,
    en: Text {
        name: "Moved out",
        sentence: "What went to another pipeline, team or owner.",
        formula: "value of deals that left the chosen selection between the two moments",
        traps: &["Nothing was lost: it was added elsewhere."],
    },
    nl: Text {
        name: "Eruit gegaan",
        sentence: "Wat naar een andere pijplijn, een ander team of een andere eigenaar ging.",
        formula: "waarde van deals die tussen de twee momenten de gekozen selectie verlieten",
        traps: &["Er is niets verloren: elders kwam het erbij."],
    },
};

pub(super) const CHANGE_WON: Definition = Definition {
    family: Family::Money,
    unit: Unit::Money,
    en: Text {
        name: "Went off by winning",
        sentence: "What is no longer open because it was won.",
        formula: "value of deals won between the two moments",
        traps: &["Good news that makes the pipeline smaller."],
    },
    nl: Text {
        name: "Eraf door winnen",
        sentence: "Wat niet meer openstaat omdat het is gewonnen.",
        formula: "waarde van deals gewonnen tussen de twee momenten",
        traps: &["Goed nieuws dat de pijplijn kleiner maakt."],
    },
};

pub(super) const CHANGE_LOST: Definition = Definition {
    family: Family::Money,
    unit: Unit::Money,
    en: Text {
        name: "Went off by losing",
        sentence: "What is no longer open because it was lost.",
        formula: "value of deals lost between the two moments",
        traps: &["Tidying up old deals shows here, though nothing new went wrong."],
    },
    nl: Text {
        name: "Eraf door verliezen",
        sentence: "Wat niet meer openstaat omdat het is verloren.",
        formula: "waarde van deals verloren tussen de twee momenten",
        traps: &["Opruimen van oude deals is hier te zien, al ging er niets nieuws mis."],
    },
};

pub(super) const CHANGE_REMOVED: Definition = Definition {
    family: Family::Money,
    unit: Unit::Money,
    en: Text {
        name: "Removed",
        sentence: "What went off because deals were removed.",
        formula: "value of open deals removed between the two moments",
        traps: &["Removing is not losing: it stays out of the win rate."],
    },
    nl: Text {
        name: "Verwijderd",
        sentence: "Wat eraf ging omdat deals zijn verwijderd.",
        formula: "waarde van open deals die tussen de twee momenten zijn verwijderd",
        traps: &["Verwijderen is geen verlies: het blijft buiten het scoringspercentage."],
    },
};

pub(super) const CHANGE_REOPENED: Definition = Definition {
    family: Family::Money,
    unit: Unit::Money,
    en: Text {
        name: "Reopened",
        sentence: "What came back because closed deals were opened again.",
        formula: "value of deals reopened between the two moments",
        traps: &["It also takes the deal out of the period in which it was closed."],
    },
    nl: Text {
        name: "Heropend",
        sentence: "Wat terugkwam omdat afgesloten deals opnieuw zijn geopend.",
        formula: "waarde van deals heropend tussen de twee momenten",
        traps: &["De deal verdwijnt daarmee ook uit de periode waarin hij was afgesloten."],
    },
};

pub(super) const CHANGE_MERGED: Definition = Definition {
    family: Family::Money,
    unit: Unit::Money,
    en: Text {
        name: "Merged",
        sentence: "What changed because two records became one, or were taken apart again.",
        formula: "change in open value by merges between the two moments",
        traps: &["Mostly doubles that were counted twice before."],
    },
    nl: Text {
        name: "Samengevoegd",
        sentence: "Wat veranderde omdat twee records er één werden, of weer werden gesplitst.",
        formula: "verandering van de open waarde door samenvoegen tussen de twee momenten",
        traps: &["Meestal dubbele die eerst twee keer telden."],
    },
};

pub(super) const CHANGE_EXCHANGE_RATES: Definition = Definition {
    family: Family::Money,
    unit: Unit::Money,
    en: Text {
        name: "By exchange rates",
        sentence: "What changed only because other currencies became worth more or less.",
        formula: "open value at today's rates − the same at the earlier rates",
        traps: &["Nobody did anything for it."],
    },
    nl: Text {
        name: "Door wisselkoersen",
        sentence: "Wat alleen veranderde omdat andere munten meer of minder waard werden.",
        formula: "open waarde tegen de koersen van nu − dezelfde tegen de eerdere koersen",
        traps: &["Niemand heeft er iets voor gedaan."],
    },
};

pub(super) const CHANGE_SLIPPED: Definition = Definition {
    family: Family::Money,
    unit: Unit::Money,
    en: Text {
        name: "Slipped",
        sentence: "What was expected in this period and will not come in it.",
        formula: "value of deals whose expected date moved past the period's end, or passed while open",
        traps: &["The deals are still open: slipped value is not lost value."],
    },
    nl: Text {
        name: "Doorgeschoven",
        sentence: "Wat in deze periode werd verwacht en er niet meer in komt.",
        formula: "waarde van deals waarvan de verwachte datum voorbij het eind van de periode schoof, of verstreek terwijl ze openstonden",
        traps: &["De deals staan nog open: doorgeschoven is niet verloren."],
    },
};
