//! Critical points with weight decay, by both roads.

mod bias_penalty;
mod decayed_classification;
mod decayed_directions;
mod decayed_point;
mod decayed_road;
mod family_ends;
mod in_data;
mod nearest_word;
mod network;
mod newton;
mod yardstick;

pub use decayed_classification::{
    Criticality, DecayedClassification, DecayedHessian, classify_decayed,
};
pub use decayed_point::{DecayedPointError, decayed_coordinates, random_decayed_point};
pub use decayed_road::{DecayedRoad, decayed_road};
pub use family_ends::FamilyEnds;
pub use in_data::{decayed_at, decayed_directions};
pub use nearest_word::{NearMode, NearWord, nearest_word};

pub(crate) use decayed_classification::{
    CLEAR, EXPLAINED, criticality_of_distance, criticality_of_offset, least,
};
pub(crate) use decayed_directions::descent_directions;
pub(crate) use network::{DecayedNetwork, bias_slope};
pub(crate) use newton::{Field, flat, newton, unflat};
pub(crate) use yardstick::{Yardstick, layers_length, relative};
