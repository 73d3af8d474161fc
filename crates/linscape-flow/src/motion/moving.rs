//! Anything that moves weights.

use crate::{IntegrationError, Integrator, Work};

/// Weights in motion: gradient flow, or a discrete method whose step size counts as time.
pub trait Motion {
    /// Takes one step.
    ///
    /// # Errors
    /// When it cannot.
    fn advance(&mut self) -> Result<(), IntegrationError>;

    /// The time reached.
    fn time(&self) -> f64;

    /// The time before the last step.
    fn previous_time(&self) -> f64;

    /// The state reached.
    fn state(&self) -> Vec<f64>;

    /// The state at a time in the last step.
    fn interpolate(&mut self, time: f64) -> Vec<f64>;

    /// Whether there are states between two steps. Where there are none, a trajectory ends with the
    /// first step at or beyond its end, and that step's time.
    fn is_continuous(&self) -> bool {
        true
    }

    /// What it has cost.
    fn work(&self) -> Work;
}

impl Motion for Integrator {
    fn advance(&mut self) -> Result<(), IntegrationError> {
        Self::advance(self)
    }

    fn time(&self) -> f64 {
        Self::time(self)
    }

    fn previous_time(&self) -> f64 {
        Self::previous_time(self)
    }

    fn state(&self) -> Vec<f64> {
        Self::state(self)
    }

    fn interpolate(&mut self, time: f64) -> Vec<f64> {
        Self::interpolate(self, time)
    }

    fn work(&self) -> Work {
        Self::work(self)
    }
}
