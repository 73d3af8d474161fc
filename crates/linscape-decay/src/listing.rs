//! The landscape as a list: families, values, connections.

mod connections;
mod family;
mod landscape;

pub use connections::DecayedConnection;
pub use family::DecayedFamily;
pub use landscape::{
    DecayedCounts, DecayedFiber, DecayedLandscape, DecayedLandscapeError, LARGEST_ALL_MOVES,
    LARGEST_UNLIMITED_WORDS,
};
