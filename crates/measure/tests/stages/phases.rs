//! Who stands where, worked out by hand.

use serde_json::json;
use trechter_domain::event::Kind;
use trechter_measure::answer::Note;
use trechter_measure::period::Reference;
use trechter_measure::phases::{self, Phase, Phases};
use trechter_measure::question::Question;
use uuid::Uuid;

use super::facts;
use crate::histories::Desk;

fn question(period: &str, as_of: &str) -> Question {
    Question::new(period.parse().expect("a period"), as_of.parse().expect("a date"))
}

fn company(desk: &mut Desk, name: &str) -> Uuid {
    desk.make(Kind::Company, json!({ "name": name }))
}

/// The phase of every party, by what `explain` lists; the number and the list agree.
fn standing(desk: &Desk, as_of: &str) -> Vec<(Uuid, Phase)> {
    let facts = facts(desk.log());
    let question = question("2025", as_of);
    let Phases { phases, .. } = phases::phases(&facts, &question);
    let mut all = Vec::new();
    for count in phases {
        let explained = phases::explain(&facts, &question, &count.parties.explain).expect("an explanation");
        assert_eq!(explained.records.len() as u64, count.parties.n);
        all.extend(explained.records.iter().map(|record| (record.id, count.phase)));
    }
    all.sort_by_key(|(id, _)| *id);
    all
}

#[test]
fn a_party_is_in_the_first_phase_that_holds() {
    let mut desk = Desk::open();
    desk.on("2025-01-01 12:00");
    let names =
        ["suspect", "lead", "qualified", "prospect", "customer", "returning", "former", "lost", "twice"];
    let parties = names.map(|name| company(&mut desk, name));
    let [_, lead, qualified, prospect, customer, returning, former, lost, twice] = parties;
    let win = |desk: &mut Desk, company: Uuid, moment: &str| {
        desk.on(moment);
        let deal = desk.deal(1_000, json!({ "company": company }));
        desk.on(&moment.replace("12:00", "13:00")).win(deal);
    };
    win(&mut desk, former, "2025-01-05 12:00");
    win(&mut desk, returning, "2025-01-06 12:00");
    desk.on("2025-03-01 12:00");
    desk.make(Kind::Lead, json!({ "title": "Vraag", "company": lead }));
    let second = desk.make(Kind::Lead, json!({ "title": "Vraag", "company": qualified }));
    desk.qualify(second);
    let gone = desk.make(Kind::Lead, json!({ "title": "Vraag", "company": lost }));
    desk.disqualify(gone);
    // The time of a customer with an open deal does not end by it.
    for party in [prospect, customer] {
        desk.deal(1_000, json!({ "company": party }));
    }
    win(&mut desk, customer, "2025-06-01 12:00");
    win(&mut desk, twice, "2025-06-01 12:00");
    win(&mut desk, twice, "2025-06-01 14:00");
    win(&mut desk, returning, "2025-06-01 12:00");
    let phases: Vec<Phase> = standing(&desk, "2026-01-31").into_iter().map(|(_, phase)| phase).collect();
    use Phase::*;
    let expected =
        [Suspect, Lead, Prospect, Prospect, Customer, ReturningCustomer, FormerCustomer, Lost, Customer];
    assert_eq!(phases, expected, "two wins on one day do not return");
    // Twelve calendar months after its win, to the instant, it is a customer no more.
    let still = standing(&desk, "2026-01-04").into_iter().find(|(id, _)| *id == former).expect("a party");
    assert_eq!(still.1, Customer);
    let later = standing(&desk, "2026-12-31");
    let left = later.iter().filter(|(_, phase)| *phase == FormerCustomer).count();
    assert_eq!(left, 3, "the open deal of `customer` makes it a prospect again");
}

/// Ten leads of 2 January 2025; four become prospects on the 12th, one is disqualified; a second lead on the 3rd does
/// not enter again.
#[test]
fn conversion_is_asked_of_those_that_first_entered() {
    let mut desk = Desk::open();
    desk.on("2025-01-02 12:00");
    let parties: Vec<Uuid> = (0..10).map(|number| company(&mut desk, &format!("bv {number}"))).collect();
    let lead =
        |desk: &mut Desk, party: Uuid| desk.make(Kind::Lead, json!({ "title": "Vraag", "company": party }));
    let leads: Vec<Uuid> = parties.iter().map(|party| lead(&mut desk, *party)).collect();
    desk.on("2025-01-03 12:00");
    lead(&mut desk, parties[0]);
    desk.on("2025-01-12 12:00");
    for lead in &leads[..4] {
        desk.qualify(*lead);
    }
    desk.disqualify(leads[9]);
    let facts = facts(desk.log());
    let question = question("2025-01", "2025-12-31");
    let phases = phases::phases(&facts, &question);
    let step = phases.steps.iter().find(|step| step.from == Phase::Lead).expect("a step");
    assert_eq!(step.horizon.days, 90);
    assert_eq!((step.conversion.numerator, step.conversion.denominator), (Some(4.0), Some(10.0)));
    assert_eq!((step.parts.reached, step.parts.lost, step.parts.undecided), (4, 1, 5));
    assert!(step.conversion.notes.contains(&Note::new("horizon_assumed").with(90.0)));
    let explained = phases::explain(&facts, &question, &step.conversion.explain).expect("an explanation");
    let hits: Vec<Uuid> =
        explained.records.iter().filter(|record| record.hit).map(|record| record.id).collect();
    assert_eq!((hits, explained.records.len()), (parties[..4].to_vec(), 10));
    // Known and asking at the same instant: they were never suspects.
    let suspects = phases.steps.iter().find(|step| step.from == Phase::Suspect).expect("a step");
    assert_eq!(suspects.parts.all, 0);
}

/// Two suspects by the end of January and three more in February: seen from June, February's five are held against
/// January's two, not against the five of today.
#[test]
fn who_stands_where_is_held_against_who_stood_there() {
    let mut desk = Desk::open();
    for (moment, count) in [("2025-01-10 12:00", 2), ("2025-02-10 12:00", 3)] {
        desk.on(moment);
        for number in 0..count {
            company(&mut desk, &format!("{moment} {number}"));
        }
    }
    let facts = facts(desk.log());
    for (as_of, before) in [("2025-02-28", 2.0), ("2025-03-01", 2.0)] {
        let mut question = question("2025-02", as_of);
        question.compare_to = Some(Reference::Previous);
        let Phases { phases, .. } = phases::phases(&facts, &question);
        let suspects = &phases.iter().find(|count| count.phase == Phase::Suspect).expect("a phase").parties;
        let comparison = suspects.comparison.as_ref().expect("a comparison");
        assert_eq!(
            (suspects.value, comparison.value, comparison.change),
            (Some(5.0), Some(before), Some(3.0))
        );
    }
}
