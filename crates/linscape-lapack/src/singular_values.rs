//! Singular values alone.

use crate::DecompositionError;
use crate::error::require_decomposable;
use nalgebra::DMatrix;

/// The `min(m, n)` singular values of an `m × n` matrix, nonincreasing.
///
/// # Errors
/// When an entry is not finite, the iteration fails or LAPACK's indices overflow.
///
/// # Edge cases
/// A matrix without entries has no singular values; those of a zero matrix are zero without work.
///
/// # Complexity
/// `O(m n min(m, n))`, a fraction of [`thin_svd`](crate::thin_svd): no vectors are formed.
///
/// # Examples
/// ```
/// let a = nalgebra::DMatrix::from_row_slice(2, 3, &[0.0, 2.0, 0.0, 3.0, 0.0, 0.0]);
/// let values = linscape_lapack::singular_values(a)?;
/// assert!((values[0] - 3.0).abs() < 1e-14 && (values[1] - 2.0).abs() < 1e-14);
/// # Ok::<(), linscape_lapack::DecompositionError>(())
/// ```
pub fn singular_values(matrix: DMatrix<f64>) -> Result<Vec<f64>, DecompositionError> {
    let count = matrix.nrows().min(matrix.ncols());
    if count == 0 {
        return Ok(Vec::new());
    }
    require_decomposable(&matrix)?;
    if matrix.iter().all(|&entry| entry == 0.0) {
        return Ok(vec![0.0; count]);
    }
    imp::values(matrix)
}

#[cfg(feature = "lapack")]
mod imp {
    use super::{DMatrix, DecompositionError};

    #[allow(unsafe_code, reason = "the lapack crate has no safe interface")]
    pub(super) fn values(mut matrix: DMatrix<f64>) -> Result<Vec<f64>, DecompositionError> {
        let (rows, columns) = matrix.shape();
        let too_large = |_| DecompositionError::TooLarge { rows, columns };
        let (m, n) =
            (i32::try_from(rows).map_err(too_large)?, i32::try_from(columns).map_err(too_large)?);
        let count = rows.min(columns);
        let mut values = vec![0.0; count];
        let mut integers = vec![0; 8 * count];
        let mut info = 0;
        let mut call = |work: &mut [f64], length: i32| {
            // SAFETY: with job N the two factors are not referenced; the matrix holds m·n entries
            // without gaps, the values min(m, n), the integers 8·min(m, n), and `work` at least
            // `length`, which is −1 for the query and its answer afterwards.
            unsafe {
                lapack::dgesdd(
                    b'N',
                    m,
                    n,
                    matrix.as_mut_slice(),
                    m,
                    &mut values,
                    &mut [0.0],
                    1,
                    &mut [0.0],
                    1,
                    work,
                    length,
                    &mut integers,
                    &mut info,
                );
            }
        };
        let mut size = [0.0];
        call(&mut size, -1);
        #[allow(clippy::cast_possible_truncation, reason = "an integer LAPACK stores as a float")]
        let length = (size[0] as i32).max(1);
        call(&mut vec![0.0; length.unsigned_abs() as usize], length);
        if info != 0 {
            return Err(DecompositionError::NotConverged { routine: "dgesdd", rows, columns });
        }
        Ok(values)
    }
}

#[cfg(not(feature = "lapack"))]
mod imp {
    use super::{DMatrix, DecompositionError};

    pub(super) fn values(matrix: DMatrix<f64>) -> Result<Vec<f64>, DecompositionError> {
        Ok(crate::thin_svd(matrix)?.singular_values)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::thin_svd;

    #[test]
    fn they_are_those_of_the_decomposition_for_every_shape() {
        let mut checked = 0;
        for (rows, columns) in [(1, 1), (5, 5), (9, 4), (4, 9), (1, 6), (6, 1), (60, 45)] {
            let matrix =
                DMatrix::from_fn(rows, columns, |i, j| ((7 * i + 3 * j + i * j) % 11) as f64 - 5.0);
            let whole = thin_svd(matrix.clone()).expect("finite").singular_values;
            let alone = singular_values(matrix).expect("finite");
            assert_eq!(alone.len(), whole.len());
            for (a, b) in alone.iter().zip(&whole) {
                assert!((a - b).abs() < 1e-12 * whole[0], "{rows}×{columns}: {a} {b}");
            }
            checked += 1;
        }
        assert_eq!(checked, 7);
    }

    #[test]
    fn zeros_have_zeros_and_a_nan_is_refused() {
        assert_eq!(singular_values(DMatrix::zeros(3, 2)), Ok(vec![0.0; 2]));
        assert_eq!(singular_values(DMatrix::zeros(0, 2)), Ok(vec![]));
        let nan = DMatrix::from_element(1, 1, f64::NAN);
        assert_eq!(singular_values(nan), Err(DecompositionError::NotFinite { row: 1, column: 1 }));
    }
}
