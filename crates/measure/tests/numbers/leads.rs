//! Section 5.1: leads created, received, handled and waiting.

use serde_json::json;
use trechter_domain::event::Kind;
use trechter_measure::definitions::Metric;
use trechter_measure::slice::{Dimension, Value};

use super::{facts, question, tell};
use crate::histories::Desk;

/// Lead A: Anna from 3 March, Bram from the 10th, Anna again from the 20th. Lead B: Anna from 20 February, Bram from
/// 5 March. Lead C: nobody's, 6 March.
#[test]
fn a_lead_counts_once_for_everybody_who_received_it() {
    let mut desk = Desk::open();
    let (anna, bram) = (desk.member(0), desk.member(1));
    desk.on("2025-02-20 10:00");
    let b = desk.lead(Some(anna), json!({}));
    desk.on("2025-03-03 10:00");
    let a = desk.lead(Some(anna), json!({}));
    desk.on("2025-03-05 10:00").edit(Kind::Lead, b, json!({ "owner": bram }));
    desk.on("2025-03-06 10:00");
    desk.lead(None, json!({}));
    desk.on("2025-03-10 10:00").edit(Kind::Lead, a, json!({ "owner": bram }));
    desk.on("2025-03-20 10:00").edit(Kind::Lead, a, json!({ "owner": anna }));
    let facts = facts(&desk);
    let march = question("2025-03", "2025-04-01 00:00");
    let by = [Dimension::Owner];

    let created = tell(&facts, &march, Metric::LeadsCreated, &by);
    assert_eq!(
        (created.value(), created.of(Some(anna)), created.of(None)),
        (Some(2.0), Some(1.0), Some(1.0))
    );
    let received = tell(&facts, &march, Metric::LeadsReceived, &by);
    assert_eq!(received.value(), Some(2.0), "A and B, each once");
    assert_eq!((received.of(Some(anna)), received.of(Some(bram))), (Some(1.0), Some(2.0)));
    let february = tell(&facts, &question("2025-02", "2025-04-01 00:00"), Metric::LeadsReceived, &by);
    assert_eq!((february.of(Some(anna)), february.of(Some(bram))), (Some(1.0), None));
}

/// Anna calls B in February; Bram, who got it in March, qualifies it then. Nobody but Anna ever takes A up, when she has
/// it again. Bram touched C before he had it: he has taken it up once it is his.
#[test]
fn a_lead_is_handled_once_by_everybody_who_takes_it_up() {
    let mut desk = Desk::open();
    let (anna, bram) = (desk.member(0), desk.member(1));
    desk.on("2025-02-20 10:00");
    let b = desk.lead(Some(anna), json!({}));
    let c = desk.lead(None, json!({}));
    desk.on("2025-02-21 10:00").call(json!({ "lead": b, "owner": anna }));
    desk.on("2025-02-22 10:00").call(json!({ "lead": c, "owner": bram }));
    desk.on("2025-03-03 10:00");
    let a = desk.lead(Some(anna), json!({}));
    desk.edit(Kind::Lead, b, json!({ "owner": bram })).edit(Kind::Lead, c, json!({ "owner": bram }));
    desk.on("2025-03-10 10:00").edit(Kind::Lead, a, json!({ "owner": bram }));
    desk.on("2025-03-12 10:00").qualify(b);
    desk.on("2025-03-20 10:00").edit(Kind::Lead, a, json!({ "owner": anna }));
    desk.on("2025-04-02 10:00").disqualify(a);
    let facts = facts(&desk);
    let handled = |month: &str| {
        let told =
            tell(&facts, &question(month, "2025-05-01 00:00"), Metric::LeadsHandled, &[Dimension::Owner]);
        (told.value(), told.of(Some(anna)), told.of(Some(bram)))
    };
    assert_eq!(handled("2025-02"), (Some(1.0), Some(1.0), None));
    assert_eq!(handled("2025-03"), (Some(2.0), None, Some(2.0)));
    assert_eq!(handled("2025-04"), (Some(1.0), Some(1.0), None));
}

/// Converted and disqualified leads wait no longer; what stands is what had happened by then.
#[test]
fn open_leads_stand_with_who_has_them() {
    let mut desk = Desk::open();
    let (anna, bram) = (desk.member(0), desk.member(1));
    desk.on("2025-03-03 10:00");
    let leads: Vec<_> = (0..4).map(|_| desk.lead(Some(anna), json!({}))).collect();
    desk.on("2025-03-10 10:00").edit(Kind::Lead, leads[0], json!({ "owner": bram }));
    desk.on("2025-03-11 10:00").disqualify(leads[1]);
    desk.convert(leads[2], 100_000);
    let facts = facts(&desk);
    let at =
        |as_of: &str| tell(&facts, &question("2025-03", as_of), Metric::LeadWorkload, &[Dimension::Owner]);
    let (then, now) = (at("2025-03-05 00:00"), at("2025-03-15 00:00"));
    assert_eq!((then.value(), then.of(Some(anna)), then.of(Some(bram))), (Some(4.0), Some(4.0), None));
    assert_eq!((now.value(), now.of(Some(anna)), now.of(Some(bram))), (Some(2.0), Some(1.0), Some(1.0)));
}

/// A merged lead is one: of its first day, its first owner and all its assignments.
#[test]
fn merged_leads_are_one_from_the_merge_on() {
    let mut desk = Desk::open();
    let (anna, bram) = (desk.member(0), desk.member(1));
    desk.on("2025-03-03 10:00");
    let early = desk.lead(Some(anna), json!({}));
    desk.on("2025-03-06 10:00");
    let late = desk.lead(Some(bram), json!({}));
    desk.on("2025-03-20 10:00").merge(Kind::Lead, late, early);
    let facts = facts(&desk);
    let tell = |metric, as_of: &str| tell(&facts, &question("2025-03", as_of), metric, &[Dimension::Owner]);
    assert_eq!(tell(Metric::LeadsCreated, "2025-03-15 00:00").value(), Some(2.0));
    let created = tell(Metric::LeadsCreated, "2025-03-25 00:00");
    assert_eq!(
        (created.value(), created.of(Some(anna)), created.of(Some(bram))),
        (Some(1.0), Some(1.0), None)
    );
    let received = tell(Metric::LeadsReceived, "2025-03-25 00:00");
    assert_eq!(
        (received.value(), received.of(Some(anna)), received.of(Some(bram))),
        (Some(1.0), Some(1.0), Some(1.0))
    );
}

/// A customer since 2020 and one by a win in January; the third company is new.
#[test]
fn leads_of_customers_are_counted_apart() {
    let mut desk = Desk::open();
    desk.on("2025-01-01 00:00");
    let old = desk.make(Kind::Company, json!({ "name": "Oud", "customer_since": "2020-03-01" }));
    let won = desk.make(Kind::Company, json!({ "name": "Gewonnen" }));
    let new = desk.make(Kind::Company, json!({ "name": "Nieuw" }));
    let deal = desk.deal(100, json!({ "company": won }));
    desk.on("2025-01-05 00:00").win(deal);
    desk.on("2025-02-03 10:00");
    for company in [old, won, new] {
        desk.lead(None, json!({ "company": company }));
    }
    let facts = facts(&desk);
    let february = question("2025-02", "2025-03-01 00:00");
    assert_eq!(tell(&facts, &february, Metric::LeadsExistingCustomer, &[]).value(), Some(2.0));
    let created = tell(&facts, &february, Metric::LeadsCreated, &[Dimension::Customer]);
    let class = |name: &'static str| vec![Value::Class(name.into())];
    assert_eq!(created.rows[&class("existing")].value, Some(2.0));
    assert_eq!(created.rows[&class("new")].value, Some(1.0));
}
