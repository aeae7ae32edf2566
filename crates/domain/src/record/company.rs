//! A company we sell to, or may sell to.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Check, LONGEST_TEXT, Record, Touchpoint, document_fields, record, record_fields, relink};
use crate::decide::Ctx;
use crate::event::Kind;
use crate::fold::Document;
use crate::refusal::FieldError;
use crate::time::Date;
use crate::{CompanyId, Money};

/// A postal address.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Address {
    /// Street, number and box.
    pub street: Option<String>,
    pub postal_code: Option<String>,
    pub city: Option<String>,
}

record! {
    /// A company or other organisation. Without lead or deal it is a suspect: phases are derived,
    /// never typed in (metrics.md, section 4).
    Company(CompanyId) {
        name: String,
        website: Option<String>,
        email: Option<String>,
        phone: Option<String>,
        address: Address,
        /// Province, state or sales region; a dimension of the numbers.
        region: Option<String>,
        /// ISO 3166 code or name.
        country: Option<String>,
        industry: Option<String>,
        /// Number of people who work there.
        employees: Option<i64>,
        annual_revenue: Option<Money>,
        vat_number: Option<String>,
        /// KvK, KBO or other register number.
        register_number: Option<String>,
        /// The company it belongs to.
        parent: Option<CompanyId>,
        origin: Touchpoint,
        /// Customer since before Trechter knew it.
        customer_since: Option<Date>,
        notes: Option<String>,
    }
}

impl Document for Company {
    const KIND: Kind = Kind::Company;
    const PERSONAL: &'static [&'static str] = &[
        "name",
        "website",
        "email",
        "phone",
        "address",
        "vat_number",
        "register_number",
        "notes",
        "external",
    ];
    const EDITABLE: &'static [&'static str] = &[
        "owner",
        "name",
        "website",
        "email",
        "phone",
        "address",
        "region",
        "country",
        "industry",
        "employees",
        "annual_revenue",
        "vat_number",
        "register_number",
        "parent",
        "origin",
        "customer_since",
        "notes",
        "tags",
        "custom",
    ];

    document_fields!();

    fn label(&self) -> String {
        self.name.clone()
    }

    fn check(&mut self, ctx: &Ctx<'_>) -> Vec<FieldError> {
        let mut check = Check::new(ctx);
        check.required_name("name", &mut self.name);
        check.name("website", &mut self.website);
        check.email("email", &mut self.email);
        check.name("phone", &mut self.phone);
        check.name("address.street", &mut self.address.street);
        check.name("address.postal_code", &mut self.address.postal_code);
        check.name("address.city", &mut self.address.city);
        check.name("region", &mut self.region);
        check.name("country", &mut self.country);
        check.name("industry", &mut self.industry);
        check.name("vat_number", &mut self.vat_number);
        check.name("register_number", &mut self.register_number);
        check.text("notes", &mut self.notes, LONGEST_TEXT);
        check.money("annual_revenue", self.annual_revenue);
        check.touchpoint("origin", &mut self.origin);
        if self.employees.is_some_and(|n| n < 0) {
            check.wrong("employees", "out_of_range");
        }
        if self.parent.is_some_and(|parent| parent == self.id) {
            check.wrong("parent", "points_at_itself");
        }
        check.shared(self);
        check.errors
    }
}

impl Record for Company {
    record_fields!();
    relink!(parent: Company);

    fn search_texts(&self) -> Vec<&str> {
        let address = &self.address;
        let texts = [&self.website, &self.email, &address.street, &address.postal_code, &address.city];
        std::iter::once(self.name.as_str())
            .chain(texts.into_iter().filter_map(|text| text.as_deref()))
            .collect()
    }

    fn phones(&self) -> Vec<&str> {
        self.phone.as_deref().into_iter().collect()
    }
}
