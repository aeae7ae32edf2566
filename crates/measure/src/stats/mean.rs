//! Means, from running sums.

use super::answer::{Interval, Side, Test};
use super::distribution::{student_95, student_p};

/// n, Σx and Σx² of some values, in one unit. One pass, mergeable, and a part can be taken out again.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Sums {
    /// How many values.
    pub n: u64,
    /// Σx.
    pub sum: f64,
    /// Σx².
    pub squares: f64,
}

impl Sums {
    /// Adds one value.
    ///
    /// ```
    /// use trechter_measure::stats::mean::Sums;
    /// let mut days = Sums::default();
    /// days.add(3.0);
    /// days.add(5.0);
    /// assert_eq!(days.mean(), Some(4.0));
    /// ```
    pub fn add(&mut self, value: f64) {
        self.n += 1;
        self.sum += value;
        self.squares += value * value;
    }

    /// The values of both.
    ///
    /// ```
    /// use trechter_measure::stats::mean::Sums;
    /// assert_eq!(Sums::of([1.0]).with(&Sums::of([2.0])), Sums::of([1.0, 2.0]));
    /// ```
    pub fn with(&self, other: &Sums) -> Sums {
        Sums { n: self.n + other.n, sum: self.sum + other.sum, squares: self.squares + other.squares }
    }

    /// These values without `part`, which must be among them.
    ///
    /// ```
    /// use trechter_measure::stats::mean::Sums;
    /// assert_eq!(Sums::of([1.0, 2.0]).without(&Sums::of([1.0])), Sums::of([2.0]));
    /// ```
    pub fn without(&self, part: &Sums) -> Sums {
        Sums { n: self.n - part.n, sum: self.sum - part.sum, squares: self.squares - part.squares }
    }

    /// The sums of some values.
    pub fn of(values: impl IntoIterator<Item = f64>) -> Sums {
        let mut sums = Sums::default();
        values.into_iter().for_each(|value| sums.add(value));
        sums
    }

    /// Σx/n; `None` of nothing.
    pub fn mean(&self) -> Option<f64> {
        (self.n > 0).then(|| self.sum / self.n as f64)
    }

    /// The sample variance s², with n-1; `None` below two values. Equal values have 0, whatever the rounding.
    ///
    /// ```
    /// use trechter_measure::stats::mean::Sums;
    /// assert_eq!(Sums::of([2.0, 4.0, 6.0]).variance(), Some(4.0));
    /// assert_eq!(Sums::of([0.1, 0.1, 0.1]).variance(), Some(0.0));
    /// ```
    pub fn variance(&self) -> Option<f64> {
        if self.n < 2 {
            return None;
        }
        let n = self.n as f64;
        let spread = self.squares - self.sum * self.sum / n;
        // What is left of squares that cancel out is rounding, not spread.
        let rounding = self.squares * f64::EPSILON * n.sqrt() * 4.0;
        Some(if spread > rounding { spread / (n - 1.0) } else { 0.0 })
    }

    /// The 95% interval of the mean: mean ± t(n-1) · s/√n (Student 1908), its lower bound not below `smallest`, the
    /// smallest value that can be (0 for days and money). Open below two values.
    ///
    /// ```
    /// use trechter_measure::stats::mean::Sums;
    /// let days = Sums::of([1.0, 2.0, 3.0, 4.0, 5.0]).interval(Some(0.0));
    /// assert_eq!(format!("{:.2} {:.2}", days.low.unwrap(), days.high.unwrap()), "1.04 4.96");
    /// assert_eq!(Sums::of([1.0, 9.0]).interval(Some(0.0)).low, Some(0.0));
    /// ```
    pub fn interval(&self, smallest: Option<f64>) -> Interval {
        let (Some(mean), Some(variance)) = (self.mean(), self.variance()) else { return Interval::OPEN };
        let n = self.n as f64;
        let half = student_95(n - 1.0) * (variance / n).sqrt();
        Interval::closed(mean - half, mean + half).cut(smallest.unwrap_or(f64::NEG_INFINITY), f64::INFINITY)
    }
}

/// Whether two means differ by more than noise: Welch's test (1947), which does not take their variances for equal. The
/// statistic is t, negative when the first mean is lower. `None` when a side has fewer than two values, or when all values
/// of both sides are equal within their side: then there is no noise to compare with.
///
/// ```
/// use trechter_measure::stats::{Side, mean::{Sums, welch}};
/// let test = welch(&Sums::of([1.0, 2.0, 3.0]), &Sums::of([4.0, 5.0, 9.0]), Side::Both).unwrap();
/// assert_eq!(format!("{:.3} {:.3}", test.statistic, test.p), "-2.449 0.106");
/// ```
pub fn welch(first: &Sums, second: &Sums, side: Side) -> Option<Test> {
    let error1 = first.variance()? / first.n as f64;
    let error2 = second.variance()? / second.n as f64;
    let error = error1 + error2;
    if error <= 0.0 {
        return None;
    }
    let statistic = (first.mean()? - second.mean()?) / error.sqrt();
    let shares = error1 * error1 / (first.n as f64 - 1.0) + error2 * error2 / (second.n as f64 - 1.0);
    Some(Test { statistic, p: student_p(statistic, error * error / shares, side) })
}

/// Whether a mean differs from a typed norm by more than noise: Student's t with n-1 degrees of freedom. `None` below two
/// values, or when all are equal.
///
/// ```
/// use trechter_measure::stats::{Side, mean::{Sums, against_norm}};
/// let test = against_norm(&Sums::of([1.0, 2.0, 3.0, 4.0, 5.0]), 5.0, Side::Both).unwrap();
/// assert_eq!(format!("{:.3} {:.4}", test.statistic, test.p), "-2.828 0.0474");
/// ```
pub fn against_norm(values: &Sums, norm: f64, side: Side) -> Option<Test> {
    let variance = values.variance().filter(|variance| *variance > 0.0)?;
    let statistic = (values.mean()? - norm) / (variance / values.n as f64).sqrt();
    Some(Test { statistic, p: student_p(statistic, values.n as f64 - 1.0, side) })
}
