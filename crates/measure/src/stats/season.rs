//! Whether months of the year differ, and by how much.
//!
//! Counts of whole months are fitted by quasi-Poisson regression (Wedderburn 1974; McCullagh & Nelder, *Generalized Linear
//! Models*, 9.2) with the logarithm of the working days as offset: a trend, and a season as one pair of sine and cosine
//! from 24 months, two pairs from 36, and a factor per month from 60. A season is told only when the F-test against the
//! trend alone has p < 5%.

use std::f64::consts::TAU;

use super::answer::Interval;
use super::distribution::{Z95, fisher_snedecor_p};
use super::linear::Cholesky;

/// The p-value below which a season is told.
const LEVEL: f64 = 0.05;

/// A seasonal factor beyond e^±7 is a month without any count, not a season.
const LARGEST_EFFECT: f64 = 7.0;

/// What happened in a whole calendar month.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Month {
    /// January = 1 .. December = 12.
    pub month: u8,
    /// How many (leads, wins).
    pub count: u32,
    /// Its working days, parts allowed. A month without any takes no part.
    pub working_days: f64,
}

/// How the season is written down, by the number of months.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// One sine and cosine over the year (24 to 35 months).
    OnePair,
    /// Two: over the year and over half of it (36 to 59 months).
    TwoPairs,
    /// A factor for each month (from 60 months).
    Factors,
}

impl Shape {
    fn of(months: usize) -> Option<Shape> {
        match months {
            0..24 => None,
            24..36 => Some(Shape::OnePair),
            36..60 => Some(Shape::TwoPairs),
            _ => Some(Shape::Factors),
        }
    }

    fn terms(self) -> usize {
        match self {
            Shape::OnePair => 2,
            Shape::TwoPairs => 4,
            Shape::Factors => 11,
        }
    }

    /// The terms of a month of the year; over the twelve months each sums to 0, so that effects are relative to the
    /// (geometric) average month.
    fn basis(self, month: u8) -> [f64; 11] {
        let mut terms = [0.0; 11];
        let angle = TAU * f64::from(month) / 12.0;
        match self {
            Shape::OnePair => (terms[0], terms[1]) = angle.sin_cos(),
            Shape::TwoPairs => {
                (terms[0], terms[1]) = angle.sin_cos();
                (terms[2], terms[3]) = (2.0 * angle).sin_cos();
            }
            Shape::Factors if month == 12 => terms = [-1.0; 11],
            Shape::Factors => terms[usize::from(month) - 1] = 1.0,
        }
        terms
    }
}

/// A season that can be told.
#[derive(Debug, Clone, PartialEq)]
pub struct Season {
    /// How it is written down.
    pub shape: Shape,
    /// The p-value of the F-test against the trend alone.
    pub p: f64,
    /// φ: how much more the months vary around the fit than chance alone would make them.
    pub dispersion: f64,
    /// The logarithm of the level per working day in the middle of the months, and its rise per year.
    trend: [f64; 2],
    middle: f64,
    coefficients: Vec<f64>,
    /// The covariance of the coefficients, row by row.
    covariance: Vec<f64>,
}

/// A number with its standard error.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Effect {
    /// The number.
    pub value: f64,
    /// Its standard error, in the same unit.
    pub standard_error: f64,
}

impl Effect {
    /// Its 95% interval: value ± 1.96 standard errors.
    ///
    /// ```
    /// # use trechter_measure::stats::season::Effect;
    /// assert!(Effect { value: 10.0, standard_error: 2.0 }.interval().contains(13.9));
    /// ```
    pub fn interval(&self) -> Interval {
        Interval::closed(self.value - Z95 * self.standard_error, self.value + Z95 * self.standard_error)
    }
}

/// The season in consecutive whole months, oldest first. `None`, "no season can be told from N months": fewer than 24 of
/// them, p of 5% or more, a month of the year that never had any count, or nothing counted at all.
///
/// ```
/// use trechter_measure::stats::season::{self, Month, Shape};
/// // Three years with a busy June and a quiet December; the counts differ a little from year to year.
/// let months: Vec<Month> = (0..36u32)
///     .map(|at| {
///         let month = (at % 12 + 1) as u8;
///         let count = 40 - 3 * u32::from(month.abs_diff(6)) + at % 5;
///         Month { month, count, working_days: 21.0 }
///     })
///     .collect();
/// let season = season::fit(&months).unwrap();
/// assert_eq!(season.shape, Shape::TwoPairs);
/// assert!(season.factor(6).value > 1.2 && season.factor(12).value < 0.8);
/// // What June has more than December, of 20 in December.
/// let change = season.explains(20.0, &[12], &[6]);
/// assert!((10.0..35.0).contains(&change.value) && change.standard_error < 5.0);
/// assert_eq!(season::fit(&months[..23]), None);
/// ```
pub fn fit(months: &[Month]) -> Option<Season> {
    let fits = |month: &Month| month.working_days > 0.0 && (1..=12).contains(&month.month);
    let usable = months.iter().filter(|month| fits(month)).count();
    let shape = Shape::of(usable)?;
    let middle = months.len() as f64 / 2.0;
    let rows: Vec<Row> = months
        .iter()
        .enumerate()
        .filter(|(_, month)| fits(month))
        .map(|(at, month)| {
            let mut terms = vec![1.0, (at as f64 - middle) / 12.0];
            terms.extend(&shape.basis(month.month)[..shape.terms()]);
            Row { count: f64::from(month.count), working_days: month.working_days, terms }
        })
        .collect();
    let trend = poisson(&rows, 2)?;
    let full = poisson(&rows, 2 + shape.terms())?;
    let freedom = (usable - 2 - shape.terms()) as f64;
    let dispersion = full.pearson / freedom;
    let f = (trend.deviance - full.deviance) / shape.terms() as f64 / dispersion;
    let p = if dispersion > 0.0 { fisher_snedecor_p(f, shape.terms() as f64, freedom) } else { return None };
    let season = Season {
        shape,
        p,
        dispersion,
        covariance: covariance(&full.information, shape.terms(), dispersion),
        trend: [full.coefficients[0], full.coefficients[1]],
        middle,
        coefficients: full.coefficients[2..].to_vec(),
    };
    let possible = (1..=12).all(|month| season.log_effect(month).abs() < LARGEST_EFFECT);
    (p < LEVEL && possible).then_some(season)
}

impl Season {
    fn log_effect(&self, month: u8) -> f64 {
        let terms = self.shape.basis(month);
        self.coefficients.iter().zip(terms).map(|(coefficient, term)| coefficient * term).sum()
    }

    fn variance(&self, contrast: &[f64]) -> f64 {
        let size = self.coefficients.len();
        let rows = contrast.iter().enumerate().take(size);
        rows.map(|(row, a)| {
            let line = &self.covariance[row * size..(row + 1) * size];
            a * line.iter().zip(contrast).map(|(c, b)| c * b).sum::<f64>()
        })
        .sum()
    }

    /// The fitted line: how many trend and season together expect in the month at a place of the months that were fitted
    /// (0 is the oldest), with its working days.
    ///
    /// ```
    /// # use trechter_measure::stats::season::{Month, fit};
    /// let count = |month: u8| if (6..=8).contains(&month) { 60 } else { 30 };
    /// let month = |at: u8| Month { month: at % 12 + 1, count: count(at % 12 + 1), working_days: 21.0 };
    /// let months: Vec<_> = (0..24).map(month).collect();
    /// let season = fit(&months).unwrap();
    /// let expected: f64 = months.iter().enumerate().map(|(at, month)| season.expected(at, month)).sum();
    /// // As many as there were.
    /// assert!((expected - 2.0 * 450.0).abs() < 1e-6);
    /// ```
    pub fn expected(&self, at: usize, month: &Month) -> f64 {
        let trend = self.trend[0] + self.trend[1] * (at as f64 - self.middle) / 12.0;
        month.working_days * (trend + self.log_effect(month.month)).exp()
    }

    /// How a month of the year (`1..=12`) compares with the average month, per working day: 1.2 is a fifth more. Its
    /// standard error is by the delta method. The product of all twelve is 1.
    ///
    /// ```
    /// # use trechter_measure::stats::season::{Month, fit};
    /// // Two years in which every summer month has twice the leads.
    /// let count = |month| if (6..=8).contains(&month) { 60 } else { 30 };
    /// let month = |at: u8| Month { month: at % 12 + 1, count: count(at % 12 + 1), working_days: 21.0 };
    /// let season = fit(&(0..24).map(month).collect::<Vec<_>>()).unwrap();
    /// // One sine over the year rises to July and falls from there.
    /// assert!(season.factor(7).value > season.factor(6).value && season.factor(6).value > 1.0);
    /// assert!(season.factor(1).value < 1.0);
    /// ```
    pub fn factor(&self, month: u8) -> Effect {
        let value = self.log_effect(month).exp();
        let standard_error = value * self.variance(&self.shape.basis(month)).sqrt();
        Effect { value, standard_error }
    }

    /// "The season explains": how much of a change from a count `reference` in the months `from` to the months `to` (each a
    /// month of the year, `1..=12`) the seasonal term alone predicts, per equal working days; in records, with its
    /// standard error by the delta method. The rest is "not explained by season". 0 when either is empty.
    pub fn explains(&self, reference: f64, from: &[u8], to: &[u8]) -> Effect {
        if from.is_empty() || to.is_empty() {
            return Effect { value: 0.0, standard_error: 0.0 };
        }
        let (level_from, gradient_from) = self.level(from);
        let (level_to, gradient_to) = self.level(to);
        let ratio = level_to / level_from;
        // d ln(ratio) / d coefficient.
        let mut contrast = [0.0; 11];
        for ((slot, to), from) in contrast.iter_mut().zip(gradient_to).zip(gradient_from) {
            *slot = to / level_to - from / level_from;
        }
        Effect {
            value: reference * (ratio - 1.0),
            standard_error: reference.abs() * ratio * self.variance(&contrast).sqrt(),
        }
    }

    /// The mean factor of some months and its derivatives by the coefficients.
    fn level(&self, months: &[u8]) -> (f64, [f64; 11]) {
        let (mut level, mut gradient) = (0.0, [0.0; 11]);
        for month in months {
            let factor = self.log_effect(*month).exp() / months.len() as f64;
            level += factor;
            let terms = self.shape.basis(*month);
            gradient.iter_mut().zip(terms).for_each(|(slot, term)| *slot += factor * term);
        }
        (level, gradient)
    }
}

struct Row {
    count: f64,
    working_days: f64,
    terms: Vec<f64>,
}

struct Fit {
    coefficients: Vec<f64>,
    /// XᵀWX at the solution.
    information: Cholesky,
    deviance: f64,
    /// Σ(y − μ)²/μ.
    pearson: f64,
}

/// Poisson regression with a logarithmic link on the first `size` terms, by iteratively reweighted least squares
/// (Nelder & Wedderburn 1972). `None` when it does not settle or nothing was counted.
fn poisson(rows: &[Row], size: usize) -> Option<Fit> {
    let count: f64 = rows.iter().map(|row| row.count).sum();
    let days: f64 = rows.iter().map(|row| row.working_days).sum();
    if count <= 0.0 {
        return None;
    }
    let mut coefficients = vec![0.0; size];
    coefficients[0] = (count / days).ln();
    let mut deviance = f64::INFINITY;
    for _ in 0..50 {
        let mut information = vec![0.0; size * size];
        let mut right = vec![0.0; size];
        for row in rows {
            let terms = &row.terms[..size];
            let linear: f64 = terms.iter().zip(&coefficients).map(|(term, c)| term * c).sum();
            let mean = row.working_days * linear.exp();
            for (a, term) in terms.iter().enumerate() {
                right[a] += term * (mean * linear + row.count - mean);
                (0..=a).for_each(|b| information[a * size + b] += mean * term * terms[b]);
            }
        }
        let information = Cholesky::of(size, &information)?;
        information.solve(&mut right);
        coefficients = right;
        let (now, pearson) = distance(rows, &coefficients);
        if (deviance - now).abs() <= 1e-10 * (now + 0.1) {
            return Some(Fit { coefficients, information, deviance: now, pearson });
        }
        deviance = now;
    }
    None
}

/// The deviance and Pearson's chi-squared of a fit.
fn distance(rows: &[Row], coefficients: &[f64]) -> (f64, f64) {
    let mut sums = (0.0, 0.0);
    for row in rows {
        let linear: f64 = row.terms.iter().zip(coefficients).map(|(term, c)| term * c).sum();
        let mean = row.working_days * linear.exp();
        let logarithm = if row.count > 0.0 { row.count * (row.count / mean).ln() } else { 0.0 };
        sums.0 += 2.0 * (logarithm - (row.count - mean));
        sums.1 += (row.count - mean) * (row.count - mean) / mean;
    }
    sums
}

/// The covariance of the last `terms` coefficients.
fn covariance(information: &Cholesky, terms: usize, dispersion: f64) -> Vec<f64> {
    let mut rows = Vec::with_capacity(terms * terms);
    for term in 0..terms {
        let mut unit = vec![0.0; 2 + terms];
        unit[2 + term] = 1.0;
        information.solve(&mut unit);
        rows.extend(unit[2..].iter().map(|value| value * dispersion));
    }
    rows
}
