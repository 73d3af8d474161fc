//! The inputs as an orthonormal basis and the maps to and from it.

use super::ReductionError;
use super::moments::{self, Moments, MomentsError};
use crate::Dataset;
use linscape_critical::{BinaryScale, Origin, Threshold, euclidean_length};
use linscape_lapack::{DecompositionError, ThinSvd, multiply, symmetric_eigen, thin_qr, thin_svd};
use nalgebra::DMatrix;

/// `Xᵀ = U Tᵀ` with orthonormal `U`, cut at `ρ = rank X`.
///
/// # Method
/// Units of measurement are nobody's information: the rank is judged after each column was divided
/// by a power of two near its length *as read*. Rounding in storage then has moved every column
/// by the same small part `u` of its length, whatever centring took away, and a feature of size
/// 10⁻⁷ beside one of size 10⁷ counts. From `Xᵀ S⁻¹ = Û D̂ V̂ᵀ` and the small decomposition
/// `D̂ V̂ᵀ S = P D Vᵀ` follow `U = Û P` and `T = S V̂ D̂ P = V D`: computed so, every row of `T` has the
/// digits of its own feature.
///
/// Source: van der Sluis, Condition numbers and equilibration of matrices, 1969 (columns of equal
/// error are nearly the best scaling); `docs/theory.md`, "Reduction".
pub(crate) struct WhitenedInputs {
    /// `U`, `m × ρ`; without rows where moments alone are known.
    pub basis: DMatrix<f64>,
    /// `T = V D`, `d_0 × ρ`.
    pub whitening: DMatrix<f64>,
    /// A left inverse of `T`, `ρ × d_0`.
    pub unwhitening: DMatrix<f64>,
    /// What judged the rank.
    pub threshold: Threshold,
    /// `D̂`, the singular values of the scaled columns, cut at `ρ`.
    pub scaled_values: Vec<f64>,
    /// `P`: `Û = U Pᵀ`; `None` for the identity.
    pub turn: Option<DMatrix<f64>>,
    /// An estimate of the spectral norm of the error of the scaled columns, from storage and from
    /// computing; of moments, of their scaled matrix.
    pub error: f64,
    scales: Vec<BinaryScale>,
}

impl WhitenedInputs {
    /// Decomposes the inputs; `None` when all are zero.
    ///
    /// # Complexity
    /// `O(m d_0 min(m, d_0))`.
    pub(crate) fn of(
        data: &Dataset,
        chosen: Option<f64>,
    ) -> Result<Option<Self>, DecompositionError> {
        let scales: Vec<BinaryScale> =
            data.lengths_read().iter().map(|&length| BinaryScale::of(length)).collect();
        let [rows, _] = data.rows();
        let mut scaled = rows.into_owned();
        for (mut column, scale) in scaled.column_iter_mut().zip(&scales) {
            column.apply(|entry| *entry = scale.divide(*entry));
        }
        let ThinSvd { u, singular_values, vt } = thin_svd(scaled)?;
        let largest = singular_values.first().copied().unwrap_or(0.0);
        if largest <= 0.0 {
            return Ok(None);
        }
        let stored = stored_error(data);
        let mut threshold = threshold(data, stored / largest, chosen);
        let rank =
            singular_values.iter().take_while(|&&d| threshold.separates(d / largest)).count();
        let scaled_values = singular_values[..rank].to_vec();
        let (basis, vt) = (u.columns(0, rank).into_owned(), vt.rows(0, rank).into_owned());
        let computing = 4.0 * (data.inputs().ncols() as f64).sqrt() * f64::EPSILON * largest;
        let common = scales.iter().all(|scale| scale == &scales[0]);
        let scaled = ScaledFactors { vt, values: &scaled_values, scales: &scales };
        let turn = if common { None } else { Some(scaled.turn()?) };
        Ok(Some(Self {
            basis: turn.as_ref().map_or_else(|| basis.clone(), |turn| multiply(&basis, turn)),
            whitening: scaled.whitening(turn.as_ref()),
            unwhitening: scaled.unwhitening(turn.as_ref())?,
            threshold,
            turn,
            error: stored + computing,
            scaled_values,
            scales,
        }))
    }

    /// The same from `Σ_xx = S C S`; `None` when it is zero.
    ///
    /// # Complexity
    /// `O(d_0³)`.
    pub(super) fn of_moments(
        moments: &Moments,
        chosen: Option<f64>,
    ) -> Result<Option<Self>, ReductionError> {
        let inputs = moments.inputs();
        let order = inputs.ncols();
        let length = |at: usize| inputs[(at, at)].sqrt();
        let scales: Vec<BinaryScale> = (0..order).map(|at| BinaryScale::of(length(at))).collect();
        let scaled = DMatrix::from_fn(order, order, |i, j| {
            let mean = 0.5 * inputs[(i, j)] + 0.5 * inputs[(j, i)];
            scales[j].divide(scales[i].divide(mean))
        });
        let eigen = symmetric_eigen(scaled)?;
        let largest = eigen.values.last().copied().unwrap_or(0.0);
        if largest <= 0.0 {
            return Ok(None);
        }
        let (error, smallest) = (moments.relative_error() * largest, eigen.values[0]);
        if smallest < -MORE_THAN_ROUNDING * error {
            let (which, direction) = ("input", "of an eigenvector of its scaled matrix".to_owned());
            return Err(MomentsError::Negative { which, direction, value: smallest }.into());
        }
        let mut threshold = moments::threshold(moments, chosen);
        let decreasing = eigen.values.iter().rev();
        let lengths = decreasing.map(|value| (value.max(0.0) / largest).sqrt());
        let rank = lengths.take_while(|&length| threshold.separates(length)).count();
        let scaled_values: Vec<f64> =
            eigen.values.iter().rev().take(rank).map(|value| value.sqrt()).collect();
        let vt = DMatrix::from_fn(rank, order, |i, j| eigen.vectors[(j, order - 1 - i)]);
        let common = scales.iter().all(|scale| scale == &scales[0]);
        let factors = ScaledFactors { vt, values: &scaled_values, scales: &scales };
        let turn = if common { None } else { Some(factors.turn()?) };
        Ok(Some(Self {
            basis: DMatrix::zeros(0, rank),
            whitening: factors.whitening(turn.as_ref()),
            unwhitening: factors.unwhitening(turn.as_ref())?,
            threshold,
            turn,
            error,
            scaled_values,
            scales,
        }))
    }

    /// `‖A S⁻¹‖` of a matrix with a column an input.
    pub(super) fn scaled_norm(&self, matrix: &DMatrix<f64>) -> f64 {
        let mut scaled = matrix.clone();
        for (mut column, scale) in scaled.column_iter_mut().zip(&self.scales) {
            column.apply(|entry| *entry = scale.divide(*entry));
        }
        euclidean_length(scaled.as_slice())
    }

    /// `Σ Pᵀ D̂⁻¹`: the least-squares coefficients of the targets on the scaled columns, in their
    /// singular basis.
    pub(crate) fn scaled_coefficients(&self, sigma: &DMatrix<f64>) -> DMatrix<f64> {
        let mut coefficients = match &self.turn {
            Some(turn) => multiply(sigma, &turn.transpose()),
            None => sigma.clone(),
        };
        for (mut column, value) in coefficients.column_iter_mut().zip(&self.scaled_values) {
            column.unscale_mut(*value);
        }
        coefficients
    }
}

/// How far below zero, in errors, an eigenvalue of moments may be.
const MORE_THAN_ROUNDING: f64 = 16.0;

/// Independent roundings of `m × d` entries, columns of length about one: their spectral norm is
/// about `u (1 + √(d/m))`, no more than `u` a column.
fn stored_error(data: &Dataset) -> f64 {
    let (samples, inputs) = (data.samples(), data.inputs().ncols());
    let [precision, _] = data.precision();
    // Lengths are between one and two after scaling.
    2.0 * precision.unit_roundoff() * (1.0 + (inputs as f64 / samples as f64).sqrt())
}

fn threshold(data: &Dataset, stored: f64, chosen: Option<f64>) -> Threshold {
    if let Some(value) = chosen {
        return Threshold::new(value, Origin::Option);
    }
    let largest = data.samples().max(data.inputs().ncols()).max(data.targets().ncols());
    let computing = largest.max(16) as f64 * f64::EPSILON;
    let [precision, _] = data.precision();
    let is_stored = precision.is_coarse() && stored > computing;
    let origin = if is_stored { Origin::Stored } else { Origin::RoundOff };
    Threshold::new(stored.max(computing), origin)
}

/// `D̂ V̂ᵀ S`, in its factors.
struct ScaledFactors<'a> {
    vt: DMatrix<f64>,
    values: &'a [f64],
    scales: &'a [BinaryScale],
}

/// Up to this ratio of column scales, two to this power, a projection on the columns' span keeps
/// half the digits of the shortest.
const EVEN: i32 = 26;

impl ScaledFactors<'_> {
    /// `D̂ V̂ᵀ S`, `ρ × d_0`.
    fn product(&self) -> DMatrix<f64> {
        let mut product = self.vt.clone();
        for (mut row, value) in product.row_iter_mut().zip(self.values) {
            row.scale_mut(*value);
        }
        for (mut column, scale) in product.column_iter_mut().zip(self.scales) {
            column.apply(|entry| *entry = scale.multiply(*entry));
        }
        product
    }

    /// `P` of `D̂ V̂ᵀ S = P D Vᵀ`.
    fn turn(&self) -> Result<DMatrix<f64>, DecompositionError> {
        let product = self.product();
        let scale = BinaryScale::of(product.amax());
        Ok(thin_svd(product.map(|entry| scale.divide(entry)))?.u)
    }

    /// `S V̂ D̂ P`.
    fn whitening(&self, turn: Option<&DMatrix<f64>>) -> DMatrix<f64> {
        let transposed = self.product().transpose();
        turn.map_or_else(|| transposed.clone(), |turn| multiply(&transposed, turn))
    }

    /// `Pᵀ D̂⁻¹ V̂ᵀ S⁻¹`, and where inputs are missing and the scales allow it, of the smallest norm
    /// among all left inverses: without parts that no sample sees.
    fn unwhitening(&self, turn: Option<&DMatrix<f64>>) -> Result<DMatrix<f64>, DecompositionError> {
        let mut inverse = self.vt.clone();
        for (mut row, value) in inverse.row_iter_mut().zip(self.values) {
            row.unscale_mut(*value);
        }
        for (mut column, scale) in inverse.column_iter_mut().zip(self.scales) {
            column.apply(|entry| *entry = scale.divide(*entry));
        }
        let inverse =
            turn.map_or_else(|| inverse.clone(), |turn| multiply(&turn.transpose(), &inverse));
        let exponents = || self.scales.iter().map(|scale| scale.exponent());
        let spread = exponents().max().unwrap_or(0) - exponents().min().unwrap_or(0);
        let (rank, inputs) = self.vt.shape();
        if rank == inputs || turn.is_none() || spread > EVEN {
            return Ok(inverse);
        }
        let span = thin_qr(self.whitening(turn))?.q;
        Ok(multiply(&multiply(&inverse, &span), &span.transpose()))
    }
}
