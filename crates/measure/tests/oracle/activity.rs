//! Leads and what is done with them: sections 5.1 to 5.3.

use std::collections::BTreeSet;

use trechter_domain::Instant;
use trechter_domain::event::EventKind;
use trechter_domain::record::Born;
use uuid::Uuid;

use super::Period;
use super::leads::{LeadCase, all};
use super::sales::{self, Case};
use super::touches::{self, Touch};
use super::world::{When, World};

/// "created in the period". Undated leads are counted apart.
pub fn created(world: &World, period: Period) -> Vec<LeadCase<'_>> {
    let leads = all(world).into_iter().filter(|lead| !lead.first().undated);
    leads.filter(|lead| period.has(lead.created())).collect()
}

/// "*Received* per seller: (re)assignments to him, a lead once": (seller, since when in the period) of one lead. The
/// owner that it was created with is its first assignment.
pub fn assignments(lead: &LeadCase<'_>) -> Vec<(Uuid, When)> {
    let mut given = Vec::new();
    for part in &lead.parts {
        let mut before = None;
        for step in &part.steps {
            let owner = step.state.owner.map(|owner| owner.0);
            if owner != before
                && step.kind != EventKind::Merged
                && let Some(owner) = owner
            {
                given.push((owner, step.when));
            }
            before = owner;
        }
    }
    given
}

/// Leads of which somebody was made the owner in the period.
pub fn received<'w>(world: &'w World, period: Period) -> Vec<LeadCase<'w>> {
    let given = |lead: &LeadCase<'_>| assignments(lead).iter().any(|(_, when)| period.has(when.0));
    all(world).into_iter().filter(given).collect()
}

/// "*Workload*: open leads per status (new, contacted, qualified) at `A`".
pub fn workload(world: &World) -> Vec<LeadCase<'_>> {
    all(world).into_iter().filter(LeadCase::is_open).collect()
}

/// A lead's wait for its first answer, or until `A`.
#[derive(Debug, Clone, Copy)]
pub struct Wait {
    pub lead: Uuid,
    pub millis: i64,
    pub answered: bool,
}

/// "clock starts at arrival (`occurred_at` of intake) and stops at the first completed outbound touch by a person at or
/// after it"; "unanswered leads censored at `A`"; "Outside the clock […]: leads born from a call or meeting, typed in or
/// imported without arrival time". A touch with a deal made from the lead is a touch with the lead.
pub fn waits(world: &World, period: Period) -> Vec<Wait> {
    let arrived = |lead: &LeadCase<'_>| lead.first().steps[0].state.born == Born::Arrived;
    let leads = created(world, period).into_iter().filter(arrived);
    leads
        .map(|lead| {
            let answer = first_answer(world, &lead);
            let end = answer.unwrap_or(world.as_of);
            Wait { lead: lead.id, millis: end.0 - lead.created().0, answered: answer.is_some() }
        })
        .collect()
}

/// When a lead was first answered.
pub fn first_answer(world: &World, lead: &LeadCase<'_>) -> Option<Instant> {
    let mut touches = touches::of_lead(world, lead.id);
    for deal in lead.deals(world) {
        touches.extend(touches::of_deal(world, deal.id));
    }
    let answers = touches.into_iter().filter(|touch| touch.activity.is_answer());
    answers.map(|touch| touch.at).filter(|at| *at >= lead.created()).min()
}

/// "Median and 90th percentile from the Kaplan-Meier curve", in whole units: the first duration at which at most
/// 1 − q are still waiting. `None`: "more than X".
pub fn kaplan_meier(waits: &[(i64, bool)], q: f64) -> Option<f64> {
    let mut survival = 1.0;
    let durations: BTreeSet<i64> = waits.iter().map(|(duration, _)| *duration).collect();
    for duration in durations {
        let at_risk = waits.iter().filter(|(other, _)| *other >= duration).count() as f64;
        let ended = waits.iter().filter(|(other, ended)| *other == duration && *ended).count() as f64;
        survival *= 1.0 - ended / at_risk;
        if survival <= 1.0 - q + 1e-12 {
            return Some(duration as f64);
        }
    }
    None
}

/// All touches of the period, each once.
pub fn touched(world: &World, period: Period) -> Vec<Touch<'_>> {
    touches::all(world).into_iter().filter(|touch| period.has(touch.at)).collect()
}

/// "**Follow-up**: an outbound touch, or a meeting, visit or demo, after the first."
pub fn follow_ups(world: &World, period: Period) -> BTreeSet<Uuid> {
    let deals = world.deals().map(|deal| touches::of_deal(world, deal.id));
    let leads = all(world).into_iter().map(|lead| touches::of_lead(world, lead.id));
    let stories: Vec<Vec<Touch<'_>>> = deals.chain(leads).collect();
    let after_first = stories.iter().flat_map(|touches| touches.iter().skip(1));
    let wanted = after_first.filter(|touch| period.has(touch.at) && touch.activity.is_answer());
    wanted.map(|touch| touch.story.id).collect()
}

/// "*Touches to win*: touches of the deal and its lead up to the last winning"; the same for lost ones.
pub fn touches_to_close(world: &World, case: &Case<'_>) -> usize {
    let mut ids: BTreeSet<Uuid> = BTreeSet::new();
    let until = |touch: &Touch<'_>| touch.at <= case.when.0;
    ids.extend(touches::of_deal(world, case.id()).iter().filter(|t| until(t)).map(|touch| touch.story.id));
    let lead = all(world).into_iter().find(|lead| lead.deals(world).iter().any(|deal| deal.id == case.id()));
    if let Some(lead) = lead {
        ids.extend(touches::of_lead(world, lead.id).iter().filter(|t| until(t)).map(|touch| touch.story.id));
    }
    ids.len()
}

/// Closed deals that were not registered afterwards, won or lost, with their touches.
pub fn touches_of_closed(world: &World, period: Period, won: bool) -> Vec<f64> {
    let closed = sales::judged(&sales::closed(world, period));
    let mine = closed.iter().filter(|case| sales::is_won(case) == won);
    mine.map(|case| touches_to_close(world, case) as f64).collect()
}
