//! The simplified Newton iteration of an implicit step.

use crate::integrate::StiffEquation;

/// Most iterations of one step.
const MOST: usize = 5;

/// How far below the tolerance of a step its own iteration has to end.
const FRACTION: f64 = 0.03;

/// Solves `y = y₀ + d`, `d = c f(y) − ψ` for the change `d` of a predicted state `y₀`.
#[derive(Debug, Clone)]
pub(crate) struct Newton {
    /// `d`.
    pub change: Vec<f64>,
    state: Vec<f64>,
    velocity: Vec<f64>,
    update: Vec<f64>,
    /// By how much an iteration shrinks the error, as seen last.
    rate: f64,
}

/// How an iteration ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Correction {
    Converged { iterations: usize },
    Failed { iterations: usize },
}

impl Newton {
    pub(crate) fn new(order: usize) -> Self {
        let zeros = || vec![0.0; order];
        Self { change: zeros(), state: zeros(), velocity: zeros(), update: zeros(), rate: 1.0 }
    }

    /// Rates seen with other matrices say nothing.
    pub(crate) fn forget_rate(&mut self) {
        self.rate = 1.0;
    }

    /// A factor below one for the next step: the smaller the harder the iteration was.
    pub(crate) fn safety(iterations: usize) -> f64 {
        0.9 * (2 * MOST + 1) as f64 / (2 * MOST + iterations) as f64
    }

    pub(crate) fn correct(
        &mut self,
        equation: &mut impl StiffEquation,
        predicted: Vec<f64>,
        known: &[f64],
        c: f64,
    ) -> Correction {
        self.state = predicted;
        self.change.fill(0.0);
        let mut last = None;
        for iterations in 1..=MOST {
            equation.velocity(&self.state, &mut self.velocity);
            let terms = self.velocity.iter_mut().zip(known).zip(&self.change);
            for ((velocity, known), change) in terms {
                *velocity = c * *velocity - known - change;
            }
            // An update that is not one may be small without anything being solved.
            if !equation.solve(&self.velocity, &mut self.update) {
                return Correction::Failed { iterations };
            }
            let size = equation.size(&self.update);
            if let Some(last) = last {
                self.rate = (0.3 * self.rate).max(size / last);
            }
            let diverges = last.is_some_and(|last: f64| size > 2.0 * last);
            if diverges || !size.is_finite() {
                return Correction::Failed { iterations };
            }
            for ((state, change), update) in
                self.state.iter_mut().zip(&mut self.change).zip(&self.update)
            {
                *state += update;
                *change += update;
            }
            if size * self.rate.min(1.0) <= FRACTION {
                return Correction::Converged { iterations };
            }
            last = Some(size);
        }
        Correction::Failed { iterations: MOST }
    }
}
