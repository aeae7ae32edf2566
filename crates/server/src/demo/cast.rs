//! Who and what the demo company is: its people, pipelines, sources, products and lists.

use serde_json::{Value, json};
use trechter_domain::catalogue::{Competitor, Field, LossReason, Member, Pipeline, Tag, Team, View};
use trechter_domain::template::{self, Template};
use trechter_domain::{
    CampaignId, CompetitorId, LossReasonId, MemberId, ProductId, ResultId, SourceId, TagId, TeamId,
};

use super::builder::Builder;
use super::days::Days;
use super::{market, planted};

/// The name of the demo company and its workspace.
pub const COMPANY: &str = "Zonneveld Energie";
const MAIL: &str = "zonneveld.example";

/// Somebody who sells.
#[derive(Debug, Clone)]
pub struct Seller {
    pub member: MemberId,
    pub name: &'static str,
    pub country: &'static str,
    /// First day at work.
    pub begins: usize,
    /// First day no longer at work.
    pub ends: Option<usize>,
    /// How well he sells, against the average.
    pub skill: f64,
    /// Times the usual time to a first answer.
    pub slowness: f64,
    /// Percentage points that his gut feeling is too high.
    pub optimism: f64,
    /// Share of the work.
    pub weight: f64,
}

#[derive(Debug, Clone)]
pub struct SourceRole {
    pub id: SourceId,
    pub name: &'static str,
    pub medium: Option<&'static str>,
    /// Leads arrive by themselves, so that a response clock runs.
    pub arrives: bool,
    /// Share of the leads that come to nothing.
    pub leads: f64,
    /// Share of the deals that began as a lead.
    pub deals: f64,
    /// How its deals do at each stage.
    pub chance: f64,
}

#[derive(Debug, Clone)]
pub struct ProductRole {
    pub id: ProductId,
    pub name: &'static str,
    /// Price of one, in cents.
    pub price: i64,
    /// Usual number of them.
    pub usual: f64,
    pub weight: f64,
    /// Sold in the short pipeline.
    pub short: bool,
    pub leaks: bool,
}

#[derive(Debug, Clone)]
pub struct CampaignRole {
    pub id: CampaignId,
    pub source: SourceId,
    pub first: usize,
    pub last: usize,
}

/// Somebody to log in as.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    pub member: MemberId,
    pub name: String,
    pub email: String,
    pub role: &'static str,
}

/// Everything that stories need to point at.
#[derive(Debug, Clone)]
pub struct Cast {
    pub people: Vec<Person>,
    pub manager: MemberId,
    pub sellers: Vec<Seller>,
    pub sources: Vec<SourceRole>,
    pub campaigns: Vec<CampaignRole>,
    pub products: Vec<ProductRole>,
    pub classic: Pipeline,
    pub short: Pipeline,
    pub telling: ResultId,
    pub lead_reasons: Vec<LossReasonId>,
    pub deal_reasons: Vec<LossReasonId>,
    pub competitors: Vec<CompetitorId>,
    pub tags: Vec<TagId>,
}

/// Decides the whole set-up, each entry at its own time.
pub fn hire(builder: &mut Builder<'_>, days: &Days) -> Cast {
    builder.workspace(&json!({
        "name": COMPANY, "language": "nl", "currency": "EUR", "time_zone": "Europe/Amsterdam",
    }));
    let mut people = Vec::new();
    let manager = office(builder, &mut people);
    let sellers = sellers(builder, days, &mut people);
    let pipeline = |builder: &mut Builder<'_>, kind, position: i64| -> Pipeline {
        let made = template::pipeline(kind, "nl", &|| builder.id());
        builder.add(0, json!({ "name": made.name, "stages": made.stages, "position": position }), |c| {
            &mut c.pipelines
        })
    };
    let classic = pipeline(builder, Template::Classic, 0);
    let short = pipeline(builder, Template::Short, 1);
    let results = classic.stages.iter().flat_map(|stage| &stage.results);
    let telling = results.clone().find(|result| result.name == planted::TELLING_RESULT);
    let telling = telling.map(|result| result.id).unwrap_or_default();
    let sources = market::sources(builder);
    let campaigns = market::campaigns(builder, days, &sources);
    let products = market::products(builder);
    let (lead_reasons, deal_reasons) = reasons(builder);
    let competitors = ["Zonwijs", "Helder Stroom", "Voltwerk", "Dakkracht"]
        .map(|name| builder.add::<Competitor>(0, json!({ "name": name }), |c| &mut c.competitors).id);
    let tags = [("Spoed", "red"), ("Tender", "violet"), ("Overstapper", "petrol"), ("Ambassadeur", "green")]
        .map(|(name, colour)| {
            builder.add::<Tag>(0, json!({ "name": name, "colour": colour }), |c| &mut c.tags).id
        });
    fields(builder);
    views(builder);
    Cast {
        people,
        manager,
        sellers,
        sources,
        campaigns,
        products,
        classic,
        short,
        telling,
        lead_reasons,
        deal_reasons,
        competitors: competitors.to_vec(),
        tags: tags.to_vec(),
    }
}

/// A member; `active` false for somebody who is to leave is decided later.
fn member(
    builder: &mut Builder<'_>,
    day: usize,
    name: &str,
    role: &'static str,
    sees: &str,
    team: Option<TeamId>,
    people: &mut Vec<Person>,
) -> MemberId {
    let local = name.split(' ').next().unwrap_or(name).to_lowercase();
    let email = format!("{local}@{MAIL}");
    let fields = json!({
        "name": name, "email": email, "role": role, "sees": sees, "team": team, "active": true,
    });
    let member: Member = builder.add(day, fields, |c| &mut c.members);
    people.push(Person { member: member.id, name: name.to_owned(), email, role });
    member.id
}

fn office(builder: &mut Builder<'_>, people: &mut Vec<Person>) -> MemberId {
    member(builder, 0, "Pieter Zonneveld", "owner", "all", None, people);
    let manager = member(builder, 0, "Marieke van Dalen", "manager", "all", None, people);
    member(builder, 0, "Els Janssens", "read_only", "all", None, people);
    manager
}

fn sellers(builder: &mut Builder<'_>, days: &Days, people: &mut Vec<Person>) -> Vec<Seller> {
    let team = |builder: &mut Builder<'_>, name: &str| -> TeamId {
        builder.add::<Team>(0, json!({ "name": name }), |c| &mut c.teams).id
    };
    let teams = [("NL", team(builder, "Nederland")), ("BE", team(builder, "België"))];
    let today = days.today();
    let ago = |days: usize| today.saturating_sub(days);
    let staff: [(&'static str, &'static str, usize, f64, f64); 9] = [
        ("Bram Kuipers", "NL", 0, 1.06, 1.1),
        ("Fatima El Amrani", "NL", 0, 1.0, 1.0),
        (planted::SLOW_SELLER, "NL", 0, 0.98, 1.0),
        ("Lotte Visser", "NL", today / 3, 0.97, 0.9),
        ("Wouter Claes", "BE", 0, 1.0, 1.1),
        (planted::OPTIMIST, "BE", 0, 1.0, 1.0),
        ("Yasmine Maes", "BE", today / 4, 1.02, 0.9),
        (planted::LUCKY_SELLER, "BE", ago(planted::LUCKY_BEGAN), 1.0, 0.0),
        (planted::LEFT_SELLER, "NL", 0, 1.0, 0.8),
    ];
    let mut sellers = Vec::new();
    for (name, country, begins, skill, weight) in staff {
        let team = teams.iter().find(|(code, _)| *code == country).map(|(_, id)| *id);
        let id = member(builder, begins, name, "seller", "team", team, people);
        let ends = (name == planted::LEFT_SELLER).then(|| ago(planted::LEFT_DAYS_AGO));
        if let Some(day) = ends {
            builder.change::<Member>(day, id.0, json!({ "active": false }), |c| &mut c.members);
            people.retain(|person| person.member != id);
        }
        sellers.push(Seller {
            member: id,
            name,
            country,
            begins,
            ends,
            skill,
            slowness: if name == planted::SLOW_SELLER { planted::SLOW_SELLER_FACTOR } else { 1.0 },
            optimism: if name == planted::OPTIMIST { planted::OPTIMISM } else { 0.0 },
            weight,
        });
    }
    sellers
}

fn reasons(builder: &mut Builder<'_>) -> (Vec<LossReasonId>, Vec<LossReasonId>) {
    let (mut leads, mut deals) = (Vec::new(), Vec::new());
    for (name, for_leads, for_deals) in template::loss_reasons("nl") {
        let fields = json!({ "name": name, "for_leads": for_leads, "for_deals": for_deals });
        let id = builder.add::<LossReason>(0, fields, |c| &mut c.loss_reasons).id;
        leads.extend(for_leads.then_some(id));
        deals.extend(for_deals.then_some(id));
    }
    (leads, deals)
}

fn fields(builder: &mut Builder<'_>) {
    let choices = |list: &[(&str, &str)]| -> Value {
        list.iter().map(|(key, name)| json!({ "key": key, "name": name })).collect()
    };
    let segments = choices(&[("a", "A"), ("b", "B"), ("c", "C")]);
    let causes = choices(&[
        ("rekening", "Hoge energierekening"),
        ("verbouwing", "Verbouwing of nieuwbouw"),
        ("verplichting", "Wettelijke verplichting"),
        ("imago", "Duurzaam imago"),
    ]);
    let list = [
        json!({ "name": "Klantsegment", "slug": "klantsegment", "on": "company", "kind": "choice", "choices": segments }),
        json!({ "name": "Jaarverbruik (MWh)", "slug": "jaarverbruik", "on": "company", "kind": "number" }),
        json!({ "name": "Aanleiding", "slug": "aanleiding", "on": "lead", "kind": "choice", "choices": causes }),
        json!({ "name": "Subsidie aangevraagd", "slug": "subsidie", "on": "deal", "kind": "yes_no" }),
        json!({ "name": "Dakoppervlak (m²)", "slug": "dakoppervlak", "on": "deal", "kind": "number" }),
        json!({ "name": "Gewenste installatie", "slug": "installatie", "on": "deal", "kind": "date" }),
        json!({ "name": "Nieuwsbrief", "slug": "nieuwsbrief", "on": "contact", "kind": "yes_no" }),
    ];
    for (position, mut field) in list.into_iter().enumerate() {
        field["position"] = json!(position);
        builder.add::<Field>(0, field, |c| &mut c.fields);
    }
}

fn views(builder: &mut Builder<'_>) {
    for view in [
        json!({ "name": "Grote kansen", "on": "deal", "shared": true, "sort": "-value",
            "filters": ["status:eq:open", "value:gte:2500000"] }),
        json!({ "name": "Geen volgende stap", "on": "deal", "shared": true, "sort": "-value",
            "filters": ["status:eq:open", "next_activity_at:null:true"] }),
        json!({ "name": "Nog niet beantwoord", "on": "lead", "shared": true, "sort": "created_at",
            "filters": ["status:eq:new", "open:eq:true"] }),
        json!({ "name": "Suspects", "on": "company", "shared": true, "sort": "name",
            "filters": ["suspect:eq:true"] }),
    ] {
        builder.add::<View>(0, view, |c| &mut c.views);
    }
}
