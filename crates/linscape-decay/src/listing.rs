//! The landscape as a list: families, values, connections.
//!
//! It puts words, forms and moves together for as many families as were asked for; minima and the passes between
//! them are there in any case.

mod connections;
mod family;
mod landscape;

pub use connections::DecayedConnection;
pub use family::DecayedFamily;
pub use landscape::{
    DecayedCounts, DecayedFiber, DecayedLandscape, DecayedLandscapeError, LARGEST_ALL_MOVES,
    LARGEST_UNLIMITED_WORDS,
};
