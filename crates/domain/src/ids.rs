//! Ids are newtypes over a UUID, so that a contact's id cannot be passed where a deal's is meant.
//! They are made by the program (version 7) and their time means nothing.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(
            Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize, JsonSchema,
        )]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl $name {
            /// True for the all-zero id, which stands for "not filled in yet" in a new record.
            pub fn is_nil(&self) -> bool {
                self.0.is_nil()
            }
        }

        impl From<Uuid> for $name {
            fn from(id: Uuid) -> Self {
                Self(id)
            }
        }

        impl From<$name> for Uuid {
            fn from(id: $name) -> Uuid {
                id.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, uuid::Error> {
                text.parse().map(Self)
            }
        }
    )*};
}

ids! {
    /// One organisation's data; nothing crosses between workspaces.
    WorkspaceId,
    CompanyId,
    ContactId,
    LeadId,
    DealId,
    ActivityId,
    MemberId,
    TeamId,
    PipelineId,
    StageId,
    /// A result of a stage's playbook.
    ResultId,
    SourceId,
    CampaignId,
    ProductId,
    LossReasonId,
    CompetitorId,
    TagId,
    FieldId,
    ViewId,
    CalendarId,
    ExchangeRateId,
    TargetId,
    SpendId,
    /// A talk with a member about his work.
    TalkId,
    /// The numbers of a dashboard.
    LayoutId,
    /// An answer about numbers that is kept.
    SnapshotId,
    /// Something that was agreed in a talk.
    ActionId,
    /// A stored file that hangs on a record.
    FileId,
    /// One import or bulk edit; its events carry it.
    BatchId,
}
