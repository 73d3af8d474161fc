//! Learning coefficients at any weights and at every point of a stratum.

use super::levels::Levels;
use super::{KernelDimensions, LearningCoefficient};
use crate::{FamilyShape, Stratum};

impl KernelDimensions {
    /// Learning coefficient, multiplicity and top components of `K_w` at the point.
    ///
    /// ```text
    /// 2λ = r (d_0 + d_h − r) + min_x { Σ_i (M_i x_i + ½x_i²) − ½M_0² }
    ///      over whole x_1, …, x_h ≥ 0 with Σ x_i = M_0 and x_{k+1} + ⋯ + x_j ≤ n(k,j) for k < j.
    /// ```
    ///
    /// The number of minimisers is the number of components of least codimension; `m − 1` is a sum of
    /// dimensions of positroid varieties, one for each level at which the minimiser has a choice.
    ///
    /// # Complexity
    /// `O(h³)` for `λ`, whatever the widths. At most `h` levels have a choice; each costs `O(h⁴)`
    /// for `m` and, at worst, `2^h` states for the number of components.
    ///
    /// # Examples
    /// ```
    /// use linscape_strata::{FamilyShape, KernelDimensions, Stratum};
    /// let shape = FamilyShape::leading([1, 1, 1, 1], 0, 0);
    /// // ½(abc)² at the origin: volume of |abc| ≤ t is of order t (log 1/t)².
    /// let origin = KernelDimensions::of(&Stratum::balanced(&shape), &shape).learning_coefficient();
    /// assert_eq!((origin.lambda.twice(), origin.multiplicity), (1, 3));
    /// assert_eq!(origin.components, Some(3_u32.into())); // a = 0, b = 0 and c = 0
    /// ```
    #[must_use]
    pub fn learning_coefficient(&self) -> LearningCoefficient {
        Levels::of(self).coefficient(self.smooth_part())
    }
}

impl Stratum {
    /// Learning coefficient, multiplicity and top components of `K_w` at every point of the stratum:
    /// those of the function that the family computes, not of the loss; of the whole network, with the
    /// offset of its outputs where biases make one.
    ///
    /// # Panics
    /// As [`KernelDimensions::of`].
    ///
    /// # Examples
    /// ```
    /// use linscape_strata::{FamilyShape, Stratum};
    /// let shape = FamilyShape::leading([2, 2, 2, 2], 2, 1);
    /// let line: Stratum = "p0-3.b1-2".parse()?;
    /// let coefficient = line.learning_coefficient(&shape);
    /// assert_eq!((coefficient.lambda.to_string().as_str(), coefficient.multiplicity), ("2", 2));
    /// # Ok::<(), linscape_strata::StratumKeyError>(())
    /// ```
    #[must_use]
    pub fn learning_coefficient(&self, shape: &FamilyShape) -> LearningCoefficient {
        KernelDimensions::of(self, shape).learning_coefficient().with_beside(shape.beside())
    }
}
