//! Ranks counted from computed singular values, where a gap allows it.

use linscape_lapack::{DecompositionError, thin_svd};
use nalgebra::DMatrix;

/// A rank read off computed singular values, or the admission that it cannot be.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum NumericalRank {
    /// Every singular value is clearly zero or clearly not.
    Decided {
        /// The rank.
        rank: usize,
        /// Ratio of the smallest singular value taken for nonzero to the rounding error; infinite
        /// at rank zero.
        margin: f64,
    },
    /// Some singular value is neither.
    Undecided {
        /// The singular value nearest to the rounding error.
        singular_value: f64,
        /// The rounding error it was compared with.
        rounding: f64,
    },
}

/// How far beyond the rounding error a singular value has to be to be called nonzero.
const CLEAR: f64 = 1e3;

impl NumericalRank {
    /// Judges the nonincreasing singular values of an `m × n` matrix, `larger = max(m, n)`, whose
    /// entries were computed from numbers of size `scale`: up to `8 · larger · ε · scale` is zero,
    /// beyond a thousand times that is not.
    ///
    /// # Examples
    /// ```
    /// use linscape_curvature::NumericalRank;
    /// let counted = NumericalRank::of(&[2.0, 1.0, 1e-17], 3, 2.0);
    /// assert!(matches!(counted, NumericalRank::Decided { rank: 2, .. }));
    /// assert_eq!(NumericalRank::of(&[2.0, 1e-13], 3, 2.0).decided(), None);
    /// ```
    #[must_use]
    pub fn of(singular_values: &[f64], larger: usize, scale: f64) -> Self {
        let rounding = 8.0 * larger.max(1) as f64 * f64::EPSILON * scale;
        Self::beyond(singular_values, rounding, CLEAR)
    }

    /// Judges nonincreasing singular values that are known up to an error of size `rounding`: up
    /// to that is zero, beyond `clear` times that is not.
    #[must_use]
    pub fn beyond(singular_values: &[f64], rounding: f64, clear: f64) -> Self {
        let rank = singular_values.partition_point(|&value| value > rounding);
        let Some(&smallest) = singular_values[..rank].last() else {
            return Self::Decided { rank, margin: f64::INFINITY };
        };
        if smallest > clear * rounding {
            Self::Decided { rank, margin: smallest / rounding }
        } else {
            Self::Undecided { singular_value: smallest, rounding }
        }
    }

    /// The rank, when decided.
    #[must_use]
    pub fn decided(&self) -> Option<usize> {
        match self {
            Self::Decided { rank, .. } => Some(*rank),
            Self::Undecided { .. } => None,
        }
    }
}

/// An orthonormal basis of the vectors that a matrix kills, as columns; none when its rank is
/// undecided.
pub(crate) fn kernel(
    matrix: DMatrix<f64>,
    scale: f64,
) -> Result<Option<DMatrix<f64>>, DecompositionError> {
    let (rows, columns) = matrix.shape();
    // With as many rows as columns the right singular vectors are a whole basis.
    let tall = matrix.resize_vertically(rows.max(columns), 0.0);
    let svd = thin_svd(tall)?;
    let rank = NumericalRank::of(&svd.singular_values, rows.max(columns), scale);
    Ok(rank.decided().map(|rank| svd.vt.rows(rank, columns - rank).transpose()))
}
