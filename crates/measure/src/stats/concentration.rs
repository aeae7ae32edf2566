//! Whether a sum stands on enough cases.

/// Fewer effective cases than this: "carried by few", no interval, no verdict.
pub const FEW_EFFECTIVE: f64 = 10.0;

/// One case above this share of a sum carries it.
const LARGEST_SHARE: f64 = 0.25;

/// Running sums of values that are added up: one pass, mergeable. Values must not be negative.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Weights {
    /// How many values.
    pub n: u64,
    /// Σv.
    pub sum: f64,
    /// Σv².
    pub squares: f64,
    /// The largest value and whose it is: the first such, in the order of adding.
    pub largest: Option<(u32, f64)>,
}

impl Weights {
    /// Adds the value of the case `key`.
    ///
    /// ```
    /// use trechter_measure::stats::concentration::Weights;
    /// let mut weights = Weights::default();
    /// for (deal, value) in [(101, 20.0), (104, 38.0), (107, 42.0)] {
    ///     weights.add(deal, value);
    /// }
    /// assert_eq!(weights.largest, Some((107, 42.0)));
    /// ```
    pub fn add(&mut self, key: u32, value: f64) {
        self.n += 1;
        self.sum += value;
        self.squares += value * value;
        if self.largest.is_none_or(|(_, largest)| value > largest) {
            self.largest = Some((key, value));
        }
    }

    /// The effective number of cases (Σv)²/Σv² (Kish 1965): n when all values are equal, 1 when one value is everything,
    /// 0 when there is no value.
    ///
    /// ```
    /// use trechter_measure::stats::concentration::Weights;
    /// let mut weights = Weights::default();
    /// weights.add(1, 300.0);
    /// weights.add(2, 100.0);
    /// assert_eq!(weights.n_eff(), 1.6);
    /// ```
    pub fn n_eff(&self) -> f64 {
        if self.squares > 0.0 { self.sum * self.sum / self.squares } else { 0.0 }
    }

    /// "Carried by few deals: D-104 is 38%": whose case is the largest and its share of the sum, when there are fewer
    /// than ten effective cases or that share is above 25%. Then no interval is shown. `None`: the sum stands on enough
    /// cases, or there is no value.
    ///
    /// ```
    /// use trechter_measure::stats::concentration::Weights;
    /// let mut weights = Weights::default();
    /// (0..62).for_each(|deal| weights.add(deal, 1.0));
    /// assert_eq!(weights.carried_by_few(), None);
    /// weights.add(104, 38.0);
    /// assert_eq!(weights.carried_by_few(), Some((104, 0.38)));
    /// ```
    pub fn carried_by_few(&self) -> Option<(u32, f64)> {
        let (key, largest) = self.largest.filter(|_| self.sum > 0.0)?;
        let share = largest / self.sum;
        (self.n_eff() < FEW_EFFECTIVE || share > LARGEST_SHARE).then_some((key, share))
    }
}
