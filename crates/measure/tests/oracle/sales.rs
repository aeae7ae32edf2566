//! Open pipeline, closings, win rate, days to close, new customers (sections 1, 4, 5.4, 5.6, 5.7, 6).

use std::collections::{BTreeMap, BTreeSet};

use trechter_domain::Instant;
use trechter_domain::event::{EventKind, Kind};
use trechter_domain::record::{Deal, DealStatus};
use uuid::Uuid;

use super::money::converted;
use super::world::{Step, Story, When, World};
use super::{Answer, Period};

/// Milliseconds in a day: "Days in s = elapsed ms / 86,400,000".
pub const DAY: f64 = 86_400_000.0;

/// A deal at the event it is counted at.
#[derive(Debug, Clone)]
pub struct Case<'w> {
    pub story: &'w Story<Deal>,
    pub when: When,
    /// How it was at that event.
    pub deal: &'w Deal,
    /// In the workspace's currency; `None`: missing, zero, or no rate.
    pub value: Option<i64>,
}

impl Case<'_> {
    pub fn id(&self) -> Uuid {
        self.story.id
    }

    /// "A result counts for the owner at the counted event (won: at winning; lost: at losing; open: at `A`)".
    pub fn owner(&self) -> Option<Uuid> {
        self.deal.owner.map(|owner| owner.0)
    }
}

/// The closing that counts, if the deal is closed at `A`: "a closing counts in the period of the *last* closing at `A`,
/// with that closing's value, rate, owner and reason; an undone closing counts nowhere".
pub fn closing(story: &Story<Deal>) -> Option<&Step<Deal>> {
    if story.now().status == DealStatus::Open {
        return None;
    }
    story.steps.iter().rfind(|step| matches!(step.kind, EventKind::Won | EventKind::Lost))
}

/// "*Registered afterwards* (created closed, or created and closed at the same instant)".
pub fn registered_afterwards(story: &Story<Deal>) -> bool {
    closing(story).is_some_and(|step| step.when.0 == story.created())
}

/// "Open: rate of `A`; won and lost: rate at closing" and "Zero or missing value: stays in counts, left out of values".
fn valued(world: &World, deal: &Deal, at: Instant) -> Option<i64> {
    let day = world.day(at);
    deal.value
        .and_then(|value| converted(value, world.currency, day, &world.rates))
        .filter(|value| *value != 0)
}

/// Open deals at `A`.
pub fn open(world: &World) -> Vec<Case<'_>> {
    let before = Instant(world.as_of.0 - 1);
    let deals = world.deals().filter(|story| story.now().status == DealStatus::Open);
    deals
        .map(|story| Case {
            story,
            when: (before, i64::MAX),
            deal: story.now(),
            value: valued(world, story.now(), before),
        })
        .collect()
}

/// Deals whose counted closing lies in the period, won and lost.
pub fn closed(world: &World, period: Period) -> Vec<Case<'_>> {
    let with = world.deals().filter_map(|story| Some((story, closing(story)?)));
    with.filter(|(_, step)| period.has(step.when.0))
        .map(|(story, step)| Case {
            story,
            when: step.when,
            deal: &step.state,
            value: valued(world, &step.state, step.when.0),
        })
        .collect()
}

pub fn is_won(case: &Case<'_>) -> bool {
    case.deal.status == DealStatus::Won
}

pub fn won<'w>(closed: &[Case<'w>]) -> Vec<Case<'w>> {
    closed.iter().filter(|case| is_won(case)).cloned().collect()
}

pub fn lost<'w>(closed: &[Case<'w>]) -> Vec<Case<'w>> {
    closed.iter().filter(|case| !is_won(case)).cloned().collect()
}

/// How many.
pub fn count(cases: &[Case<'_>]) -> Answer {
    Answer::count(cases.iter().map(Case::id))
}

/// "converted, rounded […], then summed". Records without a value stay in `ids` but not in `n`.
pub fn value(cases: &[Case<'_>]) -> Answer {
    let values: Vec<i64> = cases.iter().filter_map(|case| case.value).collect();
    let sum = values.iter().sum::<i64>() as f64;
    Answer { value: Some(sum), n: values.len(), ids: ids(cases), ..Answer::default() }
}

/// "mean […] value of open deals".
pub fn mean_value(cases: &[Case<'_>]) -> Option<f64> {
    super::mean(&values(cases))
}

/// "[…] median value of open deals".
pub fn median_value(cases: &[Case<'_>]) -> Option<f64> {
    super::median(&values(cases))
}

fn values(cases: &[Case<'_>]) -> Vec<f64> {
    cases.iter().filter_map(|case| case.value).map(|value| value as f64).collect()
}

pub fn ids(cases: &[Case<'_>]) -> BTreeSet<Uuid> {
    cases.iter().map(Case::id).collect()
}

/// "gut feeling (deals without a percentage left out and counted: '112 of 140 have one')": value x percentage, with how
/// many have a percentage as numerator and how many there are as denominator. Not rounded.
pub fn weighted_by_gut(open: &[Case<'_>]) -> Answer {
    let with = open.iter().filter(|case| case.deal.gut_feeling.is_some());
    let sum = with
        .clone()
        .filter_map(|case| Some(case.value? as f64 * case.deal.gut_feeling? as f64 / 100.0))
        .sum();
    Answer {
        value: Some(sum),
        n: with.clone().count(),
        numerator: Some(with.count() as f64),
        denominator: Some(open.len() as f64),
        ids: ids(open),
    }
}

/// Closed deals that count in the win rate: "*Registered afterwards* […]: in sales, not in win rate, stages or days".
pub fn judged<'w>(closed: &[Case<'w>]) -> Vec<Case<'w>> {
    closed.iter().filter(|case| !registered_afterwards(case.story)).cloned().collect()
}

/// "*win rate* of deals closed in the period, three ways: by count".
pub fn win_rate(closed: &[Case<'_>]) -> Answer {
    let judged = judged(closed);
    Answer::ratio(won(&judged).len() as f64, judged.len() as f64, ids(&judged))
}

/// "by value at closing".
pub fn win_rate_by_value(closed: &[Case<'_>]) -> Answer {
    let judged: Vec<Case<'_>> = judged(closed).into_iter().filter(|case| case.value.is_some()).collect();
    let sum = |cases: &[Case<'_>]| cases.iter().filter_map(|case| case.value).sum::<i64>() as f64;
    Answer::ratio(sum(&won(&judged)), sum(&judged), ids(&judged))
}

/// "*strict*: won / (won + lost + stale), stale = open at `A` without touch or move for longer than the 90th percentile
/// of days between events of won deals (default 60)"; here with that number of days given.
pub fn win_rate_strict(world: &World, closed: &[Case<'_>], open: &[Case<'_>], days: f64) -> Answer {
    let stale: Vec<Case<'_>> =
        open.iter().filter(|case| since_last_sign(world, case.story) > days).cloned().collect();
    let judged = judged(closed);
    let all: BTreeSet<Uuid> = ids(&judged).union(&ids(&stale)).copied().collect();
    Answer::ratio(won(&judged).len() as f64, all.len() as f64, all)
}

/// Days at `A` since the last touch or move (or the creation, when there was neither).
pub fn since_last_sign(world: &World, story: &Story<Deal>) -> f64 {
    let moves = story.steps.iter().filter(|step| matches!(step.kind, EventKind::Created | EventKind::Moved));
    let touches = super::touches::of_deal(world, story.id).into_iter().map(|touch| touch.at);
    let last = moves.map(|step| step.when.0).chain(touches).max().expect("a creation");
    (world.as_of.0 - last.0) as f64 / DAY
}

/// "Days to close run from creation to the last closing without the time between closing and reopening." `None`:
/// registered afterwards, undated, or "Negative durations from back-dated imports: out of every duration".
pub fn days_to_close(story: &Story<Deal>) -> Option<f64> {
    let end = closing(story)?;
    if registered_afterwards(story) || story.undated || end.when.0 < story.created() {
        return None;
    }
    let mut shut: Option<Instant> = None;
    let mut away = 0;
    for step in story.steps.iter().filter(|step| step.when <= end.when) {
        match step.kind {
            EventKind::Won | EventKind::Lost => shut = shut.or(Some(step.when.0)),
            EventKind::Reopened => away += shut.take().map_or(0, |at| step.when.0.0 - at.0),
            _ => {}
        }
    }
    Some((end.when.0.0 - story.created().0 - away) as f64 / DAY)
}

/// "listed as 'dates that cannot be'".
pub fn dates_that_cannot_be(world: &World) -> BTreeSet<Uuid> {
    let with = world.deals().filter_map(|story| Some((story, closing(story)?)));
    with.filter(|(story, step)| !story.undated && step.when.0 < story.created())
        .map(|(story, _)| story.id)
        .collect()
}

/// The party of a deal: its company at `A`, or else "the company they belonged to then", at the deal's creation. A
/// company that is not there at `A` is nobody.
pub fn party(world: &World, story: &Story<Deal>) -> Option<(Kind, Uuid)> {
    let deal = story.now();
    let then = (story.created(), i64::MAX);
    party_of(world, deal.company.map(|id| id.0), deal.contact.map(|id| id.0), then)
}

/// The party behind a company, or else a person, then.
pub fn party_of(
    world: &World,
    company: Option<Uuid>,
    contact: Option<Uuid>,
    when: When,
) -> Option<(Kind, Uuid)> {
    let there = |id: Uuid| {
        let id = world.survivor(Kind::Company, id);
        world.companies.contains_key(&id).then_some((Kind::Company, id))
    };
    if let Some(id) = company {
        return there(id);
    }
    let contact = world.survivor(Kind::Contact, contact?);
    let belonged = world.contacts.get(&contact)?.at(when).company;
    belonged.and_then(|id| there(id.0)).or(Some((Kind::Contact, contact)))
}

/// Wins by party, in the order of winning.
pub fn wins_by_party(world: &World) -> BTreeMap<(Kind, Uuid), Vec<Case<'_>>> {
    let all = Period { start: Instant(i64::MIN), end: Instant(i64::MAX) };
    let mut wins = won(&closed(world, all));
    wins.sort_by_key(|case| case.when);
    let mut by_party: BTreeMap<_, Vec<Case<'_>>> = BTreeMap::new();
    for case in wins {
        if let Some(party) = party(world, case.story) {
            by_party.entry(party).or_default().push(case);
        }
    }
    by_party
}

/// "*new customers* (a party's first win ever; earlier customership can be imported)": the first wins in the period.
pub fn new_customers(world: &World, period: Period) -> Vec<Case<'_>> {
    let first = wins_by_party(world).into_iter().filter_map(|(party, wins)| {
        let first = wins.into_iter().next()?;
        let before = match party {
            (Kind::Company, id) => world.companies.get(&id).and_then(|story| story.now().customer_since),
            _ => None,
        };
        let known = before.is_some_and(|day| day.0 < world.day(first.when.0));
        (!known).then_some(first)
    });
    first.filter(|case| period.has(case.when.0)).collect()
}
