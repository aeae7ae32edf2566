//! Sections 2, 5 and 6: stages, the horizon, answers, follow-ups.

use serde_json::json;
use trechter_domain::event::Kind;

use crate::histories::{Desk, instant};
use crate::oracle::activity::{follow_ups, kaplan_meier, received, touches_of_closed, waits, workload};
use crate::oracle::horizon::{Member, rate, stood, to_win};
use crate::oracle::stages::{Left, entries, rework, visits};
use crate::oracle::{Known, Period, Rates, World};

fn world(desk: &Desk, as_of: &str) -> World {
    World::at(desk.log(), instant(as_of), Known::All, &Rates::default())
}

fn january() -> Period {
    Period { start: instant("2025-01-01 00:00"), end: instant("2025-02-01 00:00") }
}

const DAY: i64 = 86_400_000;

/// "a skip enters all passed stages at the instant of the jump, without duration, marked as skipped; […] moving back is
/// rework, counted apart, and adds no second entry." Stage 1 for 2 days, jump to 4 for 3 days, back to 2 for 5 days
/// (entered when it was jumped over), on to 3 for a day, won.
#[test]
fn a_deal_enters_each_stage_once() {
    let mut desk = Desk::open();
    let stage: Vec<_> = (0..4).map(|place| desk.stage(place)).collect();
    desk.on("2025-01-01 00:00");
    let deal = desk.deal(100, json!({}));
    desk.on("2025-01-03 00:00").move_to(deal, stage[3]);
    desk.on("2025-01-06 00:00").move_to(deal, stage[1]);
    desk.on("2025-01-11 00:00").move_to(deal, stage[2]);
    desk.on("2025-01-12 00:00").win(deal);
    let world = world(&desk, "2025-02-01 00:00");
    let story = &world.deals[&deal];
    let entered: Vec<_> = entries(&world, story).iter().map(|e| (e.stage, e.at, e.skipped)).collect();
    let (first, jump) = (instant("2025-01-01 00:00"), instant("2025-01-03 00:00"));
    let expected =
        [(stage[0], first, false), (stage[1], jump, true), (stage[2], jump, true), (stage[3], jump, false)];
    assert_eq!(entered, expected);
    assert_eq!(rework(&world, story), 1);
    let days: Vec<i64> = stage.iter().map(|stage| stood(&world, story, *stage) / DAY).collect();
    assert_eq!(days, [2, 5, 1, 3]);
    let left: Vec<_> = visits(&world, story).iter().map(|visit| visit.left.unwrap().1).collect();
    assert_eq!(left, [Left::On, Left::Back, Left::On, Left::Won]);
    // Won 9 days after it was jumped over: within 9 days, not within 8.
    let member = to_win(story, &entries(&world, story)[1]);
    let as_of = world.as_of;
    assert_eq!((rate(&[member], as_of, 9), rate(&[member], as_of, 8)), ((1, 1), (0, 1)));
}

/// "a deal created in stage 3 passed 1 and 2 at creation".
#[test]
fn a_deal_created_further_on_passed_what_lies_before() {
    let mut desk = Desk::open();
    desk.on("2025-01-01 00:00");
    let deal = desk.deal(100, json!({ "stage": desk.stage(2) }));
    let world = world(&desk, "2025-01-11 00:00");
    let story = &world.deals[&deal];
    let skipped: Vec<bool> = entries(&world, story).iter().map(|entry| entry.skipped).collect();
    assert_eq!(skipped, [true, true, false]);
    assert_eq!(stood(&world, story, desk.stage(2)), 10 * DAY, "up to A while it lasts");
}

/// "members with entry ≤ `A` − H": of four members the last has not had 10 days yet; the second came too late.
#[test]
fn only_members_with_their_days_behind_them_are_asked() {
    let as_of = trechter_domain::Instant(100 * DAY);
    let member = |entered: i64, reached: Option<i64>| Member {
        entered: trechter_domain::Instant(entered * DAY),
        reached: reached.map(|day| trechter_domain::Instant(day * DAY)),
    };
    let members = [member(50, Some(60)), member(50, Some(61)), member(90, None), member(91, Some(92))];
    assert_eq!(rate(&members, as_of, 10), (1, 3));
}

/// Ended after 1, 2 and 4; still waiting after 3 and 5. S = 4/5, 3/5, then 3/5 · 1/2 = 0.3: the median is 4, and
/// never do nine in ten end.
#[test]
fn those_who_wait_are_not_forgotten() {
    let waits = [(1, true), (2, true), (3, false), (4, true), (5, false)];
    assert_eq!(kaplan_meier(&waits, 0.5), Some(4.0));
    assert_eq!(kaplan_meier(&waits, 0.9), None);
    assert_eq!(kaplan_meier(&waits, 0.2), Some(1.0));
}

/// "stops at the first completed outbound touch by a person at or after it"; typed leads are outside the clock.
#[test]
fn the_clock_runs_from_arrival_to_the_first_answer() {
    let mut desk = Desk::open();
    desk.on("2025-01-06 09:00");
    let (anna, bram) = (desk.member(0), desk.member(1));
    let arrived = desk.make(Kind::Lead, json!({ "last_name": "A", "born": "arrived", "owner": anna }));
    let typed = desk.make(Kind::Lead, json!({ "last_name": "B", "owner": anna }));
    let silent = desk.make(Kind::Lead, json!({ "last_name": "C", "born": "arrived" }));
    desk.on("2025-01-06 09:20").call(json!({ "lead": arrived, "direction": "in" }));
    desk.on("2025-01-06 09:45").call(json!({ "lead": arrived }));
    desk.call(json!({ "lead": typed }));
    desk.on("2025-01-06 10:00").edit(Kind::Lead, typed, json!({ "owner": bram }));
    desk.disqualify(silent);
    let world = world(&desk, "2025-01-07 09:00");
    let waits: Vec<_> =
        waits(&world, january()).iter().map(|w| (w.lead, w.millis / 60_000, w.answered)).collect();
    assert_eq!(waits, [(arrived, 45, true), (silent, 24 * 60, false)]);
    let ids: Vec<_> = received(&world, january()).iter().map(|lead| lead.id).collect();
    assert_eq!(ids, [arrived, typed], "nobody received the third");
    let open: Vec<_> = workload(&world).iter().map(|lead| lead.id).collect();
    assert_eq!(open, [arrived, typed]);
    // The call of 9:45 follows the customer's own; the typed lead has a first touch only.
    assert_eq!(follow_ups(&world, january()).len(), 1);
}

/// "touches of the deal and its lead up to the last winning": one before, two during, one after.
#[test]
fn touches_to_win_are_those_of_deal_and_lead() {
    let mut desk = Desk::open();
    desk.on("2025-01-06 09:00");
    let lead = desk.make(Kind::Lead, json!({ "last_name": "A" }));
    desk.call(json!({ "lead": lead }));
    let deal = desk.deal(100, json!({ "lead": lead }));
    desk.on("2025-01-07 09:00").call(json!({ "deal": deal }));
    desk.on("2025-01-08 09:00").call(json!({ "deal": deal, "lead": lead }));
    desk.on("2025-01-09 09:00").win(deal);
    desk.on("2025-01-10 09:00").call(json!({ "deal": deal }));
    let world = world(&desk, "2025-01-20 00:00");
    assert_eq!(touches_of_closed(&world, january(), true), [3.0]);
}

/// "for `A` at or after the merge one record, with the earliest creation, that record's first owner and source, all
/// touches and deals of both; before it two; an undone merge never was."
#[test]
fn merged_leads_are_one_from_the_merge_on() {
    let mut desk = Desk::open();
    let (anna, bram) = (desk.member(0), desk.member(1));
    desk.on("2025-01-02 09:00");
    let old = desk.make(Kind::Lead, json!({ "last_name": "A", "owner": anna }));
    desk.call(json!({ "lead": old }));
    desk.on("2025-01-04 09:00");
    let new = desk.make(Kind::Lead, json!({ "last_name": "A", "owner": bram }));
    desk.call(json!({ "lead": new }));
    desk.on("2025-01-10 09:00").merge(Kind::Lead, new, old);
    let after = world(&desk, "2025-01-11 00:00");
    let leads = crate::oracle::leads::all(&after);
    assert_eq!(leads.len(), 1);
    assert_eq!((leads[0].id, leads[0].created()), (new, instant("2025-01-02 09:00")));
    assert_eq!(leads[0].first_owner().map(|(owner, _)| owner), Some(anna));
    assert_eq!(crate::oracle::touches::of_lead(&after, new).len(), 2);
    assert_eq!(crate::oracle::leads::all(&world(&desk, "2025-01-10 00:00")).len(), 2);
    desk.on("2025-01-12 09:00").undo_last();
    assert_eq!(crate::oracle::leads::all(&world(&desk, "2025-01-11 00:00")).len(), 2, "it never was");
}
