//! A spectrum in pieces, listed like any other.

use super::error::LowRankError;
use super::reduction::LowRank;
use super::spectrum::{LowRankLevel, LowRankSpectrum};
use crate::{CountBound, EigenPairs, HessianProduct, SpectrumMethod, SpectrumRow, WeightsSpectrum};
use nalgebra::DMatrix;

/// Relative to the largest eigenvalue: values this close are listed as one.
const EQUAL: f64 = 1e-9;

impl LowRank {
    /// Up to `ends` eigenpairs at each end, copies counted, without those that are flat; residuals are
    /// measured by products with the Hessian given.
    ///
    /// # Errors
    /// When a decomposition fails.
    ///
    /// # Complexity
    /// As [`vectors`](Self::vectors); `16 N` bytes for each of `ends`.
    pub fn end_pairs(
        &self,
        spectrum: &LowRankSpectrum,
        hessian: &HessianProduct,
        ends: usize,
    ) -> Result<EigenPairs, LowRankError> {
        let bent = spectrum.levels.iter().filter(|level| !level.is_flat());
        let copies = |level: &LowRankLevel| {
            let piece = level.piece;
            // No more than `ends` copies of a level can be outermost.
            (0..level.multiplicity.min(ends)).map(move |copy| (piece, copy))
        };
        let low: Vec<_> = bent.clone().flat_map(copies).take(ends).collect();
        let high = bent.rev().flat_map(copies).filter(|pair| !low.contains(pair)).take(ends);
        let mut wanted = low.clone();
        wanted.extend(high.collect::<Vec<_>>().into_iter().rev());
        let order = spectrum.order();
        let mut vectors = DMatrix::zeros(order, wanted.len());
        for (mut column, layers) in vectors.column_iter_mut().zip(self.vectors(&wanted)?) {
            let entries = layers.iter().flatten().flat_map(DMatrix::iter);
            column.iter_mut().zip(entries).for_each(|(place, entry)| *place = *entry);
        }
        Ok(EigenPairs::measured(hessian, vectors))
    }
}

impl LowRankSpectrum {
    /// Equal values of all pieces together, with the eigenpairs that were asked for.
    #[must_use]
    pub fn listed(&self, pairs: EigenPairs) -> WeightsSpectrum {
        let scale = self.levels.iter().fold(0.0_f64, |most, level| most.max(level.value.abs()));
        let mut rows: Vec<SpectrumRow> = Vec::new();
        let (mut first, mut cumulative) = (0, 0);
        for at in 0..self.levels.len() {
            let next = self.levels.get(at + 1);
            let from = self.levels[first].value;
            if next.is_some_and(|next| next.value - from <= EQUAL * scale) {
                continue;
            }
            let row = row(&self.levels[first..=at], cumulative);
            cumulative = row.cumulative;
            rows.push(row);
            first = at + 1;
        }
        WeightsSpectrum { method: self.method(), pairs, rows, bounds: [None; 2] }
    }

    /// What is to be said of how it was computed.
    #[must_use]
    pub fn method(&self) -> SpectrumMethod {
        let (core_order, bound, is_sharp) = (self.core_order, self.bound(), self.is_sharp());
        SpectrumMethod::LowRank { core_order, bound, is_sharp }
    }
}

/// One row of levels that are equal, after `before` eigenvalues.
fn row(levels: &[LowRankLevel], before: usize) -> SpectrumRow {
    let multiplicity: usize = levels.iter().map(|level| level.multiplicity).sum();
    let mean = |of: &dyn Fn(&LowRankLevel) -> f64| {
        let sum: f64 = levels.iter().map(|level| level.multiplicity as f64 * of(level)).sum();
        sum / multiplicity as f64
    };
    let depth = levels[0].layers.len();
    SpectrumRow {
        value: mean(&|level| level.value),
        multiplicity,
        is_complete: true,
        cumulative: before + multiplicity,
        cumulative_is: CountBound::Exact,
        residual: levels.iter().fold(0.0, |most, level| level.residual.max(most)),
        layers: (0..depth).map(|layer| mean(&|level| level.layers[layer])).collect(),
    }
}
