//! Sales: what was won.

use super::{Definition, Family, Text, Unit};

pub(super) const WON_VALUE: Definition = Definition {
    family: Family::Money,
    unit: Unit::Money,
    en: Text {
        name: "Won value",
        sentence: "What the deals won in the period are worth together.",
        formula: "sum of the values at closing of deals won in the period",
        traps: &[
            "A deal that is reopened leaves its period, and counts again where it is won at last.",
            "Won is not invoiced, and not paid.",
        ],
    },
    nl: Text {
        name: "Gewonnen waarde",
        sentence: "Wat de deals die in de periode zijn gewonnen samen waard zijn.",
        formula: "som van de waarden bij afsluiten van deals gewonnen in de periode",
        traps: &[
            "Een heropende deal verdwijnt uit zijn periode en telt weer waar hij uiteindelijk wordt gewonnen.",
            "Gewonnen is nog niet gefactureerd, en niet betaald.",
        ],
    },
};

pub(super) const WON_COUNT: Definition = Definition {
    family: Family::Count,
    unit: Unit::Count,
    en: Text {
        name: "Won deals",
        sentence: "How many deals were won in the period.",
        formula: "deals closed for the last time in the period, and won",
        traps: &["A small deal counts as much as a large one."],
    },
    nl: Text {
        name: "Gewonnen deals",
        sentence: "Hoeveel deals er in de periode zijn gewonnen.",
        formula: "deals die in de periode voor het laatst zijn afgesloten, en gewonnen",
        traps: &["Een kleine deal telt even zwaar als een grote."],
    },
};

pub(super) const NEW_CUSTOMERS: Definition = Definition {
    family: Family::Count,
    unit: Unit::Count,
    en: Text {
        name: "New customers",
        sentence: "How many parties bought for the first time ever.",
        formula: "parties whose first win ever lies in the period",
        traps: &[
            "Customers from before this program look new, unless their earlier purchases were imported.",
        ],
    },
    nl: Text {
        name: "Nieuwe klanten",
        sentence: "Hoeveel partijen voor het eerst ooit kochten.",
        formula: "partijen waarvan de eerste gewonnen deal ooit in de periode valt",
        traps: &["Klanten van vóór dit programma lijken nieuw, tenzij hun eerdere aankopen zijn ingelezen."],
    },
};

pub(super) const WON_VALUE_NEW: Definition = Definition {
    family: Family::Money,
    unit: Unit::Money,
    en: Text {
        name: "Won at new customers",
        sentence: "What the first purchases of new customers are worth together.",
        formula: "sum of the values of first wins ever in the period",
        traps: &["A customer's second deal in the same period counts as growth."],
    },
    nl: Text {
        name: "Gewonnen bij nieuwe klanten",
        sentence: "Wat de eerste aankopen van nieuwe klanten samen waard zijn.",
        formula: "som van de waarden van eerste gewonnen deals ooit in de periode",
        traps: &["De tweede deal van een klant in dezelfde periode telt als groei."],
    },
};

pub(super) const GROWTH_EXISTING: Definition = Definition {
    family: Family::Money,
    unit: Unit::Money,
    en: Text {
        name: "Growth at existing customers",
        sentence: "What customers who had bought before bought in the period.",
        formula: "sum of the values of wins in the period at parties with an earlier win",
        traps: &["It is new sales to them, not the difference with what they bought earlier."],
    },
    nl: Text {
        name: "Groei bij bestaande klanten",
        sentence: "Wat klanten die al eerder kochten in de periode kochten.",
        formula: "som van de waarden van deals gewonnen in de periode bij partijen die al eerder kochten",
        traps: &["Het is nieuwe verkoop aan hen, niet het verschil met wat ze eerder kochten."],
    },
};

pub(super) const ORDER_INTAKE: Definition = Definition {
    family: Family::Money,
    unit: Unit::Money,
    en: Text {
        name: "Order intake",
        sentence: "What customers ordered by accepting a quote.",
        formula: "sum of quotes accepted in the period",
        traps: &["It differs from the won value when deals are won without a quote or at another price."],
    },
    nl: Text {
        name: "Orderintake",
        sentence: "Wat klanten bestelden door een offerte te accepteren.",
        formula: "som van offertes die in de periode zijn geaccepteerd",
        traps: &[
            "Het wijkt af van de gewonnen waarde als deals zonder offerte of voor een andere prijs worden gewonnen.",
        ],
    },
};
