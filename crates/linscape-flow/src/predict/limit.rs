//! When a stay is over.

use super::Unlearned;
use crate::GradientFlow;
use linscape_lapack::{multiply, multiply_transposed};
use linscape_network::Target;
use nalgebra::DMatrix;

/// What ends a stay.
pub(super) struct Limit {
    /// `U_lᵀ` on the small network's outputs, and its inputs on `v_l`.
    left: DMatrix<f64>,
    right: DMatrix<f64>,
    inputs: DMatrix<f64>,
    /// First mode, how many, and `radius σ` of each distinct singular value.
    classes: Vec<(usize, usize, f64)>,
    distance: f64,
}

impl Limit {
    pub(super) fn new(rest: &Unlearned, flow: &GradientFlow, target: &Target, radius: f64) -> Self {
        let spectrum = target.problem().spectrum();
        let mut start = 0;
        let sizes = spectrum.distinct().iter().zip(spectrum.multiplicities());
        let classes = sizes
            .map(|(value, &size)| {
                start += size;
                (start - size, size, radius * value)
            })
            .collect();
        Self {
            left: multiply_transposed(&target.bases().left, &rest.outputs),
            right: multiply(&rest.inputs, &target.bases().right),
            inputs: rest.inputs.clone(),
            classes,
            distance: radius * flow.signal_norm(),
        }
    }

    pub(super) fn is_passed(&self, product: &DMatrix<f64>) -> bool {
        let shares = multiply(&multiply(&self.left, product), &self.right);
        let grown = |&(start, size, most): &(usize, usize, f64)| {
            shares.view((start, start), (size, size)).norm() >= most
        };
        self.classes.iter().any(grown) || multiply(product, &self.inputs).norm() >= self.distance
    }
}
