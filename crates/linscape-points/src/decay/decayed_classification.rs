//! Which family with decay given weights belong to, or are near.

use super::newton::{Field, flat, newton, unflat};
use super::{Yardstick, decayed_coordinates, layers_length};
use crate::OffsetCheck;
use linscape_curvature::{NumericalInertia, Regularised};
use linscape_decay::{Class, DecayedProblem, Form, Root, Word, form};
use linscape_lapack::{DecompositionError, singular_values, symmetric_eigenvalues};
use linscape_network::{Reduction, Weights};
use nalgebra::{DMatrix, DVector};

/// Whether weights are critical.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Criticality {
    /// A critical point lies within what the precision of the weights explains.
    Critical,
    /// None does.
    Not,
    /// The nearest critical point is neither that near nor clearly farther.
    Undecided,
}

/// What was found out about weights, in the coordinates that decay.
#[derive(Debug, Clone, PartialEq)]
pub struct DecayedClassification {
    /// The loss, in the problem's convention, the penalty included.
    pub loss: f64,
    /// Norm of the gradient of loss and penalty, in the problem's convention.
    pub gradient_norm: f64,
    /// Whether the weights are critical.
    pub critical: Criticality,
    /// How far Newton's method moved them to a critical point, relative to their norm; `None` when it
    /// found none.
    pub moved: Option<f64>,
    /// The family of the point that was found, or, without one, the one whose product is nearest.
    pub nearest: Word,
    /// Its closed forms.
    pub form: Form,
    /// Distance of the products, in the coordinates that decay.
    pub product_distance: f64,
    /// Ends of the dense Hessian's spectrum and its inertia at the point found.
    pub hessian: DecayedHessian,
    /// Whether theorem and Hessian agree; `None` where one is undecided or the weights are not
    /// critical.
    pub agree: Option<bool>,
}

/// The second road at given weights.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DecayedHessian {
    /// Smallest eigenvalue at the given weights.
    pub smallest: f64,
    /// Largest eigenvalue there.
    pub largest: f64,
    /// Signs of the eigenvalues at the critical point that was found.
    pub inertia: NumericalInertia,
}

/// Distances up to this many times the precision of the weights, relative to their norm, are what
/// storing explains; a thousand times that is clearly farther.
const EXPLAINED: f64 = 32.0;
const CLEAR: f64 = 1e3;

/// Says what weights are (those of the data, or whitened ones when there are no data), stored with
/// relative precision `epsilon`: moves them onto a critical point of the regularised loss, names its
/// family, and compares the closed forms with the dense Hessian.
///
/// # Errors
/// When a decomposition fails.
///
/// # Panics
/// When the weights are another network's.
///
/// # Complexity
/// A few dense eigenvalue decompositions: `O(N³)` time, `8 N²` bytes.
pub fn classify_decayed(
    reduction: &Reduction,
    problem: &DecayedProblem,
    weights: &Weights,
    epsilon: f64,
) -> Result<DecayedClassification, DecompositionError> {
    let place = Place::new(reduction, problem, weights);
    let start = place.at(&place.start);
    let values = symmetric_eigenvalues(start.hessian.clone())?;
    let ends = (values.first().copied().unwrap_or(0.0), values.last().copied().unwrap_or(0.0));
    let norm = place.start.norm().max(f64::MIN_POSITIVE);
    let found = newton(&place, &place.start)?;
    let moved = found.as_ref().map(|found| (found - &place.start).norm() / norm.max(place.unit()));
    // What storing the first layer did before the data stretched it.
    let stretched = weights.matrices()[0].norm() * place.stretch / norm.max(place.unit());
    let explained = EXPLAINED * epsilon.max(f64::EPSILON) * (1.0 + stretched);
    let offset = OffsetCheck::at(reduction, weights, epsilon, CLEAR);
    let offset_known = offset.as_ref().map_or(Criticality::Critical, criticality_of_offset);
    let critical = match moved {
        Some(moved) if moved <= explained => Criticality::Critical,
        Some(moved) if moved <= CLEAR * explained => Criticality::Undecided,
        _ => Criticality::Not,
    };
    let critical = least(critical, offset_known);
    let end = found.unwrap_or_else(|| place.start.clone());
    let (nearest, product_distance) = place.family(&place.start, &end)?;
    let form = form(problem, &nearest);
    let idle = if problem.idle_weights_decay() { 0 } else { problem.idle_weights() };
    let values = symmetric_eigenvalues(place.at(&end).hessian)?;
    let biases = problem.biases();
    let inertia = NumericalInertia::of(&values, place.scale(&end))
        .with_zeros(idle + biases.flat)
        .with_positive(biases.positive);
    let agree = (critical == Criticality::Critical)
        .then(|| form.inertia.and_then(|stated| inertia.agree_with(stated)))
        .flatten();
    let factor = problem.factor();
    let (more, slope) = offset.map_or((0.0, 0.0), |own| (own.loss, own.gradient_norm));
    Ok(DecayedClassification {
        loss: factor * (problem.loss_offset() + start.loss) + more,
        gradient_norm: (factor * layers_length(&start.gradient)).hypot(slope),
        critical,
        moved,
        nearest,
        form,
        product_distance,
        hessian: DecayedHessian { smallest: factor * ends.0, largest: factor * ends.1, inertia },
        agree,
    })
}

/// Whether the offset of the outputs, which biases set at will, is at its best.
fn criticality_of_offset(offset: &OffsetCheck) -> Criticality {
    if offset.in_errors <= 1.0 {
        Criticality::Critical
    } else if offset.in_errors <= offset.clear {
        Criticality::Undecided
    } else {
        Criticality::Not
    }
}

fn least(one: Criticality, other: Criticality) -> Criticality {
    match (one, other) {
        (Criticality::Not, _) | (_, Criticality::Not) => Criticality::Not,
        (Criticality::Critical, Criticality::Critical) => Criticality::Critical,
        _ => Criticality::Undecided,
    }
}

/// Weights at a problem, flat.
struct Place<'p> {
    problem: &'p DecayedProblem,
    target: DMatrix<f64>,
    first: Option<DMatrix<f64>>,
    left: DMatrix<f64>,
    right: DMatrix<f64>,
    widths: Vec<usize>,
    start: DVector<f64>,
    yardstick: Yardstick,
    /// By how much the data stretch the first layer on its way to the coordinates that decay.
    stretch: f64,
}

impl<'p> Place<'p> {
    fn new(reduction: &Reduction, problem: &'p DecayedProblem, weights: &Weights) -> Self {
        let first = decayed_coordinates(reduction, problem);
        let mut matrices = weights.matrices().to_vec();
        if first.is_none() {
            matrices[0] = reduction.whiten(&matrices[0]);
        }
        let stretches = reduction.stretches().filter(|_| first.is_none());
        let stretch = stretches.map_or(0.0, |all| all.first().copied().unwrap_or(0.0));
        let sigma = reduction.target().matrix();
        let mut widths = vec![matrices[0].ncols()];
        widths.extend(matrices.iter().map(DMatrix::nrows));
        let yardstick = Yardstick::new(sigma, first.as_ref(), problem.decay().layers());
        Self {
            problem,
            target: sigma.clone(),
            first,
            left: reduction.target().bases().left.clone(),
            right: reduction.target().bases().right.clone(),
            widths,
            start: flat(&matrices),
            yardstick,
            stretch,
        }
    }

    fn weights(&self, flat: &DVector<f64>) -> Weights {
        Weights::new(unflat(&self.widths, flat)).expect("finite weights that chain")
    }

    /// The family whose amplitudes are nearest at `end`, and how far the product at `start` is from one
    /// of its.
    fn family(
        &self,
        start: &DVector<f64>,
        end: &DVector<f64>,
    ) -> Result<(Word, f64), DecompositionError> {
        let word = Word::new(self.counts(end, false)?, self.counts(end, true)?);
        let product = self.product(start);
        let mut square = product.norm_squared();
        let mut from = 0;
        for (at, class) in self.problem.classes().iter().enumerate() {
            let block = self.block(&product, from, class.multiplicity);
            square -= block.norm_squared();
            let stretch = class.mode.stiffness().sqrt();
            let learned = |root: Option<&Root>, times: usize| {
                let depth = self.problem.depth() as f64;
                vec![root.map_or(0.0, |root| stretch * root.amplitude.powf(depth)); times]
            };
            let mut expected = learned(class.roots.large(), word.large()[at]);
            expected.extend(learned(class.roots.small(), word.small()[at]));
            expected.resize(class.multiplicity, 0.0);
            for (value, expected) in singular_values(block)?.iter().zip(expected) {
                square += (value - expected).powi(2);
            }
            from += class.multiplicity;
        }
        Ok((word, square.max(0.0).sqrt()))
    }

    /// `c₊` or `c₋` of every class: singular values of the product's blocks, each taken for the
    /// nearest amplitude.
    fn counts(&self, flat: &DVector<f64>, passes: bool) -> Result<Vec<usize>, DecompositionError> {
        let product = self.product(flat);
        let depth = self.problem.depth() as f64;
        let mut from = 0;
        let mut counts = Vec::new();
        for class in self.problem.classes() {
            let block = self.block(&product, from, class.multiplicity);
            let values = singular_values(block)?;
            // The coordinates of Σ stretch a mode by √γ.
            let stretch = class.mode.stiffness().sqrt();
            let amplitude = |value: f64| (value / stretch).powf(1.0 / depth);
            let is_counted = |value: &&f64| letter(class, amplitude(**value)) == Some(passes);
            counts.push(values.iter().filter(is_counted).count());
            from += class.multiplicity;
        }
        Ok(counts)
    }

    /// The product in the coordinates of Σ.
    fn product(&self, flat: &DVector<f64>) -> DMatrix<f64> {
        let product = self.weights(flat).product();
        match &self.first {
            Some(first) => product * first,
            None => product,
        }
    }

    fn block(&self, product: &DMatrix<f64>, from: usize, size: usize) -> DMatrix<f64> {
        self.left.columns(from, size).transpose() * product * self.right.columns(from, size)
    }
}

impl Field for Place<'_> {
    fn at(&self, flat: &DVector<f64>) -> Regularised {
        let decay = self.problem.decay().layers();
        Regularised::new(&self.weights(flat), self.first.as_ref(), &self.target, decay)
            .expect("weights of this network")
    }

    fn scale(&self, flat: &DVector<f64>) -> f64 {
        self.yardstick.scale(&unflat(&self.widths, flat))
    }

    fn unit(&self) -> f64 {
        self.yardstick.unit()
    }
}

/// Which letter an amplitude is nearest to: `Some(false)` for `+`, `Some(true)` for `−`, `None` for `0`.
fn letter(class: &Class, amplitude: f64) -> Option<bool> {
    let candidates = [
        (Some(0.0), None),
        (class.roots.large().map(|root| root.amplitude), Some(false)),
        (class.roots.small().map(|root| root.amplitude), Some(true)),
    ];
    let distance = |root: f64| (root - amplitude).abs();
    candidates
        .into_iter()
        .filter_map(|(root, letter)| Some((distance(root?), letter)))
        .min_by(|a, b| a.0.total_cmp(&b.0))
        .and_then(|(_, letter)| letter)
}
