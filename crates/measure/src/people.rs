//! Sellers, one row each: what they got, what they did with it and what came of it (metrics.md, section 7).
//!
//! Small numbers are drawn to the team's ("shrunk"), and each is held against what the others would have made of the
//! very same mix of leads. Nobody is called above or below the team unless the interval leaves the team's rate out.
//! People who left keep their row.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::answer::{Explanation, Figure, Interval, Note, Unit};
use crate::conversion::{self, cohorts, each_lead, fact};
use crate::definitions::Metric;
use crate::evaluate;
use crate::facts::fields::lead;
use crate::horizon::{Cohort, Horizon};
use crate::measures::{self, Measure};
use crate::question::{Asked, Handle, Scene};
use crate::slice::{Dimension, Value, value};
use crate::stats::Share;
use crate::stats::same_mix::{Cell, SameMix};
use crate::stats::shrink::Team;

/// The plain numbers of every row, in this order.
pub const COLUMNS: [Metric; 10] = [
    Metric::LeadsReceived,
    Metric::LeadsHandled,
    Metric::ResponseMedian,
    Metric::ResponseInTime,
    Metric::FollowUps,
    Metric::Touches,
    Metric::WinsTakenOver,
    Metric::WinRate,
    Metric::WonCount,
    Metric::WonValue,
];

/// The team's average is given from so many people on.
const ENOUGH: usize = 3;

/// Where somebody stands, as far as can be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Stand {
    /// Above the team: the interval leaves its rate out.
    Above,
    /// Below the team.
    Below,
    /// It cannot be told apart from the team.
    NotToldApart,
}

/// One seller.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Person {
    /// Who; [`Value::None`] for what is nobody's yet.
    pub who: Value,
    /// Does not work here any more.
    pub left: bool,
    /// The plain numbers, in the order of [`COLUMNS`].
    pub figures: Vec<Figure>,
    /// Lead to customer, as it is.
    pub conversion: Figure,
    /// The same, drawn to the team's as far as there are too few cases to go by; without a value when it is not shrunk.
    pub shrunk: Figure,
    /// On the same mix of leads: what the others would have made of them is `denominator`, his wins are `numerator`.
    pub same_mix: Figure,
    /// Where he stands, by the shrunk conversion.
    pub stands: Stand,
}

/// All sellers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct People {
    /// The days that every lead gets.
    pub horizon: Horizon,
    /// What the plain numbers of the rows are.
    #[schemars(with = "Vec<String>")]
    pub columns: Vec<Metric>,
    /// One row for everybody who had or did anything, in no order of merit.
    pub people: Vec<Person>,
    /// The plain numbers of all together; `None` with a note when there are fewer than three people.
    pub team: Option<Vec<Figure>>,
    /// Lead to customer of all together, under the same condition.
    pub team_conversion: Option<Figure>,
    /// What to know about all of it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<Note>,
}

/// Answers the question about people. Its `group_by` is not looked at: the rows are the people.
pub fn people(asked: &Asked<'_>) -> People {
    let asked = asked.grouped(&[Dimension::Owner]);
    let scene = &asked.now;
    let columns: Vec<&Measure> = COLUMNS.iter().filter_map(|metric| measures::of(*metric)).collect();
    let answer = evaluate::answer(&asked, &columns);
    let horizon = conversion::horizon(&scene.view);
    let ruler = conversion::ruler(scene, horizon);
    let cohorts = cohorts(scene, &ruler).new;
    let mut plain: BTreeMap<Value, Vec<Figure>> = BTreeMap::new();
    for row in answer.rows {
        plain.insert(row.values.first().cloned().unwrap_or(Value::None), row.figures);
    }
    let by_code: BTreeMap<Value, (u32, &Cohort)> =
        cohorts.rows.iter().map(|(key, cohort)| (who(scene, key[0]), (key[0], cohort))).collect();
    let shares: Vec<Share> = by_code
        .values()
        .filter(|(code, cohort)| *code != 0 && cohort.within.n() > 0)
        .map(|(_, cohort)| cohort.within)
        .collect();
    let team = Team::of(&shares);
    let mix = same_mix(scene, &ruler);
    let everybody: BTreeSet<Value> = plain.keys().chain(by_code.keys()).cloned().collect();
    let nothing = Cohort::default();
    let people: Vec<Person> = everybody
        .into_iter()
        .map(|who| {
            let (code, cohort) = by_code.get(&who).copied().unwrap_or((0, &nothing));
            let handle = |metric| Handle { metric, part: None, row: vec![who.clone()] };
            let (shrunk, stands) = shrunk(handle(Metric::SellerShrunk), team.as_ref(), code, cohort);
            Person {
                left: has_left(scene, &who),
                figures: plain.remove(&who).unwrap_or_default(),
                conversion: cohort.figure(horizon, handle(Metric::CohortConversion)),
                shrunk,
                same_mix: on_same_mix(handle(Metric::SellerSameMix), &mix, code, cohort),
                stands,
                who,
            }
        })
        .collect();
    let named = people.iter().filter(|person| person.who != Value::None).count();
    let whole = Handle { metric: Metric::CohortConversion, part: None, row: Vec::new() };
    let team_conversion = (named >= ENOUGH).then(|| cohorts.total.figure(horizon, whole));
    let notes = (named < ENOUGH).then(|| Note::new("team_too_small")).into_iter().collect();
    let team = (named >= ENOUGH).then_some(answer.totals);
    People { horizon, columns: COLUMNS.to_vec(), people, team, team_conversion, notes }
}

fn who(scene: &Scene<'_>, code: u32) -> Value {
    value(&scene.view, &Dimension::Owner, code)
}

fn has_left(scene: &Scene<'_>, who: &Value) -> bool {
    let Value::Id(id) = who else { return false };
    !scene.view.set_up.members.iter().any(|member| member.id.0 == *id && member.active)
}

/// What nobody had, and a group of fewer than three, is not shrunk.
fn shrunk(handle: Handle, team: Option<&Team>, code: u32, cohort: &Cohort) -> (Figure, Stand) {
    let mut figure = fact(handle, Unit::Share, None, cohort.within.n());
    let counted = (cohort.within.k() as f64, cohort.within.n() as f64);
    (figure.numerator, figure.denominator) = (Some(counted.0), Some(counted.1));
    let Some(team) = team.filter(|_| code != 0 && cohort.within.n() > 0) else {
        figure.notes.push(Note::new("not_shrunk"));
        return (figure, Stand::NotToldApart);
    };
    let estimate = team.shrink(cohort.within);
    figure.value = Some(estimate.value);
    figure.interval = Some(Interval::from(estimate.interval));
    let stands = match team.stands(&estimate) {
        Some(Ordering::Greater) => Stand::Above,
        Some(Ordering::Less) => Stand::Below,
        _ => Stand::NotToldApart,
    };
    (figure, stands)
}

/// Leads with the horizon behind them, by person, source and the products asked for together.
fn same_mix(scene: &Scene<'_>, ruler: &crate::horizon::Ruler) -> SameMix {
    let mut cells: BTreeMap<(u32, u32, u32), Share> = BTreeMap::new();
    each_lead(scene, |lead, member, existing| {
        let (person, when) = (lead.first_owner().0, member.entered);
        let Some(hit) = ruler.within(member).filter(|_| !existing && person != 0) else { return };
        if scene.slice.takes(lead, person, when) {
            let cell = cells.entry((person, lead.source(), lead.at.code(lead::PRODUCTS))).or_default();
            *cell = cell.with(Share::new(u64::from(hit), 1));
        }
    });
    let cells = cells.into_iter();
    SameMix::of(cells.map(|((person, source, product), share)| Cell { person, source, product, share }))
}

fn on_same_mix(handle: Handle, mix: &SameMix, code: u32, cohort: &Cohort) -> Figure {
    let mut figure = fact(handle, Unit::Share, None, cohort.within.n());
    let comparable = mix.comparable(code).filter(|_| code != 0).unwrap_or(0.0);
    let Some(standing) = mix.standing(code).filter(|_| code != 0) else {
        figure.notes.push(Note::new("not_comparable").with(comparable));
        return figure;
    };
    figure.value = Some(standing.rate);
    figure.interval = Some(Interval::from(standing.interval));
    (figure.numerator, figure.denominator) = (Some(standing.observed as f64), Some(standing.expected));
    figure.notes.push(Note::new("comparable").with(comparable));
    figure
}

/// The leads behind somebody's conversion, as it is, shrunk or on the same mix: those that had the horizon, with the
/// ones that became customer marked. The plain numbers are explained as everywhere, by owner.
pub fn explain(asked: &Asked<'_>, handle: &Handle) -> Option<Explanation> {
    let asked = asked.grouped(&[Dimension::Owner]);
    let as_it_is = Handle { metric: Metric::CohortConversion, ..handle.clone() };
    let explanation = conversion::explain(&asked, &as_it_is)?;
    let answer = people(&asked);
    let person = answer.people.into_iter().find(|person| [person.who.clone()] == handle.row[..])?;
    let figure = match handle.metric {
        Metric::CohortConversion => person.conversion,
        Metric::SellerShrunk => person.shrunk,
        Metric::SellerSameMix => person.same_mix,
        _ => return None,
    };
    Some(Explanation { figure, ..explanation })
}
