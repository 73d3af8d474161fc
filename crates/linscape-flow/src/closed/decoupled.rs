//! What gradient flow does to modes that do not mix.

use linscape_strata::FamilyShape;

/// Numbers of coordinates by what gradient flow does to them at a critical point.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct CoordinateCounts {
    /// They return to the point.
    pub stable: usize,
    /// They leave the point.
    pub unstable: usize,
    /// They do neither.
    pub neutral: usize,
}

/// What the balanced representative of a family looks like among *decoupled* weights: those that
/// are diagonal in the singular bases, each of at most `p` modes with a hidden coordinate of its own
/// in every layer. Gradient flow keeps weights decoupled, and its modes do not see each other.
///
/// With one amplitude `a ≥ 0` for a mode in all layers the weights are balanced too, and the mode
/// obeys `ȧ = a^{h−1} (σ − a^h)`: a learned one, `a = σ^{1/h}`, is a stable coordinate, an
/// unlearned one, `a = 0`, an unstable one. `r_max` modes have a place, all `r` learned ones and
/// `r_max − r` of the others.
///
/// With amplitudes `a_1, …, a_h` of its own in each layer a mode has `h` coordinates:
/// `ȧ_i = (σ − Π a) Π_{j≠i} a_j`, with `a_i² − a_{i+1}²` conserved. At a learned mode one
/// coordinate, the product, is stable, and `h − 1` are neutral, along the critical set. At an
/// unlearned mode of a network of depth `h ≥ 3` the product leaves and the `h − 1` conserved
/// quantities stay; the linearisation sees none of it. For `h = 2` it sees both coordinates:
/// `a_1 + a_2` grows and `a_1 − a_2` shrinks, at the rate `σ`.
///
/// Swaps mix modes, so that they do not show here.
///
/// Source: `docs/theory.md`, "Stable, centre and unstable directions"; Wendin and Altafini
/// (arXiv:2511.10362).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Decoupled {
    /// One common amplitude for each mode that has a place.
    pub amplitudes: CoordinateCounts,
    /// An amplitude in each layer for each mode that has a place.
    pub layers: CoordinateCounts,
    /// How many unlearned modes there are to choose the unstable ones from: all `s − r`, or 0 when
    /// no place is free.
    pub learnable: usize,
}

impl Decoupled {
    /// At the balanced representative of a family.
    ///
    /// # Edge cases
    /// With one layer every mode is learned, and one stable coordinate either way.
    ///
    /// # Examples
    /// Widths 3,2,3,3 with three modes, the second of which is learned: the bottleneck leaves a
    /// place for one of the two others.
    /// ```
    /// use linscape_critical::{Problem, SingularSubset};
    /// use linscape_strata::FamilyShape;
    /// use linscape_flow::{CoordinateCounts, Decoupled};
    /// let problem = Problem::exact(&[3, 2, 3, 3], &[3, 2, 1])?;
    /// let second = FamilyShape::new(&problem, &SingularSubset::from_counts(vec![0, 1, 0]));
    /// let modes = Decoupled::of(&second);
    /// assert_eq!(modes.amplitudes, CoordinateCounts { stable: 1, unstable: 1, neutral: 0 });
    /// assert_eq!(modes.layers, CoordinateCounts { stable: 1, unstable: 1, neutral: 2 * 2 });
    /// assert_eq!(modes.learnable, 2);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn of(shape: &FamilyShape) -> Self {
        let (depth, stable) = (shape.depth(), shape.learned());
        let unstable = shape.maximal_rank() - stable;
        let layers = if depth == 2 {
            CoordinateCounts { stable: stable + unstable, unstable, neutral: stable }
        } else {
            CoordinateCounts { stable, unstable, neutral: (depth - 1) * (stable + unstable) }
        };
        Self {
            amplitudes: CoordinateCounts { stable, unstable, neutral: 0 },
            layers,
            learnable: if unstable == 0 { 0 } else { shape.unlearned() },
        }
    }
}
