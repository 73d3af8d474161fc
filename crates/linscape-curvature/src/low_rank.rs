//! The whole Hessian spectrum of low-rank weights, in small pieces.
//!
//! Where the weights have low rank, all but a few directions of a hidden layer meet them only through
//! the product of two changes, and all but a few directions of inputs and outputs only through the
//! residual. In bases that tell them apart the Hessian falls into the Hessian of a small
//! [core](LowRank) network, blocks of a few numbers, pairs `± s` with exact multiplicities, and zeros.
//! Weights that are nearly of low rank are truncated, and every eigenvalue carries the bound of Weyl.
//!
//! `docs/theory.md`, "Low rank".

mod bound;
mod closed_pair;
mod core;
mod error;
mod hidden_bases;
mod joint_range;
mod levels;
mod normalised;
mod piece;
mod piece_vectors;
mod reduction;
mod rows;
mod spectral_norm;
mod spectrum;

pub use core::LowRankEnds;
pub use error::LowRankError;
pub use hidden_bases::LowRankOptions;
pub use hidden_bases::hidden_directions;
pub use piece::Piece;
pub use reduction::LowRank;
pub use spectrum::{CertainSigns, LowRankLevel, LowRankSpectrum};
