//! Learning coefficients: how degenerate the function of a network is at given weights.
//!
//! For weights `w` put `K_w(w') = ½‖W(w') − W(w)‖²`, the loss if the function computed now were the
//! truth. Near `w` the volume of `{K_w ≤ t}` is of order `t^λ (log 1/t)^{m−1}`: `λ` is the *learning
//! coefficient* (real log canonical threshold), `m` its *multiplicity*. Both depend on the bars of
//! the point alone ([`KernelDimensions`]); the smallest `λ` of a rank is found by pouring water
//! ([`global_learning_coefficient`]).
//!
//! Everything here is a whole number. The mathematics is in `docs/theory.md`, "Learning
//! coefficients"; [`learning_second_road`] takes other ways to the same numbers.

mod admissible_chains;
mod bases;
mod bounds;
mod coefficient;
mod fiber_components;
mod half_integer;
mod kernel_dimensions;
mod ladder;
mod levels;
mod local;
mod minimum;
mod positroid;
mod second_road;
mod water_filling;

pub use bounds::LearningBounds;
pub use coefficient::LearningCoefficient;
pub use half_integer::HalfInteger;
pub use kernel_dimensions::KernelDimensions;
pub use ladder::{LearningLadder, LearningRung, Sampling};
pub use second_road::{LearningSecondRoad, learning_second_road};
pub use water_filling::{global_learning_coefficient, learning_ladder};
