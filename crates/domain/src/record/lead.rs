//! An expressed interest, with its source.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::contact::full_name;
use super::{Check, LONGEST_TEXT, Record, Touchpoint, document_fields, record, record_fields, relink};
use crate::decide::Ctx;
use crate::event::Kind;
use crate::fold::Document;
use crate::refusal::FieldError;
use crate::{CompanyId, ContactId, DealId, Instant, LossReasonId, Money, ProductId};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum LeadStatus {
    #[default]
    New,
    Contacted,
    Qualified,
    Disqualified,
}

/// How the lead came to us; it decides whether a response clock runs (metrics.md, section 5.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Born {
    /// Typed in by a member: no clock.
    #[default]
    Typed,
    /// It arrived by itself: form, mail, API. The clock runs from its creation.
    Arrived,
    /// It came out of a call or meeting: no clock.
    Conversation,
    /// Imported without the moment of arrival: no clock.
    Imported,
}

record! {
    /// An interest in what we sell, by somebody we may not know yet.
    Lead(LeadId) {
        status: LeadStatus,
        /// What it is about, in a few words.
        title: Option<String>,
        first_name: Option<String>,
        last_name: Option<String>,
        company_name: Option<String>,
        job_title: Option<String>,
        email: Option<String>,
        phone: Option<String>,
        website: Option<String>,
        city: Option<String>,
        region: Option<String>,
        country: Option<String>,
        industry: Option<String>,
        /// The known contact or company behind it.
        contact: Option<ContactId>,
        company: Option<CompanyId>,
        /// Products it is interested in.
        products: Vec<ProductId>,
        /// What it may be worth.
        value: Option<Money>,
        /// First touch.
        origin: Touchpoint,
        /// Last touch before it became a lead.
        last_touch: Touchpoint,
        born: Born,
        disqualify_reason: Option<LossReasonId>,
        disqualify_note: Option<String>,
        /// When it was turned into a deal; such a lead is closed.
        converted_at: Option<Instant>,
        /// The deal it became.
        deal: Option<DealId>,
        notes: Option<String>,
    }
}

impl Lead {
    /// Still to be worked: not disqualified, not converted, not removed or merged away.
    pub fn is_open(&self) -> bool {
        self.status != LeadStatus::Disqualified
            && self.converted_at.is_none()
            && self.removed_at.is_none()
            && self.merged_into.is_none()
    }

    /// The person's name, when known.
    pub fn person_name(&self) -> Option<String> {
        full_name(self.first_name.as_deref(), self.last_name.as_deref())
    }
}

impl Document for Lead {
    const KIND: Kind = Kind::Lead;
    const PERSONAL: &'static [&'static str] = &[
        "title",
        "first_name",
        "last_name",
        "company_name",
        "job_title",
        "email",
        "phone",
        "website",
        "city",
        "disqualify_note",
        "notes",
        "external",
    ];
    const EDITABLE: &'static [&'static str] = &[
        "owner",
        "title",
        "first_name",
        "last_name",
        "company_name",
        "job_title",
        "email",
        "phone",
        "website",
        "city",
        "region",
        "country",
        "industry",
        "contact",
        "company",
        "products",
        "value",
        "origin",
        "last_touch",
        "notes",
        "tags",
        "custom",
    ];
    const AT_CREATION: &'static [&'static str] = &["born"];

    document_fields!();

    fn label(&self) -> String {
        let name = self.person_name();
        match (name, self.company_name.as_deref()) {
            (Some(name), Some(company)) => format!("{name}, {company}"),
            (Some(name), None) => name,
            (None, Some(company)) => company.to_owned(),
            (None, None) => [&self.title, &self.email, &self.phone]
                .into_iter()
                .find_map(|text| text.clone())
                .unwrap_or_default(),
        }
    }

    fn persons(&self) -> Vec<Uuid> {
        let contact = self.contact.map(|id| id.0);
        std::iter::once(self.id.0).chain(contact).collect()
    }

    fn check(&mut self, ctx: &Ctx<'_>) -> Vec<FieldError> {
        let mut check = Check::new(ctx);
        check.name("title", &mut self.title);
        check.name("first_name", &mut self.first_name);
        check.name("last_name", &mut self.last_name);
        check.name("company_name", &mut self.company_name);
        check.name("job_title", &mut self.job_title);
        check.email("email", &mut self.email);
        check.name("phone", &mut self.phone);
        check.name("website", &mut self.website);
        check.name("city", &mut self.city);
        check.name("region", &mut self.region);
        check.name("country", &mut self.country);
        check.name("industry", &mut self.industry);
        check.text("notes", &mut self.notes, LONGEST_TEXT);
        check.text("disqualify_note", &mut self.disqualify_note, LONGEST_TEXT);
        check.money("value", self.value);
        check.touchpoint("origin", &mut self.origin);
        check.touchpoint("last_touch", &mut self.last_touch);
        for product in &self.products {
            check.known("products", Kind::Product, Some(product.0));
        }
        check.known("disqualify_reason", Kind::LossReason, self.disqualify_reason.map(Uuid::from));
        if self.label().is_empty() {
            check.wrong("last_name", "name_email_or_phone_required");
        }
        check.shared(self);
        check.errors
    }
}

impl Record for Lead {
    record_fields!();
    relink!(contact: Contact, company: Company, deal: Deal);

    fn search_texts(&self) -> Vec<&str> {
        let texts =
            [&self.title, &self.first_name, &self.last_name, &self.company_name, &self.email, &self.city];
        texts.into_iter().filter_map(|text| text.as_deref()).collect()
    }

    fn phones(&self) -> Vec<&str> {
        self.phone.as_deref().into_iter().collect()
    }
}
