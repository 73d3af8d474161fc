//! Which weights move.

/// The coordinates in which weights move; their flows differ unless the inputs are white.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Coordinates {
    /// Those of the data, as training sees them.
    Data,
    /// Those of the theory: `W_1` absorbs the inputs.
    Whitened,
}

impl Coordinates {
    /// The name in JSON.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Data => "data",
            Self::Whitened => "whitened",
        }
    }
}
