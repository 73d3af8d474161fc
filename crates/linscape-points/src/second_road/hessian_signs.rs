//! What computed eigenvalues say of the Hessian's inertia.

use linscape_critical::{Inertia, agreement};
use linscape_curvature::{EigenPairs, NumericalInertia, SpectrumEnds};

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
    /// Clearly negative ones, from the low end: each is there, and there may be more.
    pub negative: usize,
    /// Whether these are all.
    pub negative_end: CountEnd,
    /// Clearly positive ones, from the high end.
    pub positive: usize,
    /// Whether these are all.
    pub positive_end: CountEnd,
    /// The smallest one counted, in units of the error it may have; infinite when none was.
    pub margin: f64,
}

/// How a count of eigenvalues from an end inwards ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CountEnd {
    /// It stopped where no more were asked for, or at one that is unclear.
    Open,
    /// The next one found was of another sign or zero to rounding. Copies may have been missed.
    NoneFound,
    /// The same, with a proof that no eigenvalue was missed.
    Proved,
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
            Self::Ends(ends) => ends.positive == 0 && ends.positive_end != CountEnd::Open,
        }
    }

    /// The same of positive: whether none is negative.
    #[must_use]
    pub fn has_no_negative(&self) -> bool {
        match self {
            Self::Whole(inertia) => inertia.decided().is_some_and(|found| found.negative == 0),
            Self::Ends(ends) => ends.negative == 0 && ends.negative_end != CountEnd::Open,
        }
    }

    /// Whether they are those of the given inertia; `None` when undecided. Of two ends agreement is
    /// said when the index, which decides the type, is proved to be counted to the last. A count that
    /// is not says nothing by being small. More than the theorem allows contradict it: not the count
    /// decides then but that these eigenvalues are there, which is proved (`docs/theory.md`,
    /// "Counting from the ends").
    ///
    /// # Examples
    /// ```
    /// use linscape_critical::Inertia;
    /// use linscape_points::{CountEnd, EndSigns, HessianSigns};
    /// let seen = |negative_end| HessianSigns::Ends(EndSigns {
    ///     negative: 1, negative_end, positive: 2, positive_end: CountEnd::Open, margin: 1e9,
    /// });
    /// let inertia = |negative| Inertia { negative, zero: 5, positive: 9 };
    /// assert_eq!(seen(CountEnd::Proved).agree_with(inertia(1)), Some(true));
    /// assert_eq!(seen(CountEnd::NoneFound).agree_with(inertia(1)), None);
    /// assert_eq!(seen(CountEnd::NoneFound).agree_with(inertia(0)), Some(false));
    /// // A second one may hide below its error.
    /// assert_eq!(seen(CountEnd::Proved).agree_with(inertia(2)), None);
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
        let is_proved = |end| end == CountEnd::Proved;
        let negative = agreement(self.negative, is_proved(self.negative_end), theorem.negative);
        let positive = agreement(self.positive, is_proved(self.positive_end), theorem.positive);
        if [negative, positive].contains(&Some(false)) { Some(false) } else { negative }
    }

    /// Counts pairs, each from its end inwards, whose values may be wrong by `rounding` and their
    /// residual. Pairs with a residual beyond `converged` say nothing.
    pub(crate) fn count(ends: &SpectrumEnds, rounding: f64, clear: f64, converged: f64) -> Self {
        let mut margin = f64::INFINITY;
        let proved = ends.proved();
        let mut walk = |pairs: &EigenPairs, end: usize| {
            // From here on all that are counted are there at once (`docs/theory.md`).
            let clear = clear.max(2.0 * (pairs.values.len() as f64).sqrt());
            let outward = if end == 0 { -1.0 } else { 1.0 };
            let mut counted = 0;
            for (value, residual) in pairs.values.iter().zip(&pairs.residuals) {
                if *residual > converged {
                    return (counted, CountEnd::Open);
                }
                let (size, error) = (outward * value, rounding + residual);
                if size > clear * error {
                    counted += 1;
                    margin = margin.min(size / error);
                } else if size > error {
                    return (counted, CountEnd::Open);
                } else {
                    // All beyond the bound, and the bound is beyond none that was not counted.
                    let is_proved = ends.bounds[end].is_some() && proved[end] >= counted;
                    let end = if is_proved { CountEnd::Proved } else { CountEnd::NoneFound };
                    return (counted, end);
                }
            }
            (counted, CountEnd::Open)
        };
        let (negative, negative_end) = walk(&ends.lowest, 0);
        let (positive, positive_end) = walk(&ends.highest, 1);
        Self { negative, negative_end, positive, positive_end, margin }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use linscape_critical::ErrorBar;
    use linscape_curvature::LanczosStatus;
    use nalgebra::DMatrix;

    fn pairs(values: &[f64], residual: f64) -> EigenPairs {
        let residuals = vec![residual; values.len()];
        EigenPairs { values: values.to_vec(), residuals, vectors: DMatrix::zeros(0, 0) }
    }

    fn ends(low: &[f64], high: &[f64], residual: f64, bounds: [Option<f64>; 2]) -> SpectrumEnds {
        SpectrumEnds {
            lowest: pairs(low, residual),
            highest: pairs(high, residual),
            bounds,
            status: LanczosStatus::Converged,
            products: 0,
            bytes: 0,
        }
    }

    #[test]
    fn counting_stops_at_zero_at_the_unclear_and_at_what_has_not_converged() {
        let count = |low: &[f64], residual: f64, bound: Option<f64>| {
            let found = ends(low, &[5.0], residual, [bound, None]);
            let signs = EndSigns::count(&found, 1e-12, 100.0, 1e-9);
            (signs.negative, signs.negative_end)
        };
        assert_eq!(count(&[-3.0, -1.0, 0.0], 1e-13, None), (2, CountEnd::NoneFound));
        assert_eq!(count(&[-3.0, -1.0, 0.0], 1e-13, Some(-1e-9)), (2, CountEnd::Proved));
        // A proof that reaches less far than what was counted.
        assert_eq!(count(&[-3.0, -1.0, 0.0], 1e-13, Some(-2.0)), (2, CountEnd::NoneFound));
        assert_eq!(count(&[-3.0, 2.0], 1e-13, None), (1, CountEnd::NoneFound));
        assert_eq!(count(&[-3.0, -1.0], 1e-13, Some(-1.1)), (2, CountEnd::Open));
        assert_eq!(count(&[-3.0, -1e-11], 1e-13, Some(-1.0)), (1, CountEnd::Open));
        assert_eq!(count(&[-3.0, 0.0], 1e-3, None), (0, CountEnd::Open));
    }

    #[test]
    fn positive_eigenvalues_are_missed_only_where_none_was_found() {
        let seen = |positive, positive_end| {
            let found = ends(&[0.0], &[1e-20], 0.0, [None; 2]);
            let counted = EndSigns::count(&found, 1e-12, 100.0, 1e-9);
            let signs = EndSigns { positive, positive_end, ..counted };
            HessianSigns::Ends(signs).has_no_positive()
        };
        assert!(seen(0, CountEnd::NoneFound) && seen(0, CountEnd::Proved));
        assert!(!seen(0, CountEnd::Open) && !seen(2, CountEnd::Proved));
        let whole = NumericalInertia::beyond(&[-1.0, 0.0, 1e-20], ErrorBar::new(1e-12, 100.0));
        assert!(HessianSigns::Whole(whole).has_no_positive());
    }

    #[test]
    fn too_many_clear_eigenvalues_contradict_and_a_count_without_proof_decides_nothing() {
        let ends = |negative_end| EndSigns {
            negative: 2,
            negative_end,
            positive: 1,
            positive_end: CountEnd::Open,
            margin: 1e6,
        };
        let stated = |negative| Inertia { negative, zero: 0, positive: 4 };
        assert_eq!(ends(CountEnd::Proved).agree_with(stated(3)), None);
        assert_eq!(ends(CountEnd::Proved).agree_with(stated(2)), Some(true));
        for open in [CountEnd::Open, CountEnd::NoneFound] {
            assert_eq!(ends(open).agree_with(stated(3)), None);
            assert_eq!(ends(open).agree_with(stated(2)), None);
            assert_eq!(ends(open).agree_with(stated(1)), Some(false));
        }
        assert_eq!(
            ends(CountEnd::Proved).agree_with(Inertia { negative: 2, zero: 9, positive: 0 }),
            Some(false)
        );
    }
}
