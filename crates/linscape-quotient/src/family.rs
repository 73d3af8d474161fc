//! One family of critical points.

use linscape_critical::SingularSubset;
use linscape_strata::{BalancedClassification, FamilyStrata};
use num_rational::BigRational;

/// All critical points that have learned one subset `J`: they share their loss and, up to the
/// choice among equal singular values, their end-to-end map.
#[derive(Debug, Clone, PartialEq)]
pub struct Family {
    /// Position in the order by loss (coinciding losses by count vector), from 0. Negative, `−1 −
    /// rank`, for a step of the greedy path whose position among very many families was not
    /// reached.
    pub id: i64,
    /// The modes learned.
    pub subset: SingularSubset,
    /// The critical value, in the problem's loss.
    pub loss: f64,
    /// The critical value as a fraction, when the problem is exact.
    pub exact_loss: Option<BigRational>,
    /// What its balanced representative is.
    pub balanced: BalancedClassification,
    /// How many strata it has, of which types, and its components, where they were counted
    /// ([`Landscape::with_strata`](crate::Landscape::with_strata)).
    pub strata: FamilyStrata,
    /// Identifier of the fiber that holds it.
    pub fiber: i64,
}
