//! Records as rows of typed cells, names instead of ids.

use std::collections::HashMap;

use rust_decimal::Decimal;
use serde_json::{Map, Value};
use trechter_domain::catalogue::Catalogue;
use trechter_domain::event::Kind;
use trechter_domain::{Instant, Money};
use trechter_store::{Listed, Ref, Stored};
use uuid::Uuid;

use super::columns::{Column, Shape};
use super::enum_word;

/// One value on its way to a file.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    Empty,
    Text(String),
    Number(Decimal),
    /// An amount in whole units, with the digits of its currency.
    Amount(Decimal),
    /// A part of one: 0.25 is 25%.
    Share(Decimal),
    Instant(Instant),
    Date(jiff::civil::Date),
    YesNo(bool),
}

/// What is needed to turn ids into names.
pub struct Names<'a> {
    pub kind: Kind,
    pub catalogue: &'a Catalogue,
    pub refs: &'a HashMap<Uuid, Ref>,
    /// 0 English, 1 Dutch.
    pub tongue: usize,
}

/// A record as a row.
pub fn row<R: Stored>(listed: &Listed<R>, columns: &[Column], names: &Names<'_>) -> Vec<Cell> {
    let mut doc = trechter_domain::fold::document(&listed.record);
    if let Ok(Value::Object(derived)) = serde_json::to_value(&listed.derived) {
        doc.extend(derived);
    }
    let cell = |column: &Column| match column.shape {
        Shape::Label => Cell::Text(listed.record.label()),
        _ => find(&doc, &column.path).map_or(Cell::Empty, |value| names.cell(column, value)),
    };
    columns.iter().map(cell).collect()
}

fn find<'v>(doc: &'v Map<String, Value>, path: &str) -> Option<&'v Value> {
    let mut parts = path.split('.');
    let first = doc.get(parts.next()?)?;
    parts.try_fold(first, |value, part| value.get(part)).filter(|value| !value.is_null())
}

fn text(text: impl Into<String>) -> Cell {
    Cell::Text(text.into())
}

impl Names<'_> {
    fn cell(&self, column: &Column, value: &Value) -> Cell {
        let money = || serde_json::from_value::<Money>(value.clone()).ok();
        match (column.shape, value) {
            (Shape::Word, Value::String(word)) => text(enum_word(word, self.tongue)),
            (Shape::Instant, Value::String(at)) => at.parse().map_or(Cell::Empty, Cell::Instant),
            (Shape::Date, Value::String(date)) => date.parse().map_or(Cell::Empty, Cell::Date),
            (Shape::Number, Value::Number(number)) => {
                number.to_string().parse().map_or_else(|_| text(number.to_string()), Cell::Number)
            }
            (Shape::Amount, _) => money().map_or(Cell::Empty, |money| {
                Cell::Amount(Decimal::new(money.amount, money.currency.minor_digits()))
            }),
            (Shape::Currency, _) => money().map_or(Cell::Empty, |money| text(money.currency.as_str())),
            (Shape::YesNo, Value::Bool(yes)) => Cell::YesNo(*yes),
            (Shape::Record, Value::String(id)) => {
                let known = id.parse().ok().and_then(|id: Uuid| self.refs.get(&id));
                known.map_or(Cell::Empty, |known| text(known.title.clone()))
            }
            (Shape::Stage, Value::String(id)) => {
                let stage = id.parse().ok().and_then(|id| self.catalogue.stage(id));
                stage.map_or(Cell::Empty, |(_, stage)| text(stage.name.clone()))
            }
            (Shape::Lines, Value::Array(lines)) => {
                joined(lines.iter().filter_map(|line| match line["product"].as_str() {
                    Some(id) => self.entry(id),
                    None => line["description"].as_str().map(str::to_owned),
                }))
            }
            (Shape::Labelled, Value::Array(items)) => {
                joined(items.iter().filter_map(|item| item["value"].as_str().map(str::to_owned)))
            }
            (Shape::Entry, Value::Array(ids)) => joined(ids.iter().filter_map(|id| self.entry(id.as_str()?))),
            (Shape::Entry, Value::String(id)) => self.entry(id).map_or(Cell::Empty, Cell::Text),
            (Shape::Choice, Value::Array(keys)) => {
                joined(keys.iter().filter_map(|key| Some(self.choice(column, key.as_str()?))))
            }
            (Shape::Choice, Value::String(key)) => text(self.choice(column, key)),
            (_, Value::String(value)) => text(value.clone()),
            (_, value) => text(value.to_string()),
        }
    }

    /// The name of a catalogue entry.
    fn entry(&self, id: &str) -> Option<String> {
        let id: Uuid = id.parse().ok()?;
        let catalogue = self.catalogue;
        macro_rules! name_in {
            ($($list:ident),*) => {
                None$(.or_else(|| catalogue.$list.iter().find(|entry| entry.id.0 == id).map(|entry| entry.name.clone())))*
            };
        }
        name_in!(members, sources, campaigns, products, loss_reasons, competitors, tags, pipelines)
    }

    fn choice(&self, column: &Column, key: &str) -> String {
        let slug = column.name.strip_prefix("custom.").unwrap_or("");
        let field = self.catalogue.field(self.kind, slug);
        let choice = field.and_then(|field| field.choices.iter().find(|choice| choice.key == key));
        choice.map_or_else(|| key.to_owned(), |choice| choice.name.clone())
    }
}

/// Several values in one cell, each on a line of its own if it holds the separator itself.
fn joined(values: impl Iterator<Item = String>) -> Cell {
    let values: Vec<String> = values.collect();
    if values.is_empty() { Cell::Empty } else { text(values.join("; ")) }
}
