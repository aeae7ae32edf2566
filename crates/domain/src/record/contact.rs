//! A person we talk to.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{
    Address, Check, LONGEST_TEXT, Record, Touchpoint, document_fields, is_email, record, record_fields,
    relink,
};
use crate::CompanyId;
use crate::decide::Ctx;
use crate::event::Kind;
use crate::fold::Document;
use crate::refusal::FieldError;

/// One of several e-mail addresses or phone numbers.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Labelled {
    pub value: String,
    /// `work`, `home`, `mobile` or the person's own word.
    pub label: Option<String>,
}

record! {
    /// A person, at a company or on his own.
    Contact(ContactId) {
        first_name: Option<String>,
        last_name: Option<String>,
        salutation: Option<String>,
        job_title: Option<String>,
        /// The first one is the one to write to.
        emails: Vec<Labelled>,
        phones: Vec<Labelled>,
        company: Option<CompanyId>,
        address: Address,
        region: Option<String>,
        country: Option<String>,
        /// Language to write in, like `nl`.
        language: Option<String>,
        origin: Touchpoint,
        notes: Option<String>,
    }
}

/// First and last name with what is between; `None` when both are missing.
pub(super) fn full_name(first: Option<&str>, last: Option<&str>) -> Option<String> {
    let parts: Vec<&str> = [first, last].into_iter().flatten().collect();
    (!parts.is_empty()).then(|| parts.join(" "))
}

impl Document for Contact {
    const KIND: Kind = Kind::Contact;
    const PERSONAL: &'static [&'static str] = &[
        "first_name",
        "last_name",
        "salutation",
        "job_title",
        "emails",
        "phones",
        "address",
        "notes",
        "external",
    ];
    const EDITABLE: &'static [&'static str] = &[
        "owner",
        "first_name",
        "last_name",
        "salutation",
        "job_title",
        "emails",
        "phones",
        "company",
        "address",
        "region",
        "country",
        "language",
        "origin",
        "notes",
        "tags",
        "custom",
    ];

    document_fields!();

    fn label(&self) -> String {
        full_name(self.first_name.as_deref(), self.last_name.as_deref())
            .or_else(|| self.emails.first().map(|email| email.value.clone()))
            .or_else(|| self.phones.first().map(|phone| phone.value.clone()))
            .unwrap_or_default()
    }

    fn persons(&self) -> Vec<Uuid> {
        vec![self.id.0]
    }

    fn check(&mut self, ctx: &Ctx<'_>) -> Vec<FieldError> {
        let mut check = Check::new(ctx);
        check.name("first_name", &mut self.first_name);
        check.name("last_name", &mut self.last_name);
        check.name("salutation", &mut self.salutation);
        check.name("job_title", &mut self.job_title);
        check.name("address.street", &mut self.address.street);
        check.name("address.postal_code", &mut self.address.postal_code);
        check.name("address.city", &mut self.address.city);
        check.name("region", &mut self.region);
        check.name("country", &mut self.country);
        check.name("language", &mut self.language);
        check.text("notes", &mut self.notes, LONGEST_TEXT);
        check.touchpoint("origin", &mut self.origin);
        for list in [&mut self.emails, &mut self.phones] {
            list.iter_mut().for_each(|entry| entry.value = entry.value.trim().to_owned());
            list.retain(|entry| !entry.value.is_empty());
        }
        for (i, email) in self.emails.iter().enumerate() {
            if !is_email(&email.value) {
                check.errors.push(FieldError::new(format!("emails.{i}.value"), "not_an_email"));
            }
        }
        if self.emails.len() > 20 || self.phones.len() > 20 {
            check.wrong(if self.emails.len() > 20 { "emails" } else { "phones" }, "too_many");
        }
        if self.label().is_empty() {
            check.wrong("last_name", "name_email_or_phone_required");
        }
        check.shared(self);
        check.errors
    }
}

impl Record for Contact {
    record_fields!();
    relink!(company: Company);

    fn search_texts(&self) -> Vec<&str> {
        let names = [&self.first_name, &self.last_name, &self.address.street, &self.address.city];
        let names = names.into_iter().filter_map(|text| text.as_deref());
        names.chain(self.emails.iter().map(|email| email.value.as_str())).collect()
    }

    fn phones(&self) -> Vec<&str> {
        self.phones.iter().map(|phone| phone.value.as_str()).collect()
    }
}
