//! Section 5.2: response time. Monday to Friday from 9:00 to 17:00; four open hours to answer.

use serde_json::json;
use trechter_domain::catalogue::LossReason;
use trechter_measure::definitions::Metric;
use trechter_measure::facts::Facts;

use super::{Told, facts, question, tell};
use crate::histories::Desk;

fn told(facts: &Facts, metric: Metric) -> Told {
    tell(facts, &question("2025-03", "2025-03-14 10:00"), metric, &[])
}

/// As of Friday 14 March 2025 at 10:00, in open minutes: three answers after 40, 20 and 240; one disqualified without
/// an answer that waits 1,020; one that waits 120. On the clock: 3,880, 20 and 240; 2,940 and 1,080.
fn week() -> Desk {
    let mut desk = Desk::open();
    let spam = desk.enter::<LossReason>(json!({ "name": "Spam", "for_leads": true, "for_deals": false }));
    desk.on("2025-03-07 16:30");
    let weekend = desk.lead(None, json!({}));
    desk.on("2025-03-10 09:10").call(json!({ "lead": weekend }));
    desk.on("2025-03-10 10:00");
    let asked = desk.lead(None, json!({}));
    desk.on("2025-03-10 10:05").call(json!({ "lead": asked, "direction": "in" }));
    desk.on("2025-03-10 10:20").call(json!({ "lead": asked }));
    desk.on("2025-03-10 10:30").call(json!({ "lead": asked }));
    desk.on("2025-03-11 09:00");
    let met = desk.lead(None, json!({}));
    desk.on("2025-03-11 09:01").automatic_mail(json!({ "lead": met }));
    desk.on("2025-03-11 13:00").call(json!({ "lead": met, "kind": "meeting", "direction": "in" }));
    desk.on("2025-03-12 09:00");
    let refused = desk.lead(None, json!({}));
    desk.on("2025-03-12 09:30").disqualify(refused);
    desk.on("2025-03-13 16:00");
    desk.lead(None, json!({}));
    let junk = desk.lead(None, json!({}));
    desk.disqualify_for(junk, spam);
    desk.lead(None, json!({ "born": "conversation" }));
    desk.lead(None, json!({ "born": "typed" }));
    desk
}

#[test]
fn half_are_answered_within() {
    let facts = facts(&week());
    // 5 waiting: 0.8 after 20, 0.6 after 40; one drops out at 120, so 0.3 after 240; nobody is known to take longer.
    let median = told(&facts, Metric::ResponseMedian);
    assert_eq!((median.value(), median.total.n), (Some(240.0), 5));
    assert_eq!(told(&facts, Metric::ResponseNinetieth).value(), None);
    let outside =
        ["no_real_lead", "born_in_conversation", "typed_in", "undated"].map(|code| median.noted(code));
    assert_eq!(outside, [1, 1, 1, 0]);
    // 0.8 after 20, 0.6 after 240; two drop out, and the last one is answered after 3,880.
    assert_eq!(told(&facts, Metric::ResponseClockMedian).value(), Some(3_880.0));
}

#[test]
fn only_deadlines_that_have_passed_are_judged() {
    let facts = facts(&week());
    let in_time = told(&facts, Metric::ResponseInTime);
    assert_eq!((in_time.total.numerator, in_time.total.denominator), (Some(3.0), Some(4.0)));
    assert_eq!(in_time.noted("deadline_ahead"), 1);
    // Two and a half hours later its deadline has passed too, at noon.
    let later = tell(&facts, &question("2025-03", "2025-03-14 12:00"), Metric::ResponseInTime, &[]);
    assert_eq!((later.total.numerator, later.total.denominator), (Some(3.0), Some(5.0)));
}

#[test]
fn what_is_outside_the_clock_missed_or_unanswered_is_counted_apart() {
    let facts = facts(&week());
    assert_eq!(told(&facts, Metric::ResponseUnanswered).value(), Some(1.0));
    assert_eq!(told(&facts, Metric::ResponseMissed).value(), Some(1.0));
    assert_eq!(told(&facts, Metric::ResponseOutsideClock).value(), Some(3.0));
}

/// An answer in the evening adds no time after the four hours of the afternoon; one the next morning does.
#[test]
fn closed_hours_add_nothing() {
    let mut desk = Desk::open();
    desk.on("2025-03-10 13:00");
    let (evening, morning) = (desk.lead(None, json!({})), desk.lead(None, json!({})));
    desk.on("2025-03-10 20:00").call(json!({ "lead": evening }));
    desk.on("2025-03-11 09:01").call(json!({ "lead": morning }));
    let facts = facts(&desk);
    let in_time = told(&facts, Metric::ResponseInTime);
    assert_eq!((in_time.total.numerator, in_time.total.denominator), (Some(1.0), Some(2.0)));
}

/// The call was noted with the deal: the lead was answered all the same. A call before the arrival answers nothing.
#[test]
fn an_answer_counts_wherever_it_is_noted() {
    let mut desk = Desk::open();
    desk.on("2025-03-10 10:00");
    let lead = desk.lead(None, json!({}));
    let deal = desk.convert(lead, 100_000);
    desk.on("2025-03-10 10:30").call(json!({ "deal": deal }));
    desk.on("2025-03-10 11:00");
    let other = desk.lead(None, json!({}));
    desk.call(json!({ "lead": other, "done_at": "2025-03-10T09:00:00Z" }));
    let facts = facts(&desk);
    let median = told(&facts, Metric::ResponseMedian);
    assert_eq!((median.value(), median.total.n), (Some(30.0), 2));
    assert_eq!(told(&facts, Metric::ResponseUnanswered).value(), Some(1.0));
}

/// Arrived on Monday at 10:00, given to Anna at 11:30; another one that nobody has.
#[test]
fn the_wait_for_an_owner_is_apart() {
    use trechter_domain::event::Kind;
    let mut desk = Desk::open();
    desk.on("2025-03-10 10:00");
    let lead = desk.lead(None, json!({}));
    desk.lead(None, json!({}));
    let anna = desk.member(0);
    desk.on("2025-03-10 11:30").edit(Kind::Lead, lead, json!({ "owner": anna }));
    let facts = facts(&desk);
    let wait = told(&facts, Metric::ResponseBeforeAssignment);
    assert_eq!((wait.value(), wait.total.n), (Some(90.0), 2));
}
