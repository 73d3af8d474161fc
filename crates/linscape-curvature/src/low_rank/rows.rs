//! A spectrum in pieces, listed like any other.

use super::core::LowRankEnds;
use super::error::LowRankError;
use super::piece::Piece;
use super::piece_vectors::CoreVectors;
use super::reduction::LowRank;
use super::spectrum::{LowRankLevel, LowRankSpectrum};
use crate::products::EqualValues;
use crate::{
    CountBound, EigenPairs, HessianProduct, Iteration, SpectrumMethod, SpectrumRow, WeightsSpectrum,
};
use nalgebra::DMatrix;

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
        let (low, high) = (spectrum.levels.iter(), spectrum.levels.iter().rev());
        let wanted = outermost(low, high, ends);
        Ok(measured(spectrum.order(), self.vectors(&wanted)?, hessian))
    }

    /// The same where only the ends of the core are known: of what is listed beyond them.
    ///
    /// # Errors
    /// When a decomposition fails.
    ///
    /// # Complexity
    /// As [`end_pairs`](Self::end_pairs).
    pub fn pairs_of_ends(
        &self,
        found: &LowRankEnds,
        hessian: &HessianProduct,
        ends: usize,
    ) -> Result<EigenPairs, LowRankError> {
        let levels = found.levels();
        let gap = found.gap();
        let low = levels.iter().filter(|level| gap.is_none_or(|[low, _]| level.value <= low));
        let high = levels.iter().filter(|level| gap.is_none_or(|[_, high]| level.value >= high));
        let wanted = outermost(low, high.rev(), ends);
        let core = CoreVectors::of_ends(&found.core, found.pieces.core_order);
        Ok(measured(found.order(), self.vectors_with(Some(core), &wanted)?, hessian))
    }
}

/// Pieces and copies, the low end followed by the high end, values nondecreasing.
fn outermost<'a>(
    low: impl Iterator<Item = &'a LowRankLevel>,
    high: impl Iterator<Item = &'a LowRankLevel>,
    ends: usize,
) -> Vec<(Piece, usize)> {
    let copies = |level: &LowRankLevel| {
        let piece = level.piece;
        // No more than `ends` copies of a level can be outermost.
        (0..level.multiplicity.min(ends)).map(move |copy| (piece, copy))
    };
    let mut wanted: Vec<_> =
        low.filter(|level| !level.is_flat()).flat_map(copies).take(ends).collect();
    let high = high.filter(|level| !level.is_flat()).flat_map(copies);
    let high: Vec<_> = high.filter(|pair| !wanted.contains(pair)).take(ends).collect();
    wanted.extend(high.into_iter().rev());
    wanted
}

fn measured(
    order: usize,
    layers: Vec<Option<Vec<DMatrix<f64>>>>,
    hessian: &HessianProduct,
) -> EigenPairs {
    let mut vectors = DMatrix::zeros(order, layers.len());
    for (mut column, layers) in vectors.column_iter_mut().zip(layers) {
        let entries = layers.iter().flatten().flat_map(DMatrix::iter);
        column.iter_mut().zip(entries).for_each(|(place, entry)| *place = *entry);
    }
    EigenPairs::measured(hessian, vectors)
}

impl LowRankEnds {
    /// Between these no eigenvalue of the core is listed; `None` where none was found.
    fn gap(&self) -> Option<[f64; 2]> {
        let [low, high] = [&self.core.lowest.values, &self.core.highest.values];
        Some([*low.last()?, *high.last()?])
    }

    /// All that are known, nondecreasing.
    fn levels(&self) -> Vec<LowRankLevel> {
        let found = self.found.iter().flatten().chain(&self.pieces.levels);
        let mut levels: Vec<LowRankLevel> = found.cloned().collect();
        levels.sort_by(|a, b| a.value.total_cmp(&b.value));
        levels
    }

    /// Equal values of the pieces and of both ends of the core together, with the eigenpairs that were
    /// asked for. What is listed between the ends is of the pieces alone, a lower bound.
    #[must_use]
    pub fn listed(&self, pairs: EigenPairs) -> WeightsSpectrum {
        let mut rows = grouped(&self.levels(), self.order(), self.pieces.bound());
        let [below, above] = self.core.bounds;
        let high = self.gap().map_or(f64::INFINITY, |[_, high]| high);
        let listed: usize = rows.iter().map(|row| row.multiplicity).sum();
        let exact = |is_exact, other| if is_exact { CountBound::Exact } else { other };
        // Values of a row are that close to their mean.
        let largest = rows.iter().fold(0.0_f64, |most, row| most.max(row.value.abs()));
        let width = EqualValues::new(largest, self.order(), self.pieces.bound()).width();
        for row in &mut rows {
            let is_below = below.is_some_and(|bound| row.value + width < bound);
            let is_above = above.is_some_and(|bound| row.value - width > bound);
            row.is_complete = is_below || is_above;
            row.cumulative_is = exact(is_below, CountBound::AtLeast);
            if row.value >= high {
                row.cumulative += self.order() - listed;
                row.cumulative_is = exact(is_above, CountBound::AtMost);
            }
        }
        let bound = self.pieces.bound();
        let bounds = [below.map(|below| below - bound), above.map(|above| above + bound)];
        WeightsSpectrum { method: self.method(), pairs, rows, bounds }
    }

    /// What is to be said of how it was computed.
    #[must_use]
    pub fn method(&self) -> SpectrumMethod {
        let (core_order, bound) = (self.pieces.core_order, self.pieces.bound());
        let (is_sharp, iteration) = (self.pieces.is_sharp(), Some(Iteration::of(&self.core)));
        SpectrumMethod::LowRank { core_order, bound, is_sharp, iteration }
    }
}

impl LowRankSpectrum {
    /// Equal values of all pieces together, with the eigenpairs that were asked for.
    #[must_use]
    pub fn listed(&self, pairs: EigenPairs) -> WeightsSpectrum {
        let rows = grouped(&self.levels, self.order(), self.bound());
        let method = self.method();
        WeightsSpectrum { method, pairs, rows, bounds: [None; 2] }
    }

    /// What is to be said of how it was computed.
    #[must_use]
    pub fn method(&self) -> SpectrumMethod {
        let (core_order, bound, is_sharp) = (self.core_order, self.bound(), self.is_sharp());
        SpectrumMethod::LowRank { core_order, bound, is_sharp, iteration: None }
    }
}

/// Rows of levels in order, equal values together, all of them complete.
fn grouped(levels: &[LowRankLevel], order: usize, error: f64) -> Vec<SpectrumRow> {
    let largest = levels.iter().fold(0.0_f64, |most, level| most.max(level.value.abs()));
    let equal = EqualValues::new(largest, order, error);
    let mut rows: Vec<SpectrumRow> = Vec::new();
    let (mut first, mut cumulative) = (0, 0);
    for at in 0..levels.len() {
        let from = levels[first].value;
        if levels.get(at + 1).is_some_and(|next| equal.are_one(from, next.value)) {
            continue;
        }
        let row = row(&levels[first..=at], cumulative);
        cumulative = row.cumulative;
        rows.push(row);
        first = at + 1;
    }
    rows
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
