//! Signs of the Hessian's eigenvalues, from bars alone.

use crate::forms::{FamilyConstants, Meetings};
use crate::{FamilyShape, Stratum, Summand};
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
    /// let shape = FamilyShape { widths: vec![1, 1, 1], signal_rank: 1, learned: 0,
    ///     pairs_down: 0, pairs_tied: 0, pairs_up: 0, grassmannian: 0, ignored: 0 };
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

/// The ordered pair adds 1 to `H`: `s` is an unlearned mode and `t` an interior bar over all of
/// its gap, or `s` has an input bar and `t` an output bar, not both null, without a layer between.
pub(crate) fn meets_in_second_variation(s: Summand, t: Summand) -> bool {
    match (s, t) {
        (Summand::Unlearned(pair), Summand::Interior(bar)) => bar.covers(pair.gap()),
        (Summand::InputNull { .. }, Summand::OutputNull { .. }) => false,
        _ => bars_meet(s, t),
    }
}

/// The ordered pair adds 1 to `Z`: an input-null and an output-null bar without a layer between.
pub(crate) fn null_bars_meet(s: Summand, t: Summand) -> bool {
    matches!((s, t), (Summand::InputNull { .. }, Summand::OutputNull { .. })) && bars_meet(s, t)
}

/// `a ≤ b + 1` for the input bar `[0, b]` of `s` and the output bar `[a, h]` of `t`.
fn bars_meet(s: Summand, t: Summand) -> bool {
    match (s.input_end(), t.output_start()) {
        (Some(end), Some(start)) => start <= end + 1,
        _ => false,
    }
}
