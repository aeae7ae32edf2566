//! Section 5.3: touches, follow-ups, touches to win.

use serde_json::json;
use trechter_domain::event::Kind;
use trechter_measure::definitions::Metric;
use trechter_measure::slice::Dimension;

use super::{facts, question, tell};
use crate::histories::Desk;

/// A lead called twice, then a deal of it with an inbound mail, a call for lead and deal together, and a demo; a note
/// and an automatic mail are no touches.
fn history() -> Desk {
    let mut desk = Desk::open();
    let (anna, bram) = (desk.member(0), desk.member(1));
    desk.on("2025-03-03 10:00");
    let lead = desk.lead(Some(anna), json!({}));
    desk.on("2025-03-03 11:00").call(json!({ "lead": lead, "owner": anna }));
    desk.on("2025-03-04 11:00").call(json!({ "lead": lead, "owner": bram }));
    desk.on("2025-03-05 11:00");
    let deal = desk.convert(lead, 500_000);
    desk.call(json!({ "deal": deal, "kind": "email", "direction": "in" }));
    desk.on("2025-03-06 11:00").call(json!({ "deal": deal, "lead": lead }));
    desk.on("2025-03-07 11:00").call(json!({ "deal": deal, "kind": "demo" }));
    desk.call(json!({ "deal": deal, "kind": "note", "body": "Belt terug" }));
    desk.automatic_mail(json!({ "deal": deal }));
    desk.on("2025-03-20 11:00").win(deal);
    desk.on("2025-03-25 11:00").call(json!({ "deal": deal }));
    desk
}

#[test]
fn touches_count_once_for_whoever_made_them() {
    let desk = history();
    let (anna, bram) = (desk.member(0), desk.member(1));
    let facts = facts(&desk);
    let march = question("2025-03", "2025-04-01 00:00");
    let touches = tell(&facts, &march, Metric::Touches, &[Dimension::Owner]);
    // Those of nobody are the deal's owner's: Anna's.
    assert_eq!(
        (touches.value(), touches.of(Some(anna)), touches.of(Some(bram))),
        (Some(6.0), Some(5.0), Some(1.0))
    );
    assert_eq!(tell(&facts, &march, Metric::Appointments, &[]).value(), Some(1.0));
    let week = tell(&facts, &question("2025-W10", "2025-04-01 00:00"), Metric::Touches, &[]);
    assert_eq!(week.value(), Some(5.0), "the call of the 25th lies later");
}

/// Of the lead: the second call and the call together. Of the deal: that call, the demo and the late call. Together
/// four, for the call together is one.
#[test]
fn follow_ups_come_after_the_first_touch() {
    let facts = facts(&history());
    let march = question("2025-03", "2025-04-01 00:00");
    assert_eq!(tell(&facts, &march, Metric::FollowUps, &[]).value(), Some(4.0));
    assert_eq!(tell(&facts, &march, Metric::FollowUpsPerLead, &[]).value(), Some(2.0));
    assert_eq!(tell(&facts, &march, Metric::FollowUpsPerDeal, &[]).value(), Some(3.0));
    // In April neither is open: nobody to follow up on.
    let april = tell(&facts, &question("2025-04", "2025-05-01 00:00"), Metric::FollowUpsPerDeal, &[]);
    assert_eq!((april.value(), april.total.n), (None, 0));
}

/// Two calls, the mail, the call together and the demo: five. The one that was lost had none.
#[test]
fn touches_to_win_are_those_of_lead_and_deal_until_the_last_winning() {
    let mut desk = history();
    desk.on("2025-03-10 10:00");
    let lost = desk.deal(100, json!({}));
    desk.on("2025-03-12 10:00").lose(lost);
    let registered = desk.deal(100, json!({}));
    desk.win(registered);
    let facts = facts(&desk);
    let march = question("2025-03", "2025-04-01 00:00");
    let won = tell(&facts, &march, Metric::TouchesToWin, &[]);
    assert_eq!((won.value(), won.total.n, won.noted("registered_afterwards")), (Some(5.0), 1, 1));
    let lost = tell(&facts, &march, Metric::TouchesToLoss, &[]);
    assert_eq!((lost.value(), lost.total.n), (Some(0.0), 1));
}

/// A deal that was reopened for two days in February was open in that month, and in no other after its first closing.
#[test]
fn what_was_open_for_a_while_takes_part() {
    let mut desk = Desk::open();
    desk.on("2025-01-05 10:00");
    let deal = desk.deal(100, json!({}));
    desk.on("2025-01-10 10:00").lose(deal);
    desk.on("2025-02-10 10:00").reopen(deal);
    desk.on("2025-02-12 10:00").edit(Kind::Deal, deal, json!({ "title": "Toch" })).lose(deal);
    let facts = facts(&desk);
    let open_in = |month: &str| {
        tell(&facts, &question(month, "2025-05-01 00:00"), Metric::FollowUpsPerDeal, &[]).total.n
    };
    assert_eq!(["2024-12", "2025-01", "2025-02", "2025-03"].map(open_in), [0, 1, 1, 0]);
}
