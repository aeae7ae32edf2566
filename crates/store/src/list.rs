//! Lists: filter, sort, page by key, and totals over everything.

mod clause;

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
use crate::table::{Column, Stored, Table, Ty};
use crate::tx::{Tx, chunks, placeholders};
pub(crate) use clause::Where;

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
}

/// Whose a record is and what it is called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SubjectRow {
    pub reference: Ref,
    pub owner: Option<trechter_domain::MemberId>,
    /// In the bin or merged away.
    pub gone: bool,
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
