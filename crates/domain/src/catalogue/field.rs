//! Custom fields: what a workspace wants to know beside what every workspace knows.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Catalogue, entry};
use crate::event::Kind;
use crate::money::Money;
use crate::record::LONGEST_TEXT;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum FieldKind {
    #[default]
    Text,
    Number,
    Money,
    Date,
    /// One of the choices, by key.
    Choice,
    /// Several of the choices, by key.
    MultiChoice,
    YesNo,
    /// A member.
    Person,
    /// A web address.
    Link,
}

impl FieldKind {
    /// Free text may name persons, so it goes into the personal part of events.
    pub fn is_personal(self) -> bool {
        matches!(self, FieldKind::Text | FieldKind::Link)
    }
}

/// One answer of a choice field.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    /// Written in records; never changes.
    pub key: String,
    pub name: String,
}

entry! {
    /// A field of the workspace's own on companies, contacts, leads, deals or activities.
    Field(FieldId), Field, label: name, personal: [],
    {
        name: String,
        /// Its readable name in the API; never changes.
        slug: String,
        on: Kind,
        kind: FieldKind,
        choices: Vec<Choice>,
        /// Place among the fields of its kind of record.
        position: i64,
    }
    check(this, check) {
        check.required_name("name", &mut this.name);
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
        if this.slug.is_empty() || this.slug.len() > 60 || !this.slug.chars().all(plain) {
            check.wrong("slug", "not_a_slug");
        }
        let taken = |other: &&Field| other.on == this.on && other.slug == this.slug && other.id != this.id;
        if check.ctx.catalogue.fields.iter().any(|other| taken(&other)) {
            check.wrong("slug", "taken");
        }
        if !this.on.is_record() {
            check.wrong("on", "unknown");
        }
        let needs_choices = matches!(this.kind, FieldKind::Choice | FieldKind::MultiChoice);
        if needs_choices && this.choices.is_empty() {
            check.wrong("choices", "required");
        }
        let mut keys: Vec<&str> = this.choices.iter().map(|choice| choice.key.as_str()).collect();
        keys.sort_unstable();
        if keys.windows(2).any(|pair| pair[0] == pair[1]) || keys.contains(&"") {
            check.wrong("choices", "taken");
        }
    }
}

impl Default for Kind {
    /// Only for an entry that is still being filled in; `check` refuses it where a record is needed.
    fn default() -> Self {
        Kind::Workspace
    }
}

impl Field {
    /// Is the value one that this field takes? Null empties it.
    ///
    /// # Errors
    /// The code of what is wrong.
    pub fn check(&self, value: &Value, catalogue: &Catalogue) -> Result<(), &'static str> {
        let has_key = |key: &Value| self.choices.iter().any(|choice| key.as_str() == Some(&choice.key));
        let ok = match (self.kind, value) {
            (_, Value::Null) => true,
            (FieldKind::Text | FieldKind::Link, Value::String(text)) => {
                if text.chars().count() > LONGEST_TEXT {
                    return Err("too_long");
                }
                self.kind == FieldKind::Text || text.starts_with("https://") || text.starts_with("http://")
            }
            (FieldKind::Number, Value::Number(number)) => number.as_f64().is_some_and(f64::is_finite),
            (FieldKind::Money, Value::Object(_)) => {
                serde_json::from_value::<Money>(value.clone()).is_ok_and(|money| money.in_range())
            }
            (FieldKind::Date, Value::String(text)) => text.parse::<jiff::civil::Date>().is_ok(),
            (FieldKind::Choice, key) => return if has_key(key) { Ok(()) } else { Err("unknown") },
            (FieldKind::MultiChoice, Value::Array(keys)) => {
                return if keys.iter().all(has_key) { Ok(()) } else { Err("unknown") };
            }
            (FieldKind::YesNo, Value::Bool(_)) => true,
            (FieldKind::Person, Value::String(id)) => {
                let known = id.parse().is_ok_and(|id| catalogue.has(Kind::Member, id));
                return if known { Ok(()) } else { Err("unknown") };
            }
            _ => false,
        };
        if ok { Ok(()) } else { Err("wrong_type") }
    }
}
