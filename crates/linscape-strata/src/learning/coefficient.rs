//! What singular learning theory asks of a point.

use linscape_critical::Beside;
use num_bigint::BigUint;
use num_traits::One;

use super::HalfInteger;

/// The learning coefficient of a function `K ≥ 0` at a zero of it, with its multiplicity and the
/// number of components of its zero set that are responsible.
///
/// Near the point `∫ e^{−nK} ≍ n^{−λ} (log n)^{m−1}`: the largest pole of `∫ K^z` is `−λ`, and `m` its
/// order. A positive factor of `K` changes neither.
///
/// Source: `docs/theory.md`, "Learning coefficients"; Watanabe, *Algebraic Geometry and Statistical
/// Learning Theory* (2009).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct LearningCoefficient {
    /// `λ`. Twice `λ` is the least codimension of the components of `{K = 0}` through the point.
    pub lambda: HalfInteger,
    /// `m ≥ 1`, the order of the pole.
    pub multiplicity: usize,
    /// How many components of that least codimension pass through the point. `None` where counting
    /// them would take more than about a million states; that takes more than twenty layers.
    pub components: Option<BigUint>,
}

impl LearningCoefficient {
    /// At a point where `{K = 0}` is smooth and `K` grows quadratically across it.
    ///
    /// # Examples
    /// ```
    /// use linscape_strata::LearningCoefficient;
    /// assert_eq!(LearningCoefficient::smooth(5).lambda.to_string(), "5/2");
    /// ```
    #[must_use]
    pub fn smooth(codimension: usize) -> Self {
        Self {
            lambda: HalfInteger::halved(codimension),
            multiplicity: 1,
            components: Some(BigUint::one()),
        }
    }

    /// Of the whole network, from that of its matrices: a sum of squares in coordinates of their own
    /// (the offset of the outputs) adds half their number to `λ`, and nothing to `m`.
    ///
    /// # Examples
    /// ```
    /// use linscape_critical::Beside;
    /// use linscape_strata::LearningCoefficient;
    /// let whole = LearningCoefficient::smooth(5).with_beside(Beside { flat: 4, positive: 2 });
    /// assert_eq!(whole.lambda.to_string(), "7/2");
    /// ```
    #[must_use]
    pub fn with_beside(self, beside: Beside) -> Self {
        Self { lambda: HalfInteger::halved(self.lambda.twice() + beside.positive), ..self }
    }
}
