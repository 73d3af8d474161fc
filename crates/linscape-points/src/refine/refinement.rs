//! From weights near a critical point onto it.

use linscape_critical::NaturalUnits;
use linscape_network::Weights;

use crate::Classification;

/// Weights moved to a critical point.
#[derive(Debug, Clone, PartialEq)]
pub struct Refinement {
    /// The point, in whitened coordinates.
    pub weights: Weights,
    /// What it is.
    pub classification: Classification,
    /// `‖δ‖` over all layers, in whitened coordinates; in the data's own, divided by the size of the inputs, where
    /// only there the weights are of one size.
    pub moved: f64,
    /// The smallest distance within which the stratum was read, of the layers as they are or scaled to
    /// one size.
    pub radius: f64,
    /// Gauss–Newton steps taken; none where the weights were moved at once.
    pub steps: usize,
}

impl Refinement {
    /// A point of a stratum as it is.
    pub(crate) fn unmoved(weights: &Weights, classification: Classification) -> Self {
        Self { weights: weights.clone(), classification, moved: 0.0, radius: 0.0, steps: 0 }
    }

    /// The same in the units that the problem was stated in.
    pub(crate) fn restored(self, units: NaturalUnits) -> Self {
        let weights = self.weights.map(|entry| units.weight(entry));
        Self {
            // Beside inputs of size one the first layer is shorter than in whitened coordinates.
            weights: weights.map_first(|entry| units.input(entry)),
            classification: self.classification.restored(units),
            moved: units.weight(self.moved),
            radius: units.weight(self.radius),
            ..self
        }
    }
}
