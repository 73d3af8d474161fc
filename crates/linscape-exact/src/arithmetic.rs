//! Matrices of exact numbers: products, ranks and inertia without rounding.
//!
//! Ranks and signs of minors are found modulo primes of 62 bits, as many as Hadamard's bound on the
//! minors asks for; so they are certain, not probable. Fraction-free elimination gives the same
//! answers more slowly ([`fraction_free_inertia`]) and is their referee.

mod fraction_free;
mod hadamard;
mod inertia;
mod matrix;
mod pivots;
mod prime_field;
mod rank;
mod residues;

pub use fraction_free::fraction_free_inertia;
pub use inertia::exact_inertia;
pub use matrix::{Entry, Matrix};
pub use pivots::{Block, ExactInertia};
pub use rank::exact_rank;

pub(crate) use matrix::{integral, reduced_rows};
