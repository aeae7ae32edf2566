//! The engine finds what is planted in the demo company, and nothing that is not there.

use trechter_domain::Catalogue;
use trechter_domain::catalogue::Member;
use trechter_measure::definitions::Metric;
use trechter_measure::facts::Facts;
use trechter_measure::people::{self, Person, Stand};
use trechter_measure::period::{AsOf, Period};
use trechter_measure::question::Question;
use trechter_measure::slice::{Dimension, Value};
use trechter_measure::{leaks, measures, phases, season};
use trechter_server::demo::{self, Plan, planted};

use crate::harness::{TestApp, on_sqlite};

/// The demo company, made in three years, with its facts.
async fn company(app: &TestApp) -> (Facts, Catalogue, trechter_domain::Instant) {
    let now = app.app.clock.now();
    let plan = Plan { deals: 2_000, seed: 7, years: 3, now };
    let loaded = demo::load(&app.app, plan, |_| {}).await.unwrap();
    let facts = app.app.numbers.current(&app.app.store, loaded.workspace).await.unwrap();
    let catalogue = app.app.store.read(loaded.workspace, |tx| Ok((*tx.catalogue()).clone())).await.unwrap();
    (facts, catalogue, now)
}

/// The twelve months before now.
fn year(facts: &Facts, now: trechter_domain::Instant) -> Question {
    let zone = facts.set_up().current().workspace.zone();
    let today = now.timestamp().to_zoned(zone).date();
    let month = Period::containing(trechter_measure::period::Unit::Month, today);
    Question::new(month.trailing_12_months(), AsOf::At(now))
}

fn named<'c>(catalogue: &'c Catalogue, name: &str) -> &'c Member {
    catalogue.members.iter().find(|member| member.name == name).unwrap()
}

#[test]
fn the_planted_facts_are_found() {
    on_sqlite(async |app| {
        let (facts, catalogue, now) = company(&app).await;
        let question = year(&facts, now);

        let told = leaks::leaks(&facts, &question);
        let first = &told.found[0].leak;
        let (_, stage) = catalogue.stage(first.stage.into()).unwrap();
        let product =
            catalogue.products.iter().find(|product| product.name == planted::LEAKING_PRODUCT).unwrap();
        assert_eq!(stage.name, planted::LEAKING_STAGE);
        assert_eq!((&first.dimension, &first.value), (&Dimension::Product, &Value::Id(product.id.0)));

        let sellers = people::people(&question.ask(&facts));
        let of = |name: &str| -> &Person {
            let id = named(&catalogue, name).id.0;
            sellers.people.iter().find(|person| person.who == Value::Id(id)).unwrap()
        };
        let response = |person: &Person| {
            let found = person.figures.iter().find(|figure| figure.metric == Metric::ResponseMedian);
            found.and_then(|figure| figure.value).unwrap_or(0.0)
        };
        let slow = of(planted::SLOW_SELLER);
        let others = sellers.people.iter().filter(|person| person.who != slow.who).map(response);
        let slowest_other = others.fold(0.0, f64::max);
        assert!(response(slow) > 3.0 * slowest_other, "{} against {slowest_other}", response(slow));
        assert_eq!(of(planted::LUCKY_SELLER).stands, Stand::NotToldApart, "five deals say nothing");
        assert!(of(planted::LEFT_SELLER).left);

        let season = season::leads(&question.ask(&facts));
        let told =
            season.season.unwrap_or_else(|| panic!("of {} months: {:?}", season.months.len(), season.notes));
        let factor = |month: usize| told.factors[month - 1].value;
        assert!(told.p < 0.05, "{told:?}");
        // One wave a year is what three years can tell.
        assert!(factor(4) > 1.1 && factor(8) < 0.9, "a top in spring, few after the summer: {told:?}");

        let everybody = phases::phases(&facts, &question);
        let counted: f64 = everybody.phases.iter().filter_map(|phase| phase.parties.value).sum();
        assert!(counted > 0.0);
    });
}

#[test]
fn every_number_counts_exactly_its_records() {
    on_sqlite(async |app| {
        let (facts, _, now) = company(&app).await;
        let asked = year(&facts, now).ask(&facts);
        for measure in measures::all() {
            let told = trechter_measure::evaluate::explain(&asked, measure, &[]);
            assert_eq!(told.records.len() as u64, told.figure.n, "{:?}", measure.metric);
            let answer = trechter_measure::evaluate::answer(&asked, &[measure]);
            assert_eq!(answer.totals[0].value, told.figure.value, "{:?}", measure.metric);
        }
    });
}
