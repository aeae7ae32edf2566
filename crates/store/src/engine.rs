//! One connection, two engines. The SQL text is the same for both: `$1` placeholders, standard types.

use std::borrow::Cow;
use std::collections::HashMap;
use std::time::Duration;

use postgres::types::{IsNull, ToSql, Type, to_sql_checked};
use rusqlite::types::{ToSqlOutput, ValueRef};
use uuid::Uuid;

use crate::error::{Error, Result};

/// A value on its way into or out of the database.
#[derive(Debug, Clone, PartialEq)]
pub enum Val {
    Null,
    Int(i64),
    Real(f64),
    Text(String),
    Id(Uuid),
    Bytes(Vec<u8>),
}

macro_rules! into_val {
    ($($from:ty => $name:ident($convert:expr)),* $(,)?) => {$(
        impl From<$from> for Val {
            fn from(value: $from) -> Val {
                #[allow(clippy::redundant_closure_call)]
                Val::$name(($convert)(value))
            }
        }
    )*};
}

into_val! {
    i64 => Int(|v| v),
    u32 => Int(i64::from),
    bool => Int(i64::from),
    f64 => Real(|v| v),
    String => Text(|v| v),
    &str => Text(str::to_owned),
    &String => Text(String::clone),
    Uuid => Id(|v| v),
    Vec<u8> => Bytes(|v| v),
    &[u8] => Bytes(<[u8]>::to_vec),
    trechter_domain::Instant => Int(|v: trechter_domain::Instant| v.0),
    trechter_domain::WorkspaceId => Id(Uuid::from),
    trechter_domain::MemberId => Id(Uuid::from),
    trechter_domain::DealId => Id(Uuid::from),
    trechter_domain::StageId => Id(Uuid::from),
    trechter_domain::PipelineId => Id(Uuid::from),
    trechter_domain::BatchId => Id(Uuid::from),
    trechter_domain::FileId => Id(Uuid::from),
}

impl<T: Into<Val>> From<Option<T>> for Val {
    fn from(value: Option<T>) -> Val {
        value.map_or(Val::Null, Into::into)
    }
}

/// PostgreSQL keeps no zero character in a text and SQLite stops at it, so both get a visible one. The
/// document of a record has it escaped, and keeps it.
fn without_nul(text: &str) -> Cow<'_, str> {
    if text.contains('\0') { Cow::Owned(text.replace('\0', "\u{fffd}")) } else { Cow::Borrowed(text) }
}

impl rusqlite::ToSql for Val {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Val::Null => ValueRef::Null,
            Val::Int(v) => ValueRef::Integer(*v),
            Val::Real(v) => ValueRef::Real(*v),
            Val::Text(v) => match without_nul(v) {
                Cow::Borrowed(v) => ValueRef::Text(v.as_bytes()),
                Cow::Owned(v) => return Ok(ToSqlOutput::Owned(v.into())),
            },
            Val::Id(v) => ValueRef::Blob(v.as_bytes()),
            Val::Bytes(v) => ValueRef::Blob(v),
        }))
    }
}

impl ToSql for Val {
    fn to_sql(
        &self,
        ty: &Type,
        out: &mut postgres::types::private::BytesMut,
    ) -> Result<IsNull, Box<dyn std::error::Error + Sync + Send>> {
        match self {
            Val::Null => Ok(IsNull::Yes),
            Val::Int(v) if *ty == Type::FLOAT8 => (*v as f64).to_sql(ty, out),
            Val::Int(v) => v.to_sql(ty, out),
            Val::Real(v) => v.to_sql(ty, out),
            Val::Text(v) => without_nul(v).to_sql(ty, out),
            Val::Id(v) => {
                out.extend_from_slice(v.as_bytes());
                Ok(IsNull::No)
            }
            Val::Bytes(v) => v.to_sql(ty, out),
        }
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    to_sql_checked!();
}

/// One row of a result.
#[derive(Debug, Clone, PartialEq)]
pub struct Row(pub Vec<Val>);

impl Row {
    fn wrong<T>(&self, column: usize, wanted: &str) -> Result<T> {
        Err(Error::Internal(format!("column {column} is {:?}, not {wanted}", self.0.get(column))))
    }

    /// A whole number.
    pub fn int(&self, column: usize) -> Result<i64> {
        match self.0.get(column) {
            Some(Val::Int(v)) => Ok(*v),
            _ => self.wrong(column, "a number"),
        }
    }

    pub fn opt_int(&self, column: usize) -> Result<Option<i64>> {
        if self.0.get(column) == Some(&Val::Null) { Ok(None) } else { self.int(column).map(Some) }
    }

    pub fn text(&self, column: usize) -> Result<&str> {
        match self.0.get(column) {
            Some(Val::Text(v)) => Ok(v),
            _ => self.wrong(column, "text"),
        }
    }

    pub fn opt_text(&self, column: usize) -> Result<Option<&str>> {
        if self.0.get(column) == Some(&Val::Null) { Ok(None) } else { self.text(column).map(Some) }
    }

    /// A document that was written short.
    pub fn json(&self, column: usize) -> Result<Cow<'_, str>> {
        match self.0.get(column) {
            Some(Val::Bytes(v)) => crate::packed::unpack(v),
            _ => self.text(column).map(Cow::Borrowed),
        }
    }

    pub fn opt_json(&self, column: usize) -> Result<Option<Cow<'_, str>>> {
        if self.0.get(column) == Some(&Val::Null) { Ok(None) } else { self.json(column).map(Some) }
    }

    pub fn id<T: From<Uuid>>(&self, column: usize) -> Result<T> {
        match self.0.get(column) {
            Some(Val::Id(v)) => Ok((*v).into()),
            Some(Val::Bytes(v)) => match Uuid::from_slice(v) {
                Ok(id) => Ok(id.into()),
                Err(_) => self.wrong(column, "an id"),
            },
            _ => self.wrong(column, "an id"),
        }
    }

    pub fn opt_id<T: From<Uuid>>(&self, column: usize) -> Result<Option<T>> {
        if self.0.get(column) == Some(&Val::Null) { Ok(None) } else { self.id(column).map(Some) }
    }

    pub fn bytes(&self, column: usize) -> Result<&[u8]> {
        match self.0.get(column) {
            Some(Val::Bytes(v)) => Ok(v),
            _ => self.wrong(column, "bytes"),
        }
    }
}

/// An open connection.
pub enum Conn {
    Lite(rusqlite::Connection),
    Postgres(Box<Postgres>),
}

/// A PostgreSQL connection with the statements it has prepared.
pub struct Postgres {
    client: postgres::Client,
    prepared: HashMap<String, postgres::Statement>,
    /// The server said goodbye or cannot be heard any more.
    lost: bool,
}

impl Postgres {
    pub fn new(client: postgres::Client) -> Self {
        Self { client, prepared: HashMap::new(), lost: false }
    }

    fn noting<T>(&mut self, outcome: Result<T, postgres::Error>) -> Result<T> {
        let outcome = outcome.map_err(Error::from);
        self.lost |= matches!(outcome, Err(Error::Away(_)));
        outcome
    }

    fn statement(&mut self, sql: &str) -> Result<postgres::Statement> {
        if let Some(statement) = self.prepared.get(sql) {
            return Ok(statement.clone());
        }
        if self.prepared.len() > 1_000 {
            self.prepared.clear();
        }
        let prepared = self.client.prepare(sql);
        let statement = self.noting(prepared)?;
        self.prepared.insert(sql.to_owned(), statement.clone());
        Ok(statement)
    }
}

impl Conn {
    pub fn is_postgres(&self) -> bool {
        matches!(self, Conn::Postgres(_))
    }

    /// Fit for the next user: connected, and in no transaction.
    pub fn is_clean(&self) -> bool {
        match self {
            Conn::Lite(lite) => lite.is_autocommit(),
            Conn::Postgres(pg) => !pg.lost && !pg.client.is_closed(),
        }
    }

    /// Asks the other side whether it is still there.
    pub fn answers(&mut self) -> bool {
        match self {
            Conn::Lite(_) => true,
            Conn::Postgres(pg) => pg.client.is_valid(Duration::from_secs(5)).is_ok(),
        }
    }

    /// Runs statements that take no values.
    pub fn batch(&mut self, sql: &str) -> Result<()> {
        match self {
            Conn::Lite(lite) => Ok(lite.execute_batch(sql)?),
            Conn::Postgres(pg) => {
                let outcome = pg.client.batch_execute(sql);
                pg.noting(outcome)
            }
        }
    }

    /// Runs one statement; gives the number of rows it changed.
    pub fn execute(&mut self, sql: &str, values: &[Val]) -> Result<u64> {
        match self {
            Conn::Lite(lite) => {
                let mut statement = lite.prepare_cached(&numbered(sql))?;
                Ok(statement.execute(rusqlite::params_from_iter(values))? as u64)
            }
            Conn::Postgres(pg) => {
                let statement = pg.statement(sql)?;
                let values: Vec<&(dyn ToSql + Sync)> =
                    values.iter().map(|v| v as &(dyn ToSql + Sync)).collect();
                let outcome = pg.client.execute(&statement, &values);
                pg.noting(outcome)
            }
        }
    }

    /// Runs one statement for each row of values.
    pub fn execute_each(&mut self, sql: &str, rows: impl Iterator<Item = Vec<Val>>) -> Result<()> {
        if let Conn::Lite(lite) = self {
            let mut statement = lite.prepare_cached(&numbered(sql))?;
            for values in rows {
                statement.execute(rusqlite::params_from_iter(&values))?;
            }
            return Ok(());
        }
        for values in rows {
            self.execute(sql, &values)?;
        }
        Ok(())
    }

    /// All rows of a query.
    pub fn query(&mut self, sql: &str, values: &[Val]) -> Result<Vec<Row>> {
        match self {
            Conn::Lite(lite) => {
                let mut statement = lite.prepare_cached(&numbered(sql))?;
                let columns = statement.column_count();
                let mut rows = statement.query(rusqlite::params_from_iter(values))?;
                let mut all = Vec::new();
                while let Some(row) = rows.next()? {
                    let values: rusqlite::Result<Vec<Val>> =
                        (0..columns).map(|i| row.get_ref(i).map(from_lite)).collect();
                    all.push(Row(values?));
                }
                Ok(all)
            }
            Conn::Postgres(pg) => {
                let statement = pg.statement(sql)?;
                let values: Vec<&(dyn ToSql + Sync)> =
                    values.iter().map(|v| v as &(dyn ToSql + Sync)).collect();
                let outcome = pg.client.query(&statement, &values);
                pg.noting(outcome)?.iter().map(from_postgres).collect()
            }
        }
    }
}

/// SQLite takes `$2` for a name, counted where it first appears; its numbered placeholder is `?2`.
fn numbered(sql: &str) -> String {
    sql.replace('$', "?")
}

fn from_lite(value: ValueRef<'_>) -> Val {
    match value {
        ValueRef::Null => Val::Null,
        ValueRef::Integer(v) => Val::Int(v),
        ValueRef::Real(v) => Val::Real(v),
        ValueRef::Text(v) => Val::Text(String::from_utf8_lossy(v).into_owned()),
        ValueRef::Blob(v) => Val::Bytes(v.to_vec()),
    }
}

fn from_postgres(row: &postgres::Row) -> Result<Row> {
    let value = |i: usize, ty: &Type| -> Result<Val> {
        Ok(match *ty {
            Type::INT8 => row.try_get::<_, Option<i64>>(i)?.into(),
            Type::INT4 => row.try_get::<_, Option<i32>>(i)?.map(i64::from).into(),
            Type::BOOL => row.try_get::<_, Option<bool>>(i)?.into(),
            Type::FLOAT8 => row.try_get::<_, Option<f64>>(i)?.into(),
            Type::TEXT | Type::VARCHAR | Type::NAME => row.try_get::<_, Option<String>>(i)?.into(),
            Type::BYTEA => row.try_get::<_, Option<Vec<u8>>>(i)?.into(),
            Type::UUID => row.try_get::<_, Option<RawId>>(i)?.map(|id| id.0).into(),
            ref other => return Err(Error::Internal(format!("column {i} has the type {other}"))),
        })
    };
    let values: Result<Vec<Val>> =
        row.columns().iter().enumerate().map(|(i, c)| value(i, c.type_())).collect();
    values.map(Row)
}

/// The sixteen bytes of a UUID.
struct RawId(Uuid);

impl<'a> postgres::types::FromSql<'a> for RawId {
    fn from_sql(_: &Type, raw: &'a [u8]) -> Result<Self, Box<dyn std::error::Error + Sync + Send>> {
        Ok(RawId(Uuid::from_slice(raw)?))
    }

    fn accepts(ty: &Type) -> bool {
        *ty == Type::UUID
    }
}
