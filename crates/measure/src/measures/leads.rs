//! Leads: how many came in, who got them and took them up, and how many are waiting (metrics.md, section 5.1).

use trechter_domain::Instant;

use super::{Each, Measure};
use crate::definitions::Metric;
use crate::facts::fields::{lead, record};
use crate::question::Scene;
use crate::sample::{Part, Scale, Sum};
use crate::view::{Lead, View};

pub(super) const ALL: &[Measure] = &[
    Measure::new(Metric::LeadsCreated, Sum::Count, Scale::COUNT, created),
    Measure::new(Metric::LeadsExistingCustomer, Sum::Count, Scale::COUNT, of_customers),
    Measure::new(Metric::LeadsReceived, Sum::Count, Scale::COUNT, received),
    Measure::new(Metric::LeadsHandled, Sum::Count, Scale::COUNT, handled),
    Measure {
        turnover: Some(turnover),
        ..Measure::new(Metric::LeadWorkload, Sum::Standing, Scale::COUNT, waiting)
    },
];

/// The leads that came in during the window, undated ones included.
pub(crate) fn came_in(scene: &Scene<'_>, mut each: impl FnMut(&Lead<'_>, Part<'_>)) {
    let leads = scene.view.leads_within(scene.window.start, scene.window.end);
    for lead in leads.filter(|lead| scene.window.contains(lead.created())) {
        let part = Part::lead(&lead, lead.first_owner().0, lead.created());
        each(&lead, if lead.first().undated() { part.left_out("undated") } else { part });
    }
}

/// Attributed to the first human owner; "nobody yet" when there is none.
fn created(scene: &Scene<'_>, each: Each<'_>) {
    came_in(scene, |_, part| each(part));
}

fn of_customers(scene: &Scene<'_>, each: Each<'_>) {
    came_in(scene, |lead, part| {
        if lead.is_of_customer() {
            each(part);
        }
    });
}

/// Whoever had a lead put into his hands, with when that first was among the given moments.
fn hands(lead: &Lead<'_>, counts: impl Fn(Instant) -> bool, hands: &mut Vec<(u32, Instant)>) {
    hands.clear();
    lead.each_assignment(|at, owner| {
        if counts(at) {
            match hands.iter_mut().find(|(known, _)| *known == owner) {
                Some((_, first)) => *first = at.min(*first),
                None => hands.push((owner, at)),
            }
        }
    });
}

/// Assignments and reassignments in the window: a lead once for each seller, and once in the total.
fn received(scene: &Scene<'_>, each: Each<'_>) {
    let mut sellers = Vec::new();
    for lead in scene.view.leads_within(scene.window.start, scene.window.end) {
        hands(&lead, |at| scene.window.contains(at), &mut sellers);
        for (owner, at) in &sellers {
            each(Part::lead(&lead, *owner, *at).once());
        }
    }
}

/// Taken up by a seller who has received it: his first touch, qualification or disqualification, or the moment that
/// he received it when that was later, lies in the window. So a lead is taken up once by a seller, in one period.
fn handled(scene: &Scene<'_>, each: Each<'_>) {
    let mut sellers = Vec::new();
    let leads = scene.view.leads_within(scene.window.start, scene.view.cut.before);
    for lead in leads.filter(|lead| has_news(lead, scene.window.start)) {
        hands(&lead, |_| true, &mut sellers);
        for (owner, since) in &sellers {
            let taken = first_act(&scene.view, &lead, *owner).map(|act| act.max(*since));
            if let Some(at) = taken.filter(|at| scene.window.contains(*at)) {
                each(Part::lead(&lead, *owner, at).once());
            }
        }
    }
}

/// Did anything happen with it since an instant?
fn has_news(lead: &Lead<'_>, since: Instant) -> bool {
    lead.parts().any(|part| part.created() >= since || part.changes().any(|change| change.at >= since))
}

/// A member's first touch, qualification or disqualification of a lead. A touch is his whose activity it is, one that
/// is nobody's that of the lead's owner then; the other two are those of the lead's owner then.
fn first_act(view: &View<'_>, lead: &Lead<'_>, member: u32) -> Option<Instant> {
    let mut first: Option<Instant> = None;
    let mut act = |at: Instant| first = Some(first.map_or(at, |first| first.min(at)));
    lead.each_touch(|touch| {
        if touch.owner(view).unwrap_or_else(|| lead.at.code_at(record::OWNER, touch.at)) == member {
            act(touch.at);
        }
    });
    let decided = |status: u32| matches!(status, lead::QUALIFIED | lead::DISQUALIFIED);
    for part in lead.parts() {
        if decided(part.first_code(lead::STATUS)) && part.first_code(record::OWNER) == member {
            act(part.created());
        }
        for change in part.changes_of(lead::STATUS).filter(|change| decided(change.code)) {
            if part.code_at(record::OWNER, change.at) == member {
                act(change.at);
            }
        }
    }
    first
}

/// Open leads, each with who has it now.
fn waiting(scene: &Scene<'_>, each: Each<'_>) {
    let now = Instant(scene.view.cut.before.0.saturating_sub(1));
    for lead in scene.view.leads().filter(Lead::is_open) {
        each(Part::lead(&lead, lead.owner(), now));
    }
}

/// Leads that came and that went between two instants: created and taken up again; disqualified, converted.
fn turnover(scene: &Scene<'_>, from: Instant, to: Instant) -> (u64, u64) {
    let within = |at: Instant| from <= at && at < to;
    let (mut entries, mut exits) = (0, 0);
    let leads = scene.view.leads_within(from, to);
    for lead in leads.filter(|lead| scene.slice.takes(lead, lead.owner(), to)) {
        entries += u64::from(within(lead.created()));
        let mut was_open = true;
        for change in lead.at.changes() {
            let is_open = match (change.field, change.code) {
                (lead::STATUS, lead::DISQUALIFIED) | (lead::CONVERTED, 1) => false,
                (lead::STATUS, _) | (lead::CONVERTED, 0) => true,
                _ => continue,
            };
            if within(change.at) {
                entries += u64::from(is_open && !was_open);
                exits += u64::from(!is_open && was_open);
            }
            was_open = is_open;
        }
    }
    (entries, exits)
}
