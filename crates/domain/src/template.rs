//! Pipelines to begin with, in Dutch and English.

use uuid::Uuid;

use crate::catalogue::{Pipeline, PlaybookAction, PlaybookResult, Stage};

/// The two processes a new workspace can start from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Template {
    /// Selection, suspect, prospect, offer, closing, each with its actions and results.
    Classic,
    /// A short process for business customers.
    Short,
}

/// A stage in a template: names in English and Dutch, days, chance, actions, results.
struct Step {
    name: [&'static str; 2],
    days: i64,
    chance: i64,
    actions: &'static [[&'static str; 2]],
    results: &'static [[&'static str; 2]],
}

const CLASSIC: [Step; 5] = [
    Step {
        name: ["Selection", "Selectie"],
        days: 14,
        chance: 10,
        actions: &[
            ["Choose whom to approach", "Kiezen wie we benaderen"],
            ["Find the person who decides", "Beslisser zoeken"],
        ],
        results: &[["Fits our customer profile", "Past in ons klantprofiel"]],
    },
    Step {
        name: ["Suspect", "Suspect"],
        days: 21,
        chance: 20,
        actions: &[["Make an appointment", "Afspraak maken"], ["First conversation", "Eerste gesprek"]],
        results: &[
            ["Competitor known", "Concurrent bekend"],
            ["Decision date known", "Beslisdatum bekend"],
            ["Problem known", "Probleem bekend"],
            ["Need known", "Behoefte bekend"],
        ],
    },
    Step {
        name: ["Prospect", "Prospect"],
        days: 21,
        chance: 40,
        actions: &[
            ["Show what we solve", "Oplossing laten zien"],
            ["Talk to all who decide", "Alle beslissers spreken"],
        ],
        results: &[
            ["Interest confirmed with reasons", "Interesse bevestigd met redenen"],
            ["Offer made", "Offerte gemaakt"],
        ],
    },
    Step {
        name: ["Offer", "Offerte"],
        days: 14,
        chance: 60,
        actions: &[["Discuss the offer", "Offerte bespreken"], ["Take away objections", "Bezwaren wegnemen"]],
        results: &[["Verbal order", "Mondelinge opdracht"]],
    },
    Step {
        name: ["Closing", "Afsluiting"],
        days: 10,
        chance: 85,
        actions: &[["Agree on the terms", "Voorwaarden afspreken"]],
        results: &[["Written confirmation", "Schriftelijke bevestiging"]],
    },
];

const SHORT: [Step; 4] = [
    Step {
        name: ["Qualified", "Gekwalificeerd"],
        days: 7,
        chance: 20,
        actions: &[["First conversation", "Eerste gesprek"]],
        results: &[["Need known", "Behoefte bekend"]],
    },
    Step {
        name: ["Meeting", "Afspraak"],
        days: 14,
        chance: 40,
        actions: &[["Meeting or demo", "Afspraak of demo"]],
        results: &[["Decision date known", "Beslisdatum bekend"]],
    },
    Step {
        name: ["Proposal", "Voorstel"],
        days: 14,
        chance: 60,
        actions: &[["Discuss the proposal", "Voorstel bespreken"]],
        results: &[["Budget confirmed", "Budget bevestigd"]],
    },
    Step {
        name: ["Negotiation", "Onderhandeling"],
        days: 10,
        chance: 80,
        actions: &[["Agree on the terms", "Voorwaarden afspreken"]],
        results: &[["Verbal order", "Mondelinge opdracht"]],
    },
];

/// The pipeline of a template in a language (`nl`, else English), with ids from `ids`.
pub fn pipeline(template: Template, language: &str, ids: &dyn Fn() -> Uuid) -> Pipeline {
    let tongue = usize::from(language == "nl");
    let (name, steps): ([&str; 2], &[Step]) = match template {
        Template::Classic => (["Sales cycle", "Verkoopcyclus"], &CLASSIC),
        Template::Short => (["New business", "Nieuwe klanten"], &SHORT),
    };
    let stages = steps.iter().map(|step| Stage {
        id: ids().into(),
        name: step.name[tongue].into(),
        expected_days: Some(step.days),
        win_chance: Some(step.chance),
        actions: step
            .actions
            .iter()
            .map(|name| PlaybookAction { name: name[tongue].into(), per_day: None })
            .collect(),
        results: step
            .results
            .iter()
            .map(|name| PlaybookResult { id: ids().into(), name: name[tongue].into(), required: true })
            .collect(),
        ..Stage::default()
    });
    Pipeline { name: name[tongue].into(), stages: stages.collect(), ..Pipeline::default() }
}

/// Loss reasons to begin with: name, for leads, for deals.
pub fn loss_reasons(language: &str) -> Vec<(&'static str, bool, bool)> {
    const REASONS: [([&str; 2], bool, bool); 7] = [
        (["Price", "Prijs"], false, true),
        (["Chose a competitor", "Koos een concurrent"], false, true),
        (["No decision", "Geen beslissing"], false, true),
        (["No budget", "Geen budget"], true, true),
        (["Does not fit", "Past niet"], true, true),
        (["Not reachable", "Niet bereikbaar"], true, false),
        (["No real interest", "Geen echte interesse"], true, false),
    ];
    let tongue = usize::from(language == "nl");
    REASONS.iter().map(|(name, leads, deals)| (name[tongue], *leads, *deals)).collect()
}

/// Sources to begin with.
pub fn sources(language: &str) -> Vec<(&'static str, crate::catalogue::Channel)> {
    use crate::catalogue::Channel::*;
    const SOURCES: [([&str; 2], crate::catalogue::Channel); 7] = [
        (["Website", "Website"], Website),
        (["Search engine", "Zoekmachine"], Search),
        (["Advertisement", "Advertentie"], Advertising),
        (["Trade fair", "Beurs"], Event),
        (["Referral", "Aanbeveling"], Referral),
        (["Partner", "Partner"], Partner),
        (["Cold call", "Koude acquisitie"], Outbound),
    ];
    let tongue = usize::from(language == "nl");
    SOURCES.iter().map(|(name, channel)| (name[tongue], *channel)).collect()
}
