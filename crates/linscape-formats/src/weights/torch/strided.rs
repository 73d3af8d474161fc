//! Views of stored numbers as matrices.

use linscape_critical::room_for;
use nalgebra::DMatrix;
use rayon::prelude::*;

use crate::weights::brain_float;
use crate::weights::pickle::Strided;
use crate::weights::pickle::{Element, half};
use crate::weights::torch::TorchFault;

/// Rows and columns of the blocks that are copied at a time, so that neither side is read or written
/// a cache line at a time for a single number.
const BLOCK: usize = 32;

/// The matrix that a view of rows and columns is, or the column that a view of numbers is, from the bytes of its storage; none if the elements
/// are no floating numbers. `view.fits()`, and `data` has the storage's length.
pub(super) fn matrix(view: &Strided, data: &[u8]) -> Result<Option<DMatrix<f64>>, TorchFault> {
    let (rows, columns, down, along) = match (&view.shape[..], &view.strides[..]) {
        (&[rows, columns], &[down, along]) => (rows, columns, down, along),
        (&[length], &[step]) => (length, 1, step, 0),
        _ => return Ok(None),
    };
    room_for("the numbers of a tensor", rows.saturating_mul(columns), 8)?;
    let place = Place { rows, columns, offset: view.storage.start + view.offset, down, along };
    Ok(match view.storage.element {
        Element::Double => Some(place.gather(data, f64::from_le_bytes)),
        Element::Single => Some(place.gather(data, |bytes| f64::from(f32::from_le_bytes(bytes)))),
        Element::Half => Some(place.gather(data, half)),
        Element::Brain => Some(place.gather(data, brain_float)),
        Element::Other { .. } => None,
    })
}

/// Where entry `(i, j)` lies: at `offset + i·down + j·along`.
struct Place {
    rows: usize,
    columns: usize,
    offset: usize,
    down: usize,
    along: usize,
}

impl Place {
    fn gather<const N: usize>(
        &self,
        data: &[u8],
        value: impl Fn([u8; N]) -> f64 + Sync,
    ) -> DMatrix<f64> {
        let (elements, _) = data.as_chunks::<N>();
        let mut numbers = vec![0.0; self.rows * self.columns];
        let block = (self.rows * BLOCK).max(1);
        numbers.par_chunks_mut(block).enumerate().for_each(|(block, part)| {
            for top in (0..self.rows).step_by(BLOCK) {
                let bottom = (top + BLOCK).min(self.rows);
                for (column, written) in (block * BLOCK..).zip(part.chunks_mut(self.rows)) {
                    let first = self.offset + column * self.along;
                    for (row, number) in (top..bottom).zip(&mut written[top..bottom]) {
                        *number = value(elements[first + row * self.down]);
                    }
                }
            }
        });
        DMatrix::from_vec(self.rows, self.columns, numbers)
    }
}
