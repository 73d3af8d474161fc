//! Gradient flow over the landscape: how weights move, which saddles they visit, and the orbits
//! that connect one saddle with another.
//!
//! The mathematics is in `docs/theory.md`, "Gradient flow", "Connections" and "Adjacency form".

mod adjacency;
mod closed;
mod integrate;
mod motion;
mod orbits;
mod predict;
mod watch;

pub use adjacency::{Adjacency, AdjacencyError, BlockShift, BlockShiftError, ConservedQuantities};
pub use closed::{
    CoordinateCounts, Decoupled, Dynamics, StepLimitError, balanced_step_limit, expected_stay,
    growth_time, step_limit, takeoff_time,
};
pub use integrate::{Integrator, Method, UnknownMethod};
pub(crate) use motion::Frame;
pub use motion::{
    Checkpoints, Coordinates, Departure, DescentStepError, GradientDescent, GradientFlow,
    Initialisation, InitialisationError, IntegrationError, Motion, Penalty, StateError, Tolerances,
    Work, Workspace, smallest_strength,
};
pub use orbits::{
    ConnectingOrbit, HiddenBases, ORBIT_GROWTH, ORBIT_TOLERANCE, Orbit, OrbitError,
    connecting_orbits, decayed_connecting_orbits,
};
pub use predict::{Foresight, remaining_stay};
pub use watch::{
    Ending, Families, FamilyKey, FollowError, Glance, Moment, NearFamily, PlainFamilies,
    Trajectory, TrajectoryObserver, Visit, Watch, follow, follow_among,
};
