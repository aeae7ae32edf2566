//! A planted leak, found in a history.

use serde_json::json;
use trechter_measure::leaks;
use trechter_measure::question::Question;
use trechter_measure::slice::{Dimension, Value};
use uuid::Uuid;

use super::facts;
use crate::histories::Desk;

/// 120 deals of September 2025: of the 40 of the second source four get on, of the 80 others 60; all that get on are
/// won for 10,000 in the next stage. All of the second source are the fourth member's, who has others too.
fn planted(desk: &mut Desk) -> (Uuid, Uuid) {
    let (good, bad) = {
        let setup = &desk.office().setup;
        (setup.sources[0], setup.sources[1])
    };
    let second = desk.stage(1);
    desk.on("2025-09-01 12:00");
    let deals: Vec<(Uuid, bool)> = (0..120)
        .map(|number| {
            let leaks = number % 3 == 0;
            let owner = desk.member(if number % 5 == 0 || leaks { 3 } else { number % 3 });
            let source = if leaks { bad } else { good };
            let deal = desk.deal(10_000, json!({ "origin": { "source": source }, "owner": owner }));
            let moves = if leaks { number % 30 == 0 } else { number % 4 != 0 };
            (deal, moves)
        })
        .collect();
    desk.on("2025-09-04 12:00");
    for (deal, _) in deals.iter().filter(|(_, moves)| *moves) {
        desk.move_to(*deal, second);
    }
    desk.on("2025-09-08 12:00");
    for (deal, moves) in &deals {
        if *moves {
            desk.win(*deal)
        } else {
            desk.lose(*deal)
        };
    }
    (good, bad)
}

#[test]
fn the_planted_leak_comes_first_with_its_records() {
    let mut desk = Desk::open();
    let (_, bad) = planted(&mut desk);
    let facts = facts(desk.log());
    let question = Question::new("2025-09".parse().expect("a period"), "2025-12-31".parse().expect("a date"));
    let leaks = leaks::leaks(&facts, &question);
    let first = &leaks.found[0].leak;
    assert_eq!((first.stage, &first.dimension), (desk.stage(0), &Dimension::Source));
    assert_eq!(first.value, Value::Id(bad));
    assert_eq!((first.rate.numerator, first.rate.denominator), (Some(4.0), Some(40.0)));
    assert_eq!((first.rest.numerator, first.rest.denominator), (Some(60.0), Some(80.0)));
    // 0.65 less, of 40 in a year; all that reach the second stage are won, for 10,000 each.
    let recoverable = first.recoverable.value.expect("a value");
    assert!((recoverable - 0.65 * 40.0 / 12.0 * 10_000.0).abs() < 1.0, "{recoverable}");
    assert!(first.at_least < recoverable && first.at_least > 0.4 * recoverable);
    // Who sells them is the same leak seen from another side.
    let also: Vec<&Dimension> = leaks.found[0].also.iter().map(|leak| &leak.dimension).collect();
    assert!(also.contains(&&Dimension::Owner), "{also:?}");
    for leak in
        leaks.found.iter().flat_map(|row| row.also.iter().chain([&row.leak])).chain(&leaks.may_be_chance)
    {
        for figure in [&leak.rate, &leak.rest, &leak.difference, &leak.recoverable] {
            let explained = leaks::explain(&facts, &question, &figure.explain).expect("an explanation");
            assert_eq!(explained.records.len() as u64, figure.n, "{:?}", figure.explain);
            let hits = explained.records.iter().filter(|record| record.hit).count() as f64;
            assert!(figure.numerator.is_none_or(|numerator| numerator == hits));
        }
    }
}

#[test]
fn nothing_leaks_where_nothing_happened() {
    let desk = Desk::open();
    let question = Question::new("2025-09".parse().expect("a period"), "2025-12-31".parse().expect("a date"));
    let leaks = leaks::leaks(&facts(desk.log()), &question);
    assert_eq!((leaks.family, leaks.found.len(), leaks.may_be_chance.len()), (0, 0, 0));
}
