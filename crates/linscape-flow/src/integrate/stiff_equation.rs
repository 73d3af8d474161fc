//! What an implicit integrator asks of an equation.

use nalgebra::DMatrix;

/// An autonomous equation `ẏ = f(y)` whose Jacobian has real eigenvalues; in the coordinates of its states it need not be
/// symmetric.
pub(crate) trait StiffEquation {
    /// Length of a state.
    fn order(&self) -> usize;

    /// Writes `f(y)`.
    fn velocity(&mut self, state: &[f64], velocity: &mut [f64]);

    /// From now on errors are measured against what a state of this size may have.
    fn measure_at(&mut self, state: &[f64]);

    /// The size of an error; 1 is what the tolerances allow.
    fn size(&self, error: &[f64]) -> f64;

    /// Takes the Jacobian at a state. The equation may turn its coordinates to do so, and then
    /// rewrites the columns of `carried`, which are states or differences of states.
    fn linearise(&mut self, state: &[f64], carried: &mut DMatrix<f64>);

    /// Prepares to solve with `I − c ∂f`.
    fn prepare(&mut self, c: f64);

    /// `(I − c ∂f)⁻¹ b`, as exactly as is worth it; whether it was found.
    fn solve(&mut self, right: &[f64], solution: &mut [f64]) -> bool;

    /// Asks for more exact solutions until the next Jacobian; whether there are any.
    fn insist(&mut self) -> bool;
}
