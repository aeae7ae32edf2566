//! The funnel of parties: who stands where, and who gets on (metrics.md, section 4).
//!
//! A phase is derived from leads and deals, never typed in. A party is in the first phase that holds, so that every
//! party is in exactly one.

use std::collections::HashMap;

use jiff::ToSpan as _;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use trechter_domain::Instant;
use trechter_domain::event::Kind;
use trechter_domain::time::DAY;

use crate::answer::{Comparison, Counted, Explanation, Figure, Unit, Verdict};
use crate::definitions::Metric;
use crate::facts::Facts;
use crate::facts::fields::{deal, lead};
use crate::figure::judge;
use crate::horizon::{Cohort, End, Horizon, Learning, Member, Parts, Ruler};
use crate::question::{Handle, Question, Scene};
use crate::stats::more_needed;
use crate::view::{Party, View};

/// Where a party stands; of two that hold, the first counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    /// Won in the window, and an earlier win on another local day.
    ReturningCustomer,
    /// Won in the window: the 12 calendar months before `A`, or as many as the workspace says.
    Customer,
    /// An open deal, or an open qualified lead.
    Prospect,
    /// An open lead.
    Lead,
    /// Any won deal, or a customer since before Trechter knew it.
    FormerCustomer,
    /// Ever had a lead or deal.
    Lost,
    /// Every other known party, contacted by us or not.
    Suspect,
}

impl Phase {
    /// All of them, in the order in which they are asked for.
    pub const ALL: [Phase; 7] = [
        Phase::ReturningCustomer,
        Phase::Customer,
        Phase::Prospect,
        Phase::Lead,
        Phase::FormerCustomer,
        Phase::Lost,
        Phase::Suspect,
    ];

    /// Its stable name, as in answers.
    pub fn key(self) -> &'static str {
        match self {
            Phase::ReturningCustomer => "returning_customer",
            Phase::Customer => "customer",
            Phase::Prospect => "prospect",
            Phase::Lead => "lead",
            Phase::FormerCustomer => "former_customer",
            Phase::Lost => "lost",
            Phase::Suspect => "suspect",
        }
    }

    /// How far along the funnel it is; lost and former customers have left it.
    fn rank(self) -> Option<u8> {
        match self {
            Phase::Suspect => Some(0),
            Phase::Lead => Some(1),
            Phase::Prospect => Some(2),
            Phase::Customer => Some(3),
            Phase::ReturningCustomer => Some(4),
            Phase::FormerCustomer | Phase::Lost => None,
        }
    }
}

/// The phases that lead on to a next one, in the order of the funnel.
const STEPS: [Phase; 4] = [Phase::Suspect, Phase::Lead, Phase::Prospect, Phase::Customer];

/// Who stands where, and who gets on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Phases {
    /// The instant before which everything happened that counts.
    pub as_of: Instant,
    /// Every phase, in the order in which they are asked for.
    pub phases: Vec<PhaseCount>,
    /// From each phase to the next, over the parties that first entered it in the period.
    pub steps: Vec<PhaseStep>,
}

/// The parties of one phase.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PhaseCount {
    /// Which phase.
    pub phase: Phase,
    /// How many.
    pub parties: Figure,
}

/// How many get on from one phase.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PhaseStep {
    /// From which phase; on is any later one of suspect, lead, prospect, customer, returning customer.
    pub from: Phase,
    /// H of the step.
    pub horizon: Horizon,
    /// The share that got on within H days.
    pub conversion: Figure,
    /// What became of all that entered in the period.
    pub parts: Parts,
}

/// Something that can change a party's phase.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Turn {
    /// It became known.
    Known,
    /// It was a customer before Trechter knew it.
    WasCustomer,
    /// Open deals, open leads, open qualified leads: so many more or fewer.
    Deals(i8),
    Leads(i8),
    Qualified(i8),
    /// A deal was won.
    Won,
    /// A win may have left the window: look again.
    Look,
}

/// The state of one party while its turns are followed.
#[derive(Debug, Clone, Copy, Default)]
struct State {
    deals: i32,
    leads: i32,
    qualified: i32,
    ever: bool,
    was_customer: bool,
    first_win: Option<Instant>,
    last_win: Option<Instant>,
}

/// How long a win makes a customer, and what a day is.
struct Window<'v> {
    view: &'v View<'v>,
    months: i32,
}

impl Window<'_> {
    /// The first instant at which a win no longer lies in the window.
    fn until(&self, win: Instant) -> Instant {
        let local = win.timestamp().to_zoned(self.view.zone.clone());
        let end = local.checked_add(self.months.months());
        // The window [A - months, A) holds the win while A - months <= win.
        end.map_or(Instant(i64::MAX), |end| Instant(Instant::from_timestamp(end.timestamp()).0 + 1))
    }

    fn day(&self, at: Instant) -> jiff::civil::Date {
        at.timestamp().to_zoned(self.view.zone.clone()).date()
    }
}

impl State {
    fn turn(&mut self, turn: Turn, at: Instant) {
        self.ever |= !matches!(turn, Turn::Known | Turn::WasCustomer | Turn::Look);
        match turn {
            Turn::Known | Turn::Look => {}
            Turn::WasCustomer => self.was_customer = true,
            Turn::Deals(more) => self.deals += i32::from(more),
            Turn::Leads(more) => self.leads += i32::from(more),
            Turn::Qualified(more) => self.qualified += i32::from(more),
            Turn::Won => {
                self.first_win = Some(self.first_win.unwrap_or(at));
                self.last_win = Some(at);
            }
        }
    }

    /// The first phase that holds, seen just after `at`.
    fn phase(&self, at: Instant, window: &Window<'_>) -> Phase {
        if let (Some(first), Some(last)) = (self.first_win, self.last_win)
            && at < window.until(last)
        {
            let again = window.day(first) < window.day(last);
            return if again { Phase::ReturningCustomer } else { Phase::Customer };
        }
        if self.deals > 0 || self.qualified > 0 {
            Phase::Prospect
        } else if self.leads > 0 {
            Phase::Lead
        } else if self.last_win.is_some() || self.was_customer {
            Phase::FormerCustomer
        } else if self.ever {
            Phase::Lost
        } else {
            Phase::Suspect
        }
    }
}

/// A party's way: when it came into each phase, in the order of time.
type Way = Vec<(Instant, Phase)>;

/// All parties that count, with the turns that led to where they stand.
struct Parties {
    all: Vec<Party>,
    turns: Vec<(u32, Instant, Turn)>,
}

impl Parties {
    fn of(view: &View<'_>, window: &Window<'_>) -> Self {
        let all: Vec<Party> = view.parties().collect();
        let numbers: HashMap<Party, u32> = all.iter().copied().zip(0..).collect();
        let mut parties = Self { turns: Vec::with_capacity(all.len() * 2), all };
        for (number, party) in parties.all.iter().enumerate() {
            let (table, place) = match party {
                Party::Company(place) => (&view.facts.companies, *place),
                Party::Contact(place) => (&view.facts.contacts, *place),
            };
            parties.turns.push((number as u32, table.created(place), Turn::Known));
        }
        for deal in view.deals() {
            if let Some(number) = deal.party().and_then(|party| numbers.get(&party).copied()) {
                parties.deal(number, &deal, window);
            }
        }
        for lead in view.leads() {
            if let Some(number) = lead.party().and_then(|party| numbers.get(&party).copied()) {
                parties.lead(number, &lead);
            }
        }
        for at in view.facts.companies.iter(view.cut) {
            use crate::facts::fields::{company, date_of};
            let since = date_of(at.code(company::CUSTOMER_SINCE)).map(|day| Instant(day * DAY));
            if let Some((number, since)) = numbers.get(&Party::Company(at.place)).copied().zip(since) {
                parties.turns.push((number, since, Turn::WasCustomer));
            }
        }
        parties.turns.sort_unstable();
        parties
    }

    /// Only the last closing counts; before it the deal was open, but for the time between closings and reopenings.
    fn deal(&mut self, number: u32, deal: &crate::view::Deal<'_>, window: &Window<'_>) {
        let mut is_open = deal.at.first_code(deal::STATUS) == deal::OPEN;
        self.turns.push((number, deal.created(), Turn::Deals(i8::from(is_open))));
        for change in deal.at.changes_of(deal::STATUS) {
            let opens = change.code == deal::OPEN;
            if opens != is_open {
                self.turns.push((number, change.at, Turn::Deals(if opens { 1 } else { -1 })));
            }
            is_open = opens;
        }
        if let Some(closing) = deal.closing().filter(|closing| closing.won) {
            self.turns.push((number, closing.at, Turn::Won));
            self.turns.push((number, window.until(closing.at), Turn::Look));
        }
    }

    fn lead(&mut self, number: u32, lead: &crate::view::Lead<'_>) {
        let at = &lead.at;
        let (mut status, mut converted) = (at.first_code(lead::STATUS), at.first_code(lead::CONVERTED) != 0);
        let counts = |status: u32, converted: bool| {
            let is_open = status != lead::DISQUALIFIED && !converted;
            (i8::from(is_open), i8::from(is_open && status == lead::QUALIFIED))
        };
        let mut was = counts(status, converted);
        self.turns.push((number, lead.created(), Turn::Leads(was.0)));
        self.turns.push((number, lead.created(), Turn::Qualified(was.1)));
        for change in at.changes() {
            match change.field {
                lead::STATUS => status = change.code,
                lead::CONVERTED => converted = change.code != 0,
                _ => continue,
            }
            let now = counts(status, converted);
            if now != was {
                self.turns.push((number, change.at, Turn::Leads(now.0 - was.0)));
                self.turns.push((number, change.at, Turn::Qualified(now.1 - was.1)));
            }
            was = now;
        }
    }

    /// Follows each party: its way up to `as_of`, one phase for each instant, and the phase it is in.
    fn follow(&self, as_of: Instant, window: &Window<'_>, mut each: impl FnMut(Party, &Way, Phase)) {
        let mut way = Way::new();
        for turns in self.turns.chunk_by(|a, b| a.0 == b.0) {
            way.clear();
            let mut state = State::default();
            for (place, (_, at, turn)) in turns.iter().enumerate() {
                if *at >= as_of {
                    break;
                }
                state.turn(*turn, *at);
                let settled = turns.get(place + 1).is_none_or(|next| next.1 != *at);
                let phase = state.phase(*at, window);
                if settled && way.last().is_none_or(|(_, known)| *known != phase) {
                    way.push((*at, phase));
                }
            }
            // What stands is seen just before `A`, as a win at A - 12 months is still in the window.
            let phase = state.phase(Instant(as_of.0.saturating_sub(1)), window);
            each(self.all[turns[0].0 as usize], &way, phase);
        }
    }
}

/// Among the parties that first entered a phase, asked for getting on; `None` when it was never in that phase.
fn member(way: &Way, from: Phase) -> Option<Member> {
    let place = way.iter().position(|(_, phase)| *phase == from)?;
    let later = &way[place + 1..];
    let on = later.iter().find(|(_, phase)| phase.rank() > from.rank());
    let out = || later.last().filter(|(_, phase)| phase.rank().is_none());
    let end = on.map(|(at, _)| (*at, End::Reached)).or_else(|| out().map(|(at, _)| (*at, End::Lost)));
    Some(Member { entered: way[place].0, end })
}

/// What is known of the parties of a scene.
struct Standing {
    counts: Vec<Vec<Party>>,
    members: Vec<Vec<(Party, Member)>>,
}

impl Standing {
    fn of(scene: &Scene<'_>) -> Self {
        let as_of = scene.view.cut.before;
        let months = scene.view.set_up.workspace.customer_months;
        let window = Window { view: &scene.view, months: i32::try_from(months).unwrap_or(12) };
        let mut standing = Self { counts: vec![Vec::new(); 7], members: vec![Vec::new(); STEPS.len()] };
        Parties::of(&scene.view, &window).follow(as_of, &window, |party, way, phase| {
            standing.counts[phase as usize].push(party);
            for (step, members) in STEPS.iter().zip(&mut standing.members) {
                members.extend(member(way, *step).map(|member| (party, member)));
            }
        });
        standing
    }

    fn horizon(&self, step: usize, view: &View<'_>) -> Horizon {
        let mut learning = Learning::new(view.cut.before, &view.zone);
        self.members[step].iter().for_each(|(_, member)| learning.add(member));
        learning.horizon(None, None)
    }

    /// Those that first entered the phase in the scene's period.
    fn cohort(&self, step: usize, scene: &Scene<'_>, horizon: Horizon) -> Cohort {
        let ruler = Ruler { as_of: scene.view.cut.before, horizon };
        let mut cohort = Cohort::default();
        let entered = self.members[step].iter().filter(|(_, member)| scene.window.contains(member.entered));
        entered.for_each(|(_, member)| cohort.add(&ruler, member));
        cohort
    }
}

fn handle(metric: Metric, phase: Phase) -> Handle {
    Handle { metric, part: Some(phase.key().to_owned()), row: Vec::new() }
}

fn count(parties: &[Party], phase: Phase) -> Figure {
    Figure {
        metric: Metric::PhaseCount,
        unit: Unit::Count,
        value: Some(parties.len() as f64),
        n: parties.len() as u64,
        numerator: None,
        denominator: None,
        interval: None,
        comparison: None,
        notes: Vec::new(),
        explain: handle(Metric::PhaseCount, phase),
    }
}

/// Who stands where as of a question's date, and the steps of those that entered a phase in its period, both held
/// against its reference. Filters and rows are about deals and leads, not parties, and are left out.
pub fn phases(facts: &Facts, question: &Question) -> Phases {
    let asked = question.ask(facts);
    let now = Standing::of(&asked.now);
    let then = asked.reference.as_ref().map(|(_, scene)| (Standing::of(scene), scene));
    // Who stood where is asked of an earlier moment, not of what is known now about the earlier period.
    let stood = asked.reference.as_ref().map(|(_, scene)| Standing::of(&scene.standing()));
    let counts = Phase::ALL.map(|phase| {
        let mut parties = count(&now.counts[phase as usize], phase);
        parties.comparison = stood.as_ref().map(|stood| {
            let there = stood.counts[phase as usize].len() as u64;
            Comparison {
                value: Some(there as f64),
                n: there,
                change: parties.value.map(|here| here - there as f64),
                p: None,
                verdict: Verdict::Fact,
                more_needed: Some(more_needed(there as f64, parties.n)),
            }
        });
        PhaseCount { phase, parties }
    });
    let mut tests = Vec::new();
    let mut steps: Vec<PhaseStep> = Vec::with_capacity(STEPS.len());
    for (step, from) in STEPS.into_iter().enumerate() {
        let horizon = now.horizon(step, &asked.now.view);
        let cohort = now.cohort(step, &asked.now, horizon);
        let mut conversion = cohort.figure(horizon, handle(Metric::PhaseConversion, from));
        if let Some((then, scene)) = &then {
            let (comparison, test) = cohort.compare(&then.cohort(step, scene, horizon));
            conversion.comparison = Some(comparison);
            tests.push(test);
        }
        steps.push(PhaseStep { from, horizon, conversion, parts: cohort.parts() });
    }
    judge(steps.iter_mut().filter_map(|step| step.conversion.comparison.as_mut()).zip(tests));
    Phases { as_of: asked.now.view.cut.before, phases: counts.to_vec(), steps }
}

/// The parties behind a number of the phases: `handle.part` is the phase's key. `None` when there is no such phase.
pub fn explain(facts: &Facts, question: &Question, handle: &Handle) -> Option<Explanation> {
    let asked = question.ask(facts);
    let now = Standing::of(&asked.now);
    let counted = |party: Party, hit: bool| {
        let (kind, id) = match party {
            Party::Company(place) => (Kind::Company, facts.companies.id(place)),
            Party::Contact(place) => (Kind::Contact, facts.contacts.id(place)),
        };
        Counted { kind, id, hit, amount: None }
    };
    let phase = Phase::ALL.into_iter().find(|phase| Some(phase.key()) == handle.part.as_deref())?;
    if handle.metric == Metric::PhaseCount {
        let parties = &now.counts[phase as usize];
        let records = parties.iter().map(|party| counted(*party, false)).collect();
        return Some(Explanation::new(count(parties, phase), records));
    }
    let step =
        STEPS.iter().position(|step| *step == phase).filter(|_| handle.metric == Metric::PhaseConversion)?;
    let horizon = now.horizon(step, &asked.now.view);
    let ruler = Ruler { as_of: asked.now.view.cut.before, horizon };
    let figure = now.cohort(step, &asked.now, horizon).figure(horizon, handle.clone());
    let entered = now.members[step].iter().filter(|(_, member)| asked.now.window.contains(member.entered));
    let records = entered.filter_map(|(party, member)| Some(counted(*party, ruler.within(member)?)));
    Some(Explanation::new(figure, records.collect()))
}
