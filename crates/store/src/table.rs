//! Which columns stand beside a record's document: what can be filtered and sorted on, declared once.

use serde_json::{Map, Value};
use trechter_domain::event::Kind;
use trechter_domain::record::{Activity, Company, Contact, Deal, Lead, Record};
use trechter_domain::{Instant, text};

use crate::engine::Val;

/// What a column holds and how it is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ty {
    Id,
    Int,
    /// An enum or code, compared as it is.
    Word,
    /// A date, `YYYY-MM-DD`.
    Date,
    Instant,
    /// Folded text: compared without accents and case.
    Key,
    /// Written by the store itself, not from the document.
    Derived(&'static Ty),
}

/// One column.
#[derive(Debug, Clone, Copy)]
pub struct Column {
    /// Its name in filters and sorting; empty when it has none.
    pub field: &'static str,
    pub column: &'static str,
    /// Where its value is in the document, like `value.amount`.
    path: &'static str,
    pub ty: Ty,
    pub sortable: bool,
}

/// The table of one kind of record.
#[derive(Debug)]
pub struct Table {
    pub kind: Kind,
    pub name: &'static str,
    pub columns: &'static [Column],
}

const fn col(field: &'static str, column: &'static str, path: &'static str, ty: Ty) -> Column {
    Column { field, column, path, ty, sortable: false }
}

const fn sort(field: &'static str, column: &'static str, path: &'static str, ty: Ty) -> Column {
    Column { field, column, path, ty, sortable: true }
}

/// Columns of every record table, then its own.
macro_rules! columns {
    ($($own:expr),* $(,)?) => {
        &[
            col("version", "version", "version", Ty::Int),
            col("removed_at", "removed_at", "removed_at", Ty::Instant),
            col("owner", "owner", "owner", Ty::Id),
            sort("created_at", "created_at", "created_at", Ty::Instant),
            sort("updated_at", "updated_at", "updated_at", Ty::Instant),
            $($own),*
        ]
    };
}

const COMPANIES: Table = Table {
    kind: Kind::Company,
    name: "companies",
    columns: columns![
        sort("name", "name_key", "$label", Ty::Key),
        col("", "match_key", "$match", Ty::Word),
        col("email", "email_key", "email", Ty::Key),
        col("city", "city_key", "address.city", Ty::Key),
        col("region", "region_key", "region", Ty::Key),
        col("country", "country_key", "country", Ty::Key),
        col("industry", "industry_key", "industry", Ty::Key),
        sort("employees", "employees", "employees", Ty::Int),
        col("parent", "parent", "parent", Ty::Id),
        col("source", "source", "origin.source", Ty::Id),
        col("campaign", "campaign", "origin.campaign", Ty::Id),
        col("external", "external_key", "$external", Ty::Word),
    ],
};

const CONTACTS: Table = Table {
    kind: Kind::Contact,
    name: "contacts",
    columns: columns![
        sort("name", "name_key", "$label", Ty::Key),
        col("", "match_key", "$match", Ty::Word),
        col("email", "email_key", "emails.0.value", Ty::Key),
        col("company", "company", "company", Ty::Id),
        col("region", "region_key", "region", Ty::Key),
        col("country", "country_key", "country", Ty::Key),
        col("source", "source", "origin.source", Ty::Id),
        col("campaign", "campaign", "origin.campaign", Ty::Id),
        col("external", "external_key", "$external", Ty::Word),
    ],
};

const LEADS: Table = Table {
    kind: Kind::Lead,
    name: "leads",
    columns: columns![
        sort("name", "name_key", "$label", Ty::Key),
        col("", "match_key", "$match", Ty::Word),
        col("email", "email_key", "email", Ty::Key),
        col("status", "status", "status", Ty::Word),
        col("open", "open", "$open", Ty::Int),
        col("converted_at", "converted_at", "converted_at", Ty::Instant),
        col("company", "company", "company", Ty::Id),
        col("contact", "contact", "contact", Ty::Id),
        col("deal", "deal", "deal", Ty::Id),
        col("disqualify_reason", "disqualify_reason", "disqualify_reason", Ty::Id),
        col("city", "city_key", "city", Ty::Key),
        col("region", "region_key", "region", Ty::Key),
        col("country", "country_key", "country", Ty::Key),
        col("industry", "industry_key", "industry", Ty::Key),
        col("source", "source", "origin.source", Ty::Id),
        col("campaign", "campaign", "origin.campaign", Ty::Id),
        col("currency", "currency", "value.currency", Ty::Word),
        sort("value", "value_amount", "value.amount", Ty::Int),
        col("external", "external_key", "$external", Ty::Word),
        sort("next_activity_at", "next_activity_at", "", Ty::Derived(&Ty::Instant)),
        col("answered_at", "answered_at", "", Ty::Derived(&Ty::Instant)),
    ],
};

const DEALS: Table = Table {
    kind: Kind::Deal,
    name: "deals",
    columns: columns![
        sort("title", "name_key", "$label", Ty::Key),
        col("", "match_key", "$match", Ty::Word),
        col("pipeline", "pipeline", "pipeline", Ty::Id),
        col("stage", "stage", "stage", Ty::Id),
        col("stage_since", "stage_since", "$stage_since", Ty::Instant),
        col("status", "status", "status", Ty::Word),
        col("currency", "currency", "value.currency", Ty::Word),
        sort("value", "value_amount", "value.amount", Ty::Int),
        sort("expected_close", "expected_close", "expected_close", Ty::Date),
        col("gut_feeling", "gut_feeling", "gut_feeling", Ty::Int),
        sort("closed_at", "closed_at", "closed_at", Ty::Instant),
        col("company", "company", "company", Ty::Id),
        col("contact", "contact", "contact", Ty::Id),
        col("lead", "lead", "lead", Ty::Id),
        col("loss_reason", "loss_reason", "loss_reason", Ty::Id),
        col("competitor", "competitor", "competitor", Ty::Id),
        col("source", "source", "origin.source", Ty::Id),
        col("campaign", "campaign", "origin.campaign", Ty::Id),
        col("external", "external_key", "$external", Ty::Word),
        col("", "board_rank", "", Ty::Derived(&Ty::Word)),
        sort("next_activity_at", "next_activity_at", "", Ty::Derived(&Ty::Instant)),
    ],
};

const ACTIVITIES: Table = Table {
    kind: Kind::Activity,
    name: "activities",
    columns: columns![
        sort("subject", "name_key", "$label", Ty::Key),
        col("", "match_key", "$match", Ty::Word),
        col("kind", "kind", "kind", Ty::Word),
        col("status", "status", "status", Ty::Word),
        col("direction", "direction", "direction", Ty::Word),
        col("answer", "answer", "$answer", Ty::Int),
        sort("due_at", "due_at", "due_at", Ty::Instant),
        sort("done_at", "done_at", "done_at", Ty::Instant),
        col("company", "company", "company", Ty::Id),
        col("contact", "contact", "contact", Ty::Id),
        col("lead", "lead", "lead", Ty::Id),
        col("deal", "deal", "deal", Ty::Id),
        col("external", "external_key", "$external", Ty::Word),
    ],
};

/// A record that has a table.
pub trait Stored: Record {
    const TABLE: &'static Table;

    /// Values that a path into the document cannot give: `$open`, `$answer`.
    fn computed(&self, _name: &str) -> Val {
        Val::Null
    }
}

impl Stored for Company {
    const TABLE: &'static Table = &COMPANIES;
}

impl Stored for Contact {
    const TABLE: &'static Table = &CONTACTS;
}

impl Stored for Lead {
    const TABLE: &'static Table = &LEADS;

    fn computed(&self, _open: &str) -> Val {
        self.is_open().into()
    }
}

impl Stored for Deal {
    const TABLE: &'static Table = &DEALS;

    fn computed(&self, _stage_since: &str) -> Val {
        self.since.get("stage").copied().unwrap_or(self.created_at).into()
    }
}

impl Stored for Activity {
    const TABLE: &'static Table = &ACTIVITIES;

    fn computed(&self, _answer: &str) -> Val {
        self.is_answer().into()
    }
}

/// All record tables.
pub const TABLES: [&Table; 5] = [&COMPANIES, &CONTACTS, &LEADS, &DEALS, &ACTIVITIES];

impl Table {
    /// The table of a kind; `None` for what is not a record.
    pub fn of(kind: Kind) -> Option<&'static Table> {
        TABLES.into_iter().find(|table| table.kind == kind)
    }

    pub fn column(&self, field: &str) -> Option<&'static Column> {
        self.columns.iter().find(|column| column.field == field && !field.is_empty())
    }

    /// Fields that lists can be sorted on.
    pub fn sortable(&self) -> Vec<&'static str> {
        self.columns.iter().filter(|column| column.sortable).map(|column| column.field).collect()
    }

    /// Fields that lists can be filtered on.
    pub fn filterable(&self) -> Vec<&'static str> {
        self.columns.iter().filter(|column| !column.field.is_empty()).map(|column| column.field).collect()
    }

    /// The columns that are written with every save.
    pub fn written(&self) -> impl Iterator<Item = &'static Column> {
        self.columns.iter().filter(|column| !matches!(column.ty, Ty::Derived(_)))
    }
}

impl Column {
    /// Its value for a record.
    pub fn value<R: Stored>(&self, record: &R, doc: &Map<String, Value>) -> Val {
        match self.path {
            "$label" => Val::Text(sort_key(&record.label())),
            "$match" => Val::Text(text::match_key(&record.label()).chars().take(120).collect()),
            "$external" => record.external().map(external_key).into(),
            path if path.starts_with('$') => record.computed(path),
            path => encode(self.ty, find(doc, path)),
        }
    }
}

/// Folded text to sort and compare by.
pub fn sort_key(text: &str) -> String {
    text::fold(text).chars().take(120).collect()
}

/// How a record from another program is found again.
pub fn external_key(external: &trechter_domain::record::External) -> String {
    format!("{}:{}", external.system, external.id)
}

fn find<'a>(doc: &'a Map<String, Value>, path: &str) -> Option<&'a Value> {
    let mut parts = path.split('.');
    let mut value = doc.get(parts.next()?)?;
    for part in parts {
        value = match value {
            Value::Array(items) => items.get(part.parse::<usize>().ok()?)?,
            Value::Object(entries) => entries.get(part)?,
            _ => return None,
        };
    }
    Some(value)
}

fn encode(ty: Ty, value: Option<&Value>) -> Val {
    let Some(value) = value else { return Val::Null };
    match (ty, value) {
        (Ty::Id, Value::String(text)) => text.parse().map_or(Val::Null, Val::Id),
        (Ty::Instant, Value::String(text)) => text.parse::<Instant>().map_or(Val::Null, Val::from),
        (Ty::Key, Value::String(text)) => Val::Text(sort_key(text)),
        (Ty::Word | Ty::Date, Value::String(text)) => Val::Text(text.clone()),
        (Ty::Int, Value::Number(number)) => number.as_i64().map_or(Val::Null, Val::Int),
        (Ty::Int, Value::Bool(flag)) => Val::from(*flag),
        _ => Val::Null,
    }
}
