//! Following the flow: backward differences in an aligned frame, or explicit Runge–Kutta.
//!
//! The method knows of networks only what a stiff equation asks for: a velocity, and a solution of its linear
//! system, here by products with the Hessian in bases that follow the weights. DOP853, a library's, is the second
//! road.

mod aligned_hessian;
mod alignment;
mod backward_differences;
mod biased_flow;
mod conjugate_gradients;
mod explicit_flow;
mod gauss_newton;
mod implicit_flow;
mod integrator;
mod minimal_residuals;
mod newton;
mod offset_field;
mod stiff_equation;

pub use integrator::{Integrator, Method, UnknownMethod};

pub(crate) use aligned_hessian::AlignedHessian;
pub(crate) use alignment::Alignment;
pub(crate) use backward_differences::BackwardDifferences;
pub(crate) use biased_flow::BiasedFlow;
pub(crate) use conjugate_gradients::conjugate_gradients;
pub(crate) use explicit_flow::ExplicitFlow;
pub(crate) use gauss_newton::GaussNewton;
pub(crate) use implicit_flow::ImplicitFlow;
pub(crate) use minimal_residuals::minimal_residuals;
pub(crate) use newton::{Correction, Newton};
pub(crate) use offset_field::OffsetField;
pub(crate) use stiff_equation::StiffEquation;
