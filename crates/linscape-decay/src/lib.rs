//! Weight decay: the exact landscape of `L = κ + ½‖Σ − W_h⋯W_1‖² + ½ Σ_i λ_i‖W_i‖²`, all
//! `λ_i > 0`.
//!
//! Its critical points are isolated up to rotations. A family of them is a [`Word`]: for each mode
//! one letter, `+` (on the large root of [`Mode`]'s equation), `−` (on the small one) or `0`
//! (unlearned). This crate knows whole numbers and scalars only, no matrices:
//!
//! - [`statement`](DecayedProblem): widths, modes and [`Decay`];
//! - [`Mode`]: thresholds, decided exactly for rational input, roots and gains of one mode;
//! - families: [`Word`], [`family_count`], [`Lowest`] and [`Values`];
//! - forms: [`Form`], the inertia, dimension and type of a family;
//! - [`spectrum`](fn@spectrum): the Hessian's eigenvalues in closed form;
//! - graph: [`moves`] between families, their covers, [`barriers`] between minima;
//! - listing: the whole [`DecayedLandscape`].
//!
//! The mathematics is in `docs/theory.md`, "Weight decay".

mod families;
mod forms;
mod graph;
mod listing;
mod mode;
mod spectrum;
mod statement;

pub use families::{
    End, Lowest, Value, Values, Word, WordError, exact_loss, families_by_rank, family_count,
};
pub use forms::{FamilyType, Form, Globality, form, minima};
pub use graph::{Barrier, Move, MoveKind, barriers, covers, moves};
pub use listing::{
    DecayedConnection, DecayedCounts, DecayedFamily, DecayedFiber, DecayedLandscape,
    DecayedLandscapeError, LARGEST_ALL_MOVES, LARGEST_UNLIMITED_WORDS,
};
pub use mode::{Mode, Phase, Root, Roots, SelfConsistent, SelfConsistentRoots, Threshold};
pub use spectrum::spectrum;
pub use statement::{
    BiasDecay, BiasDecayError, Class, Coordinates, Decay, DecayError, DecayedProblem,
    DecayedProblemError,
};
