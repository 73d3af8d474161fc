//! Linear systems with a positive definite matrix.

use nalgebra::{DMatrix, DVector};

#[cfg(feature = "lapack")]
type Decomposition = nalgebra_lapack::Cholesky<f64, nalgebra::Dyn>;
#[cfg(not(feature = "lapack"))]
type Decomposition = nalgebra::Cholesky<f64, nalgebra::Dyn>;

/// A symmetric positive definite `n × n` matrix `A = L Lᵀ`, decomposed once to solve with it often.
#[derive(Debug, Clone)]
pub struct DefiniteSystem {
    decomposition: Decomposition,
}

impl DefiniteSystem {
    /// Decomposes a symmetric matrix, of which the lower triangle is read; none when rounding does
    /// not let it appear positive definite, which no matrix with an entry that is not finite does.
    ///
    /// # Panics
    /// When the matrix is not square.
    ///
    /// # Complexity
    /// `n³/3` operations (LAPACK `dpotrf`).
    ///
    /// # Examples
    /// ```
    /// use linscape_lapack::DefiniteSystem;
    /// use nalgebra::{DMatrix, DVector};
    /// let matrix = |a, b| DMatrix::from_row_slice(2, 2, &[a, b, b, a]);
    /// let system = DefiniteSystem::new(matrix(2.0, 1.0)).expect("eigenvalues 1 and 3");
    /// let mut vector = DVector::from_vec(vec![3.0, 3.0]);
    /// system.solve(&mut vector);
    /// assert!((vector - DVector::from_element(2, 1.0)).amax() < 1e-15);
    /// assert!(DefiniteSystem::new(matrix(0.0, 1.0)).is_none());
    /// ```
    #[must_use]
    pub fn new(matrix: DMatrix<f64>) -> Option<Self> {
        assert!(matrix.is_square(), "a symmetric matrix is square, got {:?}", matrix.shape());
        // A decomposition need not notice what is not a number.
        let is_finite = matrix.iter().all(|entry| entry.is_finite());
        let decomposition = is_finite.then(|| Decomposition::new(matrix))??;
        Some(Self { decomposition })
    }

    /// Turns `b` into `A⁻¹ b`.
    ///
    /// # Panics
    /// When the vector is not of length `n`.
    ///
    /// # Complexity
    /// `2n²` operations.
    pub fn solve(&self, right: &mut DVector<f64>) {
        self.decomposition.solve_mut(right);
    }
}
