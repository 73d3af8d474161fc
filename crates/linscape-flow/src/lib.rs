//! Gradient flow over the landscape: how weights move, which saddles they visit, and the orbits
//! that connect one saddle with another.
//!
//! The mathematics is in `docs/theory.md`, "Connections" and "Adjacency form".

mod aligned_hessian;
mod alignment;
mod backward_differences;
mod conjugate_gradients;
mod error_measure;
mod explicit_flow;
mod frame;
mod gradient_flow;
mod implicit_flow;
mod integration_error;
mod integrator;
mod newton;
mod stiff_equation;
mod work;

pub use error_measure::Tolerances;
pub(crate) use frame::Frame;
pub use gradient_flow::{Coordinates, GradientFlow, StateError, Workspace};
pub use integration_error::IntegrationError;
pub use integrator::{Integrator, Method, UnknownMethod};
pub use work::Work;
