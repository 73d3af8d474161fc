//! The moved modes within the whole network.

use super::shot::Moving;
use super::{MovedModes, OrbitError};
use crate::{GradientFlow, Integrator, Penalty};
use linscape_critical::NaturalUnits;
use linscape_decay::{DecayedProblem, Move, MoveKind, Word};
use nalgebra::{DMatrix, DVector, Matrix2};

/// The flow of all weights where `Σ` is diagonal, and where in it the moved modes are.
pub(super) struct Embedding {
    flow: GradientFlow,
    shares: Vec<f64>,
    /// The learned modes that do not move: mode, hidden unit, amplitude.
    resting: Vec<(usize, usize, f64)>,
    /// The modes that move, and the hidden units that carry them.
    places: [Option<(usize, usize)>; 2],
}

/// Those of the coordinates that decay.
pub(super) fn natural_units(problem: &DecayedProblem) -> NaturalUnits {
    let modes = || problem.classes().iter().map(|class| &class.mode);
    let largest = modes().map(linscape_decay::Mode::singular_value).fold(0.0, f64::max);
    if !problem.idle_weights_decay() {
        return NaturalUnits::of(largest, problem.depth());
    }
    let stretch = modes().map(|mode| mode.stiffness().sqrt()).fold(0.0, f64::max);
    NaturalUnits::of_data(largest, stretch, problem.depth())
}

impl Embedding {
    pub(super) fn new(
        problem: &DecayedProblem,
        word: &Word,
        step: &Move,
        (modes, units): (&MovedModes, NaturalUnits),
    ) -> Self {
        let own = problem.idle_weights_decay();
        let stretches = problem.classes().iter().map(|class| class.mode.stiffness().sqrt());
        let stretches: Vec<f64> = stretches.collect();
        let widths = problem.widths();
        let (inputs, outputs) = (widths[0], widths[problem.depth()]);
        let mut target = DMatrix::zeros(outputs, inputs);
        let rest = stretches.last().copied().unwrap_or(1.0);
        let mut stretched = DVector::from_element(inputs, units.input_here(rest));
        let each = problem.classes().iter().zip(&stretches);
        let each = each.flat_map(|(class, stretch)| {
            std::iter::repeat_n((class.mode.singular_value(), *stretch), class.multiplicity)
        });
        for (at, (value, stretch)) in each.enumerate() {
            target[(at, at)] = units.map_here(value);
            stretched[at] = units.input_here(stretch);
        }
        let flow = GradientFlow::of_parts(target, own.then_some(stretched), widths.to_vec())
            .with_penalty(Penalty::new(modes.decays.clone()));
        let places = places(problem, word, step);
        let moved = places.map(|place| place.map(|(mode, _)| mode));
        let letters = letters(problem, word, units).into_iter();
        let resting = letters.filter(|(mode, ..)| !moved.contains(&Some(*mode))).collect();
        Self { flow, shares: modes.shares.clone(), resting, places }
    }

    /// Whether the modes, moved as they are followed, are those of a family.
    pub(super) fn ends_at(
        &self,
        problem: &DecayedProblem,
        word: &Word,
        (modes, units): (&MovedModes, NaturalUnits),
    ) -> bool {
        let resting = self.resting.iter().map(|&(mode, _, amplitude)| (mode, amplitude));
        let moved = self.places.iter().flatten().map(|&(mode, _)| mode).zip(modes.target());
        let moved = moved.filter(|(_, amplitude)| *amplitude > 0.0);
        let stated = letters(problem, word, units).into_iter();
        let stated = stated.map(|(mode, _, amplitude)| (mode, amplitude));
        by_class(problem, resting.chain(moved)) == by_class(problem, stated)
    }

    pub(super) fn flow(&self) -> &GradientFlow {
        &self.flow
    }

    /// Learned modes on hidden units of their own, the moved ones as the few numbers say.
    pub(super) fn state(&self, small: &[Matrix2<f64>]) -> Vec<f64> {
        let widths = self.flow.widths();
        let last = self.flow.depth() - 1;
        let mut state = Vec::with_capacity(self.flow.order());
        for (at, own) in small.iter().enumerate() {
            let mut layer = DMatrix::zeros(widths[at + 1], widths[at]);
            for &(mode, unit, amplitude) in &self.resting {
                let row = if at == last { mode } else { unit };
                let column = if at == 0 { mode } else { unit };
                layer[(row, column)] = self.shares[at] * amplitude;
            }
            let place = |one: usize, is_mode: bool| {
                self.places[one].map(|(mode, unit)| if is_mode { mode } else { unit })
            };
            for (row, column) in [(0, 0), (0, 1), (1, 0), (1, 1)] {
                let entry = own[(row, column)];
                let there = place(row, at == last).zip(place(column, at == 0));
                if let Some(there) = there.filter(|_| entry != 0.0) {
                    layer[there] = entry;
                }
            }
            state.extend_from_slice(layer.as_slice());
        }
        state
    }

    /// The map without the moved modes.
    fn rest(&self, product: &DMatrix<f64>) -> DMatrix<f64> {
        let mut rest = product.clone();
        let moved = self.places.iter().flatten();
        for &(row, _) in moved.clone() {
            for &(column, _) in moved.clone() {
                rest[(row, column)] = 0.0;
            }
        }
        rest
    }
}

/// The amplitudes at each singular value: equal ones have no modes of their own.
fn by_class(
    problem: &DecayedProblem,
    modes: impl Iterator<Item = (usize, f64)>,
) -> Vec<(usize, f64)> {
    let multiplicities = problem.multiplicities().into_iter().enumerate();
    let classes: Vec<usize> =
        multiplicities.flat_map(|(class, times)| std::iter::repeat_n(class, times)).collect();
    let mut found: Vec<_> = modes.map(|(mode, amplitude)| (classes[mode], amplitude)).collect();
    found.sort_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)));
    found
}

/// Every learned mode, with a hidden unit of its own and its amplitude.
fn letters(problem: &DecayedProblem, word: &Word, units: NaturalUnits) -> Vec<(usize, usize, f64)> {
    let (mut found, mut first) = (Vec::new(), 0);
    for (at, class) in problem.classes().iter().enumerate() {
        let roots =
            [(word.large()[at], class.roots.large()), (word.small()[at], class.roots.small())];
        let mut mode = first;
        for (times, root) in roots {
            for _ in 0..times {
                let amplitude = units.weight_here(root.expect("the root of a letter").amplitude);
                found.push((mode, found.len(), amplitude));
                mode += 1;
            }
        }
        first += class.multiplicity;
    }
    found
}

/// The modes that move, and the hidden units that carry them where the orbit begins.
fn places(problem: &DecayedProblem, word: &Word, step: &Move) -> [Option<(usize, usize)>; 2] {
    let multiplicities = problem.multiplicities();
    let learned = |class: usize| word.large()[class] + word.small()[class];
    let first_mode = |class: usize| multiplicities[..class].iter().sum::<usize>();
    let first_unit = |class: usize| (0..class).map(learned).sum::<usize>();
    let at = |class: usize, within: usize| (first_mode(class) + within, first_unit(class) + within);
    let (source, target) = (step.source, step.target);
    // Of a letter the last one moves; large ones come before small ones.
    let leaves_large = step.to.large()[source] < word.large()[source];
    let last = if leaves_large { word.large()[source] } else { learned(source) };
    match step.kind {
        MoveKind::Fall | MoveKind::Grow => [Some(at(source, last - 1)), None],
        MoveKind::Learn => {
            let (mode, _) = at(source, learned(source));
            [Some((mode, word.rank())), None]
        }
        MoveKind::Swap => {
            let (own, (mode, _)) = (at(source, last - 1), at(target, multiplicities[target] - 1));
            // Only its outer entries are in use, on the same unit.
            [Some(own), Some((mode, usize::MAX))]
        }
        MoveKind::Exchange => [Some(at(source, last - 1)), Some(at(target, learned(target) - 1))],
    }
}

/// The whole network under way.
pub(super) struct Whole<'e> {
    embedding: &'e Embedding,
    integrator: Integrator,
    /// The map of what should rest, at the start.
    rest: DMatrix<f64>,
}

impl<'e> Whole<'e> {
    pub(super) fn start(embedding: &'e Embedding, integrator: Integrator) -> Self {
        let rest = embedding.rest(&embedding.flow.product(&integrator.state()));
        Self { embedding, integrator, rest }
    }

    /// How far what should rest has moved, relative to `Σ`.
    pub(super) fn rest_moved(&self) -> f64 {
        let flow = &self.embedding.flow;
        let now = self.embedding.rest(&flow.product(&self.integrator.state()));
        (now - &self.rest).norm() / flow.signal_norm()
    }

    /// The map of the moved modes in the coordinates that decay.
    fn map_of(&self, state: &[f64]) -> Matrix2<f64> {
        let Embedding { flow, places, .. } = self.embedding;
        let product = flow.product(state);
        let mut map = Matrix2::zeros();
        for (row, column) in [(0, 0), (0, 1), (1, 0), (1, 1)] {
            if let Some(((row_mode, _), (mode, _))) = places[row].zip(places[column]) {
                let stretch = flow.stretches().map_or(1.0, |own| own[mode]);
                map[(row, column)] = product[(row_mode, mode)] / stretch;
            }
        }
        map
    }
}

impl Moving for Whole<'_> {
    fn advance(&mut self) -> Result<(), OrbitError> {
        Ok(self.integrator.advance()?)
    }

    fn span(&self) -> (f64, f64) {
        (self.integrator.previous_time(), self.integrator.time())
    }

    fn map(&self) -> Matrix2<f64> {
        self.map_of(&self.integrator.state())
    }

    fn map_at(&mut self, time: f64) -> Matrix2<f64> {
        let state = self.integrator.interpolate(time);
        self.map_of(&state)
    }
}
