//! A network narrowed to what its weights use of the hidden layers.

use linscape_critical::{Architecture, Problem};
use linscape_curvature::hidden_directions;
use linscape_lapack::multiply;
use linscape_network::{Target, Weights, WeightsError};
use nalgebra::DMatrix;

use crate::MeasureError;

/// From as many weights on a narrower network is worth looking for.
const WORTH: usize = 10_000;

/// A narrow network whose critical points are critical points of the wide one. With weights
/// `A_i V_i A_{i−1}ᵀ` in orthonormal bases `A_i` of part of each hidden layer the gradient is
/// `A_i (∂L/∂V_i) A_{i−1}ᵀ`: beside the bases nothing comes in and nothing goes out. So a point of a
/// stratum of the narrow network, which has few conditions, is one of the wide network's, with a bar of one
/// layer for every direction that was left out.
pub(crate) struct Narrowed {
    /// The same target with hidden widths `a_1, …, a_{h−1}`.
    pub target: Target,
    /// `A_iᵀ W_i A_{i−1}`.
    pub weights: Weights,
    /// `A_1, …, A_{h−1}`.
    bases: Vec<DMatrix<f64>>,
}

impl Narrowed {
    /// Of a large network in whose hidden layers few directions stand out clearly; none of another.
    pub(crate) fn of(target: &Target, weights: &Weights) -> Result<Option<Self>, MeasureError> {
        if weights.parameters() < WORTH || weights.depth() < 2 {
            return Ok(None);
        }
        let Some(bases) = hidden_directions(weights, target.matrix())? else {
            return Ok(None);
        };
        let mut widths = target.problem().architecture().widths().to_vec();
        for (width, basis) in widths[1..].iter_mut().zip(&bases) {
            *width = basis.ncols();
        }
        let Some(problem) = with_widths(target.problem(), widths) else { return Ok(None) };
        let target = target.with_problem(problem);
        let inner = in_bases(weights.matrices(), &bases, nalgebra::Matrix::transpose);
        let weights = Weights::new(inner)?;
        Ok(Some(Self { target, weights, bases }))
    }

    /// Weights of the narrow network as weights of the wide one.
    pub(crate) fn widened(&self, weights: &Weights) -> Result<Weights, WeightsError> {
        Weights::new(in_bases(weights.matrices(), &self.bases, Clone::clone))
    }
}

/// The same problem for other hidden widths; none where they do not fit it.
fn with_widths(problem: &Problem, widths: Vec<usize>) -> Option<Problem> {
    let architecture = Architecture::new(widths).ok()?;
    let narrow = Problem::from_spectrum(architecture, problem.spectrum().clone()).ok()?;
    let narrow = narrow.with_data(problem.input_rank(), problem.samples(), 0.0).ok()?;
    Some(narrow.with_tolerance(problem.tolerance().copied()))
}

/// `B_i W_i B_{i−1}ᵀ` for `B_i` made of each hidden basis, inputs and outputs as they are.
fn in_bases(
    matrices: &[DMatrix<f64>],
    bases: &[DMatrix<f64>],
    side: impl Fn(&DMatrix<f64>) -> DMatrix<f64>,
) -> Vec<DMatrix<f64>> {
    let turned = |(at, matrix): (usize, &DMatrix<f64>)| {
        let left = match bases.get(at) {
            Some(basis) => multiply(&side(basis), matrix),
            None => matrix.clone(),
        };
        match at.checked_sub(1) {
            Some(before) => multiply(&left, &side(&bases[before]).transpose()),
            None => left,
        }
    };
    matrices.iter().enumerate().map(turned).collect()
}
