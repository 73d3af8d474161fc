//! The whole network at weights with biases, measured in units of size one.

use super::coordinates::norm_in_data;
use super::{DiagnosisError, DiagnosisOptions};
use crate::second_road::{InUnits, WholeNetwork};
use crate::{Classification, HessianCheck};
use linscape_critical::{NaturalUnits, Observer};
use linscape_curvature::SecondOrder;
use linscape_network::{LayerInputs, Reduction, Weights, WeightsError};
use nalgebra::DMatrix;

/// The network in the units that matter.
pub(super) struct Whole {
    /// Natural ones of the data, in which gradients and eigenvalues of the data's own coordinates are of size one.
    data: InUnits,
    /// Those in which signs are told, as the matrices have chosen them.
    judged: InUnits,
    /// The problem's own.
    own: InUnits,
}

impl Whole {
    /// `None` where the last layer has no bias. `chosen` are the units of the matrices.
    pub(super) fn of(stated: &Reduction, weights: &Weights, chosen: NaturalUnits) -> Option<Self> {
        stated.means()?;
        let (reduction, units) = stated.in_natural_units_of_data();
        let own = InUnits {
            reduction: stated.clone(),
            units: NaturalUnits::one(),
            weights: weights.clone(),
        };
        let data = InUnits { reduction, units, ..own.clone() }.moved_to(weights);
        let judged = if chosen == units { data.clone() } else { own.clone() };
        Some(Self { data, judged, own })
    }

    /// The norm of the gradient of `½‖·‖²` over all weights and biases, in the problem's own units.
    pub(super) fn gradient_norm(&self) -> Result<f64, WeightsError> {
        let InUnits { reduction, units, weights } = &self.data;
        let Some(reads) = LayerInputs::in_data(reduction) else { return Ok(0.0) };
        let gradient = SecondOrder::reading(weights, &reads)?.gradient();
        Ok(units.gradient(norm_in_data(gradient, None)))
    }

    /// The second road at these weights, or at those that they were `moved` to, which are doubles; `about_means` are
    /// `Σ` and the matrices there.
    pub(super) fn second_road(
        &self,
        options: &DiagnosisOptions,
        (classified, about_means, moved): (
            &Classification,
            (&DMatrix<f64>, &Weights),
            Option<&Weights>,
        ),
        observer: &dyn Observer,
    ) -> Result<Option<HessianCheck>, DiagnosisError> {
        let epsilon = if moved.is_some() { f64::EPSILON } else { options.dtype_epsilon };
        let at = |given: &InUnits| moved.map_or_else(|| given.clone(), |to| given.moved_to(to));
        let [judged, shown, own] = [&self.judged, &self.data, &self.own].map(at);
        let (judged, shown, own) = (&judged, &shown, &own);
        let whole = WholeNetwork { judged, own, shown, epsilon, classified, about_means };
        options.whole_road(&whole, observer)
    }
}
