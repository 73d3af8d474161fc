//! Decimal numbers and fractions, kept exact.

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{One, Zero, pow};
use thiserror::Error;

/// Largest power of ten that an exact number may carry: beyond it the digits alone would fill the
/// memory.
const LARGEST_EXPONENT: u32 = 2_000;

/// Why a text is no exact number.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ExactNumberError {
    /// Neither a decimal nor a fraction.
    #[error(
        "'{text}' is not a number; write a decimal (2.5, 1e-3), a fraction (5/2) or, as a singular value, a root (2*sqrt(3))"
    )]
    NotANumber {
        /// The text.
        text: String,
    },
    /// A fraction with denominator zero.
    #[error("'{text}' divides by zero")]
    DividesByZero {
        /// The text.
        text: String,
    },
    /// A root that is no real number.
    #[error("'{text}' is the root of a negative number")]
    RootOfNegative {
        /// The text.
        text: String,
    },
    /// An exponent that makes the exact number unreasonably long.
    #[error("the exponent of '{text}' is beyond ±{LARGEST_EXPONENT}")]
    ExponentTooLarge {
        /// The text.
        text: String,
    },
}

/// Reads `12`, `-0.75`, `1e-3` or `5/2` (decimals are allowed on both sides of the bar) without
/// rounding.
///
/// # Errors
/// When the text is none of these, divides by zero, or carries an exponent beyond ±2000.
///
/// # Examples
/// ```
/// use linscape_critical::parse_exact;
/// assert_eq!(parse_exact("2.50")?.to_string(), "5/2");
/// assert_eq!(parse_exact("5/2")?, parse_exact("25e-1")?);
/// # Ok::<(), linscape_critical::ExactNumberError>(())
/// ```
pub fn parse_exact(text: &str) -> Result<BigRational, ExactNumberError> {
    let text = text.trim();
    let Some((numerator, denominator)) = text.split_once('/') else {
        return parse_decimal(text, text);
    };
    let denominator = parse_decimal(denominator.trim(), text)?;
    if denominator.is_zero() {
        return Err(ExactNumberError::DividesByZero { text: text.to_owned() });
    }
    Ok(parse_decimal(numerator.trim(), text)? / denominator)
}

/// Reads a decimal; errors quote the `whole` text it is a part of.
fn parse_decimal(decimal: &str, whole: &str) -> Result<BigRational, ExactNumberError> {
    let not_a_number = || ExactNumberError::NotANumber { text: whole.to_owned() };
    let too_large = || ExactNumberError::ExponentTooLarge { text: whole.to_owned() };

    let (mantissa, exponent) = match decimal.split_once(['e', 'E']) {
        None => (decimal, 0),
        Some((mantissa, exponent)) => {
            let digits = exponent.trim_start_matches(['+', '-']);
            if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
                return Err(not_a_number());
            }
            (mantissa, exponent.parse::<i32>().map_err(|_| too_large())?)
        }
    };
    let (sign, unsigned) = match mantissa.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, mantissa.strip_prefix('+').unwrap_or(mantissa)),
    };
    let (whole_digits, fraction_digits) = unsigned.split_once('.').unwrap_or((unsigned, ""));
    let digits = format!("{whole_digits}{fraction_digits}");
    if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return Err(not_a_number());
    }
    let fraction_length = i32::try_from(fraction_digits.len()).map_err(|_| too_large())?;
    let exponent = exponent.checked_sub(fraction_length).ok_or_else(too_large)?;
    if exponent.unsigned_abs() > LARGEST_EXPONENT {
        return Err(too_large());
    }
    let digits: BigInt = digits.parse().map_err(|_| not_a_number())?;
    let scale = pow(BigInt::from(10), exponent.unsigned_abs() as usize);
    let (up, down) = if exponent < 0 { (BigInt::one(), scale) } else { (scale, BigInt::one()) };
    Ok(BigRational::new(digits * sign * up, down))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_and_fractions_are_read_without_rounding() {
        let cases = [
            ("3", "3"),
            (" 0.1 ", "1/10"),
            ("-.5", "-1/2"),
            ("+7.", "7"),
            ("1e3", "1000"),
            ("2.5E-2", "1/40"),
            ("1.5/0.5", "3"),
            ("0", "0"),
        ];
        for (text, expected) in cases {
            assert_eq!(parse_exact(text).expect(text).to_string(), expected, "{text}");
        }
    }

    #[test]
    fn what_is_no_number_is_refused() {
        for text in ["", "-", "1.2.3", "two", "1/", "/2", "1e", "e5", "0x10", "nan", "inf", "1 2"] {
            assert!(
                matches!(parse_exact(text), Err(ExactNumberError::NotANumber { .. })),
                "{text}"
            );
        }
        assert!(matches!(parse_exact("1/0"), Err(ExactNumberError::DividesByZero { .. })));
        assert!(matches!(parse_exact("1e99999"), Err(ExactNumberError::ExponentTooLarge { .. })));
        let beyond = "1e99999999999999999999";
        assert!(matches!(parse_exact(beyond), Err(ExactNumberError::ExponentTooLarge { .. })));
    }
}
