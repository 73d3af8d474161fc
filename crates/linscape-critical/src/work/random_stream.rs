//! Reproducible random numbers.

use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

/// Random numbers from ChaCha20, one stream a name: the same seed and name give the same numbers,
/// and other names give independent ones, in whatever order they are asked for.
///
/// # Examples
/// ```
/// use linscape_critical::RandomStream;
/// let mut once = RandomStream::new(7, "first point");
/// let mut again = RandomStream::new(7, "first point");
/// assert_eq!(once.uniform(), again.uniform());
/// assert_ne!(once.uniform(), RandomStream::new(7, "second point").uniform());
/// ```
#[derive(Debug, Clone)]
pub struct RandomStream {
    generator: ChaCha20Rng,
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
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn normal_numbers_have_mean_zero_and_variance_one() {
        let mut stream = RandomStream::new(2, "normal");
        let numbers: Vec<f64> = (0..20_000).map(|_| stream.normal()).collect();
        let mean = numbers.iter().sum::<f64>() / 20_000.0;
        let variance = numbers.iter().map(|number| number * number).sum::<f64>() / 20_000.0;
        assert!(mean.abs() < 0.03 && (variance - 1.0).abs() < 0.04, "{mean}, {variance}");
    }
}
