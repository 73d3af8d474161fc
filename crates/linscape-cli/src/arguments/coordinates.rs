//! In which coordinates.

use clap::ValueEnum;

/// Coordinates of inputs.
#[derive(Debug, Clone, Copy, PartialEq, ValueEnum)]
pub(crate) enum Coordinates {
    /// Those of the inputs as they were given
    Data,
    /// Whitened, rank X of them
    Whitened,
}
