//! The four funnel numbers of a whole pipeline, and the speed that they make together.

use super::{Definition, Family, Text, Unit};

pub(super) const SIZE_MEAN: Definition = Definition {
    family: Family::Mean,
    unit: Unit::Money,
    en: Text {
        name: "Average open deal",
        sentence: "What an open deal is worth on average.",
        formula: "open value ÷ open deals with a value",
        traps: &["One large deal pulls it up: look at the middle deal too."],
    },
    nl: Text {
        name: "Gemiddelde open deal",
        sentence: "Wat een open deal gemiddeld waard is.",
        formula: "open waarde ÷ open deals met een waarde",
        traps: &["Eén grote deal trekt het omhoog: kijk ook naar de middelste deal."],
    },
};

pub(super) const SIZE_MEDIAN: Definition = Definition {
    family: Family::Quantile,
    unit: Unit::Money,
    en: Text {
        name: "Middle open deal",
        sentence: "Half of the open deals are worth more than this, half less.",
        formula: "median value of open deals with a value",
        traps: &["It says nothing about the total: that hangs on the large deals."],
    },
    nl: Text {
        name: "Middelste open deal",
        sentence: "De helft van de open deals is meer waard dan dit, de helft minder.",
        formula: "mediaan van de waarden van open deals met een waarde",
        traps: &["Het zegt niets over het totaal: dat hangt aan de grote deals."],
    },
};

pub(super) const WON_SIZE_MEAN: Definition = Definition {
    family: Family::Mean,
    unit: Unit::Money,
    en: Text {
        name: "Average won deal",
        sentence: "What a deal won in the period was worth on average.",
        formula: "won value ÷ won deals with a value",
        traps: &["With few wins one deal decides it."],
    },
    nl: Text {
        name: "Gemiddelde gewonnen deal",
        sentence: "Wat een deal die in de periode is gewonnen gemiddeld waard was.",
        formula: "gewonnen waarde ÷ gewonnen deals met een waarde",
        traps: &["Bij weinig gewonnen deals bepaalt één deal het."],
    },
};

pub(super) const DAYS_TO_WON_MEAN: Definition = Definition {
    family: Family::Mean,
    unit: Unit::Days,
    en: Text {
        name: "Days to won, average",
        sentence: "How many days a won deal took from its creation on average.",
        formula: "mean days from creation to the last winning, without the time between closing and reopening",
        traps: &["Slow deals that are still open are not in it."],
    },
    nl: Text {
        name: "Dagen tot gewonnen, gemiddeld",
        sentence: "Hoeveel dagen een gewonnen deal gemiddeld duurde vanaf het aanmaken.",
        formula: "gemiddelde dagen van aanmaken tot de laatste keer winnen, zonder de tijd tussen sluiten en heropenen",
        traps: &["Trage deals die nog openstaan, zitten er niet in."],
    },
};

pub(super) const DAYS_TO_WON_MEDIAN: Definition = Definition {
    family: Family::Quantile,
    unit: Unit::Days,
    en: Text {
        name: "Days to won",
        sentence: "Half of the won deals took fewer days than this from their creation, half more.",
        formula: "median days from creation to the last winning, without the time between closing and reopening",
        traps: &[
            "Slow deals that are still open are not in it.",
            "Deals that were registered afterwards are left out.",
        ],
    },
    nl: Text {
        name: "Dagen tot gewonnen",
        sentence: "De helft van de gewonnen deals duurde vanaf het aanmaken korter dan dit, de helft langer.",
        formula: "mediaan van de dagen van aanmaken tot de laatste keer winnen, zonder de tijd tussen sluiten en heropenen",
        traps: &[
            "Trage deals die nog openstaan, zitten er niet in.",
            "Achteraf geregistreerde deals doen niet mee.",
        ],
    },
};

pub(super) const DAYS_TO_CLOSE: Definition = Definition {
    family: Family::Mean,
    unit: Unit::Days,
    en: Text {
        name: "Days to close",
        sentence: "How many days it took on average until a deal was decided, won or lost.",
        formula: "mean days from creation to the last closing, won and lost",
        traps: &["Clearing out old deals makes it jump."],
    },
    nl: Text {
        name: "Dagen tot beslissing",
        sentence: "Hoeveel dagen het gemiddeld duurde tot een deal was beslist, gewonnen of verloren.",
        formula: "gemiddelde dagen van aanmaken tot de laatste afsluiting, gewonnen en verloren",
        traps: &["Oude deals opruimen laat het omhoogschieten."],
    },
};

pub(super) const VELOCITY: Definition = Definition {
    family: Family::Compound,
    unit: Unit::MoneyPerDay,
    en: Text {
        name: "Sales velocity",
        sentence: "How much money per day this pipeline brings if everything goes on as it did in the period.",
        formula: "open deals × win rate × average won deal ÷ days to close",
        traps: &[
            "Deals that nobody will ever win raise it: tidy up first.",
            "The usual formula divides by days to won, and is off when lost deals take longer or shorter.",
            "Read it beside what was really won per day.",
        ],
    },
    nl: Text {
        name: "Verkoopsnelheid",
        sentence: "Hoeveel geld per dag deze pijplijn brengt als alles doorgaat zoals in de periode.",
        formula: "open deals × scoringspercentage × gemiddelde gewonnen deal ÷ dagen tot beslissing",
        traps: &[
            "Deals die niemand ooit wint, verhogen het: ruim eerst op.",
            "De gangbare formule deelt door dagen tot gewonnen, en zit ernaast als verloren deals langer of korter duren.",
            "Lees het naast wat er echt per dag is gewonnen.",
        ],
    },
};

pub(super) const WON_PER_DAY: Definition = Definition {
    family: Family::MoneyRatio,
    unit: Unit::MoneyPerDay,
    en: Text {
        name: "Really won per day",
        sentence: "How much was really won per day of the period.",
        formula: "won value ÷ days of the period",
        traps: &["A short period swings with every large deal."],
    },
    nl: Text {
        name: "Echt gewonnen per dag",
        sentence: "Hoeveel er per dag van de periode echt is gewonnen.",
        formula: "gewonnen waarde ÷ dagen van de periode",
        traps: &["Een korte periode schommelt met elke grote deal."],
    },
};

pub(super) const MORE_NEEDED: Definition = Definition {
    family: Family::Count,
    unit: Unit::Count,
    en: Text {
        name: "More needed",
        sentence: "How many more there must be to come up to the benchmark.",
        formula: "benchmark − now, rounded up, and never below 0",
        traps: &["It is arithmetic: when the difference can be chance, so can the shortage."],
    },
    nl: Text {
        name: "Nog nodig",
        sentence: "Hoeveel er nog bij moeten om op de benchmark uit te komen.",
        formula: "benchmark − nu, naar boven afgerond, en nooit onder 0",
        traps: &["Het is rekenwerk: kan het verschil toeval zijn, dan het tekort ook."],
    },
};
