//! The market of the demo company: where its leads come from and what it sells.

use jiff::civil::date;
use serde_json::json;
use trechter_domain::SourceId;
use trechter_domain::catalogue::{Campaign, Product, Source};

use super::builder::Builder;
use super::cast::{CampaignRole, ProductRole, SourceRole};
use super::days::Days;
use super::planted;

struct Channel {
    name: &'static str,
    channel: &'static str,
    medium: Option<&'static str>,
    arrives: bool,
    /// Weight among the leads that come to nothing.
    leads: f64,
    /// Weight among the deals that began as a lead.
    deals: f64,
}

const fn channel(
    name: &'static str,
    channel: &'static str,
    medium: Option<&'static str>,
    arrives: bool,
    leads: f64,
    deals: f64,
) -> Channel {
    Channel { name, channel, medium, arrives, leads, deals }
}

const CHANNELS: [Channel; 8] = [
    channel("Website", "website", Some("organic"), true, 0.18, 0.27),
    channel("Google Ads", "advertising", Some("cpc"), true, 0.17, 0.18),
    // Its shares are planted.
    channel(planted::POOR_SOURCE, "partner", Some("referral"), true, 0.0, 0.0),
    channel("Vakbeurs", "event", None, false, 0.10, 0.11),
    channel("Aanbeveling", "referral", None, false, 0.05, 0.19),
    channel("Installatiepartner", "partner", None, false, 0.05, 0.11),
    channel("LinkedIn", "social", Some("social"), true, 0.07, 0.06),
    channel("Telefoon", "phone", None, false, 0.04, 0.08),
];

pub fn sources(builder: &mut Builder<'_>) -> Vec<SourceRole> {
    let sum = |share: fn(&Channel) -> f64| CHANNELS.iter().map(share).sum::<f64>();
    let (all_leads, all_deals) = (sum(|channel| channel.leads), sum(|channel| channel.deals));
    let fruitless = poor_share_of_fruitless();
    let role = |channel: &Channel| {
        let fields = json!({ "name": channel.name, "channel": channel.channel });
        let id = builder.add::<Source>(0, fields, |c| &mut c.sources).id;
        let poor = channel.name == planted::POOR_SOURCE;
        let (leads, deals, chance) = if poor {
            (fruitless, planted::POOR_SOURCE_DEALS, planted::POOR_SOURCE_CHANCE)
        } else {
            let leads = channel.leads / all_leads * (1.0 - fruitless);
            (leads, channel.deals / all_deals * (1.0 - planted::POOR_SOURCE_DEALS), 1.0)
        };
        let Channel { name, medium, arrives, .. } = *channel;
        SourceRole { id, name, medium, arrives, leads, deals, chance }
    };
    CHANNELS.iter().map(role).collect()
}

/// Of the leads that come to nothing, so that the share of all leads is the planted one.
fn poor_share_of_fruitless() -> f64 {
    let (deals, fruitless) = (super::LEAD_DEALS, super::FRUITLESS_LEADS);
    (planted::POOR_SOURCE_LEADS * (deals + fruitless) - planted::POOR_SOURCE_DEALS * deals) / fruitless
}

pub fn campaigns(builder: &mut Builder<'_>, days: &Days, sources: &[SourceRole]) -> Vec<CampaignRole> {
    let source = |name: &str| sources.iter().find(|source| source.name == name).map(|source| source.id);
    let mut made = Vec::new();
    let (first, last) = (days.date(0).year(), days.date(days.today()).year());
    for year in first..=last {
        let list = [
            (format!("Zakelijk zoeken {year}"), "Google Ads", (1, 1), (12, 31), 16_500),
            (format!("Vergelijkers {year}"), planted::POOR_SOURCE, (1, 1), (12, 31), 21_000),
            (format!("LinkedIn duurzaam {year}"), "LinkedIn", (2, 1), (6, 30), 6_800),
            (format!("Voorjaarsbeurs {year}"), "Vakbeurs", (3, 9), (4, 20), 12_400),
        ];
        for (name, of, from, to, cost) in list {
            made.extend(campaign(
                builder,
                days,
                &name,
                source(of),
                date(year, from.0, from.1),
                date(year, to.0, to.1),
                cost,
            ));
        }
    }
    let fair = days.date(days.today() / 2);
    let end = fair.saturating_add(jiff::Span::new().days(30));
    made.extend(campaign(builder, days, planted::COSTLY_CAMPAIGN, source("Vakbeurs"), fair, end, 46_000));
    made
}

fn campaign(
    builder: &mut Builder<'_>,
    days: &Days,
    name: &str,
    source: Option<SourceId>,
    from: jiff::civil::Date,
    to: jiff::civil::Date,
    cost: i64,
) -> Option<CampaignRole> {
    let source = source?;
    if to < days.date(0) || from > days.date(days.today()) {
        return None;
    }
    let (first, last) = (days.day(from), days.day(to));
    let fields = json!({
        "name": name, "source": source, "starts": from, "ends": to,
        "cost": { "amount": cost * 100, "currency": "EUR" },
    });
    let id = builder.add::<Campaign>(first, fields, |c| &mut c.campaigns).id;
    Some(CampaignRole { id, source, first, last })
}

pub fn products(builder: &mut Builder<'_>) -> Vec<ProductRole> {
    // Name, family, unit, price in cents, usual number, weight, short pipeline.
    let list: [(&'static str, &str, &str, i64, f64, f64, bool); 6] = [
        ("Ledverlichting", "Besparen", "armatuur", 8_500, 150.0, 0.21, false),
        ("Zonnepanelen", "Opwekken", "paneel", 23_900, 95.0, 0.23, false),
        ("Laadpalen", "Laden", "stuk", 184_500, 7.0, 0.18, false),
        (planted::LEAKING_PRODUCT, "Opslaan", "kWh", 61_500, 48.0, 0.20, false),
        ("Energiebeheer", "Besparen", "maand", 14_900, 24.0, 0.11, true),
        ("Onderhoudscontract", "Service", "maand", 9_500, 36.0, 0.07, true),
    ];
    list.iter()
        .enumerate()
        .map(|(i, (name, family, unit, price, usual, weight, short))| {
            let fields = json!({
                "name": name, "code": format!("ZE-{}", 100 + i * 10), "family": family, "unit": unit,
                "price": { "amount": price, "currency": "EUR" },
            });
            let id = builder.add::<Product>(0, fields, |c| &mut c.products).id;
            let leaks = *name == planted::LEAKING_PRODUCT;
            ProductRole { id, name, price: *price, usual: *usual, weight: *weight, short: *short, leaks }
        })
        .collect()
}
