//! The schema: the same on both engines, opened again, refused when newer.

use std::collections::BTreeMap;

use serde_json::json;
use trechter_domain::record::Company;
use trechter_store::{Location, Store};

use crate::home::{Home, both, run};
use crate::raw;

/// Table → column → may it be empty.
type Columns = BTreeMap<String, BTreeMap<String, bool>>;
/// Table → the columns of its keys and indexes.
type Indexes = BTreeMap<String, Vec<(bool, Vec<String>)>>;

#[test]
fn both_engines_have_the_same_tables_columns_and_indexes() {
    run(async {
        let Some(postgres) = Home::postgres_alone().await else { return };
        let sqlite = Home::sqlite().await;
        let (lite_columns, lite_indexes) = sqlite_schema(&sqlite.location).await;
        let (pg_columns, pg_indexes) = postgres_schema(&postgres.location).await;
        assert!(lite_columns.len() > 20, "{}", lite_columns.len());
        assert_eq!(lite_columns, pg_columns);
        assert_eq!(lite_indexes, pg_indexes);
    });
}

async fn sqlite_schema(location: &Location) -> (Columns, Indexes) {
    let (mut columns, mut indexes) = (Columns::new(), Indexes::new());
    for table in raw::rows(location, "SELECT name FROM sqlite_master WHERE type = 'table'").await {
        let table = &table[0];
        let described = raw::rows(location, &format!("PRAGMA table_info({table})")).await;
        let of = described.iter().map(|row| (row[1].clone(), row[3] == "0")).collect();
        columns.insert(table.clone(), of);
        let mut all = Vec::new();
        for index in raw::rows(location, &format!("PRAGMA index_list({table})")).await {
            let mut of = raw::rows(location, &format!("PRAGMA index_info({})", index[1])).await;
            of.sort_by_key(|row| row[0].parse::<i64>().unwrap());
            all.push((index[2] == "1", of.into_iter().map(|row| row[2].clone()).collect()));
        }
        all.sort();
        indexes.insert(table.clone(), all);
    }
    (columns, indexes)
}

async fn postgres_schema(location: &Location) -> (Columns, Indexes) {
    let (mut columns, mut indexes) = (Columns::new(), Indexes::new());
    let sql = "SELECT table_name::text, column_name::text, is_nullable::text FROM information_schema.columns \
               WHERE table_schema = current_schema()";
    for row in raw::rows(location, sql).await {
        indexes.entry(row[0].clone()).or_default();
        columns.entry(row[0].clone()).or_default().insert(row[1].clone(), row[2] == "YES");
    }
    let sql = "SELECT t.relname::text, CASE WHEN i.indisunique THEN '1' ELSE '0' END, \
               array_to_string(ARRAY(SELECT a.attname FROM unnest(i.indkey) WITH ORDINALITY k(number, place) \
               JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = k.number ORDER BY k.place), ',') \
               FROM pg_index i JOIN pg_class t ON t.oid = i.indrelid \
               WHERE t.relnamespace = current_schema()::regnamespace";
    for row in raw::rows(location, sql).await {
        let of = row[2].split(',').map(str::to_owned).collect();
        indexes.entry(row[0].clone()).or_default().push((row[1] == "1", of));
    }
    indexes.values_mut().for_each(|all| all.sort());
    (columns, indexes)
}

#[test]
fn text_is_compared_byte_by_byte_on_postgres() {
    run(async {
        let Some(home) = Home::postgres_alone().await else { return };
        let sql = "SELECT table_name::text, column_name::text FROM information_schema.columns \
                   WHERE table_schema = current_schema() AND data_type = 'text' AND collation_name IS DISTINCT FROM 'C'";
        assert_eq!(raw::rows(&home.location, sql).await, Vec::<Vec<String>>::new());
    });
}

#[test]
fn a_database_is_opened_again_with_all_that_is_in_it() {
    both(async |home| {
        let company = home.create::<Company>(json!({ "name": "Blijft" })).await;
        let seq = home.seq().await;
        let (location, workspace) = (home.location.clone(), home.desk.workspace);
        let again = Store::open(location).await.unwrap();
        let (loaded, last) =
            again.read(workspace, move |tx| Ok((tx.load::<Company>(company.id)?, tx.seq()))).await.unwrap();
        assert_eq!((loaded.unwrap().name.as_str(), last), ("Blijft", seq));
    });
}

#[test]
fn a_newer_database_is_refused_in_words() {
    run(async {
        let mut homes = vec![Home::sqlite().await];
        homes.extend(Home::postgres_alone().await);
        for home in homes {
            match home.location.clone() {
                Location::Sqlite(path) => {
                    let lite = rusqlite::Connection::open(path).unwrap();
                    lite.execute("INSERT INTO schema_version (version) VALUES (999)", []).unwrap();
                }
                Location::Postgres(url) => tokio::task::spawn_blocking(move || {
                    let mut client = postgres::Client::connect(&url, postgres::NoTls).unwrap();
                    client.batch_execute("INSERT INTO schema_version (version) VALUES (999)").unwrap();
                })
                .await
                .unwrap(),
            }
            let Err(error) = Store::open(home.location.clone()).await else { panic!("it was opened") };
            assert!(error.to_string().contains("newer Trechter"), "{error}");
        }
    });
}

#[test]
fn a_place_that_cannot_be_opened_is_an_error_in_words() {
    run(async {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(
            folder.path().join("no-database"),
            "not a database, but long enough to be read as one".repeat(40),
        )
        .unwrap();
        let nothing = Location::Postgres("postgres://nobody@127.0.0.1:1/none".into());
        assert!(matches!(Store::open(nothing).await, Err(trechter_store::Error::Away(_))));
        assert!(Store::open(Location::Postgres("no url".into())).await.is_err());
        assert!(Store::open(Location::Sqlite(folder.path().join("no-database"))).await.is_err());
        assert!(Store::open(Location::Sqlite(folder.path().to_owned())).await.is_err());
    });
}
