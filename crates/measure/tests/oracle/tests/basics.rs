//! Section 1: the axes, removal, merging, reopening, odd records.

use serde_json::json;
use trechter_domain::event::Kind;

use crate::histories::{Desk, instant};
use crate::oracle::sales::{self, closed, days_to_close, new_customers, open, win_rate, won};
use crate::oracle::{Known, Period, Rates, World};

fn world(desk: &Desk, as_of: &str) -> World {
    World::at(desk.log(), instant(as_of), Known::All, &Rates::default())
}

fn month(number: u8) -> Period {
    let start = instant(&format!("2025-{number:02}-01 00:00"));
    Period { start, end: instant(&format!("2025-{:02}-01 00:00", number + 1)) }
}

/// "Won 10 January, reopened 5 February, won 20 March: as of 31 January January has 1; as of 1 April January has 0,
/// March 1."
#[test]
fn a_reopened_deal_counts_where_it_was_closed_last() {
    let mut desk = Desk::open();
    desk.on("2025-01-01 00:00");
    let deal = desk.deal(1_000, json!({ "owner": desk.member(0) }));
    desk.on("2025-01-10 00:00").win(deal);
    desk.on("2025-02-05 00:00").reopen(deal);
    let other = json!({ "owner": desk.member(1), "value": { "amount": 3_000, "currency": "EUR" } });
    desk.edit(Kind::Deal, deal, other);
    desk.on("2025-03-20 00:00").win(deal);

    let then = world(&desk, "2025-02-01 00:00");
    let january = won(&closed(&then, month(1)));
    assert_eq!((january.len(), january[0].value), (1, Some(1_000)));
    assert_eq!(january[0].owner(), Some(desk.member(0)));
    assert_eq!(days_to_close(january[0].story), Some(9.0));

    let between = world(&desk, "2025-02-10 00:00");
    assert_eq!((closed(&between, month(1)).len(), open(&between).len()), (0, 1));

    let now = world(&desk, "2025-04-02 00:00");
    assert_eq!(closed(&now, month(1)).len(), 0);
    let march = won(&closed(&now, month(3)));
    assert_eq!((march.len(), march[0].value), (1, Some(3_000)));
    assert_eq!(march[0].owner(), Some(desk.member(1)));
    // 1 January to 20 March is 78 days; away from 10 January to 5 February, 26 days.
    assert_eq!(days_to_close(march[0].story), Some(52.0));
}

/// "for `A` at or after the removal the record is in no period, past ones included; for an earlier `A` it counts as
/// before; restoring undoes both."
#[test]
fn a_removed_deal_is_in_no_period_until_it_is_restored() {
    let mut desk = Desk::open();
    desk.on("2025-01-01 00:00");
    let deal = desk.deal(1_000, json!({}));
    desk.on("2025-01-10 00:00").win(deal);
    desk.on("2025-02-10 00:00").remove(Kind::Deal, deal);
    desk.on("2025-03-10 00:00").restore(Kind::Deal, deal);
    let january = |as_of: &str| closed(&world(&desk, as_of), month(1)).len();
    assert_eq!(january("2025-02-10 00:00"), 1, "the removal is not before A");
    assert_eq!(january("2025-02-11 00:00"), 0);
    assert_eq!(january("2025-03-11 00:00"), 1);
}

/// "**Retracted** (undone) events never happened", once it is known; "The same (`A`, `K`) always gives the same
/// answer".
#[test]
fn what_was_undone_never_happened_once_that_is_known() {
    let mut desk = Desk::open();
    desk.on("2025-01-01 00:00");
    let deal = desk.deal(1_000, json!({}));
    desk.on("2025-01-10 00:00").win(deal);
    let before = desk.log().last().unwrap().seq;
    desk.on("2025-02-10 00:00").undo_last();
    let at = instant("2025-02-01 00:00");
    let count = |known| {
        let world = World::at(desk.log(), at, known, &Rates::default());
        (closed(&world, month(1)).len(), open(&world).len())
    };
    assert_eq!(count(Known::All), (0, 1));
    assert_eq!(count(Known::Seq(before)), (1, 0));
    assert_eq!(count(Known::At(at)), (1, 0));
}

/// "*Registered afterwards* (created closed, or created and closed at the same instant): in sales, not in win rate,
/// stages or days".
#[test]
fn a_deal_registered_afterwards_is_a_sale_and_nothing_more() {
    let mut desk = Desk::open();
    desk.on("2025-01-05 00:00");
    let sale = desk.deal(5_000, json!({}));
    desk.win(sale);
    let lost = desk.deal(700, json!({}));
    let won_later = desk.deal(900, json!({}));
    desk.on("2025-01-15 00:00").lose(lost).win(won_later);
    let world = world(&desk, "2025-02-01 00:00");
    let cases = closed(&world, month(1));
    assert_eq!(sales::value(&won(&cases)).value, Some(5_900.0));
    let rate = win_rate(&cases);
    assert_eq!((rate.numerator, rate.denominator, rate.n), (Some(1.0), Some(2.0), 2));
    assert_eq!(sales::win_rate_by_value(&cases).value, Some(900.0 / 1_600.0));
    let days: Vec<_> = cases.iter().filter_map(|case| days_to_close(case.story)).collect();
    assert_eq!(days, [10.0, 10.0]);
}

/// "Zero or missing value: stays in counts, left out of values, counted." and "gut feeling (deals without a percentage
/// left out and counted)".
#[test]
fn the_open_pipeline_counts_what_has_no_value() {
    let mut desk = Desk::open();
    desk.on("2025-01-05 00:00");
    desk.deal(10_000, json!({ "gut_feeling": 25 }));
    desk.deal(0, json!({ "gut_feeling": 50 }));
    desk.deal(30_000, json!({}));
    desk.deal(0, json!({ "value": null }));
    let world = world(&desk, "2025-01-06 00:00");
    let cases = open(&world);
    assert_eq!(sales::count(&cases).n, 4);
    let value = sales::value(&cases);
    assert_eq!((value.value, value.n, value.ids.len()), (Some(40_000.0), 2, 4));
    assert_eq!((sales::mean_value(&cases), sales::median_value(&cases)), (Some(20_000.0), Some(20_000.0)));
    let gut = sales::weighted_by_gut(&cases);
    assert_eq!((gut.value, gut.numerator, gut.denominator), (Some(2_500.0), Some(2.0), Some(4.0)));
}

/// "won / (won + lost + stale)": one won, one lost, one that nobody looked at for 61 days, one that was called.
#[test]
fn deals_that_nobody_looks_at_count_against_the_strict_rate() {
    let mut desk = Desk::open();
    desk.on("2025-01-01 00:00");
    let (first, second) = (desk.deal(100, json!({})), desk.deal(100, json!({})));
    desk.deal(100, json!({}));
    let called = desk.deal(100, json!({}));
    desk.on("2025-01-20 00:00").win(first).lose(second);
    desk.on("2025-02-01 00:00").call(json!({ "deal": called }));
    let world = world(&desk, "2025-03-03 00:00");
    let (closed, open) = (closed(&world, month(1)), open(&world));
    let strict = sales::win_rate_strict(&world, &closed, &open, 60.0);
    assert_eq!((strict.numerator, strict.denominator), (Some(1.0), Some(3.0)));
    assert_eq!(sales::win_rate_strict(&world, &closed, &open, 61.0).denominator, Some(2.0), "longer than");
}

/// "*new customers* (a party's first win ever; earlier customership can be imported)".
#[test]
fn a_customer_is_new_once() {
    let mut desk = Desk::open();
    desk.on("2025-01-01 00:00");
    let fresh = desk.make(Kind::Company, json!({ "name": "Nieuw" }));
    let old = desk.make(Kind::Company, json!({ "name": "Oud", "customer_since": "2020-03-01" }));
    let person = desk.make(Kind::Contact, json!({ "last_name": "Mens", "company": fresh }));
    let first = desk.deal(100, json!({ "contact": person }));
    let again = desk.deal(200, json!({ "company": fresh }));
    let known = desk.deal(400, json!({ "company": old }));
    let nobody = desk.deal(800, json!({}));
    desk.on("2025-02-10 00:00").win(first);
    desk.on("2025-03-10 00:00").win(again).win(known).win(nobody);
    let world = world(&desk, "2025-04-01 00:00");
    let new = |number| sales::ids(&new_customers(&world, month(number)));
    assert_eq!(new(2), [first].into());
    assert_eq!(new(3), [].into());
}
