//! Directions of a network whose last layer has a bias.

use linscape_network::{Reduction, Weights};
use nalgebra::{DMatrix, DVector};

/// What the last bias has to do along `W + ε·layers + ε²·bend`, in first and in second order of `ε`, for the offset
/// `c = Σ_i W_{h:i+1} b_i + W x̄ − ȳ` to stay what it is; the other biases stay where they are. `None` where the last
/// layer has none.
///
/// The loss adds `(m/2)‖c‖²` to that of the matrices on data about their means, which falls along the direction: what
/// is left of the offset is of third order, and costs a sixth.
///
/// # Panics
/// When the weights, in the data's own coordinates, are of another network.
///
/// Source: `docs/theory.md`, "Biases".
pub(crate) fn offset_along(
    reduction: &Reduction,
    weights: &Weights,
    layers: &[DMatrix<f64>],
    bend: Option<&[DMatrix<f64>]>,
) -> Option<[DVector<f64>; 2]> {
    let means = reduction.means()?;
    // What the network makes of the mean input, and its first two orders.
    let mut image = means.inputs.clone();
    let [mut first, mut second] = [DVector::zeros(image.len()), DVector::zeros(image.len())];
    for (at, (matrix, bias)) in weights.matrices().iter().zip(weights.biases()).enumerate() {
        second = matrix * second + &layers[at] * &first;
        if let Some(bend) = bend {
            second += &bend[at] * &image;
        }
        first = matrix * first + &layers[at] * &image;
        image = matrix * image;
        if let Some(bias) = bias {
            image += bias * reduction.bias_units().constant_here(at);
        }
    }
    let last = reduction.bias_units().constant_here(weights.matrices().len() - 1);
    Some([-first / last, -second / last])
}
