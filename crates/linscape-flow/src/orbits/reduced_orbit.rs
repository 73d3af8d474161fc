//! Connecting orbits in the few numbers that move.

use crate::growth_time;
use differential_equations::methods::ExplicitRungeKutta;
use differential_equations::ode::{ODE, OrdinaryNumericalMethod};

/// A connecting orbit between balanced points on the invariant subspace in which it lies, whitened
/// coordinates, loss `½‖·‖²`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum ReducedOrbit {
    /// One amplitude `a` in every layer: `ȧ = a^{h−1} (σ − a^h)`.
    Learn { depth: usize, sigma: f64 },
    /// One hidden coordinate in every layer, reading and writing `x` in the plane of two modes with
    /// the common inner amplitude `b`: `W = b^{h−2} x xᵀ`, so with `S = diag(σ_k, σ_l)` and `h ≥ 3`
    /// `ẋ = b^{h−2} (S x − b^{h−2} |x|² x)`, `ḃ = b^{h−3} (xᵀ S x − b^{h−2} |x|⁴)`.
    Swap { depth: usize, dropped: f64, learned: f64 },
}

/// Steps after which the few numbers are given up.
const MOST_STEPS: usize = 1_000_000;

/// How exactly the few numbers are integrated.
const TOLERANCE: f64 = 1e-11;

/// `(x_k, x_l, b)`; of a mode that is learned only the last number, its amplitude, is in use.
type Numbers = [f64; 3];

impl ODE<f64, Numbers> for ReducedOrbit {
    fn diff(&self, _time: f64, numbers: &Numbers, velocity: &mut Numbers) {
        let power = |base: f64, exponent: usize| base.powi(i32::try_from(exponent).unwrap_or(0));
        let [k, l, b] = *numbers;
        *velocity = match *self {
            Self::Learn { depth, sigma } => {
                [0.0, 0.0, power(b, depth - 1) * (sigma - power(b, depth))]
            }
            Self::Swap { depth, dropped, learned } => {
                let (inner, square) = (power(b, depth - 2), k * k + l * l);
                let move_by = |sigma: f64, x: f64| inner * x * (sigma - inner * square);
                let pulled = dropped * k * k + learned * l * l - inner * square * square;
                let inner_move = if depth >= 3 { power(b, depth - 3) * pulled } else { 0.0 };
                [move_by(dropped, k), move_by(learned, l), inner_move]
            }
        };
    }
}

impl ReducedOrbit {
    fn depth(self) -> usize {
        match self {
            Self::Learn { depth, .. } | Self::Swap { depth, .. } => depth,
        }
    }

    /// At distance `ε` from the saddle, along the connection.
    fn start(self, epsilon: f64) -> Numbers {
        let h = self.depth() as f64;
        match self {
            Self::Learn { .. } => [0.0, 0.0, epsilon / h.sqrt()],
            Self::Swap { dropped, .. } => {
                let amplitude = dropped.powf(1.0 / h);
                [amplitude, epsilon / 2_f64.sqrt(), amplitude]
            }
        }
    }

    /// The part of the end-to-end map that moves: `2 × 2` in the modes `(k, l)`, symmetric, as
    /// `(kk, kl, ll)`.
    fn map(self, [k, l, b]: Numbers) -> [f64; 3] {
        let power = |exponent: usize| b.powi(i32::try_from(exponent).unwrap_or(0));
        match self {
            Self::Learn { depth, .. } => [0.0, 0.0, power(depth)],
            Self::Swap { depth, .. } => {
                let inner = power(depth - 2);
                [inner * k * k, inner * k * l, inner * l * l]
            }
        }
    }

    /// How far the end-to-end map is from that of the saddle where the orbit ends.
    fn distance(self, numbers: Numbers) -> f64 {
        let (Self::Learn { sigma: learned, .. } | Self::Swap { learned, .. }) = self;
        let [kk, kl, ll] = self.map(numbers);
        (kk * kk + 2.0 * kl * kl + (ll - learned).powi(2)).sqrt()
    }

    /// When the map of an orbit that starts at distance `ε` has come within `within` of its end, and
    /// its moving part then: for a learned mode by the closed form, for a swap by integration of
    /// three numbers. None when it does not come there in `most` of time, or in a million steps.
    pub(crate) fn arrival(self, epsilon: f64, within: f64, most: f64) -> Option<f64> {
        if let Self::Learn { depth, sigma } = self {
            let [_, _, from] = self.start(epsilon);
            let to = (sigma - within).powf(1.0 / depth as f64);
            return Some(growth_time(depth, sigma, from, to)).filter(|time| *time <= most);
        }
        let mut method = self.method(epsilon, most)?;
        while self.distance(*method.y()) > within {
            if method.t() >= most || method.step(&self).is_err() {
                return None;
            }
        }
        let (mut before, mut after) = (method.t_prev(), method.t());
        let from = *method.y_prev();
        let start = before;
        for _ in 0..50 {
            let middle = 0.5 * (before + after);
            let near = self.distance(self.moved(from, middle - start)?) <= within;
            if near { after = middle } else { before = middle }
        }
        Some(after)
    }

    /// The moving part of the end-to-end map at the time of [`arrival`](Self::arrival). A mode's is
    /// known: integrated over a long time, an error of the time's last digits would be one of the map.
    pub(crate) fn map_on_arrival(self, epsilon: f64, within: f64, time: f64) -> Option<[f64; 3]> {
        match self {
            Self::Learn { sigma, .. } => Some([0.0, 0.0, sigma - within]),
            Self::Swap { .. } => self.map_at(epsilon, time),
        }
    }

    /// The moving part of the end-to-end map at a time.
    pub(crate) fn map_at(self, epsilon: f64, time: f64) -> Option<[f64; 3]> {
        Some(self.map(self.moved(self.start(epsilon), time)?))
    }

    fn method(self, epsilon: f64, most: f64) -> Option<impl OrdinaryNumericalMethod<f64, Numbers>> {
        let mut method = ExplicitRungeKutta::dop853()
            .rtol(TOLERANCE)
            .atol(1e-3 * TOLERANCE * epsilon)
            .max_steps(MOST_STEPS);
        method.init(&self, 0.0, most.max(1.0), &self.start(epsilon)).ok()?;
        Some(method)
    }

    /// The numbers after a time, by steps that end there.
    fn moved(self, numbers: Numbers, time: f64) -> Option<Numbers> {
        if time <= 0.0 {
            return Some(numbers);
        }
        let smallest = numbers.iter().map(|x| x.abs()).filter(|x| *x > 0.0).fold(1.0, f64::min);
        let mut method = ExplicitRungeKutta::dop853()
            .rtol(TOLERANCE)
            .atol(1e-3 * TOLERANCE * smallest)
            .max_steps(MOST_STEPS);
        method.init(&self, 0.0, time, &numbers).ok()?;
        while method.t() < time {
            let left = time - method.t();
            if method.h() > left {
                method.set_h(left);
            }
            method.step(&self).ok()?;
            // The last bit of the time may never be reached.
            if time - method.t() <= 4.0 * f64::EPSILON * time {
                break;
            }
        }
        Some(*method.y())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn at_depth_two_the_ratio_of_the_modes_grows_exponentially() {
        // ẋ = S x − |x|² x: x_l/x_k grows at the rate σ_l − σ_k = 1.
        let orbit = ReducedOrbit::Swap { depth: 2, dropped: 2.0, learned: 3.0 };
        let [start_k, start_l, _] = orbit.start(1e-2);
        let [kk, kl, _] = orbit.map_at(1e-2, 4.0).expect("integrated");
        let ratio = kl / kk;
        assert!((ratio / (start_l / start_k) / 4_f64.exp() - 1.0).abs() < 1e-9);
    }

    #[test]
    fn integration_and_closed_form_of_a_learned_mode_agree() {
        for depth in 2..6 {
            let orbit = ReducedOrbit::Learn { depth, sigma: 2.0 };
            let time = orbit.arrival(0.05, 0.02, 1e9).expect("arrives");
            let [_, _, map] = orbit.map_at(0.05, time).expect("integrated");
            assert!((map - 1.98).abs() < 1e-8, "{map} at depth {depth}");
        }
    }

    #[test]
    fn a_swap_arrives_where_the_better_mode_alone_is_learned() {
        for depth in 2..6 {
            let orbit = ReducedOrbit::Swap { depth, dropped: 1.0, learned: 2.0 };
            let time = orbit.arrival(0.01, 0.01, 1e4).expect("arrives");
            let [kk, kl, ll] = orbit.map_at(0.01, time).expect("integrated");
            let distance = (kk * kk + 2.0 * kl * kl + (ll - 2.0).powi(2)).sqrt();
            assert!((distance - 0.01).abs() < 1e-6, "{distance} at depth {depth}");
        }
    }
}
