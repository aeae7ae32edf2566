//! The engine's numbers on imported data, against what is known about the files.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::bench::*;
use crate::harness::{TestApp, on_sqlite};

/// All of maven's two years, as of their end.
const WHOLE: &str = "period=2016-01-01..2017-12-31&as_of=2017-12-31";

async fn ask(app: &TestApp, query: &str) -> Value {
    app.owner.get(&format!("/measure/dashboard?{query}")).await.ok()
}

/// Each row by name: the value and the n of each figure.
async fn rows(app: &TestApp, by: &str, metrics: &[&str]) -> BTreeMap<String, Vec<(f64, u64)>> {
    let metrics: String = metrics.iter().map(|metric| format!("&metric={metric}")).collect();
    let answer = ask(app, &format!("{WHOLE}&by={by}{metrics}")).await;
    let names = names(app).await;
    let rows = answer["rows"].as_array().unwrap().iter().map(|row| {
        let value = &row["values"][0];
        let key = value["id"].as_str().or(value["text"].as_str()).unwrap_or("none").to_owned();
        let figures = row["figures"].as_array().unwrap().iter();
        let told = figures
            .map(|figure| (figure["value"].as_f64().unwrap_or(f64::NAN), figure["n"].as_u64().unwrap()));
        (names.get(&key).cloned().unwrap_or(key), told.collect())
    });
    rows.collect()
}

async fn names(app: &TestApp) -> BTreeMap<String, String> {
    let catalogue = catalogue(app).await;
    let members = catalogue.members.iter().map(|member| (member.id.to_string(), member.name.clone()));
    let teams = catalogue.teams.iter().map(|team| (team.id.to_string(), team.name.clone()));
    let products = catalogue.products.iter().map(|product| (product.id.to_string(), product.name.clone()));
    let sources = catalogue.sources.iter().map(|source| (source.id.to_string(), source.name.clone()));
    members.chain(teams).chain(products).chain(sources).collect()
}

fn close(a: f64, b: f64, within: f64) -> bool {
    (a - b).abs() <= within
}

#[test]
fn maven_won_values_win_rates_days_and_the_open_pipeline_of_any_day() {
    let Some(folder) = shared("maven-crm") else { return };
    on_sqlite(async |app| {
        // A session ends when nobody uses it.
        for _ in 0..12 {
            app.clock.advance(22 * DAY);
            app.owner.get("/me").await.ok();
        }
        let workspace = format!("/catalogue/workspace/{}", app.workspace);
        app.owner.patch(&workspace, 1, json!({ "currency": "USD" })).await.ok();
        let expected = expected(&folder);
        let files_wanted = ["accounts.csv", "products.csv", "sales_teams.csv", "sales_pipeline.csv"];
        import(&app, example("maven-crm.toml"), files(&folder, &files_wanted)).await;
        for (by, group) in [
            ("owner", "by_sales_agent"),
            ("team", "by_manager"),
            ("product", "by_product"),
            ("industry", "by_sector"),
        ] {
            let told = rows(&app, by, &["won_value", "won_count", "win_rate"]).await;
            for (name, wanted) in expected[group].as_object().unwrap() {
                let figures = told.get(name).unwrap_or_else(|| panic!("no {by} {name}"));
                assert_eq!(figures[0].0, wanted["won_value"].as_f64().unwrap() * 100.0, "{name}");
                assert_eq!(figures[1].0, wanted["won"].as_f64().unwrap(), "{name}");
                let decided = wanted["won"].as_u64().unwrap() + wanted["lost"].as_u64().unwrap();
                assert_eq!(figures[2].1, decided, "{name}");
                assert!(close(figures[2].0, wanted["win_rate"].as_f64().unwrap(), 0.00005), "{name}");
            }
        }
        let days = ask(&app, &format!("{WHOLE}&metric=days_to_won_mean")).await;
        let mean = days["totals"][0]["value"].as_f64().unwrap();
        // Days of 24 hours: a deal that was open when the clock changed is an hour off its calendar days.
        assert!(close(mean, expected["days_won"].as_f64().unwrap(), 1.0 / 24.0), "{mean}");
        let series = "/measure/series?metric=won_value&metric=won_count&period=2017&as_of=2017-12-31";
        let series = app.owner.get(series).await.ok();
        for point in series["points"].as_array().unwrap() {
            let wanted = &expected["won_by_month"][point["period"].as_str().unwrap()];
            let (value, won) =
                (wanted["value"].as_f64().unwrap_or(0.0), wanted["won"].as_f64().unwrap_or(0.0));
            assert_eq!(point["totals"][0]["value"].as_f64().unwrap(), value * 100.0, "{}", point["period"]);
            assert_eq!(point["totals"][1]["value"].as_f64().unwrap(), won, "{}", point["period"]);
        }
        for end in ["2017-03-31", "2017-06-30", "2017-09-30", "2017-12-31"] {
            let told = ask(&app, &format!("period=2017&as_of={end}&metric=open_count&by=owner")).await;
            let wanted = open_on(&folder, end);
            assert_eq!(told["totals"][0]["n"].as_u64().unwrap(), wanted.values().sum::<u64>(), "{end}");
            let names = names(&app).await;
            let of = |row: &Value| names[row["values"][0]["id"].as_str().unwrap()].clone();
            let rows = told["rows"].as_array().unwrap().iter();
            let told: BTreeMap<String, u64> =
                rows.map(|row| (of(row), row["figures"][0]["n"].as_u64().unwrap())).collect();
            assert_eq!(told, wanted, "{end}");
        }
    });
}

/// Deals per agent that were engaged by the end of a day and closed later or never: from the raw file.
fn open_on(folder: &std::path::Path, end: &str) -> BTreeMap<String, u64> {
    let mut reader = csv::Reader::from_path(folder.join("sales_pipeline.csv")).unwrap();
    let mut open = BTreeMap::new();
    for row in reader.records().map(Result::unwrap) {
        let (agent, engaged, closed) = (&row[1], &row[5], &row[6]);
        if !engaged.is_empty() && engaged <= end && (closed.is_empty() || closed > end) {
            *open.entry(agent.to_owned()).or_default() += 1;
        }
    }
    open
}
