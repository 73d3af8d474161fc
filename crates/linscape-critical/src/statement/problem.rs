//! A network together with the singular values it is to learn.

use crate::{
    Architecture, Biases, LossConvention, LossConventionError, NaturalUnits, SingularSubset,
    Spectrum, Squares, SubsetError, Tolerance,
};
use num_bigint::BigInt;
use num_rational::BigRational;
use std::ops::RangeInclusive;
use thiserror::Error;

/// The loss `L = κ + ½‖Σ − W_h⋯W_1‖²` up to its singular bases: widths, the spectrum of `Σ`, the
/// offset `κ`, and what is known of the data behind them.
///
/// # Examples
/// ```
/// use linscape_critical::{Architecture, Problem, SingularSubset, Spectrum};
/// let network = Architecture::new(vec![3, 3, 3, 3])?;
/// let problem = Problem::from_spectrum(network, Spectrum::exact_integers(&[3, 2, 1]))?;
/// assert_eq!(problem.maximal_rank(), 3);
/// // Learning the second mode only leaves ½(9 + 1).
/// assert_eq!(problem.loss(&SingularSubset::from_counts(vec![0, 1, 0])), 5.0);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Problem {
    architecture: Architecture,
    pub(super) biases: Biases,
    spectrum: Spectrum,
    squares: Squares,
    input_rank: usize,
    samples: Option<usize>,
    total_weight: Option<f64>,
    loss_offset: f64,
    convention: LossConvention,
    factor: f64,
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
    /// The loss cannot be averaged.
    #[error(transparent)]
    Loss(#[from] LossConventionError),
}

impl Problem {
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
            architecture,
            spectrum,
            input_rank: inputs,
            samples: None,
            total_weight: None,
            loss_offset: 0.0,
            convention: LossConvention::HalfSum,
            factor: 1.0,
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
    pub fn with_loss(mut self, convention: LossConvention) -> Result<Self, ProblemError> {
        let factor = self.factor_of(convention)?;
        if convention != self.convention {
            self.loss_offset = self.loss_offset / self.factor * factor;
        }
        self.convention = convention;
        self.factor = factor;
        Ok(self)
    }

    /// The problem with its loss in a convention that the stored offset is in already.
    ///
    /// # Errors
    /// When the convention averages and there are no samples.
    pub fn stored_in(mut self, convention: LossConvention) -> Result<Self, ProblemError> {
        self.factor = self.factor_of(convention)?;
        self.convention = convention;
        Ok(self)
    }

    /// The factor of a convention: averages are over `m` samples, or over the sum of their weights.
    fn factor_of(&self, convention: LossConvention) -> Result<f64, LossConventionError> {
        convention.factor(self.mass(), self.architecture.input(), self.architecture.output())
    }

    /// The problem whose samples have weights that add up to `Σω`, which takes the place of `m` in
    /// averages.
    ///
    /// # Examples
    /// ```
    /// use linscape_critical::{Architecture, LossConvention, Problem, Spectrum};
    /// let network = Architecture::new(vec![1, 1, 1])?;
    /// let problem = Problem::from_spectrum(network, Spectrum::exact_integers(&[2]))?;
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

    /// `p`, the narrowest width, with `rank X` in place of `d_0`.
    #[must_use]
    pub fn bottleneck(&self) -> usize {
        self.architecture.bottleneck().min(self.input_rank)
    }

    /// `r_max = min(p, s)`, the largest number of modes that can be learned.
    #[must_use]
    pub fn maximal_rank(&self) -> usize {
        self.bottleneck().min(self.spectrum.rank())
    }

    /// The ranks that families have: `0..=r_max`, but only `s` for a network of depth 1, which is
    /// linear regression and has one family.
    #[must_use]
    pub fn ranks(&self) -> RangeInclusive<usize> {
        let smallest = if self.architecture.depth() == 1 { self.spectrum.rank() } else { 0 };
        smallest..=self.maximal_rank()
    }

    /// The subset of a list of 1-based indices, checked to be a family of this problem.
    ///
    /// # Errors
    /// When an index does not exist or is repeated, or when there are more than can be learned.
    pub fn subset(&self, indices: &[usize]) -> Result<SingularSubset, SubsetError> {
        let subset = SingularSubset::from_indices(indices, self.spectrum.multiplicities())?;
        if subset.rank() > self.maximal_rank() {
            let (given, maximal_rank) = (subset.rank(), self.maximal_rank());
            return Err(SubsetError::TooLarge { given, maximal_rank });
        }
        if !self.ranks().contains(&subset.rank()) {
            return Err(SubsetError::OnlyFull { rank: self.spectrum.rank() });
        }
        Ok(subset)
    }

    /// The leading subset of a given rank: the largest singular values. For rank `r_max` it holds
    /// the global minima.
    ///
    /// # Panics
    /// When the rank exceeds the rank of `Σ`.
    #[must_use]
    pub fn leading(&self, rank: usize) -> SingularSubset {
        let mut left = rank;
        let fill = |&multiplicity: &usize| {
            let count = multiplicity.min(left);
            left -= count;
            count
        };
        let counts: Vec<usize> = self.spectrum.multiplicities().iter().map(fill).collect();
        assert_eq!(left, 0, "rank {rank} exceeds the rank of Σ");
        SingularSubset::from_counts(counts)
    }

    /// The critical value `L_J = κ + ½ Σ_{l ∉ J} σ_l²` in the problem's convention: the double
    /// nearest to the exact value, or, for floating spectra, the squares added from the smallest
    /// up. Either way it does not depend on how the subset was found.
    #[must_use]
    pub fn loss(&self, subset: &SingularSubset) -> f64 {
        let multiplicities = self.spectrum.multiplicities();
        if let Some(unlearned) = self.squares.unlearned(subset, multiplicities) {
            return self.loss_of_unlearned(unlearned.to_f64());
        }
        let spectrum = self.spectrum.distinct().iter().zip(multiplicities);
        let unlearned = spectrum.zip(subset.counts()).rev().fold(
            0.0,
            |sum, ((&value, &multiplicity), &count)| match multiplicity - count {
                0 => sum,
                left_out => sum + left_out as f64 * (value * value),
            },
        );
        self.loss_of_unlearned(unlearned)
    }

    /// The loss when the squares of the unlearned modes add up to `unlearned`.
    pub(crate) fn loss_of_unlearned(&self, unlearned: f64) -> f64 {
        self.loss_offset + self.factor * (0.5 * unlearned)
    }

    /// The critical value as an exact fraction; `None` when the problem is not exact or its offset
    /// or convention is not.
    #[must_use]
    pub fn exact_loss(&self, subset: &SingularSubset) -> Option<BigRational> {
        if !self.has_exact_losses() {
            return None;
        }
        let unlearned = self.squares.unlearned(subset, self.spectrum.multiplicities())?;
        Some(unlearned.to_rational() / BigInt::from(2))
    }

    /// Whether losses are known as fractions: an exact spectrum, `κ = 0`, loss `½‖·‖²`.
    #[must_use]
    pub fn has_exact_losses(&self) -> bool {
        self.spectrum.exact().is_some()
            && self.convention == LossConvention::HalfSum
            && self.loss_offset == 0.0
    }

    /// `½‖Σ‖²` in the problem's convention: the scale of all loss differences. It does not pass by `κ`,
    /// which may be so large that nothing of it would be left.
    ///
    /// # Examples
    /// ```
    /// use linscape_critical::{Architecture, Problem, Spectrum};
    /// let network = Architecture::new(vec![2, 2, 2])?;
    /// let problem = Problem::from_spectrum(network, Spectrum::exact_integers(&[3, 1]))?;
    /// let problem = problem.with_data(2, Some(10), 1e20)?;
    /// assert_eq!(problem.signal_energy(), 5.0); // ½ (3² + 1²)
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn signal_energy(&self) -> f64 {
        let spectrum = self.spectrum.distinct().iter().zip(self.spectrum.multiplicities());
        let squares = spectrum
            .rev()
            .fold(0.0, |sum, (&value, &multiplicity)| sum + multiplicity as f64 * (value * value));
        self.factor * (0.5 * squares)
    }

    /// The gap up to which sums of squares coincide; 0 for exact problems.
    pub(crate) fn coincidence_of_sums(&self) -> f64 {
        let Some(tolerance) = &self.tolerance else { return 0.0 };
        let spectrum = self.spectrum.distinct().iter().zip(self.spectrum.multiplicities());
        let norm: f64 = spectrum.map(|(value, &times)| times as f64 * value * value).sum();
        tolerance.coincident.value * norm
    }

    /// The same gap in units of [`squares`](Self::squares).
    pub(crate) fn coincidence_in_units(&self) -> u64 {
        self.squares.units_in(self.coincidence_of_sums())
    }
}
