//! Trajectories are computed in natural units, in which nothing depends on the size of a problem.

use std::ops::ControlFlow;

use linscape_critical::NaturalUnits;
use linscape_flow::{Coordinates, Glance, Trajectory, TrajectoryObserver};
use linscape_network::Reduction;

use crate::{FlowOptions, Mover};

/// The problem in the units in which it is integrated: natural ones of the coordinates in which its weights move.
pub(super) fn measured(
    reduction: &Reduction,
    coordinates: Coordinates,
    options: &FlowOptions,
) -> (Reduction, NaturalUnits) {
    // Batches are drawn from data, which stay as they are.
    if options.mover() == Mover::Stochastic {
        return (reduction.clone(), NaturalUnits::one());
    }
    in_units_of(reduction, coordinates)
}

/// The problem in natural units of these coordinates.
pub(super) fn in_units_of(
    reduction: &Reduction,
    coordinates: Coordinates,
) -> (Reduction, NaturalUnits) {
    match coordinates {
        Coordinates::Whitened => reduction.in_natural_units(),
        Coordinates::Data => reduction.in_natural_units_of_data(),
    }
}

/// What is asked for, in these units.
pub(super) fn in_natural_units(options: &FlowOptions, units: NaturalUnits) -> FlowOptions {
    FlowOptions {
        until: options.until.map(|time| units.time_here(time)),
        until_loss: options.until_loss.map(|loss| {
            let here = units.loss_here(loss);
            // Beyond all numbers here, it is reached at once.
            if loss.is_finite() { here.clamp(f64::MIN, f64::MAX) } else { here }
        }),
        every: options.every.map(|time| units.time_here(time)),
        step: options.step.map(|step| units.time_here(step)),
        learning_rate: options.learning_rate.map(|step| units.time_here(step)),
        atol: options.atol.map(|error| units.weight_here(error)),
        ..options.clone()
    }
}

/// A state in these units.
pub(super) fn state_here(mut state: Vec<f64>, units: NaturalUnits) -> Vec<f64> {
    for entry in &mut state {
        *entry = units.weight_here(*entry);
    }
    state
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

    fn reached(&self, so_far: &mut dyn FnMut() -> Trajectory) {
        self.to.reached(&mut || so_far().restored(self.units));
    }
}
