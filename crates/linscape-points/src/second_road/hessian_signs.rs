//! What computed eigenvalues say of the Hessian's inertia.

use linscape_critical::{Inertia, agreement};
use linscape_curvature::{EigenPairs, NumericalInertia};

/// Signs of eigenvalues of the Hessian: of all of them, or of those at both ends.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum HessianSigns {
    /// All were computed.
    Whole(NumericalInertia),
    /// Some at each end were.
    Ends(EndSigns),
}

/// Eigenvalues counted from the ends of a spectrum inwards, up to the first that is zero, of the
/// other sign, or unclear.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct EndSigns {
    /// Clearly negative ones, from the low end.
    pub negative: usize,
    /// Whether the next one was seen not to be negative, so that these are all.
    pub negative_is_all: bool,
    /// Clearly positive ones, from the high end.
    pub positive: usize,
    /// Whether the next one was seen not to be positive.
    pub positive_is_all: bool,
    /// The smallest one counted, in units of the error it may have; infinite when none was.
    pub margin: f64,
}

impl HessianSigns {
    /// The inertia, when all eigenvalues are known and clear.
    #[must_use]
    pub fn inertia(&self) -> Option<Inertia> {
        match self {
            Self::Whole(inertia) => inertia.decided(),
            Self::Ends(_) => None,
        }
    }

    /// Whether every eigenvalue was seen to be negative or zero to rounding.
    #[must_use]
    pub fn has_no_positive(&self) -> bool {
        match self {
            Self::Whole(inertia) => inertia.decided().is_some_and(|found| found.positive == 0),
            Self::Ends(ends) => ends.positive == 0 && ends.positive_is_all,
        }
    }

    /// Whether they are those of the given inertia. Of two ends that is said when the index, which
    /// decides the type, was counted to the last and nothing contradicts; `None` when undecided.
    ///
    /// # Examples
    /// ```
    /// use linscape_points::{EndSigns, HessianSigns};
    /// use linscape_critical::Inertia;
    /// let seen = HessianSigns::Ends(EndSigns {
    ///     negative: 1, negative_is_all: true, positive: 2, positive_is_all: false, margin: 1e9,
    /// });
    /// let inertia = |negative| Inertia { negative, zero: 5, positive: 9 };
    /// assert_eq!(seen.agree_with(inertia(1)), Some(true));
    /// assert_eq!(seen.agree_with(inertia(0)), Some(false));
    /// // A second one may hide below its error.
    /// assert_eq!(seen.agree_with(inertia(2)), None);
    /// ```
    #[must_use]
    pub fn agree_with(&self, theorem: Inertia) -> Option<bool> {
        match self {
            Self::Whole(inertia) => inertia.agree_with(theorem),
            Self::Ends(ends) => ends.agree_with(theorem),
        }
    }
}

impl EndSigns {
    fn agree_with(&self, theorem: Inertia) -> Option<bool> {
        let negative = agreement(self.negative, self.negative_is_all, theorem.negative);
        let positive = agreement(self.positive, self.positive_is_all, theorem.positive);
        if [negative, positive].contains(&Some(false)) { Some(false) } else { negative }
    }

    /// Counts pairs, each from its end inwards, whose values may be wrong by `rounding` and their
    /// residual. Pairs with a residual beyond `converged` say nothing.
    pub(crate) fn count(
        lowest: &EigenPairs,
        highest: &EigenPairs,
        rounding: f64,
        clear: f64,
        converged: f64,
    ) -> Self {
        let mut margin = f64::INFINITY;
        let mut walk = |pairs: &EigenPairs, outward: f64| {
            let mut counted = 0;
            for (value, residual) in pairs.values.iter().zip(&pairs.residuals) {
                if *residual > converged {
                    return (counted, false);
                }
                let (size, error) = (outward * value, rounding + residual);
                if size > clear * error {
                    counted += 1;
                    margin = margin.min(size / error);
                } else {
                    return (counted, size <= error);
                }
            }
            (counted, false)
        };
        let (negative, negative_is_all) = walk(lowest, -1.0);
        let (positive, positive_is_all) = walk(highest, 1.0);
        Self { negative, negative_is_all, positive, positive_is_all, margin }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use linscape_critical::ErrorBar;
    use nalgebra::DMatrix;

    fn pairs(values: &[f64], residual: f64) -> EigenPairs {
        let residuals = vec![residual; values.len()];
        EigenPairs { values: values.to_vec(), residuals, vectors: DMatrix::zeros(0, 0) }
    }

    #[test]
    fn counting_stops_at_zero_at_the_unclear_and_at_what_has_not_converged() {
        let count = |low: &[f64], residual: f64| {
            let ends = EndSigns::count(
                &pairs(low, residual),
                &pairs(&[5.0], residual),
                1e-12,
                100.0,
                1e-9,
            );
            (ends.negative, ends.negative_is_all)
        };
        assert_eq!(count(&[-3.0, -1.0, 0.0], 1e-13), (2, true));
        assert_eq!(count(&[-3.0, 2.0], 1e-13), (1, true));
        assert_eq!(count(&[-3.0, -1.0], 1e-13), (2, false));
        assert_eq!(count(&[-3.0, -1e-11], 1e-13), (1, false));
        assert_eq!(count(&[-3.0, 0.0], 1e-3), (0, false));
    }

    #[test]
    fn positive_eigenvalues_are_missed_only_where_all_were_seen() {
        let seen = |positive, positive_is_all| {
            let ends = EndSigns {
                positive,
                positive_is_all,
                ..EndSigns::count(&pairs(&[0.0], 0.0), &pairs(&[1e-20], 0.0), 1e-12, 100.0, 1e-9)
            };
            HessianSigns::Ends(ends).has_no_positive()
        };
        assert!(seen(0, true) && !seen(0, false) && !seen(2, true));
        let whole = NumericalInertia::beyond(&[-1.0, 0.0, 1e-20], ErrorBar::new(1e-12, 100.0));
        assert!(HessianSigns::Whole(whole).has_no_positive());
    }

    #[test]
    fn too_many_clear_eigenvalues_contradict_and_too_few_do_not() {
        let ends = |negative_is_all| EndSigns {
            negative: 2,
            negative_is_all,
            positive: 1,
            positive_is_all: false,
            margin: 1e6,
        };
        let stated = |negative| Inertia { negative, zero: 0, positive: 4 };
        assert_eq!(ends(true).agree_with(stated(3)), None);
        assert_eq!(ends(true).agree_with(stated(2)), Some(true));
        assert_eq!(ends(false).agree_with(stated(3)), None);
        assert_eq!(ends(false).agree_with(stated(1)), Some(false));
        assert_eq!(
            ends(true).agree_with(Inertia { negative: 2, zero: 9, positive: 0 }),
            Some(false)
        );
    }
}
