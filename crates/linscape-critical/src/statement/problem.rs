//! A network together with the singular values it is to learn.
//!
//! Beside the numbers themselves it answers what follows from them alone: which subsets are families (`families`),
//! and what their losses are, as doubles and as fractions (`losses`).

mod families;
mod losses;

use crate::{
    Architecture, ArchitectureError, Biases, LossConvention, LossConventionError, NaturalUnits,
    Spectrum, Squares, Tolerance,
};
use thiserror::Error;

/// The loss `L = κ + ½‖Σ − W_h⋯W_1‖²` up to its singular bases: widths, the spectrum of `Σ`, the
/// offset `κ`, and what is known of the data behind them.
///
/// # Examples
/// ```
/// use linscape_critical::{Problem, SingularSubset};
/// let problem = Problem::exact(&[3, 3, 3, 3], &[3, 2, 1])?;
/// assert_eq!(problem.maximal_rank(), 3);
/// // Learning the second mode only leaves ½(9 + 1).
/// assert_eq!(problem.loss(&SingularSubset::from_counts(vec![0, 1, 0])), 5.0);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Problem {
    architecture: Architecture,
    pub(super) biases: Biases,
    pub(super) offset_decay: f64,
    spectrum: Spectrum,
    squares: Squares,
    input_rank: usize,
    samples: Option<usize>,
    total_weight: Option<f64>,
    loss_offset: f64,
    convention: LossConvention,
    factor: f64,
    /// Loss = `‖·‖²` over this.
    divisor: f64,
    tolerance: Option<Tolerance>,
}

/// Why widths, a spectrum and data do not make a problem.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum ProblemError {
    /// More singular values than `Σ` can have.
    #[error(
        "{given} singular values are too many: a {outputs}×{inputs} matrix has at most {}",
        inputs.min(outputs)
    )]
    TooManyValues {
        /// How many were given.
        given: usize,
        /// `d_0`.
        inputs: usize,
        /// `d_h`.
        outputs: usize,
    },
    /// `rank X` outside `max(1, s)..=d_0`.
    #[error("an input rank of {input_rank} does not fit d_0 = {inputs} and rank Σ = {rank}")]
    InputRank {
        /// The rank given.
        input_rank: usize,
        /// `d_0`.
        inputs: usize,
        /// `s`.
        rank: usize,
    },
    /// An offset that no squared error can have.
    #[error("a loss offset is a nonnegative finite number, got {offset}")]
    Offset {
        /// The offset given.
        offset: f64,
    },
    /// No samples at all.
    #[error("the number of samples is 0")]
    NoSample,
    /// Widths that no network has.
    #[error(transparent)]
    Architecture(#[from] ArchitectureError),
    /// The loss cannot be averaged.
    #[error(transparent)]
    Loss(#[from] LossConventionError),
}

impl Problem {
    /// A problem of widths `d_0, …, d_h` given by whole singular values, kept exact: [`from_spectrum`](Self::from_spectrum)
    /// in one step.
    ///
    /// # Errors
    /// When there are no such networks, or more singular values than `min(d_0, d_h)`.
    ///
    /// # Examples
    /// ```
    /// use linscape_critical::Problem;
    /// let problem = Problem::exact(&[3, 3, 3, 3], &[3, 2, 1])?;
    /// assert_eq!(problem.loss(&problem.leading(0)), 7.0); // ½ (9 + 4 + 1)
    /// assert!(Problem::exact(&[2, 2], &[3, 2, 1]).is_err());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn exact(widths: &[usize], sigma: &[u32]) -> Result<Self, ProblemError> {
        let architecture = Architecture::new(widths.to_vec())?;
        Self::from_spectrum(architecture, Spectrum::exact_integers(sigma))
    }

    /// A problem given by its singular values alone: `κ = 0`, no samples; missing singular values
    /// are zero.
    ///
    /// # Errors
    /// When there are more singular values than `min(d_0, d_h)`.
    pub fn from_spectrum(
        architecture: Architecture,
        spectrum: Spectrum,
    ) -> Result<Self, ProblemError> {
        let (inputs, outputs) = (architecture.input(), architecture.output());
        let given = spectrum.rank() + spectrum.zeros();
        if given > inputs.min(outputs) {
            return Err(ProblemError::TooManyValues { given, inputs, outputs });
        }
        let spectrum = spectrum.padded(inputs.min(outputs));
        Ok(Self {
            squares: Squares::new(&spectrum),
            biases: Biases::none(architecture.depth()),
            offset_decay: 0.0,
            architecture,
            spectrum,
            input_rank: inputs,
            samples: None,
            total_weight: None,
            loss_offset: 0.0,
            convention: LossConvention::HalfSum,
            factor: 1.0,
            divisor: 2.0,
            tolerance: None,
        })
    }

    /// The problem with `rank X`, the number of samples `m` and the offset `κ` (of `½‖·‖²`) of
    /// its data.
    ///
    /// # Errors
    /// When they cannot belong to these widths and this spectrum.
    pub fn with_data(
        mut self,
        input_rank: usize,
        samples: Option<usize>,
        loss_offset: f64,
    ) -> Result<Self, ProblemError> {
        let (inputs, rank) = (self.architecture.input(), self.spectrum.rank());
        if input_rank > inputs || input_rank < rank.max(1) {
            return Err(ProblemError::InputRank { input_rank, inputs, rank });
        }
        if !(loss_offset.is_finite() && loss_offset >= 0.0) {
            return Err(ProblemError::Offset { offset: loss_offset });
        }
        if samples == Some(0) {
            return Err(ProblemError::NoSample);
        }
        self.input_rank = input_rank;
        self.samples = samples;
        self.loss_offset = loss_offset;
        Ok(self)
    }

    /// The problem with the thresholds that its spectrum was read with.
    #[must_use]
    pub fn with_tolerance(mut self, tolerance: Option<Tolerance>) -> Self {
        self.tolerance = tolerance;
        self
    }

    /// The problem with its loss in another convention, the offset rescaled with it.
    ///
    /// # Errors
    /// When the convention averages and there are no samples.
    pub fn with_loss(self, convention: LossConvention) -> Result<Self, ProblemError> {
        let (before, known) = (self.factor, self.convention);
        let mut restated = self.stored_in(convention)?;
        if convention != known {
            restated.loss_offset = restated.loss_offset / before * restated.factor;
        }
        Ok(restated)
    }

    /// The problem with its loss in a convention that the stored offset is in already.
    ///
    /// # Errors
    /// When the convention averages and there are no samples.
    pub fn stored_in(mut self, convention: LossConvention) -> Result<Self, ProblemError> {
        let (inputs, outputs) = (self.architecture.input(), self.architecture.output());
        self.factor = convention.factor(self.mass(), inputs, outputs)?;
        self.divisor = convention.divisor(self.mass(), inputs, outputs)?;
        self.convention = convention;
        Ok(self)
    }

    /// The problem whose samples have weights that add up to `Σω`, which takes the place of `m` in
    /// averages.
    ///
    /// # Examples
    /// ```
    /// use linscape_critical::{LossConvention, Problem};
    /// let problem = Problem::exact(&[1, 1, 1], &[2])?;
    /// let problem = problem.with_data(1, Some(3), 0.0)?.with_total_weight(Some(4.0));
    /// assert_eq!(problem.with_loss(LossConvention::HalfMean)?.factor(), 0.25);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn with_total_weight(self, total_weight: Option<f64>) -> Self {
        Self { total_weight, ..self }
    }

    /// `Σω`, where samples have weights.
    #[must_use]
    pub fn total_weight(&self) -> Option<f64> {
        self.total_weight
    }

    /// The same problem in units of size one, and these units.
    #[must_use]
    pub fn in_natural_units(&self) -> (Self, NaturalUnits) {
        let largest = self.spectrum().distinct().first().copied().unwrap_or(1.0);
        let units = NaturalUnits::of(largest, self.architecture().depth());
        (self.measured_in(units), units)
    }

    /// The amplitude `σ_1^{1/h}` that a balanced layer has in the largest mode, whitened coordinates; 1 when
    /// `Σ = 0`.
    #[must_use]
    pub fn natural_length(&self) -> f64 {
        let largest = self.spectrum().distinct().first().copied().unwrap_or(1.0);
        largest.powf(1.0 / self.architecture().depth() as f64)
    }

    /// The same problem in other units.
    #[must_use]
    pub fn measured_in(&self, units: NaturalUnits) -> Self {
        if units.is_one() {
            return self.clone();
        }
        let spectrum = self.spectrum.over(units.map_scale());
        Self {
            squares: Squares::new(&spectrum),
            spectrum,
            loss_offset: units.loss_here(self.loss_offset),
            ..self.clone()
        }
    }

    /// The widths of the network of matrices, `d_0` in full: with a bias in the first layer alone
    /// one more than the data have.
    #[must_use]
    pub fn architecture(&self) -> &Architecture {
        &self.architecture
    }

    /// The singular values of `Σ`.
    #[must_use]
    pub fn spectrum(&self) -> &Spectrum {
        &self.spectrum
    }

    /// Their squares as whole numbers.
    #[must_use]
    pub fn squares(&self) -> &Squares {
        &self.squares
    }

    /// `rank X`; `d_0` when there are no data.
    #[must_use]
    pub fn input_rank(&self) -> usize {
        self.input_rank
    }

    /// Number of samples `m`.
    #[must_use]
    pub fn samples(&self) -> Option<usize> {
        self.samples
    }

    /// `κ`, the loss that no network can avoid, in the problem's convention.
    #[must_use]
    pub fn loss_offset(&self) -> f64 {
        self.loss_offset
    }

    /// Which multiple of the squared error the loss is.
    #[must_use]
    pub fn convention(&self) -> LossConvention {
        self.convention
    }

    /// The factor of the convention: loss = factor · `½‖·‖²`.
    #[must_use]
    pub fn factor(&self) -> f64 {
        self.factor
    }

    /// What averages are taken over: `m`, or `Σω` where samples have weights.
    #[must_use]
    pub fn mass(&self) -> Option<f64> {
        self.total_weight.or(self.samples.map(|samples| samples as f64))
    }

    /// The thresholds in force; `None` for exact problems.
    #[must_use]
    pub fn tolerance(&self) -> Option<&Tolerance> {
        self.tolerance.as_ref()
    }
}
