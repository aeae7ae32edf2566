//! Merging, and taking back.

use serde_json::json;
use trechter_domain::decide::{self, Decided, edit, merge_records, undo_events};
use trechter_domain::event::{EventKind, Kind, NewEvent, Subject};
use trechter_domain::fold;
use trechter_domain::record::{Company, Contact, Deal, Record};

use crate::desk::{Desk, id, numbered, object};

fn two(desk: &Desk) -> (Company, Company) {
    let survivor =
        json!({ "name": "Smits", "owner": id("anna"), "address": { "city": "Gent" }, "tags": [id("warm")] });
    let absorbed = json!({
        "name": "Smits BV", "owner": id("bram"), "website": "smits.nl", "address": { "street": "Dam 1", "city": "Brugge" },
        "employees": 5,
    });
    (desk.made("company", survivor), desk.made("company2", absorbed))
}

#[test]
fn the_survivor_keeps_its_own_and_takes_what_it_lacks_or_what_is_chosen() {
    let desk = Desk::new();
    let (survivor, absorbed) = two(&desk);
    let merge = desk.with(|ctx| merge_records(ctx, &survivor, &absorbed, &[], &[id("contact")]));
    let merge = merge.unwrap();
    let told = desk.told(Some(&survivor), &Ok(merge.survivor));
    assert_eq!(
        told,
        "merged v2 address:{city:Gent,postal_code:null,street:null}>{city:Gent,postal_code:null,street:Dam 1} \
         employees:null>5 website:null>smits.nl (absorbed company2) (repointed [contact])"
    );
    assert_eq!(desk.told(Some(&absorbed), &Ok(merge.absorbed)), "absorbed v2 merged_into:null>company");

    let take = ["owner".to_owned(), "name".to_owned()];
    let merge = desk.with(|ctx| merge_records(ctx, &survivor, &absorbed, &take, &[])).unwrap();
    let merged = merge.survivor.record;
    assert_eq!((merged.name.as_str(), merged.owner), ("Smits BV", Some(id("bram").into())));
}

#[test]
fn a_merge_that_changes_no_field_is_told_too() {
    let desk = Desk::new();
    let twin: Company = desk.made("company2", json!({ "name": "Smits" }));
    let survivor: Company = desk.made("company", json!({ "name": "Smits" }));
    let merge = desk.with(|ctx| merge_records(ctx, &survivor, &twin, &[], &[])).unwrap();
    let told = desk.told(Some(&survivor), &Ok(merge.survivor));
    assert_eq!(told, "merged v2 (absorbed company2) (repointed [])");
}

#[test]
fn what_cannot_be_merged() {
    let desk = Desk::new();
    let (survivor, absorbed) = two(&desk);
    let binned = desk.with(|ctx| decide::remove(ctx, &absorbed).unwrap().record);
    let merged = desk.with(|ctx| merge_records(ctx, &survivor, &absorbed, &[], &[]).unwrap().absorbed.record);
    for (other, take, expected) in [
        (&survivor, "name", "invalid; absorbed: points_at_itself"),
        (&binned, "name", "removed"),
        (&merged, "name", "merged_already"),
        (&absorbed, "version", "invalid; take: unknown_field"),
    ] {
        let refused =
            desk.with(|ctx| merge_records(ctx, &survivor, other, &[take.to_owned()], &[]).unwrap_err());
        assert_eq!(refused.to_string(), expected);
    }
    desk.check(&merged, |ctx, company| edit(ctx, company, object(&json!({ "name": "B" }))), "merged_already");
}

/// Lets a contact follow a merge, as the server does.
fn repointed(desk: &Desk, contact: &Contact) -> Decided<Contact> {
    let mut after = contact.clone();
    assert!(after.relink(Subject { kind: Kind::Company, id: id("company2") }, id("company")));
    desk.with(|ctx| {
        let event = fold::event(ctx, Some(contact), &after, EventKind::Repointed).unwrap();
        let record = fold::apply(Some(contact.clone()), &event).unwrap().unwrap();
        Decided { record, events: vec![event] }
    })
}

#[test]
fn unmerging_gives_both_back_with_what_pointed_at_them() {
    let desk = Desk::new();
    let (survivor, absorbed) = two(&desk);
    let contact: Contact = desk.made("contact", json!({ "last_name": "Vos", "company": id("company2") }));
    let follow = repointed(&desk, &contact);
    assert_eq!(follow.record.company, Some(survivor.id));
    let merge = desk.with(|ctx| merge_records(ctx, &survivor, &absorbed, &[], &[contact.id.0])).unwrap();
    // What was added to the survivor since stays: other fields than the merge's.
    let since =
        desk.with(|ctx| edit(ctx, &merge.survivor.record, object(&json!({ "notes": "Later" }))).unwrap());

    let undone =
        desk.with(|ctx| undo_events(ctx, &since.record, &numbered(&merge.survivor.events), &[]).unwrap());
    let back = undone.record.unwrap();
    assert_eq!((back.address, back.website, back.employees), (survivor.address.clone(), None, None));
    assert_eq!(back.notes.as_deref(), Some("Later"));
    let undone = desk.with(|ctx| {
        undo_events(ctx, &merge.absorbed.record, &numbered(&merge.absorbed.events), &[]).unwrap()
    });
    assert_eq!(undone.record.unwrap().merged_into, None);
    let undone = desk.with(|ctx| undo_events(ctx, &follow.record, &numbered(&follow.events), &[]).unwrap());
    assert_eq!(undone.record.unwrap().company, contact.company);
}

/// Undoes the last `count` events of a deal that was changed step by step.
fn check_undo(steps: &[serde_json::Value], undo: std::ops::Range<usize>, expected: &str) {
    let desk = Desk::new();
    let mut deal = desk.deal(json!({}));
    let mut events: Vec<NewEvent> = Vec::new();
    for step in steps {
        let decided = desk.with(|ctx| edit(ctx, &deal, object(step)).unwrap());
        deal = decided.record;
        events.extend(decided.events);
    }
    let undone = desk.with(|ctx| undo_events(ctx, &deal, &numbered(&events)[undo], &[]));
    let told = undone.map(|decided| Decided { record: decided.record.unwrap(), events: decided.events });
    assert_eq!(desk.told(Some(&deal), &told), expected);
}

#[test]
fn undo_puts_back_what_was_unless_somebody_changed_it_since() {
    let a = json!({ "title": "A", "gut_feeling": 10 });
    let b = json!({ "title": "B" });
    let c = json!({ "notes": "C", "tags": [id("warm")] });
    let steps = [a, b, c];
    check_undo(&steps, 2..3, "retracted v5 notes:C>null tags:[warm]>[] (seqs [3])");
    check_undo(&steps, 1..2, "retracted v5 title:B>A (seqs [2])");
    check_undo(&steps, 0..2, "retracted v5 gut_feeling:10>null title:B>Oven (seqs [1,2])");
    check_undo(&steps, 0..1, "changed_since; title: changed_since");
    let custom = [json!({ "custom": { "size": 1 } }), json!({ "custom": { "size": 2, "vip": true } })];
    check_undo(&custom, 1..2, "retracted v4 custom.size:2>1 custom.vip:true>null (seqs [2])");
    check_undo(&custom, 0..2, "retracted v4 custom.size:2>null custom.vip:true>null (seqs [1,2])");
}

#[test]
fn lines_are_put_back_with_their_words() {
    let plain = json!({ "lines": [{ "quantity": "1", "unit_price": 5 }] });
    let wordy = json!({ "lines": [{ "quantity": "1", "unit_price": 5, "description": "Oven" }] });
    let none = json!({ "lines": [] });
    let desk = Desk::new();
    let steps = [plain, wordy, none];
    let mut deals = vec![desk.deal(json!({}))];
    let mut events = Vec::new();
    for step in &steps {
        let decided = desk.with(|ctx| edit(ctx, deals.last().unwrap(), object(step)).unwrap());
        let data = serde_json::to_string(&decided.events[0].data).unwrap();
        assert!(!data.contains("Oven"), "words are personal: {data}");
        deals.push(decided.record);
        events.extend(decided.events);
    }
    for kept in 0..steps.len() {
        let undone = desk.with(|ctx| undo_events(ctx, &deals[3], &numbered(&events)[kept..], &[]).unwrap());
        assert_eq!(undone.record.unwrap().lines, deals[kept].lines, "back to step {kept}");
    }
}

#[test]
fn undoing_a_creation_makes_the_record_disappear_unless_somebody_worked_on_it() {
    let desk = Desk::new();
    let fields = json!({ "title": "Oven", "pipeline": id("new"), "stage": id("a") });
    let made = desk.with(|ctx| decide::create::<Deal>(ctx, id("deal"), object(&fields)).unwrap());
    let undone = desk.with(|ctx| undo_events(ctx, &made.record, &numbered(&made.events), &[]).unwrap());
    assert_eq!(undone.record, None);
    assert_eq!(fold::apply(Some(made.record.clone()), &undone.events[0]).unwrap(), None);

    let edited = desk.with(|ctx| edit(ctx, &made.record, object(&json!({ "notes": "Werk" }))).unwrap());
    let refused =
        desk.with(|ctx| undo_events(ctx, &edited.record, &numbered(&made.events), &[]).unwrap_err());
    assert_eq!(refused.to_string(), "changed_since");
    let all: Vec<NewEvent> = made.events.into_iter().chain(edited.events).collect();
    let undone = desk.with(|ctx| undo_events(ctx, &edited.record, &numbered(&all), &[]).unwrap());
    assert_eq!(undone.record, None);
}
