//! The `decay` object of a problem.

use linscape_critical::Problem;
use linscape_decay::{BiasDecay, BiasDecayError, Coordinates, DecayedProblem};
use linscape_points::OwnProblem;
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
pub(crate) struct BiasDecayRecord {
    /// In units of the problem's loss, 0 where a bias does not decay or there is none.
    layers: Vec<f64>,
    /// How many samples there are, or the sum of their weights.
    samples: f64,
}

impl DecayRecord {
    /// The record of a problem.
    #[must_use]
    pub fn new(problem: &DecayedProblem) -> Self {
        let (decay, factor) = (problem.decay(), problem.factor());
        let (on, case, parameter) = match problem.coordinates() {
            Coordinates::Whitened => ("whitened", "whitened", None),
            Coordinates::Activations => ("activations", "whitened", None),
            Coordinates::Isotropic { moment } => ("data", "isotropic", Some(moment)),
            Coordinates::Autoencoder { scale } => ("data", "autoencoder", Some(scale)),
        };
        let texts =
            |layers: &[num_rational::BigRational]| layers.iter().map(ToString::to_string).collect();
        Self {
            layers: decay.stated_layers().to_vec(),
            exact_layers: decay.exact_layers().map(texts),
            mean: decay.mean() * factor,
            on,
            case,
            parameter,
            biases: problem.bias_decay().map(|own| BiasDecayRecord {
                layers: own.layers().iter().map(|layer| layer * factor).collect(),
                samples: own.mass(),
            }),
        }
    }
}

impl DecayRecord {
    /// The record of decay on the data's own weights where no closed form names the points by words.
    #[must_use]
    pub fn of_own(problem: &OwnProblem, case: &'static str) -> Self {
        let decay = problem.decay();
        Self {
            layers: decay.stated_layers().to_vec(),
            exact_layers: None,
            mean: decay.mean() * problem.factor(),
            on: "data",
            case,
            parameter: None,
            biases: None,
        }
    }
}

/// Decay read back from a document.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub(crate) struct StoredDecay {
    pub(crate) layers: Vec<f64>,
    #[serde(default)]
    pub(crate) exact_layers: Option<Vec<String>>,
    #[serde(default)]
    pub(crate) on: Option<String>,
    #[serde(default)]
    pub(crate) case: Option<String>,
    #[serde(default)]
    pub(crate) parameter: Option<f64>,
    #[serde(default)]
    biases: Option<BiasDecayRecord>,
}

impl StoredDecay {
    /// The problem with its biases as they decay, if any does.
    pub(crate) fn with_biases(
        &self,
        decayed: DecayedProblem,
        problem: &Problem,
    ) -> Result<DecayedProblem, BiasDecayError> {
        let Some(own) = &self.biases else { return Ok(decayed) };
        let layers = own.layers.iter().map(|layer| layer / problem.factor()).collect();
        let biases = BiasDecay::new(problem.biases(), layers, own.samples)?;
        Ok(decayed.with_bias_decay(biases))
    }

    /// Whose weights decay; `None` when the fields do not say.
    pub(crate) fn coordinates(&self) -> Option<Coordinates> {
        let on = self.on.as_deref().unwrap_or("whitened");
        match (on, self.case.as_deref(), self.parameter) {
            ("whitened", _, _) => Some(Coordinates::Whitened),
            ("activations", _, _) => Some(Coordinates::Activations),
            ("data", Some("isotropic"), Some(moment)) if moment > 0.0 => {
                Some(Coordinates::Isotropic { moment })
            }
            ("data", Some("autoencoder"), Some(scale)) if scale > 0.0 => {
                Some(Coordinates::Autoencoder { scale })
            }
            _ => None,
        }
    }
}
