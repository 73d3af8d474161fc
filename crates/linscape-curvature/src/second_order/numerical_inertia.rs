//! Inertia counted from computed eigenvalues, as far as their errors allow.

use linscape_critical::{ErrorBar, Inertia, SignCounts};

/// Signs of computed eigenvalues. A bound certifies no zero: eigenvalues below their error are
/// *compatible* with zero, and the clear ones are a lower bound for index and coindex.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct NumericalInertia {
    /// Eigenvalues by sign.
    pub counts: SignCounts,
    /// The error that they were compared with.
    pub error: f64,
}

/// How far beyond the rounding error an eigenvalue has to be to be called nonzero.
const CLEAR: f64 = 1e3;

impl NumericalInertia {
    /// Counts signs among the computed eigenvalues of an `N × N` Hessian of scale `scale` (an
    /// upper estimate of its norm that does not vanish where the Hessian does: take it from `‖Σ‖`
    /// and the weights).
    ///
    /// An eigenvalue up to `8 N ε · scale` may be zero, one beyond a thousand times that is not, and
    /// anything between leaves the inertia undecided.
    ///
    /// # Examples
    /// ```
    /// use linscape_critical::Inertia;
    /// use linscape_curvature::NumericalInertia;
    /// let counted = NumericalInertia::of(&[-1.0, 1e-17, 2.0], 2.0);
    /// assert_eq!(counted.decided(), Some(Inertia { negative: 1, zero: 1, positive: 1 }));
    /// assert_eq!(NumericalInertia::of(&[-1.0, 1e-13, 2.0], 2.0).decided(), None);
    /// // A theorem that names one more positive eigenvalue is not refuted by one below the error.
    /// assert_eq!(counted.agree_with(Inertia { negative: 1, zero: 0, positive: 2 }), None);
    /// assert_eq!(counted.agree_with(Inertia { negative: 0, zero: 1, positive: 2 }), Some(false));
    /// ```
    #[must_use]
    pub fn of(eigenvalues: &[f64], scale: f64) -> Self {
        let rounding = 8.0 * eigenvalues.len().max(1) as f64 * f64::EPSILON * scale;
        Self::beyond(eigenvalues, ErrorBar::new(rounding, CLEAR))
    }

    /// Counts signs among eigenvalues that are known up to an error.
    #[must_use]
    pub fn beyond(eigenvalues: &[f64], bar: ErrorBar) -> Self {
        Self { counts: bar.count(eigenvalues), error: bar.error }
    }

    /// The same for eigenvalues with multiplicities.
    ///
    /// # Examples
    /// ```
    /// use linscape_critical::{ErrorBar, Inertia};
    /// use linscape_curvature::NumericalInertia;
    /// let bar = ErrorBar::new(1e-12, 100.0);
    /// let counted = NumericalInertia::of_levels([(-1.0, 3), (0.0, 90)], bar);
    /// assert_eq!(counted.decided(), Some(Inertia { negative: 3, zero: 90, positive: 0 }));
    /// ```
    #[must_use]
    pub fn of_levels(levels: impl IntoIterator<Item = (f64, usize)>, bar: ErrorBar) -> Self {
        Self { counts: bar.count_levels(levels), error: bar.error }
    }

    /// With as many more zeros: coordinates that the loss ignores.
    #[must_use]
    pub fn with_zeros(mut self, zeros: usize) -> Self {
        self.counts.within += zeros;
        self
    }

    /// With as many more positive ones: coordinates that the theory splits off.
    #[must_use]
    pub fn with_positive(mut self, positive: usize) -> Self {
        self.counts.positive += positive;
        self
    }

    /// The counts, when no eigenvalue is open; those below their error stand as zeros, which they
    /// may be.
    #[must_use]
    pub fn decided(&self) -> Option<Inertia> {
        let SignCounts { negative, positive, within, open, .. } = self.counts;
        open.is_none().then_some(Inertia { negative, zero: within, positive })
    }

    /// The smallest clear eigenvalue in units of its error, when none is open.
    #[must_use]
    pub fn margin(&self) -> Option<f64> {
        self.counts.open.is_none().then_some(self.counts.margin)
    }

    /// Whether they are the eigenvalues of a Hessian of the given inertia; `None` when undecided.
    #[must_use]
    pub fn agree_with(&self, theorem: Inertia) -> Option<bool> {
        self.counts.agree_with(theorem)
    }
}
