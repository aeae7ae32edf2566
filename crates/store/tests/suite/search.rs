//! Search: accents, beginnings, typing errors and the tails of phone numbers.

use serde_json::json;
use trechter_domain::decide;
use trechter_domain::event::Kind;
use trechter_domain::permission::Reach;
use trechter_domain::record::{Company, Contact, Deal, Lead};

use crate::home::{Home, both};

async fn found(home: &Home, typed: &str) -> Vec<String> {
    found_by(home, typed, Reach::All, &[]).await
}

async fn found_by(home: &Home, typed: &str, reach: Reach, kinds: &'static [Kind]) -> Vec<String> {
    let words = home.store.corrected(home.desk.workspace, typed).await.unwrap();
    let hits = home.read(move |tx| tx.search(&words, kinds, &reach, 20)).await.unwrap();
    hits.into_iter().map(|hit| hit.title).collect()
}

async fn people(home: &Home) {
    let s = home.setup();
    let smits = home
        .create::<Company>(json!({
            "name": "Bakkerij Smits B.V.", "owner": s.anna, "phone": "+31 (0)20-123 45 67",
            "address": { "city": "'s-Hertogenbosch" }, "website": "https://www.smits.nl",
        }))
        .await;
    home.create::<Contact>(json!({
        "first_name": "José", "last_name": "Müller-Šimić", "company": smits.id, "owner": s.bram,
        "emails": [{ "value": "jose@voorbeeld.be" }], "phones": [{ "value": "0475 12 34 56" }],
    }))
    .await;
    home.create::<Lead>(
        json!({ "last_name": "Verhoeven", "company_name": "Smeets & Zn", "phone": "0032 475 123456" }),
    )
    .await;
    home.create::<Deal>(json!({ "title": "Oven 2026-17", "pipeline": s.pipeline, "stage": s.stages[0] }))
        .await;
}

#[test]
fn records_are_found_whatever_the_accents_case_and_order() {
    both(async |home| {
        people(&home).await;
        for (typed, expected) in [
            ("smits", vec!["Bakkerij Smits B.V."]),
            ("SMITS bakk", vec!["Bakkerij Smits B.V."]),
            ("hertogenbosch", vec!["Bakkerij Smits B.V."]),
            ("jose muller", vec!["José Müller-Šimić"]),
            ("šimic", vec!["José Müller-Šimić"]),
            ("voorbeeld.be", vec!["José Müller-Šimić"]),
            ("verhoeven", vec!["Verhoeven, Smeets & Zn"]),
            ("oven 17", vec!["Oven 2026-17"]),
            ("smits oven", vec![]),
            ("", vec![]),
            ("  %_ ", vec![]),
        ] {
            assert_eq!(found(&home, typed).await, expected, "{typed}");
        }
    });
}

#[test]
fn typing_errors_are_forgiven() {
    both(async |home| {
        people(&home).await;
        for (typed, expected) in [
            ("smist", vec!["Bakkerij Smits B.V."]),
            ("bakerij", vec!["Bakkerij Smits B.V."]),
            ("verhoefen", vec!["Verhoeven, Smeets & Zn"]),
            ("verhofen", vec!["Verhoeven, Smeets & Zn"]),
            ("jsoé", vec!["José Müller-Šimić"]),
            ("xylofoon", vec![]),
        ] {
            assert_eq!(found(&home, typed).await, expected, "{typed}");
        }
        // A word that came after the dictionary was read is in it too, here and in another process.
        home.create::<Company>(json!({ "name": "Fietsenmaker" })).await;
        assert_eq!(found(&home, "fietsenmakr").await, ["Fietsenmaker"]);
        let twin = home.twin().await;
        assert_eq!(found(&twin, "fietsenmakr").await, ["Fietsenmaker"]);
        home.create::<Company>(json!({ "name": "Loodgieter" })).await;
        assert_eq!(found(&twin, "loodgeiter").await, ["Loodgieter"]);
    });
}

#[test]
fn a_phone_number_is_found_by_its_tail_however_it_is_written() {
    both(async |home| {
        people(&home).await;
        let smits = ["Bakkerij Smits B.V."];
        for typed in ["4567", "1234567", "020-1234567", "020 123 45 67", "+31201234567", "0031 20 123 4567"] {
            assert_eq!(found(&home, typed).await, smits, "{typed}");
        }
        let mobile = ["José Müller-Šimić", "Verhoeven, Smeets & Zn"];
        for typed in ["+32 475 12 34 56", "0475/12.34.56", "123456"] {
            assert_eq!(found(&home, typed).await, mobile, "{typed}");
        }
        assert_eq!(found(&home, "456").await, [""; 0], "three digits are too few");
    });
}

#[test]
fn search_shows_what_the_reader_may_see_and_what_is_there() {
    both(async |home| {
        people(&home).await;
        let s = home.setup();
        let annas = Reach::Owners(vec![s.anna]);
        assert_eq!(found_by(&home, "muller", annas.clone(), &[]).await, [""; 0]);
        assert_eq!(found_by(&home, "smits", annas, &[]).await, ["Bakkerij Smits B.V."]);
        let leads = found_by(&home, "sme", Reach::All, &[Kind::Lead]).await;
        assert_eq!(leads, ["Verhoeven, Smeets & Zn"]);
        assert_eq!(found_by(&home, "sme", Reach::All, &[Kind::Deal]).await, [""; 0]);

        let company = home.create::<Company>(json!({ "name": "Tuinman" })).await;
        home.edit::<Company>(company.id, json!({ "name": "Hovenier" })).await;
        assert_eq!(found(&home, "tuinman").await, [""; 0]);
        assert_eq!(found(&home, "hoven").await, ["Hovenier"]);
        home.change::<Company>(company.id, decide::remove).await.unwrap();
        assert_eq!(found(&home, "hoven").await, [""; 0]);
    });
}

#[test]
fn a_very_long_search_is_answered_soon() {
    both(async |home| {
        people(&home).await;
        let long: Vec<String> = (0..300).map(|i| format!("woord{i}")).collect();
        assert_eq!(found(&home, &long.join(" ")).await, [""; 0]);
        assert_eq!(found(&home, &"smits ".repeat(300)).await, ["Bakkerij Smits B.V."]);
    });
}
