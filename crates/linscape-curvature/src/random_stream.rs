//! Reproducible random numbers and matrices.

use linscape_lapack::{DecompositionError, multiply, multiply_transposed, thin_qr};
use nalgebra::DMatrix;
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

/// Random numbers from ChaCha20, one stream a name: the same seed and name give the same numbers,
/// and other names give independent ones, in whatever order they are asked for.
///
/// # Examples
/// ```
/// use linscape_curvature::RandomStream;
/// let mut once = RandomStream::new(7, "first point");
/// let mut again = RandomStream::new(7, "first point");
/// assert_eq!(once.uniform(), again.uniform());
/// assert_ne!(once.uniform(), RandomStream::new(7, "second point").uniform());
/// ```
#[derive(Debug, Clone)]
pub struct RandomStream {
    generator: ChaCha20Rng,
}

/// An invertible matrix together with its inverse.
#[derive(Debug, Clone)]
pub(crate) struct Invertible {
    pub matrix: DMatrix<f64>,
    pub inverse: DMatrix<f64>,
}

impl RandomStream {
    /// The stream with this name.
    #[must_use]
    pub fn new(seed: u64, name: &str) -> Self {
        // FNV-1a: short, fixed for ever, and streams need no more than distinct numbers.
        let hash = name.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        });
        let mut generator = ChaCha20Rng::seed_from_u64(seed);
        generator.set_stream(hash);
        Self { generator }
    }

    /// A number from the uniform distribution on `[0, 1)`.
    pub fn uniform(&mut self) -> f64 {
        (self.generator.next_u64() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// A number below `bound`, each about equally likely.
    ///
    /// # Panics
    /// When the bound is 0.
    pub fn below(&mut self, bound: usize) -> usize {
        let draw = u128::from(self.generator.next_u64()) * bound as u128;
        usize::try_from(draw >> 64).expect("a number below a usize")
    }

    /// A number from the standard normal distribution (Box–Muller).
    pub fn normal(&mut self) -> f64 {
        let radius = (-2.0 * (1.0 - self.uniform()).ln()).sqrt();
        radius * (std::f64::consts::TAU * self.uniform()).cos()
    }

    /// A matrix with independent standard normal entries.
    pub fn gaussian(&mut self, rows: usize, columns: usize) -> DMatrix<f64> {
        DMatrix::from_fn(rows, columns, |_, _| self.normal())
    }

    /// A random orthogonal matrix.
    pub(crate) fn orthogonal(&mut self, order: usize) -> Result<DMatrix<f64>, DecompositionError> {
        let gaussian = self.gaussian(order, order);
        if order == 0 { Ok(gaussian) } else { Ok(thin_qr(gaussian)?.q) }
    }

    /// A random matrix with singular values between ½ and 2.
    pub(crate) fn well_conditioned(
        &mut self,
        order: usize,
    ) -> Result<Invertible, DecompositionError> {
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

    #[test]
    fn normal_numbers_have_mean_zero_and_variance_one() {
        let mut stream = RandomStream::new(2, "normal");
        let numbers: Vec<f64> = (0..20_000).map(|_| stream.normal()).collect();
        let mean = numbers.iter().sum::<f64>() / 20_000.0;
        let variance = numbers.iter().map(|number| number * number).sum::<f64>() / 20_000.0;
        assert!(mean.abs() < 0.03 && (variance - 1.0).abs() < 0.04, "{mean}, {variance}");
    }
}
