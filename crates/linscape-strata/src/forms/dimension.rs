//! Dimensions of strata.

use crate::forms::{FamilyConstants, Meetings};
use crate::{Bar, FamilyShape, Stratum, Summand};

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
    /// let shape = FamilyShape { widths: vec![1, 1, 1], signal_rank: 1, learned: 1,
    ///     pairs_down: 0, pairs_tied: 0, pairs_up: 0, grassmannian: 0, ignored: 0 };
    /// assert_eq!(Stratum::balanced(&shape).dimension(&shape), 1);
    /// ```
    ///
    /// Source: `docs/theory.md`, "Dimension".
    #[must_use]
    pub fn dimension(&self, shape: &FamilyShape) -> usize {
        FamilyConstants::of(shape).dimension(Meetings::of(self, shape.depth()))
    }
}

/// What the ordered pair adds to the dimension of the stabilizer of a point, `a₁ + a₂ + a₃ + a₄`:
/// maps from a bar of `s` to a bar of `t` that commute with the weights, and changes of the bases
/// on the two outer sides that the bars extend to all layers.
pub(crate) fn stabilizer(s: Summand, t: Summand, depth: usize) -> i64 {
    let mut total = 0;
    for source in bars_after_the_input(s, depth) {
        for target in bars_before_the_output(t) {
            // A homomorphism of interval modules.
            let maps = target.start <= source.start
                && source.start <= target.end
                && target.end <= source.end;
            total += i64::from(maps);
        }
    }
    let outer = match (s, t) {
        (Summand::Unlearned(l), Summand::Unlearned(m)) => {
            m.input_end <= l.input_end && m.output_start <= l.output_start
        }
        (Summand::InputNull { end }, _) => t.input_end().is_some_and(|other| other <= end),
        (_, Summand::OutputNull { start }) => s.output_start().is_some_and(|other| start <= other),
        _ => false,
    };
    total + i64::from(outer)
}

/// Interior and output bars.
fn bars_after_the_input(s: Summand, depth: usize) -> impl Iterator<Item = Bar> {
    let output = s.output_start().map(|start| Bar { start, end: depth });
    interior(s).into_iter().chain(output)
}

/// Interior and input bars.
fn bars_before_the_output(t: Summand) -> impl Iterator<Item = Bar> {
    let input = t.input_end().map(|end| Bar { start: 0, end });
    interior(t).into_iter().chain(input)
}

fn interior(summand: Summand) -> Option<Bar> {
    match summand {
        Summand::Interior(bar) => Some(bar),
        _ => None,
    }
}
