//! Long orthonormal vectors, stored in panels of rows.

use crate::RandomStream;
use linscape_lapack::{Factor, accumulate_product};
use nalgebra::DMatrix;
use rayon::prelude::*;

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
        for (at, panel) in self.panels.iter().enumerate() {
            let height = self.height(at);
            for column in 0..count {
                let from = &panel[(first + column) * height..][..height];
                vectors.column_mut(column).as_mut_slice()[at * PANEL..][..height]
                    .copy_from_slice(from);
            }
        }
        vectors
    }

    fn height(&self, panel: usize) -> usize {
        PANEL.min(self.rows - panel * PANEL)
    }

    /// The rows of `vectors` that belong to each panel.
    fn scatter(&self, vectors: &DMatrix<f64>) -> Vec<DMatrix<f64>> {
        let part = |at: usize| vectors.rows(at * PANEL, self.height(at)).into_owned();
        (0..self.panels.len()).into_par_iter().map(part).collect()
    }

    /// Removes from the vectors (`N × b`) their part in the span of the basis, twice over, makes
    /// the rest orthonormal and appends it. Where nothing is left a random direction takes its
    /// place, with a zero column in the remainder.
    pub(crate) fn append(
        &mut self,
        vectors: &DMatrix<f64>,
        stream: &mut RandomStream,
    ) -> Projection {
        let block = vectors.ncols();
        let sizes: Vec<f64> = vectors.column_iter().map(|vector| vector.norm()).collect();
        let mut parts = self.scatter(vectors);
        let mut coefficients = self.inner(&parts);
        let again = self.subtract_and_measure(&coefficients, &mut parts);
        coefficients += &again;
        self.subtract(&again, &mut parts);
        let mut rest = assembled(&parts, self.rows, block);
        let mut remainder = orthonormalise(&mut rest, &sizes, stream);
        // What is small beside the vectors is less orthogonal to the basis: once more.
        let is_weak = |column: usize| remainder[(column, column)].abs() <= WEAK * sizes[column];
        if (0..block).any(is_weak) {
            let mut parts = self.scatter(&rest);
            let stray = self.inner(&parts);
            let again = self.subtract_and_measure(&stray, &mut parts);
            self.subtract(&again, &mut parts);
            coefficients += (stray + again) * &remainder;
            rest = assembled(&parts, self.rows, block);
            remainder = orthonormalise(&mut rest, &vec![1.0; block], stream) * remainder;
        }
        self.push(&rest);
        Projection { coefficients, remainder }
    }

    /// Appends columns as they are.
    pub(crate) fn push(&mut self, vectors: &DMatrix<f64>) {
        let (first, count) = (self.columns, vectors.ncols());
        for (at, panel) in self.panels.iter_mut().enumerate() {
            let height = PANEL.min(self.rows - at * PANEL);
            // Locked vectors may be more than was planned for.
            panel.resize(panel.len().max(height * (first + count)), 0.0);
            for column in 0..count {
                let from = &vectors.column(column);
                panel[(first + column) * height..][..height]
                    .copy_from_slice(&from.as_slice()[at * PANEL..][..height]);
            }
        }
        self.columns += count;
    }

    /// `Vᵀ W`, summed panel after panel.
    fn inner(&self, parts: &[DMatrix<f64>]) -> DMatrix<f64> {
        let block = parts.first().map_or(0, DMatrix::ncols);
        let share = |(panel, part): (&Vec<f64>, &DMatrix<f64>)| {
            let height = part.nrows();
            let basis = Factor::new(&panel[..height * self.columns], height, self.columns);
            let mut product = DMatrix::zeros(self.columns, block);
            accumulate_product(1.0, basis.transposed(), part.into(), 0.0, product.as_mut_slice());
            product
        };
        let shares: Vec<_> = self.panels.par_iter().zip(parts).map(share).collect();
        shares.into_iter().fold(DMatrix::zeros(self.columns, block), |sum, share| sum + share)
    }

    /// `W ← W − V C`, and `Vᵀ W` of the result while the panel is at hand.
    fn subtract_and_measure(
        &self,
        coefficients: &DMatrix<f64>,
        parts: &mut [DMatrix<f64>],
    ) -> DMatrix<f64> {
        let shares = self.panels.par_iter().zip(parts).map(|(panel, part)| {
            let height = part.nrows();
            let basis = Factor::new(&panel[..height * self.columns], height, self.columns);
            accumulate_product(-1.0, basis, coefficients.into(), 1.0, part.as_mut_slice());
            let mut product = DMatrix::zeros(self.columns, part.ncols());
            let (basis, part) = (basis.transposed(), Factor::from(&*part));
            accumulate_product(1.0, basis, part, 0.0, product.as_mut_slice());
            product
        });
        let shares: Vec<_> = shares.collect();
        shares.into_iter().fold(coefficients * 0.0, |sum, share| sum + share)
    }

    /// `W ← W − V C`.
    fn subtract(&self, coefficients: &DMatrix<f64>, parts: &mut [DMatrix<f64>]) {
        self.panels.par_iter().zip(parts).for_each(|(panel, part)| {
            let height = part.nrows();
            let basis = Factor::new(&panel[..height * self.columns], height, self.columns);
            accumulate_product(-1.0, basis, coefficients.into(), 1.0, part.as_mut_slice());
        });
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

fn assembled(parts: &[DMatrix<f64>], rows: usize, columns: usize) -> DMatrix<f64> {
    let mut whole = DMatrix::zeros(rows, columns);
    for (at, part) in parts.iter().enumerate() {
        whole.rows_mut(at * PANEL, part.nrows()).copy_from(part);
    }
    whole
}

/// Makes the columns orthonormal one after the other, `W = Q R`, and gives `R` (upper triangular).
/// A column of which no more than rounding of its `size` is left becomes a random one, with zero on
/// the diagonal of `R`.
fn orthonormalise(
    vectors: &mut DMatrix<f64>,
    sizes: &[f64],
    stream: &mut RandomStream,
) -> DMatrix<f64> {
    let block = vectors.ncols();
    let mut remainder = DMatrix::zeros(block, block);
    for column in 0..block {
        let (earlier, mut rest) = vectors.columns_range_pair_mut(0..column, column..block);
        let mut vector = rest.column_mut(0);
        let mut project = |vector: &mut nalgebra::DVectorViewMut<'_, f64>, keep: bool| {
            for (at, unit) in earlier.column_iter().enumerate() {
                let overlap = unit.dot(vector);
                vector.axpy(-overlap, &unit, 1.0);
                if keep {
                    remainder[(at, column)] += overlap;
                }
            }
        };
        project(&mut vector, true);
        project(&mut vector, true);
        let mut left = vector.norm();
        if left <= NEGLIGIBLE * sizes[column] {
            vector.iter_mut().for_each(|entry| *entry = stream.normal());
            project(&mut vector, false);
            project(&mut vector, false);
            left = vector.norm();
        } else {
            remainder[(column, column)] = left;
        }
        vector.unscale_mut(left);
    }
    remainder
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn appended_vectors_are_orthonormal_even_when_they_depend_on_the_basis() {
        let mut stream = RandomStream::new(1, "krylov basis");
        // Three panels, the last one short.
        let rows = 2 * PANEL + 5;
        let mut basis = KrylovBasis::new(rows, 8);
        let start = stream.gaussian(rows, 2);
        basis.append(&start, &mut stream);
        // One vector in the span and two equal ones outside: one new direction, two random ones.
        let outside = stream.gaussian(rows, 1);
        let vectors = DMatrix::from_columns(&[
            start.column(0).into_owned(),
            outside.column(0).into_owned(),
            outside.column(0).into_owned(),
        ]);
        let before = basis.gather(0, 2);
        let projection = basis.append(&vectors, &mut stream);
        let all = basis.gather(0, 5);
        assert!((all.transpose() * &all - DMatrix::<f64>::identity(5, 5)).amax() < 1e-13);
        let back = before * projection.coefficients + basis.gather(2, 3) * projection.remainder;
        assert!((back - vectors).amax() < 1e-12);
        assert_eq!(basis.bytes(), rows * 8 * 8);
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
