//! Matrices that may be diagonal.

use linscape_critical::euclidean_length;
use linscape_lapack::{Factor, accumulate_product, multiply};
use nalgebra::{DMatrix, DVector};

/// A matrix of any shape, kept as its diagonal when nothing else is there: a product with it is
/// then a scaling of rows or columns.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum MatrixForm {
    /// Any matrix.
    Full(DMatrix<f64>),
    /// Entries `(k, k)`, `min(rows, columns)` of them.
    Diagonal { rows: usize, columns: usize, entries: DVector<f64> },
}

impl MatrixForm {
    /// A copy, in the form that fits: diagonal when every other entry is exactly zero.
    pub(crate) fn of(matrix: &DMatrix<f64>) -> Self {
        let is_diagonal = matrix.column_iter().enumerate().all(|(at, column)| {
            column.iter().enumerate().all(|(row, entry)| row == at || *entry == 0.0)
        });
        if is_diagonal {
            let (rows, columns) = matrix.shape();
            let entries = DVector::from_fn(rows.min(columns), |at, _| matrix[(at, at)]);
            Self::diagonal(rows, columns, entries)
        } else {
            Self::Full(matrix.clone())
        }
    }

    pub(crate) fn diagonal(rows: usize, columns: usize, entries: DVector<f64>) -> Self {
        debug_assert_eq!(entries.len(), rows.min(columns), "one entry for each row or column");
        Self::Diagonal { rows, columns, entries }
    }

    pub(crate) fn identity(order: usize) -> Self {
        Self::diagonal(order, order, DVector::repeat(order, 1.0))
    }

    pub(crate) fn shape(&self) -> (usize, usize) {
        match self {
            Self::Full(matrix) => matrix.shape(),
            Self::Diagonal { rows, columns, .. } => (*rows, *columns),
        }
    }

    /// The Frobenius norm.
    pub(crate) fn norm(&self) -> f64 {
        match self {
            Self::Full(matrix) => euclidean_length(matrix.as_slice()),
            Self::Diagonal { entries, .. } => euclidean_length(entries.as_slice()),
        }
    }

    pub(crate) fn to_full(&self) -> DMatrix<f64> {
        match self {
            Self::Full(matrix) => matrix.clone(),
            Self::Diagonal { rows, columns, entries } => {
                let mut matrix = DMatrix::zeros(*rows, *columns);
                matrix.set_diagonal(entries);
                matrix
            }
        }
    }

    /// `M A`, diagonal when both are.
    pub(crate) fn times(&self, other: &Self) -> Self {
        match (self, other) {
            (Self::Full(left), Self::Full(right)) => Self::Full(multiply(left, right)),
            (Self::Diagonal { .. }, Self::Full(right)) => Self::Full(self.after(right)),
            (Self::Full(left), Self::Diagonal { .. }) => {
                let mut product = DMatrix::zeros(left.nrows(), other.shape().1);
                other.add_before(1.0, left.into(), false, product.as_mut_slice());
                Self::Full(product)
            }
            (Self::Diagonal { rows, entries, .. }, Self::Diagonal { columns, entries: b, .. }) => {
                let entry = |at: usize| {
                    entries.get(at).copied().unwrap_or(0.0) * b.get(at).copied().unwrap_or(0.0)
                };
                let size = *rows.min(columns);
                Self::diagonal(*rows, *columns, DVector::from_fn(size, |at, _| entry(at)))
            }
        }
    }

    /// `M A`.
    pub(crate) fn after(&self, a: &DMatrix<f64>) -> DMatrix<f64> {
        let mut product = DMatrix::zeros(self.shape().0, a.ncols());
        self.set_after(a.into(), false, product.as_mut_slice());
        product
    }

    /// `Mᵀ A`.
    pub(crate) fn transposed_after(&self, a: &DMatrix<f64>) -> DMatrix<f64> {
        let mut product = DMatrix::zeros(self.shape().1, a.ncols());
        self.set_after(a.into(), true, product.as_mut_slice());
        product
    }

    /// `C ← M A`, or `Mᵀ A`; `A` is read as it lies in memory.
    pub(crate) fn set_after(&self, a: Factor<'_>, transposed: bool, target: &mut [f64]) {
        match self {
            Self::Full(matrix) => {
                let matrix = Factor::from(matrix);
                let matrix = if transposed { matrix.transposed() } else { matrix };
                accumulate_product(1.0, matrix, a, 0.0, target);
            }
            Self::Diagonal { rows, columns, entries } => {
                let (from, to) = if transposed { (*rows, *columns) } else { (*columns, *rows) };
                let columns = a.entries().chunks_exact(from.max(1));
                for (place, column) in target.chunks_exact_mut(to.max(1)).zip(columns) {
                    let pairs = column.iter().zip(entries.iter());
                    let scaled = pairs.map(|(entry, scale)| entry * scale);
                    let (head, tail) = place.split_at_mut(entries.len());
                    head.iter_mut().zip(scaled).for_each(|(place, entry)| *place = entry);
                    tail.fill(0.0);
                }
            }
        }
    }

    /// `C ← C + α A M`, or `C + α A Mᵀ`; `A` is read as it lies in memory.
    pub(crate) fn add_before(
        &self,
        alpha: f64,
        a: Factor<'_>,
        transposed: bool,
        target: &mut [f64],
    ) {
        match self {
            Self::Full(matrix) => {
                let matrix = Factor::from(matrix);
                let matrix = if transposed { matrix.transposed() } else { matrix };
                accumulate_product(alpha, a, matrix, 1.0, target);
            }
            Self::Diagonal { entries, .. } => {
                let height = a.shape().0.max(1);
                let columns = a.entries().chunks_exact(height).zip(entries.iter());
                for (place, (column, scale)) in target.chunks_exact_mut(height).zip(columns) {
                    let scale = alpha * scale;
                    let pairs = place.iter_mut().zip(column);
                    pairs.for_each(|(place, entry)| *place += scale * entry);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use linscape_critical::RandomStream;
    use linscape_network::RandomMatrices as _;

    #[test]
    fn a_diagonal_matrix_acts_as_the_full_one_does() {
        let mut stream = RandomStream::new(1, "matrix form");
        let mut checked = 0;
        for (rows, columns) in [(3, 3), (2, 4), (4, 2), (1, 3), (3, 1)] {
            let mut full = DMatrix::zeros(rows, columns);
            full.set_diagonal(&stream.gaussian(rows.min(columns), 1).column(0).into_owned());
            let form = MatrixForm::of(&full);
            assert!(matches!(form, MatrixForm::Diagonal { .. }));
            assert_eq!(form.to_full(), full);
            let (right, left) = (stream.gaussian(columns, 5), stream.gaussian(5, rows));
            assert_eq!(form.after(&right), &full * &right);
            assert_eq!(form.transposed_after(&left.transpose()), full.tr_mul(&left.transpose()));
            let mut sum = DMatrix::repeat(5, columns, 1.0);
            form.add_before(2.0, (&left).into(), false, sum.as_mut_slice());
            assert!((sum.add_scalar(-1.0) - 2.0 * &left * &full).amax() < 1e-14);
            let mut sum = DMatrix::zeros(5, rows);
            form.add_before(1.0, (&right.transpose()).into(), true, sum.as_mut_slice());
            assert_eq!(sum, right.transpose() * full.transpose());
            let other = MatrixForm::of(&full.transpose());
            for (a, b) in [(&form, &other), (&other, &form)] {
                let product = a.times(b);
                assert!(matches!(product, MatrixForm::Diagonal { .. }));
                assert_eq!(product.to_full(), a.to_full() * b.to_full());
            }
            let mixed = MatrixForm::of(&left).times(&form);
            assert_eq!(mixed.to_full(), &left * &full);
            checked += 1;
        }
        assert_eq!(checked, 5);
    }

    #[test]
    fn an_entry_beside_the_diagonal_makes_a_matrix_full() {
        let mut matrix = DMatrix::identity(3, 2);
        matrix[(2, 1)] = 1e-300;
        assert!(matches!(MatrixForm::of(&matrix), MatrixForm::Full(_)));
    }
}
