//! Tails of the distributions that the tests refer to. The functions themselves come from `statrs`.

use statrs::distribution::{ContinuousCDF, FisherSnedecor, StudentsT};
use statrs::function::erf;

use super::answer::Side;

/// The standard normal quantile at 97.5%: half the width of a 95% interval in standard errors.
pub(super) const Z95: f64 = 1.959_963_984_540_054;

/// P(Z <= z), exact to the last digits in both tails.
fn normal_cdf(z: f64) -> f64 {
    0.5 * erf::erfc(-z / std::f64::consts::SQRT_2)
}

/// The value that a standard normal stays below with chance `p`.
pub(super) fn normal_quantile(p: f64) -> f64 {
    -std::f64::consts::SQRT_2 * erf::erfc_inv(2.0 * p)
}

/// The p-value of a standard normal statistic.
pub(super) fn normal_p(z: f64, side: Side) -> f64 {
    match side {
        Side::Both => 2.0 * normal_cdf(-z.abs()),
        Side::Below => normal_cdf(z),
        Side::Above => normal_cdf(-z),
    }
}

/// The p-value of Student's t with `df` degrees of freedom, which need not be whole. `df` must be positive.
pub(super) fn student_p(t: f64, df: f64, side: Side) -> f64 {
    let Ok(student) = StudentsT::new(0.0, 1.0, df) else { return f64::NAN };
    match side {
        Side::Both => 2.0 * student.cdf(-t.abs()),
        Side::Below => student.cdf(t),
        Side::Above => student.cdf(-t),
    }
}

/// Half the width of a 95% interval in standard errors, from Student's t. `df` must be positive.
pub(super) fn student_95(df: f64) -> f64 {
    if df > 200.0 {
        // Cornish & Fisher's expansion (Abramowitz & Stegun 26.7.5), here exact to ten digits; the inverse of `statrs`
        // loses digits as df grows.
        let z = Z95;
        let first = (z.powi(3) + z) / 4.0;
        let second = (5.0 * z.powi(5) + 16.0 * z.powi(3) + 3.0 * z) / 96.0;
        let third = (3.0 * z.powi(7) + 19.0 * z.powi(5) + 17.0 * z.powi(3) - 15.0 * z) / 384.0;
        return z + (first + (second + third / df) / df) / df;
    }
    StudentsT::new(0.0, 1.0, df).map_or(f64::NAN, |student| student.inverse_cdf(0.975))
}

/// P(F >= f) with `between` and `within` degrees of freedom.
pub(super) fn fisher_snedecor_p(f: f64, between: f64, within: f64) -> f64 {
    FisherSnedecor::new(between, within).map_or(f64::NAN, |distribution| distribution.sf(f.max(0.0)))
}
