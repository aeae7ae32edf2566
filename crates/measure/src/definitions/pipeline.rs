//! The open pipeline: what there is, what it may be worth, and whether it is enough.

use super::{Definition, Family, Text, Unit};

pub(super) const OPEN_COUNT: Definition = Definition {
    family: Family::Count,
    unit: Unit::Count,
    en: Text {
        name: "Open deals",
        sentence: "How many deals are in play now.",
        formula: "deals open at the chosen moment",
        traps: &["Deals that nobody closes keep counting: look at the stale ones."],
    },
    nl: Text {
        name: "Open deals",
        sentence: "Hoeveel deals er nu lopen.",
        formula: "deals die op het gekozen moment openstaan",
        traps: &["Deals die niemand afsluit, blijven meetellen: kijk naar de stilgevallen deals."],
    },
};

pub(super) const OPEN_VALUE: Definition = Definition {
    family: Family::Money,
    unit: Unit::Money,
    en: Text {
        name: "Open value",
        sentence: "What all deals in play are worth together, if every one were won.",
        formula: "sum of the values of deals open at the chosen moment",
        traps: &[
            "Most of it will not be won: read it beside a weighted value.",
            "Deals without a value add nothing and are counted apart.",
        ],
    },
    nl: Text {
        name: "Open waarde",
        sentence: "Wat alle lopende deals samen waard zijn, als je ze allemaal zou winnen.",
        formula: "som van de waarden van deals die op het gekozen moment openstaan",
        traps: &[
            "Het meeste daarvan win je niet: lees het naast een gewogen waarde.",
            "Deals zonder waarde tellen voor niets en worden apart geteld.",
        ],
    },
};

pub(super) const WEIGHTED_GUT: Definition = Definition {
    family: Family::Money,
    unit: Unit::Money,
    en: Text {
        name: "Weighted by gut feeling",
        sentence: "The open value when each deal counts for the chance that its owner gives it.",
        formula: "sum of value × the owner's percentage, over open deals that have one",
        traps: &[
            "Deals without a percentage are left out; see how many have one.",
            "Owners differ: the calibration shows who is too hopeful.",
        ],
    },
    nl: Text {
        name: "Gewogen naar buikgevoel",
        sentence: "De open waarde als elke deal telt voor de kans die zijn eigenaar eraan geeft.",
        formula: "som van waarde × het percentage van de eigenaar, over open deals die er een hebben",
        traps: &[
            "Deals zonder percentage doen niet mee; zie hoeveel er een hebben.",
            "Mensen verschillen: de ijking laat zien wie te hoopvol is.",
        ],
    },
};

pub(super) const WEIGHTED_STAGE: Definition = Definition {
    family: Family::Money,
    unit: Unit::Money,
    en: Text {
        name: "Weighted by stage",
        sentence: "The open value when each deal counts for the chance that deals in its stage really had.",
        formula: "sum of value × the weight of the stage, over open deals",
        traps: &["It treats all deals in a stage alike.", "It has no month in it: it is not a forecast."],
    },
    nl: Text {
        name: "Gewogen naar fase",
        sentence: "De open waarde als elke deal telt voor de kans die deals in zijn fase echt hadden.",
        formula: "som van waarde × het gewicht van de fase, over open deals",
        traps: &[
            "Alle deals in een fase zijn hier gelijk.",
            "Er zit geen maand in: het is geen voorspelling.",
        ],
    },
};

pub(super) const WEIGHTED_MODEL: Definition = Definition {
    family: Family::Money,
    unit: Unit::Money,
    en: Text {
        name: "Weighted by the model",
        sentence: "The open value when each deal counts for the chance that the model gives it.",
        formula: "sum of value × the model's chance, over open deals",
        traps: &[
            "Only as good as the model: see how it did on deals it had not seen.",
            "It has no month in it: it is not a forecast.",
        ],
    },
    nl: Text {
        name: "Gewogen naar het model",
        sentence: "De open waarde als elke deal telt voor de kans die het model eraan geeft.",
        formula: "som van waarde × de kans volgens het model, over open deals",
        traps: &[
            "Zo goed als het model: kijk hoe het deed op deals die het niet kende.",
            "Er zit geen maand in: het is geen voorspelling.",
        ],
    },
};

pub(super) const GUT_GIVEN: Definition = Definition {
    family: Family::Proportion,
    unit: Unit::Share,
    en: Text {
        name: "Deals with a gut feeling",
        sentence: "For which share of the open deals the owner has given a percentage.",
        formula: "open deals with a percentage ÷ open deals",
        traps: &["When it is low, the value weighted by gut feeling is about a part only."],
    },
    nl: Text {
        name: "Deals met een buikgevoel",
        sentence: "Voor welk deel van de open deals de eigenaar een percentage gaf.",
        formula: "open deals met een percentage ÷ open deals",
        traps: &["Is het laag, dan gaat de waarde gewogen naar buikgevoel maar over een deel."],
    },
};

pub(super) const STAGE_WEIGHT: Definition = Definition {
    family: Family::Proportion,
    unit: Unit::Share,
    en: Text {
        name: "Weight of a stage",
        sentence: "Of the deals that stood in this stage at the ends of past months, the share that was won in time.",
        formula: "deals standing in the stage at the month-ends of 12 months, H days ago or more, won within H days ÷ those deals",
        traps: &[
            "Lower than the close rate: deals that linger stand there at more month-ends, and win less.",
            "With fewer than 30 deals it is drawn towards the pipeline's average.",
        ],
    },
    nl: Text {
        name: "Gewicht van een fase",
        sentence: "Van de deals die aan het eind van vroegere maanden in deze fase stonden: het deel dat op tijd is gewonnen.",
        formula: "deals die aan de maandeinden van 12 maanden, H dagen of langer geleden, in de fase stonden en binnen H dagen zijn gewonnen ÷ al die deals",
        traps: &[
            "Lager dan de winstkans: deals die blijven hangen, staan er op meer maandeinden en winnen minder.",
            "Bij minder dan 30 deals wordt het naar het gemiddelde van de pijplijn getrokken.",
        ],
    },
};

pub(super) const COVERAGE: Definition = Definition {
    family: Family::MoneyRatio,
    unit: Unit::Ratio,
    en: Text {
        name: "Coverage",
        sentence: "How many times the open value of this period covers what is still missing to the target.",
        formula: "open value expected before the period's end ÷ (target − won so far)",
        traps: &[
            "Expected dates are often too early: overdue deals are in it, and shown apart.",
            "Only enough or not beside the coverage that you need.",
        ],
    },
    nl: Text {
        name: "Dekking",
        sentence: "Hoeveel keer de open waarde van deze periode dekt wat er nog aan het target ontbreekt.",
        formula: "open waarde verwacht vóór het eind van de periode ÷ (target − al gewonnen)",
        traps: &[
            "Verwachte datums zijn vaak te vroeg: verlopen deals zitten erin en staan er apart bij.",
            "Pas genoeg of niet naast de dekking die je nodig hebt.",
        ],
    },
};

pub(super) const COVERAGE_NEEDED: Definition = Definition {
    family: Family::Compound,
    unit: Unit::Ratio,
    en: Text {
        name: "Coverage needed",
        sentence: "How many times the missing amount must be open now, judging by your own past.",
        formula: "1 ÷ yield of the open value",
        traps: &["Learned from at most 8 periods; with fewer than 4 the win rate by value is used instead."],
    },
    nl: Text {
        name: "Benodigde dekking",
        sentence: "Hoeveel keer het ontbrekende bedrag nu open moet staan, naar je eigen verleden.",
        formula: "1 ÷ opbrengst van de open waarde",
        traps: &[
            "Geleerd uit hooguit 8 perioden; bij minder dan 4 geldt het scoringspercentage naar waarde.",
        ],
    },
};

pub(super) const PIPELINE_YIELD: Definition = Definition {
    family: Family::MoneyRatio,
    unit: Unit::Ratio,
    en: Text {
        name: "Yield of the open value",
        sentence: "What one euro of open value at this point of the period usually brought before its end.",
        formula: "value won between this point and the period's end ÷ open value expected at this point, over the last 8 periods",
        traps: &["Wins on deals that did not exist yet at this point are in it too."],
    },
    nl: Text {
        name: "Opbrengst van de open waarde",
        sentence: "Wat één euro open waarde op dit punt van de periode meestal nog opbracht.",
        formula: "waarde gewonnen tussen dit punt en het eind van de periode ÷ open waarde verwacht op dit punt, over de laatste 8 perioden",
        traps: &["Gewonnen deals die op dit punt nog niet bestonden, zit er ook in."],
    },
};

pub(super) const OPEN_VALUE_EXPECTED: Definition = Definition {
    family: Family::Money,
    unit: Unit::Money,
    en: Text {
        name: "Expected this period",
        sentence: "The value of open deals that are expected to close before the period ends.",
        formula: "sum of the values of open deals with an expected date before the period's end, overdue included",
        traps: &[
            "It believes every date: deals whose date has passed are in it, and shown apart.",
            "Deals without a date are left out.",
        ],
    },
    nl: Text {
        name: "Verwacht deze periode",
        sentence: "De waarde van open deals die naar verwachting sluiten voor de periode om is.",
        formula: "som van de waarden van open deals met een verwachte datum vóór het eind van de periode, verlopen deals ook",
        traps: &[
            "Het gelooft elke datum: deals waarvan de datum voorbij is, zitten erin en staan er apart bij.",
            "Deals zonder datum doen niet mee.",
        ],
    },
};

pub(super) const OVERDUE_VALUE: Definition = Definition {
    family: Family::Money,
    unit: Unit::Money,
    en: Text {
        name: "Overdue value",
        sentence: "The value of open deals whose expected date has passed.",
        formula: "sum of the values of open deals with an expected date before the chosen moment",
        traps: &["These deals are rather late or lost than about to close: set new dates."],
    },
    nl: Text {
        name: "Verlopen waarde",
        sentence: "De waarde van open deals waarvan de verwachte datum voorbij is.",
        formula: "som van de waarden van open deals met een verwachte datum vóór het gekozen moment",
        traps: &["Deze deals zijn eerder laat of verloren dan bijna rond: zet nieuwe datums."],
    },
};

pub(super) const EXPECTED_REVENUE: Definition = Definition {
    family: Family::Money,
    unit: Unit::Money,
    en: Text {
        name: "Expected by month",
        sentence: "The weighted value of open deals by the month in which they are expected to close.",
        formula: "sum of value × weight, over open deals with an expected date in the month",
        traps: &[
            "It is not a forecast: it knows no new business and trusts every date.",
            "Overdue deals and deals without a date are rows of their own.",
        ],
    },
    nl: Text {
        name: "Verwacht per maand",
        sentence: "De gewogen waarde van open deals per maand waarin ze naar verwachting sluiten.",
        formula: "som van waarde × gewicht, over open deals met een verwachte datum in de maand",
        traps: &[
            "Het is geen voorspelling: het kent geen nieuwe deals en gelooft elke datum.",
            "Verlopen deals en deals zonder datum zijn eigen rijen.",
        ],
    },
};
