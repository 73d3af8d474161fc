//! Reproducible random matrices.

use linscape_critical::RandomStream;
use linscape_lapack::{DecompositionError, multiply, multiply_transposed, thin_qr};
use nalgebra::DMatrix;

/// An invertible matrix together with its inverse.
#[derive(Debug, Clone)]
pub struct Invertible {
    /// The matrix.
    pub matrix: DMatrix<f64>,
    /// Its inverse, made with it and not by inversion.
    pub inverse: DMatrix<f64>,
}

/// Random matrices from a [`RandomStream`], entries drawn column by column.
///
/// # Examples
/// ```
/// use linscape_critical::RandomStream;
/// use linscape_network::RandomMatrices as _;
/// let turn = RandomStream::new(7, "turn").orthogonal(3)?;
/// assert!((turn.transpose() * &turn).trace() - 3.0 < 1e-14);
/// # Ok::<(), linscape_lapack::DecompositionError>(())
/// ```
pub trait RandomMatrices {
    /// A matrix with independent standard normal entries.
    fn gaussian(&mut self, rows: usize, columns: usize) -> DMatrix<f64>;

    /// A random orthogonal matrix.
    ///
    /// # Errors
    /// When the decomposition of a Gaussian matrix fails.
    fn orthogonal(&mut self, order: usize) -> Result<DMatrix<f64>, DecompositionError>;

    /// A random matrix with singular values between ½ and 2.
    ///
    /// # Errors
    /// As [`RandomMatrices::orthogonal`].
    fn well_conditioned(&mut self, order: usize) -> Result<Invertible, DecompositionError>;
}

impl RandomMatrices for RandomStream {
    fn gaussian(&mut self, rows: usize, columns: usize) -> DMatrix<f64> {
        DMatrix::from_fn(rows, columns, |_, _| self.normal())
    }

    fn orthogonal(&mut self, order: usize) -> Result<DMatrix<f64>, DecompositionError> {
        let gaussian = self.gaussian(order, order);
        if order == 0 { Ok(gaussian) } else { Ok(thin_qr(gaussian)?.q) }
    }

    fn well_conditioned(&mut self, order: usize) -> Result<Invertible, DecompositionError> {
        let (left, right) = (self.orthogonal(order)?, self.orthogonal(order)?);
        let (mut scaled, mut inversely) = (left.clone(), left);
        for column in 0..order {
            let value = (2.0 * self.uniform() - 1.0).exp2();
            scaled.column_mut(column).scale_mut(value);
            inversely.column_mut(column).scale_mut(value.recip());
        }
        let inverse = multiply_transposed(&right, &inversely.transpose());
        Ok(Invertible { matrix: multiply(&scaled, &right), inverse })
    }
}

/// Completes orthonormal columns to an orthonormal basis.
///
/// # Errors
/// When the decomposition that orthogonalises the rest fails.
pub fn completed(
    columns: &DMatrix<f64>,
    stream: &mut RandomStream,
) -> Result<DMatrix<f64>, DecompositionError> {
    let (order, given) = columns.shape();
    let mut basis = columns.clone().resize_horizontally(order, 0.0);
    if given < order {
        basis.columns_mut(given, order - given).copy_from(&stream.gaussian(order, order - given));
        let q = thin_qr(basis.clone())?.q;
        basis.columns_mut(given, order - given).copy_from(&q.columns(given, order - given));
    }
    Ok(basis)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_well_conditioned_matrix_times_its_inverse_is_the_identity() {
        let mut stream = RandomStream::new(1, "inverse");
        for order in 0..6 {
            let pair = stream.well_conditioned(order).expect("converges");
            let product = &pair.matrix * &pair.inverse;
            assert!((product - DMatrix::<f64>::identity(order, order)).amax() < 1e-13);
        }
    }
}
