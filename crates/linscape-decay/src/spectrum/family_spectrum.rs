//! The whole spectrum of a family.

use super::bias_block::of_biases;
use super::pairs::{Counted, null_directions};
use super::{Letter, pair, self_block, with_unlearned};
use crate::{DecayedProblem, Phase, Word};
use linscape_strata::{Eigenvalue, merged_spectrum};

/// The Hessian's eigenvalues at every point of a family, increasing, equal ones merged, in the
/// problem's loss; multiplicities add up to `N`. Coordinates are those whose weights decay.
///
/// Source: `docs/theory.md`, "Weight decay: spectrum".
///
/// # Panics
/// When the word is none of this problem.
///
/// # Complexity
/// `O(q²h)` for equal decays of `q` distinct values, `O(q²h³)` for unequal ones, whatever the widths.
///
/// # Examples
/// ```
/// use linscape_critical::{Problem, parse_exact};
/// use linscape_decay::{Coordinates, Decay, DecayedProblem, Word, spectrum};
/// let problem = Problem::exact(&[1, 1, 1, 1], &[2])?;
/// let decay = Decay::exact(vec![parse_exact("1")?])?;
/// let decayed = DecayedProblem::new(&problem, decay, Coordinates::Whitened)?;
/// // x = 1: 2λ twice, and 3x⁴ − λ = 2.
/// let word = Word::from_indices(&decayed, &[1], &[])?;
/// let values = spectrum(&decayed, &word);
/// assert_eq!(values.iter().map(|eigenvalue| eigenvalue.multiplicity).sum::<usize>(), 3);
/// assert!(values.iter().all(|eigenvalue| (eigenvalue.value - 2.0).abs() < 1e-14));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn spectrum(problem: &DecayedProblem, word: &Word) -> Vec<Eigenvalue> {
    let mut values = if problem.depth() == 1 {
        regression(problem)
    } else {
        let family = Family::new(problem, word);
        let mut values = family.among_learned();
        values.extend(family.beside_unlearned());
        values.extend(family.dead());
        values
    };
    if problem.idle_weights() > 0 {
        let value = if problem.idle_weights_decay() { problem.decay().layers()[0] } else { 0.0 };
        values.push((value, problem.idle_weights()));
    }
    values.extend(of_biases(problem, word));
    let eigenvalues = values
        .into_iter()
        .filter(|&(_, multiplicity)| multiplicity > 0)
        .map(|(value, multiplicity)| Eigenvalue { value: value * problem.factor(), multiplicity });
    merged_spectrum(&eigenvalues.collect::<Vec<_>>())
}

/// Depth 1: `γ_l + λ` for every output.
fn regression(problem: &DecayedProblem) -> Vec<Counted> {
    let (inputs, outputs) = (problem.widths()[0], problem.widths()[1]);
    let decay = problem.decay().mean();
    let of_class = |class: &crate::Class| class.mode.stiffness() + decay;
    let mut values: Vec<Counted> = problem
        .classes()
        .iter()
        .map(|class| (of_class(class), class.multiplicity * outputs))
        .collect();
    let learned: usize = problem.multiplicities().iter().sum();
    values.push((problem.blank_stiffness() + decay, (inputs - learned) * outputs));
    values
}

/// An unlearned group: class (none for zero singular values), multiplicity, stiffness, pull.
type Unlearned = (Option<usize>, usize, f64, f64);

struct Family<'p> {
    problem: &'p DecayedProblem,
    letters: Vec<Letter>,
    unlearned: Vec<Unlearned>,
    rank: usize,
}

impl<'p> Family<'p> {
    fn new(problem: &'p DecayedProblem, word: &Word) -> Self {
        let letters = Letter::learned(problem, word);
        let mut unlearned = Vec::new();
        for (at, class) in problem.classes().iter().enumerate() {
            let left = class.multiplicity - word.large()[at] - word.small()[at];
            unlearned.push((Some(at), left, class.mode.stiffness(), class.mode.pull()));
        }
        unlearned.push((None, problem.zeros(), problem.blank_stiffness(), 0.0));
        unlearned.retain(|group| group.1 > 0);
        Self { problem, letters, unlearned, rank: word.rank() }
    }

    /// One learned mode, and pairs of them.
    fn among_learned(&self) -> Vec<Counted> {
        let mut values = Vec::new();
        let mut add = |block: Vec<Counted>, times: usize| {
            values.extend(block.into_iter().map(|(value, count)| (value, count * times)));
        };
        for (at, letter) in self.letters.iter().enumerate() {
            add(self_block(self.problem, letter), letter.times);
            if letter.times > 1 {
                let pairs = letter.times * (letter.times - 1) / 2;
                add(pair(self.problem, letter, letter), pairs);
            }
            for other in &self.letters[at + 1..] {
                add(pair(self.problem, letter, other), letter.times * other.times);
            }
        }
        values
    }

    /// Learned modes beside unlearned ones, null directions and dead coordinates.
    fn beside_unlearned(&self) -> Vec<Counted> {
        let (problem, h) = (self.problem, self.problem.depth());
        let layers = problem.decay().layers();
        let (inputs, outputs) = (problem.widths()[0], problem.widths()[h]);
        let narrow = inputs.min(outputs);
        let mut values = Vec::new();
        for letter in &self.letters {
            for &(class, times, stiffness, pull) in &self.unlearned {
                let (low, high) = with_unlearned(problem, letter, class, stiffness, pull);
                values.push((low, times * letter.times));
                values.push((high, times * letter.times));
            }
            let (input_null, output_null) =
                null_directions(problem, letter, problem.blank_stiffness());
            values.push((input_null, (inputs - narrow) * letter.times));
            values.push((output_null, (outputs - narrow) * letter.times));
        }
        for layer in 1..h {
            let dead = problem.widths()[layer] - self.rank;
            values.push((layers[layer - 1] + layers[layer], dead * self.rank));
            values.push((0.0, dead * self.rank));
        }
        values
    }

    /// Dead coordinates on both sides of a layer.
    fn dead(&self) -> Vec<Counted> {
        let (problem, h) = (self.problem, self.problem.depth());
        let (layers, widths) = (problem.decay().layers(), problem.widths());
        if h > 2 {
            let dead = |layer: usize| widths[layer] - self.rank;
            return (1..=h).map(|i| (layers[i - 1], dead(i) * dead(i - 1))).collect();
        }
        let spare = widths[1] - self.rank;
        let mut values = Vec::new();
        for &(class, times, _, pull) in &self.unlearned {
            let at_pitchfork =
                class.is_some_and(|class| problem.classes()[class].phase() == Phase::Fold);
            let mean = problem.decay().mean();
            let (low, high) = super::jacobi::two(layers[0], pull, layers[1], |unit| {
                let product = unit.divide(mean - pull) * unit.divide(mean + pull);
                if at_pitchfork { 0.0 } else { product }
            });
            values.push((low, times * spare));
            values.push((high, times * spare));
        }
        let narrow = widths[0].min(widths[2]);
        values.push((layers[0], (widths[0] - narrow) * spare));
        values.push((layers[1], (widths[2] - narrow) * spare));
        values
    }
}

impl DecayedProblem {
    /// `γ` along input directions that Σ does not use: 1, or the inputs' second moment.
    fn blank_stiffness(&self) -> f64 {
        match self.coordinates() {
            crate::Coordinates::Isotropic { moment } => moment,
            // A zero singular value of an autoencoder is a direction without data.
            crate::Coordinates::Autoencoder { .. } => 0.0,
            _ => 1.0,
        }
    }
}
