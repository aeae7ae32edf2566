//! The statistics against published values, against second implementations that are slow and obvious, and against what
//! must hold for any data.

mod counts;
mod mean;
mod multiple;
mod proportion;
mod quantile;
mod same_mix;
mod season;
mod shrink;
mod survival;
mod velocity;

/// Fails unless `value` is `expected` but for rounding in the last digits given.
#[track_caller]
fn near(value: f64, expected: f64, allowed: f64) {
    assert!((value - expected).abs() <= allowed, "{value} is not {expected} (± {allowed})");
}

/// n over k, from Pascal's rule.
fn choose(n: u64, k: u64) -> f64 {
    (0..k).fold(1.0, |product, i| product * (n - i) as f64 / (i + 1) as f64)
}

/// The chance of `k` successes in `n` trials, term by term.
fn binomial(n: u64, k: u64, p: f64) -> f64 {
    choose(n, k) * p.powi(k as i32) * (1.0 - p).powi((n - k) as i32)
}

/// Repeatable numbers, `0.0..1.0`, for simulations.
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> f64 {
        // Steele & Vigna's SplitMix64.
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) >> 11) as f64 / (1u64 << 53) as f64
    }

    fn poisson(&mut self, mean: f64) -> u32 {
        let (mut product, mut count) = (self.next(), 0);
        while product > (-mean).exp() {
            product *= self.next();
            count += 1;
        }
        count
    }
}
