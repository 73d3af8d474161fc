//! Linear networks as matrices: data, their reduction to Σ, weights, the balanced weights of a family,
//! random matrices.
//!
//! The whole numbers of the theory are in `linscape-critical` and need none of this.

mod balanced_layers;
mod critical_point;
mod dataset;
mod layer_inputs;
mod layers;
mod learned_modes;
mod nearest_map;
mod offset;
mod random_matrices;
mod reduction;
mod row_factor;
mod target;
mod weights;

pub use balanced_layers::balanced_layers;
pub use critical_point::CriticalPoint;
pub use dataset::{Dataset, DatasetError, DatasetParts, Means};
pub use layer_inputs::LayerInputs;
pub use layers::{Layers, layers_of};
pub use learned_modes::{LearnedModes, is_near};
pub use nearest_map::NearestMap;
pub use random_matrices::{Invertible, RandomMatrices, completed};
pub use reduction::{
    Dropped, Moments, MomentsError, Reduction, ReductionError, ReductionParts, Slope,
};
pub use row_factor::{FactorTree, RowFactor, RowFactorError};
pub use target::{SingularBases, Target};
pub use weights::{Weights, WeightsError};
