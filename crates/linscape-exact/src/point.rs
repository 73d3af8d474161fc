//! Weights and data of rational numbers.
//!
//! At a rational point the gradient, the loss, every rank, the signs of the Hessian and the loss along a curve are
//! found in whole numbers; nothing is rounded, and no theorem is asked.

mod cleared;
mod cubic;
mod curve;
mod dimension;
mod moments;
mod rational_point;
mod with_biases;

pub use cleared::ClearedPoint;
pub use curve::{Curve, Expansion};
pub use moments::Moments;
pub use rational_point::{Point, PointError};
pub use with_biases::WithBiases;
