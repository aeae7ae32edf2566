//! Sections 2, 4 and 5.4: from lead to customer; and section 7: sellers and losses.

use jiff::ToSpan as _;
use serde_json::json;
use trechter_domain::catalogue::LossReason;
use trechter_domain::event::Kind;
use trechter_measure::conversion::{Outcome, conversion, explain};
use trechter_measure::definitions::Metric;
use trechter_measure::horizon::Basis;
use trechter_measure::losses::losses;
use trechter_measure::people::{self, Stand, people};
use trechter_measure::slice::{Dimension, Value};
use uuid::Uuid;

use super::{agree, facts, question};
use crate::histories::Desk;

/// In January 2025, nobody a customer yet and H = 90 days for want of history: one lead won after 31 days, one after
/// 100, one disqualified, one whose deal was lost, one of which nothing is known, and one of a customer that won.
fn january() -> Desk {
    let mut desk = Desk::open();
    desk.on("2024-12-01 10:00");
    let customer = desk.make(Kind::Company, json!({ "name": "Klant", "customer_since": "2020-01-01" }));
    desk.on("2025-01-10 10:00");
    let (anna, bram) = (desk.member(0), desk.member(1));
    let quick = desk.lead(Some(anna), json!({}));
    let slow = desk.lead(Some(anna), json!({}));
    let refused = desk.lead(Some(anna), json!({}));
    let lost = desk.lead(Some(bram), json!({}));
    desk.lead(Some(bram), json!({}));
    let known = desk.lead(Some(bram), json!({ "company": customer }));
    desk.on("2025-01-15 10:00").disqualify(refused);
    let (quick, slow, lost, known) = (
        desk.convert(quick, 100),
        desk.convert(slow, 200),
        desk.convert(lost, 400),
        desk.convert(known, 800),
    );
    desk.edit(Kind::Deal, slow, json!({ "owner": bram }));
    desk.on("2025-02-10 10:00").win(quick).win(known).lose(lost);
    desk.on("2025-04-20 10:00").win(slow);
    desk
}

fn counts(outcome: &Outcome) -> (Option<f64>, Option<f64>, Vec<Option<f64>>) {
    let so_far = [&outcome.won_so_far, &outcome.lost, &outcome.undecided];
    (outcome.rate.numerator, outcome.rate.denominator, so_far.map(|figure| figure.numerator).to_vec())
}

#[test]
fn a_lead_converts_at_the_first_win_within_the_horizon() {
    let facts = facts(&january());
    let mut asked = question("2025-01", "2025-06-01 00:00");
    asked.group_by = vec![Dimension::Owner];
    let asked = asked.ask(&facts);
    let answer = conversion(&asked);
    assert_eq!((answer.horizon.days, answer.horizon.basis), (90, Basis::Assumed));
    assert_eq!(counts(&answer.total), (Some(1.0), Some(5.0), vec![Some(2.0), Some(2.0), Some(1.0)]));
    let existing = counts(&answer.existing_customer);
    assert_eq!(existing, (Some(1.0), Some(1.0), vec![Some(1.0), Some(0.0), Some(0.0)]));
    assert_eq!(answer.rows.len(), 2, "Anna and Bram");
    let mut of_rows = 0.0;
    for outcome in answer.rows.iter().chain([&answer.total, &answer.existing_customer]) {
        for figure in [&outcome.rate, &outcome.won_so_far, &outcome.lost, &outcome.undecided] {
            agree(figure, &explain(&asked, &figure.explain).expect("an explanation"));
        }
        of_rows += if outcome.values.is_empty() { 0.0 } else { outcome.rate.denominator.unwrap() };
    }
    assert_eq!(of_rows, 5.0, "the rows are the headline's");
}

/// In March only a few have had their 90 days: the group is maturing, and what it is heading for is shown.
#[test]
fn a_young_group_is_still_maturing() {
    let facts = facts(&january());
    let answer = conversion(&question("2025-01", "2025-03-01 00:00").ask(&facts));
    assert!(answer.total.rate.notes.iter().any(|note| note.code == "still_maturing"));
    assert_eq!((answer.total.rate.denominator, answer.total.rate.interval), (Some(0.0), None));
    assert_eq!(answer.total.undecided.numerator, Some(2.0));
}

/// The win on a lead that was Anna's first is Anna's conversion, and in Bram's column of wins taken over.
#[test]
fn a_win_on_a_lead_taken_over_stands_apart() {
    let desk = january();
    let (anna, bram) = (desk.member(0), desk.member(1));
    let facts = facts(&desk);
    let told = |period: &str| {
        super::tell(&facts, &question(period, "2025-06-01 00:00"), Metric::WinsTakenOver, &[Dimension::Owner])
    };
    let april = told("2025-04");
    assert_eq!((april.value(), april.of(Some(bram)), april.of(Some(anna))), (Some(1.0), Some(1.0), None));
    assert_eq!(told("2025-02").value(), Some(0.0));
}

/// Forty leads of Anna of which 4 became customer, forty of Bram with 12, five of Chris with all 5, who then left.
fn three_sellers() -> (Desk, [Uuid; 3]) {
    let mut desk = Desk::open();
    let sellers = [desk.member(0), desk.member(1), desk.member(2)];
    for (seller, all, won) in [(0, 40, 4), (1, 40, 12), (2, 5, 5)] {
        for number in 0..all {
            desk.on("2025-01-10 10:00");
            let lead = desk.lead(Some(sellers[seller]), json!({}));
            if number < won {
                let deal = desk.convert(lead, 10_000);
                desk.on("2025-01-20 10:00").win(deal);
            }
        }
    }
    desk.leave(sellers[2]);
    (desk, sellers)
}

#[test]
fn sellers_are_shrunk_and_nobody_is_ranked_on_luck() {
    let (desk, [anna, bram, chris]) = three_sellers();
    let facts = facts(&desk);
    let asked = question("2025-01", "2025-06-01 00:00").ask(&facts);
    let answer = people(&asked);
    let row = |id: Uuid| answer.people.iter().find(|person| person.who == Value::Id(id)).expect("a row");
    assert_eq!(answer.people.len(), 3);
    assert_eq!([anna, bram, chris].map(|id| row(id).left), [false, false, true]);
    assert_eq!(row(chris).conversion.value, Some(1.0));
    let shrunk = row(chris).shrunk.value.expect("three people are enough");
    assert!(shrunk < 1.0 && shrunk > 21.0 / 85.0, "drawn to the team's 25%: {shrunk}");
    assert_ne!(row(bram).stands, Stand::Above, "12 of 40 against 25% can be chance");
    // Anna on her leads: the others won 17 of 45 of that same kind, so 15.1 of her 40; she won 4.
    let mix = &row(anna).same_mix;
    assert_eq!(mix.numerator, Some(4.0));
    assert!((mix.denominator.unwrap() - 40.0 * 17.0 / 45.0).abs() < 1e-9);
    assert!((mix.value.unwrap() - 4.0 / (40.0 * 17.0 / 45.0) * 21.0 / 85.0).abs() < 1e-9);
    assert_eq!(answer.team_conversion.as_ref().and_then(|figure| figure.value), Some(21.0 / 85.0));
    assert!(answer.team.is_some());
    for person in &answer.people {
        for figure in [&person.conversion, &person.shrunk, &person.same_mix] {
            let told = people::explain(&asked, &figure.explain).expect("an explanation");
            assert_eq!(&told.figure, figure);
            assert_eq!(told.records.len() as u64, figure.n);
        }
        assert_eq!(person.figures.len(), people::COLUMNS.len());
    }
}

#[test]
fn two_people_are_neither_shrunk_nor_a_team() {
    let facts = facts(&january());
    let answer = people(&question("2025-01", "2025-06-01 00:00").ask(&facts));
    assert_eq!((answer.people.len(), answer.team, answer.team_conversion), (2, None, None));
    for person in &answer.people {
        assert_eq!((person.shrunk.value, person.stands), (None, Stand::NotToldApart));
        assert!(person.shrunk.notes.iter().any(|note| note.code == "not_shrunk"));
    }
    assert!(answer.notes.iter().any(|note| note.code == "team_too_small"));
}

/// In March 2025 three are lost for the price, one for the stall, one without a reason; one of them in the month after.
#[test]
fn losses_are_told_by_reason_and_month_with_what_to_come_back_to() {
    let mut desk = Desk::open();
    let stall = desk.enter::<LossReason>(json!({ "name": "Uitstel", "for_leads": false, "for_deals": true }));
    desk.on("2025-03-01 10:00");
    let companies: Vec<Uuid> =
        (0..4).map(|n| desk.make(Kind::Company, json!({ "name": format!("Bedrijf {n}") }))).collect();
    let of = |desk: &mut Desk, company: usize, cents: i64| {
        desk.deal(cents, json!({ "company": companies[company] }))
    };
    let price: Vec<Uuid> = [(0, 100), (1, 200), (2, 400)].map(|(c, v)| of(&mut desk, c, v)).to_vec();
    let stalled = of(&mut desk, 3, 800);
    desk.on("2025-03-05 10:00").lose(price[0]).lose_for(stalled, stall);
    desk.on("2025-03-06 10:00").lose(price[1]);
    desk.on("2025-04-07 10:00").lose(price[2]);
    // Company 1 has another chance going, company 3 bought after all.
    of(&mut desk, 1, 50);
    let bought = of(&mut desk, 3, 60);
    desk.on("2025-04-10 10:00").win(bought);
    let facts = facts(&desk);
    let asked = question("2025-03-01..2025-04-30", "2025-06-01 00:00").ask(&facts);
    let answer = losses(&asked);
    assert_eq!((answer.total.count.value, answer.total.value.value), (Some(4.0), Some(1_500.0)));
    let reason = desk.reason(0);
    let rows: Vec<_> = answer
        .rows
        .iter()
        .map(|row| (row.values.clone(), row.count.value, row.value.value, row.share.value))
        .collect();
    assert_eq!(rows[0], (vec![Value::Id(reason)], Some(3.0), Some(700.0), Some(0.75)));
    assert_eq!(rows[1], (vec![Value::Id(stall)], Some(1.0), Some(800.0), Some(0.25)));
    let months: Vec<_> =
        answer.months.iter().map(|m| (m.month.as_str(), m.count, m.counts.clone())).collect();
    assert_eq!(months, [("2025-03", 3, vec![2, 1]), ("2025-04", 1, vec![1, 0])]);
    let back: Vec<Uuid> = answer.come_back.iter().map(|deal| deal.deal).collect();
    assert_eq!((back, answer.come_backs), (vec![price[2], price[0]], 2));
    // On 20 April the loss of the 7th is too fresh.
    let day = jiff::civil::date(2025, 4, 7).saturating_add(13.days());
    let fresh = losses(&question("2025-04", &format!("{day} 00:00")).ask(&facts));
    assert_eq!(fresh.come_backs, 1);
}
