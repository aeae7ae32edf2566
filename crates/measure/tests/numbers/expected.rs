//! Sections 5.5, 5.6 and 7: is enough open to reach the target, when is it expected, and the seven numbers together.

use serde_json::json;
use trechter_domain::catalogue::{Target, Whom};
use trechter_measure::answer::Figure;
use trechter_measure::coverage::Coverage;
use trechter_measure::dashboard::{Number, dashboard};
use trechter_measure::definitions::Metric;
use trechter_measure::expected::{Expected, expected, explain};
use trechter_measure::facts::Facts;
use trechter_measure::question::Question;
use trechter_measure::slice::{Dimension, Value};
use trechter_measure::targets::{self, Attained, targets};

use super::{agree, facts, question};
use crate::histories::Desk;

/// From January to May, each month: on the 2nd two deals come that are expected on the 28th, of € 20 and € 60; on the
/// 25th the first is won and the other lost. In June € 30 is won; open are € 50 for the 20th (Anna's), € 40 for 30 May,
/// € 70 for 10 July and € 10 without a date. Targets for June: € 100, and € 25 of it for Anna; for March € 100.
fn half_a_year() -> Desk {
    let mut desk = Desk::open();
    let anna = desk.member(0);
    for month in 1..=5 {
        let expected = format!("2025-{month:02}-28");
        desk.on(&format!("2025-{month:02}-02 09:00"));
        let good = desk.deal(2_000, json!({ "expected_close": expected }));
        let bad = desk.deal(6_000, json!({ "expected_close": expected }));
        desk.on(&format!("2025-{month:02}-25 09:00")).win(good).lose(bad);
    }
    desk.on("2025-06-03 09:00");
    let won = desk.deal(3_000, json!({}));
    desk.deal(5_000, json!({ "expected_close": "2025-06-20", "owner": anna, "gut_feeling": 80 }));
    desk.deal(4_000, json!({ "expected_close": "2025-05-30", "gut_feeling": 10 }));
    desk.deal(7_000, json!({ "expected_close": "2025-07-10" }));
    desk.deal(1_000, json!({}));
    for (whom, starts, cents) in [
        (json!({ "kind": "workspace" }), "2025-06-01", 10_000),
        (json!({ "kind": "member", "id": anna }), "2025-06-01", 2_500),
        (json!({ "kind": "workspace" }), "2025-03-01", 10_000),
    ] {
        desk.enter::<Target>(
            json!({ "metric": "won_value", "whom": whom, "period": "month", "starts": starts,
            "value": { "amount": cents, "currency": "EUR" } }),
        );
    }
    desk.on("2025-06-05 09:00").win(won);
    desk
}

fn covered(facts: &Facts, question: &Question, whom: Whom) -> (Attained, Coverage) {
    let mut told = targets(facts, question, |_| true);
    let place = told.iter().position(|target| target.whom == whom).expect("a target");
    let told = told.swap_remove(place);
    let coverage = told.coverage.clone().expect("a coverage");
    let figures = [&coverage.coverage, &coverage.needed, &coverage.pipeline_yield, &told.attainment];
    for figure in figures.into_iter().chain([&told.remaining]).chain(&told.pace) {
        let explained = targets::explain(facts, question, &figure.explain, |_| true).expect("records");
        assert_eq!((&explained.figure, explained.records.len() as u64), (figure, figure.n));
        assert!(targets::explain(facts, question, &figure.explain, |_| false).is_none());
    }
    (told, coverage)
}

/// € 90 of June is expected in it, € 40 of that overdue, and € 70 is missing. Of the € 80 that was expected halfway the
/// five months before, € 20 was won each time: four times what is missing has to be open.
#[test]
fn the_target_is_covered_by_what_is_expected_in_time() {
    let facts = facts(&half_a_year());
    let asked = question("2025-06", "2025-06-16 00:00");
    let (told, coverage) = covered(&facts, &asked, Whom::Workspace);
    assert_eq!((told.result.value, told.remaining.value), (Some(3_000.0), Some(7_000.0)));
    assert_eq!((coverage.expected.value, coverage.overdue.value), (Some(9_000.0), Some(4_000.0)));
    assert_eq!((coverage.coverage.value, coverage.coverage.n), (Some(9_000.0 / 7_000.0), 2));
    let found = &coverage.pipeline_yield;
    assert_eq!(
        (found.value, found.numerator, found.denominator),
        (Some(0.25), Some(10_000.0), Some(40_000.0))
    );
    assert_eq!((found.n, found.notes[0].code.as_str(), found.notes[0].count), (10, "indication", Some(5)));
    assert_eq!((coverage.needed.value, coverage.needed.n), (Some(4.0), 10));
    let anna = match told_of_anna(&facts, &asked) {
        (told, coverage) if told.result.value == Some(0.0) => coverage,
        other => panic!("{other:?}"),
    };
    assert_eq!((anna.coverage.value, anna.overdue.value), (Some(2.0), Some(0.0)));
    assert_eq!(anna.needed.value, None, "she has no past");
}

fn told_of_anna(facts: &Facts, question: &Question) -> (Attained, Coverage) {
    let anna = targets(facts, question, |whom| matches!(whom, Whom::Member(_))).pop().expect("hers");
    covered(facts, question, anna.whom)
}

/// In March only January and February are known: then the win rate by value has to do, € 40 of € 160.
#[test]
fn with_few_periods_the_coverage_needed_comes_from_the_win_rate() {
    let facts = facts(&half_a_year());
    let (_, coverage) = covered(&facts, &question("2025-03", "2025-03-12 00:00"), Whom::Workspace);
    assert_eq!((coverage.needed.value, coverage.needed.n), (Some(4.0), 4));
    let note = &coverage.needed.notes[0];
    assert_eq!((note.code.as_str(), note.count), ("coverage_from_win_rate", Some(2)));
    assert_eq!(coverage.pipeline_yield.value, None);
}

/// A target that is met needs no coverage, and a period that is over has none.
#[test]
fn there_is_no_coverage_of_what_is_met_or_over() {
    let mut desk = half_a_year();
    desk.on("2025-06-06 09:00");
    let large = desk.deal(20_000, json!({}));
    desk.on("2025-06-07 09:00").win(large);
    let facts = facts(&desk);
    let (_, met) = covered(&facts, &question("2025-06", "2025-06-16 00:00"), Whom::Workspace);
    assert_eq!((met.coverage.value, met.coverage.notes[0].code.as_str()), (None, "target_met"));
    let over = targets(&facts, &question("2025-06", "2025-07-01 00:00"), |_| true);
    assert!(over.iter().all(|target| target.coverage.is_none()));
}

fn row<'e>(told: &'e Expected, when: &str) -> &'e [Figure] {
    &told.rows.iter().find(|row| row.when == when).expect("a row").figures
}

/// By the 16th of June: € 40 is overdue, € 50 is expected in June and € 70 in July, nothing in August, € 10 some day.
#[test]
fn what_is_open_stands_in_the_month_it_is_expected_in() {
    let facts = facts(&half_a_year());
    let asked = question("2025-06", "2025-06-16 00:00");
    let told = expected(&facts, &asked);
    let order: Vec<&str> = told.rows.iter().map(|row| row.when.as_str()).collect();
    assert_eq!(order, ["overdue", "2025-06", "2025-07", "2025-08", "undated"]);
    let values = |figures: &[Figure]| -> Vec<Option<f64>> {
        figures.iter().take(3).map(|figure| figure.value).collect()
    };
    let some = |values: [f64; 3]| values.map(Some).to_vec();
    assert_eq!(values(&told.total), some([4.0, 17_000.0, 4_400.0]));
    assert_eq!(values(row(&told, "overdue")), some([1.0, 4_000.0, 400.0]));
    assert_eq!(values(row(&told, "2025-06")), some([1.0, 5_000.0, 4_000.0]));
    assert_eq!(values(row(&told, "2025-07")), some([1.0, 7_000.0, 0.0]));
    assert_eq!(values(row(&told, "2025-08")), some([0.0, 0.0, 0.0]));
    assert_eq!(values(row(&told, "undated")), some([1.0, 1_000.0, 0.0]));
    // The weight of the first stage is that of its past month-ends; by row it adds up to the whole but for rounding.
    let weighed = |figures: &[Figure]| figures[3].value.unwrap();
    let sum: f64 = told.rows.iter().map(|row| weighed(&row.figures)).sum();
    assert_eq!(sum, weighed(&told.total));
    for row in &told.rows {
        for figure in &row.figures {
            agree(figure, &explain(&facts, &asked, &figure.explain).expect("records"));
        }
    }
    // What is expected after two years is later; the months between have no rows of their own.
    let mut desk = half_a_year();
    desk.on("2025-06-06 09:00").deal(100, json!({ "expected_close": "2027-06-01" }));
    let told = expected(&super::facts(&desk), &asked);
    assert_eq!(values(row(&told, "later")), some([1.0, 100.0, 0.0]));
}

/// A deal expected in June when June began, and now in July, has slipped; so has one whose day has passed.
#[test]
fn what_slipped_is_told_beside() {
    let mut desk = Desk::open();
    desk.on("2025-05-10 09:00");
    let [moved, passed, fine] = ["2025-06-10", "2025-06-12", "2025-06-25"]
        .map(|day| desk.deal(1_000, json!({ "expected_close": day })));
    desk.on("2025-06-09 09:00");
    desk.edit(trechter_domain::event::Kind::Deal, moved, json!({ "expected_close": "2025-07-10" }));
    let told = expected(&facts(&desk), &question("2025-06", "2025-06-16 00:00"));
    assert_eq!((told.slipped.value, told.slipped.n), (Some(2_000.0), 2), "not {fine}, but {passed}");
}

/// The seven in their order, whole and by row; what is told of a target belongs to the one who has it.
#[test]
fn the_dashboard_has_the_seven_numbers_in_their_order() {
    let desk = half_a_year();
    let (anna, facts) = (desk.member(0), facts(&desk));
    let mut asked = question("2025-06", "2025-06-16 00:00");
    let whole = dashboard(&facts, &asked, &[], |_| true);
    use Number::*;
    let numbers: Vec<Number> = whole.sections.iter().map(|section| section.number).collect();
    assert_eq!(numbers, [Leads, ResponseTime, FollowUps, Conversion, TargetAttainment, OpenPipeline, Sales]);
    let named: Vec<Metric> = whole.sections.iter().flat_map(|section| section.metrics.clone()).collect();
    let told: Vec<Metric> = whole.answer.totals.iter().map(|figure| figure.metric).collect();
    assert_eq!(named, told);
    let value = |figures: &[Figure], metric| {
        figures.iter().find(|figure| figure.metric == metric).expect("a figure").value
    };
    assert_eq!(value(&whole.answer.totals, Metric::Attainment), Some(0.3));
    assert_eq!(value(&whole.answer.totals, Metric::CoverageNeeded), Some(4.0));
    asked.group_by = vec![Dimension::Owner];
    let rows = dashboard(&facts, &asked, &[], |_| true).answer;
    assert!(rows.rows.iter().all(|row| row.figures.len() == rows.totals.len()));
    let hers = rows.rows.iter().find(|row| row.values == [Value::Id(anna)]).expect("her row");
    assert_eq!(value(&hers.figures, Metric::Attainment), Some(0.0));
    assert_eq!(value(&hers.figures, Metric::Coverage), Some(2.0));
    // Named ones come in the order they are named in.
    let some = [Metric::Coverage, Metric::OpenCount, Metric::CohortConversion];
    let told = dashboard(&facts, &asked, &some, |_| true);
    let told: Vec<Metric> = told.answer.totals.iter().map(|figure| figure.metric).collect();
    assert_eq!(told, some);
    // Who may not see a target is not told of it; a period without one says so.
    let hidden = dashboard(&facts, &asked, &[], |_| false).answer;
    let of = |figures: &[Figure], metric| figures.iter().find(|figure| figure.metric == metric).cloned();
    assert_eq!(of(&hidden.totals, Metric::Coverage), None);
    let attainment = of(&hidden.totals, Metric::Attainment).expect("a figure");
    assert_eq!((attainment.value, attainment.notes[0].code.as_str()), (None, "no_target"));
}

/// On the dashboard a target is opened by the row that it stands in.
#[test]
fn a_target_is_opened_by_its_row() {
    let desk = half_a_year();
    let (anna, facts) = (desk.member(0), facts(&desk));
    let mut asked = question("2025-06", "2025-06-16 00:00");
    let by_row = |asked: &Question, metric, row: Vec<Value>| {
        let handle = trechter_measure::question::Handle { metric, part: None, row };
        targets::explain(&facts, asked, &handle, |_| true)
    };
    let whole = by_row(&asked, Metric::Attainment, Vec::new()).expect("the workspace's");
    assert_eq!((whole.figure.value, whole.records.len()), (Some(0.3), 1));
    asked.group_by = vec![Dimension::Owner];
    let hers = by_row(&asked, Metric::Coverage, vec![Value::Id(anna)]).expect("hers");
    assert_eq!((hers.figure.value, hers.records.len()), (Some(2.0), 1));
    assert!(by_row(&asked, Metric::Coverage, vec![Value::Id(desk.member(1))]).is_none(), "he has none");
}
