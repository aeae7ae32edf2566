//! What a number's change says: whether it is more than noise, and which part of the business carries it.
//!
//! A change is named when its comparison holds among all numbers that were looked at (metrics.md, section 3). The part
//! that carries it is sought among sellers, teams, sources, products, and sources within teams, over one family of
//! tests for all of them; it is named only when its own change holds, goes the same way, makes up a third of the whole,
//! and is out of proportion to its size. Otherwise everybody carries it, and nobody is named.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::answer::{Comparison, Figure, Row, Unit, Verdict};
use crate::definitions::Metric;
use crate::evaluate;
use crate::measures::Measure;
use crate::period::Reference;
use crate::question::Asked;
use crate::sample::Sum;
use crate::slice::{Dimension, Value};
use crate::stats::multiple::{LEVEL, discoveries};

/// A part carries a change when it makes up at least this share of it.
const LARGE: f64 = 1.0 / 3.0;
/// … and changed so many times as much as its size would let it.
const OUT_OF_PROPORTION: f64 = 1.25;
/// The narrower part is named when it carries so much of what the wider one does.
const NEARLY: f64 = 0.8;

/// Where the part that carries a change is sought.
const GROUPINGS: [&[Dimension]; 5] = [
    &[Dimension::Owner],
    &[Dimension::Team],
    &[Dimension::Source],
    &[Dimension::Product],
    &[Dimension::Team, Dimension::Source],
];

/// The part of the business that carries a change.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Carrier {
    /// What sets it apart.
    pub dimensions: Vec<Dimension>,
    /// Which values of those, in their order.
    pub values: Vec<Value>,
    /// Its own change, in the number's unit.
    pub change: f64,
    /// Its share of the whole change: of sums, its change ÷ the whole one's; of ratios, its change times its cases ÷ the
    /// same over all parts that went that way.
    pub share: f64,
}

/// What the change of one number says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Finding {
    /// Which number.
    #[schemars(with = "String")]
    pub metric: Metric,
    /// What it is counted in.
    pub unit: Unit,
    /// What may be said about its change.
    pub verdict: Verdict,
    /// The value now.
    pub now: Option<f64>,
    /// The reference's.
    pub then: Option<f64>,
    /// Now ÷ then; none where that says nothing.
    pub times: Option<f64>,
    /// What carries the change, when it can be told.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub carried_by: Option<Carrier>,
}

/// The findings of a question with a reference, one for each measure; none without a reference.
pub fn findings(asked: &Asked<'_>, measures: &[&Measure]) -> Vec<Finding> {
    if asked.reference.is_none() {
        return Vec::new();
    }
    let whole = evaluate::answer(&asked.grouped(&[]), measures).totals;
    let moved = |figure: &Figure| {
        let verdict = figure.comparison.as_ref().map(|comparison| comparison.verdict);
        matches!(verdict, Some(Verdict::Higher | Verdict::Lower))
    };
    let moving: Vec<&Measure> = measures
        .iter()
        .zip(&whole)
        .filter(|(_, figure)| moved(figure))
        .map(|(measure, _)| *measure)
        .collect();
    let parts: Vec<(&[Dimension], Vec<Row>)> = if moving.is_empty() {
        Vec::new()
    } else {
        GROUPINGS.iter().map(|by| (*by, evaluate::answer(&asked.grouped(by), &moving).rows)).collect()
    };
    let finding = |(measure, figure): (&&Measure, &Figure)| {
        let place = moving.iter().position(|moving| moving.metric == measure.metric);
        let carried_by = place.and_then(|place| carrier(figure, adds_up(measure), &slices(&parts, place)));
        told(figure, carried_by)
    };
    measures.iter().zip(&whole).map(finding).collect()
}

/// Is the whole the sum of its parts?
fn adds_up(measure: &Measure) -> bool {
    matches!(measure.sum, Sum::Count | Sum::Standing | Sum::Total | Sum::StandingTotal)
}

fn told(figure: &Figure, carried_by: Option<Carrier>) -> Finding {
    let comparison = figure.comparison.as_ref();
    let then = comparison.and_then(|comparison| comparison.value);
    let times =
        figure.value.zip(then).filter(|(now, then)| *now >= 0.0 && *then > 0.0).map(|(now, then)| now / then);
    Finding {
        metric: figure.metric,
        unit: figure.unit,
        verdict: comparison.map_or(Verdict::Fact, |comparison| comparison.verdict),
        now: figure.value,
        then,
        times,
        carried_by,
    }
}

/// One part of one grouping.
struct Slice<'a> {
    by: &'a [Dimension],
    /// Which of the groupings it is in.
    grouping: usize,
    values: &'a [Value],
    figure: &'a Figure,
}

fn slices<'a>(parts: &'a [(&'a [Dimension], Vec<Row>)], place: usize) -> Vec<Slice<'a>> {
    let mut slices = Vec::new();
    for (grouping, (by, rows)) in parts.iter().enumerate() {
        for row in rows.iter().filter(|row| !row.values.contains(&Value::None)) {
            if let Some(figure) = row.figures.get(place) {
                slices.push(Slice { by, grouping, values: &row.values, figure });
            }
        }
    }
    slices
}

/// The part that carries the change of the whole, if one does.
fn carrier(whole: &Figure, adds_up: bool, slices: &[Slice<'_>]) -> Option<Carrier> {
    let total = whole.comparison.as_ref()?;
    let change = total.change.filter(|change| *change != 0.0)?;
    let tested: Vec<(&Slice<'_>, &Comparison, f64)> = slices
        .iter()
        .filter_map(|slice| {
            let comparison = slice.figure.comparison.as_ref()?;
            Some((slice, comparison, comparison.p?))
        })
        .collect();
    let p: Vec<f64> = tested.iter().map(|(.., p)| *p).collect();
    let holds = discoveries(&p, LEVEL);
    let mut best: Option<(Carrier, usize)> = None;
    for ((slice, comparison, _), _) in tested.iter().zip(holds).filter(|(_, holds)| *holds) {
        let own = comparison.change.unwrap_or(0.0);
        if own * change <= 0.0 {
            continue;
        }
        let share =
            if adds_up { own / change } else { weight(slice, own) / pushed(slices, slice.grouping, change) };
        let proportion = if adds_up {
            share
                / (comparison.value.unwrap_or(0.0) / total.value.unwrap_or(0.0).max(f64::MIN_POSITIVE))
                    .max(1e-9)
        } else {
            own / change
        };
        if share < LARGE || proportion < OUT_OF_PROPORTION {
            continue;
        }
        let found =
            Carrier { dimensions: slice.by.to_vec(), values: slice.values.to_vec(), change: own, share };
        let beats = |(other, levels): &(Carrier, usize)| match slice.by.len().cmp(levels) {
            std::cmp::Ordering::Equal => found.share > other.share,
            std::cmp::Ordering::Greater => found.share >= NEARLY * other.share,
            std::cmp::Ordering::Less => NEARLY * found.share > other.share,
        };
        if best.as_ref().is_none_or(beats) {
            best = Some((found, slice.by.len()));
        }
    }
    best.map(|(carrier, _)| carrier)
}

/// How much a part of a ratio pushes the whole: its change, by its cases.
fn weight(slice: &Slice<'_>, change: f64) -> f64 {
    change * slice.figure.n as f64
}

/// What all parts of a grouping that went the whole's way push together.
fn pushed(slices: &[Slice<'_>], grouping: usize, change: f64) -> f64 {
    let own = |slice: &Slice<'_>| slice.figure.comparison.as_ref().and_then(|comparison| comparison.change);
    let pushes = slices.iter().filter(|slice| slice.grouping == grouping);
    pushes.filter_map(|slice| own(slice).filter(|own| own * change > 0.0).map(|own| weight(slice, own))).sum()
}

impl Finding {
    /// The finding as a sentence. `name` gives what an entry of the set-up is called.
    pub fn sentence(
        &self,
        language: crate::definitions::Language,
        reference: Reference,
        name: &dyn Fn(&Value) -> Option<String>,
    ) -> String {
        crate::definitions::finding::sentence(self, language, reference, name)
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::question::Handle;

    fn figure(n: u64, now: f64, then: f64, p: f64) -> Figure {
        Figure {
            metric: Metric::WonCount,
            unit: Unit::Count,
            value: Some(now),
            n,
            numerator: None,
            denominator: None,
            interval: None,
            comparison: Some(Comparison {
                value: Some(then),
                n: then as u64,
                change: Some(now - then),
                p: Some(p),
                verdict: if now > then { Verdict::Higher } else { Verdict::Lower },
                more_needed: None,
            }),
            notes: Vec::new(),
            explain: Handle { metric: Metric::WonCount, part: None, row: Vec::new() },
        }
    }

    fn row(values: &[u128], figure: Figure) -> Row {
        let values = values.iter().map(|id| Value::Id(Uuid::from_u128(*id))).collect();
        Row { values, figures: vec![figure] }
    }

    fn carried(
        whole: &Figure,
        adds_up: bool,
        parts: Vec<(&'static [Dimension], Vec<Row>)>,
    ) -> Option<Carrier> {
        carrier(whole, adds_up, &slices(&parts, 0))
    }

    const TEAMS: &[Dimension] = &[Dimension::Team];
    const TEAM_SOURCES: &[Dimension] = &[Dimension::Team, Dimension::Source];

    #[test]
    fn the_team_that_made_the_whole_fall_is_named() {
        // 100 became 60; Zuid went from 50 to 15, Noord from 50 to 45.
        let whole = figure(60, 60.0, 100.0, 0.001);
        let rows = vec![row(&[1], figure(15, 15.0, 50.0, 0.0001)), row(&[2], figure(45, 45.0, 50.0, 0.6))];
        let found = carried(&whole, true, vec![(TEAMS, rows)]).unwrap();
        assert_eq!(found.values, [Value::Id(Uuid::from_u128(1))]);
        assert_eq!((found.change, found.share), (-35.0, 0.875));
    }

    #[test]
    fn when_all_fell_alike_nobody_is_named() {
        let whole = figure(50, 50.0, 100.0, 0.001);
        let rows = vec![row(&[1], figure(25, 25.0, 50.0, 0.003)), row(&[2], figure(25, 25.0, 50.0, 0.003))];
        assert_eq!(carried(&whole, true, vec![(TEAMS, rows)]), None);
    }

    #[test]
    fn what_can_be_chance_carries_nothing() {
        let whole = figure(60, 60.0, 100.0, 0.001);
        let rows = vec![row(&[1], figure(15, 15.0, 50.0, 0.2)), row(&[2], figure(45, 45.0, 50.0, 0.6))];
        assert_eq!(carried(&whole, true, vec![(TEAMS, rows)]), None);
    }

    #[test]
    fn what_went_the_other_way_carries_nothing() {
        let whole = figure(90, 90.0, 100.0, 0.01);
        let rows = vec![row(&[1], figure(60, 60.0, 40.0, 0.001)), row(&[2], figure(30, 30.0, 60.0, 0.001))];
        let found = carried(&whole, true, vec![(TEAMS, rows)]).unwrap();
        assert_eq!(found.values, [Value::Id(Uuid::from_u128(2))]);
    }

    #[test]
    fn the_source_within_the_team_is_named_when_it_carries_nearly_as_much() {
        let whole = figure(60, 60.0, 100.0, 0.001);
        let team = || row(&[1], figure(15, 15.0, 50.0, 0.0001));
        let pair = |now: f64| row(&[1, 7], figure(now as u64, now, 40.0, 0.0001));
        let narrow =
            carried(&whole, true, vec![(TEAMS, vec![team()]), (TEAM_SOURCES, vec![pair(8.0)])]).unwrap();
        assert_eq!(narrow.dimensions, TEAM_SOURCES);
        let wide =
            carried(&whole, true, vec![(TEAMS, vec![team()]), (TEAM_SOURCES, vec![pair(20.0)])]).unwrap();
        assert_eq!(wide.dimensions, TEAMS);
    }

    #[test]
    fn of_a_median_the_part_counts_by_its_cases() {
        // From 60 to 120 minutes; a small team went from 60 to 200, the large one from 60 to 140, one stayed.
        let whole = figure(100, 120.0, 60.0, 0.001);
        let rows = vec![
            row(&[1], figure(10, 200.0, 60.0, 0.001)),
            row(&[2], figure(60, 140.0, 60.0, 0.001)),
            row(&[3], figure(30, 60.0, 60.0, 1.0)),
        ];
        let found = carried(&whole, false, vec![(TEAMS, rows)]).unwrap();
        assert_eq!(found.values, [Value::Id(Uuid::from_u128(2))]);
        assert!((found.share - 4_800.0 / 6_200.0).abs() < 1e-12);
    }

    #[test]
    fn nobody_else_is_named_for_what_has_no_change() {
        let whole = figure(100, 100.0, 100.0, 1.0);
        assert_eq!(
            carried(&whole, true, vec![(TEAMS, vec![row(&[1], figure(60, 60.0, 40.0, 0.001))])]),
            None
        );
        let finding = told(&whole, None);
        assert_eq!((finding.now, finding.then, finding.times), (Some(100.0), Some(100.0), Some(1.0)));
        assert_eq!(told(&figure(5, 5.0, 0.0, 0.01), None).times, None);
    }
}
