//! Lists: every sort, pages by key, totals.

use serde_json::{Value, json};
use trechter_domain::permission::Reach;
use trechter_domain::record::{Activity, Company, Contact, Deal, Lead};
use trechter_domain::{Currency, Instant, Money};
use trechter_store::{Filter, Op, Page, Query, Result, Sort, Stored, Ty};
use uuid::Uuid;

use crate::home::{Home, both, create, ids_of, refusal};

fn question(field: &str, descending: bool, limit: usize) -> Query {
    Query {
        reach: Reach::All,
        filters: Vec::new(),
        sort: Sort { field: field.into(), descending },
        limit,
        after: None,
    }
}

async fn page<R: Stored>(home: &Home, query: Query) -> Result<Page<R>> {
    home.read(move |tx| tx.list::<R>(&query)).await
}

/// All pages, one after another.
async fn all_pages<R: Stored>(home: &Home, mut query: Query) -> Vec<R> {
    let mut all = Vec::new();
    loop {
        let page = page::<R>(home, query.clone()).await.unwrap();
        assert!(page.items.len() <= query.limit);
        all.extend(page.items.into_iter().map(|listed| listed.record));
        match page.next {
            Some(next) => query.after = Some(next),
            None => return all,
        }
    }
}

/// Deals with gaps, ties and odd titles in every sortable field.
async fn many_deals(home: &Home) -> Vec<Uuid> {
    let s = home.setup();
    let titles =
        ["Zebra", "ähre", "Ahorn", "appel", "Éclair", "eclair", "_streep", "10 ovens", "9 ovens", "Øl"];
    let desk = home.desk.clone();
    let written = home
        .write(move |tx, ctx| {
            let mut ids = Vec::new();
            for i in 0..45usize {
                let fields = json!({
                    "title": titles[i % titles.len()], "pipeline": s.pipeline, "stage": s.stages[i % 5],
                    "owner": if i % 3 == 0 { json!(s.anna) } else { Value::Null },
                    "value": if i % 4 == 0 { Value::Null } else { json!({ "amount": (i % 6) * 100, "currency": if i % 5 == 0 { "USD" } else { "EUR" } }) },
                    "expected_close": if i % 7 == 0 { Value::Null } else { json!(format!("2026-0{}-1{}", 1 + i % 9, i % 10)) },
                });
                let deal: Deal = create(tx, &ctx.at(Some(Instant(ctx.now.0 - (i as i64 % 8) * 1000)))?, desk.id(), &fields)?;
                ids.push(deal.id.0);
                if i % 5 == 1 {
                    let lost = trechter_domain::decide::Ctx { occurred: ctx.now, ..*ctx };
                    let loss = trechter_domain::decide::Loss { reason: Some(s.reason), ..Default::default() };
                    tx.save(&trechter_domain::decide::lose_deal(&lost, &deal, &loss)?)?;
                }
                if i % 6 == 2 {
                    let due = Instant(ctx.now.0 + (i as i64 % 4) * 60_000);
                    let fields = json!({ "kind": "call", "subject": "Bel", "deal": deal.id, "due_at": due });
                    create::<Activity>(tx, ctx, desk.id(), &fields)?;
                }
            }
            Ok(ids)
        })
        .await;
    written.unwrap().value
}

#[test]
fn every_sort_of_deals_pages_through_all_rows_in_order_with_missing_values_last() {
    both(async |home| {
        let ids = many_deals(&home).await;
        assert!(Deal::TABLE.sortable().len() >= 7);
        for field in Deal::TABLE.sortable() {
            for descending in [false, true] {
                let one =
                    home.read(move |tx| tx.list::<Deal>(&question(field, descending, 100))).await.unwrap();
                let mut keys: Vec<(Option<Value>, Uuid)> =
                    one.items.iter().map(|item| (key(field, item), item.record.id.0)).collect();
                let listed = keys.clone();
                keys.sort_by(|(a, a_id), (b, b_id)| {
                    order(a, b, descending)
                        .then_with(|| if descending { b_id.cmp(a_id) } else { a_id.cmp(b_id) })
                });
                assert_eq!(listed, keys, "{field}, descending: {descending}");
                for limit in [1, 7, 44, 45] {
                    let paged = all_pages::<Deal>(&home, question(field, descending, limit)).await;
                    let whole: Vec<Uuid> = listed.iter().map(|(_, id)| *id).collect();
                    assert_eq!(ids_of(&paged), whole, "{field}, descending: {descending}, {limit} a page");
                }
                assert_eq!(listed.len(), ids.len());
            }
        }
    });
}

/// What a deal is sorted on, the slow way.
fn key(field: &str, item: &trechter_store::Listed<Deal>) -> Option<Value> {
    let deal = &item.record;
    match field {
        "created_at" => Some(deal.created_at.0.into()),
        "updated_at" => Some(deal.updated_at.0.into()),
        "title" => Some(trechter_domain::text::fold(&deal.title).into()),
        "value" => deal.value.map(|value| value.amount.into()),
        "expected_close" => deal.expected_close.map(|date| date.to_string().into()),
        "closed_at" => deal.closed_at.map(|at| at.0.into()),
        "next_activity_at" => item.derived.next_activity_at.map(|at| at.0.into()),
        other => panic!("a new sort, {other}, needs its key here"),
    }
}

fn order(a: &Option<Value>, b: &Option<Value>, descending: bool) -> std::cmp::Ordering {
    let (Some(a), Some(b)) = (a, b) else { return a.is_none().cmp(&b.is_none()) };
    let ascending = match (a, b) {
        (Value::String(a), Value::String(b)) => a.as_bytes().cmp(b.as_bytes()),
        (a, b) => a.as_i64().cmp(&b.as_i64()),
    };
    if descending { ascending.reverse() } else { ascending }
}

#[test]
fn a_cursor_stays_where_it_was_when_rows_come_and_go() {
    both(async |home| {
        let s = home.setup();
        for i in 0..10 {
            let value = json!({ "amount": i * 10, "currency": "EUR" });
            let fields =
                json!({ "title": "a", "pipeline": s.pipeline, "stage": s.stages[0], "value": value });
            home.create::<Deal>(fields).await;
        }
        let first = page::<Deal>(&home, question("value", false, 4)).await.unwrap();
        assert_eq!(amounts(&first), [0, 10, 20, 30]);
        for amount in [5, 35] {
            let value = json!({ "amount": amount, "currency": "EUR" });
            let fields =
                json!({ "title": "b", "pipeline": s.pipeline, "stage": s.stages[0], "value": value });
            home.create::<Deal>(fields).await;
        }
        let gone = first.items[3].record.id;
        home.change::<Deal>(gone, trechter_domain::decide::remove).await.unwrap();
        let second = Query { after: first.next, ..question("value", false, 4) };
        assert_eq!(amounts(&page::<Deal>(&home, second).await.unwrap()), [35, 40, 50, 60]);
    });
}

fn amounts(page: &Page<Deal>) -> Vec<i64> {
    page.items.iter().map(|item| item.record.value.unwrap().amount).collect()
}

#[test]
fn every_sort_of_every_list_runs_and_others_are_refused() {
    both(async |home| {
        sorts::<Company>(&home).await;
        sorts::<Contact>(&home).await;
        sorts::<Lead>(&home).await;
        sorts::<Deal>(&home).await;
        sorts::<Activity>(&home).await;
    });
}

async fn sorts<R: Stored>(home: &Home) {
    for field in R::TABLE.sortable() {
        for descending in [false, true] {
            assert!(page::<R>(home, question(field, descending, 5)).await.unwrap().items.is_empty());
            // The second page, after a value and after a missing one.
            let column = R::TABLE.column(field).unwrap();
            let value = match column.ty {
                Ty::Key | Ty::Word | Ty::Date => json!("2026-01-01"),
                _ => json!(5),
            };
            for value in [value, Value::Null] {
                let query = Query { after: Some((value, Uuid::nil())), ..question(field, descending, 5) };
                assert!(page::<R>(home, query).await.unwrap().items.is_empty(), "{field}");
            }
        }
    }
    for field in ["", "notes", "board_rank", "doc"] {
        let refused = refusal(page::<R>(home, question(field, false, 5)).await);
        assert_eq!(refused, "invalid; sort: unknown_field");
    }
}

#[test]
fn totals_count_all_rows_and_never_add_up_currencies() {
    both(async |home| {
        let s = home.setup();
        let amounts = [
            (Some((100, "EUR")), true),
            (Some((250, "EUR")), true),
            (Some((70, "USD")), false),
            (None, true),
        ];
        for (value, annas) in amounts {
            let value = value.map(|(amount, currency)| json!({ "amount": amount, "currency": currency }));
            let owner = if annas { s.anna } else { s.bram };
            home.create::<Deal>(json!({
                "title": "a", "pipeline": s.pipeline, "stage": s.stages[0], "value": value, "owner": owner,
            }))
            .await;
        }
        home.create::<Company>(json!({ "name": "A" })).await;
        let all = home.read(|tx| tx.totals::<Deal>(&Reach::All, &[])).await.unwrap();
        assert_eq!(all.count, 4);
        let of = |totals: &trechter_store::Totals| -> Vec<(Money, i64)> {
            totals.values.iter().map(|v| (Money::new(v.amount, v.currency), v.count)).collect()
        };
        let usd = Currency::parse("USD").unwrap();
        assert_eq!(of(&all), [(Money::new(350, Currency::EUR), 2), (Money::new(70, usd), 1)]);
        let reach = Reach::Owners(vec![s.anna]);
        let annas = home.read(move |tx| tx.totals::<Deal>(&reach, &[])).await.unwrap();
        assert_eq!((annas.count, of(&annas)), (3, vec![(Money::new(350, Currency::EUR), 2)]));
        let filter = Filter { field: "value".into(), op: Op::Gt, values: vec!["80".into()] };
        let large = home.read(move |tx| tx.totals::<Deal>(&Reach::All, &[filter])).await.unwrap();
        assert_eq!(large.count, 2);
        let companies = home.read(|tx| tx.totals::<Company>(&Reach::All, &[])).await.unwrap();
        assert_eq!((companies.count, companies.values.len()), (1, 0));
    });
}

#[test]
fn a_reader_sees_his_own_and_what_waits_for_somebody() {
    both(async |home| {
        let s = home.setup();
        for owner in [json!(s.anna), json!(s.bram), Value::Null] {
            home.create::<Company>(json!({ "name": "A", "owner": owner })).await;
        }
        for (owners, expected) in [(vec![s.anna], 2), (vec![s.anna, s.bram], 3), (vec![], 1)] {
            let query = Query { reach: Reach::Owners(owners), ..question("name", false, 9) };
            assert_eq!(page::<Company>(&home, query).await.unwrap().items.len(), expected);
        }
    });
}

#[test]
fn linked_records_are_found_by_what_they_point_at() {
    both(async |home| {
        let company = home.create::<Company>(json!({ "name": "A" })).await;
        let contact = home.create::<Contact>(json!({ "last_name": "B", "company": company.id })).await;
        let to = company.id.0;
        let found = home.read(move |tx| tx.ids_linked::<Contact>("company", to, 10)).await.unwrap();
        assert_eq!(found, [contact.id.0]);
        let none = home.read(move |tx| tx.ids_linked::<Contact>("owner", to, 10)).await.unwrap();
        assert!(none.is_empty());
    });
}
