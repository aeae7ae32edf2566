//! Sections 5.6 and 6: the weighted pipeline, stage by stage, and its speed.

use serde_json::json;
use trechter_domain::event::Kind;
use trechter_measure::answer::Figure;
use trechter_measure::definitions::Metric;
use trechter_measure::evaluate;
use trechter_measure::facts::Facts;
use trechter_measure::measures;
use trechter_measure::question::Question;
use trechter_measure::slice::Dimension;
use trechter_measure::stages::{self, Funnel};
use uuid::Uuid;

use super::{agree, facts, question, tell};
use crate::histories::Desk;

/// All from 2 January 2025. In the first stage: one won on 8 March, one lost then, one won on 5 July, one still open. In
/// the second since 10 January: one still open. Nobody typed a horizon and there is too little history, so H is what
/// the stages expect, 10 and 15 days; as of 1 January 2026 the last month-end with those behind it is that of November.
fn standing() -> Desk {
    let mut desk = Desk::open();
    desk.on("2025-01-02 12:00");
    let [quick, lost, slow, open] = [1_000, 2_000, 4_000, 10_000].map(|cents| desk.deal(cents, json!({})));
    let second = desk.deal(7_000, json!({ "gut_feeling": 50 }));
    let to = desk.stage(1);
    desk.on("2025-01-10 12:00").move_to(second, to);
    desk.on("2025-03-08 12:00").win(quick).lose(lost);
    desk.on("2025-07-05 12:00").win(slow);
    desk.edit(Kind::Deal, open, json!({ "gut_feeling": 10 }));
    desk.on("2025-12-01 12:00").deal(0, json!({}));
    desk
}

fn pipeline(facts: &Facts) -> Uuid {
    facts.set_up().current().default_pipeline().expect("a pipeline").id.0
}

fn funnel(facts: &Facts, question: &Question) -> Funnel {
    stages::funnel(facts, question, pipeline(facts)).expect("a pipeline")
}

fn of(figures: &[Figure], metric: Metric) -> &Figure {
    figures.iter().find(|figure| figure.metric == metric).expect("a figure")
}

/// First stage: 2 month-ends before the win in March, the last within 10 days of it; 2 before the loss; 6 before the win
/// in July, the last within 10 days; 11 of the open one (January to November): 2 of 21, 4 deals. Second: 11 of one open
/// deal. The pipeline: 2 of 32. Fewer than 30 deals are drawn to it.
#[test]
fn a_stage_weighs_what_stood_there_and_was_won_in_time() {
    let desk = standing();
    let facts = facts(&desk);
    let asked = question("2025-12", "2026-01-01 00:00");
    let told = funnel(&facts, &asked);
    let pipeline = 2.0 / 32.0;
    let expected = [
        (2.0, 21.0, 4, (4.0 * 2.0 / 21.0 + 26.0 * pipeline) / 30.0),
        (0.0, 11.0, 1, 29.0 * pipeline / 30.0),
        (0.0, 0.0, 0, pipeline),
    ];
    for (row, (won, stood, deals, weight)) in told.stages.iter().zip(expected) {
        let figure = of(&row.figures, Metric::StageWeight);
        assert_eq!((figure.numerator, figure.denominator, figure.n), (Some(won), Some(stood), deals));
        assert!((figure.value.unwrap() - weight).abs() < 1e-12, "{figure:?}");
        assert!(figure.notes.iter().any(|note| note.code == "shrunk_to_pipeline"));
        let explained = stages::explain(&facts, &asked, &figure.explain).expect("records");
        assert_eq!((&explained.figure, explained.records.len() as u64), (figure, deals));
        let standings: i64 = explained.records.iter().filter_map(|record| record.amount).sum();
        assert_eq!(standings as f64, stood);
    }
    // € 100 in the first stage, € 70 in the second; the one of December has no value.
    let by_stage = |place: usize| (told_value(place) * expected[place].3).round();
    let whole = tell(&facts, &asked, Metric::WeightedStage, &[Dimension::Stage]);
    assert_eq!(whole.value(), Some(by_stage(0) + by_stage(1)));
    assert_eq!((whole.total.n, whole.noted("no_value")), (2, 1));
    // € 10 and € 35 by the sellers' own percentages.
    let rows: Vec<_> = told.stages.iter().take(2).collect();
    for (place, (row, gut)) in rows.iter().zip([1_000.0, 3_500.0]).enumerate() {
        let (by_gut, weighed) =
            (of(&row.figures, Metric::WeightedGut), of(&row.figures, Metric::WeightedStage));
        assert_eq!((by_gut.value, weighed.value), (Some(gut), Some(by_stage(place))));
        for figure in [by_gut, weighed] {
            agree(figure, &stages::explain(&facts, &asked, &figure.explain).expect("records"));
        }
    }
}

fn told_value(place: usize) -> f64 {
    [10_000.0, 7_000.0][place]
}

/// What never had a past weighs nothing that is known, and the deals are counted.
#[test]
fn without_a_past_no_stage_has_a_weight() {
    let mut desk = Desk::open();
    desk.on("2025-01-02 12:00").deal(1_000, json!({}));
    let facts = facts(&desk);
    let told = tell(&facts, &question("2025-01", "2025-02-01 00:00"), Metric::WeightedStage, &[]);
    assert_eq!((told.value(), told.total.n, told.noted("no_stage_weight")), (Some(0.0), 0, 1));
}

/// Six won after 10 days for € 10 each but one for € 40, two lost after 50, three open: 3 x 75% x € 15 / 20 days.
#[test]
fn the_speed_is_made_of_its_four_inputs() {
    let mut desk = Desk::open();
    desk.on("2025-01-01 12:00");
    let won: Vec<Uuid> =
        [1_000, 1_000, 1_000, 1_000, 1_000, 4_000].map(|cents| desk.deal(cents, json!({}))).to_vec();
    let lost = [desk.deal(500, json!({})), desk.deal(500, json!({}))];
    (0..3).for_each(|_| {
        desk.deal(9_999, json!({}));
    });
    desk.on("2025-01-11 12:00");
    for deal in &won {
        desk.win(*deal);
    }
    desk.on("2025-02-20 12:00").lose(lost[0]).lose(lost[1]);
    let facts = facts(&desk);
    let asked = question("2025-Q1", "2025-04-01 00:00");
    let told = tell(&facts, &asked, Metric::Velocity, &[Dimension::Owner]);
    let speed = 3.0 * 0.75 * 1_500.0 / 20.0;
    assert!((told.value().unwrap() - speed).abs() < 1e-9);
    assert_eq!(told.total.n, 11, "six won, two lost, three open");
    let interval = told.total.interval.expect("six wins are enough");
    assert!(interval.low.unwrap() < speed && speed < interval.high.unwrap());
    // Its terms are the numbers by those names; by days to won it would say twice as much.
    let measure = measures::of(Metric::Velocity).unwrap();
    let explained = evaluate::explain(&asked.ask(&facts), measure, &[]);
    let term = |metric| of(&explained.terms, metric).value.unwrap();
    let inputs = [Metric::OpenCount, Metric::WinRate, Metric::WonSizeMean, Metric::DaysToClose].map(term);
    assert_eq!(inputs, [3.0, 0.75, 1_500.0, 20.0]);
    assert!((term(Metric::Velocity) - 2.0 * speed).abs() < 1e-9);
    // Really: € 90 in the 90 days of the quarter, less the hour that summer time took.
    let really = tell(&facts, &asked, Metric::WonPerDay, &[]);
    assert!((really.value().unwrap() - 9_000.0 / (90.0 - 1.0 / 24.0)).abs() < 1e-9);
    // As of the end of January two lost deals are still open, and nobody has lost yet.
    let january = tell(&facts, &question("2025-01", "2025-02-01 00:00"), Metric::Velocity, &[]);
    assert_eq!(january.value(), Some(5.0 * 1.0 * 1_500.0 / 10.0));
}

/// Four wins have a velocity, but do not tell how sure it is; none at all have none.
#[test]
fn few_wins_have_a_speed_without_interval() {
    let mut desk = Desk::open();
    desk.on("2025-01-01 12:00");
    let deals: Vec<Uuid> = (0..5).map(|_| desk.deal(1_000, json!({}))).collect();
    desk.on("2025-01-11 12:00");
    for deal in &deals[..4] {
        desk.win(*deal);
    }
    let facts = facts(&desk);
    let told = tell(&facts, &question("2025-01", "2025-02-01 00:00"), Metric::Velocity, &[]);
    assert_eq!((told.value(), told.total.interval, told.noted("no_interval")), (Some(100.0), None, 4));
    let before = tell(&facts, &question("2025-01", "2025-01-05 00:00"), Metric::Velocity, &[]);
    assert_eq!((before.value(), before.total.n), (None, 5));
}

/// The numbers of a whole pipeline open to the deals of that pipeline.
#[test]
fn the_numbers_of_a_pipeline_have_its_records() {
    let mut desk = standing();
    let other = desk.office().setup.pipelines[1];
    let stage = desk.office().rows.catalogue.pipeline(other.into()).unwrap().stages[0].id.0;
    desk.on("2025-12-02 12:00").deal(3_000, json!({ "pipeline": other, "stage": stage }));
    let facts = facts(&desk);
    let asked = question("2025-12", "2026-01-01 00:00");
    let told = funnel(&facts, &asked);
    assert_eq!(of(&told.whole, Metric::OpenCount).value, Some(3.0), "of four that are open");
    for figure in &told.whole {
        let explained = stages::explain(&facts, &asked, &figure.explain).expect("records");
        assert_eq!((&explained.figure, explained.records.len() as u64), (figure, figure.n));
    }
}
