//! The undo of a whole import.

use serde_json::json;
use trechter_domain::event::EventKind;
use trechter_domain::permission::Reach;
use trechter_domain::record::{Company, Deal};
use trechter_server::import::report::{NoteKind, State};

use crate::bench::*;
use crate::harness::{TestApp, on_every_engine};
use crate::small::{COMPANIES, company, edit, shop, shop_files};

async fn counts(app: &TestApp) -> (i64, i64) {
    let read = app.app.store.read(app.workspace, |tx| {
        Ok((tx.totals::<Company>(&Reach::All, &[])?.count, tx.totals::<Deal>(&Reach::All, &[])?.count))
    });
    read.await.unwrap()
}

async fn undo(app: &TestApp, id: trechter_domain::BatchId) -> trechter_server::import::report::ImportView {
    let desk = job_desk(app, id);
    let view = work(&desk, State::Undoing).await;
    assert_eq!(view.state, State::Undone, "{:?}", view.error);
    view
}

fn job_desk(app: &TestApp, id: trechter_domain::BatchId) -> trechter_server::import::job::Desk {
    trechter_server::import::job::Desk { id, ..desk(app) }
}

#[test]
fn an_undone_import_leaves_nothing_and_can_come_again() {
    on_every_engine(async |app| {
        let before = catalogue(&app).await;
        let first = import(&app, shop(), shop_files()).await;
        assert_eq!(counts(&app).await, (2, 3));
        let undone = undo(&app, first.id).await;
        assert_eq!(counts(&app).await, (0, 0));
        assert!(!undone.report.unwrap().remarks.contains_key(&NoteKind::Kept));
        let used =
            catalogue(&app).await.pipelines.iter().filter(|pipeline| pipeline.removed_at.is_none()).count();
        assert_eq!(used, before.pipelines.len(), "its pipeline is no longer offered");
        assert_eq!(batch_events(&app, first.id).await.last(), Some(&EventKind::BatchUndone));
        let again = import(&app, shop(), shop_files()).await;
        assert_eq!(again.report.unwrap().total().created, 5);
        assert_eq!(counts(&app).await, (2, 3));
    });
}

#[test]
fn what_was_edited_since_is_kept_with_what_it_points_at() {
    on_every_engine(async |app| {
        let first = import(&app, shop(), shop_files()).await;
        let deals: Vec<Deal> = records(&app).await;
        let oven = deals.iter().find(|deal| deal.title == "Oven").unwrap();
        edit::<Deal>(&app, oven.id.0, json!({ "notes": "Belt maandag terug" })).await;
        let undone = undo(&app, first.id).await;
        assert_eq!(counts(&app).await, (1, 1), "the deal and its company");
        assert_eq!(remarks(&undone, NoteKind::Kept, "import_kept"), 2);
        let left = company(&app, "Bakkerij Smits").await;
        assert_eq!(Some(left.id), oven.company);
        let again = import(&app, shop(), shop_files()).await;
        let total = again.report.unwrap().total();
        assert_eq!((total.created, total.unchanged), (3, 2), "what was kept is known");
    });
}

#[test]
fn a_later_import_is_undone_without_touching_the_first() {
    on_every_engine(async |app| {
        import(&app, shop(), shop_files()).await;
        let later = texts(&[("bedrijven.csv", &COMPANIES.replace("Gent", "Aalst"))]);
        let second = import(&app, shop(), later.clone()).await;
        assert_eq!(company(&app, "Bakkerij Smits").await.address.city.as_deref(), Some("Aalst"));
        undo(&app, second.id).await;
        assert_eq!(company(&app, "Bakkerij Smits").await.address.city.as_deref(), Some("Gent"));
        assert_eq!(counts(&app).await, (2, 3));
        let third = import(&app, shop(), later).await;
        assert_eq!(third.report.unwrap().total().changed, 1, "the change comes again");
    });
}
