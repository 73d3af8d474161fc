//! Gradient flow over the landscape: how weights move, which saddles they visit, and the orbits
//! that connect one saddle with another.
//!
//! The mathematics is in `docs/theory.md`, "Connections" and "Adjacency form".

mod conserved;

pub use conserved::ConservedQuantities;
