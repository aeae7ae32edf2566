//! Cells of the files as the mapping reads them.

use std::collections::BTreeMap;

use jiff::tz::TimeZone;
use serde_json::Value;
use trechter_domain::event::Kind;
use trechter_domain::{Currency, Instant, Money};

use super::entity::Entity;
use super::mapping::{DateOrder, FileMap, Mapping, Rule};
use super::read::Sheet;
use super::value::{self, Moment};

/// The files of an import with what it takes to read them.
pub struct Cells<'a> {
    sheets: &'a [Sheet],
    pub zone: TimeZone,
    /// Of amounts that name none.
    pub currency: Currency,
}

/// The columns of a table that a file map speaks of.
pub struct Columns<'m> {
    /// Column and rule, nested rules too.
    pub rules: Vec<(usize, &'m Rule)>,
    pub id: Vec<usize>,
    skip: Vec<(usize, &'m [String])>,
}

impl<'a> Cells<'a> {
    pub fn new(sheets: &'a [Sheet], zone: TimeZone, currency: Currency) -> Self {
        Self { sheets, zone, currency }
    }

    pub fn sheet(&self, table: usize) -> &'a Sheet {
        &self.sheets[table]
    }

    pub fn rows(&self, table: usize) -> usize {
        self.sheets[table].rows.len()
    }

    /// Every file map with the tables it is for, in the order of the mapping.
    pub fn pairs<'m>(&self, mapping: &'m Mapping) -> Vec<(usize, &'m FileMap, usize)> {
        let mut pairs = Vec::new();
        for (place, file) in mapping.files.iter().enumerate().filter(|(_, file)| file.entity != Entity::Skip)
        {
            for (table, sheet) in self.sheets.iter().enumerate() {
                if file.fits(sheet) {
                    pairs.push((place, file, table));
                }
            }
        }
        pairs
    }

    /// Where the columns of a file map stand in a table; those that are missing are left out.
    pub fn columns<'m>(&self, _place: usize, file: &'m FileMap, table: usize) -> Columns<'m> {
        let header = &self.sheets[table].header;
        let at = |name: &str| header.iter().position(|column| column == name);
        let mut rules: Vec<(usize, &Rule)> =
            file.rules().filter_map(|(column, rule)| Some((at(column)?, rule))).collect();
        rules.sort_by_key(|(index, _)| *index);
        Columns {
            rules,
            id: file.id.iter().filter_map(|name| at(name)).collect(),
            skip: file
                .skip
                .iter()
                .filter_map(|skip| Some((at(&skip.column)?, skip.values.as_slice())))
                .collect(),
        }
    }

    /// Is this a row to leave out?
    pub fn skipped(&self, columns: &Columns<'_>, table: usize, row: usize) -> bool {
        let row = &self.sheets[table].rows[row];
        columns.skip.iter().any(|(index, values)| values.iter().any(|value| value == row.cell(*index)))
    }

    /// The id of a row by its id columns; empty when it has none.
    pub fn id_text(&self, columns: &Columns<'_>, table: usize, row: usize) -> String {
        let row = &self.sheets[table].rows[row];
        let parts: Vec<&str> = columns.id.iter().map(|index| value::id(row.cell(*index))).collect();
        if parts.iter().all(|part| part.is_empty()) { String::new() } else { parts.join("|") }
    }

    /// A cell as the rule reads it: empty when it means so, translated when it is listed. `list` is the
    /// list whose equal names count.
    pub fn text<'t>(
        &'t self,
        mapping: &'t Mapping,
        rule: &'t Rule,
        table: usize,
        row: usize,
        index: usize,
        list: Option<Kind>,
    ) -> &'t str {
        translated(mapping, rule, self.sheets[table].rows[row].cell(index), list)
    }

    /// The same for cells with several values in them.
    pub fn texts(
        &self,
        mapping: &Mapping,
        rule: &Rule,
        table: usize,
        row: usize,
        index: usize,
        list: Option<Kind>,
    ) -> Vec<String> {
        let cell = self.sheets[table].rows[row].cell(index);
        let parts: Vec<&str> = match rule.split.as_deref().filter(|split| !split.is_empty()) {
            Some(split) => cell.split(split).map(str::trim).collect(),
            None => vec![cell],
        };
        let texts = parts.into_iter().map(|part| translated(mapping, rule, part, list));
        let by_id = matches!(list, Some(Kind::Member | Kind::Campaign | Kind::Product));
        let texts = texts.map(|text| if by_id { value::id(text) } else { text });
        texts.filter(|text| !text.is_empty()).map(|text| text.chars().take(300).collect()).collect()
    }

    /// A text with `{column}` filled in; empty when every column in it is.
    pub fn filled(&self, mapping: &Mapping, template: &str, table: usize, row: usize) -> String {
        let sheet = &self.sheets[table];
        let (mut text, mut rest, mut named, mut found) = (String::new(), template, false, false);
        while let Some(start) = rest.find('{') {
            let Some(end) = rest[start..].find('}') else { break };
            text.push_str(&rest[..start]);
            let name = &rest[start + 1..start + end];
            if let Some(index) = sheet.header.iter().position(|column| column == name) {
                named = true;
                let cell = sheet.rows[row].cell(index);
                if !mapping.empty.iter().any(|empty| empty == cell) {
                    found |= !cell.is_empty();
                    text.push_str(cell);
                }
            }
            rest = &rest[start + end + 1..];
        }
        text.push_str(rest);
        if named && !found { String::new() } else { text.trim().to_owned() }
    }

    /// The rules of the first file of an entity, by field.
    pub fn rules_of<'m>(&self, mapping: &'m Mapping, entity: Entity) -> BTreeMap<&'m str, &'m Rule> {
        let files = mapping.files.iter().filter(|file| file.entity == entity);
        files.flat_map(FileMap::rules).map(|(_, rule)| (rule.field.as_str(), rule)).collect()
    }

    pub fn moment(&self, rule: Option<&Rule>, text: &str) -> Option<Moment> {
        value::moment(text, rule.and_then(|rule| rule.date).unwrap_or(DateOrder::Ymd))
    }

    pub fn instant(&self, rule: Option<&Rule>, text: &str) -> Option<Instant> {
        self.moment(rule, text)?.instant(&self.zone)
    }

    pub fn date(&self, rule: Option<&Rule>, text: &str) -> Option<String> {
        self.moment(rule, text).map(|moment| moment.day.to_string())
    }

    /// An amount; `told` is the currency of a column of its own.
    pub fn money(&self, rule: Option<&Rule>, text: &str, told: Option<Currency>) -> Option<Money> {
        let mut number = value::number(text, rule.and_then(|rule| rule.decimal).unwrap_or('.'))?;
        number.currency = told.or(rule.and_then(|rule| rule.currency)).or(number.currency);
        value::money(&number, self.currency)
    }

    /// A number as JSON, whole when it is.
    pub fn number(&self, rule: Option<&Rule>, text: &str) -> Option<Value> {
        use rust_decimal::prelude::ToPrimitive;
        let number = value::number(text, rule.and_then(|rule| rule.decimal).unwrap_or('.'))?.value;
        if number.is_integer() {
            return number.to_i64().map(Value::from);
        }
        number.to_f64().map(Value::from)
    }
}

/// The text of a cell after `empty`, `values` and `same`.
pub fn translated<'t>(mapping: &'t Mapping, rule: &'t Rule, cell: &'t str, list: Option<Kind>) -> &'t str {
    let is = |empty: &String| empty == cell;
    if cell.is_empty() || rule.empty.iter().any(is) || mapping.empty.iter().any(is) {
        return "";
    }
    let text = rule.values.get(cell).map_or(cell, String::as_str);
    let same = list.and_then(|kind| mapping.same.get(&kind)).and_then(|same| same.get(text));
    same.map_or(text, String::as_str)
}

impl FileMap {
    /// Is it for this table?
    pub fn fits(&self, sheet: &Sheet) -> bool {
        self.is_for(&sheet.file) && self.sheet.as_ref().is_none_or(|name| sheet.sheet.as_ref() == Some(name))
    }
}
