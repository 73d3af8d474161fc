//! How many strata all families of a problem have together.

use linscape_critical::{Observer, Problem, families_by_rank};
use num_bigint::BigUint;
use num_traits::{One, Zero};

use crate::counting::counts_in_time;
use crate::{FamilyShape, StratumCounts};

/// Strata of all families of a problem by type; `None` where counting would take long, and
/// when the observer stops.
///
/// How many strata a family has depends on its rank alone; all of a family that is not leading are
/// strict. So one leading family a rank is counted, and the others of that rank by their number.
///
/// # Complexity
/// One [`StratumCounts::of`] for each rank.
///
/// # Examples
/// ```
/// use linscape_critical::{Architecture, Problem, Spectrum};
/// use linscape_strata::strata_of_problem;
/// let network = Architecture::new(vec![2, 2, 2, 2])?;
/// let problem = Problem::from_spectrum(network, Spectrum::exact_integers(&[2, 1]))?;
/// let counts = strata_of_problem(&problem, &()).ok_or("a small network")?;
/// // {1,2}: 1. {1}: 4, of which one is nonstrict. {2}: 4, all strict. ∅: 11, one of them nonstrict.
/// assert_eq!(counts.global_minima, 1_u32.into());
/// assert_eq!(counts.total(), 20_u32.into());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// Source: `docs/theory.md`, "Strata".
#[must_use]
pub fn strata_of_problem(problem: &Problem, observer: &impl Observer) -> Option<StratumCounts> {
    let mut sum = StratumCounts {
        global_minima: BigUint::ZERO,
        strict: BigUint::ZERO,
        nonstrict: BigUint::ZERO,
    };
    for (rank, families) in families_by_rank(problem).into_iter().enumerate() {
        if families.is_zero() {
            continue;
        }
        let leading = FamilyShape::new(problem, &problem.leading(rank));
        let counts = counts_in_time(&leading, observer)?;
        let others = (families - BigUint::one()) * counts.total();
        sum.global_minima += counts.global_minima;
        sum.nonstrict += counts.nonstrict;
        sum.strict += counts.strict + others;
    }
    Some(sum)
}
