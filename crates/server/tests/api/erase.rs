//! A person is forgotten: names and words go everywhere, ids, times and amounts stay.

use std::io::Read;

use serde_json::{Value, json};
use trechter_server::app::App;
use trechter_server::backup::{backup, restore};
use trechter_server::erasure;

use crate::harness::{Person, TestApp, id, on_every_engine, on_sqlite};

/// Is in every name, address, text and file name of the person.
const SECRET: &str = "Zonneveld";

/// What anybody could find of the person: the whole archive, unpacked, and the search.
async fn everything(owner: &Person) -> String {
    let archive = owner.get("/export/workspace.zip").await;
    assert_eq!(archive.status, 200, "{}", archive.text());
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(archive.bytes.to_vec())).unwrap();
    let mut all = String::new();
    for place in 0..zip.len() {
        let mut part = zip.by_index(place).unwrap();
        let mut bytes = Vec::new();
        part.read_to_end(&mut bytes).unwrap();
        all.push_str(&String::from_utf8_lossy(&bytes));
    }
    all + &owner.get(&format!("/search?q={SECRET}")).await.text()
}

/// A lead that became contact, company and deal, with an activity and files; gives their ids.
async fn met(app: &TestApp) -> [String; 4] {
    let owner = &app.owner;
    app.adds("fields", json!({ "name": "Bijnaam", "slug": "bijnaam", "on": "contact", "kind": "text" }))
        .await;
    let lead = json!({
        "first_name": "Ann", "last_name": SECRET, "email": format!("ann@{SECRET}.nl"), "phone": "0612345678",
        "title": format!("Dak van {SECRET}"), "company_name": "Dakwerken", "notes": format!("mevrouw {SECRET}"),
        "region": "Noord", "value": { "amount": 500, "currency": "EUR" },
    });
    let lead = id(&owner.creates("leads", lead).await);
    app.clock.advance(1_000);
    let made = owner.post(&format!("/leads/{lead}/convert"), json!({})).await.ok();
    let (deal, contact) = (id(&made["deal"]), made["deal"]["contact"].as_str().unwrap().to_owned());
    let path = format!("/contacts/{contact}");
    let patch =
        json!({ "custom": { "bijnaam": SECRET }, "address": { "street": format!("{SECRET}straat 1") } });
    owner.patch(&path, 1, patch).await.ok();
    let call = json!({
        "kind": "call", "subject": format!("Gebeld met {SECRET}"), "contact": contact, "deal": deal,
        "status": "done", "minutes": 7,
    });
    let call = id(&owner.creates("activities", call).await);
    let file = owner.ask("POST", &format!("{path}/files?name={SECRET}.txt")).bytes(SECRET);
    file.header("content-type", "text/plain").await.is(201);
    [lead, contact, deal, call]
}

#[test]
fn nothing_of_an_erased_person_is_left_and_every_number_stays() {
    on_every_engine(async |app| {
        let [lead, contact, deal, call] = met(&app).await;
        let totals = app.owner.get("/deals/totals").await.ok();
        assert!(everything(&app.owner).await.contains(SECRET));

        let erased = app.owner.post(&format!("/contacts/{contact}/erase"), json!({})).await;
        let seq: i64 = erased.header("trechter-seq").parse().unwrap();
        let erased = erased.ok();
        let mut persons: Vec<&str> =
            erased["persons"].as_array().unwrap().iter().map(|id| id.as_str().unwrap()).collect();
        persons.sort_unstable();
        let mut expected = [lead.as_str(), contact.as_str()];
        expected.sort_unstable();
        assert_eq!(persons, expected, "the lead was the same person");
        let left = everything(&app.owner).await.to_lowercase();
        let at = left.find(&SECRET.to_lowercase());
        assert!(at.is_none(), "{}", at.map_or("", |at| &left[at.saturating_sub(300)..at + 50]));
        assert!(!left.contains("0612345678"));

        let read = async |path: String| app.owner.get(&path).await.ok()["item"].clone();
        let person = read(format!("/contacts/{contact}")).await;
        assert_eq!((&person["last_name"], &person["region"]), (&json!("(gewist)"), &json!("Noord")));
        assert_eq!((&person["emails"], &person["custom"]), (&json!([]), &json!({})));
        let sold = read(format!("/deals/{deal}")).await;
        assert_eq!((&sold["title"], &sold["value"]["amount"]), (&json!("(gewist)"), &json!(500)));
        assert_eq!(sold["contact"], contact.as_str());
        assert_eq!(read(format!("/activities/{call}")).await["minutes"], 7);
        assert_eq!(read(format!("/leads/{lead}")).await["deal"], deal.as_str());
        assert_eq!(app.owner.get("/deals/totals").await.ok(), totals);
        assert_eq!(app.owner.get(&format!("/contacts/{contact}/files")).await.ok()["items"], json!([]));
        let story = app.owner.get(&format!("/contacts/{contact}/timeline")).await.ok();
        let kinds: Vec<&str> =
            story["items"].as_array().unwrap().iter().map(|item| item["kind"].as_str().unwrap()).collect();
        assert!(kinds.contains(&"erased") && kinds.contains(&"created"), "{kinds:?}");
        app.owner.post("/undo", json!({ "seqs": [seq] })).await.wrong("seqs", "read_only");
        // The record goes on living.
        let version = person["version"].as_u64().unwrap();
        app.owner.patch(&format!("/contacts/{contact}"), version, json!({ "region": "Zuid" })).await.ok();
    });
}

#[test]
fn from_the_lead_the_same_person_goes_and_others_stay() {
    on_every_engine(async |app| {
        let [lead, contact, ..] = met(&app).await;
        let twin = id(&app.owner.creates("contacts", json!({ "last_name": format!("{SECRET}-B") })).await);
        app.owner.post(&format!("/contacts/{contact}/merge"), json!({ "absorbed": twin })).await.ok();
        let other = json!({ "last_name": "Bakker", "emails": [{ "value": "bakker@voorbeeld.nl" }] });
        let other = id(&app.owner.creates("contacts", other).await);
        let erased = app.owner.post(&format!("/leads/{lead}/erase"), json!({})).await.ok();
        assert_eq!(erased["persons"].as_array().unwrap().len(), 3, "{erased}");
        assert!(!everything(&app.owner).await.contains(SECRET));
        assert_eq!(app.owner.get(&format!("/contacts/{other}")).await.ok()["item"]["last_name"], "Bakker");
    });
}

#[test]
fn erasing_is_for_owners_and_for_managers_who_see_all() {
    on_every_engine(async |app| {
        let contact = id(&app.owner.creates("contacts", json!({ "last_name": SECRET })).await);
        let path = format!("/contacts/{contact}/erase");
        app.seller("Bram").await.post(&path, json!({})).await.refused(403, "forbidden");
        app.manager("Mia").sees("team").await.post(&path, json!({})).await.refused(403, "forbidden");
        app.manager("Max").await.post(&path, json!({})).await.ok();
        let nobody = "/contacts/0190aaaa-0000-7000-8000-000000000000/erase";
        app.owner.post(nobody, json!({})).await.refused(404, "not_found");
    });
}

#[test]
fn a_restore_erases_once_more() {
    on_sqlite(async |app| {
        let [_, contact, ..] = met(&app).await;
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("backup.zip");
        backup(&app.app.settings, &file, app.app.clock.now()).await.unwrap();
        app.owner.post(&format!("/contacts/{contact}/erase"), json!({})).await.ok();

        let settings = (*app.app.settings).clone();
        let open = async || -> anyhow::Result<App> {
            App::open(settings.clone(), app.clock.clone(), app.clock.clone(), app.app.passwords.clone()).await
        };
        restore(&settings, &file, true, open).await.unwrap();
        let back = open().await.unwrap();
        let router = trechter_server::routes::router(back.clone());
        let owner = Person { router, ..app.owner.clone() };
        let read =
            async || owner.get(&format!("/contacts/{contact}")).await.ok()["item"]["last_name"].clone();
        assert_eq!(read().await, SECRET, "the backup did not know");
        assert_eq!(erasure::replay(&back).await.unwrap(), 1);
        assert_eq!(read().await, Value::from("(gewist)"));
        assert!(!everything(&owner).await.contains(SECRET));
        assert_eq!(erasure::replay(&back).await.unwrap(), 0, "who is blank stays as he is");
    });
}
