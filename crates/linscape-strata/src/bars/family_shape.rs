//! The whole numbers of a problem and a family on which curvature depends.

use linscape_critical::{Problem, SingularSubset};

/// Everything that the type, the inertia, the strata and the escape orders of a family depend on:
/// no singular value enters but through comparisons.
///
/// With repeated singular values `pairs_*` count pairs (learned mode `k`, unlearned mode `l` with
/// `σ_l > 0`) with their multiplicities, so `pairs_down + pairs_tied + pairs_up = r (s − r)`.
///
/// Source: `docs/theory.md`, "Inertia".
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct FamilyShape {
    /// `d_0, …, d_h` with `d_0 = rank X` (input coordinates that the data never excite are not
    /// counted here but in [`ignored`](Self::ignored)).
    pub widths: Vec<usize>,
    /// `s`, the number of nonzero singular values of Σ.
    pub signal_rank: usize,
    /// `r = |J|`, the number of learned modes.
    pub learned: usize,
    /// Pairs with `σ_l > σ_k`: a better mode is left out. The family is *leading* iff there is none.
    pub pairs_down: usize,
    /// Pairs with `σ_l = σ_k`.
    pub pairs_tied: usize,
    /// Pairs with `σ_l < σ_k`.
    pub pairs_up: usize,
    /// `Σ_t c_t (m_t − c_t)`, the dimension of the choice among equal singular values.
    pub grassmannian: usize,
    /// `d_1 (d_0 − rank X)` coordinates on which the loss does not depend.
    pub ignored: usize,
}

impl FamilyShape {
    /// The shape of one family of a problem.
    ///
    /// # Complexity
    /// Linear in the number of distinct singular values.
    ///
    /// # Examples
    /// ```
    /// use linscape_critical::{Architecture, Problem, SingularSubset, Spectrum};
    /// use linscape_strata::FamilyShape;
    /// let widths = Architecture::new(vec![3, 3, 3, 3])?;
    /// let problem = Problem::from_spectrum(widths, Spectrum::exact_integers(&[3, 2, 1]))?;
    /// let shape = FamilyShape::new(&problem, &SingularSubset::from_counts(vec![0, 1, 0]));
    /// // {2} is learned: mode 1 is better, mode 3 is worse.
    /// assert_eq!((shape.pairs_down, shape.pairs_up), (1, 1));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn new(problem: &Problem, subset: &SingularSubset) -> Self {
        let multiplicities = problem.spectrum().multiplicities();
        let mut widths = problem.architecture().widths().to_vec();
        let ignored = widths[1] * (widths[0] - problem.input_rank());
        widths[0] = problem.input_rank();
        let mut shape = Self {
            widths,
            signal_rank: problem.spectrum().rank(),
            learned: subset.rank(),
            pairs_down: 0,
            pairs_tied: 0,
            pairs_up: 0,
            grassmannian: 0,
            ignored,
        };
        let mut unlearned_above = 0;
        let mut learned_above = 0;
        for (&count, &multiplicity) in subset.counts().iter().zip(multiplicities) {
            let left_out = multiplicity - count;
            shape.pairs_down += count * unlearned_above;
            shape.pairs_tied += count * left_out;
            shape.pairs_up += learned_above * left_out;
            shape.grassmannian += count * left_out;
            unlearned_above += left_out;
            learned_above += count;
        }
        shape
    }

    /// Number of layers `h`.
    #[must_use]
    pub fn depth(&self) -> usize {
        self.widths.len() - 1
    }

    /// `N = Σ_i d_i d_{i−1}` of the full network, ignored coordinates included.
    #[must_use]
    pub fn parameters(&self) -> usize {
        self.widths.windows(2).map(|pair| pair[0] * pair[1]).sum::<usize>() + self.ignored
    }

    /// `r_max = min(p, s)` with the bottleneck `p = min_i d_i`.
    #[must_use]
    pub fn maximal_rank(&self) -> usize {
        self.widths.iter().copied().min().unwrap_or(0).min(self.signal_rank)
    }

    /// No unlearned singular value is larger than a learned one.
    #[must_use]
    pub fn is_leading(&self) -> bool {
        self.pairs_down == 0
    }

    /// The family holds the global minima: leading and of the largest rank there is.
    #[must_use]
    pub fn is_global_minimum(&self) -> bool {
        self.is_leading() && self.learned == self.maximal_rank()
    }

    /// `d_0 − s`, input directions that carry no signal.
    #[must_use]
    pub fn input_null(&self) -> usize {
        self.widths[0] - self.signal_rank
    }

    /// `d_h − s`, output directions that carry no signal.
    #[must_use]
    pub fn output_null(&self) -> usize {
        self.widths[self.depth()] - self.signal_rank
    }

    /// `s − r`, modes not learned.
    #[must_use]
    pub fn unlearned(&self) -> usize {
        self.signal_rank - self.learned
    }
}
