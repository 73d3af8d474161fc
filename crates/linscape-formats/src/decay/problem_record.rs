//! The `decay` object of a problem.

use super::StoredOwnDecay;
use crate::own::case_name;
use linscape_decay::{BiasDecay, Coordinates, Decay, DecayedProblem};
use linscape_points::{OwnCase, OwnProblem};
use num_rational::BigRational;
use serde::{Deserialize, Serialize};

/// Decay as it stands in JSON, in units of the problem's loss; see `docs/formats.md`, "With weight
/// decay".
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DecayRecord {
    layers: Vec<f64>,
    exact_layers: Option<Vec<String>>,
    mean: f64,
    on: &'static str,
    case: &'static str,
    /// `c` of isotropic inputs, `θ` of an autoencoder.
    parameter: Option<f64>,
    /// Absent where no bias decays.
    #[serde(skip_serializing_if = "Option::is_none")]
    biases: Option<BiasDecayRecord>,
}

/// How biases decay.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct BiasDecayRecord {
    /// In units of the problem's loss, 0 where a bias does not decay or there is none.
    pub(super) layers: Vec<f64>,
    /// How many samples there are, or the sum of their weights.
    pub(super) samples: f64,
}

impl BiasDecayRecord {
    fn new(own: &BiasDecay, factor: f64) -> Self {
        let layers = own.layers().iter().map(|layer| layer * factor).collect();
        Self { layers, samples: own.mass() }
    }
}

impl DecayRecord {
    /// The record of a problem.
    #[must_use]
    pub fn new(problem: &DecayedProblem) -> Self {
        let (on, case, parameter) = match problem.coordinates() {
            Coordinates::Whitened => ("whitened", "whitened", None),
            Coordinates::Activations => ("activations", "whitened", None),
            Coordinates::Isotropic { moment } => ("data", "isotropic", Some(moment)),
            Coordinates::Autoencoder { scale } => ("data", "autoencoder", Some(scale)),
        };
        let factor = problem.factor();
        let biases = problem.bias_decay().map(|own| BiasDecayRecord::new(own, factor));
        Self { biases, ..Self::of(problem.decay(), factor, on, case, parameter) }
    }

    /// The record of decay on the data's own weights where no closed form names the points by words.
    #[must_use]
    pub fn of_own(problem: &OwnProblem, case: OwnCase) -> Self {
        Self::of(problem.decay(), problem.factor(), "data", case_name(case), None)
    }

    /// The same as a document states it, in units of a loss of this factor.
    #[must_use]
    pub fn of_stored(own: &StoredOwnDecay, factor: f64) -> Self {
        Self::of(&own.decay, factor, "data", own.case, None)
    }

    fn of(
        decay: &Decay,
        factor: f64,
        on: &'static str,
        case: &'static str,
        parameter: Option<f64>,
    ) -> Self {
        let texts = |layers: &[BigRational]| layers.iter().map(ToString::to_string).collect();
        Self {
            layers: decay.stated_layers().to_vec(),
            exact_layers: decay.exact_layers().map(texts),
            mean: decay.mean() * factor,
            on,
            case,
            parameter,
            biases: None,
        }
    }
}
