//! Signs of the Hessian's eigenvalues, from bars alone.

use crate::forms::{FamilyConstants, Meetings};
use crate::{FamilyShape, Stratum};
use linscape_critical::Inertia;

impl Stratum {
    /// Index, nullity and coindex at every point of the stratum. With `s − r` unlearned modes,
    /// `ι = d_0 − s`, `ω = d_h − s`, and `H`, `Z` the numbers of meetings of bars
    /// (an unlearned mode and an interior bar over all of its gap, or an input bar and an output
    /// bar, not both null, that leave no layer between them; `Z` the same for two null bars):
    ///
    /// - `index = #{(k,l) : σ_l > σ_k} + H`
    /// - `coindex = r² + rι + rω + r(s − r) + #{(k,l) : σ_l < σ_k} + H + Z`
    /// - `nullity = N − index − coindex`
    ///
    /// # Complexity
    /// Quadratic in the number of distinct summands, whatever the widths.
    ///
    /// # Examples
    /// Widths 1,1,1 at σ = 2, nothing learned: the Hessian of `½(2 − w₂w₁)²` at 0 is
    /// `[[0, −2], [−2, 0]]`.
    /// ```
    /// use linscape_strata::{FamilyShape, Stratum};
    /// use linscape_critical::Inertia;
    /// let shape = FamilyShape::leading([1, 1, 1], 1, 0);
    /// let inertia = Stratum::balanced(&shape).inertia(&shape);
    /// assert_eq!(inertia, Inertia { negative: 1, zero: 0, positive: 1 });
    /// ```
    ///
    /// Source: `docs/theory.md`, "Inertia".
    #[must_use]
    pub fn inertia(&self, shape: &FamilyShape) -> Inertia {
        FamilyConstants::of(shape).inertia(Meetings::in_hessian(self))
    }
}
