//! Lowest points of the loss on small spheres.

use linscape_lapack::{DecompositionError, multiply, symmetric_eigen};
use linscape_network::{Layers as _, Weights, WeightsError, layers_of};
use nalgebra::{DMatrix, DVector};

use crate::descent::trust_region;
use crate::{LanczosError, SecondOrder};

/// Newton steps after which a descent is given up.
const STEPS: usize = 60;

/// The loss around fixed weights, as a function of the displacement of all parameters.
pub struct Surroundings<'a> {
    weights: &'a Weights,
    target: &'a DMatrix<f64>,
    residual: DMatrix<f64>,
}

impl<'a> Surroundings<'a> {
    /// The loss `½‖Σ − W_h⋯W_1‖²` around weights, with `target` the `d_h × d_0` matrix Σ.
    ///
    /// # Errors
    /// When the target does not fit the network.
    pub fn of(weights: &'a Weights, target: &'a DMatrix<f64>) -> Result<Self, WeightsError> {
        // Checks the shapes.
        SecondOrder::new(weights, target)?;
        Ok(Self { weights, target, residual: target - weights.product() })
    }

    /// The number of coordinates of a displacement.
    #[must_use]
    pub fn parameters(&self) -> usize {
        self.weights.parameters()
    }

    /// `L(W + δ) − L(W) = ½‖Δ‖² − ⟨R, Δ⟩` with the change `Δ` of the end-to-end map built up layer
    /// by layer, so that small changes are not lost in the difference of two losses.
    #[must_use]
    pub fn rise(&self, displacement: &DVector<f64>) -> f64 {
        let matrices = self.weights.matrices();
        let inputs = matrices[0].ncols();
        let mut product = DMatrix::identity(inputs, inputs);
        let mut change = DMatrix::zeros(inputs, inputs);
        for (matrix, moved) in matrices.iter().zip(self.layers(displacement)) {
            change = multiply(&(matrix + &moved), &change) + multiply(&moved, &product);
            product = multiply(matrix, &product);
        }
        0.5 * change.norm_squared() - self.residual.dot(&change)
    }

    /// Gradient and Hessian at the displaced weights.
    fn derivatives(
        &self,
        displacement: &DVector<f64>,
    ) -> Result<(DVector<f64>, DMatrix<f64>), WeightsError> {
        let moved = self.weights.matrices().iter().zip(self.layers(displacement));
        let weights = Weights::new(moved.map(|(matrix, moved)| matrix + moved).collect())?;
        let at = SecondOrder::new(&weights, self.target)?;
        Ok((DVector::from_vec(at.gradient().flat()), at.hessian()))
    }

    fn layers(&self, displacement: &DVector<f64>) -> Vec<DMatrix<f64>> {
        layers_of(&self.weights.widths(), displacement.as_slice())
    }

    /// Goes down on the sphere through `start` by a trust-region Newton method, which also leaves
    /// the saddles on its way, and returns where it ends.
    ///
    /// # Errors
    /// When a decomposition fails.
    pub fn descend(&self, start: &DVector<f64>) -> Result<DVector<f64>, DescentError> {
        let radius = start.norm();
        let (mut at, mut rise) = (start.clone(), self.rise(start));
        let mut trust = 0.5 * radius;
        for _ in 0..STEPS {
            let step = self.step(&at, trust)?;
            let mut next = &at + step;
            next *= radius / next.norm();
            let next_rise = self.rise(&next);
            if next_rise < rise {
                let gain = rise - next_rise;
                (at, rise) = (next, next_rise);
                trust = (2.0 * trust).min(radius);
                if gain <= 1e-10 * rise.abs() {
                    break;
                }
            } else {
                trust *= 0.25;
                if trust < 1e-6 * radius {
                    break;
                }
            }
        }
        Ok(at)
    }

    /// The lowest point of the quadratic model on the sphere within a distance `trust`.
    fn step(&self, at: &DVector<f64>, trust: f64) -> Result<DVector<f64>, DescentError> {
        let (gradient, hessian) = self.derivatives(at)?;
        let normal = at / at.norm();
        let outward = gradient.dot(&normal);
        let tangential = &gradient - &normal * outward;
        // The Riemannian Hessian `P H P − (∂L/∂n / ‖δ‖) I`, with the normal direction shut off by a
        // large eigenvalue.
        let bend = outward / at.norm();
        let image = &hessian * &normal;
        let wall = 2.0 * (hessian.norm() + bend.abs());
        let along = image.dot(&normal) + bend + wall;
        let mut model = hessian;
        model.ger(-1.0, &normal, &image, 1.0);
        model.ger(-1.0, &image, &normal, 1.0);
        model.ger(along, &normal, &normal, 1.0);
        for place in 0..model.nrows() {
            model[(place, place)] -= bend;
        }
        let eigen = symmetric_eigen(model)?;
        let slopes = eigen.vectors.tr_mul(&tangential);
        let coordinates = trust_region(&eigen.values, &slopes, trust);
        Ok(&eigen.vectors * coordinates)
    }
}

/// Why a descent could not be followed.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum DescentError {
    /// The target does not fit the network, or the weights grew out of bounds.
    #[error(transparent)]
    Weights(#[from] WeightsError),
    /// A decomposition failed.
    #[error(transparent)]
    Decomposition(#[from] DecompositionError),
    /// The lowest eigenvectors could not be computed.
    #[error(transparent)]
    Lanczos(#[from] LanczosError),
}
