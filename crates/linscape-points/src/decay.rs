//! Critical points with weight decay, by both roads.
//!
//! Newton's method finds the point, the nearest word names it, and closed forms are held against the dense Hessian
//! of loss and penalty; `criticality` says when weights are the point.

mod bias_penalty;
mod criticality;
mod decayed_classification;
mod decayed_directions;
mod decayed_point;
mod decayed_road;
mod family_ends;
mod in_data;
mod natural;
mod nearest_word;
mod network;
mod newton;
mod yardstick;

pub use bias_penalty::{layer_lengths, with_best_biases};
pub use criticality::Criticality;
pub use decayed_classification::{DecayedClassification, DecayedHessian, classify_decayed};
pub use decayed_point::{DecayedPointError, decayed_coordinates, random_decayed_point};
pub use decayed_road::{DecayedRoad, decayed_road};
pub use family_ends::FamilyEnds;
pub use in_data::{decayed_at, decayed_directions};
pub use nearest_word::{NearMode, NearWord, nearest_word};

pub(crate) use criticality::{CLEAR, EXPLAINED};
pub(crate) use decayed_directions::descent_directions;
pub(crate) use natural::Natural;
pub(crate) use network::{DecayedNetwork, bias_slope};
pub(crate) use newton::{Field, flat, newton, unflat};
pub(crate) use yardstick::{Yardstick, relative};
