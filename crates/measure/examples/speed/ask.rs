//! The questions that are timed.

use std::time::{Duration, Instant as Clock};

use trechter_measure::facts::Cut;
use trechter_measure::view::View;

use trechter_domain::Instant;
use trechter_measure::definitions::Metric;
use trechter_measure::evaluate;
use trechter_measure::facts::Facts;
use trechter_measure::measures::{self, Measure};
use trechter_measure::period::{AsOf, Reference};
use trechter_measure::question::Question;
use trechter_measure::slice::{Condition, Dimension, Value};
use trechter_measure::{conversion, leaks, people, stages};

use crate::company::END;
use crate::set_up::{id, sort};

/// A question by name, and how to ask it; `round` makes each asking a little different from the one before.
pub struct Timed {
    pub name: &'static str,
    pub ask: fn(&Facts, i64),
}

/// How long an answer took, in milliseconds.
pub struct Taken {
    pub first: f64,
    pub p50: f64,
    pub p95: f64,
    pub times: usize,
}

/// What the page with the numbers at a glance asks for.
const GLANCE: &[Metric] = &[
    Metric::LeadsCreated,
    Metric::ResponseMedian,
    Metric::ResponseInTime,
    Metric::FollowUps,
    Metric::Appointments,
    Metric::WinRate,
    Metric::WinRateByValue,
    Metric::OpenCount,
    Metric::OpenValue,
    Metric::WeightedGut,
    Metric::WonCount,
    Metric::WonValue,
    Metric::WonSizeMean,
    Metric::DaysToWonMedian,
];

/// What the dashboard of the API answers when nothing else is asked.
const USUAL: &[Metric] = &[
    Metric::OpenCount,
    Metric::OpenValue,
    Metric::WeightedGut,
    Metric::WonValue,
    Metric::WonCount,
    Metric::WinRate,
    Metric::WinRateByValue,
    Metric::WonSizeMean,
    Metric::DaysToWonMedian,
];

pub const ALL: &[Timed] = &[
    Timed { name: "dashboard", ask: |facts, round| dashboard(facts, &question(round), USUAL) },
    Timed { name: "glance", ask: |facts, round| dashboard(facts, &question(round), GLANCE) },
    Timed {
        name: "past",
        ask: |facts, round| {
            let middle = Instant(END - 184 * trechter_domain::time::DAY - round * 60_000);
            let question = Question {
                compare_to: Some(Reference::LastYear),
                ..Question::new("2025-Q2".parse().expect("a period"), AsOf::At(middle))
            };
            dashboard(facts, &question, USUAL);
        },
    },
    Timed {
        name: "slice",
        ask: |facts, round| {
            let by = vec![Dimension::Source, Dimension::Product];
            dashboard(facts, &Question { group_by: by, ..question(round) }, USUAL);
        },
    },
    Timed {
        name: "filtered",
        ask: |facts, round| {
            let owner = id(sort::MEMBER, (round % 10) as usize);
            let only = Condition { dimension: Dimension::Owner, any_of: vec![Value::Id(owner)] };
            let by = vec![Dimension::Industry];
            dashboard(facts, &Question { filter: vec![only], group_by: by, ..question(round) }, USUAL);
        },
    },
    Timed {
        name: "funnel",
        ask: |facts, round| {
            let told = stages::funnel(facts, &question(round), id(sort::PIPELINE, 0)).expect("a pipeline");
            assert!(told.stages.iter().any(|stage| stage.figures.iter().any(|figure| figure.n > 0)));
        },
    },
    Timed {
        name: "benchmark",
        ask: |facts, round| {
            let question = Question { compare_to: None, ..question(round) };
            stages::benchmark(facts, &question, id(sort::PIPELINE, 0)).expect("a pipeline");
        },
    },
    Timed {
        name: "leaks",
        ask: |facts, round| {
            let told = leaks::leaks(facts, &question(round));
            assert!(told.family > 0);
        },
    },
    Timed {
        name: "people",
        ask: |facts, round| {
            let told = people::people(&question(round).ask(facts));
            assert!(!told.people.is_empty());
        },
    },
    Timed {
        name: "conversion",
        ask: |facts, round| {
            conversion::conversion(&question(round).ask(facts));
        },
    },
    Timed {
        name: "scan",
        ask: |facts, round| {
            let view = View::new(facts, Cut::before(Instant(END - round)));
            let changes =
                view.deals().map(|deal| deal.at.changes().map(|change| change.code as u64).sum::<u64>());
            std::hint::black_box(changes.sum::<u64>());
        },
    },
    Timed {
        name: "explain",
        ask: |facts, round| {
            let measure = measures::of(Metric::WonValue).expect("a measure");
            let told = evaluate::explain(&question(round).ask(facts), measure, &[]);
            assert_eq!(told.records.len() as u64, told.figure.n);
        },
    },
];

fn question(round: i64) -> Question {
    Question {
        compare_to: Some(Reference::LastYear),
        ..Question::new("2025-Q4".parse().expect("a period"), AsOf::At(Instant(END - 1 - round * 60_000)))
    }
}

fn dashboard(facts: &Facts, question: &Question, metrics: &[Metric]) {
    let measures: Vec<&Measure> = metrics.iter().filter_map(|metric| measures::of(*metric)).collect();
    let answer = evaluate::answer(&question.ask(facts), &measures);
    assert_eq!(answer.totals.len(), measures.len());
}

/// Processor time of this thread, so that what else runs on the machine weighs little; where the system does not tell,
/// the time since the beginning.
pub fn spent(begin: Clock) -> Duration {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let told = told.and_then(|text| text.split(' ').next()?.parse().ok());
    told.map_or_else(|| begin.elapsed(), Duration::from_nanos)
}

/// Asks until `for_so_long` has passed, five times at least and so many times at most.
pub fn time(most: usize, for_so_long: Duration, mut ask: impl FnMut(i64)) -> Taken {
    let begin = Clock::now();
    let mut all = Vec::new();
    while all.len() < 5.min(most) || (begin.elapsed() < for_so_long && all.len() < most) {
        let start = spent(begin);
        ask(all.len() as i64);
        all.push((spent(begin) - start).as_secs_f64() * 1e3);
    }
    let (first, times) = (all[0], all.len());
    all.sort_by(f64::total_cmp);
    let rank = |share: f64| all[((times as f64 * share).ceil() as usize).clamp(1, times) - 1];
    Taken { first, p50: rank(0.5), p95: rank(0.95), times }
}
