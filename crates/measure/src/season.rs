//! The season in the leads that come in, and how much of a change it explains (metrics.md, section 5.1).

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use trechter_domain::Instant;

use crate::answer::{Explanation, Figure, Interval, Note, Unit};
use crate::conversion::fact;
use crate::definitions::Metric;
use crate::evaluate;
use crate::measures::{self, Measure};
use crate::period::{Period, Unit as Calendar, Window, first_instant};
use crate::question::{Asked, Handle, Scene};
use crate::stats::season::{self, Month, Season, Shape};

/// Months that are looked back on, at most.
const LONGEST: usize = 240;

/// The leads of whole months, with the season in them when one can be told.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct LeadSeason {
    /// The whole months since the first lead, up to the one before the question's date; the oldest first.
    pub months: Vec<SeasonMonth>,
    /// The season; not there when none can be told.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub season: Option<ToldSeason>,
    /// How much of the change against the question's reference the season explains; not there without either.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub change: Option<SeasonChange>,
    /// `no_season`: none can be told from so many months.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<Note>,
}

/// One whole month.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct SeasonMonth {
    /// Like `2017-03`.
    pub month: String,
    /// Leads created in it.
    pub count: u32,
    /// Its working days.
    pub working_days: f64,
    /// How many the trend and the season together expect; not there without a season.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expected: Option<f64>,
}

/// A season that can be told.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ToldSeason {
    /// By month of the year, January first: how many leads a working day has against the average month; 1.2 is a fifth
    /// more.
    pub factors: Vec<SeasonFactor>,
    /// The chance of months as different as these when there is no season.
    pub p: f64,
    /// How much more the months vary around the line than chance alone would make them; 1: not more.
    pub dispersion: f64,
    /// Is it told month by month, rather than as a wave? From 60 months on.
    pub by_month: bool,
}

/// A month of the year.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct SeasonFactor {
    /// Against the average month.
    pub value: f64,
    /// Its standard error.
    pub standard_error: f64,
}

/// A change of the leads, taken apart.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct SeasonChange {
    /// The leads of the period, with the comparison that is explained.
    pub leads: Figure,
    /// What the season predicts of the change.
    pub by_season: Figure,
    /// Its standard error, in leads.
    pub standard_error: f64,
    /// The rest of the change.
    pub beyond: Figure,
}

/// Answers the question about the season of leads; its rows are left out.
pub fn leads(asked: &Asked<'_>) -> LeadSeason {
    let asked = asked.grouped(&[]);
    let scene = &asked.now;
    let (days, counted) = months(&asked);
    let found = season::fit(&counted);
    let month = |(place, (day, month)): (usize, (&Date, &Month))| SeasonMonth {
        month: Period::containing(Calendar::Month, *day).to_string(),
        count: month.count,
        working_days: month.working_days,
        expected: found.as_ref().map(|season| season.expected(place, month)),
    };
    let none = || Note::about("no_season", counted.len() as u64);
    LeadSeason {
        months: days.iter().zip(&counted).enumerate().map(month).collect(),
        season: found.as_ref().map(told),
        change: found.as_ref().and_then(|season| change(&asked, scene, season)),
        notes: if found.is_none() { vec![none()] } else { Vec::new() },
    }
}

fn told(season: &Season) -> ToldSeason {
    let factor = |month: u8| {
        let effect = season.factor(month);
        SeasonFactor { value: effect.value, standard_error: effect.standard_error }
    };
    ToldSeason {
        factors: (1..=12).map(factor).collect(),
        p: season.p,
        dispersion: season.dispersion,
        by_month: season.shape == Shape::Factors,
    }
}

/// The leads of every whole month after that of the first lead, which may have begun within its month: the first days
/// and the counts.
fn months(asked: &Asked<'_>) -> (Vec<Date>, Vec<Month>) {
    let (scene, zone) = (&asked.now, &asked.now.view.zone);
    let created = || {
        let leads = scene.view.leads().filter(|lead| !lead.first().undated());
        leads.filter(|lead| scene.slice.takes(lead, lead.first_owner().0, lead.created()))
    };
    let Some(first) = created().map(|lead| lead.created()).min() else { return (Vec::new(), Vec::new()) };
    let month = |at: Instant| at.timestamp().to_zoned(zone.clone()).date().first_of_month();
    let (begin, end) = (month(first), month(scene.view.cut.before));
    let following = |day: &Date| Some(Period::containing(Calendar::Month, *day).end());
    let days: Vec<Date> =
        std::iter::successors(Some(begin), following).skip(1).take_while(|day| *day < end).collect();
    let days = days[days.len().saturating_sub(LONGEST)..].to_vec();
    let mut starts: Vec<Instant> = days.iter().map(|day| first_instant(*day, zone)).collect();
    starts.push(first_instant(end, zone));
    let mut counts = vec![0; days.len()];
    for lead in created() {
        let place = starts.partition_point(|start| *start <= lead.created());
        if let Some(count) = place.checked_sub(1).and_then(|place| counts.get_mut(place)) {
            *count += 1;
        }
    }
    let month = |(day, count): (&Date, u32)| {
        let whole = Window::whole(Period::containing(Calendar::Month, *day), zone, &*asked.calendar);
        Month { month: day.month() as u8, count, working_days: whole.working_days }
    };
    let months = days.iter().zip(counts).map(month).collect();
    (days, months)
}

fn change(asked: &Asked<'_>, scene: &Scene<'_>, season: &Season) -> Option<SeasonChange> {
    let (_, reference) = asked.reference.as_ref()?;
    let leads = evaluate::answer(asked, &[created()?]).totals.pop()?;
    let compared = leads.comparison.as_ref()?;
    let effect = season.explains(compared.value?, &of_year(reference), &of_year(scene));
    let handle = |metric| Handle { metric, part: None, row: Vec::new() };
    let about = |metric, value| fact(handle(metric), Unit::Count, Some(value), leads.n);
    let by_season = Figure {
        interval: Some(Interval::from(effect.interval())),
        ..about(Metric::LeadsSeason, effect.value)
    };
    let beyond = about(Metric::LeadsBeyondSeason, compared.change? - effect.value);
    Some(SeasonChange { by_season, standard_error: effect.standard_error, beyond, leads })
}

fn created() -> Option<&'static Measure> {
    measures::of(Metric::LeadsCreated)
}

/// The months of the year that a scene's stretch of time lies in, one for each calendar month.
fn of_year(scene: &Scene<'_>) -> Vec<u8> {
    let last = Instant(scene.window.end.0 - 1).max(scene.window.start);
    let last = last.timestamp().to_zoned(scene.view.zone.clone()).date();
    let first = Period::containing(Calendar::Month, scene.period.start());
    let months =
        std::iter::successors(Some(first), |month| Some(Period::containing(Calendar::Month, month.end())));
    months.take_while(|month| month.start() <= last).map(|month| month.start().month() as u8).collect()
}

/// The leads of the period that a part of its change is about. `None` when no season can be told, or it is no such part.
pub fn explain(asked: &Asked<'_>, handle: &Handle) -> Option<Explanation> {
    let asked = asked.grouped(&[]);
    let change = leads(&asked).change?;
    let figure = match handle.metric {
        Metric::LeadsSeason => change.by_season,
        Metric::LeadsBeyondSeason => change.beyond,
        _ => return None,
    };
    let records = evaluate::explain(&asked, created()?, &[]).records;
    Some(Explanation { terms: vec![change.leads], ..Explanation::new(figure, records) })
}
