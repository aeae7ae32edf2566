//! Where a value goes in the fields of a draft.

use serde_json::{Map, Value, json};

use super::Gathering;

pub(super) fn nested<'m>(fields: &'m mut Map<String, Value>, name: &str) -> &'m mut Map<String, Value> {
    let entry = fields.entry(name).or_insert_with(|| json!({}));
    if !entry.is_object() {
        *entry = json!({});
    }
    entry.as_object_mut().expect("it was made an object just now")
}

pub(super) fn appended<'m>(fields: &'m mut Map<String, Value>, name: &str) -> &'m mut Vec<Value> {
    let entry = fields.entry(name).or_insert_with(|| json!([]));
    if !entry.is_array() {
        *entry = json!([]);
    }
    entry.as_array_mut().expect("it was made a list just now")
}

pub(super) fn put_custom(fields: &mut Map<String, Value>, slug: &str, value: Value) {
    let custom = nested(fields, "custom");
    match (custom.get_mut(slug), value) {
        (Some(Value::Array(known)), Value::Array(more)) => known.extend(more),
        (_, value) => {
            custom.insert(slug.into(), value);
        }
    }
}

pub(super) fn put_entry(gathering: &mut Gathering, field: &str, id: uuid::Uuid) {
    let fields = &mut gathering.draft.fields;
    match field {
        "source" | "campaign" => {
            nested(fields, "origin").insert(field.into(), json!(id));
        }
        "tags" => {
            let tags = appended(fields, "tags");
            if !tags.contains(&json!(id)) {
                tags.push(json!(id));
            }
        }
        "product" => gathering.product = Some(id),
        field => {
            fields.insert(field.into(), json!(id));
        }
    }
}
