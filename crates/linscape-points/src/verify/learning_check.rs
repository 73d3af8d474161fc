//! The learning coefficient of a stratum by other roads.

use linscape_lapack::DecompositionError;
use linscape_network::Weights;
use linscape_strata::{
    FamilyShape, KernelDimensions, LearningCoefficient, RankPattern, Stratum, StratumProfile,
    learning_second_road,
};
use nalgebra::DMatrix;

use crate::{MeasureError, MeasuredRanks};

/// What weights of a stratum, and lists without any theory of greedy choices, say of its learning
/// coefficient.
///
/// Source: `docs/theory.md`, "Learning coefficients".
#[derive(Debug, Clone, PartialEq)]
pub struct LearningCheck {
    /// The closed form.
    pub stated: LearningCoefficient,
    /// The ranks of all partial products measured at the point give the stated kernels; `None` where
    /// one is undecided, or smaller than stated: measured ranks are lower bounds.
    pub kernels: Option<bool>,
    /// Components, minimisers and chains listed one by one, and the transposed network, give the
    /// stated coefficient; `None` where there are too many to list.
    pub lists: Option<bool>,
    /// At a minimum that reaches its target, the coefficient fits the closed forms of the Hessian:
    /// `rank dμ = coindex ≤ 2λ ≤ N − dim`, with equality on the left and `m = 1` where `dim =
    /// nullity`. `None` elsewhere.
    pub hessian: Option<bool>,
}

impl LearningCheck {
    /// Checks the coefficient at a point of a stratum.
    ///
    /// # Errors
    /// When a decomposition fails.
    ///
    /// # Panics
    /// When the weights are of another shape than `Σ`.
    ///
    /// # Complexity
    /// `O(h²)` decompositions of the layers' sizes, and that of [`learning_second_road`].
    pub(crate) fn at(
        stratum: &Stratum,
        shape: &FamilyShape,
        profile: &StratumProfile,
        weights: &Weights,
        target: &DMatrix<f64>,
    ) -> Result<Self, DecompositionError> {
        let kernels = KernelDimensions::of(stratum, shape);
        let stated = kernels.learning_coefficient();
        let ranks = match MeasuredRanks::at(weights, target) {
            Ok(measured) => measured.pattern,
            Err(MeasureError::Decomposition(error)) => return Err(error),
            Err(MeasureError::Shape(error)) => {
                unreachable!("a point of a stratum fits its own problem: {error}")
            }
        };
        let measured = ranks.and_then(|pattern| {
            if KernelDimensions::of_pattern(&pattern).as_ref() == Ok(&kernels) {
                return Some(true);
            }
            pattern.exceeds(&RankPattern::of(stratum, shape)).then_some(false)
        });
        let lists = learning_second_road(&kernels).agrees_with(&stated);
        let is_loss = shape.is_global_minimum() && shape.learned() == shape.signal_rank();
        let hessian = is_loss.then(|| {
            let (twice, rank) = (stated.lambda.twice(), kernels.jacobian_rank());
            // Of the matrices alone, as the kernels are.
            let offset = shape.beside().positive;
            let codimension = shape.parameters() - profile.dimension - offset;
            let quadratic = twice == rank && stated.multiplicity == 1;
            rank + offset == profile.inertia.positive
                && (rank..=codimension).contains(&twice)
                && (quadratic || !profile.is_morse_bott())
        });
        let stated = stated.with_beside(shape.beside());
        Ok(Self { stated, kernels: measured, lists, hessian })
    }

    /// Nothing speaks against the coefficient and the lists were short enough; `None` when nothing
    /// does but they were not, or a rank is undecided.
    #[must_use]
    pub fn agrees(&self) -> Option<bool> {
        if [self.kernels, self.lists, self.hessian].contains(&Some(false)) {
            return Some(false);
        }
        self.kernels.and(self.lists)
    }
}
