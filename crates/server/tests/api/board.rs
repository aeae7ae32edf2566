//! The board: what stands where, over everything, between which neighbours.

use serde_json::{Value, json};

use crate::harness::{id, on_every_engine};

fn titles(column: &Value) -> Vec<&str> {
    column["cards"].as_array().unwrap().iter().map(|card| card["title"].as_str().unwrap()).collect()
}

#[test]
fn a_card_lands_between_the_neighbours_it_was_dropped_between() {
    on_every_engine(async |app| {
        let bram = app.seller("Bram").await;
        let stages = app.stages().await;
        let mut deals = Vec::new();
        for title in ["Een", "Twee", "Drie"] {
            deals.push(bram.creates("deals", json!({ "title": title })).await);
            app.clock.advance(1_000);
        }
        let board = bram.get("/board").await.ok();
        assert_eq!(titles(&board["columns"][0]), ["Drie", "Twee", "Een"], "the newest on top");

        let (first, second, third) = (id(&deals[0]), id(&deals[1]), id(&deals[2]));
        let between = json!({ "stage": stages[0], "above": third, "below": second });
        bram.post(&format!("/deals/{first}/move"), between).await.ok();
        let board = bram.get("/board").await.ok();
        assert_eq!(titles(&board["columns"][0]), ["Drie", "Een", "Twee"]);

        bram.post(&format!("/deals/{first}/move"), json!({ "stage": stages[1], "from": stages[0] }))
            .await
            .ok();
        let board = bram.get("/board").await.ok();
        assert_eq!(titles(&board["columns"][0]), ["Drie", "Twee"]);
        assert_eq!(titles(&board["columns"][1]), ["Een"]);
    });
}

#[test]
fn whoever_believes_a_deal_to_stand_elsewhere_is_told() {
    on_every_engine(async |app| {
        let bram = app.seller("Bram").await;
        let stages = app.stages().await;
        let deal = id(&bram.creates("deals", json!({ "title": "Kantoor" })).await);
        let path = format!("/deals/{deal}/move");
        app.owner.post(&path, json!({ "stage": stages[2] })).await.ok();
        let stale = json!({ "stage": stages[1], "from": stages[0] });
        bram.post(&path, stale).await.refused(409, "elsewhere");
        bram.post(&path, json!({ "stage": "0190aaaa-0000-7000-8000-000000000000" }))
            .await
            .wrong("stage", "unknown");
    });
}

#[test]
fn columns_count_and_add_up_over_all_deals_per_currency() {
    on_every_engine(async |app| {
        let bram = app.seller("Bram").await;
        for (title, value) in [("A", json!({ "amount": 100, "currency": "EUR" })), ("B", Value::Null)] {
            bram.creates("deals", json!({ "title": title, "value": value })).await;
        }
        bram.creates("deals", json!({ "title": "C", "value": { "amount": 7, "currency": "USD" } })).await;
        let board = bram.get("/board?limit=1").await.ok();
        let column = &board["columns"][0];
        assert_eq!(column["cards"].as_array().unwrap().len(), 1);
        assert_eq!(column["totals"]["count"], 3);
        let sums = json!([
            { "currency": "EUR", "amount": 100, "count": 1 }, { "currency": "USD", "amount": 7, "count": 1 },
        ]);
        assert_eq!(column["totals"]["values"], sums);

        let mut seen = titles(column).into_iter().map(str::to_owned).collect::<Vec<_>>();
        let mut next = column["next"].clone();
        while let Some(after) = next.as_str() {
            let stage = column["stage"].as_str().unwrap();
            let page = bram.get(&format!("/board/{stage}?limit=1&after={after}")).await.ok();
            seen.extend(titles(&page).into_iter().map(str::to_owned));
            next = page["next"].clone();
        }
        // A cursor belongs to its list: no other stage, filter or reader, and nobody makes his own.
        let cursor = column["next"].as_str().unwrap();
        let (stage, other) = (column["stage"].as_str().unwrap(), app.stages().await[1].clone());
        for path in [
            format!("/board/{other}?after={cursor}"),
            format!("/board/{stage}?after={cursor}&filter=gut_feeling:gt:1"),
            format!("/board/{stage}?after={}", cursor.replace(&cursor[..1], "z")),
            format!("/board/{stage}?after=r1/{}", id(&column["cards"][0])),
        ] {
            bram.get(&path).await.refused(422, "invalid_cursor");
        }
        app.owner.get(&format!("/board/{stage}?after={cursor}")).await.refused(422, "invalid_cursor");
        seen.sort();
        assert_eq!(seen, ["A", "B", "C"]);
    });
}

/// Both are kept in memory between two events.
#[test]
fn a_board_and_a_list_that_were_asked_before_follow_every_change_and_every_reach() {
    on_every_engine(async |app| {
        let (bram, cas) = (app.seller("Bram").sees("own").await, app.seller("Cas").sees("own").await);
        let first = bram.creates("deals", json!({ "title": "Van Bram" })).await;
        let second = cas.creates("deals", json!({ "title": "Van Cas" })).await;
        for _ in 0..2 {
            for (reader, seen, deal) in [(&bram, "Van Bram", &first), (&cas, "Van Cas", &second)] {
                assert_eq!(titles(&reader.get("/board").await.ok()["columns"][0]), [seen]);
                assert_eq!(reader.lists("/deals?sort=title").await, [id(deal)]);
            }
        }
        let stages = app.stages().await;
        bram.post(&format!("/deals/{}/move", id(&first)), json!({ "stage": stages[1] })).await.ok();
        let board = bram.get("/board").await.ok();
        assert_eq!(titles(&board["columns"][1]), ["Van Bram"]);
        assert!(titles(&cas.get("/board").await.ok()["columns"][1]).is_empty());
        assert_eq!(bram.get("/deals?sort=title").await.ok()["items"][0]["stage"], stages[1].as_str());

        let packed = bram.ask("GET", "/board").header("accept-encoding", "gzip").await;
        assert_eq!(packed.header("content-encoding"), "gzip");
        assert_eq!(bram.ask("GET", "/board").await.ok(), board, "and plain for who does not ask for it");
    });
}
