//! Talks with sellers: who writes them, who reads them, what was agreed.

use serde_json::{Value, json};

use crate::harness::{Person, TestApp, id, on_every_engine, version};

/// A talk that somebody held about somebody.
async fn talk(by: &Person, about: &str, more: Value) -> Value {
    let mut body = json!({ "about": about, "on": "2026-02-27", "notes": "Belt te laat terug.",
        "actions": [{ "text": "Elke ochtend eerst de nieuwe leads", "due": "2026-03-06" }] });
    body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    by.post("/talks", body).await.is(201)
}

async fn sees(person: &Person, about: &str) -> usize {
    person.get(&format!("/talks?about={about}")).await.ok()["items"].as_array().unwrap().len()
}

async fn two_teams(app: &TestApp) -> (String, String) {
    (app.team("Zuid").await, app.team("Noord").await)
}

#[test]
fn a_talk_is_seen_by_the_two_and_by_those_who_coach_the_member() {
    on_every_engine(async |app| {
        let (zuid, noord) = two_teams(&app).await;
        let bram = app.seller("Bram").in_team(&zuid).sees("team").await;
        let mate = app.seller("Maat").in_team(&zuid).sees("team").await;
        let mia = app.manager("Mia").in_team(&zuid).sees("team").await;
        let nora = app.manager("Nora").in_team(&noord).sees("team").await;
        let all = app.manager("Alma").in_team(&noord).sees("all").await;
        let reader = app.reader("Rik").sees("all").await;

        let held = talk(&mia, &bram.id, json!({})).await;
        assert_eq!((&held["by"], &held["version"]), (&json!(mia.id), &json!(1)));
        let path = format!("/talks/{}", id(&held));
        for (person, may) in [
            (&bram, true),
            (&mia, true),
            (&all, true),
            (&app.owner, true),
            (&mate, false),
            (&nora, false),
            (&reader, false),
        ] {
            assert_eq!(sees(person, &bram.id).await, usize::from(may), "{}", person.email);
            let read = person.get(&path).await;
            assert_eq!(read.status, if may { 200 } else { 404 }, "{}", person.email);
            assert!(may || !read.text().contains("te laat"));
        }

        // Whom one does not coach, one writes nothing about; sellers coach nobody.
        let body = json!({ "about": bram.id, "on": "2026-02-27" });
        nora.post("/talks", body.clone()).await.wrong("about", "unknown");
        mate.post("/talks", body).await.refused(403, "forbidden");
    });
}

#[test]
fn a_talk_is_changed_by_who_coaches_and_ticked_off_by_the_seller() {
    on_every_engine(async |app| {
        let bram = app.seller("Bram").sees("own").await;
        let mia = app.manager("Mia").sees("all").await;
        let held = talk(&mia, &bram.id, json!({})).await;
        let path = format!("/talks/{}", id(&held));
        let action = id(&held["actions"][0]);

        bram.patch(&path, 1, json!({ "notes": "Viel mee." })).await.refused(403, "forbidden");
        bram.delete(&path, 1).await.refused(403, "forbidden");
        let ticked = bram.post(&format!("{path}/tick"), json!({ "action": action, "done": true })).await.ok();
        assert_eq!(ticked["actions"][0]["done_at"], "2026-03-02T09:00:00.000Z");
        assert_eq!(ticked["version"], 2);
        let again = bram.post(&format!("{path}/tick"), json!({ "action": action, "done": true })).await.ok();
        assert_eq!(again["version"], 2, "it was done already");
        let wrong = json!({ "action": id(&held), "done": true });
        bram.post(&format!("{path}/tick"), wrong).await.wrong("action", "unknown");

        mia.patch(&path, 1, json!({ "notes": "x" })).await.refused(412, "changed_meanwhile");
        mia.patch(&path, 2, json!({ "about": mia.id })).await.wrong("about", "read_only");
        mia.patch(&path, 2, json!({ "by": bram.id })).await.wrong("by", "read_only");
        let changed = mia.patch(&path, 2, json!({ "notes": "Belt nu op tijd." })).await.ok();
        assert_eq!(changed["actions"][0]["done_at"], ticked["actions"][0]["done_at"]);

        let open = |open: bool| format!("/talks?open={open}");
        assert_eq!(bram.get(&open(true)).await.ok()["items"], json!([]));
        assert_eq!(id(&bram.get(&open(false)).await.ok()["items"][0]), id(&held));
        mia.delete(&path, version(&changed)).await.ok();
        mia.get(&path).await.refused(404, "not_found");
        assert_eq!(sees(&bram, &bram.id).await, 0);
    });
}

#[test]
fn what_is_not_a_talk_is_refused_with_words() {
    on_every_engine(async |app| {
        let bram = app.seller("Bram").await;
        let ask = |more: Value| {
            let mut body = json!({ "about": bram.id, "on": "2026-02-27" });
            body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            app.owner.post("/talks", body)
        };
        app.owner.post("/talks", json!({ "about": bram.id })).await.wrong("on", "required");
        app.owner.post("/talks", json!({ "on": "2026-02-27" })).await.wrong("about", "required");
        ask(json!({ "actions": [{ "text": " " }] })).await.wrong("actions.0.text", "required");
        let future = json!({ "text": "x", "done_at": "2027-01-01T00:00:00Z" });
        ask(json!({ "actions": [future] })).await.wrong("actions.0.done_at", "in_the_future");
        let same = json!({ "text": "x", "id": bram.id });
        ask(json!({ "actions": [same, same] })).await.wrong("actions.1.id", "given_twice");
        ask(json!({ "deals": [bram.id] })).await.wrong("deals", "unknown");
        ask(json!({ "deals": vec![bram.id.clone(); 51] })).await.wrong("deals", "too_many");
    });
}

#[test]
fn examples_are_deals_that_one_may_see_and_named_to_whom_may_see_them() {
    on_every_engine(async |app| {
        let zuid = app.team("Zuid").await;
        let bram = app.seller("Bram").in_team(&zuid).sees("own").await;
        let mia = app.manager("Mia").in_team(&zuid).sees("team").await;
        let other = app.seller("Ander").await;
        let deal = async |owner: &str, title: &str| {
            id(&app.owner.creates("deals", json!({ "title": title, "owner": owner })).await)
        };
        let (his, team, far) = (
            deal(&bram.id, "Zonnepanelen").await,
            deal(&mia.id, "Laadpalen").await,
            deal(&other.id, "Warmtepomp").await,
        );
        let refused = json!({ "about": bram.id, "on": "2026-02-27", "deals": [far] });
        mia.post("/talks", refused).await.wrong("deals", "unknown");
        let held = talk(&mia, &bram.id, json!({ "deals": [his, team] })).await;
        let seen = bram.get("/talks").await.ok();
        assert_eq!(seen["items"][0]["deals"], held["deals"]);
        assert_eq!(seen["refs"][&his]["title"], "Zonnepanelen");
        assert!(!seen.to_string().contains("Laadpalen"), "{seen}");
        assert_eq!(mia.get("/talks").await.ok()["refs"][&team]["title"], "Laadpalen");
    });
}

#[test]
fn talks_come_in_pages_the_latest_first() {
    on_every_engine(async |app| {
        let bram = app.seller("Bram").await;
        for day in ["2026-02-03", "2026-02-27", "2026-02-10"] {
            talk(&app.owner, &bram.id, json!({ "on": day })).await;
        }
        let mut days = Vec::new();
        let mut path = "/talks?limit=2".to_owned();
        for _ in 0..2 {
            let page = bram.get(&path).await.ok();
            days.extend(page["items"].as_array().unwrap().iter().map(|talk| talk["on"].clone()));
            path = format!("/talks?limit=2&cursor={}", page["next"].as_str().unwrap_or("geen"));
        }
        assert_eq!(days, ["2026-02-27", "2026-02-10", "2026-02-03"]);
        bram.get(&format!("/talks?cursor={}", bram.id)).await.refused(422, "invalid_cursor");
    });
}

#[test]
fn a_talk_is_in_the_log_and_nowhere_that_others_read() {
    on_every_engine(async |app| {
        let (bram, mate) = (app.seller("Bram").await, app.seller("Maat").sees("all").await);
        let held = talk(&app.owner, &bram.id, json!({})).await;
        let log = app.app.store.read(app.workspace, |tx| tx.events_after(0, 1_000)).await.unwrap();
        let event = log.iter().find(|event| event.event.subject.id.to_string() == id(&held)).unwrap();
        assert!(!serde_json::to_string(&event.event.data).unwrap().contains("te laat"));
        assert!(event.event.personal.as_ref().unwrap().set["notes"].as_str().unwrap().contains("te laat"));
        for path in ["/catalogue", "/changes?after=0", "/search?q=laat"] {
            assert!(!mate.get(path).await.ok().to_string().contains(&id(&held)), "{path}");
        }
    });
}
