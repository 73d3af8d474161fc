//! Weights and data of rational numbers.

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
