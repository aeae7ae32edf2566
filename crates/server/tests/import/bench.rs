//! Importing in tests: files in, records out.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde_json::Value;
use trechter_domain::BatchId;
use trechter_domain::event::Kind;
use trechter_server::import::batch::Import;
use trechter_server::import::job::{self, Desk};
use trechter_server::import::mapping::Mapping;
use trechter_server::import::report::{ImportView, NoteKind, State};
use trechter_store::Stored;

use crate::harness::TestApp;

/// A day in milliseconds.
pub const DAY: i64 = 86_400_000;

/// Where the exports lie; says so when they do not.
pub fn shared(folder: &str) -> Option<PathBuf> {
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data");
    let root = std::env::var_os("TRECHTER_SHARED_DATA").map_or_else(beside, PathBuf::from);
    let folder = root.join(folder);
    if folder.is_dir() {
        return Some(folder);
    }
    eprintln!("not tested: {} is not there (TRECHTER_SHARED_DATA names the folder)", folder.display());
    None
}

/// What is known about an export.
pub fn expected(folder: &Path) -> Value {
    serde_json::from_slice(&std::fs::read(folder.join("expected.json")).unwrap()).unwrap()
}

/// A mapping that ships with the program.
pub fn example(name: &str) -> Mapping {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/import").join(name);
    Mapping::from_toml(&std::fs::read_to_string(path).unwrap())
        .unwrap_or_else(|error| panic!("{name}: {error}"))
}

pub fn mapping(text: &str) -> Mapping {
    Mapping::from_toml(text).unwrap_or_else(|error| panic!("{error}"))
}

/// Files of a folder, or texts given with a name.
pub fn files(folder: &Path, names: &[&str]) -> Vec<(String, Vec<u8>)> {
    names.iter().map(|name| ((*name).to_owned(), std::fs::read(folder.join(name)).unwrap())).collect()
}

pub fn texts(files: &[(&str, &str)]) -> Vec<(String, Vec<u8>)> {
    files.iter().map(|(name, text)| ((*name).to_owned(), text.as_bytes().to_vec())).collect()
}

pub fn desk(app: &TestApp) -> Desk {
    Desk {
        app: app.app.clone(),
        workspace: app.workspace,
        member: Some(app.owner.id.parse().unwrap()),
        id: BatchId(app.app.ids.id()),
    }
}

/// An import that has its files and waits.
pub async fn taken(app: &TestApp, mapping: Option<Mapping>, files: Vec<(String, Vec<u8>)>) -> (Desk, Import) {
    let desk = desk(app);
    let import = job::take_in(&desk, files, mapping).await.unwrap_or_else(|stop| panic!("{stop:?}"));
    (desk, import)
}

pub async fn work(desk: &Desk, state: State) -> ImportView {
    let from: &'static [State] = match state {
        State::Undoing => &[State::Finished, State::Cancelled, State::Failed],
        _ => &[State::Draft],
    };
    desk.change(from, move |import| import.state = state).await.unwrap();
    desk.clone().work(state).await;
    view(desk).await
}

pub async fn view(desk: &Desk) -> ImportView {
    let id = desk.id;
    desk.app.store.read(desk.workspace, move |tx| Import::load(tx, id)).await.unwrap().view()
}

/// Runs an import to its end.
pub async fn import(app: &TestApp, mapping: Mapping, files: Vec<(String, Vec<u8>)>) -> ImportView {
    let (desk, _) = taken(app, Some(mapping), files).await;
    let view = work(&desk, State::Running).await;
    assert_eq!(view.state, State::Finished, "{:?}", view.error);
    view
}

/// All records of a kind that an import made.
pub async fn records<R: Stored>(app: &TestApp) -> Vec<R> {
    let all = app.app.store.read(app.workspace, move |tx| {
        let mut ids = Vec::new();
        // What an undo kept belongs to no import any more.
        let own = tx.batches(1_000)?.into_iter().map(|batch| batch.id);
        for batch in own.chain([BatchId::default()]) {
            ids.extend(
                tx.imported_by(batch, 10_000_000)?
                    .into_iter()
                    .filter(|row| row.kind == R::KIND)
                    .map(|row| row.subject),
            );
        }
        ids.sort_unstable();
        ids.dedup();
        tx.load_all::<R>(&ids)
    });
    all.await.unwrap()
}

/// Names of a list's entries by id.
pub async fn catalogue(app: &TestApp) -> std::sync::Arc<trechter_domain::Catalogue> {
    app.app.store.read(app.workspace, |tx| Ok(tx.catalogue())).await.unwrap()
}

pub async fn seq(app: &TestApp) -> i64 {
    app.app.store.read(app.workspace, |tx| Ok(tx.seq())).await.unwrap()
}

/// How often a remark was made.
pub fn remarks(view: &ImportView, kind: NoteKind, code: &str) -> u64 {
    let report = view.report.as_ref().unwrap();
    report.remarks.get(&kind).and_then(|codes| codes.get(code)).copied().unwrap_or(0)
}

/// Sums by some key.
pub fn tally<K: Ord, T>(
    items: &[T],
    key: impl Fn(&T) -> K,
    value: impl Fn(&T) -> i64,
) -> BTreeMap<K, (i64, i64)> {
    let mut sums = BTreeMap::new();
    for item in items {
        let (count, sum) = sums.entry(key(item)).or_insert((0, 0));
        *count += 1;
        *sum += value(item);
    }
    sums
}

/// The last event of a kind about the batch itself.
pub async fn batch_events(app: &TestApp, id: BatchId) -> Vec<trechter_domain::EventKind> {
    let events =
        app.app.store.read(app.workspace, move |tx| tx.events_of_batch(id, 0, 1_000_000)).await.unwrap();
    let own = events.into_iter().filter(|event| event.event.subject.kind == Kind::Batch);
    own.map(|event| event.event.kind).collect()
}
