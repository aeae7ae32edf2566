//! The engine's numbers on histories by hand, with the sums worked out beside them.

mod channels;
mod conversion;
mod expected;
mod follow_ups;
mod leads;
mod pipeline;
mod response;
mod waiting;

use std::collections::BTreeMap;

use trechter_domain::event::Kind;
use trechter_measure::answer::{Explanation, Figure};
use trechter_measure::definitions::Metric;
use trechter_measure::evaluate;
use trechter_measure::facts::{Facts, Keeper};
use trechter_measure::measures;
use trechter_measure::period::AsOf;
use trechter_measure::question::Question;
use trechter_measure::slice::{Dimension, Value};
use uuid::Uuid;

use crate::histories::{Desk, instant};

/// The facts of a history.
pub fn facts(desk: &Desk) -> Facts {
    let mut keeper = Keeper::default();
    keeper.apply(desk.log());
    keeper.facts()
}

/// A question about a period, as of a moment.
pub fn question(period: &str, as_of: &str) -> Question {
    Question::new(period.parse().expect("a period"), AsOf::At(instant(as_of)))
}

/// A number with its rows, checked against the records behind each of them.
pub struct Told {
    pub total: Figure,
    pub rows: BTreeMap<Vec<Value>, Figure>,
}

impl Told {
    pub fn value(&self) -> Option<f64> {
        self.total.value
    }

    /// The value of an owner's row; of nobody's for `None`.
    pub fn of(&self, id: Option<Uuid>) -> Option<f64> {
        self.rows.get(&vec![id.map_or(Value::None, Value::Id)]).and_then(|figure| figure.value)
    }

    /// How many records a note is about.
    pub fn noted(&self, code: &str) -> u64 {
        let note = self.total.notes.iter().find(|note| note.code == code);
        note.and_then(|note| note.count).unwrap_or(0)
    }
}

/// Asks for a metric, by these dimensions; every number must have as many records behind it as it says.
pub fn tell(facts: &Facts, question: &Question, metric: Metric, by: &[Dimension]) -> Told {
    let question = Question { group_by: by.to_vec(), ..question.clone() };
    let asked = question.ask(facts);
    let measure = measures::of(metric).expect("a measure");
    let answer = evaluate::answer(&asked, &[measure]);
    let total = answer.totals[0].clone();
    agree(&total, &evaluate::explain(&asked, measure, &[]));
    let rows = answer.rows.into_iter().map(|row| (row.values, row.figures[0].clone()));
    let rows: BTreeMap<_, _> = rows.collect();
    for (values, figure) in &rows {
        agree(figure, &evaluate::explain(&asked, measure, values));
    }
    Told { total, rows }
}

/// The records behind a number are as many as it counts, each once.
pub fn agree(figure: &Figure, explanation: &Explanation) {
    assert_eq!(&Figure { comparison: None, ..figure.clone() }, &explanation.figure);
    assert_eq!(explanation.records.len() as u64, figure.n, "{}", figure.metric.key());
    let ids: std::collections::BTreeSet<(Kind, Uuid)> =
        explanation.records.iter().map(|record| (record.kind, record.id)).collect();
    assert_eq!(ids.len() as u64, figure.n, "{}: each once", figure.metric.key());
    if let Some(numerator) = figure.numerator {
        let hits = explanation.records.iter().filter(|record| record.hit).count();
        assert_eq!(hits as f64, numerator);
    }
}
