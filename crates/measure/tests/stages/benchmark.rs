//! Stages held against last year, the trailing 12 months and their norms.

use serde_json::{Value, json};
use trechter_measure::answer::{Comparison, Verdict};
use trechter_measure::definitions::Metric;
use trechter_measure::question::Question;
use trechter_measure::stages::{self, Benchmark, Yardstick};

use super::{change_pipeline, facts, view};
use crate::histories::Desk;

fn held(benchmark: &Benchmark, stage: usize, metric: Metric, yardstick: Yardstick) -> &Comparison {
    let number =
        benchmark.stages[stage].numbers.iter().find(|held| held.figure.metric == metric).expect("a number");
    &number.against.iter().find(|against| against.yardstick == yardstick).expect("a comparison").comparison
}

/// 13 deals stood in the first stage at the end of October 2024, of which 8 were lost in November; at the end of
/// October 2025 there are 6, one of them new.
#[test]
fn n_more_needed_is_arithmetic_with_the_verdict_beside_it() {
    let mut desk = Desk::open();
    desk.on("2024-10-01 12:00");
    let deals: Vec<_> = (0..13).map(|_| desk.deal(10_000, json!({}))).collect();
    desk.on("2024-11-15 12:00");
    for deal in &deals[..8] {
        desk.lose(*deal);
    }
    desk.on("2025-10-10 12:00");
    desk.deal(40_000, json!({}));
    let facts = facts(desk.log());
    let pipeline = view(&facts, "2025-11-01 00:00").set_up.pipelines[0].id.0;
    let question = Question::new("2025-10".parse().expect("a period"), "2025-10-31".parse().expect("a date"));
    let benchmark = stages::benchmark(&facts, &question, pipeline).expect("a pipeline");
    let last_year = held(&benchmark, 0, Metric::StageStanding, Yardstick::LastYear);
    assert_eq!((last_year.value, last_year.change, last_year.more_needed), (Some(13.0), Some(-7.0), Some(7)));
    // (6 - 13)^2 / (1 entry + 8 exits): z = -2.33, p = 0.02.
    assert!((last_year.p.expect("a test") - 0.0196).abs() < 1e-3);
    // Month-ends October 2024 to September 2025: 13, then eleven times 5.
    let trailing = held(&benchmark, 0, Metric::StageStanding, Yardstick::Trailing12Months);
    assert!((trailing.value.expect("a mean") - 68.0 / 12.0).abs() < 1e-9);
    assert_eq!((trailing.more_needed, trailing.verdict), (Some(0), Verdict::CanBeChance));
    // Mean size: (5 x 10,000 + 40,000) / 6 against 10,000 with n = 6 and 13.
    let size = held(&benchmark, 0, Metric::StageSizeMean, Yardstick::LastYear);
    assert_eq!((size.value, size.change), (Some(10_000.0), Some(5_000.0)));
    assert_eq!(benchmark.whole[0].figure.value, Some(6.0));
    assert_eq!(benchmark.whole[0].against[0].comparison.more_needed, Some(7));
}

fn type_norm(desk: &mut Desk, stage: usize, norm: &Value) {
    change_pipeline(desk, |pipeline| pipeline["stages"][stage]["norm"] = norm.clone());
}

/// 40 deals, of which ten get on to the second stage after 5 days and are won there; 30 are lost after 9 days.
#[test]
fn stages_are_held_against_what_was_typed_for_them() {
    let mut desk = Desk::open();
    desk.on("2025-09-01 12:00");
    let norm = json!({
        "deals": 9, "average_size": { "amount": 20_000, "currency": "EUR" }, "close_rate": 0.5, "days": 5.0,
    });
    type_norm(&mut desk, 0, &norm);
    let deals: Vec<_> = (0..40).map(|_| desk.deal(10_000, json!({}))).collect();
    let second = desk.stage(1);
    desk.on("2025-09-06 12:00");
    for deal in &deals[..10] {
        desk.move_to(*deal, second).win(*deal);
    }
    desk.on("2025-09-10 12:00");
    for deal in &deals[10..] {
        desk.lose(*deal);
    }
    let facts = facts(desk.log());
    let pipeline = view(&facts, "2025-11-01 00:00").set_up.pipelines[0].id.0;
    let question = Question::new("2025-09".parse().expect("a period"), "2025-10-31".parse().expect("a date"));
    let benchmark = stages::benchmark(&facts, &question, pipeline).expect("a pipeline");
    let norm = |metric| held(&benchmark, 0, metric, Yardstick::Norm);
    let deals = norm(Metric::StageStanding);
    assert_eq!((deals.value, deals.change, deals.more_needed), (Some(9.0), Some(-9.0), Some(9)));
    let close = norm(Metric::StageCloseRate);
    assert_eq!((close.value, close.change, close.verdict), (Some(0.5), Some(-0.25), Verdict::Lower));
    // Half are to leave within 5 days; ten of 40 did: z = -0.25 / sqrt(0.25 / 40) = -3.16, they stay longer.
    let days = norm(Metric::StageDaysMedian);
    assert_eq!((days.value, days.change, days.verdict), (Some(5.0), Some(4.0), Verdict::Higher));
    assert!((days.p.expect("a test") - 0.0016).abs() < 1e-3);
    // Nobody stands there: no mean to hold against anything.
    let size = norm(Metric::StageSizeMean);
    assert_eq!((size.value, size.change, size.verdict), (Some(20_000.0), None, Verdict::TooFewToTell));
}
