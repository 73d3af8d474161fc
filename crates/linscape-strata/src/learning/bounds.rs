//! What simpler counts say of a learning coefficient.

use super::{HalfInteger, KernelDimensions};
use crate::bars::{counted, signed};
use crate::{FamilyShape, Stratum};
use linscape_critical::Beside;

/// Two numbers between which the learning coefficient `λ` of `K_w = ½‖W(w') − W(w)‖²` lies.
///
/// ```text
/// coindex/2 ≤ λ ≤ codim/2 ≤ N/2
/// ```
///
/// Both are equal to `λ` where the fiber `{W(w') = W(w)}` is smooth and `K_w` grows quadratically across it.
///
/// Source: `docs/theory.md`, "Learning coefficients".
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct LearningBounds {
    /// Half the number of positive eigenvalues of the Hessian of `K_w` at `w`: all that a Laplace
    /// approximation sees. At saddles the coindex of the loss is another number.
    pub half_coindex: HalfInteger,
    /// Half the codimension of the points of the stratum that compute the same function.
    pub half_codimension: HalfInteger,
}

impl LearningBounds {
    /// At the balanced points of rank `r`, whatever the target.
    ///
    /// # Panics
    /// When the rank exceeds a width.
    ///
    /// # Examples
    /// ```
    /// use linscape_strata::LearningBounds;
    /// let digits = LearningBounds::balanced(&[61, 32, 32, 10], 9);
    /// assert_eq!(digits.half_coindex.to_string(), "279"); // 9 (61 + 10 − 9)/2
    /// ```
    #[must_use]
    pub fn balanced(widths: &[usize], rank: usize) -> Self {
        let shape = FamilyShape::leading(widths.to_vec(), rank, rank);
        Stratum::balanced(&shape).learning_bounds(&shape)
    }

    /// Of the whole network, as [`LearningCoefficient::with_beside`](crate::LearningCoefficient::with_beside).
    #[must_use]
    pub fn with_beside(self, beside: Beside) -> Self {
        let whole = |half: HalfInteger| HalfInteger::halved(half.twice() + beside.positive);
        Self {
            half_coindex: whole(self.half_coindex),
            half_codimension: whole(self.half_codimension),
        }
    }
}

impl Stratum {
    /// The bounds at every point of the stratum.
    ///
    /// # Panics
    /// As [`KernelDimensions::of`].
    ///
    /// # Examples
    /// Widths 1,1,1,1 at σ = 0: three planes meet at the origin, two along each axis.
    /// ```
    /// use linscape_strata::{FamilyShape, Stratum};
    /// let shape = FamilyShape::leading([1, 1, 1, 1], 0, 0);
    /// let axis: Stratum = "i1.o3.b2-2".parse()?;
    /// let bounds = axis.learning_bounds(&shape);
    /// assert_eq!(bounds.half_coindex.to_string(), "0"); // ½(abc)² at (a, 0, 0) is flat to second order
    /// assert_eq!(bounds.half_codimension.to_string(), "1");
    /// assert_eq!(axis.learning_coefficient(&shape).lambda.to_string(), "1/2");
    /// # Ok::<(), linscape_strata::StratumKeyError>(())
    /// ```
    #[must_use]
    pub fn learning_bounds(&self, shape: &FamilyShape) -> LearningBounds {
        let kernels = KernelDimensions::of(self, shape);
        // The choice among equal singular values changes the function.
        let codimension =
            signed(shape.parameters() + shape.pairs_tied()) - signed(self.dimension(shape));
        LearningBounds {
            half_coindex: HalfInteger::halved(kernels.jacobian_rank() + shape.beside().positive),
            half_codimension: HalfInteger::halved(counted(codimension)),
        }
    }
}
