//! The event log: every change of every record, once.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use uuid::Uuid;

use crate::{BatchId, Instant, MemberId};

/// What a thing is. Records have pages and timelines; the others are the catalogue of a
/// workspace, and papers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    Company,
    Contact,
    Lead,
    Deal,
    Activity,
    File,
    Workspace,
    Pipeline,
    Team,
    Member,
    Source,
    Campaign,
    Product,
    LossReason,
    Competitor,
    Tag,
    Field,
    View,
    Batch,
    Calendar,
    ExchangeRate,
    Target,
    Spend,
    Talk,
    Snapshot,
    Layout,
}

impl Kind {
    pub const RECORDS: [Kind; 5] = [Kind::Company, Kind::Contact, Kind::Lead, Kind::Deal, Kind::Activity];

    pub const CATALOGUE: [Kind; 16] = [
        Kind::Workspace,
        Kind::Pipeline,
        Kind::Team,
        Kind::Member,
        Kind::Source,
        Kind::Campaign,
        Kind::Product,
        Kind::LossReason,
        Kind::Competitor,
        Kind::Tag,
        Kind::Field,
        Kind::View,
        Kind::Calendar,
        Kind::ExchangeRate,
        Kind::Target,
        Kind::Spend,
    ];

    /// What people write down beside the records. Each kind has its own readers: nothing of it is in the
    /// catalogue, in lists of changes or in live messages.
    pub const PAPERS: [Kind; 3] = [Kind::Talk, Kind::Snapshot, Kind::Layout];

    pub fn is_record(self) -> bool {
        Self::RECORDS.contains(&self)
    }

    pub fn is_paper(self) -> bool {
        Self::PAPERS.contains(&self)
    }

    /// The word used in the log, the API and the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Kind::Company => "company",
            Kind::Contact => "contact",
            Kind::Lead => "lead",
            Kind::Deal => "deal",
            Kind::Activity => "activity",
            Kind::File => "file",
            Kind::Workspace => "workspace",
            Kind::Pipeline => "pipeline",
            Kind::Team => "team",
            Kind::Member => "member",
            Kind::Source => "source",
            Kind::Campaign => "campaign",
            Kind::Product => "product",
            Kind::LossReason => "loss_reason",
            Kind::Competitor => "competitor",
            Kind::Tag => "tag",
            Kind::Field => "field",
            Kind::View => "view",
            Kind::Batch => "batch",
            Kind::Calendar => "calendar",
            Kind::ExchangeRate => "exchange_rate",
            Kind::Target => "target",
            Kind::Spend => "spend",
            Kind::Talk => "talk",
            Kind::Snapshot => "snapshot",
            Kind::Layout => "layout",
        }
    }

    pub fn parse(word: &str) -> Option<Self> {
        let all = Self::RECORDS.into_iter().chain(Self::CATALOGUE).chain(Self::PAPERS);
        let all = all.chain([Kind::File, Kind::Batch]);
        all.into_iter().find(|kind| kind.as_str() == word)
    }
}

/// What an event is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
pub struct Subject {
    pub kind: Kind,
    pub id: Uuid,
}

/// Who did it: a member, or the program itself (`None`).
pub type Actor = Option<MemberId>;

/// Through which door a change came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    #[default]
    Member,
    Api,
    Intake,
    Automation,
    Import,
}

impl Origin {
    pub fn as_str(self) -> &'static str {
        match self {
            Origin::Member => "member",
            Origin::Api => "api",
            Origin::Intake => "intake",
            Origin::Automation => "automation",
            Origin::Import => "import",
        }
    }

    pub fn parse(word: &str) -> Option<Self> {
        [Origin::Member, Origin::Api, Origin::Intake, Origin::Automation, Origin::Import]
            .into_iter()
            .find(|origin| origin.as_str() == word)
    }
}

macro_rules! event_kinds {
    ($($(#[$doc:meta])* $name:ident = $word:literal),* $(,)?) => {
        /// What happened. The state follows from the fields of the event alone ([`crate::fold::apply`]);
        /// the kind says what it meant.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
        #[serde(rename_all = "snake_case")]
        pub enum EventKind {
            $($(#[$doc])* $name),*
        }

        impl EventKind {
            pub const ALL: &'static [EventKind] = &[$(EventKind::$name),*];

            pub fn as_str(self) -> &'static str {
                match self { $(EventKind::$name => $word),* }
            }

            pub fn parse(word: &str) -> Option<Self> {
                match word { $($word => Some(EventKind::$name),)* _ => None }
            }
        }
    };
}

event_kinds! {
    Created = "created",
    /// Fields were changed by hand.
    Changed = "changed",
    /// Given to another owner.
    Assigned = "assigned",
    /// A deal went to another stage or pipeline.
    Moved = "moved",
    Won = "won",
    Lost = "lost",
    Reopened = "reopened",
    /// A lead got its first answer or was marked as contacted.
    Contacted = "contacted",
    Qualified = "qualified",
    Disqualified = "disqualified",
    /// A lead became contact, company and deal.
    Converted = "converted",
    /// A planned activity was done.
    Completed = "completed",
    Cancelled = "cancelled",
    /// Put in the bin.
    Removed = "removed",
    Restored = "restored",
    /// This record took over another one; `data.absorbed` and `data.repointed` say which.
    Merged = "merged",
    /// This record was taken over by the one in `merged_into`.
    Absorbed = "absorbed",
    /// A link to an absorbed record now points at the survivor.
    Repointed = "repointed",
    /// Earlier events of this subject, `data.seqs`, are to be treated as never having happened.
    Retracted = "retracted",
    /// The details of an earlier event, `data.seq`, were wrong; `set` holds the right ones.
    Corrected = "corrected",
    /// The person behind this record was erased.
    Erased = "erased",
    FileAdded = "file_added",
    FileRemoved = "file_removed",
    /// A member accepted his invitation.
    Joined = "joined",
    BatchStarted = "batch_started",
    BatchFinished = "batch_finished",
    BatchUndone = "batch_undone",
    /// Put at another place on the board; changes no field and no version.
    Ranked = "ranked",
}

/// One change, as it is written. `set` holds the new values by field, `was` the old ones; a created
/// record has no `was`. Fields inside `custom` and `since` are written as `custom.slug`, `since.stage`.
///
/// `data` holds ids, enums, amounts and dates; `personal` holds names, addresses and free text, so that
/// erasing a person leaves every number as it was.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct NewEvent {
    /// When it happened.
    pub occurred_at: Instant,
    /// When we were told; never earlier than `occurred_at`.
    pub recorded_at: Instant,
    pub actor: Actor,
    pub origin: Origin,
    pub batch: Option<BatchId>,
    pub subject: Subject,
    pub kind: EventKind,
    /// The subject's version after this event.
    pub version: u32,
    pub data: Payload,
    pub personal: Option<Personal>,
}

/// An event with its place in the workspace's log: gap-free, in the order of commits.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Event {
    pub seq: i64,
    #[serde(flatten)]
    pub event: NewEvent,
}

/// The facts of an event.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Payload {
    #[serde(skip_serializing_if = "Map::is_empty")]
    pub set: Map<String, Value>,
    #[serde(skip_serializing_if = "Map::is_empty")]
    pub was: Map<String, Value>,
    /// Older than what the row already knows: history only, the row stays as it is.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub history: bool,
    /// What the kind of event has to say beside fields: `seqs`, `absorbed`, `repointed`, `reason`.
    #[serde(skip_serializing_if = "Map::is_empty")]
    pub about: Map<String, Value>,
}

/// The part of an event that speaks of persons.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Personal {
    /// Contacts and leads whose erasure blanks this part.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub persons: Vec<Uuid>,
    #[serde(skip_serializing_if = "Map::is_empty")]
    pub set: Map<String, Value>,
    #[serde(skip_serializing_if = "Map::is_empty")]
    pub was: Map<String, Value>,
    #[serde(skip_serializing_if = "Map::is_empty")]
    pub about: Map<String, Value>,
}
