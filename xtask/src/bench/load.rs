//! Clients that ask as fast as they are answered, each on its own connection.

use std::sync::Barrier;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result};

use super::questions::{Known, Question};
use crate::http::Client;

/// Latencies in milliseconds, and answers per second.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Figures {
    pub p50: f64,
    pub p95: f64,
    pub p99: f64,
    pub rate: f64,
}

/// Requests that are not counted, per client: connections open, caches fill.
const WARM_UP: usize = 5;

/// Asks one question for some time.
pub fn press(
    client: &Client,
    clients: usize,
    time: Duration,
    question: &Question,
    known: &Known,
) -> Result<Figures> {
    let together = Barrier::new(clients);
    let outcomes = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..clients)
            .map(|number| {
                let (client, together) = (client.clone(), &together);
                scope.spawn(move || one(client, number, time, question, known, together))
            })
            .collect();
        threads.into_iter().map(|thread| thread.join().expect("no panic")).collect::<Result<Vec<_>>>()
    })?;
    let mut all: Vec<Duration> = outcomes.into_iter().flatten().collect();
    all.sort_unstable();
    figures(&all, time).with_context(|| format!("{}: no answers", question.name))
}

fn one(
    mut client: Client,
    number: usize,
    time: Duration,
    question: &Question,
    known: &Known,
    together: &Barrier,
) -> Result<Vec<Duration>> {
    let mut asker = (question.asker)(known, number);
    let mut ask = || -> Result<Duration> {
        let request = asker();
        let headers: Vec<(&str, &str)> =
            request.key.iter().map(|key| ("Idempotency-Key", key.as_str())).collect();
        let begin = Instant::now();
        let reply = client.send(request.method, &request.path, &headers, request.body.as_ref())?;
        let took = begin.elapsed();
        // What it says is not read: that work would be taken from the server.
        if !reply.is_success() {
            reply.success().with_context(|| request.path)?;
        }
        Ok(took)
    };
    let warm = (0..WARM_UP).try_for_each(|_| ask().map(|_| ()));
    // Also after a failure: the others wait.
    together.wait();
    warm?;
    let end = Instant::now() + time;
    let mut all = Vec::new();
    while Instant::now() < end {
        all.push(ask()?);
    }
    Ok(all)
}

/// `None` without a single answer.
fn figures(sorted: &[Duration], time: Duration) -> Option<Figures> {
    let last = sorted.len().checked_sub(1)?;
    let at = |part: f64| sorted[(last as f64 * part).round() as usize].as_secs_f64() * 1e3;
    let rate = sorted.len() as f64 / time.as_secs_f64();
    Some(Figures { p50: at(0.50), p95: at(0.95), p99: at(0.99), rate })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_taken_from_the_sorted_times() {
        let times: Vec<Duration> = (0..=100).map(Duration::from_millis).collect();
        let figures = figures(&times, Duration::from_secs(1)).expect("figures");
        assert_eq!(figures, Figures { p50: 50.0, p95: 95.0, p99: 99.0, rate: 101.0 });
        assert_eq!(super::figures(&[], Duration::from_secs(1)), None);
    }
}
