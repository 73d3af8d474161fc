//! The Hessian's eigenvalues at the balanced point of a family, in closed form.

use super::along_biases::along_biases;
use super::eigenvalue::Eigenvalue;
use linscape_critical::{Problem, SingularSubset, root_power};

/// The exact Hessian spectrum at the balanced representative of a family, increasing, zeros
/// included; multiplicities add up to `N`. For `h ≥ 2`, with `k, k' ∈ J` and `l ∉ J`, `σ_l > 0`:
/// - each ordered pair `k, k'`: `Σ_{i=1}^h σ_k^{2(h−i)/h} σ_{k'}^{2(i−1)/h}`;
/// - each pair `k, l`: `σ_k^{2(h−1)/h} ± σ_l σ_k^{(h−2)/h}`;
/// - each `k` and each of the `d_0 − s` and `d_h − s` null directions: `σ_k^{2(h−1)/h}`;
/// - `h = 2` only: `±σ_l`, each `d_1 − r` times.
///
/// Depth 1: `d_1 · rank X` ones. With a bias in the last layer, inputs about their means and biases
/// of zero: `m Σ_i σ_k^{2(h−i)/h}` over the layers with a bias for each `k`, and `d_h − r` times `m`; the
/// constant that biases multiply is 1 in each of `m` samples (`m` is the sum of their weights), and of
/// length 1 where there are none.
///
/// Source: `docs/theory.md`, "Balanced representative".
///
/// # Edge cases
/// A tie `σ_k = σ_l` gives an exact zero, which is counted among the zeros.
///
/// # Complexity
/// `O(q² h)` for `q` distinct singular values, whatever the widths.
///
/// # Examples
/// ```
/// use linscape_critical::Problem;
/// use linscape_strata::balanced_spectrum;
/// let problem = Problem::exact(&[1, 1, 1, 1], &[8])?;
/// let spectrum = balanced_spectrum(&problem, &problem.leading(1));
/// // Sharpness h σ^{2(h−1)/h} = 3 · 8^{4/3} = 48; two directions are flat.
/// assert!((spectrum[1].value - 48.0).abs() < 1e-12);
/// assert_eq!((spectrum[0].value, spectrum[0].multiplicity), (0.0, 2));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn balanced_spectrum(problem: &Problem, subset: &SingularSubset) -> Vec<Eigenvalue> {
    let mut eigenvalues = nonzero_part(problem, subset);
    eigenvalues.extend(along_biases(problem, subset));
    for eigenvalue in &mut eigenvalues {
        eigenvalue.value *= problem.factor();
    }
    let nonzero: usize = eigenvalues.iter().map(|eigenvalue| eigenvalue.multiplicity).sum();
    let zeros = problem.parameters() - nonzero;
    if zeros > 0 {
        eigenvalues.push(Eigenvalue { value: 0.0, multiplicity: zeros });
    }
    eigenvalues.sort_by(|a, b| a.value.total_cmp(&b.value));
    eigenvalues
}

/// Eigenvalues that the closed form names, in the loss `½‖·‖²`; exact zeros left out.
fn nonzero_part(problem: &Problem, subset: &SingularSubset) -> Vec<Eigenvalue> {
    let widths = problem.architecture().widths();
    let depth = problem.architecture().depth();
    if depth == 1 {
        let multiplicity = widths[1] * problem.input_rank();
        return vec![Eigenvalue { value: 1.0, multiplicity }];
    }
    let spectrum = problem.spectrum();
    let classes: Vec<(f64, usize, usize)> = spectrum
        .distinct()
        .iter()
        .zip(spectrum.multiplicities())
        .zip(subset.counts())
        .map(|((&sigma, &all), &count)| (sigma, count, all - count))
        .collect();
    let null = problem.input_rank() + widths[depth] - 2 * spectrum.rank();

    let power = |sigma: f64, power: usize| root_power(sigma, power, depth);
    let mut found = Vec::new();
    let mut add = |value: f64, multiplicity: usize| {
        if multiplicity > 0 {
            found.push(Eigenvalue { value, multiplicity });
        }
    };
    for (a, &(learned, count, _)) in classes.iter().enumerate().filter(|(_, class)| class.1 > 0) {
        for &(other, other_count, _) in &classes {
            let terms =
                (1..=depth).map(|i| power(learned, 2 * (depth - i)) * power(other, 2 * (i - 1)));
            add(terms.sum(), count * other_count);
        }
        let stiffness = power(learned, 2 * (depth - 1));
        let within = power(learned, depth - 2);
        for (b, &(unlearned, _, left_out)) in classes.iter().enumerate() {
            add(stiffness + unlearned * within, count * left_out);
            if a != b {
                // σ_k^{2(h−1)/h} − σ_l σ_k^{(h−2)/h}, written so that its sign is that of σ_k − σ_l.
                add(spectrum.difference(a, b) * within, count * left_out);
            }
        }
        add(stiffness, count * null);
    }
    if depth == 2 {
        let free = widths[1] - subset.rank();
        for &(unlearned, _, left_out) in &classes {
            add(unlearned, left_out * free);
            add(-unlearned, left_out * free);
        }
    }
    found
}
