//! A problem with decay, reduced to its modes.

use crate::{BiasDecay, Decay, Mode, Phase, Roots};
use linscape_critical::{Beside, BiasPlace, LossConvention, NaturalUnits, Problem, numbered};
use num_rational::BigRational;
use thiserror::Error;

/// Whose weights decay.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Coordinates {
    /// The weights of the problem as given by its singular values or its matrix: white inputs.
    Whitened,
    /// With data, a penalty on the first hidden activations: `λ_1 Σ_j ‖W_1 x_j‖²` in place of
    /// `λ_1 ‖W_1‖²`, which is the decay of whitened weights.
    Activations,
    /// The data's own weights, inputs with `X Xᵀ = cI` on their range.
    Isotropic {
        /// `c`.
        moment: f64,
    },
    /// The data's own weights, an autoencoder: `Y Xᵀ = θ X Xᵀ`.
    Autoencoder {
        /// `θ`, 1 for `Y = X`.
        scale: f64,
    },
}

/// Why a problem has no landscape with decay.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum DecayedProblemError {
    /// One decay a layer, or one for all.
    #[error(
        "{given} weight decays do not fit {}: give one for all, or one a layer",
        numbered(depth, "layer", "layers")
    )]
    Layers {
        /// How many were given.
        given: usize,
        /// `h`.
        depth: usize,
    },
}

/// One distinct singular value: its multiplicity and what each of its modes can do.
#[derive(Debug, Clone, PartialEq)]
pub struct Class {
    /// `m_t`.
    pub multiplicity: usize,
    /// The mode.
    pub mode: Mode,
    /// Its critical amplitudes beside 0.
    pub roots: Roots,
    /// Relative precision of its singular value: rounding, or what the data allow.
    pub precision: f64,
}

impl Class {
    /// On which side of its thresholds the modes are.
    #[must_use]
    pub fn phase(&self) -> Phase {
        self.mode.phase()
    }
}

/// The loss `κ + ½ Σ_l γ_l … + ½ Σ_i λ_i‖W_i‖²` up to rotations: widths, modes and decay.
///
/// Losses are those of `½‖Y − WX‖² + ½ Σ_i λ_i‖W_i‖²`, times the [`factor`](Self::factor) of the
/// problem's convention wherever a method says so.
///
/// # Examples
/// ```
/// use linscape_critical::{Problem, parse_exact};
/// use linscape_decay::{Coordinates, Decay, DecayedProblem, family_count};
/// let problem = Problem::exact(&[3, 3, 3], &[3, 2, 1])?;
/// let decay = Decay::exact(vec![parse_exact("0.5")?])?;
/// let decayed = DecayedProblem::new(&problem, decay, Coordinates::Whitened)?;
/// // Depth 2: every subset of the three modes above λ = ½.
/// assert_eq!(family_count(&decayed), 8_u32.into());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct DecayedProblem {
    widths: Vec<usize>,
    given_inputs: usize,
    parameters: usize,
    biases: Beside,
    /// Those of a network whose last layer has one.
    bias_decay: Option<BiasDecay>,
    decay: Decay,
    coordinates: Coordinates,
    classes: Vec<Class>,
    exact_sigmas: Option<Vec<BigRational>>,
    zeros: usize,
    loss_offset: f64,
    convention: LossConvention,
    factor: f64,
    tolerance: Option<f64>,
}

/// Rounding of a relative quantity that took a few operations: what separates doubles that came from
/// exact input.
const ROUNDING: f64 = 16.0 * f64::EPSILON;

impl DecayedProblem {
    /// The problem with decay, in units of `½‖·‖²` whatever the problem's loss; see
    /// [`Decay::in_loss`].
    ///
    /// # Errors
    /// When the number of decays is neither 1 nor the depth.
    pub fn new(
        problem: &Problem,
        decay: Decay,
        coordinates: Coordinates,
    ) -> Result<Self, DecayedProblemError> {
        let depth = problem.architecture().depth();
        let decay = decay.on_every_layer(depth);
        if decay.layers().len() != depth {
            return Err(DecayedProblemError::Layers { given: decay.layers().len(), depth });
        }
        let widths = problem.whitened_widths();
        let tolerance = problem.tolerance().map(|tolerance| tolerance.repeated.value);
        let classes = Modes { problem, decay: &decay, coordinates, tolerance }.classes();
        let is_exact = decay.exact_layers().is_some();
        Ok(Self {
            zeros: widths[0].min(widths[depth]) - problem.spectrum().rank(),
            widths,
            given_inputs: problem.architecture().input(),
            parameters: problem.parameters(),
            biases: problem.biases().beside(problem.architecture().widths()),
            bias_decay: (problem.biases().place() == BiasPlace::Output)
                .then(|| BiasDecay::none(problem.biases(), problem.bias_mass())),
            coordinates,
            classes,
            exact_sigmas: problem.spectrum().exact_fractions().filter(|_| is_exact),
            loss_offset: problem.loss_offset() / problem.factor(),
            convention: problem.convention(),
            factor: problem.factor(),
            tolerance,
            decay,
        })
    }

    /// The same problem with biases that decay.
    #[must_use]
    pub fn with_bias_decay(self, decay: BiasDecay) -> Self {
        let biases = decay.beside(&self.widths);
        Self { biases, bias_decay: Some(decay), ..self }
    }

    /// The same problem in other units, of the problem without decay in these.
    ///
    /// # Panics
    /// When that has another depth.
    #[must_use]
    pub fn measured_in(&self, problem: &Problem, units: NaturalUnits) -> Self {
        let coordinates = match self.coordinates {
            Coordinates::Isotropic { moment } => {
                Coordinates::Isotropic { moment: units.input_here(units.input_here(moment)) }
            }
            Coordinates::Autoencoder { scale } => {
                Coordinates::Autoencoder { scale: units.product_here(self.depth(), scale) }
            }
            same => same,
        };
        let here = Self::new(problem, self.decay.measured_in(units), coordinates);
        let here = here.expect("a decay a layer");
        match &self.bias_decay {
            Some(own) => here.with_bias_decay(own.measured_in(units)),
            None => here,
        }
    }

    /// How the biases decay; `None` when none does.
    #[must_use]
    pub fn bias_decay(&self) -> Option<&BiasDecay> {
        self.offset_biases().filter(|own| own.is_any())
    }

    /// The biases of a network whose last layer has one, decaying or not: those whose offset splits off.
    #[must_use]
    pub fn offset_biases(&self) -> Option<&BiasDecay> {
        self.bias_decay.as_ref()
    }

    /// `h`.
    #[must_use]
    pub fn depth(&self) -> usize {
        self.widths.len() - 1
    }

    /// `d_0, …, d_h` with `rank X` for `d_0`.
    #[must_use]
    pub fn widths(&self) -> &[usize] {
        &self.widths
    }

    /// `p`, the narrowest of [`widths`](Self::widths).
    #[must_use]
    pub fn bottleneck(&self) -> usize {
        self.widths.iter().copied().min().unwrap_or(0)
    }

    /// Biases, one in the last layer among them: the offset of the outputs is at its best (coindex), others
    /// are free (nullity) or, where they decay, zero (coindex).
    #[must_use]
    pub fn biases(&self) -> Beside {
        self.biases
    }

    /// `N`, with all input coordinates and biases.
    #[must_use]
    pub fn parameters(&self) -> usize {
        self.parameters
    }

    /// `d_1 (d_0 − rank X)`: weights that meet no data.
    #[must_use]
    pub fn idle_weights(&self) -> usize {
        self.widths[1] * (self.given_inputs - self.widths[0])
    }

    /// Whether the weights that meet no data decay too (else the loss does not depend on them).
    #[must_use]
    pub fn idle_weights_decay(&self) -> bool {
        matches!(self.coordinates, Coordinates::Isotropic { .. } | Coordinates::Autoencoder { .. })
    }

    /// The decays, in units of `½‖·‖²`.
    #[must_use]
    pub fn decay(&self) -> &Decay {
        &self.decay
    }

    /// Whose weights decay.
    #[must_use]
    pub fn coordinates(&self) -> Coordinates {
        self.coordinates
    }

    /// The distinct singular values `τ_1 > τ_2 > … > 0`.
    #[must_use]
    pub fn classes(&self) -> &[Class] {
        &self.classes
    }

    /// The multiplicities of the classes.
    #[must_use]
    pub fn multiplicities(&self) -> Vec<usize> {
        self.classes.iter().map(|class| class.multiplicity).collect()
    }

    /// The distinct singular values as fractions, when they and the decay are.
    #[must_use]
    pub fn exact_sigmas(&self) -> Option<&[BigRational]> {
        self.exact_sigmas.as_deref()
    }

    /// How many of the `min(d_0, d_h)` singular values are zero.
    #[must_use]
    pub fn zeros(&self) -> usize {
        self.zeros
    }

    /// `κ` of `½‖·‖²`.
    #[must_use]
    pub fn loss_offset(&self) -> f64 {
        self.loss_offset
    }

    /// The convention that losses are reported in.
    #[must_use]
    pub fn convention(&self) -> LossConvention {
        self.convention
    }

    /// Its factor: loss = factor · `½‖·‖²`. Losses, drops, rates, spectra and decays scale with it.
    #[must_use]
    pub fn factor(&self) -> f64 {
        self.factor
    }

    /// The relative precision of the singular values; `None` when they are exact.
    #[must_use]
    pub fn tolerance(&self) -> Option<f64> {
        self.tolerance
    }

    /// Whether every threshold was decided.
    #[must_use]
    pub fn is_decided(&self) -> bool {
        !self.classes.iter().any(|class| matches!(class.phase(), Phase::Undecided(_)))
    }
}

/// What the classes are made from.
struct Modes<'p> {
    problem: &'p Problem,
    decay: &'p Decay,
    coordinates: Coordinates,
    tolerance: Option<f64>,
}

impl Modes<'_> {
    fn classes(&self) -> Vec<Class> {
        let spectrum = self.problem.spectrum();
        let class = |(at, &multiplicity): (usize, &usize)| {
            let precision = self.precision(at);
            let mode = self.mode(at, precision);
            Class { multiplicity, mode, roots: mode.roots(), precision }
        };
        spectrum.multiplicities().iter().enumerate().map(class).collect()
    }

    /// A tolerance is relative to σ_1, a threshold to the value itself.
    fn precision(&self, at: usize) -> f64 {
        let distinct = self.problem.spectrum().distinct();
        self.tolerance.map_or(ROUNDING, |own| (own * distinct[0] / distinct[at]).max(ROUNDING))
    }

    fn mode(&self, at: usize, tolerance: f64) -> Mode {
        let depth = self.problem.architecture().depth();
        let spectrum = self.problem.spectrum();
        let (sigma, mean) = (spectrum.distinct()[at], self.decay.mean());
        match self.coordinates {
            Coordinates::Whitened | Coordinates::Activations => {
                let exact = spectrum.exact().zip(self.decay.exact_product());
                match exact {
                    Some((exact, product)) => Mode::exact(depth, &exact[at], sigma, &product, mean),
                    None => Mode::rounded(depth, sigma, 1.0, mean, tolerance),
                }
            }
            Coordinates::Isotropic { moment } => {
                Mode::rounded(depth, sigma / moment.sqrt(), moment, mean, tolerance)
            }
            Coordinates::Autoencoder { scale } => {
                let root = sigma / scale;
                Mode::rounded(depth, scale, root * root, mean, 2.0 * tolerance)
            }
        }
    }
}
