//! From data to the matrix `Σ` that the network is to learn.
//!
//! Inputs are whitened by their SVD, directions that no sample excites are set aside and counted, and the way back
//! for `W_1` is kept. Moments and factors of long data come to the same matrix.

mod dropped;
mod from_moments;
mod moments;
mod parts;
mod reduction_error;
mod sigma_error;
mod slope;
mod whitened_inputs;

use crate::{Dataset, Means, SingularBases, Target};
use linscape_critical::{
    Architecture, NaturalUnits, Precision, Problem, Spectrum, Tolerance, euclidean_length,
};
use linscape_lapack::{Factor, ThinSvd, multiply, multiply_transposed, small_product, thin_svd};
use nalgebra::DMatrix;
use sigma_error::SigmaError;
use whitened_inputs::WhitenedInputs;

pub use dropped::Dropped;
pub use moments::{Moments, MomentsError};
pub use parts::ReductionParts;
pub use reduction_error::ReductionError;
pub use slope::Slope;

/// A problem together with the bases that lead back to the user's coordinates.
///
/// # Method
/// With the thin SVD `Xᵀ = U D Vᵀ` of the inputs (`m × d_0`), cut at `ρ = rank X` (judged on columns
/// of one length), the loss is
/// `½‖Y − W X‖² = κ + ½‖Σ − W V D‖²` with `Σ = Y U` of shape `d_h × ρ` and
/// `κ = ½‖Y − Σ Uᵀ‖²`. The covariance `X Xᵀ` is never formed, so that small singular values keep
/// their digits. Whitened weights have `W_1 ↦ W_1 V D`; [`unwhiten`](Self::unwhiten) goes back.
///
/// Source: `docs/theory.md`, "Reduction".
#[derive(Debug, Clone)]
pub struct Reduction {
    target: Target,
    /// `D⁻¹ Vᵀ`, `ρ × d_0`; `None` when the inputs are white already.
    unwhitening: Option<DMatrix<f64>>,
    /// `V D`, `d_0 × ρ`; `None` when the inputs are white already.
    whitening: Option<DMatrix<f64>>,
    dropped: Dropped,
    /// What was taken off inputs and targets, for a network whose last layer has a bias.
    means: Option<Means>,
    /// The units of means and biases.
    bias_units: NaturalUnits,
}

impl Reduction {
    /// The landscape's problem for a network on data, with thresholds from rounding or, if given,
    /// the user's.
    ///
    /// # Errors
    /// When the widths do not fit the data, the inputs are zero, or a decomposition fails.
    ///
    /// # Complexity
    /// `O(m d_0 min(m, d_0) + m d_0 d_h)`.
    ///
    /// # Examples
    /// ```
    /// use linscape_critical::Architecture;
    /// use linscape_network::{Dataset, Reduction};
    /// use nalgebra::DMatrix;
    /// // y = 3x on two samples that differ: one mode, σ = 3·√(1² + 2²).
    /// let inputs = DMatrix::from_row_slice(2, 1, &[1.0, 2.0]);
    /// let data = Dataset::new(inputs.clone(), 3.0 * inputs)?;
    /// let network = Architecture::new(vec![1, 1, 1])?;
    /// let reduction = Reduction::of_data(network, &data, None)?;
    /// let sigma = reduction.problem().spectrum().distinct()[0];
    /// assert!((sigma - 3.0 * 5_f64.sqrt()).abs() < 1e-14);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn of_data(
        architecture: Architecture,
        data: &Dataset,
        tolerance: Option<f64>,
    ) -> Result<Self, ReductionError> {
        check_widths(&architecture, data.inputs().ncols(), data.targets().ncols())?;
        let [_, targets] = data.rows();
        let whitened = WhitenedInputs::of(data, tolerance)?.ok_or(ReductionError::ZeroInputs)?;
        let input_rank = whitened.basis.ncols();
        let sigma = multiply_transposed(&targets, &whitened.basis);
        let residual =
            &*targets - small_product((&whitened.basis).into(), Factor::from(&sigma).transposed());
        let loss_offset = 0.5 * residual.norm_squared();
        let errors = SigmaError::of(data, &whitened, &sigma, &residual);
        let decomposed = thin_svd(sigma)?;
        let largest = decomposed.singular_values.first().copied().unwrap_or(0.0);
        let mut tolerance = tolerance.map_or_else(|| errors.tolerance(largest), Tolerance::given);
        let [stored_inputs, stored_targets] = data.precision();
        tolerance.precision = stored_inputs.or_coarser(stored_targets);
        tolerance.inputs = Some(whitened.threshold);
        let spectrum = Spectrum::from_floats(&decomposed.singular_values, &mut tolerance)?;
        let problem = Problem::from_spectrum(architecture, spectrum)?
            .with_data(input_rank, Some(data.samples()), loss_offset)?
            .with_total_weight(data.total_weight())
            .with_tolerance(Some(tolerance));
        Ok(Self {
            target: singular_target(problem, &decomposed),
            unwhitening: Some(whitened.unwhitening),
            whitening: Some(whitened.whitening),
            dropped: Dropped::from_inputs(data, input_rank),
            means: None,
            bias_units: NaturalUnits::one(),
        })
    }

    /// The landscape's problem for a network that is to learn the matrix `Σ` (`d_h × d_0`) itself,
    /// stored in some precision: white inputs, `κ = 0`.
    ///
    /// # Errors
    /// When the widths do not fit the matrix or its decomposition fails.
    pub fn of_target(
        architecture: Architecture,
        target: DMatrix<f64>,
        precision: Precision,
        tolerance: Option<f64>,
    ) -> Result<Self, ReductionError> {
        check_widths(&architecture, target.ncols(), target.nrows())?;
        let largest = target.nrows().max(target.ncols());
        let norm = euclidean_length(target.as_slice());
        let decomposed = thin_svd(target)?;
        let top = decomposed.singular_values.first().copied().unwrap_or(0.0);
        let spread = if top > 0.0 { norm / top } else { 1.0 };
        let from_storage = || Tolerance::of_stored(largest, precision, spread);
        let mut tolerance = tolerance.map_or_else(from_storage, Tolerance::given);
        tolerance.precision = precision;
        let spectrum = Spectrum::from_floats(&decomposed.singular_values, &mut tolerance)?;
        let problem =
            Problem::from_spectrum(architecture, spectrum)?.with_tolerance(Some(tolerance));
        Ok(Self {
            target: singular_target(problem, &decomposed),
            unwhitening: None,
            whitening: None,
            dropped: Dropped::default(),
            means: None,
            bias_units: NaturalUnits::one(),
        })
    }

    /// A problem given by its singular values: `Σ` is diagonal.
    #[must_use]
    pub fn of_spectrum(problem: Problem) -> Self {
        let means = Means::of_sigma(&problem);
        let target = Target::diagonal(problem);
        let dropped = Dropped::default();
        let bias_units = NaturalUnits::one();
        Self { target, unwhitening: None, whitening: None, dropped, means, bias_units }
    }

    /// The same for data from which means were taken off: those of a network whose last layer has
    /// a bias.
    #[must_use]
    pub fn with_means(self, means: Means) -> Self {
        Self { means: Some(means), ..self }
    }

    /// What was taken off inputs and targets; `None` where no offset splits off.
    #[must_use]
    pub fn means(&self) -> Option<&Means> {
        self.means.as_ref()
    }

    /// The units of means and biases: the problem's own, but for [data in natural
    /// units](Self::in_natural_units_of_data).
    #[must_use]
    pub fn bias_units(&self) -> NaturalUnits {
        self.bias_units
    }

    /// Widths, spectrum and offset.
    #[must_use]
    pub fn problem(&self) -> &Problem {
        self.target.problem()
    }

    /// The problem, changed by `change` (another loss convention, say), with the same bases.
    ///
    /// # Errors
    /// Those of `change`.
    pub fn map_problem<E>(
        mut self,
        change: impl FnOnce(Problem) -> Result<Problem, E>,
    ) -> Result<Self, E> {
        self.target = self.target.with_problem(change(self.problem().clone())?);
        Ok(self)
    }

    /// The same data with `Σ` in [natural units](NaturalUnits), and these units. Means keep their own.
    #[must_use]
    pub fn in_natural_units(&self) -> (Self, NaturalUnits) {
        let (target, units) = self.target.in_natural_units();
        (Self { target, ..self.clone() }, units)
    }

    /// The same data in natural units of the data's own coordinates, in which the inputs have a size as well; means
    /// are in the same units, and biases are measured as weights are.
    #[must_use]
    pub fn in_natural_units_of_data(&self) -> (Self, NaturalUnits) {
        let stretches = self.stretches();
        let stretch =
            stretches.map_or(1.0, |all| all.into_iter().fold(f64::MIN_POSITIVE, f64::max));
        let (target, units) = self.target.in_natural_units_of_data(stretch);
        let scaled = |matrix: &Option<DMatrix<f64>>, scale: &dyn Fn(f64) -> f64| {
            matrix.as_ref().map(|matrix| matrix.map(scale))
        };
        let unwhitening = scaled(&self.unwhitening, &|entry| units.input(entry));
        let whitening = scaled(&self.whitening, &|entry| units.input_here(entry));
        let means = self.means.as_ref().map(|means| Means {
            inputs: means.inputs.map(|mean| units.input_here(mean)),
            targets: means.targets.map(|mean| units.map_here(mean)),
            mass: means.mass,
        });
        let bias_units = units;
        (Self { target, unwhitening, whitening, means, bias_units, ..self.clone() }, units)
    }

    /// What the network is to learn in whitened coordinates: problem and bases.
    #[must_use]
    pub fn target(&self) -> &Target {
        &self.target
    }

    /// What the data never excite.
    #[must_use]
    pub fn dropped(&self) -> &Dropped {
        &self.dropped
    }

    /// A first-layer matrix (`d_1 × rank X`) in the coordinates of the user's data (`d_1 × d_0`):
    /// `W_1 ↦ W_1 D⁻¹ Vᵀ`.
    #[must_use]
    pub fn unwhiten(&self, first: &DMatrix<f64>) -> DMatrix<f64> {
        match &self.unwhitening {
            Some(back) => multiply(first, back),
            None => first.clone(),
        }
    }
}

impl Reduction {
    /// A first-layer matrix in the coordinates of the user's data (`d_1 × d_0`) in whitened ones
    /// (`d_1 × rank X`): `W_1 ↦ W_1 V D`. What it does to input directions without data is lost.
    ///
    /// # Examples
    /// ```
    /// use linscape_critical::Architecture;
    /// use linscape_network::{Dataset, Reduction};
    /// use nalgebra::DMatrix;
    /// // The second input is always zero: one direction, of length 5.
    /// let inputs = DMatrix::from_row_slice(2, 2, &[3.0, 0.0, 4.0, 0.0]);
    /// let data = Dataset::new(inputs, DMatrix::from_element(2, 1, 1.0))?;
    /// let reduction = Reduction::of_data(Architecture::new(vec![2, 1, 1])?, &data, None)?;
    /// let first = reduction.whiten(&DMatrix::from_row_slice(1, 2, &[2.0, 7.0]));
    /// assert!((first[(0, 0)].abs() - 10.0).abs() < 1e-14);
    /// assert_eq!(first.shape(), (1, 1));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn whiten(&self, first: &DMatrix<f64>) -> DMatrix<f64> {
        match &self.whitening {
            Some(there) => multiply(first, there),
            None => first.clone(),
        }
    }

    /// By how much whitening stretches the input directions, in decreasing order: the nonzero
    /// singular values of `X`; `None` when the inputs are white. A gradient or a Hessian in the
    /// data's coordinates has the norm or the nonzero eigenvalues of the whitened one with the
    /// columns of `W_1` scaled by these.
    #[must_use]
    pub fn stretches(&self) -> Option<Vec<f64>> {
        let there = self.whitening.as_ref()?;
        Some(there.column_iter().map(|column| column.norm()).collect())
    }
}

/// A problem in the singular bases of the matrix that was decomposed.
fn singular_target(problem: Problem, decomposed: &ThinSvd) -> Target {
    let bases = SingularBases::of_svd(decomposed, problem.spectrum().rank());
    Target::new(problem, bases)
}

fn check_widths(
    architecture: &Architecture,
    data_inputs: usize,
    data_outputs: usize,
) -> Result<(), ReductionError> {
    let (inputs, outputs) = (architecture.input(), architecture.output());
    if (inputs, outputs) == (data_inputs, data_outputs) {
        Ok(())
    } else {
        Err(ReductionError::Widths { inputs, outputs, data_inputs, data_outputs })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn data(inputs: &[&[f64]], targets: &[&[f64]]) -> Dataset {
        let matrix =
            |rows: &[&[f64]]| DMatrix::from_row_slice(rows.len(), rows[0].len(), &rows.concat());
        Dataset::new(matrix(inputs), matrix(targets)).expect("same samples")
    }

    fn reduce(widths: &[usize], data: &Dataset) -> Reduction {
        let architecture = Architecture::new(widths.to_vec()).expect("widths");
        Reduction::of_data(architecture, data, None).expect("reduces")
    }

    #[test]
    fn constant_and_duplicate_columns_lower_the_input_rank_and_are_named() {
        let inputs: &[&[f64]] = &[
            &[1.0, 7.0, 1.0, 0.5],
            &[2.0, 7.0, 2.0, 0.0],
            &[4.0, 7.0, 4.0, 1.5],
            &[3.0, 7.0, 3.0, 9.0],
        ];
        let targets: &[&[f64]] = &[&[1.0], &[0.0], &[2.0], &[5.0]];
        let reduction = reduce(&[4, 2, 1], &data(inputs, targets).centered());
        assert_eq!(reduction.problem().input_rank(), 2);
        let expected =
            Dropped { directions: 2, zero_columns: vec![2], duplicate_columns: vec![(3, 1)] };
        assert_eq!(reduction.dropped(), &expected);
    }

    #[test]
    fn the_offset_is_what_least_squares_leaves() {
        // y = (1, 2, 4) on x = (1, 1, 1): the best constant is 7/3, the residual 14/3.
        let data = data(&[&[1.0], &[1.0], &[1.0]], &[&[1.0], &[2.0], &[4.0]]);
        let reduction = reduce(&[1, 1, 1], &data);
        assert!((reduction.problem().loss_offset() - 7.0 / 3.0).abs() < 1e-14);
        let sigma = reduction.problem().spectrum().distinct()[0];
        assert!((sigma - 7.0 / 3_f64.sqrt()).abs() < 1e-14);
    }

    #[test]
    fn targets_orthogonal_to_the_inputs_leave_nothing_to_learn() {
        let data = data(&[&[1.0], &[1.0], &[1.0]], &[&[1.1], &[-0.7], &[-0.4]]);
        assert_eq!(reduce(&[1, 1, 1], &data).problem().spectrum().rank(), 0);
    }

    #[test]
    fn zero_inputs_are_refused() {
        let data = data(&[&[0.0], &[0.0]], &[&[1.0], &[2.0]]);
        let architecture = Architecture::new(vec![1, 1, 1]).expect("widths");
        let error = Reduction::of_data(architecture, &data, None).expect_err("zero");
        assert_eq!(error, ReductionError::ZeroInputs);
    }

    #[test]
    fn fewer_samples_than_features_are_fine() {
        let data = data(&[&[1.0, 2.0, 3.0], &[0.0, 1.0, 1.0]], &[&[1.0, 0.0], &[0.0, 1.0]]);
        let reduction = reduce(&[3, 2, 2], &data);
        assert_eq!(reduction.problem().input_rank(), 2);
        assert_eq!(reduction.problem().spectrum().rank(), 2);
        assert!(reduction.problem().loss_offset() < 1e-28);
    }
}
