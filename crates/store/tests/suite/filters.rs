//! Filters: every field with every operator.

use serde_json::json;
use trechter_domain::decide;
use trechter_domain::permission::Reach;
use trechter_domain::record::{Activity, Company, Contact, Deal, Lead};
use trechter_store::{Error, Filter, Op, Query, Sort, Stored};

use crate::home::{Home, both};

const OPERATORS: [Op; 9] = [Op::Eq, Op::Ne, Op::In, Op::Gt, Op::Gte, Op::Lt, Op::Lte, Op::Has, Op::Null];

/// `field:operator:value`, the values of `in` with commas.
fn filter(text: &str) -> Filter {
    let mut parts = text.splitn(3, ':');
    let field = parts.next().unwrap().to_owned();
    let op = Op::parse(parts.next().unwrap()).unwrap();
    let value = parts.next().unwrap();
    let values =
        if op == Op::In { value.split(',').map(str::to_owned).collect() } else { vec![value.into()] };
    Filter { field, op, values }
}

async fn titles<R: Stored>(home: &Home, filters: &[String]) -> Vec<String> {
    let filters: Vec<Filter> = filters.iter().map(|text| filter(text)).collect();
    let query = Query {
        reach: Reach::All,
        filters: filters.clone(),
        sort: Sort { field: "created_at".into(), descending: false },
        limit: 100,
        after: None,
    };
    let (page, totals) = home
        .read(move |tx| Ok((tx.list::<R>(&query)?, tx.totals::<R>(&Reach::All, &filters)?)))
        .await
        .unwrap();
    assert_eq!(totals.count, page.items.len() as i64, "a list and its totals agree");
    page.items.iter().map(|item| item.record.label()).collect()
}

async fn check<R: Stored>(home: &Home, filter: &str, expected: &[&str]) {
    assert_eq!(titles::<R>(home, &[filter.to_owned()]).await, expected, "{filter}");
}

async fn three_deals(home: &Home) {
    let s = home.setup();
    let deal = |title: &str, more: serde_json::Value| {
        let mut fields = json!({ "title": title, "pipeline": s.pipeline, "stage": s.stages[0] });
        fields.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        fields
    };
    home.create::<Deal>(deal(
        "Café 100%",
        json!({
            "owner": s.anna, "value": { "amount": 500, "currency": "EUR" }, "expected_close": "2026-05-01",
            "gut_feeling": 20, "tags": s.tags, "origin": { "source": s.source },
            "custom": {
                "region": "noord", "size": 1.5, "budget": { "amount": 900, "currency": "EUR" }, "remark": "Één zin",
                "since": "2020-01-01", "marks": ["noord", "zuid"], "vip": true, "buddy": s.bram, "site": "https://a.nl/x",
            },
        }),
    ))
    .await;
    home.create::<Deal>(deal(
        "Bakkerij",
        json!({
            "owner": s.bram, "value": { "amount": 1500, "currency": "USD" }, "expected_close": "2026-06-01",
            "tags": [s.tags[1]],
            "custom": { "region": "zuid", "size": -2, "remark": "twee", "since": "2021-01-01", "marks": ["zuid"], "vip": false },
        }),
    ))
    .await;
    home.create::<Deal>(deal("Caravan_100", json!({}))).await;
}

#[test]
fn filters_on_columns() {
    both(async |home| {
        three_deals(&home).await;
        let s = home.setup();
        let (cafe, bakery, caravan) = ("Café 100%", "Bakkerij", "Caravan_100");
        check::<Deal>(&home, "title:eq:CAFE 100%", &[cafe]).await;
        check::<Deal>(&home, "title:has:ca", &[cafe, caravan]).await;
        check::<Deal>(&home, "title:has:100%", &[cafe]).await;
        check::<Deal>(&home, "title:has:_", &[caravan]).await;
        check::<Deal>(&home, "title:has:\\", &[]).await;
        check::<Deal>(&home, "title:lt:c", &[bakery]).await;
        check::<Deal>(&home, "title:in:bakkerij,x", &[bakery]).await;
        check::<Deal>(&home, &format!("owner:eq:{}", s.anna), &[cafe]).await;
        check::<Deal>(&home, &format!("owner:ne:{}", s.anna), &[bakery, caravan]).await;
        check::<Deal>(&home, &format!("owner:in:{},{}", s.anna, s.bram), &[cafe, bakery]).await;
        check::<Deal>(&home, "owner:null:true", &[caravan]).await;
        check::<Deal>(&home, "owner:null:false", &[cafe, bakery]).await;
        check::<Deal>(&home, "value:gte:500", &[cafe]).await;
        check::<Deal>(&home, "value:gt:500", &[]).await;
        check::<Deal>(&home, "value:lte:500", &[cafe]).await;
        check::<Deal>(&home, "value:lt:500", &[]).await;
        let dollars = ["value:gt:500".to_owned(), "currency:eq:USD".to_owned()];
        assert_eq!(titles::<Deal>(&home, &dollars).await, [bakery], "in the currency that was asked for");
        check::<Deal>(&home, "value:ne:500", &[bakery, caravan]).await;
        check::<Deal>(&home, "currency:eq:USD", &[bakery]).await;
        check::<Deal>(&home, "expected_close:gt:2026-05-01", &[bakery]).await;
        check::<Deal>(&home, "expected_close:in:2026-05-01,2026-06-01", &[cafe, bakery]).await;
        check::<Deal>(&home, "gut_feeling:eq:20", &[cafe]).await;
        check::<Deal>(&home, "status:eq:open", &[cafe, bakery, caravan]).await;
        check::<Deal>(&home, "status:in:won,lost", &[]).await;
        check::<Deal>(&home, &format!("source:eq:{}", s.source), &[cafe]).await;
        check::<Deal>(&home, &format!("stage:eq:{}", s.stages[0]), &[cafe, bakery, caravan]).await;
        check::<Deal>(&home, "created_at:gte:2026-03-01T00:00:00Z", &[cafe, bakery, caravan]).await;
        check::<Deal>(&home, "created_at:lt:2026-03-01T00:00:00+01:00", &[]).await;
        check::<Deal>(&home, "q:has:bakk", &[bakery]).await;
    });
}

#[test]
fn filters_on_custom_fields_and_tags() {
    both(async |home| {
        three_deals(&home).await;
        let s = home.setup();
        let (cafe, bakery, caravan) = ("Café 100%", "Bakkerij", "Caravan_100");
        check::<Deal>(&home, "custom.region:eq:zuid", &[bakery]).await;
        check::<Deal>(&home, "custom.region:ne:zuid", &[cafe, caravan]).await;
        check::<Deal>(&home, "custom.region:in:zuid,noord", &[cafe, bakery]).await;
        check::<Deal>(&home, "custom.region:null:true", &[caravan]).await;
        check::<Deal>(&home, "custom.region:null:false", &[cafe, bakery]).await;
        check::<Deal>(&home, "custom.size:gt:-2", &[cafe]).await;
        check::<Deal>(&home, "custom.size:gte:-2", &[cafe, bakery]).await;
        check::<Deal>(&home, "custom.size:eq:1.5", &[cafe]).await;
        check::<Deal>(&home, "custom.size:in:1.5,7", &[cafe]).await;
        check::<Deal>(&home, "custom.budget:lte:900", &[cafe]).await;
        check::<Deal>(&home, "custom.remark:has:EEN", &[cafe]).await;
        check::<Deal>(&home, "custom.remark:eq:Twee", &[bakery]).await;
        check::<Deal>(&home, "custom.since:lt:2020-06-01", &[cafe]).await;
        check::<Deal>(&home, "custom.marks:eq:noord", &[cafe]).await;
        check::<Deal>(&home, "custom.marks:eq:zuid", &[cafe, bakery]).await;
        check::<Deal>(&home, "custom.marks:ne:noord", &[bakery, caravan]).await;
        check::<Deal>(&home, "custom.vip:eq:true", &[cafe]).await;
        check::<Deal>(&home, &format!("custom.buddy:eq:{}", s.bram), &[cafe]).await;
        check::<Deal>(&home, "custom.site:has:a.nl", &[cafe]).await;
        check::<Deal>(&home, &format!("tags:eq:{}", s.tags[0]), &[cafe]).await;
        check::<Deal>(&home, &format!("tags:in:{},{}", s.tags[0], s.tags[1]), &[cafe, bakery]).await;
        check::<Deal>(&home, &format!("tags:ne:{}", s.tags[0]), &[bakery, caravan]).await;
        check::<Deal>(&home, "tags:null:true", &[caravan]).await;
        let both_hold = ["custom.region:eq:noord".to_owned(), format!("tags:eq:{}", s.tags[1])];
        assert_eq!(titles::<Deal>(&home, &both_hold).await, [cafe]);
    });
}

#[test]
fn changed_custom_values_and_tags_are_filtered_as_they_are_now() {
    both(async |home| {
        let s = home.setup();
        let fields = json!({
            "title": "A", "pipeline": s.pipeline, "stage": s.stages[0], "tags": [s.tags[0]],
            "custom": { "region": "noord", "size": 1 },
        });
        let deal = home.create::<Deal>(fields).await;
        let patch = json!({ "tags": [s.tags[1]], "custom": { "region": "zuid", "size": null } });
        home.edit::<Deal>(deal.id, patch).await;
        check::<Deal>(&home, "custom.region:eq:noord", &[]).await;
        check::<Deal>(&home, "custom.region:eq:zuid", &["A"]).await;
        check::<Deal>(&home, "custom.size:null:true", &["A"]).await;
        check::<Deal>(&home, &format!("tags:eq:{}", s.tags[0]), &[]).await;
        check::<Deal>(&home, &format!("tags:eq:{}", s.tags[1]), &["A"]).await;
    });
}

#[test]
fn the_bin_and_merged_records_are_left_out_unless_asked_for() {
    both(async |home| {
        let kept = home.create::<Company>(json!({ "name": "Blijft" })).await;
        let binned = home.create::<Company>(json!({ "name": "Weg" })).await;
        let twin = home.create::<Company>(json!({ "name": "Dubbel" })).await;
        home.change::<Company>(binned.id, decide::remove).await.unwrap();
        home.write(move |tx, ctx| {
            let (a, b) = (tx.load::<Company>(kept.id)?.unwrap(), tx.load::<Company>(twin.id)?.unwrap());
            let merge = decide::merge_records(ctx, &a, &b, &[], &[])?;
            tx.save(&merge.survivor)?;
            tx.save(&merge.absorbed)
        })
        .await
        .unwrap();
        assert_eq!(titles::<Company>(&home, &[]).await, ["Blijft"]);
        check::<Company>(&home, "removed:eq:true", &["Weg"]).await;
        check::<Company>(&home, "removed:eq:false", &["Blijft"]).await;
        home.change::<Company>(binned.id, decide::restore).await.unwrap();
        assert_eq!(titles::<Company>(&home, &[]).await, ["Blijft", "Weg"]);
    });
}

#[test]
fn suspects_are_parties_with_which_nothing_began() {
    both(async |home| {
        let s = home.setup();
        let quiet = home.create::<Company>(json!({ "name": "Stil" })).await;
        let busy = home.create::<Company>(json!({ "name": "Druk" })).await;
        let deal = json!({ "title": "A", "pipeline": s.pipeline, "stage": s.stages[0], "company": busy.id });
        let deal = home.create::<Deal>(deal).await;
        check::<Company>(&home, "suspect:eq:true", &["Stil"]).await;
        check::<Company>(&home, "suspect:eq:false", &["Druk"]).await;
        home.change::<Deal>(deal.id, decide::remove).await.unwrap();
        check::<Company>(&home, "suspect:eq:true", &["Stil", "Druk"]).await;
        home.create::<Lead>(json!({ "company_name": "Stil", "company": quiet.id })).await;
        check::<Company>(&home, "suspect:eq:false", &["Stil"]).await;
    });
}

#[test]
fn many_filters_are_answered_soon_and_too_many_are_refused() {
    both(async |home| {
        three_deals(&home).await;
        let tag = home.setup().tags[0];
        for (count, field) in [(30, "tags"), (30, "q")] {
            let value = if field == "q" { "cafe".to_owned() } else { tag.to_string() };
            let filters = vec![Filter { field: field.into(), op: Op::Eq, values: vec![value] }; count];
            let totals = home.read(move |tx| tx.totals::<Deal>(&Reach::All, &filters)).await.unwrap();
            assert_eq!(totals.count, 1);
        }
        let filters = vec![filter("status:eq:open"); 31];
        let outcome = home.read(move |tx| tx.totals::<Deal>(&Reach::All, &filters)).await;
        assert_eq!(crate::home::refusal(outcome), "invalid; filter: too_many");
    });
}

#[test]
fn any_filter_is_answered_or_refused_in_words() {
    both(async |home| {
        three_deals(&home).await;
        every_filter::<Company>(&home).await;
        every_filter::<Contact>(&home).await;
        every_filter::<Lead>(&home).await;
        every_filter::<Deal>(&home).await;
        every_filter::<Activity>(&home).await;
    });
}

async fn every_filter<R: Stored>(home: &Home) {
    let odd = [
        "",
        "true",
        "12",
        "-1.5",
        "2026-01-01",
        "2026-01-01T00:00:00Z",
        "x\0'\"%_\\",
        "99999999999999999999",
    ];
    let mut fields = R::TABLE.filterable();
    fields.extend(["tags", "q", "suspect", "removed", "notes", "custom.", "custom.none", "", "doc"]);
    fields.extend(["custom.region", "custom.size", "custom.budget", "custom.remark", "custom.vip"]);
    let id = home.desk.id().to_string();
    let mut filters = Vec::new();
    for field in fields {
        for op in OPERATORS {
            let values = odd.iter().map(|value| vec![(*value).to_owned()]);
            for values in values.chain([vec![], vec![id.clone(), id.clone()], vec!["a".into(); 300]]) {
                filters.push(Filter { field: field.into(), op, values });
            }
        }
    }
    let answered = home
        .read(move |tx| {
            let mut answered = 0;
            for filter in filters {
                match tx.totals::<R>(&Reach::All, std::slice::from_ref(&filter)) {
                    Ok(_) => answered += 1,
                    Err(Error::Refused(_)) => {}
                    Err(error) => panic!("{filter:?}: {error}"),
                }
            }
            Ok(answered)
        })
        .await
        .unwrap();
    assert!(answered > 300, "{answered}");
}
