//! Sections 5.1 and 5.3: how full hands are, what touches go together with, and the season of leads.

use serde_json::json;
use trechter_domain::catalogue::{Member, Team};
use trechter_measure::answer::Figure;
use trechter_measure::period::Reference;
use trechter_measure::question::Question;
use trechter_measure::season;
use trechter_measure::slice::{Dimension, Value};
use trechter_measure::touches::{explain, touches};
use trechter_measure::workload::{self, Load, workload};

use super::{agree, facts, question};
use crate::histories::Desk;

fn values(figures: &[Figure]) -> Vec<Option<f64>> {
    figures.iter().map(|figure| figure.value).collect()
}

/// A full-timer of the office can look after 20 leads: Eva works half a week and has three, one of them qualified; Finn
/// is there all week and has none. Anna has one, and nobody typed what she can look after.
#[test]
fn open_leads_are_held_against_what_people_can_look_after() {
    let mut desk = Desk::open();
    let team = desk.enter::<Team>(json!({ "name": "Binnendienst", "lead_norm": 20 }));
    let mut member = |name: &str, fte: f64| {
        desk.enter::<Member>(json!({ "name": name, "team": team, "fte": fte, "active": true }))
    };
    let (eva, finn) = (member("Eva", 0.5), member("Finn", 1.0));
    let anna = desk.member(0);
    desk.on("2025-01-10 10:00");
    let leads = [eva, eva, eva, anna].map(|owner| desk.lead(Some(owner), json!({})));
    desk.on("2025-01-12 10:00").qualify(leads[0]);
    let facts = facts(&desk);
    let of_question =
        |by: &[Dimension]| Question { group_by: by.to_vec(), ..question("2025-01", "2025-02-01 00:00") };
    let asked = of_question(&[]);
    let told = workload(&asked, &asked.ask(&facts)).expect("a workload");
    let row = |id| -> &Load { told.rows.iter().find(|row| row.values == [Value::Id(id)]).expect("a row") };
    let numbers = |load: &Load| {
        let value = |figure: &Option<Figure>| figure.as_ref().and_then(|figure| figure.value);
        (load.open.value, values(&load.by_status), value(&load.capacity), value(&load.share))
    };
    let some = |values: [f64; 3]| values.map(Some).to_vec();
    assert_eq!(numbers(&told.total), (Some(4.0), some([3.0, 0.0, 1.0]), Some(30.0), Some(4.0 / 30.0)));
    assert_eq!(numbers(row(eva)), (Some(3.0), some([2.0, 0.0, 1.0]), Some(10.0), Some(0.3)));
    assert_eq!(numbers(row(finn)), (Some(0.0), some([0.0, 0.0, 0.0]), Some(20.0), Some(0.0)));
    assert_eq!(numbers(row(anna)).0, Some(1.0));
    let by_owner = of_question(&[Dimension::Owner]);
    for load in std::iter::once(&told.total).chain(&told.rows) {
        for figure in load.by_status.iter().chain(&load.share) {
            let explained =
                workload::explain(&by_owner, &by_owner.ask(&facts), &figure.explain).expect("leads");
            assert_eq!((&explained.figure, explained.records.len() as u64), (figure, figure.n));
        }
    }
    // The office together; of one source there is no saying how many can be looked after.
    let by_team = of_question(&[Dimension::Team]);
    let told = workload(&by_team, &by_team.ask(&facts)).expect("a workload");
    let office = told.rows.iter().find(|row| row.values == [Value::Id(team)]).expect("a row");
    assert_eq!(numbers(office).2, Some(30.0));
    let mut of_source = asked;
    of_source.filter =
        vec![trechter_measure::slice::Condition { dimension: Dimension::Source, any_of: vec![Value::None] }];
    let told = workload(&of_source, &of_source.ask(&facts)).expect("a workload");
    assert_eq!(told.total.capacity, None);
}

/// All from 2 January 2025, called on the 3rd. One called again on the 5th and won on the 20th; one lost on 1 February;
/// one called again on 1 July and won on the 20th. H is 90 days, for want of history.
#[test]
fn deals_are_won_after_their_touches() {
    let mut desk = Desk::open();
    desk.on("2025-01-02 10:00");
    let [quick, lost, slow] = [100, 200, 300].map(|cents| desk.deal(cents, json!({})));
    desk.on("2025-01-03 10:00");
    for deal in [quick, lost, slow] {
        desk.call(json!({ "deal": deal }));
    }
    desk.on("2025-01-05 10:00").call(json!({ "deal": quick }));
    desk.on("2025-01-20 10:00").win(quick);
    desk.on("2025-02-01 10:00").lose(lost);
    desk.on("2025-07-01 10:00").call(json!({ "deal": slow }));
    desk.on("2025-07-20 10:00").win(slow);
    let facts = facts(&desk);
    let asked = question("2025", "2026-01-01 00:00");
    let asked = asked.ask(&facts);
    let told = touches(&asked);
    assert_eq!(told.horizon.days, 90);
    let counts = |figure: &Figure| (figure.numerator.unwrap(), figure.denominator.unwrap());
    let first: Vec<_> =
        told.touches.iter().take(3).map(|touch| (counts(&touch.won), counts(&touch.without_next))).collect();
    assert_eq!(first, [((1.0, 3.0), (0.0, 1.0)), ((2.0, 2.0), (2.0, 2.0)), ((0.0, 0.0), (0.0, 0.0))]);
    let calls = &told.kinds[0];
    assert_eq!(
        (calls.kind.as_str(), calls.to_win.value, calls.to_loss.value),
        ("call", Some(2.0), Some(1.0))
    );
    assert_eq!(told.kinds[1].to_win.value, Some(0.0));
    let of_touches = told.touches.iter().flat_map(|touch| [&touch.won, &touch.without_next]);
    let of_kinds = told.kinds.iter().flat_map(|kind| [&kind.to_win, &kind.to_loss]);
    for figure in of_touches.chain(of_kinds) {
        agree(figure, &explain(&asked, &figure.explain).expect("deals"));
    }
    // By 1 March the touches of January have not had their 90 days.
    let early = question("2025", "2025-03-01 00:00");
    assert_eq!(counts(&touches(&early.ask(&facts)).touches[0].won), (0.0, 0.0));
}

/// Twenty leads in each summer month and ten in every other, from August 2024 on.
#[test]
fn a_season_is_told_from_two_years() {
    let mut desk = Desk::open();
    for month in 0..25 {
        let (year, month) = (2024 + (7 + month) / 12, (7 + month) % 12 + 1);
        desk.on(&format!("{year}-{month:02}-05 10:00"));
        for _ in 0..if (6..=8).contains(&month) { 20 } else { 10 } {
            desk.lead(None, json!({}));
        }
    }
    let facts = facts(&desk);
    let mut asked =
        Question { compare_to: Some(Reference::Previous), ..question("2026-06", "2026-09-10 00:00") };
    let told = season::leads(&asked.ask(&facts));
    assert_eq!((told.months.len(), told.months[0].month.as_str(), told.months[0].count), (24, "2024-09", 10));
    let found = told.season.expect("a season");
    assert!(found.p < 0.05 && found.factors[6].value > 1.2 && found.factors[0].value < 0.9, "{found:?}");
    let counted: u32 = told.months.iter().map(|month| month.count).sum();
    let expected: f64 = told.months.iter().filter_map(|month| month.expected).sum();
    assert!((expected - f64::from(counted)).abs() < 1e-6);
    // June had twenty and May ten. One wave over the year rises slowly, so it explains a part.
    let change = told.change.expect("a change");
    let parts = change.by_season.value.unwrap() + change.beyond.value.unwrap();
    assert!((parts - 10.0).abs() < 1e-9 && change.by_season.value.unwrap() > 1.0, "{change:?}");
    for figure in [&change.by_season, &change.beyond] {
        let explained = season::explain(&asked.ask(&facts), &figure.explain).expect("leads");
        assert_eq!((&explained.figure, explained.records.len()), (figure, 20));
    }
    // Against the same month last year it explains nothing.
    asked.compare_to = Some(Reference::LastYear);
    let same = season::leads(&asked.ask(&facts)).change.expect("a change");
    assert_eq!(same.by_season.value, Some(0.0));
    // A month earlier there are 23 whole months.
    let early = season::leads(&question("2026-06", "2026-08-10 00:00").ask(&facts));
    assert_eq!(
        (early.season, early.notes[0].code.as_str(), early.notes[0].count),
        (None, "no_season", Some(23))
    );
}
