//! The Hessian's eigenvalues along the biases of a balanced point.

use super::eigenvalue::Eigenvalue;
use linscape_critical::{BiasPlace, Problem, SingularSubset, root_power};

/// At biases of zero, inputs about their means, the offset of the outputs is `c = Σ_i W_{h:i+1} b_i` and the
/// block of the biases is `m W_{h:i+1}ᵀW_{h:j+1}`, in the loss `½‖·‖²`: `m Σ_i σ_k^{2(h−i)/h}` over the layers with
/// a bias for every learned mode, `m` for the other `d_h − r` directions of the output, and zeros, which
/// are left out. Without samples the constant that biases multiply is of length 1, `m = 1`; what a last bias alone decays
/// by is added to `m`.
pub(super) fn along_biases(problem: &Problem, subset: &SingularSubset) -> Vec<Eigenvalue> {
    let biases = problem.biases();
    if biases.place() != BiasPlace::Output {
        return Vec::new();
    }
    let depth = problem.architecture().depth();
    let mass = problem.bias_mass();
    let layers = || (1..=depth).filter(|layer| biases.in_layers()[layer - 1]);
    let strength = |sigma: f64| -> f64 {
        layers().map(|layer| root_power(sigma, 2 * (depth - layer), depth)).sum()
    };
    let learned = problem.spectrum().distinct().iter().zip(subset.counts());
    let learned = learned.map(|(&sigma, &times)| (mass * strength(sigma), times));
    let others = problem.architecture().output() - subset.rank();
    learned
        .chain([(mass, others)])
        .filter(|&(_, multiplicity)| multiplicity > 0)
        .map(|(value, multiplicity)| Eigenvalue { value, multiplicity })
        .collect()
}
