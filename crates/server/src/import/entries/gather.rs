//! What the files list and name.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use trechter_domain::catalogue::FieldKind;
use trechter_domain::event::Kind;

use super::super::cells::Cells;
use super::super::entity::{Takes, takes};
use super::super::mapping::Mapping;

/// A row of a file that is an entry.
#[derive(Debug, Clone, Default)]
pub(super) struct Card {
    pub(super) id: String,
    pub(super) fields: BTreeMap<String, String>,
}

pub(super) type Cards = HashMap<Kind, Vec<Card>>;
pub(super) type Named = HashMap<Kind, BTreeSet<String>>;

/// Entries that files list, and names that other rows mention.
pub(super) fn gather(mapping: &Mapping, cells: &Cells<'_>) -> (Cards, Named) {
    let (mut cards, mut named) = (Cards::new(), Named::new());
    for (place, file, table) in cells.pairs(mapping) {
        let Some(kind) = file.entity.kind() else { continue };
        let listed = !kind.is_record();
        let columns = cells.columns(place, file, table);
        for row in 0..cells.rows(table) {
            if cells.skipped(&columns, table, row) {
                continue;
            }
            let mut card = Card { id: cells.id_text(&columns, table, row), ..Card::default() };
            for (index, rule) in &columns.rules {
                let wanted = match takes(file.entity, &rule.field) {
                    Some(Takes::Entry(kind)) => Some(kind),
                    _ if rule.kind == Some(FieldKind::Person) => Some(Kind::Member),
                    _ => None,
                };
                if wanted.is_none() && !listed {
                    continue;
                }
                for text in cells.texts(mapping, rule, table, row, *index, wanted.or(Some(kind))) {
                    if let Some(wanted) = wanted {
                        named.entry(wanted).or_default().insert(text.clone());
                    }
                    if listed {
                        card.fields.insert(rule.field.clone(), text);
                    }
                }
            }
            for (field, template) in &file.fixed {
                let text = cells.filled(mapping, template, table, row);
                if let Some(Takes::Entry(kind)) = takes(file.entity, field)
                    && !text.is_empty()
                {
                    named.entry(kind).or_default().insert(text.clone());
                }
                if listed && !text.is_empty() {
                    card.fields.insert(field.clone(), text);
                }
            }
            if listed {
                cards.entry(kind).or_default().push(card);
            }
        }
    }
    (cards, named)
}
