//! What gradient flow does not change.

use linscape_lapack::{Factor, accumulate_product};
use linscape_network::Weights;
use nalgebra::{DMatrix, DVector};

/// The conserved quantities `C_i = W_i W_iᵀ − W_{i+1}ᵀ W_{i+1}`, `i = 1, …, h − 1`, of weights:
/// one symmetric `d_i × d_i` matrix for each hidden layer.
///
/// They are constant along gradient flow of `½‖Y − W_h⋯W_1 X‖²` for any `X` and `Y`, in the
/// coordinates in which the flow is taken: whitening changes `W_1`, and with it both the flow and
/// `C_1`. Weights are *balanced* when all of them vanish. A bias is a weight of a constant input, so that
/// `b_i b_iᵀ` is added where layer `i` has one.
///
/// They are measured relative to the *scale* `max_i ‖W_i‖²` (Frobenius norms), so that nothing depends on the
/// units of the weights.
///
/// # Edge cases
/// A network of depth 1 conserves nothing: it has no hidden layer, is balanced, and does not drift.
///
/// # Complexity
/// Two Gram matrices for each hidden layer, `O(d_i² (d_{i−1} + d_{i+1}))` operations.
///
/// # Examples
/// ```
/// use linscape_network::Weights;
/// use linscape_flow::ConservedQuantities;
/// use nalgebra::DMatrix;
/// let scalars = |a, b| Weights::new(vec![DMatrix::from_element(1, 1, a), DMatrix::from_element(1, 1, b)]);
/// let here = ConservedQuantities::of(&scalars(3.0, 1.0)?);
/// assert_eq!(here.matrices()[0][(0, 0)], 8.0); // 3² − 1²
/// assert_eq!(here.imbalance(), 8.0 / 9.0); // the larger layer has ‖W_1‖² = 9
/// let there = ConservedQuantities::of(&scalars(4.0, 3.0)?);
/// assert_eq!(here.drift(&there, 1.0), 1.0 / 16.0); // from 8 to 7
/// assert_eq!(here.drift(&there, 10.0), 1.0 / 100.0); // beside layers of norm 10
/// # Ok::<(), linscape_network::WeightsError>(())
/// ```
///
/// Source: `docs/theory.md`, "Adjacency form".
#[derive(Debug, Clone, PartialEq)]
pub struct ConservedQuantities {
    matrices: Vec<DMatrix<f64>>,
    scale: f64,
}

impl ConservedQuantities {
    /// The conserved quantities of the given weights.
    #[must_use]
    pub fn of(weights: &Weights) -> Self {
        let matrices = weights.matrices();
        let difference = |(pair, bias): (&[DMatrix<f64>], &Option<DVector<f64>>)| {
            let (inner, outer) = (Factor::from(&pair[0]), Factor::from(&pair[1]));
            let width = pair[0].nrows();
            let mut gram = DMatrix::zeros(width, width);
            accumulate_product(1.0, inner, inner.transposed(), 0.0, gram.as_mut_slice());
            accumulate_product(-1.0, outer.transposed(), outer, 1.0, gram.as_mut_slice());
            if let Some(bias) = bias {
                gram.ger(1.0, bias, bias, 1.0);
            }
            gram
        };
        let scale = matrices.iter().map(DMatrix::norm_squared).fold(0.0, f64::max);
        let pairs = matrices.windows(2).zip(weights.biases());
        Self { matrices: pairs.map(difference).collect(), scale }
    }

    /// `C_1, …, C_{h−1}` (0-based: entry `i − 1` is `C_i`).
    #[must_use]
    pub fn matrices(&self) -> &[DMatrix<f64>] {
        &self.matrices
    }

    /// `max_i ‖W_i‖²`.
    #[must_use]
    pub fn scale(&self) -> f64 {
        self.scale
    }

    /// How far two sets of conserved quantities are apart: the largest absolute difference of two
    /// entries, relative to the larger of the two scales and of `length²`. That is the size of layers that have
    /// learned all there is ([`natural_length`](crate::GradientFlow::natural_length)): beside it an integrator may
    /// forget the last digits of small weights. NaN if an entry of either is; 0 where nothing changes.
    ///
    /// # Panics
    /// When they belong to networks of different hidden widths.
    #[must_use]
    pub fn drift(&self, other: &Self, length: f64) -> f64 {
        assert_eq!(self.matrices.len(), other.matrices.len(), "networks of different depths");
        let pairs = self.matrices.iter().zip(&other.matrices);
        let differences = pairs.flat_map(|(here, there)| {
            here.iter().zip(there).map(|(here, there)| (here - there).abs())
        });
        relative(largest(differences), self.scale.max(other.scale).max(length * length))
    }

    /// How far the weights are from balanced: the largest absolute entry of the conserved
    /// quantities, relative to the scale; 0 for weights that all vanish.
    #[must_use]
    pub fn imbalance(&self) -> f64 {
        relative(largest(self.matrices.iter().flatten().map(|entry| entry.abs())), self.scale)
    }

    /// The weights are balanced up to the given [`imbalance`](Self::imbalance).
    #[must_use]
    pub fn is_balanced(&self, tolerance: f64) -> bool {
        self.imbalance() <= tolerance
    }
}

/// The largest of some sizes, 0 of none; NaN, which `f64::max` would swallow, is the largest.
fn largest(sizes: impl Iterator<Item = f64>) -> f64 {
    sizes.fold(0.0, |largest, size| if size > largest || size.is_nan() { size } else { largest })
}

/// A share of a size; nothing is no share of nothing.
fn relative(part: f64, size: f64) -> f64 {
    if part == 0.0 { 0.0 } else { part / size }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_layer_conserves_nothing() {
        let weights = Weights::new(vec![DMatrix::from_element(2, 3, 5.0)]).expect("one layer");
        let conserved = ConservedQuantities::of(&weights);
        assert!(conserved.matrices().is_empty());
        assert!(conserved.is_balanced(0.0));
    }

    #[test]
    fn weights_are_judged_relatively_whatever_their_size() {
        for size in [1.0, 1e-3, 1e-100, 1e100] {
            let layer = DMatrix::from_element(1, 1, size);
            let weights = Weights::new(vec![layer, DMatrix::zeros(1, 1)]).expect("chain");
            let conserved = ConservedQuantities::of(&weights);
            assert!((conserved.imbalance() - 1.0).abs() < 1e-15 && !conserved.is_balanced(0.9));
        }
        let nothing = Weights::new(vec![DMatrix::zeros(2, 2); 2]).expect("chain");
        let nothing = ConservedQuantities::of(&nothing);
        assert!(nothing.is_balanced(0.0));
        assert!(nothing.drift(&nothing, 0.0) == 0.0);
    }

    #[test]
    fn overflow_is_no_conservation() {
        let huge = DMatrix::from_diagonal_element(2, 2, 1e200);
        let weights = Weights::new(vec![huge.clone(), huge]).expect("finite");
        let conserved = ConservedQuantities::of(&weights);
        assert!(conserved.imbalance().is_nan() && !conserved.is_balanced(1.0));
    }
}
