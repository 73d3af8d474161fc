//! Exact numbers as people read them.

use crate::number_text;
use linscape_critical::Surd;
use num_bigint::BigInt;
use num_integer::Integer;
use num_rational::BigRational;
use num_traits::{One, Signed, ToPrimitive, Zero};

/// Texts up to here are fractions unless a decimal is shorter.
const SHORT: usize = 5;

/// A longer number is not read digit by digit.
const LONGEST: usize = 40;

/// An exact number for people: a fraction, or the decimal of the same value where that is shorter (and
/// for long ones no longer); `1e100` for zeros, and `≈` where there are more digits than one reads. JSON
/// has the fraction.
///
/// # Examples
/// ```
/// use linscape_critical::parse_exact;
/// use linscape_formats::exact_text;
/// let said = |text| Ok::<_, linscape_critical::ExactNumberError>(exact_text(&parse_exact(text)?));
/// assert_eq!(said("2.5")?, "5/2");
/// assert_eq!(said("100000.5")?, "100000.5");
/// assert_eq!(said("1/3")?, "1/3");
/// assert_eq!(said("1e100")?, "1e100");
/// # Ok::<(), linscape_critical::ExactNumberError>(())
/// ```
#[must_use]
pub fn exact_text(value: &BigRational) -> String {
    let fraction = value.to_string();
    let other = if value.is_integer() { powers_of_ten(value.numer()) } else { decimal(value) };
    let is_better = |text: &String| {
        text.len() < fraction.len() || text.len() == fraction.len() && fraction.len() > SHORT
    };
    let text = other.filter(is_better).unwrap_or(fraction);
    if text.len() <= LONGEST {
        return text;
    }
    if let Some(small) = small_decimal(value) {
        return small;
    }
    value.to_f64().map_or(text, |near| format!("≈ {}", number_text(near)))
}

/// The same of a root, which stays one.
pub(crate) fn surd_text(value: &Surd) -> String {
    if let Some(root) = value.root() {
        return exact_text(root);
    }
    let text = value.to_string();
    match value.to_f64() {
        Some(near) if text.len() > LONGEST => format!("≈ {}", number_text(near)),
        _ => text,
    }
}

/// `12e30` for what ends in zeros.
fn powers_of_ten(whole: &BigInt) -> Option<String> {
    let text = whole.to_string();
    let digits = text.trim_end_matches('0');
    let zeros = text.len() - digits.len();
    (zeros > SHORT && !whole.is_zero()).then(|| format!("{digits}e{zeros}"))
}

/// Most places of a decimal that is written with its power of ten: a double has no smaller one.
const SMALLEST: usize = 340;

/// `3e-120`, `2.5e-60`: a decimal of few digits that many zeros come before.
fn small_decimal(value: &BigRational) -> Option<String> {
    let (digits, places) = decimal_digits(value, SMALLEST)?;
    let digits = digits.trim_start_matches('0');
    let exponent = places.checked_sub(digits.len().checked_sub(1)?)?;
    if digits.len() > LONGEST / 2 {
        return None;
    }
    let (first, rest) = digits.split_at(1);
    let sign = if value.is_negative() { "-" } else { "" };
    let point = if rest.is_empty() { "" } else { "." };
    Some(format!("{sign}{first}{point}{rest}e-{exponent}"))
}

/// The decimal that is the number, if there is one.
fn decimal(value: &BigRational) -> Option<String> {
    let (digits, places) = decimal_digits(value, LONGEST)?;
    let (whole, part) = digits.split_at(digits.len() - places);
    let sign = if value.is_negative() { "-" } else { "" };
    Some(format!("{sign}{whole}.{part}"))
}

/// The digits of its decimal without sign and point, one before the point at least, and how many follow it: at most `most`.
fn decimal_digits(value: &BigRational, most: usize) -> Option<(String, usize)> {
    let (mut rest, mut places) = (value.denom().clone(), 0_usize);
    let powers = |rest: &mut BigInt, prime: u32| {
        let mut power = 0;
        loop {
            let (quotient, remainder) = rest.div_rem(&prime.into());
            if !remainder.is_zero() || power > most {
                return power;
            }
            *rest = quotient;
            power += 1;
        }
    };
    for prime in [2, 5] {
        places = places.max(powers(&mut rest, prime));
    }
    if !rest.is_one() || places > most {
        return None;
    }
    let scale = BigInt::from(10).pow(u32::try_from(places).ok()?);
    let digits = (value.abs() * BigRational::from_integer(scale)).to_integer().to_string();
    Some((format!("{digits:0>width$}", width = places + 1), places))
}

#[cfg(test)]
mod tests {
    use super::*;
    use linscape_critical::parse_exact;

    #[test]
    fn the_shorter_of_fraction_and_decimal_is_written() {
        let cases = [
            ("1/2", "1/2"),
            ("9/2", "9/2"),
            ("0.001", "0.001"),
            ("-12.75", "-51/4"),
            ("1000001/2", "500000.5"),
            ("22/7", "22/7"),
            ("1e-40", "1e-40"),
            ("-3e-120", "-3e-120"),
            ("2.5e-60", "2.5e-60"),
            ("0", "0"),
            ("120000", "120000"),
            ("3e30", "3e30"),
            ("123456789012345678901234567890123456789012345", "≈ 1.23457e44"),
        ];
        for (text, expected) in cases {
            assert_eq!(exact_text(&parse_exact(text).expect("exact")), expected, "{text}");
        }
        let root = Surd::parse("2*sqrt(3)").expect("exact");
        assert_eq!(surd_text(&root), "2*sqrt(3)");
    }
}
