//! Response time: how long a lead waits for somebody to answer.

use super::{Definition, Family, Text, Unit};

pub(super) const RESPONSE_MEDIAN: Definition = Definition {
    family: Family::Quantile,
    unit: Unit::BusinessMinutes,
    en: Text {
        name: "Response time",
        sentence: "Half of the leads are answered by a person within this much working time.",
        formula: "median working time from arrival to the first outbound touch by a person, unanswered leads included as still waiting",
        traps: &[
            "Working time only: a lead from Saturday that is called on Monday at opening waited 0 minutes.",
            "Automatic mails do not stop the clock.",
            "Leads born from a call or a meeting, or imported without a time of arrival, are left out.",
        ],
    },
    nl: Text {
        name: "Reactietijd",
        sentence: "De helft van de leads krijgt binnen deze werktijd antwoord van een mens.",
        formula: "mediaan van de werktijd tussen binnenkomst en het eerste uitgaande contactmoment door een mens; onbeantwoorde leads tellen als nog wachtend",
        traps: &[
            "Alleen werktijd: een lead van zaterdag die maandag bij opening wordt gebeld, wachtte 0 minuten.",
            "Automatische mails stoppen de klok niet.",
            "Leads uit een telefoontje of afspraak, of ingelezen zonder tijd van binnenkomst, doen niet mee.",
        ],
    },
};

pub(super) const RESPONSE_NINETIETH: Definition = Definition {
    family: Family::Quantile,
    unit: Unit::BusinessMinutes,
    en: Text {
        name: "Response time, slowest tenth",
        sentence: "Nine in ten leads are answered within this much working time; one in ten waits longer.",
        formula: "90th percentile of the working time from arrival to the first outbound touch, unanswered leads included",
        traps: &[
            "When more than a tenth is still waiting, it can only be said that it takes longer than a certain time.",
        ],
    },
    nl: Text {
        name: "Reactietijd, traagste tiende",
        sentence: "Negen van de tien leads krijgen binnen deze werktijd antwoord; één op de tien wacht langer.",
        formula: "90e percentiel van de werktijd tussen binnenkomst en het eerste uitgaande contactmoment, onbeantwoorde leads meegeteld",
        traps: &[
            "Wacht meer dan een tiende nog, dan is alleen te zeggen dat het langer dan een bepaalde tijd duurt.",
        ],
    },
};

pub(super) const RESPONSE_IN_TIME: Definition = Definition {
    family: Family::Proportion,
    unit: Unit::Share,
    en: Text {
        name: "Answered in time",
        sentence: "Which share of the leads got an answer before the agreed deadline.",
        formula: "leads answered before their deadline ÷ leads whose deadline has passed",
        traps: &[
            "Leads whose deadline is still to come do not count, not even when they are already answered.",
            "A lead that was disqualified without any touch counts as missed, except spam, tests and duplicates.",
        ],
    },
    nl: Text {
        name: "Op tijd beantwoord",
        sentence: "Welk deel van de leads vóór de afgesproken tijd antwoord kreeg.",
        formula: "leads die vóór hun deadline zijn beantwoord ÷ leads waarvan de deadline voorbij is",
        traps: &[
            "Leads waarvan de deadline nog moet komen, tellen niet mee, ook niet als ze al beantwoord zijn.",
            "Een lead die zonder contactmoment is afgewezen, telt als gemist, behalve spam, tests en dubbele.",
        ],
    },
};

pub(super) const RESPONSE_CLOCK_MEDIAN: Definition = Definition {
    family: Family::Quantile,
    unit: Unit::Minutes,
    en: Text {
        name: "Response time by the clock",
        sentence: "How long half of the leads waited as the customer felt it, nights and weekends included.",
        formula: "median clock time from arrival to the first outbound touch by a person, unanswered leads included",
        traps: &["It grows with every weekend; judge people by the working time, customers feel this one."],
    },
    nl: Text {
        name: "Reactietijd op de klok",
        sentence: "Hoe lang de helft van de leads wachtte zoals de klant het voelt, met nachten en weekenden.",
        formula: "mediaan van de kloktijd tussen binnenkomst en het eerste uitgaande contactmoment, onbeantwoorde leads meegeteld",
        traps: &["Elk weekend telt mee: beoordeel mensen op werktijd; dit is wat de klant voelt."],
    },
};

pub(super) const RESPONSE_CLOCK_NINETIETH: Definition = Definition {
    family: Family::Quantile,
    unit: Unit::Minutes,
    en: Text {
        name: "Clock response time, slowest tenth",
        sentence: "One in ten leads waited longer than this, nights and weekends included.",
        formula: "90th percentile of the clock time from arrival to the first outbound touch, unanswered leads included",
        traps: &["One long holiday can decide it."],
    },
    nl: Text {
        name: "Kloktijd, traagste tiende",
        sentence: "Eén op de tien leads wachtte langer dan dit, met nachten en weekenden.",
        formula: "90e percentiel van de kloktijd tussen binnenkomst en het eerste uitgaande contactmoment, onbeantwoorde leads meegeteld",
        traps: &["Eén lange vakantie kan het bepalen."],
    },
};

pub(super) const RESPONSE_UNANSWERED: Definition = Definition {
    family: Family::Count,
    unit: Unit::Count,
    en: Text {
        name: "Not answered yet",
        sentence: "How many leads nobody has answered so far, and nobody has closed.",
        formula: "open leads with a running clock and no outbound touch at the chosen moment",
        traps: &["Calls that nobody logged look like no answer."],
    },
    nl: Text {
        name: "Nog niet beantwoord",
        sentence: "Hoeveel leads nog door niemand zijn beantwoord of afgesloten.",
        formula: "openstaande leads met een lopende klok en zonder uitgaand contactmoment op het gekozen moment",
        traps: &["Telefoontjes die niemand vastlegde, zien eruit als geen antwoord."],
    },
};

pub(super) const RESPONSE_MISSED: Definition = Definition {
    family: Family::Count,
    unit: Unit::Count,
    en: Text {
        name: "Disqualified without an answer",
        sentence: "How many leads were disqualified without anybody having been in touch.",
        formula: "leads disqualified without a touch, spam, tests and duplicates left out",
        traps: &["A good reason to disqualify does not make it an answer; look at the reasons."],
    },
    nl: Text {
        name: "Afgewezen zonder antwoord",
        sentence: "Hoeveel leads zijn afgewezen zonder dat iemand contact had.",
        formula: "leads die zonder contactmoment zijn afgewezen, zonder spam, tests en dubbele",
        traps: &["Een goede reden om af te wijzen is nog geen antwoord; kijk naar de redenen."],
    },
};

pub(super) const RESPONSE_OUTSIDE_CLOCK: Definition = Definition {
    family: Family::Count,
    unit: Unit::Count,
    en: Text {
        name: "Outside the clock",
        sentence: "How many leads have no response time, because there was nothing to answer or no time of arrival.",
        formula: "leads born from a call or meeting, typed in or imported without arrival time, spam, test or duplicate",
        traps: &["A large number here makes the response time say little about the whole."],
    },
    nl: Text {
        name: "Buiten de klok",
        sentence: "Hoeveel leads geen reactietijd hebben, omdat er niets te beantwoorden was of de tijd van binnenkomst ontbreekt.",
        formula: "leads uit een telefoontje of afspraak, ingetypt of ingelezen zonder tijd van binnenkomst, spam, test of dubbel",
        traps: &["Is dit aantal groot, dan zegt de reactietijd weinig over het geheel."],
    },
};

pub(super) const RESPONSE_BEFORE_ASSIGNMENT: Definition = Definition {
    family: Family::Quantile,
    unit: Unit::BusinessMinutes,
    en: Text {
        name: "Waiting for an owner",
        sentence: "How much working time half of the leads lay around before somebody was made responsible.",
        formula: "median working time from arrival to the first human owner",
        traps: &["It is part of the response time of the first owner, who could do nothing about it."],
    },
    nl: Text {
        name: "Wachten op een eigenaar",
        sentence: "Hoeveel werktijd de helft van de leads bleef liggen voordat iemand verantwoordelijk werd.",
        formula: "mediaan van de werktijd tussen binnenkomst en de eerste menselijke eigenaar",
        traps: &["Het zit in de reactietijd van de eerste eigenaar, die er niets aan kon doen."],
    },
};
