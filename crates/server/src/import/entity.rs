//! What a file can hold, and the fields that its columns can become.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use trechter_domain::event::Kind;

/// What the rows of a file are. In the order in which they are imported.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Entity {
    /// Not imported.
    #[default]
    Skip,
    Team,
    Member,
    Source,
    Campaign,
    Product,
    LossReason,
    Competitor,
    Company,
    Contact,
    Lead,
    Deal,
    /// One row per stage that a deal came into, with its time.
    StageHistory,
    Activity,
}

impl Entity {
    pub const ALL: [Entity; 13] = [
        Entity::Team,
        Entity::Member,
        Entity::Source,
        Entity::Campaign,
        Entity::Product,
        Entity::LossReason,
        Entity::Competitor,
        Entity::Company,
        Entity::Contact,
        Entity::Lead,
        Entity::Deal,
        Entity::StageHistory,
        Entity::Activity,
    ];

    /// What a row becomes; history rows become part of their deal.
    pub fn kind(self) -> Option<Kind> {
        Some(match self {
            Entity::Skip => return None,
            Entity::Team => Kind::Team,
            Entity::Member => Kind::Member,
            Entity::Source => Kind::Source,
            Entity::Campaign => Kind::Campaign,
            Entity::Product => Kind::Product,
            Entity::LossReason => Kind::LossReason,
            Entity::Competitor => Kind::Competitor,
            Entity::Company => Kind::Company,
            Entity::Contact => Kind::Contact,
            Entity::Lead => Kind::Lead,
            Entity::Deal | Entity::StageHistory => Kind::Deal,
            Entity::Activity => Kind::Activity,
        })
    }

    pub fn is_record(self) -> bool {
        self >= Entity::Company && self != Entity::StageHistory
    }

    /// The word of the mapping file.
    pub fn as_str(self) -> &'static str {
        match self {
            Entity::Skip => "skip",
            Entity::StageHistory => "stage_history",
            entity => entity.kind().map_or("skip", Kind::as_str),
        }
    }
}

/// What a field takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Takes {
    Text,
    Email,
    Phone,
    Money,
    Currency,
    Number,
    Date,
    Instant,
    YesNo,
    /// One of a few words, reached through `values`.
    Words(&'static [&'static str]),
    /// An entry of a list of the workspace, by name.
    Entry(Kind),
    /// Another record.
    Link(Kind),
    Stage,
    Pipeline,
}

/// A field that a column can become.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Target {
    pub field: &'static str,
    pub takes: Takes,
}

/// A field that a column can become, for the page that lets a person choose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct TargetView {
    pub field: &'static str,
    /// `text`, `email`, `phone`, `money`, `currency`, `number`, `date`, `instant`, `yes_no`, `words`,
    /// `entry`, `link`, `stage`, `pipeline`.
    pub takes: &'static str,
    /// For `words`: what the cells must become, through `values`.
    pub words: &'static [&'static str],
    /// For `entry` and `link`: of which kind.
    pub of: Option<Kind>,
}

impl From<Target> for TargetView {
    fn from(target: Target) -> Self {
        let (takes, words, of) = match target.takes {
            Takes::Text => ("text", &[][..], None),
            Takes::Email => ("email", &[][..], None),
            Takes::Phone => ("phone", &[][..], None),
            Takes::Money => ("money", &[][..], None),
            Takes::Currency => ("currency", &[][..], None),
            Takes::Number => ("number", &[][..], None),
            Takes::Date => ("date", &[][..], None),
            Takes::Instant => ("instant", &[][..], None),
            Takes::YesNo => ("yes_no", &[][..], None),
            Takes::Words(words) => ("words", words, None),
            Takes::Entry(kind) => ("entry", &[][..], Some(kind)),
            Takes::Link(kind) => ("link", &[][..], Some(kind)),
            Takes::Stage => ("stage", &[][..], None),
            Takes::Pipeline => ("pipeline", &[][..], None),
        };
        Self { field: target.field, takes, words, of }
    }
}

const fn t(field: &'static str, takes: Takes) -> Target {
    Target { field, takes }
}

const TEXT: Takes = Takes::Text;
const SHARED: [Target; 3] = [
    t("owner", Takes::Entry(Kind::Member)),
    t("tags", Takes::Entry(Kind::Tag)),
    t("created_at", Takes::Instant),
];
const TOUCHPOINT: [Target; 3] =
    [t("source", Takes::Entry(Kind::Source)), t("campaign", Takes::Entry(Kind::Campaign)), t("medium", TEXT)];

const COMPANY: &[Target] = &[
    t("name", TEXT),
    t("website", TEXT),
    t("domain", TEXT),
    t("email", Takes::Email),
    t("phone", Takes::Phone),
    t("street", TEXT),
    t("postal_code", TEXT),
    t("city", TEXT),
    t("region", TEXT),
    t("country", TEXT),
    t("industry", TEXT),
    t("employees", Takes::Number),
    t("annual_revenue", Takes::Money),
    t("vat_number", TEXT),
    t("register_number", TEXT),
    t("parent", Takes::Link(Kind::Company)),
    t("customer_since", Takes::Date),
    t("notes", TEXT),
];

const CONTACT: &[Target] = &[
    t("name", TEXT),
    t("first_name", TEXT),
    t("last_name", TEXT),
    t("salutation", TEXT),
    t("job_title", TEXT),
    t("email", Takes::Email),
    t("phone", Takes::Phone),
    t("mobile", Takes::Phone),
    t("company", Takes::Link(Kind::Company)),
    t("street", TEXT),
    t("postal_code", TEXT),
    t("city", TEXT),
    t("region", TEXT),
    t("country", TEXT),
    t("language", TEXT),
    t("notes", TEXT),
];

const LEAD: &[Target] = &[
    t("title", TEXT),
    t("name", TEXT),
    t("first_name", TEXT),
    t("last_name", TEXT),
    t("company_name", TEXT),
    t("job_title", TEXT),
    t("email", Takes::Email),
    t("phone", Takes::Phone),
    t("website", TEXT),
    t("city", TEXT),
    t("region", TEXT),
    t("country", TEXT),
    t("industry", TEXT),
    t("contact", Takes::Link(Kind::Contact)),
    t("company", Takes::Link(Kind::Company)),
    t("product", Takes::Entry(Kind::Product)),
    t("value", Takes::Money),
    t("currency", Takes::Currency),
    t("status", Takes::Words(&["new", "contacted", "qualified", "disqualified"])),
    t("disqualify_reason", Takes::Entry(Kind::LossReason)),
    t("converted", Takes::YesNo),
    t("converted_at", Takes::Instant),
    t("deal", Takes::Link(Kind::Deal)),
    t("notes", TEXT),
];

const DEAL: &[Target] = &[
    t("title", TEXT),
    t("company", Takes::Link(Kind::Company)),
    t("contact", Takes::Link(Kind::Contact)),
    t("lead", Takes::Link(Kind::Lead)),
    t("value", Takes::Money),
    t("currency", Takes::Currency),
    t("product", Takes::Entry(Kind::Product)),
    t("quantity", Takes::Number),
    t("pipeline", Takes::Pipeline),
    t("stage", Takes::Stage),
    t("outcome", Takes::Words(&["open", "won", "lost"])),
    t("close_date", Takes::Instant),
    t("closed_at", Takes::Instant),
    t("expected_close", Takes::Date),
    t("gut_feeling", Takes::Number),
    t("loss_reason", Takes::Entry(Kind::LossReason)),
    t("loss_note", TEXT),
    t("competitor", Takes::Entry(Kind::Competitor)),
    t("notes", TEXT),
];

const STAGE_HISTORY: &[Target] =
    &[t("deal", Takes::Link(Kind::Deal)), t("stage", Takes::Stage), t("at", Takes::Instant)];

const ACTIVITY: &[Target] = &[
    t("kind", Takes::Words(&["call", "email", "message", "meeting", "visit", "demo", "task", "note"])),
    t("subject", TEXT),
    t("body", TEXT),
    t("status", Takes::Words(&["planned", "done", "cancelled"])),
    t("direction", Takes::Words(&["in", "out"])),
    t("at", Takes::Instant),
    t("due_at", Takes::Instant),
    t("done_at", Takes::Instant),
    t("minutes", Takes::Number),
    t("outcome", TEXT),
    t("company", Takes::Link(Kind::Company)),
    t("contact", Takes::Link(Kind::Contact)),
    t("lead", Takes::Link(Kind::Lead)),
    t("deal", Takes::Link(Kind::Deal)),
];

const TEAM: &[Target] = &[t("name", TEXT), t("parent", Takes::Entry(Kind::Team))];
const MEMBER: &[Target] = &[
    t("name", TEXT),
    t("first_name", TEXT),
    t("last_name", TEXT),
    t("email", Takes::Email),
    t("team", Takes::Entry(Kind::Team)),
    t("team_parent", Takes::Entry(Kind::Team)),
];
const SOURCE: &[Target] = &[
    t("name", TEXT),
    t(
        "channel",
        Takes::Words(&[
            "website",
            "search",
            "advertising",
            "social",
            "email",
            "phone",
            "event",
            "referral",
            "partner",
            "outbound",
            "other",
        ]),
    ),
];
const CAMPAIGN: &[Target] = &[
    t("name", TEXT),
    t("source", Takes::Entry(Kind::Source)),
    t("starts", Takes::Date),
    t("ends", Takes::Date),
    t("cost", Takes::Money),
];
const PRODUCT: &[Target] =
    &[t("name", TEXT), t("code", TEXT), t("family", TEXT), t("price", Takes::Money), t("unit", TEXT)];
const NAMED: &[Target] = &[t("name", TEXT)];

/// The fields of an entity's file beside the shared ones.
fn own(entity: Entity) -> &'static [Target] {
    match entity {
        Entity::Skip => &[][..],
        Entity::Team => TEAM,
        Entity::Member => MEMBER,
        Entity::Source => SOURCE,
        Entity::Campaign => CAMPAIGN,
        Entity::Product => PRODUCT,
        Entity::LossReason | Entity::Competitor => NAMED,
        Entity::Company => COMPANY,
        Entity::Contact => CONTACT,
        Entity::Lead => LEAD,
        Entity::Deal => DEAL,
        Entity::StageHistory => STAGE_HISTORY,
        Entity::Activity => ACTIVITY,
    }
}

fn fields(entity: Entity) -> impl Iterator<Item = &'static Target> {
    let shared: &[Target] = if entity.is_record() { &SHARED } else { &[] };
    let touchpoint: &[Target] =
        if entity.is_record() && entity != Entity::Activity { &TOUCHPOINT } else { &[] };
    own(entity).iter().chain(shared).chain(touchpoint)
}

/// The fields that columns of an entity's file can become, beside `custom.<slug>`.
pub fn targets(entity: Entity) -> Vec<Target> {
    fields(entity).copied().collect()
}

/// What a field of an entity takes; custom fields take what their kind says. Asked for every cell.
pub fn takes(entity: Entity, field: &str) -> Option<Takes> {
    fields(entity).find(|target| target.field == field).map(|target| target.takes)
}
