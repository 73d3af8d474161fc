//! One critical point, up to hidden rotations.

use super::certificate::certificate;
use super::{Certificate, FixedRank, Functional, Narrow, OwnProblem};
use linscape_critical::{Inertia, NaturalUnits};
use linscape_curvature::NumericalInertia;
use linscape_decay::FamilyType;
use linscape_lapack::{DecompositionError, symmetric_eigenvalues};
use nalgebra::DMatrix;

/// How a point was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// By a closed form.
    Exact,
    /// By a convex problem.
    Convex,
    /// By continuation from isotropic inputs.
    Tracked,
}

/// A critical point of the loss with decay on the data's own weights.
#[derive(Debug, Clone, PartialEq)]
pub struct OwnPoint {
    /// What it is called: a root's number, the modes of the aligned or isotropic family, or `minimum`.
    pub key: String,
    /// The loss, in the problem's convention.
    pub loss: f64,
    /// Signs of the Hessian's eigenvalues, of the whole network; `None` where undecided.
    pub inertia: Option<Inertia>,
    /// Dimension of the hidden rotations of the point, and of free biases.
    pub dimension: usize,
    /// Its type: global only where that is proved.
    pub family_type: FamilyType,
    /// How it was found.
    pub status: Status,
    /// The proof that there is a point; `None` where it failed, and for depth 1.
    pub certificate: Option<Certificate>,
    /// `x`, the singular values of every layer (at equal decay), in the order they were found in.
    pub amplitudes: Vec<f64>,
    /// In the problem's own units.
    pub(super) product: FixedRank,
}

impl OwnPoint {
    /// Its inertia, type and certificate.
    ///
    /// # Method
    /// The index of the full Hessian is that of `F` on matrices of rank `r`, a form in `r(d_0 + d_h − r)`
    /// variables; at depth 2 every unlearned singular value of `A − WC` above `λ̄` adds `d_1 − r`.
    pub(super) fn new(
        problem: &OwnProblem,
        functional: &Functional,
        key: String,
        product: FixedRank,
        status: Status,
    ) -> Result<Self, DecompositionError> {
        let rank = product.amplitudes.len();
        let dimension = dimension(problem, rank);
        let counts = Counts::of(problem, functional, &product)?;
        let inertia = counts.inertia.map(|(negative, extra)| Inertia {
            negative,
            zero: dimension + extra,
            positive: problem.parameters() - negative - dimension - extra,
        });
        let family_type = match counts.inertia {
            _ if problem.depth() == 1 || counts.is_convex => FamilyType::GlobalMinimum,
            Some((0, 0)) => FamilyType::LocalMinimum,
            Some((0, _)) | None => FamilyType::Undecided,
            Some(_) => FamilyType::StrictSaddle,
        };
        let certificate = if problem.depth() == 1 {
            None
        } else if rank == 0 {
            Some(Certificate { radius: 0.0, margin: f64::INFINITY })
        } else {
            let field = Narrow::new(functional, rank);
            certificate(&field, &field.weights(&product))?
        };
        let length = problem.units().length.powf(1.0 / problem.depth() as f64);
        Ok(Self {
            key,
            loss: problem.loss(functional.value(&product)),
            inertia,
            dimension,
            family_type,
            status,
            certificate,
            amplitudes: product.amplitudes.iter().map(|own| own * length).collect(),
            product,
        })
    }

    /// The same point of the problem in other units: these leave alone what is found in the problem's [`Units`](super::own_problem::Units).
    pub(super) fn measured_in(&self, units: NaturalUnits) -> Self {
        Self {
            loss: units.loss_here(self.loss),
            amplitudes: self.amplitudes.iter().map(|&own| units.weight_here(own)).collect(),
            ..self.clone()
        }
    }

    /// Rank of the product.
    #[must_use]
    pub fn rank(&self) -> usize {
        self.amplitudes.len()
    }

    /// The product `W` (`d_h × d_0`) in the coordinates of the data.
    #[must_use]
    pub fn product(&self, problem: &OwnProblem) -> DMatrix<f64> {
        let own = self.product.product(problem.depth()) * problem.units().length;
        own * problem.frame().transpose()
    }
}

/// `Σ_{0<i<h} [r(d_i − r) + r(r − 1)/2]`, and free biases.
fn dimension(problem: &OwnProblem, rank: usize) -> usize {
    let hidden = &problem.widths()[1..problem.depth()];
    let frame = |width: &usize| rank * (width - rank) + rank * rank.saturating_sub(1) / 2;
    hidden.iter().map(frame).sum::<usize>() + problem.biases().flat
}

/// Signs beside those of hidden rotations.
struct Counts {
    /// Index and nullity; `None` when undecided.
    inertia: Option<(usize, usize)>,
    /// Depth 2: `‖A − WC‖ ≤ λ̄`, which proves the global minimum.
    is_convex: bool,
}

impl Counts {
    fn of(
        problem: &OwnProblem,
        functional: &Functional,
        point: &FixedRank,
    ) -> Result<Self, DecompositionError> {
        if problem.depth() == 1 {
            return Ok(Self { inertia: Some((0, 0)), is_convex: true });
        }
        let values = symmetric_eigenvalues(functional.hessian(point)?)?;
        let scale = values.iter().fold(functional.decay, |most, value| most.max(value.abs()));
        let reduced = NumericalInertia::of(&values, scale).decided();
        let reduced = reduced.map(|counts| (counts.negative, counts.zero));
        if problem.depth() > 2 {
            return Ok(Self { inertia: reduced, is_convex: false });
        }
        let spare = problem.widths()[1] - point.amplitudes.len();
        let rest = functional.unlearned(point)?;
        let precision = 16.0 * problem.tolerance().max(f64::EPSILON) / functional.decay.min(1.0);
        let beyond = |value: &&f64| **value > functional.decay * (1.0 + precision);
        let above = rest.iter().filter(beyond).count();
        let near = |value: &&f64| (**value / functional.decay - 1.0).abs() <= precision;
        let is_open = spare > 0 && rest.iter().any(|value| near(&value));
        let inertia = reduced.filter(|_| !is_open);
        Ok(Self {
            inertia: inertia.map(|(negative, zero)| (negative + spare * above, zero)),
            is_convex: above == 0 && reduced.is_some_and(|counts| counts.0 == 0),
        })
    }
}
