//! Why a decision says no, in a form that the edges turn into words.

use serde_json::{Map, Value};

/// What kind of no it is; the server gives each its HTTP status.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RefusalKind {
    /// What was asked for is not valid in itself; `fields` says where.
    Invalid,
    /// It is valid, but not in the present state.
    StateChanged,
    /// The role or scope does not allow it.
    Forbidden,
    /// There is no such thing, or not for this reader.
    NotFound,
}

/// A typed no. `code` is stable and has words in every language; `params` fill its gaps.
#[derive(Debug, Clone, PartialEq)]
pub struct Refusal {
    pub kind: RefusalKind,
    pub code: &'static str,
    pub params: Map<String, Value>,
    pub fields: Vec<FieldError>,
}

/// What is wrong with one field.
#[derive(Debug, Clone, PartialEq)]
pub struct FieldError {
    /// Path in the request, like `value.amount` or `custom.region`.
    pub field: String,
    pub code: &'static str,
    pub params: Map<String, Value>,
}

impl FieldError {
    pub fn new(field: impl Into<String>, code: &'static str) -> Self {
        Self { field: field.into(), code, params: Map::new() }
    }

    pub fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.params.insert(name.into(), value.into());
        self
    }
}

impl Refusal {
    fn new(kind: RefusalKind, code: &'static str) -> Self {
        Self { kind, code, params: Map::new(), fields: Vec::new() }
    }

    /// The request is not valid: these fields are wrong.
    pub fn invalid(fields: Vec<FieldError>) -> Self {
        Self { fields, ..Self::new(RefusalKind::Invalid, "invalid") }
    }

    /// One field is wrong.
    pub fn field(field: impl Into<String>, code: &'static str) -> Self {
        Self::invalid(vec![FieldError::new(field, code)])
    }

    /// The record is not in the state that this needs.
    pub fn state(code: &'static str) -> Self {
        Self::new(RefusalKind::StateChanged, code)
    }

    pub fn forbidden() -> Self {
        Self::new(RefusalKind::Forbidden, "forbidden")
    }

    pub fn not_found() -> Self {
        Self::new(RefusalKind::NotFound, "not_found")
    }

    /// Adds what fills a gap of the message.
    pub fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.params.insert(name.into(), value.into());
        self
    }
}

impl std::fmt::Display for Refusal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.code)?;
        for error in &self.fields {
            write!(f, "; {}: {}", error.field, error.code)?;
        }
        Ok(())
    }
}

impl std::error::Error for Refusal {}
