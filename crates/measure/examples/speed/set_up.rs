//! The set-up of the made-up company: members, teams, pipelines, lists, rates.

use jiff::ToSpan as _;
use serde_json::{Map, Value, json};
use trechter_domain::event::{Event, EventKind, Kind, NewEvent, Origin, Payload, Subject};
use trechter_domain::{Instant, MemberId};
use uuid::Uuid;

pub const MEMBERS: usize = 40;
pub const TEAMS: usize = 5;
pub const SOURCES: usize = 8;
pub const CAMPAIGNS: usize = 12;
pub const PRODUCTS: usize = 20;
pub const REASONS: usize = 6;
pub const PIPELINES: usize = 2;
pub const STAGES: usize = 5;

/// The id of the `place`-th thing of a sort.
pub fn id(sort: u8, place: usize) -> Uuid {
    // Spread, as random ids are; the same place always has the same one.
    let mixed = (place as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    Uuid::from_u128((u128::from(sort) << 120) | (u128::from(mixed) << 32) | place as u128)
}

pub mod sort {
    pub const WORKSPACE: u8 = 1;
    pub const MEMBER: u8 = 2;
    pub const TEAM: u8 = 3;
    pub const SOURCE: u8 = 4;
    pub const CAMPAIGN: u8 = 5;
    pub const PRODUCT: u8 = 6;
    pub const REASON: u8 = 7;
    pub const PIPELINE: u8 = 8;
    pub const STAGE: u8 = 9;
    pub const RATE: u8 = 10;
    pub const COMPANY: u8 = 11;
    pub const LEAD: u8 = 12;
    pub const DEAL: u8 = 13;
    pub const ACTIVITY: u8 = 14;
}

/// An event of a record or entry.
pub fn event(
    seq: i64,
    at: i64,
    kind: Kind,
    what: EventKind,
    subject: Uuid,
    set: Map<String, Value>,
) -> Event {
    Event {
        seq,
        event: NewEvent {
            occurred_at: Instant(at),
            recorded_at: Instant(at),
            actor: Some(MemberId(id(sort::MEMBER, 0))),
            origin: Origin::Member,
            batch: None,
            subject: Subject { kind, id: subject },
            kind: what,
            version: 1,
            data: Payload { set, ..Payload::default() },
            personal: None,
        },
    }
}

/// The entries of the catalogue, created at an instant; numbers from 1 up.
pub fn events(at: i64) -> Vec<Event> {
    let mut events = Vec::new();
    let mut add = |kind: Kind, subject: Uuid, fields: Value| {
        let mut set = fields.as_object().cloned().unwrap_or_default();
        set.insert("id".into(), json!(subject));
        set.insert("created_at".into(), json!(Instant(at).to_string()));
        events.push(event(events.len() as i64 + 1, at, kind, EventKind::Created, subject, set));
    };
    let place =
        json!({ "name": "Bench", "language": "nl", "currency": "EUR", "time_zone": "Europe/Amsterdam" });
    add(Kind::Workspace, id(sort::WORKSPACE, 0), place);
    for team in 0..TEAMS {
        add(Kind::Team, id(sort::TEAM, team), json!({ "name": format!("Team {team}") }));
    }
    for member in 0..MEMBERS {
        let team = id(sort::TEAM, member % TEAMS);
        let fields = json!({ "name": format!("Seller {member}"), "role": "seller", "sees": "all", "team": team, "active": true });
        add(Kind::Member, id(sort::MEMBER, member), fields);
    }
    for source in 0..SOURCES {
        add(
            Kind::Source,
            id(sort::SOURCE, source),
            json!({ "name": format!("Source {source}"), "channel": "website" }),
        );
    }
    for campaign in 0..CAMPAIGNS {
        add(Kind::Campaign, id(sort::CAMPAIGN, campaign), json!({ "name": format!("Campaign {campaign}") }));
    }
    for product in 0..PRODUCTS {
        add(Kind::Product, id(sort::PRODUCT, product), json!({ "name": format!("Product {product}") }));
    }
    for reason in 0..REASONS {
        let fields = json!({ "name": format!("Reason {reason}"), "for_leads": true, "for_deals": true });
        add(Kind::LossReason, id(sort::REASON, reason), fields);
    }
    for pipeline in 0..PIPELINES {
        let stage = |stage: usize| {
            let place = pipeline * STAGES + stage;
            json!({ "id": id(sort::STAGE, place), "name": format!("Stage {place}"), "expected_days": 14 })
        };
        let stages: Vec<Value> = (0..STAGES).map(stage).collect();
        let fields =
            json!({ "name": format!("Pipeline {pipeline}"), "stages": stages, "position": pipeline });
        add(Kind::Pipeline, id(sort::PIPELINE, pipeline), fields);
    }
    let first = jiff::civil::date(2023, 1, 1);
    for week in 0..160_i64 {
        let fields =
            json!({ "currency": "USD", "date": first.saturating_add((7 * week).days()), "rate": "0.92" });
        add(Kind::ExchangeRate, id(sort::RATE, week as usize), fields);
    }
    events
}
