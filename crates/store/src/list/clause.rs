//! Filters as conditions of a query.

use trechter_domain::event::Kind;
use trechter_domain::permission::Reach;
use trechter_domain::refusal::FieldError;
use trechter_domain::{Instant, Refusal};

use super::{Filter, MOST_FILTERS, Op, Query};
use crate::engine::Val;
use crate::error::Result;
use crate::table::{Table, Ty, sort_key};
use crate::tx::{Tx, placeholders};

/// A WHERE clause under construction, with its values.
pub(crate) struct Where {
    pub sql: String,
    pub values: Vec<Val>,
}

impl Where {
    pub(crate) fn of(workspace: Val) -> Self {
        Self { sql: "t.workspace_id = $1".into(), values: vec![workspace] }
    }

    pub(crate) fn value(&mut self, value: Val) -> String {
        self.values.push(value);
        format!("${}", self.values.len())
    }

    pub(crate) fn list(&mut self, values: Vec<Val>) -> String {
        let first = self.values.len() + 1;
        let count = values.len();
        self.values.extend(values);
        placeholders(first, count)
    }

    pub(crate) fn and(&mut self, condition: &str) {
        self.sql.push_str(" AND ");
        self.sql.push_str(condition);
    }

    /// Only what the reader may see.
    pub(crate) fn reach(&mut self, reach: &Reach, column: &str) {
        if let Reach::Owners(owners) = reach {
            if owners.is_empty() {
                return self.and(&format!("{column} IS NULL"));
            }
            let list = self.list(owners.iter().map(|id| Val::from(*id)).collect());
            self.and(&format!("({column} IN ({list}) OR {column} IS NULL)"));
        }
    }
}

fn refuse(filter: &Filter, code: &'static str, table: &Table) -> crate::Error {
    let error = FieldError::new("filter", code)
        .with("field", filter.field.as_str())
        .with("fields", serde_json::json!(table.filterable()));
    Refusal::invalid(vec![error]).into()
}

impl Tx<'_> {
    pub(crate) fn conditions(&mut self, table: &'static Table, query: &Query) -> Result<Where> {
        if let Some(filter) = query.filters.get(MOST_FILTERS) {
            return Err(refuse(filter, "too_many", table));
        }
        let mut clause = Where::of(self.ws());
        let bin = query.filters.iter().find(|filter| filter.field == "removed");
        match bin.map(|filter| filter.values.first().map(String::as_str)) {
            Some(Some("true")) => clause.and("t.removed_at IS NOT NULL"),
            Some(Some("false")) | None => clause.and("t.gone = 0"),
            Some(_) => return Err(refuse(bin.expect("it was found"), "wrong_type", table)),
        }
        clause.reach(&query.reach, "t.owner");
        // All that is searched for is one search, however many filters say so.
        let searched: Vec<&str> = query
            .filters
            .iter()
            .filter(|filter| filter.field == "q")
            .flat_map(|filter| filter.values.iter().map(String::as_str))
            .collect();
        self.found_by_search(&mut clause, &searched.join(" "));
        // Amounts of different currencies cannot be compared: those of the workspace's own are meant, unless
        // another one is asked for.
        let asked = query.filters.iter().any(|filter| filter.field == "currency");
        let money = (!asked).then(|| self.catalogue.workspace.currency.as_str().to_owned());
        for filter in query.filters.iter().filter(|filter| !["removed", "q"].contains(&filter.field.as_str()))
        {
            self.condition(&mut clause, table, filter, money.as_deref())?;
        }
        Ok(clause)
    }

    fn condition(
        &mut self,
        clause: &mut Where,
        table: &'static Table,
        filter: &Filter,
        money: Option<&str>,
    ) -> Result<()> {
        if filter.field == "suspect" {
            return suspects(clause, table, filter);
        }
        if filter.field == "tags" || filter.field.starts_with("custom.") {
            return self.condition_on_custom(clause, table, filter, money);
        }
        let column = table.column(&filter.field).ok_or_else(|| refuse(filter, "unknown_field", table))?;
        let name = format!("t.{}", column.column);
        let decode = |text: &str| decode(column.ty, text).ok_or_else(|| refuse(filter, "wrong_type", table));
        compare(clause, &name, filter, column.ty == Ty::Key, decode)
            .unwrap_or_else(|| Err(refuse(filter, "wrong_operator", table)))?;
        if let (Some(currency), "value", false) = (money, column.field, speaks_of_none(filter.op)) {
            let currency = clause.value(currency.into());
            clause.and(&format!("t.currency = {currency}"));
        }
        Ok(())
    }

    fn condition_on_custom(
        &mut self,
        clause: &mut Where,
        table: &'static Table,
        filter: &Filter,
        money: Option<&str>,
    ) -> Result<()> {
        use trechter_domain::catalogue::FieldKind;
        let kind = match filter.field.strip_prefix("custom.") {
            None => FieldKind::MultiChoice,
            Some(slug) => {
                let field = self.catalogue.field(table.kind, slug);
                field.ok_or_else(|| refuse(filter, "unknown_field", table))?.kind
            }
        };
        let numeric = matches!(kind, FieldKind::Number | FieldKind::Money);
        let text = matches!(kind, FieldKind::Text | FieldKind::Link);
        let decode = |value: &str| match numeric {
            true => value.parse::<f64>().map(Val::Real).map_err(|_| refuse(filter, "wrong_type", table)),
            false if text => Ok(Val::Text(sort_key(value))),
            false => Ok(Val::Text(value.to_owned())),
        };
        let mut inner = Where { sql: String::new(), values: std::mem::take(&mut clause.values) };
        let kind_value = inner.value(table.kind.as_str().into());
        let field_value = inner.value(filter.field.as_str().into());
        let column = if numeric { "c.num" } else { "c.text_key" };
        // "Not this one" and "empty" speak of the record, not of one of its values.
        let (positive, exists) = match (filter.op, filter.values.first().map(String::as_str)) {
            (Op::Ne, _) => (Filter { op: Op::Eq, ..filter.clone() }, "NOT EXISTS"),
            (Op::Null, Some("true")) => (filter.clone(), "NOT EXISTS"),
            (Op::Null, Some("false")) => (filter.clone(), "EXISTS"),
            (Op::Null, _) => return Err(refuse(filter, "wrong_type", table)),
            _ => (filter.clone(), "EXISTS"),
        };
        if positive.op != Op::Null {
            compare(&mut inner, column, &positive, text, decode)
                .unwrap_or_else(|| Err(refuse(filter, "wrong_operator", table)))?;
            if let (Some(currency), FieldKind::Money) = (money, kind) {
                let currency = inner.value(currency.into());
                inner.and(&format!("c.text_key = {currency}"));
            }
        }
        clause.values = inner.values;
        clause.and(&format!(
            "{exists} (SELECT 1 FROM custom_values c WHERE c.workspace_id = t.workspace_id AND c.subject = t.id \
             AND c.kind = {kind_value} AND c.field = {field_value}{})",
            inner.sql
        ));
        Ok(())
    }
}

/// "Not this one" and "empty" hold for records with an amount in any currency, or none.
fn speaks_of_none(op: Op) -> bool {
    matches!(op, Op::Ne | Op::Null)
}

/// Adds a comparison; `None` when the operator does not fit.
fn compare(
    clause: &mut Where,
    name: &str,
    filter: &Filter,
    folded: bool,
    decode: impl Fn(&str) -> Result<Val>,
) -> Option<Result<()>> {
    let first = filter.values.first()?;
    let simple = match filter.op {
        Op::Eq => "=",
        Op::Ne => "<>",
        Op::Gt => ">",
        Op::Gte => ">=",
        Op::Lt => "<",
        Op::Lte => "<=",
        Op::In => {
            let values: Result<Vec<Val>> = filter.values.iter().map(|value| decode(value)).collect();
            return Some(values.map(|values| {
                let list = clause.list(values);
                clause.and(&format!("{name} IN ({list})"));
            }));
        }
        Op::Has if folded => {
            let pattern = sort_key(first).replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
            let pattern = clause.value(Val::Text(format!("%{pattern}%")));
            clause.and(&format!("{name} LIKE {pattern} ESCAPE '\\'"));
            return Some(Ok(()));
        }
        Op::Has => return None,
        Op::Null => {
            let not = match first.as_str() {
                "true" => "",
                "false" => "NOT ",
                _ => return None,
            };
            clause.and(&format!("{name} IS {not}NULL"));
            return Some(Ok(()));
        }
    };
    Some(decode(first).map(|value| {
        let value = clause.value(value);
        let or_empty = if filter.op == Op::Ne { format!(" OR {name} IS NULL") } else { String::new() };
        clause.and(&format!("({name} {simple} {value}{or_empty})"));
    }))
}

/// Companies and contacts with which nothing has begun: no lead, no deal.
fn suspects(clause: &mut Where, table: &'static Table, filter: &Filter) -> Result<()> {
    let link = match table.kind {
        Kind::Company => "company",
        Kind::Contact => "contact",
        _ => return Err(refuse(filter, "unknown_field", table)),
    };
    let not = match filter.values.first().map(String::as_str) {
        Some("true") => "NOT ",
        Some("false") => "",
        _ => return Err(refuse(filter, "wrong_type", table)),
    };
    let begun = |other: &str| {
        format!(
            "EXISTS (SELECT 1 FROM {other} o WHERE o.workspace_id = t.workspace_id AND o.{link} = t.id AND o.gone = 0)"
        )
    };
    clause.and(&format!("{not}({} OR {})", begun("leads"), begun("deals")));
    Ok(())
}

fn decode(ty: Ty, text: &str) -> Option<Val> {
    match ty {
        Ty::Id => text.parse().ok().map(Val::Id),
        Ty::Int => match text {
            "true" => Some(Val::Int(1)),
            "false" => Some(Val::Int(0)),
            _ => text.parse().ok().map(Val::Int),
        },
        Ty::Word => Some(Val::Text(text.to_owned())),
        // As `YYYY-MM-DD` text: sorts like the dates themselves.
        Ty::Date => (text.len() == 10 && text.is_ascii()).then(|| Val::Text(text.to_owned())),
        Ty::Instant => text.parse::<Instant>().ok().map(Val::from),
        Ty::Key => Some(Val::Text(sort_key(text))),
        Ty::Derived(inner) => decode(*inner, text),
    }
}
