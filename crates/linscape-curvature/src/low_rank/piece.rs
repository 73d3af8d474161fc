//! Where an eigenvector lives.

/// The piece of the Hessian that an eigenvalue of low-rank weights belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Piece {
    /// The core network; the place among its eigenvalues, from the smallest on.
    Core {
        /// 0-based.
        at: usize,
    },
    /// First and last layer, along a pair of singular vectors of the residual that the weights do not
    /// touch.
    Outer {
        /// The singular value, 0-based from the largest on.
        mode: usize,
        /// The eigenvalue of its block, from the smallest on.
        at: usize,
    },
    /// The first layer, along an input direction that nothing answers.
    Input {
        /// The eigenvalue of `KᵀK`, from the smallest on.
        at: usize,
    },
    /// The last layer, along an output direction that nothing answers.
    Output {
        /// The eigenvalue of `LLᵀ`, from the smallest on.
        at: usize,
    },
    /// The layers around a hidden one, along a direction of it that the weights do not touch.
    Hidden {
        /// The hidden layer, `1..h`.
        layer: usize,
        /// The singular value of `B_{i+1,i}`, 0-based from the largest on.
        mode: usize,
        /// Whether the eigenvalue is `+s`.
        is_positive: bool,
    },
    /// A network of one layer: an input direction, the same for every output.
    Linear {
        /// The eigenvalue of `CCᵀ`, 0-based from the largest on.
        mode: usize,
    },
    /// The loss does not bend along it.
    Flat,
}
