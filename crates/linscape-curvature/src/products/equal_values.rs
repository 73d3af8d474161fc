//! Which eigenvalues are listed as one.

/// Relative to the largest eigenvalue: values this close are listed as one, of one sign.
const EQUAL: f64 = 1e-9;

/// Relative to the largest eigenvalue: decompositions of any order round zeros to less.
const ZERO: f64 = 1e-13;

/// What makes two eigenvalues of a list one row.
#[derive(Debug, Clone, Copy)]
pub(crate) struct EqualValues {
    width: f64,
    error: f64,
}

impl EqualValues {
    /// For values up to `largest` in size of a Hessian of this order, each known to an error.
    pub(crate) fn new(largest: f64, order: usize, error: f64) -> Self {
        let rounding = largest * (order as f64 * f64::EPSILON).max(ZERO);
        Self { width: EQUAL * largest, error: error.max(rounding) }
    }

    /// How far values of a row may be apart.
    pub(crate) fn width(self) -> f64 {
        self.width
    }

    /// Whether a value belongs to the row that begins with a smaller one. Values of different signs, or zero to their
    /// error and not, never do: a mean of them would count as one sign.
    pub(crate) fn are_one(self, first: f64, next: f64) -> bool {
        next - first <= self.width && self.sign(first) == self.sign(next)
    }

    fn sign(self, value: f64) -> i8 {
        i8::from(value > self.error) - i8::from(value < -self.error)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_has_one_sign() {
        let equal = EqualValues::new(1e12, 20, 0.0);
        assert!(equal.are_one(30.0, 130.0) && equal.are_one(-130.0, -30.0));
        assert!(!equal.are_one(-12.0, 30.0) && !equal.are_one(-0.05, 30.0));
        assert!(equal.are_one(-0.05, 0.05) && !equal.are_one(30.0, 1100.0));
        // Within their error numbers have no sign.
        assert!(EqualValues::new(1e12, 20, 50.0).are_one(-12.0, 30.0));
    }
}
