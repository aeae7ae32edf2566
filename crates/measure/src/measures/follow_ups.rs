//! Touches and follow-ups: what was done with leads and customers, and how much it took to win (metrics.md,
//! section 5.3).
//!
//! A touch belongs to whose activity it is; one that is nobody's to the owner of the record then. A record's touches are
//! those noted with it; for "touches to win" those of the deal's lead come before them.

use std::collections::HashSet;

use trechter_domain::Instant;
use trechter_domain::event::Kind;

use super::sales::closed;
use super::{Each, Measure};
use crate::definitions::Metric;
use crate::facts::fields::{deal, lead, record};
use crate::question::Scene;
use crate::sample::{Part, Scale, Sum};
use crate::view::{Closing, Deal, Lead, Touch, View};

pub(super) const ALL: &[Measure] = &[
    Measure::new(Metric::Touches, Sum::Count, Scale::COUNT, touches),
    Measure::new(Metric::Appointments, Sum::Count, Scale::COUNT, appointments),
    Measure::new(Metric::FollowUps, Sum::Count, Scale::COUNT, follow_ups),
    Measure::new(Metric::FollowUpsPerLead, Sum::Mean { smallest: 0.0 }, Scale::RATIO, per_lead),
    Measure::new(Metric::FollowUpsPerDeal, Sum::Mean { smallest: 0.0 }, Scale::RATIO, per_deal),
    Measure::new(Metric::TouchesToWin, Sum::Mean { smallest: 0.0 }, Scale::RATIO, to_win),
    Measure::new(Metric::TouchesToLoss, Sum::Mean { smallest: 0.0 }, Scale::RATIO, to_loss),
];

/// All touches of the window, each once, with whatever they are noted with.
fn each_touch(scene: &Scene<'_>, each: Each<'_>, wanted: impl Fn(&Touch) -> bool) {
    for activity in scene.view.activities_within(scene.window.start, scene.window.end) {
        let Some(touch) = activity.touch().filter(|touch| scene.window.contains(touch.at) && wanted(touch))
        else {
            continue;
        };
        let owner = activity.owner_at(touch.at);
        each(Part::new(Kind::Activity, touch.activity, &activity, owner, touch.at));
    }
}

fn touches(scene: &Scene<'_>, each: Each<'_>) {
    each_touch(scene, each, |_| true);
}

fn appointments(scene: &Scene<'_>, each: Each<'_>) {
    each_touch(scene, each, Touch::is_appointment);
}

/// The follow-ups among a record's touches in the order of time: all that answer, but for the very first touch.
fn after_first(touches: impl Iterator<Item = Touch>) -> impl Iterator<Item = Touch> {
    touches.skip(1).filter(Touch::is_answer)
}

/// A touch that follows up on a deal and on a lead counts once, with the deal.
fn follow_ups(scene: &Scene<'_>, each: Each<'_>) {
    let view = &scene.view;
    let mut counted = HashSet::new();
    let in_window = |touch: &Touch| scene.window.contains(touch.at);
    for deal in view.deals_within(scene.window.start, scene.window.end) {
        for touch in after_first(deal.touches()).filter(in_window) {
            counted.insert(touch.activity);
            let owner = touch.owner(view).unwrap_or_else(|| deal.owner_at(touch.at));
            each(Part::new(Kind::Activity, touch.activity, &deal, owner, touch.at));
        }
    }
    for lead in view.leads_within(scene.window.start, scene.window.end) {
        for touch in after_first(lead.touches().into_iter()).filter(in_window) {
            if counted.insert(touch.activity) {
                let owner = touch.owner(view).unwrap_or_else(|| lead.at.code_at(record::OWNER, touch.at));
                each(Part::new(Kind::Activity, touch.activity, &lead, owner, touch.at));
            }
        }
    }
}

/// Per lead that was open at any moment of the window; it belongs to its first human owner.
fn per_lead(scene: &Scene<'_>, each: Each<'_>) {
    let window = &scene.window;
    for lead in scene.view.leads().filter(|lead| lead_was_open(lead, window.start, window.end)) {
        let touches = after_first(lead.touches().into_iter());
        let count = touches.filter(|touch| window.contains(touch.at)).count();
        each(Part::lead(&lead, lead.first_owner().0, lead.created()).amount(count as i64));
    }
}

/// Per deal that was open at any moment of the window; it belongs to its owner at the closing, or now.
fn per_deal(scene: &Scene<'_>, each: Each<'_>) {
    let window = &scene.window;
    let now = Instant(scene.view.cut.before.0.saturating_sub(1));
    for deal in scene.view.deals().filter(|deal| deal_was_open(deal, window.start, window.end)) {
        let count = after_first(deal.touches()).filter(|touch| window.contains(touch.at)).count();
        let when = deal.closing().map_or(now, |closing| closing.at);
        each(Part::deal(&deal, deal.owner_at(when), when).amount(count as i64));
    }
}

fn lead_was_open(lead: &Lead<'_>, from: Instant, to: Instant) -> bool {
    let mut status = lead.at.first_code(lead::STATUS);
    let mut converted = lead.at.first_code(lead::CONVERTED);
    let changes = lead.at.changes().filter(|change| matches!(change.field, lead::STATUS | lead::CONVERTED));
    let states = changes.map(|change| {
        match change.field {
            lead::STATUS => status = change.code,
            _ => converted = change.code,
        }
        (change.at, status != lead::DISQUALIFIED && converted == 0)
    });
    let at_first =
        lead.at.first_code(lead::STATUS) != lead::DISQUALIFIED && lead.at.first_code(lead::CONVERTED) == 0;
    was_open((lead.created(), at_first), states, from, to)
}

fn deal_was_open(deal: &Deal<'_>, from: Instant, to: Instant) -> bool {
    let at_first = deal.at.first_code(deal::STATUS) == deal::OPEN;
    let states = deal.at.changes_of(deal::STATUS).map(|change| (change.at, change.code == deal::OPEN));
    was_open((deal.created(), at_first), states, from, to)
}

/// Was something open at any moment in `from..to`, given what it was from each moment on?
fn was_open(
    first: (Instant, bool),
    states: impl Iterator<Item = (Instant, bool)>,
    from: Instant,
    to: Instant,
) -> bool {
    let (mut since, mut is_open) = first;
    for (at, next) in states {
        if is_open && since < to && from < at && since < at {
            return true;
        }
        (since, is_open) = (at, next);
    }
    is_open && since < to
}

/// The touches of a deal and of its lead up to and with an instant, each once, in the order of time.
pub(crate) fn story(view: &View<'_>, deal: &Deal<'_>, until: Instant) -> Vec<Touch> {
    let mut touches: Vec<Touch> = deal.touches().take_while(|touch| touch.at <= until).collect();
    if let Some(lead) = deal.at.code(deal::LEAD).checked_sub(1).and_then(|place| view.lead(place)) {
        let own = touches.len();
        lead.each_touch(|touch| {
            if touch.at <= until && touches.iter().all(|known| known.activity != touch.activity) {
                touches.push(touch);
            }
        });
        if touches.len() > own {
            touches.sort_by_key(|touch| (touch.at, touch.activity));
        }
    }
    touches
}

/// Touches of closed deals up to the closing.
fn to_close(scene: &Scene<'_>, won: bool, each: Each<'_>) {
    closed(scene, |deal, Closing { at, won: is_won }| {
        if is_won != won {
            return;
        }
        let part = Part::deal(deal, deal.owner_at(at), at).hit(won);
        if at == deal.created() {
            return each(part.left_out("registered_afterwards"));
        }
        each(part.amount(story(&scene.view, deal, at).len() as i64));
    });
}

fn to_win(scene: &Scene<'_>, each: Each<'_>) {
    to_close(scene, true, each);
}

fn to_loss(scene: &Scene<'_>, each: Each<'_>) {
    to_close(scene, false, each);
}
