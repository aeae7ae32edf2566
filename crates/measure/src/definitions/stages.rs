//! The stages: who arrives, who stands there, who gets on, and what it takes.

use super::{Definition, Family, Text, Unit};

pub(super) const STAGE_ENTRANTS: Definition = Definition {
    family: Family::Count,
    unit: Unit::Count,
    en: Text {
        name: "Reached the stage",
        sentence: "How many deals reached this stage or went past it.",
        formula: "deals that first arrived in or passed the stage in the period",
        traps: &[
            "A deal that skips stages has reached all that it passed.",
            "Going back adds no second arrival.",
        ],
    },
    nl: Text {
        name: "Fase bereikt",
        sentence: "Hoeveel deals deze fase bereikten of eraan voorbijgingen.",
        formula: "deals die in de periode voor het eerst in de fase kwamen of haar passeerden",
        traps: &[
            "Een deal die fasen overslaat, heeft alle gepasseerde fasen bereikt.",
            "Teruggaan telt niet als een tweede aankomst.",
        ],
    },
};

pub(super) const STAGE_STANDING: Definition = Definition {
    family: Family::Count,
    unit: Unit::Count,
    en: Text {
        name: "Standing in the stage",
        sentence: "How many open deals stand in this stage now.",
        formula: "open deals in the stage at the chosen moment",
        traps: &["A full stage can be busy or stuck: look at the days."],
    },
    nl: Text {
        name: "Staat in de fase",
        sentence: "Hoeveel open deals er nu in deze fase staan.",
        formula: "open deals in de fase op het gekozen moment",
        traps: &["Een volle fase kan druk zijn of vastzitten: kijk naar de dagen."],
    },
};

pub(super) const STAGE_VALUE: Definition = Definition {
    family: Family::Money,
    unit: Unit::Money,
    en: Text {
        name: "Value in the stage",
        sentence: "What the deals that stand in this stage are worth together.",
        formula: "sum of the values of open deals in the stage at the chosen moment",
        traps: &["Deals without a value add nothing."],
    },
    nl: Text {
        name: "Waarde in de fase",
        sentence: "Wat de deals die in deze fase staan samen waard zijn.",
        formula: "som van de waarden van open deals in de fase op het gekozen moment",
        traps: &["Deals zonder waarde tellen voor niets."],
    },
};

pub(super) const STAGE_SIZE_MEAN: Definition = Definition {
    family: Family::Mean,
    unit: Unit::Money,
    en: Text {
        name: "Average deal in the stage",
        sentence: "What a deal in this stage is worth on average.",
        formula: "value in the stage ÷ deals in the stage with a value",
        traps: &["One large deal pulls it up."],
    },
    nl: Text {
        name: "Gemiddelde deal in de fase",
        sentence: "Wat een deal in deze fase gemiddeld waard is.",
        formula: "waarde in de fase ÷ deals in de fase met een waarde",
        traps: &["Eén grote deal trekt het omhoog."],
    },
};

pub(super) const STAGE_SIZE_MEDIAN: Definition = Definition {
    family: Family::Quantile,
    unit: Unit::Money,
    en: Text {
        name: "Middle deal in the stage",
        sentence: "Half of the deals in this stage are worth more than this, half less.",
        formula: "median value of open deals in the stage",
        traps: &["It says nothing about the total of the stage."],
    },
    nl: Text {
        name: "Middelste deal in de fase",
        sentence: "De helft van de deals in deze fase is meer waard dan dit, de helft minder.",
        formula: "mediaan van de waarden van open deals in de fase",
        traps: &["Het zegt niets over het totaal van de fase."],
    },
};

pub(super) const STAGE_CLOSE_RATE: Definition = Definition {
    family: Family::Proportion,
    unit: Unit::Share,
    en: Text {
        name: "Close rate from this stage",
        sentence: "Of the deals that reached this stage, the share that was won within a fixed time.",
        formula: "deals that reached the stage at least H days ago and were won within H days ÷ deals that reached it at least H days ago",
        traps: &[
            "Deals that reached the stage less than H days ago are left out.",
            "Higher than the stage's weight, which is about deals that stand there.",
        ],
    },
    nl: Text {
        name: "Winstkans vanaf deze fase",
        sentence: "Van de deals die deze fase bereikten: het deel dat binnen een vaste tijd is gewonnen.",
        formula: "deals die de fase minstens H dagen geleden bereikten en binnen H dagen zijn gewonnen ÷ deals die haar minstens H dagen geleden bereikten",
        traps: &[
            "Deals die de fase minder dan H dagen geleden bereikten, doen niet mee.",
            "Hoger dan het gewicht van de fase, dat over deals gaat die er staan.",
        ],
    },
};

pub(super) const STAGE_CONVERSION: Definition = Definition {
    family: Family::Proportion,
    unit: Unit::Share,
    en: Text {
        name: "On to the next stage",
        sentence: "Of the deals that reached this stage, the share that got to the next one within a fixed time.",
        formula: "deals that reached the next stage or were won within H days ÷ deals that reached this stage at least H days ago",
        traps: &["Moving cards too early makes it look good here and bad one stage on."],
    },
    nl: Text {
        name: "Door naar de volgende fase",
        sentence: "Van de deals die deze fase bereikten: het deel dat binnen een vaste tijd de volgende haalde.",
        formula: "deals die binnen H dagen de volgende fase bereikten of zijn gewonnen ÷ deals die deze fase minstens H dagen geleden bereikten",
        traps: &["Kaarten te vroeg verzetten maakt het hier mooi en een fase verder lelijk."],
    },
};

pub(super) const STAGE_DAYS_MEDIAN: Definition = Definition {
    family: Family::Quantile,
    unit: Unit::Days,
    en: Text {
        name: "Days in the stage",
        sentence: "Half of the deals leave this stage within this many days, whichever way.",
        formula: "median of the Kaplan-Meier curve of days in the stage, over deals that entered in the trailing 12 months",
        traps: &[
            "Deals that still stand there count as \"at least so long\".",
            "Leaving is not progress: lost deals leave too.",
        ],
    },
    nl: Text {
        name: "Dagen in de fase",
        sentence: "De helft van de deals verlaat deze fase binnen zoveel dagen, hoe dan ook.",
        formula: "mediaan van de Kaplan-Meier-curve van dagen in de fase, over deals die er in de laatste 12 maanden in kwamen",
        traps: &[
            "Deals die er nog staan, tellen als \"minstens zo lang\".",
            "Weggaan is geen vooruitgang: verloren deals gaan ook weg.",
        ],
    },
};

pub(super) const STAGE_DAYS_CURVE: Definition = Definition {
    family: Family::List,
    unit: Unit::Share,
    en: Text {
        name: "Still in the stage after so many days",
        sentence: "For every number of days, the share of deals that is still in this stage.",
        formula: "Kaplan-Meier curve of days in the stage, one case per deal",
        traps: &["The right end hangs on a few old deals."],
    },
    nl: Text {
        name: "Nog in de fase na zoveel dagen",
        sentence: "Voor elk aantal dagen: het deel van de deals dat nog in deze fase staat.",
        formula: "Kaplan-Meier-curve van dagen in de fase, één geval per deal",
        traps: &["Het rechtereinde hangt aan een paar oude deals."],
    },
};

pub(super) const STAGE_EXITS: Definition = Definition {
    family: Family::List,
    unit: Unit::Share,
    en: Text {
        name: "How deals leave the stage",
        sentence: "Which share of the deals goes on, goes back, is won, is lost or moves to another pipeline.",
        formula: "Aalen-Johansen cumulative incidence of each way to leave",
        traps: &["What still stands there has not left yet; the shares add up to less than 100%."],
    },
    nl: Text {
        name: "Hoe deals de fase verlaten",
        sentence: "Welk deel van de deals verdergaat, teruggaat, wordt gewonnen, verloren of naar een andere pijplijn gaat.",
        formula: "Aalen-Johansen cumulatieve incidentie van elke manier van weggaan",
        traps: &["Wat er nog staat, is nog niet weg; de delen tellen op tot minder dan 100%."],
    },
};

pub(super) const STAGE_SKIPS: Definition = Definition {
    family: Family::Count,
    unit: Unit::Count,
    en: Text {
        name: "Skipped the stage",
        sentence: "How many deals passed this stage without ever standing in it.",
        formula: "deals that passed the stage in the period by a jump or by starting after it",
        traps: &["Often a card that was moved late, not a step that was left out."],
    },
    nl: Text {
        name: "Fase overgeslagen",
        sentence: "Hoeveel deals deze fase passeerden zonder er ooit in te staan.",
        formula: "deals die de fase in de periode passeerden door een sprong of doordat ze erna begonnen",
        traps: &["Vaak een kaart die laat is verzet, geen stap die is weggelaten."],
    },
};

pub(super) const STAGE_REWORK: Definition = Definition {
    family: Family::Count,
    unit: Unit::Count,
    en: Text {
        name: "Came back to the stage",
        sentence: "How often a deal was moved back to this stage from a later one.",
        formula: "moves back into the stage in the period",
        traps: &["Some of it is only putting a wrong move right."],
    },
    nl: Text {
        name: "Terug naar de fase",
        sentence: "Hoe vaak een deal vanuit een latere fase naar deze werd teruggezet.",
        formula: "verplaatsingen terug naar de fase in de periode",
        traps: &["Een deel is alleen het herstellen van een verkeerde verplaatsing."],
    },
};

pub(super) const STAGE_TOUCHES_PER_ENTRANT: Definition = Definition {
    family: Family::Mean,
    unit: Unit::Ratio,
    en: Text {
        name: "Touches per deal in the stage",
        sentence: "How many touches a deal gets on average while it is in this stage.",
        formula: "touches during visits to the stage ÷ deals that entered it",
        traps: &["Only what was logged counts."],
    },
    nl: Text {
        name: "Contactmomenten per deal in de fase",
        sentence: "Hoeveel contactmomenten een deal gemiddeld krijgt zolang hij in deze fase is.",
        formula: "contactmomenten tijdens verblijf in de fase ÷ deals die erin kwamen",
        traps: &["Alleen wat is vastgelegd, telt."],
    },
};

pub(super) const STAGE_TOUCHES_PER_WIN: Definition = Definition {
    family: Family::Mean,
    unit: Unit::Ratio,
    en: Text {
        name: "Touches in the stage per win",
        sentence: "How many touches in this stage stand behind one won deal.",
        formula: "touches during visits to the stage ÷ deals of these that were won",
        traps: &["The effort for lost deals is in it: that is the point."],
    },
    nl: Text {
        name: "Contactmomenten per gewonnen deal (fase)",
        sentence: "Hoeveel contactmomenten in deze fase er achter één gewonnen deal staan.",
        formula: "contactmomenten tijdens verblijf in de fase ÷ daarvan gewonnen deals",
        traps: &["De inzet voor verloren deals zit erin: daar gaat het om."],
    },
};

pub(super) const STAGE_MINUTES_PER_ENTRANT: Definition = Definition {
    family: Family::Mean,
    unit: Unit::Minutes,
    en: Text {
        name: "Time per deal in the stage",
        sentence: "How much logged time a deal takes on average while it is in this stage.",
        formula: "logged time during visits to the stage ÷ deals that entered it",
        traps: &["Time that nobody logs is not there."],
    },
    nl: Text {
        name: "Tijd per deal in de fase",
        sentence: "Hoeveel geschreven tijd een deal gemiddeld kost zolang hij in deze fase is.",
        formula: "geschreven tijd tijdens verblijf in de fase ÷ deals die erin kwamen",
        traps: &["Tijd die niemand schrijft, is er niet."],
    },
};

pub(super) const STAGE_MINUTES_PER_WIN: Definition = Definition {
    family: Family::Mean,
    unit: Unit::Minutes,
    en: Text {
        name: "Time in the stage per win",
        sentence: "How much logged time in this stage stands behind one won deal.",
        formula: "logged time during visits to the stage ÷ deals of these that were won",
        traps: &["The time for lost deals is in it: that is the point."],
    },
    nl: Text {
        name: "Tijd in de fase per gewonnen deal",
        sentence: "Hoeveel geschreven tijd in deze fase er achter één gewonnen deal staat.",
        formula: "geschreven tijd tijdens verblijf in de fase ÷ daarvan gewonnen deals",
        traps: &["De tijd voor verloren deals zit erin: daar gaat het om."],
    },
};

pub(super) const STAGE_COST_PER_ENTRANT: Definition = Definition {
    family: Family::Mean,
    unit: Unit::Money,
    en: Text {
        name: "Cost per deal in the stage",
        sentence: "What the logged time of a deal in this stage costs on average.",
        formula: "logged hours × hourly cost ÷ deals that entered the stage",
        traps: &["The hourly cost is typed in by you; travel and material are not in it."],
    },
    nl: Text {
        name: "Kosten per deal in de fase",
        sentence: "Wat de geschreven tijd van een deal in deze fase gemiddeld kost.",
        formula: "geschreven uren × uurkosten ÷ deals die in de fase kwamen",
        traps: &["De uurkosten vul je zelf in; reizen en materiaal zitten er niet in."],
    },
};

pub(super) const STAGE_COST_PER_WIN: Definition = Definition {
    family: Family::Mean,
    unit: Unit::Money,
    en: Text {
        name: "Cost in the stage per win",
        sentence: "What the logged time in this stage costs for one won deal.",
        formula: "logged hours × hourly cost ÷ deals of these that were won",
        traps: &["The hourly cost is typed in by you; travel and material are not in it."],
    },
    nl: Text {
        name: "Kosten in de fase per gewonnen deal",
        sentence: "Wat de geschreven tijd in deze fase kost voor één gewonnen deal.",
        formula: "geschreven uren × uurkosten ÷ daarvan gewonnen deals",
        traps: &["De uurkosten vul je zelf in; reizen en materiaal zitten er niet in."],
    },
};

pub(super) const NEEDS_ATTENTION: Definition = Definition {
    family: Family::List,
    unit: Unit::Count,
    en: Text {
        name: "Needs attention",
        sentence: "Deals that stand longer in their stage than most that got on, or have nothing planned.",
        formula: "open deals longer in the stage than the 75th percentile of deals that left it onward, or without a planned activity",
        traps: &["One in four deals that did get on was slower too: look before you give up."],
    },
    nl: Text {
        name: "Vraagt aandacht",
        sentence: "Deals die langer in hun fase staan dan de meeste die verdergingen, of waarvoor niets gepland is.",
        formula: "open deals langer in de fase dan het 75e percentiel van deals die verdergingen, of zonder geplande activiteit",
        traps: &["Een op de vier deals die verderging was ook trager: kijk voordat je opgeeft."],
    },
};
