//! Everything at given weights whose rank tells a stratum.

use std::collections::BTreeMap;

use linscape_lapack::{DecompositionError, singular_values};
use nalgebra::DMatrix;
use rayon::prelude::*;

use crate::MeasureError;
use crate::measured::EntryErrors;
use linscape_curvature::SecondOrder;
use linscape_strata::ModePair;

/// Singular values of all partial products and residual products, and the norms of the gradient.
/// They do not depend on any tolerance; [`read`](Self::read) judges them.
#[derive(Debug, Clone)]
pub(crate) struct PointSpectra {
    pub(super) widths: Vec<usize>,
    /// `W_{y:x+1}` under `(x, y)`, `x < y`.
    pub(super) products: BTreeMap<(usize, usize), Vec<f64>>,
    /// `B_{a,b+1}` under `(b, a)`, `b + 2 ≤ a`.
    pub(super) residuals: BTreeMap<(usize, usize), Vec<f64>>,
    /// One a layer.
    pub gradients: Vec<f64>,
    pub(super) entries: EntryErrors,
}

impl PointSpectra {
    /// At a point that was prepared for this target.
    pub(crate) fn of(
        second_order: &SecondOrder<'_>,
        target: &DMatrix<f64>,
    ) -> Result<Self, MeasureError> {
        let weights = second_order.weights();
        let depth = weights.depth();
        let intervals: Vec<_> =
            (0..depth).flat_map(|x| (x + 1..=depth).map(move |y| (x, y))).collect();
        let pairs: Vec<_> =
            ModePair::all(depth).map(|pair| (pair.input_end, pair.output_start)).collect();
        let products = spectra(&intervals, |(x, y)| weights.partial_product(y, x + 1))?;
        let residuals = spectra(&pairs, |(b, a)| second_order.pulled_residual(a, b + 1))?;
        let gradients = second_order.gradient().iter().map(DMatrix::norm).collect();
        let entries = EntryErrors::at(weights, target)?;
        Ok(Self { widths: weights.widths(), products, residuals, gradients, entries })
    }

    pub(crate) fn depth(&self) -> usize {
        self.widths.len() - 1
    }

    /// `‖W_{y:x+1}‖`, 1 when `x = y`.
    pub(crate) fn product_norm(&self, x: usize, y: usize) -> f64 {
        if x == y { 1.0 } else { largest(&self.products[&(x, y)]) }
    }

    /// `‖W_{h:a+1}ᵀ R W_{b:1}ᵀ‖` for `b < a`; `‖R‖` for `(0, h)`.
    pub(crate) fn pulled_norm(&self, b: usize, a: usize) -> f64 {
        // For a = b + 1 it is the gradient of layer a.
        self.residuals.get(&(b, a)).map_or_else(|| self.gradients[b], |values| largest(values))
    }
}

fn largest(values: &[f64]) -> f64 {
    values.first().copied().unwrap_or(0.0)
}

/// Singular values of many matrices, in parallel.
fn spectra(
    keys: &[(usize, usize)],
    matrix: impl Fn((usize, usize)) -> DMatrix<f64> + Sync,
) -> Result<BTreeMap<(usize, usize), Vec<f64>>, DecompositionError> {
    keys.par_iter().map(|&key| Ok((key, singular_values(matrix(key))?))).collect()
}
