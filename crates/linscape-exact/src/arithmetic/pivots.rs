//! Signs of eigenvalues, and the pivots that prove them.

/// A pivot of symmetric elimination: rows and columns that are eliminated together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Block {
    /// One row, by its number in the matrix.
    One(usize),
    /// Two rows: after the blocks before them, their block has a negative determinant, so that it
    /// holds one eigenvalue of each sign.
    Two(usize, usize),
}

impl Block {
    /// How many rows it has.
    #[must_use]
    pub fn order(self) -> usize {
        match self {
            Self::One(_) => 1,
            Self::Two(..) => 2,
        }
    }

    pub(crate) fn rows(self) -> impl Iterator<Item = usize> {
        let (first, second) = match self {
            Self::One(row) => (row, None),
            Self::Two(first, second) => (first, Some(second)),
        };
        [first].into_iter().chain(second)
    }
}

/// How many eigenvalues of a symmetric matrix are negative, zero and positive, with the pivots that
/// prove it: elimination with them in this order leaves nothing, and by Sylvester's law of inertia
/// their signs are those of the eigenvalues.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExactInertia {
    /// Number of negative eigenvalues.
    pub negative: usize,
    /// Number of eigenvalues that are zero.
    pub zero: usize,
    /// Number of positive eigenvalues.
    pub positive: usize,
    /// The pivots.
    pub blocks: Vec<Block>,
}
