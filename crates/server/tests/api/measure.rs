//! The numbers: current after every write, attributed to people, each with exactly its records.

use serde_json::{Value, json};

use crate::harness::{id, on_every_engine};

/// The figure of a metric among those of an answer or row.
fn figure<'a>(figures: &'a Value, metric: &str) -> &'a Value {
    let found = figures.as_array().unwrap().iter().find(|figure| figure["metric"] == metric);
    found.unwrap_or_else(|| panic!("no {metric} in {figures}"))
}

fn worth(euros: i64) -> Value {
    json!({ "value": { "amount": euros * 100, "currency": "EUR" } })
}

#[test]
fn a_number_knows_the_write_before_it_and_has_exactly_its_records() {
    on_every_engine(async |app| {
        let bram = app.seller("Bram").await;
        let mut deals = Vec::new();
        for (title, euros) in [("Een", 100), ("Twee", 250), ("Drie", 400)] {
            let mut fields = worth(euros);
            fields["title"] = json!(title);
            deals.push(id(&bram.creates("deals", fields).await));
            app.clock.advance(1_000);
        }
        let open = bram.get("/measure/dashboard").await.ok();
        assert_eq!(figure(&open["totals"], "open_count")["value"], 3.0);
        assert_eq!(figure(&open["totals"], "open_value")["value"], 75_000.0);

        bram.post(&format!("/deals/{}/win", deals[1]), json!({})).await.ok();
        app.clock.advance(1_000);
        let lost = json!({ "reason": app.reason().await });
        bram.post(&format!("/deals/{}/lose", deals[2]), lost).await.ok();
        app.clock.advance(1_000);
        let now = bram.get("/measure/dashboard").await.ok();
        assert_eq!(figure(&now["totals"], "open_count")["value"], 1.0);
        assert_eq!(figure(&now["totals"], "won_value")["value"], 25_000.0);
        let rate = figure(&now["totals"], "win_rate");
        assert_eq!((&rate["numerator"], &rate["denominator"]), (&json!(1.0), &json!(2.0)));
        assert_eq!(rate["notes"][0]["code"], "too_few_to_tell");

        let records = bram.get("/measure/explain?metric=win_rate").await.ok();
        assert_eq!(records["count"], 2);
        let ids: Vec<&str> =
            records["records"].as_array().unwrap().iter().map(|r| r["id"].as_str().unwrap()).collect();
        assert_eq!(ids, [deals[1].as_str(), deals[2].as_str()]);
        assert_eq!(records["refs"][&deals[1]]["title"], "Twee");
        assert_eq!(records["records"][0]["hit"], true);
    });
}

#[test]
fn a_seller_sees_his_own_results_and_rows_name_people() {
    on_every_engine(async |app| {
        let (bram, els) = (app.seller("Bram").await, app.seller("Els").await);
        for (person, euros) in [(&bram, 100), (&els, 300)] {
            let mut fields = worth(euros);
            fields["title"] = json!("Kantoor");
            let deal = id(&person.creates("deals", fields).await);
            app.clock.advance(1_000);
            person.post(&format!("/deals/{deal}/win"), json!({})).await.ok();
            app.clock.advance(1_000);
        }
        let all = app.owner.get("/measure/dashboard?metric=won_value&by=owner").await.ok();
        assert_eq!(all["totals"][0]["value"], 40_000.0);
        let rows = all["rows"].as_array().unwrap();
        let of = |member: &str| rows.iter().find(|row| row["values"][0]["id"] == member).unwrap();
        assert_eq!(of(&bram.id)["figures"][0]["value"], 10_000.0);
        assert_eq!(of(&els.id)["figures"][0]["value"], 30_000.0);

        let alone = app.member("Noor", "seller").sees("own").await;
        let nothing = alone.get("/measure/dashboard?metric=won_value").await.ok();
        assert_eq!(nothing["totals"][0]["value"], 0.0);
        let row = format!("/measure/explain?metric=won_value&by=owner&row={}", els.id);
        assert_eq!(app.owner.get(&row).await.ok()["count"], 1);
        assert_eq!(alone.get(&row).await.ok()["count"], 0);
    });
}

#[test]
fn the_past_is_as_it_was_and_an_unchanged_answer_is_not_sent_again() {
    on_every_engine(async |app| {
        let bram = app.seller("Bram").await;
        let deal = id(&bram.creates("deals", json!({ "title": "Kantoor" })).await);
        app.clock.advance(3_600_000);
        let before = app.app.clock.now();
        app.clock.advance(3_600_000);
        bram.post(&format!("/deals/{deal}/win"), worth(5)).await.ok();
        app.clock.advance(1_000);
        let then = bram.get(&format!("/measure/dashboard?as_of={before}&metric=open_count")).await.ok();
        assert_eq!(then["totals"][0]["value"], 1.0);
        let now = bram.get("/measure/dashboard?metric=open_count").await;
        let tag = now.header("etag").to_owned();
        assert_eq!(now.ok()["totals"][0]["value"], 0.0);
        let again =
            bram.ask("GET", "/measure/dashboard?metric=open_count").header("if-none-match", &tag).await;
        assert_eq!(again.status, 304);
    });
}

#[test]
fn what_cannot_be_asked_is_refused_in_words() {
    on_every_engine(async |app| {
        for (query, field) in [
            ("period=2017-Q5", "period"),
            ("as_of=gisteren", "as_of"),
            ("compare_to=ooit", "compare_to"),
            ("by=kleur", "by"),
            ("metric=geluk", "metric"),
            ("filter=owner", "filter"),
            ("known_at=999999", "known_at"),
        ] {
            let reply = app.owner.get(&format!("/measure/dashboard?{query}")).await;
            let body = reply.is(422);
            assert_eq!(body["errors"][0]["field"], field, "{query}: {body}");
        }
        let many = app.owner.get("/measure/dashboard?by=owner&by=team&by=source").await;
        many.wrong("by", "too_many");
    });
}

#[test]
fn months_add_up_to_the_year_and_every_number_is_defined() {
    on_every_engine(async |app| {
        let bram = app.seller("Bram").await;
        for euros in [7, 11] {
            let mut fields = worth(euros);
            fields["title"] = json!("Kantoor");
            let deal = id(&bram.creates("deals", fields).await);
            app.clock.advance(1_000);
            bram.post(&format!("/deals/{deal}/win"), json!({})).await.ok();
            app.clock.advance(20 * 86_400_000);
        }
        let series = bram.get("/measure/series?metric=won_value&period=2024-01-01..2028-12-31").await.ok();
        let year = bram.get("/measure/dashboard?metric=won_value&period=2024-01-01..2028-12-31").await.ok();
        let points = series["points"].as_array().unwrap();
        let sum: f64 = points.iter().map(|point| point["totals"][0]["value"].as_f64().unwrap()).sum();
        assert_eq!(json!(sum), year["totals"][0]["value"]);
        assert!(sum > 0.0);
        let defined = bram.get("/measure/definitions").await.ok();
        let won =
            defined["items"].as_array().unwrap().iter().find(|item| item["metric"] == "won_value").unwrap();
        assert!(won["plain"] == true && won["nl"]["name"] != won["en"]["name"]);
    });
}

#[test]
fn what_cannot_be_narrowed_is_for_those_who_see_everything() {
    on_every_engine(async |app| {
        let (all, own) = (app.seller("Bram").await, app.seller("Els").sees("own").await);
        for path in ["/measure/funnel", "/measure/leaks", "/measure/people", "/measure/channels"] {
            all.get(path).await.ok();
            own.get(path).await.refused(403, "forbidden");
        }
        own.get("/measure/explain?metric=phase_count&part=lead").await.refused(403, "forbidden");
        for path in ["stages", "benchmark", "changes", "losses", "conversion", "responses", "followups"] {
            own.get(&format!("/measure/{path}?period=this-year&compare_to=previous")).await.ok();
        }
    });
}

#[test]
fn the_pipeline_changes_by_steps_that_add_up() {
    on_every_engine(async |app| {
        let bram = app.seller("Bram").await;
        let mut deals = Vec::new();
        for euros in [100, 200, 300] {
            let mut fields = worth(euros);
            fields["title"] = json!("Kantoor");
            deals.push(id(&bram.creates("deals", fields).await));
            app.clock.advance(1_000);
        }
        bram.post(&format!("/deals/{}/win", deals[0]), json!({})).await.ok();
        app.clock.advance(1_000);
        bram.patch(&format!("/deals/{}", deals[1]), 1, worth(250)).await.ok();
        app.clock.advance(1_000);
        let told = bram.get("/measure/changes").await.ok();
        let step = |metric: &str| figure(&told["steps"], metric)["value"].as_f64().unwrap();
        assert_eq!(step("change_new"), 60_000.0);
        assert_eq!(step("change_won"), -10_000.0);
        assert_eq!(step("change_grown"), 5_000.0);
        assert_eq!(told["now"]["value"], 55_000.0);
        let behind = bram.get("/measure/explain?metric=change_grown").await.ok();
        assert_eq!((&behind["count"], &behind["records"][0]["id"]), (&json!(1), &json!(deals[1])));
    });
}

#[test]
fn lost_deals_worth_coming_back_to_have_their_names() {
    on_every_engine(async |app| {
        let (bram, els) = (app.seller("Bram").await, app.seller("Els").sees("own").await);
        let company = id(&bram.creates("companies", json!({ "name": "Bakkerij Smits" })).await);
        let mut fields = worth(100);
        fields["title"] = json!("Kantoor");
        fields["company"] = json!(company);
        let deal = id(&bram.creates("deals", fields).await);
        app.clock.advance(1_000);
        let reason = app.reason().await;
        bram.post(&format!("/deals/{deal}/lose"), json!({ "reason": reason })).await.ok();
        for _ in 0..2 {
            app.clock.advance(16 * 86_400_000);
            bram.get("/me").await.ok();
            els.get("/me").await.ok();
        }
        let told = bram.get("/measure/losses?period=this-year").await.ok();
        assert_eq!(told["come_back"][0]["deal"], json!(deal));
        assert_eq!(told["refs"][deal.to_string()]["title"], "Kantoor");
        assert_eq!(told["currency"], "EUR");
        let none = els.get("/measure/losses?period=this-year").await.ok();
        assert_eq!((&none["come_back"], &none["refs"]), (&json!([]), &json!({})));
    });
}

#[test]
fn targets_are_held_against_their_results() {
    on_every_engine(async |app| {
        let (bram, els) = (app.seller("Bram").await, app.seller("Els").sees("own").await);
        let today = app.app.clock.now().to_string();
        let starts = format!("{}-01", &today[..7]);
        let aim = |whom: Value, euros: i64| {
            json!({ "metric": "won_value", "whom": whom, "period": "month", "starts": starts,
                "value": { "amount": euros * 100, "currency": "EUR" } })
        };
        app.adds("targets", aim(json!({ "kind": "member", "id": bram.id }), 1_000)).await;
        app.adds("targets", aim(json!({ "kind": "member", "id": els.id }), 500)).await;
        app.adds("targets", aim(json!({ "kind": "workspace" }), 2_000)).await;
        let mut fields = worth(250);
        fields["title"] = json!("Kantoor");
        let deal = id(&bram.creates("deals", fields).await);
        app.clock.advance(1_000);
        bram.post(&format!("/deals/{deal}/win"), json!({})).await.ok();
        app.clock.advance(1_000);

        let told = bram.get("/measure/targets?period=this-month").await.ok();
        let items = told["items"].as_array().unwrap();
        assert_eq!(items.len(), 3);
        let of = |whom: Value| items.iter().find(|item| item["whom"] == whom).unwrap();
        let mine = of(json!({ "kind": "member", "id": bram.id }));
        assert_eq!(mine["attainment"]["value"], 0.25);
        assert_eq!(mine["remaining"]["value"], 75_000.0);
        assert_eq!(of(json!({ "kind": "workspace" }))["attainment"]["value"], 0.125);
        assert_eq!(of(json!({ "kind": "member", "id": els.id }))["result"]["value"], 0.0);

        let hers = els.get("/measure/targets?period=this-month").await.ok();
        let whose: Vec<&Value> =
            hers["items"].as_array().unwrap().iter().map(|item| &item["whom"]["id"]).collect();
        assert_eq!(whose, [els.id.as_str()], "only her own");
    });
}

#[test]
fn what_a_colleague_did_with_a_deal_is_his() {
    on_every_engine(async |app| {
        let (ann, bert) = (app.seller("Ann").await, app.seller("Bert").await);
        let mut fields = worth(100);
        fields["title"] = json!("Kantoor");
        let deal = id(&ann.creates("deals", fields).await);
        app.clock.advance(1_000);
        let from = app.app.clock.now();
        ann.patch(&format!("/deals/{deal}"), 1, json!({ "owner": bert.id })).await.ok();
        app.clock.advance(1_000);
        bert.patch(&format!("/deals/{deal}"), 2, worth(300)).await.ok();
        app.clock.advance(1_000);
        bert.post(&format!("/deals/{deal}/win"), json!({})).await.ok();
        app.clock.advance(1_000);
        assert!(from < app.app.clock.now());
        let of = async |who: &str| {
            let told = app.owner.get(&format!("/measure/changes?filter=owner:{who}")).await.ok();
            let step = |metric: &str| figure(&told["steps"], metric)["value"].as_f64().unwrap();
            ["change_new", "change_moved_in", "change_grown", "change_won", "change_moved_out"].map(step)
        };
        assert_eq!(of(&ann.id).await, [10_000.0, 0.0, 0.0, 0.0, -10_000.0]);
        assert_eq!(of(&bert.id).await, [0.0, 10_000.0, 20_000.0, -30_000.0, 0.0]);
    });
}

#[test]
fn what_an_hour_costs_is_for_those_who_set_it() {
    on_every_engine(async |app| {
        let bram = app.seller("Bram").await;
        let told = bram.get("/measure/stages").await.ok();
        assert!(!told.to_string().contains("stage_cost"), "{told}");
        assert!(app.owner.get("/measure/stages").await.ok().to_string().contains("stage_cost"));
        let stage = &app.stages().await[0];
        let path = format!("/measure/explain?metric=stage_cost_per_entrant&part={stage}");
        bram.get(&path).await.refused(403, "forbidden");
        app.owner.get(&path).await.ok();
    });
}

#[test]
fn the_future_is_not_known_and_what_stands_is_told_at_each_step() {
    on_every_engine(async |app| {
        let bram = app.seller("Bram").await;
        bram.creates("leads", json!({ "last_name": "Smits", "born": "arrived" })).await;
        bram.creates("deals", json!({ "title": "Kantoor" })).await;
        app.clock.advance(20 * 86_400_000);
        bram.get("/me").await.ok();
        app.clock.advance(20 * 86_400_000);
        bram.get("/measure/responses?as_of=9999-01-01&period=this-year").await.ok();
        let series = bram
            .get("/measure/series?metric=open_count&metric=won_count&period=2024-01-01..2028-12-31")
            .await
            .ok();
        let points = series["points"].as_array().unwrap();
        let first = &points[0]["totals"];
        assert_eq!((&first[0]["metric"], &first[0]["value"]), (&json!("open_count"), &json!(0.0)));
        assert_eq!(points.last().unwrap()["totals"][0]["value"], 1.0);
        let metrics: String =
            ["won_count", "won_value", "open_count"].map(|m| format!("&metric={m}")).concat();
        let long = format!("/measure/series?step=day&period=2025-01-01..2026-01-31{metrics}");
        bram.get(&long).await.wrong("step", "too_many");
    });
}

#[test]
fn a_value_with_a_comma_in_it_can_be_asked_for() {
    on_every_engine(async |app| {
        for (industry, euros) in [("Bouw, hout", 7), ("Bouw", 11), ("hout", 13)] {
            let company = json!({ "name": industry, "industry": industry });
            let company = id(&app.owner.creates("companies", company).await);
            let mut fields = worth(euros);
            fields["title"] = json!("Kantoor");
            fields["company"] = json!(company);
            app.owner.creates("deals", fields).await;
        }
        app.clock.advance(1_000);
        let of = async |filter: &str| {
            let path = format!("/measure/dashboard?metric=open_value&filter=industry:{filter}");
            app.owner.get(&path).await.ok()["totals"][0]["value"].clone()
        };
        assert_eq!(of("Bouw%5C, hout").await, 700.0);
        assert_eq!(of("Bouw,hout").await, 2_400.0);
        assert_eq!(of("Bouw%5C, hout,hout").await, 2_000.0);
    });
}

#[test]
fn records_that_the_reader_can_no_longer_open_are_a_number_and_no_ids() {
    on_every_engine(async |app| {
        let bram = app.seller("Bram").sees("own").await;
        let mut won = Vec::new();
        for title in ["Een", "Twee", "Drie"] {
            let deal = id(&bram.creates("deals", json!({ "title": title })).await);
            app.clock.advance(1_000);
            bram.post(&format!("/deals/{deal}/win"), worth(5)).await.ok();
            app.clock.advance(1_000);
            won.push(deal);
        }
        // The result stays his; the deal is somebody else's now.
        let els = app.seller("Els").await;
        let version = bram.get(&format!("/deals/{}", won[1])).await.ok()["item"]["version"].as_u64().unwrap();
        app.owner.patch(&format!("/deals/{}", won[1]), version, json!({ "owner": els.id })).await.ok();
        app.clock.advance(1_000);
        let told = bram.get("/measure/explain?metric=won_count").await.ok();
        assert_eq!(
            (&told["figure"]["value"], &told["count"], &told["hidden"]),
            (&json!(3.0), &json!(3), &json!(1))
        );
        assert!(!told.to_string().contains(&won[1]), "{told}");
        let ids: Vec<&str> =
            told["records"].as_array().unwrap().iter().map(|record| record["id"].as_str().unwrap()).collect();
        assert_eq!(ids, [won[0].as_str(), won[2].as_str()]);
        assert_eq!(app.owner.get("/measure/explain?metric=won_count").await.ok()["hidden"], 0);
    });
}

#[test]
fn an_answer_without_news_stays_the_same_for_a_while() {
    on_every_engine(async |app| {
        let ask =
            async || app.owner.get("/measure/dashboard?metric=open_count").await.header("etag").to_owned();
        let first = ask().await;
        app.clock.advance(2 * 60_000);
        assert_eq!(ask().await, first);
        app.owner.creates("deals", json!({ "title": "Kantoor" })).await;
        assert_ne!(ask().await, first, "there is news");
        let later = ask().await;
        app.clock.advance(16 * 60_000);
        assert_ne!(ask().await, later, "it is another time");
    });
}

#[test]
fn a_change_is_said_in_words_with_who_carries_it() {
    on_every_engine(async |app| {
        let zuid = app.team("Zuid").await;
        let noord = app.team("Noord").await;
        let bram = app.seller("Bram").in_team(&zuid).await;
        let els = app.seller("Els").in_team(&noord).await;
        let win = async |person: &crate::harness::Person| {
            let deal = id(&person.creates("deals", json!({ "title": "Oven" })).await);
            app.clock.advance(1_000);
            person.post(&format!("/deals/{deal}/win"), worth(5)).await.ok();
            app.clock.advance(1_000);
        };
        // March: ten each. April: Els the same, Bram thirty.
        for _ in 0..10 {
            win(&bram).await;
            win(&els).await;
        }
        // Nobody's session ends meanwhile.
        for days in [16, 15] {
            app.clock.advance(days * 86_400_000);
            for person in [&bram, &els, &app.owner] {
                person.get("/me").await.ok();
            }
        }
        for _ in 0..30 {
            win(&bram).await;
        }
        for _ in 0..10 {
            win(&els).await;
        }
        app.clock.advance(25 * 86_400_000);
        let path = "/measure/findings?metric=won_value&period=2026-04&compare_to=previous";
        let told = app.owner.get(path).await.ok();
        let found = &told["items"][0];
        assert_eq!(
            (&found["finding"]["verdict"], &found["finding"]["times"]),
            (&json!("higher"), &json!(2.0)),
            "{told}"
        );
        let nl = found["sentence"]["nl"].as_str().unwrap();
        let en = found["sentence"]["en"].as_str().unwrap();
        assert!(nl.contains("verdubbelde ten opzichte van de periode ervoor; vooral bij "), "{nl}");
        assert!(nl.ends_with("Bram.") || nl.ends_with("team Zuid."), "{nl}");
        assert!(en.contains("doubled against the period before; mostly "), "{en}");
        // Whoever sees only his own learns nothing about others.
        let alone = app.seller("Noor").sees("own").await;
        let hers = alone.get(path).await.ok().to_string();
        assert!(!hers.contains("Bram") && !hers.contains("Zuid"), "{hers}");
        let none = app.owner.get("/measure/findings?metric=won_count").await.ok();
        assert_eq!(none["items"], json!([]));
    });
}
