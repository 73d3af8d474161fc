//! Eigenvalues and eigenvectors of a symmetric matrix.

use crate::DecompositionError;
use crate::error::require_decomposable;
use nalgebra::DMatrix;

/// `A = V diag(λ) Vᵀ` of a symmetric `n × n` matrix.
#[derive(Debug, Clone, PartialEq)]
pub struct SymmetricEigen {
    /// `n` eigenvalues, nondecreasing.
    pub values: Vec<f64>,
    /// `n × n`, column `j` belongs to `values[j]`.
    pub vectors: DMatrix<f64>,
}

/// All eigenvalues of a symmetric `n × n` matrix, nondecreasing; only the lower triangle is read.
///
/// # Errors
/// When an entry is not finite, the iteration fails or LAPACK's indices overflow.
///
/// # Panics
/// When the matrix is not square.
///
/// # Complexity
/// `O(n³)` (LAPACK `dsyevd` without vectors), in place of the given matrix.
///
/// # Examples
/// ```
/// let a = nalgebra::DMatrix::from_row_slice(2, 2, &[0.0, 1.0, 1.0, 0.0]);
/// let values = linscape_lapack::symmetric_eigenvalues(a)?;
/// assert!((values[0] + 1.0).abs() < 1e-14 && (values[1] - 1.0).abs() < 1e-14);
/// # Ok::<(), linscape_lapack::DecompositionError>(())
/// ```
pub fn symmetric_eigenvalues(matrix: DMatrix<f64>) -> Result<Vec<f64>, DecompositionError> {
    check(&matrix)?;
    solve(matrix, Wanted::Values).map(|eigen| eigen.values)
}

/// All eigenvalues and orthonormal eigenvectors of a symmetric `n × n` matrix; only the lower
/// triangle is read.
///
/// # Errors
/// As [`symmetric_eigenvalues`].
///
/// # Panics
/// When the matrix is not square.
///
/// # Complexity
/// `O(n³)`, in place of the given matrix and with `2n²` numbers of work space.
///
/// # Examples
/// ```
/// let a = nalgebra::DMatrix::from_row_slice(2, 2, &[2.0, 0.0, 0.0, 1.0]);
/// let eigen = linscape_lapack::symmetric_eigen(a)?;
/// assert_eq!(eigen.values, [1.0, 2.0]);
/// assert_eq!(eigen.vectors[(1, 0)].abs(), 1.0);
/// # Ok::<(), linscape_lapack::DecompositionError>(())
/// ```
pub fn symmetric_eigen(matrix: DMatrix<f64>) -> Result<SymmetricEigen, DecompositionError> {
    check(&matrix)?;
    solve(matrix, Wanted::ValuesAndVectors)
}

#[derive(Clone, Copy, PartialEq)]
enum Wanted {
    Values,
    ValuesAndVectors,
}

fn check(matrix: &DMatrix<f64>) -> Result<(), DecompositionError> {
    assert!(matrix.is_square(), "a symmetric matrix is square, got {:?}", matrix.shape());
    require_decomposable(matrix)
}

#[cfg(feature = "lapack")]
#[allow(unsafe_code, reason = "nalgebra-lapack 0.28 calls dsyev here, 6 to 10 times slower")]
fn solve(mut matrix: DMatrix<f64>, wanted: Wanted) -> Result<SymmetricEigen, DecompositionError> {
    let order = matrix.nrows();
    if order == 0 {
        return Ok(SymmetricEigen { values: Vec::new(), vectors: matrix });
    }
    let too_large = DecompositionError::TooLarge { rows: order, columns: order };
    let n = i32::try_from(order).map_err(|_| too_large)?;
    let job = if wanted == Wanted::Values { b'N' } else { b'V' };
    let mut values = vec![0.0; order];
    let mut call = |work: &mut [f64], work_size: i32, integers: &mut [i32], integers_size: i32| {
        let mut info = 0;
        // SAFETY: the matrix is n×n with leading dimension n, `values` has n entries and the work
        // arrays have the sizes passed (a query, -1, touches only their first entries).
        unsafe {
            lapack::dsyevd(
                job,
                b'L',
                n,
                matrix.as_mut_slice(),
                n,
                &mut values,
                work,
                work_size,
                integers,
                integers_size,
                &mut info,
            );
        }
        info
    };
    let (rows, columns) = (order, order);
    let failed = DecompositionError::NotConverged { routine: "dsyevd", rows, columns };
    let (mut size, mut integers_size) = ([0.0], [0]);
    if call(&mut size, -1, &mut integers_size, -1) != 0 {
        return Err(failed);
    }
    #[allow(clippy::cast_possible_truncation, reason = "an integer LAPACK stores as a float")]
    let (work_size, integers_size) = (size[0] as i32, integers_size[0]);
    let mut work = vec![0.0; work_size.unsigned_abs() as usize];
    let mut integers = vec![0; integers_size.unsigned_abs() as usize];
    if call(&mut work, work_size, &mut integers, integers_size) != 0 {
        return Err(failed);
    }
    Ok(SymmetricEigen { values, vectors: matrix })
}

/// By nalgebra, or by rotations where its answer is none: on matrices of low rank the entries left by
/// one reflection can be so small that their squares vanish, and the next reflection is then no
/// orthogonal map. Eigenvalues of such a matrix have another sum of squares than its entries, or its eigenvectors are not
/// orthonormal.
#[cfg(not(feature = "lapack"))]
fn solve(matrix: DMatrix<f64>, wanted: Wanted) -> Result<SymmetricEigen, DecompositionError> {
    let order = matrix.nrows();
    if order == 0 {
        return Ok(SymmetricEigen { values: Vec::new(), vectors: matrix });
    }
    // nalgebra reads both triangles; the contract is the lower one.
    let symmetric = DMatrix::from_fn(order, order, |i, j| matrix[(i.max(j), i.min(j))]);
    let eigen = symmetric.clone().try_symmetric_eigen(f64::EPSILON, 0);
    let (values, vectors) = match eigen {
        Some(eigen)
            if has_size(&symmetric, eigen.eigenvalues.as_slice())
                && is_orthonormal(&eigen.eigenvectors) =>
        {
            (eigen.eigenvalues.as_slice().to_vec(), eigen.eigenvectors)
        }
        _ => by_rotations(symmetric)?,
    };
    let mut by_value: Vec<usize> = (0..order).collect();
    by_value.sort_by(|&i, &j| values[i].total_cmp(&values[j]));
    let vectors = match wanted {
        Wanted::Values => DMatrix::zeros(0, 0),
        Wanted::ValuesAndVectors => vectors.select_columns(&by_value),
    };
    Ok(SymmetricEigen { values: by_value.iter().map(|&i| values[i]).collect(), vectors })
}

/// Whether the squares of the values add up to those of the entries, as far as rounding tells.
#[cfg(not(feature = "lapack"))]
fn has_size(symmetric: &DMatrix<f64>, values: &[f64]) -> bool {
    let largest = symmetric.amax();
    if largest == 0.0 {
        return true;
    }
    let size = |numbers: &[f64]| numbers.iter().map(|x| (x / largest).powi(2)).sum::<f64>();
    let (entries, found) = (size(symmetric.as_slice()), size(values));
    (entries - found).abs() <= 1e-10 * entries
}

/// Whether columns are orthonormal, as far as reflections are.
#[cfg(not(feature = "lapack"))]
fn is_orthonormal(vectors: &DMatrix<f64>) -> bool {
    let order = vectors.ncols();
    let gram = crate::multiply_transposed(vectors, vectors);
    (gram - DMatrix::identity(order, order)).amax() <= 1e-12 * (order as f64).max(10.0)
}

/// The singular values of `A + sI` less `s`, with `s` so large that it is positive definite: to
/// rounding of `s`, as any eigenvalue of `A` is.
#[cfg(not(feature = "lapack"))]
fn by_rotations(symmetric: DMatrix<f64>) -> Result<(Vec<f64>, DMatrix<f64>), DecompositionError> {
    let order = symmetric.nrows();
    let shift = 2.0 * symmetric.norm();
    let svd = crate::jacobi::jacobi_svd(symmetric + DMatrix::identity(order, order) * shift)?;
    Ok((svd.singular_values.iter().map(|value| value - shift).collect(), svd.u))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn vectors_diagonalise_and_values_agree_with_the_values_only_road() {
        let a = DMatrix::from_fn(12, 12, |i, j| ((i * j + i + j) % 7) as f64 - 3.0);
        let eigen = symmetric_eigen(a.clone()).expect("finite");
        let diagonal = eigen.vectors.transpose() * &a * &eigen.vectors;
        let values = symmetric_eigenvalues(a).expect("finite");
        for i in 0..12 {
            assert!((diagonal[(i, i)] - eigen.values[i]).abs() < 1e-11);
            assert!((values[i] - eigen.values[i]).abs() < 1e-11);
        }
        assert!(values.is_sorted());
    }

    #[test]
    fn a_matrix_of_low_rank_keeps_its_size() {
        // Powers of ten that fade: what reflections leave is too small to be squared.
        for order in [40, 90] {
            let column = DMatrix::from_fn(order, 1, |i, _| 1e3 * 10_f64.powf(-4.0 * i as f64));
            let a = &column * column.transpose() * 1e4;
            let exact = 1e4 * column.norm_squared();
            let eigen = symmetric_eigen(a.clone()).expect("finite");
            let largest = eigen.values[order - 1];
            assert!((largest / exact - 1.0).abs() < 1e-13, "{largest} {exact}");
            assert!(eigen.values[..order - 1].iter().all(|value| value.abs() < 1e-13 * exact));
            let gram = eigen.vectors.transpose() * &eigen.vectors;
            let off = (gram - DMatrix::<f64>::identity(order, order)).amax();
            assert!(off < 1e-12, "order {order}: {off:e}");
        }
    }

    #[test]
    fn a_zero_matrix_and_an_empty_one_are_fine() {
        assert_eq!(symmetric_eigenvalues(DMatrix::zeros(3, 3)), Ok(vec![0.0; 3]));
        assert_eq!(symmetric_eigenvalues(DMatrix::zeros(0, 0)), Ok(vec![]));
    }
}
