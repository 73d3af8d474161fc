//! Powers of two that bring numbers to size one without rounding.

/// A power of two: dividing by it changes no digit, so that what is decided about numbers of size
/// 10⁻¹²⁰ is what is decided about their multiples of size 1.
///
/// # Examples
/// ```
/// use linscape_critical::BinaryScale;
/// let scale = BinaryScale::of(3e-310);
/// let brought = scale.divide(3e-310);
/// assert!((1.0..2.0).contains(&brought));
/// assert_eq!(scale.multiply(brought), 3e-310);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct BinaryScale {
    exponent: i32,
}

impl BinaryScale {
    /// The largest power of two up to a size.
    ///
    /// # Edge cases
    /// 1 for zero and for what is not finite.
    #[must_use]
    pub fn of(size: f64) -> Self {
        let size = size.abs();
        if size == 0.0 || !size.is_finite() {
            return Self::default();
        }
        #[allow(clippy::cast_possible_truncation, reason = "-1074..1024")]
        let near = size.log2().floor() as i32;
        // A logarithm rounds: beside a power of two it may be off by one.
        let exact = (near - 1..=near + 1).rev().find(|&exponent| times(size, -exponent) >= 1.0);
        Self { exponent: exact.unwrap_or(near) }
    }

    /// `2^exponent`.
    #[must_use]
    pub fn of_exponent(exponent: i32) -> Self {
        Self { exponent }
    }

    /// `k` of `2^k`.
    #[must_use]
    pub fn exponent(self) -> i32 {
        self.exponent
    }

    /// The number over this power.
    #[must_use]
    pub fn divide(self, number: f64) -> f64 {
        times(number, -self.exponent)
    }

    /// The number times this power.
    #[must_use]
    pub fn multiply(self, number: f64) -> f64 {
        times(number, self.exponent)
    }
}

/// The Euclidean length of numbers whose squares may leave the range of doubles.
///
/// # Examples
/// ```
/// assert_eq!(linscape_critical::euclidean_length(&[3e-200, 4e-200]), 5e-200);
/// assert_eq!(linscape_critical::euclidean_length(&[]), 0.0);
/// ```
#[must_use]
pub fn euclidean_length(numbers: &[f64]) -> f64 {
    let largest = numbers.iter().fold(0.0_f64, |largest, number| largest.max(number.abs()));
    let scale = BinaryScale::of(largest);
    // The common case multiplies nothing, and rounds as a plain sum of squares does.
    if scale.exponent.abs() <= PLAIN {
        return numbers.iter().map(|number| number * number).sum::<f64>().sqrt();
    }
    let squares = numbers.iter().map(|&number| scale.divide(number).powi(2));
    scale.multiply(squares.sum::<f64>().sqrt())
}

/// Squares of numbers whose largest is at most `2^±400` neither overflow nor vanish beside its own.
const PLAIN: i32 = 400;

/// `number · 2^exponent`, in steps none of which leaves the range of doubles before the whole does.
fn times(number: f64, exponent: i32) -> f64 {
    const STEP: i32 = 1000;
    let mut left = exponent;
    let mut number = number;
    while left.abs() > STEP {
        number *= 2_f64.powi(left.signum() * STEP);
        left -= left.signum() * STEP;
    }
    number * 2_f64.powi(left)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_of_all_doubles_are_brought_between_one_and_two() {
        for size in [5e-324, 1e-160, 0.999_999_999_999_999_9, 1.0, 2.0, 1e15, f64::MAX] {
            let scale = BinaryScale::of(size);
            assert!((1.0..2.0).contains(&scale.divide(size)), "{size}");
            assert_eq!(scale.multiply(scale.divide(size)).to_bits(), size.to_bits());
        }
        assert_eq!(BinaryScale::of(0.0).divide(7.0).to_bits(), 7_f64.to_bits());
    }
}
