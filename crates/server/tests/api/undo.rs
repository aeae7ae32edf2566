//! What is taken back, and what no longer can be.

use serde_json::{Value, json};
use trechter_domain::Origin;
use trechter_domain::decide;
use trechter_domain::permission::Act;
use trechter_domain::record::Activity;
use trechter_server::caller::Deed;

use crate::harness::{Reply, id, on_every_engine, version};

#[track_caller]
fn seq(reply: &Reply) -> i64 {
    reply.header("trechter-seq").parse().unwrap()
}

#[test]
fn a_record_that_others_hang_on_does_not_disappear_by_undo() {
    on_every_engine(async |app| {
        let bram = app.seller("Bram").await;
        let company = bram.post("/companies", json!({ "name": "Smits" })).await;
        let first = seq(&company);
        let company = id(&company.is(201));
        let contact = bram.post("/contacts", json!({ "last_name": "Jan", "company": company })).await;
        let second = seq(&contact);
        let contact = contact.is(201);

        bram.post("/undo", json!({ "seqs": [first] })).await.refused(409, "changed_since");
        let path = format!("/contacts/{}", id(&contact));
        bram.delete(&path, version(&contact)).await.ok();
        // From the bin it may come out again.
        bram.post("/undo", json!({ "seqs": [first] })).await.refused(409, "changed_since");
        bram.get(&format!("/companies/{company}")).await.ok();
        let restored = bram.post(&format!("{path}/restore"), json!({})).await;
        let events = [first, second, seq(&restored) - 1, seq(&restored)];
        let undone = bram.post("/undo", json!({ "seqs": events })).await.ok();
        assert_eq!(undone["gone"], json!([company, id(&contact)]));
        bram.get(&format!("/companies/{company}")).await.refused(404, "not_found");
    });
}

#[test]
fn a_bulk_change_is_taken_back_whole_by_any_number_of_its_events() {
    on_every_engine(async |app| {
        let bram = app.seller("Bram").await;
        let mut ids = Vec::new();
        for title in ["Een", "Twee", "Drie"] {
            ids.push(id(&bram.creates("deals", json!({ "title": title })).await));
        }
        let change = json!({ "ids": ids, "change": { "patch": { "gut_feeling": 80 } } });
        let changed = bram.post("/deals/bulk", change).await;
        let last = seq(&changed);
        changed.ok();
        let undone = bram.post("/undo", json!({ "seqs": [last, last - 2, last] })).await.ok();
        assert_eq!(undone["changed"].as_array().unwrap().len(), 3);
        let deal = bram.get(&format!("/deals/{}", ids[0])).await.ok();
        assert_eq!(deal["item"]["gut_feeling"], Value::Null);
        bram.post("/undo", json!({ "seqs": [last, last + 1_000] })).await.refused(404, "not_found");
    });
}

#[test]
fn a_branch_is_merged_into_its_company_and_its_bin_goes_along() {
    on_every_engine(async |app| {
        let bram = app.seller("Bram").await;
        let parent = id(&bram.creates("companies", json!({ "name": "Smits" })).await);
        let branch = json!({ "name": "Smits Zuid", "parent": parent });
        let branch = id(&bram.creates("companies", branch).await);
        let contact = bram.creates("contacts", json!({ "last_name": "Jan", "company": branch })).await;
        let contact_path = format!("/contacts/{}", id(&contact));
        bram.delete(&contact_path, version(&contact)).await.ok();

        let merged = bram.post(&format!("/companies/{parent}/merge"), json!({ "absorbed": branch })).await;
        let last = seq(&merged);
        assert_eq!(merged.ok()["parent"], Value::Null, "nothing belongs to itself");
        let restored = bram.post(&format!("{contact_path}/restore"), json!({})).await.ok();
        assert_eq!(restored["company"], parent, "what comes out of the bin hangs on the survivor");

        bram.post("/undo", json!({ "seqs": [last] })).await.ok();
        assert_eq!(bram.get(&contact_path).await.ok()["item"]["company"], branch);
        assert_eq!(bram.get(&format!("/companies/{branch}")).await.ok()["item"]["parent"], parent);
    });
}

#[test]
fn a_company_may_be_merged_into_its_branch() {
    on_every_engine(async |app| {
        let bram = app.seller("Bram").await;
        let parent = id(&bram.creates("companies", json!({ "name": "Smits" })).await);
        let branch = json!({ "name": "Smits Zuid", "parent": parent });
        let branch = id(&bram.creates("companies", branch).await);
        let merged = bram.post(&format!("/companies/{branch}/merge"), json!({ "absorbed": parent })).await;
        assert_eq!(merged.ok()["parent"], Value::Null);
    });
}

/// More than a timeline shows: what happened last is what is shown.
#[test]
fn a_long_story_loses_its_beginning_not_its_end() {
    on_every_engine(async |app| {
        let bram = app.seller("Bram").await;
        let company = id(&bram.creates("companies", json!({ "name": "Smits" })).await);
        let deed = Deed::new(&app.app, Some(bram.id.parse().unwrap()), Origin::Member, Act::WriteRecords);
        let to = company.clone();
        let written = app.app.store.write(app.workspace, move |tx| {
            let catalogue = tx.catalogue();
            for number in 0..299 {
                let note = json!({ "kind": "note", "subject": format!("nr {number}"), "company": to, "owner": deed.actor });
                let note = decide::create::<Activity>(&deed.ctx(&catalogue), deed.id(), note.as_object().unwrap())?;
                tx.save(&note)?;
            }
            Ok(())
        });
        written.await.unwrap();
        app.clock.advance(1_000);
        for title in ["Eerste deal", "Tweede deal"] {
            bram.creates("deals", json!({ "title": title, "company": company })).await;
        }
        app.clock.advance(1_000);
        let last =
            bram.creates("activities", json!({ "kind": "note", "subject": "Gebeld", "company": company }));
        let last = id(&last.await);
        let page = bram.get(&format!("/companies/{company}/timeline?limit=3")).await.ok();
        let subjects: Vec<&str> = page["items"]
            .as_array()
            .unwrap()
            .iter()
            .map(|item| item["subject"]["id"].as_str().unwrap())
            .collect();
        assert_eq!(subjects[0], last);
    });
}

#[test]
fn what_was_told_late_counts_once_the_later_move_is_taken_back() {
    on_every_engine(async |app| {
        let (bram, stages) = (app.seller("Bram").await, app.stages().await);
        let path = format!("/deals/{}", id(&bram.creates("deals", json!({ "title": "Kantoor" })).await));
        app.clock.advance(60_000);
        let earlier =
            bram.post(&format!("{path}/move"), json!({ "stage": stages[0] })).await.ok()["updated_at"]
                .clone();
        app.clock.advance(60_000);
        let moved = bram.post(&format!("{path}/move"), json!({ "stage": stages[3] })).await;
        app.clock.advance(60_000);
        let late: trechter_domain::Instant = earlier.as_str().unwrap().parse().unwrap();
        let late = trechter_domain::Instant(late.0 + 30_000);
        let body = json!({ "stage": stages[2], "occurred_at": late });
        assert_eq!(bram.post(&format!("{path}/move"), body).await.ok()["stage"], stages[3].as_str());
        bram.post("/undo", json!({ "seqs": [seq(&moved)] })).await.ok();
        let deal = &bram.get(&path).await.ok()["item"];
        assert_eq!(deal["stage"], stages[2].as_str(), "what happened in between is what is left");
        assert_eq!(deal["since"]["stage"], json!(late));
    });
}
