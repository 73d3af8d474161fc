//! What an integration cost.

use std::ops::Add;

/// Counts of the work of an integration.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Work {
    /// Accepted steps.
    pub steps: u64,
    /// Steps that were tried again, shorter.
    pub rejected: u64,
    /// Evaluations of the flow.
    pub evaluations: u64,
    /// Hessians taken.
    pub linearisations: u64,
    /// Preparations of `I + c H` for another `c`.
    pub factorisations: u64,
    /// Products with the Hessian.
    pub products: u64,
}

impl Add for Work {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            steps: self.steps + other.steps,
            rejected: self.rejected + other.rejected,
            evaluations: self.evaluations + other.evaluations,
            linearisations: self.linearisations + other.linearisations,
            factorisations: self.factorisations + other.factorisations,
            products: self.products + other.products,
        }
    }
}
