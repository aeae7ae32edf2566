//! The funnel of a small pipeline, worked out by hand.

use serde_json::json;
use trechter_measure::answer::{Figure, Note};
use trechter_measure::definitions::Metric;
use trechter_measure::horizon::Parts;
use trechter_measure::question::Question;
use trechter_measure::stages::{self, Exit, Funnel, StageRow};
use uuid::Uuid;

use super::{change_pipeline, facts};
use crate::histories::Desk;

fn question(period: &str, as_of: &str) -> Question {
    Question::new(period.parse().expect("a period"), as_of.parse().expect("a date"))
}

fn figure(row: &StageRow, metric: Metric) -> &Figure {
    row.figures.iter().find(|figure| figure.metric == metric).expect("a figure")
}

fn value(row: &StageRow, metric: Metric) -> Option<f64> {
    figure(row, metric).value
}

/// Ten deals of 2 January 2025: 1 to 6 reach the second stage on 12 January, 1 to 3 are won on 22 January, 4 is lost
/// then, 5 and 6 stand there; 7 to 9 are lost on 7 January, 10 stands in the first stage.
fn ten(desk: &mut Desk) -> Vec<Uuid> {
    desk.on("2025-01-02 12:00");
    let deals: Vec<Uuid> = (1..=10).map(|number| desk.deal(number * 1_000, json!({}))).collect();
    desk.on("2025-01-07 12:00");
    for deal in &deals[6..9] {
        desk.lose(*deal);
    }
    desk.on("2025-01-12 12:00");
    let second = desk.stage(1);
    for deal in &deals[..6] {
        desk.move_to(*deal, second);
    }
    desk.on("2025-01-22 12:00");
    for deal in &deals[..3] {
        desk.win(*deal);
    }
    desk.lose(deals[3]);
    deals
}

fn ask(desk: &Desk, period: &str, as_of: &str) -> Funnel {
    let facts = facts(desk.log());
    let pipeline = trechter_measure::view::View::new(&facts, trechter_measure::facts::Cut::everything());
    let pipeline = pipeline.set_up.pipelines[0].id.0;
    stages::funnel(&facts, &question(period, as_of), pipeline).expect("a pipeline")
}

#[test]
fn reached_standing_rates_and_days_of_ten_deals() {
    let mut desk = Desk::open();
    ten(&mut desk);
    let funnel = ask(&desk, "2025-01", "2025-03-31");
    let [first, second, third, _] = funnel.stages.as_slice() else { panic!("four stages") };
    let reached = [first, second, third].map(|row| value(row, Metric::StageEntrants));
    assert_eq!(reached, [Some(10.0), Some(6.0), Some(0.0)]);
    let standing = [first, second, third].map(|row| value(row, Metric::StageStanding));
    assert_eq!(standing, [Some(1.0), Some(2.0), Some(0.0)]);
    // Deals 5 and 6 are worth 5,000 and 6,000.
    assert_eq!(value(second, Metric::StageValue), Some(11_000.0));
    assert_eq!(value(second, Metric::StageSizeMean), Some(5_500.0));
    // Horizon 10 (expected days): within ten days of 2 January six reached the second stage; nobody was won.
    assert_eq!((first.next_horizon.days, second.close_horizon.days), (10, 15));
    assert_eq!(value(first, Metric::StageConversion), Some(0.6));
    assert_eq!(value(first, Metric::StageCloseRate), Some(0.0));
    assert_eq!(value(second, Metric::StageCloseRate), Some(0.5));
    assert_eq!(first.to_win, Parts { all: 10, reached: 3, lost: 4, elsewhere: 0, undecided: 3 });
    assert_eq!(first.to_next, Parts { all: 10, reached: 6, lost: 3, elsewhere: 0, undecided: 1 });
    // Three of ten had left the first stage after 5 days, nine after 10.
    let quartiles: Vec<_> = first.quartiles.iter().map(|quartile| quartile.days).collect();
    assert_eq!(quartiles, [Some(5.0), Some(10.0), Some(10.0)]);
    let exits: Vec<_> = first.exits.iter().map(|exit| (exit.exit, exit.count)).collect();
    assert_eq!(exits[0], (Exit::On, 6));
    assert_eq!(exits[3], (Exit::Lost, 3));
    assert!((first.exits[0].share - 0.6).abs() < 1e-12 && (first.exits[3].share - 0.3).abs() < 1e-12);
    // Nothing is planned with any of the three that are open.
    assert_eq!(value(second, Metric::NeedsAttention), Some(2.0));
    assert_eq!(first.slow_after_days, Some(10.0));
    // Three won of seven closed in January.
    let win_rate = funnel.whole.iter().find(|figure| figure.metric == Metric::WinRate).expect("a figure");
    assert_eq!((win_rate.numerator, win_rate.denominator), (Some(3.0), Some(7.0)));
}

#[test]
fn the_funnel_as_it_stood_in_between() {
    let mut desk = Desk::open();
    ten(&mut desk);
    let funnel = ask(&desk, "2025-01", "2025-01-10");
    let [first, second, ..] = funnel.stages.as_slice() else { panic!("four stages") };
    assert_eq!(value(first, Metric::StageStanding), Some(7.0));
    assert_eq!(value(second, Metric::StageEntrants), Some(0.0));
    let conversion = figure(first, Metric::StageConversion);
    // Nobody has had ten days: still maturing, and nothing can be told of day ten.
    assert_eq!((conversion.value, conversion.n, conversion.interval), (None, 0, None));
    assert!(conversion.notes.contains(&Note::about("still_maturing", 10).with(10.0)));
}

#[test]
fn effort_is_that_of_the_visits_per_entrant_and_per_win() {
    let mut desk = Desk::open();
    let deals = ten(&mut desk);
    // On 5 January in the first stage, on 15 January in the second one; a task is time, not a touch.
    for (moment, deal, minutes) in [("2025-01-05 12:00", 0, 30), ("2025-01-15 12:00", 0, 60)] {
        desk.on(moment).call(json!({ "deal": deals[deal], "minutes": minutes }));
    }
    desk.on("2025-01-15 13:00").call(json!({ "deal": deals[4], "minutes": 30, "kind": "task" }));
    let funnel = ask(&desk, "2025-01", "2025-03-31");
    let second = &funnel.stages[1];
    assert!((value(second, Metric::StageTouchesPerEntrant).unwrap() - 1.0 / 6.0).abs() < 1e-12);
    assert_eq!(value(second, Metric::StageMinutesPerEntrant), Some(15.0));
    // 90 minutes in the stage stand behind three wins.
    assert_eq!(value(second, Metric::StageMinutesPerWin), Some(30.0));
    assert_eq!(value(&funnel.stages[0], Metric::StageMinutesPerEntrant), Some(3.0));
}

#[test]
fn every_number_of_a_stage_has_its_records() {
    let mut desk = Desk::open();
    let deals = ten(&mut desk);
    let facts = facts(desk.log());
    let question = question("2025-01", "2025-03-31");
    let funnel = ask(&desk, "2025-01", "2025-03-31");
    for row in &funnel.stages {
        for figure in &row.figures {
            let explained = stages::explain(&facts, &question, &figure.explain).expect("an explanation");
            assert_eq!(explained.figure.value, figure.value, "{:?}", figure.metric);
            assert_eq!(explained.records.len() as u64, figure.n, "{:?}", figure.metric);
        }
    }
    let close = figure(&funnel.stages[1], Metric::StageCloseRate);
    let explained = stages::explain(&facts, &question, &close.explain).expect("an explanation");
    let won: Vec<Uuid> =
        explained.records.iter().filter(|record| record.hit).map(|record| record.id).collect();
    assert_eq!(won, deals[..3]);
}

/// Last year the second stage was reached by three of four, now by one of ten.
#[test]
fn stages_are_held_against_the_same_period_last_year_at_the_same_horizon() {
    let mut desk = Desk::open();
    let second = desk.stage(1);
    for (day, moves, all) in [("2024-09-02", 30, 40), ("2025-09-01", 10, 100)] {
        desk.on(&format!("{day} 12:00"));
        let deals: Vec<Uuid> = (0..all).map(|_| desk.deal(1_000, json!({}))).collect();
        desk.on(&format!("{} 12:00", day.replace("-02", "-05").replace("-01", "-05")));
        for deal in &deals[..moves] {
            desk.move_to(*deal, second);
        }
    }
    let facts = facts(desk.log());
    let mut question = question("2025-09", "2025-12-31");
    question.compare_to = Some(trechter_measure::period::Reference::LastYear);
    let pipeline = super::view(&facts, "2026-01-01 00:00").set_up.pipelines[0].id.0;
    let funnel = stages::funnel(&facts, &question, pipeline).expect("a pipeline");
    let conversion = figure(&funnel.stages[0], Metric::StageConversion);
    let comparison = conversion.comparison.as_ref().expect("a comparison");
    assert_eq!((conversion.value, comparison.value, comparison.n), (Some(0.1), Some(0.75), 40));
    assert_eq!(comparison.verdict, trechter_measure::answer::Verdict::Lower);
    let entrants =
        figure(&funnel.stages[1], Metric::StageEntrants).comparison.as_ref().expect("a comparison");
    assert_eq!((entrants.value, entrants.more_needed), (Some(30.0), Some(20)));
}

#[test]
fn a_typed_horizon_goes_before_the_expected_days() {
    let mut desk = Desk::open();
    desk.on("2025-01-02 12:00");
    change_pipeline(&mut desk, |pipeline| {
        pipeline["horizon_days"] = json!(30);
        pipeline["stages"][1]["horizon_days"] = json!(8);
    });
    let funnel = ask(&desk, "2025-01", "2025-03-31");
    let days: Vec<u32> = funnel.stages.iter().map(|row| row.close_horizon.days).collect();
    assert_eq!(days, [30, 8, 30, 30]);
    assert_eq!(funnel.stages[1].next_horizon.days, 8);
}
