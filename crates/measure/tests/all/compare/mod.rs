//! The engine against the oracle, on the same log and the same question.
//!
//! To compare another number: write a function from a [`Case`] to `Result<(), TestCaseError>` that asks both sides,
//! and give it to [`check`]:
//!
//! ```ignore
//! check(60, |case| {
//!     let (view, world) = (case.view(), case.world());
//!     prop_assert_eq!(view.deals().count(), world.deals().count());
//!     Ok(())
//! });
//! ```
//!
//! A failure is told with its seed, the number of steps (as few as still fail) and the question.

mod changes;
mod cohort;
mod deals;
mod leads;
mod measures;
mod pipeline;
mod stages;

use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use rust_decimal::Decimal;
use trechter_domain::event::{Event, EventKind, Origin};
use trechter_domain::{Currency, Instant};
use trechter_measure::facts::{Cut, Facts, Keeper, Known as KnownFacts, fields};
use trechter_measure::period::{AsOf, Period as Month, Unit};
use trechter_measure::question::{Asked, Question};
use trechter_measure::slice::Dimension;
use trechter_measure::view::{Rates as EngineRates, View};
use uuid::Uuid;

use crate::histories::{Chance, History, history};
use crate::oracle::{Known, Period, Rates, World};

/// A history with a question about it.
pub struct Case {
    pub history: History,
    pub as_of: Instant,
    pub known: Known,
    pub rates: Rates,
    facts: Facts,
}

impl Case {
    fn new(seed: u64, steps: usize, question: u64) -> Self {
        let history = history(seed, steps);
        let mut chance = Chance::new(question);
        let facts = facts(&history.events, &mut chance);
        let as_of = moment(&history, &mut chance, 40);
        let last = history.events.len() as i64;
        let known = match chance.weighted(&[60, 20, 20]) {
            0 => Known::All,
            1 => Known::Seq(outside_an_undo(&history, chance.between(1, last))),
            _ => Known::At(moment(&history, &mut chance, 10)),
        };
        Self { history, as_of, known, rates: rates(), facts }
    }

    pub fn world(&self) -> World {
        World::at(&self.history.events, self.as_of, self.known, &self.rates)
    }

    pub fn facts(&self) -> &Facts {
        &self.facts
    }

    pub fn view(&self) -> View<'_> {
        let mut view = View::new(&self.facts, self.cut());
        self.exchange(&mut view);
        view
    }

    /// Lets the engine use the rates that the oracle has.
    fn exchange(&self, view: &mut View<'_>) {
        let by_hand = self.rates.0.iter().map(|((from, day), rate)| (*from, fields::day_number(*day), *rate));
        view.rates = std::sync::Arc::new(EngineRates::new(view.currency, view.zone.clone(), by_hand));
    }

    /// The question about a month, made ready as the engine does it.
    pub fn asked(&self, month: Month, group_by: &[Dimension]) -> Asked<'_> {
        let question = Question {
            known_at: self.cut().known,
            kept: None,
            group_by: group_by.to_vec(),
            ..Question::new(month, AsOf::At(self.as_of))
        };
        let mut asked = question.ask(&self.facts);
        self.exchange(&mut asked.now.view);
        asked
    }

    /// The months of the history, as either side names them.
    pub fn months(&self) -> Vec<(Month, Period)> {
        let zone = jiff::tz::TimeZone::get(crate::histories::ZONE).expect("a zone");
        let last = self.as_of.timestamp().to_zoned(zone.clone()).date();
        let months = [0, 1, 5, 13].into_iter().filter_map(|back| {
            let day = last.checked_sub(jiff::Span::new().months(back)).ok()?;
            let month = Month::containing(Unit::Quarter, day);
            let (start, end) = month.instants(&zone);
            Some((month, Period { start, end }))
        });
        months.collect()
    }

    pub fn cut(&self) -> Cut {
        let log = &self.history.events;
        let known = match self.known {
            Known::All => None,
            Known::Seq(seq) => {
                let then =
                    log.iter().filter(|event| event.seq <= seq).map(|event| event.event.recorded_at).max();
                Some(KnownFacts { seq, at: then.unwrap_or_default() })
            }
            Known::At(at) => {
                let seq =
                    log.iter().filter(|event| event.event.recorded_at <= at).map(|event| event.seq).max();
                Some(KnownFacts { seq: seq.unwrap_or(0), at })
            }
        };
        Cut { before: self.as_of, known }
    }

    /// The lines of the log that speak of a record, for the message of a failure.
    pub fn story(&self, id: Uuid) -> String {
        let text = id.to_string();
        let about = |event: &&Event| {
            event.event.subject.id == id
                || serde_json::to_string(&event.event.data).is_ok_and(|d| d.contains(&text))
        };
        let lines = self.history.events.iter().filter(about).map(|Event { seq, event }| {
            let data = serde_json::to_string(&event.data).unwrap_or_default();
            let (kind, subject) = (event.kind.as_str(), event.subject);
            let batch = event.batch.map(|batch| format!(" in {}", batch.0)).unwrap_or_default();
            let (happened, told) = (event.occurred_at, event.recorded_at);
            format!(
                "{seq} {} {} {kind} at {happened} told {told}{batch} {data}",
                subject.kind.as_str(),
                subject.id
            )
        });
        lines.collect::<Vec<_>>().join("\n")
    }
}

/// The number itself, or the end of the undo of an import that it lies in: that is taken back at once, at its end.
fn outside_an_undo(history: &History, seq: i64) -> i64 {
    let undoes =
        |event: &&Event| event.event.kind == EventKind::Retracted && event.event.origin == Origin::Import;
    let later = history.events.iter().skip(seq as usize - 1);
    seq + later.take_while(undoes).count() as i64
}

/// The end of all, a moment at which something happened (or just after it), or any moment.
fn moment(history: &History, chance: &mut Chance, percent_end: u64) -> Instant {
    let end = history.now.0 + 1;
    if chance.in_a_hundred(percent_end) {
        return Instant(end);
    }
    let event = chance.one(&history.events).expect("a workspace has a log");
    let at = event.event.occurred_at.0;
    Instant([at, at + 1, chance.between(end - 800 * 86_400_000, end)][chance.below(3)])
}

/// A dollar rate on the first of some months, so that there is none for most days.
fn rates() -> Rates {
    let usd = Currency::parse("USD").expect("a currency");
    let days = (0..120).map(|week| jiff::civil::date(2023, 6, 1) + jiff::Span::new().days(week * 11));
    Rates(days.map(|day| ((usd, day), Decimal::new(9_137 + i64::from(day.day()), 4))).collect())
}

/// The engine's facts of a log, taken in by pieces of any size.
pub fn facts(log: &[Event], chance: &mut Chance) -> Facts {
    let mut keeper = Keeper::new([]);
    let mut rest = log;
    while !rest.is_empty() {
        let size = if chance.in_a_hundred(30) { rest.len() } else { chance.below(rest.len()) + 1 };
        let (piece, later) = rest.split_at(size);
        while let Some(release) = keeper.apply(piece) {
            let batch = log.iter().filter(|event| event.event.batch == Some(release.batch));
            let again: Vec<Event> = batch
                .filter(|event| release.after < event.seq && event.seq < release.before)
                .cloned()
                .collect();
            keeper.release(&again);
        }
        if chance.in_a_hundred(50) {
            drop(keeper.facts());
        }
        rest = later;
    }
    keeper.facts()
}

/// Runs a comparison on that many random histories and questions; many more with `TRECHTER_TEST_LONG=1`.
pub fn check(cases: u32, compare: impl Fn(&Case) -> Result<(), TestCaseError>) {
    let long = std::env::var("TRECHTER_TEST_LONG").is_ok_and(|value| value == "1");
    let cases = if long { cases * 100 } else { cases };
    let config = Config { cases, failure_persistence: None, max_shrink_iters: 60, ..Config::default() };
    let story = (any::<u64>().no_shrink(), 0..160usize, any::<u64>().no_shrink());
    // The same histories every time, so that a red run is about the change at hand; other ones in the long run.
    let same = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let mut runner = if long { TestRunner::new(config) } else { TestRunner::new_with_rng(config, same) };
    let ran = runner.run(&story, |(seed, steps, question)| {
        let case = Case::new(seed, steps, question);
        compare(&case).map_err(|error| {
            let asked = format!("as of {}, known {:?}", case.as_of, case.known);
            TestCaseError::fail(format!("seed {seed}, {steps} steps, question {question}: {asked}\n{error}"))
        })
    });
    ran.unwrap_or_else(|failure| panic!("{failure}"));
}
