//! One point of the quotient space.

use num_rational::BigRational;

/// All critical points with one critical value: one point of the quotient space.
#[derive(Debug, Clone, PartialEq)]
pub struct Fiber {
    /// Position among the critical values, from 0; negative where the family's is.
    pub id: i64,
    /// The critical value (the lowest of the group when floating losses coincide).
    pub loss: f64,
    /// The critical value as a fraction, when the problem is exact.
    pub exact_loss: Option<BigRational>,
    /// Identifiers of its listed families, increasing.
    pub families: Vec<i64>,
}
