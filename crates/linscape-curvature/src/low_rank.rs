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
mod core_network;
mod hidden_bases;
mod joint_range;
mod levels;
mod linear;
mod low_rank_error;
mod low_rank_spectrum;
mod normalised;
mod outer_blocks;
mod piece;
mod piece_vectors;
mod reduction;
mod spectral_norm;

pub use low_rank_error::LowRankError;
pub use low_rank_spectrum::{CertainSigns, LowRankLevel, LowRankSpectrum};
pub use piece::Piece;
pub use reduction::{LowRank, LowRankOptions};
