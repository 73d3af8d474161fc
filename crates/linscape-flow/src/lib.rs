//! Gradient flow over the landscape: how weights move, which saddles they visit, and the orbits
//! that connect one saddle with another.
//!
//! The mathematics is in `docs/theory.md`, "Gradient flow", "Connections" and "Adjacency form".

mod adjacency;
mod aligned_hessian;
mod alignment;
mod backward_differences;
mod block_shift;
mod checkpoints;
mod conjugate_gradients;
mod conserved;
mod decoupled;
mod dynamics;
mod error_measure;
mod expected_stay;
mod explicit_flow;
mod follow;
mod follow_error;
mod frame;
mod gradient_descent;
mod gradient_flow;
mod implicit_flow;
mod initialisation;
mod integration_error;
mod integrator;
mod mode_growth;
mod motion;
mod newton;
mod orbit;
mod orbits;
mod reduced_orbit;
mod stability;
mod stiff_equation;
mod trajectory;
mod trajectory_observer;
mod visits;
mod watch;
mod work;

pub use adjacency::{Adjacency, AdjacencyError};
pub use block_shift::{BlockShift, BlockShiftError};
pub use checkpoints::Checkpoints;
pub use conserved::ConservedQuantities;
pub use decoupled::{CoordinateCounts, Decoupled};
pub use dynamics::Dynamics;
pub use error_measure::Tolerances;
pub use expected_stay::expected_stay;
pub use follow::follow;
pub use follow_error::FollowError;
pub(crate) use frame::Frame;
pub use gradient_descent::{DescentStepError, GradientDescent};
pub use gradient_flow::{Coordinates, GradientFlow, StateError, Workspace};
pub use initialisation::{Departure, Initialisation, InitialisationError};
pub use integration_error::IntegrationError;
pub use integrator::{Integrator, Method, UnknownMethod};
pub use mode_growth::{growth_time, takeoff_time};
pub use motion::Motion;
pub use orbit::{HiddenBases, ORBIT_GROWTH, ORBIT_TOLERANCE, Orbit, OrbitError};
pub use orbits::{ConnectingOrbit, connecting_orbits};
pub use stability::{StepLimitError, step_limit};
pub use trajectory::{Ending, Moment, Trajectory};
pub use trajectory_observer::{Glance, TrajectoryObserver};
pub use visits::Visit;
pub use watch::Watch;
pub use work::Work;
