//! A reduction taken apart, to be kept and put together again.

use super::{Dropped, Reduction};
use crate::{Means, SingularBases, Target};
use linscape_critical::{NaturalUnits, Problem};
use nalgebra::DMatrix;

/// All there is to a [`Reduction`] beside its problem.
#[derive(Debug, Clone, PartialEq)]
pub struct ReductionParts {
    /// Singular bases of `Σ`.
    pub bases: SingularBases,
    /// `V D`, `d_0 × ρ`, and a left inverse of it, `ρ × d_0`; `None` when the inputs are white.
    pub whitening: Option<[DMatrix<f64>; 2]>,
    /// What the data do not determine.
    pub dropped: Dropped,
    /// What was taken off inputs and targets.
    pub means: Option<Means>,
}

impl Reduction {
    /// Its parts.
    #[must_use]
    pub fn parts(&self) -> ReductionParts {
        let whitening = self.whitening.clone().zip(self.unwhitening.clone());
        ReductionParts {
            bases: self.target.bases().clone(),
            whitening: whitening.map(<[_; 2]>::from),
            dropped: self.dropped.clone(),
            means: self.means.clone(),
        }
    }

    /// The reduction of these parts; `None` when they are not of this problem: a shape is another.
    #[must_use]
    pub fn from_parts(problem: Problem, parts: ReductionParts) -> Option<Self> {
        let (inputs, outputs) = (problem.architecture().input(), problem.architecture().output());
        let (rank, known) = (problem.spectrum().rank(), problem.input_rank());
        let ReductionParts { bases, whitening, dropped, means } = parts;
        let fits = bases.left.shape() == (outputs, rank)
            && bases.right.shape() == (known, rank)
            && whitening.as_ref().map_or(known == inputs, |[there, back]| {
                there.shape() == (inputs, known) && back.shape() == (known, inputs)
            })
            && means
                .as_ref()
                .is_none_or(|means| (means.inputs.len(), means.targets.len()) == (inputs, outputs));
        let (whitening, unwhitening) = whitening.map(|[there, back]| (there, back)).unzip();
        fits.then(|| Self {
            target: Target::new(problem, bases),
            unwhitening,
            whitening,
            dropped,
            means,
            bias_units: NaturalUnits::one(),
        })
    }
}
