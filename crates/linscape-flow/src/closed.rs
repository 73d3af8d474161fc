//! Closed forms of motion: growth of a mode, stays at saddles, stable steps.
//!
//! They are for balanced starts and for saddles, hold without integrating, and say what a trajectory is compared
//! with.

mod decoupled;
mod dynamics;
mod expected_stay;
mod mode_growth;
mod stability;

pub use decoupled::{CoordinateCounts, Decoupled};
pub use dynamics::Dynamics;
pub use expected_stay::expected_stay;
pub use mode_growth::{growth_time, takeoff_time};
pub use stability::{StepLimitError, balanced_step_limit, step_limit};
