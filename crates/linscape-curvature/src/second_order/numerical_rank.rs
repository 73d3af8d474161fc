//! Ranks counted from computed singular values, as far as their errors allow.

use linscape_critical::{ErrorBar, Verdict, agreement};
use linscape_lapack::{DecompositionError, thin_svd};
use nalgebra::DMatrix;

/// A rank read off computed singular values. Those below their error may be zero; the clear ones
/// are a lower bound.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct NumericalRank {
    /// Singular values that are clearly not zero.
    pub at_least: usize,
    /// The smallest one that is neither clearly nonzero nor within its error, if there is one; NaN
    /// where nothing could be computed.
    pub open: Option<f64>,
    /// The error that they were compared with.
    pub error: f64,
    /// The smallest clear one, or the open one, in units of its error; infinite when there is none.
    pub margin: f64,
}

/// How far beyond the rounding error a singular value has to be to be called nonzero.
const CLEAR: f64 = 1e3;

impl NumericalRank {
    /// A rank of which nothing is known.
    pub const UNKNOWN: Self =
        Self { at_least: 0, open: Some(f64::NAN), error: f64::NAN, margin: f64::NAN };

    /// Judges the nonincreasing singular values of an `m × n` matrix, `larger = max(m, n)`, whose
    /// entries were computed from numbers of size `scale`: up to `8 · larger · ε · scale` may be
    /// zero, beyond a thousand times that is not.
    ///
    /// # Examples
    /// ```
    /// use linscape_curvature::NumericalRank;
    /// let counted = NumericalRank::of(&[2.0, 1.0, 1e-17], 3, 2.0);
    /// assert_eq!(counted.decided(), Some(2));
    /// assert_eq!((counted.agree_with(1), counted.agree_with(3)), (Some(false), None));
    /// assert_eq!(NumericalRank::of(&[2.0, 1e-13], 3, 2.0).decided(), None);
    /// ```
    #[must_use]
    pub fn of(singular_values: &[f64], larger: usize, scale: f64) -> Self {
        let rounding = 8.0 * larger.max(1) as f64 * f64::EPSILON * scale;
        Self::beyond(singular_values, ErrorBar::new(rounding, CLEAR))
    }

    /// The same with an error of the entries beside rounding.
    pub(crate) fn of_inexact(
        singular_values: &[f64],
        larger: usize,
        scale: f64,
        error: f64,
    ) -> Self {
        let rounding = 8.0 * larger.max(1) as f64 * f64::EPSILON * scale;
        Self::beyond(singular_values, ErrorBar::new(rounding + error, CLEAR))
    }

    /// Judges nonincreasing singular values that are known up to an error.
    #[must_use]
    pub fn beyond(singular_values: &[f64], bar: ErrorBar) -> Self {
        let at_least =
            singular_values.partition_point(|&value| bar.judge(value) == Verdict::Nonzero);
        let open = singular_values[at_least..]
            .iter()
            .copied()
            .take_while(|&value| bar.judge(value) == Verdict::Open)
            .last();
        let smallest = open.or_else(|| singular_values[..at_least].last().copied());
        let margin = smallest.map_or(f64::INFINITY, |value| value / bar.error);
        Self { at_least, open, error: bar.error, margin }
    }

    /// With as many more dimensions that need no counting.
    #[must_use]
    pub fn with_more(mut self, more: usize) -> Self {
        self.at_least += more;
        self
    }

    /// The rank, when no singular value is open; those below their error stand as zeros, which they
    /// may be.
    #[must_use]
    pub fn decided(&self) -> Option<usize> {
        self.open.is_none().then_some(self.at_least)
    }

    /// Whether the rank is the given one; `None` when undecided.
    #[must_use]
    pub fn agree_with(&self, stated: usize) -> Option<bool> {
        agreement(self.at_least, self.open.is_none(), stated)
    }
}

/// Vectors that a matrix kills.
pub(crate) struct Kernel {
    /// An orthonormal basis, as columns.
    pub basis: DMatrix<f64>,
    /// The error of these vectors: that of the matrix over its smallest singular value that is not
    /// zero.
    pub error: f64,
}

/// The kernel of a matrix computed from numbers of size `scale`; none when its rank is undecided.
pub(crate) fn kernel(
    matrix: DMatrix<f64>,
    scale: f64,
) -> Result<Option<Kernel>, DecompositionError> {
    let (rows, columns) = matrix.shape();
    // With as many rows as columns the right singular vectors are a whole basis.
    let tall = matrix.resize_vertically(rows.max(columns), 0.0);
    let svd = thin_svd(tall)?;
    let counted = NumericalRank::of(&svd.singular_values, rows.max(columns), scale);
    let Some(rank) = counted.decided() else { return Ok(None) };
    let basis = svd.vt.rows(rank, columns - rank).transpose();
    let smallest = svd.singular_values[..rank].last();
    let error = smallest.map_or(0.0, |smallest| counted.error / smallest);
    Ok(Some(Kernel { basis, error }))
}
