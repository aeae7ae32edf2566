//! Chance that can be repeated: the same seed gives the same numbers in every release.
//! xoshiro256++ by Blackman and Vigna, seeded by splitmix64.

/// A stream of random numbers.
#[derive(Debug, Clone)]
pub struct Chance([u64; 4]);

fn splitmix(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut z = *state;
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

impl Chance {
    /// The stream of a seed; `stream` and `index` give independent ones.
    pub fn of(seed: u64, stream: u64, index: u64) -> Self {
        let mut state = seed;
        for part in [stream, index] {
            state = splitmix(&mut state) ^ part;
        }
        Self(std::array::from_fn(|_| splitmix(&mut state)))
    }

    pub fn next(&mut self) -> u64 {
        let s = &mut self.0;
        let result = s[0].wrapping_add(s[3]).rotate_left(23).wrapping_add(s[0]);
        let t = s[1] << 17;
        s[2] ^= s[0];
        s[3] ^= s[1];
        s[1] ^= s[2];
        s[0] ^= s[3];
        s[2] ^= t;
        s[3] = s[3].rotate_left(45);
        result
    }

    /// From 0 up to, not including, 1.
    pub fn unit(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1u64 << 53) as f64
    }

    /// From `low` up to, not including, `high`.
    pub fn between(&mut self, low: f64, high: f64) -> f64 {
        low + self.unit() * (high - low)
    }

    /// A whole number from `low` to `high`, both included.
    pub fn whole(&mut self, low: i64, high: i64) -> i64 {
        low + (self.unit() * (high - low + 1) as f64) as i64
    }

    /// True with this probability.
    pub fn with(&mut self, probability: f64) -> bool {
        self.unit() < probability
    }

    /// One of a list that is not empty.
    pub fn pick<'a, T>(&mut self, list: &'a [T]) -> &'a T {
        &list[(self.unit() * list.len() as f64) as usize]
    }

    /// An index, each with its weight; weights need not add up to one.
    pub fn weighted(&mut self, weights: impl Iterator<Item = f64> + Clone) -> usize {
        let mut left = self.unit() * weights.clone().sum::<f64>();
        let mut last = 0;
        for (i, weight) in weights.enumerate() {
            if weight > 0.0 {
                last = i;
                if left < weight {
                    return i;
                }
                left -= weight;
            }
        }
        last
    }

    /// Normal with mean 0 and deviation 1 (Box-Muller).
    fn normal(&mut self) -> f64 {
        let radius = (-2.0 * (1.0 - self.unit()).ln()).sqrt();
        radius * (std::f64::consts::TAU * self.unit()).cos()
    }

    /// Positive and skewed: half of the values lie below the median, `spread` is the deviation of the
    /// logarithm.
    pub fn skewed(&mut self, median: f64, spread: f64) -> f64 {
        median * (spread * self.normal()).exp()
    }

    /// Around a mean, with a deviation.
    pub fn around(&mut self, mean: f64, deviation: f64) -> f64 {
        mean + deviation * self.normal()
    }
}

#[cfg(test)]
mod tests {
    use super::Chance;

    #[test]
    fn the_stream_never_changes_between_releases() {
        let mut chance = Chance::of(7, 1, 2);
        let first: Vec<u64> = (0..3).map(|_| chance.next()).collect();
        let mut again = Chance::of(7, 1, 2);
        assert_eq!(first, (0..3).map(|_| again.next()).collect::<Vec<_>>());
        assert_ne!(first[0], Chance::of(8, 1, 2).next());
        assert_ne!(first[0], Chance::of(7, 2, 1).next());
    }

    #[test]
    fn shares_come_out_as_asked() {
        let mut chance = Chance::of(1, 0, 0);
        let hits = (0..100_000).filter(|_| chance.with(0.3)).count();
        assert!((29_300..30_700).contains(&hits), "{hits}");
        let picks = (0..100_000).filter(|_| chance.weighted([1.0, 0.0, 3.0].into_iter()) == 2).count();
        assert!((74_300..75_700).contains(&picks), "{picks}");
        let below = (0..100_000).filter(|_| chance.skewed(10.0, 0.8) < 10.0).count();
        assert!((49_200..50_800).contains(&below), "{below}");
    }
}
