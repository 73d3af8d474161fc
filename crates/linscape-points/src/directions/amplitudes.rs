//! How much each link of a path of escape changes.

use linscape_network::Weights;
use nalgebra::{DMatrix, DVector};

use linscape_strata::Link;

/// The changes of rank one `W_l += ε^{n_l} a_l y_l x_lᵀ` of a path, as far as the loss sees them: `n_l` is 1, and for a step
/// between null bars the number of the other links.
///
/// The end-to-end map is `W + Σ_{s ≤ t} G(s, t) o_t i_sᵀ` with `o_t = W_{h:l_t+1} y_t`, `i_s = W_{l_s−1:1}ᵀ x_s`, and `G(s, t)`
/// the sum over all chains of links from `s` to `t` of their amplitudes and couplings
/// `g(u, v) = x_vᵀ W_{l_v−1:l_u+1} y_u`: the loss is a polynomial in few numbers.
pub(super) struct LinkedChanges {
    /// Powers of `ε`.
    powers: Vec<usize>,
    /// `g(u, v)`, `u < v`.
    couplings: DMatrix<f64>,
    /// `o_tᵀ R i_s` at `(s, t)`.
    felt: DMatrix<f64>,
    /// `o_tᵀ o_t'` and `i_sᵀ i_s'`.
    lengths: [DMatrix<f64>; 2],
}

/// More links than this keep equal amplitudes.
const MOST_LINKS: usize = 24;
/// Rounds of the search.
const ROUNDS: usize = 60;
/// What is tried for one amplitude, by turns.
const FACTORS: [f64; 6] = [2.0, 0.5, 1.25, 0.8, 1.03, 0.97];
/// An improvement that is more than rounding.
const BETTER: f64 = 1e-6;

impl LinkedChanges {
    pub(super) fn new(
        weights: &Weights,
        residual: &DMatrix<f64>,
        links: &[Link],
        readers: &[DVector<f64>],
        writers: &[DVector<f64>],
    ) -> Self {
        let (count, matrices) = (links.len(), weights.matrices());
        let others = links.iter().filter(|link| !link.across_null).count();
        let powers = links.iter().map(|link| if link.across_null { others } else { 1 }).collect();
        let mut couplings = DMatrix::zeros(count, count);
        let mut outputs = Vec::with_capacity(count);
        for (at, (link, writer)) in links.iter().zip(writers).enumerate() {
            let mut carried = writer.clone();
            let mut next = at + 1;
            for layer in link.layer + 1..=matrices.len() {
                while next < count && links[next].layer == layer {
                    couplings[(at, next)] = readers[next].dot(&carried);
                    next += 1;
                }
                carried = &matrices[layer - 1] * carried;
            }
            outputs.push(carried);
        }
        let input = |(link, reader): (&Link, &DVector<f64>)| {
            let below = matrices[..link.layer - 1].iter().rev();
            below.fold(reader.clone(), |carried, matrix| matrix.tr_mul(&carried))
        };
        let inputs: Vec<_> = links.iter().zip(readers).map(input).collect();
        let gram = |vectors: &[DVector<f64>]| {
            DMatrix::from_fn(count, count, |one, other| vectors[one].dot(&vectors[other]))
        };
        let felt =
            DMatrix::from_fn(count, count, |from, to| outputs[to].dot(&(residual * &inputs[from])));
        Self { powers, couplings, felt, lengths: [gram(&outputs), gram(&inputs)] }
    }

    /// Amplitudes near the given ones with which the loss falls most in degree `degree`, for a unit of length of
    /// the counted links: those given, where no others are better.
    pub(super) fn best(&self, degree: usize, given: Vec<f64>) -> Vec<f64> {
        let mut best = given;
        if best.len() > MOST_LINKS {
            return best;
        }
        let mut least = self.coefficient(degree, &best);
        for _ in 0..ROUNDS {
            let before = least;
            for at in 0..best.len() {
                for factor in FACTORS {
                    let mut tried = best.clone();
                    tried[at] *= factor;
                    self.normalise(&mut tried);
                    let value = self.coefficient(degree, &tried);
                    if value < least - BETTER * least.abs() {
                        (best, least) = (tried, value);
                    }
                }
            }
            if least >= before {
                break;
            }
        }
        best
    }

    /// The counted links of unit length together; a step between null bars follows them.
    fn normalise(&self, amplitudes: &mut [f64]) {
        let counted = amplitudes.iter().zip(&self.powers).filter(|(_, power)| **power == 1);
        let length = counted.map(|(amplitude, _)| amplitude * amplitude).sum::<f64>().sqrt();
        for (amplitude, &power) in amplitudes.iter_mut().zip(&self.powers) {
            *amplitude /= length.powi(i32::try_from(power).unwrap_or(i32::MAX));
        }
    }

    /// The coefficient of `ε^degree` in `½‖R − ΔW‖²`.
    fn coefficient(&self, degree: usize, amplitudes: &[f64]) -> f64 {
        let parts = self.parts(degree, amplitudes);
        let count = self.powers.len();
        let [outputs, inputs] = &self.lengths;
        let linear: f64 =
            parts[degree].iter().zip(self.felt.iter()).map(|(g, felt)| g * felt).sum();
        // Σ G_i(s, t) G_j(s', t') (i_sᵀ i_s') (o_tᵀ o_t').
        let square = |i: usize| {
            let turned = inputs * &parts[i] * outputs;
            turned.dot(&parts[degree - i])
        };
        debug_assert_eq!(count, amplitudes.len());
        0.5 * (1..degree).map(square).sum::<f64>() - linear
    }

    /// `G_k(s, t)`: of all chains from `s` to `t` those of degree `k`, for `k = 0, …, degree`.
    fn parts(&self, degree: usize, amplitudes: &[f64]) -> Vec<DMatrix<f64>> {
        let count = self.powers.len();
        let mut parts = vec![DMatrix::zeros(count, count); degree + 1];
        for (to, (&amplitude, &power)) in amplitudes.iter().zip(&self.powers).enumerate() {
            if power > degree {
                continue;
            }
            parts[power][(to, to)] = amplitude;
            for k in power..=degree {
                for from in 0..to {
                    let before = (from..to)
                        .map(|via| parts[k - power][(from, via)] * self.couplings[(via, to)]);
                    let sum: f64 = before.sum();
                    parts[k][(from, to)] += amplitude * sum;
                }
            }
        }
        parts
    }
}
