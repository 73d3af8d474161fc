//! How many families there are, without listing them.

use crate::DecayedProblem;
use num_bigint::BigUint;
use num_traits::One;

/// Number of families of each rank `0, …, p`: the coefficients of
/// `Π_t Σ_{c ≤ m_t} (c + 1) z^c` over the singular values with two roots, `Σ_c z^c` over those with
/// one. Depth 1 has one family.
///
/// Families with a mode whose fold is undecided are not counted.
///
/// # Complexity
/// `O(p s)` operations on big integers for rank `s`.
///
/// # Examples
/// ```
/// use linscape_critical::{Architecture, Problem, Spectrum, parse_exact};
/// use linscape_decay::{Coordinates, Decay, DecayedProblem, family_count};
/// // Twenty modes above σ*, ten fit.
/// let network = Architecture::new(vec![20, 10, 20, 20])?;
/// let sigma: Vec<u32> = (1..=20).collect();
/// let problem = Problem::from_spectrum(network, Spectrum::exact_integers(&sigma))?;
/// let decay = Decay::exact(vec![parse_exact("0.01")?])?;
/// let decayed = DecayedProblem::new(&problem, decay, Coordinates::Whitened)?;
/// assert_eq!(family_count(&decayed), 320_420_753_u32.into());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn families_by_rank(problem: &DecayedProblem) -> Vec<BigUint> {
    let active: usize = problem
        .classes()
        .iter()
        .filter(|class| class.roots.large().is_some())
        .map(|class| class.multiplicity)
        .sum();
    let largest = problem.bottleneck().min(active);
    let mut counts = vec![BigUint::ZERO; largest + 1];
    if problem.depth() == 1 {
        counts[largest] = BigUint::one();
        return counts;
    }
    counts[0] = BigUint::one();
    for class in problem.classes() {
        if class.roots.large().is_none() {
            continue;
        }
        let has_two = class.roots.small().is_some();
        for rank in (0..=largest).rev() {
            let ways = |learned: usize| if has_two { learned + 1 } else { 1 };
            let terms = (0..=class.multiplicity.min(rank))
                .map(|learned| &counts[rank - learned] * ways(learned));
            counts[rank] = terms.sum();
        }
    }
    counts
}

/// Number of families, exact at any size.
#[must_use]
pub fn family_count(problem: &DecayedProblem) -> BigUint {
    families_by_rank(problem).into_iter().sum()
}
