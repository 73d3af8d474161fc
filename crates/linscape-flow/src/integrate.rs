//! Following the flow: backward differences in an aligned frame, or explicit Runge–Kutta.
//!
//! The method knows of networks only what a stiff equation asks for: a velocity, and a solution of its linear
//! system, here by products with the Hessian in bases that follow the weights. DOP853, a library's, is the second
//! road.

mod aligned_hessian;
mod alignment;
mod backward_differences;
mod biased_field;
mod biased_flow;
mod conjugate_gradients;
mod constant;
mod explicit_flow;
mod gauss_newton;
mod implicit_flow;
mod integrator;
mod map_system;
mod minimal_residuals;
mod newton;
mod stiff_equation;

pub use integrator::{Integrator, Method, UnknownMethod};

pub(crate) use aligned_hessian::AlignedHessian;
pub(crate) use alignment::Alignment;
pub(crate) use backward_differences::BackwardDifferences;
pub(crate) use biased_field::BiasedField;
pub(crate) use biased_flow::BiasedFlow;
pub(crate) use conjugate_gradients::conjugate_gradients;
pub(crate) use constant::Place;
pub(crate) use explicit_flow::ExplicitFlow;
pub(crate) use gauss_newton::GaussNewton;
pub(crate) use implicit_flow::ImplicitFlow;
pub(crate) use map_system::MapSystem;
pub(crate) use minimal_residuals::minimal_residuals;
pub(crate) use newton::{Correction, Newton};
pub(crate) use stiff_equation::StiffEquation;
