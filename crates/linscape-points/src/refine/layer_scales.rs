//! Layers of equal sizes: what is near does not depend on the units of the data.

use linscape_network::{Weights, WeightsError};

/// Powers of two `c_i` of product 1. `c_i W_i` compute what `W_i` compute, at a point of the same
/// stratum, and nothing is rounded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct LayerScales {
    /// The exponents of `c_i`.
    exponents: Vec<i32>,
}

impl LayerScales {
    /// Layers as they are.
    pub(crate) fn none(depth: usize) -> Self {
        Self { exponents: vec![0; depth] }
    }

    /// Those that bring the norms of layers next to their geometric mean: whitening stretches the
    /// first layer by the inputs' size and by the root of their number. Layers as they are where one
    /// vanishes.
    pub(crate) fn equalising(weights: &Weights) -> Self {
        let sizes: Vec<f64> =
            weights.matrices().iter().map(|matrix| matrix.norm().log2()).collect();
        if sizes.iter().any(|size| !size.is_finite()) {
            return Self::none(weights.depth());
        }
        let mean = sizes.iter().sum::<f64>() / sizes.len() as f64;
        // What has been given out so far is rounded, so that the sum stays zero.
        let (mut exact, mut given) = (0.0, 0);
        let mut exponents: Vec<i32> = Vec::with_capacity(sizes.len());
        for size in &sizes[1..] {
            exact += mean - size;
            let rounded = rounded(exact);
            exponents.push(rounded - given);
            given = rounded;
        }
        exponents.insert(0, -given);
        Self { exponents }
    }

    /// `c_i W_i`.
    pub(crate) fn scaled(&self, weights: &Weights) -> Result<Weights, WeightsError> {
        self.times(weights, 1)
    }

    /// The weights of which these are `c_i W_i`.
    pub(crate) fn restored(&self, weights: &Weights) -> Result<Weights, WeightsError> {
        self.times(weights, -1)
    }

    fn times(&self, weights: &Weights, sign: i32) -> Result<Weights, WeightsError> {
        let layers = weights.matrices().iter().zip(&self.exponents);
        Weights::new(
            layers.map(|(matrix, exponent)| matrix * 2_f64.powi(sign * exponent)).collect(),
        )
    }
}

/// The nearest whole number to a logarithm of doubles.
#[expect(
    clippy::cast_possible_truncation,
    reason = "logarithms of doubles are below 2,000 a layer"
)]
fn rounded(exact: f64) -> i32 {
    exact.round() as i32
}

#[cfg(test)]
mod tests {
    use super::*;
    use nalgebra::DMatrix;

    fn numbers(entries: &[f64]) -> Weights {
        let layers = entries.iter().map(|&entry| DMatrix::from_element(1, 1, entry));
        Weights::new(layers.collect()).expect("chain")
    }

    #[test]
    fn layers_meet_at_their_geometric_mean() {
        let weights = numbers(&[64.0, 0.125, 1.0]);
        let scales = LayerScales::equalising(&weights);
        assert_eq!(scales.exponents, [-5, 4, 1]);
        assert_eq!(scales.scaled(&weights).expect("finite"), numbers(&[2.0, 2.0, 2.0]));
        let back = scales.restored(&numbers(&[2.0, 2.0, 2.0])).expect("finite");
        assert_eq!(back, weights);
    }

    #[test]
    fn a_layer_of_zeros_leaves_all_as_they_are() {
        let scales = LayerScales::equalising(&numbers(&[64.0, 0.0]));
        assert_eq!(scales, LayerScales::none(2));
    }
}
