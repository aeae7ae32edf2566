use serde_json::json;

use crate::harness::{id, on_every_engine};

#[test]
fn a_lead_becomes_contact_company_and_deal_with_its_source() {
    on_every_engine(async |app| {
        let bram = app.seller("Bram").await;
        let source = id(&app.catalogue().await["sources"][0]);
        let lead = json!({
            "title": "Nieuw dak", "first_name": "Ann", "last_name": "Maes", "company_name": "Dakwerken Maes",
            "email": "ann@maes.be", "origin": { "source": source }, "value": { "amount": 500, "currency": "EUR" },
        });
        let lead = id(&bram.creates("leads", lead).await);
        bram.post(&format!("/leads/{lead}/contact"), json!({})).await.ok();
        app.clock.advance(1_000);
        let path = format!("/leads/{lead}/convert");
        let made = bram.ask("POST", &path).json(json!({})).once("k").await.ok();
        assert_eq!(made["lead"]["status"], "qualified");
        let deal = &made["deal"];
        assert_eq!((&deal["title"], &deal["origin"]["source"]), (&json!("Nieuw dak"), &json!(source)));
        assert_eq!((&deal["owner"], &deal["lead"]), (&json!(bram.id), &json!(lead)));
        assert_eq!(bram.lists("/contacts").await, [deal["contact"].as_str().unwrap()]);
        assert_eq!(bram.lists("/companies").await, [deal["company"].as_str().unwrap()]);
        assert_eq!(bram.ask("POST", &path).json(json!({})).once("k").await.ok()["deal"]["id"], deal["id"]);
        bram.post(&path, json!({})).await.refused(409, "lead_closed");

        // The same company and person again are the known ones.
        let again = json!({ "company_name": "dakwerken maes", "email": "ANN@maes.be", "last_name": "Maes" });
        let again = id(&bram.creates("leads", again).await);
        let second = bram.post(&format!("/leads/{again}/convert"), json!({})).await.ok();
        assert_eq!(second["deal"]["company"], deal["company"]);
        assert_eq!(second["deal"]["contact"], deal["contact"]);
        // The story of the deal begins with its lead.
        let story = bram.get(&format!("/deals/{}/timeline", id(deal))).await.ok();
        let kinds: Vec<&str> =
            story["items"].as_array().unwrap().iter().map(|item| item["kind"].as_str().unwrap()).collect();
        assert!(kinds.contains(&"contacted") && kinds.contains(&"converted"), "{kinds:?}");
    });
}

#[test]
fn a_company_that_the_seller_may_not_see_is_not_found_for_him() {
    on_every_engine(async |app| {
        let bram = app.seller("Bram").sees("own").await;
        app.owner.creates("companies", json!({ "name": "Geheim BV" })).await;
        let lead = id(&bram.creates("leads", json!({ "company_name": "Geheim BV" })).await);
        let made = bram.post(&format!("/leads/{lead}/convert"), json!({})).await.ok();
        assert_eq!(bram.lists("/companies").await, [made["deal"]["company"].as_str().unwrap()]);
        assert_eq!(app.owner.lists("/companies").await.len(), 2);
    });
}

#[test]
fn a_conversion_is_taken_back_whole_from_any_of_its_records() {
    on_every_engine(async |app| {
        let bram = app.seller("Bram").await;
        let fields = json!({ "last_name": "Maes", "company_name": "Dakwerken Maes", "email": "ann@maes.be" });
        for from in ["lead", "deal", "company"] {
            let lead = id(&bram.creates("leads", fields.clone()).await);
            let made = bram.post(&format!("/leads/{lead}/convert"), json!({})).await.ok();
            let subject = match from {
                "lead" => lead.clone(),
                "deal" => id(&made["deal"]),
                from => made["deal"][from].as_str().unwrap().to_owned(),
            };
            let plural = if from == "company" { "companies".into() } else { format!("{from}s") };
            let story = bram.get(&format!("/{plural}/{subject}/timeline")).await.ok();
            let last = story["items"]
                .as_array()
                .unwrap()
                .iter()
                .find(|item| item["subject"]["id"] == subject.as_str());
            let undone = bram.post("/undo", json!({ "seqs": [last.unwrap()["seq"]] })).await.ok();
            assert_eq!(undone["gone"].as_array().unwrap().len(), 3, "{from}: {undone}");
            assert_eq!(undone["changed"], json!([lead]));
            for plural in ["companies", "contacts", "deals"] {
                assert!(
                    bram.lists(&format!("/{plural}")).await.is_empty(),
                    "{plural} after undo from {from}"
                );
            }
            let lead = &bram.get(&format!("/leads/{lead}")).await.ok()["item"];
            assert_eq!(
                (&lead["status"], &lead["deal"], &lead["company"]),
                (&json!("new"), &json!(null), &json!(null))
            );
        }
    });
}

#[test]
fn a_conversion_whose_deal_was_edited_since_stays() {
    on_every_engine(async |app| {
        let bram = app.seller("Bram").await;
        let lead = id(&bram.creates("leads", json!({ "last_name": "Maes", "title": "Nieuw dak" })).await);
        let made = bram.post(&format!("/leads/{lead}/convert"), json!({})).await;
        let seq: i64 = made.header("trechter-seq").parse().unwrap();
        let deal = made.ok()["deal"].clone();
        let path = format!("/deals/{}", id(&deal));
        bram.patch(&path, 1, json!({ "title": "Plat dak" })).await.ok();
        let refused = bram.post("/undo", json!({ "seqs": [seq] })).await.refused(409, "changed_since");
        assert!(refused["detail"].as_str().unwrap().contains("Plat dak"), "{refused}");
        assert_eq!(refused["params"]["subject"], json!({ "kind": "deal", "id": deal["id"] }));
        assert_eq!(refused["params"]["current"]["title"], "Plat dak");
        assert_eq!(bram.get(&format!("/leads/{lead}")).await.ok()["item"]["deal"], deal["id"]);

        // Used by something else since: the same.
        let lead = id(&bram.creates("leads", json!({ "last_name": "Vos", "company_name": "Vos BV" })).await);
        let made = bram.post(&format!("/leads/{lead}/convert"), json!({})).await;
        let seq: i64 = made.header("trechter-seq").parse().unwrap();
        let company = made.ok()["deal"]["company"].clone();
        bram.creates("contacts", json!({ "last_name": "Piet", "company": company })).await;
        let refused = bram.post("/undo", json!({ "seqs": [seq] })).await.refused(409, "changed_since");
        assert!(refused["detail"].as_str().unwrap().contains("Vos BV"), "{refused}");
    });
}
