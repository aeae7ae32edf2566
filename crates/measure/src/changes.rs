//! What changed in the open pipeline between two dates (metrics.md, section 7).
//!
//! `open then + new + grown - shrunk + moved in - moved out - won - lost - removed + reopened ± exchange rates = open
//! now`: each deal is walked from the first moment to the second, each of its steps goes to one term, so each deal and
//! each step adds up exactly.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use trechter_domain::Instant;
use trechter_domain::event::Kind;

use crate::answer::{Counted, Explanation, Figure, Note, Unit};
use crate::definitions::Metric;
use crate::facts::fields::{day_number, deal, record};
use crate::facts::{Amount, Facts};
use crate::question::{Handle, Question, Scene};
use crate::view::{Converted, Deal};

/// The open pipeline from one moment to another.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Changes {
    /// The first moment.
    pub from: Instant,
    /// The second moment.
    pub to: Instant,
    /// The currency of all money.
    pub currency: String,
    /// The open value at the first moment.
    pub then: Figure,
    /// The steps, signed: they lead from `then` to `now`.
    pub steps: Vec<Figure>,
    /// The open value at the second moment.
    pub now: Figure,
    /// Deals whose expected date moved past the period's end, or passed while they were open. No step: they are open.
    pub slipped: Figure,
}

/// The steps in the order of the waterfall.
const STEPS: [Metric; 10] = [
    Metric::ChangeNew,
    Metric::ChangeReopened,
    Metric::ChangeGrown,
    Metric::ChangeShrunk,
    Metric::ChangeMovedIn,
    Metric::ChangeMovedOut,
    Metric::ChangeWon,
    Metric::ChangeLost,
    Metric::ChangeRemoved,
    Metric::ChangeExchangeRates,
];

/// What one deal adds to the terms.
#[derive(Debug, Clone, Default)]
struct Walked {
    then: i64,
    now: i64,
    steps: [i64; STEPS.len()],
    slipped: Option<i64>,
    no_rate: bool,
    /// It stood there without a value: at the first moment, at the second.
    without_value: [bool; 2],
}

/// What changed between the beginning of a question's window and its end.
pub fn changes(facts: &Facts, question: &Question) -> Changes {
    let ground = Ground::of(facts, question);
    let mut sums = Walked::default();
    let mut counts = [0u64; STEPS.len()];
    let (mut open_then, mut open_now, mut slipped, mut no_rate) = (0, 0, 0, 0);
    let mut without_value = [0u64; 2];
    ground.walk(|_, walked| {
        sums.then += walked.then;
        sums.now += walked.now;
        open_then += u64::from(walked.then != 0);
        open_now += u64::from(walked.now != 0);
        no_rate += u64::from(walked.no_rate);
        for (count, is_without) in without_value.iter_mut().zip(walked.without_value) {
            *count += u64::from(is_without);
        }
        for (place, step) in walked.steps.iter().enumerate() {
            sums.steps[place] += step;
            counts[place] += u64::from(*step != 0);
        }
        if let Some(value) = walked.slipped {
            slipped += 1;
            sums.slipped = Some(sums.slipped.unwrap_or(0) + value);
        }
    });
    let mut now = figure(Metric::OpenValue, sums.now, open_now);
    let mut then = figure(Metric::ChangeOpenThen, sums.then, open_then);
    for (figure, count) in [&mut then, &mut now].into_iter().zip(without_value) {
        // They count as deals, and add nothing to values.
        figure.notes.extend((count > 0).then(|| Note::about("no_value", count)));
    }
    if no_rate > 0 {
        now.notes.push(Note::about("no_rate", no_rate));
    }
    let steps = STEPS.iter().zip(sums.steps.iter().zip(counts));
    Changes {
        from: ground.then.view.cut.before,
        to: ground.now.view.cut.before,
        currency: ground.now.view.currency.to_string(),
        then,
        steps: steps.map(|(metric, (sum, count))| figure(*metric, *sum, count)).collect(),
        now,
        slipped: figure(Metric::ChangeSlipped, sums.slipped.unwrap_or(0), slipped),
    }
}

/// The deals behind a term. `None` when it is no term of the changes.
pub fn explain(facts: &Facts, question: &Question, handle: &Handle) -> Option<Explanation> {
    let of = |walked: &Walked| -> Option<i64> {
        let amount = match handle.metric {
            Metric::ChangeOpenThen => walked.then,
            Metric::OpenValue => walked.now,
            Metric::ChangeSlipped => return walked.slipped,
            metric => walked.steps[STEPS.iter().position(|step| *step == metric)?],
        };
        (amount != 0).then_some(amount)
    };
    let ends = [Metric::ChangeOpenThen, Metric::OpenValue, Metric::ChangeSlipped];
    if !STEPS.contains(&handle.metric) && !ends.contains(&handle.metric) {
        return None;
    }
    let ground = Ground::of(facts, question);
    let mut records = Vec::new();
    ground.walk(|place, walked| {
        if let Some(amount) = of(&walked) {
            let id = facts.deals.id(place);
            records.push(Counted { kind: Kind::Deal, id, hit: false, amount: Some(amount) });
        }
    });
    let sum = records.iter().filter_map(|record| record.amount).sum();
    Some(Explanation::new(figure(handle.metric, sum, records.len() as u64), records))
}

fn figure(metric: Metric, sum: i64, n: u64) -> Figure {
    Figure {
        metric,
        unit: Unit::Money,
        value: Some(sum as f64),
        n,
        numerator: None,
        denominator: None,
        interval: None,
        comparison: None,
        notes: Vec::new(),
        explain: Handle { metric, part: None, row: Vec::new() },
    }
}

/// The two moments.
struct Ground<'a> {
    then: Scene<'a>,
    now: Scene<'a>,
}

impl<'a> Ground<'a> {
    fn of(facts: &'a Facts, question: &Question) -> Self {
        let asked = Question { compare_to: None, group_by: Vec::new(), ..question.clone() }.ask(facts);
        let (start, end) = (asked.now.window.start, asked.now.window.end);
        let now = asked.now.of(asked.now.period, asked.now.window, end);
        let then = now.of(now.period, now.window, start);
        Self { then, now }
    }

    fn walk(&self, mut each: impl FnMut(u32, Walked)) {
        for at in self.now.view.facts.deals.all(self.now.view.cut) {
            let now = Deal::at(&self.now.view, at);
            let then = self.then.view.facts.deals.at(at.place, self.then.view.cut);
            let then = then.map(|at| Deal::at(&self.then.view, at));
            let walked = self.follow(&now, then.as_ref());
            if walked.then != 0
                || walked.now != 0
                || walked.no_rate
                || walked.without_value != [false; 2]
                || walked.slipped.is_some()
                || walked.steps.iter().any(|step| *step != 0)
            {
                each(at.place, walked);
            }
        }
    }

    fn takes(&self, scene: &Scene<'_>, deal: &Deal<'_>) -> bool {
        scene.slice.takes(deal, deal.owner(), Instant(scene.view.cut.before.0 - 1))
    }

    /// Walks a deal from the first moment to the second. Its steps are told at the rate of the first moment, or of the
    /// second for deals that are younger; what the rates did is a step of its own.
    fn follow(&self, now: &Deal<'_>, then: Option<&Deal<'_>>) -> Walked {
        let mut walked = Walked::default();
        let was_in = then.is_some_and(|then| self.takes(&self.then, then));
        let is_in = self.takes(&self.now, now);
        let (from, to) = (self.then.view.cut.before, self.now.view.cut.before);
        let at = if then.is_some() { from } else { to };
        let rate = |amount: Option<Amount>, at: Instant| match now
            .view()
            .rates
            .convert(amount, Instant(at.0.saturating_sub(1)))
        {
            Converted::Known(minor) => Some(minor),
            Converted::Missing => Some(0),
            Converted::NoRate => None,
        };
        let value = |code: u32, at: Instant| rate(self.now.view.facts.amount(code), at);
        let mut state = State::of(now, then);
        // Without a rate an amount is left out, as in the open value at either moment.
        let mut told_of = |code: u32, at: Instant| {
            let known = value(code, at);
            walked.no_rate |= known.is_none();
            known.unwrap_or(0)
        };
        let mut amount = told_of(state.value, at);
        let last = told_of(now.at.code(deal::VALUE), to);
        let missing =
            |code: u32| matches!(self.now.view.facts.amount(code), None | Some(Amount { minor: 0, .. }));
        let stood = then.is_some() && was_in && state.stands();
        walked.without_value[0] = stood && missing(state.value);
        let mut held = if state.stands() { amount } else { 0 };
        // Whose a step is, is who owned the deal then: by a new owner it moves out of one slice and into another.
        let takes = |owner: u32, at: Instant| self.now.slice.takes(now, owner, at);
        let mut inside = match then {
            Some(_) => was_in,
            None => takes(now.at.first_code(record::OWNER), now.created()),
        };
        match then {
            Some(_) if was_in => walked.then = held,
            None if inside => walked.add(Metric::ChangeNew, held),
            _ => {}
        }
        for change in now.at.changes().filter(|change| change.at >= from || then.is_none()) {
            if change.field == record::OWNER {
                let next = takes(change.code, change.at);
                walked.cross(inside, next, held);
                inside = next;
            }
            let step = state.take(change.field, change.code);
            if change.field == deal::VALUE {
                amount = value(state.value, at).unwrap_or(0);
            }
            let holds = if state.stands() { amount } else { 0 };
            if let Some(step) = step.filter(|_| inside) {
                let step = match step {
                    Metric::ChangeGrown if holds < held => Metric::ChangeShrunk,
                    step => step,
                };
                walked.add(step, holds - held);
            }
            held = holds;
        }
        walked.cross(inside, is_in, held);
        let told = if state.stands() { last } else { 0 };
        if is_in {
            walked.add(Metric::ChangeExchangeRates, told - held);
            walked.now = told;
            walked.without_value[1] = state.stands() && missing(now.at.code(deal::VALUE));
        }
        walked.slipped = then
            .filter(|_| was_in && is_in && state.stands())
            .filter(|then| self.slips(then, now))
            .map(|_| told);
        walked
    }

    /// Did the expected date move past the period's end, or pass while the deal was open?
    fn slips(&self, then: &Deal<'_>, now: &Deal<'_>) -> bool {
        let (begin, end) = (day_number(self.now.period.start()), day_number(self.now.period.end()));
        let today = day_number(self.now.day());
        let Some(expected) = then.expected_close().filter(|day| (begin..end).contains(day) && then.is_open())
        else {
            return false;
        };
        now.expected_close().is_none_or(|day| day >= end) || expected < today
    }
}

impl Walked {
    /// It leaves or enters the slice with what it holds.
    fn cross(&mut self, was_in: bool, is_in: bool, held: i64) {
        match (was_in, is_in) {
            (true, false) => self.add(Metric::ChangeMovedOut, -held),
            (false, true) => self.add(Metric::ChangeMovedIn, held),
            _ => {}
        }
    }

    fn add(&mut self, step: Metric, amount: i64) {
        if let Some(place) = STEPS.iter().position(|known| *known == step) {
            self.steps[place] += amount;
        }
    }
}

/// What decides whether a deal stands in the open pipeline.
struct State {
    status: u32,
    removed: u32,
    value: u32,
}

impl State {
    /// As it was at the first moment, or at its creation.
    fn of(now: &Deal<'_>, then: Option<&Deal<'_>>) -> Self {
        let code = |field| then.map_or_else(|| now.at.first_code(field), |then| then.at.code(field));
        Self { status: code(deal::STATUS), removed: code(record::REMOVED), value: code(deal::VALUE) }
    }

    fn stands(&self) -> bool {
        self.status == deal::OPEN && self.removed == 0
    }

    /// Takes a change in; says to which step its difference belongs.
    fn take(&mut self, field: u16, code: u32) -> Option<Metric> {
        match field {
            deal::STATUS => {
                self.status = code;
                Some(match code {
                    deal::WON => Metric::ChangeWon,
                    deal::LOST => Metric::ChangeLost,
                    _ => Metric::ChangeReopened,
                })
            }
            record::REMOVED => {
                self.removed = code;
                Some(Metric::ChangeRemoved)
            }
            deal::VALUE => {
                self.value = code;
                Some(Metric::ChangeGrown)
            }
            _ => None,
        }
    }
}
