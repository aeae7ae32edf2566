//! SQL past the store, to look at what is really there.

use postgres::types::Type;
use rusqlite::types::ValueRef;
use trechter_store::Location;

/// The rows of a query, each column as text; ids as they are written, missing values empty.
pub async fn rows(location: &Location, sql: &str) -> Vec<Vec<String>> {
    let (location, sql) = (location.clone(), sql.to_owned());
    tokio::task::spawn_blocking(move || match location {
        Location::Sqlite(path) => lite(&rusqlite::Connection::open(path).unwrap(), &sql),
        Location::Postgres(url) => {
            let mut client = postgres::Client::connect(&url, postgres::NoTls).unwrap();
            pg(&mut client, &sql)
        }
    })
    .await
    .unwrap()
}

fn lite(conn: &rusqlite::Connection, sql: &str) -> Vec<Vec<String>> {
    let mut statement = conn.prepare(sql).unwrap();
    let columns = statement.column_count();
    let mut rows = statement.query([]).unwrap();
    let mut all = Vec::new();
    while let Some(row) = rows.next().unwrap() {
        let text = |i| match row.get_ref(i).unwrap() {
            ValueRef::Null => String::new(),
            ValueRef::Integer(v) => v.to_string(),
            ValueRef::Real(v) => v.to_string(),
            ValueRef::Text(v) => String::from_utf8_lossy(v).into_owned(),
            ValueRef::Blob(v) => bytes(v),
        };
        all.push((0..columns).map(text).collect());
    }
    all
}

/// On an open connection, whatever its role.
pub fn pg(client: &mut postgres::Client, sql: &str) -> Vec<Vec<String>> {
    let rows = client.query(sql, &[]).unwrap();
    let text = |row: &postgres::Row, i: usize| match *row.columns()[i].type_() {
        Type::INT8 => row.get::<_, Option<i64>>(i).map(|v| v.to_string()),
        Type::UUID => {
            let raw: Option<Raw> = row.get(i);
            raw.map(|raw| uuid::Uuid::from_slice(&raw.0).unwrap().to_string())
        }
        Type::BYTEA => row.get::<_, Option<Vec<u8>>>(i).map(|v| bytes(&v)),
        _ => row.get::<_, Option<String>>(i),
    };
    rows.iter().map(|row| (0..row.len()).map(|i| text(row, i).unwrap_or_default()).collect()).collect()
}

/// An id, or a document that was written short.
fn bytes(value: &[u8]) -> String {
    match uuid::Uuid::from_slice(value) {
        Ok(id) => id.to_string(),
        Err(_) => trechter_store::unpack(value).map_or_else(|_| format!("{value:?}"), Into::into),
    }
}

struct Raw(Vec<u8>);

impl<'a> postgres::types::FromSql<'a> for Raw {
    fn from_sql(_: &Type, raw: &'a [u8]) -> Result<Self, Box<dyn std::error::Error + Sync + Send>> {
        Ok(Raw(raw.to_vec()))
    }

    fn accepts(_: &Type) -> bool {
        true
    }
}
