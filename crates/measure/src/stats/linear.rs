//! Small symmetric linear systems, as the fits need them: a dozen unknowns at most.

/// A symmetric positive definite matrix as its lower triangle L with A = L·Lᵀ (Cholesky).
pub(super) struct Cholesky {
    size: usize,
    lower: Vec<f64>,
}

impl Cholesky {
    /// Takes apart the `size` × `size` matrix given row by row. `None` when it is not positive definite: some unknowns
    /// cannot be told apart.
    pub fn of(size: usize, matrix: &[f64]) -> Option<Self> {
        let mut lower = vec![0.0; size * size];
        for row in 0..size {
            for column in 0..=row {
                let known: f64 = (0..column).map(|k| lower[row * size + k] * lower[column * size + k]).sum();
                let rest = matrix[row * size + column] - known;
                lower[row * size + column] = if row == column {
                    // Compared with the diagonal itself, so that the unit of an unknown does not matter.
                    if rest.is_nan() || rest <= 1e-11 * matrix[row * size + row] {
                        return None;
                    }
                    rest.sqrt()
                } else {
                    rest / lower[column * size + column]
                };
            }
        }
        Some(Cholesky { size, lower })
    }

    /// The x with A·x = `right`, in its place.
    pub fn solve(&self, right: &mut [f64]) {
        let (n, l) = (self.size, &self.lower);
        for row in 0..n {
            let known: f64 = (0..row).map(|k| l[row * n + k] * right[k]).sum();
            right[row] = (right[row] - known) / l[row * n + row];
        }
        for row in (0..n).rev() {
            let known: f64 = (row + 1..n).map(|k| l[k * n + row] * right[k]).sum();
            right[row] = (right[row] - known) / l[row * n + row];
        }
    }
}
