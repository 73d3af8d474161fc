//! A mode under decay.

use super::near_fold::NearFold;
use super::{Curve, Phase, Root, Roots, Threshold, Verdict};
use linscape_critical::Surd;
use num_rational::BigRational;

/// One mode of a network of depth `h` under decay: its amplitude `x` costs
/// `ℓ(x) = ½γ(σ − x^h)² + (h/2)λ̄x²` and is critical where
/// `γx^{2h−2} − γσx^{h−2} + λ̄ = 0` (or `x = 0`, for `h ≥ 2`).
///
/// The stiffness `γ` is 1 in whitened coordinates; in the data's own it is the input's second moment
/// along the mode.
///
/// Source: `docs/theory.md`, "Weight decay: one mode"; the equation after Chen, Jiang and Wang
/// (arXiv:2506.20344), whose loss is twice ours.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Mode {
    depth: usize,
    sigma: f64,
    stiffness: f64,
    decay: f64,
    verdict: Verdict,
}

impl Mode {
    /// A mode of unit stiffness with rational `σ² > 0` and `Π λ_i > 0`; `decay` is the double nearest
    /// to their geometric mean.
    ///
    /// # Examples
    /// ```
    /// use linscape_decay::{Mode, Phase};
    /// use linscape_critical::{Surd, parse_exact};
    /// // Depth 4, σ = 5, λ = 4: x⁶ − 5x² + 4 = 0 at x = 1 and x² = (√17 − 1)/2.
    /// let mode = Mode::exact(4, &Surd::parse("5")?, 5.0, &parse_exact("256")?, 4.0);
    /// assert_eq!(mode.phase(), Phase::Metastable);
    /// let roots = mode.roots();
    /// let (large, small) = (roots.large().expect("two"), roots.small().expect("two"));
    /// assert!((small.amplitude - 1.0).abs() < 1e-15);
    /// assert!((large.amplitude.powi(2) - (17_f64.sqrt() - 1.0) / 2.0).abs() < 1e-15);
    /// assert!((small.loss - 16.0).abs() < 1e-14);
    /// # Ok::<(), linscape_critical::ExactNumberError>(())
    /// ```
    #[must_use]
    pub fn exact(
        depth: usize,
        exact_sigma: &Surd,
        sigma: f64,
        product: &BigRational,
        decay: f64,
    ) -> Self {
        let relative = decay / strength(depth, sigma);
        let verdict = Verdict::exact(depth, exact_sigma, product, relative);
        Self { depth, sigma, stiffness: 1.0, decay, verdict }
    }

    /// A mode of doubles; thresholds within a relative `tolerance` of `σ` are undecided.
    #[must_use]
    pub fn rounded(depth: usize, sigma: f64, stiffness: f64, decay: f64, tolerance: f64) -> Self {
        let unit = stiffness * strength(depth, sigma);
        let verdict = Verdict::rounded(depth, decay / unit, tolerance);
        Self { depth, sigma, stiffness, decay, verdict }
    }

    /// `σ`.
    #[must_use]
    pub fn sigma(&self) -> f64 {
        self.sigma
    }

    /// `γ`.
    #[must_use]
    pub fn stiffness(&self) -> f64 {
        self.stiffness
    }

    /// `σ√γ`, the singular value of the whitened Σ, whatever coordinates decay.
    #[must_use]
    pub fn singular_value(&self) -> f64 {
        self.sigma * self.stiffness.sqrt()
    }

    /// `a = γσ`, the pull on the mode: `u_lᵀ Y Xᵀ v_l`.
    #[must_use]
    pub fn pull(&self) -> f64 {
        self.stiffness * self.sigma
    }

    /// On which side of its thresholds the mode is.
    #[must_use]
    pub fn phase(&self) -> Phase {
        self.verdict.phase
    }

    /// `ℓ(0) = ½γσ²`, what the mode costs unlearned.
    #[must_use]
    pub fn unlearned_loss(&self) -> f64 {
        0.5 * self.stiffness * self.sigma * self.sigma
    }

    /// `μ = λ̄/(γσ^{(2h−2)/h})`, the decay in the mode's own unit.
    #[must_use]
    pub fn relative_decay(&self) -> f64 {
        self.decay / (self.stiffness * strength(self.depth, self.sigma))
    }

    /// `λ*` or `λ_g`, the value of `λ̄` at which the mode is at the threshold; `None` for `h = 1`.
    #[must_use]
    pub fn threshold(&self, which: Threshold) -> Option<f64> {
        if self.depth == 1 {
            return None;
        }
        let curve = Curve::new(self.depth);
        let relative = match which {
            Threshold::Fold => curve.fold(),
            Threshold::Coexistence => curve.coexistence(),
        };
        Some(relative * self.stiffness * strength(self.depth, self.sigma))
    }

    /// The relative decay at which a mode of depth `h` is learned to the part `ρ`:
    /// `μ = ρ^{(h−2)/h}(1 − ρ)`, the same curve for all modes.
    #[must_use]
    pub fn relative_decay_at(depth: usize, fraction: f64) -> f64 {
        Curve::new(depth).decay_at(fraction)
    }

    /// `μ*`, the largest relative decay under which anything is learned.
    #[must_use]
    pub fn largest_relative_decay(depth: usize) -> f64 {
        Curve::new(depth).fold()
    }

    /// `ρ*` or `ρ_g`, the learned part at a threshold.
    #[must_use]
    pub fn fraction_at(depth: usize, which: Threshold) -> f64 {
        match which {
            Threshold::Fold => Curve::new(depth).fold_fraction(),
            Threshold::Coexistence => Curve::new(depth).coexistence_fraction(),
        }
    }

    /// The critical amplitudes beside 0. Where the phase is undecided at the fold there is no telling
    /// whether there are any, and none are given.
    #[must_use]
    pub fn roots(&self) -> Roots {
        match (self.phase(), self.depth) {
            (Phase::Absent | Phase::Undecided(Threshold::Fold), _) | (Phase::Fold, 2) => {
                Roots::None
            }
            (_, 1) => Roots::One(self.root(self.stiffness / (self.stiffness + self.decay))),
            // 1 − μ from 1 − μ².
            (_, 2) => Roots::One(self.root(self.verdict.excess / (1.0 + self.relative_decay()))),
            (Phase::Fold, _) => {
                let root = self.small_root(Curve::new(self.depth).fold_fraction());
                Roots::Double(Root { curvature: 0.0, ..root })
            }
            _ => self.two_roots(),
        }
    }

    /// `ρ± = ρ*(1 + v±)`. As `g(ρ) = ½(h − 1)γσ²((ρ − ρ*)² − ρ*²)`, the small root stands
    /// `½(h − 1)γσ²ρ*²(v₊ − v₋)(v₊ + v₋)` above the large one.
    fn two_roots(&self) -> Roots {
        let (h, curve) = (self.depth as f64, Curve::new(self.depth));
        let fold = curve.fold_fraction();
        let near = NearFold::new(self.depth, self.verdict.log_decay);
        let (above, below, sum) = if let Some(near) = near {
            (near.beyond(true), near.beyond(false), near.sum())
        } else {
            let solved = |large| (h * curve.solve(self.verdict.log_decay, large)).exp_m1();
            let (above, below) = (solved(true), solved(false));
            (above, below, above + below)
        };
        let small = self.small_root(fold * (1.0 + below));
        let mut large = self.root(fold * (1.0 + above));
        let energy = self.stiffness * self.sigma * self.sigma;
        let drop = 0.5 * (h - 1.0) * energy * fold * fold * (above - below) * sum;
        if self.phase() == Phase::Coexisting {
            let (fraction, loss) = (curve.coexistence_fraction(), self.unlearned_loss());
            let parts = [loss, 0.0, 0.0];
            large = Root { fraction, loss, parts, gain: 0.0, ..large };
            return Roots::Two { large, small, drop: -small.gain };
        }
        if large.gain < 0.0 {
            large.parts = [self.unlearned_loss(), -small.gain, -drop];
        }
        Roots::Two { large, small, drop }
    }

    /// A root at or below the fold, from `γσx^{h−2}(1 − ρ) = λ̄`, which has all its digits however small
    /// the amplitude. What it costs above the unlearned mode is a part of its own.
    fn small_root(&self, fraction: f64) -> Root {
        let (h, pull) = (self.depth as f64, self.pull());
        let missing = 1.0 - fraction;
        let amplitude = (self.decay / (pull * missing)).powf((h - 2.0).recip());
        // γσx^h, factor by factor: x^h alone may be too small for a double.
        let learned = (0..self.depth).fold(pull, |product, _| product * amplitude);
        let gain = -0.5 * learned * ((h - 2.0) - (h - 1.0) * fraction);
        let unlearned = self.unlearned_loss();
        Root {
            amplitude,
            fraction,
            gain,
            loss: unlearned - gain,
            parts: [unlearned, -gain, 0.0],
            curvature: self.decay * (h * fraction / missing - (h - 2.0)),
        }
    }

    fn root(&self, fraction: f64) -> Root {
        let (h, gamma) = (self.depth as f64, self.stiffness);
        let amplitude = (self.sigma * fraction).powf(h.recip());
        let energy = gamma * self.sigma * self.sigma;
        let square = amplitude * amplitude;
        // γ(σ − x^h) = λ̄x^{2−h}, and γx^{2h−2} = γσx^{h−2} − λ̄ = ργσ·x^{h−2}.
        let missing = self.decay / (gamma * amplitude.powf(h - 2.0));
        let stiff = fraction * self.pull() * amplitude.powf(h - 2.0);
        let loss = 0.5 * gamma * missing * missing + 0.5 * h * self.decay * square;
        Root {
            amplitude,
            fraction,
            parts: [loss, 0.0, 0.0],
            loss,
            gain: 0.5 * energy * fraction * ((h - 1.0) * fraction - (h - 2.0)),
            curvature: h * stiff - (h - 2.0) * self.decay,
        }
    }
}

/// `σ^{(2h−2)/h}`.
fn strength(depth: usize, sigma: f64) -> f64 {
    let h = depth as f64;
    sigma.powf((2.0 * h - 2.0) / h)
}
