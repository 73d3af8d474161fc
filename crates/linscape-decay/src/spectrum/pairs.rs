//! Eigenvalues of one mode, of two learned modes, of a learned and an unlearned one.

use super::Letter;
use super::blocks::{self, Scales};
use super::jacobi::two;
use crate::DecayedProblem;
use linscape_critical::BinaryScale;

/// An eigenvalue of a block, and how often.
pub(super) type Counted = (f64, usize);

/// Eigenvalues of one learned mode, `h` of them, the one along its amplitude first: equal decays
/// `hγx^{2h−2} − (h−2)λ` and `2λ` `h − 1` times, unequal ones those of a block.
pub(crate) fn self_block(problem: &DecayedProblem, letter: &Letter) -> Vec<Counted> {
    let (h, decay) = (problem.depth(), problem.decay());
    if decay.is_uniform() {
        return vec![(letter.root.curvature, 1), (2.0 * decay.mean(), h - 1)];
    }
    // γx^{2h−2} − λ̄ = (curvature + (h−2)λ̄)/h − λ̄.
    let hf = h as f64;
    let excess = (letter.root.curvature - 2.0 * decay.mean()) / hf;
    let scales = Scales::new(decay.layers(), decay.mean());
    let mut values = blocks::self_block(&scales, excess);
    if letter.root.curvature == 0.0 {
        values[0] = 0.0;
    }
    values.into_iter().map(|value| (value, 1)).collect()
}

/// Eigenvalues of one unordered pair of learned modes, `2h` of them, those that may be negative
/// first; exact zeros (`h − 1` rotations, and one more for equal singular values on different
/// roots) are 0.
pub(crate) fn pair(problem: &DecayedProblem, one: &Letter, other: &Letter) -> Vec<Counted> {
    let (h, decay) = (problem.depth(), problem.decay());
    let same = one.class == other.class;
    let same_letter = same && (one.amplitude() - other.amplitude()).abs() == 0.0;
    if decay.is_uniform() {
        let (low, high) = close_pair(problem, one, other, same, same_letter);
        return vec![(low, 1), (high, 1), (2.0 * decay.mean(), h - 1), (0.0, h - 1)];
    }
    let scales = Scales::new(decay.layers(), decay.mean());
    let mut values = blocks::pair_block(
        &scales,
        (one.amplitude(), one.stiffness),
        (other.amplitude(), other.stiffness),
    );
    // The theorem says how many vanish; rounding says which.
    let doubled = same_letter && one.root.curvature == 0.0;
    let zeros = h - 1 + usize::from(same && !same_letter) + usize::from(doubled);
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|&i, &j| values[i].abs().total_cmp(&values[j].abs()));
    for &at in &order[..zeros] {
        values[at] = 0.0;
    }
    values.sort_by(f64::total_cmp);
    values.into_iter().map(|value| (value, 1)).collect()
}

/// The two eigenvalues of a pair at equal decays that are neither 0 nor `2λ` by symmetry:
/// `[[λ + |c|²γ', −t], [−t, λ + |c|²γ]]`. For `γ = γ'` they are
/// `γ(x^h ± y^h)(σ ∓ σ')/(x² − y²)`.
fn close_pair(
    problem: &DecayedProblem,
    one: &Letter,
    other: &Letter,
    same: bool,
    same_letter: bool,
) -> (f64, f64) {
    let (h, mean) = (problem.depth(), problem.decay().mean());
    if same_letter {
        let sum = h as f64 * one.pull * one.power(h);
        return (one.root.curvature, sum);
    }
    let (x, y) = (one.amplitude(), other.amplitude());
    let (hi, lo) = (x.max(y), x.min(y));
    // |c|² = Σ_i x^{2(h−i)} y^{2(i−1)}, t = λ Σ_j (y/x)^{2j−h}: in powers of the smaller ratio.
    let ratio = lo / hi;
    let norm: f64 =
        (0..h).map(|i| ratio.powf(2.0 * i as f64)).sum::<f64>() * hi.powf(2.0 * h as f64 - 2.0);
    let equal_stiffness = (one.stiffness - other.stiffness).abs() == 0.0;
    if equal_stiffness {
        let gamma = one.stiffness;
        if ratio < 0.5 || same {
            // (x^h ± y^h)/(x² − y²) = x^{h−2}(1 ± q^h)/(1 − q²): x^h may be too small for a double.
            let (power, spread) = (hi.powf(h as f64 - 2.0), (1.0 - ratio) * (1.0 + ratio));
            let (part, sign) = (ratio.powf(h as f64), if x >= y { 1.0 } else { -1.0 });
            let apart = if same { 0.0 } else { sign * (one.pull - other.pull) };
            let low = power * (1.0 + part) * apart / spread;
            let high = power * (1.0 - part) * (one.pull + other.pull) / spread;
            return (low, high);
        }
        let t = mean * link(h, ratio);
        return (mean + gamma * norm - t, mean + gamma * norm + t);
    }
    let (a, d) = (mean + norm * other.stiffness, mean + norm * one.stiffness);
    let t = mean * link(h, ratio);
    two(a, t, d, |unit| unit.divide(a) * unit.divide(d) - unit.divide(t).powi(2))
}

/// `Σ_{j=1}^{h−1} q^{2j−h}`.
fn link(h: usize, ratio: f64) -> f64 {
    (1..h).map(|j| ratio.powf(2.0 * j as f64 - h as f64)).sum()
}

/// The two eigenvalues of a learned mode and an unlearned one of stiffness `γ_l` and pull `a_l`
/// (`0` for zero singular values), smaller first:
/// `[[D_1²(x^{2h−2}γ_l + λ̄), −D_1D_h a_l x^{h−2}], [·, D_h² a_k x^{h−2}]]`.
///
/// `class` is the unlearned mode's; of the learned mode's own class it gives an exact 0.
pub(crate) fn with_unlearned(
    problem: &DecayedProblem,
    letter: &Letter,
    class: Option<usize>,
    stiffness: f64,
    pull: f64,
) -> (f64, f64) {
    let (h, decay) = (problem.depth(), problem.decay());
    let (first, last) = (decay.layers()[0] / decay.mean(), decay.layers()[h - 1] / decay.mean());
    let power = letter.power(h);
    let own = letter.pull * power;
    let input = input_side(problem, letter, stiffness);
    let is_white = (stiffness - letter.stiffness).abs() == 0.0;
    let determinant = |unit: BinaryScale| {
        if class == Some(letter.class) {
            0.0
        } else if is_white {
            unit.divide(power * (letter.pull - pull)) * unit.divide(power * (letter.pull + pull))
        } else {
            unit.divide(input) * unit.divide(own) - unit.divide(pull * power).powi(2)
        }
    };
    let off = (first * last).sqrt() * pull * power;
    two(first * input, off, last * own, |unit| first * last * determinant(unit))
}

/// `x^{2h−2}γ_l + λ̄`, which is `a_k x^{h−2}` when the stiffnesses agree.
fn input_side(problem: &DecayedProblem, letter: &Letter, stiffness: f64) -> f64 {
    let own = letter.pull * letter.power(problem.depth());
    let ratio = stiffness / letter.stiffness;
    if (stiffness - letter.stiffness).abs() == 0.0 {
        own
    } else {
        own * ratio + problem.decay().mean() * (1.0 - ratio)
    }
}

/// The eigenvalues of a learned mode with an input direction of stiffness `γ` that Σ does not use,
/// and with an output direction that it does not use: `λ_1(x^{2h−2}γ + λ̄)/λ̄` and
/// `λ_h a_k x^{h−2}/λ̄`.
pub(super) fn null_directions(
    problem: &DecayedProblem,
    letter: &Letter,
    stiffness: f64,
) -> (f64, f64) {
    let (h, decay) = (problem.depth(), problem.decay());
    let (first, last) = (decay.layers()[0] / decay.mean(), decay.layers()[h - 1] / decay.mean());
    (first * input_side(problem, letter, stiffness), last * letter.pull * letter.power(h))
}
