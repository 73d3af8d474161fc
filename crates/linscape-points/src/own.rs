//! Weight decay on the data's own weights: critical points as `W = U diag(x^h) Vᵀ` with matrices `U` and
//! `V` of orthonormal columns.
//!
//! At a critical point all layers have the same singular values `x` (balance), so the network is described by
//! its product, which is critical for `F(W) = ½‖Y − WX‖² + (hλ̄/2) Σ_k s_k(W)^{2/h}` among matrices of its
//! rank. Where no closed form lists these matrices, [`own_landscape`] finds what can be found and says what
//! is proved of it. Everything is worked out on the range of the inputs, in units in which the inputs'
//! largest moment and the norm of `Y Xᵀ` are 1.

mod aligned;
mod certificate;
mod continuation;
mod exact_points;
mod fixed_rank;
mod narrow;
mod nuclear_norm;
mod own_case;
mod own_classification;
mod own_landscape;
mod own_point;
mod own_problem;
mod own_road;
mod referee;

pub use certificate::Certificate;
pub use own_case::OwnCase;
pub use own_classification::{OwnClassification, classify_own, own_at, own_directions};
pub use own_landscape::{Completeness, OwnLandscape, OwnLandscapeError, own_landscape};
pub use own_point::{OwnPoint, Status};
pub use own_problem::OwnProblem;
pub use own_road::{OwnRoad, own_road, own_sharpness, random_own_point};
pub use referee::RankSum;

use aligned::{Aligned, aligned_modes};
use fixed_rank::{FixedRank, Functional};
use narrow::Narrow;
