//! Backward differentiation with variable order and step.

use crate::integrate::{Correction, Newton, StiffEquation};
use crate::{IntegrationError, Work};
use linscape_lapack::{Factor, small_product};
use nalgebra::DMatrix;

/// Highest order. The Jacobian of a gradient flow is symmetric: its eigenvalues are real, and on
/// the real axis backward differentiation is stable up to order 6.
const MAX_ORDER: usize = 6;

/// Smallest and largest change of the step in one go.
const STEP_CHANGE: (f64, f64) = (0.2, 10.0);

/// `κ_k` of the numerical differentiation formulas, which make the leading error smaller at some
/// cost in stability (Shampine and Reichelt, "The MATLAB ODE Suite", SIAM J. Sci. Comput. 18, 1997,
/// section 2.1).
const KAPPA: [f64; MAX_ORDER + 1] = [0.0, -0.1850, -1.0 / 9.0, -0.0823, -0.0415, 0.0, 0.0];

/// Numerical differentiation formulas in backward differences, quasi-constant step, orders 1 to 6.
///
/// Source: Shampine and Reichelt (1997), sections 2.1 to 2.3.
#[derive(Debug, Clone)]
pub(crate) struct BackwardDifferences {
    time: f64,
    previous_time: f64,
    step: f64,
    order: usize,
    equal_steps: usize,
    /// Column `j` is `∇ʲ y` on a grid of the present step.
    differences: DMatrix<f64>,
    newton: Newton,
    prepared_for: Option<f64>,
    linearised_here: bool,
    work: Work,
}

/// `γ_k = Σ_{i ≤ k} 1/i`.
fn gamma(order: usize) -> f64 {
    (1..=order).map(|i| 1.0 / i as f64).sum()
}

fn alpha(order: usize) -> f64 {
    (1.0 - KAPPA[order]) * gamma(order)
}

fn error_constant(order: usize) -> f64 {
    KAPPA[order] * gamma(order) + 1.0 / (order + 1) as f64
}

impl BackwardDifferences {
    /// Starts at time 0 with a first step chosen from the first two derivatives.
    pub(crate) fn start(equation: &mut impl StiffEquation, state: &[f64]) -> Self {
        let mut differences = DMatrix::zeros(equation.order(), MAX_ORDER + 3);
        differences.column_mut(0).copy_from_slice(state);
        equation.linearise(state, &mut differences);
        let start: Vec<f64> = differences.column(0).iter().copied().collect();
        equation.measure_at(&start);
        let mut velocity = vec![0.0; start.len()];
        equation.velocity(&start, &mut velocity);
        let step = first_step(equation, &start, &velocity);
        for (entry, velocity) in differences.column_mut(1).iter_mut().zip(&velocity) {
            *entry = step * velocity;
        }
        Self {
            time: 0.0,
            previous_time: 0.0,
            step,
            order: 1,
            equal_steps: 0,
            differences,
            newton: Newton::new(start.len()),
            prepared_for: None,
            linearised_here: true,
            work: Work { evaluations: 2, linearisations: 1, ..Work::default() },
        }
    }

    /// The time reached.
    pub(crate) fn time(&self) -> f64 {
        self.time
    }

    /// The time before the last step.
    pub(crate) fn previous_time(&self) -> f64 {
        self.previous_time
    }

    /// What it has cost.
    pub(crate) fn work(&self) -> Work {
        self.work
    }

    /// The state reached, in the equation's coordinates.
    pub(crate) fn state(&self) -> &[f64] {
        self.difference(0)
    }

    /// `∇ʲ y`.
    fn difference(&self, j: usize) -> &[f64] {
        let rows = self.differences.nrows();
        &self.differences.as_slice()[j * rows..(j + 1) * rows]
    }

    /// The state at a time in the last step, from the interpolating polynomial.
    pub(crate) fn interpolate(&self, time: f64) -> Vec<f64> {
        let mut state = self.state().to_vec();
        let mut weight = 1.0;
        for j in 1..=self.order {
            weight *= (time - self.time + (j - 1) as f64 * self.step) / (j as f64 * self.step);
            for (entry, difference) in state.iter_mut().zip(self.difference(j)) {
                *entry += weight * difference;
            }
        }
        state
    }

    /// Takes one step.
    pub(crate) fn advance(
        &mut self,
        equation: &mut impl StiffEquation,
    ) -> Result<(), IntegrationError> {
        loop {
            if self.step <= 16.0 * f64::EPSILON * self.time || !self.step.is_finite() {
                return Err(IntegrationError::StepTooSmall { time: self.time });
            }
            match self.correct(equation) {
                Some(iterations) => {
                    let error = error_constant(self.order) * equation.size(&self.newton.change);
                    let safety = Newton::safety(iterations);
                    if error <= 1.0 {
                        self.accept(equation, error, safety);
                        return Ok(());
                    }
                    let factor = safety * error.powf(-1.0 / (self.order + 1) as f64);
                    self.change_step(factor.max(STEP_CHANGE.0));
                }
                None if !self.linearised_here => {
                    let predicted = self.predict().0;
                    equation.linearise(&predicted, &mut self.differences);
                    self.work.linearisations += 1;
                    self.linearised_here = true;
                    self.prepared_for = None;
                    continue;
                }
                None if equation.insist() => continue,
                None => self.change_step(0.5),
            }
            self.work.rejected += 1;
        }
    }

    /// The predicted state and the part of the derivative that is known already.
    fn predict(&self) -> (Vec<f64>, Vec<f64>) {
        let mut predicted = self.state().to_vec();
        let mut known = vec![0.0; predicted.len()];
        for j in 1..=self.order {
            let weight = gamma(j) / alpha(self.order);
            let column = self.difference(j);
            for ((state, known), entry) in predicted.iter_mut().zip(&mut known).zip(column) {
                *state += entry;
                *known += weight * entry;
            }
        }
        (predicted, known)
    }

    /// Solves for the new state; the number of iterations, or none when they do not converge.
    fn correct(&mut self, equation: &mut impl StiffEquation) -> Option<usize> {
        let c = self.step / alpha(self.order);
        if self.prepared_for.replace(c) != Some(c) {
            equation.prepare(c);
            self.work.factorisations += 1;
            self.newton.forget_rate();
        }
        let (predicted, known) = self.predict();
        equation.measure_at(&predicted);
        let correction = self.newton.correct(equation, predicted, &known, c);
        let (Correction::Converged { iterations } | Correction::Failed { iterations }) = correction;
        self.work.evaluations += iterations as u64;
        matches!(correction, Correction::Converged { .. }).then_some(iterations)
    }

    fn accept(&mut self, equation: &impl StiffEquation, error: f64, safety: f64) {
        self.previous_time = self.time;
        self.time += self.step;
        self.work.steps += 1;
        self.equal_steps += 1;
        self.linearised_here = false;
        let (rows, order) = (self.differences.nrows(), self.order);
        let entries = self.differences.as_mut_slice();
        for (row, change) in self.newton.change.iter().enumerate() {
            entries[(order + 2) * rows + row] = change - entries[(order + 1) * rows + row];
            entries[(order + 1) * rows + row] = *change;
        }
        for j in (0..=order).rev() {
            let (lower, higher) = entries.split_at_mut((j + 1) * rows);
            for (entry, next) in lower[j * rows..].iter_mut().zip(higher) {
                *entry += *next;
            }
        }
        if self.equal_steps > order {
            self.choose_order(equation, error, safety);
        }
    }

    /// Takes the order, the present or a neighbour, that allows the longest next step.
    fn choose_order(&mut self, equation: &impl StiffEquation, error: f64, safety: f64) {
        let order = self.order;
        let estimate = |k: usize, j: usize| error_constant(k) * equation.size(self.difference(j));
        let growth = |k: usize, error: f64| error.powf(-1.0 / (k + 1) as f64);
        let mut best = (order, growth(order, error));
        if order > 1 {
            let lower = growth(order - 1, estimate(order - 1, order));
            best = if lower > best.1 { (order - 1, lower) } else { best };
        }
        if order < MAX_ORDER {
            let higher = growth(order + 1, estimate(order + 1, order + 2));
            best = if higher > best.1 { (order + 1, higher) } else { best };
        }
        self.order = best.0;
        self.change_step((safety * best.1).min(STEP_CHANGE.1));
    }

    /// Rewrites the differences for a step `factor` times as long.
    fn change_step(&mut self, factor: f64) {
        let columns = self.order + 1;
        let (there, back) = (regrid(self.order, factor), regrid(self.order, 1.0));
        let rule = small_product((&there).into(), (&back).into());
        let rows = self.differences.nrows();
        let present = Factor::new(&self.differences.as_slice()[..rows * columns], rows, columns);
        let changed = small_product(present, (&rule).into());
        self.differences.columns_mut(0, columns).copy_from(&changed);
        self.step *= factor;
        self.equal_steps = 0;
    }
}

/// The matrix that takes backward differences to values on a grid of another step; with factor 1 it
/// is its own inverse.
fn regrid(order: usize, factor: f64) -> DMatrix<f64> {
    let mut rule = DMatrix::zeros(order + 1, order + 1);
    rule.row_mut(0).fill(1.0);
    for i in 1..=order {
        for j in 1..=order {
            let (row, column) = (i as f64, j as f64);
            rule[(i, j)] = rule[(i - 1, j)] * ((row - 1.0 - factor * column) / row);
        }
    }
    rule
}

/// A first step for order 1 (Hairer, Nørsett and Wanner, "Solving Ordinary Differential Equations
/// I", section II.4), with errors in units of the tolerance.
fn first_step(equation: &mut impl StiffEquation, state: &[f64], velocity: &[f64]) -> f64 {
    let (size, speed) = (equation.size(state), equation.size(velocity));
    let trial = if size < 1e-5 || speed < 1e-5 { 1e-6 } else { 0.01 * size / speed };
    let moved: Vec<f64> = state.iter().zip(velocity).map(|(y, v)| y + trial * v).collect();
    let mut later = vec![0.0; state.len()];
    equation.velocity(&moved, &mut later);
    later.iter_mut().zip(velocity).for_each(|(later, now)| *later -= now);
    let bend = equation.size(&later) / trial;
    let largest = speed.max(bend);
    let step = if largest <= 1e-15 {
        (trial * 1e-3).max(1e-6)
    } else if largest.is_finite() {
        (0.01 / largest).sqrt()
    } else {
        1e-3 * trial
    };
    step.min(100.0 * trial)
}
