//! Everything that moves weights: the gradient flow, descent, somebody's checkpoints, and where they begin.
//!
//! Whatever moves states one after another and says how fast the loss falls there, so that `watch` need not know
//! which of them it follows.

mod checkpoints;
mod coordinates;
mod error_measure;
mod frame;
mod gradient_descent;
mod gradient_flow;
mod initialisation;
mod integration_error;
mod moving;
mod penalty;
mod smallest_strength;
mod state_error;
mod with_biases;
mod work;
mod workspace;

pub use checkpoints::Checkpoints;
pub use coordinates::Coordinates;
pub use error_measure::Tolerances;
pub use gradient_descent::{DescentStepError, GradientDescent};
pub use gradient_flow::GradientFlow;
pub use initialisation::{Departure, Initialisation, InitialisationError};
pub use integration_error::IntegrationError;
pub use moving::Motion;
pub use penalty::Penalty;
pub use smallest_strength::smallest_strength;
pub use state_error::StateError;
pub use work::Work;
pub use workspace::Workspace;

pub(crate) use error_measure::ErrorMeasure;
pub(crate) use frame::Frame;
pub(crate) use gradient_flow::norm;
pub(crate) use initialisation::semi_orthogonal;
pub(crate) use smallest_strength::told_modes;
pub(crate) use with_biases::Reading;
