//! Weight decay as options state it.

use crate::statement::{KeptDecay, KnownDecay, Origin, OwnDecay};
use crate::{
    BiasDecayOptionError, BiasOptionError, DecayOptionError, ProblemOptions, StatedProblem,
    StatementError,
};
use linscape_critical::{BiasPlace, parse_exact};
use linscape_decay::{BiasDecay, Coordinates, Decay, DecayError, DecayedProblem};
use linscape_network::Reduction;
use linscape_points::{OwnCase, OwnProblem};
use nalgebra::DMatrix;

/// A problem with weight decay.
#[derive(Debug, Clone)]
pub struct StatedDecay {
    /// The problem without it.
    pub stated: StatedProblem,
    /// The problem with it.
    pub decayed: DecayedProblem,
}

/// A problem with decay of the data's own weights, where no closed form names its points by words.
#[derive(Debug, Clone)]
pub struct StatedOwn {
    /// The problem without it.
    pub stated: StatedProblem,
    /// The problem with it.
    pub own: OwnProblem,
    /// What is known of it.
    pub case: OwnCase,
}

/// Differences of this many times the tolerance of the data are rounding when inputs are compared
/// with a multiple of the identity, or targets with a multiple of the inputs.
const SLACK: f64 = 16.0;

impl ProblemOptions {
    /// The problem, its decay kept inside: for callers that look there.
    pub(crate) fn state_with_decay(&self) -> Result<StatedProblem, StatementError> {
        let mut stated = self.state_any()?;
        let kept = stated.decay.as_ref().and_then(KeptDecay::of);
        let has_stored = stated.decay.is_some();
        let said = self.decays_on(has_stored)?;
        // What is not stated again stays as the document has it.
        let on = match &kept {
            Some(kept) if self.decay_on.is_none() => kept.on,
            _ => said,
        };
        let is_restated = self.decay.is_some() || self.decay_biases.is_some();
        if self.continued && !stated.own_weights_decay(on) {
            return Err(DecayOptionError::ContinueWithoutData.into());
        }
        if has_stored && self.decay.is_none() && self.loss.is_some() {
            let needs_data = matches!(stated.origin, Origin::Document)
                && kept.as_ref().is_none_or(|kept| kept.on == "data");
            let fault = if needs_data {
                DecayOptionError::DataLeftBehind
            } else {
                DecayOptionError::LossOfDocument
            };
            return Err(fault.into());
        }
        if !is_restated || (self.decay.is_none() && kept.is_none()) {
            if stated.decay.is_none() {
                self.refuse_decay_of_biases(&stated)?;
            }
            return Ok(stated);
        }
        let decay = match (&self.decay, &kept) {
            (None, Some(kept)) => Some(kept.decay.clone()),
            _ => self.decay_of_weights(stated.problem.factor())?,
        };
        let Some(decay) = decay else {
            self.refuse_decay_of_biases(&stated)?;
            stated.decay = None;
            return Ok(stated);
        };
        if stated.problem.biases().place() == BiasPlace::Input {
            self.check_first_bias(&stated, &decay, kept.as_ref())?;
        }
        let biases = match (&self.decay_biases, kept.as_ref()) {
            (None, Some(kept)) => kept.biases.clone(),
            _ => self.bias_decay(&stated).map_err(DecayOptionError::from)?,
        };
        let is_continued = self.continued || kept.is_some_and(|kept| kept.is_continued);
        stated.decay = Some(self.known_decay(&stated, decay, biases, (on, is_continued))?);
        Ok(stated)
    }

    /// The decay of the weights, in units of `½‖·‖²`; `None` where it is zero.
    fn decay_of_weights(&self, factor: f64) -> Result<Option<Decay>, DecayOptionError> {
        let text = self.decay.as_deref().unwrap_or_default();
        let numbers = text.split(',').map(parse_exact).collect::<Result<Vec<_>, _>>();
        match Decay::in_loss(&numbers.map_err(DecayOptionError::Number)?, factor) {
            Err(DecayError::AllZero) => Ok(None),
            Err(fault) => Err(DecayOptionError::Decay(fault)),
            Ok(decay) => Ok(Some(decay)),
        }
    }

    /// What is known of a problem with this decay of weights and biases.
    fn known_decay(
        &self,
        stated: &StatedProblem,
        decay: Decay,
        biases: Option<BiasDecay>,
        (on, is_continued): (&str, bool),
    ) -> Result<KnownDecay, DecayOptionError> {
        if let Some(own) = self.own_decay(stated, on, &decay, is_continued)? {
            if biases.is_some() {
                return Err(BiasDecayOptionError::OfOwn.into());
            }
            return Ok(KnownDecay::Points(Box::new(own)));
        }
        let coordinates = self.decayed_coordinates(stated, on)?;
        let decayed = DecayedProblem::new(&stated.problem, decay, coordinates)
            .map_err(DecayOptionError::Problem)?;
        Ok(KnownDecay::Words(Box::new(match biases {
            Some(biases) => decayed.with_bias_decay(biases),
            None => decayed,
        })))
    }

    /// Whose weights decay, in the words of the options; what goes with decay is refused without it.
    pub(crate) fn decays_on(&self, stored: bool) -> Result<&str, DecayOptionError> {
        let on = self.decay_on.as_deref().unwrap_or("auto");
        if !["auto", "data", "activations", "whitened"].contains(&on) {
            return Err(DecayOptionError::On { text: on.to_owned() });
        }
        if self.continued && self.decay.is_none() {
            return Err(DecayOptionError::ContinueWithoutData);
        }
        match (&self.decay, &self.decay_on) {
            (None, Some(_)) if stored => Err(DecayOptionError::OnOfDocument),
            (None, Some(_)) => Err(DecayOptionError::OnWithoutDecay),
            _ => Ok(on),
        }
    }

    /// Whether options or document state decay that is not zero.
    pub(crate) fn refuse_decay(&self, stored: bool) -> Result<(), DecayOptionError> {
        let given = match &self.decay {
            Some(text) => text.split(',').any(|number| {
                // What is no number is refused where decay is known.
                parse_exact(number).map_or(true, |exact| exact != num_traits::Zero::zero())
            }),
            None => stored,
        };
        if given { Err(DecayOptionError::NotHere) } else { Ok(()) }
    }

    /// How the biases decay: `None` where none does.
    fn bias_decay(
        &self,
        stated: &StatedProblem,
    ) -> Result<Option<BiasDecay>, BiasDecayOptionError> {
        let means = match &stated.origin {
            Origin::Bases(reduction) => reduction.means(),
            _ => None,
        };
        let mass = means.map_or(1.0, |means| means.mass);
        let biases = stated.problem.biases();
        // A first bias is a weight, and the problem is that of a last one alone.
        let is_elsewhere = biases.place() == BiasPlace::Input || biases.is_last_alone();
        let decay = self.decay_of_biases(biases, stated.problem.factor(), mass)?;
        let Some(decay) = decay.filter(|_| !is_elsewhere) else { return Ok(None) };
        if decay.layers().iter().all(|&own| own <= 0.0) {
            return Ok(None);
        }
        // Σ alone is that of centred data.
        let has_means = stated.problem.samples().is_some() && !self.center && !stated.is_centered();
        if decay.is_of_all() && has_means {
            return Err(BiasDecayOptionError::WithMeans);
        }
        Ok(Some(decay))
    }

    /// Refuses a bias in the first layer alone that does not decay as the weights beside it.
    fn check_first_bias(
        &self,
        stated: &StatedProblem,
        decay: &Decay,
        kept: Option<&KeptDecay>,
    ) -> Result<(), StatementError> {
        let (biases, factor) = (stated.problem.biases(), stated.problem.factor());
        let own = self.decay_of_biases(biases, factor, 1.0).map_err(DecayOptionError::from)?;
        let depth = stated.problem.architecture().depth();
        let first_of = |decay: &Decay| decay.clone().on_every_layer(depth).layers()[0];
        let first = first_of(decay);
        let decays_as_first = |own: f64| (own - first).abs() <= 4.0 * f64::EPSILON * first;
        match (own, kept) {
            (Some(own), _) if decays_as_first(own.layers()[0]) => Ok(()),
            // A document says by the weights how the bias beside them decays.
            (None, Some(kept)) if decays_as_first(first_of(&kept.decay)) => Ok(()),
            (None, Some(_)) => Err(DecayOptionError::from(BiasDecayOptionError::OfDocument).into()),
            _ => Err(BiasOptionError::WithDecay.into()),
        }
    }

    /// Whose weights decay. Moments stand for white inputs unless something else is said, over however many
    /// samples they were summed.
    fn decayed_coordinates(
        &self,
        stated: &StatedProblem,
        on: &str,
    ) -> Result<Coordinates, DecayOptionError> {
        let is_of_moments = stated.is_of_moments();
        let is_of_data = stated.problem.samples().is_some() && !is_of_moments;
        match (&stated.origin, on) {
            (Origin::Bases(_) | Origin::Document, "whitened" | "activations") if is_of_data => {
                Ok(Coordinates::Activations)
            }
            (Origin::Bases(_) | Origin::Document, "activations") if is_of_moments => {
                Ok(Coordinates::Activations)
            }
            (Origin::Bases(reduction), _) if stated.own_weights_decay(on) => {
                self.exact_case(reduction).ok_or(DecayOptionError::NoClosedForm)
            }
            (Origin::Document, "auto" | "data") if is_of_data => Err(DecayOptionError::NeedsData),
            (Origin::Document, "data") if is_of_moments => Err(DecayOptionError::NeedsData),
            (_, "auto" | "whitened") => Ok(Coordinates::Whitened),
            _ => Err(DecayOptionError::OnNeedsInputs { on: on.to_owned() }),
        }
    }

    /// Decay of the data's own weights where words name nothing: ridge regression, one output, data with
    /// common singular bases, depth 2, or whatever continuation finds.
    fn own_decay(
        &self,
        stated: &StatedProblem,
        on: &str,
        decay: &Decay,
        is_continued: bool,
    ) -> Result<Option<OwnDecay>, DecayOptionError> {
        let Origin::Bases(reduction) = &stated.origin else { return Ok(None) };
        if !stated.own_weights_decay(on) || self.exact_case(reduction).is_some() {
            return Ok(None);
        }
        // The number of samples was looked at when the loss was stated.
        let Ok(Some(reduction)) = stated.in_convention() else { return Ok(None) };
        let depth = stated.problem.architecture().depth();
        let decay = decay.clone().on_every_layer(depth);
        let given = decay.layers().len();
        if given != depth {
            let fault = linscape_decay::DecayedProblemError::Layers { given, depth };
            return Err(DecayOptionError::Problem(fault));
        }
        Ok(OwnDecay::new(&reduction, decay, on == "data", is_continued))
    }

    /// The closed form for decay of the data's own weights: isotropic inputs, or an autoencoder.
    fn exact_case(&self, reduction: &Reduction) -> Option<Coordinates> {
        let problem = reduction.problem();
        let tolerance = SLACK * problem.tolerance().map_or(0.0, |own| own.repeated.value);
        let stretches = reduction.stretches()?;
        let (largest, smallest) = (stretches.first()?, stretches.last()?);
        if largest - smallest <= tolerance * largest {
            let squares: f64 = stretches.iter().map(|stretch| stretch * stretch).sum();
            return Some(Coordinates::Isotropic { moment: squares / stretches.len() as f64 });
        }
        // An input that is always 1 is no output.
        let (inputs, outputs) = (problem.architecture().input(), problem.architecture().output());
        if inputs != outputs {
            return None;
        }
        if self.autoencode {
            return Some(Coordinates::Autoencoder { scale: 1.0 });
        }
        // YXᵀ = θXXᵀ iff Σ = θVD.
        let map = reduction.whiten(&DMatrix::identity(inputs, inputs));
        let sigma = reduction.target().matrix();
        let scale = sigma.dot(&map) / map.norm_squared();
        let distance = (sigma - &map * scale).norm();
        (scale > 0.0 && distance <= tolerance * sigma.norm())
            .then_some(Coordinates::Autoencoder { scale })
    }
}
