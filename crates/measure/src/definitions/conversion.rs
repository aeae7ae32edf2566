//! Conversion: what becomes of leads, and of deals that are decided.

use super::{Definition, Family, Text, Unit};

pub(super) const COHORT_CONVERSION: Definition = Definition {
    family: Family::Proportion,
    unit: Unit::Share,
    en: Text {
        name: "Lead to customer",
        sentence: "Of the leads that came in, the share that became a customer within a fixed time.",
        formula: "leads created at least H days ago with a deal won within H days ÷ leads created at least H days ago",
        traps: &[
            "Leads younger than H days are left out, so that recent months do not look like a collapse.",
            "Leads of existing customers are a row of their own.",
            "It is another number than the win rate: never compare the two.",
        ],
    },
    nl: Text {
        name: "Van lead naar klant",
        sentence: "Van de leads die binnenkwamen: het deel dat binnen een vaste tijd klant werd.",
        formula: "leads van minstens H dagen oud met een deal gewonnen binnen H dagen ÷ leads van minstens H dagen oud",
        traps: &[
            "Leads jonger dan H dagen doen niet mee, anders lijkt elke recente maand een instorting.",
            "Leads van bestaande klanten zijn een eigen rij.",
            "Dit is iets anders dan het scoringspercentage: vergelijk die twee nooit.",
        ],
    },
};

pub(super) const COHORT_WON_SO_FAR: Definition = Definition {
    family: Family::Proportion,
    unit: Unit::Share,
    en: Text {
        name: "Became customer so far",
        sentence: "Of all leads that came in, the share that is a customer by now.",
        formula: "leads of the period with a won deal ÷ leads of the period",
        traps: &["It still grows while leads are undecided; compare periods by lead to customer instead."],
    },
    nl: Text {
        name: "Tot nu toe klant",
        sentence: "Van alle leads die binnenkwamen: het deel dat nu klant is.",
        formula: "leads van de periode met een gewonnen deal ÷ leads van de periode",
        traps: &[
            "Het groeit nog zolang er leads onbeslist zijn; vergelijk perioden met van lead naar klant.",
        ],
    },
};

pub(super) const COHORT_LOST: Definition = Definition {
    family: Family::Proportion,
    unit: Unit::Share,
    en: Text {
        name: "Fell through so far",
        sentence: "Of all leads that came in, the share that was disqualified or lost by now.",
        formula: "leads of the period that were disqualified, or with all deals lost and none open ÷ leads of the period",
        traps: &["A team that tidies up quickly shows more here than one that lets leads lie."],
    },
    nl: Text {
        name: "Tot nu toe afgevallen",
        sentence: "Van alle leads die binnenkwamen: het deel dat nu afgewezen of verloren is.",
        formula: "leads van de periode die zijn afgewezen, of met alle deals verloren en geen open ÷ leads van de periode",
        traps: &["Een team dat snel opruimt, toont hier meer dan een team dat leads laat liggen."],
    },
};

pub(super) const COHORT_UNDECIDED: Definition = Definition {
    family: Family::Proportion,
    unit: Unit::Share,
    en: Text {
        name: "Undecided so far",
        sentence: "Of all leads that came in, the share of which nobody knows the outcome yet.",
        formula: "leads of the period neither won nor fallen through ÷ leads of the period",
        traps: &["Until this is small, the final conversion can still lie far from today's."],
    },
    nl: Text {
        name: "Tot nu toe onbeslist",
        sentence: "Van alle leads die binnenkwamen: het deel waarvan niemand de uitkomst al kent.",
        formula: "leads van de periode die niet gewonnen en niet afgevallen zijn ÷ leads van de periode",
        traps: &["Zolang dit niet klein is, kan de uiteindelijke conversie ver van die van vandaag liggen."],
    },
};

pub(super) const COHORT_INCIDENCE: Definition = Definition {
    family: Family::Proportion,
    unit: Unit::Share,
    en: Text {
        name: "Expected lead to customer",
        sentence: "What the conversion of leads that are still maturing is heading for.",
        formula: "Aalen-Johansen cumulative incidence of winning at day H, disqualification and loss competing",
        traps: &[
            "It supposes that young leads will do as the older ones did.",
            "It replaces the rate only while fewer than 80% of the leads are old enough.",
        ],
    },
    nl: Text {
        name: "Verwachte conversie van leads",
        sentence: "Waar de conversie van leads die nog rijpen naartoe gaat.",
        formula: "Aalen-Johansen cumulatieve incidentie van winnen op dag H, met afwijzing en verlies als concurrenten",
        traps: &[
            "Het neemt aan dat jonge leads het doen zoals de oudere.",
            "Het komt alleen in de plaats van het percentage zolang minder dan 80% van de leads oud genoeg is.",
        ],
    },
};

pub(super) const WIN_RATE: Definition = Definition {
    family: Family::Proportion,
    unit: Unit::Share,
    en: Text {
        name: "Win rate",
        sentence: "Of the deals that were decided in the period, the share that was won.",
        formula: "won ÷ (won + lost), deals closed in the period",
        traps: &[
            "Deals that nobody closes as lost are not in it: the strict win rate counts them.",
            "It says nothing about deals that are still open.",
        ],
    },
    nl: Text {
        name: "Scoringspercentage",
        sentence: "Van de deals die in de periode zijn beslist: het deel dat is gewonnen.",
        formula: "gewonnen ÷ (gewonnen + verloren), deals afgesloten in de periode",
        traps: &[
            "Deals die niemand als verloren afsluit, zitten er niet in: het strenge percentage telt ze mee.",
            "Het zegt niets over deals die nog openstaan.",
        ],
    },
};

pub(super) const WIN_RATE_BY_VALUE: Definition = Definition {
    family: Family::MoneyRatio,
    unit: Unit::Share,
    en: Text {
        name: "Win rate by value",
        sentence: "Of the money that was decided in the period, the share that was won.",
        formula: "won value ÷ (won value + lost value), values at closing",
        traps: &["One large deal can decide it.", "Deals without a value are left out."],
    },
    nl: Text {
        name: "Scoringspercentage naar waarde",
        sentence: "Van het geld waarover in de periode is beslist: het deel dat is gewonnen.",
        formula: "gewonnen waarde ÷ (gewonnen + verloren waarde), waarden bij afsluiten",
        traps: &["Eén grote deal kan het bepalen.", "Deals zonder waarde doen niet mee."],
    },
};

pub(super) const WIN_RATE_STRICT: Definition = Definition {
    family: Family::Proportion,
    unit: Unit::Share,
    en: Text {
        name: "Strict win rate",
        sentence: "The win rate when deals that have gone silent count as lost.",
        formula: "won ÷ (won + lost + stale)",
        traps: &[
            "Stale deals can still be won; then the number rises afterwards.",
            "Calls that nobody logged make a deal look stale.",
        ],
    },
    nl: Text {
        name: "Streng scoringspercentage",
        sentence: "Het scoringspercentage als stilgevallen deals als verloren tellen.",
        formula: "gewonnen ÷ (gewonnen + verloren + stilgevallen)",
        traps: &[
            "Een stilgevallen deal kan nog gewonnen worden; dan stijgt het getal achteraf.",
            "Door telefoontjes die niemand vastlegt, lijkt een deal stilgevallen.",
        ],
    },
};

pub(super) const DEALS_STALE: Definition = Definition {
    family: Family::Count,
    unit: Unit::Count,
    en: Text {
        name: "Stale deals",
        sentence: "How many open deals have not been touched or moved for longer than won deals usually go without.",
        formula: "open deals without touch or move for longer than the 90th percentile of days between events of won deals",
        traps: &["With too little history 60 days are taken."],
    },
    nl: Text {
        name: "Stilgevallen deals",
        sentence: "Hoeveel open deals langer geen contact of beweging hebben dan bij gewonnen deals gewoon is.",
        formula: "open deals zonder contactmoment of verplaatsing langer dan het 90e percentiel van de dagen tussen gebeurtenissen van gewonnen deals",
        traps: &["Bij te weinig geschiedenis geldt 60 dagen."],
    },
};

pub(super) const WINS_TAKEN_OVER: Definition = Definition {
    family: Family::Count,
    unit: Unit::Count,
    en: Text {
        name: "Wins on leads taken over",
        sentence: "How many deals somebody won on leads that first belonged to a colleague.",
        formula: "deals won in the period whose lead had another first owner",
        traps: &["They stay out of the seller's own conversion, which belongs to the first owner."],
    },
    nl: Text {
        name: "Gewonnen op overgenomen leads",
        sentence: "Hoeveel deals iemand won op leads die eerst van een collega waren.",
        formula: "deals gewonnen in de periode waarvan de lead een andere eerste eigenaar had",
        traps: &["Ze blijven buiten de eigen conversie van de verkoper; die hoort bij de eerste eigenaar."],
    },
};
