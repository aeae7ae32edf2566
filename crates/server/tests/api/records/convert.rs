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
