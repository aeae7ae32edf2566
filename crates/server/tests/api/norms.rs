//! What a workspace sets up that changes the numbers: calendars, rates, targets, costs and norms.

use serde_json::{Value, json};

use crate::harness::{TestApp, id, on_every_engine, version};

fn target(whom: Value, starts: &str, value: Value) -> Value {
    json!({ "metric": "won_count", "whom": whom, "period": "month", "starts": starts, "value": value })
}

fn member(id: &str) -> Value {
    json!({ "kind": "member", "id": id })
}

fn rate(day: u32, rate: &str) -> Value {
    json!({ "currency": "USD", "date": format!("2026-02-{day:02}"), "rate": rate })
}

async fn puts(app: &TestApp, kind: &str, items: &[Value]) -> [u64; 4] {
    let put = app.owner.ask("PUT", &format!("/catalogue/{kind}")).json(json!({ "items": items })).await.ok();
    ["added", "changed", "removed", "unchanged"].map(|what| put[what].as_u64().unwrap())
}

#[test]
fn many_rates_are_put_at_once() {
    on_every_engine(async |app| {
        let items: Vec<Value> = (1..=28).map(|day| rate(day, &format!("0.9{day:02}"))).collect();
        assert_eq!(puts(&app, "exchange-rates", &items).await, [28, 0, 0, 0]);
        assert_eq!(puts(&app, "exchange-rates", &items).await, [0, 0, 0, 28]);
        let mixed = [
            rate(1, "0.95"),
            rate(2, "0.902"),
            json!({ "currency": "USD", "date": "2026-02-03", "rate": null }),
        ];
        assert_eq!(puts(&app, "exchange-rates", &mixed).await, [0, 1, 1, 1]);

        let list = async |query: &str| app.owner.get(&format!("/catalogue/exchange-rates{query}")).await.ok();
        let page = list("?limit=20").await;
        assert_eq!((page["items"].as_array().unwrap().len(), &page["currencies"]), (20, &json!(["USD"])));
        assert_eq!(page["items"][0]["date"], "2026-02-28");
        let next = list(&format!("?limit=20&cursor={}", page["next"].as_str().unwrap())).await;
        let items = next["items"].as_array().unwrap();
        assert_eq!((items.len(), &items[6]["rate"], &next["next"]), (7, &json!("0.95"), &Value::Null));
        assert_eq!(list("?currency=USD&from=2026-02-05&to=2026-02-06").await["items"][1]["rate"], "0.905");
        assert_eq!(app.catalogue().await["exchange_rates"], json!([]), "they have a list of their own");
    });
}

#[test]
fn many_are_all_put_or_none_and_told_which_are_wrong() {
    on_every_engine(async |app| {
        let put = async |items: Vec<Value>| {
            app.owner.ask("PUT", "/catalogue/exchange-rates").json(json!({ "items": items })).await
        };
        let wrong = put(vec![rate(1, "0.9"), rate(2, "0"), rate(1, "0.8")]).await.refused(422, "invalid");
        let told: Vec<String> = wrong["errors"]
            .as_array()
            .unwrap()
            .iter()
            .map(|error| format!("{} {}", error["field"].as_str().unwrap(), error["code"].as_str().unwrap()))
            .collect();
        assert_eq!(told, ["items.1.rate not_a_rate", "items.2.date already_entered"]);
        assert_eq!(app.owner.get("/catalogue/exchange-rates").await.ok()["items"], json!([]));
        put(vec![rate(1, "0.9"); 1001]).await.wrong("items", "too_many");
    });
}

#[test]
fn there_is_one_target_for_each_person_and_period() {
    on_every_engine(async |app| {
        let bram = app.seller("Bram").await;
        let made = app.adds("targets", target(member(&bram.id), "2026-04-01", json!(4))).await;
        let again = target(member(&bram.id), "2026-04-01", json!(5));
        let told = app.owner.post("/catalogue/targets", again.clone()).await.wrong("starts", "target_exists");
        let words = told["errors"][0]["detail"].as_str().unwrap();
        assert!(words.contains("already"), "{words}");

        // Once taken away, another may take its place; then it does not come back.
        let path = format!("/catalogue/targets/{}", id(&made));
        let gone = app.owner.delete(&path, 1).await.ok();
        app.adds("targets", again).await;
        app.owner.post(&format!("{path}/restore"), json!({})).await.wrong("starts", "target_exists");
        app.owner.patch(&path, version(&gone), json!({ "value": 9 })).await.refused(409, "removed");

        let year = |value: Value| {
            json!({ "metric": "won_value", "whom": { "kind": "workspace" },
            "period": "year", "starts": "2026-01-01", "value": value })
        };
        let euros = json!({ "amount": 120_000_000, "currency": "EUR" });
        assert_eq!(puts(&app, "targets", &[year(euros)]).await, [1, 0, 0, 0]);
        assert_eq!(puts(&app, "targets", &[year(Value::Null)]).await, [0, 0, 1, 0]);
        app.owner.post("/catalogue/targets", year(json!(5))).await.wrong("value", "money_expected");
    });
}

#[test]
fn a_target_is_seen_and_set_by_those_who_see_its_member() {
    on_every_engine(async |app| {
        let (zuid, noord) = (app.team("Zuid").await, app.team("Noord").await);
        let mia = app.manager("Mia").in_team(&zuid).sees("team").await;
        let (bram, ans) =
            (app.seller("Bram").in_team(&zuid).sees("own").await, app.seller("Ans").in_team(&noord).await);
        let targets = [member(&bram.id), member(&ans.id), json!({ "kind": "team", "id": noord })];
        let items: Vec<Value> =
            targets.into_iter().map(|whom| target(whom, "2026-04-01", json!(4))).collect();
        assert_eq!(puts(&app, "targets", &items).await, [3, 0, 0, 0]);

        let seen = async |person: &crate::harness::Person| {
            let catalogue = person.get("/catalogue").await.ok()["catalogue"].clone();
            catalogue["targets"].as_array().unwrap().len()
        };
        assert_eq!((seen(&bram).await, seen(&mia).await, seen(&app.owner).await), (2, 2, 3));

        let of = |whom: &str| target(member(whom), "2026-05-01", json!(4));
        mia.post("/catalogue/targets", of(&bram.id)).await.is(201);
        mia.post("/catalogue/targets", of(&ans.id)).await.wrong("whom", "unknown");
        let put = json!({ "items": [of(&ans.id)] });
        mia.ask("PUT", "/catalogue/targets").json(put).await.wrong("items.0.whom", "unknown");
        bram.post("/catalogue/targets", of(&bram.id)).await.refused(403, "forbidden");
        let all = app.catalogue().await["targets"].clone();
        let theirs = all.as_array().unwrap().iter().find(|one| one["whom"] == member(&ans.id)).unwrap();
        let path = format!("/catalogue/targets/{}", id(theirs));
        mia.patch(&path, 1, json!({ "value": 1 })).await.refused(404, "not_found");
        mia.delete(&path, 1).await.refused(404, "not_found");
    });
}

#[test]
fn norms_are_set_by_owners_and_managers_who_see_all() {
    on_every_engine(async |app| {
        let zuid = app.team("Zuid").await;
        let (mia, max) = (app.manager("Mia").await, app.manager("Max").in_team(&zuid).sees("team").await);
        let calendar = json!({ "name": "Deeltijd", "hours": { "friday": [] }, "holidays": "be" });
        max.post("/catalogue/calendars", calendar.clone()).await.refused(403, "forbidden");
        let made = mia.post("/catalogue/calendars", calendar).await.is(201);
        assert_eq!(
            (&made["hours"]["friday"], &made["hours"]["monday"][0]["from"]),
            (&json!([]), &json!(540))
        );

        let team = format!("/catalogue/teams/{zuid}");
        for norm in [json!({ "calendar": id(&made) }), json!({ "lead_norm": 40 })] {
            max.patch(&team, 1, norm).await.refused(403, "forbidden");
        }
        max.patch(&team, 1, json!({ "name": "Zuidoost" })).await.ok();
        let changed = mia.patch(&team, 2, json!({ "calendar": id(&made), "lead_norm": 40 })).await.ok();
        assert_eq!((&changed["calendar"], &changed["lead_norm"]), (&json!(id(&made)), &json!(40.0)));

        let pipeline = app.catalogue().await["pipelines"][0].clone();
        let path = format!("/catalogue/pipelines/{}", id(&pipeline));
        let mut stages = pipeline["stages"].clone();
        stages[0]["norm"] = json!({ "deals": 13, "close_rate": 0.4 });
        let patch = json!({ "stages": stages });
        max.patch(&path, version(&pipeline), patch.clone()).await.refused(403, "forbidden");
        max.patch(&path, version(&pipeline), json!({ "horizon_days": 90 })).await.refused(403, "forbidden");
        let changed = mia.patch(&path, version(&pipeline), patch).await.ok();
        assert_eq!(changed["stages"][0]["norm"]["deals"], 13);
        max.patch(&path, version(&changed), json!({ "name": "Nieuw", "stages": changed["stages"] }))
            .await
            .ok();

        let path = format!("/catalogue/workspace/{}", app.workspace);
        max.patch(&path, 1, json!({ "response_minutes": 60 })).await.refused(403, "forbidden");
        mia.patch(&path, 1, json!({ "name": "Anders" })).await.refused(403, "forbidden");
        let changed =
            mia.patch(&path, 1, json!({ "response_minutes": 60, "calendar": id(&made) })).await.ok();
        assert_eq!((&changed["response_minutes"], &changed["customer_months"]), (&json!(60), &json!(12)));
        app.owner.patch(&path, 2, json!({ "name": "Anders" })).await.ok();
    });
}

#[test]
fn what_people_cost_is_for_those_who_set_norms() {
    on_every_engine(async |app| {
        let (mia, bram) = (app.manager("Mia").await, app.seller("Bram").await);
        let cost = json!({ "fte": 0.8, "hourly_cost": { "amount": 4_500, "currency": "EUR" } });
        app.owner.patch(&format!("/catalogue/members/{}", bram.id), 1, cost).await.ok();
        let seen = async |person: &crate::harness::Person| {
            let catalogue = person.get("/catalogue").await.ok()["catalogue"].clone();
            let members = catalogue["members"].as_array().unwrap().clone();
            let found = members.into_iter().find(|member| id(member) == bram.id).unwrap();
            (found["fte"].clone(), found["hourly_cost"]["amount"].clone())
        };
        assert_eq!(seen(&app.owner).await, (json!(0.8), json!(4_500)));
        assert_eq!(seen(&mia).await, (json!(0.8), json!(4_500)));
        assert_eq!(seen(&bram).await, (json!(0.8), Value::Null));
        assert_eq!(bram.get("/me").await.ok()["member"]["hourly_cost"], Value::Null);
        let renamed = bram.ask("PATCH", "/me").json(json!({ "name": "Bram B." })).await.ok();
        assert_eq!(renamed["hourly_cost"], Value::Null);
        assert_eq!(seen(&app.owner).await.1, json!(4_500), "it is still there");
    });
}

#[test]
fn the_holidays_of_a_year_are_told_in_the_readers_language() {
    on_every_engine(async |app| {
        let ask = async |query: &str, language: &str| {
            let path = format!("/catalogue/holidays?{query}");
            app.owner.ask("GET", &path).header("accept-language", language).await
        };
        let dutch = ask("country=nl&year=2025&liberation_day=lustrum", "nl").await.ok();
        let items = dutch["items"].as_array().unwrap();
        assert_eq!(items.len(), 10);
        assert!(items.contains(&json!({ "date": "2025-04-26", "name": "Koningsdag" })));
        assert!(items.contains(&json!({ "date": "2025-05-05", "name": "Bevrijdingsdag" })));
        // The clock of the test stands in 2026.
        let belgian = ask("country=be", "en").await.ok();
        assert_eq!(belgian["year"], 2026);
        assert_eq!(belgian["items"][1], json!({ "date": "2026-04-06", "name": "Easter Monday" }));
        ask("country=nl&year=1900", "en").await.wrong("year", "out_of_range");
        ask("country=de", "en").await.refused(422, "invalid_query");
    });
}

#[test]
fn spends_are_entered_by_managers() {
    on_every_engine(async |app| {
        let (mia, bram) = (app.manager("Mia").sees("team").await, app.seller("Bram").await);
        let source = id(&app.adds("sources", json!({ "name": "Beurs", "channel": "event" })).await);
        let spend = json!({ "source": source, "starts": "2026-01-01", "ends": "2026-01-31",
            "amount": { "amount": 250_000, "currency": "EUR" } });
        bram.post("/catalogue/spends", spend.clone()).await.refused(403, "forbidden");
        let made = mia.post("/catalogue/spends", spend.clone()).await.is(201);
        let path = format!("/catalogue/spends/{}", id(&made));
        mia.patch(&path, 1, json!({ "ends": "2025-12-31" })).await.wrong("ends", "before_start");
        mia.patch(&path, 1, json!({ "amount": { "amount": 200_000, "currency": "EUR" } })).await.ok();
        assert_eq!(app.catalogue().await["spends"][0]["amount"]["amount"], 200_000);
    });
}
