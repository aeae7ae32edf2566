//! What is answered, in one shape for every number.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use trechter_domain::Instant;
use uuid::Uuid;

use crate::definitions::Metric;
use crate::question::Handle;
use crate::slice::{Dimension, Value};
use crate::stats;

/// What a value is counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// Whole things.
    Count,
    /// Minor units of the answer's currency.
    Money,
    /// A part of one: 0.25 is 25%.
    Share,
    /// Days of 24 hours.
    Days,
    /// Minutes in which the calendar is open.
    BusinessMinutes,
    /// Minutes on the clock.
    Minutes,
    /// Minor units a day.
    MoneyPerDay,
    /// Minor units a month.
    MoneyPerMonth,
    /// A plain number: 1.4 times, 3.2 touches.
    Ratio,
}

/// Where the true value can be, with 95%; a bound that is not there is open.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Interval {
    /// The lower bound.
    pub low: Option<f64>,
    /// The upper bound.
    pub high: Option<f64>,
}

impl From<stats::Interval> for Interval {
    fn from(interval: stats::Interval) -> Self {
        Self { low: interval.low, high: interval.high }
    }
}

/// What may be said about a difference.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// More than noise, and higher.
    Higher,
    /// More than noise, and lower.
    Lower,
    /// It can be chance.
    CanBeChance,
    /// Too few to tell.
    TooFewToTell,
    /// There is no test for it: it is shown as a fact.
    Fact,
}

/// A number held against another one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Comparison {
    /// The reference's value, cut alike.
    pub value: Option<f64>,
    /// Its number of cases.
    pub n: u64,
    /// The difference, in the number's unit; flows of references of other length are scaled to the period's first.
    pub change: Option<f64>,
    /// The chance of such a difference when there is none.
    pub p: Option<f64>,
    /// What may be said, over all comparisons of the answer (Benjamini-Hochberg at 10%).
    pub verdict: Verdict,
    /// "n more needed": how many more there would have to be to equal the reference; for counts.
    pub more_needed: Option<u64>,
}

/// Something to know about a number.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Note {
    /// What: `too_few_to_tell`, `still_maturing`, `carried_by_few`, `no_rate`, `undated`, `registered_afterwards` …
    pub code: String,
    /// How many records it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub count: Option<u64>,
    /// The record it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub record: Option<Uuid>,
    /// A share, a number of days: what the words need.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<f64>,
}

impl Note {
    /// A note without figures.
    pub fn new(code: &str) -> Self {
        Self { code: code.to_owned(), count: None, record: None, value: None }
    }

    /// A note about some records.
    pub fn about(code: &str, count: u64) -> Self {
        Self { count: Some(count), ..Self::new(code) }
    }

    /// The same, with a figure.
    pub fn with(self, value: f64) -> Self {
        Self { value: Some(value), ..self }
    }
}

/// One number with all that belongs to it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Figure {
    /// Which number it is.
    #[schemars(with = "String")]
    pub metric: Metric,
    /// What the value is counted in.
    pub unit: Unit,
    /// The value; `None` when it cannot be told, and the notes say why.
    pub value: Option<f64>,
    /// How many cases it stands on.
    pub n: u64,
    /// Of a ratio, what is above the line.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub numerator: Option<f64>,
    /// Of a ratio, what is below the line.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub denominator: Option<f64>,
    /// Where the true value can be; for facts there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub interval: Option<Interval>,
    /// Held against the reference.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub comparison: Option<Comparison>,
    /// What to know about it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<Note>,
    /// For `explain`.
    pub explain: Handle,
}

/// One row of an answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Row {
    /// What the row is, in the order of `group_by`.
    pub values: Vec<Value>,
    /// Its figures, in the order of the answer's totals.
    pub figures: Vec<Figure>,
}

/// The answer to a question.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Answer {
    /// The period, like `2017-Q1`.
    pub period: String,
    /// The instant before which everything happened that counts.
    pub as_of: Instant,
    /// The last event that was known.
    pub known_at: i64,
    /// The currency of all money.
    pub currency: String,
    /// The period that it is held against.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub compared_with: Option<String>,
    /// What the rows are.
    pub group_by: Vec<Dimension>,
    /// Everything together.
    pub totals: Vec<Figure>,
    /// By row; empty without `group_by`.
    pub rows: Vec<Row>,
    /// What to know about all of it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<Note>,
}

/// The records behind a number.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Explanation {
    /// The number itself, as in the answer.
    pub figure: Figure,
    /// All records that it counts, in the order in which they became known.
    pub records: Vec<Counted>,
    /// Of a number made of other numbers: these, so that the formula can be filled in.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub terms: Vec<Figure>,
}

impl Explanation {
    /// A number with its records, made of nothing else.
    pub fn new(figure: Figure, records: Vec<Counted>) -> Self {
        Self { figure, records, terms: Vec::new() }
    }
}

/// A record that is counted in a number.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Counted {
    /// What it is.
    pub kind: trechter_domain::event::Kind,
    /// Which one.
    pub id: Uuid,
    /// Whether it is above the line of a ratio, too.
    pub hit: bool,
    /// What it adds: minor units, milliseconds; nothing for plain counts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub amount: Option<i64>,
}
