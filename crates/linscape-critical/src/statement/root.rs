//! Roots of any degree, and their powers.

/// `value^{1/degree}`; see [`root_power`].
///
/// # Panics
/// When the degree is 0.
///
/// # Examples
/// ```
/// assert_eq!(linscape_critical::root(9.0, 2), 3.0);
/// assert_eq!(linscape_critical::root(8.0, 3), 2.0);
/// ```
#[must_use]
pub fn root(value: f64, degree: usize) -> f64 {
    root_power(value, 1, degree)
}

/// `value^{power/degree}`, as exact at every size as it is for numbers near 1.
///
/// The exponent `1/3` is no floating-point number, and a power by it is wrong by `ln(value)` times that error: 276 times at
/// 1e120. So a power of two whose root is exact is taken out first.
///
/// # Edge cases
/// Zero and infinity keep their powers, and a negative number has none (NaN).
///
/// # Panics
/// When the degree is 0.
///
/// # Examples
/// ```
/// use linscape_critical::root_power;
/// assert_eq!(root_power(8.0, 2, 3), 4.0);
/// assert_eq!(root_power(4.0, 2, 4), 2.0);
/// assert_eq!(root_power(0.0, 2, 3), 0.0);
/// let third = root_power(2e120, 1, 3);
/// assert!((third * third * third / 2e120 - 1.0).abs() < 1e-15);
/// ```
#[must_use]
pub fn root_power(value: f64, power: usize, degree: usize) -> f64 {
    assert!(degree > 0, "a root has a degree");
    let exponent = power as f64 / degree as f64;
    let log = value.log2().floor();
    let (Ok(degree), true) = (i32::try_from(degree), log.is_finite()) else {
        return value.powf(exponent);
    };
    #[expect(clippy::cast_possible_truncation, reason = "at most 1075")]
    let taken = (log as i32).div_euclid(degree);
    // In two steps: the whole power of a subnormal number leaves the range.
    let half = degree * taken / 2;
    let near_one = value * 2_f64.powi(-half) * 2_f64.powi(half - degree * taken);
    let powers = i32::try_from(power).ok().and_then(|power| power.checked_mul(taken));
    near_one.powf(exponent) * powers.map_or(f64::NAN, |powers| 2_f64.powi(powers))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roots_of_powers_of_two_are_exact_at_every_size() {
        for degree in 3..=9 {
            let most = 1000 / degree;
            for exponent in -most..=most {
                let number = 2_f64.powi(exponent);
                let found = root(2_f64.powi(exponent * degree), degree.unsigned_abs() as usize);
                assert_eq!(found.to_bits(), number.to_bits(), "{degree}, 2^{exponent}");
            }
        }
        let smallest = 5e-324;
        assert!((root(smallest, 3).powi(3) / smallest - 1.0).abs() < 1e-14);
    }

    #[test]
    fn numbers_without_a_root_have_none() {
        assert!(root(-1.0, 3).is_nan() && root(f64::NAN, 3).is_nan());
        assert!(root(f64::INFINITY, 5).is_infinite());
        assert_eq!(root_power(0.0, 0, 3).to_bits(), 1_f64.to_bits());
    }
}
