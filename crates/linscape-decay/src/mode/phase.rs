//! On which side of its thresholds a mode is.

use super::Curve;
use linscape_critical::Surd;
use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{One, Signed, ToPrimitive, Zero, pow};

/// The two thresholds of a mode in its own singular value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Threshold {
    /// `σ*`: below it nothing can be learned.
    Fold,
    /// `σ_g`: below it learning costs more than it gains.
    Coexistence,
}

/// What a mode can do under the decay in force.
///
/// For `h = 2` the thresholds are one (`σ = λ̄`), called the fold; for `h = 1` every mode is
/// `Dominant`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// `σ < σ*`: it is never learned.
    Absent,
    /// `σ = σ*` exactly: `h ≥ 3` one double root, `h = 2` the pitchfork at amplitude 0.
    Fold,
    /// `σ* < σ < σ_g`: learned, it is a local minimum that costs more than nothing.
    Metastable,
    /// `σ = σ_g` exactly: learned or not, the loss is the same.
    Coexisting,
    /// `σ > σ_g`: the global minimum learns it, if there is room.
    Dominant,
    /// The input is too inexact to tell on which side of a threshold the mode is.
    Undecided(Threshold),
}

impl Phase {
    /// Whether the mode has a large root of its own (a double root not counted).
    #[must_use]
    pub fn has_large_root(self) -> bool {
        matches!(
            self,
            Self::Metastable
                | Self::Coexisting
                | Self::Dominant
                | Self::Undecided(Threshold::Coexistence)
        )
    }
}

/// A phase, and how far from the fold.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Verdict {
    pub(crate) phase: Phase,
    /// `1 − (μ/μ*)^h`, with all its digits where that is small and the input exact.
    pub(crate) excess: f64,
    /// `ln(μ/μ*)`, likewise.
    pub(crate) log_decay: f64,
}

impl Verdict {
    /// Depth 1: linear regression learns every mode.
    const REGRESSION: Self =
        Self { phase: Phase::Dominant, excess: 1.0, log_decay: f64::NEG_INFINITY };

    /// The exact test for rational `σ²` and `Π λ_i` (unit stiffness): no root is taken, for what is compared
    /// is `σ^{2h−2} = (σ²)^{h−1}`.
    /// `σ ⋛ σ* ⟺ σ^{2h−2} h^h (h−2)^{h−2} ⋛ (2h−2)^{2h−2} Π λ_i` and
    /// `σ ⋛ σ_g ⟺ σ^{2h−2} (h−2)^{h−2} ⋛ (h−1)^{2h−2} Π λ_i`.
    pub(crate) fn exact(
        depth: usize,
        sigma: &Surd,
        product: &BigRational,
        relative_decay: f64,
    ) -> Self {
        if depth == 1 {
            return Self::REGRESSION;
        }
        let whole = |base: usize, exponent: usize| {
            BigRational::from_integer(pow(BigInt::from(base), exponent))
        };
        let (h, twice) = (depth, 2 * depth - 2);
        // 0⁰ = 1 makes h = 2 right.
        let gap = if h == 2 { BigRational::one() } else { whole(h - 2, h - 2) };
        let signal = pow(sigma.square(), depth - 1) * gap;
        let at_fold = product * whole(twice, twice) / (&signal * whole(h, h));
        let excess = BigRational::one() - at_fold;
        let at_coexistence = product * whole(h - 1, twice) / signal;
        let phase = if excess.is_negative() {
            Phase::Absent
        } else if excess.is_zero() {
            Phase::Fold
        } else if at_coexistence > BigRational::one() {
            Phase::Metastable
        } else if at_coexistence.is_one() {
            Phase::Coexisting
        } else {
            Phase::Dominant
        };
        let excess = excess.to_f64().unwrap_or(f64::NEG_INFINITY);
        let log_decay = if excess.abs() < 0.5 {
            (-excess).ln_1p() / depth as f64
        } else {
            (relative_decay / Curve::new(depth).fold()).ln()
        };
        Self { phase, excess, log_decay }
    }

    /// The test for doubles: undecided while `|σ/σ* − 1|` or `|σ/σ_g − 1|` is within the tolerance.
    pub(crate) fn rounded(depth: usize, relative_decay: f64, tolerance: f64) -> Self {
        let (h, curve) = (depth as f64, Curve::new(depth));
        if depth == 1 {
            return Self::REGRESSION;
        }
        let (fold, coexistence) =
            (relative_decay / curve.fold(), relative_decay / curve.coexistence());
        let excess = -(h * fold.ln()).exp_m1();
        // σ/σ_threshold = (μ_threshold/μ)^{h/(2h−2)}.
        let distance = |ratio: f64| (-ratio.ln() * h / (2.0 * h - 2.0)).exp_m1();
        let phase = if distance(fold).abs() <= tolerance {
            Phase::Undecided(Threshold::Fold)
        } else if fold > 1.0 {
            Phase::Absent
        } else if depth > 2 && distance(coexistence).abs() <= tolerance {
            Phase::Undecided(Threshold::Coexistence)
        } else if coexistence > 1.0 {
            Phase::Metastable
        } else {
            Phase::Dominant
        };
        Self { phase, excess, log_decay: fold.ln() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use linscape_critical::parse_exact;

    fn exact(depth: usize, sigma: &str, product: &str) -> Phase {
        let number = |text| parse_exact(text).expect("number");
        let sigma = Surd::parse(sigma).expect("number");
        Verdict::exact(depth, &sigma, &number(product), 1.0).phase
    }

    #[test]
    fn thresholds_of_rational_input_are_met_exactly() {
        // h = 3: 4⁴·27·1 = 4⁴·27 for Π λ = 3³; a hair beside it on either side.
        assert_eq!(exact(3, "4", "27"), Phase::Fold);
        assert_eq!(exact(3, "4.00000000000000000001", "27"), Phase::Metastable);
        assert_eq!(exact(3, "3.99999999999999999999", "27"), Phase::Absent);
        // σ_g = 2 for λ = 1 at h = 3; σ_g = 6 for λ = 4 at h = 4.
        assert_eq!(exact(3, "2", "1"), Phase::Coexisting);
        assert_eq!(exact(4, "6", "256"), Phase::Coexisting);
        assert_eq!(exact(4, "6.0000000000000000001", "256"), Phase::Dominant);
        // h = 2: one threshold, λ̄² = λ_1 λ_2.
        assert_eq!(exact(2, "2", "4"), Phase::Fold);
        assert_eq!(exact(2, "2", "3.999"), Phase::Dominant);
        // h = 2, λ̄ = √7; h = 3: σ_g⁴ = 16 Π λ = 4 for Π λ = 1/4.
        assert_eq!(exact(2, "sqrt(7)", "7"), Phase::Fold);
        assert_eq!(exact(3, "sqrt(2)", "1/4"), Phase::Coexisting);
        assert_eq!(exact(3, "sqrt(2.00000000000000000001)", "1/4"), Phase::Dominant);
    }

    #[test]
    fn doubles_next_to_a_threshold_are_undecided() {
        let at = |sigma: f64| Verdict::rounded(3, 3.0 / sigma.powf(4.0 / 3.0), 1e-10).phase;
        assert_eq!(at(4.0), Phase::Undecided(Threshold::Fold));
        assert_eq!(at(4.0 + 1e-8), Phase::Metastable);
        assert_eq!(at(4.0 - 1e-8), Phase::Absent);
        let at = |sigma: f64| Verdict::rounded(3, 1.0 / sigma.powf(4.0 / 3.0), 1e-10).phase;
        assert_eq!(at(2.0), Phase::Undecided(Threshold::Coexistence));
        assert_eq!(at(2.1), Phase::Dominant);
    }
}
