//! The statements of `docs/theory.md`, one module a section, checked across the crates: closed
//! forms against routes that share no code with them.

mod brute_force;
mod random_data;
mod random_networks;

mod adjacency_form;
mod balanced_representative;
mod biases;
mod connecting_paths;
mod connections;
mod critical_values;
mod gradient_flow;
mod learning;
mod order_of_families;
mod prediction;
mod quotient;
mod reduction;
mod stable_and_unstable;
mod strict_or_nonstrict;
