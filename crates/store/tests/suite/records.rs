//! Create, load, patch: what is saved is what is loaded.

use serde_json::json;
use trechter_domain::decide;
use trechter_domain::record::{Activity, Company, Contact, Deal, Lead};
use trechter_store::Stored;

use crate::home::{Home, both, refusal};

#[test]
fn a_record_of_every_kind_is_loaded_as_it_was_saved() {
    both(async |home| {
        let s = home.setup();
        let company = home
            .create::<Company>(json!({
                "name": "Bakkerij Smits B.V.", "owner": s.anna, "email": "info@smits.nl", "phone": "020-1234567",
                "address": { "street": "Dam 1", "city": "Amsterdam" }, "region": "Noord", "employees": 12,
                "annual_revenue": { "amount": 120_000_000, "currency": "EUR" }, "origin": { "source": s.source },
                "customer_since": "2019-04-01", "tags": [s.tags[0]],
            }))
            .await;
        let contact = home
            .create::<Contact>(json!({
                "first_name": "Anneke", "last_name": "de Böer", "company": company.id,
                "emails": [{ "value": "anneke@smits.nl", "label": "work" }], "phones": [{ "value": "06 12345678" }],
            }))
            .await;
        let lead = home
            .create::<Lead>(
                json!({ "company_name": "Café Müller", "value": { "amount": 5, "currency": "USD" } }),
            )
            .await;
        let deal = home
            .create::<Deal>(json!({
                "title": "Oven", "pipeline": s.pipeline, "stage": s.stages[0], "company": company.id,
                "contact": contact.id, "lead": lead.id, "expected_close": "2026-06-30", "gut_feeling": 40,
                "lines": [{ "description": "Oven", "quantity": "1.5", "unit_price": 1001, "discount": "10" }],
                "custom": {
                    "region": "zuid", "size": 3.5, "budget": { "amount": 1, "currency": "EUR" }, "remark": "Let op",
                    "since": "2020-01-01", "marks": ["noord", "zuid"], "vip": true, "buddy": s.bram,
                    "site": "https://smits.nl",
                },
            }))
            .await;
        let activity = home
            .create::<Activity>(json!({ "kind": "call", "subject": "Bellen", "deal": deal.id, "due_at": "2026-03-02T10:00:00Z" }))
            .await;
        assert_eq!(deal.value.unwrap().amount, 1351, "lines are summed, half to even");
        same(&home, company).await;
        same(&home, contact).await;
        same(&home, lead).await;
        same(&home, deal).await;
        same(&home, activity).await;
    });
}

async fn same<R: Stored>(home: &Home, record: R) {
    let loaded = home.load::<R>(record.id()).await;
    assert_eq!(loaded, Some(record));
}

#[test]
fn a_patch_changes_what_it_names_and_raises_the_version() {
    both(async |home| {
        let company = home
            .create::<Company>(
                json!({ "name": "Smits", "notes": "a", "address": { "street": "Dam 1", "city": "Gent" } }),
            )
            .await;
        assert_eq!(company.version, 1);
        let patch = json!({ "name": "Smits & Zn", "notes": null, "address": { "city": "Brugge" } });
        let changed = home.edit::<Company>(company.id, patch).await;
        assert_eq!((changed.version, changed.name.as_str()), (2, "Smits & Zn"));
        assert_eq!(changed.notes, None);
        assert_eq!(changed.address.street.as_deref(), Some("Dam 1"));
        assert_eq!(changed.address.city.as_deref(), Some("Brugge"));
        assert_eq!(home.load::<Company>(company.id).await, Some(changed.clone()));
        let same = home.edit::<Company>(company.id, json!({ "name": "Smits & Zn" })).await;
        assert_eq!(same.version, 2, "nothing differed, nothing was written");
        let found = home.read(move |tx| tx.subjects(&[company.id.0])).await.unwrap();
        assert_eq!(found[&company.id.0].reference.title, "Smits & Zn");
    });
}

#[test]
fn several_are_loaded_at_once_and_unknown_ids_are_left_out() {
    both(async |home| {
        let mut ids = Vec::new();
        for i in 0..70 {
            ids.push(home.create::<Company>(json!({ "name": format!("Bedrijf {i}") })).await.id.0);
        }
        ids.push(home.desk.id());
        let asked = ids.clone();
        let read = home.read(move |tx| tx.load_all::<Company>(&asked)).await.unwrap();
        let written = home.write(move |tx, _| tx.load_all::<Company>(&ids)).await.unwrap().value;
        assert_eq!((read.len(), written.len()), (70, 70));
    });
}

#[test]
fn a_refusal_writes_nothing() {
    both(async |home| {
        let before = home.seq().await;
        let outcome = home
            .write(|tx, ctx| {
                let made = decide::create::<Company>(
                    ctx,
                    (ctx.ids)(),
                    crate::home::object(&json!({ "name": "A" })),
                )?;
                tx.save(&made)?;
                tx.load::<Company>(made.record.id)?.expect("it sees its own write");
                let bad =
                    decide::edit(ctx, &made.record, crate::home::object(&json!({ "name": " ", "x": 1 })))?;
                tx.save(&bad)
            })
            .await;
        assert_eq!(refusal(outcome), "invalid; x: unknown_field");
        assert_eq!(home.seq().await, before);
        let all = home.read(|tx| tx.totals::<Company>(&trechter_domain::permission::Reach::All, &[])).await;
        assert_eq!(all.unwrap().count, 0);
    });
}

#[test]
fn text_with_any_character_is_kept() {
    both(async |home| {
        let name = "a\u{0}b \u{1F980} \\ ' \" % _ 漢字";
        let company = home.create::<Company>(json!({ "name": name })).await;
        assert_eq!(home.load::<Company>(company.id).await.unwrap().name, company.name);
        let filter = trechter_store::Filter {
            field: "name".into(),
            op: trechter_store::Op::Eq,
            values: vec![name.to_owned()],
        };
        let totals = home
            .read(move |tx| tx.totals::<Company>(&trechter_domain::permission::Reach::All, &[filter]))
            .await
            .unwrap();
        assert_eq!(totals.count, 1);
    });
}
