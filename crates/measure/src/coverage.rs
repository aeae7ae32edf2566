//! Is there enough open to reach the target? (metrics.md, section 5.6.)
//!
//! *Coverage* is the open value expected before the period's end over what is still missing; *coverage needed* says how
//! much that has to be, judged by how much of such open value was really won before the end of the last eight periods.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use trechter_domain::event::Kind;

use crate::answer::{Counted, Figure, Note, Unit};
use crate::conversion::fact;
use crate::definitions::Metric;
use crate::evaluate::tally;
use crate::figure;
use crate::measures::Measure;
use crate::measures::pipeline::{EXPECTED, OVERDUE};
use crate::measures::sales::{WIN_RATE_BY_VALUE, WON_VALUE};
use crate::period::Window;
use crate::question::{Asked, Handle, Scene};
use crate::sample::Sample;
use crate::slice::{Key, Tally, Value};

/// Periods that the yield looks back on.
const LOOK_BACK: usize = 8;

/// With fewer periods than this the yield is not told.
const FEWEST: usize = 4;

/// How a target for won value is covered by what is open.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Coverage {
    /// The open value expected before the period's end, overdue included.
    pub expected: Figure,
    /// The overdue part of it.
    pub overdue: Figure,
    /// Expected / what is still missing; none once the target is met.
    pub coverage: Figure,
    /// What it has to be: 1 / yield, or with fewer than 4 earlier periods 1 / win rate by value.
    pub needed: Figure,
    /// What was won after this point of the last 8 periods, over what was open and expected at it.
    pub pipeline_yield: Figure,
}

/// What coverage is told from, for the whole or by the row of a dimension.
pub(crate) struct Ground<'a> {
    now: Scene<'a>,
    expected: Tally<Sample>,
    overdue: Tally<Sample>,
    /// Of each earlier period: what was won after this point, and what was expected at it.
    past: Vec<(Tally<Sample>, Tally<Sample>)>,
    by_value: Tally<Sample>,
}

impl<'a> Ground<'a> {
    /// `None` when nothing of the period is left: then there is nothing to be covered.
    pub fn of(asked: &Asked<'a>) -> Option<Self> {
        let (now, zone, calendar) = (&asked.now, &asked.now.view.zone, &*asked.calendar);
        if !now.window.cut {
            return None;
        }
        let back = std::iter::successors(Some(now.period.previous()), |period| Some(period.previous()));
        let past = back.take(LOOK_BACK).filter_map(|period| {
            let alike = now.window.alike(period, zone, calendar);
            let (_, end) = period.instants(zone);
            // What is not over yet teaches nothing.
            (end <= now.view.cut.before).then(|| {
                let rest = Window { start: alike.end, end, cut: false, working_days: 0.0 };
                let won = tally(&WON_VALUE, &now.of(period, rest, end), true);
                (won, tally(&EXPECTED, &now.of(period, alike, alike.end), true))
            })
        });
        let year = now.period.trailing_12_months();
        let year = now.of(year, Window::whole(year, zone, calendar), now.view.cut.before);
        Some(Self {
            expected: tally(&EXPECTED, now, true),
            overdue: tally(&OVERDUE, now, false),
            past: past.collect(),
            by_value: tally(&WIN_RATE_BY_VALUE, &year, true),
            now: now.clone(),
        })
    }

    /// The coverage of what is missing to a target: of the whole, or of the row with this value. `handle` names the
    /// target in the handles of what is no plain number.
    pub fn tell(&self, row: &[Value], aim: f64, won: f64, handle: impl Fn(Metric) -> Handle) -> Coverage {
        let plain = |measure: &Measure, tally: &Tally<Sample>| {
            let mut sample = self.sample(tally, row);
            let handle = Handle { metric: measure.metric, part: None, row: row.to_vec() };
            figure::figure(measure, &self.now.view, &mut sample, handle)
        };
        let expected = plain(&EXPECTED, &self.expected);
        let missing = aim - won;
        let covered = expected.value.filter(|_| missing > 0.0).map(|value| value / missing);
        let mut coverage = fact(handle(Metric::Coverage), Unit::Ratio, covered, expected.n);
        (coverage.numerator, coverage.denominator) = (expected.value, Some(missing.max(0.0)));
        if missing <= 0.0 {
            coverage.notes.push(Note::new("target_met"));
        }
        let pipeline_yield = self.pipeline_yield(row, handle(Metric::PipelineYield));
        let needed = self.needed(row, &pipeline_yield, handle(Metric::CoverageNeeded));
        Coverage { overdue: plain(&OVERDUE, &self.overdue), expected, coverage, needed, pipeline_yield }
    }

    /// Σ won after this point / Σ expected at it, over the periods in which something was.
    fn pipeline_yield(&self, row: &[Value], handle: Handle) -> Figure {
        let periods = self.periods(row);
        let sums = periods.iter().map(|(won, expected)| (won.sum as f64, expected.sum as f64));
        let (won, expected) = sums.fold((0.0, 0.0), |sum, more| (sum.0 + more.0, sum.1 + more.1));
        let told = periods.len() >= FEWEST && expected > 0.0;
        let n = self.yield_records(row).len() as u64;
        let mut figure = fact(handle, Unit::Ratio, told.then(|| won / expected), n);
        (figure.numerator, figure.denominator) = (Some(won), Some(expected));
        if periods.len() < LOOK_BACK {
            figure.notes.push(Note::about("indication", periods.len() as u64));
        }
        figure
    }

    fn needed(&self, row: &[Value], pipeline_yield: &Figure, handle: Handle) -> Figure {
        let periods = self.periods(row).len();
        let one_by = |of: Option<f64>| of.filter(|of| *of > 0.0).map(|of| 1.0 / of);
        if periods >= FEWEST {
            return fact(handle, Unit::Ratio, one_by(pipeline_yield.value), pipeline_yield.n);
        }
        let mut sample = self.sample(&self.by_value, row);
        let rate = figure::worth(&WIN_RATE_BY_VALUE, &mut sample).value;
        let mut needed = fact(handle, Unit::Ratio, one_by(rate), sample.n);
        needed.notes.push(Note::about("coverage_from_win_rate", periods as u64));
        needed
    }

    /// The deals behind one of the numbers of a row.
    pub fn records(&self, row: &[Value], metric: Metric) -> Option<Vec<Counted>> {
        let of = |tally: &Tally<Sample>, measure: &Measure| {
            self.sample(tally, row).counted(&self.now.view, measure.sum)
        };
        match metric {
            Metric::Coverage => Some(of(&self.expected, &EXPECTED)),
            Metric::CoverageNeeded if self.periods(row).len() < FEWEST => {
                Some(of(&self.by_value, &WIN_RATE_BY_VALUE))
            }
            Metric::CoverageNeeded | Metric::PipelineYield => {
                let facts = self.now.view.facts;
                let counted = |(place, (hit, amount))| Counted {
                    kind: Kind::Deal,
                    id: facts.deals.id(place),
                    hit,
                    amount: Some(amount),
                };
                Some(self.yield_records(row).into_iter().map(counted).collect())
            }
            _ => None,
        }
    }

    /// The deals of the earlier periods, each once: was it won after this point of one of them, and for how much?
    fn yield_records(&self, row: &[Value]) -> BTreeMap<u32, (bool, i64)> {
        let mut deals: BTreeMap<u32, (bool, i64)> = BTreeMap::new();
        for (won, expected) in self.periods(row) {
            for (_, place, ..) in expected.records {
                deals.entry(place).or_default();
            }
            for (_, place, _, amount) in won.records {
                let deal = deals.entry(place).or_default();
                *deal = (true, deal.1 + amount);
            }
        }
        deals
    }

    /// The earlier periods in which something was expected at this point.
    fn periods(&self, row: &[Value]) -> Vec<(Sample, Sample)> {
        let periods =
            self.past.iter().map(|(won, expected)| (self.sample(won, row), self.sample(expected, row)));
        periods.filter(|(_, expected)| expected.sum > 0).collect()
    }

    /// The parts of a row. All scenes have the codes of the same slice.
    fn sample(&self, tally: &Tally<Sample>, row: &[Value]) -> Sample {
        if row.is_empty() {
            return tally.total.clone();
        }
        let is_it = |key: &&Key| self.now.slice.values(&self.now.view, **key) == row;
        tally.rows.keys().find(is_it).map(|key| tally.rows[key].clone()).unwrap_or_default()
    }
}
