//! Subsets, losses and spectra as people write them.

/// A 1-based sorted subset: `∅`, `{1,3}`, and `{1-16,18}` for runs of four and more.
///
/// # Examples
/// ```
/// use linscape_formats::subset_text;
/// assert_eq!(subset_text(&[]), "∅");
/// assert_eq!(subset_text(&[1, 2, 4]), "{1,2,4}");
/// assert_eq!(subset_text(&[1, 2, 3, 4, 6]), "{1-4,6}");
/// ```
#[must_use]
pub fn subset_text(indices: &[usize]) -> String {
    if indices.is_empty() {
        return "∅".to_owned();
    }
    let runs = indices.chunk_by(|a, b| a + 1 == *b);
    let texts = runs.flat_map(|run| match run {
        [first, _, .., last] if run.len() >= 4 => vec![format!("{first}-{last}")],
        short => short.iter().map(ToString::to_string).collect(),
    });
    format!("{{{}}}", texts.collect::<Vec<_>>().join(","))
}

/// A number with at most six significant digits, without trailing zeros.
///
/// # Examples
/// ```
/// use linscape_formats::number_text;
/// assert_eq!(number_text(12.5), "12.5");
/// assert_eq!(number_text(0.1 + 0.2), "0.3");
/// assert_eq!(number_text(1234567.0), "1.23457e6");
/// assert_eq!(number_text(2e-9), "2e-9");
/// // What left the range of doubles has no digits.
/// assert_eq!(number_text(f64::NEG_INFINITY), "below -1.8e308");
/// ```
#[must_use]
pub fn number_text(value: f64) -> String {
    number_text_to(value, DIGITS)
}

/// Significant digits that people read.
pub(super) const DIGITS: usize = 6;

/// The same with at most so many significant digits.
pub(super) fn number_text_to(value: f64, digits: usize) -> String {
    if value == 0.0 {
        return "0".to_owned();
    }
    if value.is_infinite() {
        return if value > 0.0 { "above 1.8e308" } else { "below -1.8e308" }.to_owned();
    }
    let scientific = format!("{:.*e}", digits - 1, value);
    let Some((mantissa, exponent)) = scientific.split_once('e') else { return scientific };
    let exponent: i32 = exponent.parse().unwrap_or(0);
    let places = i32::try_from(digits).unwrap_or(i32::MAX);
    if (-4..places).contains(&exponent) {
        let decimals = (places - 1 - exponent).unsigned_abs() as usize;
        return trimmed(&format!("{value:.decimals$}")).to_owned();
    }
    format!("{}e{exponent}", trimmed(mantissa))
}

pub(super) fn trimmed(decimal: &str) -> &str {
    if decimal.contains('.') {
        decimal.trim_end_matches('0').trim_end_matches('.')
    } else {
        decimal
    }
}
