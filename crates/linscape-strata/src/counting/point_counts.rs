//! How many families are of each type, without listing them.

use linscape_critical::Problem;
use linscape_critical::family_count;
use num_bigint::BigUint;
use num_traits::One;

/// Exact numbers of families by the type of their balanced representative.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PointCounts {
    /// All families.
    pub families: BigUint,
    /// Strict saddles.
    pub strict: BigUint,
    /// Nonstrict saddles.
    pub nonstrict: BigUint,
}

impl PointCounts {
    /// Counts the families of a problem. One family holds the global minima. There is one leading
    /// subset of each rank; those below `r_max` are the nonstrict saddles when `h ≥ 3`, and all
    /// the rest is strict.
    ///
    /// Source: `docs/theory.md`, "Strict or nonstrict".
    ///
    /// # Examples
    /// ```
    /// use linscape_critical::Problem;
    /// use linscape_strata::PointCounts;
    /// let problem = Problem::exact(&[3, 3, 3, 3], &[3, 2, 1])?;
    /// let counts = PointCounts::new(&problem);
    /// assert_eq!(counts.strict, 4_u32.into());
    /// assert_eq!(counts.nonstrict, 3_u32.into());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn new(problem: &Problem) -> Self {
        let families = family_count(problem);
        let below_maximal = problem.ranks().count() - 1;
        let nonstrict = if problem.architecture().depth() >= 3 { below_maximal } else { 0 };
        let nonstrict = BigUint::from(nonstrict);
        let strict = &families - BigUint::one() - &nonstrict;
        Self { families, strict, nonstrict }
    }
}
