//! A connection with weight decay in the few numbers that move.

use super::MovedModes;
use super::shot::Moving;
use crate::{IntegrationError, OrbitError};
use differential_equations::methods::{DormandPrince, ExplicitRungeKutta, Ordinary};
use differential_equations::ode::{ODE, OrdinaryNumericalMethod};
use differential_equations::status::Status;
use nalgebra::{DVector, Matrix2};

/// Gradient flow of the moved modes alone, `Ẇ_i = W_{h:i+1}ᵀ (A − WC) W_{i−1:1}ᵀ − λ_i W_i` with `A = diag(a)`,
/// `C = diag(γ)` and layers of two by two: what the rest of the network, at rest, leaves of the whole flow.
pub(super) struct SmallNetwork<'m> {
    equation: Equation<'m>,
    method: Dop853,
}

type Dop853 = ExplicitRungeKutta<Ordinary, DormandPrince, f64, DVector<f64>, 8, 12, 16>;

struct Equation<'m>(&'m MovedModes);

/// How exactly the few numbers are integrated.
const TOLERANCE: f64 = 1e-12;

fn layer(state: &DVector<f64>, at: usize) -> Matrix2<f64> {
    Matrix2::from_column_slice(&state.as_slice()[4 * at..4 * at + 4])
}

fn product(state: &DVector<f64>) -> Matrix2<f64> {
    let layers = 0..state.len() / 4;
    layers.fold(Matrix2::identity(), |product, at| layer(state, at) * product)
}

impl ODE<f64, DVector<f64>> for Equation<'_> {
    fn diff(&self, _time: f64, state: &DVector<f64>, velocity: &mut DVector<f64>) {
        let depth = self.0.depth();
        let mut before = vec![Matrix2::identity()];
        for at in 0..depth {
            before.push(layer(state, at) * before[at]);
        }
        let mut map = before[depth];
        for (mut column, stiffness) in map.column_iter_mut().zip(self.0.stiffness) {
            column *= stiffness;
        }
        let [first, second] = self.0.pulls;
        // W_{h:i+1}ᵀ (A − WC), from the last layer down.
        let mut pulled = Matrix2::new(first, 0.0, 0.0, second) - map;
        for at in (0..depth).rev() {
            let own = layer(state, at);
            let moved = pulled * before[at].transpose() - own * self.0.decays[at];
            velocity.as_mut_slice()[4 * at..4 * at + 4].copy_from_slice(moved.as_slice());
            pulled = own.transpose() * pulled;
        }
    }
}

impl<'m> SmallNetwork<'m> {
    pub(super) fn start(
        modes: &'m MovedModes,
        layers: &[Matrix2<f64>],
        smallest: f64,
    ) -> Result<Self, OrbitError> {
        let entries = layers.iter().flat_map(|layer| layer.iter().copied());
        let state = DVector::from_iterator(4 * layers.len(), entries);
        let mut method = ExplicitRungeKutta::dop853()
            .rtol(TOLERANCE)
            .atol(1e-3 * TOLERANCE * smallest)
            .max_steps(usize::MAX);
        let equation = Equation(modes);
        method.init(&equation, 0.0, f64::MAX, &state).map_err(|_| stopped(0.0))?;
        Ok(Self { equation, method })
    }
}

fn stopped(time: f64) -> OrbitError {
    let reason = "its steps became too short".to_owned();
    OrbitError::Integration(IntegrationError::Explicit { time, reason })
}

impl Moving for SmallNetwork<'_> {
    fn advance(&mut self) -> Result<(), OrbitError> {
        loop {
            let before = self.method.t();
            self.method.step(&self.equation).map_err(|_| stopped(before))?;
            if !matches!(self.method.status(), Status::RejectedStep) {
                return Ok(());
            }
        }
    }

    fn span(&self) -> (f64, f64) {
        (self.method.t_prev(), self.method.t())
    }

    fn map(&self) -> Matrix2<f64> {
        product(self.method.y())
    }

    /// By a step of the right length from the state before.
    fn map_at(&mut self, time: f64) -> Matrix2<f64> {
        let length = time - self.method.t_prev();
        if length <= 0.0 {
            return product(self.method.y_prev());
        }
        let mut part = ExplicitRungeKutta::dop853().rtol(1.0).atol(1.0).h0(length);
        let started = part.init(&self.equation, 0.0, f64::MAX, self.method.y_prev());
        match started.and_then(|_| part.step(&self.equation)) {
            Ok(_) => product(part.y()),
            Err(_) => self.map(),
        }
    }
}
