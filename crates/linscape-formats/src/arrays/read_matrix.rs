//! A matrix as it was read.

use crate::OptionName;
use crate::arrays::csv::CsvError;
use crate::arrays::tables::{TableNote, TableOptions};
use linscape_critical::Precision;
use nalgebra::DMatrix;

/// A matrix with what the reader knows beside its numbers.
#[derive(Debug, Clone, PartialEq)]
pub struct ReadMatrix {
    /// One sample a row.
    pub matrix: DMatrix<f64>,
    /// How precisely its numbers were stored.
    pub precision: Precision,
    /// What was taken for something else than data without being told.
    pub notes: Vec<TableNote>,
    /// The names of its columns, where a header has them.
    pub names: Option<Vec<String>>,
}

impl ReadMatrix {
    /// A matrix stored in a precision: whole numbers that the format holds exactly, such as pixels,
    /// were not rounded and count as doubles.
    ///
    /// # Examples
    /// ```
    /// use linscape_critical::Precision;
    /// use linscape_formats::ReadMatrix;
    /// let read = |entry| {
    ///     ReadMatrix::of(nalgebra::DMatrix::from_element(1, 1, entry), Precision::SINGLE).precision
    /// };
    /// assert_eq!((read(255.0), read(0.5)), (Precision::DOUBLE, Precision::SINGLE));
    /// ```
    #[must_use]
    pub fn of(matrix: DMatrix<f64>, precision: Precision) -> Self {
        let largest = 1.0 / precision.unit_roundoff();
        let is_exact = |entry: &f64| entry.fract() == 0.0 && entry.abs() < largest;
        let was_rounded = precision.is_coarse() && !matrix.iter().all(is_exact);
        let precision = if was_rounded { precision } else { Precision::DOUBLE };
        Self { matrix, precision, notes: Vec::new(), names: None }
    }

    /// The same with names of its columns.
    #[must_use]
    pub fn named(self, names: Option<Vec<String>>) -> Self {
        Self { names: names.filter(|names| names.len() == self.matrix.ncols()), ..self }
    }

    /// The columns that the options choose, by name where they have names, or by number.
    ///
    /// # Errors
    /// When one is not there, or none is left.
    pub fn choose(self, options: &TableOptions) -> Result<Self, CsvError> {
        let (width, names) = (self.matrix.ncols(), self.names.as_deref());
        let left_out = match &options.drop {
            Some(list) => list.positions(OptionName::Drop, names, width)?,
            None => vec![],
        };
        let chosen = match &options.columns {
            Some(list) => list.positions(OptionName::Columns, names, width)?,
            None if left_out.is_empty() => return Ok(self),
            None => (0..width).collect(),
        };
        let kept: Vec<usize> = chosen.into_iter().filter(|at| !left_out.contains(at)).collect();
        if kept.is_empty() {
            return Err(CsvError::NoColumnLeft);
        }
        let named = |names: Vec<String>| kept.iter().map(|&at| names[at].clone()).collect();
        let names = self.names.map(named);
        Ok(Self { matrix: self.matrix.select_columns(&kept), names, ..self })
    }
}
