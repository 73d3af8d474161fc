//! Which family with decay given weights belong to, or are near.

use super::bias_penalty::{distance_explained, squared_distance, with_best_biases};
use super::criticality::{CLEAR, Criticality, EXPLAINED};
use super::newton::{Field, flat, newton, unflat};
use super::{
    DecayedNetwork, Natural, NearWord, Yardstick, bias_slope, decayed_coordinates, nearest_word,
};
use crate::OffsetCheck;
use linscape_critical::NaturalUnits;
use linscape_curvature::{NumericalInertia, Regularised};
use linscape_decay::{DecayedProblem, Form, Word, form};
use linscape_lapack::{DecompositionError, symmetric_eigenvalues};
use linscape_network::{Layers as _, Reduction, SingularBases, Weights};
use nalgebra::{DMatrix, DVector};

/// What was found out about weights, in the coordinates that decay.
#[derive(Debug, Clone, PartialEq)]
pub struct DecayedClassification {
    /// The loss, in the problem's convention, the penalty included.
    pub loss: f64,
    /// Norm of the gradient of loss and penalty, in the problem's convention and the coordinates of the
    /// weights.
    pub gradient_norm: f64,
    /// How far the biases are from where the outputs have their best offset, with the gradient of loss and
    /// penalty over all biases; `None` where the last layer has no bias.
    pub offset: Option<OffsetCheck>,
    /// Relative precision of the stored weights.
    pub dtype_epsilon: f64,
    /// Whether the weights are critical.
    pub critical: Criticality,
    /// How far Newton's method moved them to a critical point, relative to their norm; `None` when it
    /// found none.
    pub moved: Option<f64>,
    /// The family of critical weights, at the point that was found; of others the nearest.
    pub family: Word,
    /// Its closed forms.
    pub form: Form,
    /// The family whose product is nearest to that of the weights, and how far it is.
    pub nearest: NearWord,
    /// Ends of the dense Hessian's spectrum and its inertia at the point found, or else at the weights.
    pub hessian: DecayedHessian,
    /// Whether theorem and Hessian agree; `None` where one is undecided or the weights are not
    /// critical.
    pub agree: Option<bool>,
}

/// The second road, all of it at one point: the critical point that was found, or, without one, the
/// given weights.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DecayedHessian {
    /// Whether that point is another than the given weights.
    pub is_refined: bool,
    /// Smallest eigenvalue there, in the coordinates of the weights, those of the data.
    pub smallest: f64,
    /// Largest eigenvalue there, likewise.
    pub largest: f64,
    /// Signs of the eigenvalues there.
    pub inertia: NumericalInertia,
}

impl DecayedHessian {
    /// In the problem's own units.
    pub(crate) fn restored(self, units: NaturalUnits) -> Self {
        let error = units.eigenvalue(self.inertia.error);
        Self {
            smallest: units.eigenvalue(self.smallest),
            largest: units.eigenvalue(self.largest),
            inertia: NumericalInertia { error, ..self.inertia },
            ..self
        }
    }

    /// The longest stable step of gradient descent there, `2/λ_max`; `None` where no eigenvalue is positive.
    #[must_use]
    pub fn step_limit(&self) -> Option<f64> {
        (self.largest > 0.0).then_some(2.0 / self.largest)
    }

    /// Where it is: `"refined"`, at the critical point that was found, or `"given"`, at the weights.
    #[must_use]
    pub fn place_name(&self) -> &'static str {
        if self.is_refined { "refined" } else { "given" }
    }
}

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
    let offset = OffsetCheck::at(reduction, weights, epsilon, CLEAR);
    let natural = Natural::of(reduction, problem);
    let here = weights.map(|entry| natural.units.weight_here(entry));
    let found = classified(&natural, &here, offset, epsilon)?;
    Ok(found.restored(natural.units, problem))
}

/// In the units of the problem given; the offset is in its own.
fn classified(
    natural: &Natural,
    weights: &Weights,
    offset: Option<OffsetCheck>,
    epsilon: f64,
) -> Result<DecayedClassification, DecompositionError> {
    let Natural { reduction, problem, units } = natural;
    let place = Place::new(reduction, problem, weights);
    let network = DecayedNetwork::in_data(reduction, problem);
    let here = network.at(weights).expect("weights of this network");
    let norm = place.start.norm().max(f64::MIN_POSITIVE);
    let found = newton(&place, &place.start)?;
    let moved = place.moved(weights, found.as_ref(), 0.0);
    // What storing the first layer did before the data stretched it.
    let stretched = weights.matrices()[0].norm() * place.stretch / norm.max(place.unit());
    let spacing = epsilon.max(f64::EPSILON);
    let of_biases = distance_explained(reduction, problem, weights, spacing);
    let explained = EXPLAINED * (spacing * (1.0 + stretched) + of_biases / norm.max(place.unit()));
    let offset_known = offset.as_ref().map_or(Criticality::Critical, Criticality::of_offset);
    let critical = Criticality::of_distance(moved, explained).and(offset_known);
    // As long as the way of the last bias.
    let last = reduction.bias_units().constant_here(problem.depth() - 1);
    let way = |own: OffsetCheck| units.map_here(own.norm) / last;
    let off_best = offset.filter(|own| own.in_errors > 1.0).map_or(0.0, way);
    let moved = place.moved(weights, found.as_ref(), off_best);
    let is_refined = moved.is_some_and(|moved| moved > 0.0);
    let end = found.unwrap_or_else(|| place.start.clone());
    let nearest = place.nearest(&place.start)?;
    let family = match critical {
        Criticality::Critical => place.nearest(&end)?.word,
        _ => nearest.word.clone(),
    };
    let form = form(problem, &family);
    let there = if is_refined { place.in_data(reduction, weights, &end) } else { weights.clone() };
    let values = symmetric_eigenvalues(network.at(&there).expect("of this network").hessian)?;
    let inertia = place.inertia(reduction, &there, &end, &values)?;
    let agree = (critical == Criticality::Critical)
        .then(|| form.inertia.and_then(|stated| inertia.agree_with(stated)))
        .flatten();
    let factor = problem.factor();
    let end = |value: Option<&f64>| factor * value.copied().unwrap_or(0.0);
    Ok(DecayedClassification {
        loss: factor * (problem.loss_offset() + here.loss),
        gradient_norm: factor * here.gradient.length(),
        offset: offset.map(|own| {
            own.with_decay(
                factor / reduction.problem().factor(),
                units.gradient(factor * bias_slope(&here, weights)),
            )
        }),
        dtype_epsilon: epsilon,
        critical,
        moved,
        family,
        form,
        nearest,
        hessian: DecayedHessian {
            is_refined,
            smallest: end(values.first()),
            largest: end(values.last()),
            inertia,
        },
        agree,
    })
}

impl DecayedClassification {
    /// In the units of the problem, of which it was made in these.
    fn restored(self, units: NaturalUnits, problem: &DecayedProblem) -> Self {
        Self {
            loss: units.loss(self.loss),
            gradient_norm: units.gradient(self.gradient_norm),
            form: form(problem, &self.family),
            nearest: self.nearest.restored(units, problem),
            hessian: self.hessian.restored(units),
            ..self
        }
    }
}

/// Weights at a problem, flat.
struct Place<'p> {
    problem: &'p DecayedProblem,
    target: DMatrix<f64>,
    first: Option<DMatrix<f64>>,
    bases: SingularBases,
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
            bases: reduction.target().bases().clone(),
            widths,
            start: flat(&matrices),
            yardstick,
            stretch,
        }
    }

    fn weights(&self, flat: &DVector<f64>) -> Weights {
        Weights::new(unflat(&self.widths, flat)).expect("finite weights that chain")
    }

    /// The family whose product is nearest, and how far it is.
    fn nearest(&self, flat: &DVector<f64>) -> Result<NearWord, DecompositionError> {
        nearest_word(self.problem, &self.bases, &self.product(flat))
    }

    /// How far the critical point is that was found, relative to the norm of the weights; `beside` is the way of the
    /// last bias.
    fn moved(&self, given: &Weights, found: Option<&DVector<f64>>, beside: f64) -> Option<f64> {
        let along = squared_distance(self.problem, given).sqrt().hypot(beside);
        let norm = self.start.norm().max(f64::MIN_POSITIVE).max(self.unit());
        found.map(|found| (found - &self.start).norm().hypot(along) / norm)
    }

    /// The point with the matrices `end` in the coordinates of the weights, biases at their best.
    fn in_data(&self, reduction: &Reduction, given: &Weights, end: &DVector<f64>) -> Weights {
        let mut matrices = unflat(&self.widths, end);
        if self.first.is_none() {
            // What the first layer does to inputs without data changes nothing, and stays.
            let moved =
                reduction.unwhiten(&(&matrices[0] - reduction.whiten(&given.matrices()[0])));
            matrices[0] = &given.matrices()[0] + moved;
        }
        Weights::new(matrices)
            .and_then(|at| at.with_biases(given.biases().to_vec()))
            .and_then(|at| with_best_biases(reduction, self.problem, &at))
            .expect("finite weights of this network")
    }

    /// Signs of the Hessian of the whole network at weights in the coordinates of the data, whose eigenvalues there
    /// are `values`. Signs are the same in all coordinates, and surest where the inputs are white.
    fn inertia(
        &self,
        reduction: &Reduction,
        weights: &Weights,
        matrices: &DVector<f64>,
        values: &[f64],
    ) -> Result<NumericalInertia, DecompositionError> {
        let scale = self.scale(matrices);
        let size = |values: &[f64]| values.iter().fold(scale, |most, own| most.max(own.abs()));
        if !weights.has_biases() {
            let values = symmetric_eigenvalues(self.at(matrices).hessian)?;
            let idle = self.problem.parameters() - values.len();
            return Ok(NumericalInertia::of(&values, scale).with_zeros(idle));
        }
        if self.problem.idle_weights_decay() || reduction.stretches().is_none() {
            // What a bias multiplies has a size too, and signs are the same whatever it is.
            let network = DecayedNetwork::in_data(reduction, self.problem);
            let mut hessian = network.at(weights).expect("of this network").hessian;
            biases_of_size_one(&mut hessian, reduction, weights);
            let values = symmetric_eigenvalues(hessian)?;
            return Ok(NumericalInertia::of(&values, size(&values)));
        }
        let (network, white) = DecayedNetwork::whitened(reduction, self.problem, weights)
            .expect("finite weights of this network");
        let white_values = symmetric_eigenvalues(network.at(&white).expect("the same").hessian)?;
        let ignored = self.problem.parameters() - white_values.len();
        let in_white = NumericalInertia::of(&white_values, size(&white_values)).with_zeros(ignored);
        // Beside large free biases it may be the other way round.
        let is_decided = in_white.decided().is_some();
        Ok(if is_decided { in_white } else { NumericalInertia::of(values, size(values)) })
    }

    /// The product in the coordinates of Σ.
    fn product(&self, flat: &DVector<f64>) -> DMatrix<f64> {
        let product = self.weights(flat).product();
        match &self.first {
            Some(first) => product * first,
            None => product,
        }
    }
}

/// The Hessian along biases that are measured in units of what they are added to, or of their own curvature where that is more.
fn biases_of_size_one(hessian: &mut DMatrix<f64>, reduction: &Reduction, weights: &Weights) {
    let diagonal = hessian.diagonal();
    let (mut start, mut largest) = (0, 0.0_f64);
    for (matrix, bias) in weights.matrices().iter().zip(weights.biases()) {
        largest = largest.max(diagonal.rows(start, matrix.len()).amax());
        start += matrix.len() + bias.as_ref().map_or(0, DVector::len);
    }
    start = 0;
    for (layer, bias) in weights.biases().iter().enumerate() {
        start += weights.matrices()[layer].len();
        let length = bias.as_ref().map_or(0, DVector::len);
        let own = diagonal.rows(start, length).iter().fold(0.0_f64, |most, own| most.max(*own));
        let unit = reduction.bias_units().constant_here(layer).recip();
        let factor = if own > 0.0 { unit.min((largest / own).sqrt()) } else { unit };
        for place in start..start + length {
            hessian.row_mut(place).scale_mut(factor);
            hessian.column_mut(place).scale_mut(factor);
        }
        start += length;
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
