//! How many families there are, without listing them.

use crate::Problem;
use num_bigint::BigUint;
use num_traits::One;

/// Number of families of each rank `0, …, r_max`: the coefficients of
/// `Π_t (1 + x + ⋯ + x^{m_t})`, cut at `x^{r_max}`. A network of depth 1 has one family, of rank
/// `s`.
///
/// # Complexity
/// `O(q r_max)` additions of big integers for `q` distinct values.
///
/// # Examples
/// ```
/// use linscape_critical::{Architecture, Problem, Spectrum, families_by_rank};
/// let network = Architecture::new(vec![3, 2, 3])?;
/// // σ = (2, 2, 1): {}, {1}, {3}, {1,2}, {1,3}; rank 3 does not pass the hidden layer.
/// let problem = Problem::from_spectrum(network, Spectrum::exact_integers(&[2, 2, 1]))?;
/// let counts = families_by_rank(&problem);
/// assert_eq!(counts, [1_u32.into(), 2_u32.into(), 2_u32.into()]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn families_by_rank(problem: &Problem) -> Vec<BigUint> {
    let largest = *problem.ranks().end();
    let mut counts = vec![BigUint::ZERO; largest + 1];
    counts[0] = BigUint::one();
    for &multiplicity in problem.spectrum().multiplicities() {
        multiply_by_run(&mut counts, multiplicity);
    }
    counts[..*problem.ranks().start()].fill(BigUint::ZERO);
    counts
}

/// Multiplies a truncated series by `1 + x + ⋯ + x^m = (1 − x^{m+1}) / (1 − x)`.
fn multiply_by_run(series: &mut [BigUint], m: usize) {
    for at in 1..series.len() {
        let (before, here) = series.split_at_mut(at);
        here[0] += &before[at - 1];
    }
    for at in (m + 1..series.len()).rev() {
        let (before, here) = series.split_at_mut(at);
        here[0] -= &before[at - m - 1];
    }
}

/// Number of families: count vectors with `Σ c_t ≤ r_max`, exact at any size.
#[must_use]
pub fn family_count(problem: &Problem) -> BigUint {
    families_by_rank(problem).into_iter().sum()
}
