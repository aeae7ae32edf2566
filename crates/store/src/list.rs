//! Lists: filter, sort, page by key, and totals over everything.

use std::collections::HashMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use trechter_domain::event::Kind;
use trechter_domain::permission::Reach;
use trechter_domain::refusal::FieldError;
use trechter_domain::{Currency, Instant, Refusal};
use uuid::Uuid;

use crate::engine::{Row, Val};
use crate::error::Result;
use crate::table::{Column, Stored, Table, Ty, sort_key};
use crate::tx::{Tx, chunks, placeholders};

/// Filters in one question; some are joins, and a database plans only so many in reasonable time.
const MOST_FILTERS: usize = 30;

/// How a field is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Op {
    Eq,
    Ne,
    In,
    Gt,
    Gte,
    Lt,
    Lte,
    /// Contains a text, accents and case forgiven.
    Has,
    /// Is empty (`true`) or filled in (`false`).
    Null,
}

impl Op {
    pub fn parse(word: &str) -> Option<Op> {
        serde_json::from_value(Value::String(word.to_owned())).ok()
    }
}

/// One condition; several must all hold.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Filter {
    /// A field of the table, `custom.slug`, `tags`, `suspect`, or `q` (found by search).
    pub field: String,
    pub op: Op,
    pub values: Vec<String>,
}

/// What to sort on; missing values come last either way.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Sort {
    pub field: String,
    pub descending: bool,
}

/// A question to a list.
#[derive(Debug, Clone, PartialEq)]
pub struct Query {
    pub reach: Reach,
    pub filters: Vec<Filter>,
    pub sort: Sort,
    pub limit: usize,
    /// Where the last page ended: sort value and id.
    pub after: Option<(Value, Uuid)>,
}

/// What the store keeps beside a record: never part of its version.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct Derived {
    /// When the earliest planned activity is due (deals and leads).
    pub next_activity_at: Option<Instant>,
    /// When a lead was first answered by a person.
    pub answered_at: Option<Instant>,
}

/// A record with what is kept beside it.
#[derive(Debug, Clone, PartialEq)]
pub struct Listed<R> {
    pub record: R,
    pub derived: Derived,
}

/// A page of a list.
#[derive(Debug, Clone, PartialEq)]
pub struct Page<R> {
    pub items: Vec<Listed<R>>,
    /// Where the next page begins; `None` at the end.
    pub next: Option<(Value, Uuid)>,
}

/// What another record is called.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Ref {
    pub kind: Kind,
    /// Empty when it is hidden.
    pub title: String,
    /// The reader may not see this record, so he does not learn what it is called.
    #[serde(default)]
    pub hidden: bool,
}

impl Ref {
    /// The same, for a reader who may not see the record.
    pub fn hidden(self) -> Self {
        Self { kind: self.kind, title: String::new(), hidden: true }
    }
}

/// A sum in one currency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ValueTotal {
    pub currency: Currency,
    /// Minor units.
    pub amount: i64,
    /// Records with a value in this currency.
    pub count: i64,
}

/// How many, and how much per currency, over all rows.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct Totals {
    pub count: i64,
    pub values: Vec<ValueTotal>,
}

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
    /// A page of a list.
    ///
    /// # Errors
    /// `unknown_field`, `wrong_type` for a filter or sort that the list does not have; the database's.
    pub fn list<R: Stored>(&mut self, query: &Query) -> Result<Page<R>> {
        let column = sort_column(R::TABLE, &query.sort)?;
        let wanted = query.limit + 1;
        let mut rows: Vec<(Listed<R>, Value)> = Vec::new();
        let in_values = !matches!(&query.after, Some((Value::Null, _)));
        if in_values {
            rows = self.list_part(query, column, false, wanted)?;
        }
        if rows.len() < wanted && nullable(column) {
            let rest = self.list_part(query, column, true, wanted - rows.len())?;
            rows.extend(rest);
        }
        let more = rows.len() > query.limit;
        rows.truncate(query.limit);
        let next = rows.last().filter(|_| more).map(|(listed, key)| (key.clone(), listed.record.id()));
        Ok(Page { items: rows.into_iter().map(|(listed, _)| listed).collect(), next })
    }

    /// The rows with a sort value, or (`empty`) those without.
    fn list_part<R: Stored>(
        &mut self,
        query: &Query,
        column: &Column,
        empty: bool,
        limit: usize,
    ) -> Result<Vec<(Listed<R>, Value)>> {
        let mut clause = self.conditions(R::TABLE, query)?;
        let name = format!("t.{}", column.column);
        let (than, order) = if query.sort.descending { ("<", "DESC") } else { (">", "ASC") };
        if nullable(column) {
            clause.and(&format!("{name} IS {}NULL", if empty { "" } else { "NOT " }));
        }
        match &query.after {
            Some((Value::Null, id)) if empty => {
                let id = clause.value((*id).into());
                clause.and(&format!("t.id {than} {id}"));
            }
            Some((key, id)) if !empty => {
                let key = clause.value(cursor_value(key));
                let id = clause.value((*id).into());
                clause.and(&format!("({name}, t.id) {than} ({key}, {id})"));
            }
            _ => {}
        }
        let ordering = if empty { format!("t.id {order}") } else { format!("{name} {order}, t.id {order}") };
        let limit = clause.value((limit as i64).into());
        let sql = format!(
            "SELECT t.doc, {name}{} FROM {} t WHERE {} ORDER BY {ordering} LIMIT {limit}",
            derived_columns(R::KIND),
            R::TABLE.name,
            clause.sql
        );
        let rows = self.query(&sql, &clause.values)?;
        rows.iter().map(|row| Ok((listed::<R>(row, 2)?, cursor_key(&row.0[1])))).collect()
    }

    /// Count and sums over all rows that the filters let through.
    ///
    /// # Errors
    /// As for [`Tx::list`].
    pub fn totals<R: Stored>(&mut self, reach: &Reach, filters: &[Filter]) -> Result<Totals> {
        let query = Query {
            reach: reach.clone(),
            filters: filters.to_vec(),
            sort: Sort { field: String::new(), descending: false },
            limit: 0,
            after: None,
        };
        let clause = self.conditions(R::TABLE, &query)?;
        let valued = R::TABLE.column("value").is_some();
        let (what, group) = if valued {
            (
                "t.currency, COUNT(*), CAST(SUM(t.value_amount) AS BIGINT)",
                " GROUP BY t.currency ORDER BY t.currency",
            )
        } else {
            ("NULL, COUNT(*), NULL", "")
        };
        let sql = format!("SELECT {what} FROM {} t WHERE {}{group}", R::TABLE.name, clause.sql);
        let sql = sql.replace("NULL, COUNT(*), NULL", "CAST(NULL AS TEXT), COUNT(*), CAST(NULL AS BIGINT)");
        let rows = self.query(&sql, &clause.values)?;
        totals(rows.iter().map(|row| Ok((row.opt_text(0)?, row.int(1)?, row.opt_int(2)?))))
    }

    /// One record with what is kept beside it.
    ///
    /// # Errors
    /// The database's.
    pub fn load_listed<R: Stored>(&mut self, id: impl Into<Uuid>) -> Result<Option<Listed<R>>> {
        let sql = format!(
            "SELECT t.doc, t.id{} FROM {} t WHERE t.workspace_id = $1 AND t.id = $2",
            derived_columns(R::KIND),
            R::TABLE.name
        );
        let rows = self.query(&sql, &[self.ws(), id.into().into()])?;
        rows.first().map(|row| listed(row, 2)).transpose()
    }

    /// Kind, title, owner and presence of records by id.
    ///
    /// # Errors
    /// The database's.
    pub fn subjects(&mut self, ids: &[Uuid]) -> Result<HashMap<Uuid, SubjectRow>> {
        let mut ids: Vec<Uuid> = ids.to_vec();
        ids.sort_unstable();
        ids.dedup();
        let mut found = HashMap::new();
        for chunk in chunks(&ids) {
            let list = placeholders(2, chunk.len());
            let sql = format!(
                "SELECT id, kind, title, owner, gone FROM subjects WHERE workspace_id = $1 AND id IN ({list})"
            );
            let mut values = vec![self.ws()];
            values.extend(chunk.iter().map(|id| Val::Id(*id)));
            for row in self.query(&sql, &values)? {
                let Some(kind) = Kind::parse(row.text(1)?) else { continue };
                let subject = SubjectRow {
                    reference: Ref { kind, title: row.text(2)?.to_owned(), hidden: false },
                    owner: row.opt_id(3)?,
                    gone: row.int(4)? != 0,
                };
                found.insert(row.id(0)?, subject);
            }
        }
        Ok(found)
    }

    /// The ids of records whose column points at a record (`company`, `deal`, …), the latest first; those
    /// in the bin are left out.
    ///
    /// # Errors
    /// The database's.
    pub fn ids_linked<R: Stored>(&mut self, field: &str, to: Uuid, limit: i64) -> Result<Vec<Uuid>> {
        self.ids_pointing::<R>(field, to, " AND removed_at IS NULL", limit)
    }

    /// The same, those in the bin included: they may come out again.
    ///
    /// # Errors
    /// The database's.
    pub fn ids_linked_ever<R: Stored>(&mut self, field: &str, to: Uuid, limit: i64) -> Result<Vec<Uuid>> {
        self.ids_pointing::<R>(field, to, "", limit)
    }

    fn ids_pointing<R: Stored>(
        &mut self,
        field: &str,
        to: Uuid,
        which: &str,
        limit: i64,
    ) -> Result<Vec<Uuid>> {
        let Some(column) = R::TABLE.column(field).filter(|column| column.ty == Ty::Id) else {
            return Ok(Vec::new());
        };
        let sql = format!(
            "SELECT id FROM {} WHERE workspace_id = $1 AND {} = $2{which} ORDER BY id DESC LIMIT $3",
            R::TABLE.name,
            column.column
        );
        let rows = self.query(&sql, &[self.ws(), to.into(), limit.into()])?;
        rows.iter().map(|row| row.id(0)).collect()
    }

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

/// Whose a record is and what it is called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SubjectRow {
    pub reference: Ref,
    pub owner: Option<trechter_domain::MemberId>,
    /// In the bin or merged away.
    pub gone: bool,
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

fn sort_column(table: &'static Table, sort: &Sort) -> Result<&'static Column> {
    table.column(&sort.field).filter(|column| column.sortable).ok_or_else(|| {
        let error =
            FieldError::new("sort", "unknown_field").with("fields", serde_json::json!(table.sortable()));
        Refusal::invalid(vec![error]).into()
    })
}

fn nullable(column: &Column) -> bool {
    !matches!(column.column, "created_at" | "updated_at" | "name_key")
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

fn derived_columns(kind: Kind) -> &'static str {
    match kind {
        Kind::Deal => ", t.next_activity_at",
        Kind::Lead => ", t.next_activity_at, t.answered_at",
        _ => "",
    }
}

/// Reads a row of `doc`, something, then the derived columns from `first` on.
pub(crate) fn listed<R: Stored>(row: &Row, first: usize) -> Result<Listed<R>> {
    let instant = |column: usize| match row.0.get(column) {
        Some(Val::Int(at)) => Some(Instant(*at)),
        _ => None,
    };
    let derived = match R::KIND {
        Kind::Deal => Derived { next_activity_at: instant(first), answered_at: None },
        Kind::Lead => Derived { next_activity_at: instant(first), answered_at: instant(first + 1) },
        _ => Derived::default(),
    };
    Ok(Listed { record: serde_json::from_str(&row.json(0)?)?, derived })
}

fn cursor_key(value: &Val) -> Value {
    match value {
        Val::Int(v) => (*v).into(),
        Val::Real(v) => (*v).into(),
        Val::Text(v) => v.as_str().into(),
        _ => Value::Null,
    }
}

fn cursor_value(key: &Value) -> Val {
    match key {
        Value::Number(n) => n.as_i64().map_or_else(|| Val::Real(n.as_f64().unwrap_or(0.0)), Val::Int),
        Value::String(text) => Val::Text(text.clone()),
        _ => Val::Null,
    }
}

/// Adds up rows of currency, count, sum.
pub(crate) fn totals<'r>(
    rows: impl Iterator<Item = Result<(Option<&'r str>, i64, Option<i64>)>>,
) -> Result<Totals> {
    let mut totals = Totals::default();
    for row in rows {
        let (currency, count, amount) = row?;
        totals.count += count;
        if let (Some(currency), Some(amount)) = (currency.and_then(Currency::parse), amount) {
            totals.values.push(ValueTotal { currency, amount, count });
        }
    }
    Ok(totals)
}
