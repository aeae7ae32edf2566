//! Answers questions: measures over scenes, by row, held against a reference, with the records behind each number.

use std::collections::BTreeSet;

use trechter_domain::Instant;
use trechter_domain::time::DAY;

use crate::answer::{Answer, Comparison, Explanation, Figure, Note, Row};
use crate::definitions::Metric;
use crate::figure::{Against, compare, figure, judge};
use crate::measures::{self, Measure, velocity};
use crate::period::{Reference, Window};
use crate::question::{Asked, Handle, Scene};
use crate::sample::{Sample, Sum};
use crate::slice::{Key, Tally, Value};
use crate::stats::mean::Sums;
use crate::stats::{Test, counts};

/// The parts of a measure in a scene, by row.
pub fn tally(measure: &Measure, scene: &Scene<'_>, with_records: bool) -> Tally<Sample> {
    let mut tally = Tally::<Sample>::default();
    (measure.parts)(scene, &mut |part| {
        tally.add(&scene.slice, part.case, part.owner, part.when, |sample| {
            sample.add(measure.sum, measure.scale, &part, with_records);
        });
    });
    if measure.sum == Sum::PerDay {
        let days = (scene.window.end.0 - scene.window.start.0) as f64 / DAY as f64;
        tally.total.days = days;
        tally.rows.values_mut().for_each(|sample| sample.days = days);
    }
    tally
}

/// Answers a question with some measures.
pub fn answer(asked: &Asked<'_>, measures: &[&Measure]) -> Answer {
    let ends = month_ends(asked);
    if asked.reference.is_some() && measures.iter().any(|measure| measure.sum == Sum::Count) {
        // The longest look back first, so that the deals are looked up once.
        asked.now.view.closed_since(asked.now.window.start.min(year_of_weeks(asked)));
    }
    let mut columns: Vec<Column> = measures.iter().map(|measure| Column::of(asked, measure, &ends)).collect();
    // What fell to nothing has a row too.
    let told = columns.iter().flat_map(|column| std::iter::once(&column.now).chain(&column.then));
    let keys: BTreeSet<Key> = told.flat_map(|tally| tally.rows.keys().copied()).collect();
    let mut totals: Vec<Told> = columns.iter_mut().map(|column| column.told(asked, None)).collect();
    let mut rows: Vec<(Key, Vec<Told>)> = Vec::with_capacity(keys.len());
    for key in keys {
        rows.push((key, columns.iter_mut().map(|column| column.told(asked, Some(key))).collect()));
    }
    let every = totals.iter_mut().chain(rows.iter_mut().flat_map(|(_, told)| told));
    judge(every.filter_map(|told| told.figure.comparison.as_mut().map(|comparison| (comparison, told.test))));
    let figures = |told: Vec<Told>| told.into_iter().map(|told| told.figure).collect();
    let row =
        |(key, told)| Row { values: asked.now.slice.values(&asked.now.view, key), figures: figures(told) };
    Answer {
        period: asked.now.period.to_string(),
        as_of: asked.now.view.cut.before,
        known_at: asked.now.view.cut.known.map_or(asked.now.view.facts.seq, |known| known.seq),
        currency: asked.now.view.currency.to_string(),
        compared_with: asked.reference.as_ref().map(|(_, scene)| scene.period.to_string()),
        group_by: asked.now.slice.by().to_vec(),
        rows: rows.into_iter().map(row).collect(),
        totals: figures(totals),
        notes: several(asked),
    }
}

/// Rows of dimensions with several values do not add up, and the table says so.
fn several(asked: &Asked<'_>) -> Vec<Note> {
    let several = asked.now.slice.by().iter().any(|dimension| dimension.has_several_values());
    several.then(|| Note::new("rows_do_not_add_up")).into_iter().collect()
}

/// The records behind a number: those of the whole, or of the row with these values.
pub fn explain(asked: &Asked<'_>, measure: &Measure, row: &[Value]) -> Explanation {
    let mut tally = tally(measure, &asked.now, true);
    let wanted = |key: &Key| asked.now.slice.values(&asked.now.view, *key) == row;
    let key = (!row.is_empty()).then(|| tally.rows.keys().copied().find(wanted));
    let mut sample = match key {
        None => std::mem::take(&mut tally.total),
        Some(key) => key.and_then(|key| tally.rows.remove(&key)).unwrap_or_default(),
    };
    let handle = Handle { metric: measure.metric, part: None, row: row.to_vec() };
    let figure = figure(measure, &asked.now.view, &mut sample, handle);
    let records = sample.counted(&asked.now.view, measure.sum);
    Explanation { terms: terms(asked, measure, row), ..Explanation::new(figure, records) }
}

/// What a number is made of, in the same row; the velocity also in its customary variant, by days to won.
fn terms(asked: &Asked<'_>, measure: &Measure, row: &[Value]) -> Vec<Figure> {
    if measure.metric != Metric::Velocity {
        return Vec::new();
    }
    let asked = Asked { reference: None, ..asked.clone() };
    let inputs: Vec<&Measure> = velocity::INPUTS.into_iter().filter_map(measures::of).collect();
    let answer = answer(&asked, &inputs);
    let mut terms = match row {
        [] => answer.totals,
        row => answer
            .rows
            .into_iter()
            .find(|known| known.values == row)
            .map(|row| row.figures)
            .unwrap_or_default(),
    };
    terms.extend(velocity::customary(&terms, row));
    terms
}

/// A figure and the test of its comparison.
struct Told {
    figure: Figure,
    test: Option<Option<Test>>,
}

/// A measure over the scene and its reference.
struct Column<'m> {
    measure: &'m Measure,
    now: Tally<Sample>,
    then: Option<Tally<Sample>>,
    month_ends: Option<Vec<Tally<Sample>>>,
    weeks: Option<Vec<Tally<Sample>>>,
}

const WEEK: i64 = 7 * DAY;

impl<'m> Column<'m> {
    fn of(asked: &Asked<'_>, measure: &'m Measure, ends: &[Scene<'_>]) -> Self {
        let now = tally(measure, &asked.now, false);
        let then = asked.reference.as_ref().map(|(_, scene)| {
            if measure.stands() {
                tally(measure, &scene.standing(), false)
            } else {
                tally(measure, scene, false)
            }
        });
        let stands = matches!(measure.sum, Sum::Standing | Sum::StandingTotal);
        let tallies = || ends.iter().map(|end| tally(measure, end, false)).collect();
        let month_ends = (stands && !ends.is_empty()).then(tallies);
        let weeks = (measure.sum == Sum::Count && then.is_some()).then(|| weeks(measure, asked));
        Self { measure, now, then, month_ends, weeks }
    }

    fn told(&mut self, asked: &Asked<'_>, key: Option<Key>) -> Told {
        let row = key.map(|key| asked.now.slice.values(&asked.now.view, key)).unwrap_or_default();
        let handle = Handle { metric: self.measure.metric, part: None, row };
        let mut empty = Sample::default();
        let sample = row_of(&mut self.now, key).unwrap_or(&mut empty);
        let mut figure = figure(self.measure, &asked.now.view, sample, handle);
        let Some((then, (reference, scene))) = self.then.as_mut().zip(asked.reference.as_ref()) else {
            return Told { figure, test: None };
        };
        let mut nothing = Sample::default();
        let month_ends = self.month_ends.as_mut().map(|ends| {
            Sums::of(ends.iter_mut().map(|end| {
                let mut none = Sample::default();
                let sample = row_of(end, key).unwrap_or(&mut none);
                crate::figure::worth(self.measure, sample).value.unwrap_or(0.0)
            }))
        });
        let turnover = self.measure.turnover.filter(|_| key.is_none());
        let (then_at, now_at) = (scene.standing().view.cut.before, asked.now.view.cut.before);
        let against = Against {
            sample: row_of(then, key).unwrap_or(&mut nothing),
            exposure: asked.now.window.working_days / scene.window.working_days.max(f64::MIN_POSITIVE),
            dispersion: self.weeks.as_mut().map_or(1.0, |weeks| dispersion(weeks, key)),
            scaled: *reference == Reference::Trailing12Months,
            turnover: turnover.map(|turnover| turnover(&asked.now, then_at, now_at)),
            month_ends,
        };
        let (comparison, test): (Comparison, _) = compare(self.measure, sample, against);
        figure.comparison = Some(comparison);
        Told { figure, test }
    }
}

fn row_of(tally: &mut Tally<Sample>, key: Option<Key>) -> Option<&mut Sample> {
    match key {
        None => Some(&mut tally.total),
        Some(key) => tally.rows.get_mut(&key),
    }
}

/// The month-ends of the reference that standing numbers are held against; none for another reference.
fn month_ends<'a>(asked: &Asked<'a>) -> Vec<Scene<'a>> {
    let Some((Reference::Trailing12Months, scene)) = &asked.reference else { return Vec::new() };
    let ends = scene.period.month_ends();
    let ends = ends.map(|end| crate::period::first_instant(end, &scene.view.zone));
    ends.map(|before| asked.now.of(scene.period, scene.window, before)).collect()
}

/// Where the 52 weeks before the question's date begin.
fn year_of_weeks(asked: &Asked<'_>) -> Instant {
    Instant(asked.now.view.cut.before.0 - 52 * WEEK)
}

/// What came in each of the 52 weeks before the question's date.
fn weeks(measure: &Measure, asked: &Asked<'_>) -> Vec<Tally<Sample>> {
    let end = asked.now.view.cut.before.0;
    let year = Window { start: year_of_weeks(asked), end: asked.now.view.cut.before, ..asked.now.window };
    let scene = asked.now.of(asked.now.period, year, asked.now.view.cut.before);
    let mut weeks: Vec<Tally<Sample>> = std::iter::repeat_with(Tally::default).take(52).collect();
    (measure.parts)(&scene, &mut |part| {
        let week = ((end - 1 - part.when.0) / WEEK) as usize;
        if let Some(tally) = weeks.get_mut(week) {
            tally.add(&scene.slice, part.case, part.owner, part.when, |sample| {
                sample.add(measure.sum, measure.scale, &part, false);
            });
        }
    });
    weeks
}

fn dispersion(weeks: &mut [Tally<Sample>], key: Option<Key>) -> f64 {
    let counted: Vec<u32> =
        weeks.iter_mut().map(|week| row_of(week, key).map_or(0, |sample| sample.n as u32)).collect();
    counts::dispersion(&counted).unwrap_or(1.0)
}
