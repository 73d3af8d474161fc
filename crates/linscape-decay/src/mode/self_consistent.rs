//! One output: ridge regression whose penalty depends on its own solution.

/// The equation of a network with one output and decay on the data's own weights.
///
/// Its learned critical points are `w = (C + (λ̄/t) I)⁻¹ a` with `C = X Xᵀ`, `a = X yᵀ` and `t = x^{2h−2}`
/// a root of `ψ(t) = Σ_l a_l² t^{(h−2)/(h−1)} / (γ_l t + λ̄)² = 1`, where `a_l` is the part of `a` along
/// the eigenvector of `C` of moment `γ_l`. Depth 2 has one root iff `‖a‖ > λ̄`; deeper networks have an even
/// number of them.
///
/// Source: `docs/theory.md`, "Weight decay: the data's own weights".
///
/// # Examples
/// ```
/// use linscape_decay::SelfConsistent;
/// // One input, γ = 1, a = 2, λ = 1, depth 2: x² = σ − λ = 1.
/// let roots = SelfConsistent::new(2, &[2.0], &[1.0], 1.0).roots(1e-12);
/// assert!((roots.found[0] - 1.0).abs() < 1e-14);
/// assert_eq!((roots.found.len(), roots.undecided), (1, false));
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct SelfConsistent {
    /// `(h − 2)/(h − 1)`.
    power: f64,
    /// `ln a_l²` and `ln γ_l`, of the modes with `a_l ≠ 0`.
    terms: Vec<(f64, f64)>,
    log_decay: f64,
}

/// Roots of the equation.
#[derive(Debug, Clone, PartialEq)]
pub struct SelfConsistentRoots {
    /// In increasing order.
    pub found: Vec<f64>,
    /// Whether a relative change of `ψ` within the tolerance makes or unmakes roots.
    pub undecided: bool,
}

/// Intervals of `ln t` are not split further: what then is open is a double root.
const NARROW: f64 = 1e-9;

impl SelfConsistent {
    /// The equation of a depth `h ≥ 2`; pulls `a_l`, moments `γ_l > 0`, and `λ̄ > 0`.
    ///
    /// # Panics
    /// When the depth is below 2.
    #[must_use]
    pub fn new(depth: usize, pulls: &[f64], moments: &[f64], decay: f64) -> Self {
        assert!(depth >= 2, "depth 1 is plain ridge regression");
        let h = depth as f64;
        let pairs = pulls.iter().zip(moments).filter(|(pull, _)| **pull != 0.0);
        let terms = pairs.map(|(pull, moment)| (2.0 * pull.abs().ln(), moment.ln()));
        Self { power: (h - 2.0) / (h - 1.0), terms: terms.collect(), log_decay: decay.ln() }
    }

    /// All roots, isolated by bounds of `ψ` and `ψ'` on intervals.
    ///
    /// # Complexity
    /// A few hundred evaluations, `O(d_0)` each.
    #[must_use]
    pub fn roots(&self, tolerance: f64) -> SelfConsistentRoots {
        let margin = (16.0 * tolerance).max(1e-13);
        let (found, is_open) = self.isolated(0.0);
        let undecided = is_open
            || [-margin, margin].into_iter().any(|level| {
                let (other, is_open) = self.isolated(level);
                is_open || other.len() != found.len()
            });
        SelfConsistentRoots { found, undecided }
    }

    /// Roots of `ln ψ = level`, and whether some interval stayed open.
    fn isolated(&self, level: f64) -> (Vec<f64>, bool) {
        let Some((low, high)) = self.range(level) else { return (Vec::new(), false) };
        let (mut found, mut is_open) = (Vec::new(), false);
        // Lower intervals last, so that roots come in increasing order.
        let mut open = vec![(low, high)];
        while let Some((low, high)) = open.pop() {
            let bounds = self.bounds(low, high);
            if bounds.least > level || bounds.most < level {
                continue;
            }
            if bounds.slope.0 > 0.0 || bounds.slope.1 < 0.0 {
                let at = |place| self.log_value(place) >= level;
                if at(low) != at(high) {
                    found.push(self.bisected(low, high, level).exp());
                }
            } else if high - low < NARROW {
                is_open = true;
            } else {
                let middle = f64::midpoint(low, high);
                open.extend([(middle, high), (low, middle)]);
            }
        }
        (found, is_open)
    }

    /// Where roots can be, in `ln t`; `None` when nowhere.
    fn range(&self, level: f64) -> Option<(f64, f64)> {
        if self.terms.is_empty() {
            return None;
        }
        // ψ ≤ ‖a‖² t^q/λ̄² and ψ ≤ Σ (a_l/γ_l)² t^{q−2}.
        let pull = log_sum(self.terms.iter().map(|term| term.0));
        let map = log_sum(self.terms.iter().map(|term| term.0 - 2.0 * term.1));
        let high = (map - level) / (2.0 - self.power) + 1.0;
        let low = if self.power > 0.0 {
            (level + 2.0 * self.log_decay - pull) / self.power - 1.0
        } else if pull > level + 2.0 * self.log_decay {
            // ψ ≥ ‖a‖²/(γ_1 t + λ̄)²: the root is above (‖a‖ e^{−level/2} − λ̄)/γ_1.
            let largest = self.terms.iter().fold(f64::NEG_INFINITY, |most, term| most.max(term.1));
            let reach = 0.5 * (pull - level);
            reach + (-(self.log_decay - reach).exp_m1()).ln() - largest - 1.0
        } else {
            return None;
        };
        (low < high).then_some((low, high))
    }

    fn log_term(&self, term: (f64, f64), place: f64) -> f64 {
        term.0 + self.power * place - 2.0 * log_add(term.1 + place, self.log_decay)
    }

    fn log_value(&self, place: f64) -> f64 {
        log_sum(self.terms.iter().map(|&term| self.log_term(term, place)))
    }

    /// `q − 2γt/(γt + λ̄)`, the slope of a term's logarithm; it falls with `t`.
    fn log_slope(&self, term: (f64, f64), place: f64) -> f64 {
        self.power - 2.0 / (1.0 + (self.log_decay - term.1 - place).exp())
    }

    /// Bounds of `ln ψ` and of the sign of its slope: every term's logarithm is concave in `ln t`.
    fn bounds(&self, low: f64, high: f64) -> Bounds {
        let least_of = |term: (f64, f64)| self.log_term(term, low).min(self.log_term(term, high));
        let most_of = |term: (f64, f64)| {
            let peak = (self.power / (2.0 - self.power)).ln() + self.log_decay - term.1;
            self.log_term(term, peak.clamp(low, high))
        };
        let least = log_sum(self.terms.iter().map(|&term| least_of(term)));
        let most = log_sum(self.terms.iter().map(|&term| most_of(term)));
        let mut slope = (0.0, 0.0);
        for &term in &self.terms {
            let (from, to) = ((least_of(term) - most).exp(), (most_of(term) - most).exp());
            let (down, up) = (self.log_slope(term, high), self.log_slope(term, low));
            slope.0 += down * if down < 0.0 { to } else { from };
            slope.1 += up * if up < 0.0 { from } else { to };
        }
        Bounds { least, most, slope }
    }

    fn bisected(&self, mut low: f64, mut high: f64, level: f64) -> f64 {
        let falls = self.log_value(low) >= level;
        for _ in 0..200 {
            let middle = f64::midpoint(low, high);
            if middle <= low || middle >= high {
                break;
            }
            if (self.log_value(middle) >= level) == falls {
                low = middle;
            } else {
                high = middle;
            }
        }
        f64::midpoint(low, high)
    }
}

struct Bounds {
    least: f64,
    most: f64,
    /// Bounds of `ψ'` relative to the largest `ψ`.
    slope: (f64, f64),
}

/// `ln(eᵃ + eᵇ)`.
fn log_add(a: f64, b: f64) -> f64 {
    let (large, small) = if a > b { (a, b) } else { (b, a) };
    large + (small - large).exp().ln_1p()
}

/// `ln Σ eᵃ`.
fn log_sum(logarithms: impl Iterator<Item = f64>) -> f64 {
    let all: Vec<f64> = logarithms.collect();
    let most = all.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    if most == f64::NEG_INFINITY {
        return most;
    }
    most + all.iter().map(|own| (own - most).exp()).sum::<f64>().ln()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn four_roots_of_one_equation() {
        let (pulls, moments) = ([13.4377, 0.1221, 1.8324], [843.3837, 0.3109, 0.0125]);
        let roots = SelfConsistent::new(3, &pulls, &moments, 0.8671).roots(1e-12);
        assert!(!roots.undecided);
        let expected = [1.787_687e-5, 3.488_043e-3, 4.753_721e-2, 678.915_29];
        assert_eq!(roots.found.len(), 4);
        for (found, expected) in roots.found.iter().zip(expected) {
            assert!((found / expected - 1.0).abs() < 1e-6, "{found} {expected}");
        }
        // The same at other scales: lengths of inputs times s, of targets times u.
        for (inputs, targets) in [(1e60, 1e-50), (1e-60, 1e50)] {
            let pulls = pulls.map(|pull| pull * inputs * targets);
            let moments = moments.map(|moment| moment * inputs * inputs);
            // w ↦ w·u/s and t = ‖w‖^{4/3}: λ̄ ↦ λ̄·s²·(u/s)^{4/3}.
            let decay = 0.8671 * inputs * inputs * (targets / inputs).powf(4.0 / 3.0);
            let scaled = SelfConsistent::new(3, &pulls, &moments, decay).roots(1e-12);
            for (found, expected) in scaled.found.iter().zip(&roots.found) {
                let there = expected * (targets / inputs).powf(4.0 / 3.0);
                assert!((found / there - 1.0).abs() < 1e-9, "{found} {there}");
            }
        }
    }

    #[test]
    fn a_double_root_is_undecided() {
        // One mode at its fold: h = 3, σ = 4, λ = 3.
        let roots = SelfConsistent::new(3, &[4.0], &[1.0], 3.0).roots(1e-12);
        assert!(roots.undecided);
        assert_eq!(SelfConsistent::new(3, &[4.001], &[1.0], 3.0).roots(1e-12).found.len(), 2);
        assert!(SelfConsistent::new(3, &[3.999], &[1.0], 3.0).roots(1e-12).found.is_empty());
        // Depth 2: ‖a‖ = λ̄.
        assert!(SelfConsistent::new(2, &[3.0, 4.0], &[1.0, 2.0], 5.0).roots(1e-12).undecided);
    }
}
