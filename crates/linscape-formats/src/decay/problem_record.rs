//! The `decay` object of a problem.

use linscape_decay::{Coordinates, DecayedProblem};
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
}

impl StoredDecay {
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
