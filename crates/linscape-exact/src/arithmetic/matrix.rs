//! Matrices over a ring of exact numbers.

use std::ops::{Index, IndexMut, Neg};

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{NumRef, One, Zero};

/// Numbers a matrix can hold here: whole numbers and fractions of any size.
pub trait Entry: NumRef + Clone + Neg<Output = Self> {}
impl<T: NumRef + Clone + Neg<Output = T>> Entry for T {}

/// A dense matrix of exact numbers, row by row.
///
/// # Examples
/// ```
/// use linscape_exact::Matrix;
/// let turn = Matrix::from_rows(&[&[0, -1], &[1, 0]]);
/// assert_eq!(turn.times(&turn), Matrix::from_rows(&[&[-1, 0], &[0, -1]]));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Matrix<T> {
    rows: usize,
    columns: usize,
    entries: Vec<T>,
}

impl<T: Entry> Matrix<T> {
    /// The matrix with the given entries.
    pub fn from_fn(rows: usize, columns: usize, mut entry: impl FnMut(usize, usize) -> T) -> Self {
        let places = (0..rows).flat_map(|row| (0..columns).map(move |column| (row, column)));
        let entries = places.map(|(row, column)| entry(row, column)).collect();
        Self { rows, columns, entries }
    }

    /// The matrix with the given rows.
    ///
    /// # Panics
    /// When the rows differ in length.
    #[must_use]
    pub fn from_rows(rows: &[&[T]]) -> Self {
        let columns = rows.first().map_or(0, |row| row.len());
        assert!(rows.iter().all(|row| row.len() == columns), "rows of one length");
        Self::from_fn(rows.len(), columns, |row, column| rows[row][column].clone())
    }

    /// All entries zero.
    #[must_use]
    pub fn zeros(rows: usize, columns: usize) -> Self {
        Self { rows, columns, entries: vec![T::zero(); rows * columns] }
    }

    /// The identity.
    #[must_use]
    pub fn identity(order: usize) -> Self {
        Self::from_fn(order, order, |row, column| if row == column { T::one() } else { T::zero() })
    }

    /// Number of rows.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// Number of columns.
    #[must_use]
    pub fn columns(&self) -> usize {
        self.columns
    }

    /// All entries, row by row.
    #[must_use]
    pub fn entries(&self) -> &[T] {
        &self.entries
    }

    /// One row.
    #[must_use]
    pub fn row(&self, row: usize) -> &[T] {
        &self.entries[row * self.columns..(row + 1) * self.columns]
    }

    /// Every entry is zero.
    #[must_use]
    pub fn is_zero(&self) -> bool {
        self.entries.iter().all(T::is_zero)
    }

    /// The transpose.
    #[must_use]
    pub fn transposed(&self) -> Self {
        Self::from_fn(self.columns, self.rows, |row, column| self[(column, row)].clone())
    }

    /// The product with a matrix on the right.
    ///
    /// # Panics
    /// When the shapes do not fit.
    #[must_use]
    pub fn times(&self, right: &Self) -> Self {
        assert_eq!(self.columns, right.rows, "shapes fit");
        let mut product = Self::zeros(self.rows, right.columns);
        for row in 0..self.rows {
            for (inner, factor) in self.row(row).iter().enumerate() {
                if factor.is_zero() {
                    continue;
                }
                for (column, entry) in right.row(inner).iter().enumerate() {
                    if !entry.is_zero() {
                        let term = factor.clone() * entry;
                        let sum = &mut product.entries[row * right.columns + column];
                        *sum = std::mem::replace(sum, T::zero()) + term;
                    }
                }
            }
        }
        product
    }

    /// The sum.
    ///
    /// # Panics
    /// When the shapes differ.
    #[must_use]
    pub fn plus(&self, other: &Self) -> Self {
        assert_eq!((self.rows, self.columns), (other.rows, other.columns), "one shape");
        Self::from_fn(self.rows, self.columns, |row, column| {
            self[(row, column)].clone() + &other[(row, column)]
        })
    }

    /// The matrix times a number.
    #[must_use]
    pub fn scaled(&self, factor: &T) -> Self {
        Self::from_fn(self.rows, self.columns, |row, column| self[(row, column)].clone() * factor)
    }

    /// The difference.
    ///
    /// # Panics
    /// When the shapes differ.
    #[must_use]
    pub fn minus(&self, other: &Self) -> Self {
        self.plus(&other.scaled(&-T::one()))
    }

    /// `⟨A, B⟩ = tr AᵀB`.
    ///
    /// # Panics
    /// When the shapes differ.
    #[must_use]
    pub fn dot(&self, other: &Self) -> T {
        assert_eq!((self.rows, self.columns), (other.rows, other.columns), "one shape");
        let pairs = self.entries.iter().zip(&other.entries);
        pairs.fold(T::zero(), |sum, (left, right)| sum + left.clone() * right)
    }

    /// The matrix with every entry taken to another ring.
    pub fn map<S: Entry>(&self, mut to: impl FnMut(&T) -> S) -> Matrix<S> {
        Matrix {
            rows: self.rows,
            columns: self.columns,
            entries: self.entries.iter().map(&mut to).collect(),
        }
    }
}

impl<T> Index<(usize, usize)> for Matrix<T> {
    type Output = T;

    fn index(&self, (row, column): (usize, usize)) -> &T {
        debug_assert!(column < self.columns, "inside");
        &self.entries[row * self.columns + column]
    }
}

impl<T> IndexMut<(usize, usize)> for Matrix<T> {
    fn index_mut(&mut self, (row, column): (usize, usize)) -> &mut T {
        debug_assert!(column < self.columns, "inside");
        &mut self.entries[row * self.columns + column]
    }
}

/// The least common denominator `c` of all entries, and the whole numbers `c A`.
pub(crate) fn integral(matrix: &Matrix<BigRational>) -> (BigInt, Matrix<BigInt>) {
    let common = matrix.entries.iter().fold(BigInt::one(), |common, entry| {
        if (&common % entry.denom()).is_zero() {
            common
        } else {
            // The denominator of (entry's denominator / common) is what is missing.
            let missing = BigRational::new(entry.denom().clone(), common.clone());
            common * missing.numer()
        }
    });
    let whole = matrix.map(|entry| entry.numer() * (&common / entry.denom()));
    (common, whole)
}

/// The nonzero rows of the reduced row echelon form, and the columns of their leading ones.
pub(crate) fn reduced_rows(matrix: &Matrix<BigRational>) -> (Matrix<BigRational>, Vec<usize>) {
    let mut rows: Vec<Vec<BigRational>> =
        (0..matrix.rows).map(|row| matrix.row(row).to_vec()).collect();
    let mut leading = Vec::new();
    for column in 0..matrix.columns {
        let done = leading.len();
        let Some(found) = (done..rows.len()).find(|&row| !rows[row][column].is_zero()) else {
            continue;
        };
        rows.swap(done, found);
        let scale = rows[done][column].recip();
        for entry in &mut rows[done] {
            if !entry.is_zero() {
                *entry *= &scale;
            }
        }
        let pivot = rows[done].clone();
        for (row, entries) in rows.iter_mut().enumerate() {
            if row == done || entries[column].is_zero() {
                continue;
            }
            let factor = entries[column].clone();
            for (entry, above) in entries.iter_mut().zip(&pivot).skip(column) {
                if !above.is_zero() {
                    *entry -= &factor * above;
                }
            }
        }
        leading.push(column);
    }
    rows.truncate(leading.len());
    let columns = matrix.columns;
    let entries: Vec<BigRational> = rows.into_iter().flatten().collect();
    (Matrix { rows: leading.len(), columns, entries }, leading)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fraction(numerator: i64, denominator: i64) -> BigRational {
        BigRational::new(numerator.into(), denominator.into())
    }

    #[test]
    fn the_common_denominator_is_the_least() {
        let matrix = Matrix::from_rows(&[&[fraction(1, 6), fraction(3, 4), fraction(-2, 1)]]);
        let (common, whole) = integral(&matrix);
        assert_eq!(common, 12.into());
        assert_eq!(whole, Matrix::from_rows(&[&[2.into(), 9.into(), (-24).into()]]));
    }

    #[test]
    fn echelon_forms_show_relations_of_columns() {
        // The third column is the first plus twice the second.
        let whole = Matrix::from_rows(&[&[1, 2, 5], &[3, 5, 13], &[4, 7, 18]]);
        let (rows, leading) = reduced_rows(&whole.map(|&entry: &i64| fraction(entry, 1)));
        assert_eq!(leading, [0, 1]);
        assert_eq!(rows.map(|entry| entry.numer().clone()), {
            let expected = Matrix::from_rows(&[&[1, 0, 1], &[0, 1, 2]]);
            expected.map(|&entry: &i64| BigInt::from(entry))
        });
    }
}
