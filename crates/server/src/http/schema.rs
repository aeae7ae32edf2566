//! How records look at the API: what goes in and what comes out, both taken from the domain's structs.

use std::borrow::Cow;
use std::marker::PhantomData;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::{Map, Value, json};
use trechter_domain::fold::Document;
use trechter_store::{Derived, Listed};

/// The fields of a new record, or those of a change.
#[derive(Debug, Clone)]
pub struct Input<R, const NEW: bool> {
    pub fields: Map<String, Value>,
    record: PhantomData<R>,
}

impl<'de, R, const NEW: bool> Deserialize<'de> for Input<R, NEW> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Self { fields: Map::deserialize(deserializer)?, record: PhantomData })
    }
}

impl<R: Document, const NEW: bool> JsonSchema for Input<R, NEW> {
    fn schema_name() -> Cow<'static, str> {
        let name = R::schema_name();
        if NEW { format!("New{name}").into() } else { format!("{name}Patch").into() }
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let full = R::json_schema(generator);
        let mut properties = Map::new();
        if let Some(all) = full.get("properties").and_then(Value::as_object) {
            let given = |name: &str| R::EDITABLE.contains(&name) || (NEW && R::AT_CREATION.contains(&name));
            for (name, schema) in all.iter().filter(|(name, _)| given(name)) {
                let mut schema = schema.clone();
                if let Some(schema) = schema.as_object_mut() {
                    schema.remove("default");
                }
                properties.insert(name.clone(), schema);
            }
        }
        if NEW && R::KIND.is_record() {
            let occurred = json!({ "type": ["string", "null"], "format": "date-time",
                "description": "When it came to be, when that was earlier." });
            properties.insert("occurred_at".into(), occurred);
        }
        json_schema!({ "type": "object", "properties": properties, "additionalProperties": false })
    }
}

/// A record as it is shown: its document and what is kept beside it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct View<R> {
    #[serde(flatten)]
    pub record: R,
    #[serde(flatten)]
    pub derived: Derived,
}

impl<R> From<Listed<R>> for View<R> {
    fn from(listed: Listed<R>) -> Self {
        Self { record: listed.record, derived: listed.derived }
    }
}

impl<R: Document> JsonSchema for View<R> {
    fn schema_name() -> Cow<'static, str> {
        R::schema_name()
    }

    fn schema_id() -> Cow<'static, str> {
        format!("View<{}>", R::schema_name()).into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let mut full = R::json_schema(generator);
        let derived = Derived::json_schema(generator);
        for (key, value) in derived.as_object().into_iter().flatten() {
            match (full.get_mut(key), value) {
                (Some(Value::Object(mine)), Value::Object(more)) => mine.extend(more.clone()),
                (Some(Value::Array(mine)), Value::Array(more)) => mine.extend(more.clone()),
                _ => {}
            }
        }
        let names: Vec<String> = full
            .get("properties")
            .and_then(Value::as_object)
            .into_iter()
            .flatten()
            .map(|(name, _)| name.clone())
            .collect();
        full.insert("required".into(), json!(names));
        full
    }
}
