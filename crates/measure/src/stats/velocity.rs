//! How much money the funnel brings per day at its present size and speed.

use super::answer::Interval;
use super::distribution::Z95;
use super::mean::Sums;

/// Fewer won deals than this do not tell how sure the velocity is.
const FEW_WON: u64 = 5;

/// Running sums over the deals closed in a period, won and lost; registered afterwards and without value stay out. One
/// pass, mergeable.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Closed {
    /// Values of the won deals, in money.
    pub value: Sums,
    /// Days to close of the won deals.
    pub days_won: Sums,
    /// Days to close of the lost deals.
    pub days_lost: Sums,
    /// Σ value · days over the won deals.
    pub value_days: f64,
}

/// Money per day.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Velocity {
    /// Open deals × win rate × mean won value / mean days to close, in money per day.
    pub per_day: f64,
    /// Its 95% interval; `None` with fewer than 5 won deals.
    pub interval: Option<Interval>,
    /// The four inputs.
    pub inputs: Inputs,
}

/// What a velocity is made of.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Inputs {
    /// Open deals.
    pub open: u64,
    /// Won of all closed, `0..=1`.
    pub win_rate: f64,
    /// The mean value of won deals, in money.
    pub mean_value: f64,
    /// The mean days to close of won and lost deals.
    pub mean_days: f64,
}

/// exp(ln v ± 1.96·se): the 95% interval of a velocity with this standard error of its logarithm.
///
/// ```
/// use trechter_measure::stats::velocity::interval;
/// let around = interval(100.0, 0.2);
/// assert!(around.contains(68.0) && around.contains(147.0) && !around.contains(150.0));
/// ```
pub fn interval(per_day: f64, error: f64) -> Interval {
    Interval::closed(per_day * (-Z95 * error).exp(), per_day * (Z95 * error).exp())
}

impl Closed {
    /// Adds a won deal: its value at closing and its days from creation to closing.
    pub fn add_won(&mut self, value: f64, days: f64) {
        self.value.add(value);
        self.days_won.add(days);
        self.value_days += value * days;
    }

    /// Adds a lost deal: its days from creation to closing.
    pub fn add_lost(&mut self, days: f64) {
        self.days_lost.add(days);
    }

    /// The deals of both.
    pub fn with(&self, other: &Closed) -> Closed {
        Closed {
            value: self.value.with(&other.value),
            days_won: self.days_won.with(&other.days_won),
            days_lost: self.days_lost.with(&other.days_lost),
            value_days: self.value_days + other.value_days,
        }
    }

    /// The velocity with `open` deals open now. `None` without a won deal, without won value, or when deals close within no
    /// time at all.
    ///
    /// The interval is exp(ln v ± 1.96·se), the delta method on the four means of the same closed deals (Oehlert 1992; the
    /// last two terms are their covariances): se² = (1−p)/(n·p) + s²_value/(w·mean²) + s²_days/(n·mean²) −
    /// 2·p·cov(value, days | won)/(w·mean_value·mean_days) − 2·(1−p)·(mean_days_won − mean_days_lost)/(n·mean_days), with n
    /// closed, w won, p = w/n. The number of open deals is a fact and adds nothing.
    ///
    /// ```
    /// use trechter_measure::stats::velocity::Closed;
    /// let mut closed = Closed::default();
    /// (0..10).for_each(|_| closed.add_won(1_000.0, 30.0));
    /// (0..30).for_each(|_| closed.add_lost(50.0));
    /// // 20 open × 25% × 1000 / 45 days.
    /// let velocity = closed.velocity(20).unwrap();
    /// assert_eq!(velocity.per_day, 20.0 * 0.25 * 1_000.0 / 45.0);
    /// assert!(velocity.interval.unwrap().contains(velocity.per_day));
    /// ```
    pub fn velocity(&self, open: u64) -> Option<Velocity> {
        let days = self.days_won.with(&self.days_lost);
        let (mean_value, mean_days) = (self.value.mean()?, days.mean()?);
        if mean_value <= 0.0 || mean_days <= 0.0 {
            return None;
        }
        let win_rate = self.value.n as f64 / days.n as f64;
        let per_day = open as f64 * win_rate * mean_value / mean_days;
        let interval = self.relative_error().map(|error| interval(per_day, error));
        Some(Velocity { per_day, interval, inputs: Inputs { open, win_rate, mean_value, mean_days } })
    }

    /// The standard error of ln v (0.2: about 20%); `None` with fewer than 5 won deals.
    ///
    /// ```
    /// # use trechter_measure::stats::velocity::Closed;
    /// let mut closed = Closed::default();
    /// (0..10).for_each(|_| closed.add_won(1_000.0, 40.0));
    /// (0..30).for_each(|_| closed.add_lost(40.0));
    /// // Equal values and days: only the win rate is uncertain, √(0.75/(40·0.25)).
    /// assert_eq!(format!("{:.4}", closed.relative_error().unwrap()), "0.2739");
    /// ```
    pub fn relative_error(&self) -> Option<f64> {
        let days = self.days_won.with(&self.days_lost);
        let (n, won) = (days.n as f64, self.value.n as f64);
        if self.value.n < FEW_WON {
            return None;
        }
        let (mean_value, mean_days) = (self.value.mean()?, days.mean()?);
        let p = won / n;
        let covariance = (self.value_days - self.value.sum * self.days_won.sum / won) / (won - 1.0);
        // Without a lost deal the last term has the weight 1 - p = 0.
        let between = self.days_lost.mean().map_or(0.0, |lost| self.days_won.sum / won - lost);
        let squared = (1.0 - p) / (n * p)
            + self.value.variance()? / (won * mean_value * mean_value)
            + days.variance()? / (n * mean_days * mean_days)
            - 2.0 * p * covariance / (won * mean_value * mean_days)
            - 2.0 * (1.0 - p) * between / (n * mean_days);
        // Never negative but for rounding.
        Some(squared.max(0.0).sqrt())
    }
}
