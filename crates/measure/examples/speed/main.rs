//! How fast the numbers are, on one core: a made-up company, made straight into facts, and the questions about it.
//!
//! `cargo xtask bench measure` runs this and writes docs/benchmarks.md. Each line it prints is a JSON object.

mod ask;
mod chance;
mod company;
mod rows;
mod set_up;

use std::path::PathBuf;
use std::time::{Duration, Instant as Clock};

use serde_json::json;
use trechter_domain::event::Event;
use trechter_measure::facts::{Facts, Keeper};

use company::Company;
use rows::Rows;

/// Events given to the keeper at once, as the server does.
const PAGE: usize = 20_000;

fn main() {
    let mut arguments = std::env::args().skip(1);
    let deals: usize = arguments.next().and_then(|text| text.parse().ok()).unwrap_or(10_000);
    let seconds: u64 = arguments.next().and_then(|text| text.parse().ok()).unwrap_or(5);
    let folder = arguments.next().filter(|folder| folder != "-").map(PathBuf::from);
    let only = arguments.next();
    let wanted = |name: &str| only.as_deref().is_none_or(|only| only.split(',').any(|one| one == name));
    let mut rows =
        folder.as_deref().map(|folder| Rows::create(folder).expect("a folder that can be written to"));

    let (mut keeper, facts, late) = build(deals, rows.as_mut());
    drop(rows);
    for question in ask::ALL.iter().filter(|question| wanted(question.name)) {
        let taken = ask::time(200, Duration::from_secs(seconds), |round| (question.ask)(&facts, round));
        tell(question.name, &taken);
    }
    if wanted("apply") {
        let mut pages = late.chunks(1_000);
        let taken = ask::time(pages.len(), Duration::from_secs(seconds), |_| {
            keeper.apply(pages.next().unwrap_or_default());
            keeper.facts();
        });
        tell("apply", &taken);
    }
    if wanted("bandwidth") {
        bandwidth();
    }
}

fn tell(name: &str, taken: &ask::Taken) {
    println!(
        "{}",
        json!({
            "question": name, "first": taken.first, "p50": taken.p50, "p95": taken.p95, "times": taken.times,
        })
    );
}

/// The facts of the company; its last 40,000 events are kept apart, to be applied in thousands.
fn build(deals: usize, rows: Option<&mut Rows>) -> (Keeper, Facts, Vec<Event>) {
    let begin = Clock::now();
    let mut company = Company::new(deals, rows);
    let mut keeper = Keeper::new([]);
    let (mut took, mut events, mut late) = (Duration::ZERO, 0, Vec::new());
    loop {
        let made = company.page(PAGE);
        if made.is_empty() {
            break;
        }
        events += made.len();
        late.extend(made);
        let page: Vec<Event> = late.drain(..late.len().saturating_sub(2 * PAGE)).collect();
        let start = ask::spent(begin);
        keeper.apply(&page);
        took += ask::spent(begin) - start;
    }
    company.finish();
    let start = ask::spent(begin);
    let facts = keeper.facts();
    took += ask::spent(begin) - start;
    let (deals, leads, touches) = company.counts();
    println!(
        "{}",
        json!({
            "deals": deals, "leads": leads, "touches": touches, "events": events,
            "from_log_seconds": took.as_secs_f64(), "bytes": facts.bytes(),
            "deal_bytes": facts.table_bytes(trechter_domain::event::Kind::Deal),
            "resident": resident(),
        })
    );
    (keeper, facts, late)
}

/// How fast a plain sum goes through memory, in gigabytes per second.
fn bandwidth() {
    let numbers: Vec<u64> = (0..32 << 20).collect();
    let taken = ask::time(200, Duration::from_secs(2), |round| {
        let sum = numbers.iter().fold(round as u64, |sum, number| sum.wrapping_add(*number));
        std::hint::black_box(sum);
    });
    let gigabytes = (numbers.len() * size_of::<u64>()) as f64 / 1e9;
    println!("{}", json!({ "bandwidth": gigabytes / (taken.p50 / 1e3) }));
}

/// Memory of this process, in bytes.
fn resident() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmRSS:"))?;
    line.split_whitespace().nth(1)?.parse::<u64>().ok().map(|kilobytes| kilobytes * 1024)
}
