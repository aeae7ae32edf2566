use proptest::prelude::*;
use trechter_measure::stats::velocity::Closed;

use crate::{Chance, near};

/// A closed deal: its value when won, and its days.
type Deal = (Option<f64>, f64);

fn closed(deals: &[Deal]) -> Closed {
    let mut closed = Closed::default();
    for (won, days) in deals {
        match won {
            Some(value) => closed.add_won(*value, *days),
            None => closed.add_lost(*days),
        }
    }
    closed
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

fn covariance(a: &[f64], b: &[f64]) -> f64 {
    let (mean_a, mean_b) = (mean(a), mean(b));
    a.iter().zip(b).map(|(a, b)| (a - mean_a) * (b - mean_b)).sum::<f64>() / (a.len() as f64 - 1.0)
}

/// The formula, from the deals themselves.
fn naive_error(deals: &[Deal]) -> f64 {
    let days: Vec<f64> = deals.iter().map(|(_, days)| *days).collect();
    let won: Vec<(f64, f64)> =
        deals.iter().filter_map(|(won, days)| won.map(|value| (value, *days))).collect();
    let values: Vec<f64> = won.iter().map(|(value, _)| *value).collect();
    let days_won: Vec<f64> = won.iter().map(|(_, days)| *days).collect();
    let days_lost: Vec<f64> = deals.iter().filter(|(won, _)| won.is_none()).map(|(_, days)| *days).collect();
    let (n, w) = (deals.len() as f64, won.len() as f64);
    let p = w / n;
    let between = if days_lost.is_empty() { 0.0 } else { mean(&days_won) - mean(&days_lost) };
    ((1.0 - p) / (n * p)
        + covariance(&values, &values) / (w * mean(&values).powi(2))
        + covariance(&days, &days) / (n * mean(&days).powi(2))
        - 2.0 * p * covariance(&values, &days_won) / (w * mean(&values) * mean(&days))
        - 2.0 * (1.0 - p) * between / (n * mean(&days)))
    .max(0.0)
    .sqrt()
}

/// ln v from the deals themselves.
fn ln_velocity(deals: &[Deal]) -> f64 {
    let value: f64 = deals.iter().filter_map(|(won, _)| *won).sum();
    let days: f64 = deals.iter().map(|(_, days)| *days).sum();
    // open · (w/n) · (value/w) / (days/n), with one deal open.
    (value / days).ln()
}

/// Deals whose value grows with the days they take, and whose losses take longer.
fn history(count: usize, chance: &mut Chance) -> Vec<Deal> {
    (0..count)
        .map(|_| {
            let days = 5.0 + 60.0 * chance.next();
            if chance.next() < 0.3 {
                (Some(500.0 + 40.0 * days + 2_000.0 * chance.next()), days)
            } else {
                (None, 20.0 + 1.5 * days)
            }
        })
        .collect()
}

#[test]
fn the_formula_is_the_spread_of_resampled_histories() {
    let mut chance = Chance(4);
    let deals = history(400, &mut chance);
    let formula = closed(&deals).relative_error().unwrap();
    // Efron's bootstrap: what Trechter never does while somebody waits.
    let resampled: Vec<f64> = (0..4_000)
        .map(|_| {
            let again: Vec<Deal> = deals.iter().map(|_| deals[(chance.next() * 400.0) as usize]).collect();
            ln_velocity(&again)
        })
        .collect();
    let spread = covariance(&resampled, &resampled).sqrt();
    near(formula / spread, 1.0, 0.05);
}

#[test]
fn value_and_inputs() {
    let deals = [(Some(100.0), 10.0), (None, 30.0), (Some(300.0), 20.0), (None, 20.0)];
    let velocity = closed(&deals).velocity(8).unwrap();
    // 8 open · 1/2 · 200 / 20 days.
    assert_eq!(velocity.per_day, 40.0);
    let inputs = velocity.inputs;
    assert_eq!((inputs.open, inputs.win_rate, inputs.mean_value, inputs.mean_days), (8, 0.5, 200.0, 20.0));
    assert_eq!(velocity.interval, None, "two won deals are too few");
    assert_eq!(closed(&deals).velocity(0).unwrap().per_day, 0.0);
}

#[test]
fn the_interval_begins_at_five_won() {
    let deals: Vec<Deal> = (1..=5).map(|i| (Some(100.0 * f64::from(i)), f64::from(i))).collect();
    assert_eq!(closed(&deals[..4]).velocity(3).unwrap().interval, None);
    // All won: no lost days are needed. The value follows the days exactly, so their errors cancel.
    let interval = closed(&deals).velocity(3).unwrap().interval.unwrap();
    near(interval.low.unwrap(), 300.0, 1e-4);
    near(interval.high.unwrap(), 300.0, 1e-4);
}

#[test]
fn without_wins_value_or_time_there_is_none() {
    assert_eq!(Closed::default().velocity(5), None);
    assert_eq!(closed(&[(None, 10.0)]).velocity(5), None);
    assert_eq!(closed(&[(Some(0.0), 10.0)]).velocity(5), None);
    assert_eq!(closed(&[(Some(10.0), 0.0)]).velocity(5), None);
}

proptest! {
    #[test]
    fn running_sums_say_what_deals_say(
        deals in prop::collection::vec((prop::option::of(1.0..1e5f64), 0.0..400.0f64), 6..120),
        at in 0usize..120,
    ) {
        prop_assume!(deals.iter().filter(|(won, _)| won.is_some()).count() >= 5);
        let error = closed(&deals).relative_error().unwrap();
        prop_assert!((error - naive_error(&deals)).abs() < 1e-7);
        let (left, right) = deals.split_at(at.min(deals.len()));
        let merged = closed(left).with(&closed(right)).relative_error().unwrap();
        prop_assert!((error - merged).abs() < 1e-7);
    }
}
