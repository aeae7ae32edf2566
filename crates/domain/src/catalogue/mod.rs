//! What a workspace sets up: its people, pipelines, sources, reasons and fields. Small, read whole, and
//! in the log like everything else, because stages, teams and owners change the numbers.

mod entries;
mod field;
mod pipeline;

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

pub use entries::{
    Campaign, Channel, Competitor, LossReason, Member, Product, Source, Tag, Team, View, Workspace,
};
pub use field::{Choice, Field, FieldKind};
pub use pipeline::{Pipeline, PlaybookAction, PlaybookResult, Stage};

use crate::event::Kind;
use crate::{MemberId, PipelineId, StageId};

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
            views: View);
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

    /// The custom field of a kind of record by slug; fields in the bin no longer take values.
    pub fn field(&self, kind: Kind, slug: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.on == kind && field.slug == slug && field.removed_at.is_none())
    }

    /// The pipeline that new deals go into when none is named: the first that is in use.
    pub fn default_pipeline(&self) -> Option<&Pipeline> {
        self.pipelines.iter().find(|pipeline| pipeline.removed_at.is_none())
    }
}

/// A catalogue entry: the fields all of them have, and its own.
macro_rules! entry {
    (
        $(#[$doc:meta])*
        $name:ident($id:ident), $kind:ident, label: $label:ident, personal: [$($personal:literal),*],
        { $($(#[$field_doc:meta])* $field:ident: $type:ty,)* }
        check($self:ident, $check:ident) $body:block
    ) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Default, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
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

        impl crate::fold::Document for $name {
            const KIND: crate::event::Kind = crate::event::Kind::$kind;
            const PERSONAL: &'static [&'static str] = &[$($personal),*];
            const EDITABLE: &'static [&'static str] = &[$(stringify!($field)),*];

            crate::record::document_fields!();

            fn label(&self) -> String {
                self.$label.clone()
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
