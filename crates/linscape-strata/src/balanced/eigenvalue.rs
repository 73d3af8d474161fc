//! One row of a spectrum in closed form.

/// An eigenvalue with the number of times it occurs. Equal numbers of different origin may appear
/// in several entries.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Eigenvalue {
    /// The value, in whitened coordinates and the problem's loss.
    pub value: f64,
    /// How often.
    pub multiplicity: usize,
}
