//! Room for the matrices that weights and their bases take.

use crate::{Limit, MatrixLimit};
use linscape_critical::{LARGEST_WORK, Problem, room_for};

/// Which matrices a task holds, in copies.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Matrices {
    /// Of all weights.
    pub(crate) weights: usize,
    /// Of a square matrix for each layer of neurons.
    pub(crate) squares: usize,
    /// Of the product of every run of layers.
    pub(crate) products: usize,
}

impl Matrices {
    /// Whether there is room for them.
    ///
    /// # Errors
    /// [`Limit::Memory`].
    pub(crate) fn check(self, problem: &Problem) -> Result<(), Limit> {
        self.check_widths(problem.architecture().widths())
    }

    /// The same for a network of these widths.
    ///
    /// # Errors
    /// [`Limit::Memory`].
    pub(crate) fn check_widths(self, widths: &[usize]) -> Result<(), Limit> {
        let product = |left: usize, right: usize| left.saturating_mul(right);
        let sum =
            |numbers: &mut dyn Iterator<Item = usize>| numbers.fold(0_usize, usize::saturating_add);
        let weights = sum(&mut widths.windows(2).map(|pair| product(pair[0], pair[1])));
        let squares = sum(&mut widths.iter().map(|&width| product(width, width)));
        let ends = product(widths[0], widths[widths.len() - 1]);
        let neurons = sum(&mut widths.iter().copied());
        // Every run of layers has a matrix: all pairs of widths, at most.
        let runs = if self.products > 0 { product(neurons, neurons) / 2 } else { 0 };
        let numbers = [
            product(self.weights, weights),
            product(self.squares, squares),
            product(self.products, runs),
            ends,
        ];
        room_for("weights and what is worked out from them", sum(&mut numbers.into_iter()), 8)
            .map_err(|need| Limit::Memory { need })
    }
}

/// Whether there is room to build a random point of a stratum and to measure its ranks.
///
/// # Errors
/// [`Limit::Memory`].
pub fn room_for_measured_point(problem: &Problem) -> Result<(), Limit> {
    Matrices { weights: 4, squares: 3, products: 2 }.check(problem)
}

/// Matrices of the Hessian's size that are held while its eigenvalues are found: itself, itself in
/// the data's coordinates, and what the decomposition needs.
const HESSIANS: usize = 3;

/// Whether there is room for a dense Hessian of that many parameters.
///
/// # Errors
/// [`Limit::Matrices`].
pub(crate) fn room_for_hessian(parameters: usize) -> Result<(), Limit> {
    let entries = parameters.saturating_mul(parameters);
    room_for("dense Hessians", entries, 8 * HESSIANS)
        .map_err(|need| MatrixLimit::RoomForHessian { need }.into())
}

/// Order of the largest Hessian, or core of one, that there is room for.
pub(crate) fn largest_hessian() -> usize {
    let entries = LARGEST_WORK / (8 * HESSIANS as u64);
    usize::try_from(entries.isqrt()).unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_largest_hessian_is_granted_and_no_larger_one() {
        let largest = largest_hessian();
        assert_eq!(largest, 9459); // √(2³¹ / 24)
        assert!(room_for_hessian(largest).is_ok());
        assert!(room_for_hessian(largest + 1).is_err());
    }
}
