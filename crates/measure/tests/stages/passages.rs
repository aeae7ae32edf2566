//! The way of single deals through the stages, worked out by hand.

use serde_json::json;
use trechter_domain::time::DAY;
use trechter_measure::horizon::{End, Member};
use trechter_measure::stages::{Exit, Order, Passage, Walk};
use trechter_measure::view::View;
use uuid::Uuid;

use super::{facts, view};
use crate::histories::{Desk, instant};

fn follow(view: &View<'_>, id: Uuid) -> (Order, Walk, Result<(), &'static str>) {
    let order = Order::of(view);
    let mut walk = Walk::default();
    let deal = view.deals().find(|deal| deal.id() == id).expect("a deal");
    let result = walk.follow(&order, &deal, view.cut.before);
    (order, walk, result)
}

fn passage(stage: usize, entered: &str, jumped: bool, visits: u32, days: i64) -> Passage {
    let entered = instant(entered);
    Passage { stage, entered, jumped, visits, stood: days * DAY, left: None, impossible: false }
}

/// Created in stage 1 on the 1st, to 3 on the 11th (2 is jumped over), back to 2 on the 21st, to 4 on the 25th, won on
/// 4 February.
#[test]
fn a_skip_enters_what_it_passes_and_going_back_adds_no_entry() {
    let mut desk = Desk::open();
    desk.on("2025-01-01 12:00");
    let deal = desk.deal(1_000, json!({}));
    for (moment, stage) in [("2025-01-11 12:00", 2), ("2025-01-21 12:00", 1), ("2025-01-25 12:00", 3)] {
        let stage = desk.stage(stage);
        desk.on(moment).move_to(deal, stage);
    }
    desk.on("2025-02-04 12:00").win(deal);
    let facts = facts(desk.log());
    let view = view(&facts, "2025-03-01 00:00");
    let (order, walk, _) = follow(&view, deal);
    let left = |moment: &str, exit| Some((instant(moment), exit));
    assert_eq!(
        walk.passages,
        [
            Passage {
                left: left("2025-01-11 12:00", Exit::On),
                ..passage(0, "2025-01-01 12:00", false, 1, 10)
            },
            Passage {
                left: left("2025-01-25 12:00", Exit::On),
                ..passage(1, "2025-01-11 12:00", true, 1, 4)
            },
            Passage {
                left: left("2025-01-21 12:00", Exit::Back),
                ..passage(2, "2025-01-11 12:00", false, 1, 10)
            },
            Passage {
                left: left("2025-02-04 12:00", Exit::Won),
                ..passage(3, "2025-01-25 12:00", false, 1, 10)
            },
        ]
    );
    assert_eq!(walk.returns, [(1, instant("2025-01-21 12:00"))]);
    let won = Some((instant("2025-02-04 12:00"), End::Reached));
    let second = walk.passage(1).expect("entered");
    assert_eq!(walk.to_win(&order, second), Member { entered: second.entered, end: won });
    // The third stage was entered at the instant of the jump, like the second.
    assert_eq!(walk.to_next(&order, second).end, Some((second.entered, End::Reached)));
    assert_eq!(walk.to_next(&order, walk.passage(3).expect("entered")).end, won, "after the last stage: won");
}

#[test]
fn a_deal_created_in_a_later_stage_passed_the_first_ones_at_creation() {
    let mut desk = Desk::open();
    desk.on("2025-01-01 12:00");
    let third = desk.stage(2);
    let deal = desk.deal(1_000, json!({ "stage": third }));
    let facts = facts(desk.log());
    let (_, walk, _) = follow(&view(&facts, "2025-01-06 12:00"), deal);
    assert_eq!(
        walk.passages,
        [
            passage(0, "2025-01-01 12:00", true, 0, 0),
            passage(1, "2025-01-01 12:00", true, 0, 0),
            passage(2, "2025-01-01 12:00", false, 1, 5),
        ]
    );
    assert!(walk.passages[0].is_skipped() && !walk.passages[2].is_skipped());
}

/// Two visits of 10 and 5 days with a closing in between: the closed days are no days in the stage, and reopening is
/// no move back.
#[test]
fn a_reopened_deal_stands_where_it_stood_without_the_days_it_was_closed() {
    let mut desk = Desk::open();
    desk.on("2025-01-01 12:00");
    let deal = desk.deal(1_000, json!({}));
    desk.on("2025-01-11 12:00").lose(deal);
    desk.on("2025-01-31 12:00").reopen(deal);
    let facts = facts(desk.log());
    let then = view(&facts, "2025-01-20 00:00");
    let (order, walk, _) = follow(&then, deal);
    let lost = instant("2025-01-11 12:00");
    assert_eq!(walk.to_win(&order, &walk.passages[0]).end, Some((lost, End::Lost)));
    assert_eq!(walk.passages[0].left, Some((lost, Exit::Lost)));
    let now = view(&facts, "2025-02-05 12:00");
    let (order, walk, _) = follow(&now, deal);
    assert_eq!(walk.passages, [passage(0, "2025-01-01 12:00", false, 2, 15)]);
    assert_eq!(walk.to_win(&order, &walk.passages[0]).end, None);
    assert!(walk.returns.is_empty());
}

#[test]
fn a_deal_created_closed_is_registered_afterwards_and_open_only_after_reopening() {
    let mut desk = Desk::open();
    desk.on("2025-01-01 12:00");
    let deal = desk.deal(1_000, json!({}));
    desk.win(deal);
    desk.on("2025-01-11 12:00").reopen(deal);
    desk.on("2025-01-13 12:00").lose(deal);
    let facts = facts(desk.log());
    let (_, walk, result) = follow(&view(&facts, "2025-01-05 00:00"), deal);
    assert_eq!((result, walk.passages.len()), (Err("registered_afterwards"), 0));
    let then = view(&facts, "2025-02-01 00:00");
    let (_, walk, result) = follow(&then, deal);
    assert_eq!((result, walk.passages[0].stood), (Ok(()), 2 * DAY));
    assert_eq!(then.deals().next().expect("a deal").open_time(), 2 * DAY);
}

#[test]
fn the_stages_of_all_pipelines_are_numbered_through() {
    let mut desk = Desk::open();
    desk.on("2025-01-01 12:00");
    let deal = desk.deal(1_000, json!({}));
    let facts = facts(desk.log());
    let view = view(&facts, "2025-02-01 00:00");
    let (order, walk, _) = follow(&view, deal);
    let (pipeline, stage) = order.stage(&view, walk.passages[0].stage);
    assert_eq!((pipeline.stages.len(), stage.id.0), (4, desk.stage(0)));
    assert_eq!(order.slots().len(), 7, "the stages of both pipelines");
    assert_eq!(order.of_pipeline(1), 4..7);
}

/// Ten days in the first stage, then to the second stage of the other pipeline, and won there.
#[test]
fn a_change_of_pipeline_ends_the_old_one_neither_won_nor_lost_and_begins_the_new_one() {
    let mut desk = Desk::open();
    desk.on("2025-01-01 12:00");
    let deal = desk.deal(1_000, json!({}));
    let other = {
        let office = desk.office();
        let pipeline = office.setup.pipelines[1];
        office.rows.catalogue.pipeline(pipeline.into()).expect("a pipeline").stages[1].id.0
    };
    desk.on("2025-01-11 12:00").move_to(deal, other);
    desk.on("2025-01-16 12:00").win(deal);
    let facts = facts(desk.log());
    let view = view(&facts, "2025-02-01 00:00");
    let (order, walk, _) = follow(&view, deal);
    let moved = instant("2025-01-11 12:00");
    assert_eq!(
        walk.passages,
        [
            Passage { left: Some((moved, Exit::MovedOut)), ..passage(0, "2025-01-01 12:00", false, 1, 10) },
            passage(4, "2025-01-11 12:00", true, 0, 0),
            Passage {
                left: Some((instant("2025-01-16 12:00"), Exit::Won)),
                ..passage(5, "2025-01-11 12:00", false, 1, 5)
            },
        ]
    );
    assert!(walk.returns.is_empty());
    assert_eq!(walk.to_win(&order, &walk.passages[0]).end, Some((moved, End::Elsewhere)));
    assert_eq!(walk.to_next(&order, &walk.passages[0]).end, Some((moved, End::Elsewhere)));
    let won = Some((instant("2025-01-16 12:00"), End::Reached));
    assert_eq!(walk.to_win(&order, &walk.passages[1]).end, won);
}
