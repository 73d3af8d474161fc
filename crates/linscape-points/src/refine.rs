//! From weights near a stratum onto it: the rank conditions that hold there, solved in adapted bases.
//!
//! Large weights are moved at once, by flags of kernels; a stratum is read first at distances that grow.

mod adapted_bases;
mod attempt;
mod flags;
mod layer_path;
mod layer_scales;
mod least_squares;
mod narrowed;
mod nearest;
mod point;
mod projection;
mod rank_condition;
mod rank_conditions;
mod rank_distances;
mod refinement;

pub use refinement::Refinement;

pub(crate) use adapted_bases::AdaptedBases;
pub(crate) use attempt::Attempt;
pub(crate) use flags::onto_flags;
pub(crate) use layer_path::LayerPath;
pub(crate) use layer_scales::LayerScales;
pub(crate) use least_squares::{LinearMap, least_squares};
pub(crate) use narrowed::Narrowed;
pub(crate) use point::Point;
pub(crate) use projection::{Projection, distance};
pub(crate) use rank_condition::{Condition, not_killed, small_sides};
pub(crate) use rank_conditions::RankConditions;
pub(crate) use rank_distances::RankDistances;
