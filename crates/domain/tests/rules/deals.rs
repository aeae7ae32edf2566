//! Deals move, are won, lost and opened again.

use serde_json::{Value, json};
use trechter_domain::decide::{
    Loss, MoveTo, edit, lose_deal, mark_result, move_deal, remove, reopen_deal, restore, win_deal,
};
use trechter_domain::event::Origin;
use trechter_domain::record::{Activity, Deal};
use trechter_domain::{Currency, Money, decide};

use crate::desk::{Desk, at, id, object};

fn to(stage: &str) -> MoveTo {
    MoveTo { stage: id(stage).into(), from: None }
}

fn moved(desk: &Desk, deal: &Deal, stage: &str, clock: &str) -> Deal {
    desk.with(|ctx| move_deal(&ctx.at(Some(at(clock))).unwrap(), deal, &to(stage)).unwrap().record)
}

fn lost(desk: &Desk, deal: &Deal, clock: &str) -> Deal {
    let loss = Loss { reason: Some(id("price").into()), ..Loss::default() };
    desk.with(|ctx| lose_deal(&ctx.at(Some(at(clock))).unwrap(), deal, &loss).unwrap().record)
}

#[test]
fn a_move_tells_what_was_passed_and_what_is_missing() {
    let desk = Desk::new();
    let deal = desk.deal(json!({}));
    for (stage, expected) in [
        ("a", "nothing"),
        ("b", "moved v2 pipeline=new since.stage:null>12:00 stage:a>b (missing [need])"),
        ("c", "moved v2 pipeline=new since.stage:null>12:00 stage:a>c (missing [need]) (passed [b])"),
        ("x", "moved v2 pipeline:new>old since.stage:null>12:00 stage:a>x (missing [need])"),
        ("nowhere", "invalid; stage: unknown"),
    ] {
        desk.check(&deal, |ctx, deal| move_deal(ctx, deal, &to(stage)), expected);
    }
    let sure = desk.with(|ctx| mark_result(ctx, &deal, id("need").into(), true).unwrap().record);
    desk.check(
        &sure,
        |ctx, deal| move_deal(ctx, deal, &to("b")),
        "moved v3 pipeline=new since.stage:null>12:00 stage:a>b",
    );
    let far = moved(&desk, &deal, "c", "10:00");
    desk.check(
        &far,
        |ctx, deal| move_deal(ctx, deal, &to("a")),
        "moved v3 pipeline=new since.stage:10:00>12:00 stage:c>a",
    );
}

#[test]
fn a_move_is_refused_when_the_deal_is_not_where_the_mover_thinks() {
    let desk = Desk::new();
    let deal = desk.deal(json!({}));
    let believed = |from: &str| MoveTo { from: Some(id(from).into()), ..to("b") };
    desk.check(&deal, |ctx, deal| move_deal(ctx, deal, &believed("c")), "elsewhere");
    desk.check(&deal, |ctx, deal| move_deal(ctx, deal, &believed("a")).map(|_| nothing(deal)), "nothing");
    desk.check(&lost(&desk, &deal, "10:00"), |ctx, deal| move_deal(ctx, deal, &to("b")), "not_open");
    let binned = desk.with(|ctx| remove(ctx, &deal).unwrap().record);
    desk.check(&binned, |ctx, deal| move_deal(ctx, deal, &to("b")), "removed");
}

fn nothing(deal: &Deal) -> decide::Decided<Deal> {
    decide::Decided { record: deal.clone(), events: Vec::new() }
}

#[test]
fn what_happened_before_the_last_change_is_history_only() {
    let deal = Desk::new().deal(json!({}));
    let deal = moved(&Desk::new(), &deal, "c", "11:00");
    for (clock, expected) in [
        ("10:30", "moved v2 pipeline=new since.stage:11:00>10:30 stage:c>b (history)"),
        ("11:00", "moved v3 pipeline=new stage:c>b"),
        ("08:00", "moved v2 pipeline=new since.stage:11:00>08:00 stage:c>b (history)"),
    ] {
        let desk = Desk::new().happened(clock);
        desk.check(&deal, |ctx, deal| move_deal(ctx, deal, &to("b")), expected);
    }
    let desk = Desk::new();
    let late = desk.with(|ctx| ctx.at(Some(at("12:01"))).err().unwrap().to_string());
    assert_eq!(late, "invalid; occurred_at: in_the_future");
    // A win before the last move is no history: it is another field.
    let desk = Desk::new().happened("10:00");
    desk.check(
        &deal,
        |ctx, deal| win_deal(ctx, deal, Some(eur(5))),
        "won v3 closed_at:null>10:00 loss_note=null loss_reason=null since.status:null>10:00 \
         status:open>won value:null>{amount:5,currency:EUR}",
    );
}

fn eur(amount: i64) -> Money {
    Money::new(amount, Currency::EUR)
}

fn check_win(more: Value, value: Option<Money>, expected: &str) {
    let desk = Desk::new();
    let deal = desk.deal(more);
    let outcome = desk.with(|ctx| win_deal(ctx, &deal, value));
    let told = desk.told(Some(&deal), &outcome);
    assert!(told.contains(expected), "{told}");
}

#[test]
fn winning_needs_a_value() {
    check_win(json!({}), None, "invalid; value: required");
    check_win(json!({}), Some(eur(100)), "value:null>{amount:100,currency:EUR}");
    check_win(json!({}), Some(eur(-1)), "invalid; value: negative");
    check_win(json!({}), Some(eur(i64::MAX)), "value: out_of_range");
    check_win(json!({ "value": eur(7) }), None, "status:open>won");
    let lines = json!({ "lines": [{ "quantity": "2", "unit_price": 50 }] });
    check_win(
        lines.clone(),
        Some(eur(1)),
        "won v2 closed_at:null>12:00 loss_note=null loss_reason=null since.status:null>12:00 status:open>won",
    );
    let desk = Desk::new();
    let deal = desk.deal(lines);
    let won = desk.with(|ctx| win_deal(ctx, &deal, Some(eur(1))).unwrap().record);
    assert_eq!(won.value, Some(eur(100)), "lines decide");
    desk.check(&won, |ctx, deal| win_deal(ctx, deal, None), "not_open");
}

#[test]
fn losing_needs_a_reason_unless_a_file_has_none_to_give() {
    let mut desk = Desk::new();
    let deal = desk.deal(json!({ "competitor": id("rival") }));
    let lose = |desk: &Desk, loss: Loss, expected: &str| {
        desk.check(&deal, |ctx, deal| lose_deal(ctx, deal, &loss), expected);
    };
    let because = |reason: &str| Loss { reason: Some(id(reason).into()), ..Loss::default() };
    lose(&desk, Loss::default(), "invalid; reason: required");
    lose(&desk, because("nothing"), "invalid; reason: unknown");
    lose(
        &desk,
        Loss { note: Some(" Te duur ".into()), ..because("price") },
        "lost v2 closed_at:null>12:00 loss_note:null>Te duur loss_reason:null>price since.status:null>12:00 \
         status:open>lost",
    );
    desk.origin = Origin::Import;
    lose(
        &desk,
        Loss::default(),
        "lost v2 closed_at:null>12:00 loss_note=null loss_reason=null since.status:null>12:00 status:open>lost",
    );
}

#[test]
fn a_closed_deal_opens_again_where_it_was() {
    let desk = Desk::new();
    let deal = desk.deal(json!({}));
    desk.check(&deal, |ctx, deal| reopen_deal(ctx, deal, None), "not_closed");
    let closed = lost(&desk, &moved(&desk, &deal, "b", "10:00"), "11:00");
    desk.check(
        &closed,
        |ctx, deal| reopen_deal(ctx, deal, None),
        "reopened v4 closed_at:11:00>null loss_note=null loss_reason:price>null reopened:0>1 \
         since.status:11:00>12:00 status:lost>open",
    );
    let early = Desk::new().happened("10:59");
    early.check(
        &closed,
        |ctx, deal| reopen_deal(ctx, deal, None),
        "invalid; occurred_at: before_last_change",
    );
}

#[test]
fn results_are_signed_once_and_can_be_taken_back() {
    let desk = Desk::new();
    let deal = desk.deal(json!({}));
    let mark = |deal: &Deal, result: &str, obtained: bool, expected: &str| {
        desk.check(deal, |ctx, deal| mark_result(ctx, deal, id(result).into(), obtained), expected);
    };
    mark(&deal, "nothing", true, "invalid; result: unknown");
    mark(&deal, "need", false, "nothing");
    mark(&deal, "budget", true, "changed v2 results.budget:null>{at:12:00,by:anna}");
    let signed = desk.with(|ctx| mark_result(ctx, &deal, id("need").into(), true).unwrap().record);
    mark(&signed, "need", true, "nothing");
    mark(&signed, "need", false, "changed v3 results.need:{at:12:00,by:anna}>null");
}

#[test]
fn a_record_goes_into_the_bin_and_comes_back() {
    let desk = Desk::new();
    let deal = desk.deal(json!({}));
    desk.check(&deal, restore, "not_removed");
    desk.check(&deal, remove, "removed v2 removed_at:null>12:00");
    let binned = desk.with(|ctx| remove(ctx, &deal).unwrap().record);
    desk.check(&binned, remove, "removed");
    desk.check(&binned, |ctx, deal| edit(ctx, deal, object(&json!({ "title": "B" }))), "removed");
    desk.check(&binned, restore, "restored v3 removed_at:12:00>null");
}

#[test]
fn planned_activities_end() {
    let desk = Desk::new();
    let call: Activity = desk.made("deal", json!({ "kind": "call", "subject": "Bel" }));
    let complete = |desk: &Desk, expected: &str| {
        desk.check(
            &call,
            |ctx, a| decide::complete_activity(ctx, a, Some("reached".into()), Some(5)),
            expected,
        );
    };
    complete(
        &desk,
        "completed v2 done_at:null>12:00 minutes:null>5 outcome:null>reached status:planned>done",
    );
    let early = Desk::new().happened("08:00");
    complete(
        &early,
        "completed v2 done_at:null>08:00 minutes:null>5 outcome:null>reached status:planned>done",
    );
    let outcome = early.with(|ctx| decide::complete_activity(ctx, &call, None, None).unwrap());
    assert_eq!(outcome.events[0].occurred_at, at("09:00"), "no event stands before the creation");
    desk.check(&call, decide::cancel_activity, "cancelled v2 status:planned>cancelled");
    let note: Activity = desk.made("deal", json!({ "kind": "note", "body": "Let op" }));
    desk.check(&note, decide::cancel_activity, "not_planned");
}
