//! Arrays in npy files, whatever they hold.

use linscape_critical::{Precision, room_for};
use nalgebra::DMatrix;
use rayon::prelude::*;

use crate::arrays::excerpt;
use crate::arrays::npy::{NpyElement, NpyError, NpyHeader};

/// An array of one or two dimensions whose data are all there.
#[derive(Debug)]
pub(crate) struct NpyArray<'a> {
    element: NpyElement,
    descr: String,
    fortran_order: bool,
    rows: usize,
    columns: usize,
    data: &'a [u8],
}

/// What a header says, checked against the length of the data.
#[derive(Debug, Clone, Copy)]
pub(crate) struct NpyShape {
    pub(crate) element: NpyElement,
    pub(crate) rows: usize,
    pub(crate) columns: usize,
}

impl<'a> NpyArray<'a> {
    /// The shape of a matrix of numbers with `present` bytes of data.
    pub(crate) fn shape_of(header: &NpyHeader, present: u64) -> Result<NpyShape, NpyError> {
        let descr = || NpyError::Element { descr: excerpt(&header.descr) };
        let element = NpyElement::from_descr(&header.descr).ok_or_else(descr)?;
        element.numbers(&[]).ok_or_else(descr)?;
        let shape = &header.shape;
        let (rows, columns) = match shape[..] {
            [rows] => (rows, 1),
            [rows, columns] => (rows, columns),
            _ => return Err(NpyError::Dimensions { shape: python_tuple(shape) }),
        };
        if rows == 0 || columns == 0 {
            return Err(NpyError::Empty { shape: python_tuple(shape) });
        }
        let count =
            rows.checked_mul(columns).and_then(|count| count.checked_mul(element.size as u64));
        let size = element.size;
        let present_here = usize::try_from(present).unwrap_or(usize::MAX);
        let wrong = || NpyError::Length { shape: python_tuple(shape), size, present: present_here };
        match (usize::try_from(rows), usize::try_from(columns)) {
            (Ok(rows), Ok(columns)) if count == Some(present) => {
                Ok(NpyShape { element, rows, columns })
            }
            _ => Err(wrong()),
        }
    }

    /// Reads the header and compares its shape with the data; allocates nothing of their size.
    pub(crate) fn parse(bytes: &'a [u8]) -> Result<Self, NpyError> {
        let (header, data) = NpyHeader::split(bytes)?;
        Self::of(header, data)
    }

    /// What stands under each first index of an array of two or three dimensions.
    pub(crate) fn each_slice<T>(
        bytes: &[u8],
        mut read: impl FnMut(NpyArray) -> Result<T, NpyError>,
    ) -> Result<Vec<T>, NpyError> {
        let (NpyHeader { descr, fortran_order, shape }, data) = NpyHeader::split(bytes)?;
        let dimensions = || NpyError::Dimensions { shape: python_tuple(&shape) };
        let (&count, rest) = shape.split_first().ok_or_else(dimensions)?;
        let count =
            usize::try_from(count).ok().filter(|&count| count > 0).ok_or_else(dimensions)?;
        let length = data.len() / count;
        let mut slice = |data: &[u8]| {
            let header = NpyHeader { descr: descr.clone(), fortran_order, shape: rest.to_vec() };
            read(NpyArray::of(header, data)?)
        };
        if !fortran_order || count == 1 {
            // What is left over makes the last one too long.
            let end = |at: usize| if at + 1 == count { data.len() } else { (at + 1) * length };
            return (0..count).map(|at| slice(&data[at * length..end(at)])).collect();
        }
        // In Fortran's order the first index runs fastest.
        let element = NpyElement::from_descr(&descr)
            .ok_or_else(|| NpyError::Element { descr: excerpt(&descr) })?;
        let gathered = |at: usize| -> Vec<u8> {
            data.chunks(element.size).skip(at).step_by(count).flatten().copied().collect()
        };
        (0..count).map(|at| slice(&gathered(at))).collect()
    }

    /// Compares what a header says with the data after it.
    pub(crate) fn of(header: NpyHeader, data: &'a [u8]) -> Result<Self, NpyError> {
        let NpyHeader { descr, fortran_order, shape } = header;
        let element = NpyElement::from_descr(&descr)
            .ok_or_else(|| NpyError::Element { descr: excerpt(&descr) })?;
        let (rows, columns) = match shape[..] {
            [rows] => (rows, 1),
            [rows, columns] => (rows, columns),
            _ => return Err(NpyError::Dimensions { shape: python_tuple(&shape) }),
        };
        if rows == 0 || columns == 0 {
            return Err(NpyError::Empty { shape: python_tuple(&shape) });
        }
        let size = element.size;
        let wrong_length =
            || NpyError::Length { shape: python_tuple(&shape), size, present: data.len() };
        let (Ok(rows), Ok(columns)) = (usize::try_from(rows), usize::try_from(columns)) else {
            return Err(wrong_length());
        };
        let claimed = rows.checked_mul(columns).and_then(|count| count.checked_mul(size));
        if claimed != Some(data.len()) {
            return Err(wrong_length());
        }
        Ok(Self { element, descr, fortran_order, rows, columns, data })
    }

    /// The entries as a matrix of finite doubles.
    pub(crate) fn matrix(&self) -> Result<DMatrix<f64>, NpyError> {
        // Twice: in the order of the file and in columns.
        room_for("the numbers of the array", self.rows.saturating_mul(self.columns), 16)?;
        let numbers = self.element.numbers(self.data).ok_or_else(|| self.wrong_element())?;
        if let Some(at) = numbers.iter().position(|number| !number.is_finite()) {
            return Err(self.not_finite(at, &numbers));
        }
        let numbers = if self.fortran_order {
            numbers
        } else {
            column_by_column(self.rows, self.columns, &numbers)
        };
        Ok(DMatrix::from_vec(self.rows, self.columns, numbers))
    }

    /// The first number in the order of rows that is not finite; `first` is the first in the order of the file.
    fn not_finite(&self, first: usize, numbers: &[f64]) -> NpyError {
        let place = |at: usize| {
            if self.fortran_order {
                (at % self.rows, at / self.rows)
            } else {
                (at / self.columns, at % self.columns)
            }
        };
        let others = (first..numbers.len()).filter(|&at| !numbers[at].is_finite());
        let at = others.min_by_key(|&at| place(at)).unwrap_or(first);
        let (row, column) = place(at);
        NpyError::NotFinite { row: row + 1, column: column + 1, value: numbers[at] }
    }

    /// The precision of the elements.
    pub(crate) fn precision(&self) -> Precision {
        self.element.precision()
    }

    /// The entries of a column, written out.
    pub(crate) fn column_of_texts(&self) -> Result<Vec<String>, NpyError> {
        if self.columns != 1 {
            let shape = python_tuple(&[self.rows, self.columns]);
            return Err(NpyError::NotAColumn { shape });
        }
        self.element.texts(self.data).ok_or_else(|| self.wrong_element())
    }

    fn wrong_element(&self) -> NpyError {
        NpyError::Element { descr: excerpt(&self.descr) }
    }
}

/// Rows and columns of the blocks that are copied at a time, so that neither side is read or written a cache line at a
/// time for a single number.
const BLOCK: usize = 32;

/// Numbers row by row, put column by column.
fn column_by_column(rows: usize, columns: usize, numbers: &[f64]) -> Vec<f64> {
    let mut found = vec![0.0; numbers.len()];
    found.par_chunks_mut(rows * BLOCK).enumerate().for_each(|(block, part)| {
        for top in (0..rows).step_by(BLOCK) {
            for (column, written) in (block * BLOCK..).zip(part.chunks_mut(rows)) {
                let bottom = (top + BLOCK).min(rows);
                for (row, number) in (top..bottom).zip(&mut written[top..bottom]) {
                    *number = numbers[row * columns + column];
                }
            }
        }
    });
    found
}

/// A shape as Python writes it: `()`, `(3,)`, `(3, 4)`.
fn python_tuple<T: ToString>(shape: &[T]) -> String {
    let extents: Vec<String> = shape.iter().map(T::to_string).collect();
    let comma = if extents.len() == 1 { "," } else { "" };
    format!("({}{comma})", extents.join(", "))
}
