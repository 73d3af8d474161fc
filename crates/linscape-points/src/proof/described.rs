//! Strata as the plain data of exact arithmetic.

use linscape_critical::{Problem, RandomStream, SingularSubset};
use linscape_exact::{Bars, Interior, Mode, ModeState};

use linscape_strata::{Stratum, Summand};
use num_rational::BigRational;

/// The singular values are floating-point numbers, or the loss has no strata.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotRational {
    /// Singular values that were computed.
    #[error(
        "singular values that were computed are rounded, roots are no fractions, and nothing is proved of them"
    )]
    SingularValues,
    /// One layer of weights.
    #[error("a single layer of weights has no strata to prove anything about")]
    Depth,
}

/// All singular values, if they are fractions.
pub(super) fn fractions(problem: &Problem) -> Option<Vec<BigRational>> {
    let values = problem.spectrum().exact_singular_values()?;
    values.iter().map(|value| value.root().cloned()).collect()
}

/// Every bar of a stratum of a family, the pairs of unlearned modes dealt out at random.
pub(super) fn described(
    problem: &Problem,
    subset: &SingularSubset,
    stratum: &Stratum,
    stream: &mut RandomStream,
) -> Result<Bars, NotRational> {
    let spectrum = problem.spectrum();
    let values = fractions(problem).ok_or(NotRational::SingularValues)?;
    let widths = problem.architecture().widths();
    if widths.len() < 3 {
        return Err(NotRational::Depth);
    }
    let learned = subset.indices(spectrum.multiplicities());
    let mut states = repeated(stratum.unlearned().map(|(pair, copies)| {
        let state =
            ModeState::Unlearned { input_end: pair.input_end, output_start: pair.output_start };
        (state, copies)
    }));
    for at in (1..states.len()).rev() {
        states.swap(at, stream.below(at + 1));
    }
    let mut states = states.into_iter();
    let modes = values.into_iter().take(spectrum.rank()).enumerate().map(|(at, sigma)| {
        let state = if learned.contains(&(at + 1)) { None } else { states.next() };
        Mode { sigma, state: state.unwrap_or(ModeState::Learned) }
    });
    let modes = modes.collect();
    let interior = stratum.summands().iter().filter_map(|&(summand, copies)| match summand {
        Summand::Interior(bar) => Some((Interior { start: bar.start, end: bar.end }, copies)),
        _ => None,
    });
    let inputs = problem.input_rank();
    Ok(Bars {
        widths: [&[inputs], &widths[1..]].concat(),
        idle_inputs: widths[0] - inputs,
        modes,
        input_null: repeated(stratum.input_null()),
        output_null: repeated(stratum.output_null()),
        interior: repeated(interior),
    })
}

fn repeated<T: Clone>(counted: impl Iterator<Item = (T, usize)>) -> Vec<T> {
    counted.flat_map(|(item, copies)| std::iter::repeat_n(item, copies)).collect()
}
