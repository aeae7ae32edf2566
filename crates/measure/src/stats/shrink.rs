//! Rates of people with few cases, drawn towards the rate of their team as far as their number of cases allows.

use std::cmp::Ordering;

use statrs::function::beta::{beta_reg, ln_beta};

use super::answer::{Estimate, Interval};
use super::proportion::Share;

/// How many strengths of the prior are averaged over, and between which they lie evenly on a logarithmic scale.
const GRID: usize = 24;
const WEAKEST: f64 = 5.0;
const STRONGEST: f64 = 1000.0;

/// The scale of the half-Cauchy prior on the standard deviation between people: ten points.
const SPREAD: f64 = 0.1;

/// Fewer people than this say nothing about how people differ.
const FEWEST_PEOPLE: usize = 3;

/// What the whole team says about any one of its members, before his own cases.
///
/// A member's rate comes from Beta(m·M, (1−m)·M), with m the team's rate. How alike the members are, M, is not known: 24
/// values from 5 to 1000 take part, each weighted by the beta-binomial likelihood of all members' results (Skellam 1948)
/// times the density of a half-Cauchy(0.1) prior (Gelman 2006) at the standard deviation √(m(1−m)/(M+1)) between members
/// that it stands for.
#[derive(Debug, Clone, PartialEq)]
pub struct Team {
    /// m. A team with no hit at all, or with nothing but hits, has the rate of half a hit (or miss) more: certainty would
    /// leave nothing to learn.
    pub rate: f64,
    /// (M, weight), the weights adding up to 1.
    strengths: Vec<(f64, f64)>,
}

impl Team {
    /// The team of some people's results, each of the same pipeline. People without a case take no part; `None` for fewer
    /// than three with one: then nobody is shrunk, and the screen says so.
    ///
    /// ```
    /// use trechter_measure::stats::{Share, shrink::Team};
    /// let results = [Share::new(12, 40), Share::new(9, 50), Share::new(11, 45), Share::new(3, 4)];
    /// let team = Team::of(&results).unwrap();
    /// // 3 of 4 is 75%; with so few cases it stays close to the team's 25%, and nobody calls it above.
    /// let newcomer = team.shrink(results[3]);
    /// assert!(newcomer.value > team.rate && newcomer.value < 0.45);
    /// assert_eq!(team.stands(&newcomer), None);
    /// assert_eq!(Team::of(&results[..2]), None);
    /// ```
    pub fn of(results: &[Share]) -> Option<Team> {
        let people: Vec<Share> = results.iter().copied().filter(|share| share.n() > 0).collect();
        if people.len() < FEWEST_PEOPLE {
            return None;
        }
        let all = people.iter().copied().fold(Share::default(), Share::with);
        let rate = all.rate().filter(|rate| *rate > 0.0 && *rate < 1.0);
        let rate = rate.unwrap_or((all.k() as f64 + 0.5) / (all.n() as f64 + 1.0));
        let mut strengths: Vec<(f64, f64)> = (0..GRID)
            .map(|at| {
                let step = at as f64 / (GRID - 1) as f64;
                let strength = WEAKEST * (STRONGEST / WEAKEST).powf(step);
                (strength, log_weight(&people, rate, strength))
            })
            .collect();
        let largest = strengths.iter().map(|(_, weight)| *weight).fold(f64::NEG_INFINITY, f64::max);
        strengths.iter_mut().for_each(|(_, weight)| *weight = (*weight - largest).exp());
        let total: f64 = strengths.iter().map(|(_, weight)| weight).sum();
        strengths.iter_mut().for_each(|(_, weight)| *weight /= total);
        Some(Team { rate, strengths })
    }

    /// The rate of a member with these results: the mean of the mixture, and its 2.5% and 97.5% quantiles. Without a case
    /// it is the team's.
    ///
    /// ```
    /// # use trechter_measure::stats::{Share, shrink::Team};
    /// let team = Team::of(&[Share::new(10, 40), Share::new(12, 40), Share::new(8, 40)]).unwrap();
    /// // The more cases, the less is drawn.
    /// let (few, many) = (team.shrink(Share::new(2, 4)), team.shrink(Share::new(200, 400)));
    /// assert!(0.25 < few.value && few.value < many.value && many.value < 0.5);
    /// ```
    pub fn shrink(&self, share: Share) -> Estimate {
        let parts = self.posteriors(share);
        let value = parts.iter().map(|part| part.weight * part.hits / (part.hits + part.misses)).sum();
        Estimate { value, interval: Interval::closed(quantile(&parts, 0.025), quantile(&parts, 0.975)) }
    }

    /// Whether a member stands below or above the team: only when the interval leaves out the team's rate. `None`: cannot
    /// be told.
    ///
    /// ```
    /// # use trechter_measure::stats::{Share, shrink::Team};
    /// use std::cmp::Ordering;
    /// let team = Team::of(&[Share::new(10, 40), Share::new(12, 40), Share::new(8, 40)]).unwrap();
    /// assert_eq!(team.stands(&team.shrink(Share::new(200, 400))), Some(Ordering::Greater));
    /// assert_eq!(team.stands(&team.shrink(Share::new(2, 4))), None);
    /// ```
    pub fn stands(&self, shrunk: &Estimate) -> Option<Ordering> {
        if shrunk.interval.high.is_some_and(|high| high < self.rate) {
            Some(Ordering::Less)
        } else if shrunk.interval.low.is_some_and(|low| low > self.rate) {
            Some(Ordering::Greater)
        } else {
            None
        }
    }

    fn posteriors(&self, share: Share) -> Vec<Posterior> {
        let (hits, misses) = (share.k() as f64, (share.n() - share.k()) as f64);
        let posterior = |&(strength, weight): &(f64, f64)| Posterior {
            weight,
            hits: self.rate * strength + hits,
            misses: (1.0 - self.rate) * strength + misses,
        };
        // What weighs nothing costs as much as the rest.
        self.strengths.iter().filter(|(_, weight)| *weight > 1e-12).map(posterior).collect()
    }
}

/// A weighted Beta(hits, misses).
struct Posterior {
    weight: f64,
    hits: f64,
    misses: f64,
}

fn log_weight(people: &[Share], rate: f64, strength: f64) -> f64 {
    let (hits, misses) = (rate * strength, (1.0 - rate) * strength);
    let none = ln_beta(hits, misses);
    let of_person =
        |share: &Share| ln_beta(hits + share.k() as f64, misses + (share.n() - share.k()) as f64) - none;
    let likelihood: f64 = people.iter().map(of_person).sum();
    let between = (rate * (1.0 - rate) / (strength + 1.0)).sqrt();
    likelihood - (between / SPREAD).powi(2).ln_1p()
}

/// Where the mixture's distribution function reaches `chance`, by bisection.
fn quantile(parts: &[Posterior], chance: f64) -> f64 {
    let (mut low, mut high) = (0.0, 1.0);
    // A hundred-thousandth of a point.
    while high - low > 1e-7 {
        let middle = (low + high) / 2.0;
        let below: f64 =
            parts.iter().map(|part| part.weight * beta_reg(part.hits, part.misses, middle)).sum();
        if below < chance {
            low = middle;
        } else {
            high = middle;
        }
    }
    (low + high) / 2.0
}
