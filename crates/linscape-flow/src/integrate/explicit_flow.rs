//! Gradient flow by an explicit method of a library.

use crate::{GradientFlow, IntegrationError, Tolerances, Work, Workspace};
use differential_equations::methods::{DormandPrince, ExplicitRungeKutta, Ordinary};
use differential_equations::ode::{ODE, OrdinaryNumericalMethod};
use differential_equations::status::Status;
use nalgebra::DVector;
use std::cell::RefCell;
use std::fmt;

/// Dormand and Prince's method of order 8(5,3) with dense output, in its usual stages.
type Dop853 = ExplicitRungeKutta<Ordinary, DormandPrince, f64, DVector<f64>, 8, 12, 16>;

/// Gradient flow by the library's DOP853: the second road of the trajectories, which shares nothing
/// with the implicit one but the vector field. It is cheap where nothing is stiff; at long plateaus
/// its steps are bounded by `6/λ_max`.
pub(crate) struct ExplicitFlow {
    equation: Field,
    method: Dop853,
    work: Work,
}

struct Field {
    flow: GradientFlow,
    workspace: RefCell<Workspace>,
}

impl ODE<f64, DVector<f64>> for Field {
    fn diff(&self, _time: f64, state: &DVector<f64>, velocity: &mut DVector<f64>) {
        let mut workspace = self.workspace.borrow_mut();
        workspace.velocity(&self.flow, state.as_slice(), velocity.as_mut_slice());
    }
}

impl fmt::Debug for ExplicitFlow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ExplicitFlow").field("time", &self.method.t()).finish_non_exhaustive()
    }
}

impl ExplicitFlow {
    pub(crate) fn start(
        flow: &GradientFlow,
        tolerances: Tolerances,
        state: &[f64],
    ) -> Result<Self, IntegrationError> {
        let equation = Field { flow: flow.clone(), workspace: RefCell::new(flow.workspace()) };
        let mut method = method(tolerances);
        let state = DVector::from_column_slice(state);
        let work =
            method.init(&equation, 0.0, f64::MAX, &state).map_err(|error| stopped(0.0, &error))?;
        let work = Work { evaluations: work.function as u64, ..Work::default() };
        Ok(Self { equation, method, work })
    }

    pub(crate) fn advance(&mut self) -> Result<(), IntegrationError> {
        loop {
            let before = self.method.t();
            let work = self.method.step(&self.equation);
            let work = work.map_err(|error| stopped(before, &error))?;
            self.work.evaluations += work.function as u64;
            if matches!(self.method.status(), Status::RejectedStep) {
                self.work.rejected += 1;
                continue;
            }
            self.work.steps += 1;
            return Ok(());
        }
    }

    pub(crate) fn time(&self) -> f64 {
        self.method.t()
    }

    pub(crate) fn previous_time(&self) -> f64 {
        self.method.t_prev()
    }

    pub(crate) fn state(&self) -> &[f64] {
        self.method.y().as_slice()
    }

    /// A step of the right length from the state before: the library's own dense output (0.7.0)
    /// swaps `θ` and `1 − θ` in its last three terms, and is right only in the middle of a step.
    pub(crate) fn interpolate(&mut self, time: f64) -> Vec<f64> {
        let length = time - self.method.t_prev();
        if length <= 0.0 {
            return self.method.y_prev().as_slice().to_vec();
        }
        if time >= self.method.t() {
            return self.state().to_vec();
        }
        // No part of an accepted step is rejected.
        let mut part = method(Tolerances { relative: 1.0, absolute: 1.0 }).h0(length);
        let started = part.init(&self.equation, 0.0, f64::MAX, self.method.y_prev());
        match started.and_then(|_| part.step(&self.equation)) {
            Ok(_) => part.y().as_slice().to_vec(),
            Err(_) => self.state().to_vec(),
        }
    }

    pub(crate) fn work(&self) -> Work {
        self.work
    }
}

fn method(tolerances: Tolerances) -> Dop853 {
    ExplicitRungeKutta::dop853()
        .rtol(tolerances.relative)
        .atol(tolerances.absolute)
        .max_steps(usize::MAX)
}

type LibraryError = differential_equations::error::Error<f64, DVector<f64>>;

fn stopped(time: f64, error: &LibraryError) -> IntegrationError {
    use differential_equations::error::Error;
    let reason = match error {
        Error::StepSize { .. } => "its steps became too short",
        Error::Stiffness { .. } => "the flow is stiff here; use the implicit method",
        _ => "it took no further step",
    };
    IntegrationError::Explicit { time, reason: reason.to_owned() }
}
