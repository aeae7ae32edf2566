//! What the ids and words of an answer are called.

use std::collections::HashMap;

use serde_json::Value;
use trechter_domain::Catalogue;
use trechter_measure::definitions::Language;
use trechter_store::Ref;
use uuid::Uuid;

use super::words::word;
use crate::export::cells::Cell;

/// What is needed to turn an answer into words.
pub struct Names<'a> {
    /// The set-up.
    pub catalogue: &'a Catalogue,
    /// Records that the answer names, for as far as the reader may open them.
    pub refs: &'a HashMap<Uuid, Ref>,
    /// 0 English, 1 Dutch.
    pub tongue: usize,
}

impl Names<'_> {
    /// The language of definitions.
    pub fn language(&self) -> Language {
        if self.tongue == 1 { Language::Nl } else { Language::En }
    }

    /// What a field is called.
    pub fn word(&self, field: &str) -> String {
        word(field, self.tongue)
    }

    /// Decimals of the workspace's currency.
    pub fn digits(&self) -> u32 {
        self.catalogue.workspace.currency.minor_digits()
    }

    /// What an entry or record is called; `None` when it is not known, or not the reader's to open.
    pub fn of(&self, id: Uuid) -> Option<String> {
        if let Some(member) = self.catalogue.member(id.into()) {
            let left = [" (left)", " (vertrokken)"][self.tongue];
            return Some(if member.active { member.name.clone() } else { format!("{}{left}", member.name) });
        }
        if let Some((_, stage)) = self.catalogue.stage(id.into()) {
            return Some(stage.name.clone());
        }
        if let Some(known) = self.refs.get(&id) {
            return Some(known.title.clone()).filter(|title| !title.is_empty());
        }
        let catalogue = self.catalogue;
        macro_rules! named {
            ($($list:ident),*) => {
                None$(.or_else(|| catalogue.$list.iter().find(|entry| entry.id.0 == id).map(|entry| entry.name.clone())))*
            };
        }
        named!(pipelines, teams, sources, campaigns, products, loss_reasons, competitors, tags)
    }

    /// A value that is no figure, as a cell.
    pub fn cell(&self, value: &Value) -> Cell {
        match value {
            Value::Null | Value::Array(_) => Cell::Empty,
            Value::Bool(yes) => Cell::YesNo(*yes),
            Value::Number(number) => number.to_string().parse().map_or(Cell::Empty, Cell::Number),
            Value::String(text) => self.text(text),
            Value::Object(entries) => match entries.iter().next() {
                Some((kind, Value::String(value))) if kind == "id" => self.text(value),
                Some((kind, Value::String(value))) if kind == "text" => Cell::Text(value.clone()),
                Some((kind, Value::String(value))) if kind == "class" => Cell::Text(self.class(value)),
                _ => Cell::Empty,
            },
        }
    }

    fn class(&self, class: &str) -> String {
        if class.starts_with(|first: char| first.is_ascii_digit()) {
            class.to_owned()
        } else {
            self.word(class)
        }
    }

    fn text(&self, text: &str) -> Cell {
        if let Ok(id) = text.parse::<Uuid>() {
            return self.of(id).map_or(Cell::Empty, Cell::Text);
        }
        let instant = if text.ends_with('Z') { text.parse().ok() } else { None };
        if let Some(at) = instant.filter(|_| text.len() > 10) {
            return Cell::Instant(at);
        }
        let date = if text.len() == 10 { text.parse().ok() } else { None };
        if let Some(date) = date {
            return Cell::Date(date);
        }
        let is_word = text.starts_with(|first: char| first.is_ascii_lowercase());
        Cell::Text(if is_word { self.word(text) } else { text.to_owned() })
    }
}
