//! The OpenAPI 3.1 document, from the same list as the router.

use schemars::generate::SchemaSettings;
use schemars::{Schema, SchemaGenerator};
use serde_json::{Map, Value, json};

use super::operation::{Access, Described, ROOT, Routes};

/// The whole document. The same program always gives the same text.
pub fn document(routes: &Routes) -> Value {
    let with_path = |settings: &mut SchemaSettings| settings.definitions_path = "/components/schemas".into();
    let mut replies = SchemaSettings::draft2020_12().with(with_path).for_serialize().into_generator();
    let mut bodies = SchemaSettings::draft2020_12().with(with_path).for_deserialize().into_generator();
    let mut paths: Map<String, Value> = Map::new();
    for described in &routes.described {
        let operation = operation(described, &mut bodies, &mut replies);
        let path = paths.entry(format!("{ROOT}{}", described.path)).or_insert_with(|| json!({}));
        path[described.method.as_str().to_lowercase()] = operation;
    }
    let mut schemas = bodies.take_definitions(true);
    schemas.extend(replies.take_definitions(true));
    schemas.insert("Problem".into(), problem());
    schemas.sort_keys();
    paths.sort_keys();
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Trechter", "version": env!("CARGO_PKG_VERSION"),
            "description": "Everything the screens do. Conventions: docs/api-conventions.md.",
            "license": { "name": "Apache-2.0", "identifier": "Apache-2.0" }
        },
        "servers": [{ "url": "/" }],
        "security": [{ "session": [] }, { "token": [] }],
        "paths": paths,
        "components": {
            "schemas": schemas,
            "securitySchemes": {
                "session": { "type": "apiKey", "in": "cookie", "name": crate::caller::COOKIE },
                "token": { "type": "http", "scheme": "bearer" }
            }
        }
    })
}

fn operation(described: &Described, bodies: &mut SchemaGenerator, replies: &mut SchemaGenerator) -> Value {
    let mut parameters = path_parameters(&described.path);
    parameters.extend(query_parameters(&(described.query)(bodies)));
    parameters.extend(header_parameters(described));
    let mut operation = json!({
        "operationId": described.id, "summary": described.summary, "tags": [tag(&described.path)],
        "parameters": parameters,
        "responses": {
            described.status.to_string(): success(described, (described.reply)(replies)),
            "default": {
                "description": "A problem, with what to do about it.",
                "content": { "application/problem+json": { "schema": { "$ref": "#/components/schemas/Problem" } } }
            }
        }
    });
    let body = (described.body)(bodies);
    if !body.as_value().to_string().ends_with("/Nothing\"}") && !described.method.is_safe() {
        operation["requestBody"] =
            json!({ "required": true, "content": { described.takes: { "schema": body } } });
    }
    match described.access {
        Access::Public => operation["security"] = json!([]),
        Access::May(act) => operation["x-trechter-act"] = json!(act),
    }
    operation
}

fn success(described: &Described, reply: Schema) -> Value {
    if described.status == 204 {
        return json!({ "description": "Done." });
    }
    json!({ "description": "Done.", "content": { described.gives: { "schema": reply } } })
}

fn tag(path: &str) -> &str {
    path.trim_start_matches('/').split('/').next().unwrap_or("")
}

fn path_parameters(path: &str) -> Vec<Value> {
    let names = path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'));
    let parameter = |name: &str| {
        let schema = if name.ends_with("id") {
            json!({ "type": "string", "format": "uuid" })
        } else {
            json!({ "type": "string" })
        };
        json!({ "name": name, "in": "path", "required": true, "schema": schema })
    };
    names.map(parameter).collect()
}

fn query_parameters(schema: &Schema) -> Vec<Value> {
    let properties = schema.get("properties").and_then(Value::as_object);
    let required = schema.get("required").and_then(Value::as_array).cloned().unwrap_or_default();
    let parameter = |(name, schema): (&String, &Value)| {
        let mut schema = schema.clone();
        let description = schema.as_object_mut().and_then(|s| s.remove("description"));
        let mut parameter = json!({
            "name": name, "in": "query", "required": required.contains(&json!(name)), "schema": schema
        });
        if let Some(description) = description {
            parameter["description"] = description;
        }
        parameter
    };
    properties.into_iter().flatten().map(parameter).collect()
}

fn header_parameters(described: &Described) -> Vec<Value> {
    let header = |name: &str, required: bool| json!({ "name": name, "in": "header", "required": required, "schema": { "type": "string" } });
    let by_id = described.path.ends_with("{id}") && !matches!(described.access, Access::Public);
    match described.method.as_str() {
        "POST" if !matches!(described.access, Access::Public) => vec![header("Idempotency-Key", false)],
        "PATCH" | "DELETE" if by_id && needs_version(&described.path) => vec![header("If-Match", true)],
        _ => Vec::new(),
    }
}

/// Sessions, tokens and files have no version: they are ended, not edited.
fn needs_version(path: &str) -> bool {
    !["/sessions/", "/tokens/", "/files/"].iter().any(|part| path.contains(part))
}

fn problem() -> Value {
    json!({
        "type": "object", "description": "Problem details, RFC 9457.",
        "required": ["type", "title", "status", "code", "detail", "params", "errors"],
        "properties": {
            "type": { "type": "string" }, "title": { "type": "string" }, "status": { "type": "integer" },
            "code": { "type": "string", "description": "Stable." },
            "detail": { "type": "string", "description": "What to do, in the reader's language." },
            "params": { "type": "object", "additionalProperties": true },
            "errors": { "type": "array", "items": {
                "type": "object", "required": ["field", "code", "detail"],
                "properties": {
                    "field": { "type": "string" }, "code": { "type": "string" }, "detail": { "type": "string" },
                    "params": { "type": "object", "additionalProperties": true }
                }
            } },
            "request_id": { "type": ["string", "null"] }
        },
        "additionalProperties": true
    })
}
