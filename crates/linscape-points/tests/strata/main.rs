//! Statements of the theory of strata, on networks small enough to know the answer.

mod bar_point;
mod closed_forms;
mod components;
mod descent;
mod directions;
mod escape;
mod escaping_links;
mod explained;
mod families;
mod keys;
mod numbers;
mod ranks;
mod second_road;
mod silent_loss;
