//! What sellers do: calls, mails, visits, notes, tasks; planned and done.

use trechter_domain::decide;
use trechter_domain::event::EventKind;
use trechter_domain::record::{Activity, ActivityKind, ActivityStatus, Direction};
use trechter_domain::{CompanyId, ContactId, DealId, Instant, LeadId, MemberId};

use super::builder::settled;
use super::chance::Chance;
use super::words;
use super::world::{Chain, Made, World};

/// What an activity is about.
#[derive(Debug, Clone, Copy, Default)]
pub struct About {
    pub company: Option<CompanyId>,
    pub contact: Option<ContactId>,
    pub lead: Option<LeadId>,
    pub deal: Option<DealId>,
}

/// Kind, direction, weight, words.
type Sort = (ActivityKind, Option<Direction>, f64, &'static [&'static str]);

const EARLY: [Sort; 5] = [
    (ActivityKind::Call, Some(Direction::Out), 4.0, words::CALL_OUT),
    (ActivityKind::Email, Some(Direction::Out), 3.0, words::MAIL_OUT),
    (ActivityKind::Email, Some(Direction::In), 1.0, words::MAIL_IN),
    (ActivityKind::Meeting, None, 1.5, words::MEETING),
    (ActivityKind::Visit, None, 1.0, words::VISIT),
];

const LATE: [Sort; 8] = [
    (ActivityKind::Call, Some(Direction::Out), 3.0, words::CALL_OUT),
    (ActivityKind::Call, Some(Direction::In), 0.8, words::CALL_IN),
    (ActivityKind::Email, Some(Direction::Out), 3.0, words::MAIL_OUT),
    (ActivityKind::Email, Some(Direction::In), 1.5, words::MAIL_IN),
    (ActivityKind::Message, Some(Direction::Out), 0.8, words::MESSAGE),
    (ActivityKind::Meeting, None, 1.5, words::MEETING),
    (ActivityKind::Visit, None, 1.2, words::VISIT),
    (ActivityKind::Demo, None, 0.6, words::DEMO),
];

/// The first answers to a lead.
const ANSWERS: [Sort; 2] = [
    (ActivityKind::Call, Some(Direction::Out), 3.0, words::CALL_OUT),
    (ActivityKind::Email, Some(Direction::Out), 2.0, words::MAIL_OUT),
];

fn activity(world: &World, chance: &mut Chance, sorts: &[Sort], owner: MemberId, about: About) -> Activity {
    let (kind, direction, _, subjects) = sorts[chance.weighted(sorts.iter().map(|sort| sort.2))];
    let minutes = match kind {
        ActivityKind::Call => Some(chance.whole(2, 25)),
        ActivityKind::Meeting | ActivityKind::Demo => Some(chance.whole(6, 18) * 5),
        ActivityKind::Visit => Some(chance.whole(9, 30) * 5),
        _ => None,
    };
    let outcome = (kind == ActivityKind::Call).then(|| (*chance.pick(words::OUTCOMES)).to_owned());
    Activity {
        id: world.id().into(),
        owner: Some(owner),
        kind,
        direction,
        subject: Some((*chance.pick(subjects)).to_owned()),
        minutes,
        outcome,
        company: about.company,
        contact: about.contact,
        lead: about.lead,
        deal: about.deal,
        ..Activity::default()
    }
}

fn create(world: &World, owner: MemberId, at: Instant, mut activity: Activity) -> Chain<Activity> {
    let at = at.min(world.now());
    activity.created_at = at;
    if activity.status == ActivityStatus::Done {
        activity.done_at = Some(at);
    }
    Chain::of(settled(
        world.at(Some(owner), at, |ctx| decide::settle(ctx, None, activity, EventKind::Created)),
    ))
}

/// The first answer to a lead.
pub fn answer(world: &World, chance: &mut Chance, owner: MemberId, about: About, at: Instant) -> Made {
    let mut made = activity(world, chance, &ANSWERS, owner, about);
    made.status = ActivityStatus::Done;
    Made::Activity(create(world, owner, at, made).done())
}

/// A contact with the customer. Some were planned before.
pub fn touch(
    world: &World,
    chance: &mut Chance,
    owner: MemberId,
    about: About,
    (from, at): (Instant, Instant),
    late: bool,
) -> Made {
    let sorts: &[Sort] = if late { &LATE } else { &EARLY };
    let mut made = activity(world, chance, sorts, owner, about);
    let planned = made.direction != Some(Direction::In) && at.0 - from.0 > 3_600_000 && chance.with(0.4);
    if !planned {
        made.status = ActivityStatus::Done;
        return Made::Activity(create(world, owner, at, made).done());
    }
    let (minutes, outcome) = (made.minutes.take(), made.outcome.take());
    made.due_at = Some(at);
    let mut chain = create(world, owner, from, made);
    if chance.with(0.06) {
        chain.then(|before| world.at(Some(owner), at, |ctx| decide::cancel_activity(ctx, before)));
    } else {
        chain.then(|before| {
            world.at(Some(owner), at, |ctx| decide::complete_activity(ctx, before, outcome, minutes))
        });
    }
    Made::Activity(chain.done())
}

pub fn note(world: &World, chance: &mut Chance, owner: MemberId, about: About, at: Instant) -> Made {
    let note = Activity {
        id: world.id().into(),
        owner: Some(owner),
        kind: ActivityKind::Note,
        status: ActivityStatus::Done,
        body: Some((*chance.pick(words::NOTES)).to_owned()),
        company: about.company,
        contact: about.contact,
        lead: about.lead,
        deal: about.deal,
        ..Activity::default()
    };
    Made::Activity(create(world, owner, at, note).done())
}

/// What is to be done next about something that is open now; some of it should have been done already.
pub fn next(world: &World, chance: &mut Chance, owner: MemberId, about: About, since: Instant) -> Made {
    let mut made = activity(world, chance, &EARLY[..2], owner, about);
    (made.minutes, made.outcome) = (None, None);
    made.subject = Some((*chance.pick(words::NEXT)).to_owned());
    if chance.with(0.2) {
        (made.kind, made.direction) = (ActivityKind::Task, None);
        made.subject = Some((*chance.pick(words::TASK)).to_owned());
    }
    let now = world.now();
    let away = if chance.with(0.25) {
        -chance.skewed(3.0, 0.8).min(25.0)
    } else {
        chance.skewed(3.5, 0.9).min(40.0)
    };
    let due = world.days.later(now, away, chance.between(0.0, 420.0));
    let planned = Instant(now.0.min(due.0) - (chance.between(0.5, 6.0) * 86_400_000.0) as i64).max(since);
    // To the minute, as people plan.
    made.due_at = Some(Instant(due.0.max(planned.0) / 300_000 * 300_000));
    Made::Activity(create(world, owner, planned, made).done())
}
