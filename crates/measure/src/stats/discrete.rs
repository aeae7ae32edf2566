//! Exact tails of distributions over whole numbers with one peak.
//!
//! A distribution is given by its ratios w(x+1)/w(x) alone. Weights are summed outwards from the peak, so they only
//! shrink: nothing overflows, no logarithm of a factorial is taken, nothing is allocated, and the walk ends where
//! the weights vanish.

/// Weights below this count as none: such a p-value is 0.
const VANISHED: f64 = 1e-300;

/// Weights below this change no sum of chances.
const NEGLIGIBLE: f64 = 1e-25;

/// Chances around an observed value; `below + at + above = 1`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Tails {
    pub below: f64,
    pub at: f64,
    pub above: f64,
    /// The chance of all values that are no more likely than the observed one.
    pub as_rare: f64,
}

/// A distribution on `low..=high`.
pub(super) struct Peaked<F> {
    pub low: u64,
    pub high: u64,
    /// The likeliest value, or one next to it.
    pub peak: u64,
    /// w(x+1)/w(x) for `low <= x < high`, falling in x.
    pub ratio: F,
}

/// The successes among `n` trials, each with the given odds p/(1-p), positive and finite.
pub(super) fn binomial(n: u64, odds: f64) -> Peaked<impl Fn(u64) -> f64> {
    let peak = ((n as f64 + 1.0) * odds / (1.0 + odds)) as u64;
    Peaked {
        low: 0,
        high: n,
        peak: peak.min(n),
        ratio: move |x| (n as f64 - x as f64) / (x as f64 + 1.0) * odds,
    }
}

/// Events that come by themselves, `mean` of them on average; `mean` is positive and finite.
pub(super) fn poisson(mean: f64) -> Peaked<impl Fn(u64) -> f64> {
    Peaked { low: 0, high: u64::MAX, peak: mean as u64, ratio: move |x| mean / (x as f64 + 1.0) }
}

/// How many of `marked` cases fall into a first group of `n1` when the second has `n2`, all margins fixed.
pub(super) fn hypergeometric(n1: u64, n2: u64, marked: u64) -> Peaked<impl Fn(u64) -> f64> {
    let (a, b, m) = (n1 as f64, n2 as f64, marked as f64);
    let (low, high) = (marked.saturating_sub(n2), marked.min(n1));
    let peak = ((m + 1.0) * (a + 1.0) / (a + b + 2.0)) as u64;
    Peaked {
        low,
        high,
        peak: peak.clamp(low, high),
        ratio: move |x| {
            let x = x as f64;
            (m - x) * (a - x) / ((x + 1.0) * (b - m + x + 1.0))
        },
    }
}

impl<F: Fn(u64) -> f64> Peaked<F> {
    /// Calls `each` with values and weights relative to the peak's: the peak, then downwards, then upwards, each way until
    /// the weight falls below `least`. (Zero is never reached: the smallest number halves to itself.)
    fn walk(&self, least: f64, mut each: impl FnMut(u64, f64)) {
        each(self.peak, 1.0);
        let mut weight = 1.0;
        let mut x = self.peak;
        while x > self.low && weight > least {
            x -= 1;
            weight /= (self.ratio)(x);
            each(x, weight);
        }
        (x, weight) = (self.peak, 1.0);
        while x < self.high && weight > least {
            weight *= (self.ratio)(x);
            x += 1;
            each(x, weight);
        }
    }

    /// The chances around `observed`, which lies in `low..=high`.
    pub fn tails(&self, observed: u64) -> Tails {
        let mut at = 0.0;
        self.walk(VANISHED, |x, weight| {
            if x == observed {
                at = weight;
            }
        });
        // Equal chances differ in their last digits; R's fisher.test allows the same play.
        let rare = at * (1.0 + 1e-7);
        let (mut below, mut above, mut as_rare) = (0.0, 0.0, 0.0);
        self.walk(VANISHED, |x, weight| {
            if x < observed {
                below += weight;
            } else if x > observed {
                above += weight;
            }
            if weight <= rare {
                as_rare += weight;
            }
        });
        let total = below + at + above;
        Tails {
            below: below / total,
            at: at / total,
            above: above / total,
            as_rare: (as_rare / total).min(1.0),
        }
    }

    /// The largest l with P(X < l) <= `chance` and the smallest u with P(X >= u) <= `chance`.
    pub fn cut_off(&self, chance: f64) -> (u64, u64) {
        let (mut below, mut above) = (0.0, 0.0);
        self.walk(NEGLIGIBLE, |x, weight| {
            if x < self.peak {
                below += weight;
            } else {
                above += weight;
            }
        });
        // A chance that equals the limit but for rounding is within it.
        let limit = chance * (below + above) * (1.0 + 1e-12);
        // `below` = P(X < low), `above` = P(X >= high), each walked outwards until it is small enough.
        let (mut low, mut weight) = (self.peak, 1.0);
        while below > limit && low > self.low {
            low -= 1;
            weight /= (self.ratio)(low);
            below -= weight;
        }
        let mut high = self.peak;
        weight = 1.0;
        while above > limit && high <= self.high {
            above -= weight;
            if high < self.high {
                weight *= (self.ratio)(high);
            }
            high += 1;
        }
        (low, high)
    }
}
