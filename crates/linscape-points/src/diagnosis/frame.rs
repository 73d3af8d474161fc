//! Coordinates in which given weights are of size one.

use super::coordinates::whitened;
use crate::StoredFirst;
use linscape_critical::{NaturalUnits, euclidean_length};
use linscape_network::{Reduction, Weights, WeightsError};

/// A problem and weights in natural units: those of whitened inputs, where the layers of a balanced point are of one
/// size, or those of the data's own coordinates, where inputs are of size one and somebody's trained layers are.
///
/// A layer much smaller than the others' size would be taken for what rounding left of it. Beside inputs of size
/// 10¹²⁰ that is said of weights of size one in the first units, of a family's balanced point in the second: weights
/// choose those that they are nearer to.
pub(super) struct Frame {
    pub(super) reduction: Reduction,
    pub(super) units: NaturalUnits,
    pub(super) weights: Weights,
    /// What `W_1` was before it was whitened.
    pub(super) stored: Option<StoredFirst>,
}

/// Whitened units are left where those of the data are nearer by that many powers of two: below, rounding has room
/// enough.
const FARTHER: f64 = 20.0;

impl Frame {
    /// That of weights in the data's own coordinates.
    pub(super) fn of(stated: &Reduction, weights: &Weights) -> Result<Self, WeightsError> {
        let white = Self::in_units(stated.in_natural_units(), weights)?;
        if stated.stretches().is_none() {
            return Ok(white);
        }
        let data = Self::in_units(stated.in_natural_units_of_data(), weights)?;
        let is_nearer = data.distance() + FARTHER < white.distance();
        Ok(if is_nearer { data } else { white })
    }

    fn in_units(
        (reduction, units): (Reduction, NaturalUnits),
        weights: &Weights,
    ) -> Result<Self, WeightsError> {
        let own = weights.without_biases().map(|entry| units.weight_here(entry));
        let stretches = reduction.stretches();
        let stored = stretches.as_deref().map(|all| StoredFirst::new(&own.matrices()[0], all));
        let weights = whitened(&reduction, &own)?;
        Ok(Self { reduction, units, weights, stored })
    }

    /// How many powers of two a layer is away from size one, at most; zero layers have no size.
    fn distance(&self) -> f64 {
        let sizes = self.weights.matrices().iter().map(|layer| euclidean_length(layer.as_slice()));
        sizes.filter(|size| *size > 0.0).map(|size| size.log2().abs()).fold(0.0, f64::max)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use linscape_critical::Architecture;
    use linscape_network::Dataset;
    use nalgebra::DMatrix;

    #[test]
    fn weights_are_of_size_one_whatever_their_inputs_are() {
        let number = |value| DMatrix::from_element(1, 1, value);
        let weights = |first, second| Weights::new(vec![number(first), number(second)]).expect("2");
        let framed = |inputs: f64, targets: f64, weights: &Weights| {
            let network = Architecture::new(vec![1, 1, 1]).expect("widths");
            let data = Dataset::new(number(inputs), number(targets)).expect("a sample");
            let stated = Reduction::of_data(network, &data, None).expect("reduces");
            Frame::of(&stated, weights).expect("finite")
        };
        // W_1 X of size 10^120 beside W_2 of size one: in units of the data both are of size one.
        let trained = framed(1e120, 1e120, &weights(0.5, 0.25));
        assert!(trained.distance() < 4.0, "{}", trained.distance());
        // The balanced point: W_1 X and W_2 of size 10^60.
        let balanced = framed(1e120, 1e120, &weights(1e-60, 1e60));
        assert!(balanced.distance() < 4.0, "{}", balanced.distance());
        // Inputs of moderate size leave whitened coordinates as they are.
        let usual = framed(100.0, 100.0, &weights(0.5, 0.25));
        assert_eq!(usual.units.input(3.0).to_bits(), 3.0_f64.to_bits());
    }
}
