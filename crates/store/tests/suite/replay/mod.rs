//! The replay: whatever people do, the rows are what the log adds up to.

mod clocks;
mod history;

use std::collections::BTreeMap;

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde::de::DeserializeOwned;
use trechter_domain::catalogue::*;
use trechter_domain::event::{Event, Kind};
use trechter_domain::fold::{self, Document};
use trechter_domain::record::{Activity, Company, Contact, Deal, Lead};
use uuid::Uuid;

use crate::home::{Home, run};
use crate::raw;
use history::{SECRET, Step, live};

/// Random histories per engine; many with `TRECHTER_TEST_LONG=1`.
fn cases(postgres: bool) -> u32 {
    let long = std::env::var("TRECHTER_TEST_LONG").is_ok_and(|value| value == "1");
    match (long, postgres) {
        (true, _) => 20_000,
        (false, false) => 120,
        (false, true) => 40,
    }
}

#[test]
fn rows_are_what_the_log_adds_up_to_on_sqlite() {
    run(async { histories(Home::sqlite().await, cases(false)).await });
}

#[test]
fn rows_are_what_the_log_adds_up_to_on_postgres() {
    run(async {
        if let Some(home) = Home::postgres().await {
            histories(home, cases(true)).await;
        }
    });
}

async fn histories(home: Home, cases: u32) {
    let config = Config { cases, failure_persistence: None, max_shrink_iters: 500, ..Config::default() };
    let handle = tokio::runtime::Handle::current();
    let ran = tokio::task::spawn_blocking(move || {
        let mut runner = TestRunner::new(config);
        let steps = proptest::collection::vec(any::<Step>(), 1..40);
        runner.run(&steps, |steps| {
            handle.block_on(async {
                let home = home.neighbour().await;
                live(&home, &steps).await;
                let log = home.read(|tx| tx.events_after(0, 1_000_000)).await.unwrap();
                rows_equal_the_fold(&home, &log).await?;
                nothing_personal_is_in_the_data(&log)?;
                clocks::both_orders_lead_to_the_same_state(&log)
            })
        })
    });
    ran.await.unwrap().unwrap_or_else(|failure| panic!("{failure}"));
}

async fn rows_equal_the_fold(home: &Home, log: &[Event]) -> Result<(), TestCaseError> {
    let numbers: Vec<i64> = log.iter().map(|event| event.seq).collect();
    prop_assert_eq!(numbers, (1..=log.len() as i64).collect::<Vec<i64>>());
    record_rows::<Company>(home, log, "companies").await?;
    record_rows::<Contact>(home, log, "contacts").await?;
    record_rows::<Lead>(home, log, "leads").await?;
    record_rows::<Deal>(home, log, "deals").await?;
    record_rows::<Activity>(home, log, "activities").await?;
    entry_rows::<Workspace>(home, log).await?;
    entry_rows::<Pipeline>(home, log).await?;
    entry_rows::<Team>(home, log).await?;
    entry_rows::<Member>(home, log).await?;
    entry_rows::<Source>(home, log).await?;
    entry_rows::<Campaign>(home, log).await?;
    entry_rows::<Product>(home, log).await?;
    entry_rows::<LossReason>(home, log).await?;
    entry_rows::<Competitor>(home, log).await?;
    entry_rows::<Tag>(home, log).await?;
    entry_rows::<Field>(home, log).await?;
    entry_rows::<View>(home, log).await?;
    entry_rows::<Calendar>(home, log).await?;
    entry_rows::<ExchangeRate>(home, log).await?;
    entry_rows::<Target>(home, log).await?;
    entry_rows::<Spend>(home, log).await
}

/// The state of every subject of a kind, folded in the order of the log.
pub fn folded<D: Document>(log: &[Event]) -> BTreeMap<Uuid, D> {
    let mut states: BTreeMap<Uuid, D> = BTreeMap::new();
    for event in log.iter().filter(|event| event.event.subject.kind == D::KIND) {
        let id = event.event.subject.id;
        if let Some(state) = fold::apply(states.remove(&id), &event.event).unwrap() {
            states.insert(id, state);
        }
    }
    states
}

async fn record_rows<D: Document>(home: &Home, log: &[Event], table: &str) -> Result<(), TestCaseError> {
    let sql = format!("SELECT id, doc FROM {table} WHERE workspace_id = {}", workspace(home));
    same::<D>(raw::rows(&home.location, &sql).await, log)
}

async fn entry_rows<D: Document>(home: &Home, log: &[Event]) -> Result<(), TestCaseError> {
    let kind = D::KIND.as_str();
    let sql =
        format!("SELECT id, doc FROM catalogue WHERE workspace_id = {} AND kind = '{kind}'", workspace(home));
    same::<D>(raw::rows(&home.location, &sql).await, log)
}

fn workspace(home: &Home) -> String {
    match home.store.is_postgres() {
        true => format!("'{}'", home.desk.workspace),
        false => format!("X'{}'", home.desk.workspace.0.simple()),
    }
}

fn same<D: Document + DeserializeOwned>(rows: Vec<Vec<String>>, log: &[Event]) -> Result<(), TestCaseError> {
    let rows: BTreeMap<Uuid, D> =
        rows.iter().map(|row| (row[0].parse().unwrap(), serde_json::from_str(&row[1]).unwrap())).collect();
    prop_assert_eq!(rows, folded::<D>(log));
    Ok(())
}

/// What people type is marked; the mark is never in `data` (names of set-up entries aside, which are
/// not about persons and are not marked).
fn nothing_personal_is_in_the_data(log: &[Event]) -> Result<(), TestCaseError> {
    for event in log {
        let data = serde_json::to_string(&event.event.data).unwrap();
        prop_assert!(!data.contains(SECRET), "{:?}: {data}", event.event.subject);
        let persons = event.event.personal.as_ref().map(|personal| personal.persons.len());
        if event.event.subject.kind == Kind::Contact {
            prop_assert!(persons.is_none_or(|persons| persons > 0), "nobody can be erased from {event:?}");
        }
    }
    Ok(())
}
