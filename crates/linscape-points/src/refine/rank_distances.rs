//! How far given weights are from lower ranks.

use std::collections::BTreeMap;

use linscape_curvature::SecondOrder;
use linscape_lapack::{DecompositionError, thin_svd};
use linscape_network::Weights;
use nalgebra::DMatrix;
use rayon::prelude::*;

use crate::measured::{PointErrors, PointSpectra};
use crate::refine::{Condition, Point};
use crate::{MeasureError, WeightErrors};
use linscape_strata::RankPattern;

/// For every singular value of every partial product and residual product, the distance by which
/// each layer has to move for it to vanish, to first order: `σ_k / Σ_i ‖u_kᵀ L_i‖ ‖R_i v_k‖` where
/// the product moves by `Σ_i L_i δW_i R_i`. A change of the layers by no more than `r` (in spectral
/// norm) cannot lift a zero beyond distance `r`, whatever the bases of the hidden layers are.
pub(crate) struct RankDistances {
    widths: Vec<usize>,
    /// `W_{y:x+1}` under `(x, y)`, `x < y`.
    products: BTreeMap<(usize, usize), Vec<f64>>,
    /// `B_{a,b+1}` under `(b, a)`, `b < a`; for `a = b + 1` the gradient of layer `a`.
    residuals: BTreeMap<(usize, usize), Vec<f64>>,
}

impl RankDistances {
    /// `rounding` is what the weights may be wrong by before they are moved: singular values up to
    /// the error that follows from it are zero at any distance.
    pub(crate) fn at(
        weights: &Weights,
        target: &DMatrix<f64>,
        rounding: &WeightErrors,
    ) -> Result<Self, MeasureError> {
        let point = Point::of(weights, target);
        let depth = point.depth();
        let at = SecondOrder::new(weights, target)?;
        let floors = PointErrors::of(&PointSpectra::of(&at, target)?, rounding);
        let keys: Vec<_> = (0..depth).flat_map(|x| (x + 1..=depth).map(move |y| (x, y))).collect();
        let product = |&(x, y): &(usize, usize)| {
            let svd = thin_svd(point.product(x, y))?;
            let (sides, floor) = ((svd.u, svd.vt.transpose()), floors.product(x, y).error);
            let condition = Condition::on_product(&point, x, y, &sides);
            Ok(((x, y), distances(&condition, &svd.singular_values, floor)))
        };
        let residual = |&(b, a): &(usize, usize)| {
            let svd = thin_svd(point.pulled(b, a))?;
            let (sides, floor) = ((svd.u, svd.vt.transpose()), floors.pulled(b, a).error);
            let condition = Condition::on_residual(&point, b, a, &sides);
            Ok(((b, a), distances(&condition, &svd.singular_values, floor)))
        };
        Ok(Self {
            widths: weights.widths(),
            products: keys.par_iter().map(product).collect::<Result<_, DecompositionError>>()?,
            residuals: keys.par_iter().map(residual).collect::<Result<_, DecompositionError>>()?,
        })
    }

    /// The ranks of a critical point within the given distance, when every singular value can
    /// vanish within it or is `clear` times farther away from that. `target` is the rank of Σ: at a critical
    /// point that of the residual `Σ − W` is what the product leaves of it, so that modes of Σ that are
    /// nearly zero keep nothing open.
    pub(crate) fn read(&self, radius: f64, clear: f64, target: usize) -> Option<RankPattern> {
        let is_open = |distance: &f64| *distance > radius && *distance <= clear * radius;
        let is_nonzero = |distance: &f64| *distance > radius;
        let is_critical = self
            .residuals
            .iter()
            .all(|(&(b, a), values)| a > b + 1 || !values.iter().any(is_nonzero));
        let depth = self.widths.len() - 1;
        let is_whole = |key: &(usize, usize)| *key == (0, depth);
        let pulled = || self.residuals.iter().filter(|(key, _)| !is_whole(key) || depth == 1);
        let all = || self.products.values().chain(pulled().map(|(_, values)| values)).flatten();
        if !is_critical || all().any(is_open) {
            return None;
        }
        let rank = |values: &Vec<f64>| values.iter().filter(|at| is_nonzero(at)).count();
        let left = target.checked_sub(rank(&self.products[&(0, depth)]))?;
        Some(RankPattern::measure(
            depth,
            |x, y| if x == y { self.widths[x] } else { rank(&self.products[&(x, y)]) },
            |b, a| if is_whole(&(b, a)) { left } else { rank(&self.residuals[&(b, a)]) },
        ))
    }
}

/// Distances of all singular values, for a condition between all singular vectors.
fn distances(condition: &Condition, values: &[f64], floor: f64) -> Vec<f64> {
    let distance = |(k, value): (usize, &f64)| {
        let shares = condition
            .terms
            .iter()
            .map(|term| term.left.row(k).norm() * term.right.column(k).norm());
        if *value <= floor { 0.0 } else { condition.value[(k, k)].abs() / shares.sum::<f64>() }
    };
    values.iter().enumerate().map(distance).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn distances_at(weights: &Weights, target: &DMatrix<f64>) -> RankDistances {
        let rounding = WeightErrors {
            layers: vec![1e-15; weights.depth()],
            target: 0.0,
            clear: 10.0,
            relative: None,
        };
        RankDistances::at(weights, target, &rounding).expect("finite")
    }

    #[test]
    fn a_product_of_two_numbers_vanishes_when_both_move_by_half_the_way() {
        let number = |value| DMatrix::from_element(1, 1, value);
        let weights = Weights::new(vec![number(3.0), number(6.0)]).expect("chain");
        let found = distances_at(&weights, &number(20.0));
        // 18 against slopes 6 and 3; each layer alone has its own size to go.
        assert!((found.products[&(0, 2)][0] - 2.0).abs() < 1e-14);
        assert!((found.products[&(0, 1)][0] - 3.0).abs() < 1e-14);
        // R = 2 moves by 6 and 3 as well.
        assert!((found.residuals[&(0, 2)][0] - 2.0 / 9.0).abs() < 1e-14);
    }

    #[test]
    fn ranks_are_read_only_where_the_gap_is_wide() {
        let diagonal =
            |small| DMatrix::from_diagonal(&nalgebra::DVector::from_vec(vec![1.0, small]));
        let weights = Weights::new(vec![diagonal(1e-6), diagonal(1e-6)]).expect("chain");
        let found = distances_at(&weights, &diagonal(0.0));
        assert!(found.read(1e-7, 10.0, 1).is_none());
        let pattern = found.read(1e-5, 10.0, 1).expect("decided");
        assert_eq!((pattern.product(0, 1), pattern.product(0, 2)), (1, 1));
        assert!(found.read(0.5, 10.0, 1).is_none());
    }
}
