//! Dimensions of strata.

use crate::forms::{FamilyConstants, Meetings};
use crate::{FamilyShape, Stratum};

impl Stratum {
    /// Dimension of the stratum, the choice among equal singular values and the coordinates that
    /// the loss does not depend on included: the dimension of the group that moves points along
    /// it, less that of the stabilizer of a point. Never more than the nullity.
    ///
    /// # Complexity
    /// Quadratic in the number of distinct summands, whatever the widths.
    ///
    /// # Examples
    /// Widths 1,1,1 with the mode learned: the hyperbola `w₂w₁ = σ` in the plane.
    /// ```
    /// use linscape_strata::{FamilyShape, Stratum};
    /// let shape = FamilyShape::leading([1, 1, 1], 1, 1);
    /// assert_eq!(Stratum::balanced(&shape).dimension(&shape), 1);
    /// ```
    ///
    /// Source: `docs/theory.md`, "Dimension".
    #[must_use]
    pub fn dimension(&self, shape: &FamilyShape) -> usize {
        FamilyConstants::of(shape).dimension(Meetings::of(self, shape.depth()))
    }
}
