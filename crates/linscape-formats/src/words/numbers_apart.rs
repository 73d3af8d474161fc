//! Numbers with as many digits as tell them apart.

use super::subset_text::{DIGITS, number_text, number_text_to};
use num_rational::BigRational;
use num_traits::{Signed, ToPrimitive, Zero};
use std::cmp::Ordering;

/// A list of numbers that people read beside each other: those that differ are written differently, with
/// six significant digits where these suffice and with more only where they do not.
///
/// # Examples
/// ```
/// use linscape_formats::NumbersApart;
/// let losses = NumbersApart::of([0.5, 0.5000001, 7.0]);
/// assert_eq!(losses.text(0.5), "0.5");
/// assert_eq!(losses.text(0.5000001), "0.5000001");
/// assert_eq!(losses.text(7.0), "7");
/// ```
#[derive(Debug, Clone, Default)]
pub struct NumbersApart {
    /// Increasing, each once.
    sorted: Vec<Told>,
}

/// A number, exact where that is known.
#[derive(Debug, Clone)]
struct Told {
    value: f64,
    exact: Option<BigRational>,
}

/// A double has no more digits.
const DIGITS_OF_DOUBLE: usize = 17;

/// Exact numbers that agree in so many digits are written alike.
const MOST_DIGITS: usize = 40;

impl NumbersApart {
    /// Of doubles; what is no number is left out.
    pub fn of(values: impl IntoIterator<Item = f64>) -> Self {
        Self::of_exact(values.into_iter().map(|value| (value, None)))
    }

    /// Of numbers that may be known exactly: those that are the same as doubles are told apart too.
    pub fn of_exact(values: impl IntoIterator<Item = (f64, Option<BigRational>)>) -> Self {
        let told = |(value, exact): (f64, _)| value.is_finite().then_some(Told { value, exact });
        let mut sorted: Vec<Told> = values.into_iter().filter_map(told).collect();
        sorted.sort_by(Told::order);
        sorted.dedup_by(|a, b| a.order(b).is_eq());
        Self { sorted }
    }

    /// One of the numbers, or another one, which is told from all of them.
    #[must_use]
    pub fn text(&self, value: f64) -> String {
        self.text_of(&Told { value, exact: None })
    }

    /// The same of one that may be known exactly.
    #[must_use]
    pub fn exact_text(&self, value: f64, exact: Option<&BigRational>) -> String {
        self.text_of(&Told { value, exact: exact.cloned() })
    }

    fn text_of(&self, told: &Told) -> String {
        if !told.value.is_finite() {
            return number_text(told.value);
        }
        let below = self.sorted.partition_point(|other| other.order(told).is_lt());
        let above = self.sorted[below..].iter().find(|other| other.order(told).is_gt());
        let beside: Vec<&Told> =
            below.checked_sub(1).map(|at| &self.sorted[at]).into_iter().chain(above).collect();
        (DIGITS..=MOST_DIGITS)
            .map(|digits| (digits, told.text_to(digits)))
            .find(|(digits, text)| beside.iter().all(|other| other.text_to(*digits) != *text))
            .map_or_else(|| number_text(told.value), |(_, text)| text)
    }
}

impl Told {
    fn order(&self, other: &Self) -> Ordering {
        match (&self.exact, &other.exact) {
            (Some(own), Some(theirs)) => own.cmp(theirs),
            _ => self.value.total_cmp(&other.value),
        }
    }

    fn text_to(&self, digits: usize) -> String {
        match &self.exact {
            Some(exact) if digits > DIGITS_OF_DOUBLE => {
                decimal_to(exact, digits).unwrap_or_else(|| number_text(self.value))
            }
            _ => number_text_to(self.value, digits.min(DIGITS_OF_DOUBLE)),
        }
    }
}

/// An exact number rounded to so many digits.
fn decimal_to(exact: &BigRational, digits: usize) -> Option<String> {
    if exact.is_zero() {
        return Some("0".to_owned());
    }
    let places = i32::try_from(digits).ok()?;
    let ten = BigRational::from_integer(10.into());
    // The logarithm may be off by one at a power of ten.
    #[allow(clippy::cast_possible_truncation, reason = "an exponent of a double")]
    let mut exponent = exact.abs().to_f64()?.log10().floor() as i32;
    let scaled = |exponent: i32| {
        let rounded = (exact.abs() * ten.pow(places - 1 - exponent)).round();
        rounded.to_integer().to_string()
    };
    let mut whole = scaled(exponent);
    if whole.len() != digits {
        exponent += if whole.len() > digits { 1 } else { -1 };
        whole = scaled(exponent);
    }
    let sign = if exact.is_negative() { "-" } else { "" };
    let text = if (0..places).contains(&exponent) {
        let (before, after) = whole.split_at(usize::try_from(exponent).ok()? + 1);
        format!("{before}.{after}")
    } else if (-4..0).contains(&exponent) {
        format!("0.{}{whole}", "0".repeat(usize::try_from(-exponent - 1).ok()?))
    } else {
        let (first, rest) = whole.split_at(1);
        let mantissa = format!("{first}.{rest}");
        return Some(format!("{sign}{}e{exponent}", super::subset_text::trimmed(&mantissa)));
    };
    Some(format!("{sign}{}", super::subset_text::trimmed(&text)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use linscape_critical::parse_exact;

    #[test]
    fn numbers_that_differ_are_written_differently() {
        let values =
            [1.0, 1.0 + f64::EPSILON, 1.0 + 2.0 * f64::EPSILON, 2.0, 2.00001, 1e9, 1e9 + 0.5];
        let apart = NumbersApart::of(values);
        let texts: Vec<String> = values.iter().map(|&value| apart.text(value)).collect();
        assert_eq!(texts[3..], ["2", "2.00001", "1000000000", "1000000000.5"]);
        for (at, text) in texts.iter().enumerate() {
            assert!(!texts[..at].contains(text), "{texts:?}");
        }
        assert_eq!(NumbersApart::of([16.0, 16.0]).text(16.0), "16");
        assert_eq!(NumbersApart::default().text(1.0 / 3.0), "0.333333");
    }

    #[test]
    fn exact_numbers_are_told_apart_beyond_doubles() {
        let read = |text| parse_exact(text).expect("exact");
        let texts = ["1", "1.00000000000000000001", "-1e-30", "0", "123456.5"];
        let apart = NumbersApart::of_exact(
            texts.map(|text| (read(text).to_f64().expect("finite"), Some(read(text)))),
        );
        let said = texts.map(|text| {
            let exact = read(text);
            apart.exact_text(exact.to_f64().expect("finite"), Some(&exact))
        });
        assert_eq!(said, ["1", "1.00000000000000000001", "-1e-30", "0", "123457"]);
    }
}
