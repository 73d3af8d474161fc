//! How fast the loss can fall near a stratum.

use crate::{Bar, FamilyShape, ModePair, Stratum, Summand};
use linscape_critical::{EscapeOrder, PointType};

impl Stratum {
    /// The degree of the fastest descent near the points of the stratum: 2 at a strict saddle,
    /// none at a global minimum, and at a nonstrict saddle the least number of links from the
    /// input bar of an unlearned mode to the output bar of the same mode. Bars are walked for
    /// free, a link steps from one layer to the next onto another bar, and full bars are closed.
    /// One step from an input-null to an output-null bar may be used instead of a link; the
    /// degree is then twice the number of the other links.
    ///
    /// # Complexity
    /// Unlearned pairs × distinct summands × depth.
    ///
    /// # Examples
    /// Nothing in the hidden layers helps, so all three layers must be changed:
    /// ```
    /// use linscape_critical::EscapeOrder;
    /// use linscape_strata::{FamilyShape, Stratum};
    /// let shape = FamilyShape::leading([1, 1, 1, 1], 1, 0);
    /// assert_eq!(Stratum::balanced(&shape).escape_order(&shape), Some(EscapeOrder::new(3)));
    /// ```
    ///
    /// Source: `docs/theory.md`, "Escape order".
    #[must_use]
    pub fn escape_order(&self, shape: &FamilyShape) -> Option<EscapeOrder> {
        match self.point_type(shape) {
            PointType::GlobalMinimum => None,
            PointType::StrictSaddle => Some(EscapeOrder::QUADRATIC),
            PointType::NonstrictSaddle => leading_escape_order(self, shape.depth()),
        }
    }
}

/// The escape order of a stratum of a leading family at which no mode escapes by two links.
///
/// Shortest paths are found by leaps: from the farthest layer that `c` links reach, the next link
/// reaches the end of the farthest bar that starts no later than the layer after it.
pub(crate) fn leading_escape_order(stratum: &Stratum, depth: usize) -> Option<EscapeOrder> {
    let stones = SteppingStones::of(stratum, depth);
    let by_links = stratum.unlearned().filter_map(|(pair, _)| stones.links(pair)).min();
    // Two links reach an input-null bar and leave an output-null bar, and the step between the
    // two costs as much again: no path of this kind is shorter or longer.
    let across_null = stones.null_bars_touch.then_some(4);
    [by_links, across_null].into_iter().flatten().min().map(EscapeOrder::new)
}

/// The bars that a path can rest on, as intervals of hidden layers.
struct SteppingStones {
    /// Interior bars and the hidden part of the bars of unlearned modes.
    plain: Vec<Bar>,
    /// The hidden part of input-null bars: no link leads from them to output-null bars.
    input_null: Vec<Bar>,
    /// The hidden part of output-null bars.
    output_null: Vec<Bar>,
    /// Some input-null bar with a hidden part touches such an output-null bar.
    null_bars_touch: bool,
}

impl SteppingStones {
    fn of(stratum: &Stratum, depth: usize) -> Self {
        let mut stones = Self {
            plain: Vec::with_capacity(2 * stratum.summands().len()),
            input_null: Vec::new(),
            output_null: Vec::new(),
            null_bars_touch: false,
        };
        for &(summand, _) in stratum.summands() {
            let input = summand.input_end().map(|end| Bar { start: 1, end });
            let output = summand.output_start().map(|start| Bar { start, end: depth - 1 });
            match summand {
                Summand::InputNull { .. } => stones.input_null.extend(input),
                Summand::OutputNull { .. } => stones.output_null.extend(output),
                Summand::Interior(bar) => stones.plain.push(bar),
                Summand::Unlearned(_) => stones.plain.extend(input.into_iter().chain(output)),
            }
        }
        for stones in [&mut stones.plain, &mut stones.input_null, &mut stones.output_null] {
            stones.retain(|bar| bar.start <= bar.end);
        }
        let last_input = stones.input_null.iter().map(|bar| bar.end).max();
        let first_output = stones.output_null.iter().map(|bar| bar.start).min();
        stones.null_bars_touch =
            matches!((last_input, first_output), (Some(end), Some(start)) if start <= end + 1);
        stones
    }

    /// The least number of links for one mode, without a step between null bars.
    fn links(&self, pair: ModePair) -> Option<usize> {
        // The farthest layer reached at all, and reached by other bars than input-null ones.
        let (mut reach, mut plain_reach) = (pair.input_end, pair.input_end);
        for links in 1.. {
            if reach + 1 >= pair.output_start {
                return Some(links);
            }
            let plain = farthest(&self.plain, reach).max(farthest(&self.output_null, plain_reach));
            let next = plain.max(farthest(&self.input_null, reach)).max(reach);
            if next == reach && plain <= plain_reach {
                return None;
            }
            (reach, plain_reach) = (next, plain_reach.max(plain));
        }
        None
    }
}

/// The farthest end of the stones that one link from a layer up to `reach` leads to.
fn farthest(stones: &[Bar], reach: usize) -> usize {
    stones.iter().filter(|bar| bar.start <= reach + 1).map(|bar| bar.end).max().unwrap_or(0)
}
