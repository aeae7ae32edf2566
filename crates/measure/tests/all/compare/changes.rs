//! The open pipeline between two moments: its steps lead from one to the other, exactly.

use proptest::prelude::*;
use trechter_domain::Instant;
use trechter_measure::changes::{changes, explain};
use trechter_measure::definitions::Metric;
use trechter_measure::evaluate::answer;
use trechter_measure::measures;
use trechter_measure::period::AsOf;
use trechter_measure::question::Question;
use trechter_measure::slice::{Condition, Dimension, Value};

use super::{Case, check};

/// The open value at a moment, by the measure of that name.
fn open_value(case: &Case, question: &Question, at: Instant) -> f64 {
    let question = Question { as_of: AsOf::At(at), ..question.clone() };
    let measure = measures::of(Metric::OpenValue).expect("a measure");
    answer(&question.ask(case.facts()), &[measure]).totals[0].value.expect("a sum")
}

#[test]
fn steps_add_up_to_the_open_value_and_to_their_records() {
    check(40, |case| {
        let owner = case.history.events.iter().find_map(|event| event.event.actor);
        let mine =
            owner.map(|owner| Condition { dimension: Dimension::Owner, any_of: vec![Value::Id(owner.0)] });
        for (month, _) in case.months().into_iter().take(2) {
            for filter in [vec![], mine.clone().into_iter().collect()] {
                let known_at = case.cut().known;
                let question = Question { known_at, filter, ..Question::new(month, AsOf::At(case.as_of)) };
                let told = changes(case.facts(), &question);
                let sum: f64 = told.steps.iter().filter_map(|step| step.value).sum();
                let (then, now) = (told.then.value.unwrap_or(0.0), told.now.value.unwrap_or(0.0));
                prop_assert_eq!(then + sum, now);
                prop_assert_eq!(then, open_value(case, &question, told.from));
                prop_assert_eq!(now, open_value(case, &question, told.to));
                for figure in told.steps.iter().chain([&told.then, &told.now, &told.slipped]) {
                    let behind = explain(case.facts(), &question, &figure.explain).expect("a term");
                    prop_assert_eq!(behind.records.len() as u64, figure.n);
                    prop_assert_eq!(behind.figure.value, figure.value);
                }
            }
        }
        Ok(())
    });
}
