//! From lead to customer: of the leads that came in, how many became a customer within the horizon (metrics.md,
//! sections 2, 4 and 5.4).
//!
//! A lead is a member from its creation on. It reaches the result when the first of its deals is won: deals made from it
//! or from a lead that was merged into it. It is decided without the result when it is disqualified, or when all its
//! deals are lost and none is open. Leads of parties that were customer at their creation are a cohort of their own,
//! outside the headline. Every lead belongs to its first human owner.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use trechter_domain::event::Kind;

use crate::answer::{Comparison, Counted, Explanation, Figure, Interval, Unit};
use crate::definitions::Metric;
use crate::facts::fields::mark;
use crate::figure::judge;
use crate::horizon::{Cohort, End, Horizon, Learning, Member, Ruler};
use crate::question::{Asked, Handle, Scene};
use crate::slice::{Key, Tally, Value};
use crate::stats::{FEW, Share, Test, proportion};
use crate::view::{Lead, View};

/// What a lead came to: its entry, and how and when it ended.
pub fn member(lead: &Lead<'_>) -> Member {
    let entered = lead.created();
    let refused = lead.disqualified().map(|at| (at, End::Lost));
    if lead.parts().all(|part| part.changes_of(mark::DEAL).next().is_none()) {
        return Member { entered, end: refused };
    }
    let deals = lead.deals();
    let closings = || deals.iter().map(|deal| deal.closing());
    let won = closings().flatten().filter(|closing| closing.won).map(|closing| closing.at).min();
    let lost = || {
        let all_closed = !deals.is_empty() && closings().all(|closing| closing.is_some());
        all_closed.then(|| closings().flatten().map(|closing| closing.at).max()).flatten()
    };
    let end = won.map(|at| (at, End::Reached)).or(refused).or_else(|| lost().map(|at| (at, End::Lost)));
    Member { entered, end }
}

/// The horizon of leads: learned from all leads of parties that were no customer yet.
pub fn horizon(view: &View<'_>) -> Horizon {
    let mut learning = Learning::new(view.cut.before, &view.zone);
    for lead in view.leads() {
        if learning.asks_for(lead.created()) && !lead.first().undated() && !lead.is_of_customer() {
            learning.add(&member(&lead));
        }
    }
    learning.horizon(None, None)
}

/// The ruler for a scene: the same horizon for everything in an answer.
pub fn ruler(scene: &Scene<'_>, horizon: Horizon) -> Ruler {
    Ruler { as_of: scene.view.cut.before, horizon }
}

/// Gives the leads that came in during the window, with what became of them and whether their party was a customer
/// already. Undated ones are in no cohort.
pub fn each_lead(scene: &Scene<'_>, mut each: impl FnMut(&Lead<'_>, &Member, bool)) {
    let window = &scene.window;
    let leads = scene.view.leads_within(window.start, window.end);
    for lead in leads.filter(|lead| window.contains(lead.created())) {
        if !lead.first().undated() {
            each(&lead, &member(&lead), lead.is_of_customer());
        }
    }
}

/// The leads of a period, by row: the headline, and those of parties that were customer already.
pub(crate) struct Cohorts {
    /// Without those of existing customers.
    pub new: Tally<Cohort>,
    /// Those of existing customers.
    pub existing: Tally<Cohort>,
}

/// Sums the leads of a scene up.
pub(crate) fn cohorts(scene: &Scene<'_>, ruler: &Ruler) -> Cohorts {
    let mut cohorts = Cohorts { new: Tally::default(), existing: Tally::default() };
    each_lead(scene, |lead, member, existing| {
        let tally = if existing { &mut cohorts.existing } else { &mut cohorts.new };
        tally.add(&scene.slice, lead, lead.first_owner().0, member.entered, |cohort| {
            cohort.add(ruler, member);
        });
    });
    cohorts
}

/// What became of a group of leads.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Outcome {
    /// What the row is, in the order of `group_by`; empty for the whole.
    pub values: Vec<Value>,
    /// Became customer within the horizon ÷ had the horizon behind them, with interval and comparison.
    pub rate: Figure,
    /// Is a customer by now; together with the next two everybody, and without interval.
    pub won_so_far: Figure,
    /// Disqualified or lost by now.
    pub lost: Figure,
    /// Not decided yet.
    pub undecided: Figure,
}

/// Lead to customer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Conversion {
    /// The days that every lead gets; the same in all rows and in the reference.
    pub horizon: Horizon,
    /// The headline: leads of parties that were no customer yet.
    pub total: Outcome,
    /// Leads of parties that were customer already; in no other row.
    pub existing_customer: Outcome,
    /// By row; empty without `group_by`.
    pub rows: Vec<Outcome>,
}

/// The part of a handle that names the leads of existing customers.
pub const EXISTING: &str = "existing_customer";

/// Answers the question of lead to customer.
pub fn conversion(asked: &Asked<'_>) -> Conversion {
    let horizon = horizon(&asked.now.view);
    let now = cohorts(&asked.now, &ruler(&asked.now, horizon));
    let then = asked.reference.as_ref().map(|(_, scene)| cohorts(scene, &ruler(scene, horizon)));
    let mut tests: Vec<Option<Option<Test>>> = Vec::new();
    let empty = Cohort::default();
    let mut tell = |cohort: &Cohort, against: Option<&Cohort>, values: Vec<Value>, part: Option<&str>| {
        let (outcome, test) = outcome(cohort, against, horizon, values, part);
        tests.push(test);
        outcome
    };
    let against = |key: Option<Key>| {
        then.as_ref().map(|then| match key {
            None => &then.new.total,
            Some(key) => then.new.rows.get(&key).unwrap_or(&empty),
        })
    };
    let mut total = tell(&now.new.total, against(None), Vec::new(), None);
    let existing_then = then.as_ref().map(|then| &then.existing.total);
    let mut existing_customer = tell(&now.existing.total, existing_then, Vec::new(), Some(EXISTING));
    let sorted: BTreeMap<&Key, &Cohort> = now.new.rows.iter().collect();
    let mut rows: Vec<Outcome> = Vec::with_capacity(sorted.len());
    for (key, cohort) in sorted {
        let values = asked.now.slice.values(&asked.now.view, *key);
        rows.push(tell(cohort, against(Some(*key)), values, None));
    }
    let all = [&mut total, &mut existing_customer].into_iter().chain(&mut rows).zip(tests);
    judge(
        all.filter_map(|(outcome, test)| {
            outcome.rate.comparison.as_mut().map(|comparison| (comparison, test))
        }),
    );
    Conversion { horizon, total, existing_customer, rows }
}

fn outcome(
    cohort: &Cohort,
    against: Option<&Cohort>,
    horizon: Horizon,
    values: Vec<Value>,
    part: Option<&str>,
) -> (Outcome, Option<Option<Test>>) {
    let handle = |metric| Handle { metric, part: part.map(str::to_owned), row: values.clone() };
    let mut rate = cohort.figure(horizon, handle(Metric::CohortConversion));
    let mut test = None;
    if let Some(against) = against {
        let (comparison, tested): (Comparison, _) = cohort.compare(against);
        rate.comparison = Some(comparison);
        test = tested;
    }
    let parts = cohort.parts();
    let so_far = |metric, count: u64| Figure {
        numerator: Some(count as f64),
        denominator: Some(parts.all as f64),
        ..fact(handle(metric), Unit::Share, Share::new(count, parts.all).rate(), parts.all)
    };
    let outcome = Outcome {
        won_so_far: so_far(Metric::CohortWonSoFar, parts.reached),
        lost: so_far(Metric::CohortLost, parts.lost),
        undecided: so_far(Metric::CohortUndecided, parts.undecided),
        rate,
        values,
    };
    (outcome, test)
}

/// A figure without interval, comparison or notes.
pub(crate) fn fact(handle: Handle, unit: Unit, value: Option<f64>, n: u64) -> Figure {
    Figure {
        metric: handle.metric,
        unit,
        value,
        n,
        numerator: None,
        denominator: None,
        interval: None,
        comparison: None,
        notes: Vec::new(),
        explain: handle,
    }
}

/// A share of records as a figure, with its Wilson interval; too few to tell below five.
pub(crate) fn share(handle: Handle, share: Share) -> Figure {
    let mut figure = fact(handle, Unit::Share, share.rate(), share.n());
    (figure.numerator, figure.denominator) = (Some(share.k() as f64), Some(share.n() as f64));
    if share.n() < FEW {
        figure.notes.push(crate::answer::Note::about("too_few_to_tell", share.n()));
    } else {
        figure.interval = Some(Interval::from(proportion::wilson(share)));
    }
    figure
}

/// Whether a member counts in a number, and whether above its line.
type Counts = fn(&Ruler, &Member) -> Option<bool>;

/// The leads behind a number of [`conversion`]: below the line, and marked those above it. `None` when the handle
/// belongs to another number or there is no such row.
pub fn explain(asked: &Asked<'_>, handle: &Handle) -> Option<Explanation> {
    let answer = conversion(asked);
    let existing = handle.part.as_deref() == Some(EXISTING);
    let outcome = match (existing, handle.row.is_empty()) {
        (true, _) => &answer.existing_customer,
        (false, true) => &answer.total,
        (false, false) => answer.rows.iter().find(|row| row.values == handle.row)?,
    };
    let (figure, counted): (&Figure, Counts) = match handle.metric {
        Metric::CohortConversion => (&outcome.rate, Ruler::within),
        Metric::CohortWonSoFar => (&outcome.won_so_far, |_, member| so_far(member, Some(End::Reached))),
        Metric::CohortLost => (&outcome.lost, |_, member| so_far(member, Some(End::Lost))),
        Metric::CohortUndecided => (&outcome.undecided, |_, member| so_far(member, None)),
        _ => return None,
    };
    let ruler = ruler(&asked.now, answer.horizon);
    let (scene, mut records) = (&asked.now, Vec::new());
    each_lead(scene, |lead, member, of_customer| {
        let (owner, when) = (lead.first_owner().0, member.entered);
        let Some(hit) = counted(&ruler, member).filter(|_| of_customer == existing) else { return };
        let mut stands = handle.row.is_empty();
        scene.slice.rows(lead, owner, when, &mut |key| {
            stands |= scene.slice.values(&scene.view, key) == handle.row;
        });
        if stands && scene.slice.takes(lead, owner, when) {
            records.push(Counted { kind: Kind::Lead, id: lead.id(), hit, amount: None });
        }
    });
    Some(Explanation::new(figure.clone(), records))
}

fn so_far(member: &Member, wanted: Option<End>) -> Option<bool> {
    (!member.is_impossible()).then(|| member.end.map(|(_, end)| end) == wanted)
}
