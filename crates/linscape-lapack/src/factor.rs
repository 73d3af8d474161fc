//! A matrix as it lies in memory.

use nalgebra::DMatrix;

/// A column-major matrix of shape `rows × columns` without gaps, to be read as it is or transposed.
///
/// It borrows a slice and not a matrix, so that a part of a long vector can be one.
#[derive(Debug, Clone, Copy)]
pub struct Factor<'a> {
    pub(crate) entries: &'a [f64],
    /// Shape in memory.
    pub(crate) rows: usize,
    pub(crate) columns: usize,
    pub(crate) is_transposed: bool,
}

impl<'a> Factor<'a> {
    /// The matrix whose columns follow each other in `entries`.
    ///
    /// # Panics
    /// When there are not `rows · columns` entries.
    ///
    /// # Examples
    /// ```
    /// use linscape_lapack::Factor;
    /// let row = Factor::new(&[1.0, 2.0], 2, 1).transposed();
    /// assert_eq!(row.shape(), (1, 2));
    /// ```
    #[must_use]
    pub fn new(entries: &'a [f64], rows: usize, columns: usize) -> Self {
        assert_eq!(entries.len(), rows * columns, "a {rows}×{columns} matrix");
        Self { entries, rows, columns, is_transposed: false }
    }

    /// The same matrix, read transposed.
    #[must_use]
    pub fn transposed(self) -> Self {
        Self { is_transposed: !self.is_transposed, ..self }
    }

    /// The entries as they lie in memory, column by column of the matrix that is not transposed.
    #[must_use]
    pub fn entries(&self) -> &'a [f64] {
        self.entries
    }

    /// An entry as it is read.
    #[cfg(not(feature = "lapack"))]
    pub(crate) fn at(&self, row: usize, column: usize) -> f64 {
        let (row, column) = if self.is_transposed { (column, row) } else { (row, column) };
        self.entries[column * self.rows + row]
    }

    /// Rows and columns as it is read.
    #[must_use]
    pub fn shape(&self) -> (usize, usize) {
        if self.is_transposed { (self.columns, self.rows) } else { (self.rows, self.columns) }
    }
}

impl<'a> From<&'a DMatrix<f64>> for Factor<'a> {
    fn from(matrix: &'a DMatrix<f64>) -> Self {
        Self::new(matrix.as_slice(), matrix.nrows(), matrix.ncols())
    }
}
