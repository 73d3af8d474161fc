//! The `decay` object of a document that is read back.

use super::StoredOwnDecay;
use super::problem_record::BiasDecayRecord;
use crate::ProblemFileError;
use linscape_critical::{Problem, parse_exact};
use linscape_decay::{BiasDecay, BiasDecayError, Coordinates, Decay, DecayedProblem};
use serde::Deserialize;

/// Decay as a document states it.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub(crate) struct StoredDecay {
    layers: Vec<f64>,
    #[serde(default)]
    exact_layers: Option<Vec<String>>,
    #[serde(default)]
    mean: Option<f64>,
    #[serde(default)]
    on: Option<String>,
    #[serde(default)]
    case: Option<String>,
    #[serde(default)]
    parameter: Option<f64>,
    #[serde(default)]
    biases: Option<BiasDecayRecord>,
}

/// A decay by what its families are.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum ReadDecay {
    Words(Box<DecayedProblem>),
    Own(StoredOwnDecay),
}

/// Doubles that differ by more are two numbers, not one rounded twice.
const ROUNDING: f64 = 1e-12;

impl StoredDecay {
    /// The decay of a problem, in units of the document's loss; exact when the document has the numbers
    /// exactly.
    pub(crate) fn read(&self, problem: &Problem) -> Result<ReadDecay, ProblemFileError> {
        let depth = problem.architecture().depth();
        let given = self.layers.len();
        if given != depth {
            return Err(ProblemFileError::DecayLayers { given, depth });
        }
        let decay = self.decay(problem.factor())?;
        let derived = decay.mean() * problem.factor();
        if let Some(stated) = self.mean.filter(|&stated| differ(stated, derived)) {
            return Err(ProblemFileError::DecayMean { stated, derived });
        }
        if let Some(coordinates) = self.coordinates() {
            let decayed = DecayedProblem::new(problem, decay, coordinates)?;
            return Ok(ReadDecay::Words(Box::new(match self.bias_decay(problem)? {
                Some(biases) => decayed.with_bias_decay(biases),
                None => decayed,
            })));
        }
        let cases = ["ridge", "one_output", "nuclear_norm", "co_diagonal", "continued"];
        let stated = self.case.as_deref().filter(|_| self.on.as_deref() == Some("data"));
        let case = cases.into_iter().find(|case| stated == Some(*case));
        let case = case.ok_or(ProblemFileError::DecayCoordinates)?;
        let (is_aligned, is_continued) = (case == "co_diagonal", case == "continued");
        Ok(ReadDecay::Own(StoredOwnDecay { decay, is_aligned, is_continued, case }))
    }

    /// How biases decay, if any does.
    fn bias_decay(&self, problem: &Problem) -> Result<Option<BiasDecay>, BiasDecayError> {
        let read = |own: &BiasDecayRecord| {
            let layers = own.layers.iter().map(|layer| layer / problem.factor()).collect();
            BiasDecay::new(problem.biases(), layers, own.samples)
        };
        self.biases.as_ref().map(read).transpose()
    }

    fn decay(&self, factor: f64) -> Result<Decay, ProblemFileError> {
        let stated = Decay::stated(&self.layers, factor)?;
        let Some(texts) = &self.exact_layers else { return Ok(stated) };
        let layers = texts.iter().map(|text| parse_exact(text)).collect::<Result<Vec<_>, _>>()?;
        let exact = Decay::exact(layers)?;
        let doubles = self.layers.iter().zip(exact.layers());
        let first = doubles.into_iter().position(|(own, exact)| differ(*own, *exact));
        let is_longer = exact.layers().len() != self.layers.len();
        if let Some(layer) =
            first.or(is_longer.then_some(exact.layers().len().min(self.layers.len())))
        {
            return Err(ProblemFileError::DecayExact { layer: layer + 1 });
        }
        // Units of another loss are doubles.
        Ok(if factor.total_cmp(&1.0).is_eq() { exact } else { stated })
    }

    /// Whose weights decay; `None` when no closed form of words goes with them.
    fn coordinates(&self) -> Option<Coordinates> {
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

fn differ(stated: f64, derived: f64) -> bool {
    (stated - derived).abs() > ROUNDING * derived.abs()
}
