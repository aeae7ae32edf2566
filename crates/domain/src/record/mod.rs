//! The records: what has a page, a timeline and an owner.

mod activity;
mod company;
mod contact;
mod deal;
mod lead;

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

pub use activity::{Activity, ActivityKind, ActivityStatus, Direction};
pub use company::{Address, Company};
pub use contact::{Contact, Labelled};
pub use deal::{Deal, DealLine, DealStatus, Obtained};
pub use lead::{Born, Lead, LeadStatus};

use crate::decide::Ctx;
use crate::event::Subject;
use crate::fold::Document;
use crate::refusal::FieldError;
use crate::{CampaignId, Instant, MemberId, SourceId, TagId};

/// What all records share beside being documents.
pub trait Record: Document {
    fn owner(&self) -> Option<MemberId>;
    fn set_owner(&mut self, owner: Option<MemberId>);
    fn merged_into(&self) -> Option<Uuid>;
    fn set_merged_into(&mut self, survivor: Option<Uuid>);
    fn external(&self) -> Option<&External>;
    fn set_external(&mut self, external: Option<External>);
    fn custom(&self) -> &BTreeMap<String, Value>;
    fn custom_mut(&mut self) -> &mut BTreeMap<String, Value>;
    fn tags(&self) -> &[TagId];
    fn created_at(&self) -> Instant;
    /// When a field that may be back-dated last changed.
    fn since(&self, field: &str) -> Option<Instant>;
    fn since_mut(&mut self) -> &mut BTreeMap<String, Instant>;
    /// The other records it points at, with the field that does.
    fn links(&self) -> Vec<(&'static str, Subject)>;
    /// Lets a field that points at `from` point at `to`; says whether one did.
    fn relink(&mut self, from: Subject, to: Uuid) -> bool;
    /// Texts to find it by: names, addresses, titles, phones.
    fn search_texts(&self) -> Vec<&str>;
    /// Phone numbers to find it by their last digits.
    fn phones(&self) -> Vec<&str> {
        Vec::new()
    }
}

/// Where a record was imported from, to recognise it when the file comes again.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct External {
    /// The other program, like `pipedrive`.
    pub system: String,
    /// Its own id, or a hash of the row when it has none.
    pub id: String,
}

/// Where an interest came from, at one moment.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Touchpoint {
    pub source: Option<SourceId>,
    /// As campaigns name it: `cpc`, `newsletter`.
    pub medium: Option<String>,
    pub campaign: Option<CampaignId>,
}

/// A record: the fields all of them have, and its own.
macro_rules! record {
    (
        $(#[$doc:meta])*
        $name:ident($id:ident) { $($(#[$field_doc:meta])* $field:ident: $type:ty,)* }
    ) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Default, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
        #[serde(default)]
        pub struct $name {
            pub id: crate::$id,
            /// Rises with every change that a person could conflict with.
            pub version: u32,
            /// When it came to exist; for imported records that may be long ago.
            pub created_at: crate::Instant,
            /// When its last event was recorded.
            pub updated_at: crate::Instant,
            /// In the bin since.
            pub removed_at: Option<crate::Instant>,
            /// Taken over by this record.
            pub merged_into: Option<uuid::Uuid>,
            pub owner: Option<crate::MemberId>,
            $($(#[$field_doc])* pub $field: $type,)*
            pub tags: Vec<crate::TagId>,
            /// Custom fields by slug.
            pub custom: std::collections::BTreeMap<String, serde_json::Value>,
            /// Where it was imported from.
            pub external: Option<crate::record::External>,
            /// When fields that can be back-dated (owner, stage, status) last changed.
            pub since: std::collections::BTreeMap<String, crate::Instant>,
        }
    };
}
pub(crate) use record;

/// The part of [`Document`] and [`Record`] that is the same for every record.
macro_rules! document_fields {
    () => {
        fn id(&self) -> uuid::Uuid {
            self.id.0
        }
        fn version(&self) -> u32 {
            self.version
        }
        fn removed(&self) -> bool {
            self.removed_at.is_some()
        }
        fn set_removed(&mut self, at: Option<crate::Instant>) {
            self.removed_at = at;
        }
    };
}
pub(crate) use document_fields;

macro_rules! record_fields {
    () => {
        fn owner(&self) -> Option<crate::MemberId> {
            self.owner
        }
        fn set_owner(&mut self, owner: Option<crate::MemberId>) {
            self.owner = owner;
        }
        fn merged_into(&self) -> Option<uuid::Uuid> {
            self.merged_into
        }
        fn set_merged_into(&mut self, survivor: Option<uuid::Uuid>) {
            self.merged_into = survivor;
        }
        fn external(&self) -> Option<&crate::record::External> {
            self.external.as_ref()
        }
        fn set_external(&mut self, external: Option<crate::record::External>) {
            self.external = external;
        }
        fn custom(&self) -> &std::collections::BTreeMap<String, serde_json::Value> {
            &self.custom
        }
        fn custom_mut(&mut self) -> &mut std::collections::BTreeMap<String, serde_json::Value> {
            &mut self.custom
        }
        fn tags(&self) -> &[crate::TagId] {
            &self.tags
        }
        fn created_at(&self) -> crate::Instant {
            self.created_at
        }
        fn since(&self, field: &str) -> Option<crate::Instant> {
            self.since.get(field).copied()
        }
        fn since_mut(&mut self) -> &mut std::collections::BTreeMap<String, crate::Instant> {
            &mut self.since
        }
    };
}
pub(crate) use record_fields;

/// Lets each named link field follow a merge.
macro_rules! relink {
    ($($field:ident: $kind:ident),* $(,)?) => {
        fn links(&self) -> Vec<(&'static str, crate::event::Subject)> {
            let mut links = Vec::new();
            $(if let Some(id) = self.$field {
                let subject = crate::event::Subject { kind: crate::event::Kind::$kind, id: id.0 };
                links.push((stringify!($field), subject));
            })*
            links
        }

        #[allow(unused_mut, unused_variables)]
        fn relink(&mut self, from: crate::event::Subject, to: uuid::Uuid) -> bool {
            let mut changed = false;
            $(if from.kind == crate::event::Kind::$kind && self.$field.is_some_and(|id| id.0 == from.id) {
                self.$field = Some(to.into());
                changed = true;
            })*
            changed
        }
    };
}
pub(crate) use relink;

/// Collects what is wrong with a record while it is brought into its normal form.
pub(crate) struct Check<'a, 'c> {
    pub ctx: &'a Ctx<'c>,
    pub errors: Vec<FieldError>,
}

/// Longest name, title, address line.
pub const LONGEST_NAME: usize = 300;
/// Longest free text of a note or mail.
pub const LONGEST_TEXT: usize = 100_000;

impl<'a, 'c> Check<'a, 'c> {
    pub fn new(ctx: &'a Ctx<'c>) -> Self {
        Self { ctx, errors: Vec::new() }
    }

    pub fn wrong(&mut self, field: &str, code: &'static str) {
        self.errors.push(FieldError::new(field, code));
    }

    /// Trims a name; empty becomes nothing, too long is refused.
    pub fn name(&mut self, field: &str, value: &mut Option<String>) {
        self.text(field, value, LONGEST_NAME);
    }

    pub fn text(&mut self, field: &str, value: &mut Option<String>, longest: usize) {
        if let Some(text) = value {
            let trimmed = text.trim();
            if trimmed.len() != text.len() {
                *text = trimmed.to_owned();
            }
            if text.chars().count() > longest {
                self.errors.push(FieldError::new(field, "too_long").with("longest", longest));
            }
        }
        if value.as_deref() == Some("") {
            *value = None;
        }
    }

    pub fn required_name(&mut self, field: &str, value: &mut String) {
        let trimmed = value.trim();
        if trimmed.is_empty() {
            self.wrong(field, "required");
        } else if trimmed.chars().count() > LONGEST_NAME {
            self.errors.push(FieldError::new(field, "too_long").with("longest", LONGEST_NAME));
        }
        *value = trimmed.to_owned();
    }

    pub fn email(&mut self, field: &str, value: &mut Option<String>) {
        self.name(field, value);
        if value.as_deref().is_some_and(|email| !is_email(email)) {
            self.wrong(field, "not_an_email");
        }
    }

    pub fn money(&mut self, field: &str, value: Option<crate::Money>) {
        if value.is_some_and(|money| !money.in_range()) {
            self.wrong(field, "out_of_range");
        }
    }

    /// An entry of the catalogue must exist.
    pub fn known(&mut self, field: &str, kind: crate::event::Kind, id: Option<Uuid>) {
        if id.is_some_and(|id| !self.ctx.catalogue.has(kind, id)) {
            self.wrong(field, "unknown");
        }
    }

    pub fn touchpoint(&mut self, field: &str, touchpoint: &mut Touchpoint) {
        use crate::event::Kind;
        self.known(&format!("{field}.source"), Kind::Source, touchpoint.source.map(Uuid::from));
        self.known(&format!("{field}.campaign"), Kind::Campaign, touchpoint.campaign.map(Uuid::from));
        self.name(&format!("{field}.medium"), &mut touchpoint.medium);
    }

    /// What every record has: owner, tags, custom fields.
    pub fn shared<R: Record>(&mut self, record: &mut R) {
        use crate::event::Kind;
        self.known("owner", Kind::Member, record.owner().map(Uuid::from));
        for tag in record.tags().to_vec() {
            self.known("tags", Kind::Tag, Some(tag.0));
        }
        let catalogue = self.ctx.catalogue;
        for (slug, value) in record.custom_mut() {
            let code = match catalogue.field(R::KIND, slug) {
                None => Some("unknown_field"),
                Some(field) => field.check(value, catalogue).err(),
            };
            if let Some(code) = code {
                self.errors.push(FieldError::new(format!("custom.{slug}"), code));
            }
        }
        record.custom_mut().retain(|_, value| !value.is_null());
    }
}

/// Good enough to send to: something, an at sign, a domain with a dot, no spaces.
pub fn is_email(text: &str) -> bool {
    match text.split_once('@') {
        Some((local, domain)) => {
            let plain =
                |part: &str| !part.is_empty() && !part.contains(char::is_whitespace) && !part.contains('@');
            plain(local)
                && plain(domain)
                && domain.contains('.')
                && !domain.starts_with('.')
                && !domain.ends_with('.')
        }
        None => false,
    }
}
