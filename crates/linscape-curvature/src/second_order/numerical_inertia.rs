//! Inertia counted from computed eigenvalues, where a gap allows it.

use linscape_critical::Inertia;

/// Inertia read off computed eigenvalues, or the admission that it cannot be.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum NumericalInertia {
    /// Eigenvalues are either below `zero_below` or above `nonzero_above` in absolute value, with
    /// a clear gap between.
    Decided {
        /// The counts.
        inertia: Inertia,
        /// Ratio of the smallest eigenvalue taken for nonzero to the largest taken for zero, or to
        /// the rounding error when that is larger.
        margin: f64,
    },
    /// Some eigenvalue is neither clearly zero nor clearly not.
    Undecided {
        /// The eigenvalue nearest to the rounding error.
        eigenvalue: f64,
        /// The rounding error it was compared with.
        rounding: f64,
    },
}

/// How far beyond the rounding error an eigenvalue has to be to be called nonzero.
const CLEAR: f64 = 1e3;

impl NumericalInertia {
    /// Counts signs among the computed eigenvalues of an `N × N` Hessian of scale `scale` (an
    /// upper estimate of its norm that does not vanish where the Hessian does: take it from `‖Σ‖`
    /// and the weights).
    ///
    /// An eigenvalue up to `8 N ε · scale` is zero, one beyond a thousand times that is not, and
    /// anything between leaves the inertia undecided.
    ///
    /// # Examples
    /// ```
    /// use linscape_critical::Inertia;
    /// use linscape_curvature::NumericalInertia;
    /// let counted = NumericalInertia::of(&[-1.0, 1e-17, 2.0], 2.0);
    /// let expected = Inertia { negative: 1, zero: 1, positive: 1 };
    /// assert!(matches!(counted, NumericalInertia::Decided { inertia, .. } if inertia == expected));
    /// assert!(matches!(
    ///     NumericalInertia::of(&[-1.0, 1e-13, 2.0], 2.0),
    ///     NumericalInertia::Undecided { .. }
    /// ));
    /// ```
    #[must_use]
    pub fn of(eigenvalues: &[f64], scale: f64) -> Self {
        let rounding = 8.0 * eigenvalues.len().max(1) as f64 * f64::EPSILON * scale;
        Self::beyond(eigenvalues, rounding, CLEAR)
    }

    /// Counts signs among eigenvalues that are known up to an error of size `rounding`: up to
    /// that is zero, beyond `clear` times that is not.
    #[must_use]
    pub fn beyond(eigenvalues: &[f64], rounding: f64, clear: f64) -> Self {
        let mut inertia = Inertia { negative: 0, zero: 0, positive: 0 };
        let mut smallest_nonzero = f64::INFINITY;
        for &eigenvalue in eigenvalues {
            let size = eigenvalue.abs();
            if size <= rounding {
                inertia.zero += 1;
                continue;
            }
            if size <= clear * rounding || !size.is_finite() {
                return Self::Undecided { eigenvalue, rounding };
            }
            smallest_nonzero = smallest_nonzero.min(size);
            if eigenvalue < 0.0 {
                inertia.negative += 1;
            } else {
                inertia.positive += 1;
            }
        }
        Self::Decided { inertia, margin: smallest_nonzero / rounding }
    }

    /// The counts, when decided.
    #[must_use]
    pub fn decided(&self) -> Option<Inertia> {
        match self {
            Self::Decided { inertia, .. } => Some(*inertia),
            Self::Undecided { .. } => None,
        }
    }
}
