//! Errors of products of matrices whose every entry has its own.

use std::collections::BTreeMap;

use linscape_network::{Weights, WeightsError};
use nalgebra::DMatrix;

/// Norms of all partial products and residual products of *absolute values*. When every entry of the
/// factors is known to a relative error `γ`, a product of `n` of them is known to `n γ` times this
/// norm: an entry that is zero stays zero, and a small one beside a large one keeps its digits,
/// where a bound by norms knows neither. Weights in whole numbers are judged by it.
///
/// Source: Higham, Accuracy and Stability of Numerical Algorithms, 2002, section 3.5.
#[derive(Debug, Clone)]
pub(crate) struct EntryErrors {
    depth: usize,
    products: BTreeMap<(usize, usize), f64>,
    pulled: BTreeMap<(usize, usize), f64>,
}

impl EntryErrors {
    pub(crate) fn at(weights: &Weights, target: &DMatrix<f64>) -> Result<Self, WeightsError> {
        let depth = weights.depth();
        let absolute = Weights::new(weights.matrices().iter().map(DMatrix::abs).collect())?;
        let product = |x: usize, y: usize| absolute.partial_product(y, x + 1);
        let intervals = (0..depth).flat_map(|x| (x + 1..=depth).map(move |y| (x, y)));
        let products = intervals.map(|(x, y)| ((x, y), product(x, y).norm())).collect();
        let residual = target.abs() + absolute.product();
        let mut pulled = BTreeMap::new();
        for b in 0..depth {
            let read = &residual * product(0, b).transpose();
            for a in b + 1..=depth {
                pulled.insert((b, a), product(a, depth).tr_mul(&read).norm());
            }
        }
        Ok(Self { depth, products, pulled })
    }

    /// The error of `W_{y:x+1}`.
    pub(crate) fn product(&self, relative: f64, x: usize, y: usize) -> f64 {
        (y - x) as f64 * relative * self.products[&(x, y)]
    }

    /// The error of `W_{h:a+1}ᵀ R W_{b:1}ᵀ`.
    pub(crate) fn pulled(&self, relative: f64, b: usize, a: usize) -> f64 {
        let factors = 2 * self.depth - a + b;
        factors as f64 * relative * self.pulled[&(b, a)]
    }
}
