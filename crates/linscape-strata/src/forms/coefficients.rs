//! What an ordered pair of summands adds to the counts of a stratum: the coefficients of its forms.

use crate::{Bar, Summand};

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
