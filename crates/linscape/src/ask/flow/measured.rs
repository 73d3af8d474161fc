//! Trajectories of problems of extreme size, computed in natural units.

use std::ops::ControlFlow;

use linscape_critical::NaturalUnits;
use linscape_flow::{Glance, TrajectoryObserver};
use linscape_network::Reduction;

use crate::{FlowOptions, Mover};

/// Largest singular values between which squares of lengths, and rates, are ordinary numbers.
const ORDINARY: std::ops::RangeInclusive<f64> = 1e-8..=1e8;

/// The problem in the units in which it is integrated: its own, unless they are extreme.
pub(super) fn measured(reduction: &Reduction, options: &FlowOptions) -> (Reduction, NaturalUnits) {
    let largest = reduction.problem().spectrum().distinct().first().copied().unwrap_or(1.0);
    // Batches are drawn from data, which stay as they are, and means have units of their own.
    let is_as_it_is = options.method == Mover::Stochastic || reduction.means().is_some();
    if ORDINARY.contains(&largest) || is_as_it_is {
        return (reduction.clone(), NaturalUnits::one());
    }
    reduction.in_natural_units()
}

/// What is asked for, in these units.
pub(super) fn in_natural_units(options: &FlowOptions, units: NaturalUnits) -> FlowOptions {
    FlowOptions {
        until: options.until.map(|time| units.time_here(time)),
        until_loss: options.until_loss.map(|loss| units.loss_here(loss)),
        every: options.every.map(|time| units.time_here(time)),
        step: options.step.map(|step| units.time_here(step)),
        learning_rate: options.learning_rate.map(|step| units.time_here(step)),
        atol: options.atol.map(|error| units.weight_here(error)),
        ..options.clone()
    }
}

/// Hands on what is seen in the units that the problem was stated in.
pub(super) struct Restoring<'a, O> {
    pub to: &'a O,
    pub units: NaturalUnits,
}

impl<O: TrajectoryObserver> TrajectoryObserver for Restoring<'_, O> {
    fn glance(&self, glance: &Glance<'_>) -> ControlFlow<()> {
        let (time, loss) = (self.units.time(glance.time), self.units.loss(glance.loss));
        self.to.glance(&Glance { time, loss, ..*glance })
    }
}
