//! Long orthonormal vectors, stored in panels of rows.

use linscape_critical::RandomStream;
use linscape_lapack::{Factor, accumulate_product};
use nalgebra::{DMatrix, DVector, DVectorView, DVectorViewMut};
use rayon::prelude::*;
use std::ops::Range;

/// Rows of a panel: with some forty columns it fits a second-level cache. A constant, so that sums
/// over panels do not depend on the number of threads.
const PANEL: usize = 2048;

/// Up to `capacity` orthonormal vectors of length `N`, in panels of rows: every operation visits
/// the panels in parallel and adds their shares in order.
#[derive(Debug, Clone)]
pub(crate) struct KrylovBasis {
    rows: usize,
    columns: usize,
    /// Column-major, `PANEL × capacity` (the last one shorter), of which `columns` are in use.
    panels: Vec<Vec<f64>>,
}

/// What is left of vectors when their part in the span of a basis is removed.
#[derive(Debug)]
pub(crate) struct Projection {
    /// `columns × b`: the part removed, `Vᵀ W`.
    pub coefficients: DMatrix<f64>,
    /// `b × b` upper triangular with `W − V Vᵀ W = Q R`, where `Q` is now the basis's last block.
    pub remainder: DMatrix<f64>,
}

/// A remainder below this share of the vector is rounding.
const NEGLIGIBLE: f64 = 1e-14;

/// A remainder below this share of the vector is projected once more.
const WEAK: f64 = 1e-2;

/// A projection that leaves less than this share of a vector is repeated: what is left of it is then
/// as orthogonal as rounding allows ("twice is enough").
///
/// Source: L. Giraud and J. Langou, IMA J. Numer. Anal. 22 (2002) 521–528.
const KEPT: f64 = 0.5;

impl KrylovBasis {
    pub(crate) fn new(rows: usize, capacity: usize) -> Self {
        let heights = (0..rows).step_by(PANEL).map(|start| PANEL.min(rows - start));
        let panels = heights.map(|height| vec![0.0; height * capacity]).collect();
        Self { rows, columns: 0, panels }
    }

    pub(crate) fn rows(&self) -> usize {
        self.rows
    }

    pub(crate) fn columns(&self) -> usize {
        self.columns
    }

    /// Bytes held.
    pub(crate) fn bytes(&self) -> usize {
        self.panels.iter().map(|panel| size_of_val(panel.as_slice())).sum()
    }

    /// Columns `first, …, first + count − 1` as one matrix.
    pub(crate) fn gather(&self, first: usize, count: usize) -> DMatrix<f64> {
        let mut vectors = DMatrix::zeros(self.rows, count);
        self.gather_into(first, &mut vectors);
        vectors
    }

    /// Writes columns `first, first + 1, …` into as many as `vectors` has.
    pub(crate) fn gather_into(&self, first: usize, vectors: &mut DMatrix<f64>) {
        for (at, panel) in self.panels.iter().enumerate() {
            let height = self.height(at);
            for (column, mut place) in vectors.column_iter_mut().enumerate() {
                let from = &panel[(first + column) * height..][..height];
                place.as_mut_slice()[at * PANEL..][..height].copy_from_slice(from);
            }
        }
    }

    fn height(&self, panel: usize) -> usize {
        PANEL.min(self.rows - panel * PANEL)
    }

    /// Removes from the vectors (`N × b`) their part in the span of the last `reach` columns, makes
    /// the rest orthonormal and appends it. Where nothing is left, or no more than `noise`, a random
    /// direction takes its place, with a zero column in the remainder.
    ///
    /// Lanczos's recurrence makes the rest orthogonal to the columns before those but for rounding,
    /// which [`clean`](Self::clean) removes. Vectors of which little is left are projected out of the
    /// whole basis at once.
    pub(crate) fn append(
        &mut self,
        vectors: &DMatrix<f64>,
        reach: usize,
        noise: f64,
        stream: &mut RandomStream,
    ) -> Projection {
        let (before, block) = (self.columns, vectors.ncols());
        self.push(vectors);
        let new = before..self.columns;
        let mut coefficients = DMatrix::zeros(before, block);
        let sizes: Vec<f64> = vectors.column_iter().map(|vector| vector.norm()).collect();
        self.project_out(before - reach.min(before), &new, &mut coefficients);
        let least: Vec<f64> = sizes.iter().map(|size| noise.max(NEGLIGIBLE * size)).collect();
        let mut remainder = self.orthonormalise(&new, &least, stream);
        // What is small beside the vectors, or beside the operator, of which `noise` is the rounding, is
        // less orthogonal to the basis: once more, so that what it has in common enters the
        // coefficients. Cleaning it later would take it out of the recurrence.
        let size = |column: usize| sizes[column].max(noise / NEGLIGIBLE);
        let is_weak = |column: usize| remainder[(column, column)].abs() <= WEAK * size(column);
        if (0..block).any(is_weak) {
            let mut stray = DMatrix::zeros(before, block);
            self.project_out(0, &new, &mut stray);
            coefficients += stray * &remainder;
            remainder = self.orthonormalise(&new, &vec![NEGLIGIBLE; block], stream) * remainder;
        }
        Projection { coefficients, remainder }
    }

    /// Makes the columns from `first` on orthogonal to those before and to each other, which they are
    /// but for rounding: `W ← W L⁻ᵀ` with `WᵀW = L Lᵀ`, near the identity.
    pub(crate) fn clean(&mut self, first: usize) {
        let columns = first..self.columns;
        self.subtract_shares(0, &columns);
        let products = self.inner_products(&columns, &columns);
        let inverse = products.cholesky().and_then(|factor| factor.l().try_inverse());
        if let Some(inverse) = inverse {
            self.combine(first, &inverse.transpose());
        }
    }

    /// How far vectors (`N × b`) reach out of the span of the basis.
    pub(crate) fn distances(&mut self, vectors: &DMatrix<f64>) -> Vec<f64> {
        let before = self.columns;
        self.push(vectors);
        let new = before..self.columns;
        self.subtract_shares(0, &new);
        let distances = self.lengths(&new);
        self.columns = before;
        distances
    }

    /// Keeps of the columns from `first` on those for which it is wanted, in order.
    pub(crate) fn retain(&mut self, first: usize, wanted: &[bool]) {
        let kept: Vec<usize> = (0..wanted.len()).filter(|&at| wanted[at]).collect();
        let selection =
            DMatrix::from_fn(
                wanted.len(),
                kept.len(),
                |row, column| {
                    if kept[column] == row { 1.0 } else { 0.0 }
                },
            );
        self.combine(first, &selection);
    }

    /// Appends columns as they are.
    pub(crate) fn push(&mut self, vectors: &DMatrix<f64>) {
        let (first, count) = (self.columns, vectors.ncols());
        for (at, panel) in self.panels.iter_mut().enumerate() {
            let height = PANEL.min(self.rows - at * PANEL);
            // The basis may grow beyond what was planned.
            panel.resize(panel.len().max(height * (first + count)), 0.0);
            for column in 0..count {
                let from = &vectors.column(column);
                panel[(first + column) * height..][..height]
                    .copy_from_slice(&from.as_slice()[at * PANEL..][..height]);
            }
        }
        self.columns += count;
    }

    /// Projects the columns from `first` up to the `new` ones out of those, twice where that
    /// shortens one of them, and adds up the coefficients.
    fn project_out(&mut self, first: usize, new: &Range<usize>, coefficients: &mut DMatrix<f64>) {
        let mut before = self.lengths(new);
        for _ in 0..2 {
            let share = self.subtract_shares(first, new);
            let mut place = coefficients.rows_mut(first, new.start - first);
            place += share;
            let after = self.lengths(new);
            if before.iter().zip(&after).all(|(before, after)| *after >= KEPT * before) {
                break;
            }
            before = after;
        }
    }

    /// `W ← W − V Vᵀ W` for the columns `V` from `first` up to the `new` ones, `W`; gives `Vᵀ W`.
    fn subtract_shares(&mut self, first: usize, new: &Range<usize>) -> DMatrix<f64> {
        let (block, rows) = (new.len(), self.rows);
        let height = |at: usize| PANEL.min(rows - at * PANEL);
        let share = self.inner_products(&(first..new.start), new);
        let count = share.nrows();
        self.panels.par_iter_mut().enumerate().for_each(|(at, panel)| {
            let height = height(at);
            let (basis, part) = panel.split_at_mut(height * new.start);
            let basis = Factor::new(&basis[height * first..], height, count);
            accumulate_product(-1.0, basis, (&share).into(), 1.0, &mut part[..height * block]);
        });
        share
    }

    /// `Vᵀ W` for two ranges of columns.
    fn inner_products(&self, left: &Range<usize>, right: &Range<usize>) -> DMatrix<f64> {
        let (count, block) = (left.len(), right.len());
        let inner = |(at, panel): (usize, &Vec<f64>)| {
            let height = self.height(at);
            let part = |of: &Range<usize>| {
                Factor::new(&panel[height * of.start..height * of.end], height, of.len())
            };
            let mut product = DMatrix::zeros(count, block);
            let (left, right) = (part(left).transposed(), part(right));
            accumulate_product(1.0, left, right, 0.0, product.as_mut_slice());
            product
        };
        let shares: Vec<_> = self.panels.par_iter().enumerate().map(inner).collect();
        shares.into_iter().fold(DMatrix::zeros(count, block), |sum, share| sum + share)
    }

    fn lengths(&self, columns: &Range<usize>) -> Vec<f64> {
        columns.clone().map(|column| self.dot(column, column).sqrt()).collect()
    }

    fn dot(&self, a: usize, b: usize) -> f64 {
        self.panels
            .iter()
            .enumerate()
            .map(|(at, panel)| self.part(at, panel, a).dot(&self.part(at, panel, b)))
            .sum()
    }

    /// The rows of a column in a panel.
    fn part<'p>(&self, at: usize, panel: &'p [f64], column: usize) -> DVectorView<'p, f64> {
        let height = self.height(at);
        DVectorView::from_slice(&panel[height * column..], height)
    }

    /// Makes columns orthonormal one after the other, `W = Q R`, and gives `R` (upper triangular). A
    /// column of which no more than `least` is left becomes a random one, with zero on the diagonal of
    /// `R`.
    fn orthonormalise(
        &mut self,
        columns: &Range<usize>,
        least: &[f64],
        stream: &mut RandomStream,
    ) -> DMatrix<f64> {
        let block = columns.len();
        let mut remainder = DMatrix::zeros(block, block);
        for (at, column) in columns.clone().enumerate() {
            let earlier = columns.start..column;
            let mut place = remainder.rows_mut(0, at);
            let mut place = place.column_mut(at);
            place += self.twice_without(&earlier, column);
            let mut left = self.dot(column, column).sqrt();
            if left <= least[at] {
                self.replace(column, stream);
                self.twice_without(&earlier, column);
                left = self.dot(column, column).sqrt();
            } else {
                remainder[(at, at)] = left;
            }
            self.change(column, |_, mut part| part.unscale_mut(left));
        }
        remainder
    }

    /// Removes a column's part along earlier ones, twice over, and gives its coefficients.
    fn twice_without(&mut self, earlier: &Range<usize>, column: usize) -> DVector<f64> {
        let mut coefficients = DVector::zeros(earlier.len());
        for _ in 0..2 {
            for (at, unit) in earlier.clone().enumerate() {
                let overlap = self.dot(unit, column);
                coefficients[at] += overlap;
                self.change(column, |before, mut part| {
                    let height = part.len();
                    let unit = DVectorView::from_slice(&before[height * unit..], height);
                    part.axpy(-overlap, &unit, 1.0);
                });
            }
        }
        coefficients
    }

    fn replace(&mut self, column: usize, stream: &mut RandomStream) {
        self.change(column, |_, mut part| {
            part.iter_mut().for_each(|entry| *entry = stream.normal());
        });
    }

    /// Changes a column panel after panel, given what is before it in the panel.
    fn change(&mut self, column: usize, mut change: impl FnMut(&[f64], DVectorViewMut<'_, f64>)) {
        for (at, panel) in self.panels.iter_mut().enumerate() {
            let height = PANEL.min(self.rows - at * PANEL);
            let (before, rest) = panel.split_at_mut(height * column);
            change(before, DVectorViewMut::from_slice(rest, height));
        }
    }

    /// Replaces the columns from `first` on by their combinations `V Y` (`Y` of shape
    /// `(columns − first) × p`), in place.
    pub(crate) fn combine(&mut self, first: usize, combinations: &DMatrix<f64>) {
        let (old, new) = combinations.shape();
        debug_assert_eq!(first + old, self.columns, "every column takes part");
        let rows = self.rows;
        self.panels.par_iter_mut().enumerate().for_each(|(at, panel)| {
            let height = PANEL.min(rows - at * PANEL);
            let (start, end) = (first * height, (first + old) * height);
            let mut result = vec![0.0; height * new];
            let basis = Factor::new(&panel[start..end], height, old);
            accumulate_product(1.0, basis, combinations.into(), 0.0, &mut result);
            panel[start..start + result.len()].copy_from_slice(&result);
        });
        self.columns = first + new;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use linscape_network::RandomMatrices as _;

    #[test]
    fn appended_vectors_are_orthonormal_even_when_they_depend_on_the_basis() {
        let mut stream = RandomStream::new(1, "krylov basis");
        // Three panels, the last one short.
        let rows = 2 * PANEL + 5;
        let mut basis = KrylovBasis::new(rows, 8);
        let start = stream.gaussian(rows, 2);
        basis.append(&start, 0, 0.0, &mut stream);
        // One vector in the span and two equal ones outside: one new direction, two random ones.
        let outside = stream.gaussian(rows, 1);
        let vectors = DMatrix::from_columns(&[
            start.column(0).into_owned(),
            outside.column(0).into_owned(),
            outside.column(0).into_owned(),
        ]);
        let before = basis.gather(0, 2);
        let projection = basis.append(&vectors, 2, 0.0, &mut stream);
        let all = basis.gather(0, 5);
        assert!((all.transpose() * &all - DMatrix::<f64>::identity(5, 5)).amax() < 1e-13);
        let back = before * projection.coefficients + basis.gather(2, 3) * projection.remainder;
        assert!((back - vectors).amax() < 1e-12);
        assert_eq!(basis.bytes(), rows * 8 * 8);
    }

    #[test]
    fn what_a_short_reach_leaves_is_removed_by_cleaning() {
        let mut stream = RandomStream::new(3, "krylov basis");
        let rows = PANEL + 7;
        let mut basis = KrylovBasis::new(rows, 6);
        let first = stream.gaussian(rows, 2);
        basis.append(&first, 0, 0.0, &mut stream);
        basis.append(&stream.gaussian(rows, 2), 2, 0.0, &mut stream);
        // Orthogonal to the first columns but for 1e-10.
        let own = stream.gaussian(rows, 1);
        let known = basis.gather(0, 4);
        let vector = &own - &known * known.tr_mul(&own) + known.columns(0, 1) * 1e-10;
        basis.append(&vector, 2, 0.0, &mut stream);
        let defect = |basis: &KrylovBasis| {
            let all = basis.gather(0, 5);
            (all.tr_mul(&all) - DMatrix::<f64>::identity(5, 5)).amax()
        };
        assert!(defect(&basis) > 1e-13);
        basis.clean(4);
        assert!(defect(&basis) < 1e-14);
    }

    #[test]
    fn combining_columns_is_the_product_with_a_matrix() {
        let mut stream = RandomStream::new(2, "krylov basis");
        let mut basis = KrylovBasis::new(PANEL + 3, 4);
        basis.push(&stream.gaussian(PANEL + 3, 4));
        let (first, rest) = (basis.gather(0, 1), basis.gather(1, 3));
        let combinations = stream.gaussian(3, 2);
        basis.combine(1, &combinations);
        assert_eq!(basis.columns(), 3);
        assert_eq!(basis.gather(0, 1), first);
        assert!((basis.gather(1, 2) - rest * combinations).amax() < 1e-12);
    }
}
