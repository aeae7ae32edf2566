//! Follow-ups: how often we come back, and how often it takes.

use super::{Definition, Family, Text, Unit};

pub(super) const TOUCHES: Definition = Definition {
    family: Family::Count,
    unit: Unit::Count,
    en: Text {
        name: "Touches",
        sentence: "How often we were in contact with leads and customers.",
        formula: "completed calls, e-mails, messages, meetings, visits and demos in the period",
        traps: &[
            "Planned, cancelled and automatic ones do not count.",
            "A touch with several records counts once in the total.",
        ],
    },
    nl: Text {
        name: "Contactmomenten",
        sentence: "Hoe vaak we contact hadden met leads en klanten.",
        formula: "afgeronde telefoontjes, mails, berichten, afspraken, bezoeken en demo's in de periode",
        traps: &[
            "Geplande, geannuleerde en automatische tellen niet mee.",
            "Een contactmoment bij meerdere records telt in het totaal één keer.",
        ],
    },
};

pub(super) const APPOINTMENTS: Definition = Definition {
    family: Family::Count,
    unit: Unit::Count,
    en: Text {
        name: "Appointments",
        sentence: "How many meetings, visits and demos took place.",
        formula: "completed meetings, visits and demos in the period, for the owner at that moment",
        traps: &["What was planned and did not take place is not in it."],
    },
    nl: Text {
        name: "Afspraken",
        sentence: "Hoeveel afspraken, bezoeken en demo's er plaatsvonden.",
        formula: "afgeronde afspraken, bezoeken en demo's in de periode, voor de eigenaar op dat moment",
        traps: &["Wat gepland was en niet doorging, zit er niet in."],
    },
};

pub(super) const FOLLOW_UPS: Definition = Definition {
    family: Family::Count,
    unit: Unit::Count,
    en: Text {
        name: "Follow-ups",
        sentence: "How often we came back to a lead or deal after the first contact.",
        formula: "outbound touches, meetings, visits and demos after the first touch, in the period",
        traps: &["More is not better by itself: it also grows when nobody decides."],
    },
    nl: Text {
        name: "Opvolging",
        sentence: "Hoe vaak we na het eerste contact terugkwamen op een lead of deal.",
        formula: "uitgaande contactmomenten, afspraken, bezoeken en demo's na het eerste contactmoment, in de periode",
        traps: &["Meer is niet vanzelf beter: het groeit ook als niemand beslist."],
    },
};

pub(super) const FOLLOW_UPS_PER_LEAD: Definition = Definition {
    family: Family::Mean,
    unit: Unit::Ratio,
    en: Text {
        name: "Follow-ups per lead",
        sentence: "How often we came back to a lead on average.",
        formula: "follow-ups in the period ÷ leads open at any moment of the period",
        traps: &["A few leads with very many touches can carry the average."],
    },
    nl: Text {
        name: "Opvolging per lead",
        sentence: "Hoe vaak we gemiddeld op een lead terugkwamen.",
        formula: "opvolging in de periode ÷ leads die op enig moment in de periode openstonden",
        traps: &["Een paar leads met heel veel contactmomenten kunnen het gemiddelde dragen."],
    },
};

pub(super) const FOLLOW_UPS_PER_DEAL: Definition = Definition {
    family: Family::Mean,
    unit: Unit::Ratio,
    en: Text {
        name: "Follow-ups per deal",
        sentence: "How often we came back to a deal on average.",
        formula: "follow-ups in the period ÷ deals open at any moment of the period",
        traps: &["Large deals need more; compare like with like."],
    },
    nl: Text {
        name: "Opvolging per deal",
        sentence: "Hoe vaak we gemiddeld op een deal terugkwamen.",
        formula: "opvolging in de periode ÷ deals die op enig moment in de periode openstonden",
        traps: &["Grote deals vragen meer; vergelijk gelijk met gelijk."],
    },
};

pub(super) const TOUCHES_TO_WIN: Definition = Definition {
    family: Family::Mean,
    unit: Unit::Ratio,
    en: Text {
        name: "Touches to win",
        sentence: "How many touches a won deal took on average, its lead included.",
        formula: "touches of the deal and its lead up to the last winning ÷ won deals",
        traps: &[
            "Only what was logged counts.",
            "Read it beside the touches of lost deals: effort alone does not win.",
        ],
    },
    nl: Text {
        name: "Contactmomenten tot gewonnen deal",
        sentence: "Hoeveel contactmomenten een gewonnen deal gemiddeld kostte, die van de lead meegeteld.",
        formula: "contactmomenten van de deal en zijn lead tot de laatste keer winnen ÷ gewonnen deals",
        traps: &[
            "Alleen wat is vastgelegd, telt.",
            "Lees het naast de contactmomenten van verloren deals: inzet alleen wint niet.",
        ],
    },
};

pub(super) const TOUCHES_TO_LOSS: Definition = Definition {
    family: Family::Mean,
    unit: Unit::Ratio,
    en: Text {
        name: "Touches of lost deals",
        sentence: "How many touches a lost deal took on average, its lead included.",
        formula: "touches of the deal and its lead up to the last losing ÷ lost deals",
        traps: &["Deals that were given up early keep it low."],
    },
    nl: Text {
        name: "Contactmomenten van verloren deals",
        sentence: "Hoeveel contactmomenten een verloren deal gemiddeld kostte, die van de lead meegeteld.",
        formula: "contactmomenten van de deal en zijn lead tot de laatste keer verliezen ÷ verloren deals",
        traps: &["Deals die vroeg zijn opgegeven, houden het laag."],
    },
};

pub(super) const WIN_SHARE_BY_TOUCH: Definition = Definition {
    family: Family::Proportion,
    unit: Unit::Share,
    en: Text {
        name: "Won after the k-th touch",
        sentence: "Of the deals that had a k-th touch, the share that was won within a fixed time after it.",
        formula: "deals won within H days after their k-th touch ÷ deals whose k-th touch was at least H days ago and before closing",
        traps: &[
            "It goes together with winning, it is not the cause: promising deals get more touches.",
            "The groups shrink with every touch.",
        ],
    },
    nl: Text {
        name: "Gewonnen na het k-de contactmoment",
        sentence: "Van de deals met een k-de contactmoment: het deel dat binnen een vaste tijd daarna is gewonnen.",
        formula: "deals gewonnen binnen H dagen na hun k-de contactmoment ÷ deals waarvan het k-de contactmoment minstens H dagen geleden en vóór het afsluiten was",
        traps: &[
            "Het gaat samen met winnen, het is niet de oorzaak: kansrijke deals krijgen meer contactmomenten.",
            "De groepen worden met elk contactmoment kleiner.",
        ],
    },
};

pub(super) const WIN_SHARE_WITHOUT_NEXT_TOUCH: Definition = Definition {
    family: Family::Proportion,
    unit: Unit::Share,
    en: Text {
        name: "Won without another touch",
        sentence: "Of the deals that had a k-th touch and no further one, the share that was won.",
        formula: "deals won within H days after their k-th touch ÷ deals with a k-th and no k+1-th touch",
        traps: &["Deals that were won quickly needed no further touch, which flatters this share."],
    },
    nl: Text {
        name: "Gewonnen zonder nog een contactmoment",
        sentence: "Van de deals met een k-de contactmoment en geen volgend: het deel dat is gewonnen.",
        formula: "deals gewonnen binnen H dagen na hun k-de contactmoment ÷ deals met een k-de en zonder k+1-de contactmoment",
        traps: &["Snel gewonnen deals hadden geen volgend contactmoment nodig, en dat flatteert dit deel."],
    },
};
