//! Which numbers a dashboard shows.

use serde_json::{Value, json};

use crate::harness::{Person, on_every_engine};

const PATH: &str = "/dashboard/layout";
const DEFAULT: &str = "/dashboard/layout/default";

async fn put(who: &Person, path: &str, metrics: &[&str]) -> crate::harness::Reply {
    let tiles: Vec<Value> =
        metrics.iter().map(|metric| json!({ "metric": metric, "size": "wide" })).collect();
    who.ask("PUT", path).json(json!({ "tiles": tiles })).await
}

fn metrics(tiles: &Value) -> Vec<&str> {
    tiles.as_array().unwrap().iter().map(|tile| tile["metric"].as_str().unwrap()).collect()
}

#[test]
fn everybody_begins_with_the_default_until_he_chooses_himself() {
    on_every_engine(async |app| {
        let (bram, mia) = (app.seller("Bram").await, app.manager("Mia").await);
        let nothing = bram.get(PATH).await.ok();
        assert_eq!(nothing, json!({ "tiles": [], "own": false, "default": [] }));

        put(&mia, DEFAULT, &["won_value", "open_value"]).await.ok();
        let default = bram.get(PATH).await.ok();
        assert_eq!(
            (metrics(&default["tiles"]), &default["own"]),
            (vec!["won_value", "open_value"], &json!(false))
        );
        assert_eq!(default["tiles"][0]["size"], "wide");

        put(&bram, PATH, &["win_rate"]).await.ok();
        put(&bram, PATH, &["win_rate", "won_count"]).await.ok();
        let own = bram.get(PATH).await.ok();
        assert_eq!((metrics(&own["tiles"]), &own["own"]), (vec!["win_rate", "won_count"], &json!(true)));
        assert_eq!(metrics(&own["default"]), ["won_value", "open_value"]);
        assert_eq!(
            metrics(&mia.get(PATH).await.ok()["tiles"]),
            ["won_value", "open_value"],
            "his own is his own"
        );

        let back = bram.ask("DELETE", PATH).await.ok();
        assert_eq!((metrics(&back["tiles"]), &back["own"]), (vec!["won_value", "open_value"], &json!(false)));
        put(&bram, PATH, &["won_count"]).await.ok();
        mia.ask("DELETE", DEFAULT).await.ok();
        assert_eq!(metrics(&bram.get(PATH).await.ok()["tiles"]), ["won_count"]);
    });
}

#[test]
fn a_dashboard_holds_numbers_that_there_are_each_once() {
    on_every_engine(async |app| {
        let bram = app.seller("Bram").await;
        put(&bram, PATH, &["win_rate", "geluk"]).await.wrong("tiles.1.metric", "unknown");
        put(&bram, PATH, &["win_rate", "win_rate"]).await.wrong("tiles.1.metric", "given_twice");
        put(&bram, PATH, &[]).await.wrong("tiles", "required");
        put(&bram, DEFAULT, &["win_rate"]).await.refused(403, "forbidden");
        assert_eq!(bram.get(PATH).await.ok()["own"], false);
    });
}
