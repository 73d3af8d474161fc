//! The conditions that ranks put on weights, linearised.

use linscape_lapack::{DecompositionError, Factor, accumulate_product};
use linscape_network::Weights;
use nalgebra::{DMatrix, DVector};

use crate::refine::{
    AdaptedBases, Condition, LayerPath, LinearMap, Point, not_killed, small_sides,
};
use linscape_strata::RankPattern;

/// `F = 0` for the part `F = Uᵀ A V` of every product `A` of known rank that lies between what `A`
/// nearly kills on either side and products shorter by a map do not: partial products `W_{y:x+1}`,
/// residual products `B_{a,b+1}`, and the gradient, whose rank is 0. Their derivative `J` is kept as
/// sums of products of matrices.
///
/// All is seen in bases of the hidden layers: `A` is `B_y⁻¹ A B_x` there, and changes of layer `i` are
/// `δ` of `B_i δ B_{i−1}⁻¹`. The strata do not depend on these bases, but lengths do.
pub(crate) struct RankConditions {
    conditions: Vec<Condition>,
    bases: AdaptedBases,
    /// Shapes of the layers.
    shapes: Vec<(usize, usize)>,
}

impl RankConditions {
    pub(crate) fn at(
        weights: &Weights,
        target: &DMatrix<f64>,
        pattern: &RankPattern,
        bases: AdaptedBases,
    ) -> Result<Self, DecompositionError> {
        let (point, depth) = (Point::of(weights, target), weights.depth());
        let turned = |path: LayerPath| {
            let matrix = bases.times_basis(path.matrix(&point), path.start());
            bases.inverse_times(path.end(), matrix)
        };
        let mut conditions = Vec::new();
        for path in LayerPath::all(depth) {
            let rank = path.rank(pattern);
            let (last, first) = (path.without_last(depth), path.without_first(depth));
            let (left, right) = small_sides(&turned(path), rank)?;
            let new = first.rank(pattern).saturating_sub(rank);
            let left = not_killed(&turned(first).transpose(), left, new)?;
            let new = last.rank(pattern).saturating_sub(rank);
            let right = not_killed(&turned(last), right, new)?;
            let left = bases.inverse_transposed_times(path.end(), left);
            let sides = (left, bases.basis_times(path.start(), right));
            conditions.push(Condition::on(&point, path, &sides));
        }
        conditions.retain(|condition| !condition.value.is_empty());
        let shapes = weights.matrices().iter().map(DMatrix::shape).collect();
        let terms = conditions.iter_mut().flat_map(|condition| &mut condition.terms);
        terms.for_each(|term| term.turn(&bases));
        Ok(Self { conditions, bases, shapes })
    }

    /// The change of the weights, layer by layer, that a change in these bases is.
    pub(crate) fn change(&self, step: &DVector<f64>) -> Vec<DMatrix<f64>> {
        let layers = self.layers(step.as_slice()).into_iter().zip(&self.shapes).enumerate();
        let change = |(at, (layer, &(rows, columns))): (usize, (Factor<'_>, &(usize, usize)))| {
            let layer = DMatrix::from_column_slice(rows, columns, layer.entries());
            self.bases.basis_times(at + 1, self.bases.times_inverse(layer, at))
        };
        layers.map(change).collect()
    }

    /// All entries of all `F`.
    pub(crate) fn values(&self) -> DVector<f64> {
        let entries = self.conditions.iter().flat_map(|condition| condition.value.iter().copied());
        DVector::from_vec(entries.collect())
    }

    /// Where the weights of a layer start, and how many they are.
    fn place(&self, layer: usize) -> (usize, usize) {
        let size = |&(rows, columns): &(usize, usize)| rows * columns;
        (self.shapes[..layer].iter().map(size).sum(), size(&self.shapes[layer]))
    }

    fn layers<'v>(&self, mut entries: &'v [f64]) -> Vec<Factor<'v>> {
        let layer = |&(rows, columns): &(usize, usize)| {
            let (part, rest) = entries.split_at(rows * columns);
            entries = rest;
            Factor::new(part, rows, columns)
        };
        self.shapes.iter().map(layer).collect()
    }
}

/// `J`.
impl LinearMap for RankConditions {
    /// Number of weights.
    fn order(&self) -> usize {
        self.shapes.iter().map(|(rows, columns)| rows * columns).sum()
    }

    /// `J δ`.
    fn along(&self, change: &DVector<f64>) -> DVector<f64> {
        let layers = self.layers(change.as_slice());
        let mut result = DVector::zeros(self.conditions.iter().map(|at| at.value.len()).sum());
        let mut rest = result.as_mut_slice();
        for condition in &self.conditions {
            let (place, after) = rest.split_at_mut(condition.value.len());
            rest = after;
            for term in &condition.terms {
                let layer = layers[term.layer];
                let layer = if term.is_transposed { layer.transposed() } else { layer };
                let left = product((&term.left).into(), layer);
                accumulate_product(1.0, (&left).into(), (&term.right).into(), 1.0, place);
            }
        }
        result
    }

    /// `Jᵀ F` for entries `F` of all conditions.
    fn back(&self, values: &DVector<f64>) -> DVector<f64> {
        let mut result = DVector::zeros(self.order());
        let mut rest = values.as_slice();
        for condition in &self.conditions {
            let (entries, after) = rest.split_at(condition.value.len());
            rest = after;
            let (rows, columns) = condition.value.shape();
            let value = Factor::new(entries, rows, columns);
            for term in &condition.terms {
                let (start, length) = self.place(term.layer);
                let place = &mut result.as_mut_slice()[start..start + length];
                let (left, right) = (Factor::from(&term.left), Factor::from(&term.right));
                if term.is_transposed {
                    let inner = product(right, value.transposed());
                    accumulate_product(1.0, (&inner).into(), left, 1.0, place);
                } else {
                    let inner = product(left.transposed(), value);
                    accumulate_product(1.0, (&inner).into(), right.transposed(), 1.0, place);
                }
            }
        }
        result
    }
}

fn product(a: Factor<'_>, b: Factor<'_>) -> DMatrix<f64> {
    let mut result = DMatrix::zeros(a.shape().0, b.shape().1);
    accumulate_product(1.0, a, b, 0.0, result.as_mut_slice());
    result
}
