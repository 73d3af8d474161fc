//! The whole numbers of a problem and a family on which curvature depends.

use linscape_critical::{Beside, Problem, SingularSubset};

/// Everything that the type, the inertia, the strata and the escape orders of a family depend on:
/// no singular value enters but through comparisons.
///
/// With repeated singular values pairs (learned mode `k`, unlearned mode `l` with `σ_l > 0`) are
/// counted with their multiplicities, so that those with `σ_l` larger, equal and smaller add up to
/// `r (s − r)`.
///
/// Source: `docs/theory.md`, "Inertia".
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct FamilyShape {
    widths: Vec<usize>,
    signal_rank: usize,
    learned: usize,
    pairs_down: usize,
    pairs_tied: usize,
    beside: Beside,
}

impl FamilyShape {
    /// The shape of one family of a problem.
    ///
    /// # Complexity
    /// Linear in the number of distinct singular values.
    ///
    /// # Examples
    /// ```
    /// use linscape_critical::{Problem, SingularSubset};
    /// use linscape_strata::FamilyShape;
    /// let problem = Problem::exact(&[3, 3, 3, 3], &[3, 2, 1])?;
    /// let shape = FamilyShape::new(&problem, &SingularSubset::from_counts(vec![0, 1, 0]));
    /// // {2} is learned: mode 1 is better, mode 3 is worse.
    /// assert_eq!((shape.pairs_down(), shape.pairs_up()), (1, 1));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn new(problem: &Problem, subset: &SingularSubset) -> Self {
        let multiplicities = problem.spectrum().multiplicities();
        let widths = problem.whitened_widths();
        let mut shape = Self::leading(widths, problem.spectrum().rank(), subset.rank())
            .with_beside(problem.beside());
        let mut unlearned_above = 0;
        for (&count, &multiplicity) in subset.counts().iter().zip(multiplicities) {
            let left_out = multiplicity - count;
            shape.pairs_down += count * unlearned_above;
            shape.pairs_tied += count * left_out;
            unlearned_above += left_out;
        }
        shape
    }

    /// The leading family of a rank, among distinct singular values: the best `learned` of
    /// `signal_rank` modes, in a network of the given widths.
    ///
    /// # Examples
    /// ```
    /// use linscape_strata::FamilyShape;
    /// let shape = FamilyShape::leading([3, 3, 3, 3], 3, 1);
    /// assert!(shape.is_leading() && shape.pairs_up() == 2);
    /// ```
    #[must_use]
    pub fn leading(widths: impl Into<Vec<usize>>, signal_rank: usize, learned: usize) -> Self {
        let widths = widths.into();
        let (pairs_down, pairs_tied) = (0, 0);
        Self { widths, signal_rank, learned, pairs_down, pairs_tied, beside: Beside::default() }
    }

    /// The leading family of the same rank and network, without ties.
    #[must_use]
    pub fn as_leading(&self) -> Self {
        Self { pairs_down: 0, pairs_tied: 0, ..self.clone() }
    }

    /// The same family with other coordinates beside it.
    #[must_use]
    pub fn with_beside(self, beside: Beside) -> Self {
        Self { beside, ..self }
    }

    /// `d_0, …, d_h` with `d_0 = rank X`: input coordinates that the data never excite are
    /// [`beside`](Self::beside).
    #[must_use]
    pub fn widths(&self) -> &[usize] {
        &self.widths
    }

    /// `s`, the number of nonzero singular values of Σ.
    #[must_use]
    pub fn signal_rank(&self) -> usize {
        self.signal_rank
    }

    /// `r = |J|`, the number of learned modes.
    #[must_use]
    pub fn learned(&self) -> usize {
        self.learned
    }

    /// Pairs with `σ_l > σ_k`: a better mode is left out. The family is *leading* iff there is none.
    #[must_use]
    pub fn pairs_down(&self) -> usize {
        self.pairs_down
    }

    /// Pairs with `σ_l = σ_k`; also `Σ_t c_t (m_t − c_t)`, the dimension of the choice among equal
    /// singular values.
    #[must_use]
    pub fn pairs_tied(&self) -> usize {
        self.pairs_tied
    }

    /// Pairs with `σ_l < σ_k`.
    #[must_use]
    pub fn pairs_up(&self) -> usize {
        self.learned * self.unlearned() - self.pairs_down - self.pairs_tied
    }

    /// Coordinates that split off, such as `d_1 (d_0 − rank X)` without data, and biases.
    #[must_use]
    pub fn beside(&self) -> Beside {
        self.beside
    }

    /// Number of layers `h`.
    #[must_use]
    pub fn depth(&self) -> usize {
        self.widths.len() - 1
    }

    /// `N = Σ_i d_i d_{i−1}` of the full network, what is beside included.
    #[must_use]
    pub fn parameters(&self) -> usize {
        self.widths.windows(2).map(|pair| pair[0] * pair[1]).sum::<usize>()
            + self.beside.coordinates()
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
