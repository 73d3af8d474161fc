//! How precisely a column of decimals was written.

use linscape_critical::Precision;

/// Significant digits from which decimals are taken for rounded numbers; shorter ones are meant as
/// they stand, as prices and measurements are.
const FIRST_ROUNDED: usize = 5;
/// Digits that the shortest texts of `float32` have at most.
const DIGITS_OF_SINGLE: usize = 9;
/// Digits from which nothing is coarser than a double.
const DIGITS_OF_DOUBLE: usize = 16;

/// The digits met in the cells of a column.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct WrittenDigits {
    /// Most significant digits of a cell with a point or an exponent.
    digits: usize,
    /// The last place written: `10^−decimals`.
    decimals: i32,
    /// Cells with a point or an exponent.
    fractional: usize,
}

impl WrittenDigits {
    /// Takes note of a cell that is a number; says whether it has a point or an exponent.
    pub(crate) fn add(&mut self, cell: &str) -> bool {
        let (mantissa, exponent) = match cell.split_once(['e', 'E']) {
            Some((mantissa, exponent)) => {
                (mantissa, exponent.trim_end_matches('"').parse().unwrap_or(0_i32))
            }
            None => (cell, 0),
        };
        let point = mantissa.find('.');
        if point.is_none() && mantissa.len() == cell.len() {
            return false;
        }
        let mut significant = 0;
        let mut after_point = 0_i32;
        let mut is_after = false;
        for byte in mantissa.bytes() {
            match byte {
                b'.' => is_after = true,
                b'0'..=b'9' => {
                    after_point += i32::from(is_after);
                    significant += usize::from(byte != b'0' || significant > 0);
                }
                _ => {}
            }
        }
        self.digits = self.digits.max(significant);
        let decimals = after_point.saturating_sub(exponent);
        self.decimals = if self.fractional == 0 { decimals } else { self.decimals.max(decimals) };
        self.fractional += 1;
        true
    }

    /// The precision of the column, whose numbers are `values`.
    ///
    /// A cell was rounded to the column's last place, or to its number of digits: the larger of both
    /// is the error under either way of writing, and the column's precision is the ratio of norms.
    pub(crate) fn precision(&self, values: impl Iterator<Item = f64>) -> Precision {
        if self.fractional == 0 || !(FIRST_ROUNDED..DIGITS_OF_DOUBLE).contains(&self.digits) {
            return Precision::DOUBLE;
        }
        let places = i32::try_from(self.digits).unwrap_or(i32::MAX);
        let fixed = 10_f64.powi(-self.decimals);
        let (mut errors, mut norm) = (0.0, 0.0);
        for value in values.map(f64::abs).filter(|&value| value > 0.0) {
            #[allow(clippy::cast_possible_truncation, reason = "an exponent of a double")]
            let exponent = value.log10().floor() as i32;
            let last_digit = 10_f64.powi(exponent + 1 - places);
            errors += (fixed.max(last_digit) / value.max(f64::MIN_POSITIVE)).min(1.0).powi(2)
                * value
                * value;
            norm += value * value;
        }
        let spacing = if norm > 0.0 { f64::sqrt(errors / norm) } else { 0.0 };
        let found = Precision::of_unit_roundoff(0.5 * spacing);
        // The shortest texts of float32 have up to 9 digits, of which the last two say little.
        let is_single = self.digits > 7 && self.digits <= DIGITS_OF_SINGLE;
        if is_single { found.or_coarser(Precision::SINGLE) } else { found }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn precision(cells: &[&str]) -> Precision {
        let mut written = WrittenDigits::default();
        for cell in cells {
            written.add(cell);
        }
        written.precision(cells.iter().map(|cell| cell.parse().expect(cell)))
    }

    #[test]
    fn short_decimals_whole_numbers_and_doubles_are_as_exact_as_doubles() {
        for cells in [&["0.1", "0.3", "2.1"][..], &["123456", "7"], &["0.30000000000000004", "1.5"]]
        {
            assert_eq!(precision(cells), Precision::DOUBLE, "{cells:?}");
        }
    }

    #[test]
    fn six_digits_are_told_from_four_decimals() {
        // Six significant digits: the error goes with each number.
        let six = precision(&["1.23457", "0.00123457", "100.001"]).unit_roundoff();
        assert!((5e-7..=5e-6).contains(&six), "{six}");
        // Four decimals: the error is 5e-5 in every cell.
        let four = precision(&["3.0000", "4.0000"]).unit_roundoff();
        assert!((four - 2_f64.sqrt() * 5e-5 / 5.0).abs() < 1e-18, "{four}");
    }

    #[test]
    fn the_shortest_texts_of_float32_are_as_coarse_as_float32() {
        let nine = precision(&["0.12345679", "1.2345679", "1.23456789"]);
        assert_eq!(nine, Precision::SINGLE);
    }
}
