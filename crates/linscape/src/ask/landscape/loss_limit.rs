//! The loss that values lie below.

use linscape_critical::{
    ExactNumberError, FamiliesBelow, Observer, Problem, ValuesError, families_below, parse_exact,
};
use linscape_formats::BelowLoss;
use num_rational::BigRational;
use num_traits::ToPrimitive;
use std::str::FromStr;

/// A loss, as a decimal or a fraction, kept exact.
///
/// # Examples
/// ```
/// use linscape::LossLimit;
/// assert_eq!("25/2".parse::<LossLimit>()?.loss, 12.5);
/// assert!("much".parse::<LossLimit>().is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct LossLimit {
    /// As it was written.
    pub text: String,
    /// The nearest double.
    pub loss: f64,
    exact: BigRational,
}

impl FromStr for LossLimit {
    type Err = ExactNumberError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let exact = parse_exact(text)?;
        let loss = exact.to_f64().unwrap_or(f64::INFINITY);
        Ok(Self { text: text.trim().to_owned(), loss, exact })
    }
}

impl LossLimit {
    /// Counts the families below.
    pub(super) fn families_below(
        &self,
        problem: &Problem,
        observer: &impl Observer,
    ) -> Result<BelowLoss, ValuesError> {
        families_below(problem, &self.exact, observer).map(|families| self.counting(families))
    }

    /// What was counted below it.
    pub(super) fn counting(&self, families: FamiliesBelow) -> BelowLoss {
        BelowLoss { text: self.text.clone(), loss: self.loss, families }
    }
}
