//! What the open pipeline may bring in the coming months (metrics.md, section 7, "Expected revenue").
//!
//! Every open deal stands in exactly one row: the month in which it is expected to close, *overdue* when that day has
//! passed, *undated* without one. In each row the same four numbers as for the whole pipeline stand side by side: how
//! many, what they are worth, and that value weighted by gut feeling and by stage. It is not a forecast: it knows no
//! new business and believes every date.

use std::collections::BTreeMap;

use jiff::ToSpan as _;
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use trechter_domain::Instant;

use crate::answer::{Explanation, Figure};
use crate::changes;
use crate::definitions::Metric;
use crate::facts::Facts;
use crate::facts::fields::day_number;
use crate::figure::figure;
use crate::measures::{Measure, pipeline};
use crate::period::{Period, Unit};
use crate::question::{Handle, Question, Scene};
use crate::sample::{Part, Sample, Scale, Sum};
use crate::view::Deal;

/// Months that have a row of their own; what is expected after them is *later*.
pub const MONTHS: i32 = 24;

/// Months that have a row even when nothing is expected in them.
const FEWEST: i32 = 3;

/// What is open, by when it is expected to close.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Expected {
    /// The instant before which everything happened that counts.
    pub as_of: Instant,
    /// The currency of all money.
    pub currency: String,
    /// Everything that is open.
    pub total: Vec<Figure>,
    /// Overdue, the coming months without a gap, later, undated; those that have no deals are there for the months only.
    pub rows: Vec<ExpectedRow>,
    /// Deals whose expected date moved past the end of the question's period since its beginning, or passed while they
    /// were open.
    pub slipped: Figure,
}

/// What is expected in one month.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ExpectedRow {
    /// `overdue`, a month like `2017-03`, `later` or `undated`.
    pub when: String,
    /// How many deals, their value, and that value weighted by gut feeling and by stage. A figure's handle has the row
    /// as its part.
    pub figures: Vec<Figure>,
}

/// The columns.
const COLUMNS: [Measure; 4] = [
    column(Metric::OpenCount, Sum::Standing, Scale::COUNT),
    column(Metric::OpenValue, Sum::StandingTotal, Scale::MONEY),
    column(Metric::WeightedGut, Sum::StandingTotal, Scale::MONEY),
    column(Metric::WeightedStage, Sum::StandingTotal, Scale::MONEY),
];

const fn column(metric: Metric, sum: Sum, scale: Scale) -> Measure {
    Measure { metric, sum, scale, parts: |_, _| {}, turnover: None }
}

/// A row, in the order in which they are shown; months by their number from the month of `A` on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum When {
    Overdue,
    Month(i32),
    Later,
    Undated,
}

impl When {
    fn of(deal: &Deal<'_>, today: Date) -> Self {
        let Some(day) = deal.expected_close() else { return When::Undated };
        if day < day_number(today) {
            return When::Overdue;
        }
        let day = jiff::civil::date(1970, 1, 1).saturating_add(day.days());
        let months = |date: Date| i32::from(date.year()) * 12 + i32::from(date.month());
        match months(day) - months(today) {
            number if number < MONTHS => When::Month(number),
            _ => When::Later,
        }
    }

    fn key(self, today: Date) -> String {
        match self {
            When::Overdue => "overdue".to_owned(),
            When::Later => "later".to_owned(),
            When::Undated => "undated".to_owned(),
            When::Month(number) => {
                let day = today.first_of_month().saturating_add(number.months());
                Period::containing(Unit::Month, day).to_string()
            }
        }
    }
}

type Samples = [Sample; COLUMNS.len()];

/// Sums the open deals up, all and by row.
fn tally(scene: &Scene<'_>, with_records: bool) -> (Samples, BTreeMap<When, Samples>) {
    let today = scene.day();
    let now = Instant(scene.view.cut.before.0.saturating_sub(1));
    let (mut total, mut rows) = (Samples::default(), BTreeMap::<When, Samples>::new());
    for deal in scene.view.open_deals() {
        let part = || Part::deal(&deal, deal.owner(), now);
        if !scene.slice.takes(&deal, deal.owner(), now) {
            continue;
        }
        let value = deal.value();
        let (by_gut, by_stage) =
            (pipeline::by_gut(part(), &deal, value), pipeline::by_stage(part(), &deal, value));
        let parts = [part(), part().money(value), by_gut, by_stage];
        let row = rows.entry(When::of(&deal, today)).or_default();
        for (place, (column, part)) in COLUMNS.iter().zip(&parts).enumerate() {
            total[place].add(column.sum, column.scale, part, with_records);
            row[place].add(column.sum, column.scale, part, with_records);
        }
    }
    (total, rows)
}

/// What is open at the date of a question, by when it is expected to close; its rows are left out, and its period says
/// only since when deals have slipped.
pub fn expected(facts: &Facts, question: &Question) -> Expected {
    let asked = plain(question).ask(facts);
    let scene = &asked.now;
    let (total, mut rows) = tally(scene, false);
    let last =
        rows.keys().filter_map(|when| if let When::Month(number) = when { Some(*number) } else { None });
    let last = last.max().unwrap_or(0).max(FEWEST - 1);
    for number in 0..=last {
        rows.entry(When::Month(number)).or_default();
    }
    let today = scene.day();
    let row = |(when, samples): (When, Samples)| {
        let when = when.key(today);
        ExpectedRow { figures: figures(scene, samples, Some(&when)), when }
    };
    Expected {
        as_of: scene.view.cut.before,
        currency: scene.view.currency.to_string(),
        total: figures(scene, total, None),
        rows: rows.into_iter().map(row).collect(),
        slipped: changes::changes(facts, question).slipped,
    }
}

fn plain(question: &Question) -> Question {
    Question { compare_to: None, group_by: Vec::new(), ..question.clone() }
}

fn figures(scene: &Scene<'_>, mut samples: Samples, when: Option<&str>) -> Vec<Figure> {
    let figures = COLUMNS.iter().zip(&mut samples).map(|(column, sample)| {
        let handle = Handle { metric: column.metric, part: when.map(str::to_owned), row: Vec::new() };
        figure(column, &scene.view, sample, handle)
    });
    figures.collect()
}

/// The deals behind a number of a row: `handle.part` is its `when`. `None` when it is none of these numbers, or there is
/// no such row.
pub fn explain(facts: &Facts, question: &Question, handle: &Handle) -> Option<Explanation> {
    let place = COLUMNS.iter().position(|column| column.metric == handle.metric)?;
    let asked = plain(question).ask(facts);
    let scene = &asked.now;
    let wanted = handle.part.as_deref()?;
    let today = scene.day();
    let months = (0..MONTHS).map(When::Month);
    let mut known = [When::Overdue, When::Later, When::Undated].into_iter().chain(months);
    let when = known.find(|when| when.key(today) == wanted)?;
    let (_, mut rows) = tally(scene, true);
    let samples = rows.remove(&when).unwrap_or_default();
    let records = samples[place].counted(&scene.view, COLUMNS[place].sum);
    let figure = figures(scene, samples, Some(wanted)).swap_remove(place);
    Some(Explanation::new(figure, records))
}
