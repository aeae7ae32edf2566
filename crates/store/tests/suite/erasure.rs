//! The list of places where something of a person may lie is complete.

use std::collections::BTreeSet;

use trechter_domain::erasure::PLACES;

use crate::home::{Home, run};
use crate::raw;

#[test]
fn every_column_with_text_or_bytes_is_on_the_list_of_erasure() {
    run(async {
        let home = Home::sqlite().await;
        let sql = "SELECT t.name, c.name FROM sqlite_master t JOIN pragma_table_info(t.name) c \
                   WHERE t.type = 'table' AND c.type IN ('TEXT', 'BYTEA') AND t.name NOT LIKE 'sqlite_%'";
        let columns = raw::rows(&home.location, sql).await;
        let schema: BTreeSet<(String, String)> =
            columns.into_iter().map(|row| (row[0].clone(), row[1].clone())).collect();
        let listed: Vec<(String, String)> = PLACES
            .iter()
            .flat_map(|(table, columns, _)| columns.iter().map(|column| ((*table).into(), (*column).into())))
            .collect();
        let list: BTreeSet<(String, String)> = listed.iter().cloned().collect();
        assert_eq!(list.len(), listed.len(), "a column stands on the list twice");
        let missing: Vec<_> = schema.difference(&list).collect();
        let gone: Vec<_> = list.difference(&schema).collect();
        assert!(
            missing.is_empty() && gone.is_empty(),
            "not on the list: {missing:?}; no longer there: {gone:?}"
        );
    });
}
