//! Rows of a `.npy` file.

use crate::ReadFault;
use crate::arrays::npy::{NpyArray, NpyElement, NpyError, NpyHeader};
use crate::arrays::tables::TableOptions;
use linscape_critical::Precision;
use nalgebra::DMatrix;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::Path;

/// A `.npy` file of two dimensions (or one, a column) of numbers.
#[derive(Debug)]
pub(super) struct NpyBlocks {
    file: File,
    element: NpyElement,
    fortran_order: bool,
    rows: usize,
    columns: usize,
    /// Where the data begin.
    start: u64,
    next: usize,
}

/// Rows as bytes.
#[derive(Debug)]
pub(super) struct RowBytes {
    bytes: Vec<u8>,
    element: NpyElement,
    fortran_order: bool,
    rows: usize,
    columns: usize,
    /// Row of the first, from 0.
    first: usize,
}

impl NpyBlocks {
    /// `None` where columns are chosen: that takes the matrix as a whole.
    pub(super) fn open(path: &Path, options: &TableOptions) -> Result<Option<Self>, ReadFault> {
        /// More than any header that numpy writes.
        const LONGEST_HEADER: u64 = 1 << 17;
        if options.columns.is_some() || options.drop.is_some() {
            return Ok(None);
        }
        let mut file = File::open(path).map_err(ReadFault::Unreadable)?;
        let length = file.metadata().map_err(ReadFault::Unreadable)?.len();
        let mut beginning = Vec::new();
        file.by_ref()
            .take(LONGEST_HEADER)
            .read_to_end(&mut beginning)
            .map_err(ReadFault::Unreadable)?;
        let (header, rest) = NpyHeader::split(&beginning)?;
        let start = (beginning.len() - rest.len()) as u64;
        let shape = NpyArray::shape_of(&header, length - start)?;
        Ok(Some(Self {
            file,
            element: shape.element,
            fortran_order: header.fortran_order,
            rows: shape.rows,
            columns: shape.columns,
            start,
            next: 0,
        }))
    }

    pub(super) fn rows(&self) -> usize {
        self.rows
    }

    pub(super) fn columns(&self) -> usize {
        self.columns
    }

    pub(super) fn precision(&self) -> Precision {
        self.element.precision()
    }

    pub(super) fn progress(&self) -> (u64, u64) {
        let bytes = |rows: usize| (rows * self.columns * self.element.size) as u64;
        (bytes(self.next), bytes(self.rows))
    }

    pub(super) fn take(&mut self, rows: usize) -> io::Result<Option<RowBytes>> {
        let (first, rows) = (self.next, rows.min(self.rows - self.next));
        if rows == 0 {
            return Ok(None);
        }
        let size = self.element.size;
        let mut bytes = vec![0; rows * self.columns * size];
        if self.fortran_order {
            for (at, column) in bytes.chunks_exact_mut(rows * size).enumerate() {
                self.read_at(at * self.rows + first, column)?;
            }
        } else {
            self.read_at(first * self.columns, &mut bytes)?;
        }
        self.next += rows;
        let (element, fortran_order, columns) = (self.element, self.fortran_order, self.columns);
        Ok(Some(RowBytes { bytes, element, fortran_order, rows, columns, first }))
    }

    fn read_at(&mut self, element: usize, bytes: &mut [u8]) -> io::Result<()> {
        let at = self.start + element as u64 * self.element.size as u64;
        self.file.seek(SeekFrom::Start(at))?;
        self.file.read_exact(bytes)
    }
}

impl RowBytes {
    pub(super) fn rows(&self) -> usize {
        self.rows
    }

    pub(super) fn matrix(self) -> Result<DMatrix<f64>, NpyError> {
        let numbers = self.element.numbers(&self.bytes);
        let Some(numbers) = numbers else {
            unreachable!("the element was checked with the header")
        };
        drop(self.bytes);
        let matrix = if self.fortran_order {
            DMatrix::from_vec(self.rows, self.columns, numbers)
        } else {
            DMatrix::from_row_slice(self.rows, self.columns, &numbers)
        };
        if let Some(at) = matrix.iter().position(|value| !value.is_finite()) {
            let (row, column) = (at % self.rows, at / self.rows);
            let value = matrix[(row, column)];
            return Err(NpyError::NotFinite {
                row: self.first + row + 1,
                column: column + 1,
                value,
            });
        }
        Ok(matrix)
    }
}
