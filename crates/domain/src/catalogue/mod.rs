//! What a workspace sets up: its people, pipelines, sources, reasons and fields. Small, read whole, and
//! in the log like everything else, because stages, teams and owners change the numbers.

mod calendar;
mod costs;
mod entries;
mod field;
mod pipeline;
mod rate;
mod target;

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

pub use calendar::{Calendar, ClosedDay, Holidays, LiberationDay, OpenDay, OpenHours, WeekHours};
pub use costs::Spend;
pub use entries::{
    Campaign, Channel, Competitor, LossReason, Member, Product, Source, Tag, Team, View, Workspace,
};
pub use field::{Choice, Field, FieldKind};
pub use pipeline::{Pipeline, PlaybookAction, PlaybookResult, Stage, StageNorm};
pub use rate::{ExchangeRate, Rate};
pub use target::{Target, TargetMetric, TargetPeriod, TargetUnit, TargetValue, Whom};

use crate::event::Kind;
use crate::{CalendarId, MemberId, PipelineId, StageId, TeamId};

/// The whole set-up of one workspace, entries in the bin included (old records still point at them).
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Catalogue {
    pub workspace: Workspace,
    pub pipelines: Vec<Pipeline>,
    pub teams: Vec<Team>,
    pub members: Vec<Member>,
    pub sources: Vec<Source>,
    pub campaigns: Vec<Campaign>,
    pub products: Vec<Product>,
    pub loss_reasons: Vec<LossReason>,
    pub competitors: Vec<Competitor>,
    pub tags: Vec<Tag>,
    pub fields: Vec<Field>,
    pub views: Vec<View>,
    pub calendars: Vec<Calendar>,
    /// In the order of currency and date. The API lists them by themselves: there can be thousands.
    pub exchange_rates: Vec<ExchangeRate>,
    pub targets: Vec<Target>,
    pub spends: Vec<Spend>,
    /// Positions by id, made by [`Catalogue::indexed`].
    #[serde(skip)]
    index: BTreeMap<Uuid, (Kind, usize)>,
}

impl Catalogue {
    /// Sorts the entries by name and makes them findable by id. Call it after filling the lists.
    pub fn indexed(mut self) -> Self {
        use crate::text::fold;
        self.pipelines.sort_by_cached_key(|entry| (entry.position, fold(&entry.name)));
        self.teams.sort_by_cached_key(|entry| fold(&entry.name));
        self.members.sort_by_cached_key(|entry| fold(&entry.name));
        self.sources.sort_by_cached_key(|entry| fold(&entry.name));
        self.campaigns.sort_by_cached_key(|entry| fold(&entry.name));
        self.products.sort_by_cached_key(|entry| fold(&entry.name));
        self.loss_reasons.sort_by_cached_key(|entry| fold(&entry.name));
        self.competitors.sort_by_cached_key(|entry| fold(&entry.name));
        self.tags.sort_by_cached_key(|entry| fold(&entry.name));
        self.fields.sort_by_cached_key(|entry| (entry.position, fold(&entry.name)));
        self.views.sort_by_cached_key(|entry| fold(&entry.name));
        self.calendars.sort_by_cached_key(|entry| fold(&entry.name));
        self.exchange_rates.sort_by_key(|entry| (entry.currency, entry.date, entry.id));
        self.targets.sort_by_key(|entry| (entry.metric, entry.starts, entry.id));
        self.spends.sort_by_key(|entry| (entry.starts, entry.id));
        let mut index = BTreeMap::new();
        macro_rules! index {
            ($($list:ident: $kind:ident),*) => {$(
                for (i, entry) in self.$list.iter().enumerate() {
                    index.insert(entry.id.0, (Kind::$kind, i));
                }
            )*};
        }
        index!(pipelines: Pipeline, teams: Team, members: Member, sources: Source, campaigns: Campaign,
            products: Product, loss_reasons: LossReason, competitors: Competitor, tags: Tag, fields: Field,
            views: View, calendars: Calendar, exchange_rates: ExchangeRate, targets: Target, spends: Spend);
        self.index = index;
        self
    }

    /// Is there an entry of this kind with this id, in the bin or not?
    pub fn has(&self, kind: Kind, id: Uuid) -> bool {
        self.index.get(&id).is_some_and(|(found, _)| *found == kind)
    }

    fn position(&self, kind: Kind, id: Uuid) -> Option<usize> {
        self.index.get(&id).filter(|(found, _)| *found == kind).map(|(_, i)| *i)
    }

    pub fn pipeline(&self, id: PipelineId) -> Option<&Pipeline> {
        self.position(Kind::Pipeline, id.0).map(|i| &self.pipelines[i])
    }

    /// The stage with the pipeline it is in.
    pub fn stage(&self, id: StageId) -> Option<(&Pipeline, &Stage)> {
        self.pipelines.iter().find_map(|pipeline| pipeline.stage(id).map(|stage| (pipeline, stage)))
    }

    pub fn member(&self, id: MemberId) -> Option<&Member> {
        self.position(Kind::Member, id.0).map(|i| &self.members[i])
    }

    pub fn team(&self, id: TeamId) -> Option<&Team> {
        self.position(Kind::Team, id.0).map(|i| &self.teams[i])
    }

    pub fn calendar(&self, id: CalendarId) -> Option<&Calendar> {
        self.position(Kind::Calendar, id.0).map(|i| &self.calendars[i])
    }

    /// The custom field of a kind of record by slug; fields in the bin no longer take values.
    pub fn field(&self, kind: Kind, slug: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.on == kind && field.slug == slug && field.removed_at.is_none())
    }

    /// The pipeline that new deals go into when none is named: the first that is in use.
    pub fn default_pipeline(&self) -> Option<&Pipeline> {
        self.pipelines.iter().find(|pipeline| pipeline.removed_at.is_none())
    }
}

/// What an entry's field is when nobody filled it in: the value named with it, or its type's.
macro_rules! or_default {
    () => {
        Default::default()
    };
    ($default:expr) => {
        $default
    };
}
pub(crate) use or_default;

/// A catalogue entry: the fields all of them have, and its own. A field that came later needs a default
/// that leaves old numbers as they were: entries kept before, and old logs, do not have it.
macro_rules! entry {
    (
        $(#[$doc:meta])*
        $name:ident($id:ident), $kind:ident, label: $($label:ident)? $(=> $method:ident)?,
        personal: [$($personal:literal),*],
        { $($(#[$field_doc:meta])* $field:ident: $type:ty $(= $default:expr)?,)* }
        check($self:ident, $check:ident) $body:block
    ) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
        #[serde(default)]
        pub struct $name {
            pub id: crate::$id,
            pub version: u32,
            pub created_at: crate::Instant,
            pub updated_at: crate::Instant,
            /// No longer offered since; records that point at it keep it.
            pub removed_at: Option<crate::Instant>,
            $($(#[$field_doc])* pub $field: $type,)*
        }

        impl Default for $name {
            fn default() -> Self {
                Self {
                    id: Default::default(),
                    version: 0,
                    created_at: Default::default(),
                    updated_at: Default::default(),
                    removed_at: None,
                    $($field: crate::catalogue::or_default!($($default)?),)*
                }
            }
        }

        impl crate::fold::Document for $name {
            const KIND: crate::event::Kind = crate::event::Kind::$kind;
            const PERSONAL: &'static [&'static str] = &[$($personal),*];
            const EDITABLE: &'static [&'static str] = &[$(stringify!($field)),*];

            crate::record::document_fields!();

            fn label(&self) -> String {
                $(self.$label.clone())?
                $(self.$method())?
            }

            fn check(&mut self, ctx: &crate::Ctx<'_>) -> Vec<crate::FieldError> {
                let $self = self;
                let mut $check = crate::record::Check::new(ctx);
                $body
                $check.errors
            }
        }
    };
}
pub(crate) use entry;
