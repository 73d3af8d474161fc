//! The quotient of a landscape: critical points with one critical value become one point, a
//! *fiber*, and gradient flow connects the fibers.
//!
//! A [`Landscape`] lists the families of critical points of a problem in the order of their losses,
//! groups them into [`Fiber`]s and joins them by [`Connection`]s: learning a mode, or swapping a
//! mode for a better one. The graph is a petgraph graph.
//!
//! The mathematics is in `docs/theory.md`, "Critical values" and "Connections".

mod connection;
mod family;
mod fiber;
mod landscape;
mod listing;

pub use connection::{Connection, ConnectionKind, ConnectionScope, outgoing};
pub use family::Family;
pub use fiber::Fiber;
pub use landscape::{
    LARGEST_ALL_CONNECTIONS, LARGEST_UNLIMITED, Landscape, LandscapeError, QuotientEdge,
};
