//! The one curve on which all modes of all problems of a depth lie.

/// The bifurcation curve of depth `h`: with the learned fraction `ρ = x^h / σ` and the relative decay
/// `μ = λ̄ / (γ σ^{(2h−2)/h})` every critical amplitude satisfies `μ = ρ^{(h−2)/h} (1 − ρ)`.
///
/// Source: `docs/theory.md`, "Weight decay: one mode".
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Curve {
    depth: usize,
}

impl Curve {
    pub(crate) fn new(depth: usize) -> Self {
        Self { depth }
    }

    fn h(self) -> f64 {
        self.depth as f64
    }

    /// `ρ*`, the learned fraction at the fold: `(h − 2)/(2h − 2)`; 0 for `h ≤ 2`.
    pub(crate) fn fold_fraction(self) -> f64 {
        if self.depth <= 2 { 0.0 } else { (self.h() - 2.0) / (2.0 * self.h() - 2.0) }
    }

    /// `ρ_g`, the learned fraction where learning and not learning cost the same:
    /// `(h − 2)/(h − 1)`.
    pub(crate) fn coexistence_fraction(self) -> f64 {
        if self.depth <= 2 { 0.0 } else { (self.h() - 2.0) / (self.h() - 1.0) }
    }

    /// `μ` at a learned fraction.
    pub(crate) fn decay_at(self, fraction: f64) -> f64 {
        let exponent = (self.h() - 2.0) / self.h();
        let power = if exponent == 0.0 { 1.0 } else { fraction.powf(exponent) };
        power * (1.0 - fraction)
    }

    /// `μ*`, the largest relative decay under which anything is learned.
    pub(crate) fn fold(self) -> f64 {
        self.decay_at(self.fold_fraction())
    }

    /// `μ_g`, the relative decay up to which learning pays.
    pub(crate) fn coexistence(self) -> f64 {
        self.decay_at(self.coexistence_fraction())
    }

    /// `u = ln(ρ/ρ*)/h` on one side of the fold, given `ln(μ/μ*) ≤ 0`.
    ///
    /// # Method
    /// With `q = (h − 2)/h` the curve is
    /// `F(u) = (h − 2)u + ln(1 − q(e^{hu} − 1)) = ln(μ/μ*)`: concave, `F(0) = F'(0) = 0`. An
    /// amplitude is `x* e^u`, so that an error of `ε` in `u` is one of `ε` in the amplitude, however
    /// near the fold: what is flat there is `F`, not the amplitude's dependence on `u`.
    /// Newton's method inside a bracket, bisection where it would leave it.
    pub(crate) fn solve(self, aim: f64, large: bool) -> f64 {
        let (h, q) = (self.h(), (self.h() - 2.0) / self.h());
        // `e^{hu} < 1/ρ*` on the large side; on the small one `F(u) ≤ (h − 2)u + ln(1 + q)`.
        let (mut low, mut high) = if large {
            (0.0, -self.fold_fraction().ln() / h)
        } else {
            ((aim - q.ln_1p()) / (h - 2.0), 0.0)
        };
        let value = |u: f64| (h - 2.0) * u + (-q * (h * u).exp_m1()).ln_1p();
        let slope = |u: f64| (h - 2.0) - q * h * (h * u).exp() / (1.0 - q * (h * u).exp_m1());
        // The parabola at the fold: F ≈ −½ κ u².
        let bend = 2.0 * (h - 1.0) * (h - 2.0);
        let start = (-2.0 * aim / bend).sqrt();
        let mut u = (if large { start } else { -start }).clamp(low, high);
        for _ in 0..200 {
            let miss = value(u) - aim;
            // F rises on the small side and falls on the large one.
            if (miss > 0.0) == large {
                low = u;
            } else {
                high = u;
            }
            let newton = u - miss / slope(u);
            let next = if newton > low && newton < high { newton } else { 0.5 * (low + high) };
            if (next - u).abs() <= 0.5 * f64::EPSILON * u.abs() || miss == 0.0 {
                break;
            }
            u = next;
        }
        u
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folds_and_coexistence_of_small_depths_have_their_closed_forms() {
        // σ*/λ^{h/(2h−2)} = c_h = μ*^{−h/(2h−2)}.
        for (h, c) in [(2, 1.0), (3, 1.754_765), (4, 1.889_882), (5, 1.937_819)] {
            let curve = Curve::new(h);
            let exponent = -(h as f64) / (2.0 * h as f64 - 2.0);
            assert!((curve.fold().powf(exponent) - c).abs() < 1e-6, "depth {h}");
        }
        // λ_g/λ* = 2^{(2h−2)/h}/h.
        let curve = Curve::new(3);
        let ratio = curve.coexistence() / curve.fold();
        assert!((ratio - 2_f64.powf(4.0 / 3.0) / 3.0).abs() < 1e-15);
    }

    #[test]
    fn both_roots_lie_on_the_curve_at_any_distance_from_the_fold() {
        for h in [3, 4, 5, 9, 40] {
            let curve = Curve::new(h);
            for excess in [1e-14_f64, 1e-9, 1e-3, 0.5, 0.999, 1.0 - 1e-12] {
                for large in [false, true] {
                    let u = curve.solve((-excess).ln_1p() / h as f64, large);
                    assert!((u > 0.0) == large, "{h} {excess} {u}");
                    let fraction = curve.fold_fraction() * (h as f64 * u).exp();
                    let decay = curve.fold() * (1.0 - excess).powf(1.0 / h as f64);
                    let found = curve.decay_at(fraction);
                    let rest = decay.max(f64::EPSILON * curve.fold());
                    assert!((found - decay).abs() < 1e-12 * rest.max(1e-3), "{h} {excess} {large}");
                }
            }
        }
    }

    #[test]
    fn next_to_the_fold_the_distance_of_the_roots_goes_with_the_square_root() {
        // F ≈ −(h−1)(h−2)u², ln(1 − δ)/h ≈ −δ/h: u = √(δ/(h(h−1)(h−2))).
        let u = Curve::new(3).solve(-2e-20, true);
        assert!((u / 1e-10 - 1.0).abs() < 1e-6, "{u}");
    }
}
