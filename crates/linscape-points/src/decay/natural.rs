//! A problem with decay in units of size one.

use linscape_critical::NaturalUnits;
use linscape_decay::DecayedProblem;
use linscape_network::Reduction;

/// Data and problem in natural units, in which nothing depends on the size of inputs and targets: those of the data's own
/// coordinates where the data's own weights decay, or where inputs have no size; else those of white inputs, in which what decays is of
/// size one.
///
/// Beside the means of data whose activations decay, biases have the units of the data and decay those of white inputs; such a
/// problem stays in its own.
pub(crate) struct Natural {
    pub(crate) reduction: Reduction,
    pub(crate) problem: DecayedProblem,
    pub(crate) units: NaturalUnits,
}

impl Natural {
    pub(crate) fn of(reduction: &Reduction, problem: &DecayedProblem) -> Self {
        let is_of_data = problem.idle_weights_decay() || reduction.stretches().is_none();
        let (reduction, units) = if is_of_data {
            reduction.in_natural_units_of_data()
        } else if reduction.means().is_none() {
            reduction.in_natural_units()
        } else {
            (reduction.clone(), NaturalUnits::one())
        };
        let problem = problem.measured_in(reduction.problem(), units);
        Self { reduction, problem, units }
    }

    /// The same for matrices alone, beside which the offset of the outputs splits off.
    pub(crate) fn of_matrices(reduction: &Reduction, problem: &DecayedProblem) -> Self {
        if problem.offset_biases().is_some() {
            let (reduction, problem) = (reduction.clone(), problem.clone());
            return Self { reduction, problem, units: NaturalUnits::one() };
        }
        Self::of(reduction, problem)
    }
}
