//! The second road at given weights: the spectrum of their Hessian.

use std::ops::{Add, Mul};

use linscape_critical::{Problem, SingularBases, Weights};
use linscape_lapack::symmetric_eigenvalues;
use nalgebra::DMatrix;

use crate::error_bound::ErrorBound;
use crate::point_spectra::PointSpectra;
use crate::{Inertia, MeasureError, NumericalInertia, SecondOrder, WeightErrors};

/// How the Hessian's eigenvalues are found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HessianMethod {
    /// The dense matrix and LAPACK: `8 N²` bytes.
    Dense,
    /// Not at all: the theorem alone.
    Skip,
}

/// The Hessian of the loss at given weights.
#[derive(Debug, Clone, PartialEq)]
pub struct HessianCheck {
    /// The smallest eigenvalue, in the problem's convention and the given stretch of inputs.
    pub smallest: f64,
    /// The largest one.
    pub largest: f64,
    /// The inertia, coordinates that the loss ignores included.
    pub inertia: NumericalInertia,
}

impl HessianCheck {
    /// The eigenvalues of the dense Hessian in whitened coordinates decide the inertia; those with
    /// the columns of `W_1` scaled by `stretches` are the ones in the data's own coordinates.
    ///
    /// # Errors
    /// When the weights are of another shape than the problem, or a decomposition fails.
    ///
    /// # Complexity
    /// `O(N³)` time, twice when stretched, and `8 N²` bytes.
    pub fn dense(
        problem: &Problem,
        bases: &SingularBases,
        weights: &Weights,
        errors: &WeightErrors,
        stretches: Option<&[f64]>,
    ) -> Result<Self, MeasureError> {
        let target = bases.target(problem);
        let hessian = SecondOrder::new(weights, &target)?.hessian();
        let ignored = problem.architecture().parameters() - weights.parameters();
        let scaled = stretches.map(|stretches| stretched(&hessian, weights, stretches));
        let eigenvalues = symmetric_eigenvalues(hessian)?;
        let bound = hessian_bound(&PointSpectra::at(weights, &target)?, errors);
        let solving = 4.0 * eigenvalues.len() as f64 * f64::EPSILON * bound.norm;
        let mut inertia =
            NumericalInertia::beyond(&eigenvalues, bound.error + solving, errors.clear);
        if let NumericalInertia::Decided { inertia, .. } = &mut inertia {
            inertia.zero += ignored;
        }
        let shown = match scaled {
            Some(scaled) => symmetric_eigenvalues(scaled)?,
            None => eigenvalues,
        };
        let limit = if ignored > 0 { 0.0 } else { f64::NAN };
        let end = |value: Option<&f64>| problem.factor() * value.copied().unwrap_or(0.0);
        let smallest = end(shown.first()).min(limit);
        let largest = end(shown.last()).max(limit);
        Ok(Self { smallest, largest, inertia })
    }

    /// `2/λ_max`, the largest stable step of gradient descent; `None` when no eigenvalue is
    /// positive.
    #[must_use]
    pub fn step_limit(&self) -> Option<f64> {
        (self.largest > 0.0).then(|| 2.0 / self.largest)
    }

    /// Whether theorem and numerics agree; `None` when the numerics are undecided.
    #[must_use]
    pub fn agrees_with(&self, theorem: Inertia) -> Option<bool> {
        self.inertia.decided().map(|inertia| inertia == theorem)
    }
}

/// The Hessian with each column of `W_1` as long as its input direction.
fn stretched(hessian: &DMatrix<f64>, weights: &Weights, stretches: &[f64]) -> DMatrix<f64> {
    let rows = weights.matrices()[0].nrows();
    let mut scaled = hessian.clone();
    for (column, &stretch) in stretches.iter().enumerate() {
        for at in column * rows..(column + 1) * rows {
            scaled.column_mut(at).scale_mut(stretch);
            scaled.row_mut(at).scale_mut(stretch);
        }
    }
    scaled
}

/// The size of the Hessian and of its error, block by block.
fn hessian_bound(spectra: &PointSpectra, errors: &WeightErrors) -> ErrorBound {
    let depth = spectra.depth();
    let product = |x: usize, y: usize| spectra.product_bound(errors, x, y);
    let mut squares = (0.0, 0.0);
    for i in 1..=depth {
        for j in 1..=i {
            let before = product(0, i - 1).mul(product(0, j - 1));
            let mut block = before.mul(product(i, depth)).mul(product(j, depth));
            if i > j {
                let pulled = spectra.pulled_bound(errors, j - 1, i);
                block = block.add(pulled.mul(product(j, i - 1)));
            }
            let times = if i > j { 2.0 } else { 1.0 };
            squares.0 += times * block.norm.powi(2);
            squares.1 += times * block.error.powi(2);
        }
    }
    ErrorBound { norm: squares.0.sqrt(), error: squares.1.sqrt() }
}
